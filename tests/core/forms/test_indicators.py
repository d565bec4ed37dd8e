"""Indicators over time (C1, D4)."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.case import Line
from ecm_xl.frameworks.loader import load_model
from tests.forms import Content, case_of

Rows = dict[str, dict[str, Value]]


def rows(*told: tuple[str, date | str, Value, str]) -> Rows:
    """Rows of the register: indicator, date, value, which way is better."""
    return {
        f"N{n:02d}": {"indicator": name, "date": day, "value": number, "better": better, "outcome": "Stay safe"}
        for n, (name, day, number, better) in enumerate(told, 1)
    }


def lines(table: str, content: Content) -> list[Line]:
    case = case_of("indicators", content=content)
    return lines_of(case.model.by_name[table], case)


def said(content: Content) -> list[str]:
    case = case_of("indicators", content=content)
    return stands_out(case.model.forms[0], case)


A, B, C = date(2024, 3, 1), date(2025, 3, 3), date(2026, 3, 2)
ATTENDANCE = rows(
    ("Attendance", C, 94.5, "Higher"), ("attendance", A, 91.3, "Higher"), (" ATTENDANCE ", B, 90, "Higher")
)


def change(*told: tuple[str, date | str, Value, str]) -> list[object]:
    return [line["change"] for line in lines("Indicators_Change", {"Indicators": rows(*told)})]


def test_an_indicator_has_its_first_and_latest_value_whatever_the_order_of_its_rows() -> None:
    assert lines("Indicators_Change", {"Indicators": ATTENDANCE}) == [
        {
            "name": "Attendance",
            "about": "Stay safe",
            "change": "Better by 3.2 since 03/2024",
            "row": "N01",
            "first": "91.3 (03/2024)",
            "latest_on": C,
            "latest": 94.5,
            "line": 1,
        }
    ]


def test_a_change_is_better_or_worse_by_what_was_said_to_be_better() -> None:
    assert change(("NEET", A, 5.1, "Lower"), ("NEET", C, 4, "Lower")) == ["Better by 1.1 since 03/2024"]
    assert change(("NEET", A, 4, "Lower"), ("NEET", C, 5.1, "Lower")) == ["Worse by 1.1 since 03/2024"]
    assert change(("Hours", A, 4, "Higher"), ("Hours", C, 3, "Higher")) == ["Worse by 1 since 03/2024"]
    assert change(("Hours", A, 0.3, "Higher"), ("Hours", C, 0.1 + 0.2, "Higher")) == ["The same as in 03/2024"]


@pytest.mark.parametrize("better", [("", ""), ("Higher", "Lower")])
def test_without_a_clear_direction_it_is_neither_better_nor_worse(better: tuple[str, str]) -> None:
    said_so = "by 2 since 03/2024; not clear which way is better"
    assert change(("Calls", A, 4, better[0]), ("Calls", C, 6, better[1])) == [f"Up {said_so}"]
    assert change(("Calls", A, 6, better[0]), ("Calls", C, 4, better[1])) == [f"Down {said_so}"]


def test_one_value_is_no_change_and_a_value_without_a_date_or_still_to_come_is_none() -> None:
    assert change(("Calls", A, 4, "Lower")) == ["One value so far"]
    assert change(("Calls", A, 4, "Lower"), ("Calls", "spring", 6, "Lower")) == ["One value so far"]
    assert change(("Calls", A, 4, "Lower"), ("Calls", date(2027, 1, 1), 6, "Lower")) == ["One value so far"]
    once = lines("Indicators_Change", {"Indicators": rows(("Calls", A, 4, "Lower"))})
    assert [line.get("line") for line in once] == [None]
    assert change(("Calls", "spring", 4, "Lower")) == ["No value with a date yet"]
    assert change(("Calls", A, "few", "Lower")) == ["No value with a date yet"]


def test_two_values_for_one_end_are_not_chosen_between() -> None:
    twice = [("Calls", A, 4, "Lower"), ("Calls", C, 6, "Lower"), ("Calls", C, 5, "Lower")]
    assert change(*twice) == ["Two values for 02/03/2026: which one counts?"]
    assert lines("Indicators_Change", {"Indicators": rows(*twice)}) == [
        {
            "name": "Calls",
            "about": "Stay safe",
            "change": "Two values for 02/03/2026: which one counts?",
            "row": "N02",
        }
    ]
    assert said({"Indicators": rows(("Calls", B, 9, "Lower"), *twice)})[0] == "1 indicator: 1 not clear"
    assert change(twice[0], twice[1], twice[1]) == ["Worse by 2 since 03/2024"]
    between = [("Calls", A, 4, "Lower"), ("Calls", B, 6, "Lower"), ("Calls", B, 5, "Lower"), ("Calls", C, 3, "Lower")]
    assert change(*between) == ["Better by 1 since 03/2024"]
    drawn = lines("Indicators_Lines", {"Indicators": rows(*between)})
    assert drawn == [{"day": A, "series_1": 4}, {"day": C, "series_1": 3}]


def test_lines_are_the_five_with_the_most_dates_and_gaps_stay_gaps() -> None:
    pairs = [(name, day, n, "Higher") for n, name in enumerate("UVWX") for day in (A, B)]
    content: Content = {
        "Indicators": rows(("Once", A, 1, "Higher"), *pairs, *[("Y", d, 9, "Lower") for d in (A, B, C)])
    }
    table = lines("Indicators_Change", content)
    assert [(line["name"], line.get("line")) for line in table] == [
        ("Y", 1), ("U", 2), ("V", 3), ("W", 4), ("X", 5), ("Once", None),
    ]  # fmt: skip
    assert lines("Indicators_Lines", content) == [
        {"day": A, "series_1": 9, "series_2": 0, "series_3": 1, "series_4": 2, "series_5": 3},
        {"day": B, "series_1": 9, "series_2": 0, "series_3": 1, "series_4": 2, "series_5": 3},
        {"day": C, "series_1": 9},
    ]
    sixth: Content = {"Indicators": rows(*pairs, *[(name, day, 1, "Lower") for name in "YZ" for day in (A, B)])}
    assert [(line["name"], line.get("line")) for line in lines("Indicators_Change", sixth)][4:] == [
        ("Y", 5),
        ("Z", None),
    ]


def test_of_many_dates_the_last_eight_are_drawn() -> None:
    days = [date(2025, month, 1) for month in range(1, 12)]
    found = lines("Indicators_Lines", {"Indicators": rows(*[("Calls", day, 1, "Lower") for day in days])})
    assert [line["day"] for line in found] == days[-8:]


def test_each_outcome_has_its_aims_watched_and_its_indicators() -> None:
    aims: Rows = {
        "SAFE.AIM.1": {"watch": "✓"},
        "SAFE.AIM.2": {"watch": "no"},
        "SAFE.AIM.3": {"watch": "☒"},
        "ENJOY.AIM.4": {"watch": "yes"},
    }
    found = lines("Indicators_Outcomes", {"Indicators": ATTENDANCE, "Indicators_Aims": aims})
    assert [(line["code"], line["aims"], line["moves"]) for line in found] == [
        ("HEALTH", "0 of 5 watched, 5 not answered", "None yet"),
        ("SAFE", "1 of 5 watched, 3 not answered", "1 better"),
        ("ENJOY", "1 of 4 watched, 3 not answered", "None yet"),
        ("CONTRIBUTE", "0 of 5 watched, 5 not answered", "None yet"),
        ("ECONOMIC", "0 of 5 watched, 5 not answered", "None yet"),
    ]


def test_an_indicator_under_two_outcomes_is_under_neither() -> None:
    two = {**ATTENDANCE, "N02": {**ATTENDANCE["N02"], "outcome": "Be healthy"}}
    assert [line["about"] for line in lines("Indicators_Change", {"Indicators": two})] == ["Not answered"]
    assert {line["moves"] for line in lines("Indicators_Outcomes", {"Indicators": two})} == {"None yet"}


def test_what_stands_out_calls_it_an_association() -> None:
    told = rows(("NEET", A, 5, "Lower"), ("NEET", C, 4, "Lower"), ("Calls", A, 4, ""), ("Calls", C, 6, ""))
    aims: Rows = {"SAFE.AIM.1": {"watch": "y"}}
    assert said({"Indicators": {**told, "N09": {"indicator": "Once"}}, "Indicators_Aims": aims}) == [
        "Aims: 1 of 24 watched, 23 not answered",
        "3 indicators: 1 better, 1 not clear, 1 with too few values",
        "Changes are associations, no proof of a cause",
    ]
    assert said({"Indicators_Aims": {"SAFE.AIM.1": {"watch": False}}}) == ["Aims: 0 of 24 watched, 23 not answered"]
    assert said({"Indicators": {"N01": {"value": 4}}}) == []


def test_the_sheet_says_in_so_many_words_that_a_change_proves_nothing() -> None:
    form = load_model(forms=["indicators"]).forms[0]
    table = form.tables[0]
    assert "never proof of what caused it" in form.purpose
    assert table.title == "How each has moved: an association, never proof of what caused it"
    assert "no proof" in table.by_id["change"].note
    assert form.tables[1].charts[0].title == "Indicators over time: what goes together, no proof of why"


def test_there_are_five_aims_an_outcome_and_four_for_enjoy_and_achieve() -> None:
    model = load_model(forms=["indicators"])
    found = Counter(row.ref.partition(".")[0] for row in model.by_name["Indicators_Aims"].own_rows)
    assert found == {"HEALTH": 5, "SAFE": 5, "ENJOY": 4, "CONTRIBUTE": 5, "ECONOMIC": 5}
