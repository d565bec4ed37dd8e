"""The rules by which ratings roll up: each against its definition, written anew, over every case there is.

`CASES` pairs a rule with an independent reckoning of it (fractions, medians and plain counting). On four levels and
up to five descriptors every case is gone through: the level is the reckoned one, a better rating never lowers it, the
smallest lift lifts and nothing smaller does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import product
from statistics import median_low

import pytest

from ecm_xl.core.rules import RULES, Gate, Members, Parameters, Rule, Scale, Share, make_rule, read_share
from ecm_xl.core.rules.parameters import scaled

Ranks = Mapping[str, int]
Reckon = Callable[[Ranks], int]
"""The judgement's place by definition."""

A, B, C, D, E = REFS = ("S01.SAFE.1", "S01.SAFE.2", "S01.SAFE.3", "S01.ENJOY.1", "S01.ENJOY.2")
TOP = 3
SCALE = Scale(("Bare", "Seed", "Shoot", "Tree"), ("Bare", "Seed", "Shoot", "Tree"), (0, 1, 2, 3))
GAPS = replace(SCALE, values=(0, 1, 3, 5))
LOW = replace(SCALE, values=(4, 3, 2, 1), low_is_best=True)
MEASURED = replace(SCALE, benchmarks={A: 1, B: 2, C: 3, D: 0, E: 2})
MET = replace(SCALE, judgements=("Not met", "Met"), floors=(0, 2))
HALF, THIRDS, MOST = Share(1, 2), Share(2, 3), Share(4, 5)


# --- The definitions, written anew ----------------------------------------------------------------------------


def climbing(reached: Callable[[Ranks, int], bool], floors: tuple[int, ...] = (0, 1, 2, 3)) -> Reckon:
    """The highest place whose level, and every one beneath it, is reached. `reached(ranks, place)`."""

    def reckon(ranks: Ranks) -> int:
        place = 0
        while place + 1 < len(floors) and reached(ranks, place + 1):
            place += 1
        return place

    return reckon


def part_at(ranks: Ranks, floor: int) -> Fraction:
    """Which part of them is at that rank or better."""
    return Fraction(sum(rank >= floor for rank in ranks.values()), len(ranks))


def number_at(ranks: Ranks, floor: int) -> int:
    return sum(rank >= floor for rank in ranks.values())


def without(ranks: Ranks, refs: tuple[str, ...]) -> Ranks:
    """The others; everybody where there are no others."""
    return {ref: rank for ref, rank in ranks.items() if ref not in refs} or ranks


def mean_of(values: tuple[int, ...], ranks: Ranks) -> Fraction:
    return Fraction(sum(values[rank] for rank in ranks.values()), len(ranks))


@dataclass(frozen=True)
class Case:
    """A rule with its parameters, and the reckoning."""

    rule: str
    scale: Scale
    parameters: Parameters
    reckon: Reckon

    def made(self) -> Rule:
        return make_rule(self.rule, self.scale, self.parameters)


NAMED = (A, D)
GATES = (Gate((A, D), "Shoot", "Seed"), Gate((B,), "Seed", "Tree"))
GATED = (A, B, D)


def behind_gates(rest: Reckon) -> Reckon:
    """The gates of `GATES`, and another reckoning for the others."""

    def reckon(ranks: Ranks) -> int:
        most = TOP
        if any(ranks.get(ref, TOP) < 1 for ref in (B,)):
            most = 2
        if any(ranks.get(ref, TOP) < 2 for ref in (A, D)):
            most = 0
        return min(most, rest(without(ranks, GATED)))

    return reckon


def k_of(k: int, named: tuple[str, ...] = (), of_named: int = 0) -> Reckon:
    def reached(ranks: Ranks, floor: int) -> bool:
        there = {ref: rank for ref, rank in ranks.items() if ref in named}
        wanted = min(of_named, len(there))
        return number_at(ranks, floor) >= min(k, len(ranks)) and number_at(there, floor) >= wanted

    return climbing(reached)


def met(ranks: Ranks) -> Fraction:
    """Which part is at its benchmark or better."""
    return Fraction(sum(rank >= MEASURED.benchmarks[ref] for ref, rank in ranks.items()), len(ranks))


