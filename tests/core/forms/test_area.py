"""Area partnership (D4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import NOTHING, lines_of, stands_out
from ecm_xl.core.forms.case import Line
from tests.forms import TODAY, Content, case_of

WHOLE: dict[str, Value] = {"group": "Transition", "plan": "Folder 3", "lead": "Head", "evidence": "Survey in June"}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def lines(table: str, content: Content) -> list[Line]:
    case = case_of("area", content=content)
    return lines_of(case.model.by_name[table], case)


def said(content: Content) -> list[str]:
    case = case_of("area", content=content)
    return stands_out(case.model.forms[0], case)


SOME: Content = {
    "Agencies": {"A01": {"agency": "Police"}, "A02": {"agency": "Youth service"}, "A04": {"agency": "Housing"}},
    "Area_Groups": {
        "O1": {**WHOLE, "last_met": ago(20), "a_year": 7, "agencies": "A1, a04"},
        "O2": {
            "group": "Parents",
            "lead": "Parent governor",
            "last_met": ago(90),
            "a_year": 4,
            "agencies": "A17, XA02",
        },
        "O3": {"plan": "Written in May", "last_met": "spring"},
    },
    "Area_Board": {
        "B01": {"met_on": ago(70)},
        "B02": {"met_on": ago(40), "decided": "A shared calendar"},
        "B03": {"met_on": ago(-9)},
    },
}


def test_the_board_and_its_groups_stand_by_their_latest_meeting_and_what_they_lack() -> None:
    assert lines("Area_State", SOME) == [
        {"row": "Board", "name": "", "missing": "", "met": ago(40), "days": 40, "stands": "Overdue"},
        {"row": "O1", "name": "Transition", "missing": "", "met": ago(20), "days": 20, "stands": "In time"},
        {
            "row": "O2",
            "name": "Parents",
            "missing": "a plan, evidence, fewer than 6 meetings a year",
            "met": ago(90),
            "days": 90,
            "stands": "Overdue",
        },
        {"row": "O3", "name": "Not answered", "missing": "a lead, evidence", "stands": "Not answered"},
    ]


def test_without_groups_and_meetings_nobody_stands_anywhere() -> None:
    assert lines("Area_State", {"Agencies": SOME["Agencies"]}) == [{"name": NOTHING}]


@pytest.mark.parametrize(("days", "stands"), [(0, "In time"), (38, "In time"), (39, "Overdue"), (-1, "Not answered")])
def test_a_board_has_a_month_and_a_week(days: int, stands: str) -> None:
    assert lines("Area_State", {"Area_Board": {"B01": {"met_on": ago(days)}}})[0]["stands"] == stands


@pytest.mark.parametrize(("days", "stands"), [(0, "In time"), (61, "In time"), (62, "Overdue"), (-1, "Not answered")])
def test_a_group_has_two_months(days: int, stands: str) -> None:
    content: Content = {"Area_Groups": {"O1": {**WHOLE, "last_met": ago(days)}}}
    assert lines("Area_State", content)[1]["stands"] == stands


def test_six_meetings_a_year_are_enough_and_a_blank_is_not_few() -> None:
    for number, missing in ((6, ""), (5, "fewer than 6 meetings a year"), (0, "fewer than 6 meetings a year")):
        content: Content = {"Area_Groups": {"O1": {**WHOLE, "a_year": number}}}
        assert lines("Area_State", content)[1]["missing"] == missing
    assert lines("Area_State", {"Area_Groups": {"O1": WHOLE}})[1]["missing"] == ""


def test_agencies_are_in_a_group_or_in_none() -> None:
    """`A1` and `a04` are A01 and A04; a Ref that no agency has counts nowhere."""
    assert lines("Area_Reach", SOME) == [
        {"number": 2, "what": "In one group or more", "refs": "A01, A04"},
        {"number": 1, "what": "In no group", "refs": "A02"},
    ]
    assert lines("Area_Reach", {"Area_Groups": SOME["Area_Groups"]}) == [{"what": NOTHING}]
    assert lines("Area_Reach", {"Agencies": SOME["Agencies"]}) == [{"what": NOTHING}]


def test_what_stands_out_has_the_board_and_the_groups() -> None:
    assert said(SOME) == [
        "Board: Overdue",
        "3 operational groups: 1 overdue, 2 without a plan, a lead or evidence",
    ]
    assert said({"Area_Board": {"B01": {"met_on": ago(3)}}}) == ["Board: In time"]
    assert said({"Area_Groups": {"O1": {**WHOLE, "last_met": ago(100)}}}) == [
        "Board: Not answered",
        "1 operational group: 1 overdue, 0 without a plan, a lead or evidence",
    ]
