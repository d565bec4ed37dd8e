"""Roll-up rules: how the ratings of a Standard become its judgement.

A rule sees only ranks (0 the worst level) of applicable descriptors that all have a level: whether
there may be a judgement at all is decided before (`judgements`). Each rule is monotone: a better
rating never lowers a judgement. The framework names its rule; `RULES` finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Ranks = Mapping[str, int]
"""Ref → rank on the scale, 0 the worst."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its words for people, its level, the Refs that decided it and its smallest lift.

    `words` may name {best}. `lift(ranks, top)` gives Ref → rank for the fewest and smallest changes
    that raise the level by one, nothing where `top` is reached.
    """

    id: str
    words: str
    level: Callable[[Ranks], int]
    deciding: Callable[[Ranks], tuple[str, ...]]
    lift: Callable[[Ranks, int], dict[str, int]]


def _lowest_refs(ranks: Ranks) -> tuple[str, ...]:
    lowest = min(ranks.values())
    return tuple(ref for ref, rank in ranks.items() if rank == lowest)


def _lowest_lift(ranks: Ranks, top: int) -> dict[str, int]:
    lowest = min(ranks.values())
    return dict.fromkeys(_lowest_refs(ranks), lowest + 1) if lowest < top else {}


LOWEST = Rule(
    id="lowest",
    words="The lowest rating decides: a Standard is {best} only when every descriptor that applies is.",
    level=lambda ranks: min(ranks.values()),
    deciding=_lowest_refs,
    lift=_lowest_lift,
)
"""The default (ours, from "fully met" and "fully in place": DOMAIN, How a judgement is made, 2)."""

RULES: Mapping[str, Rule] = {rule.id: rule for rule in (LOWEST,)}
