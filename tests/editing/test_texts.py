"""The list of shared texts: new ones at its end, a plain one again where it stands, rich ones left alone."""

from __future__ import annotations

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.workbook.edits import RedrawRows, SetCell
from tests.editing.small import (
    SHEET,
    SHEET_RELS,
    TABLE,
    TEXTS,
    TYPES,
    WORKBOOK_RELS,
    cells_of,
    changed,
    made,
    rows,
    table_part,
    values,
)
from tests.parts import KINDS, MAIN, Parts, links, zipped

RICH = "<si><r><rPr><b/></rPr><t>Cal</t></r><r><t>mer</t></r></si>"
PHONETIC = '<si><t>課長</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/></si>'
OPENING = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def texts(items: str, attributes: str = 'count="4" uniqueCount="3"', cells: str = "") -> Parts:
    """A workbook with that list of texts."""
    parts = made(cells, changes={TEXTS: f'<sst xmlns="{MAIN}" {attributes}>{items}</sst>'})
    parts[WORKBOOK_RELS] = links(
        ("r1", "worksheet", "worksheets/sheet1.xml"), ("s", "styles", "styles.xml"), ("t", "sharedStrings", TEXTS[3:])
    )
    return parts


def put(row: int, text: str | float | None) -> SetCell:
    return SetCell("Sheet", row, 1, text)


def sst(items: str, attributes: str) -> str:
    return f'<sst xmlns="{MAIN}" {attributes}>{items}</sst>'.replace(" >", ">")


def the_list(parts: Parts) -> str:
    """The list of texts, with or without a line in front that says that it is XML."""
    return str(parts[TEXTS]).removeprefix(OPENING)


def test_a_text_that_is_in_the_list_is_not_added_again() -> None:
    parts = texts("<si><t>a</t></si><si><t>b</t></si><si><t>b</t></si>")
    after = changed(parts, put(1, "b"), put(2, "a"), put(3, "b"))
    assert cells_of(after) == "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{place}</v></c></row>' for row, place in ((1, 1), (2, 0), (3, 1))
    )
    assert the_list(after) == sst("<si><t>a</t></si><si><t>b</t></si><si><t>b</t></si>", 'count="7" uniqueCount="3"')


def test_a_new_text_stands_at_the_end_and_once() -> None:
    after = changed(texts("<si><t>a</t></si>", 'count="1" uniqueCount="1"'), put(1, "new"), put(2, "new"))
    assert the_list(after) == sst("<si><t>a</t></si><si><t>new</t></si>", 'count="3" uniqueCount="2"')
    assert values(after) == [["new"], ["new"]]


@pytest.mark.parametrize(("item", "text"), [(RICH, "Calmer"), (PHONETIC, "課長")])
def test_a_rich_or_phonetic_text_stays_and_is_nobody_elses(item: str, text: str) -> None:
    parts = texts(item, 'count="1" uniqueCount="1"', '<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    after = changed(parts, put(2, text))
    assert the_list(after) == sst(f"{item}<si><t>{text}</t></si>", 'count="2" uniqueCount="2"')
    assert values(after) == [[text], [text]]


def test_a_text_whose_blanks_another_program_would_leave_out_is_written_anew() -> None:
    after = changed(texts("<si><t> a</t></si>", ""), put(1, " a"))
    assert the_list(after) == sst('<si><t> a</t></si><si><t xml:space="preserve"> a</t></si>', "")
    assert values(after) == [[" a"]]


def test_an_escaped_text_is_known_by_what_it_says() -> None:
    after = changed(texts("<si><t>a_x000D_b_x005F_x0041_</t></si>", 'uniqueCount="1"'), put(1, "a\rb_x0041_"))
    assert after[TEXTS] == texts("<si><t>a_x000D_b_x005F_x0041_</t></si>", 'uniqueCount="1"')[TEXTS]
    assert values(after) == [["a\rb_x0041_"]]


@pytest.mark.parametrize(
    ("attributes", "edits", "after"),
    [
        ('count="4" uniqueCount="1"', [put(1, 5)], 'count="3" uniqueCount="1"'),
        ('count="4" uniqueCount="1"', [put(1, None)], 'count="3" uniqueCount="1"'),
        ('count="4" uniqueCount="1"', [put(1, "a"), put(2, "a")], 'count="5" uniqueCount="1"'),
        ('count="0" uniqueCount="1"', [put(1, 5)], 'count="0" uniqueCount="1"'),
        ('count="4"', [put(2, "a")], 'count="5"'),
        ('uniqueCount="9"', [put(2, "a")], 'uniqueCount="1"'),
        ("", [put(2, "a")], ""),
    ],
)
def test_the_list_says_how_many_cells_refer_to_it(attributes: str, edits: list[SetCell], after: str) -> None:
    parts = texts("<si><t>a</t></si>", attributes, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    as_it_was = parts[TEXTS] if after == attributes else sst("<si><t>a</t></si>", after)
    assert changed(parts, *edits)[TEXTS] == as_it_was


def test_where_there_is_no_list_one_is_made_and_announced() -> None:
    before = made(rows((1,)))
    after = changed(before, put(1, "new"))
    assert the_list(after) == sst("<si><t>new</t></si>", 'count="1" uniqueCount="1"')
    assert set(after) == {*before, TEXTS}
    link = f'<Relationship Id="rId1" Type="{KINDS}/sharedStrings" Target="sharedStrings.xml"/>'
    assert str(after[WORKBOOK_RELS]).count(link) == 1
    entry = (
        '<Override PartName="/xl/sharedStrings.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    )
    assert str(after[TYPES]).count(entry) == 1


def test_the_new_list_takes_a_name_that_no_other_relationship_has() -> None:
    before = made()
    before[WORKBOOK_RELS] = str(before[WORKBOOK_RELS]).replace('"s"', '"rId1"')
    assert 'Id="rId2"' in str(changed(before, put(1, "new"))[WORKBOOK_RELS])


def test_a_list_that_nothing_leads_to_is_taken_into_use() -> None:
    before = made(changes={TEXTS: f'<sst xmlns="{MAIN}"><si><t>lost</t></si></sst>'})
    after = changed(before, put(1, "new"))
    assert values(after) == [["new"]]
    assert str(after[WORKBOOK_RELS]).count("sharedStrings") == 2  # its kind and its name


def test_no_list_is_made_where_no_text_is_written() -> None:
    assert TEXTS not in changed(made(), put(1, 7), put(2, True))


def test_no_text_no_list_no_change() -> None:
    data = zipped(texts("<si><t>a</t></si>", 'count="99" uniqueCount="99"', rows((1,))))
    assert edit(data, [put(1, 1)]).data is data


def test_rows_that_a_table_loses_are_no_longer_counted() -> None:
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row - 1}</v></c><c r="B{row}"><v>1</v></c></row>' for row in (1, 2, 3)
    )
    items = "<si><t>One</t></si><si><t>a</t></si><si><t>b</t></si>"
    parts = texts(items, 'count="9" uniqueCount="3"')
    with_table = made(cells, table=table_part("A1:B3"))
    parts |= {name: with_table[name] for name in (SHEET, SHEET_RELS, TABLE)}
    after = changed(parts, RedrawRows("List", (("a", 1),)))
    assert the_list(after) == sst(items, 'count="8" uniqueCount="3"')
