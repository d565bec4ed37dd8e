"""A sheet's part while it is changed: its rows by number, and what stands around them.

In the usual form rows stay bytes, and only those that somebody looks at become elements: a sheet has hundreds, and an
edit concerns a few. A part in any other form is one tree. A test holds the two ways against each other.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from ecm_xl.backends.editor.markup import Element, as_markup, children, parse, tag, written
from ecm_xl.backends.reader.fast import rows_inside
from ecm_xl.backends.reader.markup import check_markup
from ecm_xl.backends.reader.package import damaged
from ecm_xl.backends.reader.texts import plain_text
from ecm_xl.workbook.address import cell_name

_ROW_START, _ROW_END, _NO_ROWS = b'<row r="', b"</row>", b"<sheetData/>"
_SPECIAL = re.compile(rb"<[!?]")
"""Comments, CDATA, instructions."""
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"([^<>]*)>')


_CELL = re.compile(
    rb'<c r="[A-Z]+[0-9]+"(?: s="([0-9]+)")?(?: t="(s|str|n|b|e)")?'
    rb"(?:/>|>(?:<f>([^<]*)</f>)?(?:<v>([^<]*)</v>)?</c>)"
)


class Plain(NamedTuple):
    """A cell in the plainest form: its style, its kind, its formula and its value, all as they are written."""

    style: str | None
    kind: str
    formula: str | None
    written: str | None


class SheetPart(ABC):
    """A sheet's part. Whoever changes one of its elements says so: `change` for a row, `change_around` for the rest."""

    root: Element
    """The sheet's element, to be looked at for what stands around the rows."""
    is_changed = False

    @abstractmethod
    def numbers(self) -> list[int]:
        """The numbers of the rows that there are, in the sheet's order."""

    @abstractmethod
    def row(self, number: int) -> Element | None:
        """A row's element."""

    def plain(self, number: int, column: int) -> Plain | None:
        """A cell; None where it is not there, or more can be told of it only by its row's element."""
        return None

    def fill_plain(self, number: int, column: int, kind: str, written: str) -> None:
        """Another value for such a cell. Raises KeyError where it is none."""
        raise KeyError(number, column)

    @abstractmethod
    def make_row(self, number: int) -> Element:
        """A new row where its number wants it."""

    @abstractmethod
    def drop_row(self, number: int) -> None:
        """Takes a row away."""

    @abstractmethod
    def rows_with(self, word: str) -> Iterator[int]:
        """The numbers of the rows in which a word of the markup may stand."""

    @abstractmethod
    def change(self, number: int) -> None:
        """A row's element has been changed."""

    @abstractmethod
    def change_around(self) -> None:
        """What stands around the rows has been changed."""

    def rows_before(self) -> Mapping[int, bytes] | None:
        """The rows as they were by their numbers, in the usual form only."""
        return None

    @abstractmethod
    def written(self) -> bytes:
        """The part's bytes."""


def sheet_part(part: str, content: bytes) -> SheetPart:
    """The part behind these bytes. Raises UnreadableWorkbook where it is no sheet."""
    inside = rows_inside(content)
    rows = None if inside is None else split_rows(content[slice(*inside)])
    if inside is None or rows is None:
        return InTree(parse(part, content))
    return InBytes(part, content[: inside[0]], rows, content[inside[1] :])


def split_rows(rows: bytes) -> dict[int, bytes] | None:
    """A sheet's rows by number, together all of the bytes; None where they are not in the usual form."""
    before, *pieces = rows.split(_ROW_START)
    starts = _ROW.findall(rows)
    if before or len(starts) != len(pieces) or rows.count(b"<row") != len(pieces) or _SPECIAL.search(rows):
        return None
    numbers = [int(number) for number, _ in starts]
    ended = all(
        len(piece) == len(number) + len(more) + 2 if more.endswith(b"/") else piece.endswith(_ROW_END)
        for piece, (number, more) in zip(pieces, starts, strict=True)
    )
    if not ended or numbers != sorted(set(numbers)):
        return None
    return dict(zip(numbers, [_ROW_START + piece for piece in pieces], strict=True))


