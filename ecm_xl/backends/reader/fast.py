"""The scan of a sheet for parts in the very form that Excel, LibreOffice and XlsxWriter write.

One pattern reads a whole row: its number, and for each column the text that its cell refers to or, for any
other cell, its bytes. What the pattern finds, row after row, must be the whole of the part, byte for
byte. Nearly every cell is a text, and its place in the list of shared texts stands in the cell. Numbers
may be dates: see `numbers`. Anything in another form gives None, sound or not, and the careful scan and
calamine take over: refusals are theirs. A test holds the two ways against each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import compress

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.careful import outside_cells
from ecm_xl.backends.reader.markup import DECLARATION
from ecm_xl.backends.reader.numbers import Numbers
from ecm_xl.backends.reader.sheet import (
    CONSTANTS,
    KNOWN_ERRORS,
    MAIN,
    Beside,
    Formulas,
    Rows,
    Scan,
)
from ecm_xl.backends.reader.texts import plain_text
from ecm_xl.workbook.address import column_letters, column_number
from ecm_xl.workbook.snapshot import Position, UnreadableWorkbook, Value

_DATA_START, _DATA_END = b"<sheetData>", b"</sheetData>"
_ROOT = re.compile(DECLARATION + rb'(<worksheet(?: xmlns:\w+="[^"<]*")* xmlns="%s"[^<>]*>)' % MAIN.encode())
_SPECIAL = (b"<!", b"<?", b"<sheetData")
"""Comments, CDATA and instructions; a second list of cells."""
_END = b"</worksheet>"
_DIMENSION = re.compile(rb'<dimension ref="A1:([A-Z]{1,3})[0-9]+"/>')
_WIDTHS = (6, 9, 12, 16, 26)
"""How many columns a row's pattern has: the fewest that are enough. A wider sheet is not the usual form."""

# A column's cell: blank, or the place of its text (the first group), or whatever else is in it (the second). Nothing
# is tried twice and what a cell holds is bounded, so the time grows with the length whatever the bytes.
_CELL = (
    rb'(?:<c r="%s\2"(?:(?: s="[0-9]++")?+(?:/>| t="s"><v>([0-9]++)</v></c>)|'
    rb"([^<>]*+>(?:<[^<>]*+>[^<]*+){0,6}?</c>)))?+"
)
_EMPTY_ROW = re.compile(rb'(<row r="([0-9]++)"([^<>/]*+)/>)')
_HIDDEN, _IS_HIDDEN = b" hidden=", re.compile(rb' hidden="(?:1|true)"')
_COLUMNS = range(_WIDTHS[-1])
_OTHER = re.compile(
    rb'(?: s="([0-9]{1,9})")?(?: cm="[0-9]{1,9}")?(?: t="(str|n|b|e|inlineStr)")?(?: [cv]m="[0-9]{1,9}")*>'
    rb"(?:<f([^<>/]*)(?:/>|>([^<]*)</f>))?(?:<v>([^<]*)</v>|<v ?/>|"
    rb'<is><t( xml:space="preserve")?>([^<]*)</t></is>)?</c>'
)
_NUMBER = re.compile(rb"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?")  # far from infinity
_ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"]*)"')
_VALIDATION, _VALIDATIONS = b"<dataValidation", b"<dataValidations"
_USUAL_VALIDATION = re.compile(rb'<dataValidation((?: [\w:]+="[^"<]*")*+) ?/?>')


_Other = tuple[str, bytes, bytes, str, tuple[str, str] | None]
"""A cell that is no shared text: kind (`n` for a number), style, value as it is written, text; kind and range of its
formula, if it has one."""


def scan(name: str, content: bytes, texts: Mapping[bytes, str], numbers: Numbers) -> Scan | None:
    """A part in the usual form, else None. `texts`: place in the list, as it is written → text, b"" → ""."""
    inside = rows_inside(content)
    if inside is None:
        return None
    start, end = inside
    head, tail = content[: start - len(_DATA_START)], content[end + len(_DATA_END) :]
    found = _row_pattern(_width(head)).findall(content, start, end)
    length = sum([len(row[0]) for row in found])
    empty = _EMPTY_ROW.findall(content, start, end) if length != end - start else []
    attributes = b"".join({row[2] for row in (*found, *empty)})
    beside = _beside(name, head, tail)
    if beside is None or length + sum([len(row[0]) for row in empty]) != end - start:
        return None
    if not _in_order(empty):
        return None
    if _HIDDEN in attributes:
        beside.hidden_rows.update(int(row[1]) for row in (*found, *empty) if _IS_HIDDEN.search(row[2]))
    return _taken(found, texts, numbers, beside)


def _width(head: bytes) -> int:
    """How many columns the pattern must have. Should the part say too few, the pattern will not fit it."""
    said = _DIMENSION.search(head)
    columns = column_number(said[1].decode()) if said else _WIDTHS[-1]
    return next((width for width in _WIDTHS if width >= columns), _WIDTHS[-1])


@lru_cache
def _row_pattern(width: int) -> re.Pattern[bytes]:
    """A row of at most that many columns, in their order, each cell with the row's own number."""
    cells = b"".join(_CELL % column_letters(column).encode() for column in range(1, width + 1))
    return re.compile(rb'(<row r="([0-9]++)"([^<>/]*+)>' + cells + rb"</row>)")


def _in_order(rows: Sequence[Sequence[bytes]]) -> bool:
    """Whether rows without cells stand one below the other, on the sheet."""
    numbers = [int(row[1]) for row in rows]
    if not numbers:
        return True
    return numbers == sorted(set(numbers)) and numbers[0] >= 1 and numbers[-1] <= limits.LAST_ROW


