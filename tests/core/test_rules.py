"""The rules by which ratings roll up, and `lowest` against an independent reckoning of every case there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from ecm_xl.core.rules import LOWEST, RULES

REFS = ("S01.SAFE.1", "S01.SAFE.2", "S01.ENJOY.1", "S01.ENJOY.2")
TOP = 2
"""The best rank of a scale of three levels."""


def every_case(refs: tuple[str, ...] = REFS) -> Iterator[dict[str, int]]:
    """Every way to give one of three ranks to those descriptors."""
    return (dict(zip(refs, ranks, strict=True)) for ranks in product(range(TOP + 1), repeat=len(refs)))


def met_everywhere(ranks: dict[str, int]) -> int:
    """The independent reckoning: the best level that every descriptor meets."""
    return max(level for level in range(TOP + 1) if all(rank >= level for rank in ranks.values()))


def test_the_rules_there_are() -> None:
    assert list(RULES) == ["lowest"]
    assert RULES["lowest"] is LOWEST


def test_lowest_in_words() -> None:
    words = "The lowest rating decides: a Standard is Embedded only when every descriptor that applies is."

    assert LOWEST.words.format(best="Embedded") == words


def test_lowest_is_the_best_level_that_every_descriptor_meets() -> None:
    for ranks in every_case():
        assert LOWEST.level(ranks) == met_everywhere(ranks), ranks


def test_a_better_rating_never_lowers_the_level() -> None:
    for ranks in every_case():
        for ref, rank in ranks.items():
            if rank < TOP:
                assert LOWEST.level(ranks | {ref: rank + 1}) >= LOWEST.level(ranks), (ranks, ref)


def test_a_worse_rating_does_lower_it_somewhere() -> None:
    assert LOWEST.level({"S01.SAFE.1": 2, "S01.SAFE.2": 2}) == 2
    assert LOWEST.level({"S01.SAFE.1": 2, "S01.SAFE.2": 1}) == 1


def test_those_decide_that_stand_at_the_level() -> None:
    ranks = {"S01.SAFE.1": 1, "S01.SAFE.2": 0, "S01.ENJOY.1": 2, "S01.ENJOY.2": 0}

    assert LOWEST.deciding(ranks) == ("S01.SAFE.2", "S01.ENJOY.2")


def test_those_that_decide_are_enough_and_none_can_be_spared() -> None:
    """Without the deciding ones the level would be better (where any are left); with them alone it is the same."""
    for ranks in every_case():
        deciding = LOWEST.deciding(ranks)
        others = {ref: rank for ref, rank in ranks.items() if ref not in deciding}

        assert LOWEST.level({ref: ranks[ref] for ref in deciding}) == LOWEST.level(ranks)
        assert not others or LOWEST.level(others) > LOWEST.level(ranks)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_lift_lifts_by_one_and_nothing_smaller_lifts_at_all(count: int) -> None:
    for ranks in every_case(REFS[:count]):
        level = LOWEST.level(ranks)
        if level == TOP:
            continue
        lift = LOWEST.lift(ranks, TOP)
        mine = _size(ranks, ranks | lift)

        assert LOWEST.level(ranks | lift) == level + 1
        assert all(rank > ranks[ref] for ref, rank in lift.items())
        lifting = [other for other in every_case(REFS[:count]) if LOWEST.level(other) > level]
        assert [other for other in lifting if _size(ranks, other) <= mine] == [ranks | lift], ranks


def _size(before: dict[str, int], after: dict[str, int]) -> tuple[int, int]:
    """How big a change is: how many descriptors move, and how many steps they move together."""
    steps = [abs(after[ref] - before[ref]) for ref in before]
    return sum(map(bool, steps)), sum(steps)


def test_a_lift_moves_only_the_lowest_and_by_one_step() -> None:
    ranks = {"S01.SAFE.1": 1, "S01.SAFE.2": 0, "S01.ENJOY.1": 2, "S01.ENJOY.2": 0}

    assert LOWEST.lift(ranks, TOP) == {"S01.SAFE.2": 1, "S01.ENJOY.2": 1}


def test_at_the_best_level_nothing_is_left_to_lift() -> None:
    assert LOWEST.lift(dict.fromkeys(REFS, TOP), TOP) == {}
