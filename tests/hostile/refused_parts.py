"""Files that are refused for what stands in the parts that are read."""

from __future__ import annotations

from collections.abc import Sequence

from tests.hostile.kinds import (
    LAUGHS,
    SHEET,
    VALUE,
    Put,
    Refused,
    comment,
    comment_cell,
    empty_cells,
    holds,
    last_row,
    many_sheets,
    merged,
    spoilt,
)
from tests.hostile.workbook import (
    AUDIT,
    COMMENT_CELL,
    RELS,
    STYLES,
    TABLE,
    TEXTS,
    WORKBOOK,
    Change,
    drop,
    first_row,
    put,
    rewrite,
    sound,
    swap,
    text_of,
)
from tests.parts import MAIN, links

# XML


OTHER_FILE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_DECLARATION = '<?xml version="1.0"?>'
_ENCODED = "The part {} is in an encoding that Excel does not use."


def _before(part: str, words: str) -> Put:
    """Something before a part's root."""
    return spoilt(rewrite(part, lambda text: words + text.removeprefix(_DECLARATION)))


def _as(part: str, encoding: str, declared: str = "") -> Put:
    text = text_of(part).removeprefix(_DECLARATION)
    begin = f'<?xml version="1.0" encoding="{declared or encoding}"?>'
    return holds(lambda: sound(put(part, (begin + text).encode(encoding))))


XML: Sequence[Refused] = (
    *(
        Refused(
            f"a document type in {part.rpartition('/')[2]}",
            _before(part, LAUGHS),
            "file-unsafe",
            f"The part {part.lower()} declares a document type.",
        )
        for part in (WORKBOOK, RELS, AUDIT, TEXTS, STYLES, TABLE, "[Content_Types].xml")
    ),
    Refused(
        "an entity that is another file",
        _before(AUDIT, OTHER_FILE),
        "file-unsafe",
        f"The part {AUDIT} declares a document type.",
    ),
    Refused("a sheet in UTF-16", _as(AUDIT, "utf-16"), "file-unsafe", _ENCODED.format(AUDIT)),
    Refused("texts in UTF-16 without a mark", _as(TEXTS, "utf-16-be"), "file-unsafe", _ENCODED.format(TEXTS)),
    Refused("a sheet in Latin-1", _as(AUDIT, "iso-8859-1"), "file-unsafe", _ENCODED.format(AUDIT)),
    Refused("a workbook in UTF-7", _as(WORKBOOK, "ascii", "utf-7"), "file-unsafe", _ENCODED.format(WORKBOOK)),
    Refused(
        "half a pair of surrogates as a reference", comment("&#xD83D;"), "file-damaged", f"The part {AUDIT} is broken."
    ),
    Refused(
        "half a pair of surrogates in bytes",
        spoilt(
            rewrite(
                AUDIT,
                lambda text: text.encode().replace(COMMENT_CELL.encode(), b'<c r="H5" t="str"><v>\xed\xa0\xbd</v></c>'),
            )
        ),
        "file-damaged",
        f"The part {AUDIT} is broken.",
    ),
    Refused("a control character", comment("\x01"), "file-damaged", f"The part {AUDIT} is broken."),
    Refused("a control character as a reference", comment("&#1;"), "file-damaged", f"The part {AUDIT} is broken."),
    Refused("a zero byte in a text", comment("a\0b"), "file-damaged", f"The part {AUDIT} is broken."),
    Refused("an entity that nobody declared", comment("&nbsp;"), "file-damaged", f"The part {AUDIT} is broken."),
    *(
        Refused(
            f"not closed: {part.rpartition('/')[2]}",
            spoilt(put(part, text_of(part).rpartition("</")[0])),
            "file-damaged",
            f"The part {part} is broken.",
        )
        for part in (WORKBOOK, RELS, AUDIT, STYLES)
    ),
    Refused("not closed: the texts", spoilt(put(TEXTS, text_of(TEXTS).rpartition("</")[0])), "file-damaged", VALUE),
    Refused("two roots", spoilt(put(AUDIT, text_of(AUDIT) + "<a/>")), "file-damaged", f"The part {AUDIT} is broken."),
    Refused(
        "an attribute twice",
        holds(lambda: first_row(COMMENT_CELL, '<c r="H5" r="H6" t="s"><v>0</v></c>')),
        "file-damaged",
        f"The part {AUDIT} is broken.",
    ),
    Refused(
        "the list of sheets deep inside",
        spoilt(swap(WORKBOOK, "<sheets>", f"{'<a>' * 100_000}{'</a>' * 100_000}<sheets>")),
        "file-unsafe",
        f"The part {WORKBOOK} has elements too deep inside one another.",
        alone=True,
    ),
)


