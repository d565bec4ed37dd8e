"""Rows beneath a table's last one, and all of them anew: what grows with the table and what stays."""

from __future__ import annotations

import re

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.workbook.edits import AppendRows, EditRefused, Link, RedrawRows, RowValue
from tests.editing.small import (
    DAY,
    SHEET,
    SHEET_RELS,
    TABLE,
    WORKBOOK,
    cells_of,
    changed,
    listed,
    made,
    refused,
    rows,
    table_part,
    unzipped,
    values,
)
from tests.parts import MAIN, Parts, links, zipped

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
AB, CD, EF = ("a", "b"), ("c", "d"), ("e", "f")


def add(*lines: tuple[RowValue, ...], heights: tuple[float, ...] = ()) -> AppendRows:
    return AppendRows("List", lines, heights)


def redraw(*lines: tuple[RowValue, ...], heights: tuple[float, ...] = ()) -> RedrawRows:
    return RedrawRows("List", lines, heights)


def ref_of(parts: Parts) -> str:
    found = re.search(r'displayName="List" ref="([^"]+)"', str(parts[TABLE]))
    assert found is not None
    return found[1]


def found(parts: Parts, pattern: str, part: str = SHEET) -> list[str]:
    return re.findall(pattern, str(parts[part]))


# Rows beneath


def test_rows_stand_beneath_the_last_and_the_table_grows() -> None:
    after = changed(listed(AB), add(CD, EF))
    assert values(after) == [["One", "Two"], ["a", "b"], ["c", "d"], ["e", "f"]]
    assert ref_of(after) == "A1:B4"


@pytest.mark.parametrize(
    ("lines", "ref", "after"),
    [
        ([(None, None)], "A1:B2", "A1:B3"),
        ([AB, (None, None), (None, None)], "A1:B4", "A1:B4"),
        ([AB, (None, None), (None, None), (None, None)], "A1:B5", "A1:B5"),
        ([("", "")], "A1:B2", "A1:B3"),
        ([(None, None), AB], "A1:B3", "A1:B5"),
        ([(None, "b"), (None, None)], "A1:B3", "A1:B4"),
    ],
)
def test_blank_rows_at_the_tables_end_are_used_first(lines: list[tuple[str | None, ...]], ref: str, after: str) -> None:
    done = changed(listed(*lines, ref=ref), add(CD, EF))
    last = max([n for n, line in enumerate(lines, 2) if any(line)], default=1)
    assert values(done)[last:] == [["c", "d"], ["e", "f"]]
    assert ref_of(done) == after


def test_rows_that_are_blank_beneath_a_table_are_used_too() -> None:
    beneath = '<row r="3" ht="30"><c r="A3" s="3"/></row><row r="4"><c r="C4"><v>9</v></c></row>'
    after = changed(listed(AB, beneath=beneath), add(CD, EF))
    assert values(after) == [["One", "Two"], ["a", "b"], ["c", "d"], ["e", "f", 9.0]]
    assert '<row r="3" ht="30"><c r="A3" s="3" t="s">' in cells_of(after)


@pytest.mark.parametrize(
    ("ref", "cell"),
    [("A4:B5", "A4"), ("B3:C4", "B3"), ("A5:A6", ""), ("C3:D4", ""), ("D1:E9", "")],
)
def test_a_table_does_not_grow_over_another_one(ref: str, cell: str) -> None:
    """Not even over one whose cells are blank."""
    parts = listed(AB)
    parts[SHEET] = str(parts[SHEET]).replace("</tableParts>", '<tablePart r:id="t2"/></tableParts>')
    parts[SHEET_RELS] = links(("t1", "table", "../tables/table1.xml"), ("t2", "table", "../tables/table2.xml"))
    parts["xl/tables/table2.xml"] = table_part(ref).replace('"List"', '"Other"').replace(' id="1" ', ' id="2" ', 1)
    if not cell:
        assert ref_of(changed(parts, add(CD, EF))) == "A1:B4"
        return
    reason = refused(parts, add(CD, EF))
    assert (reason.code, reason.detail, reason.sheet, reason.cell) == ("edit-occupied", "List", "Sheet", cell)


