"""Snapshots of workbooks: where values, formulas and errors lie, sheets, tables and names."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ecm_xl.backends.reader import by_calamine, careful, fast, limits, read_snapshot
from ecm_xl.backends.reader.by_calamine import rows_of
from ecm_xl.backends.reader.numbers import Numbers
from ecm_xl.backends.reader.parts import read_outline
from ecm_xl.backends.reader.preflight import preflight
from ecm_xl.backends.reader.sheet import Scan
from ecm_xl.backends.reader.texts import plain_texts
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, TablePlace, UnreadableWorkbook, Value

Book = Callable[..., bytes]
Read = Callable[[bytes], Snapshot]
Parts = dict[str, str]
SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(cells: str) -> bytes:
    """A worksheet's part."""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()


# Places


CELLS = '<row r="3"><c r="C3"><v>3</v></c></row><row r="7"><c r="B7"><v>7</v></c><c r="F7" s="1"/></row><row r="9"/>'


@pytest.mark.parametrize("quote", ['"', "'"])
def test_addresses_never_shift(book: Book, read: Read, quote: str) -> None:
    (sheet,) = read(book(CELLS.replace('"', quote))).sheets
    blank = ["", "", ""]
    assert sheet.rows == [blank, blank, ["", "", 3.0], blank, blank, blank, ["", 7.0, ""]]
    assert (sheet.value(3, 3), sheet.value(7, 2), sheet.value(9, 9)) == (3.0, 7.0, "")


def test_cells_without_an_address_follow_one_another(book: Book, read: Read) -> None:
    first = '<row><c><v>1</v></c><c r="D1"><v>4</v></c><c><v>5</v></c></row>'
    cells = f'{first}<row r="3"><c><v>6</v></c></row><row><c/><c><v>7</v></c></row>'
    (sheet,) = read(book(cells)).sheets
    assert sheet.rows == [[1.0, "", "", 4.0, 5.0], [""] * 5, [6.0, "", "", "", ""], ["", 7.0, "", "", ""]]


def test_an_empty_sheet(book: Book, read: Read) -> None:
    for content in (part(""), part('<row r="1"/>'), part("").replace(b"<sheetData></sheetData>", b"<sheetData/>")):
        assert read(book("", {SHEET: content})).sheets == [SheetSnapshot("Sheet")]


# Values


@pytest.mark.parametrize("form", ["fast", "careful"])
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><v>4</v></c>', 4.0),
        ('<c r="A1" t="n"><v>-1.5E-07</v></c>', -1.5e-07),
        ('<c r="A1"><v>1e+300</v></c>', 1e300),
        ('<c r="A1"><v>1e999</v></c>', "1e999"),
        ('<c r="A1"><v>nan</v></c>', "nan"),
        ('<c r="A1"><v>1_0</v></c>', "1_0"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="s"><v>1</v></c>', "two"),
        ('<c r="A1" s="0" t="s"><v> 1 </v></c>', "two"),
        ('<c r="A1" t="str"><v> a &amp; b &lt;3 </v></c>', " a & b <3 "),
        ('<c r="A1" t="str"><v>x&#13;&#10;y</v></c>', "x\r\ny"),
        ('<c r="A1" t="str"><v>\u00e9\u2713\U0001f600</v></c>', "\u00e9\u2713\U0001f600"),
        ('<c r="A1" t="inlineStr"><is><t>an answer</t></is></c>', "an answer"),
        ('<c r="A1" t="inlineStr"><is><t> ends </t></is></c>', "ends"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> ends </t></is></c>', " ends "),
        (
            '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r>'
            '<rPh sb="0" eb="1"><t>c</t></rPh></is></c>',
            "ab",
        ),
        ('<c r="A1" t="inlineStr"><v>lost otherwise</v></c>', "lost otherwise"),
        ('<c r="A1" t="str"><v>1<!-- not -->2</v></c>', "12"),
        ('<c r="A1"><v>4<!-- not -->2</v></c>', 42.0),
        ('<c r="A1" t="str"><v><![CDATA[a<b]]>&amp;</v></c>', "a<b&"),
        ('<c r="A1"><v>1</v><f>after</f></c>', 1.0),
        ('<c r="A1"><v>1</v><extLst><ext/></extLst></c>', 1.0),
        ('<c r="A1" t="d"><v>2026-07-10</v></c>', date(2026, 7, 10)),
        ('<c r="a1"><v>1</v></c>', 1.0),
    ],
)
def test_values(book: Book, read: Read, cell: str, value: object, form: str) -> None:
    # A comment makes the part one for the careful scan.
    cells = f'<row r="1">{cell}</row>' + ("<!-- -->" if form == "careful" else "")
    (sheet,) = read(book(cells, texts=("one", "two"))).sheets
    assert sheet.rows == [[value]]


