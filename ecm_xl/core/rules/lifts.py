"""The smallest lift: the fewest descriptors changed, then the fewest steps, that meet what a level asks.

Everything beneath is met already and rises can't undo it, so only the next level's asks matter. What every member
must reach is forced. What is left are counts over members one within the other (the named ones within all), for
which taking the cheapest first is exact, or one mean, for which every combination of descriptors and steps is
gone through, the best gain kept for each size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # asks import this module
    from ecm_xl.core.rules.asks import Ask

Size = tuple[int, int]
"""Descriptors changed, steps in all."""
Chain = tuple["Chain", str, int] | None
"""Changes, the last one first."""


def smallest_lift(asks: Sequence[Ask], ranks: Mapping[str, int]) -> dict[str, int]:
    """Ref → rank for the smallest change that meets all asks, in the order of `ranks`."""
    after = dict(ranks)
    for ask in asks:
        if ask.is_of_everyone:
            _raise_everyone(ask, after)
    for ask in sorted(asks, key=lambda ask: len(ask.members.of(ranks))):
        short = ask.short(after)
        if short and not ask.is_count:
            after |= _raise_mean(ask, short, ranks, after)
        elif short:
            _raise_cheapest(ask, short, ranks, after)
    return {ref: rank for ref, rank in after.items() if rank != ranks[ref]}


def _raise_everyone(ask: Ask, after: dict[str, int]) -> None:
    for ref, rank in ask.members.of(after).items():
        floor = ask.floor(ref)
        if rank < floor:
            after[ref] = floor


def _raise_cheapest(ask: Ask, short: int, ranks: Mapping[str, int], after: dict[str, int]) -> None:
    """Raises as many as are missing, the cheapest first, then the earliest."""
    costs = sorted(
        (after[ref] == ranks[ref], ask.floor(ref) - rank, place, ref)
        for place, (ref, rank) in enumerate(ask.members.of(after).items())
        if rank < ask.floor(ref)
    )
    missing = -(-short // max(ask.worths))
    after |= {ref: ask.floor(ref) for *_, ref in costs[:missing]}


def _raise_mean(ask: Ask, short: int, ranks: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """The smallest set of rises whose gains come to `short`."""
    mine = ask.members.of(after)
    free = {ref for ref in mine if after[ref] != ranks[ref]}  # changed already: another step, no other descriptor
    most = _fewest(ask, short, mine, free)
    found: dict[Size, tuple[int, Chain]] = {(0, 0): (0, None)}
    for ref in _worth_a_look(mine, free, most):
        for (changed, steps), (gain, chain) in list(found.items()):
            number = changed + (ref not in free)
            if gain >= short or number > most:
                continue
            for rank in range(mine[ref] + 1, len(ask.worths)):
                size = number, steps + rank - mine[ref]
                total = gain + ask.worth(ref, rank) - ask.worth(ref, mine[ref])
                if size not in found or total > found[size][0]:
                    found[size] = total, (chain, ref, rank)
    smallest = min(size for size, (gain, _) in found.items() if gain >= short)
    return dict(_changes(found[smallest][1]))


def _fewest(ask: Ask, short: int, mine: Mapping[str, int], free: set[str]) -> int:
    """How many descriptors must change at least: each to the top, the greatest gains first."""
    best = max(ask.worths)
    gains = {ref: best - ask.worth(ref, rank) for ref, rank in mine.items()}
    left = short - sum(gains[ref] for ref in free)
    number = 0
    for gain in sorted((gain for ref, gain in gains.items() if ref not in free), reverse=True):
        if left <= 0:
            break
        left -= gain
        number += 1
    return number


def _worth_a_look(mine: Mapping[str, int], free: set[str], most: int) -> Iterator[str]:
    """Of those at one rank no more than can change: they are worth the same, so the earliest are taken."""
    taken: dict[int, int] = {}
    for ref, rank in mine.items():
        if ref in free:
            yield ref
        elif taken.setdefault(rank, 0) < most:
            taken[rank] += 1
            yield ref


def _changes(chain: Chain) -> Iterator[tuple[str, int]]:
    while chain is not None:
        chain, ref, rank = chain
        yield ref, rank
