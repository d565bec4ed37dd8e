"""Ticks in the ways people make them."""

from __future__ import annotations

from datetime import date

import pytest

from ecm_xl.core.answers import Value
from ecm_xl.core.ticks import read_tick


@pytest.mark.parametrize(
    "typed",
    ["Yes", "yes.", " Y ", "TRUE", "x", "X", "✓", "✔", "✔\ufe0f", "☑", "√", "ü", "Done", "in place", "1", 1, 1.0, True],
)
def test_a_tick(typed: Value) -> None:
    assert read_tick(typed) is True


@pytest.mark.parametrize("typed", ["No", "n", "FALSE", "not yet", "-", "–", "☐", "0", 0, 0.0, False])
def test_no_tick(typed: Value) -> None:
    assert read_tick(typed) is False


@pytest.mark.parametrize("typed", [None, "", "☒", "✗", "✘", "perhaps", "yes and no", 2, 0.5, date(2026, 7, 10)])
def test_what_can_mean_either_or_neither(typed: Value | None) -> None:
    assert read_tick(typed) is None
