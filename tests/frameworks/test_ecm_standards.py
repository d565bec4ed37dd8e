"""The ECM Standards as they ship: twelve by five, 2 to 5 descriptors a cell, the scale, the routes, the awards."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from ecm_xl.core.framework import Award, Framework, SettingType
from ecm_xl.core.words import fold
from ecm_xl.frameworks.loader import SHIPPED, check_text, load_framework

TITLES = [
    "Ethos",
    "Policy",
    "Environment",
    "Leadership and management",
    "Personalised learning",
    "Curriculum entitlement, access and choice",
    "Presence, participation and personal development",
    "Partnership with parents and carers",
    "Multi-agency working",
    "The community",
    "Transition and transfer",
    "Professional development",
]
OUTCOMES = {
    "HEALTH": "Be healthy",
    "SAFE": "Stay safe",
    "ENJOY": "Enjoy and achieve",
    "CONTRIBUTE": "Make a positive contribution",
    "ECONOMIC": "Achieve economic well-being",
}
MOST_WORDS = 22


@pytest.fixture(scope="module")
def standards() -> Framework:
    """The ECM Standards."""
    return load_framework()


def test_the_file_is_clean(shipped: str) -> None:
    assert check_text(shipped) == []


def test_which_frameworks_ship() -> None:
    assert SHIPPED == {"ecm-standards": "ecm_standards.toml"}


def test_its_head(standards: Framework) -> None:
    assert (standards.id, standards.title, standards.rule) == ("ecm-standards", "ECM Standards", "lowest")
    assert re.fullmatch(r"\d+\.\d+", standards.version)


# Twelve Standards by five Outcomes.


def test_the_twelve_standards_in_their_order(standards: Framework) -> None:
    assert [(s.number, s.title) for s in standards.standards] == list(enumerate(TITLES, 1))
    assert standards.standard_refs == tuple(f"S{n:02d}" for n in range(1, 13))
    assert standards.standard(3).label == "03 Environment"


def test_the_five_outcomes_in_their_order(standards: Framework) -> None:
    assert {o.code: o.title for o in standards.outcomes} == OUTCOMES
    assert [o.code for o in standards.outcomes] == list(OUTCOMES)


@pytest.mark.parametrize(
    ("met", "code"),
    [
        ("Be safe", "SAFE"),
        ("Being healthy", "HEALTH"),
        ("Positive contribution", "CONTRIBUTE"),
        ("Economic wellbeing", "ECONOMIC"),
        ("ACHIEVE ECONOMIC WELL-BEING", "ECONOMIC"),
        ("ENJOY AND ACHIEVE", "ENJOY"),
    ],
)
def test_the_spellings_of_outcomes_met_in_real_files(standards: Framework, met: str, code: str) -> None:
    outcome = standards.outcome(code)

    assert fold(met) in {fold(word) for word in (outcome.title, *outcome.spellings)}


def test_every_standard_says_what_it_is_about_in_one_sentence_of_its_own(standards: Framework) -> None:
    meanings = [s.meaning for s in standards.standards]

    assert len({fold(meaning) for meaning in meanings}) == 12
    assert all(re.fullmatch(r"[A-Z][^.!?]*\.", meaning) for meaning in meanings), meanings


# Descriptors.


def test_every_cell_has_two_to_five_descriptors_and_not_all_the_same_number(standards: Framework) -> None:
    sizes = {place: len(rows) for place, rows in standards.cells.items()}

    assert set(sizes) == {(number, code) for number in range(1, 13) for code in OUTCOMES}
    assert set(sizes.values()) <= {2, 3, 4, 5}
    assert len(set(sizes.values())) > 1


def test_there_are_180_to_240_descriptors_in_all(standards: Framework) -> None:
    assert 180 <= len(standards.descriptors) <= 240


def test_refs_say_standard_outcome_and_place_in_order(standards: Framework) -> None:
    expected = [
        f"S{s.number:02d}.{code}.{place}"
        for s in standards.standards
        for code in OUTCOMES
        for place in range(1, len(standards.cells[s.number, code]) + 1)
    ]

    assert list(standards.descriptors) == expected
    assert [(d.standard, d.outcome) for d in standards.descriptors.values()] == [
        (int(ref[1:3]), ref.split(".")[1]) for ref in expected
    ]


def test_no_descriptor_is_longer_than_22_words(standards: Framework) -> None:
    long = {ref: len(d.text.split()) for ref, d in standards.descriptors.items() if len(d.text.split()) > MOST_WORDS}

    assert long == {}


def test_every_descriptor_is_one_sentence(standards: Framework) -> None:
    other = [ref for ref, d in standards.descriptors.items() if not re.fullmatch(r"[A-Z].*[^.!?]\.", d.text)]
    several = [ref for ref, d in standards.descriptors.items() if re.search(r"[.!?] ", d.text)]

    assert (other, several) == ([], [])


@pytest.mark.parametrize("part", ["text", "evidence"])
def test_no_two_are_alike(standards: Framework, part: str) -> None:
    """Neither word for word, nor with other signs, nor with the same words in another order."""
    seen = Counter(" ".join(sorted(re.findall(r"\w+", fold(getattr(d, part))))) for d in standards.descriptors.values())

    assert [words for words, times in seen.items() if times > 1] == []


def test_every_descriptor_says_what_would_count_as_evidence(standards: Framework) -> None:
    evidence = {ref: d.evidence for ref, d in standards.descriptors.items()}

    assert [ref for ref, text in evidence.items() if not 2 <= len(text.split()) <= MOST_WORDS] == []
    assert [ref for ref, text in evidence.items() if text.endswith(".") or not text[0].isupper()] == []


# The scale.


def test_levels_run_from_worst_to_best(standards: Framework) -> None:
    assert dict(standards.rank) == {"Emergent": 0, "Developing": 1, "Embedded": 2}
    assert standards.best == "Embedded"


def test_the_four_kinds_of_no_level_and_what_each_does(standards: Framework) -> None:
    assert [(x.id, x.name, x.offered, x.leaves_the_sum, x.needs_reason) for x in standards.no_levels] == [
        ("not-rated", "Not rated", False, False, False),
        ("not-applicable", "Not applicable", True, True, True),
        ("not-enough-evidence", "Not enough evidence", True, False, False),
        ("not-reported", "Not reported", False, False, False),
    ]
    assert standards.leaves_the_sum == standards.needs_reason == {"Not applicable"}
    assert standards.not_applicable == "Not applicable"


def test_the_rating_list(standards: Framework) -> None:
    assert standards.offered == ("Emergent", "Developing", "Embedded", "Not applicable", "Not enough evidence")


def test_every_level_and_kind_of_no_level_says_what_it_means(standards: Framework) -> None:
    meanings = [x.meaning for x in standards.levels] + [x.meaning for x in standards.no_levels]

    assert len(set(meanings)) == 7
    assert all(re.fullmatch(r"[A-Z].*\.", meaning) for meaning in meanings)


# Routes, awards, settings.


def test_the_two_routes(standards: Framework) -> None:
    """A3: all twelve in up to two years; or at most four in any twelve months, all twelve in three years."""
    assert [(r.number, r.standards_a_year, r.years) for r in standards.routes] == [(1, 12, 2), (2, 4, 3)]
    assert [r.title for r in standards.routes] == ["Route 1: a good start is made", "Route 2: just begun"]
    assert all(r.standards_a_year * r.years >= 12 and r.advice.endswith(".") for r in standards.routes)


def test_the_two_awards(standards: Framework) -> None:
    """A9."""
    assert standards.awards == (
        Award("setting", "setting", "ECM Standards Award", "Embedded", tuple(range(1, 13))),
        Award("cluster", "cluster", "ECM Cluster Standards Award", "Embedded", (1, 2), tuple(range(3, 13))),
    )


def test_the_seven_types_of_setting(standards: Framework) -> None:
    assert standards.setting_types == (
        SettingType("children's-centre", "Children's centre"),
        SettingType("early-years", "Early years setting"),
        SettingType("primary", "Primary school"),
        SettingType("secondary", "Secondary school"),
        SettingType("special", "Special school"),
        SettingType("pru", "Pupil referral unit"),
        SettingType("college", "FE or sixth-form college"),
    )
