"""Phases of partnerships (E3): how many are in which, who carries a lot, and where turbulence lasts.

The source warns of overload and sets no bounds; these are ours: a lead carries a lot with more than three partnerships
in Turbulence or more than eight in all (whatever their phase), a setting where more than half of the partnerships that
have a phase are in Turbulence. Leads are those named on the sheet Partnerships; names that differ only in case or
spaces are one.

Missing-data policy: a partnership without a phase is "Not answered" and in no other phase; it counts among those that
its lead looks after. One without a lead is nobody's, one in Turbulence without a date is not known to be in it for
long. While nothing is listed or answered, nothing is counted, not even noughts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ecm_xl.core.forms.asked import own_entries, partnership
from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED
from ecm_xl.core.words import counted, fold

TURBULENCE = "Turbulence"
PHASES = ("Enthusiasm", TURBULENCE, "Mature and embedded")
MOST_TURBULENT, MOST_IN_ALL = 3, 8
"""What a lead can carry."""


def counts(case: FormCase) -> list[Line]:
    """How many partnerships are in each phase, and for how many it is not answered."""
    phases = list(_phases(case).values())
    names = {phase: phase for phase in PHASES} | {"": NOT_ANSWERED}
    return [{"name": name, "count": phases.count(phase)} if phases else {"name": name} for phase, name in names.items()]


def load(case: FormCase) -> list[Line]:
    """The setting, where more than half is in Turbulence; then leads who carry a lot, most in Turbulence first."""
    phases = _phases(case)
    given = [ref for ref, phase in phases.items() if phase]
    setting = [_carried("The whole setting", given, phases, "More than half in Turbulence")]
    leads = [
        _carried(name, refs, phases, why)
        for name, refs in sorted(_leads(case).items(), key=lambda lead: -_turbulent(lead[1], phases))
        if (why := _why(refs, phases))
    ]
    return [*(setting if _is_mostly_turbulent(phases) else []), *leads]


def long(case: FormCase) -> list[Line]:
    """Partnerships that have been in Turbulence for more than a year, the longest first."""
    return [
        {
            "at": partnership(entry),
            "named": _listed(case, "partnership").get(partnership(entry), partnership(entry)),
            "carried_by": _listed(case, "lead").get(partnership(entry), ""),
            "from": _since(entry),
        }
        for entry in sorted(_long(case), key=_since)
    ]


def stands_out(case: FormCase) -> list[str]:
    """How many are in which phase, how many leads carry a lot, and how many are long in Turbulence."""
    if not _answered(case):
        return []
    phases = _phases(case)
    in_each = ", ".join(f"{list(phases.values()).count(phase)} {phase}" for phase in PHASES)
    busy = sum(bool(_why(refs, phases)) for refs in _leads(case).values())
    said = [f"{counted(len(phases), 'partnership')}: {in_each}"]
    said += [f"{counted(busy, 'lead')} carrying a lot"] if busy else []
    return said + ([f"{len(_long(case))} in Turbulence for more than a year"] if _long(case) else [])


def _phases(case: FormCase) -> dict[str, str]:
    """Partnership → its phase, '' where it is not answered: those listed, and those that have a phase all the same."""
    listed = dict.fromkeys(case.names("Partnerships", "partnership"), "")
    answered = {partnership(entry): entry.text("phase") for entry in _answered(case)}
    return listed | answered


def _answered(case: FormCase) -> list[Entry]:
    return [entry for entry in own_entries(case, "Phases") if entry.values]


def _leads(case: FormCase) -> dict[str, list[str]]:
    """Lead, as first written → the partnerships that they look after."""
    found: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for ref, lead in _listed(case, "lead").items():
        found.setdefault(written.setdefault(fold(lead), lead), []).append(ref)
    return found


def _listed(case: FormCase, field: str) -> dict[str, str]:
    """Partnership → what its row says, where it says anything."""
    return {entry.ref: entry.text(field) for entry in case.answered("Partnerships") if entry.has(field)}


def _why(refs: Sequence[str], phases: Mapping[str, str]) -> str:
    """Which bound a lead passes, '' where none."""
    if _turbulent(refs, phases) > MOST_TURBULENT:
        return "More than three in Turbulence"
    return "More than eight in all" if len(refs) > MOST_IN_ALL else ""


def _turbulent(refs: Sequence[str], phases: Mapping[str, str]) -> int:
    return sum(phases.get(ref) == TURBULENCE for ref in refs)


def _is_mostly_turbulent(phases: Mapping[str, str]) -> bool:
    given = [phase for phase in phases.values() if phase]
    return 2 * given.count(TURBULENCE) > len(given)


def _carried(who: str, refs: Sequence[str], phases: Mapping[str, str], why: str) -> Line:
    return {
        "all": len(refs),
        "who": who,
        "turbulent": _turbulent(refs, phases),
        "why": why,
        "open": sum(not phases.get(ref) for ref in refs),
        "rows": ", ".join(ref for ref in refs if ref),
    }


def _long(case: FormCase) -> list[Entry]:
    turbulent = [entry for entry in _answered(case) if entry.text("phase") == TURBULENCE]
    return [entry for entry in turbulent if _is_over_a_year(_since(entry), case.today)]


def _since(entry: Entry) -> date:
    """When it entered its phase; the end of time where nobody says."""
    day = entry.values.get("since")
    return day if isinstance(day, date) else date.max


def _is_over_a_year(since: date, today: date) -> bool:
    """True from the day after a year; compared in parts, as 29 February has no day a year later."""
    return (since.year + 1, since.month, since.day) < (today.year, today.month, today.day)