@pytest.mark.parametrize("area", ["C3:D4", "A4:B4", "C1:D9", "A1:B1"])
def test_merged_cells_beside_and_further_down_are_in_nobodys_way(area: str) -> None:
    merged = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
    assert ref_of(changed(listed(AB, after=merged), add(CD))) == "A1:B3"


def test_no_rows_change_nothing() -> None:
    data = zipped(listed(AB))
    assert edit(data, [add()]).data is data


def test_new_rows_are_shown_where_blank_ones_were_filtered_away() -> None:
    hidden = '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3" hidden="1"/><row r="4" hidden="1"/>'
    parts = made(rows(("One", "Two")) + hidden, table=table_part("A1:B3", "", INSIDE))
    after = changed(parts, add(CD))
    assert found(after, '<row r="([^"]+)" hidden="1"') == ["2", "4"]
    assert after[TABLE] == parts[TABLE]


def test_new_cells_look_as_the_first_row_does() -> None:
    first = '<row r="2"><c r="A2" s="1"><v>46213</v></c><c r="B2"/></row>'
    parts = made(rows(("One", "Two")) + first, before='<cols><col min="1" max="9" style="3"/></cols>',
                 table=table_part("A1:B2"))  # fmt: skip
    assert cells_of(changed(parts, add((None, 7)))).endswith('<row r="3"><c r="A3" s="1"/><c r="B3"><v>7</v></c></row>')


@pytest.mark.parametrize(
    ("row", "heights", "after"),
    [
        ("", (33.5,), ' ht="33.5"'),
        ("", (), ""),
        (' ht="20" customHeight="1"', (33.5,), ' ht="20" customHeight="1"'),
        (' ht="20" customHeight="0"', (30.0,), ' ht="30" customHeight="0"'),
    ],
)
def test_a_row_is_as_high_as_its_text_unless_a_person_fixed_it(
    row: str, heights: tuple[float, ...], after: str
) -> None:
    done = changed(listed(AB, beneath=f'<row r="3"{row}/>'), add(CD, heights=heights))
    assert f'<row r="3"{after}><c' in cells_of(done)


LINK_TO_E7 = '<f>HYPERLINK("#Audit!E7","E7")</f><v>E7</v>'


def test_links_lead_from_new_rows_too() -> None:
    after = changed(listed(AB), add((Link("E7", "Audit!E7"), "d")))
    assert values(after)[2] == ["E7", "d"]
    assert found(after, "<f>[^<]*</f><v>[^<]*</v>") == [LINK_TO_E7]


# What ends with the table grows with it


ENDS = (
    '<conditionalFormatting sqref="A2:B3"><cfRule type="expression" priority="1"><formula>A2</formula></cfRule>'
    '</conditionalFormatting><conditionalFormatting sqref="A3 B2:B3 D2:D3"/><conditionalFormatting sqref="A2:B2"/>'
    '<conditionalFormatting sqref="A2:C3"/><conditionalFormatting sqref="A2:B9"/><conditionalFormatting sqref="A1:B3"/>'
    '<dataValidations count="2"><dataValidation type="list" sqref="A2:A3"/>'
    '<dataValidation type="list" sqref="A:A"/></dataValidations>'
    f'<extLst><ext><x14:dataValidations xmlns:x14="{X14}" xmlns:xm="{XM}"><x14:dataValidation>'
    "<xm:sqref>B2:B3</xm:sqref>"
    "</x14:dataValidation><x14:dataValidation><xm:sqref>C2:C3 A2</xm:sqref></x14:dataValidation></x14:dataValidations>"
    "</ext></extLst>"
)
INSIDE = (
    '<autoFilter ref="A1:B3"><filterColumn colId="0"><filters><filter val="a"/></filters></filterColumn></autoFilter>'
    '<sortState ref="A2:B3"><sortCondition ref="A2:A3"/></sortState>'
)


def areas(parts: Parts) -> tuple[list[str], list[str], list[str], list[str]]:
    return (
        found(parts, '<conditionalFormatting sqref="([^"]+)"'),
        found(parts, '<dataValidation [^>]*sqref="([^"]+)"'),
        found(parts, "<xm:sqref>([^<]+)<"),
        found(parts, '<(?:table|autoFilter|sortState)[^>]* ref="([^"]+)"', TABLE),
    )


