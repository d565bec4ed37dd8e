"""The scan of a sheet for parts in any form: prefixes, quotes, comments, cells without an address.

It reads with expat, which refuses what is not well-formed, and writes the cells anew in the
plainest form. `check_outside` does the same for a part whose cells the fast scan has read.
"""

from __future__ import annotations

import math
import re
from xml.parsers import expat
from xml.sax.saxutils import escape

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.markup import broken, too_deep
from ecm_xl.backends.reader.package import damaged, unsafe
from ecm_xl.backends.reader.sheet import (
    CLOSING,
    CONSTANTS,
    ERROR_WITHOUT_TEXT,
    KNOWN_ERRORS,
    MAIN,
    OPENING,
    STRICT,
    Formulas,
    Scan,
    check_number_of_cells,
    check_reach,
    outside,
    position,
    rectangle,
    strict,
)
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.snapshot import Position, UnreadableWorkbook

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TYPES = frozenset({"n", "s", "b", "e", "str", "inlineStr", "d"})
_PRESERVE = "http://www.w3.org/XML/1998/namespace space"
_PREFIX = MAIN + " "  # expat puts the namespace before the name, with this space between
_IN_DATA, _IN_ROW, _IN_CELL, _IN_INLINE = 2, 3, 4, 5
"""How deep an element lies that holds rows, cells, values or inline texts."""


def scan(name: str, content: bytes) -> Scan:
    """The cells of the part, whatever its form."""
    handler = _Handler(name)
    _parse(handler, content)
    return handler.result()


def check_outside(name: str, content: bytes) -> None:
    """Raises unless all but the cells (`content` has its sheetData empty) is sound."""
    _parse(_Handler(name), content)


def _parse(handler: _Handler, content: bytes) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    handler.parser = parser
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise broken(handler.name) from error
    if not handler.data_elements:
        raise damaged(f"The part {handler.name} holds no cells' list.")


class _Cell:
    """A cell while it is being read."""

    __slots__ = ("formula", "inline", "kind", "style", "value", "where")

    def __init__(self, where: Position, kind: str, style: str) -> None:
        self.where = where
        self.kind = kind
        self.style = style
        self.value: list[str] | None = None
        self.inline: list[str] | None = None
        self.formula: tuple[str, str, list[str]] | None = None


class _Handler:
    """Follows expat through a sheet's part."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parser: expat.XMLParserType | None = None
        self.data_elements = 0
        self._path: list[str] = []
        self._out: list[str] = []
        self._formulas = Formulas()
        self._errors: dict[Position, str] = {}
        self._row = self._column = self._cells = self._merges = 0
        self._reach = (0, 0)
        self._cell: _Cell | None = None
        self._text: list[str] | None = None

    def result(self) -> Scan:
        """What was found."""
        check_reach(*self._reach)
        cells = OPENING + "".join(self._out).encode() + CLOSING
        return Scan(cells, frozenset(self._formulas.found), self._errors)

    # expat's events

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins. Elements that are not the spreadsheet's own keep their long name."""
        local = tag.removeprefix(_PREFIX)
        self._path.append(local)
        depth = len(self._path)
        if depth > limits.MAX_DEPTH:
            raise too_deep(self.name)
        if depth == 1:
            self._check_root(tag)
        elif local == "sheetData" and depth == _IN_DATA:
            self._begin_data()
        elif local == "mergeCell":
            self._merge(attributes)
        elif depth > _IN_DATA and self._path[1] == "sheetData":
            self._begin_inside(local, depth, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        depth = len(self._path)
        local = self._path.pop()
        self._text = None
        if depth == _IN_CELL and self._cell is not None and local == "c":
            self._finish_cell(self._cell)
            self._cell = None
        elif depth == _IN_ROW and local == "row" and self._path[1] == "sheetData":
            self._out.append("</row>")

    def text(self, words: str) -> None:
        """Text, in pieces where comments or CDATA divide it."""
        if self._text is not None:
            self._text.append(words)

    # what the elements mean

    def _check_root(self, tag: str) -> None:
        if tag.startswith(STRICT):
            raise strict()
        if tag != _PREFIX + "worksheet":
            raise damaged(f"The part {self.name} is not a worksheet.")

    def _begin_data(self) -> None:
        self.data_elements += 1
        if self.data_elements > 1:
            raise damaged(f"The part {self.name} lists its cells twice.")

    def _begin_inside(self, local: str, depth: int, attributes: dict[str, str]) -> None:
        """An element within sheetData. What lies elsewhere than it should is no cell."""
        parent = self._path[-2]
        if depth == _IN_ROW and local == "row":
            self._begin_row(attributes)
        elif depth == _IN_CELL and local == "c" and parent == "row":
            self._begin_cell(attributes)
        elif self._cell is not None:
            self._begin_content(self._cell, local, depth, attributes)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        if given and not (given.isascii() and given.isdigit() and len(given) <= 7):
            raise outside()
        self._row = int(given) if given else self._row + 1
        if not 1 <= self._row <= limits.LAST_ROW:
            raise outside()
        self._column = 0
        self._out.append(f'<row r="{self._row}">')

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        """A cell without an address stands to the right of the one before."""
        self._cells += 1
        check_number_of_cells(self._cells)
        given = attributes.get("r")
        where = position(given) if given else position(cell_name(self._row, self._column + 1))
        self._column = where[1]
        kind, style = attributes.get("t", "n"), attributes.get("s", "")
        if kind not in _TYPES:
            raise damaged("It has a cell of a kind that is not known.")
        self._cell = _Cell(where, kind, style if style.isascii() and style.isdigit() else "")

    def _begin_content(self, cell: _Cell, local: str, depth: int, attributes: dict[str, str]) -> None:
        """A value, a formula or an inline text. Phonetic readings (rPh) are not part of a text."""
        if depth == _IN_INLINE and local == "v":
            cell.value = self._text = []
        elif depth == _IN_INLINE and local == "f":
            self._text = []
            cell.formula = (attributes.get("t", ""), attributes.get("ref", ""), self._text)
        elif depth == _IN_INLINE and local == "is":
            cell.inline = []
        elif local == "t" and cell.inline is not None and self._path[4:-1] in (["is"], ["is", "r"]):
            keep = ' xml:space="preserve"' if attributes.get(_PRESERVE) == "preserve" else ""
            self._text = []
            cell.inline.append(keep)
            self._inline_texts(cell.inline)

    def _inline_texts(self, inline: list[str]) -> None:
        """Keeps the text list of the element that has just begun beside its attribute."""
        raise NotImplementedError

    def _finish_cell(self, cell: _Cell) -> None:
        raise NotImplementedError

    def _merge(self, attributes: dict[str, str]) -> None:
        raise NotImplementedError
