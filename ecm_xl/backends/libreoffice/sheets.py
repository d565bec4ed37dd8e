"""Sheets: finding, adding and removing them, and finding cells on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ecm_xl.backends.libreoffice.gate import Member, Refused
from ecm_xl.backends.libreoffice.names import Names
from ecm_xl.backends.libreoffice.ranges import Range
from ecm_xl.backends.libreoffice.tables import Tables
from ecm_xl.backends.libreoffice.values import Area, area_of
from ecm_xl.workbook.address import column_number

if TYPE_CHECKING:
    from ecm_xl.backends.libreoffice.books import Book

_CELLS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d*)(?::\$?([A-Za-z]{1,3})\$?([1-9]\d*))?\Z")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})\Z")
_ROWS = re.compile(r"\$?([1-9]\d*):\$?([1-9]\d*)\Z")


class Sheets(Member, base_classes.Sheets):
    """The sheets of a workbook, in their order. Names ignore case, as Excel's do."""

    def __init__(self, book: Book) -> None:
        self._app, self._book = book._app, book

    def _all(self) -> Any:
        return self._book._document.Sheets

    @property
    def api(self) -> Any:
        """`com.sun.star.sheet.XSpreadsheets`."""
        return self._all()

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self._book, self._book._document.CurrentController.ActiveSheet)

    def _found(self, name: str) -> str | None:
        return next((one for one in self._all().ElementNames if one.casefold() == name.casefold()), None)

    def __call__(self, name_or_index: int | str) -> Sheet:
        """By name or number from 1. Raises KeyError."""
        if isinstance(name_or_index, int):
            return Sheet(self._book, self._all().getByIndex(name_or_index - 1))
        name = self._found(name_or_index)
        if name is None:
            raise KeyError(name_or_index)
        return Sheet(self._book, self._all().getByName(name))

    def __iter__(self) -> Iterator[Sheet]:
        every = self._all()
        return iter([Sheet(self._book, every.getByIndex(at)) for at in range(every.Count)])

    def __len__(self) -> int:
        return int(self._all().Count)

    def __contains__(self, name: str) -> bool:
        return self._found(name) is not None

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, before the active one if no place is given. Raises Refused where the structure is protected."""
        self._book._check_structure()
        every = self._all()
        number = 1
        while name is None:
            name = None if self._found(f"Sheet{number}") else f"Sheet{number}"
            number += 1
        beside = before or after or self._active()
        every.insertNewByName(name, beside._index() + (1 if after and not before else 0))
        sheet = Sheet(self._book, every.getByName(name))
        sheet._to_front()
        return sheet

    def _active(self) -> Sheet:
        return Sheet(self._book, self._book._document.CurrentController.ActiveSheet)


class Sheet(Member, base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._app, self._book, self._sheet = book._app, book, sheet

    # Ours

    def _index(self) -> int:
        """From 0."""
        return int(self._sheet.RangeAddress.Sheet)

    def _to_front(self) -> None:
        self._book._document.CurrentController.setActiveSheet(self._sheet)

    def _check_unprotected(self) -> None:
        """Raises Refused on a protected sheet, for what Excel allows on none."""
        if self._sheet.isProtected():
            raise Refused(f"The sheet '{self._sheet.Name}' is protected")

    def _at(self, area: Area) -> Range:
        position = (area.first_column, area.first_row, area.last_column, area.last_row)
        return Range(self, self._sheet.getCellRangeByPosition(*position))

    # What xlwings asks for

    @property
    def api(self) -> Any:
        """`com.sun.star.sheet.Spreadsheet`."""
        return self._sheet

    @property
    def book(self) -> Book:
        """Its workbook."""
        return self._book

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._sheet.Name)

    @name.setter
    def name(self, value: str) -> None:
        """Renames it. Raises Refused where the structure is protected or the name is taken."""
        self._book._check_structure()
        taken = self._book._document.Sheets.ElementNames
        if value.casefold() in (one.casefold() for one in taken if one != self._sheet.Name):
            raise Refused(f"There is a sheet called '{value}' already")
        self._sheet.Name = value

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return self._index() + 1

    @property
    def visible(self) -> bool:
        """Whether people see it."""
        return bool(self._sheet.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        """Shows or hides it. Raises Refused where the structure is protected."""
        self._book._check_structure()
        self._sheet.IsVisible = bool(value)

    @property
    def names(self) -> Names:
        """The names that are this sheet's own."""
        return Names(self._book, self._sheet)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return self._tables()

    def _tables(self) -> Tables:
        return Tables(self)

    def activate(self) -> None:
        """Brings it to the front. Raises Refused for a hidden sheet."""
        if not self._sheet.IsVisible:
            raise Refused(f"The sheet '{self._sheet.Name}' is hidden")
        self._to_front()

    def select(self) -> None:
        """The same."""
        self.activate()

    def delete(self) -> None:
        """Removes it. Raises Refused for the last visible sheet, and where the structure is protected."""
        self._book._check_structure()
        every = self._book._document.Sheets
        others = (every.getByIndex(at) for at in range(every.Count) if at != self._index())
        if not any(other.IsVisible for other in others):
            raise Refused("The last sheet that people see can't be removed")
        every.removeByName(self._sheet.Name)

    @property
    def cells(self) -> Range:
        """All its cells."""
        return Range(self, self._sheet)

    @property
    def used_range(self) -> Range:
        """From the first cell in use to the last."""
        cursor = self._sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return self._at(area_of(cursor.RangeAddress))

    def clear_contents(self) -> None:
        """Blanks every cell, formats stay. Raises Refused where a cell is locked."""
        Range(self, self._sheet)._clear_contents()

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Cells by address, by name, by table (its rows), or by (row, column) from 1.

        Raises LookupError for what is neither, NotImplementedError for several areas at once.
        """
        if isinstance(arg1, str) and arg2 is None:
            return self._named(arg1)
        if isinstance(arg1, tuple) and len(arg1) == 4:  # xlwings' slices: row, column, how many of each
            row, column, rows, columns = arg1
            return self._at(Area(row - 1, column - 1, row + rows - 2, column + columns - 2))
        first = self._corner(arg1)
        last = self._corner(arg2) if arg2 is not None else first
        rows, columns = sorted((*first[0::2], *last[0::2])), sorted((*first[1::2], *last[1::2]))
        return self._at(Area(rows[0], columns[0], rows[-1], columns[-1]))

    def _corner(self, given: Any) -> Area:
        if isinstance(given, Range):
            return given._area
        if isinstance(given, tuple):
            return Area(given[0] - 1, given[1] - 1, given[0] - 1, given[1] - 1)
        return self._named(given)._area

    def _named(self, text: str) -> Range:
        if "," in text:
            raise NotImplementedError("Several areas at once")
        area = self._addressed(text)
        if area is not None:
            return self._at(area)
        name = Names(self._book, self._sheet)._entry(text) or Names(self._book, None)._entry(text)
        if name is not None:
            return name._cells()
        table = Tables(self)._found(text)
        if table is None:
            raise LookupError(f"'{text}' is no address, name or table on the sheet '{self._sheet.Name}'")
        return table._body() or table._whole()

    def _addressed(self, text: str) -> Area | None:
        if match := _CELLS.match(text):
            column, row, other_column, other_row = match.groups()
            rows = sorted((int(row), int(other_row or row)))
            columns = sorted((column_number(column.upper()), column_number((other_column or column).upper())))
        elif match := _COLUMNS.match(text):
            rows, columns = [1, self._sheet.Rows.Count], sorted(column_number(one.upper()) for one in match.groups())
        elif match := _ROWS.match(text):
            rows, columns = sorted(map(int, match.groups())), [1, self._sheet.Columns.Count]
        else:
            return None
        if columns[1] > self._sheet.Columns.Count or rows[1] > self._sheet.Rows.Count:
            return None
        return Area(rows[0] - 1, columns[0] - 1, rows[1] - 1, columns[1] - 1)
