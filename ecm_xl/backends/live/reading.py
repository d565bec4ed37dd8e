"""An open workbook → a snapshot. Where lists drop down no public call tells at once: they are not looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ecm_xl.backends.live.values import as_value, block, by_the_clock, error_in, formula_in
from ecm_xl.workbook.snapshot import Area, Position, SheetSnapshot, Snapshot, TablePlace, UnreadableWorkbook, Value

LiveSheet = Any
"""A sheet of xlwings."""
MOST_CELLS = 2_000_000
"""A sheet whose filled and coloured cells reach further is read as far as its tables, and a little beyond."""
_BEYOND = 500


@dataclass(slots=True)
class Outline:
    """Sheets and tables of an open workbook, looked at once a click."""

    sheets: dict[str, LiveSheet]
    hidden: set[str]
    tables: dict[str, TablePlace]
    """Where they lie, without a row of totals."""
    totals: set[str]
    """The tables that have one."""


@dataclass(slots=True)
class ReadSheet:
    """A sheet as it is read: for the snapshot, and its formulas for what is to be put back later."""

    snapshot: SheetSnapshot
    formulas: dict[Position, str] = field(default_factory=dict)


def outline_of(book: Any) -> Outline:
    """The workbook without its cells."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    tables, totals = {}, set()
    for name, sheet in sheets.items():
        for table in sheet.tables:
            top, left, bottom, right = area_of(table.range)
            if table.show_totals:
                totals.add(table.name)
                bottom = max(top, bottom - 1)
            tables[table.name] = TablePlace(table.name, name, top, left, bottom, right)
    return Outline(sheets, {name for name, sheet in sheets.items() if not is_seen(sheet.visible)}, tables, totals)


def is_seen(visible: object) -> bool:
    """Whether a sheet is in sight. On Windows xlwings hands on Excel's own number: -1 in sight, 0 hidden, 2 hidden so
    that no menu shows it; elsewhere True or False."""
    return visible in (True, -1)


def area_of(cells: Any) -> Area:
    """A range's first row and column, last row and column."""
    top, left, (rows, columns) = cells.row, cells.column, cells.shape
    return top, left, top + rows - 1, left + columns - 1


def read_book(book: Any, outline: Outline, wanted: Collection[str] | None) -> Snapshot:
    """What is wanted of it (None: everything): sheets, tables and named cells by name, as readers of files do."""
    names = dict(_named_cells(book, wanted))
    read = {sheet.casefold() for sheet in _wanted_sheets(outline, names, wanted)}
    sheets = [
        read_sheet(outline, name).snapshot if name.casefold() in read else SheetSnapshot(name, name in outline.hidden)
        for name in outline.sheets
    ]
    return Snapshot(sheets, dict(outline.tables), names)


def _wanted_sheets(
    outline: Outline, names: dict[str, tuple[str, int, int]], wanted: Collection[str] | None
) -> Iterator[str]:
    if wanted is None:
        yield from outline.sheets
        return
    asked = {name.casefold() for name in wanted}
    yield from (name for name in outline.sheets if name.casefold() in asked)
    yield from (place.sheet for name, place in outline.tables.items() if name.casefold() in asked)
    yield from (sheet for name, (sheet, _, _) in names.items() if name.casefold() in asked)


def _named_cells(book: Any, wanted: Collection[str] | None) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Names for one cell, of those that are wanted."""
    there = {name.name: name for name in book.names}
    asked = None if wanted is None else {name.casefold() for name in wanted}
    for name, found in there.items():
        if asked is not None and name.casefold() not in asked:
            continue
        with suppress(Exception):  # it leads to no cell: each program has an exception of its own for that
            cells = found.refers_to_range
            if tuple(cells.shape) == (1, 1):
                yield name, (cells.sheet.name, cells.row, cells.column)


def read_sheet(outline: Outline, name: str) -> ReadSheet:
    """A sheet's values, formulas and errors, and what is merged or hidden: a few calls, however many rows."""
    sheet = outline.sheets[name]
    rows, columns = _reach(outline, name, sheet)
    cells = sheet.range((1, 1), (rows, columns))
    seen = _values(cells)
    said = block(cells.formula)
    places = _places(outline, name, rows, columns)
    found = ReadSheet(
        SheetSnapshot(
            name,
            name in outline.hidden,
            merged=tuple(_merged(sheet, places)),
            hidden_rows=frozenset(_hidden_rows(sheet, places)),
            hidden_columns=frozenset(_hidden_columns(sheet, places)),
        )
    )
    positions = set()
    for number, (values, formulas) in enumerate(zip(seen, said, strict=True), 1):
        row: list[Value] = []
        for column, (value, formula) in enumerate(zip(values, formulas, strict=True), 1):
            error = error_in(value)
            if error:
                found.snapshot.errors[number, column] = error
            row.append("" if error else as_value(value))
            if text := formula_in(formula, value):
                found.formulas[number, column] = text
                positions.add((number, column))
        found.snapshot.rows.append(row)
    found.snapshot.formulas = frozenset(positions)
    _tell_times(sheet, found)
    return _trimmed(found)


