"""National Service Framework (C2): each of its eleven standards rolled up from its themes, with the working.

**How**: as Standards are (`core.judgements`). Themes marked Not applicable leave the sum; as long as one of the others
has no level (not rated, Not enough evidence, not readable, its row gone) nothing comes out, and the themes without a
level are named. When all have one, the framework's own rule is applied to the themes. A rule that looks at certain
descriptors by their Refs has nothing to look at here: then the lowest rating decides (ours).

The levels, too, are the framework's own (ours): the source has no scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.figures import tally
from ecm_xl.core.forms.telling import every_row
from ecm_xl.core.framework import NO_PARAMETERS, Framework
from ecm_xl.core.judgements import Group, Lift, RollUp, RollUps, counted_words
from ecm_xl.core.remember import for_the_last
from ecm_xl.core.words import counted


@dataclass(frozen=True, slots=True)
class NsfStandard:
    """One of the eleven, rolled up. `decided`: the Refs of the themes that hold it back; `lifts`: the smallest step."""

    ref: str
    title: str
    whole: RollUp
    decided: Sequence[str]
    lifts: Sequence[Lift]


def standards(case: FormCase) -> list[Line]:
    """A line a standard: what it comes to, its working, what holds it back, the smallest step up."""
    return [
        {
            "number": one.ref,
            "title": one.title,
            "working": _working(one.whole),
            "judgement": one.whole.level or one.whole.text.partition(":")[0],
            "held_back_by": _held_back(one),
            "lift": _lift(one.lifts),
        }
        for one in _rolled_up(case)
    ]


def rule(case: FormCase) -> list[Line]:
    """The rule in words, and whose it is."""
    roll_ups = _roll_ups(case.framework)
    is_its_own = roll_ups.framework is case.framework
    whose = "Your framework's own" if is_its_own else "Ours: your framework's rule names its own descriptors"
    return [{"rule_id": roll_ups.rule.id, "whose": whose, "words": roll_ups.rule.words}]


def stands_out(case: FormCase) -> list[str]:
    """How many themes are rated and what the standards come to."""
    if not case.answered("NSF"):
        return []
    found = [one.whole for one in _rolled_up(case)]
    rated, applicable = sum(whole.rated for whole in found), sum(whole.applicable for whole in found)
    said = [f"{rated} of {applicable} themes of the National Service Framework rated"]
    reached = tally((whole.level for whole in found), [level.name for level in case.framework.judgement_levels[::-1]])
    return [*said, f"Of its {counted(len(found), 'standard')}: {reached}"] if reached else said


@for_the_last
def _roll_ups(framework: Framework) -> RollUps:
    """What rolls themes up: the framework's rule where counts by level are all that it looks at, else the lowest."""
    if framework.roll_up_rule.by_counts:
        return RollUps(framework)
    return RollUps(replace(framework, rule="lowest", parameters=NO_PARAMETERS))


def _rolled_up(case: FormCase) -> list[NsfStandard]:
    themes: dict[str, list[Entry]] = {}
    for entry in every_row(case, "NSF"):
        themes.setdefault(entry.ref.partition(".")[0], []).append(entry)
    return [_standard(case, ref, entries) for ref, entries in themes.items()]


def _standard(case: FormCase, ref: str, themes: Sequence[Entry]) -> NsfStandard:
    roll_ups = _roll_ups(case.framework)
    rank = case.framework.rank
    ranks = {entry.ref: rank[entry.text("rating")] for entry in themes if entry.text("rating") in rank}
    applying = [entry.ref for entry in themes if entry.text("rating") not in case.framework.leaves_the_sum]
    whole = roll_ups.of(_group(len(rank), ranks, len(applying)))
    title = themes[0].texts.get("group", "")
    if not whole.level:
        return NsfStandard(ref, title, whole, [theme for theme in applying if theme not in ranks], ())
    working = roll_ups.working(ranks, case.answers.tables["NSF"], whole)
    decided = [because.ref for because in working.because] if working.to_lift else []
    return NsfStandard(ref, title, whole, decided, working.to_lift)


def _group(levels: int, ranks: Mapping[str, int], applicable: int) -> Group:
    """The themes that apply, counted by level."""
    group = Group([list(ranks.values()).count(rank) for rank in range(levels)], applicable)
    group.ranks = dict(ranks)
    return group


def _held_back(one: NsfStandard) -> str:
    """The themes' Refs; where not one is rated, that it is all of them."""
    if one.decided and not one.whole.rated:
        return "All of its themes"
    return ", ".join(one.decided)


def _lift(lifts: Sequence[Lift]) -> str:
    """`NSF09.1, NSF09.4 to Embedded; NSF09.5 to Developing`."""
    refs: dict[str, list[str]] = {}
    for lift in lifts:
        refs.setdefault(lift.to, []).append(lift.ref)
    return "; ".join(f"{', '.join(found)} to {level}" for level, found in refs.items())


def _working(whole: RollUp) -> str:
    """`Developing: 6 of 6 rated (1 Developing, 5 Embedded)`, or why there is none."""
    if not whole.level:
        return whole.text
    return f"{whole.level}: {whole.rated} of {whole.applicable} rated{counted_words(whole.counts)}"