def test_what_ends_with_the_table_grows_and_what_does_not_stays() -> None:
    parts = listed(AB, CD, after=ENDS, inside=INSIDE)
    assert areas(changed(parts, add(EF, EF))) == (
        ["A2:B5", "A3:A5 B2:B5 D2:D3", "A2:B2", "A2:C3", "A2:B9", "A1:B5"],
        ["A2:A5", "A:A"],
        ["B2:B5", "C2:C3 A2"],
        ["A1:B5", "A1:B5", "A2:B5"],
    )
    assert len(found(changed(parts, add(EF)), "<filterColumn|<sortState", TABLE)) == 2


def test_and_shrinks_with_it() -> None:
    assert areas(changed(listed(AB, CD, after=ENDS, inside=INSIDE), redraw(EF))) == (
        ["A2:B2", "A3 B2 D2:D3", "A2:B2", "A2:C3", "A2:B9", "A1:B2"],
        ["A2", "A:A"],
        ["B2", "C2:C3 A2"],
        ["A1:B2", "A1:B2"],
    )


def test_nothing_grows_where_blank_rows_are_used() -> None:
    parts = listed(AB, (None, None), after=ENDS, inside=INSIDE)
    after = changed(parts, add(EF))
    assert areas(after) == areas(parts)
    assert after[TABLE] == parts[TABLE]


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ('<definedName name="_xlnm.Print_Area" localSheetId="0">Sheet!$A$1:$B$3</definedName>', "Sheet!$A$1:$B$5"),
        ('<definedName name="_xlnm.Print_Area" localSheetId="0">Sheet!$A$1:$B$4</definedName>', "Sheet!$A$1:$B$4"),
        ('<definedName name="_xlnm.Print_Area" localSheetId="0">Sheet!$A:$B</definedName>', "Sheet!$A:$B"),
        (
            '<definedName name="_xlnm.Print_Area" localSheetId="0">Sheet!$A$1:$A$2,Sheet!$A$1:$B$3</definedName>',
            "Sheet!$A$1:$A$2,Sheet!$A$1:$B$3",
        ),
        ('<definedName name="_xlnm.Print_Titles" localSheetId="0">Sheet!$A$1:$B$3</definedName>', "Sheet!$A$1:$B$3"),
        ('<definedName name="_xlnm.Print_Area" localSheetId="1">Sheet!$A$1:$B$3</definedName>', "Sheet!$A$1:$B$3"),
        ('<definedName name="Mine">Sheet!$A$1:$B$3</definedName>', "Sheet!$A$1:$B$3"),
    ],
)
def test_what_is_printed_ends_with_the_table_if_it_did(name: str, after: str) -> None:
    done = changed(listed(AB, CD, names=name), add(EF, EF))
    assert found(done, "<definedName [^>]+>([^<]+)<", WORKBOOK) == [after]


# All rows anew


def test_a_table_becomes_longer() -> None:
    after = changed(listed(AB), redraw(CD, EF, AB, heights=(30, 45)))
    assert values(after) == [["One", "Two"], ["c", "d"], ["e", "f"], ["a", "b"]]
    assert ref_of(after) == "A1:B4"
    assert found(after, r'<row r="(\d)" ht="(\d+)"') == [("2", "30"), ("3", "45")]  # type: ignore[comparison-overlap]


def test_a_table_becomes_shorter_and_nothing_is_left_of_its_old_rows() -> None:
    after = changed(listed(AB, CD, EF), redraw(("x", None)))
    assert (values(after), ref_of(after)) == ([["One", "Two"], ["x"]], "A1:B2")
    assert cells_of(after).endswith('<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"/></row>')


def test_a_table_without_rows_is_one_blank_row_long() -> None:
    after = changed(listed(AB, CD), redraw())
    assert (values(after), ref_of(after)) == ([["One", "Two"]], "A1:B2")