def lowest_of(ranks: Ranks) -> int:
    return min(ranks.values())


def best_fit_of(ranks: Ranks) -> int:
    return median_low(ranks.values())


CUT_OFFS = {"Seed": 0.5, "Shoot": 2.25, "Tree": 4}
LOW_CUT_OFFS = {"Seed": 3.5, "Shoot": 2.2, "Tree": 1.4}
SOME_SHARES = {"Seed": HALF, "Tree": Share(1, 4)}

CASES: Mapping[str, Case] = {
    "lowest": Case("lowest", SCALE, Parameters(), lowest_of),
    "lowest, met or not": Case("lowest", MET, Parameters(), lambda ranks: int(lowest_of(ranks) >= 2)),
    "share": Case("share", SCALE, Parameters(share=THIRDS), climbing(lambda r, n: part_at(r, n) >= Fraction(2, 3))),
    "share, met or not": Case(
        "share", MET, Parameters(share=HALF), lambda ranks: int(part_at(ranks, 2) >= Fraction(1, 2))
    ),
    "share, of its own for two levels": Case(
        "share",
        SCALE,
        Parameters(share=MOST, shares=SOME_SHARES),
        climbing(lambda r, n: part_at(r, n) >= (Fraction(1, 2), Fraction(4, 5), Fraction(1, 4))[n - 1]),
    ),
    "most-allowed": Case(
        "most-allowed",
        SCALE,
        Parameters(allowed=1, none_below="Seed"),
        climbing(
            lambda r, n: (
                sum(x < n for x in r.values()) <= 1 and lowest_of(r) >= 1 and any(x >= n for x in r.values())
            )
        ),
    ),
    "most-allowed, none below left out": Case(
        "most-allowed",
        SCALE,
        Parameters(allowed=2),
        climbing(lambda r, n: sum(x < n for x in r.values()) <= 2 and max(r.values()) >= n),
    ),
    "gates": Case("gates", SCALE, Parameters(gates=GATES), behind_gates(lowest_of)),
    "gates, best fit": Case("gates", SCALE, Parameters(gates=GATES, rest="best-fit"), behind_gates(best_fit_of)),
    "gates, mean": Case(
        "gates",
        GAPS,
        Parameters(gates=GATES, rest="mean", rest_parameters=Parameters(cut_offs=CUT_OFFS)),
        behind_gates(climbing(lambda r, n: mean_of((0, 1, 3, 5), r) >= Fraction((0, 2, 9, 16)[n], 4))),
    ),
    "gates, k of n": Case(
        "gates",
        SCALE,
        Parameters(gates=GATES, rest="k-of-n", rest_parameters=Parameters(k=1, named=(C, A), of_named=1)),
        behind_gates(climbing(lambda r, n: number_at(r, n) >= 1 and r.get(C, TOP) >= n)),
    ),
    "gates, benchmark": Case(
        "gates",
        MEASURED,
        Parameters(gates=GATES, rest="benchmark", rest_parameters=Parameters(shares=SOME_SHARES)),
        behind_gates(climbing(lambda r, n: met(r) >= (Fraction(1, 2), 1, Fraction(1, 4))[n - 1])),
    ),
    "best-fit": Case("best-fit", SCALE, Parameters(), best_fit_of),
    "mean": Case(
        "mean",
        GAPS,
        Parameters(cut_offs=CUT_OFFS),
        climbing(lambda r, n: mean_of((0, 1, 3, 5), r) >= Fraction((0, 2, 9, 16)[n], 4)),
    ),
    "mean, low is best": Case(
        "mean",
        LOW,
        Parameters(cut_offs=LOW_CUT_OFFS),
        climbing(lambda r, n: mean_of((4, 3, 2, 1), r) <= Fraction((0, 35, 22, 14)[n], 10)),
    ),
    "mean, met or not": Case(
        "mean", replace(MET, values=(1, 2, 3, 4)), Parameters(cut_offs={"Met": 2.5}),
        lambda ranks: int(mean_of((1, 2, 3, 4), ranks) >= Fraction(5, 2)),
    ),
    "mean, in whole numbers": Case(
        "mean",
        replace(SCALE, values=(0, 1, 2, 3)),
        Parameters(cut_offs={"Seed": 1, "Shoot": 2, "Tree": 3}),
        climbing(lambda r, n: mean_of((0, 1, 2, 3), r) >= n),
    ),
    "secure-fit": Case(
        "secure-fit",
        SCALE,
        Parameters(share=THIRDS),
        climbing(lambda r, n: part_at(r, n) >= Fraction(2, 3) and lowest_of(r) >= n - 1),
    ),
    "k-of-n": Case("k-of-n", SCALE, Parameters(k=3), k_of(3)),
    "k-of-n, all of the named": Case("k-of-n", SCALE, Parameters(k=3, named=NAMED), k_of(3, NAMED, 2)),
    "k-of-n, one of the named": Case("k-of-n", SCALE, Parameters(k=3, named=NAMED, of_named=1), k_of(3, NAMED, 1)),
    "benchmark": Case(
        "benchmark",
        replace(MEASURED, judgements=("Not met", "Met"), floors=(0, 1)),
        Parameters(),
        lambda ranks: int(met(ranks) == 1),
    ),
    "benchmark, how many": Case(
        "benchmark",
        replace(MEASURED, judgements=("Few", "Half", "Most"), floors=(0, 1, 2)),
        Parameters(shares={"Half": HALF, "Most": MOST}),
        climbing(lambda r, n: met(r) >= (Fraction(1, 2), Fraction(4, 5))[n - 1], (0, 1, 2)),
    ),
}  # fmt: skip
GROUPS = (REFS, (A, B, C, D), (B, C), (A, D), (C,), (E, A))
"""Whose ratings are rolled up: all, some (the others do not apply), gates only, none of the named."""