def test_dates_and_times(book: Book, read: Read, parts_of: Callable[..., Parts]) -> None:
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 21, 22))
    changes = {
        RELS: parts_of("", texts=("a",))[RELS].replace("sharedStrings", "styles"),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="4">{formats}</cellXfs></styleSheet>',
    }
    day, noon, evening = ('<c r="A1" s="1"><v>46213</v></c>', '<c r="B1" s="2"><v>0.5</v></c>', '<c r="C1" s="3">')
    cells = f'<row r="1">{day}{noon}{evening}<v>46213.75</v></c></row>'
    dates = [[date(2026, 7, 10), time(12), datetime.fromisoformat("2026-07-10T18:00")]]
    assert read(book(cells, changes)).sheets[0].rows == dates
    for form in ("", "<!-- -->"):
        negative = f'<row r="1"><c r="A1" s="1"><v>-5</v></c></row>{form}'
        assert read(book(negative, changes)).sheets[0].rows == [[-5.0]]
    mac = parts_of("")["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    moved = read(book(cells, {**changes, "xl/workbook.xml": mac})).sheets[0].rows
    assert moved[0][0] == date(2030, 7, 11)


# Formulas and errors


@pytest.mark.parametrize("quote", ['"', "'"])
def test_formulas_are_found(book: Book, read: Read, quote: str) -> None:
    cells = (
        '<row r="1"><c r="A1"><f>B1+1</f><v>2</v></c><c r="B1"><v>1</v></c>'
        '<c r="C1" t="str"><f>IF(B1&gt;0,"yes","")</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B2</f><v>0</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>0</v></c>'
        '<c r="AB3" cm="1"><f t="array" ref="AB3:AC4">x</f><v>0</v></c><c r="AC3"><v>0</v></c></row>'
        '<row r="4"><c r="A4" t="b"><f aca="false">TRUE()</f><v>1</v></c>'
        '<c r="B4" t="b"><f>FALSE()</f><v>0</v></c><c r="C4" t="b"><f>NOT(TRUE())</f><v>0</v></c></row>'
    )
    (sheet,) = read(book(cells if quote == '"' else _single(cells))).sheets
    spread = {(3, 28), (3, 29), (4, 28), (4, 29)}
    assert sheet.formulas == {(1, 1), (1, 3), (2, 1), (3, 1), (4, 3), *spread}


def _single(cells: str) -> str:
    """The same with single quotes around attributes (formulas keep theirs)."""
    return re.sub(r'="([^"<>]*)"', r"='\1'", cells)


@pytest.mark.parametrize("form", ["fast", "careful"])
def test_errors_are_found(book: Book, read: Read, form: str) -> None:
    cells = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" s="3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1" t="str"><v> t="e"&gt;#REF!</v></c><c r="D1" t="e"/><c r="E1"><v>5</v></c>'
        '<c r="F1" cm="1" t="e"><f>IF(A1=" t="e"",1)</f><v>#REF!</v></c></row>'
    )
    (sheet,) = read(book(cells + ("<!-- -->" if form == "careful" else ""))).sheets
    assert sheet.errors == {(1, 1): "#N/A", (1, 2): "#DIV/0!", (1, 6): "#REF!"}
    assert [value for value in sheet.rows[0] if value != ""] == [' t="e">#REF!', 5.0]


def test_errors_that_only_a_newer_excel_knows_cost_no_other_value(book: Book, read: Read) -> None:
    cells = '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1" t="e"><v></v></c><c r="C1"><v>3</v></c></row>'
    (sheet,) = read(book(cells)).sheets
    assert (sheet.rows, sheet.errors) == ([["", "", 3.0]], {(1, 1): "#SPILL!", (1, 2): "#ERROR!"})


# The two scans agree


def both(content: bytes) -> tuple[object, object]:
    """What the scans find: the fast one as it takes over to the careful one, and the careful one alone.

    The fast one does not look whether what lies around the cells is well-formed: then the careful one is
    given the same cells with nothing around them.
    """
    quick, slow = _outcome(lambda numbers: _fast(content, numbers) or careful.scan("x", content)), _careful(content)
    if quick != slow and _fast(content, Numbers()) is not None:
        cells = content[content.index(b"<sheetData>") + 11 : content.rindex(b"</sheetData>")].decode()
        slow = _careful(part(cells).replace(b" xmlns=", b' xmlns:x14ac="x14" xmlns='))
    return quick, slow


