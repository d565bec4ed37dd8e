"""How a workbook is put together: its sheets in order, its tables, its names for single cells.

Relationships lead from part to part: their targets may be relative or absolute, and prefixes may
be any.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from ecm_xl.backends.reader.markup import Node, relationships, root_attributes, tree
from ecm_xl.backends.reader.package import damaged
from ecm_xl.backends.reader.sheet import STRICT, TRUE, position, rectangle, strict
from ecm_xl.workbook.snapshot import TablePlace, UnreadableWorkbook


class Parts(Protocol):
    """A package's parts by name."""

    def get(self, name: str) -> bytes | None:
        """The part's bytes, None where there is no such part."""

    def __contains__(self, name: str) -> bool: ...


_WORKBOOK = "xl/workbook.xml"
_RELATIONSHIP_ID = re.compile(r"http://(?:schemas|purl)\S*/relationships id")
_ONE_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]:]+))!\$([A-Za-z]{1,3})\$([0-9]{1,7})")
_SHEETS = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
_KINDS = (*_SHEETS, "sharedStrings", "styles")


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
    read: list[SheetPart] = field(default_factory=list)
    """Those whose cells are to be read."""
    tables: dict[str, TablePlace] = field(default_factory=dict)
    names: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    texts: str = ""
    styles: str = ""
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship. `kind` is the last word of its type: worksheet, table, styles."""

    kind: str
    target: str


def read_outline(parts: Parts, wanted: Collection[str] | None = None) -> Outline:
    """The outline of the package behind `parts`. `wanted`: the sheets, tables and cells that are looked for."""
    part = next((link.target for link in related("", parts, "officeDocument").values()), _WORKBOOK)
    content = parts.get(part)
    if content is None:
        raise damaged("The list of its sheets is missing.")
    said = _said(part, content)
    links = related(part, parts, *_KINDS)
    outline = Outline(list(_sheets(said.sheets, links, parts)))
    _check_sheets(outline.sheets)
    outline.names, outline.from_1904 = dict(said.names), said.from_1904
    outline.tables = _tables(outline.sheets, parts)
    _choose(outline, wanted)
    outline.texts = _target(links, "sharedStrings", parts)
    outline.styles = _target(links, "styles", parts)
    return outline


def _choose(outline: Outline, wanted: Collection[str] | None) -> None:
    """Fills in which sheets are to be read: those with a name, a table or a cell that is wanted, or all."""
    outline.read = [sheet for sheet in outline.sheets if sheet.part]
    if wanted is None:
        return
    names = {name.casefold() for name in wanted}
    holders = {place.sheet for table, place in outline.tables.items() if table.casefold() in names}
    holders |= {sheet for name, (sheet, _, _) in outline.names.items() if name.casefold() in names}
    outline.read = [sheet for sheet in outline.read if sheet.name in holders or sheet.name.casefold() in names]


def related(part: str, parts: Parts, *kinds: str) -> dict[str, Link]:
    """A part's relationships of those kinds by their id; '' stands for the package itself."""
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    content = parts.get(name)
    if content is None or (kinds == ("table",) and b"/table" not in content):  # most sheets have other links only
        return {}
    links = {}
    for entry in relationships(name, content):
        kind = entry.get("Type", "").rpartition("/")[2]
        if kind in kinds and entry.get("TargetMode") != "External":
            links[entry.get("Id", "")] = Link(kind, resolve(folder, entry.get("Target", "")))
    return links


@lru_cache(maxsize=1024)
def resolve(folder: str, target: str) -> str:
    """The part that a target leads to: it is relative to its part's folder, unless it begins with a slash."""
    path = target if target.startswith("/") else f"{folder}/{target}"
    return posixpath.normpath(path).lstrip("/")


def _target(links: dict[str, Link], kind: str, parts: Parts) -> str:
    """The first part of that kind that is there, '' if none is."""
    return next((link.target for link in links.values() if link.kind == kind and link.target in parts), "")


