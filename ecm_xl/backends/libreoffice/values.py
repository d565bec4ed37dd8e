"""Values between Python and cells, as Excel has them.

Calc has no dates and no booleans: both are numbers whose format says what they are. Excel reads what is written as text
the way it reads what is typed ("1.10" is the number 1.1), unless the cell's format is Text or the text begins with an
apostrophe; a number in a Text cell is its text. LibreOffice's own reading of numbers, set to British English, does that
here.

Times of day without a date are numbers (0.5 is noon), as Excel hands them over. Days before 1 March 1900 are not cared
for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from numbers import Real
from typing import Any, NamedTuple

# com.sun.star.util.NumberFormat
DATE, TEXT, LOGICAL = 2, 256, 1024

DAY_FORMAT, MOMENT_FORMAT, BOOLEAN_FORMAT, GENERAL = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "BOOLEAN", "General"

ERRORS = {
    502: "#VALUE!", 503: "#NUM!", 508: "#NAME?", 519: "#VALUE!", 521: "#NULL!", 523: "#NUM!", 524: "#REF!",
    525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A",
}  # fmt: skip
"""Calc's numbers for errors → Excel's text. All others are #VALUE! in Excel."""
OTHER_ERROR = "#VALUE!"


class Failed(str):
    """An error in a cell, by Excel's text: not a text that somebody typed."""

    __slots__ = ()


def to_cell(value: Any) -> Any:
    """What a person's code hands over → str, bool, float or datetime; '' for None and for what is not a number.

    Raises TypeError for what a cell can't hold: times without a date, lengths of time, objects.
    """
    if value is None or isinstance(value, str | bool | datetime):
        return "" if value is None else value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # cells know no time zones
    if isinstance(value, Real):
        return "" if value != value else float(value)  # noqa: PLR0124  # true of what is not a number only
    if hasattr(value, "item"):  # numpy's scalars, without loading numpy
        return to_cell(value.item())
    raise TypeError(f"A cell can't hold a {type(value).__name__}")


def from_cell(value: Any, dates: Callable[..., Any], empty: Any, numbers: Callable[[float], Any] | None, errors: bool) -> Any:  # fmt: skip  # noqa: E501
    """A raw value → what xlwings' options ask for. An error is its text with `errors`, else None."""
    if value is None or value == "":
        return empty
    if isinstance(value, Failed):
        return str(value) if errors else None
    if isinstance(value, datetime):
        parts = {name: getattr(value, name) for name in ("hour", "minute", "second", "microsecond")}
        return dates(year=value.year, month=value.month, day=value.day, **parts, tzinfo=None)
    if numbers is not None and isinstance(value, float):
        return numbers(value)
    return value


class Days:
    """Dates as numbers of days since the workbook's day 0 (30 December 1899, or 1 January 1904)."""

    def __init__(self, null_date: Any) -> None:
        self._zero = datetime(null_date.Year, null_date.Month, null_date.Day)  # noqa: DTZ001  # cells know no time zones

    def number(self, moment: datetime) -> float:
        """Days since day 0. What a time zone says is left out, as Excel does."""
        return (moment.replace(tzinfo=None) - self._zero) / timedelta(days=1)

    def moment(self, number: float) -> datetime | None:
        """The moment to the nearest millisecond, None where there is no such date."""
        try:
            return self._zero + timedelta(milliseconds=round(number * 86_400_000))
        except OverflowError:
            return None


_LIKE_A_NUMBER = re.compile(r"^[\s(+\-£$€.]*\d|^\s*(?:true|false)\s*$|^\s*[a-z]{3,9}\.? \d", re.IGNORECASE)
"""What is worth asking LibreOffice about: each question is a call."""


class Typed(NamedTuple):
    """What Excel makes of a text."""

    value: str | float
    format: str = GENERAL
    """The number format that a General cell gets."""


class Formats:
    """A workbook's number formats: their keys, kinds and codes; and what a typed text means."""

    def __init__(self, uno: Any, context: Any, document: Any) -> None:
        self._formats = document.NumberFormats
        self._american = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        self._british = self._formats.getStandardIndex(uno.createUnoStruct("com.sun.star.lang.Locale", "en", "GB", ""))
        self._reader = context.ServiceManager.createInstanceWithContext("com.sun.star.util.NumberFormatter", context)
        self._reader.attachNumberFormatsSupplier(document)
        self._kinds: dict[int, tuple[int, str]] = {}

    def key(self, code: str) -> int:
        """The key of an English format code, made if it is new. Raises ValueError for what is no code."""
        found: int = self._formats.queryKey(code, self._american, False)
        if found != -1:
            return found
        try:
            return self._formats.addNew(code, self._american)  # type: ignore[no-any-return]  # UNO has no types
        except Exception as error:
            raise ValueError(f"'{code}' is not a number format") from error

    def code(self, key: int) -> str:
        """The format code of a key."""
        return self._known(key)[1]

    def kind(self, key: int) -> int:
        """The kinds of a key, as bits: DATE, TEXT, LOGICAL."""
        return self._known(key)[0]

    def is_general(self, key: int) -> bool:
        """Whether it is the format that a new cell has."""
        return self.code(key).casefold() in ("general", "standard")

    def _known(self, key: int) -> tuple[int, str]:
        if key not in self._kinds:
            found = self._formats.getByKey(key)
            self._kinds[key] = (found.Type, found.FormatString)
        return self._kinds[key]

    def typed(self, text: str) -> Typed:
        """What Excel makes of a text in a cell that is not Text."""
        if text.startswith("'"):
            return Typed(text[1:])
        if not _LIKE_A_NUMBER.search(text):
            return Typed(text)
        try:
            key = self._reader.detectNumberFormat(self._british, text)
            return Typed(self._reader.convertStringToNumber(self._british, text), self.code(key))
        except Exception:  # NotNumericException, which has no importable type
            return Typed(text)


class Area(NamedTuple):
    """A rectangle of cells, from 0, the last row and column included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def cells(self) -> Iterator[tuple[int, int]]:
        """Every (row, column)."""
        for row in range(self.first_row, self.last_row + 1):
            for column in range(self.first_column, self.last_column + 1):
                yield row, column

    def within(self, outer: Area) -> Area:
        """The same, counted from the first cell of another."""
        rows, columns = outer.first_row, outer.first_column
        return Area(self[0] - rows, self[1] - columns, self[2] - rows, self[3] - columns)


def area_of(address: Any) -> Area:
    """The same of a `com.sun.star.table.CellRangeAddress`."""
    return Area(address.StartRow, address.StartColumn, address.EndRow, address.EndColumn)


def gathered(cells: Sequence[tuple[int, int]]) -> list[Area]:
    """Cells joined to upright runs: as few rectangles as calls should be."""
    runs: list[Area] = []
    for row, column in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if runs and runs[-1].first_column == column and runs[-1].last_row == row - 1:
            runs[-1] = runs[-1]._replace(last_row=row)
        else:
            runs.append(Area(row, column, row, column))
    return runs