def _values(cells: Any) -> list[list[object]]:
    """Values, with errors as texts."""
    try:
        return block(cells.options(ndim=2, err_to_str=True, empty="").value)
    except TypeError:  # on a Mac xlwings can tell errors of a single cell only, and fails on more
        seen = block(cells.options(ndim=2, empty="").value)
        shown = block(cells.api.string_value.get())
    return [
        [error_in(text) or value for value, text in zip(*both, strict=True)] for both in zip(seen, shown, strict=True)
    ]


def _tell_times(sheet: LiveSheet, found: ReadSheet) -> None:
    """Broken numbers that are shown as times or lengths of time become such. Formats are asked for a column at once."""
    rows = found.snapshot.rows
    broken: dict[int, list[int]] = {}
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, float) and not value.is_integer() and (number, column) not in found.formulas:
                broken.setdefault(column, []).append(number)
    for column, numbers in broken.items():
        for number, code in _formats(sheet, column, numbers):
            value = rows[number - 1][column - 1]
            if isinstance(value, float):
                rows[number - 1][column - 1] = by_the_clock(value, code)


def _formats(sheet: LiveSheet, column: int, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The number formats of some cells of a column: one call where all are alike, else it is halved."""
    code = sheet.range((rows[0], column), (rows[-1], column)).number_format
    if isinstance(code, str) or len(rows) == 1:  # where they differ it is None, on a Mac a word of its own
        yield from ((row, code if isinstance(code, str) else "") for row in rows)
        return
    middle = len(rows) // 2
    yield from _formats(sheet, column, rows[:middle])
    yield from _formats(sheet, column, rows[middle:])


def _reach(outline: Outline, name: str, sheet: LiveSheet) -> tuple[int, int]:
    """As far as anything stands. Raises UnreadableWorkbook where that is too far."""
    _, _, rows, columns = area_of(sheet.used_range)
    if rows * columns <= MOST_CELLS:
        return rows, columns
    tables = [place for place in outline.tables.values() if place.sheet == name]
    if not tables:
        raise UnreadableWorkbook("file-too-big", f"On the sheet {name} something stands very far down or to the right.")
    return (
        min(rows, max(place.last_row for place in tables) + _BEYOND),
        min(columns, max(place.last_column for place in tables) + 1),
    )


def _places(outline: Outline, name: str, last_row: int, last_column: int) -> list[Area]:
    """Where answers may stand: the sheet's tables and what is typed beneath them; the whole sheet where none of the
    workbook's tables is left, as Google Sheets and Numbers save it."""
    tables = [place for place in outline.tables.values() if place.sheet == name]
    if not tables and not outline.tables:
        return [(1, 1, last_row, last_column)]
    return [(place.first_row, place.first_column, max(place.last_row, last_row), place.last_column) for place in tables]


Look = Callable[[Any], bool | None]
"""Whether it is so of all cells of a range (True), of none (False), of some (None)."""


def _where(sheet: LiveSheet, area: Area, look: Look, *, by_row: bool = False) -> Iterator[Area]:
    """The parts of an area of which it is so. One call says that there are none; else it is halved, so the calls
    grow with what is found, and not with the rows."""
    top, left, bottom, right = area
    said = look(sheet.range((top, left), (bottom, right)))
    if said is False:
        return
    if said and (by_row or (top, left) == (bottom, right)):
        yield area
    elif bottom > top:
        middle = (top + bottom) // 2
        yield from _where(sheet, (top, left, middle, right), look, by_row=by_row)
        yield from _where(sheet, (middle + 1, left, bottom, right), look, by_row=by_row)
    elif right > left:
        middle = (left + right) // 2
        yield from _where(sheet, (top, left, bottom, middle), look, by_row=by_row)
        yield from _where(sheet, (top, middle + 1, bottom, right), look, by_row=by_row)


def _merged(sheet: LiveSheet, places: Sequence[Area]) -> list[Area]:
    """Merged cells where answers may stand, from the top."""
    found = {
        area_of(sheet.range((top, left)).merge_area)
        for place in places
        for top, left, _, _ in _where(sheet, place, lambda cells: cells.merge_cells)
    }
    return sorted(found)


def _hidden_rows(sheet: LiveSheet, places: Sequence[Area]) -> Iterator[int]:
    """Rows with answers, perhaps, that are filtered away or hidden."""
    for top, left, bottom, _ in places:
        for first, _, last, _ in _where(sheet, (top, left, bottom, left), lambda cells: cells.rows.hidden, by_row=True):
            yield from range(first, last + 1)


def _hidden_columns(sheet: LiveSheet, places: Sequence[Area]) -> Iterator[int]:
    for top, left, _, right in places:
        for _, first, _, last in _where(
            sheet, (top, left, top, right), lambda cells: cells.columns.hidden, by_row=True
        ):
            yield from range(first, last + 1)


def _trimmed(found: ReadSheet) -> ReadSheet:
    """Without blank rows at the end, as readers of files give it."""
    rows = found.snapshot.rows
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    return found
