"""Well-formed workbooks that have nothing to do with us, with features by chance, as other programs write them.

A maker fills a file and returns the plain values it put there, so that reading can be held against it.
"""

from __future__ import annotations

import io
import math
import random
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, IconSetRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from ecm_xl.workbook.address import cell_name, column_letters
from ecm_xl.workbook.snapshot import Snapshot

Rng = random.Random
Put = Mapping[tuple[str, int, int], object]
"""(sheet, row, column) → value."""
Maker = Callable[[Rng, Path], Put]

NAMES = (
    "Audit", "Start", "Sheet1", "A1", "R1C1", "S & T", "it's", "Ünï", "学校", "🏫", "1 2", "=x", "a.b-c", "(x)",
    "TRUE", "x" * 31, "Budget 2026", "<tag>", "%s{0}", " lead",
)  # fmt: skip
TEXTS = (
    "Paint", "=1+1 as text", "Café ☕", "a\nb\tc", "'quoted'", "<b>&amp;</b>", "1,5", "TRUE", "#N/A in words", "ü" * 50,
    "https://example.org", "x" * 5000, "_x no escape", "🏫", "مدرسة", "  spaces  ",
)  # fmt: skip
FORMULAS = ("=1/0", "=SUM(A1:B9)", '=IF(A1="","",A1&"x")', "=TODAY()", "=NA()", "=A1*2", '=HYPERLINK("#A1","x")')
FORMATS = (
    "0.00%",
    "dd/mm/yyyy",
    "#,##0.00 [$€-407]",
    "[h]:mm",
    '"yes";"no"',
    "General",
    "@",
    "mmm yy",
    "0.0E+0",
    "[Red]0",
)


def picture() -> bytes:
    """A PNG of one dot."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


def values(rng: Rng) -> dict[tuple[int, int], object]:
    """A block of values somewhere on a sheet, with gaps."""
    top, left = rng.choice((1, 1, 2, 7, 300)), rng.choice((1, 1, 2, 5, 40))
    height, width = rng.randrange(1, 40), rng.randrange(1, 12)
    return {
        (top + row, left + column): _value(rng)
        for row in range(height)
        for column in range(width)
        if rng.random() < 0.8
    }


def _value(rng: Rng) -> object:
    day = date(2026, 1, 1) + timedelta(days=rng.randrange(-20_000, 20_000))
    return rng.choice(
        (
            rng.choice(TEXTS),
            rng.randrange(-(10**9), 10**9),
            round(rng.uniform(-1e6, 1e6), 4),
            rng.choice((True, False)),
            day,
            datetime.combine(day, time(rng.randrange(1, 24), rng.randrange(60))),
        )
    )


def sheet_names(rng: Rng) -> list[str]:
    """One to five names that Excel allows, no two alike."""
    return rng.sample(NAMES, rng.randrange(1, 6))


def some(rng: Rng, features: Sequence[Callable[..., object]]) -> list[Callable[..., object]]:
    """A few of them, in any order."""
    return rng.sample(features, rng.randrange(len(features) // 2 + 1))


# openpyxl


def with_openpyxl(rng: Rng, path: Path) -> Put:
    """A workbook by openpyxl."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    if rng.random() < 0.1:
        workbook.epoch = CALENDAR_MAC_1904
    put: dict[tuple[str, int, int], object] = {}
    for number, name in enumerate(sheet_names(rng)):
        sheet = workbook.create_sheet(name)
        block = values(rng)
        for (row, column), value in block.items():
            cell = sheet.cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # else openpyxl would make a formula of it
            put[name, row, column] = value
        for feature in some(rng, OPENPYXL):
            feature(rng, sheet, f"Table_{number}")
        if number and rng.random() < 0.2:
            sheet.sheet_state = rng.choice(("hidden", "veryHidden"))
    if rng.random() < 0.1:
        workbook.create_chartsheet("Chart").add_chart(BarChart())
    if rng.random() < 0.3:
        workbook.defined_names["Here"] = DefinedName("Here", attr_text=f"'{name.replace(chr(39), chr(39) * 2)}'!$A$1")
    workbook.properties.creator = "A. Reed"
    workbook.save(path)
    return put


