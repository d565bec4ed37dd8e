"""The checklist for monitoring and evaluation (C7)."""

from __future__ import annotations

from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.checklist import missing
from tests.forms import Content, case_of

MOST: Content = {"Checklist": {f"POINT.{n}": {"in_place": "✓"} for n in range(1, 8)}}
SOME: Content = {
    "Checklist": {
        **MOST["Checklist"],
        "POINT.8": {"in_place": "no", "next_step": " Ask the school council "},
        "POINT.9": {"in_place": "☒", "next_step": "Set dates"},
        "POINT.10": {"evidence": "A poster"},
    }
}


def test_points_answered_no_or_not_at_all_are_missing_with_their_next_step() -> None:
    case = case_of("checklist", content=SOME)
    assert lines_of(case.model.by_name["Checklist_Missing"], case) == [
        {
            "about": "POINT.8",
            "missing": "Everybody whom it concerns has a part in it: "
            "children, parents and carers, staff, governors, partners.",
            "stands": "No",
            "then": "Ask the school council",
        },
        {
            "about": "POINT.9",
            "missing": "The dates for reporting back are agreed, and people know them.",
            "stands": "Not answered",
            "then": "Set dates",
        },
        {
            "about": "POINT.10",
            "missing": "Results come back during the year as well as at its end, in a form that is easy to read.",
            "stands": "Not answered",
        },
        {
            "about": "POINT.11",
            "missing": "Successes of working together are celebrated here, and somebody plans how.",
            "stands": "Not answered",
        },
    ]


def test_nothing_filled_in_is_eleven_points_not_answered() -> None:
    lines = missing(case_of("checklist", content={}))
    assert [(line["about"], line["stands"]) for line in lines] == [(f"POINT.{n}", "Not answered") for n in range(1, 12)]


def test_what_stands_out() -> None:
    case = case_of("checklist", content=SOME)
    (form,) = case.model.forms
    assert stands_out(form, case) == ["7 of 11 points in place", "Not in place: POINT.8", "3 points not answered"]
    every: Content = {"Checklist": {f"POINT.{n}": {"in_place": "x"} for n in range(1, 12)}}
    assert stands_out(form, case_of("checklist", content=every)) == ["11 of 11 points in place"]
    assert stands_out(form, case_of("checklist", content={})) == []
