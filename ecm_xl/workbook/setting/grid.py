"""Drawing any sheet with the tables of the model: title, purpose, headings, rows, lists, marks, charts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from ecm_xl.core.editions import edition
from ecm_xl.core.framework import Framework, Level
from ecm_xl.core.tables import LISTED, NO, YES, Field, TableModel
from ecm_xl.core.words import as_shown
from ecm_xl.workbook import formulas
from ecm_xl.workbook.address import cell_name, place_in
from ecm_xl.workbook.book import Area, CellValue, Choice, Column, Mark, Sheet, TableArea
from ecm_xl.workbook.heights import row_height
from ecm_xl.workbook.names import BACK_TO_START
from ecm_xl.workbook.places import FIRST_BLOCK, GO_TO, HEADING_ROW, LINKS_ROW, widths
from ecm_xl.workbook.setting.charts import chart_of
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.fields import SHOWS_JUDGEMENT, Live, fixed_values, live_fields
from ecm_xl.workbook.setting.lists import choice_name
from ecm_xl.workbook.styles import level_look

TAB_COLOURS: Mapping[str, str] = {"grid": "1B4965", "register": "8A5A00", "record": "7B8794"}
FORM_COLOUR = "5E4B8B"
WIDEST_PAGE = 210.0
"""Characters that a page of A4 landscape holds in print that can still be read."""
LOOKS: Mapping[str, tuple[str, ...]] = {
    "grid": ("answer",),
    "register": ("answer",),
    "record": ("box",),
    "result": ("box", "written"),  # its sheet is mostly protected, and it is written to while the workbook is open
}
KIND_LOOKS: Mapping[str, tuple[str, ...]] = {
    "date": ("date",),
    "year": ("year",),
    "link": ("text",),
    "place": ("link",),  # a formula, which would be a text in a cell for texts
    "text": ("text",),
    "person": ("text",),
    "share": ("percent",),
}
HOW_IT_WORKS = (
    "Fill in the yellow cells. What they come to is worked out when you choose Roll up (or run: ecm-xl judge --write)."
)
LEAST_HEADING = 34.0
"""Points, so that headings of one and of two lines are equally high."""
TITLE = 1.7
"""How much wider a sheet's title is than other words."""
BOLD = 0.9
"""The share of a column's width that a heading can do with: it is bold, and a button to filter by lies on it."""
VALUE_LOOKS: Mapping[type, str] = {date: "date", time: "clock", timedelta: "hours"}


def tables_sheet(drawing: Drawing, name: str, called: str = "") -> Sheet:
    """A sheet with its tables. Where all are grids it is protected: descriptors locked, answers open. `called`: what
    somebody has renamed it to."""
    tables, form = drawing.model.sheets[name], drawing.model.form_of.get(name)
    sheet = Sheet(called or name, protected=_is_protected(tables))
    sheet.tab_colour = FORM_COLOUR if form else TAB_COLOURS[tables[0].kind]
    sheet.put(1, 1, form.title if form else name, "title")
    sheet.put(2, 1, form.purpose if form else drawing.purpose(tables[0]), "quiet")
    sheet.put(3, 1, BACK_TO_START, "link", link="#Start!B4")
    sheet.heights = {1: 28, 2: 18}
    for number, width in widths(tables).items():
        sheet.widths[number] = width
    if len(tables) > 1:
        sheet.put(FIRST_BLOCK - 1, 1, HOW_IT_WORKS, "quiet")
        sheet.heights[FIRST_BLOCK - 1] = 24
        _links(drawing, tables, sheet)
    for table in tables:
        _table(drawing, table, sheet)
    _page(drawing, tables, sheet)
    if form:
        sheet.put(1, _beyond(sheet, _wide(form.title) * TITLE), edition(form, drawing.framework), "quiet", "middle")
        sheet.own_notes = True
    return sheet


def _links(drawing: Drawing, tables: Sequence[TableModel], sheet: Sheet) -> None:
    """Ways down to what is asked and to what it comes to, each where the one before has ended."""
    end = _wide(BACK_TO_START)
    for table in _further_down(tables):
        words = f"{GO_TO}{table.title}"
        place = place_in(sheet.name, cell_name(drawing.block(table).title, 1))
        column = _beyond(sheet, end)
        sheet.put(LINKS_ROW, column, words, "link", link=f"#{place}")
        end = _start(sheet, column) + _wide(words)


