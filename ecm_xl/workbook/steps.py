"""The steps of an axis that counts: whole numbers, and few enough to be read. Left to itself, an axis of few counts
goes by halves: half a partnership."""

from __future__ import annotations

from collections.abc import Sequence

MOST_STEPS = 10


def step_for(most: float) -> int:
    """The smallest of 1, 2, 5, 10, 20 ... by which at most ten steps lead as far."""
    tens = 1
    while tens * 10 * MOST_STEPS < most:
        tens *= 10
    return next(step for step in (tens, 2 * tens, 5 * tens, 10 * tens) if step * MOST_STEPS >= most)


def reach(series: Sequence[Sequence[float | None]], *, is_stacked: bool) -> float:
    """How far the longest column or bar goes to either side, 0 where there is none. `series`: each one's values by
    category; a blank is none."""
    categories = max((len(values) for values in series), default=0)
    bars = [[v[n] or 0 for v in series if n < len(v)] for n in range(categories)]
    if not is_stacked:
        return max((abs(value) for values in bars for value in values), default=0)
    sides = (sum(value for value in values if (value > 0) == above) for values in bars for above in (True, False))
    return max(map(abs, sides), default=0)
