"""A sound setting workbook made part by part, in the plain form that programs write, and ways to spoil it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache

from ecm_xl.frameworks.loader import load_model
from tests.parts import KINDS, MAIN, Parts, links, parts_of, shared, sheet_part, zipped

AUDIT, START = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
TEXTS, STYLES, TABLE = "xl/sharedStrings.xml", "xl/styles.xml", "xl/tables/table1.xml"
WORKBOOK, RELS, AUDIT_RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
READ = (WORKBOOK, RELS, AUDIT, TEXTS, STYLES, TABLE)
"""The parts without which nothing can be judged."""

HEADING, FIRST = 4, 5
COMMENT = (FIRST, 8)
"""Where the first row's Comment is: H5."""
COMMENT_CELL = '<c r="H5" t="s"><v>0</v></c>'
RATING_CELL = '<c r="E5" t="s"><v>1</v></c>'
DATE_CELL = '<c r="J5" s="1"><v>46096</v></c>'
LAST_ROW = FIRST + len(load_model().framework.descriptors) - 1
SHARED = ("Agreed", "Embedded", "Developing", "Choir", "Calmer days")

Change = Callable[[Parts], None]


@cache
def _parts() -> Parts:
    """Every descriptor rated Developing, the first one Embedded with all that goes with it."""
    model = load_model()
    headings = "".join(
        f'<c r="{letter}{HEADING}" t="str"><v>{field.header}</v></c>'
        for letter, field in zip("ABCDEFGHIJK", model.by_name["Audit"].fields, strict=True)
    )
    refs = list(model.framework.descriptors)
    texts = (*SHARED, *refs)
    rows = [f'<row r="{HEADING}">{headings}</row>']
    for row, ref in enumerate(refs, FIRST):
        number = texts.index(ref)
        first = (
            f'{RATING_CELL}<c r="F5" t="s"><v>3</v></c><c r="G5" t="s"><v>4</v></c>{COMMENT_CELL}{DATE_CELL}'
            if row == FIRST
            else f'<c r="E{row}" t="s"><v>2</v></c>'
        )
        rows.append(f'<row r="{row}"><c r="A{row}" t="s"><v>{number}</v></c>{first}</row>')
    start = '<row r="7"><c r="C7" t="str"><v>Oak Lane</v></c></row><row r="8"><c r="C8" t="str"><v>oak</v></c></row>'
    sheets = {"Audit": "".join(rows), "Start": start}
    names = {"Setting_Name": "Start!$C$7", "Setting_Id": "Start!$C$8"}
    listed = "".join(f'<definedName name="{name}">{place}</definedName>' for name, place in names.items())
    parts = parts_of(sheets, texts=texts, names=listed)
    parts[TEXTS] = shared(texts)
    parts[RELS] = links(
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "worksheet", "worksheets/sheet2.xml"),
        ("t", "sharedStrings", "sharedStrings.xml"),
        ("s", "styles", "styles.xml"),
    )
    parts[STYLES] = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    parts[AUDIT] = sheet_part(sheets["Audit"], '<tableParts count="1"><tablePart r:id="t1"/></tableParts>').replace(
        f'xmlns="{MAIN}"', f'xmlns="{MAIN}" xmlns:r="{KINDS}"'
    )
    parts[AUDIT_RELS] = links(("t1", "table", "../tables/table1.xml"))
    columns = "".join(
        f'<tableColumn id="{n}" name="{field.header}"/>' for n, field in enumerate(model.by_name["Audit"].fields, 1)
    )
    parts[TABLE] = (
        f'<table xmlns="{MAIN}" id="1" name="Audit" displayName="Audit" ref="A{HEADING}:K{LAST_ROW}">'
        f'<tableColumns count="11">{columns}</tableColumns></table>'
    )
    return parts


def sound(*changes: Change) -> bytes:
    """The file, after those changes to its parts."""
    parts = dict(_parts())
    for change in changes:
        change(parts)
    return zipped(parts)


def sound_parts() -> Parts:
    """The parts as they are."""
    return dict(_parts())


def text_of(part: str) -> str:
    """A part of the sound workbook."""
    content = _parts()[part]
    assert isinstance(content, str)
    return content


def put(part: str, content: str | bytes) -> Change:
    """Replaces or adds a part."""
    return lambda parts: parts.update({part: content})


def drop(part: str) -> Change:
    """Takes a part away."""

    def change(parts: Parts) -> None:
        del parts[part]

    return change


def rewrite(part: str, write: Callable[[str], str | bytes]) -> Change:
    """Writes a part otherwise. A change that changes nothing would prove nothing, so it fails."""

    def change(parts: Parts) -> None:
        content = parts[part]
        assert isinstance(content, str)
        parts[part] = write(content)
        assert parts[part] != content, part

    return change


def swap(part: str, old: str, new: str) -> Change:
    """Changes some text of a part wherever it stands."""
    return rewrite(part, lambda text: text.replace(old, new))


def first_row(old: str, new: str) -> bytes:
    """The file with one of the first row's cells written otherwise."""
    return sound(swap(AUDIT, old, new))


# Beneath the parts: the bytes of the zip


def entry_of(data: bytes, name: str) -> int:
    """Where the directory's entry for a part begins."""
    start = data.rindex(name.encode()) - 46
    assert data[start : start + 4] == b"PK\x01\x02"
    return start


def forged(data: bytes, name: str, fields: Mapping[int, int]) -> bytes:
    """The directory's entry of a part with other numbers: offset within the entry → four bytes."""
    changed = bytearray(data)
    start = entry_of(data, name)
    for offset, number in fields.items():
        changed[start + offset : start + offset + 4] = struct.pack("<I", number)
    return bytes(changed)


CRC, PACKED, SIZE, OFFSET = 16, 20, 24, 42
"""Where they are in a directory's entry."""


def stored_twice(data: bytes, name: str, times: int) -> bytes:
    """More entries in the directory that lead to the bytes of one part."""
    start = entry_of(data, name)
    end = data.rindex(b"PK\x05\x06")
    entry = data[start : start + 46 + len(name)]
    more = b"".join(entry[:-4] + f"{n:04}".encode() for n in range(times))
    fields = list(struct.unpack("<4s4H2IH", data[end : end + 22]))
    fields[3] += times
    fields[4] += times
    fields[5] += len(more)
    return data[:end] + more + struct.pack("<4s4H2IH", *fields)


def crc_of(content: str) -> int:
    """The check number of a part's text."""
    return zlib.crc32(content.encode())