def test_cells_beside_and_beneath_the_table_stay() -> None:
    beside = '<row r="2"><c r="A2" t="str"><v>a</v></c><c r="B2" t="str"><v>b</v></c><c r="D2"><v>1</v></c></row>'
    more = '<row r="3"><c r="A3"><v>5</v></c><c r="D3"><f>D2+1</f><v>2</v></c></row>'
    parts = made(rows(("One", "Two")) + beside + more + rows((3,), first=9), table=table_part("A1:B3"))
    after = changed(parts, redraw(EF))
    assert values(after) == [["One", "Two"], ["e", "f", "", 1.0], ["", "", "", 2.0], [], [], [], [], [], [3.0]]
    assert '<row r="3"><c r="D3"><f>D2+1</f><v>2</v></c></row>' in cells_of(after)


def test_the_same_rows_again_change_nothing() -> None:
    lines = ((Link("E7", "Audit!E7"), "b"), (3, None))
    once = zipped(changed(listed(AB), redraw(*lines, heights=(30, 15))))
    assert edit(once, [redraw(*lines, heights=(30, 15))]).data is once


@pytest.mark.parametrize("lines", [(CD,), (CD, EF), (CD, EF, AB), ()])
def test_hidden_rows_are_shown_and_filters_dropped(lines: tuple[tuple[str, str], ...]) -> None:
    second = '<row r="3" hidden="1"><c r="A3"><v>1</v></c><c r="D3"><v>7</v></c></row>'
    first = '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
    parts = made(
        rows(("One", "Two")) + first + second + '<row r="9" hidden="1"/>', table=table_part("A1:B3", "", INSIDE)
    )
    after = changed(parts, redraw(*lines))
    assert found(after, '<row r="([^"]+)" hidden="1"') == ["9"]
    assert found(after, "<filterColumn|<sortState", TABLE) == []
    assert found(after, "<autoFilter", TABLE) == ["<autoFilter"]


# Links

OTHER = '<hyperlink ref="D2" location="Sheet!A1" display="mine"/>'
WIDER = '<hyperlink ref="A2:C2" location="Audit!E7"/>'


def linked(inside: str) -> Parts:
    after = f"<hyperlinks>{inside}</hyperlinks>" if inside else '<pageMargins left="1"/>'
    return listed(("E7", "b"), ("E8", "d"), after=after)


@pytest.mark.parametrize(
    ("before", "lines", "after"),
    [
        ("", [(Link("E7", "Audit!E7"), "b")], []),
        ('<hyperlink ref="A2" location="Audit!E7"/>' + OTHER, [(Link("E9", "Audit!E9"), "b")], [OTHER]),
        ('<hyperlink ref="A2" location="Audit!E7"/>' + OTHER, [("E9", "b")], [OTHER]),
        ('<hyperlink ref="A2" location="Audit!E7"/><hyperlink ref="A3" location="Audit!E8"/>', [("x", "y")], []),
        (OTHER, [("x", "y"), ("x", "y"), ("x", "y")], [OTHER]),
        ('<hyperlink ref="A2:B2" location="Audit!E7"/>', [("x", "y")], []),
        (WIDER, [("x", "y")], [WIDER]),
    ],
)
def test_links_of_old_rows_go(before: str, lines: list[tuple[RowValue, ...]], after: list[str]) -> None:
    done = changed(linked(before), redraw(*lines))
    assert found(done, "<hyperlink [^>]+>") == after
    assert ("<hyperlinks" in str(done[SHEET])) is bool(after)


A2 = '<c r="A2" t="str">'
LINKED = f'<row r="2"><c r="A2" t="str">{LINK_TO_E7}</c><c r="B2"/></row>'


