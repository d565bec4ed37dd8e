"""Cells: their values, formulas and looks, read and written a block at a time.

Protection is looked at here: UNO's calls for single cells write into locked cells without a word, where Excel refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ecm_xl.backends.libreoffice.formulas import moved, quoted, to_excel, to_office
from ecm_xl.backends.libreoffice.gate import Member, Refused
from ecm_xl.backends.libreoffice.values import (
    BOOLEAN_FORMAT,
    DATE,
    DAY_FORMAT,
    ERRORS,
    GENERAL,
    LOGICAL,
    MOMENT_FORMAT,
    OTHER_ERROR,
    TEXT,
    Area,
    Failed,
    Formats,
    area_of,
    gathered,
    to_cell,
)
from ecm_xl.workbook.address import column_letters, column_number

if TYPE_CHECKING:
    from ecm_xl.backends.libreoffice.names import Name
    from ecm_xl.backends.libreoffice.sheets import Sheet
    from ecm_xl.backends.libreoffice.tables import Table

_CONTENTS = 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas; neither formats nor notes."""
_ANY_RESULT = 1 | 2 | 4
"""com.sun.star.sheet.FormulaResult: numbers, texts, errors."""
_NO_COLOUR = -1
_HUNDREDTHS_OF_A_MM = 2540 / 72
"""A point in LibreOffice's unit."""

MIDNIGHT = time()

Rows = Sequence[Sequence[Any]]