def every(refs: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """Every way to rate those descriptors."""
    return product(range(TOP + 1), repeat=len(refs))


@cache
def reckoned(name: str, refs: tuple[str, ...]) -> Mapping[tuple[int, ...], int]:
    """Every case with its place by definition."""
    return {ranks: CASES[name].reckon(dict(zip(refs, ranks, strict=True))) for ranks in every(refs)}


def test_the_rules_there_are() -> None:
    assert list(RULES) == [
        "lowest", "share", "most-allowed", "gates", "best-fit", "mean", "secure-fit", "k-of-n", "benchmark",
    ]  # fmt: skip
    assert {case.rule for case in CASES.values()} == set(RULES)
    assert [case.made().id for case in CASES.values()] == [case.rule for case in CASES.values()]


@pytest.mark.parametrize("name", CASES)
def test_a_rule_has_benchmarks_where_it_is_the_benchmarks_rule_or_leaves_the_rest_to_it(name: str) -> None:
    case = CASES[name]
    assert case.made().has_benchmarks is ("benchmark" in (case.rule, case.parameters.rest))


@pytest.mark.parametrize("name", CASES)
def test_every_case_comes_to_what_the_definition_says(name: str) -> None:
    rule = CASES[name].made()
    for refs in GROUPS:
        for ranks, place in reckoned(name, refs).items():
            assert rule.level(dict(zip(refs, ranks, strict=True))) == place, (refs, ranks)


@pytest.mark.parametrize("name", CASES)
def test_every_level_is_reached(name: str) -> None:
    assert set(reckoned(name, REFS).values()) == set(range(len(CASES[name].scale.judgements)))


@pytest.mark.parametrize("name", CASES)
def test_counts_are_enough_where_the_rule_says_so(name: str) -> None:
    rule = CASES[name].made()
    assert rule.by_counts is (CASES[name].rule not in ("gates", "benchmark") and not CASES[name].parameters.named)
    for ranks, place in reckoned(name, REFS).items():
        if rule.by_counts:
            assert rule.level_of_counts(tuple(ranks.count(rank) for rank in range(TOP + 1))) == place, ranks


@pytest.mark.parametrize("name", CASES)
def test_a_better_rating_never_lowers_the_level(name: str) -> None:
    for refs in GROUPS:
        levels = reckoned(name, refs)
        for ranks, place in levels.items():
            for at, rank in enumerate(ranks):
                if rank < TOP:
                    better = (*ranks[:at], rank + 1, *ranks[at + 1 :])
                    assert levels[better] >= place, (refs, ranks, better)


# --- The smallest lift ------------------------------------------------------------------------------------------


def size(before: tuple[int, ...], after: tuple[int, ...]) -> tuple[int, int]:
    """How big a change is: how many descriptors move, and how many steps they move together."""
    steps = [abs(new - old) for old, new in zip(before, after, strict=True)]
    return sum(map(bool, steps)), sum(steps)


def smallest(levels: Mapping[tuple[int, ...], int], ranks: tuple[int, ...]) -> tuple[int, int]:
    """The size of the smallest rise that lifts, by going through all (to lower a rating never lifts: above)."""
    rises = product(*(range(rank, TOP + 1) for rank in ranks))
    return min(size(ranks, after) for after in rises if levels[after] > levels[ranks])


@pytest.mark.parametrize("name", CASES)
def test_the_lift_lifts_and_nothing_smaller_does(name: str) -> None:
    rule, best = CASES[name].made(), len(CASES[name].scale.judgements) - 1
    tried = 0
    for refs in GROUPS:
        levels = reckoned(name, refs)
        for ranks, place in levels.items():
            before = dict(zip(refs, ranks, strict=True))
            lift = rule.lift(before, place)
            if place == best:
                assert lift == {}
                continue
            after = tuple((before | lift).values())
            assert all(rank > before[ref] for ref, rank in lift.items())
            assert levels[after] > place, (refs, ranks, lift)
            assert size(ranks, after) == smallest(levels, ranks), (refs, ranks, lift)
            tried += 1
    assert tried > 100


def test_among_lifts_of_one_size_the_earliest_descriptors_are_taken() -> None:
    rule = make_rule("share", SCALE, Parameters(share=MOST))
    ranks = {A: 3, B: 1, C: 1, D: 1, E: 0}

    assert rule.level(ranks) == 1
    assert rule.lift(ranks, 1) == {B: 2, C: 2, D: 2}
    assert rule.lift(dict(reversed(ranks.items())), 1) == {D: 2, C: 2, B: 2}


def test_a_lift_takes_fewer_descriptors_before_fewer_steps() -> None:
    """One descriptor by two steps rather than two by one step each."""
    rule = make_rule("mean", GAPS, Parameters(cut_offs=CUT_OFFS))
    ranks = {A: 1, B: 1, C: 2, D: 2}

    assert rule.level(ranks) == 1
    assert rule.lift(ranks, 1) == {A: 2}
    assert rule.lift({A: 1, B: 1, C: 1, D: 2}, 1) == {A: 3}


def test_what_a_gate_forces_counts_for_the_others_too() -> None:
    rule = make_rule("secure-fit", SCALE, Parameters(share=HALF))

    assert rule.lift({A: 0, B: 1, C: 1, D: 1}, 1) == {A: 2, B: 2}


# --- What decided -------------------------------------------------------------------------------------------------

DECIDED: Mapping[str, tuple[Ranks, int, tuple[str, ...]]] = {
    "lowest": ({A: 1, B: 0, C: 2, D: 0}, 0, (B, D)),
    "share": ({A: 1, B: 0, C: 2, D: 2}, 1, (A, B)),
    "most-allowed": ({A: 0, B: 1, C: 3, D: 3}, 0, (A,)),
    "gates": ({A: 1, B: 3, C: 0, D: 3}, 0, (A, C)),
    "best-fit": ({A: 1, B: 0, C: 2, D: 3}, 1, (A, B)),
    "mean": ({A: 1, B: 2, C: 2, D: 0}, 1, (A, D)),
    "mean, low is best": ({A: 1, B: 2, C: 2, D: 0}, 1, (A, D)),
    "secure-fit": ({A: 0, B: 2, C: 2, D: 2}, 1, (A,)),
    "k-of-n, all of the named": ({A: 1, B: 3, C: 3, D: 2}, 1, (A,)),
    "benchmark": ({A: 1, B: 1, C: 3, D: 0, E: 0}, 0, (B, E)),
}


@pytest.mark.parametrize("name", DECIDED)
def test_those_decide_that_fall_short_of_the_next_level(name: str) -> None:
    ranks, place, deciding = DECIDED[name]
    rule = CASES[name].made()

    assert rule.level(ranks) == place
    assert rule.deciding(ranks, place) == deciding


@pytest.mark.parametrize(
    ("name", "deciding"),
    [
        ("lowest", REFS),
        ("share", (A, B, C, D)),
        ("best-fit", (A, B, C, D)),
        ("benchmark", REFS),
        ("mean", (A, B, C, D)),
    ],
)
def test_at_the_best_level_those_decide_that_do_their_part(name: str, deciding: tuple[str, ...]) -> None:
    ranks = dict.fromkeys(REFS, TOP) | ({} if deciding == REFS else {E: 1})
    rule = CASES[name].made()

    assert rule.deciding(ranks, len(rule.asks) - 1) == deciding


@pytest.mark.parametrize("name", CASES)
def test_raising_all_that_decided_lifts(name: str) -> None:
    rule, levels = CASES[name].made(), reckoned(name, REFS)
    for ranks, place in levels.items():
        before = dict(zip(REFS, ranks, strict=True))
        deciding = rule.deciding(before, place)
        assert deciding, ranks
        if place + 1 < len(rule.asks):
            assert levels[tuple((before | dict.fromkeys(deciding, TOP)).values())] > place, ranks


# --- Whom the asks look at -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("lowest", ["n"]),
        ("gates", ["gate1_", "gate2_", "rest"]),
        ("k-of-n, one of the named", ["n", "named"]),
    ],
)
def test_each_group_that_a_rule_looks_at_has_its_own_key(name: str, keys: list[str]) -> None:
    assert sorted({ask.members.key for ask in CASES[name].made().every_ask}) == keys


