"""A package with some parts changed. What was not touched is copied as it lies, packed, to the last byte."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from isal import isal_zlib

from ecm_xl.backends.reader.directory import Entry
from ecm_xl.backends.reader.package import Package

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _DEFLATED = 20, 8
_UTF8 = 0x800
_FIRST_DAY = 0x21
"""1 January 1980: the same edits make the same bytes, whenever they are made."""
_RAW = -15
_LEVEL = 2


def repacked(package: Package, changed: Mapping[str, bytes | None]) -> bytes:
    """The package with these parts in place of its own; None takes one away, an unknown name adds one at the end.

    Names ignore case. Raises UnreadableWorkbook where an untouched part is not what it was when it was saved.
    """
    left = {name.lower(): content for name, content in changed.items()}
    parts: list[tuple[Entry, bytes]] = []
    for entry, packed in package.entries():
        key = entry.name.lower()
        if key not in left:
            if not entry.name.endswith("/"):
                package.unpack(entry.name)  # compares its CRC: damage is not carried on
            parts.append((entry, packed))
            continue
        content = left.pop(key)
        if content is not None:
            parts.append(_packed(entry.name, entry.raw, entry.flags & _UTF8, content))
    names = {name.lower(): name for name in changed}
    parts += [_packed(names[key], names[key].encode("ascii"), 0, new) for key, new in left.items() if new is not None]
    return _zip(parts)


def _packed(name: str, raw: bytes, flags: int, content: bytes) -> tuple[Entry, bytes]:
    packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _RAW)
    packed = packer.compress(content) + packer.flush()
    crc = isal_zlib.crc32(content)
    return Entry(name, raw, flags, _DEFLATED, crc, len(packed), len(content), 0), packed


def _zip(parts: list[tuple[Entry, bytes]]) -> bytes:
    """The parts in their order and the directory. Sizes stand in front of each part, none behind it."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for entry, packed in parts:
        flags = entry.flags & _UTF8
        facts = flags, entry.method, 0, _FIRST_DAY, entry.crc, entry.packed, entry.size, len(entry.raw)
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, *facts, 0) + entry.raw
        directory.append(_CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *facts, 0, 0, 0, 0, 0, place) + entry.raw)
        pieces += [local, packed]
        place += len(local) + len(packed)
    listed = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(listed), place, 0)
    return b"".join([*pieces, listed, end])
