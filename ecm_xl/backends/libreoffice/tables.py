"""Excel's tables: Calc keeps them as database ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ecm_xl.backends.libreoffice.gate import Member, Refused
from ecm_xl.backends.libreoffice.values import Area, area_of

if TYPE_CHECKING:
    from ecm_xl.backends.libreoffice.ranges import Range
    from ecm_xl.backends.libreoffice.sheets import Sheet


class Tables(Member, base_classes.Tables):
    """The tables of a sheet, from the top. Names ignore case, as Excel's do."""

    def __init__(self, sheet: Sheet) -> None:
        self._app, self._sheet = sheet._app, sheet

    def _ranges(self) -> Any:
        return self._sheet._book._document.DatabaseRanges

    def _all(self) -> list[Table]:
        """In the order of their places."""
        ranges, index = self._ranges(), self._sheet._index()
        every = [(name, ranges.getByName(name).DataArea) for name in ranges.ElementNames]
        mine = [(area_of(address), name) for name, address in every if address.Sheet == index]
        return [Table(self._sheet, name) for _, name in sorted(mine)]

    def _found(self, name: str) -> Table | None:
        """The table of that name, if it is on this sheet. The calls do not grow with the number of tables."""
        ranges = self._ranges()
        known = next((one for one in ranges.ElementNames if one.casefold() == name.casefold()), None)
        if known is None or ranges.getByName(known).DataArea.Sheet != self._sheet._index():
            return None
        return Table(self._sheet, known)

    @property
    def api(self) -> Any:
        """`com.sun.star.sheet.DatabaseRanges` of the workbook."""
        return self._ranges()

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return self._sheet

    def __call__(self, name_or_index: int | str) -> Table:
        """By name or number from 1. Raises KeyError."""
        if isinstance(name_or_index, int):
            return self._all()[name_or_index - 1]
        table = self._found(name_or_index)
        if table is None:
            raise KeyError(name_or_index)
        return table

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __contains__(self, name: str) -> bool:
        return self._found(name) is not None

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: bool | None = True,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """Makes cells a table whose first row is its headings. Raises Refused where Excel would.

        Styles are Excel's: here a table looks as its cells do.
        """
        self._sheet._check_unprotected()
        if has_headers is False:
            raise NotImplementedError("A table without headings")
        ranges = self._ranges()
        taken = {one.casefold() for one in ranges.ElementNames}
        number = 1
        while name is None:
            name = None if f"table{number}" in taken else f"Table{number}"
            number += 1
        if name.casefold() in taken:
            raise Refused(f"There is a table called '{name}' already")
        cells: Range = source.impl
        self._check_apart(cells._area, "")
        ranges.addNewByName(name, cells._cells.RangeAddress)
        made = ranges.getByName(name)
        made.ContainsHeader = made.AutoFilter = True
        return Table(self._sheet, name)

    def _check_apart(self, area: Area, but: str) -> None:
        for table in self._all():
            other = table._area()
            apart = area.last_row < other.first_row or other.last_row < area.first_row
            apart = apart or area.last_column < other.first_column or other.last_column < area.first_column
            if not apart and table._name != but:
                raise Refused(f"The table '{table._name}' is there already: tables may not overlap")


class Table(Member, base_classes.Table):
    """One table. Its first row is its headings."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._app, self._sheet, self._name = sheet._app, sheet, name

    # Ours

    def _database_range(self) -> Any:
        return self._sheet._book._document.DatabaseRanges.getByName(self._name)

    def _area(self) -> Area:
        return area_of(self._database_range().DataArea)

    def _whole(self) -> Range:
        return self._sheet._at(self._area())

    def _body(self) -> Range | None:
        area = self._area()
        if area.first_row == area.last_row:
            return None
        return self._sheet._at(area._replace(first_row=area.first_row + 1))

    # What xlwings asks for

    @property
    def api(self) -> Any:
        """`com.sun.star.sheet.DatabaseRange`."""
        return self._database_range()

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        """Raises NotImplementedError."""
        raise NotImplementedError("A table keeps its name")

    @property
    def range(self) -> Range:
        """The whole table."""
        return self._whole()

    @property
    def header_row_range(self) -> Range:
        """Its headings."""
        area = self._area()
        return self._sheet._at(area._replace(last_row=area.first_row))

    @property
    def data_body_range(self) -> Range | None:
        """Its rows without the headings; None where there are none."""
        return self._body()

    @property
    def show_autofilter(self) -> bool:
        """Whether its headings carry the filter's buttons."""
        return bool(self._database_range().AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        """Shows or hides them. Raises Refused on a protected sheet."""
        self._sheet._check_unprotected()
        self._database_range().AutoFilter = bool(value)

    @property
    def show_totals(self) -> bool:
        """Whether its last row is one of totals."""
        return bool(self._database_range().TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        """Says that it is one, or is not. Raises Refused on a protected sheet."""
        self._sheet._check_unprotected()
        self._database_range().TotalsRow = bool(value)

    def resize(self, rng: Any) -> None:
        """Other cells for the table. Raises Refused where the headings would move, or tables overlap."""
        self._sheet._check_unprotected()
        cells: Range = rng.impl
        old, new = self._area(), cells._area
        aside = new.last_column < old.first_column or old.last_column < new.first_column
        if new.first_row != old.first_row or aside:
            raise Refused("A table's headings stay in their row, and the table keeps some of its columns")
        Tables(self._sheet)._check_apart(new, self._name)
        self._database_range().DataArea = cells._cells.RangeAddress