def test_who_is_looked_at() -> None:
    ranks = {A: 1, D: 2}

    assert Members("n").of(ranks) == ranks
    assert Members("named", frozenset((A, B)), others=False).of(ranks) == {A: 1}
    assert Members("named", frozenset((B,)), others=False).of(ranks) == Members("none", others=False).of(ranks) == {}
    assert Members("rest", frozenset((A,))).of(ranks) == {D: 2}
    assert Members("rest", frozenset((A, D))).of(ranks) == ranks


@pytest.mark.parametrize(("of_named", "everyone"), [(0, True), (2, True), (1, False)])
def test_all_of_the_named_is_asked_of_each_of_them(of_named: int, everyone: bool) -> None:
    rule = make_rule("k-of-n", SCALE, Parameters(k=3, named=NAMED, of_named=of_named))

    assert [[ask.is_of_everyone for ask in asks] for asks in rule.asks] == [[], *[[False, everyone]] * 3]


# --- Words --------------------------------------------------------------------------------------------------------

WORDS = {
    "lowest": "The lowest rating decides: a Standard is Tree only when every descriptor that applies is.",
    "lowest, met or not": (
        "The lowest rating decides: a Standard is Met only when every descriptor that applies is Shoot or better."
    ),
    "share": (
        "A Standard is at a level when at least 2 in 3 of the descriptors that apply are at it or better."
    ),
    "share, met or not": "A Standard is Met when at least 50% of the descriptors that apply are Shoot or better.",
    "share, of its own for two levels": (
        "A Standard is Seed when at least 50% of the descriptors that apply are Seed or better; "
        "Shoot when at least 80% of the descriptors that apply are Shoot or better; "
        "Tree when at least 25% of the descriptors that apply are Tree."
    ),
    "most-allowed": (
        "A Standard is at a level when at most 1 descriptor is below it, none is below Seed, "
        "and at least one is at it or better."
    ),
    "most-allowed, none below left out": (
        "A Standard is at a level when at most 2 descriptors are below it and at least one is at it or better."
    ),
    "gates": (
        "No Standard is Seed or better before these descriptors are Shoot or better: S01.SAFE.1, S01.ENJOY.1. "
        "No Standard is Tree before these descriptors are Seed or better: S01.SAFE.2. For the others: "
        "The lowest rating decides: a Standard is Tree only when every descriptor that applies is."
    ),
    "best-fit": "The best fit decides: the middle rating, or the lower of the two in the middle.",
    "mean": (
        "The mean of the ratings decides (Bare 0, Seed 1, Shoot 3, Tree 5): "
        "0.5 or higher is Seed; 2.25 or higher is Shoot; 4 or higher is Tree."
    ),
    "mean, low is best": (
        "The mean of the ratings decides (Bare 4, Seed 3, Shoot 2, Tree 1): "
        "3.5 or lower is Seed; 2.2 or lower is Shoot; 1.4 or lower is Tree."
    ),
    "secure-fit": (
        "A Standard is at a level when at least 2 in 3 of the descriptors that apply are at it or better "
        "and none is more than one level below it. This is our reading of a secure fit."
    ),
    "k-of-n": (
        "A Standard is at a level when at least 3 of its descriptors (all, where fewer apply) are at it or better."
    ),
    "k-of-n, all of the named": (
        "A Standard is at a level when at least 3 of its descriptors (all, where fewer apply) are at it or better, "
        "among them S01.SAFE.1, S01.ENJOY.1."
    ),
    "k-of-n, one of the named": (
        "A Standard is at a level when at least 3 of its descriptors (all, where fewer apply) are at it or better, "
        "among them 1 of S01.SAFE.1, S01.ENJOY.1."
    ),
    "benchmark": (
        "A Standard is Met when every descriptor that applies is at its own benchmark or better."
    ),
    "benchmark, how many": (
        "A Standard is Half when at least 50% of the descriptors that apply are at their own benchmark or better; "
        "Most when at least 80% of the descriptors that apply are at their own benchmark or better."
    ),
}  # fmt: skip
BRIEF = {
    "lowest": "The lowest rating decides.",
    "share": "A level counts from 2 in 3 at it or better.",
    "share, of its own for two levels": "The share of descriptors at a level decides.",
    "most-allowed": "At most 1 may be below a level.",
    "gates": "Some descriptors come first. For the others: The lowest rating decides.",
    "best-fit": "The middle rating decides.",
    "mean": "The mean of the ratings decides.",
    "secure-fit": "A level is secure from 2 in 3, with none far below.",
    "k-of-n": "A level counts from 3 at it or better.",
    "benchmark": "Each descriptor has its own benchmark.",
}