def _fast(content: bytes, numbers: Numbers) -> Scan | None:
    return fast.scan("x", content, {b"": "", b"0": "a", b"1": "b"}, numbers)


def _careful(content: bytes) -> object:
    return _outcome(lambda _: careful.scan("x", content))


def _outcome(scan: Callable[[Numbers], Scan]) -> object:
    """Formulas, errors and values, or the code of the refusal."""
    numbers = Numbers()
    try:
        found = scan(numbers)
        numbers.read(None, from_1904=False)
        texts = b"<sst><si><t>a</t></si><si><t>b</t></si></sst>"
        rows = rows_of([found.cells], texts, None, from_1904=False)[0] if found.rows is None else found.rows
    except UnreadableWorkbook as refused:
        return refused.code
    return found.formulas, found.errors, _filled(rows)


def _filled(rows: list[list[Value]]) -> dict[tuple[int, int], Value]:
    """The cells that hold something."""
    cells = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    return {place: value for place, value in cells.items() if value != ""}


TEXTS = st.sampled_from(
    [
        "",
        "a",
        " b ",
        "&amp;",
        "&#65;",
        "]]",
        "]]>",
        "\x01",
        't="e"',
        "caf\u00e9",
        "\ufffe",
        "#N/A",
        "#SPILL!",
        "&bad;",
        ">",
    ]
)
VALUES = st.one_of(TEXTS, st.sampled_from(["0", "1", "7", "-2.5", "1E5", "1e999", "+3", ".5", "TRUE"]))
TYPES = st.sampled_from(["", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="inlineStr"', ' t="d"', ' t="x"'])
ADDRESSES = st.sampled_from(
    ["A1", "B2", "Z99", "AA3", "ABC7", "XFD1", "XFE1", "A0", "A01", "C1048576", "A1048577", "a1", "1A", "$B$2", ""]
)
FORMULAS = st.sampled_from(
    [
        *("", "", "<f>A1</f>", "<f/>", '<f t="shared" si="0"/>', "<f>TRUE()</f>", "<f>IF(A1&lt;2,1)</f>"),
        *('<f t="array" ref="B2:C3">x</f>', '<f t="array" ref="A1:XFD9999">x</f>', '<f aca="false">TRUE()</f>'),
        *('<f ca="1">NOW()</f>', '<f si="1" si="1"/>'),
    ]
)


@st.composite
def cell(draw: st.DrawFn) -> str:
    """One cell, often as programs write it, at times not."""
    address = draw(ADDRESSES)
    opening = f'<c r="{address}"' if address else "<c"
    style = draw(st.sampled_from(["", "", ' s="1"', ' s="x"', ' r="B9"']))
    value = draw(VALUES)
    contents = draw(
        st.sampled_from(
            ["", f"<v>{value}</v>", f"<is><t>{value}</t></is>", "<v/>", f"<v>{value}<!-- --></v>", f"<x>{value}</x>"]
        )
    )
    inside = draw(FORMULAS) + contents
    closing = "/>" if not inside and draw(st.booleans()) else f">{inside}</c>"
    return f"{opening}{style}{draw(TYPES)}{closing}"


@st.composite
def sheet(draw: st.DrawFn) -> bytes:
    """A worksheet's part of such cells, with this and that around them."""
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(['r="1"', 'r="2"', "", 'r="1048576"', 'r="0"', 'r="3" ht="15"', 'x14ac:dyDescent="0"']),
                st.lists(cell(), max_size=4),
            ),
            max_size=4,
        )
    )
    written = "".join(f"<row {start}>{''.join(cells)}</row>" for start, cells in rows)
    template = draw(
        st.sampled_from(
            [
                "{}",
                "{}<!-- -->",
                "{}<row r='9'/>",
                "{}<other/>",
                "{}</row>",
                "<![CDATA[{}]]>",
                "{}text",
                "</sheetData><sheetData>{}",
                "<!--{}-->",
                "{}<?pi x?>",
                '{}<row r="7"></row>',
            ]
        )
    )
    head = draw(
        st.sampled_from(
            ["", "<cols/>", '<dimension ref="A1"/>', "<a><b/></a>", "<open>", "<!-- -->", ' <x xmlns="other"/>']
        )
    )
    tail = draw(
        st.sampled_from(
            [
                "",
                '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
                '<mergeCell ref="A1:XFD9999"/>',
                "</open>",
                "<z/>",
                "<z>",
            ]
        )
    )
    root = draw(
        st.sampled_from(
            [
                f'worksheet xmlns="{MAIN}"',
                f'worksheet xmlns="{MAIN}" xmlns:x14ac="x14"',
                "worksheet",
                f'worksheet xmlns:x14ac="y" xmlns="{MAIN}"',
            ]
        )
    )
    quotes = draw(st.sampled_from(['"', '"', '"', "'"]))
    text = f"<{root}>{head}<sheetData>{template.format(written)}</sheetData>{tail}</worksheet>"
    return (text if quotes == '"' else _single(text)).encode()


