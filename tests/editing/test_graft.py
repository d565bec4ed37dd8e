"""A whole new sheet in a person's workbook: as it was drawn, whoever made the workbook, and nothing else is touched."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.backends.editor.fitting import fit_sheet
from ecm_xl.backends.editor.styles import Numbers
from ecm_xl.backends.editor.texts import texts_of
from ecm_xl.backends.writer import drawn
from ecm_xl.workbook.book import Book, Choice
from ecm_xl.workbook.edits import AddSheet, AppendRows, Edit, EditRefused, SetCell
from ecm_xl.workbook.snapshot import UnreadableWorkbook
from tests.editing.elements import TYPES, WORKBOOK, M, R, linked, rels_of, sheets, tree_of
from tests.editing.forms import NAME, NAMES, TABLES, form, plain_form
from tests.editing.grafting import (
    ODD,
    SAVED_BY_LIBREOFFICE,
    STYLES,
    WHOLE,
    audited,
    of_sheet,
    others,
    refused_so,
    theirs,
    touched,
)
from tests.editing.views import by_openpyxl, differing, read
from tests.hostile.bases import unzipped
from tests.parts import MAIN, zipped

Make = Callable[[], bytes]
LIBREOFFICE = pytest.param(SAVED_BY_LIBREOFFICE, id="LibreOffice", marks=[pytest.mark.slow, pytest.mark.libreoffice])
ALL = [*(pytest.param(make, id=name) for name, make in {**ODD, **WHOLE}.items()), LIBREOFFICE]
OURS = ODD["ours"]
LISTS = {STYLES, "xl/sharedStrings.xml"}
"""Made anew where there are none."""


def grafted(before: bytes, *, at: str = "End") -> bytes:
    """The workbook with the form in it."""
    return edit(before, [AddSheet(form(), before=at)]).data


# Whoever made the workbook


@pytest.mark.parametrize("make", ALL)
def test_the_sheet_is_as_it_was_drawn(make: Make) -> None:
    after = grafted(make())
    found = differing(of_sheet(drawn(form()), NAME), of_sheet(after, NAME))
    assert found.keys() == ({"columns"} if make is ODD["another font"] else set())  # of which a test is below
    found_here, ours = read(after).sheet(NAME), read(drawn(form())).sheet(NAME)
    assert ours is not None
    assert found_here == ours
    assert len(ours.rows) == 17


@pytest.mark.parametrize("make", ALL)
def test_nothing_else_is_touched(make: Make) -> None:
    before = make()
    after = grafted(before)
    was, now = others(before, NAME), others(after, NAME)
    names = {key: now["names"][key] for key in NAMES}  # type: ignore[index]
    assert differing({**was, "names": {**was["names"], **names}}, now) == {}  # type: ignore[dict-item]
    assert names == NAMES
    new, gone, other = touched(before, after)
    assert other <= {TYPES, WORKBOOK, rels_of(WORKBOOK), *LISTS}
    assert gone <= {"xl/calcChain.xml"}
    assert {re.sub(r"\d", "", part).lower() for part in new - LISTS} == {
        "xl/worksheets/sheet.xml",
        "xl/worksheets/_rels/sheet.xml.rels",
        "xl/tables/table.xml",
        "xl/drawings/drawing.xml",
        "xl/drawings/_rels/drawing.xml.rels",
        "xl/drawings/vmldrawing.vml",
        "xl/charts/chart.xml",
        "xl/comments.xml",
    }
    assert len(new - LISTS) == 9


@pytest.mark.parametrize("make", ALL)
def test_an_auditor_has_nothing_more_to_say(make: Make, tmp_path: Path) -> None:
    before = make()
    said, before_that = audited(grafted(before), tmp_path), audited(before, tmp_path)
    assert said <= before_that
    assert make not in (OURS, *list(WHOLE.values())[:2]) or before_that == set()


# The package


def test_every_part_has_a_name_of_its_own_whatever_is_left_there() -> None:
    before = ODD["clashing names"]()
    new, _, _ = touched(before, grafted(before))
    parts = {part for part in new if "_rels" not in part}
    assert parts == {
        "xl/worksheets/sheet5.xml",
        "xl/tables/table4.xml",
        "xl/tables/table5.xml",
        "xl/charts/chart3.xml",
        "xl/drawings/drawing3.xml",
        "xl/drawings/vmlDrawing3.vml",
        "xl/comments3.xml",
    }
    names = [name.lower() for name in unzipped(grafted(before))]
    assert len(names) == len({*names})


def test_what_each_part_is_is_said() -> None:
    before = OURS()
    types = re.sub(rb'<Default Extension="vml"[^>]*>', b"", unzipped(before)[TYPES])
    plain = {**unzipped(before), TYPES: types}
    new, _, _ = touched(zipped(plain), after := grafted(zipped(plain)))
    found = unzipped(after)[TYPES].decode()
    said = {name: kind for name, kind in re.findall(r'PartName="/([^"]*)" ContentType="([^"]*)"', found) if name in new}
    assert {
        name.rstrip("0123456789.xml").rpartition("/")[2]: kind.rpartition(".")[2] for name, kind in said.items()
    } == {
        "sheet": "worksheet+xml",
        "table": "table+xml",
        "chart": "chart+xml",
        "drawing": "drawing+xml",
        "comments": "comments+xml",
    }
    assert (
        found.count('<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"')
        == 1
    )


def test_an_extension_that_stands_for_something_else_is_left() -> None:
    parts = unzipped(OURS())
    parts[TYPES] = re.sub(rb'(Extension="vml" ContentType=)"[^"]*"', rb'\1"image/x-other"', parts[TYPES])
    found = unzipped(grafted(zipped(parts)))[TYPES]
    assert re.findall(rb'(?:PartName|Extension)="([^"]*[vV][mM][lL])" ContentType="([^"]*)"', found) == [
        (b"vml", b"image/x-other"),
        (b"/xl/drawings/vmlDrawing2.vml", b"application/vnd.openxmlformats-officedocument.vmlDrawing"),
    ]


def test_links_to_other_files_and_places_come_along() -> None:
    parts = unzipped(grafted(OURS()))
    part = sheets(parts)[NAME]
    outside = [link.attrib for link in tree_of(parts[rels_of(part)]) if link.get("TargetMode") == "External"]
    assert [link["Target"] for link in outside] == ["other%20file.xlsx"]
    listed = [dict(link.attrib) for link in tree_of(parts[part]).iter(f"{M}hyperlink")]
    assert listed == [
        {"ref": "A3", "location": "Audit!A1", "display": "Audit"},
        {"ref": "B3", f"{R}id": outside[0]["Id"], "location": "Audit!A1"},
    ]


def test_what_only_newer_programs_read_comes_along() -> None:
    part = unzipped(drawn(form()))["xl/worksheets/sheet1.xml"]
    extension = part[part.index(b"<extLst><ext xmlns:x14") :]
    parts = unzipped(grafted(OURS()))
    assert b"x14:dataBar" in extension
    assert parts[sheets(parts)[NAME]].endswith(extension)


def test_the_shapes_of_notes_have_numbers_of_their_own() -> None:
    parts = unzipped(grafted(OURS()))
    shapes = [re.findall(rb'id="_x0000_s(\d+)"', parts[name]) for name in parts if name.endswith(".vml")]
    assert shapes == [[b"1025", b"1026"], [b"2049", b"2050", b"2051"]]
    assert [re.findall(rb'data="(\d+)"', parts[name]) for name in parts if name.endswith(".vml")] == [[b"1"], [b"2"]]


def test_the_same_edits_give_the_same_bytes() -> None:
    before = WHOLE["a sample"]()
    assert grafted(before) == grafted(before)


# The workbook's list of sheets


def listed(data: bytes) -> list[tuple[str, str]]:
    return [(sheet.get("name"), sheet.get("sheetId")) for sheet in tree_of(unzipped(data)[WORKBOOK]).iter(f"{M}sheet")]


@pytest.mark.parametrize(
    ("before", "order"),
    [
        ("Lists", [NAME, "Lists", "Audit", "End"]),
        ("aUDIT", ["Lists", NAME, "Audit", "End"]),
        ("End", ["Lists", "Audit", NAME, "End"]),
        ("Not there", ["Lists", "Audit", "End", NAME]),
        ("", ["Lists", "Audit", "End", NAME]),
    ],
)
def test_it_goes_before_a_sheet_or_behind_the_last(before: str, order: list[str]) -> None:
    after = grafted(OURS(), at=before)
    assert listed(after) == [(name, {"Lists": "1", "Audit": "2", "End": "3", NAME: "4"}[name]) for name in order]
    assert by_openpyxl(after).active.title == "End"
    assert audit_prints(after) == {"Audit": ("'Audit'!$A$1:$B$5", "$3:$3"), "End": ("'End'!$A$1", None)} | {
        NAME: ("'Profile & more'!$A$1:$H$17", "$4:$4")
    }


def audit_prints(data: bytes) -> dict[str, tuple[str, str | None]]:
    """Sheet → what of it is printed, and the rows on top of every page."""
    sheets = by_openpyxl(data).worksheets
    return {sheet.title: (sheet.print_area, sheet.print_title_rows) for sheet in sheets if sheet.print_area}


def test_hidden_sheets_at_the_end_stay_behind_it() -> None:
    names = [name for name, _ in listed(grafted(WHOLE["a sample"](), at=""))]
    assert names[-4:] == ["History", NAME, "Working", "Lists"]


@pytest.mark.parametrize(
    ("said", "before", "then"),
    [
        ('activeTab="2"', "Lists", 'activeTab="3"'),
        ('activeTab="1"', "End", 'activeTab="1"'),
        ('firstSheet="1" activeTab="1"', "Lists", 'firstSheet="2" activeTab="2"'),
        ('firstSheet="1" activeTab="1"', "Audit", 'firstSheet="1" activeTab="2"'),
        ('firstSheet="2" activeTab="2"', "", 'firstSheet="2" activeTab="2"'),
        ("", "Lists", 'activeTab="1"'),
    ],
)
def test_the_sheet_in_front_stays_in_front(said: str, before: str, then: str) -> None:
    parts = unzipped(OURS())
    view = '<workbookView xWindow="1" '
    parts[WORKBOOK] = re.sub(rb"<workbookView[^>]*/>", f"{view}{said}/>".encode(), parts[WORKBOOK])
    after = unzipped(grafted(zipped(parts), at=before))
    assert f"{view}{then}/>".encode() in after[WORKBOOK]
    assert b"tabSelected" not in after[sheets({**after})[NAME]]


def test_a_hidden_sheet_is_hidden() -> None:
    after = edit(OURS(), [AddSheet(plain_form(hidden=True))]).data
    assert [(sheet.name, sheet.hidden) for sheet in read(after).sheets] == [
        ("Lists", True),
        ("Audit", False),
        ("End", False),
        ("Form", True),
    ]


def test_names_that_are_there_stay_as_they_are() -> None:
    book = form()
    book.names["RATINGS"] = "Lists!$A$1:$A$9"
    after = edit(OURS(), [AddSheet(book)]).data
    names = {name: defined.attr_text for name, defined in by_openpyxl(after).defined_names.items()}
    assert names == {**NAMES, "Ratings": "Lists!$A$1:$A$2", "Started_On": "Audit!$B$5"}
    assert read(after).names == {"Profile_For": (NAME, 2, 2), "Started_On": ("Audit", 5, 2)}


# Tables and texts


def test_tables_get_the_next_numbers() -> None:
    parts = unzipped(OURS())
    parts["xl/tables/table1.xml"] = parts["xl/tables/table1.xml"].replace(b'id="1" name', b'id="41" name')
    after = unzipped(grafted(zipped(parts)))
    tables = [tree_of(after[part]) for part in linked(after, sheets(after)[NAME], "table").values()]
    assert [(table.get("displayName"), table.get("id")) for table in tables] == [(TABLES[0], "42"), (TABLES[1], "43")]


def test_texts_go_to_the_list_of_shared_ones_and_are_counted() -> None:
    was, now = (tree_of(unzipped(data)["xl/sharedStrings.xml"]) for data in (OURS(), grafted(OURS())))
    shown = ["".join(item.itertext()) for item in now]
    assert shown[: len(was)] == ["".join(item.itertext()) for item in was]
    assert len({*shown}) == len(shown) == int(now.get("uniqueCount"))
    parts = unzipped(grafted(OURS()))
    cells = [cell for part in sheets(parts).values() for cell in tree_of(parts[part]).iter(f"{M}c")]
    assert int(now.get("count")) == sum(cell.get("t") == "s" for cell in cells)


# Looks


def test_looks_hang_on_nothing_of_the_workbook() -> None:
    parts = unzipped(grafted(ODD["another font"]()))
    styles, sheet = tree_of(parts[STYLES]), tree_of(parts[sheets(parts)[NAME]])
    formats, fonts = styles.find(f"{M}cellXfs"), styles.find(f"{M}fonts")
    used = {int(cell.get("s")) for cell in sheet.iter(f"{M}c")} | {int(c.get("style")) for c in sheet.iter(f"{M}col")}
    assert len(used) > 10
    for number in used:
        font = fonts[int(formats[number].get("fontId"))]
        assert font.find(f"{M}name").get("val") == "Calibri"
        assert font.find(f"{M}scheme") is None
        assert {key for key in formats[number].attrib if key.startswith("apply")} == {
            "applyNumberFormat", "applyFont", "applyFill", "applyBorder", "applyAlignment", "applyProtection",
        }  # fmt: skip
        assert {formats[number].get(key) for key in formats[number].attrib if key.startswith("apply")} == {"1"}


def test_counts_of_looks_are_right_and_none_is_there_twice() -> None:
    for make in ODD.values():
        root = tree_of(unzipped(grafted(make()))[STYLES])
        for element in root:
            if element.get("count") and isinstance(element.tag, str):
                assert int(element.get("count")) == len(element), element.tag
    once = edit(OURS(), [AddSheet(plain_form())]).data
    twice = edit(once, [AddSheet(plain_form("Other", "Other_Table"))]).data
    assert unzipped(twice)[STYLES] == unzipped(once)[STYLES]


@pytest.mark.parametrize("name", ["no style Normal", "bare styles", "no styles"])
def test_there_is_a_style_normal_afterwards(name: str) -> None:
    root = tree_of(unzipped(grafted(ODD[name]()))[STYLES])
    styles = [(s.get("name"), s.get("xfId")) for s in root.find(f"{M}cellStyles") if s.get("builtinId") == "0"]
    assert styles == [("Normal", "1" if name == "no style Normal" else "0")]
    assert {xf.get("xfId") for xf in root.find(f"{M}cellXfs")[-9:]} == {styles[0][1]}


def test_columns_are_as_wide_as_drawn_in_another_font() -> None:
    after = unzipped(grafted(ODD["another font"]()))
    root = tree_of(after[sheets(after)[NAME]])
    widths = [float(column.get("width")) for column in root.iter(f"{M}col")]
    assert [round(width * 11) for width in widths] == [round((width + 0.7109375) * 7) for width in (14, 40, 18, 12)]
    assert float(root.find(f"{M}sheetFormatPr").get("defaultColWidth")) == pytest.approx(9.140625 * 7 / 11)


# Several at once


def test_two_sheets_and_other_edits_at_once() -> None:
    edits: list[Edit] = [
        AddSheet(form(), before="End"),
        SetCell("Audit", 4, 2, "Emergent"),
        AddSheet(plain_form(), before="End"),
        AppendRows("Audit", (("F6", "new"),)),
    ]
    after = edit(OURS(), edits).data
    assert [name for name, _ in listed(after)] == ["Lists", "Audit", NAME, "Form", "End"]
    found = read(after)
    audit, new = found.sheet("Audit"), found.sheet("Form")
    assert audit is not None
    assert new is not None
    assert [row[:2] for row in audit.rows[2:]] == [
        ["Ref", "Answer"],
        ["F4", "Emergent"],
        ["F5", "Embedded"],
        ["F6", "new"],
    ]
    assert [row[0] for row in new.rows] == ["A form", "", "Ref", "F4", "F5"]
    ids = [tree_of(part).get("id") for name, part in unzipped(after).items() if name.startswith("xl/tables/")]
    assert sorted(ids) == ["1", "2", "3", "4"]


def test_into_a_workbook_full_of_foreign_things(foreign: bytes, foreign_macros: bytes) -> None:
    for before in (foreign, foreign_macros):
        after = grafted(before, at="Findings")
        assert differing(of_sheet(drawn(form()), NAME), of_sheet(after, NAME)) == {}
        _, gone, other = touched(before, after)
        assert gone <= {"xl/calcChain.xml"}
        assert other == {TYPES, WORKBOOK, rels_of(WORKBOOK), *LISTS}


def test_each_of_two_sheets_has_shapes_of_its_own() -> None:
    parts = unzipped(OURS())
    shapes = "xl/drawings/vmlDrawing1.vml"
    parts[shapes] = parts[shapes].replace(b'data="1"', b'data="3,,12345678901"')
    after = unzipped(edit(zipped(parts), [AddSheet(form()), AddSheet(plain_form())]).data)
    said = [re.findall(rb'data="([^"]*)"', after[name]) for name in after if name.endswith(".vml")]
    assert said == [[b"3,,12345678901"], [b"4"], [b"5"]]


def test_a_new_sheet_gets_a_number_that_no_sheet_had() -> None:
    parts = unzipped(OURS())
    parts[WORKBOOK] = parts[WORKBOOK].replace(b'sheetId="2"', b'sheetId="17"')
    assert listed(grafted(zipped(parts)))[2] == (NAME, "18")


def test_rows_with_a_look_have_it_under_its_new_number() -> None:
    root = tree_of(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1" s="1"/></sheetData></worksheet>'.encode())
    texts = texts_of("a", f'<sst xmlns="{MAIN}"/>'.encode())
    assert fit_sheet(root, Numbers({"1": "9"}, {}), texts, texts) == 0
    assert root.find(f"{M}sheetData")[0].get("s") == "9"


def test_a_chart_of_another_sheets_cells_is_drawn_without_a_word() -> None:
    book = plain_form()
    book.sheets[0].charts = theirs().sheets[1].charts
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        after = edit(OURS(), [AddSheet(book)]).data
    assert len(by_openpyxl(after)["Form"]._charts) == 1


# Refused


def test_the_same_sheet_a_second_time_is_refused() -> None:
    with pytest.raises(EditRefused) as reason:
        grafted(grafted(OURS()))
    assert refused_so(reason) == ("edit-name-taken", f"a sheet called {NAME}", "")


@pytest.mark.parametrize(
    ("book", "detail"),
    [
        (plain_form("audit"), "a sheet called audit"),
        (plain_form("Form", "AUDIT"), "a table or a name called AUDIT"),
        (plain_form("Form", "ratings"), "a table or a name called ratings"),
        (plain_form(names={"audit": "Form!$A$1"}), "a table or a name called audit"),
        (plain_form(names={"FORM_table": "Form!$A$1"}), "a table or a name called FORM_table"),
    ],
)
def test_a_name_that_is_taken_is_refused(book: Book, detail: str) -> None:
    with pytest.raises(EditRefused) as reason:
        edit(OURS(), [AddSheet(book)])
    assert refused_so(reason) == ("edit-name-taken", detail, "")


def test_a_table_without_headings_has_its_name_too() -> None:
    parts = unzipped(OURS())
    name = "xl/tables/table1.xml"
    parts[name] = parts[name].replace(b"totalsRowShown", b'headerRowCount="0" totalsRowShown')
    with pytest.raises(EditRefused) as reason:
        edit(zipped(parts), [AddSheet(plain_form("Form", "Audit"))])
    assert refused_so(reason) == ("edit-name-taken", "a table or a name called Audit", "")


def test_the_second_of_two_sheets_may_not_have_the_firsts_names() -> None:
    with pytest.raises(EditRefused) as reason:
        edit(OURS(), [AddSheet(plain_form()), AddSheet(plain_form("Form 2"))])
    assert refused_so(reason) == ("edit-name-taken", "a table or a name called Form_Table", "")


@pytest.mark.parametrize(
    ("part", "old", "new", "code"),
    [
        (WORKBOOK, b"<workbook ", b"<!DOCTYPE a><workbook ", "file-unsafe"),
        (STYLES, b"<styleSheet ", b"<!DOCTYPE a><styleSheet ", "file-unsafe"),
        (STYLES, b"</fonts>", b"", "file-damaged"),
        (WORKBOOK, b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
         b"http://purl.oclc.org/ooxml/spreadsheetml/main", "file-strict"),
    ],
)  # fmt: skip
def test_what_is_no_sound_workbook_is_refused(part: str, old: bytes, new: bytes, code: str) -> None:
    parts = unzipped(OURS())
    assert old in parts[part]
    with pytest.raises(UnreadableWorkbook) as reason:
        grafted(zipped({**parts, part: parts[part].replace(old, new, 1)}))
    assert reason.value.code == code


@pytest.mark.parametrize("name", ["xl/worksheets/SHEET1.XML", "xl\\worksheets\\sheet9.xml"])
def test_a_part_that_is_there_twice_or_has_an_odd_name_is_refused(name: str) -> None:
    with pytest.raises(UnreadableWorkbook) as reason:
        grafted(zipped(unzipped(OURS()), {name: b"<a/>"}))
    assert reason.value.code == "file-unsafe"


def test_a_damaged_part_is_not_carried_on() -> None:
    before = bytearray(zipped({**unzipped(OURS()), "docProps/more.bin": bytes(range(256))}, pack=0))
    before[before.index(bytes(range(100, 120)))] ^= 1
    with pytest.raises(UnreadableWorkbook) as reason:
        grafted(bytes(before))
    assert reason.value.code == "file-damaged"


def test_dates_from_1904_are_no_obstacle_to_a_sheet_without_dates() -> None:
    parts = unzipped(OURS())
    parts[WORKBOOK] = parts[WORKBOOK].replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    from_1904 = zipped(parts)
    after = edit(from_1904, [AddSheet(plain_form())]).data
    assert read(after).from_1904
    dates_wanted = plain_form()
    dates_wanted.sheets[0].choices.append(Choice((4, 2, 5, 2), "date", "When", "A date.", "No date."))
    for book in (form(), dates_wanted):
        with pytest.raises(EditRefused) as reason:
            edit(from_1904, [AddSheet(book)])
        assert refused_so(reason) == ("edit-date-system", "", book.sheets[0].name)
