"""Law: a better rating never lowers a judgement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from ecm_xl.core.judgements import Judgement, judge
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.snapshot import Snapshot

MODEL = load_model()
FRAMEWORK = MODEL.framework
TODAY = date(2026, 7, 10)
LEVELS = [level.name for level in FRAMEWORK.levels]
RATING = 5
"""The column of the ratings on the sheet Audit, whose descriptors begin in row 5."""
PALETTES = (
    LEVELS,
    LEVELS[1:],
    LEVELS[2:],
    [*LEVELS, "Not applicable"],
    [LEVELS[-1], LEVELS[-1], "Not applicable"],
    [*LEVELS, "", "Not enough evidence", "Embeded"],
    [""],
)
"""What the descriptors of one Standard are rated with: a Standard rated by one of the first can be judged."""

Change = tuple[Mapping[str, str], str, str, str]
"""Every descriptor's rating; one descriptor, its rating and a better one."""


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A whole audit and a change for the better in one of its rows."""
    fill: dict[str, str] = {}
    for standard in FRAMEWORK.standards:
        entry = st.sampled_from(draw(st.sampled_from(PALETTES)))
        fill |= {descriptor.ref: draw(entry) for descriptor in standard.descriptors}
    ref = draw(st.sampled_from(list(FRAMEWORK.descriptors)))
    worse = draw(st.integers(0, len(LEVELS) - 2))
    better = draw(st.integers(worse + 1, len(LEVELS) - 1))
    return fill, ref, LEVELS[worse], LEVELS[better]


def judged(blank: Callable[[], Snapshot], ratings: Mapping[str, str]) -> tuple[Judgement, ...]:
    """The judgements of a workbook with those ratings."""
    snapshot = blank()
    audit = snapshot.sheet("Audit")
    assert audit is not None
    for row in audit.rows:
        row[RATING - 1] = ratings.get(str(row[0]), row[RATING - 1])
    return judge(FRAMEWORK, parse(MODEL, snapshot).answers, TODAY)


def both(blank: Callable[[], Snapshot], change: Change) -> list[tuple[str, str, str]]:
    """Every judgement, of Standards and of Outcomes within them, before and after: (what, before, after)."""
    fill, ref, worse, better = change
    before, after = judged(blank, {**fill, ref: worse}), judged(blank, {**fill, ref: better})
    pairs = [(f"S{old.standard:02d}", old.judgement, new.judgement) for old, new in zip(before, after, strict=True)]
    for old, new in zip(before, after, strict=True):
        for outcome in FRAMEWORK.outcomes:
            levels = old.outcomes[outcome.title].level, new.outcomes[outcome.title].level
            pairs.append((f"S{old.standard:02d}.{outcome.code}", *levels))
    return pairs


@settings(max_examples=80)
@given(change=changes())
def test_a_better_rating_never_lowers_a_judgement(blank: Callable[[], Snapshot], change: Change) -> None:
    _, ref, _, _ = change
    for what, before, after in both(blank, change):
        assert bool(before) == bool(after), what
        assert FRAMEWORK.rank.get(after, -1) >= FRAMEWORK.rank.get(before, -1), what
        if not ref.startswith(f"{what}."):
            assert before == after, what


WITNESSES: Mapping[str, Callable[[list[tuple[str, str, str]]], bool]] = {
    "a Standard that rises": lambda pairs: any(b != a and "." not in what for what, b, a in pairs),
    "an Outcome that rises while its Standard stays": lambda pairs: (
        any(b != a for _, b, a in pairs) and not any(b != a and "." not in what for what, b, a in pairs)
    ),
    "a judgement that stays": lambda pairs: any(b for _, b, _ in pairs) and all(b == a for _, b, a in pairs),
    "no judgement at all": lambda pairs: any(not b for _, b, _ in pairs),
}


@pytest.mark.parametrize("case", WITNESSES)
def test_the_law_is_tried_on(blank: Callable[[], Snapshot], case: str) -> None:
    found = find(
        changes(),
        lambda change: WITNESSES[case](both(blank, change)),
        settings=settings(max_examples=2000, phases=[Phase.generate]),
    )
    assert WITNESSES[case](both(blank, found))


def test_the_last_row_that_is_not_embedded_lifts_its_standard(blank: Callable[[], Snapshot]) -> None:
    fill = dict.fromkeys((d.ref for d in FRAMEWORK.standard(3).descriptors), "Embedded")
    changed = [pair for pair in both(blank, (fill, "S03.SAFE.2", "Developing", "Embedded")) if pair[1] != pair[2]]
    assert changed == [("S03", "Developing", "Embedded"), ("S03.SAFE", "Developing", "Embedded")]