@settings(deadline=None, max_examples=400)
@given(sheet())
@example(part('<row r="0"><c r="A1"><f t="array" ref="A1:XFD9999">x</f></c></row>'))
@example(part('<row r="0"></row>').replace(b"</work", b'<mergeCell ref="A1:XFD9999"/></work'))
@example(part('<row r="0"><c r="XFD1048576"><v>1</v></c></row>'))
def test_the_scans_agree(content: bytes) -> None:
    quick, slow = both(content)
    assert quick == slow


@st.composite
def usual_sheet(draw: st.DrawFn) -> bytes:
    """A part as programs write it: the fast scan must take it."""
    cells = st.sampled_from(
        [
            *('t="s"><v>1</v></c>', 's="3" t="s"><v>0</v></c>', 's="3"/>', "><v>4.25</v></c>"),
            *('t="str"><f>A1&amp;"x"</f><v>caf\u00e9</v></c>', 't="inlineStr"><is><t>a]\nb</t></is></c>'),
            *('t="e"><v>#REF!</v></c>', 't="b"><f aca="false">TRUE()</f><v>1</v></c>'),
            *('s="1"><f t="shared" si="0"/><v>1E-05</v></c>', 'cm="1"><f t="array" ref="C4:D5">x</f><v>1</v></c>'),
            *('cm="1" t="str"><f>x</f><v>y</v></c>', 't="str" cm="1"><f>x</f><v/></c>'),
        ]
    )
    columns = ["A", "B", "K", "L", "Z"]
    rows = []
    for number in sorted(draw(st.sets(st.integers(1, 1200), max_size=5))):
        chosen = draw(st.lists(cells, max_size=5))
        pieces = (f'<c r="{letters}{number}" {content}' for letters, content in zip(columns, chosen, strict=False))
        more = draw(st.sampled_from(["", ' spans="1:9" ht="15.5"', ' spans="1:9" x14ac:dyDescent="0.25"']))
        rows.append(f'<row r="{number}"{more}>{"".join(pieces)}</row>'.replace('" >', '">'))
    return part("".join(rows)).replace(b"><sheetData", b' xmlns:x14ac="14ac"><sheetData', 1)


@settings(deadline=None, max_examples=200)
@given(usual_sheet())
def test_the_fast_scan_reads_what_programs_write(content: bytes) -> None:
    assert _fast(content, Numbers()) is not None
    quick, slow = both(content)
    assert quick == slow
    assert isinstance(quick, tuple)


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        (b"a > b ]] \t\r\n\"'", True),
        (b"caf\xc3\xa9 \xf0\x9f\x98\x80", True),
        (b"&amp;&lt;&gt;&quot;&apos;&#65;&#x41;", True),
        (b"]]>", False),
        (b"\x01", False),
        (b"\x0b", False),
        (b"\x1f", False),
        (b"\xff", False),
        (b"\xc3", False),
        (b"\xed\xa0\x80", False),
        (b"\xef\xbf\xbe", False),
        (b"\xef\xbf\xbf", False),
        (b"&bad;", False),
        (b"& ", False),
        (b"&#0;", False),
        (b"<b>", False),
    ],
)
@pytest.mark.parametrize(
    "cell",
    [
        b' t="str"><f>x</f><v>%s</v></c>',
        b' t="inlineStr"><is><t>%s</t></is></c>',
        b"><f>%s</f><v>1</v></c>",
        b' t="e"><v>%s</v></c>',
    ],
)
def test_both_refuse_what_is_no_text(cell: bytes, text: bytes, sound: bool) -> None:
    content = part('<row r="1"><c r="A1"@</row>').replace(b"@", cell % text)
    quick, slow = both(content)
    assert quick == slow
    assert isinstance(quick, tuple) is sound
    assert sound or _fast(content, Numbers()) is None


