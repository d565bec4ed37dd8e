"""Several settings side by side: no league table, nothing counted twice, nobody left out in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ecm_xl.core.awards import NO_AWARD
from ecm_xl.core.cluster import Cluster, FormUse, HeldBack, OutcomeShare, gather
from ecm_xl.core.findings import Finding, Severity, finding
from ecm_xl.core.framework import Framework
from ecm_xl.core.results import FileResult, FormResult, Status

Setting = Callable[..., FileResult]
ALL = dict.fromkeys((1, 2, 3), "Tree")
OVERRIDE = {"override": "Shoot", "override_by": "A. Person", "override_on": date(2026, 7, 1), "reason": "Seen."}


def unreadable(file: str) -> FileResult:
    """A file that could not be read."""
    return FileResult(file, Status.UNREADABLE, findings=(finding("file-damaged"),))


def other(file: str, **details: str) -> FileResult:
    """A workbook that is no setting's."""
    return FileResult(file, Status.OTHER, details, findings=(finding("file-not-a-setting", detail="a slice"),))


def names(results: tuple[FileResult, ...]) -> list[str]:
    """The settings' names in their order."""
    return [r.name for r in results]


# Order.


def test_settings_stand_in_alphabetical_order_whatever_their_level_or_the_order_of_files(
    small: Framework, setting: Setting
) -> None:
    results = [
        setting(small, "1.xlsx", ALL, Setting_Name="elm"),
        setting(small, "2.xlsx", {}, Setting_Name="Ash"),
        setting(small, "3.xlsx", ALL, Setting_Name="Oak"),
        setting(small, "4.xlsx", {}, Setting_Name="Beech"),
    ]

    assert names(gather(small, results).counted) == ["Ash", "Beech", "elm", "Oak"]
    assert gather(small, results) == gather(small, results[::-1])


def test_a_setting_without_a_name_stands_under_its_file(small: Framework, setting: Setting) -> None:
    results = [setting(small, "oak.xlsx", {}), setting(small, "x.xlsx", {}, Setting_Name="Ash")]

    assert names(gather(small, results).files) == ["Ash", "oak.xlsx"]


def test_two_settings_of_one_name_stand_by_their_files_and_are_told_apart(small: Framework, setting: Setting) -> None:
    cluster = gather(
        small,
        [
            setting(small, "b.xlsx", ALL | {1: "Seed"}, Setting_Name="Ash", Setting_Id="2"),
            setting(small, "a.xlsx", ALL | {1: "Shoot"}, Setting_Name="Ash", Setting_Id="1"),
        ],
    )

    assert [r.file for r in cluster.counted] == ["a.xlsx", "b.xlsx"]
    assert cluster.award.missing == (
        "Standard 1 Ethos, asked of every setting: Ash is at 'Shoot'",
        "Standard 1 Ethos, asked of every setting: Ash (b.xlsx) is at 'Seed'",
    )


def test_every_file_is_listed_and_only_judged_ones_count(small: Framework, setting: Setting) -> None:
    good = setting(small, "ash.xlsx", ALL, Setting_Name="Ash")
    cluster = gather(small, [unreadable("torn.xlsx"), other("slice.xlsx", Setting_Name="Elm"), good])

    assert [(r.name, r.status) for r in cluster.files] == [
        ("Ash", Status.JUDGED),
        ("Elm", Status.OTHER),
        ("torn.xlsx", Status.UNREADABLE),
    ]
    assert cluster.counted == (good,)


def test_findings_come_by_file_with_errors_first(small: Framework, setting: Setting) -> None:
    note, error = finding("nothing-rated", "Audit", "E5"), finding("rating-two", "Audit", "E9", standard=1)
    ash = replace(setting(small, "ash.xlsx", {}, Setting_Name="Ash"), findings=(note, error))
    oak = replace(setting(small, "oak.xlsx", {}, Setting_Name="Oak"), findings=(note,))

    assert gather(small, [oak, ash]).findings == (("ash.xlsx", error), ("ash.xlsx", note), ("oak.xlsx", note))