@pytest.mark.parametrize("name", WORDS)
def test_the_rule_in_words_with_its_figures(name: str) -> None:
    assert CASES[name].made().words == WORDS[name]


@pytest.mark.parametrize("name", BRIEF)
def test_the_rule_in_a_few_words(name: str) -> None:
    assert CASES[name].made().brief == BRIEF[name]


def test_the_lowest_rating_is_set_against_what_the_best_judgement_asks_for() -> None:
    scale = replace(SCALE, judgements=("Bare", "Green", "Lush"), floors=(0, 1, 2))

    assert make_rule("lowest", scale, Parameters()).words == (
        "The lowest rating decides: a Standard is Lush only when every descriptor that applies is Shoot or better."
    )


def test_where_none_may_be_below_that_is_what_the_words_say() -> None:
    assert make_rule("most-allowed", SCALE, Parameters(allowed=0)).words == (
        "A Standard is at a level when no descriptor is below it and at least one is at it or better."
    )


def test_the_best_fit_of_judgements_with_levels_of_their_own_says_which_level_needs_what() -> None:
    scale = replace(SCALE, judgements=("Bare", "Green", "Lush"), floors=(0, 1, 3))

    assert make_rule("best-fit", scale, Parameters()).words == (
        "A Standard is Green when more than half of the descriptors that apply are Seed or better; "
        "Lush when more than half of the descriptors that apply are Tree."
    )


