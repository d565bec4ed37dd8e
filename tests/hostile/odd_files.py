"""Files that are odd and sound all the same, and files whose fault lies where nobody need look."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ecm_xl.backends.reader import limits
from tests.hostile.kinds import (
    LAUGHS,
    SHEET,
    Harmless,
    Odd,
    Put,
    comment,
    comment_cell,
    empty_cells,
    holds,
    last_row,
    many_sheets,
    merged,
    spoilt,
    stored,
)
from tests.hostile.workbook import (
    AUDIT,
    COMMENT,
    COMMENT_CELL,
    CRC,
    DATE_CELL,
    HEADING,
    LAST_ROW,
    RELS,
    SIZE,
    STYLES,
    TABLE,
    TEXTS,
    WORKBOOK,
    first_row,
    forged,
    put,
    rewrite,
    sound,
    swap,
    text_of,
)
from tests.parts import CONTENT_TYPES, KINDS, MAIN, Parts, links, zipped

# What is odd and sound all the same


SCRIPTS = (
    "Ẽçøłê",
    "Школа",
    "Σχολείο",
    "מִבְחָן",
    "مدرسة",
    "学校评估",
    "がっこう",
    "학교",
    "विद्यालय",
    "โรงเรียน",
    "Դպրոց",
    "სკოლა",
    "🏫👩🏽‍🏫✅",
    "e\u0301 and \u00e9",
    "-rf",
    "a & b; $(c) `d`",
    "%s%n{0}",
    "'",
    "CON",
    "two  blanks",
    ".hidden",
)


def _prefixed(text: str) -> str:
    """Every element of the sheet under the prefix x."""
    for tag in ("worksheet", "sheetData", "row", "c", "v", "tableParts", "tablePart"):
        text = re.sub(rf"<(/?){tag}(?=[ >])", rf"<\1x:{tag}", text)
    return text.replace("xmlns=", "xmlns:x=")


def _without_addresses(text: str) -> str:
    """The sheet's cells follow one another; what lies between two of them is an empty cell."""
    text = re.sub(r'(<c r="A\d+"[^>]*>[^/]*</v></c>)(<c r="E)', r"\1<c/><c/><c/>\2", text)
    text = text.replace('<c r="J5"', '<c/><c r="J5"')
    return re.sub(r'<(c|row) r="\w+"', r"<\1", text).replace("<row>", f'<row r="{HEADING}">', 1)


def _row_first(text: str) -> str:
    """The last row comes before all others."""
    start = text.rindex("<row ")
    end = text.index("</sheetData>")
    return text[:start].replace("<sheetData>", "<sheetData>" + text[start:end]) + text[end:]


def _with_state(state: str) -> Put:
    return spoilt(swap(WORKBOOK, SHEET, SHEET.replace("r:id", f'state="{state}" r:id')))


def _other_sheet(kind: str, part: str, content: str, target: str) -> Put:
    """A sheet of another kind beside the Audit."""

    listed = '<sheet name="Other" sheetId="9" r:id="r9"/></sheets>'
    link = f'<Relationship Id="r9" Type="{KINDS}/{kind}" Target="{target}"/></Relationships>'
    return spoilt(swap(WORKBOOK, "</sheets>", listed), swap(RELS, "</Relationships>", link), put(part, content))


def _moved_workbook(parts: Parts) -> None:
    """The list of sheets is a part of another name."""
    parts["xl/other.xml"] = parts.pop(WORKBOOK)
    parts["xl/_rels/other.xml.rels"] = parts.pop(RELS)
    parts["_rels/.rels"] = links(("w", "officeDocument", "/xl/other.xml"))


TEN_THOUSAND_NAMES = "".join(f'<definedName name="N{n}">Audit!$A${n + 1}</definedName>' for n in range(10_000))
LONGEST = "x" * 32_767

