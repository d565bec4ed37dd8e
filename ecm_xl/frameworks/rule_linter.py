"""Faults of the rule and of the scale in a framework file, every one at once, each with its line.

What a rule takes is the table `TAKES`; what a parameter must be are the functions in `PARAMETERS`. A
rule is a name (`rule = "lowest"`) or a table (`[rule]` with an id and its parameters).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ecm_xl.core.rules import RULES, read_share
from ecm_xl.frameworks.places import Data, Fault, as_number, places_of, tables

HEAD, RULE = "the file's head", "the rule"
WITHOUT_FLOORS = ("mean", "benchmark")
"""Rules that compare with no level of the scale, so that judgement levels need not ask for any."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What a rule takes: parameters that it needs, of which it needs one at least, and that it may have."""

    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every parameter."""
        return (*self.needs, *self.one_of, *self.may)


TAKES: Mapping[str, Takes] = {
    "lowest": Takes(),
    "share": Takes(one_of=("share", "shares")),
    "most-allowed": Takes(needs=("allowed",), may=("none_below",)),
    "gates": Takes(needs=("gate",), may=("rest",)),
    "best-fit": Takes(),
    "mean": Takes(needs=("cut_offs",)),
    "secure-fit": Takes(needs=("share",)),
    "k-of-n": Takes(needs=("k",), may=("named", "of_named")),
    "benchmark": Takes(may=("share", "shares")),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A rule as the file gives it, with the file. `section`: the table that it stands in."""

    data: Data
    text: str
    given: Data
    section: str

    def fault(self, key: str, message: str, section: str = "") -> Fault:
        """A fault at that key of the rule."""
        return Fault(places_of(self.text).of_key(section or self.section, key), RULE, message)

    @property
    def ratings(self) -> list[str]:
        """The ratings' levels from worst to best."""
        return in_order(self.data)

    @property
    def judgements(self) -> list[str]:
        """The judgements' levels from worst to best."""
        own = level_names(self.data, "judgement_level")
        return (own[::-1] if self.data.get("best_first") is True else own) or self.ratings

    @property
    def refs(self) -> dict[str, object]:
        """Every descriptor's Ref, with its Standard's number."""
        return {
            str(row.get("ref")): standard.get("number")
            for standard in tables(self.data.get("standard"))
            for row in tables(standard.get("descriptor"))
        }


Check = Callable[[Case, str, object], Iterator[Fault]]


def level_names(data: Data, kind: str) -> list[str]:
    """The levels' names as the file lists them."""
    return [str(row.get("name")) for row in tables(data.get(kind))]


def _values(data: Data) -> list[float | None]:
    """Each rating level's value, None where it has none."""
    return [as_number(row.get("value")) for row in tables(data.get("level"))]


def in_order(data: Data) -> list[str]:
    """The ratings' levels from worst to best, as far as the file says it."""
    rows = tables(data.get("level"))
    values = [value for value in _values(data) if value is not None]
    names = [str(row.get("name")) for row in rows]
    if values and len(values) == len(rows):
        pairs = sorted(zip(values, names, strict=True), reverse=data.get("low_is_best") is True)
        return [name for _, name in pairs]
    return names[::-1] if data.get("best_first") is True else names


# --- The rule -------------------------------------------------------------------------------------------------


def rule_faults(data: Data, text: str) -> Iterator[Fault]:
    """Every fault of the file's rule."""
    given = data.get("rule")
    if isinstance(given, str) and given:
        if given not in RULES:
            yield Fault(0, HEAD, _unknown(given))
        else:
            yield from _rule(Case(data, text, {"id": given}, "rule"))
    elif isinstance(given, dict) and given:
        yield from _rule(Case(data, text, given, "rule"))


def _unknown(name: object) -> str:
    return f"the rule '{name}' is not known; known: {', '.join(RULES)}"


def _rule(case: Case) -> Iterator[Fault]:
    name = case.given.get("id")
    if not isinstance(name, str) or name not in RULES:
        yield case.fault("id", _unknown(name) if name else "'id' is missing; it names the rule, in quotes")
        return
    takes = TAKES[name]
    for key in takes.needs:
        if key not in case.given:
            yield case.fault("id", f"'{key}' is missing: the rule {name} needs it")
    if takes.one_of and not any(key in case.given for key in takes.one_of):
        yield case.fault("id", f"'{takes.one_of[0]}' is missing: the rule {name} needs it")
    for key, value in case.given.items():
        if key in takes.all:
            yield from PARAMETERS[key](case, key, value)
        elif key != "id":
            yield case.fault(key, f"'{key}' is not known to the rule {name}")
    yield from _of_the_whole(case, name)


