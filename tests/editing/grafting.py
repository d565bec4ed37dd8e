"""Workbooks of many makers for a sheet to be put into, and what two readers see of the sheet, and of all the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl.xml.functions import tostring
from openxml_audit import OpenXmlValidator

from ecm_xl.backends.store import shipped
from ecm_xl.backends.writer import drawn
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.book import Book, Chart, Choice, Mark, Series, Sheet
from ecm_xl.workbook.setting import setting_book
from tests.editing.elements import TYPES, WORKBOOK, M, Parts, tree_of, unlink, written
from tests.editing.forms import plain_form
from tests.editing.odd import LIBREOFFICE, SAMPLES, made
from tests.editing.twists import TWISTS, Rng
from tests.editing.views import by_openpyxl, cells_of, packed_parts, read, things_of
from tests.hostile.bases import unzipped
from tests.parts import zipped

DAY = date(2026, 7, 10)
STYLES = "xl/styles.xml"


def theirs() -> Book:
    """A workbook of three sheets with one of everything, the first of them hidden, the last in front."""
    book = plain_form("Audit", "Audit")
    audit = book.sheets[0]
    audit.put(5, 2, "Embedded", "answer", "percent", note="A note of ours.")
    audit.choices.append(Choice((4, 2, 5, 2), "list", "Rating", "Choose.", "No.", "Ratings"))
    audit.marks.append(Mark((4, 1, 5, 1), '=$A4=""', ("found",)))
    audit.charts.append(
        Chart("bar", 9, 1, 300, 200, "Chart", "Words.", (Series("n", "Audit", (4, 1, 5, 1), (4, 2, 5, 2), "1B4965"),))
    )
    audit.print_columns, audit.repeat_rows = (1, 2), (3, 3)
    lists = Sheet("Lists", hidden=True)
    for row, word in enumerate(("Emergent", "Embedded"), 1):
        lists.put(row, 1, word)
    end = Sheet("End", print_columns=(1, 1))
    end.put(1, 1, "The end", "title")
    book.sheets = [lists, audit, end]
    book.names, book.active = {"Ratings": "Lists!$A$1:$A$2", "Started_On": "Audit!$B$5"}, "End"
    return book


@cache
def _theirs() -> bytes:
    return drawn(theirs())


def twisted(*names: str) -> Callable[[], bytes]:
    """That workbook after some of the twists, which are legal."""

    def make() -> bytes:
        parts: Parts = unzipped(_theirs())
        for name in names:
            TWISTS[name](parts, Rng(name))
        return zipped(parts)

    return make


def changed(twist: Callable[[Parts], None]) -> Callable[[], bytes]:
    """That workbook after a change of its own."""

    def make() -> bytes:
        parts: Parts = unzipped(_theirs())
        twist(parts)
        return zipped(parts)

    return make


def another_font(parts: Parts) -> None:
    """Normal is Arial 14, and the theme has other fonts."""
    parts[STYLES] = re.sub(
        rb'<font><sz val="11"/>.*?</font>', b'<font><sz val="14"/><name val="Arial"/></font>', parts[STYLES], count=1
    )
    theme = "xl/theme/theme1.xml"
    parts[theme] = parts[theme].replace(b'typeface="Calibri"', b'typeface="Georgia"')


def without_styles(parts: Parts) -> None:
    """No list of looks: cells have none, nor marks and tables."""
    unlink(parts, WORKBOOK, "styles")
    for name in [name for name in parts if name.startswith(("xl/worksheets/s", "xl/tables/"))]:
        parts[name] = re.sub(rb' (?:s|style|\w*[dD]xfId)="\d+"', b"", parts[name])


def without_a_style_normal(parts: Parts) -> None:
    """Another style has its place, as some programs write it."""
    parts[STYLES] = parts[STYLES].replace(b'name="Normal" xfId="0" builtinId="0"', b'name="Standard 2" xfId="0"')


def with_bare_styles(parts: Parts) -> None:
    """A list of looks with formats only, and one fill."""
    root = tree_of(parts[STYLES])
    for name in ("cellStyles", "cellStyleXfs", "borders", "dxfs"):
        for element in root.findall(f"{M}{name}"):
            root.remove(element)
    fills = root.find(f"{M}fills")
    fills[:] = fills[:1]
    for xf in root.find(f"{M}cellXfs"):
        xf.set("fillId", "0")
        xf.set("borderId", "0")
        xf.attrib.pop("xfId")
    parts[STYLES] = written(root)
    for name in [name for name in parts if name.startswith("xl/worksheets/s")]:
        parts[name] = re.sub(rb"<conditionalFormatting .*?</conditionalFormatting>", b"", parts[name])


def with_clashing_names(parts: Parts) -> None:
    """Parts that nothing leads to, and things said of parts that are not there, under names that would be next."""
    for name in ("xl/worksheets/SHEET4.XML", "XL/Tables/Table2.xml", "xl/Charts/CHART2.xml", "xl/comments2.XML"):
        parts[name] = b"<left/>"
    parts["xl/tables/_rels/table3.xml.rels"] = b"<left/>"
    parts["xl/drawings/vmlDrawing2.vml"] = parts["xl/drawings/vmlDrawing1.vml"]
    said = '<Override PartName="/xl/Drawings/drawing2.xml" ContentType="application/xml"/></Types>'
    parts[TYPES] = parts[TYPES].replace(b"</Types>", said.encode())


def without_windows(parts: Parts) -> None:
    """The workbook does not say which sheet is in front."""
    parts[WORKBOOK] = re.sub(rb"<bookViews>.*</bookViews>", b"", parts[WORKBOOK])


def without_names(parts: Parts) -> None:
    """No defined names at all."""
    parts[WORKBOOK] = re.sub(rb"<definedNames>.*</definedNames>", b"", parts[WORKBOOK])


def with_own_palette(parts: Parts) -> None:
    """Colours of the person's own, number formats and marks under numbers that ours have too."""
    parts[STYLES] = (
        parts[STYLES]
        .replace(b'formatCode="0%"', b'formatCode="0.000"')
        .replace(b"<color rgb=", b'<color theme="4" tint="0.4" rgb=')
    )