@pytest.mark.parametrize(
    "around",
    [
        '<worksheet xmlns="{}"><sheetData>@</sheetData><sheetData/></worksheet>',
        '<worksheet xmlns="{}"><sheetData/><sheetData>@</sheetData></worksheet>',
        '<worksheet xmlns="{}"><!-- <sheetData>@</sheetData> --></worksheet>',
        '<worksheet xmlns="{}"><![CDATA[<sheetData>@</sheetData>]]></worksheet>',
        '<worksheet xmlns="{}"><?a <sheetData>@</sheetData>?></worksheet>',
        '<worksheet xmlns="{}"><sheetData>@</sheetData></worksheet',
        '<worksheet xmlns="{}"><sheetData>@</sheetData></worksheet>more',
        '<worksheet xmlns="{}" xmlns:b="c"><b:sheetData>@</b:sheetData></worksheet>',
        '<worksheet xmlns:b="{}"><sheetData>@</sheetData></worksheet>',
        "<worksheet><sheetData>@</sheetData></worksheet>",
        '<chartsheet xmlns="{}"><sheetData>@</sheetData></chartsheet>',
        '<a><worksheet xmlns="{}"><sheetData>@</sheetData></worksheet></a>',
    ],
)
def test_both_refuse_a_list_of_cells_that_is_none(around: str) -> None:
    content = around.replace("{}", MAIN).replace("@", '<row r="1"><c r="A1"><v>1</v></c></row>').encode()
    assert both(content) == ("file-damaged", "file-damaged")


@pytest.mark.parametrize("around", ["<a>@</a>", "@<a>", "@<q:a/>", '@<a b="1" b="2"/>'])
def test_what_lies_around_the_cells_may_be_unsound(around: str) -> None:
    """Excel would mend it; no value hangs on it, so the cells are read as they stand."""
    sound = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    content = f'<worksheet xmlns="{MAIN}">{around.replace("@", sound)}</worksheet>'.encode()
    assert _careful(content) in ("file-damaged", (frozenset(), {}, {}))
    assert both(content)[0] == (frozenset(), {}, {(1, 1): 1.0})


@pytest.mark.parametrize("attributes", [' x14ac:dyDescent="0"', ' ht="15" hidden="0"', " whatever"])
def test_what_a_row_says_beside_its_number_does_not_matter(attributes: str) -> None:
    content = part(f'<row r="1"{attributes}><c r="A1"><v>1</v></c></row>')
    assert both(content)[0] == (frozenset(), {}, {(1, 1): 1.0})


def test_the_interesting_cases_occur() -> None:
    # The law above would hold if both scans refused everything.
    content = part('<row r="1"><c r="A1" t="e"><f>x</f><v>#N/A</v></c><c r="B1" t="s"><v>1</v></c></row>')
    expected = (frozenset({(1, 1)}), {(1, 1): "#N/A"}, {(1, 2): "b"})
    assert _fast(content, Numbers()) is not None
    assert both(content) == (expected, expected)


# Sheets, tables and names


def test_sheets_in_any_order_and_form(book: Book, read: Read, parts_of: Callable[..., Parts]) -> None:
    # Other prefixes, single quotes, an absolute target, a target through .., the last part listed first.
    two = {"One": '<row r="1"><c r="A1"><v>1</v></c></row>', "Two": '<row r="1"><c r="A1"><v>2</v></c></row>'}
    workbook = (
        f"<x:workbook xmlns:x='{MAIN}' xmlns:q='{KINDS}'><x:sheets>"
        "<x:sheet name='Two &amp; more' sheetId='9' q:id='b' state='veryHidden'/>"
        "<x:sheet name='One' sheetId='4' state='hidden' q:id='a'/></x:sheets></x:workbook>"
    )
    rels = parts_of(two)[RELS].replace("r1", "a").replace("r2", "b")
    rels = rels.replace("worksheets/sheet1", "/xl/worksheets/sheet1").replace(
        "worksheets/sheet2", "../xl/./worksheets/sheet2"
    )
    prefixed = (
        parts_of(two)[SHEET]
        .replace("<", "<p:")
        .replace("<p:/", "</p:")
        .replace("<p:?", "<?")
        .replace("xmlns=", "xmlns:p=")
    )
    assert read(book(two, {"xl/workbook.xml": workbook, RELS: rels, SHEET: prefixed})).sheets == [
        SheetSnapshot("Two & more", True, [[2.0]]),
        SheetSnapshot("One", True, [[1.0]]),
    ]