# How the workbook is put together


def _rel(row: tuple[str, str, str], *, external: bool = False) -> Change:
    """The workbook's relationships with another one for the Audit."""
    texts, styles = ("t", "sharedStrings", "sharedStrings.xml"), ("s", "styles", "styles.xml")
    part = links(row, ("r2", "worksheet", "worksheets/sheet2.xml"), texts, styles)
    return put(RELS, part.replace("/>", ' TargetMode="External"/>', 1) if external else part)


_MISSING = "Its sheet 1 is missing."

TOGETHER: Sequence[Refused] = (
    Refused("no list of sheets", spoilt(drop(WORKBOOK)), "file-damaged", "The list of its sheets is missing."),
    Refused(
        "no sheets",
        spoilt(swap(WORKBOOK, SHEET, ""), swap(WORKBOOK, '<sheet name="Start" sheetId="2" r:id="r2"/>', "")),
        "file-damaged",
        "It has no sheets.",
    ),
    Refused("the Audit's part is gone", spoilt(drop(AUDIT)), "file-damaged", _MISSING),
    Refused("no links to the sheets", spoilt(drop(RELS)), "file-damaged", _MISSING),
    Refused(
        "a link out of the file", spoilt(_rel(("r1", "worksheet", "../../../../etc/passwd"))), "file-damaged", _MISSING
    ),
    Refused(
        "a link to the network",
        spoilt(_rel(("r1", "worksheet", "https://example.org/sheet1.xml"), external=True)),
        "file-damaged",
        _MISSING,
    ),
    Refused(
        "a sheet that is the workbook",
        spoilt(_rel(("r1", "worksheet", "workbook.xml"))),
        "file-damaged",
        f"The part {WORKBOOK} is not a worksheet.",
    ),
    Refused(
        "a workbook that is its own links",
        spoilt(put("_rels/.rels", links(("w", "officeDocument", "xl/_rels/workbook.xml.rels")))),
        "file-damaged",
        "It has no sheets.",
    ),
    Refused(
        "two sheets, one part",
        spoilt(swap(RELS, "worksheets/sheet2.xml", "worksheets/sheet1.xml")),
        "file-damaged",
        "Two of its sheets are the same.",
    ),
    Refused(
        "two sheets, one name",
        spoilt(swap(WORKBOOK, 'name="Start"', 'name="AUDIT"')),
        "file-damaged",
        "Two of its sheets are the same.",
    ),
    Refused(
        "a sheet without a name",
        spoilt(swap(WORKBOOK, 'name="Start"', 'name=""')),
        "file-damaged",
        "One of its sheets has no name.",
    ),
    Refused(
        "two tables, one name",
        spoilt(put("xl/worksheets/_rels/sheet2.xml.rels", links(("t1", "table", "../tables/table1.xml")))),
        "file-damaged",
        "Two of its tables have the same name.",
    ),
    Refused(
        "a table without a place",
        spoilt(swap(TABLE, 'ref="A4', 'ref="nowhere')),
        "file-damaged",
        "It has a table without a place.",
    ),
    Refused(
        "a table beyond the sheet",
        spoilt(swap(TABLE, 'ref="A4', 'ref="A4:XFE9" x="')),
        "file-damaged",
        "It has a table without a place.",
    ),
    Refused(
        "two lists of cells",
        spoilt(swap(AUDIT, "<sheetData>", "<sheetData/><sheetData>")),
        "file-damaged",
        f"The part {AUDIT} has two lists of cells.",
    ),
    Refused(
        "no list of cells",
        spoilt(put(AUDIT, f'<worksheet xmlns="{MAIN}"/>')),
        "file-damaged",
        f"The part {AUDIT} has no list of cells.",
    ),
    Refused(
        "a chart where a sheet belongs",
        spoilt(put(AUDIT, f'<chartsheet xmlns="{MAIN}"><sheetData/></chartsheet>')),
        "file-damaged",
        f"The part {AUDIT} is not a worksheet.",
    ),
    Refused("2,000 sheets", holds(lambda: many_sheets(2000)), "file-unsafe", "It has 2,010 parts.", alone=True),
)


