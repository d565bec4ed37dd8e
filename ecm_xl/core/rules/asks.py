"""A rule as a list of what each level asks, and what follows from that: the level and what decided it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ecm_xl.core.rules.lifts import smallest_lift

Ranks = Mapping[str, int]
"""Ref → rank of its rating, 0 the worst."""


@dataclass(frozen=True, slots=True)
class Members:
    """Whom an ask looks at: the named ones of a group, or the others (everybody, where there are no others).

    `key` names them on the sheet of counts.
    """

    key: str
    refs: frozenset[str] = frozenset()
    others: bool = True

    def of(self, ranks: Ranks) -> Ranks:
        """Those of the group that are looked at."""
        if not self.refs:
            return ranks if self.others else {}
        mine = {ref: rank for ref, rank in ranks.items() if (ref in self.refs) is not self.others}
        return mine or ranks if self.others else mine


ALL = Members("n")
"""Everybody in the group."""


@dataclass(frozen=True)
class Ask:
    """That the worths of n members' ratings come to `each` · n + `plus`, at least to `least`, at most to `most`.

    `worths`: by rank, never falling; where there are `bars` (Ref → rank), below the bar and from it on.
    """

    worths: tuple[int, ...]
    each: int = 1
    plus: int = 0
    least: int | None = None
    most: int | None = None
    members: Members = ALL
    bars: Mapping[str, int] | None = None

    def worth(self, ref: str, rank: int) -> int:
        """What that rating of that descriptor is worth."""
        return self.worths[rank if self.bars is None else rank >= self.bars[ref]]

    def need(self, number: int) -> int:
        """What the worths of so many members must come to."""
        needed = self.each * number + self.plus
        if self.least is not None:
            needed = max(needed, self.least)
        return needed if self.most is None else min(needed, self.most)

    def short(self, ranks: Ranks) -> int:
        """How much is missing; 0 where the ask is met."""
        mine, bars = self.members.of(ranks), self.bars
        if bars is None:
            there = sum(map(self.worths.__getitem__, mine.values()))
        else:
            there = sum(self.worths[rank >= bars[ref]] for ref, rank in mine.items())
        return max(0, self.need(len(mine)) - there)

    def floor(self, ref: str) -> int:
        """The first rank that is worth as much as any, for that descriptor."""
        return self._floor if self.bars is None else self.bars[ref]

    @cached_property
    def _floor(self) -> int:
        return self.worths.index(max(self.worths))

    def is_met_by(self, counts: tuple[int, ...]) -> bool:
        """The same of counts by rank, for an ask that looks at everybody alike."""
        return sum(map(int.__mul__, self.worths, counts)) >= self.need(sum(counts))

    def those(self, ranks: Ranks, *, doing_their_part: bool) -> list[str]:
        """The members whose ratings are worth what is asked of each, or those whose are not."""
        mine = self.members.of(ranks)
        if self.bars is None:
            does = [(worth >= self.each) is doing_their_part for worth in self.worths]
            return [ref for ref, rank in mine.items() if does[rank]]
        return [ref for ref, rank in mine.items() if (self.worth(ref, rank) >= self.each) is doing_their_part]

    @property
    def by_counts(self) -> bool:
        """True where counts by rank are enough to know."""
        return self.members is ALL and self.bars is None

    @property
    def is_count(self) -> bool:
        """True where a rating counts or doesn't; False where it is worth more or less."""
        return set(self.worths) <= {0, max(self.worths)}

    @property
    def is_of_everyone(self) -> bool:
        """True where every member must have the greatest worth."""
        return (self.each, self.plus, self.least, self.most) == (max(self.worths), 0, None, None)


@dataclass(frozen=True)
class Rule:
    """A rule: its words for people, and what each judgement level asks, from the worst (nothing) to the best.

    `words` is one or two sentences with the rule's figures, `brief` a few words for a column's note.
    """

    id: str
    words: str
    brief: str
    asks: tuple[tuple[Ask, ...], ...]
    _known: dict[tuple[int, ...], int] = field(default_factory=dict, compare=False, repr=False)

    def level(self, ranks: Ranks) -> int:
        """The place of the judgement, 0 the worst: the highest whose asks are met, and all beneath it."""
        place = 0
        for asks in self.asks[1:]:
            if any(ask.short(ranks) for ask in asks):
                break
            place += 1
        return place

    @cached_property
    def by_counts(self) -> bool:
        """True where the counts by rank are enough to know the level."""
        return all(ask.by_counts for ask in self.every_ask)

    @property
    def every_ask(self) -> Iterator[Ask]:
        """Every ask of every level."""
        return (ask for asks in self.asks for ask in asks)

    def level_of_counts(self, counts: tuple[int, ...]) -> int:
        """`level` of a group by its counts by rank, for a rule `by_counts`; each is worked out once."""
        place = self._known.get(counts)
        if place is None:
            place = 0
            while place + 1 < len(self.asks) and all(ask.is_met_by(counts) for ask in self.asks[place + 1]):
                place += 1
            self._known[counts] = place
        return place

    def deciding(self, ranks: Ranks, level: int) -> tuple[str, ...]:
        """The Refs that decided that level: those that fall short of what the next one asks; where it is the best,
        those that do their part for it."""
        is_best = level + 1 == len(self.asks)
        asks = self.asks[level] if is_best else [ask for ask in self.asks[level + 1] if ask.short(ranks)]
        found = [ask.those(ranks, doing_their_part=is_best) for ask in asks]
        if len(found) == 1:
            return tuple(found[0])
        every = set().union(*found)
        return tuple(ref for ref in ranks if ref in every)

    def lift(self, ranks: Ranks, level: int) -> dict[str, int]:
        """Ref → rank for the smallest change that raises that level; nothing where it is the best."""
        return smallest_lift(self.asks[level + 1], ranks) if level + 1 < len(self.asks) else {}

    @cached_property
    def has_benchmarks(self) -> bool:
        """True where descriptors are set against benchmarks of their own."""
        return any(ask.bars is not None for ask in self.every_ask)

    def tally(self, ranks: Ranks) -> tuple[int, int] | None:
        """(descriptors at their own benchmark or better, descriptors), where the rule knows benchmarks."""
        if not self.has_benchmarks:
            return None
        bars = next(ask.bars for ask in self.every_ask if ask.bars is not None)
        return sum(rank >= bars[ref] for ref, rank in ranks.items()), len(ranks)
