"""Rows by their Refs, from the heading down as far as anything stands (rows beneath a table belong to it).

Whole rows are compared at once and blank ones passed over; only a row with an error, a formula or merged
cells among its answers is looked at cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ecm_xl.core.answers import Row, Unread, Value
from ecm_xl.core.findings import finding
from ecm_xl.core.words import as_shown, is_blank
from ecm_xl.workbook.parse.reading import Picked, Reading, as_ref, picker
from ecm_xl.workbook.snapshot import Value as CellValue


@dataclass(slots=True)
class Changed:
    """A row whose fixed texts are not those of its Ref."""

    number: int
    ref: str
    texts: Picked


@dataclass(slots=True)
class Rows:
    """What the rows of a table came to, beside what stands in the table itself."""

    again: dict[str, list[int]] = field(default_factory=dict)
    """Ref → the rows after the first in which it stands."""
    unknown: dict[str, list[int]] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)


def read_rows(reading: Reading) -> Rows:
    """Fills in the table's rows, with every finding about single rows and cells."""
    rows = Rows()
    odd = _odd_rows(reading)
    ref = reading.columns.get("ref", 0)
    names = [name for name in reading.expected.answers if name in reading.columns]
    pick = picker([reading.columns[name] for name in names])
    nothing = ("",) * len(names)
    for number, row in _lines(reading):
        values = pick(row)
        typed = row[ref - 1] if ref else ""
        if number in odd:
            answers = _odd_values(reading, number, names)
        elif values == nothing:
            if typed == "":
                continue
            answers = {}
        else:
            answers = {
                name: value
                for name, value in zip(names, values, strict=True)
                if value != "" and not (isinstance(value, str) and not value[0].isalnum() and is_blank(value))
            }
        _place(reading, rows, number, typed, answers)
    for number in sorted(row for row in odd if row > len(reading.sheet.rows)):
        _place(reading, rows, number, "", _odd_values(reading, number, names))
    _compare(reading, rows)
    _refs(reading, rows)
    return rows


def _lines(reading: Reading) -> Iterator[tuple[int, Sequence[CellValue]]]:
    """Each row beneath the heading with its number, long enough for every column."""
    width = max(reading.columns.values(), default=0)
    first = reading.place.header_row
    for number, row in enumerate(reading.sheet.rows[first:], first + 1):
        yield number, row if len(row) >= width else [*row, *[""] * (width - len(row))]


def _odd_rows(reading: Reading) -> set[int]:
    """Rows with an error, a formula or merged cells among their answers."""
    columns = {reading.columns[name] for name in reading.expected.answers if name in reading.columns}
    sheet, first = reading.sheet, reading.place.header_row
    odd = {row for cells in (sheet.errors, sheet.formulas) for row, column in cells if column in columns}
    for column in columns & reading.merged.keys():
        for start, end in reading.merged[column]:
            odd.update(range(start, end + 1))
    return {row for row in odd if row > first}


def _odd_values(reading: Reading, number: int, names: Sequence[str]) -> dict[str, Value]:
    """The answers of such a row: what is no answer is Unread, and has its finding."""
    sheet = reading.sheet
    values: dict[str, Value] = {}
    for name in names:
        column = reading.columns[name]
        value = sheet.value(number, column)
        if (number, column) in sheet.errors:
            values[name] = Unread(sheet.errors[number, column])
            reading.add("error-value", number, column, value=sheet.errors[number, column])
        elif (number, column) in sheet.formulas:
            values[name] = Unread(as_shown(value))
            reading.add("formula-in-answer", number, column)
        elif not is_blank(value):
            values[name] = Unread(as_shown(value)) if reading.is_merged(number, column) else value
    return values


def _place(reading: Reading, rows: Rows, number: int, typed: object, answers: dict[str, Value]) -> None:
    """Puts a row where its Ref says."""
    is_known, table = reading.expected.is_known, reading.table.rows
    ref = typed if isinstance(typed, str) and is_known(typed) else as_ref(typed)
    if not ref:
        if answers:
            first = reading.columns[next(iter(answers))]
            reading.add("row-without-ref", number, reading.columns.get("ref", first))
    elif not is_known(ref):
        rows.unknown.setdefault(ref, []).append(number)
    elif ref in table:
        rows.again.setdefault(ref, []).append(number)
    else:
        table[ref] = Row(number, answers)


def _compare(reading: Reading, rows: Rows) -> None:
    """Finds the rows whose fixed texts are not those of their Ref."""
    table = reading.expected
    names = [name for name in table.fixed if name in reading.columns]
    if not names:
        return
    pick = picker([reading.columns[name] for name in names])
    of_ref = _narrowed(table.texts, [table.fixed.index(name) for name in names])
    lines, width = reading.sheet.rows, max(reading.columns.values())
    for ref, row in reading.table.rows.items():
        line = lines[row.number - 1]
        texts = pick(line if len(line) >= width else [*line, *[""] * (width - len(line))])
        if texts != of_ref(ref):
            rows.changed.append(Changed(row.number, ref, texts))


def _narrowed(texts: Mapping[str, Picked], places: Sequence[int]) -> Callable[[str], Picked]:
    """Ref → its fixed texts, those of lost columns left out."""
    if texts and len(places) == len(next(iter(texts.values()))):
        return texts.__getitem__
    return lambda ref: tuple(texts[ref][place] for place in places)


def _refs(reading: Reading, rows: Rows) -> None:
    """Findings about Refs: unknown ones, those that stand twice, a grid's that are missing."""
    column, table = reading.columns.get("ref"), reading.table
    if column is None:
        return
    for ref, numbers in rows.unknown.items():
        for number in numbers:
            reading.add("ref-unknown", number, column, value=ref)
    for ref, later in rows.again.items():
        for number in (table.rows[ref].number, *later):
            reading.add("ref-duplicated", number, column, value=ref, ref=ref, standard=reading.standard_of(ref))
    table.doubtful = frozenset(rows.again)
    if len(table.rows) < len(reading.expected.refs):
        for ref in reading.expected.refs:
            if ref not in table.rows:
                words = {"value": ref, "ref": ref, "standard": reading.standard_of(ref)}
                reading.findings.append(finding("ref-deleted", reading.sheet.name, **words))  # type: ignore[arg-type]
