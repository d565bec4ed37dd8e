"""Edits: what is to change in a person's workbook, as plain data. Whoever holds the file carries them out.

Everything that no edit names stays as it is, byte for byte where it is a file. Rows and columns are counted
from 1; a sheet and a table go by their names, which ignore case as Excel's do.
"""

from __future__ import annotations

from dataclasses import dataclass

from ecm_xl.workbook.book import CellValue


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


RowValue = CellValue | Link | None
"""What a cell of a row is to hold; None or '' leaves it blank."""


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell's value. Its look stays; None or '' makes it blank. A formula is never replaced."""

    sheet: str
    row: int
    column: int
    value: CellValue | None


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


@dataclass(frozen=True, slots=True)
class RedrawRows:
    """All the rows of a table of ours anew. It is as long as its rows, and one row long where there are none."""

    table: str
    rows: tuple[tuple[RowValue, ...], ...]
    heights: tuple[float, ...] = ()
    """The rows' heights in points, as many as are known."""
    columns: tuple[str, ...] = ()
    """The headings of the rows' columns, wherever the table has them now; () for all of the table's, as they stand."""


Edit = SetCell | Refresh | RefreshCharts | AppendRows | RedrawRows


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
