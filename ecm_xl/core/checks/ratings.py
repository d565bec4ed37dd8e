"""Checks of ratings, on the Audit and in forms: what can't be counted, and what is counted but was typed otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from ecm_xl.core.checks.case import Case, Rated
from ecm_xl.core.findings import Finding
from ecm_xl.core.nearest import closest, hint
from ecm_xl.core.ratings import Rating, Sort
from ecm_xl.core.words import fold

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХҮаеѕіјкмортсухһԁԛԝү", "ABESIJKMHOPCTYXYaesijkmoptcyxhdqwy", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιονρυχ", "ABEZHIKMNOPTYXaiovpux", strict=True))
ALIKE = str.maketrans(_CYRILLIC | _GREEK)
"""Letters of other alphabets → the Latin ones that they can't be told from."""

TICKS = frozenset({"✓", "✔", "✅", "☑", "√", "x", "y", "yes", "true", "ü", "þ", "1"})
"""What people type for a tick; ü and þ are ticks in the font Wingdings."""

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?%?")


def looks_like(spellings: Mapping[str, str], typed: str) -> str:
    """The answer that a text looks like letter for letter, '' where none or where it is that answer."""
    latin = typed.translate(ALIKE)
    return spellings.get(fold(latin), "") if latin != typed else ""


def rating_lookalike(case: Case) -> Iterator[Finding]:
    """A rating that differs from an accepted one only by look: it is never counted, the letter is named."""
    for rated, ref, typed in _unknown(case, "lookalike"):
        words = {"suggestion": looks_like(rated.spellings, typed), "detail": _letters(typed)}
        yield case.on(rated.table, ref, rated.field, "rating-lookalike", value=typed, **words)


def rating_tick(case: Case) -> Iterator[Finding]:
    """A tick says that something is so, not how far it has come."""
    for rated, ref, typed in _unknown(case, "tick"):
        yield case.on(rated.table, ref, rated.field, "rating-tick", value=typed)


def rating_number(case: Case) -> Iterator[Finding]:
    """A number: whether 1 is the best or the worst differs from form to form."""
    for rated, ref, typed in _unknown(case, "number"):
        yield case.on(rated.table, ref, rated.field, "rating-number", value=typed)


def rating_unknown(case: Case) -> Iterator[Finding]:
    """Any other rating that no accepted spelling covers. The nearest answer is offered, never taken."""
    for rated, ref, typed in _unknown(case, "other"):
        near = closest(typed, rated.spellings, case.nearest)
        yield case.on(rated.table, ref, rated.field, "rating-unknown", value=typed, suggestion=near, detail=hint(near))


def rating_two(case: Case) -> Iterator[Finding]:
    """Two ratings in one cell: which counts is not ours to guess."""
    for rated in case.rated:
        for ref in rated.refs(lambda rating: rating.sort is Sort.TWO):
            yield case.on(rated.table, ref, rated.field, "rating-two", value=rated.ratings[ref].typed)


def rating_respelt(case: Case) -> Iterator[Finding]:
    """A rating that is understood here, but that the sheet's formulas may not count."""
    for rated in case.rated:
        for ref in rated.refs(lambda rating: rating.respelt):
            rating = rated.ratings[ref]
            words = {"value": rating.typed, "suggestion": rating.answer}
            yield case.on(rated.table, ref, rated.field, "rating-respelt", **words)


def _unknown(case: Case, sort: str) -> Iterator[tuple[Rated, str, str]]:
    """(its column, Ref, what was typed) for every rating that is unknown in that way."""
    for rated in case.rated:
        if any(rating.sort is Sort.UNKNOWN for rating, _ in rated.groups):
            for ref in _in_that_way(rated, sort):
                yield rated, ref, rated.ratings[ref].typed


def _in_that_way(rated: Rated, sort: str) -> list[str]:
    way = _way(rated)
    return rated.refs(lambda rating: rating.sort is Sort.UNKNOWN and way(rating) == sort)


def _way(rated: Rated) -> Callable[[Rating], str]:
    """Tells in which way a rating is unknown. A 1 is a tick, unless other numbers stand in the column."""
    typed = {fold(rating.typed) for rating, _ in rated.groups if rating.sort is Sort.UNKNOWN}
    numbers = {text for text in typed if _NUMBER.fullmatch(text)}
    ticks = TICKS if numbers <= {"1"} else TICKS - {"1"}

    def way(rating: Rating) -> str:
        text = fold(rating.typed)
        if text in ticks:
            return "tick"
        if text in numbers:
            return "number"
        return "lookalike" if looks_like(rated.spellings, rating.typed) else "other"

    return way


def _letters(typed: str) -> str:
    """ "its 'Е' is a Cyrillic letter"."""
    odd = list(dict.fromkeys(letter for letter in typed if ord(letter) in ALIKE))
    alphabet = unicodedata.name(odd[0]).split()[0].capitalize()
    named = ", ".join(f"'{letter}'" for letter in odd)
    return f"its {named} is a {alphabet} letter" if len(odd) == 1 else f"its {named} are {alphabet} letters"
