"""The scan of a sheet for parts in any form: prefixes, quotes, comments, cells without an address.

It reads with expat, which refuses what is not well-formed, and writes the cells anew in the
plainest form. `outside_cells` does the same for a part whose cells the fast scan has read.
"""

from __future__ import annotations

from xml.parsers import expat

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.markup import broken, check_markup, too_deep
from ecm_xl.backends.reader.package import damaged
from ecm_xl.backends.reader.plain import Formula, PlainCell, TextPiece
from ecm_xl.backends.reader.sheet import (
    CLOSING,
    CONSTANTS,
    MAIN,
    OPENING,
    STRICT,
    TRUE,
    Beside,
    Formulas,
    Scan,
    check_number_of_cells,
    check_reach,
    outside,
    position,
    strict,
)
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.snapshot import Position, UnreadableWorkbook

_PREFIX = MAIN + " "  # expat puts the namespace before the name, with a space between
_PRESERVE = "http://www.w3.org/XML/1998/namespace space"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main "
_VALIDATIONS = frozenset({"dataValidation", _X14 + "dataValidation"})
_REFERENCES = "http://schemas.microsoft.com/office/excel/2006/main sqref"
"""Where newer lists say which cells they are for."""
_TYPES = frozenset({"n", "s", "b", "e", "str", "inlineStr", "d"})
_DATA, _ROW, _CELL, _CONTENT = 2, 3, 4, 5
"""How deep sheetData, rows, cells and what is in them lie."""


def scan(name: str, content: bytes) -> Scan:
    """The cells of the part, whatever its form."""
    handler = _Handler(name)
    handler.read(content)
    return handler.result()


def outside_cells(name: str, content: bytes) -> Beside | None:
    """What the part says beside its cells, None unless that is sound. `content` has the cells left out."""
    handler = _Handler(name)
    try:
        handler.read(content)
    except UnreadableWorkbook:
        return None
    return handler.beside


class _Handler:
    """Follows expat through a sheet's part."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._path: list[str] = []
        self._out: list[str] = []
        self._formulas = Formulas()
        self._errors: dict[Position, str] = {}
        self.beside = Beside()
        self._row = self._column = self._cells = self._data = 0
        self._last_row = self._last_column = 0
        self._cell: PlainCell | None = None
        self._words: list[str] | None = None  # where text goes, while it goes anywhere
        self._words_depth = 0
        self._in_list = False
        self._references: list[str] = []

    def read(self, content: bytes) -> None:
        """Reads the whole part. Raises UnreadableWorkbook unless it is sound."""
        check_markup(self._name, content)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise broken(self._name) from error
        if not self._data:
            raise damaged(f"The part {self._name} has no list of cells.")

    def result(self) -> Scan:
        """What was found."""
        cells = OPENING + "".join(self._out).encode() + CLOSING
        return Scan(cells, None, frozenset(self._formulas.found), self._errors, self.beside)

    # What expat meets. Elements of other namespaces keep their long names and mean nothing here.

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.removeprefix(_PREFIX)
        self._path.append(local)
        depth = len(self._path)
        if depth > limits.MAX_DEPTH:
            raise too_deep(self._name)
        if depth == 1:
            self._check_root(tag)
        elif self._path[1] == "sheetData":
            self._start_inside(local, depth, attributes)
        else:
            self._start_beside(local, attributes)

    def _end(self, _tag: str) -> None:
        if len(self._path) == self._words_depth:
            self._words, self._words_depth = None, 0
        if self._path[-1] == _REFERENCES:
            self.beside.add_lists("".join(self._references))
        if len(self._path) == _CELL and self._cell is not None:
            self._take(self._cell)
            self._cell = None
        elif len(self._path) == _ROW and self._path[1:] == ["sheetData", "row"]:
            self._out.append("</row>")
        self._path.pop()

    def _text(self, words: str) -> None:
        if self._words is not None and len(self._path) == self._words_depth:
            self._words.append(words)

    # What it means.

    def _check_root(self, tag: str) -> None:
        if tag.startswith(STRICT):
            raise strict()
        if tag != _PREFIX + "worksheet":
            raise damaged(f"The part {self._name} is not a worksheet.")

    def _start_beside(self, local: str, attributes: dict[str, str]) -> None:
        """An element that is not about cells."""
        if local == "mergeCell":
            self.beside.merge(attributes.get("ref", ""))
        elif local == "col" and attributes.get("hidden") in TRUE:
            self.beside.hide_columns(attributes.get("min", ""), attributes.get("max", ""))
        elif local in _VALIDATIONS:
            self._in_list = attributes.get("type") == "list"
            if self._in_list:
                self.beside.add_lists(attributes.get("sqref", ""))
        elif local == _REFERENCES and self._in_list:
            self._references = []
            self._collect(self._references)

    def _start_inside(self, local: str, depth: int, attributes: dict[str, str]) -> None:
        """sheetData or something in it. What lies elsewhere than it should is no cell."""
        if depth == _DATA:
            self._data += 1
            if self._data > 1:
                raise damaged(f"The part {self._name} has two lists of cells.")
        elif depth == _ROW and local == "row":
            self._start_row(attributes)
        elif depth == _CELL and self._path[2:] == ["row", "c"]:
            self._start_cell(attributes)
        elif self._cell is not None:
            self._start_content(self._cell, local, attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        if given and not (given.isascii() and given.isdigit() and len(given) <= 7):
            raise outside()
        self._row = int(given) if given else self._row + 1
        self._column = 0
        if not 1 <= self._row <= limits.LAST_ROW:
            raise outside()
        if attributes.get("hidden") in TRUE:
            self.beside.hidden_rows.add(self._row)
        self._out.append(f'<row r="{self._row}">')

    def _start_cell(self, attributes: dict[str, str]) -> None:
        """A cell without an address stands to the right of the one before it."""
        self._cells += 1
        check_number_of_cells(self._cells)
        where = position(attributes.get("r") or cell_name(self._row, self._column + 1))
        self._column = where[1]
        kind, style = attributes.get("t", "n"), attributes.get("s", "")
        if kind not in _TYPES:
            raise damaged("It has a cell of a kind that is not known.")
        self._cell = PlainCell(where, kind, style if style.isascii() and style.isdigit() else "")

    def _start_content(self, cell: PlainCell, local: str, attributes: dict[str, str]) -> None:
        """A value, a formula or an inline text. Phonetic readings are not part of a text."""
        inside = self._path[_CELL:]
        if inside == ["v"]:
            cell.value = []
            self._collect(cell.value)
        elif inside == ["f"]:
            cell.formula = Formula(attributes.get("t", ""), attributes.get("ref", ""))
            self._collect(cell.formula.words)
        elif inside == ["is"]:
            cell.inline = []
        elif cell.inline is not None and inside in (["is", "t"], ["is", "r", "t"]):
            piece = TextPiece(attributes.get(_PRESERVE) == "preserve")
            cell.inline.append(piece)
            self._collect(piece.words)

    def _collect(self, words: list[str]) -> None:
        """Text from here to the end of the element goes to `words`."""
        self._words, self._words_depth = words, len(self._path)

    def _take(self, cell: PlainCell) -> None:
        """The cell is complete."""
        if cell.formula is not None and "".join(cell.formula.words) not in CONSTANTS:
            self._formulas.add(cell.where, cell.formula.kind, cell.formula.reference)
        if cell.error:
            self._errors[cell.where] = cell.error
        if cell.filled:
            self._last_row = max(self._last_row, cell.where[0])
            self._last_column = max(self._last_column, cell.where[1])
            check_reach(self._last_row, self._last_column)
            self._out.append(cell.xml())
