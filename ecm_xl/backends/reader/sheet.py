"""What a scan of one sheet's part yields, and the rules that both scans share.

There are two scans. `fast` reads only parts in the exact form that Excel, LibreOffice, XlsxWriter and
openpyxl write; `careful` reads any well-formed part. Both hand over the same: the cells in the
plainest form for the reader, which never sees the part itself, the cells with formulas and
the cells with errors. A cell written twice (no program does it) counts with its last value.
"""

from __future__ import annotations

from dataclasses import dataclass

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.package import damaged, unsafe
from ecm_xl.workbook.address import cell_name, column_number
from ecm_xl.workbook.snapshot import Position, UnreadableWorkbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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


@dataclass(slots=True)
class Scan:
    """One sheet, ready for the reader."""

    cells: bytes
    formulas: frozenset[Position]
    errors: dict[Position, str]


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
        if kind not in SPREADING or not reference:
            return
        (top, left), (bottom, right) = rectangle(reference)
        self._spread += (bottom - top + 1) * (right - left + 1)
        if self._spread > limits.MAX_CELLS:
            raise unsafe("Its formulas spread over far too many cells.")
        self.found.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