# A setting in two files.


def twice(others: str) -> Finding:
    """The finding at a setting that is in more than one file."""
    return Finding(
        code="setting-twice",
        severity=Severity.ERROR,
        sheet="",
        cell="",
        message=f"This setting (also in {others}) is in more than one file; none of them counts until one is left.",
        action="Keep the newest in the folder and move the other one elsewhere.",
    )


def test_a_setting_in_two_files_by_its_id_counts_in_neither(small: Framework, setting: Setting) -> None:
    old = setting(small, "old.xlsx", ALL, Setting_Name="Elm", Setting_Id="a1")
    new = setting(small, "new.xlsx", ALL, Setting_Name="Elm Academy", Setting_Id="A1")
    ash = setting(small, "ash.xlsx", ALL, Setting_Name="Ash", Setting_Id="b2")

    cluster = gather(small, [old, new, ash])

    assert cluster.counted == (ash,)
    assert [r.file for r in cluster.twice] == ["old.xlsx", "new.xlsx"]
    assert cluster.findings == (("old.xlsx", twice("new.xlsx")), ("new.xlsx", twice("old.xlsx")))
    assert list(cluster.setting_awards) == ["ash.xlsx"]
    assert cluster.award.missing == (
        "Elm: in more than one file",
        "Elm Academy: in more than one file",
    )
    assert not cluster.award.met


def test_the_finding_names_every_other_file_and_stands_before_the_files_own(small: Framework, setting: Setting) -> None:
    own = finding("nothing-rated", "Audit", "E5")
    files = [
        replace(setting(small, f"{n}.xlsx", {}, Setting_Name="Elm", Setting_Id="a1"), findings=(own,)) for n in "123"
    ]

    cluster = gather(small, files)

    assert cluster.files[0].findings == (twice("2.xlsx, 3.xlsx"), own)
    assert cluster.files[2].findings == (twice("1.xlsx, 2.xlsx"), own)
    assert cluster.award.missing == ("Elm: in more than one file", "No setting has been judged")


def test_where_there_is_no_id_name_and_urn_tell(small: Framework, setting: Setting) -> None:
    one = setting(small, "1.xlsx", ALL, Setting_Name="Elm", URN="100001")
    same = setting(small, "2.xlsx", ALL, Setting_Name="ELM", URN="100001")
    namesake = setting(small, "3.xlsx", ALL, Setting_Name="Elm", URN="100002")
    neighbour = setting(small, "4.xlsx", ALL, Setting_Name="Ash", URN="100001")

    cluster = gather(small, [one, same, namesake, neighbour])

    assert [r.file for r in cluster.twice] == ["1.xlsx", "2.xlsx"]
    assert [r.file for r in cluster.counted] == ["4.xlsx", "3.xlsx"]


@pytest.mark.parametrize(
    ("one", "same"),
    [("St Mary's", "St Mary’s"), ("Elm School", "Elm\u00a0School"), ("Elm School", "Elm  School")],
)
def test_a_name_that_looks_the_same_is_the_same(small: Framework, setting: Setting, one: str, same: str) -> None:
    files = [setting(small, f"{n}.xlsx", ALL, Setting_Name=name, URN="100001") for n, name in enumerate((one, same))]

    assert len(gather(small, files).twice) == 2


def test_settings_with_neither_id_nor_name_nor_urn_are_not_taken_for_one(small: Framework, setting: Setting) -> None:
    cluster = gather(small, [setting(small, "1.xlsx", ALL), setting(small, "2.xlsx", ALL)])

    assert cluster.twice == ()
    assert len(cluster.counted) == 2


def test_a_file_that_could_not_be_judged_is_no_second_file(small: Framework, setting: Setting) -> None:
    good = setting(small, "1.xlsx", ALL, Setting_Name="Elm", Setting_Id="a1")
    cluster = gather(small, [good, other("2.xlsx", Setting_Name="Elm", Setting_Id="a1")])

    assert (cluster.twice, cluster.counted) == ((), (good,))


