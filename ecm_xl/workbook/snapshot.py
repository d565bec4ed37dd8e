"""What a reader hands over: the located values of any workbook, without any Excel library.

Rows and columns are counted from 1, as a person sees them: row 7, column 4 is D7.
A snapshot is plain data and may cross a process boundary.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Value = str | int | float | bool | date | datetime | time | timedelta
"""A cell's value. A blank cell is the empty string."""

Position = tuple[int, int]
"""(row, column), both from 1."""

Area = tuple[int, int, int, int]
"""(first row, first column, last row, last column), all from 1."""


class UnreadableWorkbook(Exception):
    """A file that can't be read as a workbook. `code` is one of the catalogue's `file-...` codes.

    Raised by readers, turned into a finding by every workflow. `detail` is for the message's
    last words (a part's name, a size); it never holds text from the workbook's cells.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)  # both, so that it survives pickling
        self.code = code
        self.detail = detail


@dataclass(slots=True)
class SheetSnapshot:
    """One sheet. `rows[0]` is row 1 and starts at column A; rows are equally long."""

    name: str
    hidden: bool = False
    rows: list[list[Value]] = field(default_factory=list)
    formulas: frozenset[Position] = frozenset()
    errors: dict[Position, str] = field(default_factory=dict)
    """Cells that hold an error, with the error's text (`#REF!`). Their value in `rows` is ''."""
    merged: tuple[Area, ...] = ()
    """Merged ranges."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    lists: tuple[Area, ...] = ()
    """Ranges that have a drop-down list (data validation of type list), x14 ones too."""

    def value(self, row: int, column: int) -> Value:
        """The value at (row, column); '' outside what the file holds."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return ""


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a named table lies. The first row is its header row."""

    name: str
    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class Snapshot:
    """A workbook's sheets in their order, its named tables and its names for single cells."""

    sheets: list[SheetSnapshot]
    tables: dict[str, TablePlace] = field(default_factory=dict)
    names: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """Defined name → (sheet, row, column), for names that point to exactly one cell."""
    from_1904: bool = False
    """Dates are counted from 1904, not from 1900."""

    def sheet(self, name: str) -> SheetSnapshot | None:
        """The sheet of that name (Excel's names ignore case), or None."""
        wanted = name.casefold()
        return next((s for s in self.sheets if s.name.casefold() == wanted), None)
