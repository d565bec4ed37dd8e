"""Edits: what is to change in a person's workbook, as plain data. Whoever holds the file carries them out.

Everything that no edit names stays as it is, byte for byte where it is a file. Rows and columns are counted
from 1; a sheet and a table go by their names, which ignore case as Excel's do.
"""

from __future__ import annotations

from dataclasses import dataclass

from ecm_xl.workbook.book import Book, CellValue


@dataclass(frozen=True, slots=True)
class Link:
    """A cell's text that leads to a place in the same workbook, `Audit!E7`. It is a formula: one that is written over
    leaves nothing behind, in a file and in an open workbook alike."""

    text: str
    place: str

    @property
    def formula(self) -> str:
        """The formula, with its =."""
        return f'{LINKS}{_doubled(self.place)}","{_doubled(self.text)}")'


LINKS = '=HYPERLINK("#'
"""How a formula of ours begins that is a link."""


def _doubled(text: str) -> str:
    return text.replace('"', '""')


@dataclass(frozen=True, slots=True)
class LiveText:
    """A cell whose text a formula of ours works out."""

    text: str
    formula: str
    """With its =."""


RowValue = CellValue | Link | LiveText | None
"""What a cell of a row is to hold; None or '' leaves it blank."""


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell's value, or a text that a formula of ours works out. Its look stays; None or '' makes it blank. A
    formula is never replaced."""

    sheet: str
    row: int
    column: int
    value: CellValue | LiveText | None


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a formula of ours shows, and the charts on its sheet. Where another formula stands there, it stays, and is
    reported."""

    sheet: str
    row: int
    column: int
    formula: str
    """As it was drawn, with its `=`."""
    value: CellValue


@dataclass(frozen=True, slots=True)
class RefreshCharts:
    """What the charts of a sheet show, where only cells of other sheets have changed."""

    sheet: str


@dataclass(frozen=True, slots=True)
class AppendRows:
    """Rows beneath a table's last one. The table grows; blank rows at its end are used."""

    table: str
    rows: tuple[tuple[RowValue, ...], ...]
    heights: tuple[float, ...] = ()
    """The rows' heights in points, as many as are known."""
    columns: tuple[str, ...] = ()
    """The headings of the rows' columns, wherever the table has them now; () for all of the table's, as they stand."""
    beneath: int = 0
    """How many rows that somebody typed directly beneath the table belong to it: it grows over them."""


@dataclass(frozen=True, slots=True)
class RedrawRows:
    """All the rows of a table of ours anew. It is as long as its rows, and one row long where there are none."""

    table: str
    rows: tuple[tuple[RowValue, ...], ...]
    heights: tuple[float, ...] = ()
    """The rows' heights in points, as many as are known."""
    columns: tuple[str, ...] = ()
    """The headings of the rows' columns, wherever the table has them now; () for all of the table's, as they stand."""


@dataclass(frozen=True, slots=True, eq=False)
class AddSheet:
    """A new sheet, drawn as in a new workbook, with its tables, charts, notes, marks, lists and links.

    Sheets are added in the order of their edits. None of the names of the sheet and its tables may be taken.
    """

    book: Book
    """Holds that one sheet. Its names are those that the sheet needs: the ones that the file lacks are added."""
    before: str = ""
    """The sheet in front of which it goes; where that is not there, it goes behind the last sheet that is seen."""


@dataclass(frozen=True, slots=True, eq=False)
class ReplaceSheet:
    """A sheet of ours drawn anew, in the place of the one of that name. What stands on it goes, apart from what the
    new drawing holds: whoever draws it has read the old one."""

    book: Book
    """As for AddSheet. A table keeps its number where its name stays."""


Edit = SetCell | Refresh | RefreshCharts | AppendRows | RedrawRows | AddSheet | ReplaceSheet


class EditRefused(Exception):
    """An edit that can't be made without harm: nothing was changed. `code` is one of the catalogue's `edit-...` codes.

    `detail` is for the message's last words; it never holds text from the workbook's cells.
    """

    def __init__(self, code: str, detail: str = "", sheet: str = "", cell: str = "") -> None:
        super().__init__(code, detail, sheet, cell)
        self.code, self.detail, self.sheet, self.cell = code, detail, sheet, cell


Place = tuple[str, str]
"""(sheet, cell)."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of edits: the new file (the very same bytes where nothing changed), and the places of
    formulas that are not as ours were drawn and were left alone."""

    data: bytes
    formulas_kept: tuple[Place, ...] = ()
