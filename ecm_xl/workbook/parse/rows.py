"""Rows by their Refs, from the heading down as far as anything stands (rows beneath a table belong to it).

A table is taken by its columns and as a whole: what is blank in all rows is looked at once. Only where a Ref is
not plain, or an error, a formula or merged cells stand among the answers, does it go row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import compress
from typing import TypeVar

from ecm_xl.core.answers import FilledTable, Unread, Value
from ecm_xl.core.findings import finding
from ecm_xl.core.rows import split_ref
from ecm_xl.core.tables import TableModel
from ecm_xl.core.words import as_shown, is_blank
from ecm_xl.workbook.parse.reading import Reading, as_ref
from ecm_xl.workbook.snapshot import Value as CellValue

Key = TypeVar("Key")
LAST_ROW = 1_048_576
"""Excel's last row."""
Column = Sequence[CellValue]
"""What stands in a column, from the row beneath the heading down."""


@dataclass(slots=True)
class Changed:
    """A row whose fixed texts are not those of its Ref."""

    number: int
    ref: str
    texts: tuple[CellValue, ...]


@dataclass(slots=True)
class Rows:
    """What the rows of a table came to, beside what stands in the table itself."""

    again: dict[str, list[int]] = field(default_factory=dict)
    """Ref → the rows after the first in which it stands."""
    unknown: dict[str, list[int]] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)
    without_ref: list[tuple[int, int]] = field(default_factory=list)
    """(row, its first column with an entry)."""


def read_rows(reading: Reading) -> Rows:
    """Fills in the table's rows, with every finding about single rows and cells."""
    rows = Rows()
    columns = _columns(reading)
    first, last = reading.place.header_row + 1, reading.place.bottom
    numbers = range(first, max(first, last + 1))
    refs = columns.get("ref") or [""] * len(numbers)
    odd = _odd_rows(reading)
    plain = dict(zip(refs, numbers, strict=True))
    if not odd and len(plain) == len(refs) and _all_known(reading, plain.keys()):
        reading.table.numbers = plain  # type: ignore[assignment]  # Refs are texts
        reading.table.answers = _answers(reading, columns, refs)  # type: ignore[arg-type]
    else:
        _row_by_row(reading, rows, dict(zip(numbers, refs, strict=True)), _answers(reading, columns, numbers), odd)
    _compare(reading, rows, columns)
    _refs(reading, rows)
    return rows


def _all_known(reading: Reading, refs: Set[CellValue]) -> bool:
    """Whether these are nothing but Refs of the table, each as it is drawn."""
    if refs <= reading.expected.usual:
        return True
    is_known = reading.expected.is_known
    return reading.expected.model.is_repeated and all(isinstance(ref, str) and is_known(ref) for ref in refs)


def read_record(reading: Reading) -> None:
    """Fills in the rows of a record, which have no Refs: each is known by its place on the sheet."""
    columns = _columns(reading)
    first = reading.place.header_row + 1
    answers = _answers(reading, columns, range(first, max(first, reading.place.bottom + 1)))
    odd = _odd_rows(reading)
    for number in sorted(odd.union(*answers.values())):
        values = _odd_values(reading, number) if number in odd else _row_values(answers, number)
        reading.table.put(str(number), number, values)


def _row_values(answers: Mapping[str, Mapping[int, Value]], number: int) -> dict[str, Value]:
    return {name: column[number] for name, column in answers.items() if number in column}


def _row_by_row(
    reading: Reading,
    rows: Rows,
    refs: Mapping[int, CellValue],
    answers: Mapping[str, Mapping[int, Value]],
    odd: Set[int],
) -> None:
    """Puts each row where its Ref says. `refs` and the columns of `answers` go by the rows' numbers."""
    reading.table.answers = {name: {} for name in answers}
    for number in sorted({*refs, *odd}):
        values = _odd_values(reading, number) if number in odd else _row_values(answers, number)
        _place(reading, rows, number, refs.get(number, ""), values)


def _columns(reading: Reading) -> dict[str, Column]:
    """Field → what stands in its column."""
    width = max(reading.columns.values(), default=0)
    body = reading.sheet.rows[reading.place.header_row : reading.place.bottom]
    if set(map(len, body)) != {width}:
        body = [[*row[:width], *[""] * (width - len(row))] for row in body]
    columns = list(zip(*body, strict=True))
    return {name: columns[column - 1] for name, column in reading.columns.items()} if columns else {}


def _answers(reading: Reading, columns: dict[str, Column], keys: Sequence[Key]) -> dict[str, dict[Key, Value]]:
    """What stands in each column of answers, by the rows' keys; what is blank is left out."""
    return {name: _filled(keys, columns[name]) for name in reading.expected.answers if name in columns}


def _filled(keys: Sequence[Key], column: Column) -> dict[Key, Value]:
    """What stands in a column's cells, without the blank ones, of which there are so many."""
    values: list[CellValue] = list(filter(None, column))
    unseen = _unseen(values)
    if not unseen and len(values) + column.count("") == len(column):  # nearly always, and the quicker way
        return dict(zip(compress(keys, column), values, strict=True))
    return {key: value for key, value in zip(keys, column, strict=True) if value != "" and value not in unseen}


