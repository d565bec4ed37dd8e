"""The context for change (D3)."""

from __future__ import annotations

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import context, stands_out
from tests.forms import case_of

SOME: dict[str, dict[str, Value]] = {
    "CONTEXT.1": {"here": "A third of families", "effect": "Harder", "action": "A breakfast club"},
    "CONTEXT.3": {"here": "We join a federation", "effect": "easier"},
    "CONTEXT.4": {"here": "Two sites", "effect": "Neither", "action": "One timetable"},
    "CONTEXT.5": {"here": "A fifth each year", "effect": "Harder"},
    "CONTEXT.6": {"here": "Most stay", "action": "Mentors"},
}


def test_what_hinders_comes_first_and_of_that_what_nothing_is_decided_about() -> None:
    assert context.balance(case_of("context", content={"Context": SOME})) == [
        {"at": "CONTEXT.5", "factor": "Mobility of families", "decided": "Nothing yet", "effect": "Harder"},
        {"at": "CONTEXT.1", "factor": "Disadvantage", "decided": "Written down", "effect": "Harder"},
        {"at": "CONTEXT.3", "factor": "Structural change", "decided": "Nothing yet", "effect": "Easier"},
        {"at": "CONTEXT.4", "factor": "Phase", "decided": "Written down", "effect": "Neither"},
        {"at": "CONTEXT.2", "factor": "Affluence", "decided": "Nothing yet", "effect": "Not answered"},
        {"at": "CONTEXT.6", "factor": "Mobility of staff", "decided": "Written down", "effect": "Not answered"},
        {"at": "CONTEXT.7", "factor": "Local authority support", "decided": "Nothing yet", "effect": "Not answered"},
    ]


def test_what_stands_out() -> None:
    case = case_of("context", content={"Context": SOME})
    (form,) = case.model.forms
    assert stands_out(form, case) == [
        "Of 7 factors, 2 make change harder and 1 easier",
        "1 of the harder ones with nothing decided yet",
    ]
    decided = {"CONTEXT.1": SOME["CONTEXT.1"]}
    assert stands_out(form, case_of("context", content={"Context": decided})) == [
        "Of 7 factors, 1 make change harder and 0 easier"
    ]
    assert stands_out(form, case_of("context", content={})) == []
