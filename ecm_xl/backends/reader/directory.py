"""A zip's directory: what it lists.

In the form that every spreadsheet program writes, it is read here in a third of the time; where anything is
unusual (a very large archive's records, something before or after it, damage), `zipfile` reads or refuses it, and
is loaded only then. Whether what is listed is bearable is for `package` to say.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, NamedTuple

from ecm_xl.backends.reader import limits
from ecm_xl.workbook.snapshot import UnreadableWorkbook

if TYPE_CHECKING:
    import zipfile

_ENTRY_MARK = b"PK\x01\x02"
_END = struct.Struct("<4s4H2IH")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END_MARK = b"PK\x05\x06"
_ELSEWHERE = 0xFFFFFFFF
"""A figure that a large archive keeps in another record."""
_UTF8 = 0x800


class Entry(NamedTuple):
    """What the directory says of a part. `raw` is its name as it is written."""

    name: str
    raw: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int


def entries_of(data: bytes) -> list[Entry]:
    """The parts that are listed. Raises UnreadableWorkbook where there is no list, or a broken one."""
    listed = _usual(data)
    return _by_zipfile(data) if listed is None else listed


def _usual(data: bytes) -> list[Entry] | None:
    """The list if it is in the usual form and the last thing in the file, else None."""
    end = len(data) - _END.size
    if end < 0 or not data.startswith(_END_MARK, end):
        return None
    _, disk, first_disk, here, total, size, start, comment = _END.unpack_from(data, end)
    if (disk, first_disk, comment) != (0, 0, 0) or here != total or start + size != end:
        return None
    found: list[Entry] = []
    place = start
    for _ in range(total):
        if place + _ENTRY.size > end or not data.startswith(_ENTRY_MARK, place):
            return None
        fields = _ENTRY.unpack_from(data, place)
        place += _ENTRY.size
        raw = data[place : place + fields[10]]
        place += fields[10] + fields[11] + fields[12]
        entry = _entry(raw, fields)
        if entry is None:
            return None
        found.append(entry)
    return found if place == end else None


def _entry(raw: bytes, fields: tuple[int, ...]) -> Entry | None:
    flags, method, crc, packed, size, start = (*fields[3:5], *fields[7:10], fields[16])
    if _ELSEWHERE in (packed, size, start):
        return None
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError:
        return None
    return Entry(name, raw, flags, method, crc, packed, size, start)


def _by_zipfile(data: bytes) -> list[Entry]:
    if data.count(_ENTRY_MARK) > limits.MAX_DIRECTORY_MARKS:
        raise UnreadableWorkbook("file-unsafe", "It has too many parts.")
    import zipfile  # takes longer to load than a workbook to be read

    # ValueError includes UnicodeDecodeError.
    bad = (zipfile.BadZipFile, struct.error, OSError, EOFError, ValueError, OverflowError, IndexError)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
    except (*bad, NotImplementedError) as error:
        detail = "Its list of contents is missing or broken: it may be incomplete."
        raise UnreadableWorkbook("file-damaged", detail) from error
    return [_from_zipfile(info) for info in listed]


def _from_zipfile(info: zipfile.ZipInfo) -> Entry:
    name = info.orig_filename  # `filename` has been tidied
    raw = name.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace")
    sizes = info.CRC, info.compress_size, info.file_size, info.header_offset
    return Entry(name, raw, info.flag_bits, info.compress_type, *sizes)
