"""How judgements have moved: what is to be remembered of a day, and what has become better or worse since.

A line of History is one Standard, or one Outcome of it, on one day. A line is added only where something differs from
the last one; the first ones are the starting point. Two lines can be compared only where both were judged by the
same version of the Standards and the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ecm_xl.core.answers import Value
from ecm_xl.core.framework import Framework
from ecm_xl.core.judgements import Judgement, RollUp

Key = tuple[int, str]
"""(Standard's number, Outcome's title; '' for the whole Standard)."""

NOT_YET = "Not yet"
"""What a judgement begins with that waits for ratings."""
MOST = 10_000
"""More descriptors than any Standard has: a number above is somebody's own."""
_DAY = re.compile(r"\s*([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\b")
_NUMBER = re.compile(r"\s*S?0*([0-9]{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line. `judgement` is the level, or why there was none; `computed` is '' where nothing was."""

    on: date
    standard: int
    outcome: str
    judgement: str
    computed: str
    rated: int
    applicable: int
    version: str
    rule: str
    by: str = ""

    @property
    def key(self) -> Key:
        """What it is of."""
        return self.standard, self.outcome

    def says(self, other: Entry) -> bool:
        """True where another line says the same, whenever and by whomever it was written."""
        return _said(self) == _said(other)

    def is_comparable(self, other: Entry) -> bool:
        """True where both were judged alike."""
        return (self.version, self.rule) == (other.version, other.rule)


def _said(entry: Entry) -> tuple[object, ...]:
    return entry.judgement, entry.computed, entry.rated, entry.applicable, entry.version, entry.rule


def entries(framework: Framework, judgements: Iterable[Judgement], today: date, by: str = "") -> Iterator[Entry]:
    """What today's judgements are remembered by: each Standard, then its Outcomes."""
    for judgement in judgements:
        groups: dict[str, RollUp] = {"": judgement.whole, **judgement.outcomes}
        for outcome, group in groups.items():
            whole = not outcome
            yield Entry(
                today,
                judgement.standard,
                outcome,
                judgement.short if whole else group.short,
                group.level,
                group.rated,
                group.applicable,
                framework.version,
                judgement.rule,
                by,
            )


def new_entries(past: Sequence[Entry], now: Iterable[Entry]) -> list[Entry]:
    """Those of now that say something else than the last ones. Of an Outcome nothing is said before it is begun."""
    last = latest(past)
    return [
        entry
        for entry in now
        if (not last[entry.key].says(entry) if entry.key in last else not entry.outcome or entry.rated > 0)
    ]


def latest(past: Iterable[Entry], before: date = date.max) -> dict[Key, Entry]:
    """The last line of each Standard and Outcome that was written before a day (lines stand in the order of time)."""
    return {entry.key: entry for entry in past if entry.on < before}


def first(past: Iterable[Entry]) -> dict[Key, Entry]:
    """The first line of each: the starting point."""
    found: dict[Key, Entry] = {}
    for entry in past:
        found.setdefault(entry.key, entry)
    return found


def progress(framework: Framework, now: Entry, then: Entry | None) -> str:
    """In a few words how a Standard has moved since another line was written; '' where there is none."""
    if then is None:
        return ""
    day = f"{then.on:%d/%m/%Y}"
    if not now.is_comparable(then):
        return f"Not comparable with {day}"
    if now.judgement == then.judgement and now.rated == then.rated:
        return f"As on {day}"
    rank = framework.judgement_rank
    if now.judgement in rank and then.judgement in rank:
        word = _compared(rank[now.judgement] - rank[then.judgement], "Better", "Lower", "Still")
    elif now.judgement in rank:
        word = "Judged"
    elif then.judgement in rank:
        word = "No longer judged"
    else:
        word = _compared(now.rated - then.rated, "Further", "Fewer ratings", "Changed")
    was = f"{then.rated} of {then.applicable}" if then.judgement.startswith(NOT_YET) else then.judgement
    return f"{word}: was {was} ({day})"


def _compared(difference: int, more: str, less: str, same: str) -> str:
    return more if difference > 0 else less if difference < 0 else same


def read_entry(values: Mapping[str, Value]) -> Entry | None:
    """A line as it stands on the sheet, None where it can't be told of what and when it is."""
    day, number = _day(values.get("date")), _NUMBER.match(str(values.get("standard", "")))
    if day is None or number is None:
        return None
    texts = {name: str(values.get(name, "")) for name in ("outcome", "judgement", "computed", "rule", "by")}
    return Entry(
        on=day,
        standard=int(number[1]),
        rated=_whole(values.get("rated")),
        applicable=_whole(values.get("applicable")),
        version=str(values.get("framework_version", "")),
        **texts,
    )


def _day(value: Value | None) -> date | None:
    """The day of a line, also one that stands there in words: 14/03/2026."""
    if isinstance(value, datetime):
        return value.date()
    words = _DAY.match(value) if isinstance(value, str) else None
    if words is None:
        return value if isinstance(value, date) else None
    try:
        return date(int(words[3]), int(words[2]), int(words[1]))
    except ValueError:
        return None


def _whole(value: Value | None) -> int:
    return int(value) if isinstance(value, (int, float)) and 0 <= value <= MOST else 0


def as_values(framework: Framework, entry: Entry) -> dict[str, str | int | date]:
    """The line as the sheet holds it."""
    return {
        "date": entry.on,
        "by": entry.by,
        "standard": framework.standard(entry.standard).label,
        "outcome": entry.outcome,
        "judgement": entry.judgement,
        "computed": entry.computed,
        "rated": entry.rated,
        "applicable": entry.applicable,
        "framework_version": entry.version,
        "rule": entry.rule,
    }
