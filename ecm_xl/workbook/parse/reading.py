"""A table while it is read: its place on a sheet, its columns, what is found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ecm_xl.core.answers import FilledTable
from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.words import as_shown, fold
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.parse.expected import Expected
from ecm_xl.workbook.snapshot import SheetSnapshot


@dataclass(slots=True)
class Place:
    """A table's place in a snapshot. `last_row` is 0 where no named table says where it ends; `end` is the last row
    that can be the table's where another one lies beneath it, 0 where it is the sheet's last."""

    sheet: SheetSnapshot
    header_row: int
    first_column: int
    last_column: int
    last_row: int = 0
    end: int = 0

    @property
    def bottom(self) -> int:
        """The last row of the sheet that may be the table's."""
        last = len(self.sheet.rows)
        return min(self.end, last) if self.end else last


@dataclass(slots=True)
class Reading:
    """A table while it is read."""

    expected: Expected
    place: Place
    table: FilledTable
    columns: dict[str, int] = field(default_factory=dict)
    merged: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    """Column → the runs of rows (first, last) in which its cells are merged with others."""
    suspects: set[int] = field(default_factory=set)
    """Columns that may be a missing one."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def sheet(self) -> SheetSnapshot:
        """The sheet that the table lies on."""
        return self.place.sheet

    def add(self, code: str, row: int, column: int, **words: str | int) -> None:
        """A finding at a place of this table."""
        self.findings.append(finding(code, self.sheet.name, cell_name(row, column), **words))  # type: ignore[arg-type]

    def add_heading(self, code: str, column: int, **words: str | int) -> None:
        """A finding at a column's heading: what holds for the whole column."""
        self.add(code, self.place.header_row, column, **words)

    def standard_of(self, ref: str) -> int:
        """The number of a Ref's Standard, 0 where it is of none."""
        return self.expected.framework.standard_of.get(ref, 0)

    def is_merged(self, row: int, column: int) -> bool:
        """True for a cell that is merged with others."""
        return any(first <= row <= last for first, last in self.merged.get(column, ()))


def as_ref(value: object) -> str:
    """A Ref as it is compared: capitals, without spaces around it or characters that nobody sees."""
    if isinstance(value, str) and value.isascii():  # nearly always
        return value.strip().upper()
    return fold(as_shown(value)).upper()
