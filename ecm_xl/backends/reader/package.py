"""A workbook's package: its zip directory, checked as a whole, and its parts, unpacked when they are asked for.

Nothing here trusts what the file says of itself: the directory's sizes must be bearable, a part is
unpacked to exactly the size announced, its CRC is compared, and a name may stand for one part only.
A part that nobody asks for (a chart, a picture, a theme) stays packed: what is in it can do no harm.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from isal import isal_zlib

from ecm_xl.backends.reader import limits
from ecm_xl.workbook.snapshot import UnreadableWorkbook

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_DIRECTORY_MARK = b"PK\x01\x02"
_ENCRYPTED = 0x1
_MOST_SWELLING = 1032
"""No byte that is packed so becomes more bytes than this."""
_USUAL_NAME = re.compile(r"(?:[\w\[\]-]+/)*[\w\[\].-]*\w", re.ASCII).fullmatch
"""Nearly every name there is, and none that `_check_name` refuses."""
_BAD_DIRECTORY = (
    zipfile.BadZipFile,
    struct.error,
    OSError,
    EOFError,
    ValueError,  # includes UnicodeDecodeError
    OverflowError,
    IndexError,
    NotImplementedError,
)


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
        if data.count(_DIRECTORY_MARK) > limits.MAX_DIRECTORY_MARKS:
            raise unsafe("It has too many parts.")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except _BAD_DIRECTORY as error:
            raise damaged("Its list of contents is missing or broken: it may be incomplete.") from error
        if len(entries) > limits.MAX_PARTS:
            raise unsafe(f"It has {len(entries):,} parts.")
        self._data = data
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._admit(entry)
        if sum([entry.compress_size for entry in entries]) > len(data):
            raise unsafe("Its parts lie on top of one another.")
        unpacked = sum([entry.file_size for entry in entries])
        if unpacked > limits.MAX_TOTAL:
            raise too_big("Unpacked, it", unpacked, limits.MAX_TOTAL)

    def _admit(self, entry: zipfile.ZipInfo) -> None:
        """Takes an entry into the directory unless its name, its flags or its sizes are suspicious."""
        name, size = entry.orig_filename, entry.file_size  # zipfile tidies `filename`
        if not _USUAL_NAME(name):
            _check_name(name)
        if entry.flag_bits & _ENCRYPTED:
            raise unsafe("Its parts are locked one by one, which Excel never does.")
        if size > limits.RATIO_FROM or size > limits.MAX_PART:
            _check_size(name, size, entry.compress_size)
        key = name.lower()
        if key in self._entries:
            raise unsafe(f"It holds the part {_shown(name)} twice.")
        self._entries[key] = entry

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def __iter__(self) -> Iterator[str]:
        """The parts' names in small letters (names in a package ignore case), folders left out."""
        return (name for name in self._entries if not name.endswith("/"))

    def unpack(self, name: str) -> bytes:
        """The part's bytes: exactly as many as announced, CRC compared."""
        entry = self._entries[name.lower()]
        packed = self._packed(entry)
        content = _inflated(entry, packed)
        if len(content) != entry.file_size or isal_zlib.crc32(content) != entry.CRC:
            raise damaged(f"The part {_shown(name)} is not what it was when the file was saved.")
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        """The part's packed bytes, found through its own header, which must agree with the directory."""
        start = entry.header_offset
        if not 0 <= start <= len(self._data) - _LOCAL_HEADER.size:
            raise damaged("Its list of contents points outside the file.")
        header = _LOCAL_HEADER.unpack_from(self._data, start)
        name_length, extra_length = header[9], header[10]
        name_start = start + _LOCAL_HEADER.size
        raw_name = self._data[name_start : name_start + name_length]
        listed = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace")
        if header[0] != b"PK\x03\x04" or raw_name != listed:
            raise damaged("Its list of contents does not match what it holds.")
        first = name_start + name_length + extra_length
        packed = self._data[first : first + entry.compress_size]
        if len(packed) != entry.compress_size:
            raise damaged("It ends too early.")
        return packed


def _inflated(entry: zipfile.ZipInfo, packed: bytes) -> bytes:
    """Unpacks, stopping one byte after the announced size: a part can't swell beyond it."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise unsafe("It is packed in a way that Excel does not use.")
    unpacker = isal_zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        if len(packed) * _MOST_SWELLING <= limits.MAX_PART:  # bearable whatever it holds, and quicker in one go
            return isal_zlib.decompress(packed, -zlib.MAX_WBITS, max(entry.file_size, 1))
        content = unpacker.decompress(packed, entry.file_size + 1)
    except isal_zlib.error as error:  # type: ignore[misc]  # its stub takes it for an instance
        raise damaged(f"The part {_shown(entry.orig_filename)} can't be unpacked.") from error
    if not unpacker.eof and entry.file_size:
        raise damaged(f"The part {_shown(entry.orig_filename)} is not as long as the file says.")
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