def test_many_named_descriptors_are_counted_rather_than_listed() -> None:
    refs = tuple(f"S01.SAFE.{n}" for n in range(1, 12))

    assert make_rule("k-of-n", SCALE, Parameters(k=9, named=refs)).words.endswith("S01.SAFE.8 and 3 more.")
    assert make_rule("k-of-n", SCALE, Parameters(k=8, named=refs[:8])).words.endswith("S01.SAFE.7, S01.SAFE.8.")


# --- Arithmetic ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "share", "words"),
    [
        (0.75, Share(3, 4), "75%"),
        (0.55, Share(11, 20), "55%"),
        (1, Share(1, 1), "100%"),
        (1.0, Share(1, 1), "100%"),
        ("2/3", Share(2, 3), "2 in 3"),
        ("50/100", Share(1, 2), "50%"),
        (0.000001, Share(1, 1_000_000), "1 in 1000000"),
    ],
)
def test_a_share_is_a_fraction_of_whole_numbers(given: object, share: Share, words: str) -> None:
    read = read_share(given)

    assert read == share
    assert str(read) == words


@pytest.mark.parametrize(
    ("numbers", "times", "whole"),
    [
        ([3, 0, -2], 1, (3, 0, -2)),
        ([0.5, 2], 10, (5, 20)),
        ([2.25, 0.5], 100, (225, 50)),
        ([0.5000004], 10, (5,)),
        ([0.5000006], 1_000_000, (500_001,)),
        ([1 / 3], 1_000_000, (333_333,)),
    ],
)
def test_numbers_are_made_whole_to_six_places(numbers: list[float], times: int, whole: tuple[int, ...]) -> None:
    assert scaled(numbers) == (times, whole)


