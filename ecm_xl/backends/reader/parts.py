"""How a workbook is put together: its sheets in order, its tables, its names for single cells.

Relationships lead from part to part: their targets may be relative or absolute, and prefixes may
be any. Only the parts named here are parsed into trees, each after `check_markup`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element  # a type; markup.tree parses, after check_markup

from ecm_xl.backends.reader.markup import tree
from ecm_xl.backends.reader.package import damaged
from ecm_xl.backends.reader.sheet import STRICT, position, rectangle, strict
from ecm_xl.workbook.snapshot import TablePlace, UnreadableWorkbook

Fetch = Callable[[str], bytes | None]
"""Gives a part's checked bytes by its name, None where there is no such part."""

_WORKBOOK = "xl/workbook.xml"
_RELATIONSHIP_ID = re.compile(r"\{http://(?:schemas|purl)[^}]*/relationships\}id")
_ONE_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]:]+))!\$([A-Za-z]{1,3})\$([0-9]{1,7})")
_SHEETS = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
_KINDS = (*_SHEETS, "sharedStrings", "styles")
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet in the workbook's list. `part` is '' for chart sheets and dialogs, which hold no cells."""

    name: str
    hidden: bool
    part: str


@dataclass(slots=True)
class Outline:
    """The workbook without its cells."""

    sheets: list[SheetPart]
    tables: dict[str, TablePlace] = field(default_factory=dict)
    names: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    texts: str = ""
    styles: str = ""
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class _Link:
    """One relationship. `kind` is the last word of its type: worksheet, table, styles."""

    kind: str
    target: str


def read_outline(fetch: Fetch) -> Outline:
    """The outline of the package behind `fetch`."""
    part = next((link.target for link in _links("", fetch, "officeDocument").values()), _WORKBOOK)
    content = fetch(part)
    if content is None:
        raise damaged("The list of its sheets is missing.")
    workbook = tree(part, content)
    if workbook.tag.startswith("{" + STRICT):
        raise strict()
    links = _links(part, fetch, *_KINDS)
    outline = Outline(list(_sheets(workbook, links, fetch)))
    _check_sheets(outline.sheets)
    outline.tables = _tables(outline.sheets, fetch)
    outline.names = dict(_single_cells(workbook, outline.sheets))
    outline.texts = _target(links, "sharedStrings", fetch)
    outline.styles = _target(links, "styles", fetch)
    outline.from_1904 = any(e.get("date1904", "") in _TRUE for e in _children(workbook, "workbookPr"))
    return outline


def _children(parent: Element, local: str) -> list[Element]:
    """The children of that name, in whatever namespace: a strict workbook never gets here."""
    return [child for child in parent if child.tag.rpartition("}")[2] == local]


def _links(part: str, fetch: Fetch, *kinds: str) -> dict[str, _Link]:
    """A part's relationships of those kinds by their id; '' stands for the package itself."""
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    content = fetch(name)
    if content is None or (kinds == ("table",) and b"/table" not in content):  # most sheets have other links only
        return {}
    links = {}
    for entry in tree(name, content):
        kind = entry.get("Type", "").rpartition("/")[2]
        if kind in kinds and entry.get("TargetMode") != "External":
            links[entry.get("Id", "")] = _Link(kind, _resolve(folder, entry.get("Target", "")))
    return links


def _resolve(folder: str, target: str) -> str:
    """A target is relative to its part's folder, unless it begins with a slash."""
    path = target if target.startswith("/") else f"{folder}/{target}"
    return posixpath.normpath(path).lstrip("/")


def _target(links: dict[str, _Link], kind: str, fetch: Fetch) -> str:
    """The first part of that kind that is there, '' if none is."""
    return next((link.target for link in links.values() if link.kind == kind and fetch(link.target) is not None), "")


def _sheets(workbook: Element, links: dict[str, _Link], fetch: Fetch) -> Iterator[SheetPart]:
    """The sheets in the workbook's order."""
    listed = [sheet for sheets in _children(workbook, "sheets") for sheet in _children(sheets, "sheet")]
    for number, sheet in enumerate(listed, start=1):
        key = next((value for name, value in sheet.items() if _RELATIONSHIP_ID.fullmatch(name)), "")
        link = links.get(key)
        if link is None or fetch(link.target) is None:
            raise damaged(f"Its sheet {number} is missing.")
        part = link.target if link.kind == "worksheet" else ""
        yield SheetPart(sheet.get("name", ""), sheet.get("state", "visible") != "visible", part)


def _check_sheets(sheets: list[SheetPart]) -> None:
    """There are sheets, and each has a name and a part of its own."""
    if not sheets:
        raise damaged("It has no sheets.")
    parts = [sheet.part for sheet in sheets if sheet.part]
    if len({sheet.name.casefold() for sheet in sheets}) != len(sheets) or len(set(parts)) != len(parts):
        raise damaged("Two of its sheets are the same.")
    if not all(sheet.name for sheet in sheets):
        raise damaged("One of its sheets has no name.")


def _tables(sheets: list[SheetPart], fetch: Fetch) -> dict[str, TablePlace]:
    """Every sheet's named tables. A table without its header row can't be read by its columns: left out."""
    places: dict[str, TablePlace] = {}
    for sheet in sheets:
        for link in _links(sheet.part, fetch, "table").values() if sheet.part else ():
            content = fetch(link.target)
            table = None if content is None else tree(link.target, content)
            if table is not None and table.get("headerRowCount", "1") != "0":
                place = _place(table, sheet.name)
                if place.name in places:
                    raise damaged("Two of its tables have the same name.")
                places[place.name] = place
    return places


def _place(table: Element, sheet: str) -> TablePlace:
    """Where the table lies, without its row of totals."""
    try:
        (top, left), (bottom, right) = rectangle(table.get("ref", ""))
    except UnreadableWorkbook as error:
        raise damaged("It has a table without a place.") from error
    totals = table.get("totalsRowCount", "0")
    bottom -= int(totals) if totals.isdecimal() and len(totals) == 1 else 0
    name = table.get("displayName") or table.get("name") or ""
    return TablePlace(name, sheet, top, left, max(top, bottom), right)


def _single_cells(workbook: Element, sheets: list[SheetPart]) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Names for one cell: not those of a single sheet, print titles, ranges or formulas."""
    known = {sheet.name.casefold(): sheet.name for sheet in sheets}
    entries = [name for names in _children(workbook, "definedNames") for name in _children(names, "definedName")]
    for entry in entries:
        found = _ONE_CELL.fullmatch((entry.text or "").strip().removeprefix("="))
        if found is None or entry.get("localSheetId") is not None:
            continue
        sheet = known.get((found[1].replace("''", "'") if found[1] else found[2]).casefold())
        if sheet is not None:
            yield entry.get("name", ""), (sheet, *position(found[3] + found[4]))
