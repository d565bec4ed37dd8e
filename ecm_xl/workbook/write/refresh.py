"""What our formulas show, as Python works it out: programs that do not calculate show what was last written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ecm_xl.core.judgements import Judgement
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.book import Book, Cell, CellValue, Sheet
from ecm_xl.workbook.edits import Edit, Refresh, RefreshCharts
from ecm_xl.workbook.parse import Parsed
from ecm_xl.workbook.setting.dashboard import dashboard_sheet
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.fields import live_fields
from ecm_xl.workbook.setting.start import start_sheet
from ecm_xl.workbook.setting.working import working_sheet
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot

_TABLES = ("Audit", "Judgements")
"""The tables with formulas."""


def refresh_edits(
    model: SettingModel, snapshot: Snapshot, parsed: Parsed, judged: tuple[Judgement, ...], today: date
) -> Iterator[Edit]:
    """What our formulas come to, for each that shows something else in this workbook, or is no formula any more."""
    drawing = Drawing(model, parsed.answers.details.values, {}, today, parsed.answers, judged)
    drawn = (start_sheet(drawing, Book("", "", today)), dashboard_sheet(drawing), working_sheet(drawing))
    sheets = [(sheet, there) for sheet in drawn if (there := snapshot.sheet(sheet.name)) is not None]
    changed = set()
    for sheet, there in sheets:
        for one in _on_sheet(sheet, there):
            changed.add(sheet.name)
            yield one
    for sheet, there in sheets:
        behind = {series.sheet for chart in sheet.charts for series in chart.series}
        if behind & changed and sheet.name not in changed:
            yield RefreshCharts(there.name)
    for name in _TABLES:
        yield from _in_table(drawing, snapshot, name)


def _shows(there: SheetSnapshot, row: int, column: int, value: CellValue) -> bool:
    """Whether a formula stands there, and shows that."""
    where = row, column
    if where not in there.formulas or where in there.errors:
        return False
    shown = there.value(row, column)
    return shown == value and isinstance(shown, str) is isinstance(value, str)


def _on_sheet(drawn: Sheet, there: SheetSnapshot) -> Iterator[Edit]:
    """A sheet's formulas, each in the row that begins with the same words as it was drawn with."""
    labels = _labels(drawn)
    known = {label: row for row, label in labels.items()}
    rows = {row: row for row in labels}
    if any(there.value(row, column) != text for row, (column, text) in labels.items()):
        rows |= {known[at]: row for row, at in _labels_of(there, {column for column, _ in known}) if at in known}
    for cell in drawn.cells:
        if not cell.formula:
            continue
        row = rows[cell.row] if cell.row in rows else _without_words(cell, drawn, rows, there)
        if not _shows(there, row, cell.column, cell.value):
            yield Refresh(there.name, row, cell.column, cell.formula, cell.value)


def _without_words(cell: Cell, drawn: Sheet, rows: Mapping[int, int], there: SheetSnapshot) -> int:
    """The row of a formula with no words before it. It has moved as the row with words above has, unless a formula
    between the two is not there any more; then as the one beneath."""
    above = max((row for row in rows if row < cell.row), default=0)
    beneath = min((row for row in rows if row > cell.row), default=0)
    between = [one for one in drawn.cells if one.formula and above < one.row <= cell.row]
    for beside, formulas in ((above, between), (beneath, [cell])):
        moved = rows.get(beside, beside) - beside
        if all((one.row + moved, one.column) in there.formulas for one in formulas):
            return cell.row + moved
    return cell.row


Label = tuple[int, str]
"""A column and the text that stands in it."""


def _labels(drawn: Sheet) -> dict[int, Label]:
    """Row → the first text in it that is no formula's."""
    found: dict[int, Label] = {}
    for cell in drawn.cells:
        if cell.row not in found and not cell.formula and isinstance(cell.value, str) and cell.value:
            found[cell.row] = cell.column, cell.value
    return found


def _labels_of(there: SheetSnapshot, columns: set[int]) -> Iterator[tuple[int, Label]]:
    for number, row in enumerate(there.rows, 1):
        for column in columns:
            if column <= len(row) and isinstance(row[column - 1], str):
                yield number, (column, str(row[column - 1]))


def _in_table(drawing: Drawing, snapshot: Snapshot, name: str) -> Iterator[Edit]:
    """A grid's formulas, by Ref and heading."""
    table = drawing.answers.tables[name]
    live = live_fields(drawing, drawing.model.by_name[name])
    columns: Mapping[str, int] = {
        field: column_number(letters) for field, letters in table.columns.items() if field in live
    }
    there = snapshot.sheet(table.sheet) if columns else None
    for ref, row in table.numbers.items() if there else ():
        if ref in table.doubtful:
            continue
        for field, column in columns.items():
            formula, value = live[field].of(ref)
            if there and not _shows(there, row, column, value):
                yield Refresh(table.sheet, row, column, formula, value)
