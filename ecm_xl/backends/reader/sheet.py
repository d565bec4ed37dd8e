"""What a scan of one sheet's part yields, and the rules that both scans share.

There are two scans. `fast` reads only parts in the exact form that Excel, LibreOffice, XlsxWriter and
openpyxl write; `careful` reads any well-formed part and hands over the cells in the plainest form for
calamine, which never sees the part itself. Both tell which cells hold formulas and which errors. A cell
written twice (no program does it) counts with its last value.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.package import damaged, unsafe
from ecm_xl.workbook.address import cell_name, column_number
from ecm_xl.workbook.snapshot import Area, Position, UnreadableWorkbook, Value

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TRUE = frozenset({"1", "true", "on"})
STRICT = "http://purl.oclc.org/ooxml/"

# calamine looks for merged cells in a second pass over the whole part; finding an empty list
# first spares it that, a fifth of the time.
OPENING = b"<worksheet><mergeCells></mergeCells><sheetData>"
CLOSING = b"</sheetData></worksheet>"
EMPTY = OPENING + CLOSING

KNOWN_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
"""Those that calamine knows. One newer error (#SPILL!) would make it give up the whole sheet."""

ERROR_WITHOUT_TEXT = "#ERROR!"

CONSTANTS = frozenset({"TRUE()", "FALSE()"})
"""LibreOffice saves a typed TRUE as this formula; it can't change by itself."""

SPREADING = frozenset({"array", "dataTable"})
"""Formulas that fill every cell of their `ref`, of which only the first holds the formula."""


Rows = list[list[Value]]


@dataclass(slots=True)
class Beside:
    """What a sheet's part says beside its cells: merged ranges, what is hidden, where there are drop-down lists."""

    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    lists: list[Area] = field(default_factory=list)

    def merge(self, reference: str) -> None:
        """A merged range. Their number and size are bounded; one that means nothing does no harm."""
        if len(self.merged) == limits.MAX_MERGES:
            raise unsafe(f"One sheet has more than {limits.MAX_MERGES:,} merged ranges.")
        self.merged += _areas(reference)
        if self.merged and _cells(self.merged[-1]) > limits.MAX_MERGED_AREA:
            raise unsafe("One merged range covers nearly a whole sheet.")

    def hide_columns(self, first: str, last: str) -> None:
        """Columns from one number to another."""
        if first.isdecimal() and last.isdecimal() and int(last) <= limits.LAST_COLUMN:
            self.hidden_columns.update(range(int(first), int(last) + 1))

    def add_lists(self, references: str) -> None:
        """The ranges that have a drop-down list, with blanks between them."""
        self.lists += _areas(references)
        if len(self.lists) > limits.MAX_LISTS:
            raise unsafe(f"One sheet has drop-down lists in more than {limits.MAX_LISTS:,} places.")


def _areas(references: str) -> list[Area]:
    """The ranges of a list of them; what is no range is left out."""
    found: list[Area] = []
    for reference in references.split(None, limits.MAX_LISTS):
        with suppress(UnreadableWorkbook):
            first, last = rectangle(reference)
            found.append((*first, *last))
    return found


def _cells(area: Area) -> int:
    return (area[2] - area[0] + 1) * (area[3] - area[1] + 1)


@dataclass(slots=True)
class Scan:
    """One sheet: its rows from A1, or where they are None the cells in the plainest form, for calamine."""

    cells: bytes
    rows: Rows | None
    formulas: frozenset[Position]
    errors: dict[Position, str]
    beside: Beside


def strict() -> UnreadableWorkbook:
    """Saved as Strict Open XML."""
    return UnreadableWorkbook("file-strict")


def outside() -> UnreadableWorkbook:
    """A row or a cell that no sheet has."""
    return damaged("It has cells outside the sheet.")


def check_reach(row: int, column: int) -> None:
    """Raises when the rectangle from A1 to the furthest filled row and column is too large."""
    if row * column > limits.MAX_BOX:
        where = cell_name(row, column)
        raise UnreadableWorkbook("file-too-big", f"On one sheet the filled cells reach as far as {where}.")


def check_number_of_cells(cells: int) -> None:
    """Raises when one sheet has too many cells."""
    if cells > limits.MAX_CELLS:
        raise UnreadableWorkbook("file-too-big", f"One sheet has more than {limits.MAX_CELLS:,} cells.")


def position(reference: str) -> Position:
    """'D7' → (7, 4). Raises for anything that is not a cell of a sheet."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha() and 1 <= len(digits) <= 7):
        raise outside()
    row, column = int(digits), column_number(letters.upper())
    if not (1 <= row <= limits.LAST_ROW and column <= limits.LAST_COLUMN):
        raise outside()
    return row, column


def rectangle(reference: str) -> tuple[Position, Position]:
    """'A1:B7' or 'A1', with or without $, → its first and last cell."""
    first, _, last = reference.replace("$", "").partition(":")
    start = position(first)
    end = position(last) if last else start
    return (min(start[0], end[0]), min(start[1], end[1])), (max(start[0], end[0]), max(start[1], end[1]))


class Formulas:
    """Collects the cells that formulas fill. What a formula spreads over is bounded."""

    def __init__(self) -> None:
        self.found: set[Position] = set()
        self._spread = 0

    def add(self, where: Position, kind: str, reference: str) -> None:
        """The formula of one cell, or of the rectangle `reference` if it is of a spreading kind."""
        self.found.add(where)
        if not reference or kind not in SPREADING:
            return
        (top, left), (bottom, right) = rectangle(reference)
        self._spread += (bottom - top + 1) * (right - left + 1)
        if self._spread > limits.MAX_CELLS:
            raise unsafe("Its formulas spread over far too many cells.")
        self.found.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
