"""The map of practice (D2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import lines_of, practice_map, stands_out
from ecm_xl.core.forms.case import FormCase
from tests.forms import case_of


def mapped(*placements: tuple[Value | None, Value | None, Value | None]) -> FormCase:
    """Day, across, up; None for a blank."""
    names = ("date", "rethinking", "external")
    rows = {
        f"D{n:02d}": {name: value for name, value in zip(names, one, strict=True) if value is not None}
        for n, one in enumerate(placements, 1)
    }
    return case_of("practice-map", content={"PracticeMap": rows})


def test_the_path_stands_by_days_with_the_quadrant_and_the_movement_in_words() -> None:
    case = mapped((date(2026, 6, 1), 60, 42), (date(2024, 9, 10), 20, 10), (date(2025, 9, 12), 23, 80))
    assert practice_map.path(case) == [
        {
            "at": "D02",
            "stands": "Additional practice, internal",
            "moved": "First placement",
            "day": date(2024, 9, 10),
            "x": 20,
            "y": 10,
        },
        {
            "at": "D03",
            "stands": "Additional practice, external",
            "moved": "Towards external",
            "day": date(2025, 9, 12),
            "x": 23,
            "y": 80,
        },
        {
            "at": "D01",
            "stands": "Rethinking practice, internal (in balance)",
            "moved": "Towards rethinking practice and internal",
            "day": date(2026, 6, 1),
            "x": 60,
            "y": 42,
        },
    ]


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (0, 0, "Additional practice, internal"),
        (100, 100, "Rethinking practice, external"),
        (51, 60, "Rethinking practice, external (in balance)"),
        (51, 61, "Rethinking practice, external"),
        (49, 40, "Additional practice, internal (in balance)"),
        (49, 39, "Additional practice, internal"),
        (50, 50, "Between additional and rethinking practice, internal and external alike"),
    ],
)
def test_where_a_placement_stands(x: float, y: float, words: str) -> None:
    assert [line["stands"] for line in practice_map.path(mapped((date(2026, 1, 1), x, y)))] == [words]


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (54, 46, "Hardly moved"),
        (55, 50, "Towards rethinking practice"),
        (45, 50, "Towards additional practice"),
        (50, 45, "Towards internal"),
        (45, 55, "Towards additional practice and external"),
    ],
)
def test_a_step_of_less_than_five_is_no_movement(x: float, y: float, words: str) -> None:
    lines = practice_map.path(mapped((date(2025, 1, 1), 50, 50), (date(2026, 1, 1), x, y)))
    assert lines[1]["moved"] == words


def test_only_what_is_dated_complete_in_range_and_not_to_come_is_on_the_path() -> None:
    case = mapped(
        (date(2026, 1, 1), 10, None),
        (date(2026, 1, 1), None, 10),
        (None, 10, 10),
        ("spring", 10, 10),
        (date(2026, 1, 1), 101, 10),
        (date(2026, 1, 1), "ten", 10),
        (date(2026, 7, 11), 10, 10),
        (date(2026, 7, 10), 0, 0),
    )
    assert [line["at"] for line in practice_map.path(case)] == ["D08"]


def test_placements_of_one_day_stand_as_on_the_sheet() -> None:
    day = date(2026, 1, 1)
    case = mapped((day, 90, 90), (day, 10, 10), (date(2025, 1, 1), 50, 50))
    assert [line["at"] for line in practice_map.path(case)] == ["D03", "D01", "D02"]


def test_of_a_long_path_the_latest_part_is_shown() -> None:
    case = mapped(*((date(2020, 1, 1) + timedelta(days=30 * n), 10 + n, 50) for n in range(15)))
    lines = lines_of(case.model.by_name["PracticeMap_Path"], case)
    assert [line["at"] for line in lines] == [f"D{n:02d}" for n in range(8, 16)]
    assert lines[0]["moved"] == "Hardly moved"


def test_what_stands_out() -> None:
    case = mapped((date(2025, 1, 1), 20, 30), (date(2026, 1, 1), 60, 30))
    (form,) = case.model.forms
    assert stands_out(form, case) == [
        "2 placements; the latest: Rethinking practice, internal",
        "Since the one before: Towards rethinking practice",
    ]
    assert stands_out(form, mapped((date(2025, 1, 1), 20, 30))) == [
        "1 placement; the latest: Additional practice, internal"
    ]
    assert stands_out(form, mapped((date(2025, 1, 1), 20, None))) == ["No placement is complete yet"]
    assert stands_out(form, mapped()) == []


def test_it_is_called_a_conversation_on_the_sheet_and_on_the_chart() -> None:
    (form,) = mapped().model.forms
    (chart,) = form.tables[0].charts
    assert form.purpose.startswith("A conversation, not a measurement")
    assert chart.title.startswith("A conversation, not a measurement")
