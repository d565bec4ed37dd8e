"""The setting workbook as a book: Start, Dashboard, a sheet a table, and the two hidden sheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ecm_xl.core.findings import shorten
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.address import range_absolute
from ecm_xl.workbook.book import Book, CellValue, Content
from ecm_xl.workbook.names import START, WorkbookKind
from ecm_xl.workbook.places import HEADING_ROW
from ecm_xl.workbook.setting.dashboard import dashboard_sheet
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.grid import tables_sheet
from ecm_xl.workbook.setting.lists import lists_sheet
from ecm_xl.workbook.setting.start import start_sheet
from ecm_xl.workbook.setting.working import working_sheet

FINDINGS_ROWS = 3000
"""How many rows of Findings the marks on the other sheets look at."""

LONGEST_TITLE = 255
"""Excel's limit for a file's title."""

NOT_CHECKED = "Not checked yet"


def setting_book(model: SettingModel, details: Mapping[str, CellValue], content: Content, today: date) -> Book:
    """A setting workbook. `details`: named cell → value (Setting_Name, Setting_Id, ...); `content`: what
    is filled in already; `today` dates the file and the cached values of formulas."""
    framework = model.framework
    told = {
        **details,
        "Workbook_Kind": WorkbookKind.SETTING.value,
        "Framework": framework.title,
        "Framework_Version": framework.version,
    }
    filled = {**content, "Findings": content.get("Findings", {"": {"found": NOT_CHECKED}})}
    drawing = Drawing(model, told, filled, today)
    title = shorten(f"{framework.title}: {details.get('Setting_Name') or 'setting workbook'}", LONGEST_TITLE)
    book = Book(title, "Self-evaluation", today, active=START)
    start = start_sheet(drawing, book)
    tables = [tables_sheet(drawing, name) for name in model.sheets]
    hidden = [working_sheet(drawing), lists_sheet(drawing, book)]
    book.sheets = [start, dashboard_sheet(drawing), *tables, *hidden]
    _findings_names(model, book)
    return book


def _findings_names(model: SettingModel, book: Book) -> None:
    """The names by which marks look a cell up in Findings."""
    fields = [f.id for f in model.by_name["Findings"].fields]
    for name, field in (("Findings_Sheet", "sheet"), ("Findings_Cell", "cell")):
        column = fields.index(field) + 1
        area = range_absolute(HEADING_ROW + 1, column, HEADING_ROW + FINDINGS_ROWS, column)
        book.names[name] = f"Findings!{area}"