class InBytes(SheetPart):
    """A part in the usual form."""

    def __init__(self, part: str, head: bytes, rows: dict[int, bytes], tail: bytes) -> None:
        check_markup(part, head)
        self._part, self._head, self._before, self._tail = part, head, rows, tail
        self._rows = dict(rows)
        start = head.index(b"<worksheet")
        self._start = head[start : head.index(b">", start) + 1]
        self._elements: dict[int, Element] = {}
        self._changed: set[int] = set()
        self._is_changed_around = False

    @cached_property
    def root(self) -> Element:
        """The sheet's element with an empty list of rows."""
        return parse(self._part, self._head[: -len(b"<sheetData>")] + _NO_ROWS + self._tail[len(b"</sheetData>") :])

    def numbers(self) -> list[int]:
        """See SheetPart."""
        return sorted(self._rows)

    def row(self, number: int) -> Element | None:
        """See SheetPart."""
        if number not in self._elements and number in self._rows:
            sheet = parse(self._part, b"%s%s</worksheet>" % (self._start, self._rows[number]))
            self._elements[number] = sheet[0]
        return self._elements.get(number)

    def plain(self, number: int, column: int) -> Plain | None:
        """See SheetPart."""
        found = self._plain(number, column)
        if found is None:
            return None
        style, kind, formula, written = found.groups()
        said = None if formula is None else plain_text(formula)
        value = None if written is None else plain_text(written)
        if (said is None and formula is not None) or (value is None and written is not None):
            return None  # they have signs that mean others
        return Plain(None if style is None else style.decode(), (kind or b"n").decode(), said, value)

    def _plain(self, number: int, column: int) -> re.Match[bytes] | None:
        row = self._rows.get(number)
        if row is None or number in self._elements:
            return None
        place = row.rfind(b'<c r="%s"' % cell_name(number, column).encode())
        return None if place < 0 else _CELL.match(row, place)

    def fill_plain(self, number: int, column: int, kind: str, written: str) -> None:
        """See SheetPart."""
        found = self._plain(number, column)
        if found is None:
            raise KeyError(number, column)
        style, _, formula, _ = found.groups()
        cell = b'<c r="%s"' % cell_name(number, column).encode()
        cell += b"" if style is None else b' s="%s"' % style
        cell += b"" if kind == "n" else b' t="%s"' % kind.encode()
        cell += b">" if formula is None else b"><f>%s</f>" % formula
        cell += b"<v>%s</v></c>" % as_markup(written).encode()
        row = self._rows[number]
        self._rows[number] = row[: found.start()] + cell + row[found.end() :]
        self.is_changed = True

    def make_row(self, number: int) -> Element:
        """See SheetPart."""
        self._rows[number] = b'<row r="%d"/>' % number
        self.change(number)
        return self.row(number)

    def drop_row(self, number: int) -> None:
        """See SheetPart."""
        del self._rows[number]
        self._elements.pop(number, None)
        self._changed.discard(number)
        self.is_changed = True

    def rows_with(self, word: str) -> Iterator[int]:
        """See SheetPart."""
        wanted = word.encode()
        return (number for number, row in list(self._rows.items()) if wanted in row or number in self._changed)

    def change(self, number: int) -> None:
        """See SheetPart."""
        self._changed.add(number)
        self.is_changed = True

    def change_around(self) -> None:
        """See SheetPart."""
        self.is_changed = self._is_changed_around = True

    def rows_before(self) -> Mapping[int, bytes]:
        """See SheetPart."""
        return self._before

    def written(self) -> bytes:
        """See SheetPart."""
        head, tail = self._head, self._tail
        if self._is_changed_around:
            before, _, behind = written(self.root).partition(_NO_ROWS)
            head, tail = before + b"<sheetData>", b"</sheetData>" + behind
        rows = self._rows | {number: self._row_written(number) for number in self._changed}
        return b"".join([head, *(rows[number] for number in sorted(rows)), tail])

    def _row_written(self, number: int) -> bytes:
        """The row as it stands in a sheet: alone it would say again what its prefixes mean."""
        sheet = written(self._elements[number].getparent())
        return sheet[sheet.index(b"<row") : -len(b"</worksheet>")]


class InTree(SheetPart):
    """A part in whatever form. A row may lack its number: it stands beneath the one before."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._data: Element = root.find(tag("sheetData"))
        if self._data is None:
            raise damaged("A sheet has no list of cells.")
        self._rows: dict[int, Element] = {}
        number = 0
        for element in children(self._data, "row"):
            number = _row_number(element.get("r")) or number + 1
            self._rows[number] = element

    def numbers(self) -> list[int]:
        """See SheetPart."""
        return list(self._rows)

    def row(self, number: int) -> Element | None:
        """See SheetPart."""
        return self._rows.get(number)

    def make_row(self, number: int) -> Element:
        """See SheetPart. All rows get their numbers written out."""
        for other, element in self._rows.items():
            if not element.get("r"):
                element.set("r", str(other))
        new = self._data.makeelement(tag("row"))
        new.set("r", str(number))
        put_between(self._data, self._rows, number, new)
        self._rows = dict(sorted((self._rows | {number: new}).items()))
        self.is_changed = True
        return new

    def drop_row(self, number: int) -> None:
        """See SheetPart."""
        self._data.remove(self._rows.pop(number))
        self.is_changed = True

    def rows_with(self, word: str) -> Iterator[int]:
        """See SheetPart."""
        return iter(list(self._rows))

    def change(self, number: int) -> None:
        """See SheetPart."""
        self.is_changed = True

    def change_around(self) -> None:
        """See SheetPart."""
        self.is_changed = True

    def written(self) -> bytes:
        """See SheetPart."""
        return written(self.root)


def _row_number(reference: str | None) -> int | None:
    if reference and not reference.isdecimal():
        raise damaged("It has cells outside the sheet.")
    return int(reference) if reference else None


def put_between(parent: Element, others: Mapping[int, Element], number: int, new: Element) -> None:
    """A new cell or row where its number wants it, whatever else stands among them."""
    last = next(reversed(others), None)
    if last is None:
        parent.insert(0, new)
    elif number > last:
        others[last].addnext(new)
    else:
        others[min(other for other in others if other > number)].addprevious(new)
