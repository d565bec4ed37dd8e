"""Files that are refused for what they are, where they are or how they are packed."""

from __future__ import annotations

import os
import random
import socket
import zipfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from ecm_xl.backends.reader import limits
from tests.hostile.kinds import (
    Put,
    Refused,
    holds,
    spoilt,
    stored,
)
from tests.hostile.workbook import (
    AUDIT,
    CRC,
    OFFSET,
    PACKED,
    SIZE,
    STYLES,
    TEXTS,
    WORKBOOK,
    entry_of,
    forged,
    put,
    sound,
    sound_parts,
    stored_twice,
    swap,
    text_of,
)
from tests.parts import MAIN, OLE, WIDE, zipped

# What the file is


def _typed(kind: str, more: Mapping[str, str] | None = None) -> Put:
    return holds(lambda: zipped({"[Content_Types].xml": f"<T t='{kind}'/>", **(more or {})}))


NOT_XLSX: Sequence[Refused] = (
    Refused("zero bytes", holds(b""), "file-empty"),
    Refused("nothing but zero bytes", holds(bytes(5000)), "file-empty"),
    Refused("old .xls", holds(OLE + "Workbook".encode(WIDE)), "file-old-format", " (an .xls)"),
    Refused("older .xls", holds(b"\x09\x08\x10\0\0\x06\x05\0"), "file-old-format", " (an .xls from an old Excel)"),
    Refused("encrypted", holds(OLE + "DataSpacesEncryptedPackage".encode(WIDE)), "file-password"),
    Refused("old .doc", holds(OLE + "WordDocument".encode(WIDE)), "file-not-a-workbook", ": a Word document"),
    Refused(
        ".xlsb",
        _typed("vnd.ms-excel.sheet.binary.macroEnabled.main", {"xl/workbook.bin": "x"}),
        "file-old-format",
        " (an .xlsb)",
    ),
    Refused(
        ".ods",
        holds(lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})),
        "file-old-format",
        " (an .ods)",
    ),
    Refused(
        ".odt",
        holds(lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"})),
        "file-not-a-workbook",
        ": an OpenDocument file",
    ),
    Refused("Numbers", holds(lambda: zipped({"Index/Document.iwa": "x"})), "file-old-format", " (a Numbers file)"),
    Refused(".docx", _typed("x.wordprocessingml.document.main+xml"), "file-not-a-workbook", ": a Word document"),
    Refused(
        ".pptx", _typed("x.presentationml.presentation.main+xml"), "file-not-a-workbook", ": a PowerPoint presentation"
    ),
    Refused(
        "a zip folder", holds(lambda: zipped({"letter.txt": "Dear colleague"})), "file-not-a-workbook", ": a zip folder"
    ),
    Refused("an empty zip folder", holds(zipped), "file-not-a-workbook", ": a zip folder"),
    Refused(".csv", holds(b"Ref,Rating\nS01.HEALTH.1,Embedded\n"), "file-old-format", " (plain text or .csv)"),
    Refused(
        ".csv from Excel as Unicode text", holds("\ufeffRef\tRating".encode(WIDE)), "file-old-format", " (plain text)"
    ),
    Refused(".pdf", holds(b"%PDF-1.7\n%\xe2\xe3"), "file-not-a-workbook", ": a PDF"),
    Refused(".rtf", holds(b"{\\rtf1\\ansi"), "file-not-a-workbook", ": a Rich Text document"),
    Refused(".html", holds(b"<!DOCTYPE html><html><table></table></html>"), "file-old-format", " (a web page)"),
    Refused(
        "XML Spreadsheet 2003",
        holds(b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'),
        "file-old-format",
        " (XML Spreadsheet 2003)",
    ),
    Refused("some XML", holds(b'<?xml version="1.0"?><note/>'), "file-not-a-workbook", ": XML"),
    Refused("a picture", holds(b"\x89PNG\r\n\x1a\n" + bytes(50)), "file-not-a-workbook", ": a picture"),
    Refused("7-zip", holds(b"7z\xbc\xaf\x27\x1c" + bytes(50)), "file-not-a-workbook", ": a compressed folder"),
    Refused("plain words", holds(b"Dear colleague"), "file-not-a-workbook", ": plain text"),
    Refused("noise", holds(random.Random(1).randbytes(4000)), "file-not-a-workbook"),
    Refused(
        "Excel's lock file, named outright",
        holds(b"\x08A. Reed".ljust(55) + "A. Reed".encode(WIDE).ljust(110, b" ")),
        "file-not-a-workbook",
    ),
    Refused(
        "Strict Open XML", spoilt(swap(WORKBOOK, MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")), "file-strict"
    ),
    Refused(
        "Strict Open XML, seen in a sheet only",
        spoilt(swap(AUDIT, MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")),
        "file-strict",
    ),
)


# Where it is


def _link_in_circles(path: Path) -> None:
    other = path.with_name("other end.xlsx")
    path.symlink_to(other)
    other.symlink_to(path)


def _bound(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)
    os.chdir(before)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(limits.MAX_FILE + 1)


PLACES: Sequence[Refused] = (
    Refused("nothing of that name", lambda path: None, "file-missing"),
    Refused("a link to nothing", lambda path: path.symlink_to("gone.xlsx"), "file-missing", needs="symlink"),
    Refused(
        "links in a circle",
        _link_in_circles,
        "file-not-permitted",
        "The computer says: Too many levels of symbolic links.",
        needs="symlink",
    ),
    Refused("a folder", lambda path: path.mkdir(), "file-not-a-file"),
    Refused("a named pipe", os.mkfifo, "file-not-a-file", needs="mkfifo"),
    Refused("a socket", _bound, "file-not-a-file", needs="mkfifo"),
    Refused("a device", lambda path: path.symlink_to("/dev/zero"), "file-not-a-file", needs="mkfifo"),
    Refused("bigger than may be read", _sparse, "file-too-big", "It has 51 MB; at most 50 MB is read."),
)


# The zip


def _without_end(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


def _other_name(data: bytes) -> bytes:
    """The part's own header calls it otherwise than the directory."""
    return data.replace(b"xl/styles.xml", b"xl/stylez.xml", 1)


def _locked(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[entry_of(data, AUDIT) + 8] |= 1
    return bytes(changed)


def _packed_as(data: bytes, method: int) -> bytes:
    changed = bytearray(data)
    changed[entry_of(data, AUDIT) + 10] = method
    return bytes(changed)


def _flipped(data: bytes) -> bytes:
    """One bit of a stored part: nothing but the CRC can tell."""
    place = data.index(b"<v>46096</v>") + 4
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _filler(size: int) -> str:
    """Blanks and comments that pack a hundred times smaller, as an honest sheet might."""
    rng = random.Random(size)
    piece = "<!--" + rng.randbytes(500).hex() + "-->" + " " * 100_000
    return piece * (size // len(piece) + 1)


def _swollen(part: str, size: int) -> Put:
    return spoilt(put(part, text_of(part) + " " * size))


def _all_too_big() -> bytes:
    """No part is too big by itself."""
    filler = _filler(52 * limits.MB)
    return sound(*(put(part, text_of(part) + filler) for part in (AUDIT, TEXTS, STYLES)))


def _named(*names: str) -> Put:
    return spoilt(*(put(name, "<a/>") for name in names))


_NAME = "A part's name is not one that Excel would give."
_CHANGED = "The part {} is not what it was when the file was saved."
_LONGER = "The part {} is not as long as the file says."
_SWELLS = "The part {} swells far too much when it is unpacked."
_INCOMPLETE = "Its list of contents is missing or broken: it may be incomplete."

ZIPS: Sequence[Refused] = (
    *(
        Refused(
            f"cut off after {share:.0%}",
            holds(partial(lambda share: _without_end(sound(), share), share)),
            "file-damaged",
            _INCOMPLETE,
        )
        for share in (0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999)
    ),
    Refused("only a beginning", holds(b"PK\x03\x04 and no more"), "file-damaged", _INCOMPLETE),
    Refused("a wrong CRC", holds(lambda: forged(sound(), AUDIT, {CRC: 1})), "file-damaged", _CHANGED.format(AUDIT)),
    Refused("a flipped bit", holds(lambda: _flipped(stored())), "file-damaged", _CHANGED.format(AUDIT)),
    Refused(
        "a part twice",
        holds(lambda: zipped(sound_parts(), {AUDIT: "<a/>"})),
        "file-unsafe",
        f"It holds the part {AUDIT} twice.",
    ),
    Refused(
        "a part twice but for capitals",
        _named(AUDIT.upper()),
        "file-unsafe",
        f"It holds the part {AUDIT.upper()} twice.",
    ),
    Refused("a name that climbs out", _named("../evil.xml"), "file-unsafe", "A part's name points outside the file."),
    Refused(
        "a name that climbs out later",
        _named("xl/../../evil.xml"),
        "file-unsafe",
        "A part's name points outside the file.",
    ),
    Refused("a name from the root", _named("/etc/passwd"), "file-unsafe", _NAME),
    Refused("a name with backslashes", _named("xl\\evil.xml"), "file-unsafe", _NAME),
    Refused("a name on a drive", _named("C:evil.xml"), "file-unsafe", _NAME),
    Refused(
        "a name with a zero byte",
        holds(lambda: sound(put("xl/evil.xml", "<a/>")).replace(b"xl/evil.xml", b"xl/ev\0l.xml")),
        "file-unsafe",
        _NAME,
    ),
    Refused(
        "parts locked one by one",
        holds(lambda: _locked(sound())),
        "file-unsafe",
        "Its parts are locked one by one, which Excel never does.",
    ),
    Refused(
        "packed with LZMA",
        holds(lambda: _packed_as(sound(), zipfile.ZIP_LZMA)),
        "file-unsafe",
        "It is packed in a way that Excel does not use.",
    ),
    Refused(
        "more parts than may be",
        spoilt(*(put(f"xl/media/{n}.png", "") for n in range(limits.MAX_PARTS))),
        "file-unsafe",
        f"It has {limits.MAX_PARTS + len(sound_parts()):,} parts.",
    ),
    Refused(
        "a name that is not its own",
        holds(lambda: _other_name(sound())),
        "file-damaged",
        "Its list of contents does not match what it holds.",
    ),
    Refused(
        "a part beyond the end",
        holds(lambda: forged(sound(), AUDIT, {OFFSET: 0x7FFFFFFF})),
        "file-damaged",
        "Its list of contents points outside the file.",
    ),
    Refused(
        "a part that runs past the end",
        holds(lambda: forged(stored(), AUDIT, {PACKED: 0x00100000, SIZE: 0x00100000})),
        "file-unsafe",
        "Its parts lie on top of one another.",
    ),
    Refused(
        "parts on top of one another",
        holds(lambda: stored_twice(sound(), AUDIT, 500)),
        "file-unsafe",
        "Its parts lie on top of one another.",
        alone=True,
    ),
    Refused("a bomb in the Audit", _swollen(AUDIT, 11 * limits.MB), "file-unsafe", _SWELLS.format(AUDIT), alone=True),
    Refused("a bomb in the texts", _swollen(TEXTS, 40 * limits.MB), "file-unsafe", _SWELLS.format(TEXTS), alone=True),
    Refused(
        "a bomb that hides its size",
        holds(lambda: forged(sound(put(AUDIT, text_of(AUDIT) + " " * 20_000_000)), AUDIT, {SIZE: 1000})),
        "file-damaged",
        _LONGER.format(AUDIT),
        or_says=_CHANGED.format(AUDIT),
        alone=True,
    ),
    Refused(
        "a part that says it has 4 GB",
        holds(lambda: forged(sound(), AUDIT, {SIZE: 0xFFFFFFF0})),
        "file-too-big",
        f"The part {AUDIT} has 4,096 MB; at most 100 MB is read.",
    ),
    Refused(
        "parts too big together",
        holds(_all_too_big),
        "file-too-big",
        "Unpacked, it has 157 MB; at most 150 MB is read.",
        alone=True,
    ),
)
