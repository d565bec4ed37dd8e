"""Drawing any table of the model on a sheet of its own: title, purpose, headings, rows, lists, marks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from ecm_xl.core.framework import Framework, Level
from ecm_xl.core.tables import Field, TableModel
from ecm_xl.workbook import formulas
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.book import Area, CellValue, Choice, Column, Mark, Sheet, TableArea
from ecm_xl.workbook.heights import row_height
from ecm_xl.workbook.names import BACK_TO_START
from ecm_xl.workbook.setting.drawing import HEADING_ROW, Drawing
from ecm_xl.workbook.setting.fields import Live, fixed_values, live_fields
from ecm_xl.workbook.setting.lists import choice_name
from ecm_xl.workbook.styles import level_look

TAB_COLOURS: Mapping[str, str] = {"grid": "1B4965", "register": "8A5A00", "record": "7B8794"}
WIDEST_PAGE = 210.0
"""Characters that a page of A4 landscape holds in print that can still be read."""
KIND_LOOKS: Mapping[str, tuple[str, ...]] = {
    "date": ("date",),
    "year": ("year",),
    "link": ("text",),
    "place": ("link",),  # a formula, which would be a text in a cell for texts
    "text": ("text",),
    "person": ("text",),
}
VALUE_LOOKS: Mapping[type, str] = {date: "date", time: "clock", timedelta: "hours"}


def table_sheet(drawing: Drawing, table: TableModel) -> Sheet:
    """A table on its sheet. A grid's sheet is protected: its descriptors locked, its answers open."""
    sheet = Sheet(table.name, protected=table.kind == "grid", tab_colour=TAB_COLOURS[table.kind])
    sheet.put(1, 1, table.name, "title")
    purpose = drawing.purpose(table)
    sheet.put(2, 1, purpose, "quiet")
    sheet.put(3, 1, BACK_TO_START, "link", link="#Start!B4")
    sheet.heights = {1: 28, 2: 18, HEADING_ROW: 34}
    live = live_fields(drawing, table)
    _headings(drawing, table, sheet, live)
    for row, ref in enumerate(drawing.refs(table), HEADING_ROW + 1):
        _row(drawing, table, sheet, row, ref, live)
    _heights(sheet, range(HEADING_ROW + 1, drawing.last_row(table) + 1))
    _choices(drawing, table, sheet)
    if table.takes_answers:
        sheet.marks.append(Mark(_body(drawing, table), formulas.found_here(table.name), ("found",)))
    _colours(drawing, table, sheet)
    _page(drawing, table, sheet)
    return sheet


def _body(drawing: Drawing, table: TableModel) -> Area:
    return HEADING_ROW + 1, 1, drawing.last_row(table), len(table.fields)


def _headings(drawing: Drawing, table: TableModel, sheet: Sheet, live: Mapping[str, Live]) -> None:
    columns = []
    for number, field in enumerate(table.fields, 1):
        sheet.widths[number] = field.width
        look = ("heading", "heading-answer") if field.is_answer and table.takes_answers else ("heading",)
        shared = live[field.id].shared if field.id in live else ""
        columns.append(Column(field.header, look, field.note, shared))
    area = HEADING_ROW, 1, drawing.last_row(table), len(table.fields)
    sheet.tables.append(TableArea(table.name, area, tuple(columns)))


def _row(drawing: Drawing, table: TableModel, sheet: Sheet, row: int, ref: str, live: Mapping[str, Live]) -> None:
    content = drawing.content.get(table.name, {}).get(ref, {})
    fixed = fixed_values(drawing, table, ref)
    group = ("group",) if fixed.get("starts a group") else ()
    for column, field in enumerate(table.fields, 1):
        if field.id in live:
            formula, value = live[field.id].of(ref)
            sheet.put(row, column, value, "live", *group, formula=formula)
        elif field.kind in ("fixed", "ref"):
            look = "answer" if table.kind == "register" else "fixed"
            note = fixed.get("note", "") if field.id == "descriptor" else ""
            sheet.put(row, column, fixed.get(field.id, ref), look, *group, note=note)
        else:
            look = "answer" if table.takes_answers else "box"
            answer = content.get(field.id, "")
            sheet.put(row, column, answer, look, *_kind_look(field, answer), *group)


