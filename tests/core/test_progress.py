"""How far an audit is: what each row still needs, where to carry on, how much is rated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ecm_xl.core.answers import Row, SettingAnswers, Unread, Value
from ecm_xl.core.framework import Framework
from ecm_xl.core.judgements import RollUp, judge
from ecm_xl.core.progress import first_unrated, share_at_or_above, to_do
from ecm_xl.core.ratings import read_rating, read_ratings

Answers = Callable[..., SettingAnswers]


@pytest.mark.parametrize(
    ("fields", "needs"),
    [
        ({}, "Rate"),
        ({"rating": " \u200b", "evidence": "E01"}, "Rate"),
        ({"rating": "Embeded"}, "Rate"),
        ({"rating": "Embedded/Developing"}, "Rate"),
        ({"rating": "✓"}, "Rate"),
        ({"rating": Unread("#REF!")}, "Rate"),
        ({"rating": "Emergent"}, ""),
        ({"rating": "Developing"}, ""),
        ({"rating": "Not enough evidence"}, ""),
        ({"rating": "Embedded"}, "Add evidence"),
        ({"rating": "embedded ", "evidence": "\u00a0"}, "Add evidence"),
        ({"rating": "Embedded", "comment": "We do."}, "Add evidence"),
        ({"rating": "Embedded", "evidence": "E01"}, ""),
        ({"rating": "Embedded", "evidence": Unread("#REF!")}, ""),
        ({"rating": "Not applicable"}, "Give a reason"),
        ({"rating": "N/A", "comment": " "}, "Give a reason"),
        ({"rating": "Not applicable", "evidence": "E01"}, "Give a reason"),
        ({"rating": "Not applicable", "comment": "No kitchen."}, ""),
    ],
)
def test_what_a_row_still_needs(standards: Framework, fields: dict[str, Value], needs: str) -> None:
    rating = read_rating(standards, fields.get("rating"))

    assert to_do(standards, rating, Row(5, fields)) == needs


def carry_on(framework: Framework, read: SettingAnswers) -> str:
    """Where the audit is to be carried on."""
    return first_unrated(read.audit, read_ratings(framework, read.audit))


def test_carry_on_at_the_first_row_without_an_answer(tiny: Framework, answers: Answers) -> None:
    assert carry_on(tiny, answers(tiny, {})) == "S01.SAFE.1"
    assert carry_on(tiny, answers(tiny, {"S01.SAFE.1": "Tree", "S01.ENJOY.1": "Tree"})) == "S01.SAFE.2"
    assert carry_on(tiny, answers(tiny, {"S01.SAFE.1": "Can't tell", "S01.SAFE.2": "Bush"})) == "S01.SAFE.2"


def test_carry_on_nowhere_when_every_row_has_an_answer(tiny: Framework, answers: Answers) -> None:
    every = dict(zip(tiny.descriptors, ("Tree", "Seed", "Can't tell", "Does not grow here"), strict=True))

    assert carry_on(tiny, answers(tiny, every)) == ""


def test_the_first_is_the_first_on_the_sheet_however_it_was_sorted(tiny: Framework, answers: Answers) -> None:
    read = answers(tiny, {"S01.ENJOY.2": "Tree"})
    for number, ref in enumerate(reversed(list(tiny.descriptors)), 5):
        read.audit.numbers[ref] = number

    assert carry_on(tiny, read) == "S01.ENJOY.1"


def test_a_deleted_row_is_nowhere_to_carry_on(tiny: Framework, answers: Answers) -> None:
    assert carry_on(tiny, answers(tiny, {}, deleted=["S01.SAFE.1"])) == "S01.SAFE.2"
    assert carry_on(tiny, answers(tiny, {}, deleted=tiny.descriptors)) == ""


def test_the_share_counts_the_level_and_better_ones_of_those_that_apply(
    tiny: Framework, answers: Answers, today: date
) -> None:
    read = answers(tiny, dict(zip(tiny.descriptors, ("Seed", "Tree", "Shoot", ""), strict=True)))
    whole = judge(tiny, read, today)[0].whole

    assert [share_at_or_above(tiny, whole, level.name) for level in tiny.levels] == [0.75, 0.5, 0.25]


def test_what_does_not_apply_is_not_in_the_share(tiny: Framework, answers: Answers, today: date) -> None:
    no = "Does not grow here"
    read = answers(tiny, dict(zip(tiny.descriptors, ("Tree", no, no, no), strict=True)))
    whole = judge(tiny, read, today)[0].whole

    assert share_at_or_above(tiny, whole, "Tree") == 1.0


def test_where_nothing_applies_the_share_is_nought(tiny: Framework) -> None:
    assert share_at_or_above(tiny, RollUp("", "", 0, 0, {"Seed": 0, "Shoot": 0, "Tree": 0}), "Seed") == 0.0