@dataclass(frozen=True, slots=True)
class _Said:
    """What the workbook's own part says: its sheets (name, hidden or not, relationship), its names for single cells."""

    sheets: tuple[tuple[str, bool, str], ...]
    names: Mapping[str, tuple[str, int, int]]
    from_1904: bool


@lru_cache(maxsize=16)
def _said(part: str, content: bytes) -> _Said:
    """The part in what matters here. Workbooks of one maker have much the same one, so the last are kept."""
    workbook = tree(part, content)
    if workbook.tag.startswith(STRICT):
        raise strict()
    sheets = tuple(_sheet(sheet.attributes) for sheets in workbook.all("sheets") for sheet in sheets.all("sheet"))
    names = dict(_single_cells(workbook, [name for name, _, _ in sheets]))
    return _Said(sheets, names, any(e.attributes.get("date1904", "") in TRUE for e in workbook.all("workbookPr")))


def _sheet(attributes: Mapping[str, str]) -> tuple[str, bool, str]:
    key = next((value for name, value in attributes.items() if _RELATIONSHIP_ID.fullmatch(name)), "")
    return attributes.get("name", ""), attributes.get("state", "visible") != "visible", key


def _sheets(listed: Sequence[tuple[str, bool, str]], links: dict[str, Link], parts: Parts) -> Iterator[SheetPart]:
    """The sheets in the workbook's order."""
    for number, (name, hidden, key) in enumerate(listed, start=1):
        link = links.get(key)
        if link is None or link.target not in parts:
            raise damaged(f"Its sheet {number} is missing.")
        yield SheetPart(name, hidden, link.target if link.kind == "worksheet" else "")


def _check_sheets(sheets: list[SheetPart]) -> None:
    """There are sheets, and each has a name and a part of its own."""
    if not sheets:
        raise damaged("It has no sheets.")
    parts = [sheet.part for sheet in sheets if sheet.part]
    if len({sheet.name.casefold() for sheet in sheets}) != len(sheets) or len(set(parts)) != len(parts):
        raise damaged("Two of its sheets are the same.")
    if not all(sheet.name for sheet in sheets):
        raise damaged("One of its sheets has no name.")


def _tables(sheets: list[SheetPart], parts: Parts) -> dict[str, TablePlace]:
    """Every sheet's named tables. A table without its header row can't be read by its columns: left out."""
    places: dict[str, TablePlace] = {}
    for sheet in sheets:
        for link in related(sheet.part, parts, "table").values() if sheet.part else ():
            content = parts.get(link.target)
            table = None if content is None else root_attributes(link.target, content)
            if table is not None and table.get("headerRowCount", "1") != "0":
                place = _place(table, sheet.name)
                if place.name in places:
                    raise damaged("Two of its tables have the same name.")
                places[place.name] = place
    return places


def _place(table: Mapping[str, str], sheet: str) -> TablePlace:
    """Where the table lies, without its row of totals."""
    try:
        (top, left), (bottom, right) = rectangle(table.get("ref", ""))
    except UnreadableWorkbook as error:
        raise damaged("It has a table without a place.") from error
    totals = table.get("totalsRowCount", "0")
    bottom -= int(totals) if totals.isdecimal() and len(totals) == 1 else 0
    name = table.get("displayName") or table.get("name") or ""
    return TablePlace(name, sheet, top, left, max(top, bottom), right)


def _single_cells(workbook: Node, sheets: Sequence[str]) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Names for one cell: not those of a single sheet, print titles, ranges or formulas."""
    known = {name.casefold(): name for name in sheets}
    entries = [name for names in workbook.all("definedNames") for name in names.all("definedName")]
    for entry in entries:
        found = _ONE_CELL.fullmatch(entry.text.strip().removeprefix("="))
        if found is None or "localSheetId" in entry.attributes:
            continue
        sheet = known.get((found[1].replace("''", "'") if found[1] else found[2]).casefold())
        if sheet is not None:
            yield entry.attributes.get("name", ""), (sheet, *position(found[3] + found[4]))
