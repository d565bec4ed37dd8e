"""A sheet of ours drawn anew in a person's workbook: it stays where it was, and nothing of theirs goes with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.backends.writer import drawn
from ecm_xl.workbook.book import Book, Column
from ecm_xl.workbook.edits import AddSheet, EditRefused, ReplaceSheet
from tests.editing.elements import TYPES, WORKBOOK, M, Parts, R, link, linked, rels_of, sheets, tree_of
from tests.editing.forms import NAME, form, plain_form
from tests.editing.grafting import ODD, STYLES, WHOLE, audited, of_sheet, others, refused_so, theirs, touched
from tests.editing.views import differing, read
from tests.hostile.bases import unzipped
from tests.parts import links, zipped

OURS = ODD["ours"]
QUOTED = f"'{NAME}'"


def with_form(*, chart: bool = True) -> bytes:
    """The workbook with the form in it."""
    book = form()
    if not chart:
        book.sheets[0].charts = []
    return edit(OURS(), [AddSheet(book, before="Audit")]).data


def newer() -> Book:
    """The form as a newer version draws it: more text, the second table under another name, a note reworded."""
    book = form()
    sheet = book.sheets[0]
    sheet.put(13, 5, "Something new", "answer")
    first, second = sheet.tables
    columns = Column("Ref", note="Reworded."), *first.columns[1:]
    sheet.tables = [replace(first, columns=columns), replace(second, name="Profile_New")]
    sheet.print_columns = None
    sheet.repeat_rows = (1, 4)
    return book


def redrawn(before: bytes, book: Book | None = None) -> bytes:
    return edit(before, [ReplaceSheet(book or newer())]).data


def test_it_is_as_it_is_drawn_anew_and_nothing_else_is_touched() -> None:
    before = with_form()
    after = redrawn(before)
    theirs, ours = of_sheet(after, NAME), of_sheet(drawn(newer()), NAME)
    ours["printed",] = "$1:$4", None, "'Profile & more'!$A$1:$H$17"  # the print area that it had stays
    assert differing(ours, theirs) == {}
    assert differing(others(before, NAME), others(after, NAME)) == {}


def test_its_place_number_and_part_stay() -> None:
    before, after = unzipped(with_form()), unzipped(redrawn(with_form()))
    assert tree_of(after[WORKBOOK]).find(f"{M}sheets").find(f"{M}sheet[2]").attrib == {
        "name": NAME,
        "sheetId": "4",
        f"{R}id": {part: key for key, part in linked(before, WORKBOOK, "worksheet").items()}[sheets(before)[NAME]],
    }
    assert sheets(after) == sheets(before)


def test_tables_keep_their_numbers_by_their_names() -> None:
    parts = unzipped(redrawn(with_form()))
    tables = [tree_of(parts[part]) for part in linked(parts, sheets(parts)[NAME], "table").values()]
    assert [(table.get("name"), table.get("id")) for table in tables] == [("Profile", "2"), ("Profile_New", "4")]
    assert read(redrawn(with_form())).tables.keys() == {"Audit", "Profile", "Profile_New"}


def test_parts_that_nothing_else_leads_to_go() -> None:
    before = with_form()
    old = unzipped(before)
    part = sheets(old)[NAME]
    new, gone, other = touched(before, redrawn(before))
    kinds = ("table", "drawing", "vmlDrawing", "comments")
    mine = {target for kind in kinds for target in linked(old, part, kind).values()}
    (drawing,) = linked(old, part, "drawing").values()
    assert gone == mine | {rels_of(drawing), *linked(old, drawing, "chart").values()}
    assert {re.sub(r"\d", "", name) for name in new} == {re.sub(r"\d", "", name) for name in gone}
    assert other == {TYPES, WORKBOOK, part, rels_of(part), "xl/sharedStrings.xml"}
    types = unzipped(redrawn(before))[TYPES].decode()
    assert [name for name in gone if name in types] == []


def test_a_part_that_another_sheet_leads_to_stays() -> None:
    parts = unzipped(with_form())
    (drawing,) = linked(parts, sheets(parts)[NAME], "drawing").values()
    parts[rels_of(sheets(parts)["End"])] = links(("d", "drawing", f"/{drawing.upper()}")).encode()
    _, gone, _ = touched(zipped(parts), redrawn(zipped(parts)))
    assert sorted(re.sub(r"\d", "", name.rpartition("/")[2]) for name in gone) == [
        "comments.xml",
        "table.xml",
        "table.xml",
        "vmlDrawing.vml",
    ]


def test_the_same_drawing_again_changes_no_cell_and_adds_no_look() -> None:
    before = with_form()
    once, twice = redrawn(before, form()), redrawn(redrawn(before, form()), form())
    assert unzipped(once)[STYLES] == unzipped(twice)[STYLES] == unzipped(before)[STYLES]
    assert unzipped(once)["xl/sharedStrings.xml"] == unzipped(before)["xl/sharedStrings.xml"]
    assert differing(of_sheet(before, NAME), of_sheet(twice, NAME)) == {}
    assert unzipped(once).keys() ^ unzipped(twice).keys()  # parts go by new names each time
    assert len(unzipped(once)) == len(unzipped(twice)) == len(unzipped(before))


def test_names_of_the_sheet_stay_unless_it_brings_them(tmp_path: Path) -> None:
    parts = unzipped(with_form())
    mine = (
        f'<definedName name="Mine" localSheetId="1">{escape(QUOTED)}!$A$9</definedName>'
        '<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">Audit!$A$1:$B$2</definedName>'
        '<definedName name="Mine" localSheetId="3">End!$A$9</definedName></definedNames>'
    )
    parts[WORKBOOK] = parts[WORKBOOK].replace(b"</definedNames>", mine.encode())
    after = redrawn(zipped(parts))
    defined = tree_of(unzipped(after)[WORKBOOK]).iter(f"{M}definedName")
    names = [(name.get("name"), name.get("localSheetId"), name.text) for name in defined]
    assert sorted((name, at, text) for name, at, text in names if at) == [
        ("Mine", "1", f"{QUOTED}!$A$9"),
        ("Mine", "3", "End!$A$9"),
        ("_xlnm.Print_Area", "1", f"{QUOTED}!$A$1:$H$17"),
        ("_xlnm.Print_Area", "2", "Audit!$A$1:$B$5"),
        ("_xlnm.Print_Area", "3", "End!$A$1"),
        ("_xlnm.Print_Titles", "1", f"{QUOTED}!$1:$4"),
        ("_xlnm.Print_Titles", "2", "Audit!$3:$3"),
    ]
    assert len([name for name, at, _ in names if not at]) == 4
    assert audited(after, tmp_path) == set()


def test_a_sheet_without_anything_beside_takes_the_place_of_one_with_much() -> None:
    book = plain_form(NAME)
    book.sheets[0].tables = []
    after = redrawn(with_form(chart=False), book)
    part = sheets(unzipped(after))[NAME]
    assert rels_of(part) not in unzipped(after)
    assert read(after).tables.keys() == {"Audit"}
    assert differing(of_sheet(drawn(book), NAME), of_sheet(after, NAME)).keys() == {("printed",)}  # as it had it


def test_texts_are_counted() -> None:
    parts = unzipped(redrawn(with_form()))
    cells = [cell for part in sheets(parts).values() for cell in tree_of(parts[part]).iter(f"{M}c")]
    count = tree_of(parts["xl/sharedStrings.xml"]).get("count")
    assert int(count) == sum(cell.get("t") == "s" for cell in cells)


@pytest.mark.parametrize("name", ["prefixes", "absolute targets", "capitals", "other capitals", "indented", "openpyxl"])
def test_whoever_made_the_workbook(name: str, tmp_path: Path) -> None:
    before = {**ODD, **WHOLE}[name]()
    book = plain_form("audit", "audit") if name != "openpyxl" else plain_form("Findings", "Findings")
    sheet = book.sheets[0].name.capitalize()
    after = redrawn(before, with_ours(book))
    found, ours = read(after).sheet(sheet), read(drawn(book)).sheets[0]
    assert found is not None
    assert (found.name, found.rows, found.formulas) == (sheet, ours.rows, ours.formulas)
    assert differing(others(before, sheet), others(after, sheet)) == {}
    assert audited(after, tmp_path) <= audited(before, tmp_path)


def with_ours(book: Book) -> Book:
    """The drawing has room for the one chart of the sheet that it replaces."""
    book.sheets[0].charts = theirs().sheets[1].charts
    return book


# Refused


def test_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(EditRefused) as reason:
        redrawn(OURS())
    assert refused_so(reason) == ("edit-missing", f"the sheet {NAME}", "")


def test_a_name_of_another_sheet_is_refused() -> None:
    with pytest.raises(EditRefused) as reason:
        redrawn(with_form(chart=False), plain_form(NAME, "Audit"))
    assert refused_so(reason) == ("edit-name-taken", "a table or a name called Audit", "")


def test_structure_that_is_locked_is_no_obstacle() -> None:
    parts = unzipped(with_form())
    lock = b'<workbookProtection lockStructure="1"/><bookViews>'
    parts[WORKBOOK] = parts[WORKBOOK].replace(b"<bookViews>", lock)
    assert redrawn(zipped(parts)) != zipped(parts)


def thing(kind: str) -> Callable[[Parts, str], None]:
    """Something hangs on the sheet."""

    def put(parts: Parts, part: str) -> None:
        link(parts, part, kind, f"xl/own/{kind}1.xml", b"<a/>", "application/xml")

    return put


def element(words: str) -> Callable[[Parts, str], None]:
    """Something stands in the sheet's part, at its end."""

    def put(parts: Parts, part: str) -> None:
        parts[part] = parts[part].replace(b"</worksheet>", f"{words}</worksheet>".encode())

    return put


