"""Commitment and contributions (C9)."""

from __future__ import annotations

from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.commitment import costs_without_benefits, still_open
from tests.forms import Content, case_of

SOME: Content = {
    "Commitment": {
        "C01": {"practitioner": "School nurse", "costs": "Travelling time", "benefits": "Sees families early"},
        "C02": {"practitioner": "Youth worker", "costs": "Evenings", "benefits": "None yet."},
        "C04": {"practitioner": "Police", "costs": "n/a", "benefits": "-"},
        "C05": {"costs": "Data sharing", "drivers": "The head's welcome"},
        "C07": {"practitioner": "Housing officer", "concerns": "Time"},
    }
}


def test_who_sees_costs_or_risks_without_benefits() -> None:
    case = case_of("commitment", content=SOME)
    assert lines_of(case.model.by_name["Commitment_Costs"], case) == [
        {"about": "C02", "who": "Youth worker", "stands": "None named"},
        {"about": "C05", "who": "Not answered", "stands": "Not answered"},
    ]


def test_blanks_are_counted_column_by_column_over_the_rows_that_are_begun() -> None:
    case = case_of("commitment", content=SOME)
    every = "C01, C02, C04, C05, C07"
    assert lines_of(case.model.by_name["Commitment_Open"], case) == [
        {"filled": 0, "question": "What our setting wants", "blank": 5, "blank_in": every},
        {"filled": 0, "question": "Why it matters to them", "blank": 5, "blank_in": every},
        {"filled": 3, "question": "What they gain", "blank": 2, "blank_in": "C05, C07"},
        {"filled": 4, "question": "Costs and risks", "blank": 1, "blank_in": "C07"},
        {"filled": 0, "question": "How their role changed", "blank": 5, "blank_in": every},
        {"filled": 1, "question": "Concerns and limits", "blank": 4, "blank_in": "C01, C02, C04, C05"},
        {"filled": 1, "question": "What drives them", "blank": 4, "blank_in": "C01, C02, C04, C07"},
    ]


def test_a_question_that_all_have_answered_names_nobody() -> None:
    full: Content = {"Commitment": {"C01": {"costs": "None"}}}
    assert {"filled": 1, "question": "Costs and risks", "blank": 0} in still_open(case_of("commitment", content=full))


def test_a_narrow_column_names_the_first_five_and_counts_the_others() -> None:
    many: Content = {"Commitment": {f"C0{n}": {"costs": "None"} for n in range(1, 8)}}
    line = {"filled": 0, "question": "What they gain", "blank": 7, "blank_in": "C01, C02, C03, C04, C05 and 2 more"}
    assert line in still_open(case_of("commitment", content=many))


def test_nothing_filled_in_gives_no_lines() -> None:
    case = case_of("commitment", content={})
    assert costs_without_benefits(case) == still_open(case) == []


def test_what_stands_out() -> None:
    case = case_of("commitment", content=SOME)
    (form,) = case.model.forms
    assert stands_out(form, case) == [
        "5 practitioners listed",
        "Costs or risks without benefits: C02, C05",
        "26 of 35 answers are blank",
    ]
    fields = ("objectives", "importance", "benefits", "costs", "role", "concerns", "drivers")
    whole: Content = {"Commitment": {"C01": dict.fromkeys(("practitioner", *fields), "Said")}}
    assert stands_out(form, case_of("commitment", content=whole)) == ["1 practitioner listed"]
    assert stands_out(form, case_of("commitment", content={})) == []
