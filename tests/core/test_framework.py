"""What a framework knows of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecm_xl.core.framework import Framework, Level
from ecm_xl.core.ratings import named
from ecm_xl.core.rules import Scale


def test_a_standard_has_a_ref_and_a_label_that_sorts_as_its_number(standards: Framework) -> None:
    assert (standards.standard(3).ref, standards.standard(3).label) == ("S03", "03 Environment")
    assert sorted(s.label for s in standards.standards) == [s.label for s in standards.standards]


def test_an_unknown_standard_or_outcome_is_an_error(standards: Framework) -> None:
    with pytest.raises(KeyError):
        standards.standard(13)
    with pytest.raises(KeyError):
        standards.outcome("WEALTH")


def test_every_ref_leads_to_its_standard(small: Framework) -> None:
    assert small.standard_of["S02"] == small.standard_of["S02.SAFE.1"] == 2
    assert set(small.standard_of) == {*small.standard_refs, *small.descriptors}


def test_the_list_offers_levels_worst_first_then_the_answers_without_a_level(standards: Framework) -> None:
    assert standards.offered == ("Emergent", "Developing", "Embedded", "Not applicable", "Not enough evidence")
    assert standards.best == "Embedded"
    assert standards.leaves_the_sum == {"Not applicable"}
    assert standards.needs_reason == {"Not applicable"}


def test_what_is_not_offered_is_no_answer(standards: Framework) -> None:
    assert "not rated" not in standards.spellings
    assert "not reported" not in standards.spellings


def test_answers_are_found_as_words_of_their_own(standards: Framework) -> None:
    assert standards.any_answer.findall("embedded, not applicable") == ["embedded", "not applicable"]
    assert standards.any_answer.findall("disembedded nap") == []


def test_cells_hold_every_descriptor_once_in_order(standards: Framework) -> None:
    assert [d.ref for rows in standards.cells.values() for d in rows] == list(standards.descriptors)


def test_of_two_answers_that_begin_alike_the_longer_one_is_found(tiny: Framework) -> None:
    levels = (Level("Met", "So."), Level("Met in part", "Nearly so."), Level("Met in part or more", "More than so."))
    met = replace(tiny, levels=levels)

    assert named(met, "Met in part") == {"Met in part"}
    assert named(met, "Met; met in part; met in part or more") == {"Met", "Met in part", "Met in part or more"}


def test_where_nothing_leaves_the_sum_it_is_called_not_applicable(tiny: Framework) -> None:
    assert tiny.not_applicable == "Does not grow here"
    assert replace(tiny, no_levels=()).not_applicable == "Not applicable"


def test_the_scale_has_each_judgements_own_floor_or_else_the_rating_in_its_place(tiny: Framework) -> None:
    (standard,) = tiny.standards
    first, *others = standard.descriptors
    own = (
        Level("Bare", "Little."),
        Level("Green", "Much.", asks="Tree"),
        Level("Lush", "More."),
        Level("Wild", "All."),
    )
    framework = replace(
        tiny,
        levels=tuple(replace(level, value=value) for level, value in zip(tiny.levels, (4, 0, None), strict=True)),
        own_judgement_levels=own,
        low_is_best=True,
        standards=(replace(standard, descriptors=(replace(first, benchmark="Tree"), *others)),),
    )

    assert framework.scale == Scale(
        ratings=("Seed", "Shoot", "Tree"),
        judgements=("Bare", "Green", "Lush", "Wild"),
        floors=(0, 2, 2, 2),
        values=(4, 0),
        low_is_best=True,
        benchmarks={"S01.SAFE.1": 2},
    )
    assert replace(tiny).scale == Scale(("Seed", "Shoot", "Tree"), ("Seed", "Shoot", "Tree"), (0, 1, 2))
