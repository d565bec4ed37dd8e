"""Partnerships and priorities (E1): the ten questions' priorities in order, standing and risk, what is not marked yet.

The questions are answered once, by the leadership; partnerships are then marked against the priorities. Nothing is
worked out from answers to a standing: that is a person's judgement.

Order of priorities: by rank; equal ranks, and those without one (after the ranked), as the form has the questions.
Missing-data policy: a partnership without a standing is "Not marked yet", one without a risk "No risk noted"; neither
is to end, and neither is at low or high risk. While no partnership is listed, nothing is counted, not even noughts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecm_xl.core.forms.asked import own_entries
from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED
from ecm_xl.core.words import as_shown, counted

STANDINGS = ("Essential", "Useful", "To end")
_UNMARKED = "Not marked yet"
_RISKS = {"Low": "low", "Medium": "medium", "High": "high", "": "open"}
_MARKS = {"standing": "standing", "risk": "risk"}


def priorities(case: FormCase) -> list[Line]:
    """What follows from the questions, in order."""
    return [
        {"place": entry.text("rank") or "Not ranked", "priority": entry.text("priority"), "question": _asks(entry)}
        for entry in _priorities(case)
    ]


def standing(case: FormCase) -> list[Line]:
    """How many partnerships have each standing, by risk."""
    listed = case.answered("Partnerships")
    return [
        {"standing": name or _UNMARKED, **_by_risk(listed, name)} if listed else {"standing": name or _UNMARKED}
        for name in (*STANDINGS, "")
    ]


def at_risk(case: FormCase) -> list[Line]:
    """Essential partnerships at high risk, the earliest review first, those without a date last."""
    names = case.names("Partnerships", "partnership")
    return [
        {
            "at": entry.ref,
            "name": names[entry.ref],
            "why": entry.text("risk_note") or NOT_ANSWERED,
            "due": _due(entry, case.today),
        }
        for entry in sorted(_at_risk(case), key=_review)
    ]


def unmarked(case: FormCase) -> list[Line]:
    """Partnerships that have no standing or no risk yet."""
    names = case.names("Partnerships", "partnership")
    return [
        {"row": entry.ref, "named": names[entry.ref], "lacks": " and ".join(_lacking(entry)).capitalize()}
        for entry in case.answered("Partnerships")
        if _lacking(entry)
    ]


def stands_out(case: FormCase) -> list[str]:
    """How many priorities there are, how many partnerships are essential and at high risk, and not marked."""
    listed, asked = case.answered("Partnerships"), case.model.by_name["Partnerships_Questions"].own_rows
    answered = any(entry.values for entry in own_entries(case, "Partnerships_Questions"))
    said = [f"{len(_priorities(case))} of {counted(len(asked), 'question')} led to a priority"] if answered else []
    if listed:
        essential = sum(entry.text("standing") == STANDINGS[0] for entry in listed)
        said.append(
            f"{essential} of {counted(len(listed), 'partnership')} essential, {len(_at_risk(case))} at high risk"
        )
        said += [f"{open_} not marked yet"] if (open_ := sum(bool(_lacking(entry)) for entry in listed)) else []
    return said


def _priorities(case: FormCase) -> list[Entry]:
    found = [entry for entry in own_entries(case, "Partnerships_Questions") if entry.has("priority")]
    return sorted(found, key=_rank)


def _rank(entry: Entry) -> float:
    rank = entry.values.get("rank")
    return float(rank) if isinstance(rank, (int, float)) else float("inf")


def _asks(entry: Entry) -> str:
    """The question by its number and its heading."""
    return f"{entry.ref}: {entry.texts.get('question', '').partition('.')[0]}"


def _by_risk(listed: Sequence[Entry], name: str) -> dict[str, int]:
    of_it = [entry.text("risk") for entry in listed if entry.text("standing") == name]
    return {"all": len(of_it), **{field: of_it.count(risk) for risk, field in _RISKS.items()}}


def _at_risk(case: FormCase) -> list[Entry]:
    marked = (STANDINGS[0], "High")
    return [entry for entry in case.answered("Partnerships") if (entry.text("standing"), entry.text("risk")) == marked]


def _review(entry: Entry) -> date:
    day = entry.values.get("review")
    return day if isinstance(day, date) else date.max


def _due(entry: Entry, today: date) -> str:
    if not entry.has("review"):
        return "No date yet"
    day = _review(entry)
    return f"Due since {as_shown(day)}" if day < today else as_shown(day)


def _lacking(entry: Entry) -> list[str]:
    return [word for field, word in _MARKS.items() if not entry.has(field)]
