"""Draws a book with XlsxWriter: the one drawer of new workbooks.

The same book gives the same bytes (dates are the book's own). Text is written as text: a leading `=`,
a web address or a number typed as text stay what they are.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ecm_xl.backends.writer.charts import Held, cells_of, draw_chart
from ecm_xl.workbook.address import place_in
from ecm_xl.workbook.book import Area, Bar, Book, Cell, Choice, Look, Mark, Sheet, TableArea
from ecm_xl.workbook.notes import NOTES_NAME, marks_of
from ecm_xl.workbook.styles import INK, style

NOTE_WIDTH = 260
LONGEST_TEXT = 32_767
"""Excel's limit for a cell."""
LONGEST_LINK = 2_000
"""A little under Excel's limit; a longer one is left out, its text stays."""
_IN_A_LINK = {ord(sign): f"%{ord(sign):02X}" for sign in ' "<>[]`^{}'}
"""What XlsxWriter escapes itself, but only where nothing in the link is escaped yet."""
MOST_LINKS = 65_530
"""Excel's limit for a sheet; further ones are left out, their text stays."""


class TextTooLong(ValueError):
    """A text that no cell can hold. Writing it would cut it, so nothing is written."""


class Looks:
    """XlsxWriter's formats by look, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._cell: dict[Look, Any] = {}
        self._mark: dict[Look, Any] = {}

    def cell(self, look: Look) -> Any:
        """The format of a cell: font, size and colour are always spelt out."""
        if look not in self._cell:
            self._cell[look] = self._workbook.add_format(style(("plain", *look)))
        return self._cell[look]

    def mark(self, look: Look) -> Any:
        """The format of a mark: only what it changes."""
        if look not in self._mark:
            self._mark[look] = self._workbook.add_format(style(look))
        return self._mark[look]


class OurWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no type information
    """XlsxWriter's worksheet, but for two things.

    Table rows have a height without being fixed to it: XlsxWriter marks every row that it gives a height as
    the person's own (`customHeight`), and Excel then never fits it to longer text. And formulas are
    written as they stand: ours use no function newer than Excel 2010, so that looking 40 times in each
    for one that needs a prefix is half of the whole time.
    """

    free_rows: Collection[int] = frozenset()

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
        if tag == "row" and attributes[0][1] in self.free_rows:
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


def write_book(book: Book, path: Path) -> None:
    """Writes the book to `path`. Raises TextTooLong, and OSError where the file can't be written."""
    path.write_bytes(drawn(book))


