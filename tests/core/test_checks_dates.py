"""Days that a text writes out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecm_xl.core.checks.dates import read_day

WAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%A, %d %B %Y", "%d/%m/%y", "%d %B, %Y")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(WAYS))
def test_a_day_is_read_however_it_is_written(day: date, way: str) -> None:
    assert read_day(day.strftime(way)) == day


@pytest.mark.parametrize(
    "text",
    [
        "3/4/2026",
        "03/04/26",
        " 3 Apr 2026 ",
        "3rd April 2026",
        "3rd of April 2026",
        "3\u00a0APRIL\u00a02026",
        "3-Apr-26",
    ],
)
def test_a_day_is_read_in_the_british_order(text: str) -> None:
    assert read_day(text) == date(2026, 4, 3)


def test_a_time_of_day_does_not_matter() -> None:
    assert read_day("2026-04-03T09:30:00") == read_day("2026-04-03 09:30") == date(2026, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "April 2026",
        "2026",
        "31/02/2026",
        "04/13/2026",
        "32 May 2026",
        "3/4",
        "last summer",
        "3/4/2026 or so",
        "0/1/2026",
    ],
)
def test_what_is_no_day_in_full_is_none(text: str) -> None:
    assert read_day(text) is None
