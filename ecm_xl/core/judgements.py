"""Judgements: what the ratings of a Standard, and of an Outcome within it, roll up to, with the working.

How (DOMAIN, "How a judgement is made"):

1. Applicable descriptors are those not marked Not applicable. As long as one of them has no level
   (not rated, Not enough evidence, an entry that could not be read) there is no judgement. An
   absent rating is never the lowest level.
2. When all have a level, the framework's rule is applied to the Standard's descriptors (not to
   its Outcomes' judgements).
3. Every descriptor Not applicable: no judgement, text "Not applicable"; never the best level.
4. A complete override (level, name, date, reason) takes the judgement's place, also where nothing
   can be computed yet; the computed one stays visible.

A Standard without any entry in its ratings whose Planned year is yet to come is "Not started
(planned 2027)" (A3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from ecm_xl.core.answers import FilledTable, SettingAnswers
from ecm_xl.core.framework import Framework, Standard
from ecm_xl.core.ratings import Rating, Sort, read_level, read_ratings
from ecm_xl.core.remember import for_the_last
from ecm_xl.core.words import fold, is_blank

FIRST_YEAR, LAST_YEAR = 1900, 9999
"""What counts as a year."""
WITHOUT_A_RATING, BELOW_BENCHMARK = "without a rating", "below their benchmark"


@dataclass(frozen=True, slots=True)
class RollUp:
    """A group of descriptors rolled up. `level` is '' where there is no judgement; `text` always says why.

    `counts`: rating level → descriptors. `held_back_by`: what stands between this and the best judgement, '2 without
    a rating, 3 Emergent', or ''.
    """

    level: str
    text: str
    rated: int
    applicable: int
    counts: Mapping[str, int]
    held_back_by: str = field(default="", compare=False)

    @property
    def short(self) -> str:
        """The text without the counts in brackets, for narrow cells."""
        return self.text.partition(" (")[0]


@dataclass(frozen=True, slots=True)
class Override:
    """A Standard's judgement as a named person sets it. `missing` names what it lacks to count."""

    level: str
    by: str
    on: date | None
    reason: str
    missing: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """True where level, name, date and reason are all there."""
        return not self.missing


@dataclass(slots=True, unsafe_hash=True)
class Because:
    """A descriptor that decided a judgement, with its cell.

    Nobody changes one; but there are some two hundred in a workbook, and to make a frozen one takes five times as long.
    """

    ref: str
    cell: str
    rating: str


@dataclass(frozen=True, slots=True)
class Lift:
    """A change that belongs to the smallest lift of a judgement."""

    ref: str
    cell: str
    now: str
    to: str


@dataclass(slots=True)
class Judgement:
    """A Standard's judgement with its working. `judgement` and `computed` are '' where there is none.

    `lifts_to`: the judgement that the changes in `to_lift` lead to. Not frozen, for the reason that `Because` gives.
    """

    standard: int
    title: str
    judgement: str
    computed: str
    computed_text: str
    override: Override | None
    outcomes: Mapping[str, RollUp]
    whole: RollUp
    rule: str
    because: tuple[Because, ...]
    to_lift: tuple[Lift, ...]
    unrated: tuple[str, ...]
    text: str
    lifts_to: str = ""

    @property
    def short(self) -> str:
        """The judgement, or why there is none, in a few words: `Not yet: 6 of 17 rated`."""
        return self.judgement or self.computed_short

    @property
    def computed_short(self) -> str:
        """The computed judgement, or why there is none, in a few words."""
        return self.whole.short if self.computed_text == self.whole.text else self.computed_text

    @property
    def rests_on_override(self) -> bool:
        """True where a person's override has taken the computed judgement's place."""
        return self.override is not None and self.override.counts


def judge(
    framework: Framework, answers: SettingAnswers, today: date, ratings: Mapping[str, Rating] | None = None
) -> tuple[Judgement, ...]:
    """Every Standard's judgement, in order. `ratings`: as `read_ratings` gives them, read here where None."""
    ratings = read_ratings(framework, answers.audit) if ratings is None else ratings
    roll_ups = _roll_ups(framework)
    return tuple(_judgement(roll_ups, standard, ratings, answers, today) for standard in framework.standards)