_BELOW, _BESIDE = 400, 60
"""Beyond every block of values."""


def _free(rng: Rng) -> tuple[int, int]:
    return _BELOW + rng.randrange(50), _BESIDE + rng.randrange(20)


def _o_table(_rng: Rng, sheet: Any, name: str) -> None:
    for column, text in enumerate(("One", "Two"), 1):
        sheet.cell(500, column, text)
        sheet.cell(501, column, column)
    sheet.add_table(Table(displayName=name, ref="A500:B501"))


def _o_merge(rng: Rng, sheet: Any, _name: str) -> None:
    row, column = _free(rng)
    sheet.merge_cells(start_row=row + 200, start_column=column, end_row=row + 203, end_column=column + 5)


def _o_chart(rng: Rng, sheet: Any, _name: str) -> None:
    chart = rng.choice((BarChart, LineChart, PieChart))()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_col=2, max_row=9))
    sheet.add_chart(chart, "H20")


def _o_comment(rng: Rng, sheet: Any, _name: str) -> None:
    sheet.cell(*_free(rng)).comment = Comment(rng.choice(TEXTS), "A. Reed")


def _o_conditional(rng: Rng, sheet: Any, _name: str) -> None:
    rule = rng.choice(
        (
            ColorScaleRule("min", None, "FF0000", None, None, None, "max", None, "00FF00"),
            CellIsRule("greaterThan", ["5"], font=Font(bold=True), fill=PatternFill("solid", bgColor="FFFF00")),
            DataBarRule("min", None, "max", None, "FF638EC6"),
            IconSetRule("3Arrows", "percent", [0, 33, 67]),
        )
    )
    sheet.conditional_formatting.add("A1:F40", rule)


def _o_validation(rng: Rng, sheet: Any, _name: str) -> None:
    validation = DataValidation("list", formula1='"Yes,No"', allow_blank=rng.random() < 0.5)
    validation.promptTitle, validation.prompt, validation.showInputMessage = "Choose", "Yes or no", True
    validation.add("C1:C99")
    sheet.add_data_validation(validation)


def _o_link(rng: Rng, sheet: Any, _name: str) -> None:
    sheet.cell(*_free(rng)).hyperlink = rng.choice(
        ("https://example.org/?a=1&b=2", "#Sheet1!A1", "mailto:a@example.org")
    )


def _o_rich(rng: Rng, sheet: Any, _name: str) -> None:
    row, column = _free(rng)
    sheet.cell(row, column).value = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"), " again")


def _o_formula(rng: Rng, sheet: Any, _name: str) -> None:
    for formula in FORMULAS:
        sheet.cell(*_free(rng)).value = formula
    sheet["BZ450"] = ArrayFormula("BZ450:BZ455", "=A1:A6*2")


def _o_looks(rng: Rng, sheet: Any, _name: str) -> None:
    for number_format in FORMATS:
        cell = sheet.cell(*_free(rng), 0.5)
        cell.number_format, cell.alignment = number_format, Alignment(wrap_text=True, indent=1)


def _o_hidden(rng: Rng, sheet: Any, _name: str) -> None:
    sheet.row_dimensions[rng.randrange(1, 50)].hidden = True
    sheet.column_dimensions[column_letters(rng.randrange(1, 20))].hidden = True
    sheet.row_dimensions.group(10, 14, outline_level=2, hidden=True)


def _o_protection(_rng: Rng, sheet: Any, _name: str) -> None:
    sheet.protection.sheet = True
    sheet.protection.set_password("secret")


def _o_view(_rng: Rng, sheet: Any, _name: str) -> None:
    sheet.freeze_panes, sheet.auto_filter.ref = "B2", "A1:D20"
    sheet.print_title_rows, sheet.print_area = "1:2", "A1:F40"
    sheet.oddHeader.center.text, sheet.sheet_properties.tabColor = "Page &P of &N", "00FF00"
    sheet.sheet_view.zoomScale, sheet.sheet_view.rightToLeft = 80, True


