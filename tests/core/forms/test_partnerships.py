"""Partnerships and priorities (E1)."""

from __future__ import annotations

from datetime import date

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import lines_of, partnerships, stands_out
from tests.forms import case_of

QUESTIONS: dict[str, dict[str, Value]] = {
    "QUESTION.1": {"answer": "Waiting lists", "priority": "Earlier help", "rank": 2},
    "QUESTION.2": {"answer": "Reading"},
    "QUESTION.3": {"priority": "Mentors"},
    "QUESTION.5": {"priority": "Breakfast", "rank": 1},
    "QUESTION.7": {"priority": "Joint training", "rank": 2},
}
LISTED: dict[str, dict[str, Value]] = {
    "P01": {"partnership": "School nursing", "standing": "Essential", "risk": "High", "review": date(2026, 9, 1)},
    "P02": {"partnership": "Youth club", "standing": "Useful", "risk": "Low"},
    "P03": {"partnership": "Police"},
    "P04": {"standing": "Essential", "risk": "High", "risk_note": "The post ends", "review": date(2026, 5, 1)},
    "P05": {"partnership": "Food bank", "standing": "Essential", "risk": "high"},
    "P06": {"partnership": "Cricket club", "standing": "To end"},
    "P07": {"partnership": "Library", "risk": "High"},
}


def test_priorities_stand_by_rank_then_as_the_form_has_the_questions() -> None:
    case = case_of("partnerships", content={"Partnerships_Questions": QUESTIONS})
    assert partnerships.priorities(case) == [
        {"place": "1", "priority": "Breakfast", "question": "QUESTION.5: Gaps narrowed"},
        {"place": "2", "priority": "Earlier help", "question": "QUESTION.1: Urgency"},
        {"place": "2", "priority": "Joint training", "question": "QUESTION.7: Teaching and learning"},
        {"place": "Not ranked", "priority": "Mentors", "question": "QUESTION.3: Lasting impact"},
    ]


def test_standings_are_counted_by_risk_and_what_is_open_is_neither_low_nor_high() -> None:
    case = case_of("partnerships", content={"Partnerships": LISTED})
    assert partnerships.standing(case) == [
        {"standing": "Essential", "all": 3, "low": 0, "medium": 0, "high": 3, "open": 0},
        {"standing": "Useful", "all": 1, "low": 1, "medium": 0, "high": 0, "open": 0},
        {"standing": "To end", "all": 1, "low": 0, "medium": 0, "high": 0, "open": 1},
        {"standing": "Not marked yet", "all": 2, "low": 0, "medium": 0, "high": 1, "open": 1},
    ]


def test_nothing_is_counted_while_no_partnership_is_listed() -> None:
    case = case_of("partnerships", content={})
    assert partnerships.standing(case) == [
        {"standing": "Essential"},
        {"standing": "Useful"},
        {"standing": "To end"},
        {"standing": "Not marked yet"},
    ]


def test_essential_ones_at_high_risk_stand_by_their_review() -> None:
    case = case_of("partnerships", content={"Partnerships": LISTED})
    assert partnerships.at_risk(case) == [
        {"at": "P04", "name": "P04", "why": "The post ends", "due": "Due since 01/05/2026"},
        {"at": "P01", "name": "School nursing", "why": "Not answered", "due": "01/09/2026"},
        {"at": "P05", "name": "Food bank", "why": "Not answered", "due": "No date yet"},
    ]


def test_a_review_of_today_is_not_overdue() -> None:
    row: dict[str, Value] = {"standing": "Essential", "risk": "High", "review": date(2026, 7, 10)}
    case = case_of("partnerships", content={"Partnerships": {"P01": row}})
    assert [line["due"] for line in partnerships.at_risk(case)] == ["10/07/2026"]


def test_what_is_not_marked_says_what_is_open() -> None:
    case = case_of("partnerships", content={"Partnerships": LISTED})
    assert partnerships.unmarked(case) == [
        {"row": "P03", "named": "Police", "lacks": "Standing and risk"},
        {"row": "P06", "named": "Cricket club", "lacks": "Risk"},
        {"row": "P07", "named": "Library", "lacks": "Standing"},
    ]


def test_sixty_that_are_not_marked_are_shown_as_far_as_there_is_room() -> None:
    listed: dict[str, dict[str, Value]] = {f"P{n:02d}": {"partnership": f"Partner {n}"} for n in range(1, 61)}
    case = case_of("partnerships", content={"Partnerships": listed})
    lines = lines_of(case.model.by_name["Partnerships_Unmarked"], case)
    assert (len(lines), lines[-1]) == (6, {"row": "and 55 more"})


def test_what_stands_out() -> None:
    case = case_of("partnerships", content={"Partnerships": LISTED, "Partnerships_Questions": QUESTIONS})
    (form,) = case.model.forms
    assert stands_out(form, case) == [
        "4 of 10 questions led to a priority",
        "3 of 7 partnerships essential, 3 at high risk",
        "3 not marked yet",
    ]
    marked = {ref: LISTED[ref] for ref in ("P01", "P02")}
    assert stands_out(form, case_of("partnerships", content={"Partnerships": marked})) == [
        "1 of 2 partnerships essential, 1 at high risk"
    ]
    assert stands_out(form, case_of("partnerships", content={})) == []