def _judgement(
    roll_ups: RollUps, standard: Standard, ratings: Mapping[str, Rating], answers: SettingAnswers, today: date
) -> Judgement:
    framework = roll_ups.framework
    everyone, groups, unrated = _put_in_groups(roll_ups, standard, ratings)
    whole = roll_ups.of(everyone)
    override = read_override(framework, answers.overrides, standard.ref)
    counted = override if override is not None and override.counts else None
    computed_text = _not_started(standard, ratings, answers.leads, today) or whole.text
    working = roll_ups.working(everyone.ranks, answers.audit, whole) if whole.level else NO_WORKING
    return Judgement(
        standard=standard.number,
        title=standard.title,
        judgement=counted.level if counted else whole.level,
        computed=whole.level,
        computed_text=computed_text,
        override=override,
        outcomes=dict(zip(roll_ups.titles, map(roll_ups.of, groups), strict=True)),
        whole=whole,
        rule=roll_ups.rule.words,
        because=working.because,
        to_lift=working.to_lift,
        unrated=unrated,
        text=_override_text(standard, counted, computed_text)
        if counted
        else _text(whole, computed_text, roll_ups.rule.tally(everyone.ranks)),
        lifts_to=working.lifts_to,
    )


class Group:
    """Descriptors to be rolled up: how many at each rank, how many apply, the ranks by Ref (where the rule asks for
    more than counts)."""

    __slots__ = ("applicable", "counts", "ranks")

    def __init__(self, counts: list[int], applicable: int) -> None:
        self.counts, self.applicable = counts, applicable
        self.ranks: dict[str, int] = {}


def _put_in_groups(
    roll_ups: RollUps, standard: Standard, ratings: Mapping[str, Rating]
) -> tuple[Group, list[Group], tuple[str, ...]]:
    """All of a Standard's descriptors, those of each Outcome, and the Refs without a level."""
    rank_of, by_counts = roll_ups.framework.rank, roll_ups.by_counts
    groups = [Group([0] * len(rank_of), size) for size in roll_ups.sizes[standard.number]]
    counts: list[list[int]] = [group.counts for group in groups]
    ranks: dict[str, int] = {}
    unrated: list[str] = []
    for ref, outcome in roll_ups.framework.outcome_places[standard.number]:
        rating = ratings[ref]
        rank = rank_of.get(rating.answer)
        if rank is not None:
            ranks[ref] = rank
            counts[outcome][rank] += 1
            if not by_counts:
                groups[outcome].ranks[ref] = rank
        elif rating.leaves_the_sum:
            groups[outcome].applicable -= 1
        else:
            unrated.append(ref)
    everyone = Group(list(map(sum, zip(*counts, strict=True))), len(ranks) + len(unrated))
    everyone.ranks = ranks
    return everyone, groups, tuple(unrated)


class Working(NamedTuple):
    """How a judgement came about: what decided it, the smallest lift, and the level that the lift reaches."""

    because: tuple[Because, ...] = ()
    to_lift: tuple[Lift, ...] = ()
    lifts_to: str = ""


NO_WORKING = Working()