def _beyond(sheet: Sheet, end: float) -> int:
    """The first column that begins no sooner; beyond the last one where none does."""
    return next((number for number in sheet.widths if _start(sheet, number) >= end), max(sheet.widths) + 1)


def _start(sheet: Sheet, column: int) -> float:
    """How far from the left a column begins, in characters."""
    return sum(width for number, width in sheet.widths.items() if number < column)


def _wide(words: str) -> float:
    """How much of a sheet's width words take, with a little room behind them: letters are narrower than figures."""
    return len(words) * 0.8 + 1


def _further_down(tables: Sequence[TableModel]) -> list[TableModel]:
    """The tables that somebody looks for and does not see when the sheet is opened."""
    results = [table for table in tables if not table.takes_answers]
    return [table for table in tables[1:] if table.takes_answers or table is results[0]]


def _is_protected(tables: Sequence[TableModel]) -> bool:
    """True where people add no rows: protected sheets let no table grow."""
    return any(table.kind == "grid" for table in tables) and all(table.kind in ("grid", "result") for table in tables)


def _table(drawing: Drawing, table: TableModel, sheet: Sheet) -> None:
    block = drawing.block(table)
    if block.title:
        sheet.put(block.title, 1, table.title, "subtitle")
        sheet.put(block.title + 1, 1, table.purpose, "quiet")
    headings = row_height((field.header, sheet.widths[n] * BOLD) for n, field in enumerate(table.fields, 1))
    sheet.heights[block.heading] = max(LEAST_HEADING, headings)
    live = live_fields(drawing, table)
    _headings(drawing, table, sheet, live)
    content = drawing.lines(table) if table.kind == "result" else drawing.content.get(table.name, {})
    for row, ref in enumerate(drawing.refs(table), block.heading + 1):
        _row(drawing, table, sheet, row, ref, live, content.get(ref, {}))
    _heights(sheet, range(block.heading + 1, block.last + 1))
    _choices(drawing, table, sheet)
    if table.takes_answers:
        sheet.marks.append(Mark(_body(drawing, table), formulas.found_here(table.on), ("found",)))
    _colours(drawing, table, sheet)
    sheet.charts += [chart_of(table, block, *placed, sheet) for placed in block.charts]


def _body(drawing: Drawing, table: TableModel) -> Area:
    block = drawing.block(table)
    return block.heading + 1, 1, block.last, len(table.fields)


def _column(drawing: Drawing, table: TableModel, column: int) -> Area:
    first, _, last, _ = _body(drawing, table)
    return first, column, last, column


def _headings(drawing: Drawing, table: TableModel, sheet: Sheet, live: Mapping[str, Live]) -> None:
    columns = []
    for field in table.fields:
        look = ("heading", "heading-answer") if field.is_answer and table.takes_answers else ("heading",)
        shared = live[field.id].shared if field.id in live else ""
        columns.append(Column(field.header, look, field.note, shared))
    block = drawing.block(table)
    sheet.tables.append(TableArea(table.name, (block.heading, 1, block.last, len(table.fields)), tuple(columns)))


def _row(
    drawing: Drawing,
    table: TableModel,
    sheet: Sheet,
    row: int,
    ref: str,
    live: Mapping[str, Live],
    content: Mapping[str, CellValue],
) -> None:
    fixed = fixed_values(drawing, table, ref)
    group = ("group",) if fixed.get("starts a group") else ()
    for column, field in enumerate(table.fields, 1):
        if field.id in live:
            formula, value = live[field.id].of(ref)
            sheet.put(row, column, value, "live", *group, formula=formula)
        elif field.kind in ("fixed", "ref"):
            drawn = "answer" if table.kind == "register" else "fixed"
            note = fixed.get("note", "") if field.id == fixed.get("noted") else ""
            sheet.put(row, column, fixed.get(field.id, ref), drawn, *group, note=note)
        else:
            looks = LOOKS[table.kind]
            answer = content.get(field.id, "")
            sheet.put(row, column, answer, *looks, *_kind_look(field, answer), *group)


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


NOT_IN_LIST = "That is not in the list. Open the list with the arrow beside the cell and choose from it."