def drawn(book: Book) -> bytes:
    """The book as a file's bytes. Raises TextTooLong."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
        "default_format_properties": dict(style(("plain",))) | {"valign": "bottom"},
    }
    drawn_to = io.BytesIO()  # XlsxWriter would turn a full disk into an error of its own and leave its zip open
    workbook = xlsxwriter.Workbook(drawn_to, options)
    looks = Looks(workbook)
    created = datetime.combine(book.created, time())
    workbook.set_properties({"title": book.title, "subject": book.subject, "author": "ecm_xl", "created": created})
    workbook.set_calc_mode("auto")
    workbook.set_size(24_000, 14_000)
    sheets = [(sheet, workbook.add_worksheet(sheet.name, OurWorksheet)) for sheet in book.sheets]
    for name, reference in book.names.items():
        workbook.define_name(name, f"={reference}")
    held = cells_of(book)
    for sheet in book.sheets:
        if sheet.own_notes and (marks := marks_of(sheet)):
            workbook.define_name(place_in(sheet.name, NOTES_NAME), f"={marks}")
    for sheet, worksheet in sheets:
        _draw(workbook, worksheet, sheet, looks, held)
        if sheet.name == book.active:
            worksheet.activate()
            worksheet.set_first_sheet()
    workbook.close()
    return drawn_to.getvalue()


def _draw(workbook: Any, worksheet: Any, sheet: Sheet, looks: Looks, held: Held) -> None:
    worksheet.hide_gridlines(2)
    for column, width in sheet.widths.items():
        worksheet.set_column(column - 1, column - 1, width, looks.cell(("plain",)))
    for row, height in sheet.heights.items():
        worksheet.set_row(row - 1, height)
    worksheet.free_rows = {row for table in sheet.tables for row in range(table.area[0] + 1, table.area[2] + 1)}
    for table in sheet.tables:
        _table(worksheet, table, looks)
    for cell in sheet.cells:
        _cell(worksheet, cell, looks)
    for mark in sheet.marks:
        _mark(worksheet, mark, looks)
    for bar in sheet.bars:
        _bar(worksheet, bar)
    for choice in sheet.choices:
        _choice(worksheet, choice)
    for chart in sheet.charts:
        draw_chart(workbook, worksheet, chart, held)
    _window(worksheet, sheet)
    _page(worksheet, sheet)


def _at(area: Area) -> tuple[int, int, int, int]:
    return area[0] - 1, area[1] - 1, area[2] - 1, area[3] - 1


def _table(worksheet: Any, table: TableArea, looks: Looks) -> None:
    columns = []
    for column in table.columns:
        entry: dict[str, Any] = {"header": column.header, "header_format": looks.cell(column.look)}
        if column.formula:
            entry["formula"] = column.formula
        columns.append(entry)
    worksheet.add_table(*_at(table.area), {"name": table.name, "columns": columns, "style": None, "autofilter": True})
    row, first = table.area[0] - 1, table.area[1] - 1
    for place, column in enumerate(table.columns):
        if column.note:
            _note(worksheet, row, first + place, column.note)


def _note(worksheet: Any, row: int, column: int, words: str) -> None:
    lines = 1 + len(words) // 38
    options = {"width": NOTE_WIDTH, "height": 22 + 16 * lines, "font_size": 10, "author": "ecm_xl"}
    worksheet.write_comment(row, column, words, options)


def _cell(worksheet: Any, cell: Cell, looks: Looks) -> None:
    row, column, look, value = cell.row - 1, cell.column - 1, looks.cell(cell.look), cell.value
    if isinstance(value, str) and len(value) * 2 > LONGEST_TEXT and _as_excel_counts(value) > LONGEST_TEXT:
        raise TextTooLong(f"row {cell.row}, column {cell.column}: {len(value)} characters")
    if cell.formula:
        worksheet.write_formula(row, column, cell.formula, look, value)
    elif cell.link and len(cell.link) <= LONGEST_LINK and worksheet.hlink_count < MOST_LINKS:
        inside = cell.link.startswith("#")
        link = f"internal:{cell.link[1:]}" if inside else f"external:{cell.link.translate(_IN_A_LINK)}"
        worksheet.write_url(row, column, link, look, str(value))
    elif isinstance(value, bool):
        worksheet.write_boolean(row, column, value, look)
    elif isinstance(value, (date, datetime, time, timedelta)):
        worksheet.write_datetime(row, column, value, look)
    elif isinstance(value, (int, float)):
        worksheet.write_number(row, column, value, look)
    elif value == "":
        worksheet.write_blank(row, column, None, look)
    else:
        worksheet.write_string(row, column, value, look)
    if cell.note:
        _note(worksheet, row, column, cell.note)


def _as_excel_counts(text: str) -> int:
    """Characters beyond the first plane are two."""
    return len(text.encode("utf-16-le")) // 2


def _mark(worksheet: Any, mark: Mark, looks: Looks) -> None:
    options = {"type": "formula", "criteria": mark.formula, "format": looks.mark(mark.look)}
    worksheet.conditional_format(*_at(mark.area), {**options, "stop_if_true": mark.stop})


def _bar(worksheet: Any, bar: Bar) -> None:
    options = {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_solid": True,
        "bar_color": f"#{bar.colour}",
        "min_type": "num",
        "max_type": "num",
        "min_value": 0,
        "max_value": 1,
    }
    worksheet.conditional_format(*_at(bar.area), options)


_DATES = {"criteria": "between", "minimum": date(1990, 1, 1), "maximum": date(2099, 12, 31)}
_YEARS = {"criteria": "between", "minimum": 1990, "maximum": 2099}
_LONGEST_LIST = 255
"""Excel's limit for a list that is typed into the validation itself."""
_LARGEST = 1e307


