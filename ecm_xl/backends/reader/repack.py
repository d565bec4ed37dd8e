"""What calamine is given: a package of our own making that holds the checked parts and nothing else.

So it can't read a zip differently from the preflight, never meets a sheet that was not scanned,
a kind of sheet it does not know or a relationship in another spelling, and need not unpack a second time.
"""

from __future__ import annotations

import struct

from isal import isal_zlib

_LOCAL = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE = 0x21  # 1 January 1980, the first that a zip knows

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_LINK = '<Relationship Id="{}" Type="' + _TYPES + '/{}" Target="{}"/>'
_ROOT = f"{_RELATIONSHIPS}{_LINK.format('w', 'officeDocument', 'xl/workbook.xml')}</Relationships>"


def repack(sheets: list[bytes], texts: bytes | None, styles: bytes | None, from_1904: bool) -> bytes:
    """A workbook of those sheets, in that order."""
    parts = {"_rels/.rels": _ROOT.encode(), "xl/workbook.xml": _workbook(len(sheets), from_1904)}
    links = [_LINK.format(f"s{number}", "worksheet", f"worksheets/s{number}.xml") for number in range(len(sheets))]
    for kind, file, content in (("sharedStrings", "sharedStrings.xml", texts), ("styles", "styles.xml", styles)):
        if content is not None:
            parts[f"xl/{file}"] = content
            links.append(_LINK.format(kind, kind, file))
    parts["xl/_rels/workbook.xml.rels"] = f"{_RELATIONSHIPS}{''.join(links)}</Relationships>".encode()
    parts.update((f"xl/worksheets/s{number}.xml", content) for number, content in enumerate(sheets))
    return _zipped(parts)


def _workbook(sheets: int, from_1904: bool) -> bytes:
    """The list of sheets. Their real names stay with us."""
    listed = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="s{n}"/>' for n in range(sheets))
    return (
        f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_TYPES}">'
        f'<workbookPr date1904="{int(from_1904)}"/><sheets>{listed}</sheets></workbook>'
    ).encode()


def _zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of the parts as they are. zipfile would do it too, in ten times the time."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for name, content in parts.items():
        raw, check, size = name.encode(), isal_zlib.crc32(content), len(content)
        pieces += (_LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, _DATE, check, size, size, len(raw), 0), raw, content)
        fields = (20, 20, 0, 0, 0, _DATE, check, size, size, len(raw), 0, 0, 0, 0, 0, place)
        directory += (_ENTRY.pack(b"PK\x01\x02", *fields), raw)
        place += _LOCAL.size + len(raw) + size
    listing = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(listing), place, 0)
    return b"".join((*pieces, listing, end))
