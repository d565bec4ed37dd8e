"""How high a row must be for its text: an estimate, from column widths in characters.

Rows get the height but stay free to grow (Excel fits them anew when their text changes).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

LINE = 15.0
"""Points a line of 11-point text takes."""
HIGHEST = 409.0
"""Excel's limit for a row."""


def lines(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of that width."""
    room = max(int(width * 1.1) - 1, 1)  # cells are indented
    if len(text) <= room and "\n" not in text:  # nearly always
        return 1
    return sum(_wrapped(part, room) for part in text.split("\n")) if text else 1


def _wrapped(text: str, room: int) -> int:
    taken, count = 0, 1
    for word in text.split(" "):
        size = len(word)
        if taken and taken + 1 + size > room:
            count, taken = count + 1, 0
        if size > room:
            count += math.ceil(size / room) - 1
            size -= (math.ceil(size / room) - 1) * room
        taken += size + (1 if taken else 0)
    return count


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row with those (text, column width)."""
    most = max((lines(text, width) for text, width in texts), default=1)
    return min(most * LINE + 4.0, HIGHEST)
