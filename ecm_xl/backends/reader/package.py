"""A workbook's package: its zip directory, checked as a whole, and its parts, unpacked when they are asked for.

Nothing here trusts what the file says of itself: the directory's sizes must be bearable, a part is
unpacked to exactly the size announced, its CRC is compared, and a name may stand for one part only.
A part that nobody asks for (a chart, a picture, a theme) stays packed: what is in it can do no harm.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import lru_cache

from isal import isal_zlib

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.directory import Entry, entries_of
from ecm_xl.workbook.snapshot import UnreadableWorkbook

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ENCRYPTED = 0x1
_RAW = -15
"""Deflated bytes without a header, as a zip has them."""
_MOST_SWELLING = 1032
"""No byte that is packed so becomes more bytes than this."""
_USUAL_NAME = re.compile(r"(?:[\w\[\]-]+/)*[\w\[\].-]*\w", re.ASCII).fullmatch
"""Nearly every name there is, and none that `_check_name` refuses."""
_STORED, _DEFLATED = 0, 8
_SMALL = 4096


def damaged(detail: str) -> UnreadableWorkbook:
    """The file is broken: what Excel might repair."""
    return UnreadableWorkbook("file-damaged", detail)


def unsafe(detail: str) -> UnreadableWorkbook:
    """The file is built as no spreadsheet program builds it."""
    return UnreadableWorkbook("file-unsafe", detail)


def too_big(what: str, size: int, most: int) -> UnreadableWorkbook:
    """Something has `size` bytes where `most` are allowed."""
    shown = -(-size // limits.MB)  # rounded up: what is a little too big must not look the same
    return UnreadableWorkbook("file-too-big", f"{what} has {shown:,} MB; at most {most // limits.MB} MB is read.")


class Package:
    """The directory of a workbook's parts. `unpack` gives a part's bytes, checked."""

    def __init__(self, data: bytes) -> None:
        entries = entries_of(data)
        if len(entries) > limits.MAX_PARTS:
            raise unsafe(f"It has {len(entries):,} parts.")
        self._data = data
        self._entries: dict[str, Entry] = {}
        for entry in entries:
            self._admit(entry)
        if sum([entry.packed for entry in entries]) > len(data):
            raise unsafe("Its parts lie on top of one another.")
        unpacked = sum([entry.size for entry in entries])
        if unpacked > limits.MAX_TOTAL:
            raise too_big("Unpacked, it", unpacked, limits.MAX_TOTAL)

    def _admit(self, entry: Entry) -> None:
        """Takes an entry into the directory unless its name, its flags or its sizes are suspicious."""
        name, size = entry.name, entry.size
        if not _USUAL_NAME(name):
            _check_name(name)
        if entry.flags & _ENCRYPTED:
            raise unsafe("Its parts are locked one by one, which Excel never does.")
        if size > limits.RATIO_FROM or size > limits.MAX_PART:
            _check_size(name, size, entry.packed)
        key = name.lower()
        if key in self._entries:
            raise unsafe(f"It holds the part {_shown(name)} twice.")
        self._entries[key] = entry

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def __iter__(self) -> Iterator[str]:
        """The parts' names in small letters (names in a package ignore case), folders left out."""
        return (name for name in self._entries if not name.endswith("/"))

    def entries(self) -> list[tuple[Entry, bytes]]:
        """Every part in its order, as the directory has it, with its packed bytes."""
        return [(entry, self._packed(entry)) for entry in self._entries.values()]

    def unpack(self, name: str) -> bytes:
        """The part's bytes: exactly as many as announced, CRC compared."""
        entry = self._entries[name.lower()]
        packed = self._packed(entry)
        return (_small if entry.size <= _SMALL else _checked)(entry.name, entry.method, entry.size, entry.crc, packed)

    def _packed(self, entry: Entry) -> bytes:
        """The part's packed bytes, found through its own header, which must agree with the directory."""
        start = entry.start
        if not 0 <= start <= len(self._data) - _LOCAL_HEADER.size:
            raise damaged("Its list of contents points outside the file.")
        header = _LOCAL_HEADER.unpack_from(self._data, start)
        name_length, extra_length = header[9], header[10]
        name_start = start + _LOCAL_HEADER.size
        raw_name = self._data[name_start : name_start + name_length]
        if header[0] != b"PK\x03\x04" or raw_name != entry.raw:
            raise damaged("Its list of contents does not match what it holds.")
        first = name_start + name_length + extra_length
        packed = self._data[first : first + entry.packed]
        if len(packed) != entry.packed:
            raise damaged("It ends too early.")
        return packed


def _checked(name: str, method: int, size: int, crc: int, packed: bytes) -> bytes:
    """The unpacked bytes, as long as announced and with the CRC announced."""
    content = _inflated(name, method, size, packed)
    if len(content) != size or isal_zlib.crc32(content) != crc:
        raise damaged(f"The part {_shown(name)} is not what it was when the file was saved.")
    return content


_small = lru_cache(maxsize=1024)(_checked)
"""The same for small parts, most of which are alike in all workbooks of one maker: relationships, tables."""


def _inflated(name: str, method: int, size: int, packed: bytes) -> bytes:
    """Unpacks, stopping one byte after the announced size: a part can't swell beyond it."""
    if method == _STORED:
        return packed
    if method != _DEFLATED:
        raise unsafe("It is packed in a way that Excel does not use.")
    unpacker = isal_zlib.decompressobj(_RAW)
    try:
        if len(packed) * _MOST_SWELLING <= limits.MAX_PART:  # bearable whatever it holds, and quicker in one go
            return isal_zlib.decompress(packed, _RAW, max(size, 1))
        content = unpacker.decompress(packed, size + 1)
    except isal_zlib.error as error:  # type: ignore[misc]  # its stub takes it for an instance
        raise damaged(f"The part {_shown(name)} can't be unpacked.") from error
    if not unpacker.eof and size:
        raise damaged(f"The part {_shown(name)} is not as long as the file says.")
    return content


def _check_size(name: str, size: int, packed: int) -> None:
    """A large part is bearable and has not been packed as only repetition can be."""
    if size > limits.MAX_PART:
        raise too_big(f"The part {_shown(name)}", size, limits.MAX_PART)
    if size > limits.RATIO_FROM and size > packed * limits.MAX_RATIO:
        raise unsafe(f"The part {_shown(name)} swells far too much when it is unpacked.")


def _check_name(name: str) -> None:
    """A part's name is relative, with forward slashes: others could be read by two programs in two ways."""
    if not name or "\\" in name or "\0" in name or name.startswith("/") or name[1:2] == ":":
        raise unsafe("A part's name is not one that Excel would give.")
    if ".." in name.split("/"):
        raise unsafe("A part's name points outside the file.")


def _shown(name: str) -> str:
    """A part's name, shortened for a message."""
    return name if len(name) <= 60 else name[:57] + "..."
