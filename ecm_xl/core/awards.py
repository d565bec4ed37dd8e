"""Awards (A9): what a setting or a cluster has reached, what is missing, what rests on an override.

A setting's award asks for its level on every Standard named in `everywhere`. A cluster's asks for it
there in every setting, and on each Standard of `somewhere` in at least one (ours, from "between
them"). A Standard that is Not applicable throughout is not at any level, so it never counts. A cluster
without settings, or with an expected setting that sent nothing, has not met an award.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.core.framework import Award, Framework
from ecm_xl.core.judgements import Judgement


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a Standard stands in one setting, as much as an award needs: its level ('' where none) and its words."""

    judgement: str
    text: str
    computed: str = ""
    """What was computed, where the judgement rests on an override; else ''."""


@dataclass(frozen=True, slots=True)
class AwardResult:
    """`missing`: one line each, in order of Standards. `rests_on`: the overrides it rests on."""

    title: str
    met: bool
    missing: tuple[str, ...]
    rests_on: tuple[str, ...]


NO_AWARD = AwardResult("No award", False, ("These Standards have no award.",), ())

Stands = Mapping[int, Stand]


def stand(judgement: Judgement) -> Stand:
    """What an award needs of a judgement."""
    computed = judgement.computed_short if judgement.rests_on_override else ""
    return Stand(judgement.judgement, judgement.short, computed)


def stands(judgements: Sequence[Judgement]) -> dict[int, Stand]:
    """Where every Standard of a setting stands."""
    return {j.standard: stand(j) for j in judgements}


def setting_award(framework: Framework, award: Award, mine: Stands) -> AwardResult:
    """A setting's award."""
    missing = [
        f"Standard {n} {framework.standard(n).title}: {_short(mine.get(n))}"
        for n in award.everywhere
        if not _reached(framework, award, mine.get(n))
    ]
    rests = [_rests(n, mine) for n in award.everywhere if n in mine and mine[n].computed]
    return AwardResult(award.title, not missing, tuple(missing), tuple(rests))


def cluster_award(
    framework: Framework, award: Award, settings: Mapping[str, Stands], absent: Sequence[str] = ()
) -> AwardResult:
    """A cluster's award. `settings`: name → where its Standards stand; `absent`: a line for each that should
    be among them and is not."""
    missing = list(absent)
    if not settings:
        missing.append("No setting has been judged")
    else:
        for number in award.everywhere:
            missing += _everywhere(framework, award, number, settings)
        for number in award.somewhere:
            missing += _somewhere(framework, award, number, settings)
    rests = [
        f"{name}, {_rests(n, mine)}"
        for name, mine in settings.items()
        for n in (*award.everywhere, *award.somewhere)
        if n in mine and mine[n].computed
    ]
    return AwardResult(award.title, not missing, tuple(missing), tuple(rests))


def _everywhere(framework: Framework, award: Award, number: int, settings: Mapping[str, Stands]) -> list[str]:
    title = framework.standard(number).title
    return [
        f"Standard {number} {title}, asked of every setting: {name} is at '{_short(mine.get(number))}'"
        for name, mine in settings.items()
        if not _reached(framework, award, mine.get(number))
    ]


def _somewhere(framework: Framework, award: Award, number: int, settings: Mapping[str, Stands]) -> list[str]:
    if any(_reached(framework, award, mine.get(number)) for mine in settings.values()):
        return []
    title = framework.standard(number).title
    return [f"Standard {number} {title}, asked of at least one setting: {_or_better(framework, award)} in none"]


def _reached(framework: Framework, award: Award, mine: Stand | None) -> bool:
    rank = framework.judgement_rank
    return mine is not None and bool(mine.judgement) and rank[mine.judgement] >= rank[award.level]


def _or_better(framework: Framework, award: Award) -> str:
    return award.level if award.level == framework.best_judgement else f"{award.level} or better"


def _rests(number: int, mine: Stands) -> str:
    return f"Standard {number}; computed: {mine[number].computed}"


def _short(mine: Stand | None) -> str:
    return "not judged" if mine is None else mine.text
