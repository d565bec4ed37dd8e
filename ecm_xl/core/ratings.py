"""From what a person typed in a rating cell to an answer of the framework, or to none.

A rating is never guessed: only an accepted spelling counts (folded as `words.fold` says). A near miss
is a suggestion that a person confirms (`nearest`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial

from ecm_xl.core.answers import FilledTable, Unread, Value
from ecm_xl.core.framework import Framework
from ecm_xl.core.words import as_shown, fold, is_blank


class Sort(Enum):
    """What sort of answer a rating cell holds."""

    NOT_RATED = "not rated"
    LEVEL = "level"
    LEAVES_THE_SUM = "leaves the sum"
    NO_LEVEL = "no level"
    UNKNOWN = "unknown"
    TWO = "two"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating cell as understood: `answer` is the framework's own word for it, '' where there is none."""

    sort: Sort
    answer: str = ""
    typed: str = ""

    @property
    def is_level(self) -> bool:
        """True where it is a level of the scale."""
        return self.sort is Sort.LEVEL

    @property
    def leaves_the_sum(self) -> bool:
        """True for Not applicable."""
        return self.sort is Sort.LEAVES_THE_SUM

    @property
    def respelt(self) -> bool:
        """True where what was typed is not the framework's own word, case aside (as Excel compares)."""
        return bool(self.answer) and self.typed.casefold() != self.answer.casefold()


NOT_RATED = Rating(Sort.NOT_RATED)


def read_rating(framework: Framework, value: Value | None) -> Rating:
    """What the cell's value says. Never raises; blank is NOT_RATED."""
    if value is None or is_blank(value):
        return NOT_RATED
    if isinstance(value, Unread):
        return Rating(Sort.UNREAD, typed=value.shown)
    typed = value if isinstance(value, str) else as_shown(value)
    answer = framework.spellings.get(fold(typed))
    if answer is None:
        return Rating(Sort.TWO if len(named(framework, typed)) > 1 else Sort.UNKNOWN, typed=typed)
    if answer in framework.rank:
        return Rating(Sort.LEVEL, answer, typed)
    leaves = answer in framework.leaves_the_sum
    return Rating(Sort.LEAVES_THE_SUM if leaves else Sort.NO_LEVEL, answer, typed)


def read_level(framework: Framework, value: Value | None) -> str:
    """The judgement level that an override's cell names, '' where it names none."""
    if value is None or isinstance(value, Unread) or is_blank(value):
        return ""
    return framework.judgement_spellings.get(fold(value if isinstance(value, str) else as_shown(value)), "")


def read_judged(framework: Framework, value: Value | None) -> Rating:
    """What a cell says that takes a level as judgements have it: there Not applicable is no answer."""
    rating = read_rating(framework, value)
    if rating.sort in (Sort.NOT_RATED, Sort.UNREAD, Sort.TWO):
        return rating
    level = read_level(framework, value)
    return Rating(Sort.LEVEL if level else Sort.UNKNOWN, level, rating.typed)


def named(framework: Framework, typed: str) -> set[str]:
    """The different answers that a text names, in any accepted spelling, as words of their own."""
    return {framework.spellings[word] for word in framework.any_answer.findall(fold(typed))}


def read_ratings(framework: Framework, audit: FilledTable) -> Mapping[str, Rating]:
    """Every descriptor's rating. A descriptor whose row is missing is not rated; one that stands in
    more than one row can't be read (which row counts is not ours to guess)."""
    values = audit.column("rating")
    found = read_column(((ref, values.get(ref)) for ref in framework.descriptors), partial(read_rating, framework))
    found.update((ref, Rating(Sort.UNREAD)) for ref in audit.doubtful if ref in found)
    return found


def read_column(
    values: Iterable[tuple[str, Value | None]], read: Callable[[Value | None], Rating]
) -> dict[str, Rating]:
    """Ref → rating. What is typed alike is read once, and is one object."""
    seen: dict[object, Rating] = {}
    found: dict[str, Rating] = {}
    for ref, value in values:
        key = value if type(value) is str else (type(value), value)  # 1 is True, but is not typed so
        if key not in seen:
            seen[key] = read(value)
        found[ref] = seen[key]
    return found