def _of_the_whole(case: Case, name: str) -> Iterator[Fault]:
    """What a rule asks of the rest of the file."""
    if name == "mean" and None in _values(case.data):
        yield case.fault("id", "the rule mean needs a 'value' for every level")
    if name not in (*WITHOUT_FLOORS, "gates"):
        for row in tables(case.data.get("judgement_level")):
            if "asks" not in row:
                message = f"the rule {name} needs to know which rating '{row.get('name')}' asks for: give it 'asks'"
                yield case.fault("id", message)
    if name == "benchmark":
        yield from _shares_that_do_not_rise(case)


def _shares_that_do_not_rise(case: Case) -> Iterator[Fault]:
    """Each level asks for a greater share at their benchmark than the one beneath, or that one could never come up."""
    own = case.given.get("shares")
    shares = own if isinstance(own, dict) else {}
    asked = [read_share(shares.get(level, case.given.get("share", 1))) for level in case.judgements[1:]]
    for place, (low, high) in enumerate(pairwise(asked), 2):
        if low is not None and high is not None and high.part * low.of <= low.part * high.of:
            level, below = case.judgements[place], case.judgements[place - 1]
            message = f"'{level}' asks for no greater share than '{below}', which could never come up"
            yield case.fault(level if level in shares else "id", message, f"{case.section}.shares" * (level in shares))


def _share(case: Case, key: str, value: object) -> Iterator[Fault]:
    if read_share(value) is None:
        yield case.fault(key, f"'{key}' is a share above 0 and at most 1: 0.75, or \"2/3\"")


