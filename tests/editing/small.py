"""Small workbooks made part by part for the editor, and what stands in them before and after."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.backends.reader.snapshot import read_data
from ecm_xl.workbook.edits import Edit, EditRefused
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot
from tests.parts import KINDS, MAIN, Parts, links, parts_of, sheet_part, zipped

SHEET, TABLE, TEXTS, STYLES = (
    "xl/worksheets/sheet1.xml",
    "xl/tables/table1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
SHEET_RELS, WORKBOOK, WORKBOOK_RELS = (
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
)
TYPES = "[Content_Types].xml"

LOOKS = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>'
    '<xf numFmtId="0" applyProtection="1"><protection locked="0"/></xf></cellXfs></styleSheet>'
)
DAY, MOMENT, UNLOCKED = "1", "2", "3"
"""Styles of `LOOKS`: a day, a day and time, a cell that may be filled in."""


def rows(*lines: Sequence[str | float | None], first: int = 1, style: str = "") -> str:
    """Rows of plain cells, texts inline; None leaves a cell out."""
    look = f' s="{style}"' if style else ""
    written = []
    for number, line in enumerate(lines, first):
        cells = [
            f'<c r="{"ABCDEFGH"[at]}{number}"{look} t="str"><v>{value}</v></c>'
            if isinstance(value, str)
            else f'<c r="{"ABCDEFGH"[at]}{number}"{look}><v>{value:g}</v></c>'
            for at, value in enumerate(line)
            if value is not None
        ]
        written.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(written)


def table_part(
    ref: str = "A1:B3", attributes: str = "", inside: str = "", columns: Sequence[str] = ("One", "Two")
) -> str:
    """A table's part. `inside`: its filter and sorting."""
    listed = "".join(f'<tableColumn id="{n}" name="{name}"/>' for n, name in enumerate(columns, 1))
    return (
        f'<table xmlns="{MAIN}" id="1" name="List" displayName="List" ref="{ref}" {attributes}>{inside}'
        f'<tableColumns count="{len(columns)}">{listed}</tableColumns></table>'
    )


def made(
    cells: str = "",
    *,
    after: str = "",
    before: str = "",
    table: str = "",
    names: str = "",
    related: Sequence[tuple[str, str, str]] = (),
    changes: Mapping[str, str | bytes] | None = None,
) -> Parts:
    """The parts of a workbook with one sheet, `Sheet`, a list of looks, and, where it is given, the table `List`."""
    parts = parts_of(cells, names=names)
    parts[STYLES] = LOOKS
    parts[WORKBOOK_RELS] = links(("r1", "worksheet", "worksheets/sheet1.xml"), ("s", "styles", "styles.xml"))
    if table:
        after += '<tableParts count="1"><tablePart r:id="t1"/></tableParts>'
        related = [*related, ("t1", "table", "../tables/table1.xml")]
        parts[TABLE] = table
    parts[SHEET] = sheet_part(cells, after, before).replace(f'xmlns="{MAIN}"', f'xmlns="{MAIN}" xmlns:r="{KINDS}"')
    if related:
        parts[SHEET_RELS] = links(*related)
    return {**parts, **(changes or {})}


def listed(*lines: Sequence[str | float | None], ref: str = "", **more: str) -> Parts:
    """A workbook with the table `List` of two columns over those rows."""
    inside, attributes = more.pop("inside", ""), more.pop("attributes", "")
    beside = more.pop("beneath", "")
    table = table_part(ref or f"A1:B{1 + len(lines)}", attributes, inside)
    return made(rows(("One", "Two"), *lines) + beside, table=table, **more)  # type: ignore[arg-type]


def changed(parts: Parts, *edits: Edit, is_copy: bool = False) -> Parts:
    """The parts of the file after those edits, as texts."""
    return unzipped(edit(zipped(parts), edits, is_copy=is_copy).data)


def refused(parts: Parts, *edits: Edit) -> EditRefused:
    """Why those edits are not made."""
    with pytest.raises(EditRefused) as reason:
        edit(zipped(parts), edits)
    return reason.value


def unzipped(data: bytes) -> Parts:
    """A file's parts, as texts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def snapshot(parts: Parts) -> Snapshot:
    """What the reader finds."""
    return read_data(zipped(parts), None)


def values(parts: Parts, name: str = "Sheet") -> list[list[object]]:
    """What the reader finds on a sheet, row by row, without its blank rows and columns at the end."""
    found: list[list[object]] = [list(row) for row in the_sheet(snapshot(parts), name).rows]
    for row in found:
        while row and row[-1] == "":
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def the_sheet(found: Snapshot, name: str = "Sheet") -> SheetSnapshot:
    """The sheet of that name."""
    sheet = found.sheet(name)
    assert sheet is not None, name
    return sheet


def cells_of(parts: Parts, part: str = SHEET) -> str:
    """What stands in a sheet's sheetData."""
    text = parts[part]
    assert isinstance(text, str)
    if "<sheetData/>" in text:
        return ""
    return text.partition("<sheetData>")[2].partition("</sheetData>")[0]


def without(text: str | bytes, *pieces: str) -> str:
    """A text without some of its pieces, each of which must be in it."""
    assert isinstance(text, str)
    for piece in pieces:
        assert piece in text, piece
        text = text.replace(piece, "", 1)
    return text
