"""Monitoring (A5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.case import Line
from ecm_xl.core.forms.monitoring import DAYS, missing, overdue
from tests.forms import TODAY, Content, case_of

WHOLE: dict[str, Value] = {
    "happening": "✓",
    "how_known": "Minutes",
    "how_often": "Monthly",
    "last_checked": date(2026, 6, 20),
    "reported": "yes",
    "in_portfolio": True,
}
OTHERS = [f"S{n:02d}" for n in range(2, 13)]
LATER: Content = {"Leads": {ref: {"planned": 2027} for ref in OTHERS}}
"""All Standards but the first are not to begin yet."""


def monitored(**answers: Value) -> Content:
    """Standard 1 as it should be, but for these answers."""
    return {**LATER, "Monitoring": {"S01": {**WHOLE, **answers}}}


def standards(content: Content) -> list[Line]:
    """What is missing, Standard by Standard."""
    return [line for line in missing(case_of("monitoring", content=content)) if line["about"] != "Who"]


def people(rows: dict[str, dict[str, Value]], **more: dict[str, dict[str, Value]]) -> list[object]:
    """What is said of those who monitor."""
    content: Content = {**LATER, **more, "Monitoring_People": rows}
    lines = missing(case_of("monitoring", content=content))
    assert all(line["title"] == "Who monitors" for line in lines if line["about"] == "Who")
    return [line["missing"] for line in lines if line["about"] == "Who"]


def leads(number: int) -> dict[str, dict[str, Value]]:
    """A senior manager and so many leads; the first leads on Standard 1."""
    rows: dict[str, dict[str, Value]] = {f"M{n:02d}": {"who": "L", "part": "Lead"} for n in range(2, number + 2)}
    rows["M02"]["standards"] = "S01"
    return {"M01": {"who": "P. Okafor", "part": "senior manager"}, **rows}


def test_nothing_is_missing_where_all_is_as_it_should_be() -> None:
    assert standards(monitored()) == []


def test_what_is_answered_no_and_what_is_not_answered_are_told_apart() -> None:
    content = monitored(happening="no", reported="☐", last_checked="last week", in_portfolio="☒")
    assert standards(content) == [
        {
            "about": "S01",
            "title": "01 Ethos",
            "parts": 4,
            "missing": "No: Happening as planned, Reported. Open: Last checked, In the portfolio",
        }
    ]
    assert standards(monitored(how_known=" "))[0]["missing"] == "Open: How we know"
    assert standards(monitored(in_portfolio="-"))[0]["missing"] == "No: In the portfolio"


def test_a_standard_that_is_not_to_begin_yet_is_left_out_until_somebody_begins() -> None:
    reached: Content = {
        "Leads": {**LATER["Leads"], "S12": {"planned": 2026}},
        "Monitoring": {"S02": {"next_step": "Ask"}},
    }
    assert [(x["about"], x["parts"], x["missing"]) for x in standards(reached)] == [
        ("S01", 6, "Nothing answered yet"),
        (
            "S02",
            6,
            "Open: Happening as planned, How we know, How often checked, Last checked, Reported, In the portfolio",
        ),
        ("S12", 6, "Nothing answered yet"),
    ]


def test_how_often_is_what_the_list_offers() -> None:
    table = case_of("monitoring", content={}).model.by_name["Monitoring"]
    assert table.by_id["how_often"].choices == tuple(DAYS)
    assert list(DAYS.values()) == sorted(DAYS.values())


@pytest.mark.parametrize(("how_often", "days"), DAYS.items())
def test_a_check_is_overdue_from_the_day_after_it_was_due(how_often: str, days: int) -> None:
    last = TODAY - timedelta(days)
    due = case_of("monitoring", content=monitored(how_often=how_often, last_checked=last))
    late = case_of("monitoring", content=monitored(how_often=how_often, last_checked=last - timedelta(1)))
    assert overdue(due) == []
    assert overdue(late) == [
        {
            "about": "S01",
            "title": "01 Ethos",
            "late": 1,
            "how_often": how_often,
            "last": last - timedelta(1),
            "due": TODAY - timedelta(1),
        }
    ]


def test_the_latest_check_stands_first_and_equals_as_the_standards_do() -> None:
    rows: dict[str, dict[str, Value]] = {
        "S02": {"how_often": "weekly", "last_checked": date(2026, 6, 30)},
        "S04": {"how_often": "Monthly", "last_checked": date(2026, 3, 2)},
        "S05": {"how_often": "Weekly", "last_checked": date(2026, 6, 30)},
        "S06": {"how_often": "Weekly"},
        "S07": {"last_checked": date(2020, 1, 1)},
        "S08": {"how_often": "Each moon", "last_checked": date(2020, 1, 1)},
    }
    case = case_of("monitoring", content={"Monitoring": rows})
    lines = lines_of(case.model.by_name["Monitoring_Overdue"], case)
    assert [(line["about"], line["late"]) for line in lines] == [("S04", 99), ("S02", 3), ("S05", 3)]


def test_a_senior_manager_and_six_or_twelve_leads_are_as_they_should_be() -> None:
    assert people(leads(6)) == people(leads(12)) == []


def test_what_is_said_of_the_people() -> None:
    assert people({}) == ["Nobody is named yet"]
    assert people(leads(7)) == ["7 leads named: six or twelve are usual"]
    assert people(leads(6) | {"M01": {"who": "P", "part": "Boss"}}) == ["No senior manager named"]
    two: dict[str, dict[str, Value]] = {"M13": {"who": "D", "part": "Senior manager"}}
    assert people(leads(6) | two) == ["2 senior managers named (M01, M13): one is to answer for the whole"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("S01, S03", []),
        ("1 and 3", []),
        (1, []),
        ("s1; the others in spring", []),
        ("S01, S03, S99", []),
        ("S01, S02, S03", ["More than two Standards each: M02"]),
        ("1, 2 & 3", ["More than two Standards each: M02"]),
        ("all for year 1", ["Nobody leads on S01"]),
        ("S03, S99", ["Nobody leads on S01"]),
    ],
)
def test_which_standards_a_row_names(typed: Value, said: list[str]) -> None:
    rows = leads(6)
    assert people(rows | {"M02": {**rows["M02"], "standards": typed}}) == said


def test_a_standard_is_led_where_the_sheet_leads_has_a_name_too() -> None:
    rows = {ref: {key: value for key, value in row.items() if key != "standards"} for ref, row in leads(6).items()}
    named: dict[str, dict[str, Value]] = {"S01": {"lead": "D. Evans"}, **{ref: {"planned": 2027} for ref in OTHERS}}
    assert people(rows) == ["Nobody leads on S01"]
    assert people(rows, Leads=named) == []


def test_what_stands_out() -> None:
    content: Content = {
        **monitored(last_checked=date(2026, 1, 1)),
        "Monitoring_People": {"M02": {"who": "D. Evans", "part": "Lead"}},
    }
    case = case_of("monitoring", content=content)
    (form,) = case.model.forms
    assert stands_out(form, case) == [
        "1 of 1 Standard happening as planned",
        "1 check overdue: S01",
        "No senior manager named",
    ]
    only: Content = {"Monitoring": {"S03": {"happening": "no"}}, "Monitoring_People": leads(6)}
    assert stands_out(form, case_of("monitoring", content=only)) == ["0 of 12 Standards happening as planned"]
    assert stands_out(form, case_of("monitoring", content=LATER)) == []