def _heights(sheet: Sheet, rows: range) -> None:
    """Each row high enough for its text."""
    texts: dict[int, list[tuple[str, float]]] = {}
    for cell in sheet.cells:
        if cell.row in rows and isinstance(cell.value, str) and cell.value:
            texts.setdefault(cell.row, []).append((cell.value, sheet.widths[cell.column]))
    sheet.heights |= {row: row_height(found) for row, found in texts.items()}


def _kind_look(field: Field, value: CellValue) -> tuple[str, ...]:
    """Days and times show as what they are wherever they stand; words where a date belongs stay words; everything
    else has its field's number format."""
    look = next((look for kind, look in VALUE_LOOKS.items() if isinstance(value, kind)), "")
    if look or (field.kind == "date" and value != ""):
        return (look or "text",)
    return KIND_LOOKS.get(field.kind, ())


def _choices(drawing: Drawing, table: TableModel, sheet: Sheet) -> None:
    if not table.takes_answers:
        return
    for column, field in enumerate(table.fields, 1):
        area = HEADING_ROW + 1, column, drawing.last_row(table), column
        if field.kind in ("rating", "level", "choice"):
            source = {"rating": "Ratings", "level": "Levels"}.get(field.kind) or choice_name(table, field)
            mistake = "That is not in the list. Open the list with the arrow beside the cell and choose from it."
            sheet.choices.append(Choice(area, "list", field.header, field.note, mistake, source))
        elif field.kind in ("date", "year"):
            example = "14/03/2026" if field.kind == "date" else "2027"
            mistake = f"Type a {field.kind}, for example {example}."
            sheet.choices.append(Choice(area, field.kind, field.header, field.note, mistake))


def _colours(drawing: Drawing, table: TableModel, sheet: Sheet) -> None:
    """Level colours where levels stand, always beside their word."""
    framework = drawing.framework
    first, last = HEADING_ROW + 1, drawing.last_row(table)
    for column, field in enumerate(table.fields, 1):
        area = first, column, last, column
        shows_level = field.kind in ("rating", "level") or (
            table.name == "Judgements" and field.kind == "formula" and field.id not in ("rated", "held_back_by")
        )
        if shows_level:
            levels = framework.levels if field.kind == "rating" else framework.judgement_levels
            sheet.marks += level_marks(framework, levels, area)
        if field.id == "to_do":
            sheet.marks.append(Mark(area, f'={cell_name(first, column)}<>""', ("to-do",)))


def level_marks(framework: Framework, levels: Sequence[Level], area: Area) -> list[Mark]:
    """One mark a level, one for Not applicable, one for what is not judged yet."""
    cell = cell_name(area[0], area[1])
    marks = [
        Mark(area, f"={cell}={formulas.text(level.name)}", (level_look(place, len(levels)),))
        for place, level in enumerate(levels)
    ]
    marks.append(Mark(area, f"={cell}={formulas.text(framework.not_applicable)}", ("grey-out",)))
    marks.append(Mark(area, f'=OR(LEFT({cell},3)="Not",RIGHT({cell},5)="rated")', ("not-yet",)))
    return marks


def _page(drawing: Drawing, table: TableModel, sheet: Sheet) -> None:
    frozen = next((n for n, f in enumerate(table.fields, 1) if f.id == table.freeze), 0)
    sheet.freeze = (HEADING_ROW + 1, frozen + 1)
    sheet.repeat_rows = (HEADING_ROW, HEADING_ROW)
    last = next((n - 1 for n, f in enumerate(table.fields, 1) if not f.printed), len(table.fields))
    sheet.print_columns = (1, last)
    sheet.pages_wide = math.ceil(sum(f.width for f in table.fields[:last]) / WIDEST_PAGE)
    sheet.repeat_columns = frozen
    sheet.print_from = HEADING_ROW
    sheet.page_heading = (table.name, drawing.purpose(table))
    first_answer = next((n for n, f in enumerate(table.fields, 1) if f.is_answer), 1)
    sheet.cursor = (HEADING_ROW + 1, first_answer)