def _choices(drawing: Drawing, table: TableModel, sheet: Sheet) -> None:
    if not table.takes_answers:
        return
    for column, field in enumerate(table.fields, 1):
        area = _column(drawing, table, column)
        if field.kind in LISTED:
            sheet.choices.append(_list(table, field, area))
        elif field.kind in ("date", "year"):
            example = "14/03/2026" if field.kind == "date" else "2027"
            mistake = f"Type a {field.kind}, for example {example}."
            sheet.choices.append(Choice(area, field.kind, field.header, field.note, mistake))
        elif field.kind == "number" and (field.least is not None or field.most is not None):
            mistake = f"Type a number {_between(field)}."
            words = field.header, field.note, mistake
            sheet.choices.append(Choice(area, "number", *words, least=field.least, most=field.most))


def _list(table: TableModel, field: Field, area: Area) -> Choice:
    """A drop-down list. A form brings its own choices with it, as it may come into a workbook that has none of them."""
    source = {"rating": "Ratings", "level": "Levels"}.get(field.kind, "")
    if not source and not table.sheet:
        source = choice_name(table, field)
    items = () if source else ((YES, NO) if field.kind == "tick" else field.choices)
    return Choice(area, "list", field.header, field.note, NOT_IN_LIST, source, items)


def _between(field: Field) -> str:
    least, most = (as_shown(x) if x is not None else "" for x in (field.least, field.most))
    if least and most:
        return f"from {least} to {most}"
    return f"of at least {least}" if least else f"of at most {most}"


def _colours(drawing: Drawing, table: TableModel, sheet: Sheet) -> None:
    """Level colours where levels stand, always beside their word."""
    framework = drawing.framework
    for column, field in enumerate(table.fields, 1):
        area = _column(drawing, table, column)
        shows_level = field.kind in ("rating", "level") or (
            table.name == "Judgements" and field.kind == "formula" and field.id not in ("rated", "held_back_by")
        )
        if shows_level or field.shows == SHOWS_JUDGEMENT:
            levels = framework.levels if field.kind == "rating" else framework.judgement_levels
            sheet.marks += level_marks(framework, levels, area)
        if field.levels:
            sheet.marks += _word_marks(field.levels, area)
        if field.id == "to_do":
            sheet.marks.append(Mark(area, f'={cell_name(area[0], column)}<>""', ("to-do",)))


def _word_marks(levels: Sequence[str], area: Area) -> list[Mark]:
    """One mark a level of a form's own scale."""
    cell = cell_name(area[0], area[1])
    return [
        Mark(area, f"={cell}={formulas.text(level)}", (level_look(place, len(levels)),))
        for place, level in enumerate(levels)
    ]


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


def _page(drawing: Drawing, tables: Sequence[TableModel], sheet: Sheet) -> None:
    """How it is printed, and what stays in sight. Of several tables only the last one's headings stand on the pages
    that follow: programs repeat rows from the page on after the one on which they stand."""
    first = next((table for table in tables if table.takes_answers), tables[0])
    frozen = next((n for n, f in enumerate(first.fields, 1) if f.id == first.freeze), 0)
    alone = len(tables) == 1
    sheet.freeze = (HEADING_ROW + 1, frozen + 1) if alone else (1, frozen + 1) if frozen else None
    running_on = drawing.block(tables[-1]).heading  # the last table: the one that grows, and none comes after it
    sheet.repeat_rows = (running_on, running_on)
    printed = [_printed(table) for table in tables]
    last = max(printed)
    sheet.print_columns = (1, last)
    sheet.pages_wide = math.ceil(sum(sheet.widths[n] for n in range(1, last + 1)) / WIDEST_PAGE)
    sheet.repeat_columns = frozen
    sheet.print_from = HEADING_ROW if alone else FIRST_BLOCK
    form = drawing.model.form_of.get(sheet.name)
    sheet.page_heading = (form.title, form.purpose) if form else (sheet.name, drawing.purpose(first))
    first_answer = next((n for n, f in enumerate(first.fields, 1) if f.is_answer), 1)
    sheet.cursor = (drawing.block(first).heading + 1, first_answer)


def _printed(table: TableModel) -> int:
    """The last column that is printed."""
    return next((n - 1 for n, f in enumerate(table.fields, 1) if not f.printed), len(table.fields))
