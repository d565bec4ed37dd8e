"""What stands in a workbook's tables and has no place in another one: every cell that is no answer of a row's own.

`parse` says of such cells what to do about them. Here they are taken up with all that stands in them, so that
whoever makes a new workbook from an old one can list them. What the program itself put there (Refs, the Standards'
texts, live formulas) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ecm_xl.core.answers import Details, Unread
from ecm_xl.core.words import as_shown, fold, is_blank
from ecm_xl.workbook.address import cell_name, column_letters
from ecm_xl.workbook.names import BACK_TO_START, DETAILS, START
from ecm_xl.workbook.parse.expected import Expected
from ecm_xl.workbook.parse.oddities import differs, shown
from ecm_xl.workbook.parse.reading import Reading, as_ref
from ecm_xl.workbook.parse.rows import LAST_ROW, Changed, Rows
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, Value

A_FORMULA = "(a formula)"
"""What is said of a formula that shows nothing."""
A_SHEET = "(a sheet of its own)"


class Why(StrEnum):
    """Why something of an old workbook is to be looked at."""

    REPLACED = "replaced"
    REWORDED = "reworded"
    UNKNOWN_REF = "unknown ref"
    WITHOUT_REF = "without ref"
    TWICE = "twice"
    NOT_READ = "not read"
    WITHOUT_COLUMN = "without column"
    WITHOUT_HEADINGS = "without headings"
    SECOND_SHEET = "second sheet"
    OWN_SHEET = "own sheet"
    TOO_LONG = "too long"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Stray:
    """One cell: where it stands (`sheet`, `cell`), what it was to be (`table`, `ref`, `field`: its heading), what it
    holds, and what stands in its place in a new workbook."""

    table: str
    ref: str
    field: str
    sheet: str
    cell: str
    was: Value
    why: Why
    now: Value = ""


def table_strays(reading: Reading, rows: Rows) -> Iterator[Stray]:
    """The strays of a table that is read, from the top."""
    table = reading.table
    yield from _reworded(reading, rows.changed)
    placed = {number: ref for ref, number in table.numbers.items() if ref not in table.doubtful}
    for number, columns in filled_rows(reading.sheet, reading.place.header_row, reading.place.bottom):
        if number in placed:
            yield from _of_placed(reading, placed[number], number, columns)
        else:
            typed, why = _without_place(reading, number)
            yield from _of_row(reading, typed, number, columns, why)


def second_strays(reading: Reading) -> Iterator[Stray]:
    """All that stands in a second table of the same kind, which is not read."""
    for number, columns in filled_rows(reading.sheet, reading.place.header_row, reading.place.bottom):
        typed, _ = _without_place(reading, number)
        yield from _of_row(reading, typed, number, columns, Why.SECOND_SHEET)


def record_strays(reading: Reading) -> Iterator[Stray]:
    """The same of a record, whose rows all have their place."""
    for number, columns in filled_rows(reading.sheet, reading.place.header_row, reading.place.bottom):
        yield from _of_placed(reading, str(number), number, columns)


def unheaded_strays(table: Expected, sheet: SheetSnapshot) -> Iterator[Stray]:
    """All that stands on a table's sheet where no headings say what is what, but for what the program itself put
    where it still stands."""
    own = _own_texts(table)
    live = {column for column, field in enumerate(table.model.fields, 1) if field.kind == "formula"}
    for number, columns in filled_rows(sheet, 0, LAST_ROW):
        for column in columns:
            value = held(sheet, number, column)
            is_live = column in live and (number, column) in sheet.formulas
            if value is not None and not is_live and fold(as_shown(value)) not in own.get(column, ()):
                heading, cell = f"column {column_letters(column)}", cell_name(number, column)
                ref = _row_name(sheet, number, 1)
                yield Stray(table.name, ref, heading, sheet.name, cell, value, Why.WITHOUT_HEADINGS)


def detail_strays(snapshot: Snapshot, details: Details) -> Iterator[Stray]:
    """The cells of Start that hold an error."""
    for name, (sheet_name, cell) in details.cells.items():
        sheet = snapshot.sheet(sheet_name)
        errors = {} if sheet is None else {cell_name(*position): text for position, text in sheet.errors.items()}
        if cell in errors:
            yield Stray(START, "", DETAILS.get(name, name), sheet_name, cell, errors[cell], Why.NOT_READ)


def sheet_stray(name: str) -> Stray:
    """A sheet that is none of ours."""
    return Stray(name, "", "", name, "", A_SHEET, Why.OWN_SHEET)


def _reworded(reading: Reading, changed: Iterable[Changed]) -> Iterator[Stray]:
    """Fixed texts that are others now, of rows with answers: whoever gave them had the old ones before their eyes."""
    names = [name for name in reading.expected.fixed if name in reading.columns]
    answered = reading.table.answered - reading.table.doubtful
    for line in (line for line in changed if line.ref in answered):
        for place, name in enumerate(names):
            column = reading.columns[name]
            was = shown(reading, line, column, place)
            if was and differs(reading, line, name, place):
                now = reading.expected.texts[line.ref][reading.expected.fixed.index(name)]
                yield _stray(reading, line.ref, line.number, column, was, Why.REWORDED, now)


def _of_placed(reading: Reading, ref: str, number: int, columns: Iterable[int]) -> Iterator[Stray]:
    """Of a row that counts: what is no answer in its answers' columns, and what stands in columns not ours."""
    for column in columns:
        field = _field(reading, column)
        if field is None:
            yield from _one(reading, ref, number, column, Why.WITHOUT_COLUMN)
        elif isinstance(value := reading.table.value(ref, field), Unread):
            was = A_FORMULA if is_blank(value.shown) else value.shown
            yield _stray(reading, ref, number, column, was, Why.NOT_READ)