@pytest.mark.parametrize(
    ("cells", "value", "after"),
    [
        ('<row r="2"><c r="A2" s="3"/></row>', Link("E7", "Audit!E7"), f'<c r="A2" s="3" t="str">{LINK_TO_E7}</c>'),
        (
            '<row r="2"><c r="A2" t="b" vm="1"><v>1</v></c></row>',
            Link("E7", "Audit!E7"),
            f'<c r="A2" t="str">{LINK_TO_E7}</c>',
        ),
        (LINKED, Link("E7", "Audit!E7"), f'<c r="A2" t="str">{LINK_TO_E7}</c>'),
        (
            LINKED,
            Link("<E9>", "'A \"b\"'!E9"),
            '<c r="A2" t="str"><f>HYPERLINK("#\'A ""b""\'!E9","&lt;E9&gt;")</f><v>&lt;E9&gt;</v></c>',
        ),
        (LINKED, 7, '<c r="A2"><v>7</v></c>'),
        (LINKED, None, '<c r="A2"/>'),
    ],
)
def test_a_link_is_a_formula_and_one_of_ours_is_replaced(cells: str, value: RowValue, after: str) -> None:
    parts = made(
        f'<row r="1"><c r="A1" t="str"><v>One</v></c></row>{cells}', table=table_part("A1:A2", columns=("One",))
    )
    once = edit(zipped(parts), [redraw((value,))]).data
    assert after in cells_of(unzipped(once))
    assert edit(once, [redraw((value,))]).data is once


@pytest.mark.parametrize("formula", ["HYPERLINK(A1)", 'HYPERLINK("https://ecm.example","E7")', "1+1"])
def test_a_persons_own_formula_is_not_replaced(formula: str) -> None:
    cells = f'<row r="1"><c r="A1" t="str"><v>One</v></c></row><row r="2"><c r="A2"><f>{formula}</f><v>1</v></c></row>'
    with pytest.raises(EditRefused) as reason:
        edit(zipped(made(cells, table=table_part("A1:A2", columns=("One",)))), [redraw(("x",))])
    assert (reason.value.code, reason.value.cell) == ("edit-formula", "A2")


def test_a_row_of_every_kind_of_value() -> None:
    first = f'<row r="2"><c r="A2" s="{DAY}"/><c r="B2"/></row>'
    parts = made(rows(("One", "Two")) + first, table=table_part("A1:B2"))
    assert MAIN in str(parts[TABLE])
    after = changed(parts, redraw((True, 1.5), ("=1+1", ""), (None, "a\nb")))
    assert values(after)[1:] == [[True, 1.5], ["=1+1"], ["", "a\nb"]]


# Columns by their headings


def columns(*names: str, lines: tuple[tuple[RowValue, ...], ...]) -> tuple[AppendRows, RedrawRows]:
    return AppendRows("List", lines, (), names), RedrawRows("List", lines, (), names)


@pytest.mark.parametrize("kind", [0, 1])
def test_values_stand_beneath_their_headings_wherever_those_are_now(kind: int) -> None:
    one = columns("two", " One ", lines=(("d", "c"),))[kind]
    assert values(changed(listed(AB), one))[-1] == ["c", "d"]


def with_a_column(*lines: tuple[str | None, ...]) -> Parts:
    """The table with a column of somebody's own in the middle."""
    cells = rows(("One", "Own", "Two"), *lines)
    return made(cells, table=table_part(f"A1:C{len(lines) + 1}", columns=("One", "Own", "Two")))


def test_a_column_that_somebody_added_stays_blank_in_new_rows() -> None:
    append, _ = columns("One", "Two", lines=(("c", "d"),))
    after = changed(with_a_column(("a", "mine", "b")), append)
    assert values(after) == [["One", "Own", "Two"], ["a", "mine", "b"], ["c", "", "d"]]


def test_rows_are_drawn_anew_beside_a_blank_one() -> None:
    _, redraw = columns("One", "Two", lines=(("c", "d"),))
    assert values(changed(with_a_column(("a", None, "b")), redraw)) == [["One", "Own", "Two"], ["c", "", "d"]]


def test_what_somebody_wrote_in_a_column_of_their_own_is_not_set_beside_other_rows() -> None:
    _, redraw = columns("One", "Two", lines=(("c", "d"),))
    reason = refused(with_a_column(("a", "mine", "b")), redraw)
    assert (reason.code, reason.detail, reason.sheet) == ("edit-columns", "List", "Sheet")


@pytest.mark.parametrize("kind", [0, 1])
def test_a_column_of_ours_that_is_gone_refuses(kind: int) -> None:
    reason = refused(listed(AB), columns("One", "Three", lines=(("c", "d"),))[kind])
    assert (reason.code, reason.detail, reason.sheet) == ("edit-columns", "List", "Sheet")
