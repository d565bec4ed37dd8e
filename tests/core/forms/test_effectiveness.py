"""The effectiveness of partnerships (C8)."""

from __future__ import annotations

from dataclasses import replace

from ecm_xl.core.answers import FilledTable, SettingAnswers
from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.case import FormCase
from ecm_xl.core.forms.effectiveness import aspects, left, partnerships
from tests.core.forms.small_register import model_with_partnerships
from tests.forms import Content, case_of

ACHIEVED, DEVELOPING = {"stands": "Achieved"}, {"stands": "developing"}
NAMES = {"P01": {"partnership": "Harbour Clinic"}, "P02": {"partnership": "Youth club"}, "P03": {"partnership": "Elm"}}
IN_GENERAL: Content = {
    "Effectiveness": {
        "PURPOSE.1": ACHIEVED,
        "PURPOSE.2": ACHIEVED,
        "PURPOSE.3": DEVELOPING,
        "PURPOSE.4": {"stands": "Nearly"},
        "CULTURE.2": DEVELOPING,
        "CULTURE.9": DEVELOPING,
    }
}
PER_PARTNER: Content = {
    "Partnerships": NAMES,
    "Effectiveness": {
        **{f"P01.PURPOSE.{n}": ACHIEVED for n in range(1, 5)},
        "P01.CULTURE.1": DEVELOPING,
        "P02.PURPOSE.1": ACHIEVED,
        "P02.PURPOSE.2": DEVELOPING,
        "P02.CULTURE.1": DEVELOPING,
        "P02.LEARNING.4": DEVELOPING,
        "P03.LEARNING.4": {"evidence": "Minutes"},
    },
}


def per_partner(content: Content = PER_PARTNER) -> FormCase:
    return case_of(content=content, model=model_with_partnerships("effectiveness"))


def all_of(aspect: str) -> str:
    return ", ".join(f"{aspect}.{n}" for n in range(1, 5))


def test_the_share_of_an_aspect_is_over_what_is_answered() -> None:
    case = case_of("effectiveness", content=IN_GENERAL)
    none = {"achieved": 0, "developing": 0, "unanswered": 4}
    assert lines_of(case.model.by_name["Effectiveness_Aspects"], case) == [
        {
            "key": "PURPOSE",
            "title": "Purpose and Leadership",
            "share": 2 / 3,
            "left": "PURPOSE.3, PURPOSE.4",
            "achieved": 2,
            "developing": 1,
            "unanswered": 1,
        },
        {"key": "OUTCOMES", "title": "Outcomes and client focus", "left": all_of("OUTCOMES"), **none},
        {
            "key": "CULTURE",
            "title": "Culture and communications",
            "share": 0.0,
            "left": all_of("CULTURE"),
            "achieved": 0,
            "developing": 1,
            "unanswered": 3,
        },
        {"key": "LEARNING", "title": "Learning and Innovation", "left": all_of("LEARNING"), **none},
        {
            "key": "MANAGEMENT",
            "title": "Management for partnership performance",
            "left": all_of("MANAGEMENT"),
            **none,
        },
    ]


def test_an_aspect_that_is_achieved_leaves_nothing() -> None:
    whole: Content = {"Effectiveness": {f"PURPOSE.{n}": ACHIEVED for n in range(1, 5)}}
    assert aspects(case_of("effectiveness", content=whole))[0] == {
        "key": "PURPOSE",
        "title": "Purpose and Leadership",
        "share": 1.0,
        "achieved": 4,
        "developing": 0,
        "unanswered": 0,
    }


def test_only_partnerships_that_somebody_has_begun_to_look_at_count() -> None:
    purpose, _, culture, learning, _ = aspects(per_partner())
    assert (purpose["share"], purpose["achieved"], purpose["developing"], purpose["unanswered"]) == (5 / 6, 5, 1, 2)
    assert purpose["left"] == "PURPOSE.2, PURPOSE.3, PURPOSE.4"
    assert (culture["developing"], culture["unanswered"]) == (2, 6)
    assert (learning["developing"], learning["unanswered"]) == (1, 7)


def test_what_an_aspect_lacks_stands_in_the_order_of_its_descriptors() -> None:
    achieved = ("P01.PURPOSE.1", "P01.PURPOSE.2", "P02.PURPOSE.1", "P02.PURPOSE.3")
    content: Content = {"Partnerships": NAMES, "Effectiveness": dict.fromkeys(achieved, ACHIEVED)}
    assert aspects(per_partner(content))[0]["left"] == "PURPOSE.2, PURPOSE.3, PURPOSE.4"


