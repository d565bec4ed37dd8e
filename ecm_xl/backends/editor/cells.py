"""The cells of one sheet: found, made where they belong, filled. Looks stay; so does everything beside a value.

A cell may lack its address: it stands beside the one before. Where one has to be made, all of the row's get theirs
written out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from ecm_xl.backends.editor.formulas import moved, same
from ecm_xl.backends.editor.markup import Element, add, child, children, escaped, tag
from ecm_xl.backends.editor.sheet import SheetPart, put_between
from ecm_xl.backends.editor.texts import Texts, shown
from ecm_xl.backends.reader.sheet import SPREADING, position, rectangle
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.snapshot import Position

_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
_FIRST_DAY, _FIRST_DAY_1904 = date(1900, 3, 1).toordinal(), date(1904, 1, 2).toordinal()
"""Excel has a 29 February 1900 in front of the one, and shows the day in front of the other as a time."""
_A_DAY, _EXACT = timedelta(days=1), 10**15
"""Whole numbers below are written as such."""
_OWN = ("t", "vm", "cm")
"""What belongs to a cell's value: its kind, rich values and spilled arrays."""


@dataclass(slots=True)
class _Row:
    """A row while it is changed: its element and its cells by column."""

    element: Element
    cells: dict[int, Element]


@dataclass
class Cells:
    """The cells of a sheet's part. `texts` gives the list of shared texts when it is first needed."""

    sheet: SheetPart
    texts: Callable[[], Texts]
    is_date: Callable[[str], bool]
    """Whether a style shows numbers as dates."""
    from_1904: bool = False
    more_texts: int = 0
    """How many more cells refer to shared texts than before."""
    _known: dict[int, _Row] = field(default_factory=dict)
    _shared: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    _made: list[Position] = field(default_factory=list)

    # Looking

    @property
    def root(self) -> Element:
        """The sheet's element, for what stands around the cells."""
        return self.sheet.root

    def _row(self, number: int) -> _Row | None:
        known = self._known.get(number)
        if known is not None:
            return known
        element = self.sheet.row(number)
        if element is None:
            return None
        cells: dict[int, Element] = {}
        column = 0
        for cell in children(element, "c"):
            reference = cell.get("r")
            column = _column(reference) if reference else column + 1
            cells[column] = cell
        known = self._known[number] = _Row(element, cells)
        return known

    def cell(self, row: int, column: int) -> Element | None:
        """A cell's element."""
        known = self._row(row)
        return None if known is None else known.cells.get(column)

    def value(self, row: int, column: int) -> str | float | bool | None:
        """What a cell holds or its formula shows: a number also for a date, an error as its text; None where blank."""
        plain = self.sheet.plain(row, column)
        if plain is not None:
            return self._value(plain.kind, plain.written)
        cell = self.cell(row, column)
        if cell is None:
            return None
        if cell.get("t") == "inlineStr":
            return shown(child(cell, "is")) if child(cell, "is") is not None else None
        return self._value(cell.get("t", "n"), _text_of(child(cell, "v")))

    def _value(self, kind: str, written: str | None) -> str | float | bool | None:
        if written is None:
            return None
        if kind == "s":
            return self.texts().text(int(written)) if written.strip().isdecimal() else ""
        if kind == "b":
            return written.strip() in ("1", "true")
        return _as_number(written) if kind == "n" else written

    def is_empty(self, row: int, column: int) -> bool:
        """True where nothing stands: no value and no formula."""
        plain = self.sheet.plain(row, column)
        if plain is not None:
            return plain.formula is None and self._value(plain.kind, plain.written) in (None, "")
        cell = self.cell(row, column)
        return cell is None or (child(cell, "f") is None and self.value(row, column) in (None, ""))

    def style(self, row: int, column: int) -> str | None:
        """A cell's style, as cells write it; None where there is no cell."""
        plain = self.sheet.plain(row, column)
        if plain is not None:
            return plain.style
        cell = self.cell(row, column)
        return None if cell is None else cell.get("s")

    def formula(self, row: int, column: int) -> str | None:
        """What a cell's formula says, without its =; None where there is none."""
        plain = self.sheet.plain(row, column)
        if plain is not None:
            return plain.formula
        cell = self.cell(row, column)
        element = None if cell is None else child(cell, "f")
        if element is None:
            return None
        if element.get("t") != "shared" or element.text:
            return element.text or ""
        first = self._shared_formulas().get(element.get("si", ""))
        return "" if first is None else moved(first[0], row - first[1], column - first[2])

    def _shared_formulas(self) -> dict[str, tuple[str, int, int]]:
        """Number of a shared formula → what it says, and the row and column where it says it."""
        if not self._shared:
            for number, column, element in self._formulas("shared"):
                if element.get("t") == "shared" and element.text:
                    self._shared[element.get("si", "")] = element.text, number, column
        return self._shared

    def spreading(self) -> Iterator[str]:
        """The ranges that one formula fills."""
        for kind in SPREADING:
            for _, _, element in self._formulas(kind):
                if element.get("t") == kind and element.get("ref"):
                    yield element.get("ref")

    def _formulas(self, word: str) -> Iterator[tuple[int, int, Element]]:
        """Row, column and element of formulas; those of rows that can't have the word may be left out."""
        for number in self.sheet.rows_with(word):
            row = self._row(number)
            for column, cell in row.cells.items() if row else ():
                element = child(cell, "f")
                if element is not None:
                    yield number, column, element

    # Changing

    def put(self, row: int, column: int, value: CellValue | None, style: str | None = None) -> None:
        """A cell's value. `style` is for a cell that is not there yet: else it looks as its row or column does."""
        plain = self.sheet.plain(row, column)
        if plain is not None and plain.formula is None and value not in (None, ""):
            if not self._holds(self._value(plain.kind, plain.written), value, plain.style or "0"):
                kind, written = self._stored(value, plain.style or "0")
                self.more_texts += (kind == "s") - (plain.kind == "s")
                self.sheet.fill_plain(row, column, kind, written)
            return
        if self.is_empty(row, column) and value in (None, "") and (style is None or self.cell(row, column) is not None):
            return
        cell = self.cell(row, column)
        if cell is None:
            cell = self._make(row, column, style)
        elif child(cell, "f") is None and self._holds(self.value(row, column), value, cell.get("s", "0")):
            return
        self._fill(cell, value)
        self.sheet.change(row)

    def put_formula(self, row: int, column: int, formula: str, value: str, style: str) -> None:
        """A formula in the place of whatever stands there, and what it shows."""
        if self.formula(row, column) == formula.removeprefix("="):
            self.show(row, column, formula, value)
            return
        cell = self.cell(row, column)
        if cell is None:
            cell = self._make(row, column, style)
        self._empty(cell)
        _set_kind(cell, "str")
        for place, (name, text) in enumerate((("f", formula.removeprefix("=")), ("v", escaped(value)))):
            element = add(cell, name)
            element.text = text
            cell.insert(place, element)  # before what other programs may have added
        self.sheet.change(row)

    def show(self, row: int, column: int, formula: str, value: CellValue) -> bool:
        """What a formula shows; False, and nothing done, where the cell's formula is not this one."""
        plain = self.sheet.plain(row, column)
        known = self.formula(row, column) if plain is None else plain.formula
        if known is None or not same(known, formula):
            return False
        kind, written = self._cached(value)
        if plain is not None:
            if (plain.kind, plain.written or "") != (kind, written):
                self.sheet.fill_plain(row, column, kind, written)
            return True
        cell = self.cell(row, column)
        if cell is None:
            return False
        element = child(cell, "v")
        if (cell.get("t", "n"), _text_of(element) or "") != (kind, written):
            _set_kind(cell, kind)
            if element is None:
                element = cell.makeelement(tag("v"))
                cell.find(tag("f")).addnext(element)
            element.text = written
            self.sheet.change(row)
        return True

    def clear(self, row: int, column: int) -> None:
        """Takes a cell away, its look too."""
        known = self._row(row)
        if known is not None and column in known.cells:
            self._count(known.cells[column], -1)
            known.element.remove(known.cells.pop(column))
            self.sheet.change(row)

    def drop_row(self, row: int) -> None:
        """Takes away a row without cells."""
        known = self._row(row)
        if known is not None and not known.cells:
            self.sheet.drop_row(row)
            self._known.pop(row)

    def set_height(self, row: int, height: float) -> None:
        """A row's height in points; it stays free to grow, unless a person fixed it."""
        element = self.sheet.row(row)
        if (
            element is not None
            and element.get("customHeight") not in ("1", "true")
            and element.get("ht") != f"{height:g}"
        ):
            element.set("ht", f"{height:g}")
            self.sheet.change(row)

    def show_row(self, row: int) -> None:
        """A row is hidden no more."""
        element = self.sheet.row(row)
        if element is not None and element.attrib.pop("hidden", None) is not None:
            self.sheet.change(row)

    def _holds(self, held: str | float | bool | None, value: CellValue | None, style: str) -> bool:
        if value is None:
            return False
        value = self._fitting(value, style)
        value = value if isinstance(value, (bool, str)) else float(value)
        return type(held) is type(value) and held == value

    def _fitting(self, value: CellValue, style: str) -> str | int | float | bool:
        """A day or a time as its number; in words where the style would show a number, or programs differ about it."""
        if not isinstance(value, (date, time, timedelta)):  # a datetime is a date
            return value
        if self.is_date(style) and not (isinstance(value, date) and value.toordinal() < self._first_day):
            return self._number(value)
        if isinstance(value, date):
            return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else f"{value:%d/%m/%Y}"
        return str(value)

    @property
    def _first_day(self) -> int:
        return _FIRST_DAY_1904 if self.from_1904 else _FIRST_DAY

    def _number(self, value: date | time | timedelta) -> int | float:
        if isinstance(value, timedelta):
            return value / _A_DAY
        if isinstance(value, time):
            return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / _A_DAY
        days = value.toordinal() - (_DAY_ZERO_1904 if self.from_1904 else _DAY_ZERO)
        if not isinstance(value, datetime):
            return days
        return days + self._number(value.time())

    def _cached(self, value: CellValue) -> tuple[str, str]:
        """Kind and written form of a value that is no shared text."""
        if isinstance(value, (date, time, timedelta)):
            value = self._number(value)
        if isinstance(value, bool):
            return "b", str(int(value))
        if isinstance(value, str):
            return "str", escaped(value)
        if not math.isfinite(value):
            raise ValueError("no cell holds such a number")
        return "n", str(int(value)) if float(value).is_integer() and abs(value) < _EXACT else repr(value)

    def _stored(self, value: CellValue, style: str) -> tuple[str, str]:
        """Kind and written form of a value as a cell of that style holds it."""
        value = self._fitting(value, style)
        return ("s", str(self.texts().place(value))) if isinstance(value, str) else self._cached(value)

    def _fill(self, cell: Element, value: CellValue | None) -> None:
        self._empty(cell)
        if value is None or value == "":
            return
        kind, written = self._stored(value, cell.get("s", "0"))
        _set_kind(cell, kind)
        element = add(cell, "v")
        element.text = written
        cell.insert(0, element)  # before what other programs may have added
        self._count(cell, 1)

    def _empty(self, cell: Element) -> None:
        self._count(cell, -1)
        for part in list(cell):
            if part.tag in (tag("f"), tag("v"), tag("is")):
                cell.remove(part)
        for name in _OWN:
            cell.attrib.pop(name, None)

    def _count(self, cell: Element, more: int) -> None:
        if cell.get("t") == "s":
            self.more_texts += more

    def _make(self, row: int, column: int, style: str | None) -> Element:
        known = self._row(row)
        if known is None:
            known = self._known[row] = _Row(self.sheet.make_row(row), {})
        for other, beside in known.cells.items():
            if not beside.get("r"):
                beside.set("r", cell_name(row, other))
        if not known.element.get("r"):
            known.element.set("r", str(row))
        cell = known.element.makeelement(tag("c"))
        put_between(known.element, known.cells, column, cell)
        is_last = not known.cells or column > max(known.cells)
        known.cells[column] = cell
        if not is_last:
            known.cells = dict(sorted(known.cells.items()))
        cell.set("r", cell_name(row, column))
        look = self._inherited(known.element, column) if style is None else style
        if look and look != "0":
            cell.set("s", look)
        known.element.attrib.pop("spans", None)
        self._made.append((row, column))
        return cell

    def _inherited(self, row: Element, column: int) -> str | None:
        """The style of a blank cell: its row's, else its column's."""
        if row.get("customFormat") in ("1", "true"):
            return row.get("s") or None
        for columns in children(child(self.root, "cols"), "col"):
            first, last = columns.get("min", ""), columns.get("max", "")
            if first.isdecimal() and last.isdecimal() and int(first) <= column <= int(last):
                return columns.get("style") or None
        return None

    def widen(self) -> None:
        """Makes the sheet's stated area hold the new cells too."""
        element = child(self.root, "dimension")
        if element is None or not self._made:
            return
        corners = [*rectangle(element.get("ref", "A1")), *self._made]
        rows, columns = [row for row, _ in corners], [column for _, column in corners]
        element.set("ref", f"{cell_name(min(rows), min(columns))}:{cell_name(max(rows), max(columns))}")
        self.sheet.change_around()


@lru_cache(maxsize=1 << 14)
def _column(reference: str) -> int:
    return position(reference)[1]


def _as_number(written: str) -> str | float:
    """A number, or what stands in its place."""
    try:
        return float(written)
    except ValueError:
        return written


def _text_of(element: Element | None) -> str | None:
    return None if element is None else element.text or ""


def _set_kind(cell: Element, kind: str) -> None:
    if kind == "n":
        cell.attrib.pop("t", None)
    else:
        cell.set("t", kind)
