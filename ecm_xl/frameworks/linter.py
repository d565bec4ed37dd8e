"""The framework linter: every fault of a framework file at once, each with its place.

A place is the line in the file where the entry begins, and its words: `line 214, descriptor
S03.SAFE.2`. What a file must hold is the table `SHAPES`; what must agree with what are the functions
in `AGREEMENTS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.core.words import fold
from ecm_xl.frameworks.default_words import WORDS
from ecm_xl.frameworks.places import Data, Fault, as_number, places_of, tables
from ecm_xl.frameworks.rule_linter import benchmark_faults, level_names, rule_faults, scale_faults


@dataclass(frozen=True, slots=True)
class Shape:
    """What one kind of entry holds: key → type, those that may be left out, and how it is called."""

    keys: Mapping[str, type]
    optional: Mapping[str, type]
    called: str


SHAPES: Mapping[str, Shape] = {
    "level": Shape({"name": str, "meaning": str}, {"spellings": list, "value": float}, "name"),
    "judgement_level": Shape({"name": str, "meaning": str}, {"spellings": list, "asks": str}, "name"),
    "no_level": Shape(
        {"id": str, "name": str, "meaning": str},
        {"offered": bool, "leaves_the_sum": bool, "needs_reason": bool, "spellings": list},
        "name",
    ),
    "outcome": Shape({"code": str, "title": str}, {"spellings": list}, "title"),
    "route": Shape({"number": int, "title": str, "advice": str, "standards_a_year": int, "years": int}, {}, "title"),
    "award": Shape(
        {"id": str, "scope": str, "title": str, "level": str, "everywhere": list},
        {"somewhere": list},
        "title",
    ),
    "setting_type": Shape({"code": str, "title": str}, {}, "title"),
    "standard": Shape({"number": int, "title": str, "meaning": str, "descriptor": list}, {}, "title"),
    "standard.descriptor": Shape({"ref": str, "text": str, "evidence": str}, {"benchmark": str}, "ref"),
}
_TOP: Mapping[str, type] = {"id": str, "title": str, "version": str, "rule": str}
_MAY = {"best_first": bool, "low_is_best": bool, "words": dict}
_WORDS = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}
_NEEDED = ("level", "outcome", "standard")

MOST_LETTERS = 150
"""A heading's note, of which such words are a part, has at most 255."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file with its place."""

    kind: str
    line: int
    data: Data
    parent: Data

    def fault(self, message: str) -> Fault:
        """A fault at this entry."""
        called = self.data.get(SHAPES[self.kind].called, "")
        return Fault(self.line, f"{self.kind.rpartition('.')[2].replace('_', ' ')} {called}".strip(), message)


def entries(data: Data, text: str, kind: str) -> list[Entry]:
    """Every entry of that kind in the file's order; whatever is not a table is left out here."""
    places = places_of(text)
    if "." not in kind:
        rows = [(row, data) for row in tables(data.get(kind))]
    else:
        outer, inner = kind.split(".")
        rows = [(row, parent) for parent in tables(data.get(outer)) for row in tables(parent.get(inner))]
    return [Entry(kind, places.line(kind, n), row, parent) for n, (row, parent) in enumerate(rows)]


def lint(data: Data, text: str) -> list[Fault]:
    """Every fault of a framework file, in the order of its lines. `text` is the file's own text."""
    faults = list(_top_faults(data))
    for kind in SHAPES:
        faults += _stray_faults(data, text, kind)
        for entry in entries(data, text, kind):
            faults += _shape_faults(entry)
    for agreement in AGREEMENTS:
        faults += agreement(data, text)
    return sorted(faults, key=lambda f: f.line)


def _top_faults(data: Data) -> Iterator[Fault]:
    for key, kind in _TOP.items():
        may_be = (kind, dict) if key == "rule" else kind
        if not isinstance(data.get(key), may_be) or not data[key]:
            yield Fault(0, "the file's head", f"'{key}' is missing; it is {_WORDS[kind]}")
    for key, kind in _MAY.items():
        if key in data and not isinstance(data[key], kind):
            yield Fault(0, "the file's head", f"'{key}' is {_WORDS[kind]}")
    known = {*_TOP, *_MAY, *(name for name in SHAPES if "." not in name)}
    for key in data:
        if key not in known:
            yield Fault(0, "the file's head", f"'{key}' is not known here")
    for needed in _NEEDED:
        if not tables(data.get(needed)):
            yield Fault(0, "the file", f"there is no [[{needed}]]")


def _stray_faults(data: Data, text: str, kind: str) -> Iterator[Fault]:
    """Whatever stands in the place of entries and is none (`entries` passes it over)."""
    outer, _, inner = kind.rpartition(".")
    message = f"'{inner}' is a list of entries, each under [[{kind}]]"
    if not outer:
        if not _only_tables(data.get(inner, [])):
            yield Fault(0, "the file", message)
        return
    for holder in entries(data, text, outer):
        if isinstance(holder.data.get(inner), list) and not _only_tables(holder.data[inner]):
            yield holder.fault(message)


def _only_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _shape_faults(entry: Entry) -> Iterator[Fault]:
    shape = SHAPES[entry.kind]
    for key, kind in {**shape.keys, **shape.optional}.items():
        if key not in entry.data:
            if key in shape.keys:
                yield entry.fault(f"'{key}' is missing; it is {_WORDS[kind]}")
        elif not _is_of(entry.data[key], kind):
            yield entry.fault(f"'{key}' is {_WORDS[kind]}")
        elif (kind is str and not entry.data[key].strip()) or (key in shape.keys and entry.data[key] == []):
            yield entry.fault(f"'{key}' is empty")
    for key in entry.data:
        if key not in shape.keys and key not in shape.optional:
            yield entry.fault(f"'{key}' is not known here")