@cache
def new_setting() -> bytes:
    """A new setting's workbook, as the program makes it."""
    return drawn(setting_book(load_model(), {"Setting_Name": "Oakfield"}, {}, DAY))


def sample() -> bytes:
    """A workbook that people have filled in."""
    return shipped("sample-cluster", "Larkrise Special School.xlsx").read_bytes()


ODD: Mapping[str, Callable[[], bytes]] = {
    "ours": _theirs,
    "no theme": twisted("no theme"),
    "another font": changed(another_font),
    "no styles": changed(without_styles),
    "no style Normal": changed(without_a_style_normal),
    "bare styles": changed(with_bare_styles),
    "own palette": changed(with_own_palette),
    "no shared strings": twisted("no shared strings"),
    "inline strings": twisted("inline strings"),
    "prefixes": twisted("prefixes"),
    "single quotes": twisted("single quotes", "remarks"),
    "absolute targets": twisted("absolute targets"),
    "capitals": twisted("capitals"),
    "other capitals": twisted("other capitals"),
    "indented": twisted("indented", "AlternateContent"),
    "byte order mark": twisted("byte order mark"),
    "no properties": twisted("no properties"),
    "rich text": twisted("rich text", "calcChain"),
    "sheets before": twisted("sheets before ours"),
    "clashing names": changed(with_clashing_names),
    "no windows": changed(without_windows),
    "no names": changed(without_names),
}
"""Small and quick."""
WHOLE: Mapping[str, Callable[[], bytes]] = {
    "a new setting's": new_setting,
    "a sample": sample,
    "openpyxl": lambda: made(SAMPLES[0], "openpyxl", []),
}
SAVED_BY_LIBREOFFICE: Callable[[], bytes] = lambda: made(SAMPLES[0], LIBREOFFICE, [])  # noqa: E731


# What is seen