def _shares(case: Case, key: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield case.fault(key, f"'{key}' is a table of levels, each with its share")
        return
    section = f"{case.section}.{key}"
    yield from _levels(case, section, value, all_of_them="share" not in case.given)
    for level, share in value.items():
        if read_share(share) is None:
            message = f"the share of '{level}' is above 0 and at most 1: 0.75, or \"2/3\""
            yield case.fault(level, message, section)


def _levels(case: Case, section: str, value: Data, *, all_of_them: bool) -> Iterator[Fault]:
    """A table by level names judgement levels above the worst, all of them where there is no other value for them."""
    for level in value:
        if level not in case.judgements:
            yield case.fault(level, f"'{level}' is not a level of this file", section)
        elif level == case.judgements[0]:
            yield case.fault(level, f"'{level}' is the worst level: it asks for nothing", section)
    if all_of_them:
        for level in case.judgements[1:]:
            if level not in value:
                yield case.fault("", f"'{level}' is missing", section)


def _cut_offs(case: Case, key: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield case.fault(key, f"'{key}' is a table of levels, each with its cut-off")
        return
    section = f"{case.section}.{key}"
    yield from _levels(case, section, value, all_of_them=True)
    turned = -1 if case.data.get("low_is_best") is True else 1
    values = [turned * value for value in _values(case.data) if value is not None]
    cuts = []
    for level in case.judgements[1:]:
        cut = as_number(value.get(level))
        if level in value and cut is None:
            yield case.fault(level, f"the cut-off of '{level}' is a number", section)
        elif cut is not None:
            cuts.append((level, turned * cut))
    for level, cut in cuts:
        if values and not min(values) < cut <= max(values):
            yield case.fault(level, f"the cut-off of '{level}' is beyond the levels' values", section)
    for (below, low), (level, high) in pairwise(cuts):
        if high <= low:
            message = f"the cut-off of '{level}' does not lie beyond that of '{below}', the level beneath it"
            yield case.fault(level, message, section)


def _whole_number(least: int) -> Check:
    def check(case: Case, key: str, value: object) -> Iterator[Fault]:
        if type(value) is not int or value < least:
            yield case.fault(key, f"'{key}' is a whole number, {least} or more")

    return check


def _rating(case: Case, key: str, value: object) -> Iterator[Fault]:
    if value not in case.ratings:
        yield case.fault(key, f"'{key}' names '{value}', which is not a level of this file")


def _refs(case: Case, key: str, value: object, line: int = 0) -> Iterator[Fault]:
    """A list of Refs that the file has, each once."""
    line = line or case.fault(key, "").line
    if not isinstance(value, list) or not value:
        yield Fault(line, RULE, f"'{key}' is a list of Refs")
        return
    for place, ref in enumerate(value):
        if not isinstance(ref, str) or ref not in case.refs:
            yield Fault(line, RULE, f"'{key}' names {ref}, which the file does not have")
        elif ref in value[:place]:
            yield Fault(line, RULE, f"'{key}' names {ref} twice")


def _gates(case: Case, _key: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, list) or not value or len(tables(value)) != len(value):
        yield case.fault("gate", "'gate' is a list of entries, each under [[rule.gate]]")
        return
    for place, gate in enumerate(tables(value)):
        line = places_of(case.text).line("rule.gate", place) or case.fault("gate", "").line
        yield from _refs(case, "refs", gate.get("refs"), line)
        if gate.get("level") not in case.ratings:
            yield Fault(line, RULE, f"'level' names '{gate.get('level')}', which is not a level of this file")
        if gate.get("before") not in case.judgements[1:]:
            message = f"'before' names '{gate.get('before')}', which is not a judgement above the worst"
            yield Fault(line, RULE, message)
        for key in gate:
            if key not in ("refs", "level", "before"):
                yield Fault(line, RULE, f"'{key}' is not known to a gate")


def _rest(case: Case, key: str, value: object) -> Iterator[Fault]:
    given: object = {"id": value} if isinstance(value, str) else value
    if not isinstance(given, dict):
        yield case.fault(key, "'rest' is a rule: its name in quotes, or a table with its id")
    elif given.get("id") == "gates":
        yield case.fault(key, "'rest' can't be gates again: give this rule more gates")
    else:
        yield from _rule(Case(case.data, case.text, given, f"{case.section}.{key}"))


def _k(case: Case, key: str, value: object) -> Iterator[Fault]:
    yield from _whole_number(1)(case, key, value)
    if type(value) is int:
        for standard in tables(case.data.get("standard")):
            there = len(tables(standard.get("descriptor")))
            if value > there > 0:
                message = f"'k' is {value}, but Standard {standard.get('number')} has only {there} of them"
                yield case.fault(key, message)


def _of_named(case: Case, key: str, value: object) -> Iterator[Fault]:
    named, k = case.given.get("named"), case.given.get("k")
    yield from _whole_number(1)(case, key, value)
    if type(value) is int and value > (len(named) if isinstance(named, list) else 0):
        yield case.fault(key, "'of_named' is more than are named")
    if type(value) is int and type(k) is int and value > k:
        yield case.fault(key, "'of_named' is more than 'k'")


PARAMETERS: Mapping[str, Check] = {
    "share": _share,
    "shares": _shares,
    "allowed": _whole_number(0),
    "none_below": _rating,
    "gate": _gates,
    "rest": _rest,
    "cut_offs": _cut_offs,
    "k": _k,
    "named": _refs,
    "of_named": _of_named,
}


def _rule_names(data: Data) -> list[object]:
    """The file's rule, and the one for the rest."""
    given = data.get("rule")
    if not isinstance(given, dict):
        return [given]
    rest = given.get("rest")
    return [given.get("id"), rest.get("id") if isinstance(rest, dict) else rest]


def benchmark_faults(data: Data, descriptor: Data) -> Iterator[str]:
    """What is wrong with a descriptor's benchmark."""
    level = descriptor.get("benchmark")
    if level is None:
        if "benchmark" in _rule_names(data):
            yield "'benchmark' is missing: the rule needs one for every descriptor"
    elif isinstance(level, str) and level.strip() and level not in level_names(data, "level"):
        yield f"its benchmark '{level}' is not a level of this file"


# --- The scale ------------------------------------------------------------------------------------------------


def scale_faults(data: Data) -> Iterator[tuple[str, int, str]]:
    """(kind of entry, which, message) of what is wrong with the order of the levels; no kind for the file's head."""
    rows = tables(data.get("level"))
    values = _values(data)
    known = [value for value in values if value is not None]
    if known and len(known) < len(rows):
        yield from (
            ("level", n, "'value' is missing: other levels have one") for n, v in enumerate(values) if v is None
        )
    elif known:
        yield from _values_out_of_order(known)
        first_is_best = (known[0] > known[-1]) is not (data.get("low_is_best") is True)
        if data.get("best_first") is True and not first_is_best:
            yield "", 0, "'best_first' says otherwise than the levels' values"
    elif data.get("low_is_best") is True:
        yield "", 0, "'low_is_best' needs a 'value' for every level"
    yield from _asks_out_of_order(data)


def _values_out_of_order(values: list[float]) -> Iterator[tuple[str, int, str]]:
    rises = values[-1] > values[0]
    for place, (one, other) in enumerate(pairwise(values), 1):
        if one == other or (other > one) is not rises:
            yield "level", place, "its 'value' breaks the order: down the list values only rise, or only fall"


def _asks_out_of_order(data: Data) -> Iterator[tuple[str, int, str]]:
    rank = {name: place for place, name in enumerate(in_order(data))}
    rows = list(enumerate(tables(data.get("judgement_level"))))
    before = -1
    for place, row in reversed(rows) if data.get("best_first") is True else rows:
        asks = row.get("asks")
        if not isinstance(asks, str):
            continue
        if asks not in rank:
            yield "judgement_level", place, f"it asks for '{asks}', which is not a level of this file"
            continue
        if rank[asks] < before:
            yield "judgement_level", place, "it asks for less than the level beneath it"
        before = rank[asks]
