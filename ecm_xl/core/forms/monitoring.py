"""Monitoring (A5): what is missing Standard by Standard, which checks are overdue, and who watches over it all.

A part is missing where it is answered No or not answered, and which of the two is said: a blank is never a No. A
Standard that nobody has begun to monitor, and that is not to begin before a later year (A3), is left out.

A check is due so many days after the last one (`DAYS`: our own reading; a month is its longest, a half-term a sixth of
a year, a term a third), and overdue from the day after. Without "How often checked" or "Last checked" nothing is due.

Six or twelve leads with one or two Standards each is what A5 describes: other numbers are remarked on, and no error.
A Standard is led where somebody's row names it or the sheet Leads has a name for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import every_row, listed
from ecm_xl.core.judgements import planned_year
from ecm_xl.core.tables import Field
from ecm_xl.core.words import counted

DAYS: Mapping[str, int] = {
    "Weekly": 7,
    "Every two weeks": 14,
    "Monthly": 31,
    "Every half-term": 61,
    "Every term": 122,
    "Yearly": 366,
}
"""How often → days from one check to the next."""
SENIOR, LEAD = "Senior manager", "Lead"
USUAL_LEADS = (6, 12)
MOST_STANDARDS = 2

_PARTS = ("happening", "how_known", "how_often", "last_checked", "reported", "in_portfolio")
"""What a row needs; what comes next is up to each lead."""
_REF = re.compile(r"(?<![\w.])S0*([0-9]{1,2})(?!\w)", re.IGNORECASE)
_ONLY_NUMBERS = re.compile(r"[0-9]{1,2}(?:(?:\s*[,;&+]\s*|\s+and\s+)[0-9]{1,2})*\.?", re.IGNORECASE)


class Due(NamedTuple):
    """A Standard's check that is overdue."""

    entry: Entry
    last: date
    day: date
    late: int


def overdue(case: FormCase) -> list[Line]:
    """The checks that are overdue, the latest first."""
    return [
        {
            "about": due.entry.ref,
            "title": due.entry.texts["standard"],
            "late": due.late,
            "how_often": due.entry.text("how_often"),
            "last": due.last,
            "due": due.day,
        }
        for due in _overdue(case)
    ]


def missing(case: FormCase) -> list[Line]:
    """What is missing among the people, then Standard by Standard."""
    people: list[Line] = [{"about": "Who", "title": "Who monitors", "missing": said} for said in _people(case)]
    return [*people, *(line for entry in _to_monitor(case) if (line := _lacks(case, entry)))]


def stands_out(case: FormCase) -> list[str]:
    """How many Standards go as planned, which checks are overdue, whether a senior manager is named."""
    begun = [entry for entry in every_row(case, "Monitoring") if entry.values]
    people = case.answered("Monitoring_People")
    late = [due.entry.ref for due in _overdue(case)]
    as_planned = sum(entry.values.get("happening") is True for entry in begun)
    asked = counted(len(_to_monitor(case)), "Standard")
    found = [f"{as_planned} of {asked} happening as planned"] if begun else []
    found += [f"{counted(len(late), 'check')} overdue: {listed(late, len(late))}"] if late else []
    return [*found, *_no_senior(people)] if people else found


def _overdue(case: FormCase) -> list[Due]:
    rows = [due for entry in every_row(case, "Monitoring") if (due := _due(entry, case.today))]
    return sorted(rows, key=lambda due: -due.late)


def _due(entry: Entry, today: date) -> Due | None:
    """The check that is overdue, None where none is or nobody can tell."""
    last, days = entry.values.get("last_checked"), DAYS.get(entry.text("how_often"))
    if not isinstance(last, date) or days is None:
        return None
    day = last + timedelta(days)
    return Due(entry, last, day, (today - day).days) if day < today else None


def _to_monitor(case: FormCase) -> list[Entry]:
    """The Standards that have been reached: all but those that are planned for a later year and have no answer."""
    leads, year = case.answers.leads, case.today.year
    return [row for row in every_row(case, "Monitoring") if row.values or planned_year(leads, row.ref) <= year]


def _lacks(case: FormCase, entry: Entry) -> Line:
    """What a Standard's row lacks; an empty line where it lacks nothing."""
    fields = case.model.by_name["Monitoring"].by_id
    refused = [fields[part] for part in _PARTS if entry.values.get(part) is False]
    blank = [fields[part] for part in _PARTS if not entry.has(part)]
    if not refused and not blank:
        return {}
    said = "Nothing answered yet" if not entry.values else ". ".join([*_told("No", refused), *_told("Open", blank)])
    return {
        "about": entry.ref,
        "title": entry.texts["standard"],
        "parts": len(refused) + len(blank),
        "missing": said,
    }


def _told(word: str, fields: Sequence[Field]) -> list[str]:
    return [f"{word}: {', '.join(field.header for field in fields)}"] if fields else []


def _people(case: FormCase) -> Iterator[str]:
    """What is to be said of those who monitor."""
    people = case.answered("Monitoring_People")
    if not people:
        yield "Nobody is named yet"
        return
    yield from _no_senior(people)
    leads = [person for person in people if person.text("part") == LEAD]
    if len(leads) not in USUAL_LEADS:
        yield f"{counted(len(leads), 'lead')} named: six or twelve are usual"
    loaded = [person.ref for person in people if len(_standards(case, person)) > MOST_STANDARDS]
    if loaded:
        yield f"More than two Standards each: {listed(loaded)}"
    yield from _unled(case, people)


def _no_senior(people: Sequence[Entry]) -> Iterator[str]:
    """One person answers for the whole."""
    seniors = [person.ref for person in people if person.text("part") == SENIOR]
    if not seniors:
        yield "No senior manager named"
    elif len(seniors) > 1:
        yield f"{len(seniors)} senior managers named ({listed(seniors)}): one is to answer for the whole"


def _unled(case: FormCase, people: Sequence[Entry]) -> Iterator[str]:
    """The Standards that are reached and that nobody leads on."""
    led = {ref for person in people for ref in _standards(case, person)}
    led |= {entry.ref for entry in case.entries("Leads") if entry.has("lead")}
    alone = [entry.ref for entry in _to_monitor(case) if entry.ref not in led]
    if alone:
        yield f"Nobody leads on {listed(alone, len(alone))}"


def _standards(case: FormCase, person: Entry) -> set[str]:
    """The Standards that a row names by their Refs, or by nothing but their numbers: `S03, S09`, `3 and 9`."""
    text = person.text("standards")
    numbers = re.findall("[0-9]+", text) if _ONLY_NUMBERS.fullmatch(text) else _REF.findall(text)
    return {f"S{int(number):02d}" for number in numbers} & set(case.framework.standard_refs)