ODD: Sequence[Odd] = (
    Odd("stored, not packed", holds(stored)),
    Odd("a remark at the end of the zip", holds(lambda: sound()[:-2] + b"\x05\0hello")),
    Odd("a workbook within the workbook", holds(lambda: sound(put("xl/embeddings/other.xlsx", sound())))),
    Odd(
        "a workbook with macros",
        spoilt(
            put(
                "[Content_Types].xml",
                CONTENT_TYPES.replace(
                    "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
                ),
            ),
            put("xl/vbaProject.bin", b"\xd0\xcf\0"),
        ),
    ),
    Odd(
        "links to other workbooks",
        spoilt(
            put("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="{MAIN}"/>'),
            put("xl/connections.xml", f'<connections xmlns="{MAIN}"/>'),
        ),
    ),
    Odd("a hidden Audit", _with_state("hidden")),
    Odd("a very hidden Audit", _with_state("veryHidden")),
    Odd(
        "a chart sheet beside it",
        _other_sheet(
            "chartsheet", "xl/chartsheets/sheet1.xml", f'<chartsheet xmlns="{MAIN}"/>', "chartsheets/sheet1.xml"
        ),
    ),
    Odd(
        "a macro sheet beside it",
        _other_sheet(
            "xlMacrosheet", "xl/macrosheets/sheet1.xml", f'<xm:macrosheet xmlns:xm="{MAIN}"/>', "macrosheets/sheet1.xml"
        ),
    ),
    Odd("hundreds of sheets", holds(lambda: many_sheets(900)), alone=True),
    Odd("ten thousand names", spoilt(swap(WORKBOOK, "<definedNames>", f"<definedNames>{TEN_THOUSAND_NAMES}"))),
    Odd("targets from the root", spoilt(swap(RELS, 'Target="', 'Target="/xl/'))),
    Odd("targets that wander", spoilt(swap(RELS, 'Target="', 'Target="../xl/./worksheets/../'))),
    Odd("a list of sheets of another name", spoilt(_moved_workbook)),
    Odd("the prefix x:", spoilt(rewrite(AUDIT, _prefixed))),
    Odd("single quotes", spoilt(rewrite(AUDIT, lambda text: text.replace('"', "'")))),
    Odd("cells without addresses", spoilt(rewrite(AUDIT, _without_addresses))),
    Odd("an inline text", comment_cell('<c r="H5" t="inlineStr"><is><t>Agreed</t></is></c>')),
    Odd(
        "a mark of byte order",
        spoilt(
            *(
                rewrite(part, lambda text: b"\xef\xbb\xbf" + text.encode())
                for part in (AUDIT, TEXTS, WORKBOOK, STYLES, TABLE, RELS)
            )
        ),
    ),
    Odd(
        "comments and instructions",
        spoilt(
            swap(AUDIT, "<sheetData>", "<!-- <sheetData/> --><?odd <sheetData/>?><sheetData>"),
        ),
    ),
    Odd("a CDATA section", comment("<![CDATA[Agreed]]>")),
    Odd("line by line", spoilt(rewrite(AUDIT, lambda text: text.replace("><", ">\r\n  <")))),
    Odd(
        "elements of a newer program",
        spoilt(
            swap(
                AUDIT,
                "</worksheet>",
                '<extLst><ext uri="{new}"><n:t xmlns:n="urn:new"><n:c r="H5"/></n:t></ext></extLst></worksheet>',
            )
        ),
    ),
    Odd(
        "forged dimensions",
        spoilt(swap(AUDIT, "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
        alone=True,
    ),
    Odd("forged dimensions, too small", spoilt(swap(AUDIT, "<sheetData>", '<dimension ref="A1"/><sheetData>'))),
    Odd(
        "no number of texts",
        spoilt(swap(TEXTS, ' uniqueCount="', ' x="')),
    ),
    Odd(
        "a table over the whole sheet",
        spoilt(swap(TABLE, f'ref="A4:K{LAST_ROW}"', 'ref="A4:XFD1048576"')),
        alone=True,
    ),
    Odd("a forged number of columns", spoilt(swap(TABLE, 'count="11"', 'count="4000000000"'))),
    Odd("a row in the wrong place", spoilt(rewrite(AUDIT, _row_first))),
    Odd("a cell twice", comment_cell('<c r="H5" t="str"><v>Before</v></c>' + COMMENT_CELL)),
    Odd("a style that is not there", comment_cell('<c r="H5" s="99999" t="s"><v>0</v></c>')),
    Odd("a number beyond all numbers", comment_cell('<c r="H5"><v>1e999</v></c>'), {COMMENT: "1e999"}),
    Odd("a number that is none", comment_cell('<c r="H5"><v>NaN</v></c>'), {COMMENT: "NaN"}),
    Odd("the smallest of numbers", comment_cell('<c r="H5"><v>5E-324</v></c>'), {COMMENT: 5e-324}),
    Odd("a date in words of ISO", holds(lambda: first_row(DATE_CELL, '<c r="J5" t="d"><v>2026-03-15</v></c>'))),
    Odd("a text as long as a cell holds", comment(LONGEST), {COMMENT: LONGEST}, said="text-cut"),
    Odd("a text of a million letters", comment("y" * 1_000_000), {COMMENT: "y" * 1_000_000}),
    Odd("line ends and tabs", comment("a&#13;&#10;b&#9;c"), {COMMENT: "a\r\nb\tc"}),
    Odd("every script in a cell", comment(" ".join(SCRIPTS).replace("&", "&amp;")), {COMMENT: " ".join(SCRIPTS)}),
    Odd("letters beyond the first plane by number", comment("&#x1F3EB;"), {COMMENT: "\U0001f3eb"}),
    Odd("words that mean something elsewhere", comment("=cmd|'/c calc'!A0"), {COMMENT: "=cmd|'/c calc'!A0"}),
    Odd("what Excel writes for a control character", comment("a_x000D_b"), {COMMENT: "a\rb"}),
    Odd(
        "rich text",
        comment_cell(
            '<c r="H5" t="inlineStr"><is><r><t>Agr</t></r><r><rPr><b/></rPr><t>eed</t></r>'
            '<rPh sb="0" eb="1"><t>no</t></rPh></is></c>'
        ),
    ),
    Odd("a million styles-only cells but one thousand", holds(lambda: empty_cells(990_000)), alone=True),
    Odd(
        "a far cell with nothing in it",
        spoilt(last_row('<row r="1048576"><c r="XFD1048576" s="1"/></row>')),
        alone=True,
    ),
    Odd("a hundred honest merges", spoilt(merged(*(f"M{n}:N{n}" for n in range(1, 101))))),
    Odd("a merge that means nothing", spoilt(merged("nowhere"))),
)


_BAD = LAUGHS + "<a>&c;</a>"

HARMLESS: Sequence[Harmless] = (
    Harmless("a document type in a drawing", spoilt(put("xl/drawings/drawing1.xml", _BAD)), "file-unsafe"),
    Harmless(
        "a drawing in UTF-16",
        spoilt(put("xl/drawings/drawing1.xml", '<?xml version="1.0"?><a/>'.encode("utf-16"))),
        "file-unsafe",
    ),
    Harmless("a document type in notes", spoilt(put("xl/comments1.xml", _BAD)), "file-unsafe"),
    Harmless("a bomb among the pictures", spoilt(put("xl/media/bomb.png", bytes(11 * limits.MB))), "file-unsafe"),
    Harmless(
        "a picture with a wrong CRC",
        holds(lambda: forged(sound(put("xl/media/a.png", b"abc")), "xl/media/a.png", {CRC: 1})),
        "file-damaged",
    ),
    Harmless(
        "a picture that hides its size",
        holds(lambda: forged(sound(put("xl/media/a.png", bytes(9999))), "xl/media/a.png", {SIZE: 10})),
        "file-damaged",
    ),
    Harmless(
        "fifty bombs within bombs",
        spoilt(*(put(f"xl/embeddings/{n}.zip", zipped({"bomb": bytes(9 * limits.MB)})) for n in range(50))),
        "file-unsafe",
    ),
    Harmless(
        "many parts that swell together",
        spoilt(*(put(f"xl/media/{n}.png", bytes(9 * limits.MB)) for n in range(20))),
        "file-too-big",
    ),
    Harmless(
        "elements deep inside one another",
        spoilt(swap(AUDIT, "<sheetData>", f"{'<a>' * 100_000}{'</a>' * 100_000}<sheetData>")),
        "file-unsafe",
    ),
    Harmless("a forged number of texts", spoilt(swap(TEXTS, 'uniqueCount="', 'uniqueCount="4000000')), "file-unsafe"),
    Harmless(
        "a forged number of uses",
        spoilt(swap(TEXTS, "uniqueCount", 'count="4000000000" uniqueCount')),
        "file-unsafe",
    ),
    Harmless("a table that is not closed", spoilt(put(TABLE, text_of(TABLE).rpartition("</")[0])), "file-damaged"),
)
