"""The map of practice (D2): where placements stand in words, and which way practice has moved.

Across: additional practice (0) to rethinking practice (100). Up: internal (0) to external (100). A placement is a
conversation, not a measurement, so it is told in words: the quadrant, whether internal and external are in balance,
the direction of the movement. That 40 to 60 counts as in balance, and that less than five points is no movement, are
readings of ours.

Missing-data policy: only a placement with a day and both numbers is on the path, and none of a day to come. Placements
of the same day stand as on the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.words import counted

MIDDLE, BALANCED, STILL = 50, 10, 5
_ACROSS = ("Additional practice", "Between additional and rethinking practice", "Rethinking practice")
_UP = ("internal", "internal and external alike", "external")


@dataclass(frozen=True, slots=True)
class _Placement:
    ref: str
    day: date
    x: float
    y: float

    @property
    def words(self) -> str:
        """Its quadrant, and that it is in balance."""
        near = " (in balance)" if 0 < abs(self.y - MIDDLE) <= BALANCED else ""
        return f"{_side(self.x, _ACROSS)}, {_side(self.y, _UP)}{near}"


def path(case: FormCase) -> list[Line]:
    """The latest placements in the order of their days, as many as the table has room for."""
    placements = _placements(case)
    moves = ["First placement", *(_moved(one, other) for one, other in pairwise(placements))]
    lines: list[Line] = [
        {"at": one.ref, "stands": one.words, "moved": moved, "day": one.day, "x": one.x, "y": one.y}
        for one, moved in zip(placements, moves, strict=False)
    ]
    return lines[-case.model.by_name["PracticeMap_Path"].lines :]


def stands_out(case: FormCase) -> list[str]:
    """How often practice was placed, where it stands now, and how it has moved since the last placement."""
    placements = _placements(case)
    if not placements:
        return ["No placement is complete yet"] if case.answered("PracticeMap") else []
    said = [f"{counted(len(placements), 'placement')}; the latest: {placements[-1].words}"]
    return said + [f"Since the one before: {_moved(*pair)}" for pair in [placements[-2:]] if len(pair) > 1]


def _placements(case: FormCase) -> Sequence[_Placement]:
    found = [placed for entry in case.answered("PracticeMap") if (placed := _placed(entry, case.today))]
    return sorted(found, key=lambda placement: placement.day)


def _placed(entry: Entry, today: date) -> _Placement | None:
    day, x, y = (entry.values.get(name) for name in ("date", "rethinking", "external"))
    if not isinstance(day, date) or not isinstance(x, (int, float)) or not isinstance(y, (int, float)):
        return None
    return _Placement(entry.ref, day, x, y) if day <= today else None


def _side(value: float, words: Sequence[str]) -> str:
    """The word for below, at or above the middle."""
    return words[(value > MIDDLE) - (value < MIDDLE) + 1]


def _moved(one: _Placement, other: _Placement) -> str:
    across = _direction(other.x - one.x, "additional practice", "rethinking practice")
    up = _direction(other.y - one.y, "internal", "external")
    ways = [way for way in (across, up) if way]
    return f"Towards {' and '.join(ways)}" if ways else "Hardly moved"


def _direction(step: float, down: str, up: str) -> str:
    if abs(step) < STILL:
        return ""
    return up if step > 0 else down
