"""Seeded damage to good workbooks: to their bytes, to their parts, to the XML in them.

The same base and number give the same mutant for ever: what failed once can be made again.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tests.parts import zipped

Rng = random.Random

READ = re.compile(r"\[Content_Types\]|\.rels$|workbook\.xml$|sheet\d+\.xml$|sharedStrings|styles|table\d+\.xml$")
"""Parts in which damage can change an answer: most of it goes there."""
SHEETS = re.compile(r"workbook\.xml$|sheet\d+\.xml$|sharedStrings|styles")
"""Those among them that hold answers or say what they are."""

_ATTRIBUTE = re.compile(rb'(?<=\s)([\w:]+)="([^"]*)"')
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>)")
_ROW = re.compile(rb"<(row|c|si|table|tableColumn|definedName|sheet|xf)\b(?:[^<>]*/>|.*?</\1>)", re.S)
_TEXT = re.compile(rb"(?<=>)[^<>]+(?=</)")
_TAG = re.compile(rb"</?([\w:]+)")
_NUMBER = re.compile(rb"(?<=[>\"A-Z])\d+(?=[<\":])")

EXTREMES = (
    b"", b"0", b"1", b"-1", b"7", b"255", b"65536", b"1048577", b"4294967295", b"99999999999999999999", b"1e999",
    b"-1e308", b"0.1", b"NaN", b"A1", b"B5", b"E7", b"XFD1048576", b"A1:XFD1048576", b"A0", b"true", b"s", b"str", b"b",
    b"e", b"n", b"d", b"inlineStr", b"#REF!", b"&#0;", b"&amp;", b"&x;", b"<", b"\xff", b"\xe2\x98\xba", b"Embedded",
    b"Rating", b"../../x.xml", b"=1+1", b"_x000D_", b" ", b"\n",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Base:
    """A good workbook that is to be damaged."""

    name: str
    parts: Mapping[str, bytes]

    @cached_property
    def data(self) -> bytes:
        """The file."""
        return zipped(self.parts)

    @cached_property
    def headers(self) -> Sequence[int]:
        """Where the zip speaks of its parts: damage there may go unnoticed by a CRC."""
        return [mark.start() for mark in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", self.data)]

    @cached_property
    def read(self) -> Sequence[str]:
        """The names of parts in which damage can change an answer."""
        return [name for name in self.parts if READ.search(name)]


@dataclass(frozen=True)
class Mutant:
    """A damaged workbook and what was done to it."""

    kind: str
    done: str
    data: bytes


def mutant(base: Base, seed: int) -> Mutant:
    """The base's mutant of that number."""
    rng = Rng(f"{base.name} {seed}")
    kind, damage = rng.choices(list(KINDS.items()), (4, 2, 6))[0]
    done, data = damage(base, rng)
    return Mutant(kind, done, data)


# Bytes


def _bytes(base: Base, rng: Rng) -> tuple[str, bytes]:
    data, done = bytearray(base.data), []
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        place = rng.choice(base.headers) + rng.randrange(60) if rng.random() < 0.6 else rng.randrange(len(data))
        place = min(place, len(data) - 1)
        name, change = rng.choice(_BYTE_DAMAGES)
        change(data, place, rng)
        done.append(f"{name} at {place}")
        if not data:
            break
    return ", ".join(done), bytes(data)


def _flip(data: bytearray, place: int, rng: Rng) -> None:
    data[place] ^= 1 << rng.randrange(8)


def _delete(data: bytearray, place: int, rng: Rng) -> None:
    del data[place : place + rng.choice((1, 1, 2, 4, 100, 5000))]


def _insert(data: bytearray, place: int, rng: Rng) -> None:
    data[place:place] = rng.randbytes(rng.choice((1, 1, 2, 4, 100)))


def _overwrite(data: bytearray, place: int, rng: Rng) -> None:
    length = rng.choice((1, 2, 4, 8, 64))
    data[place : place + length] = rng.choice((bytes(length), b"\xff" * length, rng.randbytes(length)))


def _truncate(data: bytearray, place: int, _rng: Rng) -> None:
    del data[place:]


def _copy(data: bytearray, place: int, rng: Rng) -> None:
    source = rng.randrange(len(data))
    data[place : place + 40] = data[source : source + 40]


