"""Awards (A9): what is reached, what is missing, what rests on an override."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from ecm_xl.core.answers import SettingAnswers
from ecm_xl.core.awards import AwardResult, Stand, Stands, cluster_award, setting_award, stand, stands
from ecm_xl.core.framework import Award, Framework, Level
from ecm_xl.core.judgements import judge

OVERRIDE = {"override": "Tree", "override_by": "A. Person", "override_on": date(2026, 7, 1), "reason": "Seen."}
Standing = Callable[..., Stands]
ALL = dict.fromkeys((1, 2, 3), "Tree")


@pytest.fixture
def standing(
    answers: Callable[..., SettingAnswers], rated: Callable[..., dict[str, str]], today: date
) -> Callable[..., Stands]:
    """`standing(framework, {1: "Tree"}, overrides=)`: where a setting stands whose Standards have those ratings."""

    def make(framework: Framework, levels: Mapping[int, str], **more: object) -> Stands:
        return stands(judge(framework, answers(framework, rated(framework, levels), **more), today))

    return make


def award_of(framework: Framework, scope: str) -> Award:
    """The framework's award for a setting or a cluster."""
    return next(a for a in framework.awards if a.scope == scope)


def test_where_a_standard_stands_is_its_judgement_and_its_short_words(
    small: Framework, answers: Callable[..., SettingAnswers], today: date
) -> None:
    ratings = {"S01.SAFE.1": "Seed", "S01.ENJOY.1": "Tree", "S02.SAFE.1": "Tree"}
    read = answers(small, ratings, overrides={"S03": OVERRIDE})
    mine = stands(judge(small, read, today))

    assert list(mine) == [1, 2, 3]
    assert mine == {
        1: Stand("Seed", "Seed", ""),
        2: Stand("", "Not yet: 1 of 2 rated", ""),
        3: Stand("Tree", "Tree", "Not yet: 0 of 2 rated"),
    }
    assert mine == {j.standard: stand(j) for j in judge(small, read, today)}


# A setting's award: every Standard.


def test_a_setting_with_every_standard_at_the_level_has_its_award(small: Framework, standing: Standing) -> None:
    result = setting_award(small, award_of(small, "setting"), standing(small, ALL))

    assert result == AwardResult("Garden Award", met=True, missing=(), rests_on=())


def test_one_standard_below_is_enough_to_miss_it_and_every_one_that_is_missing_is_listed_in_order(
    small: Framework, standing: Standing
) -> None:
    result = setting_award(small, award_of(small, "setting"), standing(small, {1: "Shoot", 2: "Tree"}))

    assert result == AwardResult(
        "Garden Award",
        met=False,
        missing=("Standard 1 Ethos: Shoot", "Standard 3 Environment: Not yet: 0 of 2 rated"),
        rests_on=(),
    )


def test_the_ecm_award_asks_for_all_twelve(standards: Framework, standing: Standing) -> None:
    award = award_of(standards, "setting")
    every = dict.fromkeys(range(1, 13), "Embedded")

    assert setting_award(standards, award, standing(standards, every)).met
    for number in every:
        result = setting_award(standards, award, standing(standards, every | {number: "Developing"}))
        title = standards.standard(number).title
        assert (result.met, result.missing) == (False, (f"Standard {number} {title}: Developing",))


def test_not_applicable_throughout_never_counts(small: Framework, standing: Standing) -> None:
    result = setting_award(small, award_of(small, "setting"), standing(small, ALL | {3: "Does not grow here"}))

    assert (result.met, result.missing) == (False, ("Standard 3 Environment: Does not grow here",))


def test_a_standard_that_was_never_judged_is_missing(small: Framework) -> None:
    result = setting_award(small, award_of(small, "setting"), {})

    assert result.missing == (
        "Standard 1 Ethos: not judged",
        "Standard 2 Policy: not judged",
        "Standard 3 Environment: not judged",
    )


def test_an_override_counts_and_its_standard_and_what_was_computed_are_said(
    small: Framework, standing: Standing
) -> None:
    mine = standing(small, ALL | {2: "Shoot"}, overrides={"S02": OVERRIDE})

    result = setting_award(small, award_of(small, "setting"), mine)

    assert (result.met, result.missing) == (True, ())
    assert result.rests_on == ("Standard 2; computed: Shoot",)


def test_an_incomplete_override_does_not_count(small: Framework, standing: Standing) -> None:
    mine = standing(small, ALL | {2: "Shoot"}, overrides={"S02": {**OVERRIDE, "reason": ""}})

    result = setting_award(small, award_of(small, "setting"), mine)

    assert (result.met, result.missing, result.rests_on) == (False, ("Standard 2 Policy: Shoot",), ())


# A cluster's award: some everywhere, the others each in at least one setting.


def test_a_cluster_has_its_award_when_the_others_are_reached_between_them(small: Framework, standing: Standing) -> None:
    settings = {"Ash": standing(small, {1: "Tree", 2: "Tree"}), "Elm": standing(small, {1: "Tree", 3: "Tree"})}

    result = cluster_award(small, award_of(small, "cluster"), settings)

    assert result == AwardResult("Park Award", met=True, missing=(), rests_on=())


def test_what_is_asked_everywhere_is_missing_in_each_setting_that_is_below(
    small: Framework, standing: Standing
) -> None:
    settings = {
        "Ash": standing(small, ALL | {1: "Shoot"}),
        "Elm": standing(small, ALL),
        "Oak": standing(small, {2: "Tree", 3: "Tree"}),
    }

    assert cluster_award(small, award_of(small, "cluster"), settings) == AwardResult(
        "Park Award",
        met=False,
        missing=(
            "Standard 1 Ethos, asked of every setting: Ash is at 'Shoot'",
            "Standard 1 Ethos, asked of every setting: Oak is at 'Not yet: 0 of 2 rated'",
        ),
        rests_on=(),
    )


