"""What any form can do with."""

from __future__ import annotations

import pytest

from ecm_xl.core.forms import form_result, lines_of, stands_out
from ecm_xl.core.forms.case import FormCase
from ecm_xl.frameworks.forms import read_form
from ecm_xl.frameworks.loader import load_model
from tests.a_form import TALKS
from tests.forms import Content, case_of

MOODS: Content = {
    "Talks_People": {"Q1": {"person": "Class teacher"}, "Q2": {"person": "Nurse"}},
    "Talks": {
        "Q1.OPEN.1": {"mood": "Warm", "effort": "Hard"},
        "Q1.OPEN.2": {"mood": "Cold"},
        "Q2.OPEN.1": {"mood": "cool", "effort": "Easy"},
        "Q2.OPEN.2": {"mood": "lukewarm"},
    },
}


@pytest.fixture(scope="module")
def case() -> FormCase:
    return talks(MOODS)


def talks(content: Content) -> FormCase:
    model = load_model()
    return case_of(content=content, model=model.with_forms((read_form(TALKS, model.framework),)))


def test_a_tally_has_every_item_with_its_levels(case: FormCase) -> None:
    assert lines_of(case.model.by_name["Talks_Tally"], case) == [
        {"item": "OPEN.1", "text": "People say what they think.", "answered": 2, "cold": 0, "cool": 1, "warm": 1},
        {"item": "OPEN.2", "text": "People ask what they do not know.", "answered": 1, "cold": 1, "cool": 0, "warm": 0},
    ]


def test_the_weakest_come_first_and_the_best_level_not_at_all(case: FormCase) -> None:
    assert lines_of(case.model.by_name["Talks_First"], case) == [
        {"row": "Q1.OPEN.2", "text": "People ask what they do not know.", "level": "Cold"},
        {"row": "Q2.OPEN.1", "text": "People say what they think.", "level": "Cool"},
    ]


def test_what_is_not_answered(case: FormCase) -> None:
    assert lines_of(case.model.by_name["Talks_Left"], case) == [
        {"row": "Q1.OPEN.2", "text": "People ask what they do not know."},
        {"row": "Q2.OPEN.2", "text": "People ask what they do not know."},
    ]


def test_what_stands_out(case: FormCase) -> None:
    (form,) = case.model.forms
    assert stands_out(form, case) == ["3 of 4 rows answered", "1 at Cold"]
    assert stands_out(form, talks({})) == []
    best: Content = {"Talks": {"Q1.OPEN.1": {"mood": "Warm"}}}
    assert stands_out(form, talks(best)) == ["1 of 2 rows answered"]


def test_a_row_that_somebody_made_up_is_no_items() -> None:
    made_up: Content = {"Talks": {"Q1.OPEN.1": {"mood": "Warm"}, "Q1.OPEN.9": {"mood": "Cold"}}}
    case = talks(made_up)
    assert [line["answered"] for line in lines_of(case.model.by_name["Talks_Tally"], case)] == [1, 0]


def test_single_answers_of_a_few_people_stay_in_the_settings_own_workbook() -> None:
    """Small groups could be recognised, and perspectives are asked without names (B2, D1)."""
    told = case_of(
        "target-groups",
        "perspectives",
        "checklist",
        content={
            "TargetGroups": {"G01": {"group": "Y5, code 7", "number": 2, "premium": "yes"}},
            "Perspectives": {"V01": {"nearest": "Common sense", "group": "Leaders"}},
            "Checklist": {"POINT.1": {"in_place": "yes"}},
        },
    )
    results = {form.id: form_result(form, told) for form in told.model.forms}
    assert {form: result.told for form, result in results.items()} == {
        "checklist": (("Checklist", "POINT.1", "in_place", "Yes"),),
        "target-groups": (),
        "perspectives": (),
    }
    assert all(result.answers for result in results.values())
