"""Outcomes in a children's centre (C4)."""

from __future__ import annotations

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.case import FormCase, Line
from tests.forms import Content, case_of

FULL: dict[str, Value] = {
    "activities": "Cooking on Tuesdays",
    "impact": "Nine families cook at home now",
    "rated_by": "Head of centre",
}
TAKE_UP: dict[str, Value] = {
    "indicator": "Breastfeeding at six weeks",
    "outcome": "be healthy",
    "scope": "National",
    "better": "Higher",
}
ABSENCE: dict[str, Value] = {
    "indicator": "Sessions missed",
    "outcome": "Enjoy and achieve",
    "scope": "Local",
    "better": "Lower",
}

SOME: Content = {
    "CentreOutcomes": {
        "HEALTH": {**FULL, "rating": "good"},
        "SAFE": {"activities": "Home visits", "rating": "Outstanding"},
        "ENJOY": {"activities": "Story time", "impact": "They ask for more"},
        "CONTRIBUTE": {**FULL, "rating": "Good"},
        "ECONOMIC": {"rating": "Goodish"},
    },
    "CentreOutcomes_Prompts": {
        "HEALTH.PROMPT.1": {"comment": "Many came with low birth weight"},
        "HEALTH.PROMPT.6": {"results": "K01"},
        "ENJOY.PROMPT.7": {"comment": "Two of five families now come"},
    },
    "CentreOutcomes_Indicators": {
        "K01": {**TAKE_UP, "national": 48.1, "ours": 51.3},
        "K02": {**ABSENCE, "national": 7, "ours": 9.5},
        "K03": {**ABSENCE, "national": 0.3, "ours": 0.1 + 0.2},
        "K04": {**ABSENCE, "ours": 0},
        "K05": {"indicator": "Smoking in pregnancy", "national": 12, "ours": 10},
        "K06": {**ABSENCE, "national": 7, "ours": 6},
        "K07": {**TAKE_UP, "national": 40, "ours": 39},
    },
}


def lines(table: str, case: FormCase) -> list[Line]:
    return lines_of(case.model.by_name[table], case)


def test_an_outcome_has_its_prompts_its_rating_and_what_the_rating_lacks() -> None:
    found = lines("CentreOutcomes_Summary", case_of("centre-outcomes", content=SOME))
    columns = ("code", "prompts", "rating", "lacks", "indicators")
    assert [tuple(line[name] for name in columns) for line in found] == [
        ("HEALTH", "2 of 6", "Good", "", "1 worse, 1 better"),
        ("SAFE", "0 of 6", "Outstanding", "impact, who rated it", "No indicators yet"),
        ("ENJOY", "1 of 7", "Not answered", "", "1 worse, 1 as national, 1 better, 1 not compared"),
        ("CONTRIBUTE", "0 of 6", "Good", "", "No indicators yet"),
        ("ECONOMIC", "0 of 6", "Not answered", "", "No indicators yet"),
    ]
    assert [line["outcome"] for line in found][3:] == ["Make a positive contribution", "Achieve economic well-being"]


def test_a_rating_is_never_worked_out() -> None:
    """All prompts answered and every indicator better than national: still nobody has rated it."""
    prompts = {f"HEALTH.PROMPT.{n}": {"comment": "Very well"} for n in range(1, 7)}
    indicators = {"K01": {**TAKE_UP, "national": 1, "ours": 2}}
    content: Content = {"CentreOutcomes_Prompts": prompts, "CentreOutcomes_Indicators": indicators}
    assert lines("CentreOutcomes_Summary", case_of("centre-outcomes", content=content))[0] == {
        "code": "HEALTH",
        "outcome": "Be healthy",
        "prompts": "6 of 6",
        "rating": "Not answered",
        "lacks": "",
        "indicators": "1 better",
    }


def test_indicators_are_compared_in_the_direction_that_is_better_worse_ones_first() -> None:
    found = lines("CentreOutcomes_Compared", case_of("centre-outcomes", content=SOME))
    assert [(line["row"], line["compared"], line["words"]) for line in found] == [
        ("K02", "Worse than national", "2.5 worse"),
        ("K07", "Worse than national", "1 worse"),
        ("K03", "As national", "The same figure"),
        ("K01", "Better than national", "3.2 better"),
        ("K06", "Better than national", "1 better"),
        ("K04", "Not compared", "Missing: the national result"),
        ("K05", "Not compared", "Missing: which way is better"),
    ]
    assert found[5:] == [
        {
            "row": "K04",
            "about": "Enjoy and achieve",
            "name": "Sessions missed",
            "words": "Missing: the national result",
            "compared": "Not compared",
            "own_result": 0,
        },
        {
            "row": "K05",
            "about": "Not answered",
            "name": "Smoking in pregnancy",
            "words": "Missing: which way is better",
            "compared": "Not compared",
            "national_result": 12,
            "own_result": 10,
        },
    ]


def test_where_there_are_more_indicators_than_lines_the_last_says_how_many() -> None:
    many = {f"K{n:02d}": {**TAKE_UP, "national": 1, "ours": 2} for n in range(1, 16)}
    found = lines("CentreOutcomes_Compared", case_of("centre-outcomes", content={"CentreOutcomes_Indicators": many}))
    assert len(found) == 10
    assert found[-1] == {"row": "and 6 more"}


def test_what_stands_out_has_ratings_their_support_and_the_indicators() -> None:
    case = case_of("centre-outcomes", content=SOME)
    assert stands_out(case.model.forms[0], case) == [
        "3 of 5 Outcomes rated (1 Outstanding, 2 Good)",
        "1 rating without all of its support",
        "Indicators against national results: 2 worse, 1 as national, 2 better, 2 not compared",
    ]


def test_what_stands_out_leaves_out_what_nobody_has_filled_in() -> None:
    bare: Content = {"CentreOutcomes": {"SAFE": {"rating": "Good"}, "ENJOY": {"rating": "Inadequate"}}}
    case = case_of("centre-outcomes", content=bare)
    assert stands_out(case.model.forms[0], case) == [
        "2 of 5 Outcomes rated (1 Good, 1 Inadequate)",
        "2 ratings without all of their support",
    ]
    measured: Content = {"CentreOutcomes_Indicators": {"K01": {**TAKE_UP, "national": 1, "ours": 2}}}
    case = case_of("centre-outcomes", content=measured)
    assert stands_out(case.model.forms[0], case) == ["Indicators against national results: 1 better"]
