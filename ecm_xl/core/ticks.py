"""Ticks in the ways people make them: from a cell to yes, no or neither.

Yes, y, true, a tick sign of any font that has one, x, 1: a tick. No, n, false, an empty box, a dash, 0: none. A crossed
box and a ballot cross can mean either: they are neither, and a finding asks.
"""

from __future__ import annotations

from ecm_xl.core.answers import Value
from ecm_xl.core.words import fold

_YES = frozenset(
    {"yes", "y", "true", "x", "tick", "ticked", "done", "in place", "1"}
    | set("✓✔☑✅√🗸")
    | {"ü", "þ"}  # how Wingdings' tick and ticked box read in any other font
)
_NO = frozenset({"no", "n", "false", "not yet", "none", "0", "-", "☐", "□", "¨"})
_EITHER = frozenset("☒⊠✗✘☓✕✖❌❎×") | {"û", "ý"}
"""Crosses and crossed boxes; û and ý are such in Wingdings."""
_AS_A_PICTURE = "\ufe0f"
"""Telephones add it to a sign that is to be shown as a picture."""


def read_tick(value: Value | None) -> bool | None:
    """True for a tick, False for a no, None where it is neither or can't be told."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return bool(value) if value in (0, 1) else None
    if not isinstance(value, str):
        return None
    word = _word(value)
    if word in _YES:
        return True
    return False if word in _NO else None


def is_crossed(value: Value | None) -> bool:
    """True for a cross or a crossed box, which means yes to some people and no to others."""
    return isinstance(value, str) and _word(value) in _EITHER


def _word(text: str) -> str:
    return fold(text).rstrip(".!").removesuffix(_AS_A_PICTURE)
