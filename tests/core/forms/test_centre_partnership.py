"""Partnership in a children's centre (C5)."""

from __future__ import annotations

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import NOTHING, lines_of, stands_out
from ecm_xl.core.forms.case import Line
from tests.forms import Content, case_of

ANSWER: dict[str, Value] = {"answer": "We meet each half term"}


def said(content: Content) -> list[str]:
    case = case_of("centre-partnership", content=content)
    return stands_out(case.model.forms[0], case)


def lines(table: str, content: Content) -> list[Line]:
    case = case_of("centre-partnership", content=content)
    return lines_of(case.model.by_name[table], case)


SOME: Content = {
    "CentrePartnership_Overall": {"OVERALL.1": {"rating": "good", "rated_by": "Head of centre"}},
    "CentrePartnership": {
        "WORKING.1": ANSWER,
        "WORKING.2": {"applies": "No"},
        "WORKING.3": {"evidence": "Minutes"},
        "WORKING.4": ANSWER,
        "WORKING.5": ANSWER,
        "WORKING.6": {"applies": "no"},
        "WORKING.7": ANSWER,
    },
}


def test_only_the_question_on_several_sites_may_leave_the_sum() -> None:
    assert lines("CentrePartnership_Summary", SOME) == [
        {"answered": "4 of 6", "lacks": "why this rating, 2 answers below", "rating": "Good"}
    ]
    assert [(line["row"], line["stands"]) for line in lines("CentrePartnership_Open", SOME)] == [
        ("WORKING.2", "Not answered"),
        ("WORKING.3", "Not answered"),
    ]


def test_a_question_that_nobody_says_applies_or_not_counts_and_is_open() -> None:
    six = {f"WORKING.{n}": ANSWER for n in (1, 2, 3, 4, 5, 7)}
    assert lines("CentrePartnership_Summary", {"CentrePartnership": six})[0]["answered"] == "6 of 7"
    assert lines("CentrePartnership_Open", {"CentrePartnership": six}) == [
        {
            "row": "WORKING.6",
            "asked": "On more than one site: how well does the work at your main site and elsewhere fit together?",
            "stands": "Does it apply?",
        }
    ]
    told: Content = {"CentrePartnership": {**six, "WORKING.6": {"applies": "✓"}}}
    assert [line["stands"] for line in lines("CentrePartnership_Open", told)] == ["Not answered"]
    answered: Content = {"CentrePartnership": {**six, "WORKING.6": ANSWER}}
    assert lines("CentrePartnership_Summary", answered)[0]["answered"] == "7 of 7"


def test_a_question_whose_row_is_gone_is_an_open_one_and_a_row_of_somebody_elses_counts_nowhere() -> None:
    case = case_of("centre-partnership", content={**SOME, "CentrePartnership_Overall": {"MINE.1": {"because": "Why?"}}})
    gone = case.answers.tables["CentrePartnership"]
    del gone.numbers["WORKING.1"]
    assert lines_of(case.model.by_name["CentrePartnership_Summary"], case) == [
        {"answered": "3 of 6", "lacks": "", "rating": "Not answered"}
    ]


def test_a_crossed_box_does_not_say_that_it_does_not_apply() -> None:
    content: Content = {"CentrePartnership": {"WORKING.6": {"applies": "☒"}}}
    assert lines("CentrePartnership_Summary", content)[0]["answered"] == "0 of 7"


def test_a_rating_is_a_persons_and_has_its_support() -> None:
    every = {f"WORKING.{n}": ANSWER for n in range(1, 8)}
    overall: dict[str, Value] = {"rating": "Outstanding", "because": "Families say so", "rated_by": "Head"}
    whole: Content = {"CentrePartnership": every, "CentrePartnership_Overall": {"OVERALL.1": overall}}
    unrated = {"answered": "7 of 7", "lacks": "", "rating": "Not answered"}
    assert lines("CentrePartnership_Summary", whole) == [{"answered": "7 of 7", "lacks": "", "rating": "Outstanding"}]
    assert lines("CentrePartnership_Summary", {"CentrePartnership": every}) == [unrated]
    assert lines("CentrePartnership_Open", whole) == [{"asked": NOTHING}]


def test_what_stands_out_has_the_rating_and_what_it_lacks() -> None:
    assert said(SOME) == [
        "4 of 6 questions on partnership answered",
        "Joining up services rated Good",
        "The rating lacks: why this rating, 2 answers below",
    ]
    assert said({"CentrePartnership": {"WORKING.1": ANSWER}}) == ["1 of 7 questions on partnership answered"]
    assert said({"CentrePartnership_Overall": {"OVERALL.1": {"because": "We think so"}}}) == [
        "0 of 7 questions on partnership answered"
    ]