def _taken(
    found: Sequence[Sequence[bytes]], texts: Mapping[bytes, str], numbers: Numbers, beside: Beside
) -> Scan | None:
    """The rows with their texts, and what else is in them; None where a cell is not in the usual form."""
    rows: Rows = []
    others: list[tuple[list[Value], int, int, _Other]] = []
    text_at = texts.__getitem__
    last_row = limits.MAX_CELLS // _WIDTHS[-1]  # further down it may be a large sheet: for the careful scan to measure
    try:
        for cells in found:
            number, odd = int(cells[1]), cells[4::2]
            if not len(rows) < number <= last_row:
                return None
            while len(rows) < number - 1:
                rows.append([""] * len(odd))
            row: list[Value] = list(map(text_at, cells[3::2]))
            rows.append(row)
            others += [(row, number, column, _other(odd[column])) for column in compress(_COLUMNS, odd)]
        formulas, errors = _put(others, numbers)
    except (KeyError, _NotUsual, UnreadableWorkbook):
        return None
    _trim(rows)
    return Scan(b"", rows, formulas, errors, beside)


def _trim(rows: Rows) -> None:
    """Takes away blank rows at the end and blank columns on the right."""
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    width = len(rows[0]) if rows else 0
    while width and not any(row[width - 1] != "" for row in rows):
        width -= 1
    for row in rows:
        del row[width:]


class _NotUsual(Exception):
    """A cell in another form."""


def _put(
    others: Sequence[tuple[list[Value], int, int, _Other]], numbers: Numbers
) -> tuple[frozenset[Position], dict[Position, str]]:
    """Puts the values of cells that are no shared texts into their rows (columns from 0). Their formulas and errors."""
    formulas, errors = Formulas(), {}
    for row, number, column, (kind, style, value, text, formula) in others:
        if formula is not None:
            formulas.add((number, column + 1), *formula)
        if kind == "str":
            row[column] = text
        elif kind == "n":
            row[column] = 0  # until it is read
            numbers.found.append((row, column, style, value))
        elif kind == "e":
            errors[number, column + 1] = text
        else:
            row[column] = value == b"1"
    return frozenset(formulas.found), errors


@lru_cache(maxsize=1 << 14)
def _other(cell: bytes) -> _Other:
    """What a cell that is no shared text holds. Raises _NotUsual. Many cells hold the same."""
    found = _OTHER.fullmatch(cell)
    if found is None:
        raise _NotUsual
    style, kind, attributes, said, value, kept, inline = found.groups(b"")
    formula = None if found[3] is None else _formula(attributes, said)
    if (found[7] is None) is (kind == b"inlineStr"):
        raise _NotUsual
    if kind == b"inlineStr":
        return "str", b"", b"", _inline(inline, kept=bool(kept)), formula
    return (*_typed(kind.decode() or "n", style, value), formula)


def _formula(attributes: bytes, said: bytes) -> tuple[str, str] | None:
    """A formula's kind and range, None where it is one that can't change."""
    words = plain_text(said)
    if words is None:
        raise _NotUsual
    if words in CONSTANTS:
        return None
    given = dict(_ATTRIBUTE.findall(attributes))
    return given.get(b"t", b"").decode(), given.get(b"ref", b"").decode()


def _inline(words: bytes, *, kept: bool) -> str:
    """A text that stands in its cell. Blanks at its ends count only where that is said."""
    text = plain_text(words)
    if text is None or not (kept or text == text.strip()):
        raise _NotUsual
    return text


def _typed(kind: str, style: bytes, value: bytes) -> tuple[str, bytes, bytes, str]:
    """Kind, style, value as it is written, and text. Raises _NotUsual."""
    if kind == "n" and not value:
        return "str", b"", b"", ""
    text = plain_text(value)
    sound = {
        "n": _NUMBER.fullmatch(value) is not None,
        "b": value in (b"0", b"1"),
        "e": text in KNOWN_ERRORS,
        "str": text is not None,
    }
    if not sound[kind] or text is None:
        raise _NotUsual
    return kind, style, value, text


def rows_inside(content: bytes) -> tuple[int, int] | None:
    """From where to where a part's rows reach, None where their list may only seem to stand there.

    There it can't be in a comment, CDATA or an instruction, and is the only one.
    """
    start, end = content.find(_DATA_START), content.rfind(_DATA_END)
    if start < 0 or end < start:
        return None
    head, tail = content[:start], content[end + len(_DATA_END) :]
    begin = _ROOT.match(head)
    if not begin or not tail.rstrip().endswith(_END):
        return None
    if any(head.find(mark, begin.end()) >= 0 or mark in tail for mark in _SPECIAL):
        return None
    return start + len(_DATA_START), end


def _beside(name: str, head: bytes, tail: bytes) -> Beside | None:
    """What is beside the cells: read here in the usual form, else by the careful scan.

    What else stands there goes to no reader, so whether it is well-formed matters not.
    """
    validations = _USUAL_VALIDATION.findall(tail) if _VALIDATION in tail else []
    unusual = len(validations) != tail.count(_VALIDATION) - tail.count(_VALIDATIONS) or b":dataValidation " in tail
    if unusual or b"mergeCell" in tail or b" hidden=" in head:
        return outside_cells(name, head[head.index(b"<worksheet") :] + b"<sheetData/>" + tail)
    found = Beside()
    for attributes in validations:
        given = dict(_ATTRIBUTE.findall(attributes))
        if given.get(b"type") == b"list":
            found.add_lists(given.get(b"sqref", b"").decode())
    return found
