"""Values on their way from and to an open workbook, as Excel gives and takes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ecm_xl.workbook.edits import Link, LiveText, RowValue
from ecm_xl.workbook.snapshot import Value

Given = str | float | bool | datetime | None
"""What a cell is given: None blanks it; a text that begins with = is a formula; a leading ' keeps a text a text."""

_SURE = re.compile(r"[^\W\d_][^\d]*")
"""A text that no program takes for a number, a day, a formula or a yes or no."""
_FIRST_YEAR = 1900
_MILLISECONDS = 86_400_000
"""Of a day."""
_MOST_DAYS = 2_958_466
"""Up to the end of the year 9999: no program shows more as a time."""
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})
_FIRST_ERROR = -2_146_828_288
"""Excel hands over an error as this number and the error's own, from 2000 on."""
_NEWER_ERRORS = {
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!",
    2050: "#CALC!",
}  # fmt: skip
"""xlwings knows the seven old errors' numbers, and hands the others on as they come."""
_CONSTANTS = frozenset({"=TRUE()", "=FALSE()"})
"""A typed TRUE is this formula in LibreOffice; it can't change by itself."""


def as_value(seen: object) -> Value:
    """A value as a reader of files tells it: midnight of a day as the day, a time without a day as a time."""
    if isinstance(seen, datetime):
        whole = seen.replace(tzinfo=None)
        if whole.year < _FIRST_YEAR:
            return whole.time()
        return whole.date() if whole.time() == time() else whole
    if isinstance(seen, (str, bool, int, float)):
        return seen
    if isinstance(seen, Decimal):  # an amount of money: Excel on Windows hands those over like this
        return float(seen)
    return ""


_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""What a number format shows as it stands: words, spaces, colours."""
_LENGTH = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CLOCK = re.compile(r"[hs]", re.IGNORECASE)


def by_the_clock(number: float, number_format: str) -> Value:
    """A number as a reader of files tells it whose format shows a time of day or a length of time, in days: programs
    hand those over as numbers. All others stay numbers."""
    shown = _LITERAL.sub("", number_format.partition(";")[0])
    if not abs(number) < _MOST_DAYS:
        return number
    length = timedelta(milliseconds=round(number * _MILLISECONDS))
    if _LENGTH.search(shown):
        return length
    if _CLOCK.search(shown) and timedelta() <= length < timedelta(days=1):
        return (datetime(1, 1, 1) + length).time()  # noqa: DTZ001 - a cell knows no zone
    return number


def error_in(seen: object) -> str:
    """The error that a cell shows, '' where it shows none."""
    if isinstance(seen, int) and 2000 <= seen - _FIRST_ERROR < 3000:
        return _NEWER_ERRORS.get(seen - _FIRST_ERROR, "#VALUE!")
    return seen if isinstance(seen, str) and seen in _ERRORS else ""


def formula_in(said: object, seen: object) -> str:
    """A cell's formula, '' where it holds none: a text that was typed with a ' before its = is told as it is shown."""
    if not isinstance(said, str) or not said.startswith("=") or said == seen or said.upper() in _CONSTANTS:
        return ""
    return said


def given(value: RowValue | bool) -> Given:
    """What a cell is to be given so that it holds this value."""
    if value is None or value == "":
        return None
    if isinstance(value, (Link, LiveText)):
        return value.formula
    if isinstance(value, str):
        return value if _SURE.fullmatch(value) and value.casefold() not in ("true", "false") else f"'{value}"
    return _as_number(value)


def _as_number(value: float | date | time | timedelta) -> float | bool | datetime:
    """A day as a moment, a time or a duration as its share of a day: so every program takes them."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a cell knows no zone
    return value


def kept(value: Value, formula: str, error: str = "") -> Given:
    """What a cell is to be given so that it holds again what it holds now."""
    return formula or error or given(value)


def block(seen: object) -> list[list[object]]:
    """A range's values or formulas as rows, however many cells it has."""
    if not isinstance(seen, (list, tuple)):
        return [[seen]]
    rows: Sequence[object] = seen
    if rows and not isinstance(rows[0], (list, tuple)):
        return [list(rows)]
    return [list(row) for row in rows]  # type: ignore[call-overload]
