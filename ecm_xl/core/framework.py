"""A framework: Standards, Outcomes and descriptors, the scale they are rated on, routes and awards.

A framework is data; these are its plain shapes. The scale runs from worst to best, whichever way round the file
has it. Judgements have the ratings' levels, or levels of their own. Beside the levels
stand the kinds of *no level* (DOMAIN: not rated, Not applicable, Not enough evidence, not reported):
none of them is a level and none of them is zero.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ecm_xl.core.rules import Parameters, Rule, Scale, make_rule
from ecm_xl.core.words import fold, heads_of


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the scale, with the other spellings in which people write it.

    `value`: its number, where ratings have some. `asks`: of a judgement level, the rating that it asks for.
    """

    name: str
    meaning: str
    spellings: tuple[str, ...] = ()
    value: float | None = None
    asks: str = ""


@dataclass(frozen=True, slots=True)
class NoLevel:
    """One kind of no level. `offered` ones stand in the list that people choose from."""

    id: str
    name: str
    meaning: str
    offered: bool = False
    leaves_the_sum: bool = False
    needs_reason: bool = False
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the outcomes, with the spellings met in real files."""

    code: str
    title: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One observable statement under a Standard and an Outcome."""

    ref: str
    standard: int
    outcome: str
    text: str
    evidence: str
    benchmark: str = ""
    """The level that it is measured by, where the rule is `benchmark`."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One Standard with its descriptors in order."""

    number: int
    title: str
    meaning: str
    descriptors: tuple[Descriptor, ...]

    @property
    def ref(self) -> str:
        """`S03`."""
        return f"S{self.number:02d}"

    @property
    def label(self) -> str:
        """`03 Environment`: sorts as the numbers do."""
        return f"{self.number:02d} {self.title}"


@dataclass(frozen=True, slots=True)
class Route:
    """A route to the award (A3): advice on pace, never an error."""

    number: int
    title: str
    advice: str
    standards_a_year: int
    years: int


@dataclass(frozen=True, slots=True)
class Award:
    """What an award asks for (A9). `everywhere`: Standards that must reach `level` in every setting;
    `somewhere`: Standards that must reach it in at least one. A setting's award has only the first."""

    id: str
    scope: str
    title: str
    level: str
    everywhere: tuple[int, ...]
    somewhere: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingType:
    """A kind of setting: its code on the command line and its words on the sheet."""

    code: str
    title: str


NO_PARAMETERS = Parameters()