class RollUps:
    """Rolls groups up by the framework's rule. Groups with the same counts come to the same and are worked out once."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.rule = framework.roll_up_rule
        self.names = framework.scale.ratings
        self.titles = [outcome.title for outcome in framework.outcomes]
        self.by_counts = self.rule.by_counts
        self.sizes = {standard.number: framework.sizes(standard.number) for standard in framework.standards}
        self._known: dict[tuple[int, ...], RollUp] = {}

    def of(self, group: Group) -> RollUp:
        """What a group comes to; no level where one of its descriptors has none."""
        if not self.by_counts:
            return self._roll_up(tuple(group.counts), group.applicable, group.ranks)
        key = group.applicable, *group.counts
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._roll_up(key[1:], group.applicable, group.ranks)
        return known

    def _roll_up(self, counts: tuple[int, ...], applicable: int, ranks: Mapping[str, int]) -> RollUp:
        rated, named = sum(counts), dict(zip(self.names, counts, strict=True))
        if not applicable:
            return RollUp("", self.framework.not_applicable, 0, 0, named)
        if rated < applicable:
            text = f"Not yet: {rated} of {applicable} rated{counted_words(named)}"
            return RollUp("", text, rated, applicable, named, self._held_back(ranks, counts, applicable - rated))
        place = self.rule.level_of_counts(counts) if self.by_counts else self.rule.level(ranks)
        level = self.framework.judgement_levels[place].name
        is_best = place + 1 == len(self.framework.judgement_levels)
        return RollUp(level, level, rated, applicable, named, "" if is_best else self._held_back(ranks, counts, 0))

    def _held_back(self, ranks: Mapping[str, int], counts: Sequence[int], unrated: int) -> str:
        """`2 without a rating, 3 Emergent`: what stands between a group and the best judgement."""
        parts = [(unrated, WITHOUT_A_RATING)]
        tally = self.rule.tally(ranks)
        if tally is None:
            parts += list(zip(counts, self.names, strict=True))[: self.framework.scale.floors[-1]]
        else:
            parts.append((tally[1] - tally[0], BELOW_BENCHMARK))
        return ", ".join(f"{count} {words}" for count, words in parts if count)

    def working(self, ranks: Mapping[str, int], audit: FilledTable, whole: RollUp) -> Working:
        """The descriptors that decided the judgement and the smallest change that lifts it."""
        names, place = self.names, self.framework.judgement_rank[whole.level]
        decided = self.rule.deciding(ranks, place)
        cells = audit.cells(decided, "rating")
        because = tuple(map(Because, decided, cells, [names[ranks[ref]] for ref in decided]))
        lifts = self.rule.lift(ranks, place)
        if not lifts:
            return Working(because)
        cells = audit.cells(lifts, "rating")
        to_lift = tuple(
            Lift(ref, cell, names[ranks[ref]], names[rank])
            for (ref, rank), cell in zip(lifts.items(), cells, strict=True)
        )
        reached = self.framework.judgement_levels[self.rule.level({**ranks, **lifts})].name
        return Working(because, to_lift, reached)


_roll_ups = for_the_last(RollUps)
"""What groups come to is the same in every workbook."""


def counted_words(counts: Mapping[str, int]) -> str:
    """' (4 Developing, 2 Embedded)', '' where nothing is counted."""
    parts = [f"{n} {name}" for name, n in counts.items() if n]
    return f" ({', '.join(parts)})" if parts else ""


def read_override(framework: Framework, table: FilledTable, ref: str) -> Override | None:
    """The override in that Standard's row, None where none of its cells is filled in."""
    fields = ("override", "override_by", "override_on", "reason")
    if ref in table.doubtful or all(is_blank(table.value(ref, name)) for name in fields):
        return None
    level = read_level(framework, table.value(ref, "override"))
    on = table.value(ref, "override_on")
    by, reason = table.text(ref, "override_by").strip(), table.text(ref, "reason").strip()
    day = on.date() if isinstance(on, datetime) else on if isinstance(on, date) else None
    have = {"level": bool(level), "name": bool(fold(by)), "date": day is not None, "reason": bool(fold(reason))}
    missing = tuple(name for name, there in have.items() if not there)
    return Override(level, by, day, reason, missing)


def planned_year(leads: FilledTable, ref: str) -> int:
    """The Standard's Planned year, 0 where none is given or it is no year."""
    value = leads.value(ref, "planned") if ref not in leads.doubtful else None
    if isinstance(value, str):
        typed = fold(value)
        value = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == len("2027") else 0
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return 0
    return int(value) if FIRST_YEAR <= value <= LAST_YEAR else 0


def _not_started(standard: Standard, ratings: Mapping[str, Rating], leads: FilledTable, today: date) -> str:
    year = planned_year(leads, standard.ref)
    if year <= today.year or any(ratings[d.ref].sort is not Sort.NOT_RATED for d in standard.descriptors):
        return ""
    return f"Not started (planned {year})"


def _override_text(standard: Standard, override: Override, computed_text: str) -> str:
    return f"{override.level}: rests on 1 override (Standard {standard.number}; computed: {computed_text})"


def _text(whole: RollUp, computed_text: str, tally: tuple[int, int] | None) -> str:
    if not whole.level:
        return computed_text
    met = f"; {tally[0]} of {tally[1]} at their benchmark or better" if tally else ""
    return f"{whole.level}: {whole.rated} of {whole.applicable} rated{counted_words(whole.counts)}{met}"
