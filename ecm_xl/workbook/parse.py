"""From a snapshot of any file to located answers and the findings about its shape.

A table is found by its name; where a program that saved the file has dropped the tables, by its sheet's
name and its headings. Columns are found by heading, rows by Ref, so any order of sheets, columns and
rows is read alike. Every row from the heading down counts (rows typed beneath a table belong to it).
Nothing is lost in silence: each non-empty answer cell becomes a value or a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ecm_xl.core.answers import Details, FilledTable, Row, SettingAnswers, Unread, Value
from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.framework import Framework
from ecm_xl.core.tables import SettingModel, TableModel
from ecm_xl.core.words import as_shown, fold, is_blank
from ecm_xl.workbook.address import cell_name, column_letters
from ecm_xl.workbook.names import DETAILS, HIDDEN_DETAILS, LISTS, START, WorkbookKind
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot

HEADER_ROWS = 40
"""How far down a heading row is looked for where the file has no tables."""


@dataclass(slots=True)
class Parsed:
    """What a file says: `kind` is '' where it is no workbook of ours."""

    kind: str
    answers: SettingAnswers
    findings: list[Finding]


@dataclass(slots=True)
class Place:
    """A table's place in a snapshot: its sheet, its heading row and the columns to look at."""

    sheet: SheetSnapshot
    header_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class Reading:
    """A table while it is read."""

    model: TableModel
    place: Place
    framework: Framework
    table: FilledTable
    is_known: Callable[[str], object]
    columns: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, row: int, column: int, **words: str | int) -> None:
        """A finding at a place of this table."""
        self.findings.append(finding(code, self.place.sheet.name, cell_name(row, column), **words))  # type: ignore[arg-type]


def wanted(model: SettingModel) -> frozenset[str]:
    """The sheets, tables and names that reading a setting workbook needs."""
    return frozenset({START, LISTS, *DETAILS, *HIDDEN_DETAILS, *(t.name for t in model.tables if t.takes_answers)})


def parse(model: SettingModel, snapshot: Snapshot) -> Parsed:
    """Everything a setting workbook says, and what is wrong with its shape."""
    details = read_details(snapshot)
    places = {t.name: locate(t, snapshot) for t in model.tables if t.takes_answers}
    kind = details.get("Workbook_Kind").strip().casefold()
    if not kind and places["Audit"] is not None:
        kind = WorkbookKind.SETTING  # the hidden sheet is lost, but the Audit is there
    findings: list[Finding] = []
    tables: dict[str, FilledTable] = {}
    for table_model in model.tables:
        if not table_model.takes_answers:
            continue
        place = places[table_model.name]
        if place is None:
            tables[table_model.name] = FilledTable(table_model.name, table_model.name)
            findings.append(finding("sheet-missing", detail=table_model.name))
            continue
        reading = read_table(table_model, place, model.framework)
        tables[table_model.name] = reading.table
        findings += reading.findings
    findings += check_framework(model.framework, details)
    return Parsed(kind, SettingAnswers(details, tables), findings)


def read_details(snapshot: Snapshot) -> Details:
    """The named cells of Start and of the hidden sheet; where a name is lost, by the label beside it."""
    details = Details()
    start = snapshot.sheet(START)
    labels = _labels(start) if start is not None else {}
    for name in (*DETAILS, *HIDDEN_DETAILS):
        place = snapshot.names.get(name)
        if place is None and name in DETAILS and start is not None:
            place = labels.get(fold(DETAILS[name]))
        if place is None:
            continue
        sheet = snapshot.sheet(place[0])
        value = sheet.value(place[1], place[2]) if sheet is not None else ""
        details.cells[name] = (place[0], cell_name(place[1], place[2]))
        details.values[name] = as_shown(value)
    return details


def _labels(start: SheetSnapshot) -> dict[str, tuple[str, int, int]]:
    """Folded label → the cell to its right."""
    found: dict[str, tuple[str, int, int]] = {}
    for row_number, row in enumerate(start.rows[:HEADER_ROWS], 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, str) and value:
                found.setdefault(fold(value), (start.name, row_number, column + 1))
    return found


def locate(model: TableModel, snapshot: Snapshot) -> Place | None:
    """Where a table lies, by its name or else by its sheet's name and its headings; None where nowhere."""
    named = snapshot.tables.get(model.name)
    if named is not None and (sheet := snapshot.sheet(named.sheet)) is not None:
        return Place(sheet, named.first_row, named.first_column, named.last_column)
    sheet = snapshot.sheet(model.name)
    if sheet is None:
        return None
    header_row = _find_header(model, sheet)
    if header_row is None:
        return None
    return Place(sheet, header_row, 1, len(sheet.rows[header_row - 1]))


def _find_header(model: TableModel, sheet: SheetSnapshot) -> int | None:
    """The first row that has most of the headings."""
    headers = {fold(f.header) for f in model.fields}
    for number, row in enumerate(sheet.rows[:HEADER_ROWS], 1):
        there = {fold(value) for value in row if isinstance(value, str) and value}
        if len(headers & there) * 2 > len(headers):
            return number
    return None