def anchor(inside: str, kind: str = "oneCellAnchor") -> Callable[[Parts, str], None]:
    """Something lies on the sheet."""

    def put(parts: Parts, part: str) -> None:
        drawing = next(iter(linked(parts, part, "drawing").values()))
        parts[drawing] = parts[drawing].replace(
            b"</xdr:wsDr>", f"<xdr:{kind}>{inside}</xdr:{kind}></xdr:wsDr>".encode()
        )

    return put


def note(author: int, words: str) -> Callable[[Parts, str], None]:
    """A note, by us (0) or by somebody (1)."""

    def put(parts: Parts, part: str) -> None:
        comments = next(iter(linked(parts, part, "comments").values()))
        found = parts[comments].replace(b"</authors>", b"<author>Bea</author></authors>")
        new = f'<comment ref="G9" authorId="{author}"><text><r><t>{words}</t></r></text></comment></commentList>'
        parts[comments] = found.replace(b"</commentList>", new.encode())

    return put


def button(parts: Parts, part: str) -> None:
    """A form control as old versions draw it."""
    shapes = next(iter(linked(parts, part, "vmlDrawing").values()))
    parts[shapes] = parts[shapes].replace(b'ObjectType="Note"', b'ObjectType="Button"', 1)


def locked(parts: Parts, part: str) -> None:
    """A password of the person's own."""
    parts[part] = parts[part].replace(b"<sheetProtection ", b'<sheetProtection password="CC1A" ')


