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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ecm_xl.core.answers import FilledTable, SettingAnswers
from ecm_xl.core.framework import Descriptor, Framework, Standard
from ecm_xl.core.ratings import Rating, Sort, read_rating, read_ratings
from ecm_xl.core.rules import RULES
from ecm_xl.core.words import fold, is_blank

FIRST_YEAR, LAST_YEAR = 1900, 9999
"""What counts as a year."""


@dataclass(frozen=True, slots=True)
class RollUp:
    """A group of descriptors rolled up. `level` is '' where there is no judgement; `text` always says why."""

    level: str
    text: str
    rated: int
    applicable: int
    counts: Mapping[str, int]

    @property
    def short(self) -> str:
        """The text without the counts in brackets, for narrow cells."""
        return self.text.partition(" (")[0]

    @property
    def held_back_by(self) -> str:
        """What stands between this and the best level: '2 without a rating, 3 Emergent', or ''."""
        parts = [(self.applicable - self.rated, "without a rating")]
        parts += [(count, name) for name, count in list(self.counts.items())[:-1]]
        return ", ".join(f"{count} {name}" for count, name in parts if count)


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


@dataclass(frozen=True, slots=True)
class Because:
    """A descriptor that decided a judgement, with its cell."""

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


@dataclass(frozen=True, slots=True)
class Judgement:
    """A Standard's judgement with its working. `judgement` and `computed` are '' where there is none."""

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
    return tuple(judge_standard(framework, s, ratings, answers, today) for s in framework.standards)


def judge_standard(
    framework: Framework,
    standard: Standard,
    ratings: Mapping[str, Rating],
    answers: SettingAnswers,
    today: date,
) -> Judgement:
    """One Standard's judgement."""
    whole = roll_up(framework, standard.descriptors, ratings)
    override = read_override(framework, answers.overrides, standard.ref)
    counted = override if override is not None and override.counts else None
    computed_text = _not_started(standard, ratings, answers.leads, today) or whole.text
    because, to_lift = _working(framework, standard, ratings, answers.audit, whole)
    return Judgement(
        standard=standard.number,
        title=standard.title,
        judgement=counted.level if counted else whole.level,
        computed=whole.level,
        computed_text=computed_text,
        override=override,
        outcomes={
            outcome.title: roll_up(framework, framework.cells.get((standard.number, outcome.code), ()), ratings)
            for outcome in framework.outcomes
        },
        whole=whole,
        rule=RULES[framework.rule].words.format(best=framework.best),
        because=because,
        to_lift=to_lift,
        unrated=_without_level(standard.descriptors, ratings),
        text=_override_text(standard, counted, computed_text) if counted else _text(whole, computed_text),
    )


def roll_up(framework: Framework, descriptors: Iterable[Descriptor], ratings: Mapping[str, Rating]) -> RollUp:
    """Rolls descriptors up by the framework's rule; no level where one of them has none."""
    mine = {d.ref: ratings[d.ref] for d in descriptors}
    applicable = {ref: rating for ref, rating in mine.items() if not rating.leaves_the_sum}
    ranks = {ref: framework.rank[r.answer] for ref, r in applicable.items() if r.is_level}
    counts = {level.name: 0 for level in framework.levels}
    for ref in ranks:
        counts[applicable[ref].answer] += 1
    level = ""
    if not applicable:
        text = framework.not_applicable
    elif len(ranks) < len(applicable):
        text = f"Not yet: {len(ranks)} of {len(applicable)} rated{counted_words(counts)}"
    else:
        level = framework.levels[RULES[framework.rule].level(ranks)].name
        text = level
    return RollUp(level, text, len(ranks), len(applicable), counts)


def counted_words(counts: Mapping[str, int]) -> str:
    """' (4 Developing, 2 Embedded)', '' where nothing is counted."""
    parts = [f"{n} {name}" for name, n in counts.items() if n]
    return f" ({', '.join(parts)})" if parts else ""


def read_override(framework: Framework, table: FilledTable, ref: str) -> Override | None:
    """The override in that Standard's row, None where none of its cells is filled in."""
    row = table.rows.get(ref)
    if row is None or ref in table.doubtful:
        return None
    fields = ("override", "override_by", "override_on", "reason")
    if all(is_blank(row.values.get(name)) for name in fields):
        return None
    level = read_rating(framework, row.values.get("override"))
    on = row.values.get("override_on")
    by, reason = row.text("override_by").strip(), row.text("reason").strip()
    day = on.date() if isinstance(on, datetime) else on if isinstance(on, date) else None
    have = {"level": level.is_level, "name": bool(fold(by)), "date": day is not None, "reason": bool(fold(reason))}
    missing = tuple(name for name, there in have.items() if not there)
    return Override(level.answer if level.is_level else "", by, day, reason, missing)


def _without_level(descriptors: Iterable[Descriptor], ratings: Mapping[str, Rating]) -> tuple[str, ...]:
    return tuple(d.ref for d in descriptors if not (ratings[d.ref].is_level or ratings[d.ref].leaves_the_sum))


def _working(
    framework: Framework,
    standard: Standard,
    ratings: Mapping[str, Rating],
    audit: FilledTable,
    whole: RollUp,
) -> tuple[tuple[Because, ...], tuple[Lift, ...]]:
    """The descriptors that decided the judgement and the smallest change that lifts it."""
    if not whole.level:
        return (), ()
    rule = RULES[framework.rule]
    ranks = {d.ref: framework.rank[ratings[d.ref].answer] for d in standard.descriptors if ratings[d.ref].is_level}
    names = [level.name for level in framework.levels]
    because = tuple(Because(ref, audit.cell(ref, "rating"), ratings[ref].answer) for ref in rule.deciding(ranks))
    lifts = rule.lift(ranks, len(names) - 1)
    to_lift = tuple(
        Lift(ref, audit.cell(ref, "rating"), ratings[ref].answer, names[rank]) for ref, rank in lifts.items()
    )
    return because, to_lift


def planned_year(leads: FilledTable, ref: str) -> int:
    """The Standard's Planned year, 0 where none is given or it is no year."""
    row = leads.rows.get(ref) if ref not in leads.doubtful else None
    value = row.values.get("planned") if row is not None else None
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


def _text(whole: RollUp, computed_text: str) -> str:
    if not whole.level:
        return computed_text
    return f"{whole.level}: {whole.rated} of {whole.applicable} rated{counted_words(whole.counts)}"
