"""The profile of working with partners (C6)."""

from __future__ import annotations

from collections.abc import Mapping

from ecm_xl.core.forms import profile, stands_out
from ecm_xl.core.forms.case import FormCase
from tests.forms import Content, case_of

PEOPLE: Content = {
    "Partnerships": {"P01": {"partnership": "School nursing"}, "P02": {"partnership": "Youth club"}},
    "Profile_Respondents": {"R1": {"respondent": "SENCO"}, "R2": {"respondent": "Governor"}},
}
WAYS = {"d": "Deteriorating", "s": "Static", "i": "Improving", "": ""}
POSITIONS = {"vw": "Very weak", "w": "Weak", "s": "Strong", "vs": "Very strong", "": ""}


def profiled(answers: Mapping[str, str], people: Content = PEOPLE) -> FormCase:
    """`{"R1.AIMS.1": "vw d"}`: very weak and deteriorating; a full stop for nothing."""
    rows = {}
    for ref, short in answers.items():
        position, way = short.replace(".", "").split(" ")
        rows[ref] = {"position": POSITIONS[position], "direction": WAYS[way]}
    return case_of("profile", "partnerships", content={**people, "Profile": rows})


def pressing(answers: Mapping[str, str]) -> list[str]:
    return [str(line["rows"]) for line in profile.priorities(profiled(answers))]


def test_the_classes_stand_in_their_order() -> None:
    assert pressing(
        {
            "R1.AIMS.1": "vs d",
            "R1.AIMS.2": "w i",
            "R1.AIMS.3": "vw s",
            "R1.AIMS.4": "w d",
            "R1.AIMS.5": "s s",
            "R2.AIMS.5": "vs i",
        }
    ) == ["R1.AIMS.4", "R1.AIMS.3", "R1.AIMS.2", "R1.AIMS.1"]


def test_ties_go_by_the_worst_position_then_by_how_many_say_so_then_by_the_form() -> None:
    assert pressing(
        {
            "P02.R1.CULTURE.1": "w d",
            "P01.R1.CULTURE.1": "w d",
            "P01.R1.CULTURE.2": "w d",
            "R1.AIMS.3": "w d",
            "R1.AIMS.4": "w d",
            "R2.AIMS.4": "w d",
            "R1.AIMS.5": "vw d",
        }
    ) == [
        "R1.AIMS.5",
        "R1.AIMS.4, R2.AIMS.4",
        "R1.AIMS.3",
        "P01.R1.CULTURE.1",
        "P02.R1.CULTURE.1",
        "P01.R1.CULTURE.2",
    ]


def test_a_priority_has_its_most_pressing_class_and_says_how_many_see_it_so() -> None:
    case = profiled({"P01.R1.CULTURE.2": "vw d", "P01.R2.CULTURE.2": "vw s", "R1.AIMS.2": "w d", "R2.AIMS.2": "w ."})
    assert profile.priorities(case) == [
        {
            "order": 1,
            "what": "Our people know the partners' terms and ways of working.",
            "with": "School nursing",
            "said_by": "1 of 2",
            "part": "Collaborative culture",
            "worst": "Very weak",
            "way": "Deteriorating",
            "rows": "P01.R1.CULTURE.2",
        },
        {
            "order": 2,
            "what": "Everyone who works here stands behind these aims.",
            "with": "The setting itself",
            "said_by": "1 of 1",
            "part": "Aims",
            "worst": "Weak",
            "way": "Deteriorating",
            "rows": "R1.AIMS.2",
        },
    ]


def test_a_position_without_a_direction_sets_no_priority_nor_does_a_direction_alone() -> None:
    assert pressing({"R1.AIMS.1": "vw .", "R1.AIMS.2": ". d"}) == []


def test_partnerships_are_kept_apart_where_their_list_is_not_in_the_workbook() -> None:
    rows = {ref: {"position": "Weak", "direction": "Static"} for ref in ("P07.R1.PLACE.1", "P08.R1.PLACE.1")}
    alone = case_of("profile", content={"Profile": rows})
    assert [line["with"] for line in profile.priorities(alone)] == ["P07", "P08"]
    general = case_of("profile", content={"Profile": {"R1.PLACE.1": {"position": "Weak", "direction": "Static"}}})
    assert [line["with"] for line in profile.priorities(general)] == ["Partners in general"]