# Those that were expected.


@pytest.mark.parametrize("name", ["elm.xlsx", "ELM.XLSX", "elm", "a1", "100001", "Elm School", " elm  school "])
def test_who_is_expected_may_be_called_by_file_id_urn_or_name(small: Framework, setting: Setting, name: str) -> None:
    file = setting(small, "some/folder/elm.xlsx", ALL, Setting_Name="Elm School", Setting_Id="a1", URN="100001")

    cluster = gather(small, [file], [name])

    assert (cluster.not_reported, cluster.award.met) == ((), True)


def test_a_path_of_windows_is_a_path_too(small: Framework, setting: Setting) -> None:
    assert gather(small, [setting(small, r"C:\ECM\elm.xlsx", ALL)], ["elm.xlsx", "elm"]).not_reported == ()


def test_a_files_name_may_have_a_full_stop_in_it(small: Framework, setting: Setting) -> None:
    files = [setting(small, "St. Elm School.xlsx", ALL)]

    assert gather(small, files, ["St. Elm School"]).not_reported == ()
    assert gather(small, files, ["St"]).not_reported == ("St",)


@pytest.mark.parametrize("name", ["Elm", "folder", "xlsx", "1000"])
def test_a_part_of_a_name_is_not_the_name(small: Framework, setting: Setting, name: str) -> None:
    file = setting(small, "folder/elm school.xlsx", ALL, Setting_Name="Elm School", URN="100001")

    assert gather(small, [file], [name]).not_reported == (name,)


def test_who_was_expected_and_sent_nothing_is_not_reported(small: Framework, setting: Setting) -> None:
    cluster = gather(small, [setting(small, "elm.xlsx", ALL, Setting_Name="Elm")], ["Oak", "Elm", "Ash"])

    assert cluster.not_reported == ("Oak", "Ash")
    assert cluster.findings == tuple(
        (
            "",
            Finding(
                code="setting-not-reported",
                severity=Severity.ERROR,
                sheet="",
                cell="",
                message=f"A file from {name} is on the list of those expected, and is not here.",
                action="Ask the setting for its workbook, or take it off the list.",
            ),
        )
        for name in ("Oak", "Ash")
    )
    assert (cluster.award.met, cluster.award.missing) == (False, ("Oak: not reported", "Ash: not reported"))


def test_an_expected_file_that_cannot_be_read_has_come_but_the_award_waits_for_it(
    small: Framework, setting: Setting
) -> None:
    cluster = gather(small, [setting(small, "elm.xlsx", ALL, Setting_Name="Elm"), unreadable("oak.xlsx")], ["oak"])

    assert cluster.not_reported == ()
    assert not cluster.award.met
    assert cluster.award.missing == ("oak: its file could not be read",)


def test_a_part_of_a_settings_workbook_does_not_stand_for_it(small: Framework, setting: Setting) -> None:
    """Only the kind 'setting' counts: Oak's slice or copy does not say that Oak has reported."""
    files = [setting(small, "elm.xlsx", ALL, Setting_Name="Elm"), other("slice.xlsx", Setting_Name="Oak")]

    cluster = gather(small, files, ["Oak"])

    assert (cluster.not_reported, cluster.award.met) == (("Oak",), False)


# Awards.


def test_each_setting_has_its_award_and_each_cluster_on_start_has_one(small: Framework, setting: Setting) -> None:
    files = [
        setting(small, "elm.xlsx", ALL, Setting_Name="Elm", Cluster="North"),
        setting(small, "oak.xlsx", {1: "Tree", 2: "Tree"}, Setting_Name="Oak", Cluster="east"),
        setting(small, "fir.xlsx", {1: "Tree"}, Setting_Name="Fir", Cluster=" East"),
        setting(small, "ash.xlsx", {}, Setting_Name="Ash"),
    ]

    cluster = gather(small, files)

    assert [(file, award.title, award.met) for file, award in cluster.setting_awards.items()] == [
        ("ash.xlsx", "Garden Award", False),
        ("elm.xlsx", "Garden Award", True),
        ("fir.xlsx", "Garden Award", False),
        ("oak.xlsx", "Garden Award", False),
    ]
    assert [(name.strip().casefold(), award.met, award.missing) for name, award in cluster.cluster_awards] == [
        ("east", False, ("Standard 3 Environment, asked of at least one setting: Tree in none",)),
        ("north", True, ()),
    ]
    assert cluster.award.missing == ("Standard 1 Ethos, asked of every setting: Ash is at 'Not yet: 0 of 2 rated'",)


