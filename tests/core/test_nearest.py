"""Near spellings: what is offered, and what is not, measured by `difflib` and by the program's own measure alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecm_xl.core.framework import Framework, Level
from ecm_xl.core.nearest import CLEARLY, NEAR_ENOUGH, Nearest, closest
from ecm_xl.core.words import fold
from ecm_xl.frameworks.loader import load_framework
from ecm_xl.workflows.examine import nearness

Suggest = Callable[[Mapping[str, str], str], str]


def by_difflib(typed: str, spellings: Sequence[str]) -> list[float]:
    return [SequenceMatcher(None, typed, spelling).ratio() for spelling in spellings]


@pytest.fixture(params=[by_difflib, nearness], ids=["difflib", "rapidfuzz"])
def suggest(request: pytest.FixtureRequest) -> Suggest:
    """What is offered for a text, among those spellings."""
    nearest: Nearest = request.param
    return lambda spellings, typed: closest(typed, spellings, nearest)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Embeded", "Embedded"),
        ("embeded", "Embedded"),
        ("Embedded?", "Embedded"),
        ("Emergant", "Emergent"),
        ("Devloping", "Developing"),
        ("Not aplicable", "Not applicable"),
        ("n.a", "Not applicable"),
        ("Not enough evidance", "Not enough evidence"),
    ],
)
def test_a_typing_mistake_has_its_suggestion(standards: Framework, suggest: Suggest, typed: str, near: str) -> None:
    assert suggest(standards.spellings, typed) == near


@pytest.mark.parametrize(
    "typed", ["embedding", "Outstanding", "Good", "✓", "x", "3", "em", "Developed", "Not rated", ""]
)
def test_what_is_near_to_nothing_or_to_two_has_no_suggestion(
    standards: Framework, suggest: Suggest, typed: str
) -> None:
    assert suggest(standards.spellings, typed) == ""


@pytest.mark.parametrize("typed", ["Not embedded", "Not Developing", "Applicable", "Enough evidence"])
def test_the_opposite_is_never_suggested(standards: Framework, suggest: Suggest, typed: str) -> None:
    assert suggest(standards.spellings, typed) == ""


def test_between_two_that_are_equally_near_nothing_is_suggested(tiny: Framework, suggest: Suggest) -> None:
    graded = replace(tiny, levels=(Level("Grade B", "Good."), Level("Grade A", "Better.")))

    assert suggest(graded.spellings, "Grade C") == ""
    assert suggest(graded.spellings, "Grade AA") == "Grade A"


def test_nothing_is_near_where_there_is_nothing(suggest: Suggest) -> None:
    assert suggest({}, "Embedded") == ""


def scored(**scores: float) -> str:
    """What is offered where the spellings are that near."""
    return closest("typed", {word: word for word in scores}, lambda _, words: [scores[word] for word in words])


def test_how_near_is_near_enough_and_how_clear_is_clear() -> None:
    assert scored(one=NEAR_ENOUGH) == "one"
    assert scored(one=NEAR_ENOUGH - 0.01) == ""
    assert scored(one=0.9, two=0.9 - CLEARLY - 0.01) == "one"
    assert scored(one=0.9, two=0.9 - CLEARLY + 0.01) == ""


def test_two_spellings_of_one_answer_do_not_stand_in_each_others_way() -> None:
    spellings = {"emergent": "Emergent", "emerging": "Emergent"}

    assert closest("emergin", spellings, lambda _, words: [0.9, 0.89]) == "Emergent"
    assert closest("emergin", spellings, lambda _, words: [0.9, 0.1]) == "Emergent"


def test_what_is_typed_is_folded_before_it_is_measured() -> None:
    asked: list[str] = []

    def note(typed: str, spellings: Sequence[str]) -> list[float]:
        asked.append(typed)
        return [0.0 for _ in spellings]

    closest("  EMBEDED\u00a0", {"embedded": "Embedded"}, note)
    assert asked == ["embeded"]


@given(st.text(max_size=24))
def test_a_suggestion_is_an_answer_of_as_many_words(typed: str) -> None:
    spellings = load_framework().spellings
    answer = closest(typed, spellings, nearness)

    words = len(re.split("[ -]", fold(typed)))
    assert not answer or words in {len(re.split("[ -]", word)) for word, name in spellings.items() if name == answer}


def test_nearness_is_between_nought_and_one_and_one_for_the_same() -> None:
    assert nearness("embedded", ["embedded", "zzzz"]) == [1.0, 0.0]