def audited(data: bytes, folder: Path) -> set[str]:
    """What openxml-audit has to say."""
    path = folder / "audited.xlsx"
    path.write_bytes(data)
    return {f"{error.part_uri}: {error.description}" for error in OpenXmlValidator().validate(str(path)).errors}


def of_sheet(data: bytes, name: str) -> dict[object, object]:
    """A sheet as openpyxl sees it: its cells with their values and looks, and everything beside them."""
    return of_opened(by_openpyxl(data), by_openpyxl(data, values=True), name)


def of_opened(workbook: Any, values: Any, name: str) -> dict[object, object]:
    """The same of a workbook that is open, with its formulas and with what they show."""
    sheet = workbook[name]
    found: dict[object, object] = {
        (cell.row, cell.column): (cell.value, values[name].cell(cell.row, cell.column).value, note(cell), look(cell))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style
    }
    things = {key[:-1]: thing for key, thing in things_of(workbook).items() if key[-1] == name}
    own = {key[1:]: thing for key, thing in things_of(workbook).items() if key[0] == "table" and key[1] == name}
    beside: dict[object, object] = {key: thing for key, thing in things.items() if key[0] not in ("columns", "row")}
    found |= beside | dict(own.items())
    found["columns"] = {
        key: (column.width, column.hidden, look(column)) for key, column in sheet.column_dimensions.items()
    }
    found["rows"] = {key: (row.ht, row.customHeight, row.hidden) for key, row in sheet.row_dimensions.items()}
    found["marks' looks"] = [
        (str(area.sqref), rule.type, rule.stopIfTrue, repr(rule.dxf), repr(rule.dataBar))
        for area in sheet.conditional_formatting
        for rule in area.rules
    ]
    found["charts"] = [_chart(chart) for chart in sheet._charts]
    headed = tostring(sheet.HeaderFooter.to_tree("headed"))
    found["page"] = repr(sheet.page_setup), repr(sheet.page_margins), headed, repr(sheet.sheet_properties)
    found["state"] = sheet.sheet_state
    return found


def note(cell: Any) -> object:
    """A cell's note."""
    return cell.comment and (cell.comment.author, cell.comment.text)


def look(cell: Any) -> tuple[str, ...]:
    """How a cell looks. Its font goes by its name: which of a theme's it is, is left out."""
    font = copy(cell.font)
    font.scheme = None
    return (
        repr(font),
        repr(cell.fill),
        repr(cell.border),
        cell.number_format,
        repr(cell.alignment),
        repr(cell.protection),
    )


def _chart(chart: Any) -> object:
    anchor = chart.anchor
    return (
        type(chart).__name__,
        [(series.cat and repr(series.cat), repr(series.val)) for series in chart.series],
        (anchor._from.row, anchor._from.col, anchor.to.row, anchor.to.col),
    )


def others(data: bytes, *but: str) -> dict[object, object]:
    """All other sheets as openpyxl and our own reader see them."""
    workbook = by_openpyxl(data)
    found: dict[object, object] = {place: cell for place, cell in cells_of(workbook).items() if place[0] not in but}
    things = things_of(workbook)
    found |= {key: thing for key, thing in things.items() if len(key) > 1 and not {*but} & {*key}}
    found["names"] = things["names",]
    found["order"] = [place for place in things["sheets",] if place[0] not in but]  # type: ignore[attr-defined]
    found["in front"] = workbook.active.title
    found["read"] = [sheet for sheet in read(data).sheets if sheet.name not in but]
    return found


def touched(before: bytes, after: bytes) -> tuple[set[str], set[str], set[str]]:
    """The parts that are new, gone and not packed as they were."""
    old, new = packed_parts(before), packed_parts(after)
    return {*new} - {*old}, {*old} - {*new}, {name for name in old if name in new and old[name] != new[name]}


def refused_so(reason: pytest.ExceptionInfo[Any]) -> tuple[str, str, str]:
    """Why an edit was refused: code, detail, sheet."""
    return reason.value.code, reason.value.detail, reason.value.sheet
