"""Indicators over time (C1, D4): how each has moved, and which aims are watched. Association, never proof of a cause.

**Series**: rows whose indicator reads the same (case and spaces aside). Its values are those with a date that is not
still to come. A date with two different values is no point: which one counts is not ours to guess.

**Change**: latest value less the first, turned round where lower is better. One value is no change. Where no row says
which way is better, or rows disagree, the change is up or down and neither better nor worse.

**Lines**: the five series with the most dates (two at least; ties as on the sheet), on the last eight dates of theirs.
A series without a value on a date has a gap there, no zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.figures import day_in, exact, figure, number_in, tally
from ecm_xl.core.forms.telling import NOT_ANSWERED, every_row
from ecm_xl.core.words import counted, fold

LINES, DATES, FEWEST = 5, 8, 2
"""Lines that are drawn, dates on which, and from how many dates on."""
BETTER, WORSE, SAME, UNCLEAR, TOO_FEW = "better", "worse", "the same", "not clear", "with too few values"
MOVES = (BETTER, WORSE, SAME, UNCLEAR, TOO_FEW)


@dataclass(frozen=True)
class Series:
    """An indicator over time. `points`: day → value, in order; `doubled`: days with two different values."""

    name: str
    entries: Sequence[Entry]
    points: Mapping[date, float]
    doubled: frozenset[date]

    @property
    def outcome(self) -> str:
        """The Outcome that its rows agree on, '' where they name none or several."""
        return self._agreed("outcome")

    @property
    def direction(self) -> int:
        """1 where higher is better, -1 where lower is, 0 where that is not clear."""
        return {"Higher": 1, "Lower": -1}.get(self._agreed("better"), 0)

    @property
    def rise(self) -> float:
        """The latest value less the first."""
        values = list(self.points.values())
        return exact(values[-1] - values[0])

    @property
    def move(self) -> str:
        """Which way it has moved: one of `MOVES`."""
        if self.blurred:
            return UNCLEAR
        if len(self.points) < FEWEST:
            return TOO_FEW
        way = self.rise * self.direction
        return SAME if not self.rise else UNCLEAR if not way else BETTER if way > 0 else WORSE

    @property
    def blurred(self) -> date | None:
        """Its first or latest day, where that has two different values."""
        days = sorted({*self.points, *self.doubled})
        return next((day for day in (days[0], days[-1]) if day in self.doubled), None) if days else None

    def _agreed(self, name: str) -> str:
        told = {entry.text(name) for entry in self.entries if entry.has(name)}
        return told.pop() if len(told) == 1 else ""


def changes(case: FormCase) -> list[Line]:
    """A line a series, those with the most dates first: its first and latest value and the change in words."""
    every = _series(case)
    drawn = _drawn(every)
    return [
        {
            "name": one.name,
            "about": one.outcome or NOT_ANSWERED,
            "change": _change(one),
            **_ends(one),
            **({"line": drawn.index(one) + 1} if one in drawn else {}),
        }
        for one in every
    ]


def as_lines(case: FormCase) -> list[Line]:
    """A line a date, with the values of the series that are drawn."""
    drawn = _drawn(_series(case))
    days = sorted({day for one in drawn for day in one.points})[-DATES:]
    return [
        {"day": day, **{f"series_{n}": one.points[day] for n, one in enumerate(drawn, 1) if day in one.points}}
        for day in days
    ]


def by_outcome(case: FormCase) -> list[Line]:
    """A line an Outcome: its aims that are watched, and how its indicators have moved."""
    aims, every = every_row(case, "Indicators_Aims"), _series(case)
    return [
        {
            "code": outcome.code,
            "title": outcome.title,
            "aims": _watched([aim for aim in aims if aim.ref.partition(".")[0] == outcome.code]),
            "moves": tally((one.move for one in every if one.outcome == outcome.title), MOVES) or "None yet",
        }
        for outcome in case.framework.outcomes
    ]


def stands_out(case: FormCase) -> list[str]:
    """How many aims are watched and how the indicators have moved, as an association."""
    aims, every = every_row(case, "Indicators_Aims"), _series(case)
    said = [f"Aims: {_watched(aims)}"] if any(aim.has("watch") for aim in aims) else []
    if not every:
        return said
    moved = tally((one.move for one in every), MOVES)
    return [*said, f"{counted(len(every), 'indicator')}: {moved}", "Changes are associations, no proof of a cause"]


def _watched(aims: Sequence[Entry]) -> str:
    """`2 of 5 watched, 1 not answered`."""
    watched = f"{sum(aim.values.get('watch') is True for aim in aims)} of {len(aims)} watched"
    unsaid = sum(not aim.has("watch") for aim in aims)
    return f"{watched}, {unsaid} not answered" if unsaid else watched


def _series(case: FormCase) -> list[Series]:
    """Every series, those with the most dates first, among equals as on the sheet."""
    found: dict[str, list[Entry]] = {}
    for entry in case.answered("Indicators"):
        if entry.has("indicator"):
            found.setdefault(fold(entry.text("indicator")), []).append(entry)
    return sorted((_made(entries, case.today) for entries in found.values()), key=lambda one: -len(one.points))


def _made(entries: Sequence[Entry], today: date) -> Series:
    told: dict[date, set[float]] = {}
    for entry in entries:
        day, value = day_in(entry, "date"), number_in(entry, "value")
        if day is not None and day <= today and value is not None:
            told.setdefault(day, set()).add(value)
    points = {day: min(told[day]) for day in sorted(told) if len(told[day]) == 1}
    return Series(entries[0].text("indicator"), entries, points, frozenset(told.keys() - points.keys()))


def _drawn(every: Sequence[Series]) -> list[Series]:
    return [one for one in every if len(one.points) >= FEWEST][:LINES]


def _change(one: Series) -> str:
    """`Better by 3.2 since 03/2024`, or why there is none."""
    if one.blurred:
        return f"Two values for {one.blurred:%d/%m/%Y}: which one counts?"
    if len(one.points) < FEWEST:
        return "One value so far" if one.points else "No value with a date yet"
    return _SAID[one.move](one, f"{min(one.points):%m/%Y}")


_SAID: Mapping[str, Callable[[Series, str], str]] = {
    BETTER: lambda one, since: f"Better by {figure(abs(one.rise))} since {since}",
    WORSE: lambda one, since: f"Worse by {figure(abs(one.rise))} since {since}",
    SAME: lambda _, since: f"The same as in {since}",
    UNCLEAR: lambda one, since: (
        f"{'Up' if one.rise > 0 else 'Down'} by {figure(abs(one.rise))} since {since}; not clear which way is better"
    ),
}
"""A move → the sentence that says so."""


def _ends(one: Series) -> Line:
    """The first and the latest value, and the row of the latest; the row alone, where they are not clear."""
    if not one.points or one.blurred:
        return {"row": _row_on(one, one.blurred)}
    first, latest = min(one.points), max(one.points)
    return {
        "row": _row_on(one, latest),
        "first": f"{figure(one.points[first])} ({first:%m/%Y})",
        "latest_on": latest,
        "latest": one.points[latest],
    }


def _row_on(one: Series, day: date | None) -> str:
    """The Ref of the first row with a value on that day; of the first row at all, where there is no such day."""
    found = (
        entry.ref for entry in one.entries if number_in(entry, "value") is not None and day_in(entry, "date") == day
    )
    return next(found, one.entries[0].ref)
