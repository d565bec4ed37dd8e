"""What several forms need when they tell people something: every row of a grid, short lists, texts that say nothing.

Missing-data policy: "None", "n/a", a dash or "not yet" is an answer, so its cell is not blank; but it names no
activity, no cost and no benefit, and is never counted as one. "?" and "tbc" say that nobody knows yet. A row that has
gone from the sheet is not answered.
"""

from __future__ import annotations

from collections.abc import Iterable

from ecm_xl.core.forms.case import Entry, FormCase, texts_of
from ecm_xl.core.rows import grid_refs
from ecm_xl.core.words import fold

NOT_ANSWERED = "Not answered"
"""How forms say that an answer is not there."""
NAMED_AT_MOST = 8
"""Refs that a list names; the others are counted."""

_NOTHING = frozenset(
    {"none", "no", "nil", "nothing", "not any", "n/a", "na", "not applicable", "none yet", "nothing yet", "not yet"}
    | {"none so far", "nothing so far", "none known", "0", "-", "--", "?", "??", "tbc", "tba", "to follow"}
)


def names_something(text: str) -> bool:
    """True for a text that says more than that there is nothing, or nothing yet."""
    said = fold(text).rstrip(".! ")
    return bool(said) and said not in _NOTHING


def listed(names: Iterable[str], at_most: int = NAMED_AT_MOST) -> str:
    """`P01, P02, P05 and 3 more`."""
    every = list(names)
    rest = len(every) - at_most
    return ", ".join(every[:at_most]) + (f" and {rest} more" if rest > 0 else "")


def every_row(case: FormCase, grid: str) -> list[Entry]:
    """Every row that a grid (one that is not repeated) is to have, in order, and no other."""
    table, there = case.model.by_name[grid], {entry.ref: entry for entry in case.entries(grid)}
    return [
        there.get(ref) or Entry(ref, ref, {}, texts_of(table, case.framework, ref), {})
        for ref in grid_refs(table, case.framework)
    ]
