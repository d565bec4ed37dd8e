"""Laws of every rule: a better rating never lowers, the lift lifts, all but the order of Refs is one and the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from ecm_xl.core.rules import RULES, Gate, Parameters, Rule, Scale, Share, make_rule

REFS = tuple(f"S01.{code}.{n}" for code in ("SAFE", "ENJOY") for n in range(1, 9))
NAMES = tuple(f"Step {n}" for n in range(6))


@dataclass(frozen=True)
class Example:
    """A rule, ratings, and one of them made better."""

    rule: Rule
    top: int
    ranks: Mapping[str, int]
    ref: str
    better: int

    @property
    def before(self) -> int:
        return self.rule.level(self.ranks)

    @property
    def after(self) -> int:
        return self.rule.level({**self.ranks, self.ref: self.better})


shares = st.builds(lambda part, of: Share(min(part, of), of), st.integers(1, 12), st.integers(1, 12))
some_refs = st.lists(st.sampled_from(REFS), min_size=1, max_size=6, unique=True).map(tuple)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    """A scale of two to six levels, with values, either way round, benchmarks, and judgements of its own or not."""
    levels = draw(st.integers(2, 6))
    names = NAMES[:levels]
    values = sorted(draw(st.lists(st.integers(-20, 20), min_size=levels, max_size=levels, unique=True)))
    low = draw(st.booleans())
    floors = (
        tuple(sorted(draw(st.lists(st.integers(0, levels - 1), min_size=2, max_size=4)))) if draw(st.booleans()) else ()
    )
    judgements = tuple(f"Grade {n}" for n in range(len(floors))) or names
    return Scale(
        names,
        judgements,
        floors or tuple(range(levels)),
        tuple(value / 4 for value in (reversed(values) if low else values)),
        low,
        {ref: draw(st.integers(0, levels - 1)) for ref in REFS},
    )


@st.composite
def parameters(draw: st.DrawFn, rule: str, scale: Scale) -> Parameters:
    """Parameters that the rule may have on that scale."""
    asked = scale.judgements[1:]
    ends = min(scale.values), max(scale.values)
    cuts = sorted(draw(st.lists(st.floats(*ends, allow_nan=False), min_size=len(asked), max_size=len(asked))))
    named = draw(some_refs)
    rest = draw(st.sampled_from([name for name in RULES if name != "gates"]))
    gates = st.builds(Gate, some_refs, st.sampled_from(scale.ratings), st.sampled_from(asked))
    return Parameters(
        share=draw(shares),
        shares=draw(st.dictionaries(st.sampled_from(asked), shares)),
        allowed=draw(st.integers(0, 4)),
        none_below=draw(st.sampled_from(["", *scale.ratings])),
        gates=tuple(draw(st.lists(gates, min_size=1, max_size=3))) if rule == "gates" else (),
        rest=rest,
        rest_parameters=draw(parameters(rest, scale)) if rule == "gates" else None,
        cut_offs=dict(zip(asked, reversed(cuts) if scale.low_is_best else cuts, strict=True)),
        k=draw(st.integers(1, 9)),
        named=named,
        of_named=draw(st.integers(0, len(named))),
    )


@st.composite
def examples(draw: st.DrawFn, rule: str) -> Example:
    """Any rule of that kind on any scale, and a change for the better in a group of any size."""
    scale = draw(scales())
    made = make_rule(rule, scale, draw(parameters(rule, scale)))
    top = len(scale.ratings) - 1
    refs = draw(st.lists(st.sampled_from(REFS), min_size=1, max_size=10, unique=True))
    centre = draw(st.integers(0, top))
    around = st.integers(max(0, centre - 1), min(top, centre + 1))
    ranks = {ref: draw(around | st.integers(0, top)) for ref in refs}
    ref = draw(st.sampled_from(refs))
    ranks[ref] = min(ranks[ref], top - 1)
    return Example(made, top, ranks, ref, draw(st.integers(ranks[ref] + 1, top)))


@pytest.mark.parametrize("rule", RULES)
def test_a_better_rating_never_lowers_and_the_lift_lifts(rule: str) -> None:
    @settings(max_examples=60)
    @given(example=examples(rule))
    def law(example: Example) -> None:
        before, ranks = example.before, example.ranks
        assert example.after >= before
        lift = example.rule.lift(ranks, before)
        assert all(ranks[ref] < rank <= example.top for ref, rank in lift.items())
        if before + 1 < len(example.rule.asks):
            assert example.rule.level({**ranks, **lift}) > before
            for ref in lift:  # nothing in it can be spared
                assert example.rule.level({**ranks, **lift, ref: ranks[ref]}) == before
        else:
            assert lift == {}
        assert set(example.rule.deciding(ranks, before)) <= set(ranks)
        assert example.rule.deciding(ranks, before)

    law()


@pytest.mark.parametrize("rule", RULES)
def test_the_order_of_descriptors_changes_no_level(rule: str) -> None:
    @settings(max_examples=20)
    @given(example=examples(rule))
    def law(example: Example) -> None:
        turned = dict(reversed(list(example.ranks.items())))
        before = example.before
        assert example.rule.level(turned) == before
        assert set(example.rule.deciding(turned, before)) == set(example.rule.deciding(example.ranks, before))
        sizes = [
            (len(lift), sum(rank - example.ranks[ref] for ref, rank in lift.items()))
            for lift in (example.rule.lift(example.ranks, before), example.rule.lift(turned, before))
        ]
        assert sizes[0] == sizes[1]

    law()


WITNESSES: Mapping[str, Callable[[Example], bool]] = {
    "a level that rises": lambda e: e.after > e.before,
    "a level that stays": lambda e: e.after == e.before < len(e.rule.asks) - 1,
    "a lift of several descriptors": lambda e: len(e.rule.lift(e.ranks, e.before)) > 2,
    "the best level": lambda e: e.after == len(e.rule.asks) - 1,
}


@pytest.mark.parametrize("case", WITNESSES)
@pytest.mark.parametrize("rule", RULES)
def test_the_laws_are_tried_on(rule: str, case: str) -> None:
    found = find(examples(rule), WITNESSES[case], settings=settings(max_examples=2000, phases=[Phase.generate]))
    assert WITNESSES[case](found)
