"""The baseline (A2): the year's priorities, and how far each Standard has come since.

Priorities are ordered High, Medium, Low, equals in the Standards' order; a Standard without a priority is not listed.
How far: the place of the judgement now on the framework's judgement levels, against that of "Looks like" then. A
Standard without "Looks like" is not compared, one without a judgement now is "Not judged yet": neither is the lowest
level. Advice (A3): more High ones than the route has Standards a year get a remark, no error. Where Start does not
say which route, the remark is that of the slower one.
"""

from __future__ import annotations

from collections import Counter

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import every_row, listed
from ecm_xl.core.framework import Route
from ecm_xl.core.words import counted, fold, in_words

DOWN, SAME, UP, NOT_JUDGED = "Down", "The same", "Up", "Not judged yet"


def priorities(case: FormCase) -> list[Line]:
    """The Standards that have a priority, the most pressing first; a remark beneath where there are many."""
    places = {level: place for place, level in enumerate(_levels(case))}
    wanted = [entry for entry in every_row(case, "Baseline") if entry.has("priority")]
    in_order = sorted(wanted, key=lambda entry: places[entry.text("priority")])
    lines: list[Line] = [{**_standard(entry), "pressing": entry.text("priority")} for entry in in_order]
    remark = _remark(case)
    return [*lines, {"title": "For all of them", "remark": remark}] if remark else lines


def movement(case: FormCase) -> list[Line]:
    """Each Standard that has a level at the baseline: then, now, and which way it has gone."""
    return [
        {
            **_standard(entry),
            "then": entry.text("looks_like"),
            "now": case.judged[entry.ref].short,
            "since": _since(case, entry),
        }
        for entry in _compared(case)
    ]


def stands_out(case: FormCase) -> list[str]:
    """How many Standards have a baseline, which are most pressing, and how those that are judged have moved."""
    begun = sum(bool(entry.values) for entry in every_row(case, "Baseline"))
    if not begun:
        return []
    found = [f"{begun} of {counted(len(case.entries('Baseline')), 'Standard')} have a baseline"]
    most_pressing = _most_pressing(case)
    if most_pressing:
        found.append(f"Priority {_levels(case)[0]}: {listed(most_pressing, at_most=len(most_pressing))}")
    return [*found, *_moved(case)]


def _moved(case: FormCase) -> list[str]:
    ways = Counter(_since(case, entry) for entry in _compared(case))
    told = [f"{ways[way]} {way.lower()}" for way in (UP, SAME, DOWN) if ways[way]]
    return [f"Since the baseline: {', '.join(told)}"] if told else []


def _standard(entry: Entry) -> Line:
    return {"about": entry.ref, "title": entry.texts.get("standard", "")}


def _levels(case: FormCase) -> tuple[str, ...]:
    """The priorities, the most pressing first."""
    return case.model.by_name["Baseline"].by_id["priority"].choices


def _most_pressing(case: FormCase) -> list[str]:
    return [entry.ref for entry in every_row(case, "Baseline") if entry.text("priority") == _levels(case)[0]]


def _compared(case: FormCase) -> list[Entry]:
    return [entry for entry in every_row(case, "Baseline") if entry.has("looks_like")]


def _since(case: FormCase, entry: Entry) -> str:
    rank, now = case.framework.judgement_rank, case.judged[entry.ref].judgement
    if not now:
        return NOT_JUDGED
    moved = rank[now] - rank[entry.text("looks_like")]
    return UP if moved > 0 else DOWN if moved < 0 else SAME


def _remark(case: FormCase) -> str:
    """What the route advises, where more Standards are most pressing than it takes on in a year (A3)."""
    route, pressing = _route(case), len(_most_pressing(case))
    if route is None or pressing <= route.standards_a_year:
        return ""
    name, most = route.title.partition(":")[0], in_words(route.standards_a_year)
    return f"{pressing} Standards are {_levels(case)[0]}. {name} takes on at most {most} a year: which can wait?"


def _route(case: FormCase) -> Route | None:
    """The route that Start names, else the slowest of the framework's; None where it has none."""
    typed, routes = fold(case.answers.details.get("Route")), case.framework.routes
    named = (route for route in routes if typed.startswith(fold(route.title.partition(":")[0])))
    return next(named, min(routes, key=lambda route: route.standards_a_year, default=None))