def test_the_workbook_may_lie_elsewhere(
    zipped: Callable[..., bytes], read: Read, parts_of: Callable[..., Parts]
) -> None:
    parts = parts_of('<row r="1"><c r="A1"><v>1</v></c></row>')
    moved = {name.replace("xl/", "book/").replace("workbook", "main"): content for name, content in parts.items()}
    moved["_rels/.rels"] = moved["_rels/.rels"].replace("xl/workbook", "/book/main")
    assert read(zipped(moved)).sheets[0].rows == [[1.0]]


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet"])
def test_sheets_without_cells(book: Book, read: Read, parts_of: Callable[..., Parts], kind: str) -> None:
    two = {"Chart": "", "Data": '<row r="1"><c r="A1"><v>1</v></c></row>'}
    rels = parts_of(two)[RELS].replace("worksheet", kind, 1)
    chart = f'<{kind} xmlns="{MAIN}"><sheetViews/></{kind}>'
    assert read(book(two, {RELS: rels, SHEET: chart})).sheets == [
        SheetSnapshot("Chart"),
        SheetSnapshot("Data", rows=[[1.0]]),
    ]


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"xl/worksheets/sheet2.xml": None}, "Its sheet 2 is missing."),
        ({RELS: None}, "Its sheet 1 is missing."),
        ({"xl/workbook.xml": None}, "The list of its sheets is missing."),
        ({"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}, "It has no sheets."),
        ({SHEET: "<worksheet><sheetData/></worksheet>"}, f"The part {SHEET} is not a worksheet."),
        ({SHEET: f'<worksheet xmlns="{MAIN}"/>'}, f"The part {SHEET} has no list of cells."),
    ],
)
def test_sheets_that_are_missing(
    book: Book, refusal: Callable[[bytes], tuple[str, str]], changes: Mapping[str, str | None], detail: str
) -> None:
    assert refusal(book({"One": "", "Two": ""}, changes)) == ("file-damaged", detail)


def test_two_sheets_of_one_name(book: Book, refusal: Callable[[bytes], tuple[str, str]]) -> None:
    assert refusal(book({"Audit": "", "AUDIT": ""})) == ("file-damaged", "Two of its sheets are the same.")