OPENPYXL = (
    _o_table, _o_merge, _o_chart, _o_comment, _o_conditional, _o_validation, _o_link, _o_rich, _o_formula, _o_looks,
    _o_hidden, _o_protection, _o_view,
)  # fmt: skip


# XlsxWriter


def with_xlsxwriter(rng: Rng, path: Path) -> Put:
    """A workbook by XlsxWriter."""
    options: dict[str, Any] = {"date_1904": rng.random() < 0.1, "use_future_functions": True, "strings_to_urls": False}
    options |= {"constant_memory": rng.random() < 0.2, "default_date_format": "dd/mm/yyyy hh:mm"}
    put: dict[tuple[str, int, int], object] = {}
    with xlsxwriter.Workbook(path, options) as workbook:
        for number, name in enumerate(sheet_names(rng)):
            sheet = workbook.add_worksheet(name)
            for (row, column), value in sorted(values(rng).items()):
                _x_write(sheet, row - 1, column - 1, value)
                put[name, row, column] = value
            if not options["constant_memory"]:
                for feature in some(rng, XLSXWRITER):
                    feature(rng, workbook, sheet, f"Table_{number}")
            if number and rng.random() < 0.2:
                rng.choice((sheet.hide, sheet.very_hidden))()
        if rng.random() < 0.1:
            _x_chart_sheet(workbook, name)
        if rng.random() < 0.3:
            workbook.define_name("Here", f"='{name.replace(chr(39), chr(39) * 2)}'!$A$1")
    return put


def _x_write(sheet: Any, row: int, column: int, value: object) -> None:
    match value:
        case str():
            sheet.write_string(row, column, value)
        case bool():
            sheet.write_boolean(row, column, value)
        case date():
            sheet.write_datetime(row, column, value)
        case _:
            sheet.write_number(row, column, value)


def _x_chart_sheet(workbook: Any, name: str) -> None:
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": [name, 0, 0, 5, 0], "categories": [name, 0, 1, 5, 1]})
    workbook.add_chartsheet("Chart").set_chart(chart)


def _x_table(_rng: Rng, _workbook: Any, sheet: Any, name: str) -> None:
    columns = [{"header": "One"}, {"header": "Two", "formula": "=[@One]*2"}]
    sheet.add_table("A500:B503", {"name": name, "columns": columns, "total_row": True, "data": [[1], [2]]})


def _x_merge(rng: Rng, workbook: Any, sheet: Any, _name: str) -> None:
    row, column = _free(rng)
    sheet.merge_range(row + 200, column, row + 203, column + 5, "Merged", workbook.add_format({"bold": True}))


def _x_chart(rng: Rng, workbook: Any, sheet: Any, _name: str) -> None:
    chart = workbook.add_chart({"type": rng.choice(("column", "line", "pie", "radar", "scatter", "area", "doughnut"))})
    place = sheet.get_name()
    chart.add_series({"values": [place, 0, 0, 9, 0], "categories": [place, 0, 1, 9, 1], "name": "Series & <more>"})
    sheet.insert_chart("H20", chart, {"description": "A chart"})


def _x_picture(_rng: Rng, _workbook: Any, sheet: Any, _name: str) -> None:
    sheet.insert_image("H40", "dot.png", {"image_data": io.BytesIO(picture()), "url": "https://example.org"})
    sheet.insert_textbox("H60", "A box")


def _x_comment(rng: Rng, _workbook: Any, sheet: Any, _name: str) -> None:
    sheet.write_comment(*_free(rng), rng.choice(TEXTS), {"author": "A. Reed"})


def _x_conditional(rng: Rng, workbook: Any, sheet: Any, _name: str) -> None:
    look = workbook.add_format({"bg_color": "#FFC7CE"})
    rule = rng.choice(
        (
            {"type": "cell", "criteria": ">=", "value": 5, "format": look},
            {"type": "3_color_scale"},
            {"type": "data_bar", "data_bar_2010": True},
            {"type": "icon_set", "icon_style": "5_ratings"},
            {"type": "formula", "criteria": '=$A1="x"', "format": look},
        )
    )
    sheet.conditional_format("A1:F40", rule)


