"""Checks of dates, years and numbers: what can't be read, what is only text, what can't be meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ecm_xl.core.answers import Unread, Value
from ecm_xl.core.checks.case import Case
from ecm_xl.core.findings import Finding
from ecm_xl.core.judgements import FIRST_YEAR, LAST_YEAR
from ecm_xl.core.numbers import is_within, read_number
from ecm_xl.core.tables import Field
from ecm_xl.core.words import as_shown, fold, is_blank

LONG_AGO = 2000
"""The first year in which anything of this work can have been done: before it, a year was mistyped."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*"
_YEAR = r"(?P<year>\d{4}|\d\d)"
_DAY = r"(?P<day>\d{1,2})"
_WRITTEN = re.compile(
    rf"(?:[a-z]+,? )?{_DAY}(?:st|nd|rd|th)?[ -](?:of )?{_NAME}\.?,?[ -]{_YEAR}"
    rf"|{_DAY.replace('day', 'day2')}[/.-](?P<month>\d{{1,2}})[/.-]{_YEAR.replace('year', 'year2')}"
    r"|(?P<year3>\d{4})-(?P<month3>\d\d)-(?P<day3>\d\d)(?:[ t]\d\d:\d\d(?::\d\d)?)?"
)
"""14 March 2026, 14/3/26, 2026-03-14: day first, as in Britain."""


def read_day(text: str) -> date | None:
    """The day that a text writes out in full, None where it writes none or one that no calendar has."""
    found = _WRITTEN.fullmatch(fold(text))
    if found is None:
        return None
    given = found.groupdict()
    year = next(given[name] for name in ("year", "year2", "year3") if given[name])
    day = next(given[name] for name in ("day", "day2", "day3") if given[name])
    month = _MONTHS.index(given["name"]) + 1 if given["name"] else int(given["month"] or given["month3"])
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class OddDate:
    """A date cell that does not hold a day of these years, or holds one that is still to come."""

    table: str
    ref: str
    field: str
    value: Value
    past: bool

    @property
    def day(self) -> date | None:
        """The day it holds as a date."""
        value = self.value
        return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None

    @property
    def written(self) -> date | None:
        """The day it holds as a text."""
        return read_day(self.value) if isinstance(self.value, str) else None


def date_unreadable(case: Case) -> Iterator[Finding]:
    """Date cells hold dates."""
    for odd in _odd(case):
        if odd.day is None and odd.written is None:
            yield case.on(odd.table, odd.ref, odd.field, "date-unreadable", value=as_shown(odd.value))


def date_as_text(case: Case) -> Iterator[Finding]:
    """A date typed as text: it reads well, but can't be sorted or compared, and does not count."""
    for odd in _odd(case):
        if odd.written is not None:
            yield case.on(
                odd.table,
                odd.ref,
                odd.field,
                "date-as-text",
                value=as_shown(odd.value),
                suggestion=as_shown(odd.written),
            )


def date_future(case: Case) -> Iterator[Finding]:
    """What has been done was not done tomorrow."""
    for odd in _odd(case):
        if odd.past and odd.day is not None and odd.day > case.today:
            yield case.on(odd.table, odd.ref, odd.field, "date-future", value=as_shown(odd.day))


def date_long_ago(case: Case) -> Iterator[Finding]:
    """1926 for 2026: nothing of this work was done, or is to be done, before there was any."""
    for odd in _odd(case):
        if odd.day is not None and odd.day.year < LONG_AGO:
            yield case.on(odd.table, odd.ref, odd.field, "date-long-ago", value=f"{odd.day:%d/%m}/{odd.day.year}")


def year_unknown(case: Case) -> Iterator[Finding]:
    """A Planned that is no year. Of a date, the year may be meant."""
    for table, field, ref, value in case.entries("year"):
        if _year(value) is None:
            near = str(value.year) if isinstance(value, date) else ""
            yield case.on(table, ref, field.id, "year-unknown", value=as_shown(value), suggestion=near)


def number_unknown(case: Case) -> Iterator[Finding]:
    """Words, or a date, where a number belongs: it can't be counted."""
    for table, field, ref, value in case.entries("number"):
        if read_number(value) is None:
            yield case.on(table, ref, field.id, "number-unknown", value=as_shown(value))


def number_out_of_range(case: Case) -> Iterator[Finding]:
    """A number that its column can't have, mostly mistyped: it does not count."""
    for table, field, ref, value in case.entries("number"):
        number = read_number(value)
        if number is not None and not is_within(field, number):
            words = {"value": as_shown(value), "detail": _range(field)}
            yield case.on(table, ref, field.id, "number-out-of-range", **words)


def _range(field: Field) -> str:
    if field.least is None or field.most is None:
        return f"{as_shown(field.most)} or less" if field.least is None else f"{as_shown(field.least)} or more"
    return f"{as_shown(field.least)} to {as_shown(field.most)}"


def number_as_text(case: Case) -> Iterator[Finding]:
    """A year or a number typed as text is read all the same; other programs may not."""
    for kind, read in (("year", _typed_year), ("number", _typed_number)):
        for table, field, ref, value in case.entries(kind):
            number = read(field, value) if isinstance(value, str) else None
            if number is not None:
                words = {"value": as_shown(value), "suggestion": as_shown(number)}
                yield case.on(table, ref, field.id, "number-as-text", **words)


def _typed_year(_: Field, text: str) -> float | None:
    return _year(text)


def _typed_number(field: Field, text: str) -> float | None:
    number = read_number(text)
    return number if number is not None and is_within(field, number) else None


def _odd(case: Case) -> list[OddDate]:
    """The date cells that any of these checks may have something to say of, found once."""
    found: list[OddDate] = case.once("odd dates", lambda: list(_odd_dates(case)))
    return found


def _odd_dates(case: Case) -> Iterator[OddDate]:
    for model, field in case.fields("date"):
        latest = case.today if field.past else date.max
        column = case.column(model.name, field.id)
        if _are_usual(column.values(), latest):
            continue
        for ref, value in column.items():
            if type(value) is date and value <= latest and value.year >= LONG_AGO:
                continue
            if not (isinstance(value, Unread) or is_blank(value)):
                yield OddDate(model.name, ref, field.id, value, field.past)


def _are_usual(values: Collection[Value], latest: date) -> bool:
    """True where all are days of these years, told by the first and the last of them."""
    try:
        return not values or (date(LONG_AGO, 1, 1) <= min(values) and max(values) <= latest)  # type: ignore[type-var, operator]
    except TypeError:  # something else is among them: a time of a day can't be compared with a day either
        return False


def _year(value: Value) -> int | None:
    """The year that is read there, as judgements read it."""
    if isinstance(value, str):
        typed = fold(value)
        return int(typed) if re.fullmatch(r"[0-9]{4}", typed) and int(typed) >= FIRST_YEAR else None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if number and FIRST_YEAR <= value <= LAST_YEAR else None  # type: ignore[operator, arg-type]
