"""What a form comes to, written on its own sheet: its results' rows, and what its formulas look up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from ecm_xl.core.judgements import Judgement
from ecm_xl.core.tables import SettingModel, TableModel
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.edits import Edit, RedrawRows, Refresh, RefreshCharts
from ecm_xl.workbook.heights import row_height
from ecm_xl.workbook.parse import Parsed
from ecm_xl.workbook.places import widths
from ecm_xl.workbook.setting.drawing import Drawing, as_kept
from ecm_xl.workbook.setting.fields import live_fields
from ecm_xl.workbook.snapshot import Snapshot, TablePlace, Value

Row = tuple[CellValue | None, ...]


def form_edits(
    model: SettingModel,
    snapshot: Snapshot,
    parsed: Parsed,
    judged: tuple[Judgement, ...],
    today: date,
    names: Collection[str] | None = None,
) -> Iterator[Edit]:
    """Every result whose rows say something else now, and every formula of a form that shows something else; of the
    tables of these `names`, None for all."""
    if not model.forms:
        return
    drawing = Drawing(model, parsed.answers.details.values, {}, today, parsed.answers, judged)
    for form in model.forms:
        for table in form.tables:
            if names is not None and table.name not in names:
                continue
            if table.kind == "result":
                yield from _result(drawing, table, snapshot)
            elif table.of_kind("formula"):
                yield from _formulas(drawing, table, snapshot)


def _result(drawing: Drawing, table: TableModel, snapshot: Snapshot) -> Iterator[Edit]:
    """The rows anew. A result that is not there any more, or whose columns somebody changed, is left alone."""
    place = snapshot.tables.get(table.name)
    sheet = snapshot.sheet(place.sheet) if place else None
    if place is None or sheet is None:
        return
    rows = result_rows(drawing, table)
    if rows == _shown(snapshot, place, table):
        return
    wide = list(widths(drawing.model.sheets[table.on]).values())
    heights = tuple(_height(row, wide) for row in rows)
    yield RedrawRows(table.name, rows, heights, tuple(field.header for field in table.fields))
    if table.charts:
        yield RefreshCharts(sheet.name)


def result_rows(drawing: Drawing, table: TableModel) -> tuple[Row, ...]:
    """A result's rows, blank ones at its end."""
    lines = drawing.lines(table)
    fields = [field.id for field in table.fields]
    return tuple(tuple(_kept(lines.get(ref, {}).get(name)) for name in fields) for ref in drawing.refs(table))


def _shown(snapshot: Snapshot, place: TablePlace, table: TableModel) -> tuple[Row, ...] | None:
    """What stands there; None where the columns are not ours any more."""
    sheet = snapshot.sheet(place.sheet)
    if sheet is None:
        return None
    across = range(place.first_column, place.last_column + 1)
    if [sheet.value(place.first_row, column) for column in across] != [field.header for field in table.fields]:
        return None
    rows = range(place.first_row + 1, place.last_row + 1)
    return tuple(tuple(_read(sheet.value(row, column)) for column in across) for row in rows)


def _read(value: Value) -> CellValue | None:
    return _kept(value.date() if isinstance(value, datetime) else value)


def _kept(value: CellValue | None) -> CellValue | None:
    """A value as any program keeps it; an empty text is blank."""
    return None if value is None or value == "" else as_kept(value)


def _height(row: Sequence[CellValue | None], wide: Sequence[float]) -> float:
    return row_height((value, width) for value, width in zip(row, wide, strict=False) if isinstance(value, str))


def _formulas(drawing: Drawing, table: TableModel, snapshot: Snapshot) -> Iterator[Edit]:
    """What the formulas of a table show, where they stand."""
    read = drawing.answers.tables.get(table.name)
    sheet = snapshot.sheet(read.sheet) if read is not None and read.found else None
    if read is None or sheet is None:
        return
    columns: Mapping[str, str] = read.columns
    for name, live in live_fields(drawing, table).items():
        column = column_number(columns[name]) if name in columns else 0
        for ref, number in read.numbers.items() if column else ():
            formula, value = live.of(ref)
            if formula and (number, column) in sheet.formulas and sheet.value(number, column) != value:
                yield Refresh(sheet.name, number, column, formula, value)
