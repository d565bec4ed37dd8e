"""Checks of the Rating column: what can't be counted, and what is counted but was typed otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from ecm_xl.core.checks.case import Case
from ecm_xl.core.findings import Finding
from ecm_xl.core.framework import Framework
from ecm_xl.core.nearest import closest
from ecm_xl.core.ratings import Rating, Sort
from ecm_xl.core.words import fold

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХҮаеѕіјкмортсухһԁԛԝү", "ABESIJKMHOPCTYXYaesijkmoptcyxhdqwy", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιονρυχ", "ABEZHIKMNOPTYXaiovpux", strict=True))
ALIKE = str.maketrans(_CYRILLIC | _GREEK)
"""Letters of other alphabets → the Latin ones that they can't be told from."""

TICKS = frozenset({"✓", "✔", "✅", "☑", "√", "x", "y", "yes", "true", "ü", "þ", "1"})
"""What people type for a tick; ü and þ are ticks in the font Wingdings."""

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?%?")


def looks_like(framework: Framework, typed: str) -> str:
    """The answer that a text looks like letter for letter, '' where none or where it is that answer."""
    latin = typed.translate(ALIKE)
    return framework.spellings.get(fold(latin), "") if latin != typed else ""


def rating_lookalike(case: Case) -> Iterator[Finding]:
    """A rating that differs from an accepted one only by look: it is never counted, the letter is named."""
    for ref, rating in _unknown(case, "lookalike"):
        answer = looks_like(case.framework, rating.typed)
        yield case.at(
            ref, "rating", "rating-lookalike", value=rating.typed, suggestion=answer, detail=_letters(rating.typed)
        )


def rating_tick(case: Case) -> Iterator[Finding]:
    """A tick says that something is so, not how far it has come."""
    for ref, rating in _unknown(case, "tick"):
        yield case.at(ref, "rating", "rating-tick", value=rating.typed)


def rating_number(case: Case) -> Iterator[Finding]:
    """A number: whether 1 is the best or the worst differs from form to form."""
    for ref, rating in _unknown(case, "number"):
        yield case.at(ref, "rating", "rating-number", value=rating.typed)


def rating_unknown(case: Case) -> Iterator[Finding]:
    """Any other rating that no accepted spelling covers. The nearest answer is offered, never taken."""
    for ref, rating in _unknown(case, "other"):
        near = closest(rating.typed, case.framework.spellings, case.nearest)
        hint = f" Did you mean {near}?" if near else ""
        yield case.at(ref, "rating", "rating-unknown", value=rating.typed, suggestion=near, detail=hint)


def rating_two(case: Case) -> Iterator[Finding]:
    """Two ratings in one cell: which counts is not ours to guess."""
    for ref in case.refs(lambda rating: rating.sort is Sort.TWO):
        yield case.at(ref, "rating", "rating-two", value=case.ratings[ref].typed)


def rating_respelt(case: Case) -> Iterator[Finding]:
    """A rating that is understood here, but that the sheet's formulas may not count."""
    for ref in case.refs(lambda rating: rating.respelt):
        rating = case.ratings[ref]
        yield case.at(ref, "rating", "rating-respelt", value=rating.typed, suggestion=rating.answer)


def _unknown(case: Case, sort: str) -> Iterator[tuple[str, Rating]]:
    """The rows whose rating is unknown in that way."""
    if not any(rating.sort is Sort.UNKNOWN for rating, _ in case.groups):
        return
    way = _way(case)
    for ref in case.refs(lambda rating: rating.sort is Sort.UNKNOWN and way(rating) == sort):
        yield ref, case.ratings[ref]


def _way(case: Case) -> Callable[[Rating], str]:
    """Tells in which way a rating is unknown. A 1 is a tick, unless other numbers stand in the column."""
    typed = {fold(rating.typed) for rating, _ in case.groups if rating.sort is Sort.UNKNOWN}
    numbers = {text for text in typed if _NUMBER.fullmatch(text)}
    ticks = TICKS if numbers <= {"1"} else TICKS - {"1"}

    def way(rating: Rating) -> str:
        text = fold(rating.typed)
        if text in ticks:
            return "tick"
        if text in numbers:
            return "number"
        return "lookalike" if looks_like(case.framework, rating.typed) else "other"

    return way


def _letters(typed: str) -> str:
    """ "its 'Е' is a Cyrillic letter"."""
    odd = list(dict.fromkeys(letter for letter in typed if ord(letter) in ALIKE))
    alphabet = unicodedata.name(odd[0]).split()[0].capitalize()
    named = ", ".join(f"'{letter}'" for letter in odd)
    return f"its {named} is a {alphabet} letter" if len(odd) == 1 else f"its {named} are {alphabet} letters"
