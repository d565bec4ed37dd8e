"""One cell's value: where a cell is made, how it looks, how each kind of value is written, and what stays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.edits import Refresh, SetCell
from tests.editing.small import (
    DAY,
    MOMENT,
    SHEET,
    TEXTS,
    WORKBOOK,
    cells_of,
    changed,
    made,
    refused,
    rows,
    values,
)
from tests.parts import MAIN, Parts, zipped


def put(row: int, column: int, value: CellValue | None) -> SetCell:
    return SetCell("Sheet", row, column, value)


# Where a cell is made


@pytest.mark.parametrize(
    ("cells", "place", "after"),
    [
        ("", (3, 2), '<row r="3"><c r="B3"><v>7</v></c></row>'),
        (
            '<row r="2"><c r="B2"><v>1</v></c></row>',
            (2, 1),
            '<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>1</v></c></row>',
        ),
        (
            '<row r="2"><c r="A2"><v>1</v></c><c r="D2"><v>2</v></c></row>',
            (2, 3),
            '<row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>7</v></c><c r="D2"><v>2</v></c></row>',
        ),
        (
            '<row r="2"><c r="A2"><v>1</v></c></row>',
            (2, 3),
            '<row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>7</v></c></row>',
        ),
        (
            '<row r="2"><c r="A2"><v>1</v></c></row>',
            (1, 1),
            '<row r="1"><c r="A1"><v>7</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        ),
        (
            '<row r="2"/><row r="9"/>',
            (5, 1),
            '<row r="2"/><row r="5"><c r="A5"><v>7</v></c></row><row r="9"/>',
        ),
        ('<row r="2"/>', (4, 1), '<row r="2"/><row r="4"><c r="A4"><v>7</v></c></row>'),
        ('<row r="2" ht="30"/>', (2, 1), '<row r="2" ht="30"><c r="A2"><v>7</v></c></row>'),
        (
            '<row r="2"><c r="A2"/><extLst/></row>',
            (2, 2),
            '<row r="2"><c r="A2"/><c r="B2"><v>7</v></c><extLst/></row>',
        ),
        (
            '<row r="2"><!--one--><c r="A2"/><!--two--><c r="C2"/></row><!--three--><row r="4"/>',
            (2, 2),
            '<row r="2"><!--one--><c r="A2"/><!--two--><c r="B2"><v>7</v></c><c r="C2"/></row><!--three--><row r="4"/>',
        ),
        (
            '<!--one--><row r="2"/><!--two--><row r="4"/>',
            (3, 1),
            '<!--one--><row r="2"/><!--two--><row r="3"><c r="A3"><v>7</v></c></row><row r="4"/>',
        ),
        (
            "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>",
            (2, 2),
            '<row><c><v>1</v></c><c><v>2</v></c></row><row r="2"><c r="B2"><v>7</v></c></row>'
            "<row><c><v>3</v></c></row>",
        ),
        (
            '<row r="3"><c r="B3"/><c/></row><row><c/></row>',
            (4, 2),
            '<row r="3"><c r="B3"/><c/></row><row r="4"><c r="A4"/><c r="B4"><v>7</v></c></row>',
        ),
        ("<row><c/><c><v>1</v></c></row>", (1, 2), "<row><c/><c><v>7</v></c></row>"),
    ],
)
def test_where_a_cell_stands_and_where_one_is_made(cells: str, place: tuple[int, int], after: str) -> None:
    assert cells_of(changed(made(cells), put(*place, 7))) == after


def test_cells_of_a_prefix_of_its_own_get_that_prefix() -> None:
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"/></x:sheetData></x:worksheet>'
    after = changed(made(changes={SHEET: sheet}), put(1, 2, 7), put(2, 1, True))
    assert after[SHEET] == (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="B1"><x:v>7</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="b"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )


def test_spans_are_dropped_where_a_cell_is_made_and_kept_elsewhere() -> None:
    cells = '<row r="1" spans="1:1"><c r="A1"><v>1</v></c></row><row r="2" spans="1:1"><c r="A2"><v>2</v></c></row>'
    assert cells_of(changed(made(cells), put(1, 1, 5), put(2, 2, 6))) == (
        '<row r="1" spans="1:1"><c r="A1"><v>5</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>6</v></c></row>'
    )


@pytest.mark.parametrize(
    ("stated", "places", "after"),
    [
        ("B2:C3", [(2, 2)], "B2:C3"),
        ("B2:C3", [(5, 1)], "A2:C5"),
        ("B2:C3", [(1, 4)], "B1:D3"),
        ("A1", [(1, 2), (9, 1)], "A1:B9"),
    ],
)
def test_the_stated_area_holds_the_new_cells(stated: str, places: list[tuple[int, int]], after: str) -> None:
    parts = made(rows((None, 1, 1), first=2), before=f'<dimension ref="{stated}"/>')
    text = changed(parts, *(put(*place, 7) for place in places))[SHEET]
    assert f'<dimension ref="{after}"/>' in str(text)


def test_where_no_area_is_stated_none_is() -> None:
    assert "dimension" not in str(changed(made(), put(2, 2, 7))[SHEET])


# How a new cell looks


@pytest.mark.parametrize(
    ("row", "columns", "look"),
    [
        ("", "", ""),
        ('s="1" customFormat="1"', "", ' s="1"'),
        ('s="1" customFormat="true"', '<col min="2" max="2" style="2"/>', ' s="1"'),
        ('s="1"', "", ""),
        ('s="1" customFormat="0"', '<col min="1" max="1" style="2"/><col min="2" max="9" style="3"/>', ' s="3"'),
        ("", '<col min="1" max="2" style="3"/>', ' s="3"'),
        ("", '<col min="3" max="9" style="3"/>', ""),
        ("", '<col min="1" max="9" width="12"/>', ""),
        ('s="0" customFormat="1"', '<col min="1" max="9" style="3"/>', ""),
    ],
)
def test_a_new_cell_looks_as_its_row_or_its_column_does(row: str, columns: str, look: str) -> None:
    parts = made(f'<row r="1" {row}/>', before=f"<cols>{columns}</cols>" if columns else "")
    assert f'<c r="B1"{look}><v>7</v></c>' in cells_of(changed(parts, put(1, 2, 7)))


# What is replaced and what stays


@pytest.mark.parametrize(
    ("cell", "after"),
    [
        ('<c r="A1" s="3" vm="1" cm="2" t="str"><v>x</v></c>', '<c r="A1" s="3"><v>7</v></c>'),
        ('<c r="A1" t="inlineStr"><is><t>x</t></is></c>', '<c r="A1"><v>7</v></c>'),
        ('<c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c>', '<c r="A1"><v>7</v></c>'),
        ('<c r="A1" t="e"><v>#N/A</v></c>', '<c r="A1"><v>7</v></c>'),
        ('<c r="A1" t="b"><v>1</v></c>', '<c r="A1"><v>7</v></c>'),
        ('<c r="A1" t="n"><v>3</v></c>', '<c r="A1"><v>7</v></c>'),
        ('<c r="A1" s="1" ph="1"><v>3</v><extLst><ext/></extLst></c>',
         '<c r="A1" s="1" ph="1"><v>7</v><extLst><ext/></extLst></c>'),
        ('<c r="A1" t="d"><v>2026-07-10</v></c>', '<c r="A1"><v>7</v></c>'),
        ('<c r="A1" s="3"/>', '<c r="A1" s="3"><v>7</v></c>'),
    ],
)  # fmt: skip
def test_a_value_goes_with_all_that_is_its_own_and_nothing_else(cell: str, after: str) -> None:
    assert cells_of(changed(made(f'<row r="1">{cell}</row>'), put(1, 1, 7))) == f'<row r="1">{after}</row>'


@pytest.mark.parametrize("blank", [None, ""])
@pytest.mark.parametrize(
    ("cell", "after"),
    [
        ('<c r="A1" s="3" cm="1"><v>3</v></c>', '<c r="A1" s="3"/>'),
        ('<c r="A1" t="inlineStr"><is><t>x</t></is></c>', '<c r="A1"/>'),
        ('<c r="A1"><v>3</v><extLst><ext/></extLst></c>', '<c r="A1"><extLst><ext/></extLst></c>'),
    ],
)
def test_a_cell_is_made_blank_and_keeps_its_look(cell: str, after: str, blank: str | None) -> None:
    parts = changed(made(f'<row r="1">{cell}</row>'), put(1, 1, blank))
    assert cells_of(parts) == f'<row r="1">{after}</row>'
    assert TEXTS not in parts


RICH = "<si><r><rPr><b/></rPr><t>Cal</t></r><r><t>mer</t></r></si>"
SHOWN = (
    '<c r="A1" t="str"><v>Calmer</v></c>',
    '<c r="A1" t="inlineStr"><is><t>Calmer</t></is></c>',
    '<c r="A1" t="inlineStr"><is><r><t>Cal</t></r><r><t>mer</t></r></is></c>',
    '<c r="A1" t="s"><v>0</v></c>',
    '<c r="A1" t="s"><v>1</v></c>',
)


def with_texts(cells: str, items: str, counts: str = 'count="9" uniqueCount="2"') -> Parts:
    parts = made(cells, changes={TEXTS: f'<sst xmlns="{MAIN}" {counts}>{items}</sst>'})
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    more = f'<Relationship Id="t" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", more)
    return parts


@pytest.mark.parametrize("cell", SHOWN)
def test_a_text_that_is_there_already_changes_nothing(cell: str) -> None:
    data = zipped(with_texts(f'<row r="1">{cell}</row>', f"<si><t>Calmer</t></si>{RICH}"))
    assert edit(data, [put(1, 1, "Calmer")]).data is data
    assert edit(data, [put(1, 1, "Calm")]).data != data


@pytest.mark.parametrize(
    ("cell", "value", "other"),
    [
        ('<c r="A1"><v>3</v></c>', 3, 4),
        ('<c r="A1" t="n"><v>3.0</v></c>', 3, "3"),
        ('<c r="A1"><v>3</v></c>', 3.0, True),
        ('<c r="A1"><v>1</v></c>', 1, True),
        ('<c r="A1" t="b"><v>1</v></c>', True, 1),
        ('<c r="A1" t="b"><v>0</v></c>', False, True),
        ('<c r="A1" t="str"><v>3</v></c>', "3", 3),
        ('<c r="A1" s="1"><v>46213</v></c>', date(2026, 7, 10), date(2026, 7, 11)),
        ('<c r="A1" s="2"><v>46213.5</v></c>', datetime(2026, 7, 10, 12), datetime(2026, 7, 10, 13)),  # noqa: DTZ001
        ('<c r="A1" s="3"/>', None, 0),
        ('<c r="A1" s="3"/>', "", False),
        ('<c r="A1" t="inlineStr"><is><t/></is></c>', "", "x"),
        ('<c r="B1"/>', None, "x"),
    ],
)
def test_a_value_that_is_there_already_changes_nothing(cell: str, value: CellValue | None, other: CellValue) -> None:
    data = zipped(made(f'<row r="1">{cell}</row>'))
    assert edit(data, [put(1, 1, value)]).data is data
    assert edit(data, [put(1, 1, other)]).data != data


# Texts

LONGEST = "ä" * 32_767


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", "<t>plain</t>"),
        ("  lead", '<t xml:space="preserve">  lead</t>'),
        ("trail ", '<t xml:space="preserve">trail </t>'),
        (" ", '<t xml:space="preserve"> </t>'),
        ("a\nb", '<t xml:space="preserve">a\nb</t>'),
        ("a\tb", '<t xml:space="preserve">a\tb</t>'),
        ("a  b", "<t>a  b</t>"),
        ("a\r\nb", '<t xml:space="preserve">a_x000D_\nb</t>'),
        ("_x0041_", "<t>_x005F_x0041_</t>"),
        ("_x0041_x0042_", "<t>_x005F_x0041_x005F_x0042_</t>"),
        ("_x0041\x01", "<t>_x005F_x0041_x0001_</t>"),
        ("__x0041_", "<t>__x005F_x0041_</t>"),
        ("_x004_", "<t>_x004_</t>"),
        ("_X0041_", "<t>_X0041_</t>"),
        ("bell\x07\x1f", "<t>bell_x0007__x001F_</t>"),
        ("]]>", "<t>]]&gt;</t>"),
        ("&<>\"'", "<t>&amp;&lt;&gt;\"'</t>"),
        ("&amp;", "<t>&amp;amp;</t>"),
        ("🏫学校𝔘", "<t>🏫学校𝔘</t>"),
        ("=1+1", "<t>=1+1</t>"),
        ("+44 20", "<t>+44 20</t>"),
        ("#N/A", "<t>#N/A</t>"),
        ("TRUE", "<t>TRUE</t>"),
        ("0123", "<t>0123</t>"),
        (LONGEST, f"<t>{LONGEST}</t>"),
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_a_text_stays_that_text(text: str, written: str) -> None:
    parts = changed(made(rows((1,))), put(1, 1, text))
    assert f"<si>{written}</si>" in str(parts[TEXTS])
    assert cells_of(parts) == '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert values(parts) == [[text]]


@pytest.mark.parametrize("text", ["end\uffff", "\ufffe", "half \ud83c"], ids=ascii)
def test_a_text_of_what_is_no_letter_is_refused(text: str) -> None:
    reason = refused(made(), put(1, 1, text))
    assert (reason.code, reason.detail) == ("edit-not-as-planned", "A cell does not read as it was written.")


# Numbers


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-0.0, "0"),
        (7.0, "7"),
        (-3, "-3"),
        (0.1, "0.1"),
        (1 / 3, "0.3333333333333333"),
        (1e300, "1e+300"),
        (2**53, "9007199254740992"),
        (999_999_999_999_999.0, "999999999999999"),
        (5e-324, "5e-324"),
    ],
)
def test_a_number_is_written_to_its_last_digit(value: float, written: str) -> None:
    parts = changed(made(), put(1, 1, value))
    assert cells_of(parts) == f'<row r="1"><c r="A1"><v>{written}</v></c></row>'
    assert values(parts) == [[float(value)]]


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_what_no_cell_can_hold_is_nobodys_value(value: float) -> None:
    with pytest.raises(ValueError, match="no cell holds such a number"):
        edit(zipped(made()), [put(1, 1, value)])


@pytest.mark.parametrize(("value", "written"), [(True, "1"), (False, "0")])
def test_a_yes_or_no(value: bool, written: str) -> None:
    parts = changed(made(), put(1, 1, value))
    assert cells_of(parts) == f'<row r="1"><c r="A1" t="b"><v>{written}</v></c></row>'
    assert values(parts) == [[value]]


# Days

FROM_1904 = '<workbookPr date1904="1"/>'
NOON = datetime(2026, 7, 10, 12, 30, 45)  # noqa: DTZ001 - a cell knows no zone


@pytest.mark.parametrize(
    ("style", "value", "written", "read"),
    [
        (DAY, date(2026, 7, 10), "46213", date(2026, 7, 10)),
        (DAY, date(1900, 3, 1), "61", date(1900, 3, 1)),
        (DAY, date(9999, 12, 31), "2958465", date(9999, 12, 31)),
        (MOMENT, datetime(2026, 7, 10, 18), "46213.75", datetime(2026, 7, 10, 18)),  # noqa: DTZ001
        (DAY, datetime(2026, 7, 10, 0, 0), "46213.0", date(2026, 7, 10)),  # noqa: DTZ001
    ],
)
def test_a_day_where_days_are_shown(style: str, value: date, written: str, read: date) -> None:
    parts = changed(made(f'<row r="1"><c r="A1" s="{style}"/></row>'), put(1, 1, value))
    assert cells_of(parts) == f'<row r="1"><c r="A1" s="{style}"><v>{written.removesuffix(".0")}</v></c></row>'
    assert values(parts) == [[read]]


@pytest.mark.parametrize(
    ("style", "value", "words"),
    [
        ("0", date(2026, 7, 10), "10/07/2026"),
        ("3", date(2026, 7, 1), "01/07/2026"),
        ("0", NOON, "10/07/2026 12:30"),
        (DAY, date(1900, 2, 28), "28/02/1900"),
        (DAY, date(1850, 1, 2), "02/01/1850"),
    ],
)
def test_a_day_in_words_where_a_number_would_be_shown_or_no_number_says_it(style: str, value: date, words: str) -> None:
    parts = changed(made(f'<row r="1"><c r="A1" s="{style}"/></row>'), put(1, 1, value))
    assert values(parts) == [[words]]


@pytest.mark.parametrize(("value", "written"), [(date(2026, 7, 10), "44751"), (date(1904, 1, 2), "1")])
def test_days_are_counted_from_1904_where_the_workbook_does(value: date, written: str) -> None:
    parts = made(f'<row r="1"><c r="A1" s="{DAY}"/></row>')
    parts[WORKBOOK] = str(parts[WORKBOOK]).replace("<sheets>", f"{FROM_1904}<sheets>")
    after = changed(parts, put(1, 1, value))
    assert cells_of(after) == f'<row r="1"><c r="A1" s="{DAY}"><v>{written}</v></c></row>'


@pytest.mark.parametrize(("value", "words"), [(date(1903, 12, 31), "31/12/1903"), (date(1904, 1, 1), "01/01/1904")])
def test_a_day_before_the_first_of_a_workbook_from_1904_is_in_words(value: date, words: str) -> None:
    parts = made(f'<row r="1"><c r="A1" s="{DAY}"/></row>')
    parts[WORKBOOK] = str(parts[WORKBOOK]).replace("<sheets>", f"{FROM_1904}<sheets>")
    assert values(changed(parts, put(1, 1, value))) == [[words]]


@pytest.mark.parametrize(
    ("style", "value", "written"),
    [
        (MOMENT, time(12), "0.5"),
        (DAY, time(6, 0, 0), "0.25"),
        (MOMENT, timedelta(hours=36), "1.5"),
    ],
)
def test_a_time_where_days_are_shown(style: str, value: time | timedelta, written: str) -> None:
    parts = made(f'<row r="1"><c r="A1" s="{style}"/></row>')
    after = changed(parts, put(1, 1, value))
    assert cells_of(after) == f'<row r="1"><c r="A1" s="{style}"><v>{written}</v></c></row>'
    assert edit(zipped(after), [put(1, 1, value)]).data == zipped(after)


@pytest.mark.parametrize(("value", "words"), [(time(9, 30), "09:30:00"), (timedelta(hours=36), "1 day, 12:00:00")])
def test_a_time_in_words_where_a_number_would_be_shown(value: time | timedelta, words: str) -> None:
    assert values(changed(made(), put(1, 1, value))) == [[words]]


# What a formula shows


@pytest.mark.parametrize(
    ("cell", "value", "after"),
    [
        ('<c r="A1"><f>B1</f><v>1</v></c>', 7, '<c r="A1"><f>B1</f><v>7</v></c>'),
        ('<c r="A1"><f>B1</f></c>', 7, '<c r="A1"><f>B1</f><v>7</v></c>'),
        ('<c r="A1"><f>B1</f><v>1</v></c>', "x", '<c r="A1" t="str"><f>B1</f><v>x</v></c>'),
        ('<c r="A1"><f>B1</f><v>1</v></c>', "", '<c r="A1" t="str"><f>B1</f><v></v></c>'),
        ('<c r="A1" t="e"><f>B1</f><v>#N/A</v></c>', 0.5, '<c r="A1"><f>B1</f><v>0.5</v></c>'),
        ('<c r="A1" t="str"><f>B1</f><v>x</v></c>', True, '<c r="A1" t="b"><f>B1</f><v>1</v></c>'),
        ('<c r="A1" t="str"><f>B1</f><v>x</v></c>', "_x0041_", '<c r="A1" t="str"><f>B1</f><v>_x005F_x0041_</v></c>'),
        ('<c r="A1" s="1"><f>B1</f><v>1</v></c>', date(2026, 7, 10), '<c r="A1" s="1"><f>B1</f><v>46213</v></c>'),
        ('<c r="A1"><f>B1</f><v>1</v><extLst/></c>', 7, '<c r="A1"><f>B1</f><v>7</v><extLst/></c>'),
        ('<c r="A1"><f>B1</f><extLst/></c>', 7, '<c r="A1"><f>B1</f><v>7</v><extLst/></c>'),
    ],
)
def test_what_a_formula_shows_is_written_and_the_formula_stays(cell: str, value: CellValue, after: str) -> None:
    parts = changed(made(f'<row r="1">{cell}</row>'), Refresh("Sheet", 1, 1, "=B1", value))
    assert cells_of(parts) == f'<row r="1">{after}</row>'


@pytest.mark.parametrize("value", ["x", "", 7, True])
def test_what_a_formula_shows_already_changes_nothing(value: CellValue) -> None:
    data = zipped(
        changed(made('<row r="1"><c r="A1"><f>B1</f><v>1</v></c></row>'), Refresh("Sheet", 1, 1, "=B1", value))
    )
    assert edit(data, [Refresh("Sheet", 1, 1, "=B1", value)]).data is data


def test_nothing_beside_the_cell_changes() -> None:
    before = made(rows(("a", 1), ("b", 2)), after='<pageMargins left="1"/>', before='<sheetPr codeName="S"/>')
    after = changed(before, put(2, 2, 7))
    assert after[SHEET] == str(before[SHEET]).replace("<v>2</v>", "<v>7</v>")
    assert {name for name in before if after[name] != before[name]} == {SHEET, WORKBOOK}
