"""After each kind of edit every part that it does not concern lies as it lay, to the last byte, packed as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from lxml import etree

from ecm_xl.backends.editor import edit
from ecm_xl.workbook.edits import SetCell
from tests.editing.changes import KINDS
from tests.editing.elements import CT, TYPES, WORKBOOK, M, tree_of
from tests.editing.foreign import AUDIT, HISTORY
from tests.editing.harm import harm, seen, wanting
from tests.editing.odd import packed
from tests.editing.package import reached, relationships
from tests.editing.twists import Rng, calc_chain
from tests.editing.views import packed_parts, read
from tests.hostile.bases import unzipped

DASHBOARD, FINDINGS, TEXTS = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet10.xml", "xl/sharedStrings.xml"
CONCERNED = {
    "SetCell": {AUDIT, TEXTS},
    "AppendRows": {HISTORY, "xl/tables/table10.xml", TEXTS, WORKBOOK},
    "RedrawRows": {FINDINGS, "xl/tables/table8.xml", TEXTS, WORKBOOK},
    "Refresh": {DASHBOARD},
}
"""Kind of edit → the parts that it changes. The workbook's own says how far a table is printed."""
SHEET = {"SetCell": AUDIT, "AppendRows": HISTORY, "RedrawRows": FINDINGS, "Refresh": DASHBOARD}
CHAIN = "xl/calcChain.xml"
WITH_CHAIN = {CHAIN, "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
"""What changes besides where the order of working out formulas was there: it goes."""
XM_AREA = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
"""The cells of what is of the x14 kind."""
WORKBOOKS = ("plain", "macros", "calcChain", "mixed")


@pytest.fixture(scope="module", params=WORKBOOKS)
def kind_of_file(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def before(kind_of_file: str, foreign: bytes, foreign_macros: bytes) -> bytes:
    """The workbook full of foreign things; with macros; with calcChain; with half of its parts not compressed."""
    parts = unzipped(foreign)
    calc_chain(parts, Rng(0))
    return {
        "plain": foreign,
        "macros": foreign_macros,
        "calcChain": packed(parts, "deflated", Rng(0)),
        "mixed": packed(unzipped(foreign), "mixed", Rng(7)),
    }[kind_of_file]


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def after(before: bytes, kind: str) -> bytes:
    return edit(before, KINDS[kind](read(before)).edits).data


def test_the_files_are_what_they_are_to_be(before: bytes, kind_of_file: str) -> None:
    parts = packed_parts(before)
    assert (CHAIN in parts) is (kind_of_file == "calcChain")
    assert {method for method, _, _ in parts.values()} == ({0, 8} if kind_of_file == "mixed" else {8})


def test_only_the_parts_concerned_have_changed(before: bytes, after: bytes, kind: str, kind_of_file: str) -> None:
    old, new = packed_parts(before), packed_parts(after)
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    assert changed == CONCERNED[kind] | (WITH_CHAIN if kind_of_file == "calcChain" else set())
    assert new.keys() == old.keys() - {CHAIN}
    assert [name for name in old if name in new] == [*new]


def test_whatever_is_referred_to_is_there(after: bytes) -> None:
    parts = unzipped(after)
    typed = {entry.get("PartName").lstrip("/") for entry in tree_of(parts[TYPES]).iter(f"{CT}Override")}
    assert typed - parts.keys() == set()
    assert {target for _, _, target in relationships(parts)} - parts.keys() == set()
    assert parts.keys() - reached(parts) == set()


def test_the_new_values_stand_there_for_two_readers(before: bytes, after: bytes, kind: str) -> None:
    change = KINDS[kind](read(before))
    assert len(change.cells) > 0
    assert wanting(before, change) != {}
    assert wanting(after, change) == {}


def test_nothing_else_has_changed_for_two_readers(before: bytes, after: bytes, kind: str) -> None:
    assert harm(seen(before), seen(after), KINDS[kind](read(before))) == {}


GROWN = {
    "SetCell": {"dimension": ("A1:K222", "A1:S900")},
    "AppendRows": {"dimension": ("A1:J5", "A1:J6"), "conditional format": ("B5:B5", "B5:B6")},
    "RedrawRows": {"dimension": ("A1:G5", "A1:G7")},
    "Refresh": {},
}
"""What changes in the sheet's own part outside its cells."""


PRINTED = {
    "AppendRows": ("History!$A$4:$J$5", "History!$A$4:$J$6"),
    "RedrawRows": ("Findings!$A$4:$G$5", "Findings!$A$4:$G$7"),
}
"""How far a table is printed before and after it grows."""


def test_in_the_workbooks_part_only_what_is_printed_has_changed(before: bytes, after: bytes, kind: str) -> None:
    old, new = (tree_of(unzipped(data)[WORKBOOK]) for data in (before, after))
    names = [[name.text for name in root.iter(f"{M}definedName")] for root in (old, new)]
    changed = [pair for pair in zip(*names, strict=True) if pair[0] != pair[1]]
    assert changed == ([PRINTED[kind]] if kind in PRINTED else [])
    for root in (old, new):
        for name in root.iter(f"{M}definedName"):
            name.text = ""
    assert etree.tostring(old, method="c14n") == etree.tostring(new, method="c14n")


def areas(root: Any) -> dict[str, str]:
    """The stated areas that grow."""
    marks = root.iter(XM_AREA)
    return {
        "dimension": root.find(f"{M}dimension").get("ref"),
        "conditional format": next((mark.text for mark in marks), ""),
        "links": " ".join(link.get("ref") for link in root.iter(f"{M}hyperlink")),
    }


def rest(root: Any) -> list[bytes]:
    """Everything in a sheet beside its cells and what grows."""
    for element in (*root.iter(f"{M}dimension"), *root.iter(f"{M}sheetData"), *root.iter(f"{M}hyperlinks")):
        root.remove(element)
    for mark in [*root.iter(XM_AREA)][:1]:
        mark.text = ""
    return [etree.tostring(child, method="c14n") for child in root]


def test_in_the_sheets_part_only_cells_and_what_grows_have_changed(before: bytes, after: bytes, kind: str) -> None:
    old, new = (tree_of(unzipped(data)[SHEET[kind]]) for data in (before, after))
    grown: Mapping[str, tuple[str, str]] = GROWN[kind]
    was, now = areas(old), areas(new)
    assert {name: (was[name], now[name]) for name in was if was[name] != now[name]} == grown
    assert dict(old.attrib) == dict(new.attrib)
    assert old.nsmap == new.nsmap
    assert rest(old) == rest(new)


def test_a_part_that_is_written_anew_would_be_noticed(foreign: bytes) -> None:
    """The same content, packed otherwise, is another part."""
    stored = packed_parts(packed(unzipped(foreign), "stored", Rng(0)))
    assert {name for name, lies in packed_parts(foreign).items() if stored[name] == lies} == set()


def test_rich_values_of_a_cell_that_is_filled_go_with_its_value(foreign: bytes) -> None:
    """A picture in a cell, then words: the cell no longer says that a picture is there."""
    data = edit(foreign, [SetCell("My notes", 2, 3, "No picture")]).data
    cells = {
        cell.get("r"): dict(cell.attrib) for cell in tree_of(unzipped(data)["xl/worksheets/sheet15.xml"]).iter(f"{M}c")
    }
    assert cells["C2"] == {"r": "C2", "t": "s"}
    assert cells["A5"] == {"r": "A5", "t": "str", "cm": "1"}