def test_items_count_the_weak_to_the_left_and_what_nobody_answered_has_no_numbers() -> None:
    lines = profile.items(profiled({"R1.AIMS.1": "vw d", "R2.AIMS.1": "w .", "P01.R1.PLACE.3": "s i"}))
    assert [line["item"] for line in lines] == [
        *(f"AIMS.{n}" for n in range(1, 6)),
        *(f"CULTURE.{n}" for n in range(1, 5)),
        *(f"PLACE.{n}" for n in range(1, 4)),
    ]
    assert lines[0] == {
        "item": "AIMS.1",
        "says": "What we aim for is written in words that anyone can follow.",
        "answers": "2 of 2",
        "very_weak": -1,
        "weak": -1,
        "strong": 0,
        "very_strong": 0,
    }
    assert lines[1] == {
        "item": "AIMS.2",
        "says": "Everyone who works here stands behind these aims.",
        "answers": "Not answered",
    }
    assert (lines[-1]["answers"], lines[-1]["strong"]) == ("1 of 4", 1)


def test_side_by_side_shows_respondents_then_partnerships_with_most_weak_first() -> None:
    case = profiled(
        {
            "R1.AIMS.1": "s s",
            "R1.AIMS.2": "w d",
            "P01.R1.CULTURE.1": "s .",
            "P02.R1.CULTURE.1": "vw d",
            "P02.R1.CULTURE.2": "vs i",
        }
    )
    assert profile.side_by_side(case) == [
        {"whose": "R1", "name": "SENCO", "answered": "5 of 19", "weak": 0.4, "deteriorating": 0.5},
        {"whose": "R2", "name": "Governor", "answered": "Not answered"},
        {"whose": "P02", "name": "Youth club", "answered": "2 of 14", "weak": 0.5, "deteriorating": 0.5},
        {"whose": "P01", "name": "School nursing", "answered": "1 of 14", "weak": 0.0},
    ]


def test_a_partnership_without_answers_stands_last_and_one_that_is_not_listed_is_shown() -> None:
    case = profiled({"P02.R1.CULTURE.1": "s i", "P09.R1.CULTURE.1": "s d"})
    lines = profile.side_by_side(case)
    assert [(line["whose"], line["name"]) for line in lines[2:]] == [
        ("P09", "P09"),
        ("P02", "Youth club"),
        ("P01", "School nursing"),
    ]


def test_where_respondents_differ_most() -> None:
    case = profiled(
        {
            "R1.AIMS.1": "w i",
            "R2.AIMS.1": "s i",
            "P01.R1.PLACE.2": "vw .",
            "P01.R2.PLACE.2": "vs s",
            "P02.R1.PLACE.2": "s s",
            "P02.R2.PLACE.2": "s d",
            "P01.R1.CULTURE.1": "vw s",
        }
    )
    assert profile.differences(case) == [
        {
            "asked": "P01.PLACE.2",
            "matter": "Those who work with us get what it takes to do their job well.",
            "about": "School nursing",
            "lowest": "Very weak",
            "highest": "Very strong",
            "steps": 3,
            "voices": 2,
        },
        {
            "asked": "AIMS.1",
            "matter": "What we aim for is written in words that anyone can follow.",
            "about": "The setting itself",
            "lowest": "Weak",
            "highest": "Strong",
            "steps": 1,
            "voices": 2,
        },
    ]


def test_what_stands_out() -> None:
    case = profiled({"R1.AIMS.1": "w d", "P01.R1.PLACE.2": "vw d", "P01.R1.PLACE.1": ". d"})
    form = next(form for form in case.model.forms if form.id == "profile")
    assert stands_out(form, case) == [
        "2 of 38 rows answered",
        "2 items weak and deteriorating",
        "To work on first: Those who work with us get what it takes to do their job well.",
    ]
    assert stands_out(form, profiled({"R1.AIMS.1": "s i"})) == [
        "1 of 38 rows answered",
        "0 items weak and deteriorating",
    ]
    assert stands_out(form, profiled({})) == []


def test_sixty_partnerships_and_three_respondents_are_one_long_table() -> None:
    partnerships = {f"P{n:02d}": {"partnership": f"Partner {n}"} for n in range(1, 61)}
    people: Content = {
        "Partnerships": partnerships,
        "Profile_Respondents": {f"R{n}": {"respondent": f"Role {n}"} for n in (1, 2, 3)},
    }
    case = profiled({f"P{n:02d}.R{r}.CULTURE.1": "w d" for n in range(1, 61) for r in (1, 2, 3)}, people)
    assert len(case.entries("Profile")) == 3 * 5 + 60 * 3 * 7
    found = profile.priorities(case)
    assert len(found) == 60
    assert (found[9]["with"], found[9]["said_by"]) == ("Partner 10", "3 of 3")
