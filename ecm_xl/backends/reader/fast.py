"""The scan of a sheet for parts in the very form that Excel, LibreOffice and XlsxWriter write.

A sheet has thousands of cells but few *shapes*: with every digit put to 0, `<c r="B12" s="5" t="s"><v>103</v></c>`
is the same as its neighbours below. So each shape is checked once, against a pattern that accounts for
every byte of it. What lies around the cells goes through expat. Anything in another form gives
None, sound or not, and the careful scan takes over: refusals are its own. A test holds the two
against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.careful import sound_outside
from ecm_xl.backends.reader.shapes import BEFORE_CELLS, LAST_CELL, MIDDLE_CELL, NO_CELLS
from ecm_xl.backends.reader.sheet import (
    CLOSING,
    CONSTANTS,
    KNOWN_ERRORS,
    MAIN,
    OPENING,
    Formulas,
    Scan,
    check_number_of_cells,
)
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.snapshot import Position, UnreadableWorkbook

_DATA_START, _DATA_END = b"<sheetData>", b"</sheetData>"
_CELL_START = b'<c r="'
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_NOT_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # in UTF-8, yet no XML
_FORMULA_MARK, _ERROR_MARK, _PREFIX = b"<f", b' t="e"', b" x00ac:"
_ROOT = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml [^<>?]*\?>)?\s*(<worksheet(?: xmlns:\w+="[^"<]*")* xmlns="%s"[^<>]*>)' % MAIN.encode()
)
_SPECIAL = re.compile(rb"<[!?]|<sheetData")

# In the bytes themselves, once the shapes are known to be sound.
_ADDRESS = rb'<c r="([A-Z]+)([0-9]+)"'
_ADDRESSES = re.compile(_ADDRESS)
_FORMULA_CELL = re.compile(
    _ADDRESS + rb"[^<>]*><f([^<>]*)>((?:%s)</f>)?" % b"|".join(re.escape(word.encode()) for word in CONSTANTS)
)
_ERROR_CELL = re.compile(_ADDRESS + rb'[^<>]*? t="e"[^<>]*>(?:<f[^<>]*>(?:[^<]*</f>)?)?<v>([^<]*)</v>')
_ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"]*)"')
_FILLED = re.compile(_ADDRESS + rb"[^<>]*>(?:<f[^<>]*>(?:[^<]*</f>)?)?<(?:v|is)\b")


def scan(name: str, content: bytes) -> Scan | None:
    """The cells of a part in the usual form, else None."""
    start, end = content.find(_DATA_START), content.rfind(_DATA_END)
    if start < 0 or end < start:
        return None
    region = content[start + len(_DATA_START) : end]
    shapes = _shapes(region)
    if shapes is None or not _plain_text(region, shapes):
        return None
    if not _plain_around(name, content[:start], content[end + len(_DATA_END) :], prefixed=_PREFIX in shapes):
        return None
    errors = _errors(region) if _ERROR_MARK in shapes else {}
    if errors is None:
        return None
    try:
        formulas = _formulas(region) if _FORMULA_MARK in shapes else frozenset()
    except UnreadableWorkbook:
        return None
    return Scan(OPENING + region + CLOSING, formulas, errors)


def _plain_around(name: str, head: bytes, tail: bytes, *, prefixed: bool) -> bool:
    """All but the cells is well-formed, and the cells' list is the root's own child.

    expat reads what comes before the list, closed by the root's end (which fails if another element
    is open there), and the root with what comes after. There are no comments, CDATA or
    instructions in which the list might only seem to stand. Rows may use the prefix x14ac, so
    what stands in for them uses it too, and expat asks for its declaration.
    """
    begin = _ROOT.match(head)
    if not begin or _SPECIAL.search(head, begin.end()) or _SPECIAL.search(tail):
        return False
    before = head[begin.start(1) :]
    stand_in = b'<sheetData x14ac:dyDescent=""/>' if prefixed else b"<sheetData/>"
    if b"mergeCell" in before or b"mergeCell" in tail or before.count(b"</") + tail.count(b"</") > limits.MAX_DEPTH:
        return sound_outside(name, before + stand_in + tail)
    return _well_formed(before, b"</worksheet>") and _well_formed(begin[1], stand_in, tail)


def _well_formed(*pieces: bytes) -> bool:
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(b"".join(pieces), True)
    except expat.ExpatError:
        return False
    return True


def _plain_text(region: bytes, shapes: bytes) -> bool:
    """UTF-8 and only what XML allows in text. (The patterns refuse the rest: see there.)"""
    if b"]]>" in shapes:
        return False
    if region.isascii():
        return True
    try:
        region.decode()
    except UnicodeDecodeError:
        return False
    return not any(mark in region for mark in _NOT_CHARACTERS)


def _shapes(region: bytes) -> bytes | None:
    """The shapes of the cells if every byte belongs to a row or a cell in the usual form, else None."""
    zeroed = region.translate(_DIGITS)
    pieces = zeroed.split(_CELL_START, limits.MAX_CELLS + 1)
    check_number_of_cells(len(pieces) - 1)
    before = pieces.pop(0)
    if not pieces:
        return before if NO_CELLS.fullmatch(before) else None
    last = pieces.pop()
    shapes = set(pieces)
    found = [LAST_CELL.fullmatch(last), *map(MIDDLE_CELL.fullmatch, shapes)]
    if None in found or not BEFORE_CELLS.fullmatch(before):
        return None
    letters = max(match.end(1) for match in found if match)
    address = max(match.end(2) for match in found if match)
    far = letters > 2 or address > 6 or 10 ** (address - 1) * 26**letters > limits.MAX_BOX
    if far and not _far_cells_are_sound(region):
        return None
    joined = b"".join((before, *shapes, last))
    if _PREFIX in joined and zeroed.count(_PREFIX) != region.count(b" x14ac:"):
        return None  # another prefix, the same but for its digits
    return joined


def _far_cells_are_sound(region: bytes) -> bool:
    """The exact reach, for a sheet that may be a large one."""
    columns, rows = set(), set()
    for letters, digits in _ADDRESSES.findall(region):
        columns.add(letters)
        rows.add(int(digits))
    if not 1 <= max(rows) <= limits.LAST_ROW or max(map(_column, columns)) > limits.LAST_COLUMN:
        return False
    last_row = last_column = 0
    for found in _FILLED.finditer(region):
        last_row = max(last_row, int(found[2]))
        last_column = max(last_column, _column(found[1]))
    return last_row * last_column <= limits.MAX_BOX


def _formulas(region: bytes) -> frozenset[Position]:
    """The cells with formulas."""
    formulas = Formulas()
    for letters, row, attributes, constant in _FORMULA_CELL.findall(region):
        if attributes and not constant:
            given = dict(_ATTRIBUTE.findall(attributes))
            kind, reference = given.get(b"t", b"").decode(), given.get(b"ref", b"").decode()
            formulas.add((int(row), _column(letters)), kind, reference)
        elif not constant:
            formulas.found.add((int(row), _column(letters)))
    return frozenset(formulas.found)


def _errors(region: bytes) -> dict[Position, str] | None:
    """The cells with errors; None if one is of a kind that the reader doesn't know."""
    errors = {(int(row), _column(letters)): text.decode() for letters, row, text in _ERROR_CELL.findall(region)}
    return errors if KNOWN_ERRORS.issuperset(errors.values()) else None


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    return column_number(letters.decode())
