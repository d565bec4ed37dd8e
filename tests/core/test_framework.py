"""What a framework knows of itself."""

from __future__ import annotations

import pytest

from ecm_xl.core.framework import Framework


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