# Cells


_FORGED = "The part {} promises far more than it holds."
_OUTSIDE = "It has cells outside the sheet."

CELLS: Sequence[Refused] = (
    Refused(
        "A1 and XFD1048576",
        spoilt(last_row('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "file-too-big",
        "On one sheet the filled cells reach as far as XFD1048576.",
        alone=True,
    ),
    Refused("a column beyond XFD", comment_cell('<c r="XFE5"><v>1</v></c>'), "file-damaged", _OUTSIDE),
    Refused("a column of four letters", comment_cell('<c r="AAAA5"><v>1</v></c>'), "file-damaged", _OUTSIDE),
    Refused(
        "a row beyond the last",
        spoilt(last_row('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')),
        "file-damaged",
        _OUTSIDE,
    ),
    Refused("a row without end", spoilt(last_row('<row r="99999999999999999999"/>')), "file-damaged", _OUTSIDE),
    Refused("row 0", comment_cell('<c r="H0"><v>1</v></c>'), "file-damaged", VALUE, or_says=_OUTSIDE),
    Refused("a cell called $H$5", comment_cell('<c r="$H$5"><v>1</v></c>'), "file-damaged", _OUTSIDE),
    Refused(
        "a cell of no known kind",
        comment_cell('<c r="H5" t="odd"><v>1</v></c>'),
        "file-damaged",
        "It has a cell of a kind that is not known.",
    ),
    Refused(
        "a million empty cells and one thousand more",
        holds(lambda: empty_cells(1_001_000)),
        "file-too-big",
        "One sheet has more than 1,000,000 cells.",
        alone=True,
    ),
    Refused(
        "a merge over the whole sheet",
        spoilt(merged("A1:XFD1048576")),
        "file-unsafe",
        "One merged range covers nearly a whole sheet.",
    ),
    Refused(
        "six thousand merges",
        spoilt(merged(*(f"M{n}:N{n}" for n in range(1, 6001)))),
        "file-unsafe",
        "One sheet has more than 5,000 merged ranges.",
    ),
    Refused(
        "a formula over the whole sheet",
        comment_cell('<c r="H5"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c>'),
        "file-unsafe",
        "Its formulas spread over far too many cells.",
        alone=True,
    ),
    Refused(
        "a second number of texts",
        spoilt(swap(TEXTS, "<si>", '<sst uniqueCount="4000000000"/><si>')),
        "file-unsafe",
        _FORGED.format(TEXTS),
        alone=True,
    ),
    Refused(
        "a forged number of styles",
        spoilt(swap(STYLES, 'count="2"', 'count="4000000000"')),
        "file-unsafe",
        _FORGED.format(STYLES),
        alone=True,
    ),
    Refused("a text that is not in the list", comment_cell('<c r="H5" t="s"><v>99999</v></c>'), "file-damaged", VALUE),
    Refused("true, false and seven", comment_cell('<c r="H5" t="b"><v>7</v></c>'), "file-damaged", VALUE),
)

NO_PLACE_IN_THE_LIST = ("-1", "abc", "3.0", "+3", "18446744073709551617")
"""What no shared text has for a number."""


def comment_from_list(place: str) -> bytes:
    """The first row's Comment is the shared text of that number."""
    return first_row(COMMENT_CELL, f'<c r="H5" t="s"><v>{place}</v></c>')