@dataclass(frozen=True)
class Framework:
    """A whole framework. `levels` run from worst to best; `rule` names how ratings roll up, with `parameters`.

    `own_judgement_levels`: what judgements come to, where that is not the ratings' levels. `words`: what the
    framework calls things in a setting workbook (`frameworks.loader.WORDS`).
    """

    id: str
    version: str
    title: str
    rule: str
    levels: tuple[Level, ...]
    no_levels: tuple[NoLevel, ...]
    outcomes: tuple[Outcome, ...]
    standards: tuple[Standard, ...]
    routes: tuple[Route, ...] = ()
    awards: tuple[Award, ...] = ()
    setting_types: tuple[SettingType, ...] = ()
    parameters: Parameters = NO_PARAMETERS
    own_judgement_levels: tuple[Level, ...] = ()
    low_is_best: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    source: str = field(default="", compare=False)

    @cached_property
    def descriptors(self) -> Mapping[str, Descriptor]:
        """Every descriptor by its Ref, in the framework's order."""
        return {d.ref: d for s in self.standards for d in s.descriptors}

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Ref → its descriptor's text."""
        return {ref: descriptor.text for ref, descriptor in self.descriptors.items()}

    @cached_property
    def heads(self) -> bytes:
        """The first letters of the descriptors' texts."""
        return heads_of(self.texts.values())

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Level name → place on the scale, 0 the worst."""
        return {level.name: place for place, level in enumerate(self.levels)}

    @property
    def best(self) -> str:
        """The name of the best level."""
        return self.levels[-1].name

    @cached_property
    def judgement_levels(self) -> tuple[Level, ...]:
        """What judgements come to, from worst to best."""
        return self.own_judgement_levels or self.levels

    @cached_property
    def judgement_rank(self) -> Mapping[str, int]:
        """Judgement level's name → place, 0 the worst."""
        return {level.name: place for place, level in enumerate(self.judgement_levels)}

    @property
    def best_judgement(self) -> str:
        """The name of the best judgement."""
        return self.judgement_levels[-1].name

    @cached_property
    def judgement_spellings(self) -> Mapping[str, str]:
        """Folded spelling → the judgement level's own name."""
        return {fold(word): x.name for x in self.judgement_levels for word in (x.name, *x.spellings)}

    @cached_property
    def scale(self) -> Scale:
        """The scale as rules see it. A judgement level that asks for nothing asks for the rating in its place."""
        last = len(self.levels) - 1
        return Scale(
            ratings=tuple(level.name for level in self.levels),
            judgements=tuple(level.name for level in self.judgement_levels),
            floors=tuple(self.rank.get(x.asks, min(n, last)) for n, x in enumerate(self.judgement_levels)),
            values=tuple(level.value for level in self.levels if level.value is not None),
            low_is_best=self.low_is_best,
            benchmarks={ref: self.rank[d.benchmark] for ref, d in self.descriptors.items() if d.benchmark},
        )

    @cached_property
    def roll_up_rule(self) -> Rule:
        """The rule by which ratings roll up."""
        return make_rule(self.rule, self.scale, self.parameters)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """What the Rating list offers: the levels, then the kinds of no level that are answers."""
        return tuple(x.name for x in self.levels) + tuple(x.name for x in self.no_levels if x.offered)

    @cached_property
    def leaves_the_sum(self) -> frozenset[str]:
        """The answers that take a descriptor out of the sum (Not applicable)."""
        return frozenset(x.name for x in self.no_levels if x.leaves_the_sum)

    @cached_property
    def needs_reason(self) -> frozenset[str]:
        """The answers that need a reason in Comment."""
        return frozenset(x.name for x in self.no_levels if x.needs_reason)

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Folded spelling → the answer's own name, for every answer that may be typed."""
        answers: Sequence[Level | NoLevel] = (*self.levels, *(x for x in self.no_levels if x.offered))
        return {fold(word): x.name for x in answers for word in (x.name, *x.spellings)}

    @cached_property
    def any_answer(self) -> re.Pattern[str]:
        """Finds the answers that a folded text names, each as words of its own, the longest first."""
        words = sorted(self.spellings, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")

    @cached_property
    def not_applicable(self) -> str:
        """The name of the answer that leaves the sum, for texts."""
        return next((x.name for x in self.no_levels if x.leaves_the_sum), "Not applicable")

    @cached_property
    def standard_of(self) -> Mapping[str, int]:
        """Ref of a Standard (`S03`) or of a descriptor (`S03.SAFE.2`) → the Standard's number."""
        whole = {standard.ref: standard.number for standard in self.standards}
        return whole | {ref: descriptor.standard for ref, descriptor in self.descriptors.items()}

    @cached_property
    def standard_refs(self) -> tuple[str, ...]:
        """`S01`, `S02` and so on."""
        return tuple(standard.ref for standard in self.standards)

    def standard(self, number: int) -> Standard:
        """The Standard of that number. Raises KeyError where there is none."""
        return self._by_number[number]

    def outcome(self, code: str) -> Outcome:
        """The Outcome of that code. Raises KeyError where there is none."""
        return self._by_code[code]

    @cached_property
    def _by_number(self) -> Mapping[int, Standard]:
        return {s.number: s for s in self.standards}

    @cached_property
    def _by_code(self) -> Mapping[str, Outcome]:
        return {o.code: o for o in self.outcomes}

    @cached_property
    def cells(self) -> Mapping[tuple[int, str], tuple[Descriptor, ...]]:
        """(Standard's number, Outcome's code) → its descriptors."""
        found: dict[tuple[int, str], list[Descriptor]] = {}
        for descriptor in self.descriptors.values():
            found.setdefault((descriptor.standard, descriptor.outcome), []).append(descriptor)
        return {place: tuple(rows) for place, rows in found.items()}

    def sizes(self, number: int) -> list[int]:
        """How many descriptors a Standard has for each Outcome, in the order of the Outcomes."""
        return [len(self.cells.get((number, outcome.code), ())) for outcome in self.outcomes]

    @cached_property
    def outcome_places(self) -> Mapping[int, tuple[tuple[str, int], ...]]:
        """Standard's number → its descriptors' Refs, each with the place of its Outcome among the Outcomes."""
        place = {outcome.code: n for n, outcome in enumerate(self.outcomes)}
        return {s.number: tuple((d.ref, place[d.outcome]) for d in s.descriptors) for s in self.standards}