def read_table(model: TableModel, place: Place, framework: Framework) -> Reading:
    """A table's rows by Ref and every finding about its columns and rows."""
    table = FilledTable(model.name, place.sheet.name, found=True)
    reading = Reading(model, place, framework, table, ref_check(model, framework))
    _read_headers(reading)
    table.columns = {name: column_letters(column) for name, column in reading.columns.items()}
    seen: dict[str, list[int]] = {}
    answers = [(f.id, reading.columns[f.id]) for f in model.fields if f.is_answer and f.id in reading.columns]
    columns = {column for _, column in answers}
    odd = {row for cells in (place.sheet.errors, place.sheet.formulas) for row, column in cells if column in columns}
    rows = place.sheet.rows
    for number in range(place.header_row + 1, max(len(rows), *odd, 0) + 1):
        row = rows[number - 1] if number <= len(rows) else ()
        values = _odd_values(reading, number, answers) if number in odd else _values(row, answers)
        _read_row(reading, number, values, seen)
    _check_refs(reading, seen)
    return reading


def _read_headers(reading: Reading) -> None:
    place, ids = reading.place, {fold(f.header): f.id for f in reading.model.fields}
    for column in range(place.first_column, place.last_column + 1):
        value = place.sheet.value(place.header_row, column)
        name = ids.get(fold(value)) if isinstance(value, str) else None
        if name is None:
            continue
        if name in reading.columns:
            reading.add("column-duplicated", place.header_row, column, detail=str(value))
        else:
            reading.columns[name] = column
    for f in reading.model.fields:
        if f.id not in reading.columns:
            reading.findings.append(finding("column-missing", place.sheet.name, detail=f.header))


def _read_row(reading: Reading, number: int, values: dict[str, Value], seen: dict[str, list[int]]) -> None:
    column = reading.columns.get("ref")
    ref = _as_ref(reading.place.sheet.value(number, column)) if column else ""
    if not ref:
        if values:
            first = reading.columns[next(iter(values))]
            reading.add("row-without-ref", number, column or first)
        return
    seen.setdefault(ref, []).append(number)
    if len(seen[ref]) == 1 and reading.is_known(ref):
        reading.table.rows[ref] = Row(number, values)


def _as_ref(value: object) -> str:
    """A Ref as it is compared: capitals, without spaces around it or characters that nobody sees."""
    if isinstance(value, str) and value.isascii():  # nearly always
        return value.strip().upper()
    return fold(as_shown(value)).upper()


def _values(row: Sequence[Value], answers: Sequence[tuple[str, int]]) -> dict[str, Value]:
    """The row's answers; what is blank is left out."""
    width = len(row)
    values = ((name, row[column - 1]) for name, column in answers if column <= width)
    return {name: value for name, value in values if value != "" and not is_blank(value)}


def _odd_values(reading: Reading, number: int, answers: Sequence[tuple[str, int]]) -> dict[str, Value]:
    """The answers of a row that has an error or a formula: that is no answer, but Unread, with a finding."""
    sheet = reading.place.sheet
    values: dict[str, Value] = {}
    for name, column in answers:
        value = sheet.value(number, column)
        if (number, column) in sheet.errors:
            values[name] = Unread(sheet.errors[number, column])
            reading.add("error-value", number, column, value=sheet.errors[number, column])
        elif (number, column) in sheet.formulas:
            values[name] = Unread(as_shown(value))
            reading.add("formula-in-answer", number, column)
        elif not is_blank(value):
            values[name] = value
    return values


def ref_check(model: TableModel, framework: Framework) -> Callable[[str], object]:
    """Tells a Ref that the table's rows may have from any other text."""
    if model.kind == "grid":
        return frozenset(grid_refs(model, framework)).__contains__
    return re.compile(rf"{model.prefix}[0-9]{{1,6}}").fullmatch


def grid_refs(model: TableModel, framework: Framework) -> Iterable[str]:
    """The Refs that a grid's rows have, in order."""
    return framework.descriptors if model.rows == "descriptors" else framework.standard_refs


def _check_refs(reading: Reading, seen: Mapping[str, Sequence[int]]) -> None:
    column = reading.columns.get("ref")
    if column is None:
        return
    doubtful: set[str] = set()
    for ref, numbers in seen.items():
        standard = reading.framework.standard_of.get(ref, 0)
        if not reading.is_known(ref):
            for number in numbers:
                reading.add("ref-unknown", number, column, value=ref)
        elif len(numbers) > 1:
            doubtful.add(ref)
            for number in numbers:
                reading.add("ref-duplicated", number, column, value=ref, ref=ref, standard=standard)
    reading.table.doubtful = frozenset(doubtful)
    if reading.model.kind == "grid":
        for ref in grid_refs(reading.model, reading.framework):
            if ref not in seen:
                standard = reading.framework.standard_of.get(ref, 0)
                reading.findings.append(
                    finding("ref-deleted", reading.place.sheet.name, value=ref, ref=ref, standard=standard)
                )


def check_framework(framework: Framework, details: Details) -> list[Finding]:
    """Whether the workbook was made for these Standards, in this version."""
    made_for, version = details.get("Framework"), details.get("Framework_Version")
    found: list[Finding] = []
    if "Framework" in details.cells and fold(made_for) not in (fold(framework.title), fold(framework.id)):
        sheet, cell = details.cells["Framework"]
        found.append(finding("framework-unknown", sheet, cell, value=made_for, suggestion=framework.title))
    elif version and version not in _as_saved(framework.version):
        sheet, cell = details.cells["Framework_Version"]
        found.append(finding("framework-version", sheet, cell, value=version, detail=framework.version))
    return found


def _as_saved(version: str) -> tuple[str, str]:
    """A version, and what a program that takes it for a number leaves of it (1.0 becomes 1)."""
    return version, version.rstrip("0").rstrip(".") if "." in version else version