def _unseen(column: Column) -> set[CellValue]:
    """The texts of a column of which nothing is seen. Where all is plain text that can be told at once."""
    try:
        is_plain = "".join(column).isascii()  # type: ignore[arg-type]  # else it is told by the TypeError
    except TypeError:  # a date or a number is among them
        is_plain = False
    if is_plain:
        return set(filter(str.isspace, column))  # type: ignore[arg-type]  # all are texts
    return {v for v in column if v and isinstance(v, str) and not v[0].isalnum() and is_blank(v)}


def _odd_rows(reading: Reading) -> set[int]:
    """Rows with an error, a formula or merged cells among their answers."""
    columns = {reading.columns[name] for name in reading.expected.answers if name in reading.columns}
    sheet, first = reading.sheet, reading.place.header_row
    odd = {row for cells in (sheet.errors, sheet.formulas) for row, column in cells if column in columns}
    for column in columns & reading.merged.keys():
        for start, end in reading.merged[column]:
            odd.update(range(start, end + 1))
    end = reading.place.end or LAST_ROW
    return {row for row in odd if first < row <= end}


def _odd_values(reading: Reading, number: int) -> dict[str, Value]:
    """The answers of such a row: what is no answer is Unread, and has its finding."""
    sheet = reading.sheet
    values: dict[str, Value] = {}
    for name in reading.expected.answers:
        column = reading.columns.get(name, 0)
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
    """Puts a row where its Ref says. A blank one has no place."""
    if typed == "" and not answers:
        return
    is_known, table = reading.expected.is_known, reading.table
    ref = as_ref(typed)
    if not ref:
        if answers:
            rows.without_ref.append((number, reading.columns[next(iter(answers))]))
    elif ref in reading.expected.titles and not answers:  # the table beneath, whose title it is, is gone
        return
    elif not is_known(ref):
        rows.unknown.setdefault(ref, []).append(number)
    elif ref in table.numbers:
        rows.again.setdefault(ref, []).append(number)
    else:
        table.put(ref, number, answers)


def _compare(reading: Reading, rows: Rows, columns: dict[str, Column]) -> None:
    """Finds the rows whose fixed texts are not those of their Ref."""
    table, first = reading.expected, reading.place.header_row + 1
    if not table.fixed:
        return
    if table.columns and all(columns.get(name) == own for name, own in table.columns.items()):  # nearly always
        return
    there = [place for place, name in enumerate(table.fixed) if name in columns]
    if not there:
        return
    lines = list(zip(*(columns[table.fixed[place]] for place in there), strict=True))
    own = table.texts  # where a column is lost no row is equal, and every one is looked at more closely
    if lines == [own[ref] for ref in reading.table.numbers]:
        return
    for ref, number in reading.table.numbers.items():
        if lines[number - first] != own[ref]:
            rows.changed.append(Changed(number, ref, lines[number - first]))


def _refs(reading: Reading, rows: Rows) -> None:
    """Findings about Refs: unknown ones, those that stand twice, a grid's that are missing."""
    column, table = reading.columns.get("ref", 0), reading.table
    if rows.without_ref and not table.numbers and not rows.unknown:  # nothing is left to go by: that is said once
        reading.add_heading("refs-lost", column or min(first for _, first in rows.without_ref))
        return
    if not column:
        return
    for number, _ in rows.without_ref:
        reading.add("row-without-ref", number, column)
    for ref, number in ((ref, number) for ref, numbers in rows.unknown.items() for number in numbers):
        reading.add("ref-unknown", number, column, value=ref)
    for ref, later in rows.again.items():
        for number in (table.numbers[ref], *later):
            reading.add("ref-duplicated", number, column, value=ref, ref=ref, standard=reading.standard_of(ref))
    table.doubtful = frozenset(rows.again)
    code = "ref-deleted" if reading.expected.model.rows in ("descriptors", "standards") else "question-deleted"
    for ref in _missing(reading):
        standard = reading.standard_of(ref)
        reading.findings.append(finding(code, reading.sheet.name, value=ref, ref=ref, standard=standard))


def _missing(reading: Reading) -> list[str]:
    """The Refs of a grid that are not there: its own, or of a repeated one those of each copy that is there."""
    table, model = reading.table, reading.expected.model
    if not model.is_repeated:
        own = reading.expected.refs
        return [ref for ref in own if ref not in table.numbers] if len(table.numbers) < len(own) else []
    copies = dict.fromkeys(split_ref(model, ref)[0] for ref in table.numbers)
    return [ref for copy in copies for ref in _lacking(model, table, copy)]


def _lacking(model: TableModel, table: FilledTable, copy: tuple[str, ...]) -> list[str]:
    """What one copy of a repeated grid lacks. One of which less than half is there was never drawn: somebody typed."""
    wanted = [".".join((*copy, row.ref)) for row in model.own_rows if len(row.each) == len(copy)]
    lacking = [ref for ref in wanted if ref not in table.numbers]
    return lacking if len(lacking) * 2 <= len(wanted) else []
