"""Shared values (E4)."""

from __future__ import annotations

from ecm_xl.core.forms import lines_of, stands_out
from tests.forms import Content, case_of

SOME: Content = {
    "Values": {"VALUE.1": {"in_place": "✓"}, "VALUE.2": {"in_place": "no"}, "VALUE.3": {"shown_by": "Minutes"}}
}


def test_what_is_answered_no_or_not_at_all_is_missing() -> None:
    case = case_of("values", content=SOME)
    table = case.model.by_name["Values_Missing"]
    assert [(line["point"], line["stands"]) for line in lines_of(table, case)] == [
        ("VALUE.2", "No"),
        ("VALUE.3", "Not answered"),
        ("VALUE.4", "Not answered"),
    ]


def test_what_stands_out_is_said_where_anything_is_filled_in() -> None:
    case = case_of("values", content=SOME)
    (form,) = case.model.forms
    assert stands_out(form, case) == ["1 of 4 points in place"]
    assert stands_out(form, case_of("values", content={})) == []