def test_a_cluster_with_a_setting_in_two_files_has_not_met_its_award_and_another_may_have(
    small: Framework, setting: Setting
) -> None:
    files = [
        setting(small, "1.xlsx", ALL, Setting_Name="Elm", Setting_Id="a1", Cluster="North"),
        setting(small, "2.xlsx", ALL, Setting_Name="Elm", Setting_Id="a1", Cluster="North"),
        setting(small, "oak.xlsx", ALL, Setting_Name="Oak", Cluster="East"),
    ]

    assert [(name, award.met, award.missing) for name, award in gather(small, files).cluster_awards] == [
        ("East", True, ()),
        ("North", False, ("Elm: in more than one file", "No setting has been judged")),
    ]


def test_standards_without_an_award_say_so(small: Framework, setting: Setting) -> None:
    cluster = gather(replace(small, awards=()), [setting(small, "elm.xlsx", ALL, Cluster="North")])

    assert cluster.setting_awards == {"elm.xlsx": NO_AWARD}
    assert (cluster.award, cluster.cluster_awards) == (NO_AWARD, (("North", NO_AWARD),))


def test_nothing_at_all_is_a_cluster_without_an_award(small: Framework) -> None:
    cluster = gather(small, [])

    assert cluster == Cluster(
        framework=small,
        files=(),
        counted=(),
        twice=(),
        not_reported=(),
        findings=(),
        setting_awards={},
        award=cluster.award,
        cluster_awards=(),
        held_back=(),
        outcomes=(OutcomeShare("Stay safe", 0, 0, 0), OutcomeShare("Enjoy and achieve", 0, 0, 0)),
    )
    assert (cluster.award.met, cluster.award.missing) == (False, ("No setting has been judged",))


# What holds back.


def test_held_back_lists_by_standard_and_then_by_setting_all_that_is_not_at_the_best_level(
    small: Framework, setting: Setting
) -> None:
    files = [
        setting(small, "oak.xlsx", {1: "Tree", 2: "Shoot"}, Setting_Name="Oak"),
        setting(small, "ash.xlsx", {1: "Tree", 2: "Tree", 3: "Seed"}, Setting_Name="Ash"),
        setting(small, "elm.xlsx", ALL | {2: "Does not grow here"}, Setting_Name="Elm"),
    ]

    assert gather(small, files).held_back == (
        HeldBack(2, "Elm", "elm.xlsx", "Does not grow here", "", ()),
        HeldBack(2, "Oak", "oak.xlsx", "Shoot", "2 Shoot", ("S02.SAFE.1", "S02.ENJOY.1")),
        HeldBack(3, "Ash", "ash.xlsx", "Seed", "2 Seed", ("S03.SAFE.1", "S03.ENJOY.1")),
        HeldBack(3, "Oak", "oak.xlsx", "Not yet: 0 of 2 rated", "2 without a rating", ("S03.SAFE.1", "S03.ENJOY.1")),
    )


def test_what_an_override_lifted_to_the_best_level_is_not_held_back(small: Framework, setting: Setting) -> None:
    up = {"S02": {**OVERRIDE, "override": "Tree"}}

    assert gather(small, [setting(small, "elm.xlsx", ALL | {2: "Seed"}, overrides=up)]).held_back == ()


def test_what_an_override_lowered_names_no_descriptor_that_is_at_the_best_level(
    small: Framework, setting: Setting
) -> None:
    files = [setting(small, "elm.xlsx", ALL, overrides={"S02": OVERRIDE}, Setting_Name="Elm")]

    (held,) = gather(small, files).held_back

    assert (held.standard, held.setting, held.says, held.refs) == (2, "Elm", "Shoot", ())