def _is_of(value: object, kind: type) -> bool:
    """True for a value of just that kind; a whole number is a number too."""
    return as_number(value) is not None if kind is float else type(value) is kind


def _unique(kind: str, key: str) -> Callable[[Data, str], Iterator[Fault]]:
    def check(data: Data, text: str) -> Iterator[Fault]:
        seen: set[str] = set()
        for entry in entries(data, text, kind):
            value = fold(str(entry.data.get(key, "")))
            if value and value in seen:
                yield entry.fault(f"'{key}' is the same as in an earlier entry")
            seen.add(value)

    return check


def _spellings(data: Data, text: str) -> Iterator[Fault]:
    """No spelling may stand for two answers, nor for two Outcomes."""
    for kinds in (("level", "no_level"), ("judgement_level",), ("outcome",)):
        seen: dict[str, tuple[Data, str]] = {}
        for kind in kinds:
            for entry in entries(data, text, kind):
                name = str(entry.data.get(SHAPES[kind].called, ""))
                words = entry.data.get("spellings", [])
                for word in (name, *(words if isinstance(words, list) else [])):
                    if not isinstance(word, str):
                        yield entry.fault("'spellings' holds something that is not text")
                    elif word and seen.setdefault(fold(word), (entry.data, name))[0] is not entry.data:
                        yield entry.fault(f"'{word}' already stands for {seen[fold(word)][1]}")


def _words(data: Data, text: str) -> Iterator[Fault]:
    """What the file calls things: known names only, and only {outcome} and {outcome_lower} in braces."""
    words = data.get("words")
    for key, value in words.items() if isinstance(words, dict) else ():
        line = places_of(text).of_key("words", key)
        if key not in WORDS:
            yield Fault(line, "the words", f"'{key}' is not known here; known: {', '.join(WORDS)}")
        elif not isinstance(value, str) or not 0 < len(value.strip()) <= MOST_LETTERS:
            yield Fault(line, "the words", f"'{key}' is text in quotes, at most {MOST_LETTERS} letters long")
        elif re.search(r"[{}]", re.sub(r"\{outcome(_lower)?\}", "", value)):
            yield Fault(line, "the words", f"'{key}' may have {{outcome}} or {{outcome_lower}} in braces, nothing else")


def _rule(data: Data, text: str) -> Iterator[Fault]:
    yield from rule_faults(data, text)
    for entry in entries(data, text, "standard.descriptor"):
        yield from map(entry.fault, benchmark_faults(data, entry.data))


def _scale(data: Data, text: str) -> Iterator[Fault]:
    for kind, place, message in scale_faults(data):
        if kind:
            yield entries(data, text, kind)[place].fault(message)
        else:
            yield Fault(0, "the file's head", message)


def _refs(data: Data, text: str) -> Iterator[Fault]:
    """A Ref says Standard, Outcome and place, and the places count up from 1 (S03.SAFE.2)."""
    codes = {str(o.get("code")) for o in tables(data.get("outcome"))}
    counted: dict[tuple[str, str], int] = {}
    for entry in entries(data, text, "standard.descriptor"):
        ref = str(entry.data.get("ref", ""))
        parts = re.fullmatch(r"S(\d\d)\.([A-Z]+)\.([1-9]\d*)", ref)
        if not parts:
            yield entry.fault("a Ref looks like S03.SAFE.2")
            continue
        number, code = entry.parent.get("number"), parts[2]
        if int(parts[1]) != number:
            yield entry.fault(f"the Ref names Standard {int(parts[1])}, but it stands under Standard {number}")
        if code not in codes:
            yield entry.fault(f"the Ref names the Outcome {code}, which the file does not have")
        cell = str(number), code
        counted[cell] = place = counted.get(cell, 0) + 1
        if int(parts[3]) != place:
            yield entry.fault(f"the number at the Ref's end should be {place}")


def _numbers(data: Data, text: str) -> Iterator[Fault]:
    for place, entry in enumerate(entries(data, text, "standard"), 1):
        if isinstance(entry.data.get("number"), int) and entry.data["number"] != place:
            yield entry.fault(f"Standards are numbered from 1 in order: this one should be {place}")


def _awards(data: Data, text: str) -> Iterator[Fault]:
    levels = level_names(data, "judgement_level") or level_names(data, "level")
    numbers = [x.get("number") for x in tables(data.get("standard"))]
    for entry in entries(data, text, "award"):
        if "level" in entry.data and entry.data["level"] not in levels:
            yield entry.fault(f"its level '{entry.data['level']}' is not a level of this file")
        if "scope" in entry.data and entry.data["scope"] not in ("setting", "cluster"):
            yield entry.fault('\'scope\' is "setting" or "cluster"')
        for key in ("everywhere", "somewhere"):
            asked = entry.data.get(key, [])
            for number in asked if isinstance(asked, list) else []:
                if type(number) is not int or number not in numbers:
                    yield entry.fault(f"'{key}' names Standard {number}, which the file does not have")


__all__ = ["AGREEMENTS", "SHAPES", "WORDS", "Fault", "lint"]

AGREEMENTS: Sequence[Callable[[Data, str], Iterator[Fault]]] = (
    _rule,
    _scale,
    _words,
    _unique("outcome", "code"),
    _unique("no_level", "id"),
    _unique("route", "number"),
    _unique("award", "id"),
    _unique("setting_type", "code"),
    _unique("standard", "title"),
    _unique("standard.descriptor", "ref"),
    _unique("standard.descriptor", "text"),
    _spellings,
    _numbers,
    _refs,
    _awards,
)