class Range(Member, base_classes.Range):
    """A rectangle of cells."""

    max_cells_per_read = None
    max_cells_per_write = None
    has_array = False

    def __init__(self, sheet: Sheet, cells: Any) -> None:
        self._app, self._sheet, self._cells = sheet._app, sheet, cells
        self._area = area_of(cells.RangeAddress)
        self.options: Any = None  # xlwings keeps its own here

    # Where it is

    @property
    def api(self) -> Any:
        """`com.sun.star.sheet.SheetCellRange`."""
        return self._cells

    @property
    def sheet(self) -> Sheet:
        """Its sheet."""
        return self._sheet

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self._area.first_row + 1

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self._area.first_column + 1

    def _shape(self) -> tuple[int, int]:
        area = self._area
        return area.last_row - area.first_row + 1, area.last_column - area.first_column + 1

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return self._shape()

    def __len__(self) -> int:
        rows, columns = self._shape()
        return rows * columns

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        """A cell by row and column from 1, or by number along the rows. It may lie outside, as in Excel."""
        row, column = (arg1 - 1, arg2 - 1) if arg2 is not None else divmod(arg1 - 1, self._shape()[1])
        row, column = row + self._area.first_row, column + self._area.first_column
        return self._sheet._at(Area(row, column, row, column))

    def _address(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        down, across = "$" if row_absolute else "", "$" if column_absolute else ""
        area, every = self._area, self._sheet._sheet.RangeAddress
        first, last = across + column_letters(area.first_column + 1), across + column_letters(area.last_column + 1)
        if (area.first_row, area.last_row) == (0, every.EndRow):
            return f"{first}:{last}"
        top, bottom = f"{down}{area.first_row + 1}", f"{down}{area.last_row + 1}"
        if (area.first_column, area.last_column) == (0, every.EndColumn):
            return f"{top}:{bottom}"
        return first + top if self._shape() == (1, 1) else f"{first}{top}:{last}{bottom}"

    @property
    def address(self) -> str:
        """`$A$1:$B$2`."""
        return self._address()

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The same as wished; `external`: with workbook and sheet before it."""
        address = self._address(row_absolute, col_absolute)
        if not external:
            return address
        return f"'[{self._sheet._book._name()}]{self._sheet._sheet.Name}'!{address}"

    # Values

    @property
    def raw_value(self) -> list[list[Any]]:
        """Rows of str, float, bool, datetime, Failed (an error) or None (blank)."""
        return self._values()

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        """Writes one value to every cell, or rows of values. Raises Refused where a cell is locked."""
        self._write(value)

    def _values(self) -> list[list[Any]]:
        rows = [list(row) for row in self._cells.getDataArray()]
        for number, row in enumerate(rows):
            for at, value in enumerate(row):
                if value is None:
                    row[at] = self._error(number, at)
                elif value == "":
                    row[at] = None
        self._turn_into_kinds(rows)
        return rows

    def _error(self, row: int, column: int) -> Failed:
        return Failed(ERRORS.get(self._cells.getCellByPosition(column, row).getError(), OTHER_ERROR))

    def _turn_into_kinds(self, rows: list[list[Any]]) -> None:
        """Numbers whose format says that they are dates or booleans become that."""
        formats, days = self._sheet._book._formats(), self._sheet._book._days()
        for key, areas in self._formats_within():
            kind = formats.kind(key)
            if not kind & (DATE | LOGICAL):
                continue
            for row, column in (cell for area in areas for cell in area.cells()):
                value = rows[row][column]
                if isinstance(value, float):
                    rows[row][column] = days.moment(value) if kind & DATE else bool(value)

    def _formats_within(self) -> list[tuple[int, list[Area]]]:
        """Each number format of the cells with where it is, counted from the first cell here."""
        alike = self._cells.UniqueCellFormatRanges
        found = [alike.getByIndex(at) for at in range(alike.Count)]
        return [(one.NumberFormat, [area_of(a).within(self._area) for a in one.RangeAddresses]) for one in found]

    def _write(self, value: Any) -> None:
        """A value for every cell, or rows of values. Raises Refused where one of the cells is locked."""
        self._check_open()
        rows = value if isinstance(value, list | tuple) else self._filled_with(value)
        writing = _Writing(
            self._sheet._book._formats(), self._sheet._book._days(), self._formats_within(), self._shape()
        )
        block = writing.block(rows)
        try:
            self._cells.setDataArray(block)
        except Exception as error:  # part of an array formula, as an example
            raise Refused(f"{self._address(False, False)} can't be written to") from error
        for area in gathered(list(writing.formulas)):
            part = self._part(area)
            part.setFormulaArray(tuple((writing.formulas[cell],) for cell in area.cells()))
        for code, cells in writing.formats.items():
            self._set_format(code, gathered(cells))

    def _filled_with(self, value: Any) -> Rows:
        """The value for each cell; a formula moves on from the first cell to the others."""
        rows, columns = self._shape()
        if isinstance(value, str) and value.startswith("="):
            return [[moved(value, r, c, column_letters, column_number) for c in range(columns)] for r in range(rows)]
        return [[value] * columns] * rows

    def _part(self, area: Area) -> Any:
        return self._cells.getCellRangeByPosition(area.first_column, area.first_row, area.last_column, area.last_row)

    def _set_format(self, code: str, areas: list[Area]) -> None:
        """One call, however many areas."""
        several = self._sheet._book._document.createInstance("com.sun.star.sheet.SheetCellRanges")
        several.addRangeAddresses(tuple(self._part(area).RangeAddress for area in areas), True)
        several.NumberFormat = self._sheet._book._formats().key(code)

    def clear_contents(self) -> None:
        """Blanks the cells, formats stay. Raises Refused where one of them is locked."""
        self._clear_contents()

    def _clear_contents(self) -> None:
        self._check_open()
        self._cells.clearContents(_CONTENTS)

    def _check_open(self) -> None:
        """Raises Refused where one of the cells is locked on a protected sheet."""
        if not self._sheet._sheet.isProtected():
            return
        if self._cells.CellProtection.IsLocked:  # true of cells of which some are locked and some open, too
            name = self._sheet._sheet.Name
            raise Refused(f"{self._address(False, False)} on the sheet '{name}' is locked or holds a locked cell")

    # Formulas

    @property
    def formula(self) -> Any:
        """What was typed: formulas as Excel has them, other cells as text; rows of it for more than one cell."""
        texts, values = self._cells.getFormulaArray(), self._values()
        calculated: set[tuple[int, int]] = set()
        for address in self._cells.queryFormulaCells(_ANY_RESULT).RangeAddresses:
            calculated.update(area_of(address).within(self._area).cells())
        rows = tuple(
            tuple(
                _shown_formula(text) if (number, at) in calculated else _constant(text, values[number][at])
                for at, text in enumerate(row)
            )
            for number, row in enumerate(texts)
        )
        return rows[0][0] if self._shape() == (1, 1) else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        """Writes formulas, or values. Raises Refused where a cell is locked."""
        self._write(value)

    @property
    def formula2(self) -> Any:
        """The same: there are no spilling formulas here."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        """The same."""
        self._write(value)

    # Looks

    @property
    def number_format(self) -> str | None:
        """The code, None where the cells have several."""
        formats = self._sheet._book._formats()
        found = {key for key, _ in self._formats_within()}
        if len(found) != 1:
            return None
        (key,) = found
        return GENERAL if formats.is_general(key) else formats.code(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        """Sets an English code. Raises Refused on a protected sheet, ValueError for what is no code."""
        self._sheet._check_unprotected()
        self._cells.NumberFormat = self._sheet._book._formats().key(value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The fill as (red, green, blue); None for none."""
        colour = int(self._cells.CellBackColor)
        return None if colour == _NO_COLOUR else (colour >> 16 & 255, colour >> 8 & 255, colour & 255)

    @color.setter
    def color(self, value: tuple[int, int, int] | str | None) -> None:
        """Fills them; also '#rrggbb'. Raises Refused on a protected sheet."""
        self._sheet._check_unprotected()
        if isinstance(value, tuple):
            value = f"{value[0] << 16 | value[1] << 8 | value[2]:06x}"
        self._cells.CellBackColor = _NO_COLOUR if value is None else int(value.removeprefix("#"), 16)

    @property
    def row_height(self) -> float | None:
        """In points; None where the rows differ."""
        rows = self._cells.Rows
        heights = {rows.getByIndex(at).Height for at in range(rows.Count)}
        return heights.pop() / _HUNDREDTHS_OF_A_MM if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        """Sets it for each row, in points."""
        # Heights and widths may be changed on our protected sheets; LibreOffice does not say whether on others.
        self._cells.Rows.Height = round(value * _HUNDREDTHS_OF_A_MM)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden, by a filter too; None for some of them."""
        rows = self._cells.Rows
        found = {not rows.getByIndex(at).IsVisible for at in range(rows.Count)}
        return found.pop() if len(found) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        """Hides or shows the rows."""
        self._cells.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; None for some of them."""
        columns = self._cells.Columns
        found = {not columns.getByIndex(at).IsVisible for at in range(columns.Count)}
        return found.pop() if len(found) == 1 else None

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        """Hides or shows the columns."""
        self._cells.Columns.IsVisible = not value

    def autofit(self, axis: str | None = None) -> None:
        """Heights (`r`), widths (`c`) or both, as the contents need."""
        if axis in (None, "r", "rows"):
            self._cells.Rows.OptimalHeight = True
        if axis in (None, "c", "columns"):
            self._cells.Columns.OptimalWidth = True

    def copy(self, destination: Any = None) -> None:
        """Copies the cells with their looks; over and over where the destination is larger. Raises Refused.

        Copying to the clipboard is none of ours.
        """
        if destination is None:
            raise NotImplementedError
        target: Range = getattr(destination, "impl", destination)
        target._check_open()
        rows, columns = self._shape()
        down, across = target._shape()
        for row in range(0, max(rows, down), rows):
            for column in range(0, max(columns, across), columns):
                corner = target._part(Area(row, column, row, column)).getCellByPosition(0, 0).CellAddress
                target._sheet._sheet.copyRange(corner, self._cells.RangeAddress)

    @property
    def merge_cells(self) -> bool:
        """Whether merged cells are among them."""
        return bool(self._cells.IsMerged) or self._merged()._area != self._area

    @property
    def merge_area(self) -> Range:
        """The merged cells that it belongs to, else itself."""
        return self._merged()

    def _merged(self) -> Range:
        cursor = self._sheet._sheet.createCursorByRange(self._cells)
        cursor.collapseToMergedArea()
        return self._sheet._at(area_of(cursor.RangeAddress))

    def merge(self, across: bool = False) -> None:
        """Merges them, row by row with `across`. Raises Refused on a protected sheet."""
        self._sheet._check_unprotected()
        rows, columns = self._shape()
        for part in (
            [Area(at, 0, at, columns - 1) for at in range(rows)] if across else [Area(0, 0, rows - 1, columns - 1)]
        ):
            self._part(part).merge(True)

    def unmerge(self) -> None:
        """Takes merged cells apart. Raises Refused on a protected sheet."""
        self._sheet._check_unprotected()
        self._cells.merge(False)

    # Names, tables, selection

    def select(self) -> None:
        """Selects them, on the sheet in front. Raises Refused on a hidden sheet."""
        if not self._sheet._sheet.IsVisible:
            raise Refused(f"The sheet '{self._sheet._sheet.Name}' is hidden")
        controller = self._sheet._book._document.CurrentController
        controller.setActiveSheet(self._sheet._sheet)
        controller.select(self._cells)

    @property
    def name(self) -> Name | None:
        """The first name that stands for exactly these cells."""
        return next((name for name in self._sheet._book._names()._all() if self._is(name)), None)

    @name.setter
    def name(self, value: str) -> None:
        """Gives them a name in the workbook. Raises Refused for what can't be a name."""
        self._sheet._book._names()._add(value, f"={quoted(self._sheet._sheet.Name)}!{self._address()}")

    def _is(self, name: Name) -> bool:
        cells = name._named().getReferredCells()
        return cells is not None and cells.RangeAddress == self._cells.RangeAddress

    @property
    def table(self) -> Table | None:
        """The table that the first cell belongs to."""
        row, column = self._area[:2]
        for table in self._sheet._tables()._all():
            area = table._area()
            if area.first_row <= row <= area.last_row and area.first_column <= column <= area.last_column:
                return table
        return None


def _shown_formula(text: str) -> str:
    """A formula of LibreOffice's. TRUE and errors, when they are typed, are values in Excel and formulas here."""
    excel = to_excel(text)
    return excel[1:] if excel[1:] in ("TRUE", "FALSE", *ERRORS.values()) else excel


def _constant(text: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return value if isinstance(value, str) else text


class _Writing:
    """A block on its way to cells: plain values, and apart from them formulas and formats that cells get."""

    def __init__(
        self, formats: Formats, days: Any, there: list[tuple[int, list[Area]]], shape: tuple[int, int]
    ) -> None:
        self._formats, self._days = formats, days
        self._usual = there[0][0] if len(there) == 1 else None
        self._keys: dict[tuple[int, int], int] = {}
        if self._usual is None:
            self._keys = {cell: key for key, areas in there for area in areas for cell in area.cells()}
        self._shape = shape
        self.formulas: dict[tuple[int, int], str] = {}
        self.formats: dict[str, list[tuple[int, int]]] = {}

    def block(self, rows: Rows) -> tuple[tuple[str | float, ...], ...]:
        """The values to write; cells that get formulas are blank. Raises ValueError where they do not fit."""
        if len(rows) != self._shape[0] or any(len(row) != self._shape[1] for row in rows):
            raise ValueError("The rows do not fit the cells")
        return tuple(tuple(self._one((r, c), value) for c, value in enumerate(row)) for r, row in enumerate(rows))

    def _one(self, cell: tuple[int, int], value: Any) -> str | float:
        value = to_cell(value)
        if value == "" and isinstance(value, str):
            return ""
        key = self._usual if self._usual is not None else self._keys[cell]
        if isinstance(value, str):
            return self._text(cell, value, key)
        if isinstance(value, bool):
            return self._with_format(cell, float(value), BOOLEAN_FORMAT, not self._formats.kind(key) & LOGICAL)
        if isinstance(value, float):
            if self._formats.kind(key) & TEXT:
                return f"{value:.15g}"
            return self._with_format(cell, value, GENERAL, bool(self._formats.kind(key) & LOGICAL))
        return self._moment(cell, value, key)

    def _moment(self, cell: tuple[int, int], value: datetime, key: int) -> float:
        code = DAY_FORMAT if value.time() == MIDNIGHT else MOMENT_FORMAT
        return self._with_format(cell, self._days.number(value), code, self._formats.is_general(key))

    def _text(self, cell: tuple[int, int], text: str, key: int) -> str | float:
        if self._formats.kind(key) & TEXT:
            return text.removeprefix("'")
        if text.startswith("=") and len(text) > 1:
            self.formulas[cell] = to_office(text)
            return ""
        if text in ERRORS.values():
            self.formulas[cell] = f"={text}"
            return ""
        typed = self._formats.typed(text)
        if isinstance(typed.value, str):
            return typed.value
        was_logical = bool(self._formats.kind(key) & LOGICAL)
        wanted = typed.format != GENERAL and self._formats.is_general(key)
        return self._with_format(cell, typed.value, typed.format, wanted or was_logical)

    def _with_format(self, cell: tuple[int, int], value: float, code: str, needed: bool) -> float:
        if needed:
            self.formats.setdefault(code, []).append(cell)
        return value