def table_parts(parts_of: Callable[..., Parts], *tables: str) -> dict[str, str]:
    """The parts of those tables and the relationships of the first sheet to them."""
    rels = "".join(
        f'<Relationship Id="t{n}" Type="{KINDS}/table" Target="../tables/table{n}.xml"/>' for n in range(len(tables))
    )
    listed = {f"xl/tables/table{n}.xml": f'<table xmlns="{MAIN}" {table}/>' for n, table in enumerate(tables)}
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {"xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{links}">{rels}</Relationships>', **listed}


def test_tables(book: Book, read: Read, parts_of: Callable[..., Parts]) -> None:
    tables = table_parts(
        parts_of,
        'id="1" name="n" displayName="Audit" ref="B4:K222"',
        'id="2" name="Leads" ref="M4:N9" totalsRowCount="1"',
        'id="3" name="x" displayName="Bare" ref="P4:Q9" headerRowCount="0"',
    )
    assert read(book("", tables)).tables == {
        "Audit": TablePlace("Audit", "Sheet", 4, 2, 222, 11),
        "Leads": TablePlace("Leads", "Sheet", 4, 13, 8, 14),
    }


@pytest.mark.parametrize(
    ("tables", "detail"),
    [
        (('displayName="A" ref="nowhere"',), "It has a table without a place."),
        (('displayName="A"',), "It has a table without a place."),
        (('displayName="A" ref="A1:A2"', 'displayName="A" ref="B1:B2"'), "Two of its tables have the same name."),
    ],
)
def test_tables_that_make_no_sense(
    book: Book,
    refusal: Callable[[bytes], tuple[str, str]],
    parts_of: Callable[..., Parts],
    tables: tuple[str, ...],
    detail: str,
) -> None:
    assert refusal(book("", table_parts(parts_of, *tables))) == ("file-damaged", detail)


def test_names_of_single_cells(book: Book, read: Read) -> None:
    names = {
        "Plain": "Start!$C$5",
        "Quoted": "'My sheet'!$A$1",
        "Apostrophe": "'It''s here'!$AB$12",
        "OtherCase": "START!$A$2",
        "Range": "Start!$A$1:$B$2",
        "Formula": "SUM(Start!$A$1)",
        "Broken": "#REF!",
        "Elsewhere": "[1]Start!$A$1",
        "Gone": "Nowhere!$A$1",
        "Moving": "Start!C5",
        "Text": '"Start!$A$1"',
        "_xlnm.Print_Titles": "Start!$1:$3",
    }
    listed = "".join(f'<definedName name="{name}">{text}</definedName>' for name, text in names.items())
    listed += '<definedName name="Local" localSheetId="0">Start!$A$1</definedName><definedName name="Nothing"/>'
    found = read(book({"Start": "", "My sheet": "", "It's here": ""}, names=listed)).names
    assert found == {
        "Plain": ("Start", 5, 3),
        "Quoted": ("My sheet", 1, 1),
        "Apostrophe": ("It's here", 12, 28),
        "OtherCase": ("Start", 2, 1),
    }


@pytest.mark.parametrize(
    ("wanted", "read_sheets"),
    [
        (None, ["One", "Two", "Three"]),
        (frozenset(), []),
        ({"two"}, ["Two"]),
        ({"TABLE1"}, ["One"]),
        ({"a_name"}, ["Three"]),
        ({"One", "A_Name", "Unknown"}, ["One", "Three"]),
    ],
)
def test_only_what_is_wanted_is_read(
    book: Book,
    saved: Callable[[bytes], Path],
    parts_of: Callable[..., Parts],
    wanted: set[str] | None,
    read_sheets: list[str],
) -> None:
    one = '<row r="1"><c r="A1"><f>B1</f><v>1</v></c></row>'
    name = '<definedName name="A_Name">Three!$B$2</definedName>'
    data = book(
        dict.fromkeys(("One", "Two", "Three"), one),
        table_parts(parts_of, 'displayName="Table1" ref="A1:B2"'),
        names=name,
    )
    found = read_snapshot(saved(data), wanted)
    assert [sheet.name for sheet in found.sheets] == ["One", "Two", "Three"]
    assert [sheet.name for sheet in found.sheets if sheet.rows] == read_sheets
    assert [sheet.name for sheet in found.sheets if sheet.formulas] == read_sheets
    assert set(found.tables) | set(found.names) == {"Table1", "A_Name"}


def test_what_is_not_wanted_can_do_no_harm(book: Book, saved: Callable[[bytes], Path]) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    found = read_snapshot(saved(book({"Audit": '<row r="1"><c r="A1"><v>1</v></c></row>', "Far": far})), {"Audit"})
    assert [sheet.rows for sheet in found.sheets] == [[[1.0]], []]


# What the reader itself may do


class Panic(BaseException):
    """What a panic in calamine becomes."""


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (Panic(), "file-reader-stopped"),
        (RuntimeError(), "file-reader-stopped"),
        (MemoryError(), "file-too-big"),
        (ValueError(), "file-damaged"),
    ],
)
def test_whatever_calamine_raises(
    book: Book,
    refusal: Callable[[bytes], tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    raised: BaseException,
    code: str,
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(by_calamine, "_read", fail)
    assert refusal(book(CELLS + "<!-- -->"))[0] == code


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), SystemExit()])
def test_a_person_may_stop_it(
    book: Book, saved: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch, raised: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(by_calamine, "_read", fail)
    with pytest.raises(type(raised)):
        read_snapshot(saved(book(CELLS + "<!-- -->")))


# Files of other programs


def by_xlsxwriter(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Audit")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.add_table(3, 1, 6, 3, {"name": "Audit", "columns": [{"header": h} for h in ("Ref", "Rating", "Date")]})
    sheet.write_column(4, 1, ["S01.SAFE.1", "S01.SAFE.2"])
    sheet.write_formula(4, 2, '=IF(B5="","","Embedded")', None, "Embedded")
    sheet.write_datetime(4, 3, datetime.fromisoformat("2026-07-10"), day)
    sheet.write_formula(5, 3, "=1/0", None, "#DIV/0!")
    sheet.write_dynamic_array_formula("F5:F6", "=UNIQUE(B5:B6)", None, "S01.SAFE.1")
    hidden = book.add_worksheet("It's a list")
    hidden.very_hidden()
    hidden.write(0, 0, "one")
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Audit!$B$5:$B$6"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.define_name("Here", "='It''s a list'!$A$1")
    book.close()


def test_a_workbook_by_xlsxwriter(tmp_path: Path) -> None:
    by_xlsxwriter(tmp_path / "x.xlsx")
    blank: list[Value] = [""] * 6
    assert read_snapshot(tmp_path / "x.xlsx") == Snapshot(
        [
            SheetSnapshot(
                "Audit",
                False,
                [
                    *[blank] * 3,
                    ["", "Ref", "Rating", "Date", "", ""],
                    ["", "S01.SAFE.1", "Embedded", date(2026, 7, 10), "", "S01.SAFE.1"],
                    ["", "S01.SAFE.2", "", "", "", 0.0],
                ],
                frozenset({(5, 3), (6, 4), (5, 6), (6, 6)}),
                {(6, 4): "#DIV/0!"},
            ),
            SheetSnapshot("It's a list", True, [["one"]]),
            SheetSnapshot("Chart"),
        ],
        {"Audit": TablePlace("Audit", "Audit", 4, 2, 7, 4)},
        {"Here": ("It's a list", 1, 1)},
    )


def test_a_workbook_by_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Audit"
    sheet["C3"], sheet["D3"], sheet["E3"] = "x & y", True, "=C3"
    sheet["C5"], sheet["D5"] = "#N/A", date(2026, 7, 10)
    sheet.row_dimensions[4].height = 30
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.save(tmp_path / "o.xlsx")
    blank = [""] * 4
    found = read_snapshot(tmp_path / "o.xlsx")
    assert [(s.name, s.hidden) for s in found.sheets] == [("Audit", False), ("Hidden", True)]
    assert found.sheets[0].rows == [blank, blank, ["", "", "x & y", True], blank, ["", "", "", date(2026, 7, 10)]]
    assert (found.sheets[0].formulas, found.sheets[0].errors) == (frozenset({(3, 5)}), {(5, 3): "#N/A"})


def scans(path: Path) -> Iterable[bool]:
    """Whether the fast scan takes each of a file's sheets."""
    parts = preflight(path.read_bytes())
    outline = read_outline(parts)
    texts = plain_texts(parts.get(outline.texts) or b"") if outline.texts else {b"": ""}
    assert texts is not None
    return [
        fast.scan(sheet.part, parts.get(sheet.part) or b"", texts, Numbers()) is not None
        for sheet in outline.sheets
        if sheet.part
    ]


def test_programs_write_what_the_fast_scan_takes(tmp_path: Path) -> None:
    by_xlsxwriter(tmp_path / "x.xlsx")
    assert list(scans(tmp_path / "x.xlsx")) == [True, True]
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    book.save(tmp_path / "o.xlsx")
    assert list(scans(tmp_path / "o.xlsx")) == [True, True]


@pytest.mark.libreoffice
def test_a_workbook_by_libreoffice(tmp_path: Path) -> None:
    by_xlsxwriter(tmp_path / "x.xlsx")
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, tmp_path / "out", tmp_path / "x.xlsx"], check=True, capture_output=True, timeout=120)
    found = read_snapshot(tmp_path / "out" / "x.xlsx")
    audit, listed, *_ = found.sheets
    assert audit.rows[4][1:4] == ["S01.SAFE.1", "Embedded", date(2026, 7, 10)]
    assert {(5, 3), (6, 4)} <= audit.formulas
    assert audit.errors[6, 4] == "#DIV/0!"
    assert (listed.name, listed.hidden, listed.rows) == ("It's a list", True, [["one"]])
    assert found.tables == {"Audit": TablePlace("Audit", "Audit", 4, 2, 7, 4)}
    assert found.names == {"Here": ("It's a list", 1, 1)}
    assert list(scans(tmp_path / "out" / "x.xlsx")) == [True, True, False]  # the chart's sheet has no cells