def _x_validation(_rng: Rng, _workbook: Any, sheet: Any, _name: str) -> None:
    sheet.data_validation("C1:C99", {"validate": "list", "source": ["Yes", "No"], "input_title": "Choose"})


def _x_link(rng: Rng, _workbook: Any, sheet: Any, _name: str) -> None:
    sheet.write_url(
        *_free(rng), rng.choice(("https://example.org/?a=1&b=2", "internal:A1", "external:c:\\a b.xlsx#A!A1"))
    )


def _x_rich(rng: Rng, workbook: Any, sheet: Any, _name: str) -> None:
    sheet.write_rich_string(*_free(rng), "plain ", workbook.add_format({"bold": True}), "bold", " again")


def _x_formula(rng: Rng, _workbook: Any, sheet: Any, _name: str) -> None:
    for formula in FORMULAS:
        sheet.write_formula(*_free(rng), formula, None, rng.choice((0, "x", "#N/A", True)))
    sheet.write_array_formula("BZ450:BZ455", "{=A1:A6*2}")
    sheet.write_dynamic_array_formula("CA450:CA451", "=SORT(A1:A2)")


def _x_looks(rng: Rng, workbook: Any, sheet: Any, _name: str) -> None:
    for number_format in FORMATS:
        sheet.write_number(*_free(rng), 0.5, workbook.add_format({"num_format": number_format, "text_wrap": True}))
        sheet.write_blank(*_free(rng), None, workbook.add_format({"border": 1}))


def _x_hidden(rng: Rng, _workbook: Any, sheet: Any, _name: str) -> None:
    sheet.set_row(rng.randrange(50), 30, None, {"hidden": True, "level": 2})
    sheet.set_column(rng.randrange(20), 20, 12, None, {"hidden": True, "level": 1, "collapsed": True})


def _x_protection(_rng: Rng, _workbook: Any, sheet: Any, _name: str) -> None:
    sheet.protect("secret", {"sort": True})


def _x_view(_rng: Rng, _workbook: Any, sheet: Any, _name: str) -> None:
    sheet.freeze_panes(1, 1)
    sheet.autofilter("A1:D20")
    sheet.repeat_rows(0, 1)
    sheet.set_header("&CPage &P of &N")
    sheet.set_tab_color("green")
    sheet.add_sparkline("J1", {"range": "A1:F1"})
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


XLSXWRITER = (
    _x_table, _x_merge, _x_chart, _x_picture, _x_comment, _x_conditional, _x_validation, _x_link, _x_rich, _x_formula,
    _x_looks, _x_hidden, _x_protection, _x_view,
)  # fmt: skip

MAKERS: Mapping[str, Maker] = {"openpyxl": with_openpyxl, "XlsxWriter": with_xlsxwriter}


def make(name: str, seed: int, folder: Path) -> tuple[Path, Put]:
    """The foreign workbook of that number, by that program, and what was put into it."""
    path = folder / f"{name} {seed}.xlsx"
    return path, MAKERS[name](Rng(f"{name} {seed}"), path)


def changed(put: Put, snapshot: Snapshot) -> dict[str, tuple[object, object]]:
    """The values that were not read as they were put, by their place: what was put, what was read."""
    sheets = {sheet.name: sheet for sheet in snapshot.sheets}
    read = {(name, row, column): sheets[name].value(row, column) for name, row, column in put}
    return {
        f"{place[0]}!{cell_name(*place[1:])}": (value, read[place])
        for place, value in put.items()
        if not same(value, read[place])
    }


def same(put: object, read: object) -> bool:
    """Whether a value has come through. Numbers have no more than fifteen places; times are read to the second."""
    match put, read:
        case (bool(), _) | (_, bool()):
            return put is read
        case (int() | float(), int() | float()):
            return math.isclose(put, read, rel_tol=1e-14)
        case (datetime(), datetime()):
            return abs(put - read) < timedelta(seconds=1)
        case (str(), str()):
            return put.split() == read.split()
    return put == read