def _of_row(reading: Reading, typed: str, number: int, columns: Iterable[int], why: Why) -> Iterator[Stray]:
    """Of a row that has no place: everything but formulas of ours and what any row of its Ref says."""
    ref, place = as_ref(typed), reading.columns.get("ref", 0)
    own = dict(zip(reading.expected.fixed, reading.expected.texts.get(ref, ()), strict=False)) | {"ref": typed}
    found: list[Stray] = []
    for column in columns:
        field = _field(reading, column)
        kind = reading.expected.model.by_id[field].kind if field else ""
        value = held(reading.sheet, number, column)
        if kind == "formula" or (field in own and fold(as_shown(value)) == fold(own[field])):
            continue
        reason = why if field or why is Why.SECOND_SHEET else Why.WITHOUT_COLUMN
        found += _one(reading, typed or _row_name(reading.sheet, number, place), number, column, reason)
    if not found and why is Why.UNKNOWN_REF:  # words typed where a Ref belongs
        found += _one(reading, typed, number, place, why)
    yield from found


def _without_place(reading: Reading, number: int) -> tuple[str, Why]:
    """What a row has for a Ref, and why that gives it no place."""
    typed = as_shown(reading.sheet.value(number, reading.columns.get("ref", 0)))
    ref = as_ref(typed)
    if not ref:
        return "", Why.WITHOUT_REF
    return typed, Why.TWICE if ref in reading.table.doubtful else Why.UNKNOWN_REF


def _one(reading: Reading, ref: str, number: int, column: int, why: Why) -> Iterator[Stray]:
    value = held(reading.sheet, number, column)
    if value is not None:
        yield _stray(reading, ref, number, column, value, why)


def _stray(reading: Reading, ref: str, number: int, column: int, was: Value, why: Why, now: Value = "") -> Stray:
    sheet = reading.sheet
    heading = as_shown(sheet.value(reading.place.header_row, column)) or f"column {column_letters(column)}"
    return Stray(reading.expected.name, ref, heading, sheet.name, cell_name(number, column), was, why, now)


def _field(reading: Reading, column: int) -> str | None:
    """The field whose column it is."""
    return next((name for name, at in reading.columns.items() if at == column), None)


def filled_rows(sheet: SheetSnapshot, above: int, last: int) -> Iterator[tuple[int, list[int]]]:
    """Each row beneath that one, down to `last`, with its columns in which anything stands."""
    odd: dict[int, set[int]] = {}
    for row, column in (*sheet.errors, *sheet.formulas):
        odd.setdefault(row, set()).add(column)
    for number in range(above + 1, min(last, max([len(sheet.rows), *odd])) + 1):
        values = sheet.rows[number - 1] if number <= len(sheet.rows) else []
        columns = {column for column, value in enumerate(values, 1) if not is_blank(value)} | odd.get(number, set())
        if columns:
            yield number, sorted(columns)


def held(sheet: SheetSnapshot, row: int, column: int) -> Value | None:
    """What stands in a cell, None where nothing does."""
    position = row, column
    if position in sheet.errors:
        return sheet.errors[position]
    value = sheet.value(row, column)
    if not is_blank(value):
        return value
    return A_FORMULA if position in sheet.formulas else None


def _row_name(sheet: SheetSnapshot, number: int, column: int) -> str:
    """What stands in a row for a Ref, or else its number."""
    return as_shown(sheet.value(number, column)) or f"row {number}"


def _own_texts(table: Expected) -> Mapping[int, frozenset[str]]:
    """Column → what the program itself writes there, folded. Nothing for columns of answers."""
    places = {field.id: column for column, field in enumerate(table.model.fields, 1) if not field.is_answer}
    above = {table.name, table.model.purpose, BACK_TO_START}
    texts: dict[str, set[str]] = {"ref": {*above, *table.usual}} if "ref" in places else {}
    for place, name in enumerate(table.fixed):
        texts[name] = {row[place] for row in table.texts.values()}
    headings = dict(zip((field.id for field in table.model.fields), table.headings, strict=True))
    return {places[name]: frozenset(map(fold, {headings[name], *found})) for name, found in texts.items()}