def _choice(worksheet: Any, choice: Choice) -> None:
    kinds: dict[str, Callable[[Choice], dict[str, Any]]] = {
        "list": _list,
        "date": lambda _: {"validate": "date", **_DATES},
        "year": lambda _: {"validate": "integer", **_YEARS},
        "number": _numbers,
    }
    words = {
        "input_title": choice.title[:32],
        "input_message": choice.message[:255],
        "error_title": choice.title[:32],
        "error_message": choice.mistake[:255],
        "error_type": "stop",
    }
    if worksheet.data_validation(*_at(choice.area), {**kinds[choice.kind](choice), **words}) != 0:
        raise ValueError(f"a list that Excel does not allow: {choice}")


def _list(choice: Choice) -> dict[str, Any]:
    """The list of that name, or the one that is typed in. Raises ValueError where Excel would show other items."""
    if choice.source:
        return {"validate": "list", "source": f"={choice.source}"}
    odd = [item for item in choice.items if item != item.strip() or not item or set(item) & set(',"')]
    if odd or not choice.items or _as_excel_counts(",".join(choice.items)) > _LONGEST_LIST:
        raise ValueError(f"a list that Excel does not allow: {choice}")
    return {"validate": "list", "source": list(choice.items)}


def _numbers(choice: Choice) -> dict[str, Any]:
    least = -_LARGEST if choice.least is None else choice.least
    most = _LARGEST if choice.most is None else choice.most
    return {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}


_PRINTED = f"&K{INK}"
"""The colour of what stands around a printed page: else it is that of the workbook's own style Normal."""


def _window(worksheet: Any, sheet: Sheet) -> None:
    if sheet.freeze:
        worksheet.freeze_panes(sheet.freeze[0] - 1, sheet.freeze[1] - 1)
    if sheet.tab_colour:
        worksheet.set_tab_color(f"#{sheet.tab_colour}")
    if sheet.hidden:
        worksheet.hide()
    if sheet.protected:
        worksheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
    worksheet.set_selection(sheet.cursor[0] - 1, sheet.cursor[1] - 1, sheet.cursor[0] - 1, sheet.cursor[1] - 1)


def _page(worksheet: Any, sheet: Sheet) -> None:
    if sheet.portrait:
        worksheet.set_portrait()
    else:
        worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    title, purpose = (words.replace("&", "&&") for words in sheet.page_heading)
    worksheet.set_margins(left=0.4, right=0.4, top=0.8 if title else 0.5, bottom=0.6)
    if title:
        worksheet.set_header(f'&L&"Calibri,Bold"&14{_PRINTED}{title}&"Calibri,Regular"&10   {purpose}')
    worksheet.fit_to_pages(sheet.pages_wide, 1 if sheet.one_page else 0)
    small = f'&"Calibri,Regular"&9{_PRINTED}'
    worksheet.set_footer(f"&L{small}&A&C{small}&F&R{small}Page &P of &N")
    if sheet.repeat_rows:
        worksheet.repeat_rows(sheet.repeat_rows[0] - 1, sheet.repeat_rows[1] - 1)
    if sheet.repeat_columns and sheet.pages_wide > 1:
        worksheet.repeat_columns(0, sheet.repeat_columns - 1)
    if sheet.print_columns:
        last_row = max(cell.row for cell in sheet.cells)
        worksheet.print_area(sheet.print_from - 1, sheet.print_columns[0] - 1, last_row - 1, sheet.print_columns[1] - 1)


Writer = Callable[[Book, Path], None]
"""What a workflow is handed to draw a book."""
