"""A spelling near to what was typed: offered, never taken.

How near two texts are is measured by a function that is handed in (`Nearest`), so that no library is needed
here, and none is loaded before somebody has mistyped. The policy is ours: an answer is offered only where it is
near enough, clearly nearer than the next answer, and of as many words ('Not embedded' is near to Embedded
in letters alone).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ecm_xl.core.words import fold

Nearest = Callable[[str, Sequence[str]], Sequence[float]]
"""(what was typed, spellings), all folded → how near each spelling is, from 0 to 1 (the same text)."""

NEAR_ENOUGH, CLEARLY = 0.75, 0.1
"""The least nearness that is offered, and its least lead over the next answer."""


def closest(typed: str, spellings: Mapping[str, str], nearest: Nearest) -> str:
    """The one answer (`spellings`: folded spelling → answer) near to what was typed, '' where none is."""
    folded = fold(typed)
    alike = [spelling for spelling in spellings if _words(spelling) == _words(folded)]
    scores: dict[str, float] = {}
    for spelling, score in zip(alike, nearest(folded, alike) if alike else (), strict=True):
        answer = spellings[spelling]
        scores[answer] = max(score, scores.get(answer, 0.0))
    first, second = [*sorted(scores.values(), reverse=True), 0.0, 0.0][:2]
    if first < NEAR_ENOUGH or first - second < CLEARLY:
        return ""
    return max(scores, key=scores.__getitem__)


def hint(near: str) -> str:
    """The question at the end of a message, '' where nothing is near."""
    return f" Did you mean {near}?" if near else ""


def _words(text: str) -> int:
    return len(re.split("[ -]", text))
