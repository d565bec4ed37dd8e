"""Axes that count go by whole steps."""

from __future__ import annotations

import pytest

from ecm_xl.workbook.steps import reach, step_for


@pytest.mark.parametrize(
    ("most", "step"),
    [(0, 1), (1, 1), (3, 1), (10, 1), (11, 2), (20, 2), (21, 5), (50, 5), (51, 10), (100, 10), (101, 20), (2160, 500)],
)
def test_at_most_ten_whole_steps_lead_as_far(most: float, step: int) -> None:
    assert step_for(most) == step


def test_bars_side_by_side_reach_as_far_as_the_longest() -> None:
    assert reach([[1, None, 4], [3]], is_stacked=False) == 4
    assert reach([], is_stacked=False) == 0


def test_stacked_bars_reach_as_far_as_their_parts_together_to_either_side() -> None:
    assert reach([[1, None, 4], [3, 2]], is_stacked=True) == 4
    assert reach([[-2, 1], [-5, 1], [3, 4]], is_stacked=True) == 7
    assert reach([], is_stacked=True) == 0