def query(parts: Parts, part: str) -> None:
    """A table that is fed from elsewhere."""
    table = next(iter(linked(parts, part, "table").values()))
    parts[rels_of(table)] = links(("q", "queryTable", "../queryTables/queryTable1.xml")).encode()


CHART = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
OWNS = {
    "pivot": (thing("pivotTable"), "a pivot table"),
    "slicer": (thing("slicer"), "a slicer"),
    "timeline": (thing("timeline"), "a timeline"),
    "threads": (thing("threadedComment"), "a comment with replies"),
    "control": (thing("ctrlProp"), "a button or a box"),
    "embedded": (thing("oleObject"), "an embedded file"),
    "package": (thing("package"), "an embedded file"),
    "background": (thing("image"), "a picture"),
    "unknown": (thing("somethingNew"), "something"),
    "header picture": (element("<legacyDrawingHF/>"), "a picture"),
    "scenarios": (element("<scenarios/>"), "a scenario"),
    "views": (element("<customSheetViews/>"), "a view"),
    "sparkline": (element("<extLst><sparklineGroups/></extLst>"), "a small chart in a cell, or a slicer,"),
    "shape": (anchor("<xdr:sp/>"), "a picture or a shape"),
    "picture": (anchor("<xdr:pic/>", "absoluteAnchor"), "a picture or a shape"),
    "chart": (anchor(CHART, "twoCellAnchor"), "a chart"),
    "note": (note(1, "Ask Bea."), "a note"),
    "button": (button, "a button or a box"),
    "query": (query, "a table that is fed from elsewhere"),
}


@pytest.mark.parametrize("name", OWNS)
def test_what_is_not_ours_is_never_taken_away(name: str) -> None:
    change, words = OWNS[name]
    parts = unzipped(with_form())
    change(parts, sheets(parts)[NAME])
    with pytest.raises(EditRefused) as reason:
        redrawn(zipped(parts))
    assert refused_so(reason) == ("edit-owns", words, NAME)


def test_a_sheet_with_a_password_is_theirs() -> None:
    parts = unzipped(with_form())
    locked(parts, sheets(parts)[NAME])
    with pytest.raises(EditRefused) as reason:
        redrawn(zipped(parts))
    assert refused_so(reason) == ("edit-protected", "", NAME)


@pytest.mark.parametrize(
    "change",
    [
        note(0, "Ours, of an old version"),
        note(1, "Choose  one from the\nlist."),
        note(1, " "),
        thing("printerSettings"),
    ],
    ids=["old note", "note saved by another program", "empty note", "printer"],
)
def test_what_is_ours_is_no_obstacle(change: Callable[[Parts, str], None]) -> None:
    parts = unzipped(with_form())
    change(parts, sheets(parts)[NAME])
    assert differing(of_sheet(redrawn(zipped(parts)), NAME), of_sheet(redrawn(with_form()), NAME)) == {}


def test_things_of_others_on_other_sheets_are_no_obstacle(foreign: bytes) -> None:
    book = plain_form("Leads", "Leads")
    after = edit(foreign, [ReplaceSheet(book)]).data
    assert differing(others(foreign, "Leads"), others(after, "Leads")) == {}


def test_sheets_of_ours_with_foreign_things_are_refused(foreign: bytes) -> None:
    with pytest.raises(EditRefused) as reason:
        edit(foreign, [ReplaceSheet(plain_form("Audit", "Audit"))])
    assert refused_so(reason)[::2] == ("edit-owns", "Audit")