# Outcomes.


def test_outcomes_are_counted_over_all_settings_and_equals_keep_their_order(small: Framework, setting: Setting) -> None:
    files = [setting(small, "elm.xlsx", ALL, Setting_Name="Elm"), setting(small, "ash.xlsx", {}, Setting_Name="Ash")]
    assert gather(small, files).outcomes == (
        OutcomeShare("Stay safe", 3, 3, 6),
        OutcomeShare("Enjoy and achieve", 3, 3, 6),
    )


def test_an_outcome_with_less_at_the_best_level_comes_first(
    small: Framework, judged: Callable[..., FileResult]
) -> None:
    ratings = {"S01.SAFE.1": "Tree", "S02.SAFE.1": "Seed", "S01.ENJOY.1": "Shoot", "S02.ENJOY.1": "Shoot"}

    cluster = gather(small, [judged("elm.xlsx", ratings)])

    assert cluster.outcomes == (OutcomeShare("Enjoy and achieve", 0, 2, 3), OutcomeShare("Stay safe", 1, 2, 3))
    assert [round(o.share, 3) for o in cluster.outcomes] == [0.0, 0.333]


def test_what_does_not_apply_leaves_the_share_and_what_is_not_rated_stays_in_it(
    small: Framework, judged: Callable[..., FileResult]
) -> None:
    no = "Does not grow here"
    ratings = {"S01.SAFE.1": "Tree", "S02.SAFE.1": no, "S03.SAFE.1": no, "S01.ENJOY.1": "Tree", "S02.ENJOY.1": no}

    cluster = gather(small, [judged("elm.xlsx", ratings)])

    assert cluster.outcomes == (OutcomeShare("Enjoy and achieve", 1, 1, 2), OutcomeShare("Stay safe", 1, 1, 1))
    assert [o.share for o in cluster.outcomes] == [0.5, 1.0]


def test_an_outcome_that_applies_nowhere_is_not_the_weakest(
    small: Framework, judged: Callable[..., FileResult]
) -> None:
    """Absent is never zero."""
    ratings = {ref: "Does not grow here" for ref in small.descriptors if ".SAFE." in ref}

    cluster = gather(small, [judged("elm.xlsx", ratings)])

    assert [o.title for o in cluster.outcomes] == ["Enjoy and achieve", "Stay safe"]
    assert [o.applicable for o in cluster.outcomes] == [3, 0]
    assert [o.share for o in cluster.outcomes] == [0.0, 0.0]


# Forms.


def test_a_form_is_told_with_who_has_it_and_who_has_not_in_alphabetical_order(
    small: Framework, setting: Setting
) -> None:
    profile, empty = FormResult("profile", "Profile", 3, ("Much",)), FormResult("profile", "Profile", 0)
    values = FormResult("values", "Values", 1)
    oak = replace(setting(small, "oak.xlsx", {}, Setting_Name="Oak"), forms=(empty,))
    ash = replace(setting(small, "ash.xlsx", {}, Setting_Name="Ash"), forms=(profile, values))
    elm, fir = (setting(small, f"{name}.xlsx", {}, Setting_Name=name) for name in ("Elm", "Fir"))

    assert gather(small, [oak, fir, ash, elm]).forms == {
        "profile": FormUse(((ash, profile), (oak, empty)), (elm, fir)),
        "values": FormUse(((ash, values),), (elm, fir, oak)),
    }


def test_a_form_that_no_counted_setting_has_is_not_told(small: Framework, setting: Setting) -> None:
    form = FormResult("profile", "Profile", 3)
    twins = [replace(setting(small, f"{n}.xlsx", {}, Setting_Id="twin"), forms=(form,)) for n in (1, 2)]
    part = replace(other("slice.xlsx"), forms=(form,))

    assert gather(small, [*twins, part, setting(small, "elm.xlsx", {})]).forms == {}
