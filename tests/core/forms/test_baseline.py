"""The baseline (A2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ecm_xl.core.answers import Details, SettingAnswers
from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.baseline import movement, priorities
from ecm_xl.core.forms.case import FormCase, Line
from tests.forms import Content, case_of


def overridden(level: str) -> dict[str, str | date]:
    return {"override": level, "override_by": "P. Okafor", "override_on": date(2026, 6, 1), "reason": "Seen"}


SOME: Content = {
    "Judgements": {
        "S01": overridden("Embedded"),
        "S02": overridden("Developing"),
        "S04": overridden("Emergent"),
        "S06": overridden("Embedded"),
    },
    "Baseline": {
        "S01": {"priority": "Low", "looks_like": "Emergent", "now": "Begun"},
        "S02": {"priority": " high ", "looks_like": "developing"},
        "S03": {"priority": "Hihg", "looks_like": "Developing"},
        "S04": {"looks_like": "Embedded"},
        "S05": {"priority": "Medium"},
        "S07": {"priority": "High", "looks_like": "Good"},
        "S09": {"priority": "Low"},
    },
}


def highs(number: int) -> Content:
    return {"Baseline": {f"S{n:02d}": {"priority": "High"} for n in range(1, number + 1)}}


def on_route(case: FormCase, route: str) -> FormCase:
    """The same with that route on Start."""
    return replace(case, answers=SettingAnswers(Details({"Route": route}), case.answers.tables), _entries={})


def test_priorities_stand_in_order_and_equals_as_the_standards_do() -> None:
    case = case_of("baseline", content=SOME)
    assert lines_of(case.model.by_name["Baseline_Priorities"], case) == [
        {"about": "S02", "title": "02 Policy", "pressing": "High"},
        {"about": "S07", "title": "07 Presence, participation and personal development", "pressing": "High"},
        {"about": "S05", "title": "05 Personalised learning", "pressing": "Medium"},
        {"about": "S01", "title": "01 Ethos", "pressing": "Low"},
        {"about": "S09", "title": "09 Multi-agency working", "pressing": "Low"},
    ]


REMARK: Line = {
    "title": "For all of them",
    "remark": "5 Standards are High. Route 2 takes on at most four a year: which can wait?",
}


def test_more_high_priorities_than_the_route_takes_on_get_a_remark_beneath() -> None:
    assert priorities(case_of("baseline", content=highs(5)))[5:] == [REMARK]
    assert [line["about"] for line in priorities(case_of("baseline", content=highs(4)))] == ["S01", "S02", "S03", "S04"]


@pytest.mark.parametrize(
    ("route", "remarks"),
    [("Route 2: just begun", [REMARK]), ("route 2", [REMARK]), ("", [REMARK]), ("Route 1: a good start is made", [])],
)
def test_the_remark_is_that_of_the_route_on_start_or_of_the_slower_one(route: str, remarks: list[Line]) -> None:
    assert priorities(on_route(case_of("baseline", content=highs(5)), route))[5:] == remarks


def test_how_far_each_standard_has_come_where_both_are_there() -> None:
    case = case_of("baseline", content=SOME)
    assert lines_of(case.model.by_name["Baseline_Movement"], case) == [
        {"about": "S01", "title": "01 Ethos", "then": "Emergent", "now": "Embedded", "since": "Up"},
        {"about": "S02", "title": "02 Policy", "then": "Developing", "now": "Developing", "since": "The same"},
        {
            "about": "S03",
            "title": "03 Environment",
            "then": "Developing",
            "now": case.judged["S03"].short,
            "since": "Not judged yet",
        },
        {
            "about": "S04",
            "title": "04 Leadership and management",
            "then": "Embedded",
            "now": "Emergent",
            "since": "Down",
        },
    ]
    assert case.judged["S03"].short.startswith("Not yet: 0 of ")


def test_nothing_filled_in_gives_no_lines() -> None:
    case = case_of("baseline", content={})
    assert priorities(case) == movement(case) == []


def test_what_stands_out() -> None:
    case = case_of("baseline", content=SOME)
    (form,) = case.model.forms
    assert stands_out(form, case) == [
        "7 of 12 Standards have a baseline",
        "Priority High: S02, S07",
        "Since the baseline: 1 up, 1 the same, 1 down",
    ]
    only: Content = {"Baseline": {"S03": {"now": "Crowded corridors"}}}
    assert stands_out(form, case_of("baseline", content=only)) == ["1 of 12 Standards have a baseline"]
    assert stands_out(form, case_of("baseline", content={})) == []