def test_what_is_left_is_most_often_developing_then_most_often_open_then_in_order() -> None:
    lines = left(per_partner())
    assert lines[:3] == [
        {
            "about": "CULTURE.1",
            "aspect": "Culture and communications",
            "developing": 2,
            "descriptor": "The first question is how something can be done, not why it can't.",
            "unanswered": 0,
            "where": "P01, P02",
        },
        {
            "about": "LEARNING.4",
            "aspect": "Learning and Innovation",
            "developing": 1,
            "descriptor": "Checks and reviews are there to learn from and to do better, not to blame.",
            "unanswered": 1,
            "where": "P02",
        },
        {
            "about": "PURPOSE.2",
            "aspect": "Purpose and Leadership",
            "developing": 1,
            "descriptor": "Answers are looked for from which each partner gains something.",
            "unanswered": 0,
            "where": "P02",
        },
    ]
    assert [(line["about"], line["developing"], line["unanswered"]) for line in lines[3:5]] == [
        ("OUTCOMES.1", 0, 2),
        ("OUTCOMES.2", 0, 2),
    ]
    assert [line["about"] for line in lines[-2:]] == ["PURPOSE.3", "PURPOSE.4"]
    assert len(lines) == 19
    assert "PURPOSE.1" not in [line["about"] for line in lines]
    assert "where" not in lines[3]


def test_partnerships_side_by_side_from_two_on_the_smallest_share_first() -> None:
    case = per_partner()
    assert lines_of(case.model.by_name["Effectiveness_Partners"], case) == [
        {
            "about": "P02",
            "partnership": "Youth club",
            "share": 1 / 4,
            "unanswered": 16,
            "left": "PURPOSE.2, CULTURE.1, LEARNING.4",
        },
        {"about": "P01", "partnership": "Harbour Clinic", "share": 4 / 5, "unanswered": 15, "left": "CULTURE.1"},
    ]
    one: Content = {"Partnerships": NAMES, "Effectiveness": {"P01.PURPOSE.1": ACHIEVED}}
    assert partnerships(per_partner(one)) == []


def test_equal_shares_stand_in_the_order_of_their_refs_and_what_is_general_has_its_name() -> None:
    content: Content = {
        "Partnerships": NAMES,
        "Effectiveness": {"P02.PURPOSE.1": ACHIEVED, "P01.PURPOSE.1": ACHIEVED, "PURPOSE.1": ACHIEVED},
    }
    assert [(line["about"], line["partnership"]) for line in partnerships(per_partner(content))] == [
        ("In general", "In general"),
        ("P01", "Harbour Clinic"),
        ("P02", "Youth club"),
    ]


def test_partnerships_whose_register_has_gone_stay_apart() -> None:
    content: Content = {"Effectiveness": {"P07.PURPOSE.1": ACHIEVED, "P08.PURPOSE.1": DEVELOPING}}
    assert [
        (x["about"], x["partnership"], x["share"]) for x in partnerships(case_of("effectiveness", content=content))
    ] == [
        ("P08", "P08", 0.0),
        ("P07", "P07", 1.0),
    ]


def test_a_row_that_has_gone_from_the_sheet_is_not_answered() -> None:
    case = case_of("effectiveness", content=IN_GENERAL)
    sheet = case.answers.tables["Effectiveness"]
    kept = {ref: number for ref, number in sheet.numbers.items() if not ref.startswith("LEARNING")}
    lacking = FilledTable("Effectiveness", "Effectiveness", sheet.columns, kept, sheet.answers, found=True)
    tables = {**case.answers.tables, "Effectiveness": lacking}
    after = replace(case, answers=SettingAnswers(case.answers.details, tables), _entries={})
    assert aspects(after) == aspects(case)


def test_nothing_filled_in_is_not_answered() -> None:
    case = case_of("effectiveness", content={})
    assert [(line["key"], line["left"], len(line)) for line in aspects(case)] == [
        (key, "Not answered", 3) for key in ("PURPOSE", "OUTCOMES", "CULTURE", "LEARNING", "MANAGEMENT")
    ]
    assert left(case) == partnerships(case) == []


def test_what_stands_out() -> None:
    case = case_of("effectiveness", content=IN_GENERAL)
    (form,) = case.model.forms
    assert stands_out(form, case) == [
        "2 of 4 answers say Achieved (1 partnership)",
        "16 answers still open",
        "Most still developing: Purpose and Leadership; Culture and communications",
    ]
    assert stands_out(form, per_partner()) == [
        "5 of 9 answers say Achieved (2 partnerships)",
        "31 answers still open",
        "Most still developing: Culture and communications",
    ]
    whole: Content = {"Effectiveness": dict.fromkeys(case.model.by_name["Effectiveness"].own_by_ref, ACHIEVED)}
    assert stands_out(form, case_of("effectiveness", content=whole)) == [
        "20 of 20 answers say Achieved (1 partnership)"
    ]
    assert stands_out(form, case_of("effectiveness", content={})) == []
