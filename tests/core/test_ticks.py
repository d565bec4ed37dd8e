"""Ticks as people make them."""

from __future__ import annotations

from datetime import date

import pytest

from ecm_xl.core.answers import Unread, Value
from ecm_xl.core.ticks import is_crossed, read_tick


@pytest.mark.parametrize("value", [True, 1, 1.0, "Yes", "y", "TRUE", "✓", "✔\ufe0f", "☑", "x", "X", "1", "ü", "Done."])
def test_a_tick(value: Value) -> None:
    assert read_tick(value) is True


@pytest.mark.parametrize("value", [False, 0, "No", "n", "false", "☐", "□", "-", "0", "Not yet", "No!"])
def test_none(value: Value) -> None:
    assert read_tick(value) is False


@pytest.mark.parametrize("value", ["☒", "✗", "✘", "☓", "✕", "✖", "✖\ufe0f", "❌", "❎", "×", "⊠", "û", "ý", " ☒ "])
def test_a_cross_can_mean_either(value: str) -> None:
    assert read_tick(value) is None
    assert is_crossed(value)


@pytest.mark.parametrize("value", [None, "", "perhaps", 2, -1, 0.5, date(2026, 3, 1), Unread("☒"), "x", "✓", True])
def test_what_is_no_cross(value: Value | None) -> None:
    assert not is_crossed(value)


@pytest.mark.parametrize("value", [None, "", "perhaps", 2, -1, 0.5, date(2026, 3, 1), Unread("Yes")])
def test_what_cannot_be_told(value: Value | None) -> None:
    assert read_tick(value) is None
