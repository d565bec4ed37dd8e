"""What forms share when they tell people something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecm_xl.core.answers import FilledTable, SettingAnswers
from ecm_xl.core.forms.telling import every_row, listed, names_something
from tests.forms import Content, case_of


@pytest.mark.parametrize("text", ["", "None", " none. ", "N/A", "–", "?", "TBC", "Not yet", "Nothing so far!", "0"])
def test_what_says_that_there_is_nothing_names_nothing(text: str) -> None:
    assert not names_something(text)


@pytest.mark.parametrize("text", ["x", "✓", "Yes", "None of the older ones, but two younger", "Drop-in", "3"])
def test_anything_else_names_something(text: str) -> None:
    assert names_something(text)


def test_a_list_names_the_first_and_counts_the_others() -> None:
    refs = [f"P{n:02d}" for n in range(1, 11)]
    assert listed(refs) == "P01, P02, P03, P04, P05, P06, P07, P08 and 2 more"
    assert listed(refs[:8]) == "P01, P02, P03, P04, P05, P06, P07, P08"
    assert listed(refs[:3], at_most=2) == "P01, P02 and 1 more"
    assert listed([]) == ""


ANSWERED: Content = {"Values": {"VALUE.1": {"in_place": "Yes"}, "VALUE.9": {"in_place": "Yes"}}}


def test_a_row_that_has_gone_or_stands_twice_is_there_without_an_answer_and_a_strange_one_is_not() -> None:
    case = case_of("values", content=ANSWERED)
    sheet = case.answers.tables["Values"]
    kept = {ref: number for ref, number in sheet.numbers.items() if ref != "VALUE.2"}
    lacking = FilledTable("Values", "Values", sheet.columns, kept, sheet.answers, frozenset({"VALUE.3"}), found=True)
    answers = SettingAnswers(case.answers.details, {**case.answers.tables, "Values": lacking})
    rows = every_row(replace(case, answers=answers, _entries={}), "Values")

    assert [(row.ref, dict(row.values)) for row in rows] == [
        ("VALUE.1", {"in_place": True}),
        ("VALUE.2", {}),
        ("VALUE.3", {}),
        ("VALUE.4", {}),
    ]
    assert all(row.texts["value"] for row in rows)
