"""The scan of a sheet for parts in the very form that Excel, LibreOffice and XlsxWriter write.

A sheet has thousands of cells but few *shapes*: with every digit put to 0, `<c r="B12" s="5" t="s"><v>103</v></c>`
is the same as its neighbours below. So each shape is checked once, against a pattern that accounts for
every byte of it. What lies around the cells goes through expat. Anything in another form gives
None, and the careful scan takes over; a test holds the two against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from xml.parsers import expat

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.careful import check_outside
from ecm_xl.backends.reader.sheet import (
    CLOSING,
    CONSTANTS,
    KNOWN_ERRORS,
    MAIN,
    OPENING,
    Formulas,
    Scan,
    check_number_of_cells,
    check_reach,
    position,
)
from ecm_xl.backends.reader.shapes import BEFORE_CELLS, LAST_CELL, MIDDLE_CELL, NO_CELLS
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.snapshot import Position

_DATA_START, _DATA_END = b"<sheetData>", b"</sheetData>"
_CELL_START = b'<c r="'
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_NOT_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # in UTF-8, yet no XML
_ROOT = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml [^<>?]*\?>)?\s*<worksheet(?: xmlns:\w+="[^"<]*")* xmlns="%s"' % MAIN.encode()
)

# In the bytes themselves, once the shapes are known to be sound.
_ADDRESS = re.compile(rb"([A-Z]+)([0-9]+)")
_ERROR_CELL = re.compile(rb'[A-Z]+[0-9]+"(?: s="[0-9]+")?')
_ERROR_TEXT = re.compile(rb"[^<>]*>(?:<f[^<>]*>(?:[^<]*</f>)?)?<v>([^<]*)</v>")
_ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"]*)"')
_PLAIN_CONSTANTS = tuple(f">{word}<".encode() for word in CONSTANTS)
_ALL_ADDRESSES = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')
_FILLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^<>]*>(?:<f[^<>]*>(?:[^<]*</f>)?)?<(?:v|is)\b')


def scan(name: str, content: bytes) -> Scan | None:
    """The cells of a part in the usual form, else None."""
    start, end = content.find(_DATA_START), content.rfind(_DATA_END)
    if start < 0 or end < start:
        return None
    head, region, tail = content[:start], content[start + len(_DATA_START) : end], content[end + len(_DATA_END) :]
    if not _plain_around(name, head, tail, b" x14ac:" in region) or not _plain_text(region):
        return None
    if not _sound(region):
        return None
    errors = _errors(region)
    if errors is None:
        return None
    return Scan(OPENING + region + CLOSING, _formulas(region), errors)


def _plain_around(name: str, head: bytes, tail: bytes, x14ac: bool) -> bool:
    """All but the cells is well-formed, and the cells' list lies where it should.

    `head` closed by the root's end is well-formed only if the list is the root's own child. There are no
    comments, CDATA or instructions in which it might only seem to stand. Rows may use the prefix x14ac:
    the stand-in for the list uses it then, so that expat asks for its declaration.
    """
    around = head + (b'<sheetData x14ac:dyDescent=""/>' if x14ac else b"<sheetData/>") + tail
    if not _ROOT.match(head) or b"<!" in around or around.count(b"<?") > 1 or around.count(b"<sheetData") != 1:
        return False
    if b"mergeCell " in around or around.count(b"</") > limits.MAX_DEPTH:
        check_outside(name, around)
        return True
    return _well_formed(head + b"</worksheet>") and _well_formed(around)


def _well_formed(content: bytes) -> bool:
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(content, True)
    except expat.ExpatError:
        return False
    return True


def _plain_text(region: bytes) -> bool:
    """UTF-8 and only what XML allows in text."""
    if b"]" in region and b"]]>" in region:
        return False
    if region.isascii():
        return True
    try:
        region.decode()
    except UnicodeDecodeError:
        return False
    return not any(mark in region for mark in _NOT_CHARACTERS)


def _sound(region: bytes) -> bool:
    """Every byte belongs to a row or a cell in the usual form, and the cells lie within bounds."""
    before, *shapes = region.translate(_DIGITS).split(_CELL_START, limits.MAX_CELLS + 1)
    check_number_of_cells(len(shapes))
    if not shapes:
        return NO_CELLS.fullmatch(before) is not None
    last = LAST_CELL.fullmatch(shapes.pop())
    if last is None or BEFORE_CELLS.fullmatch(before) is None:
        return False
    found = [last, *map(MIDDLE_CELL.fullmatch, set(shapes))]
    if None in found:
        return False
    letters = max(match.end(1) for match in found)
    digits = max(match.end(2) - match.end(1) for match in found)
    if letters > 2 or digits > 6 or 10**digits * 26**letters > limits.MAX_BOX:
        _check_far_cells(region)
    return True


def _check_far_cells(region: bytes) -> None:
    """The exact reach, for a sheet that may be a large one."""
    columns, rows = set(), set()
    for letters, digits in _ALL_ADDRESSES.findall(region):
        columns.add(letters)
        rows.add(digits)
    for letters in columns:
        position(letters.decode() + "1")
    for digits in rows:
        position("A" + digits.decode())
    last_row = last_column = 0
    for found in _FILLED.finditer(region):
        last_row = max(last_row, int(found[2]))
        last_column = max(last_column, _column(found[1]))
    check_reach(last_row, last_column)


def _formulas(region: bytes) -> frozenset[Position]:
    """The cells with formulas. `<f` begins nothing else, and stands in the cell that began last."""
    formulas = Formulas()
    if b"<f" in region:
        for before, piece in pairwise(region.split(b"<f")):
            if not piece.startswith(b">"):
                attributes, _, rest = piece.partition(b">")
                if rest.partition(b"<")[0].decode() not in CONSTANTS:
                    given = dict(_ATTRIBUTE.findall(attributes))
                    formulas.add(_place(before), given.get(b"t", b"").decode(), given.get(b"ref", b"").decode())
            elif not piece.startswith(_PLAIN_CONSTANTS):
                formulas.found.add(_place(before))
    return frozenset(formulas.found)


def _place(before: bytes) -> Position:
    """The cell that begins last in `before`."""
    found = _ADDRESS.match(before, before.rindex(_CELL_START) + len(_CELL_START))
    return (int(found[2]), _column(found[1])) if found else position("")


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def _errors(region: bytes) -> dict[Position, str] | None:
    """The cells with errors; None if one is of a kind that the reader doesn't know."""
    errors: dict[Position, str] = {}
    if b' t="e"' in region:
        for before, piece in pairwise(region.split(b' t="e"')):
            if not _ERROR_CELL.fullmatch(before, before.rfind(_CELL_START) + len(_CELL_START)):
                continue  # the mark is part of a text
            words = _ERROR_TEXT.match(piece)
            if words:
                text = words[1].decode()
                if text not in KNOWN_ERRORS:
                    return None
                errors[_place(before)] = text
    return errors
