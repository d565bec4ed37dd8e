"""Numbers in the ways people type them: 12, and as text 1,250 or £300.50. What is no number by itself ("about 12",
"45%", "1,5") is none: what was meant is not guessed."""

from __future__ import annotations

import re

from ecm_xl.core.answers import Value
from ecm_xl.core.tables import Field
from ecm_xl.core.words import fold

_TYPED = re.compile(r"-?£? ?(?P<whole>[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?P<rest>\.[0-9]{1,15})?")


def read_number(value: Value | None) -> float | None:
    """The number that a cell holds, as a number or as text; None where it holds none."""
    if isinstance(value, str):
        return _read(fold(value))
    return None if isinstance(value, bool) or not isinstance(value, (int, float)) else value


def _read(typed: str) -> float | None:
    found = _TYPED.fullmatch(typed)
    if found is None:
        return None
    number = float(found["whole"].replace(",", "") + (found["rest"] or ""))
    return -number if typed.startswith("-") else number


def is_within(field: Field, number: float) -> bool:
    """True where a number is neither less than the field's least nor more than its most."""
    return (field.least is None or number >= field.least) and (field.most is None or number <= field.most)
