"""Roll-up rules as formulas, drawn from what each level asks (`core.rules`), so that a rule is written once.

A group's row on the sheet Working holds its counts by rating; where a rule looks at some descriptors only (gates,
named ones) or at benchmarks, columns beside hold those counts too. A level formula is then a chain of IFs from the
worst level up. What Excel can't hold (too long, too deep) is not drawn: the cells say "Run Judge".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ecm_xl.core.framework import Framework
from ecm_xl.core.rules import ALL, Ask, Members
from ecm_xl.workbook import formulas

LONGEST = 8192
"""Characters of a formula that Excel holds, its = included."""
DEEPEST = 60
"""Formulas within formulas; Excel holds 64, and a few stand around the rule."""

RUN_JUDGE = "Run Judge"
"""What cells say where no formula can hold the rule."""

Beside = Callable[[str], str]
"""Field of Working → its cell in a group's own row."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A column that a rule needs beside the counts: some members at one rating, or at their benchmark (no rank)."""

    field: str
    members: Members
    rank: int | None


def extras(framework: Framework) -> tuple[Extra, ...]:
    """The columns that the framework's rule needs on Working, in order."""
    found: dict[str, Extra] = {}
    for ask in framework.roll_up_rule.every_ask:
        key = ask.members.key
        if not is_everybody(ask.members):
            for rank in range(len(framework.levels)):
                found.setdefault(f"{key}{rank}", Extra(f"{key}{rank}", ask.members, rank))
        if ask.bars is not None:  # those of everybody too: what holds a Standard back is said of all
            for members in (ALL, ask.members):
                found.setdefault(f"{members.key}_met", Extra(f"{members.key}_met", members, None))
    return tuple(found.values())


def is_everybody(members: Members) -> bool:
    """True where nobody is left out."""
    return members.others and not members.refs


# --- The columns beside the counts -----------------------------------------------------------------------------


def extra_column(framework: Framework, column: Extra, refs: Sequence[str]) -> str:
    """The column's formula for a group of descriptors with those Refs."""
    mine = [ref for ref in refs if (ref in column.members.refs) is not column.members.others]
    if column.members.others and mine and len(mine) < len(refs):
        nobody = f"{_how_many(mine, _rated(framework, range(len(framework.levels))))}=0"
        return f"=IF({nobody},{_counted(framework, column, refs)},{_counted(framework, column, mine)})"
    return f"={_counted(framework, column, mine if mine or not column.members.others else refs)}"


def _counted(framework: Framework, column: Extra, refs: Sequence[str]) -> str:
    """How many of those descriptors have that rating, or are at their benchmark or better."""
    if column.rank is not None:
        return _how_many(refs, _rated(framework, [column.rank]))
    bars: dict[int, list[str]] = {}
    for ref in refs:
        bars.setdefault(framework.scale.benchmarks[ref], []).append(ref)
    last = len(framework.levels)
    return "+".join(_how_many(mine, _rated(framework, range(bar, last))) for bar, mine in sorted(bars.items())) or "0"


def _how_many(refs: Sequence[str], rated: str) -> str:
    if not refs:
        return "0"
    names = ",".join(map(formulas.text, refs))
    return formulas.how_many(f"ISNUMBER(MATCH(Audit[Ref],{{{names}}},0))", rated)


def _rated(framework: Framework, ranks: Iterable[int]) -> str:
    return f"TRIM(Audit[Rating])={formulas.spelt([framework.levels[rank] for rank in ranks])}"


# --- The level ---------------------------------------------------------------------------------------------------


def level(framework: Framework, beside: Beside) -> str:
    """The level of a group that is rated throughout, as an expression."""
    names = [level.name for level in framework.judgement_levels]
    steps: list[tuple[list[str], str]] = []
    empty = 0  # so many of the worst ratings nobody has, once the levels beneath are reached
    for place, asks in enumerate(framework.roll_up_rule.asks[1:]):
        failing = []
        for ask in asks:
            if ask.is_of_everyone and ask.is_count and ask.by_counts:
                floor = ask.floor("")
                failing += [f"{_total(beside, 'n', empty, floor)}>0"] if floor > empty else []
                empty = max(empty, floor)
            else:
                failing.append(f"{_there(ask, beside)}<{_needed(ask, len(framework.levels), beside)}")
        steps.append((failing, names[place]))
    formula = formulas.text(names[-1])
    for failing, name in reversed(steps):
        if failing:
            short = failing[0] if len(failing) == 1 else f"OR({','.join(failing)})"
            formula = f"IF({short},{formulas.text(name)},{formula})"
    return formula


def _total(beside: Beside, key: str, first: int, beyond: int) -> str:
    """How many have one of those ratings."""
    if beyond - first == 1:
        return beside(f"{key}{first}")
    return f"SUM({beside(f'{key}{first}')}:{beside(f'{key}{beyond - 1}')})"


def _there(ask: Ask, beside: Beside) -> str:
    """What the members' ratings are worth together."""
    key, last = ask.members.key, len(ask.worths)
    if ask.bars is not None:
        return _times(max(ask.worths), beside(f"{key}_met"))
    if ask.is_count:
        return _times(max(ask.worths), _total(beside, key, ask.floor(""), last))
    return "+".join(_times(worth, beside(f"{key}{rank}")) for rank, worth in enumerate(ask.worths) if worth)


def _needed(ask: Ask, ranks: int, beside: Beside) -> str:
    """What they must come to. `ranks`: how many ratings there are."""
    everybody = is_everybody(ask.members)
    number = beside("applicable") if everybody else _total(beside, ask.members.key, 0, ranks)
    needed = _times(ask.each, number) + (f"{ask.plus:+d}" if ask.plus else "")
    if ask.least is not None:
        needed = f"MAX({needed},{ask.least})"
    return needed if ask.most is None else f"MIN({needed},{ask.most})"


def _times(factor: int, cell: str) -> str:
    return cell if factor == 1 else f"({factor})*{cell}" if factor < 0 else f"{factor}*{cell}"


def fits(framework: Framework, groups: Iterable[Sequence[str]], beside: Beside) -> bool:
    """True where every formula of the rule can be held. `groups`: the Refs of each group."""
    if len(framework.judgement_levels) > DEEPEST:
        return False
    longest = max((len(extra_column(framework, x, refs)) for refs in groups for x in extras(framework)), default=0)
    around = formulas.level_or_none(level(framework, beside), beside("rated"), beside("applicable"))
    return max(longest, len(around)) <= LONGEST
