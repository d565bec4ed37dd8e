"""From what was typed to an answer: accepted spellings count, everything else is a finding, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from ecm_xl.core.answers import SettingAnswers, Unread, Value
from ecm_xl.core.framework import Framework, Level
from ecm_xl.core.ratings import NOT_RATED, Rating, Sort, named, read_level, read_rating, read_ratings


@pytest.mark.parametrize(
    ("typed", "rating"),
    [
        (None, Rating(Sort.NOT_RATED)),
        ("", Rating(Sort.NOT_RATED)),
        (" \u00a0\u200b", Rating(Sort.NOT_RATED)),
        ("Emergent", Rating(Sort.LEVEL, "Emergent", "Emergent")),
        ("Developing", Rating(Sort.LEVEL, "Developing", "Developing")),
        ("Embedded", Rating(Sort.LEVEL, "Embedded", "Embedded")),
        ("Not applicable", Rating(Sort.LEAVES_THE_SUM, "Not applicable", "Not applicable")),
        ("Not enough evidence", Rating(Sort.NO_LEVEL, "Not enough evidence", "Not enough evidence")),
        ("Outstanding", Rating(Sort.UNKNOWN, "", "Outstanding")),
        ("Emergent/Embedded", Rating(Sort.TWO, "", "Emergent/Embedded")),
        (Unread("#REF!"), Rating(Sort.UNREAD, "", "#REF!")),
    ],
)
def test_each_sort_of_entry(standards: Framework, typed: Value | None, rating: Rating) -> None:
    assert read_rating(standards, typed) == rating


def test_only_a_level_is_a_level_and_only_not_applicable_leaves_the_sum(standards: Framework) -> None:
    entries = ["", "Developing", "Not applicable", "Not enough evidence", "Good", "Emergent or Embedded"]
    ratings = [read_rating(standards, entry) for entry in entries]

    assert [r.is_level for r in ratings] == [False, True, False, False, False, False]
    assert [r.leaves_the_sum for r in ratings] == [False, False, True, False, False, False]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Emerging", "Emergent"),
        ("N/A", "Not applicable"),
        ("N.A.", "Not applicable"),
        ("NA", "Not applicable"),
        ("Not-applicable", "Not applicable"),
        ("Insufficient evidence", "Not enough evidence"),
    ],
)
def test_the_accepted_spellings(standards: Framework, typed: str, answer: str) -> None:
    assert read_rating(standards, typed).answer == answer
    assert read_rating(standards, typed.lower()).answer == answer


def test_every_spelling_of_the_file_is_accepted_and_no_other(standards: Framework) -> None:
    assert dict(standards.spellings) == {
        "emergent": "Emergent",
        "emerging": "Emergent",
        "developing": "Developing",
        "embedded": "Embedded",
        "not applicable": "Not applicable",
        "n/a": "Not applicable",
        "n.a.": "Not applicable",
        "na": "Not applicable",
        "not-applicable": "Not applicable",
        "not enough evidence": "Not enough evidence",
        "insufficient evidence": "Not enough evidence",
    }


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("EMBEDDED", "Embedded", id="capitals"),
        pytest.param("  Embedded ", "Embedded", id="spaces at the ends"),
        pytest.param("Ｅｍｂｅｄｄｅｄ", "Embedded", id="full width"),
        pytest.param("Insu\ufb03cient evidence", "Not enough evidence", id="ligature"),
        pytest.param("Not\u00a0applicable", "Not applicable", id="no-break space"),
        pytest.param("Not  applicable", "Not applicable", id="two spaces"),
        pytest.param("\ufeffDeve\u200bloping", "Developing", id="zero width"),
        pytest.param("Not–applicable", "Not applicable", id="dash for hyphen"),
        pytest.param("\u200eEmbedded", "Embedded", id="mark of writing direction"),
    ],
)
def test_what_looks_the_same_is_the_same(standards: Framework, typed: str, answer: str) -> None:
    assert read_rating(standards, typed).answer == answer


@pytest.mark.parametrize("typed", ["Not rated", "Not reported"])
def test_what_the_list_does_not_offer_is_no_answer(standards: Framework, typed: str) -> None:
    assert read_rating(standards, typed) == Rating(Sort.UNKNOWN, "", typed)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("✓", "✓"),
        ("x", "x"),
        ("X", "X"),
        ("1", "1"),
        ("E", "E"),
        (1, "1"),
        (0, "0"),
        (3.0, "3"),
        (2.5, "2.5"),
        (True, "TRUE"),
        (date(2026, 3, 14), "14/03/2026"),
        (datetime(2026, 3, 14), "14/03/2026"),  # noqa: DTZ001 - a cell has no time zone
    ],
)
def test_ticks_letters_numbers_and_dates_are_unknown_and_shown_as_on_the_sheet(
    standards: Framework, typed: Value, shown: str
) -> None:
    assert read_rating(standards, typed) == Rating(Sort.UNKNOWN, "", shown)


@pytest.mark.parametrize("typed", ["embedding", "Embedding", "Embeded", "Emergant", "Embedded?", "Nearly embedded"])
def test_a_near_miss_is_never_taken(standards: Framework, typed: str) -> None:
    assert read_rating(standards, typed) == Rating(Sort.UNKNOWN, "", typed)


@pytest.mark.parametrize(
    "between",
    ["/", ",", ";", "&", "+", "|", "\n", " / ", ", ", " or ", " OR ", " and ", " to ", " - "],
)
def test_two_ratings_in_one_cell_are_two_whatever_stands_between(standards: Framework, between: str) -> None:
    typed = f"Emergent{between}Developing"

    assert read_rating(standards, typed) == Rating(Sort.TWO, "", typed)
    assert named(standards, typed) == {"Emergent", "Developing"}


@pytest.mark.parametrize("between", [" – ", " — ", "–", "／", "；"])
def test_two_ratings_are_two_also_with_the_signs_that_word_processors_make(standards: Framework, between: str) -> None:
    typed = f"Emergent{between}Developing"

    assert read_rating(standards, typed) == Rating(Sort.TWO, "", typed)


@pytest.mark.parametrize("typed", ["N/A / Embedded", "N/A, Embedded", "Embedded or N/A", "N/A/Embedded"])
def test_an_answer_that_is_written_with_a_stroke_is_still_one_of_two(standards: Framework, typed: str) -> None:
    assert read_rating(standards, typed) == Rating(Sort.TWO, "", typed)


@pytest.mark.parametrize("typed", ["Emergent/", "Emergent or better", "Emergent/Emerging", "Toward and over"])
def test_one_rating_with_more_words_is_unknown_and_not_two(standards: Framework, typed: str) -> None:
    assert read_rating(standards, typed) == Rating(Sort.UNKNOWN, "", typed)


@pytest.mark.parametrize(
    ("typed", "respelt"),
    [
        ("Embedded", False),
        ("EMBEDDED", False),
        ("Emerging", True),
        ("Embedded ", True),
        ("Not\u00a0applicable", True),
        ("Embeded", False),
        ("", False),
    ],
)
def test_respelt_is_what_excel_would_not_count(standards: Framework, typed: str, respelt: bool) -> None:
    assert read_rating(standards, typed).respelt is respelt


def test_every_descriptor_has_its_rating_whatever_the_order_of_rows(
    tiny: Framework, answers: Callable[..., SettingAnswers]
) -> None:
    read = answers(tiny, {"S01.SAFE.1": "Tree", "S01.ENJOY.1": "tree", "S01.ENJOY.2": "Bush"})
    audit = read.audit
    audit.answers["rating"] = dict(reversed(audit.answers["rating"].items()))

    assert dict(read_ratings(tiny, audit)) == {
        "S01.SAFE.1": Rating(Sort.LEVEL, "Tree", "Tree"),
        "S01.SAFE.2": NOT_RATED,
        "S01.ENJOY.1": Rating(Sort.LEVEL, "Tree", "tree"),
        "S01.ENJOY.2": Rating(Sort.UNKNOWN, "", "Bush"),
    }


def test_a_deleted_row_is_not_rated_and_a_doubtful_one_cannot_be_read(
    tiny: Framework, answers: Callable[..., SettingAnswers]
) -> None:
    every = dict.fromkeys(tiny.descriptors, "Tree")
    read = answers(tiny, every, deleted=["S01.SAFE.1"], doubtful=["S01.ENJOY.2"])

    assert dict(read_ratings(tiny, read.audit)) == {
        "S01.SAFE.1": NOT_RATED,
        "S01.SAFE.2": Rating(Sort.LEVEL, "Tree", "Tree"),
        "S01.ENJOY.1": Rating(Sort.LEVEL, "Tree", "Tree"),
        "S01.ENJOY.2": Rating(Sort.UNREAD),
    }


def test_the_number_one_and_true_are_not_taken_for_one_another(
    tiny: Framework, answers: Callable[..., SettingAnswers]
) -> None:
    read = answers(tiny, {"S01.SAFE.1": 1, "S01.SAFE.2": True, "S01.ENJOY.1": 1.5})

    assert [r.typed.upper() for r in read_ratings(tiny, read.audit).values()] == ["1", "TRUE", "1.5", ""]


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("Lush", "Lush"),
        (" LUSH ", "Lush"),
        ("green", "Lush"),
        (4, "4"),
        (4.0, "4"),
        ("4", "4"),
        ("Tree", ""),
        ("none", ""),
        ("", ""),
        (None, ""),
        (Unread("Lush"), ""),
    ],
)
def test_an_override_names_a_level_of_the_judgements(tiny: Framework, typed: Value | None, level: str) -> None:
    """`none`: nothing typed is not the word for it."""
    own = (Level("4", "Little."), Level("Lush", "Much.", ("Green",)))

    assert read_level(replace(tiny, own_judgement_levels=own), typed) == level