@pytest.mark.parametrize("given", [0, -0.1, 1.01, 75, True, "3/2", "0/3", "1/0", "half", "", None, [1], 1e-9])
def test_what_is_no_share(given: object) -> None:
    assert read_share(given) is None


def test_a_share_is_reached_exactly_where_decimals_would_miss_it() -> None:
    """0.07 of 100 is 7, though 0.07 * 100 is a little more in a computer's decimals."""
    assert 0.07 * 100 > 7
    ranks = {f"S01.SAFE.{n}": int(n <= 7) for n in range(1, 101)}
    share = read_share(0.07)
    assert share is not None
    rule = make_rule("share", Scale(("No", "Yes"), ("No", "Yes"), (0, 1)), Parameters(share=share))

    assert rule.level(ranks) == 1
    assert rule.level(ranks | {"S01.SAFE.7": 0}) == 0


def test_a_mean_is_reached_exactly_where_decimals_would_miss_it() -> None:
    """Three times 0.7 has a mean of 0.7, which decimals make a little less."""
    assert sum([0.7] * 3) / 3 < 0.7
    scale = Scale(("No", "Some", "Yes"), ("No", "Yes"), (0, 1), values=(0, 0.7, 1))
    rule = make_rule("mean", scale, Parameters(cut_offs={"Yes": 0.7}))

    assert rule.level({A: 1, B: 1, C: 1}) == 1
    assert rule.level({A: 1, B: 1, C: 0}) == 0


def test_scales_may_be_of_any_length() -> None:
    names = tuple(f"Step {n}" for n in range(40))
    rule = make_rule("lowest", Scale(names, names, tuple(range(40))), Parameters())

    assert rule.level({A: 39, B: 17}) == 17
    assert rule.lift({A: 39, B: 17}, 17) == {B: 18}
    two = make_rule("best-fit", Scale(("Not met", "Met"), ("Not met", "Met"), (0, 1)), Parameters())
    assert [two.level({A: 1, B: b, C: c}) for b, c in ((1, 1), (0, 1), (0, 0))] == [1, 1, 0]


def test_a_level_may_have_any_name() -> None:
    """Brackets and braces are only letters."""
    names = ("{0}", "{it", "a}{b", "%s")
    scale = Scale(names, names, (0, 1, 2, 3), values=(0, 1, 2, 3))
    cut_offs = dict(zip(names[1:], (1, 2, 3), strict=True))

    for rule in ("lowest", "share", "best-fit", "mean", "secure-fit", "most-allowed", "k-of-n"):
        made = make_rule(rule, scale, Parameters(none_below="a}{b", cut_offs=cut_offs, k=1))
        assert made.words.endswith(".")
        assert made.level({A: 3}) == 3
