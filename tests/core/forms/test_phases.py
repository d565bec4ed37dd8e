"""Phases of partnerships (E3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import phases, stands_out
from ecm_xl.core.forms.case import FormCase
from tests.forms import Content, case_of

WORDS = {"E": "Enthusiasm", "T": "Turbulence", "M": "Mature and embedded"}
Rows = dict[str, dict[str, Value]]


def phased(shorts: Mapping[str, str], *, today: date = date(2026, 7, 10), **since: date) -> FormCase:
    """`{"SENCO": "TTE."}`: partnerships of each lead, numbered on; a point for no phase. `P01=`: since when."""
    content: dict[str, Rows] = {"Partnerships": {}, "Phases": {}}
    each = [(lead, short) for lead, row in shorts.items() for short in row]
    for number, (lead, short) in enumerate(each, 1):
        ref = f"P{number:02d}"
        content["Partnerships"][ref] = {"partnership": f"Partner {number}", "lead": lead}
        days: dict[str, Value] = {"since": since[ref]} if ref in since else {}
        content["Phases"][f"{ref}.PHASE.1"] = ({"phase": WORDS[short]} if short in WORDS else {}) | days
    read: Content = content
    return case_of("partnerships", "phases", content=read, today=today)


def test_phases_are_counted_and_what_is_not_answered_is_in_none() -> None:
    assert phases.counts(phased({"SENCO": "TTE."})) == [
        {"name": "Enthusiasm", "count": 1},
        {"name": "Turbulence", "count": 2},
        {"name": "Mature and embedded", "count": 0},
        {"name": "Not answered", "count": 1},
    ]


def test_nothing_is_counted_while_nothing_is_listed() -> None:
    assert phases.counts(case_of("phases", content={})) == [
        {"name": "Enthusiasm"},
        {"name": "Turbulence"},
        {"name": "Mature and embedded"},
        {"name": "Not answered"},
    ]


def test_a_lead_with_more_than_three_in_turbulence_carries_a_lot() -> None:
    assert phases.load(phased({"SENCO": "TTTEE", "Deputy": "TTTT.MMMM", "Nurse": "MMM"})) == [
        {
            "all": 9,
            "who": "Deputy",
            "turbulent": 4,
            "why": "More than three in Turbulence",
            "open": 1,
            "rows": "P06, P07, P08, P09, P10, P11, P12, P13, P14",
        }
    ]


def test_a_lead_with_more_than_eight_in_all_carries_a_lot_and_eight_are_not_many() -> None:
    lines = phases.load(phased({"SENCO": "MMMMMMMM", "Deputy": "EEEEEEEE."}))
    assert [(line["who"], line["why"]) for line in lines] == [("Deputy", "More than eight in all")]


def test_the_setting_is_named_where_more_than_half_of_what_has_a_phase_is_in_turbulence() -> None:
    assert phases.load(phased({"SENCO": "TT", "Deputy": "TE.."})) == [
        {
            "all": 4,
            "who": "The whole setting",
            "turbulent": 3,
            "why": "More than half in Turbulence",
            "open": 0,
            "rows": "P01, P02, P03, P04",
        }
    ]
    assert phases.load(phased({"SENCO": "TT", "Deputy": "ME"})) == []
    assert phases.load(phased({"SENCO": "...."})) == []


def test_who_has_most_in_turbulence_stands_first_and_one_lead_may_be_written_in_two_ways() -> None:
    case = phased({"Deputy": "TTTTEEEE", "Ms Okafor": "TTT", "ms  okafor": "TTEEEE"})
    lines = phases.load(case)
    assert [(line["who"], line["all"], line["turbulent"]) for line in lines] == [
        ("The whole setting", 17, 9),
        ("Ms Okafor", 9, 5),
        ("Deputy", 8, 4),
    ]


def test_partnerships_without_a_lead_are_nobodys() -> None:
    rows: Rows = {f"P{n:02d}": {"partnership": f"Partner {n}"} for n in range(1, 11)}
    assert phases.load(case_of("partnerships", "phases", content={"Partnerships": rows})) == []


def test_long_turbulence_stands_by_its_beginning_and_needs_a_date() -> None:
    since = {"P01": date(2025, 5, 1), "P02": date(2024, 5, 1), "P03": date(2020, 1, 1)}
    assert phases.long(phased({"SENCO": "TTMT"}, **since)) == [
        {"at": "P02", "named": "Partner 2", "carried_by": "SENCO", "from": date(2024, 5, 1)},
        {"at": "P01", "named": "Partner 1", "carried_by": "SENCO", "from": date(2025, 5, 1)},
    ]


@pytest.mark.parametrize(
    ("since", "today", "is_long"),
    [
        (date(2025, 7, 10), date(2026, 7, 10), False),
        (date(2025, 7, 9), date(2026, 7, 10), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
    ],
)
def test_a_year_is_over_on_the_day_after(since: date, today: date, is_long: bool) -> None:
    assert bool(phases.long(phased({"SENCO": "T"}, today=today, P01=since))) is is_long


def test_without_a_list_phases_are_known_by_their_refs() -> None:
    rows: Rows = {"P07.PHASE.1": {"phase": "Turbulence", "since": date(2025, 1, 1)}, "PHASE.1": {"phase": "Turbulence"}}
    case = case_of("phases", content={"Phases": rows})
    assert [line["rows"] for line in phases.load(case)] == ["P07"]
    assert phases.long(case) == [{"at": "P07", "named": "P07", "carried_by": "", "from": date(2025, 1, 1)}]


def test_what_stands_out() -> None:
    case = phased({"SENCO": "TTTTE", "Deputy": "MM."}, P01=date(2024, 1, 1))
    form = case.model.forms[-1]
    assert stands_out(form, case) == [
        "8 partnerships: 1 Enthusiasm, 4 Turbulence, 2 Mature and embedded",
        "1 lead carrying a lot",
        "1 in Turbulence for more than a year",
    ]
    assert stands_out(form, phased({"SENCO": "E"})) == [
        "1 partnership: 1 Enthusiasm, 0 Turbulence, 0 Mature and embedded"
    ]
    assert stands_out(form, phased({"SENCO": "."})) == []