def test_values_are_those_of_calamine_alone(tmp_path: Path) -> None:
    by_xlsxwriter(tmp_path / "x.xlsx")
    alone = CalamineWorkbook.from_path(tmp_path / "x.xlsx")
    expected = [alone.get_sheet_by_index(n).to_python(skip_empty_area=False) for n in (0, 1)]
    assert [sheet.rows for sheet in read_snapshot(tmp_path / "x.xlsx").sheets[:2]] == expected


def test_a_large_sheet_is_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "large.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(5_000):
        sheet.write_row(row, 0, [row, "text", row / 2])
    sheet.write(5_000, 700, "far")
    book.close()
    assert limits.MAX_BOX < 5_001 * 701
    with pytest.raises(UnreadableWorkbook, match="file-too-big"):
        read_snapshot(tmp_path / "large.xlsx")
    book = xlsxwriter.Workbook(tmp_path / "large.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(5_000):
        sheet.write_row(row, 0, [row, "text", row / 2])
    sheet.write(5_000, 90, "not so far")
    book.close()
    found = read_snapshot(tmp_path / "large.xlsx")
    assert found.sheets[0].value(5_001, 91) == "not so far"
    assert found.sheets[0].value(5_000, 1) == 4_999.0


@pytest.mark.parametrize(
    "validation",
    [
        'type="list" allowBlank="1" sqref="B2:B9"',
        'sqref="B2:B9" showDropDown="0" prompt="x > y" type="list"',
        "type='list' sqref='B2:B9'",
        'sqref="B2:B9"\ntype="list"',
    ],
)
def test_the_fast_scan_finds_lists_however_they_are_written(validation: str) -> None:
    """openpyxl, for one, writes the cells before the type."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    lists = (
        f'<dataValidations count="2"><dataValidation {validation}><formula1>Levels</formula1></dataValidation>'
        '<dataValidation type="date" sqref="C2:C9"><formula1>1</formula1></dataValidation></dataValidations>'
    )
    content = part(cells).replace(b"</worksheet>", f"{lists}</worksheet>".encode())
    found = _fast(content, Numbers())
    assert found is not None
    assert found.beside.lists == [(2, 2, 9, 2)]