def test_what_is_asked_somewhere_is_missing_only_where_no_setting_has_it(small: Framework, standing: Standing) -> None:
    settings = {"Ash": standing(small, {1: "Tree", 2: "Shoot"}), "Elm": standing(small, {1: "Tree", 3: "Tree"})}

    assert cluster_award(small, award_of(small, "cluster"), settings) == AwardResult(
        "Park Award",
        met=False,
        missing=("Standard 2 Policy, asked of at least one setting: Tree in none",),
        rests_on=(),
    )


def test_the_ecm_cluster_award_asks_one_and_two_everywhere_and_the_other_ten_somewhere(
    standards: Framework, standing: Standing
) -> None:
    award = award_of(standards, "cluster")
    ash = dict.fromkeys((1, 2, 3, 4, 5, 6, 7), "Embedded")
    elm = dict.fromkeys((1, 2, 8, 9, 10, 11, 12), "Embedded")

    def met(first: Mapping[int, str], second: Mapping[int, str]) -> bool:
        settings = {"Ash": standing(standards, first), "Elm": standing(standards, second)}
        return cluster_award(standards, award, settings).met

    assert met(ash, elm)
    assert [n for n in range(1, 13) if not met({**ash, n: "Developing"}, elm)] == [1, 2, 3, 4, 5, 6, 7]
    assert [n for n in range(1, 13) if not met(ash, {**elm, n: "Developing"})] == [1, 2, 8, 9, 10, 11, 12]


def test_what_applies_nowhere_is_reached_nowhere(small: Framework, standing: Standing) -> None:
    settings = {"Ash": standing(small, ALL | {3: "Does not grow here"})}

    result = cluster_award(small, award_of(small, "cluster"), settings)

    assert result.missing == ("Standard 3 Environment, asked of at least one setting: Tree in none",)


def test_a_setting_that_should_be_among_them_and_is_not_stands_between_and_comes_first(
    small: Framework, standing: Standing
) -> None:
    settings = {"Ash": standing(small, ALL | {2: "Seed"})}

    result = cluster_award(
        small, award_of(small, "cluster"), settings, ["Elm: not reported", "Oak: in more than one file"]
    )

    assert (result.met, result.missing) == (
        False,
        (
            "Elm: not reported",
            "Oak: in more than one file",
            "Standard 2 Policy, asked of at least one setting: Tree in none",
        ),
    )


def test_not_reported_alone_is_enough_to_miss_it(small: Framework, standing: Standing) -> None:
    result = cluster_award(small, award_of(small, "cluster"), {"Ash": standing(small, ALL)}, ["Elm: not reported"])

    assert (result.met, result.missing) == (False, ("Elm: not reported",))


def test_a_cluster_without_settings_has_not_met_it(small: Framework) -> None:
    award = award_of(small, "cluster")

    assert cluster_award(small, award, {}) == AwardResult(
        "Park Award", met=False, missing=("No setting has been judged",), rests_on=()
    )
    assert cluster_award(small, award, {}, ["Elm: not reported"]).missing == (
        "Elm: not reported",
        "No setting has been judged",
    )


def test_overrides_that_a_cluster_rests_on_are_said_by_setting_and_standard(
    small: Framework, standing: Standing
) -> None:
    settings = {
        "Ash": standing(small, ALL | {1: "Shoot"}, overrides={"S01": OVERRIDE}),
        "Elm": standing(small, {1: "Tree"}, overrides={"S03": OVERRIDE}),
    }

    result = cluster_award(small, award_of(small, "cluster"), settings)

    assert (result.met, result.missing) == (True, ())
    assert result.rests_on == (
        "Ash, Standard 1; computed: Shoot",
        "Elm, Standard 3; computed: Not yet: 0 of 2 rated",
    )


# An award below the best level.


def test_an_award_below_the_best_level_is_met_by_it_and_by_all_above(small: Framework, standing: Standing) -> None:
    lower = replace(award_of(small, "setting"), level="Shoot")

    assert setting_award(small, lower, standing(small, {1: "Shoot", 2: "Tree", 3: "Shoot"})).met
    result = setting_award(small, lower, standing(small, {1: "Shoot", 2: "Seed", 3: "Tree"}))
    assert result.missing == ("Standard 2 Policy: Seed",)


def test_a_cluster_award_below_the_best_level_says_or_better(small: Framework, standing: Standing) -> None:
    lower = replace(award_of(small, "cluster"), level="Shoot")
    settings = {"Lark": standing(small, {1: "Tree", 2: "Shoot", 3: "Seed"})}

    assert cluster_award(small, lower, settings).missing == (
        "Standard 3 Environment, asked of at least one setting: Shoot or better in none",
    )


def test_an_award_asks_for_a_judgement_where_judgements_have_levels_of_their_own(
    small: Framework, standing: Standing
) -> None:
    own = (Level("Not met", "No.", asks="Seed"), Level("Met", "So.", asks="Shoot"))
    framework = replace(small, own_judgement_levels=own)
    award = replace(award_of(small, "setting"), level="Met")

    assert setting_award(framework, award, standing(framework, {1: "Shoot", 2: "Tree", 3: "Tree"})).met
    result = setting_award(framework, award, standing(framework, {1: "Shoot", 2: "Tree", 3: "Seed"}))
    assert result.missing == ("Standard 3 Environment: Not met",)
