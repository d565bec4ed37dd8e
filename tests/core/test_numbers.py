"""Numbers as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from ecm_xl.core.answers import Unread, Value
from ecm_xl.core.numbers import is_within, read_number
from ecm_xl.core.tables import Field
from tests.forms import case_of, model_with


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (12, 12),
        (1.5, 1.5),
        ("12", 12),
        (" 1,250 ", 1250),
        ("£1,250.50", 1250.5),
        ("£ 300", 300),
        ("-£3", -3),
        ("-3.5", -3.5),
        ("１２", 12),
        ("007", 7),
    ],
)
def test_what_is_read(typed: Value, number: float) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "about 12",
            "12 pupils",
            "45%",
            "1,5",
            "1,25",
            "12,5000",
            "1.2.3",
            "12-15",
            "3/4",
            "1e5",
            "--3",
            "£",
        ),
        *(True, None, date(2026, 3, 1), Unread("12"), "9" * 16),
    ],
)
def test_what_is_no_number(typed: Value | None) -> None:
    assert read_number(typed) is None


def test_a_field_has_its_least_and_its_most_both_included() -> None:
    field = Field("n", "N", "number", 9, "", least=0, most=2)

    assert [is_within(field, n) for n in (-0.1, 0, 2, 2.1)] == [False, True, True, False]
    assert is_within(Field("n", "N", "number", 9, ""), -1e9)


def test_a_form_counts_with_what_is_read_and_within_its_range() -> None:
    typed: list[Value] = [12, "12", "£1", "many", 501, "501", True]
    content = {"Groups": {f"G{n:02d}": {"pupils": value} for n, value in enumerate(typed, 1)}}
    case = case_of(content=content, model=model_with("groups"))

    assert [entry.values.get("pupils") for entry in case.entries("Groups")[: len(typed)]] == [12, 12, 1, *[None] * 4]