_BYTE_DAMAGES: Sequence[tuple[str, Callable[[bytearray, int, Rng], None]]] = (
    ("flip", _flip),
    ("flip", _flip),
    ("overwrite", _overwrite),
    ("overwrite", _overwrite),
    ("delete", _delete),
    ("insert", _insert),
    ("copy", _copy),
    ("truncate", _truncate),
)


# Parts


def _any_part(base: Base, rng: Rng) -> str:
    return rng.choice(base.read if rng.random() < 0.8 else list(base.parts))


def _parts(base: Base, rng: Rng) -> tuple[str, bytes]:
    name, other = _any_part(base, rng), _any_part(base, rng)
    damage = rng.choice(("drop", "swap", "twice", "rename", "copy", "empty"))
    parts = dict(base.parts)
    if damage == "drop":
        del parts[name]
    elif damage == "swap":
        parts[name], parts[other] = parts[other], parts[name]
    elif damage == "twice":
        return f"{name} twice", zipped(parts, {name: parts[other]})
    elif damage == "rename":
        other = rng.choice((name.upper(), name + "x", name[::-1], "xl/" + name, f"../{name}", name.replace("1", "2")))
        parts = {other if key == name else key: content for key, content in parts.items()}
    elif damage == "copy":
        parts[name] = parts[other]
    else:
        parts[name] = b""
    return f"{damage} {name}, {other}", zipped(parts)


# XML


def _xml(base: Base, rng: Rng) -> tuple[str, bytes]:
    name = rng.choices(base.read, [5 if SHEETS.search(name) else 1 for name in base.read])[0]
    content, done = base.parts[name], []
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        what, pattern, write = rng.choice(_XML_DAMAGES)
        found = _some_match(pattern, content, rng)
        if found is None:
            continue
        new = write(found, content, rng)
        done.append(f"{what} {found[0][:60]!r} -> {new[:60]!r}")
        content = content[: found.start()] + new + content[found.end() :]
    return f"{name}: {', '.join(done)}", zipped({**base.parts, name: content})


def _some_match(pattern: re.Pattern[bytes], content: bytes, rng: Rng) -> re.Match[bytes] | None:
    """The first one from somewhere on, or from the start."""
    return pattern.search(content, rng.randrange(len(content) or 1)) or pattern.search(content)


def _odd(content: bytes, rng: Rng) -> bytes:
    """An extreme, what stands elsewhere in the part, or letters by chance."""
    way = rng.randrange(3)
    if way == 0:
        return rng.choice(EXTREMES)
    other = _some_match(rng.choice((_ATTRIBUTE, _TEXT)), content, rng) if way == 1 else None
    if other is not None:
        return other[other.lastindex or 0]
    return "".join(rng.choices(string.ascii_letters + string.digits, k=rng.randrange(1, 6))).encode()


Write = Callable[["re.Match[bytes]", bytes, Rng], bytes]

_XML_DAMAGES: Sequence[tuple[str, re.Pattern[bytes], Write]] = (
    ("value of", _ATTRIBUTE, lambda found, content, rng: b'%s="%s"' % (found[1], _odd(content, rng))),
    ("value of", _ATTRIBUTE, lambda found, content, rng: b'%s="%s"' % (found[1], _odd(content, rng))),
    ("no", _ATTRIBUTE, lambda found, content, rng: b""),
    ("other name for", _ATTRIBUTE, lambda found, content, rng: b'%s="%s"' % (rng.choice((b"r", b"s", b"t")), found[2])),
    ("twice", _ATTRIBUTE, lambda found, content, rng: found[0] + b" " + found[0]),
    ("no", _ELEMENT, lambda found, content, rng: b""),
    ("twice", _ELEMENT, lambda found, content, rng: found[0] * 2),
    ("no", _ROW, lambda found, content, rng: b""),
    ("twice", _ROW, lambda found, content, rng: found[0] * 2),
    ("text", _TEXT, lambda found, content, rng: _odd(content, rng)),
    ("text", _TEXT, lambda found, content, rng: _odd(content, rng)),
    ("tag", _TAG, lambda found, content, rng: found[0] + rng.choice((b"x", b":y", b" ", b" z='1'"))),
    ("number", _NUMBER, lambda found, content, rng: str(int(found[0]) + rng.choice((-1, 1, 2, 100))).encode()),
    ("number", _NUMBER, lambda found, content, rng: rng.choice(EXTREMES)),
)

KINDS: Mapping[str, Callable[[Base, Rng], tuple[str, bytes]]] = {"bytes": _bytes, "parts": _parts, "xml": _xml}
