"""The map of agencies by Outcomes (C3)."""

from __future__ import annotations

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.case import FormCase
from ecm_xl.core.forms.mapping import agencies, look_at, outcomes
from ecm_xl.core.tables import Apart
from tests.core.forms.small_register import model_with_partnerships
from tests.forms import Content, case_of

TITLES = {
    "HEALTH": "Be healthy",
    "SAFE": "Stay safe",
    "ENJOY": "Enjoy and achieve",
    "CONTRIBUTE": "Make a positive contribution",
    "ECONOMIC": "Achieve economic well-being",
}
NAMES: dict[str, dict[str, Value]] = {
    "A01": {"agency": "School nurses"},
    "A02": {"agency": "Family Centre"},
    "A03": {"agency": "Police"},
    "A10": {"agency": "Housing"},
}
SOME: Content = {
    "Agencies": NAMES,
    "Mapping": {
        "A01": {"agency": "School nurses", "HEALTH": "Drop-in", "SAFE": "First aid", "impact": "Fewer absences"},
        "A02": {"SAFE": "Parenting course", "ENJOY": "None", "impact": "?"},
        "A07": {"agency": "Youth theatre", "CONTRIBUTE": "Plays"},
    },
    "Coverage_Questions": {
        "A02.ASK.HEALTH": {"answer": "Cookery"},
        "A02.ASK.ENJOY": {"answer": "Homework club"},
        "A01.ASK.HEALTH": {"answer": " drop-IN "},
        "A01.ASK.IMPACT": {"answer": "Fewer absences by a third"},
        "A03.ASK.PRIORITIES": {"answer": "2"},
    },
}


def case(content: Content = SOME) -> FormCase:
    return case_of("mapping", content=content)


def serving(number: int) -> Content:
    """So many agencies for Stay safe, one each for the others."""
    rows: dict[str, dict[str, Value]] = {f"A{n:02d}": {"SAFE": "Talks", "impact": "Seen"} for n in range(1, number + 1)}
    rows["A20"] = {"impact": "Seen", **{code: "Clubs" for code in TITLES if code != "SAFE"}}
    return {"Mapping": rows}


def test_each_outcome_has_its_agencies_wide_or_upright() -> None:
    it = case()
    assert lines_of(it.model.by_name["Coverage_Outcomes"], it) == [
        {"code": "HEALTH", "title": "Be healthy", "number": 2, "which": "A01, A02", "coverage": "Shared"},
        {"code": "SAFE", "title": "Stay safe", "number": 2, "which": "A01, A02", "coverage": "Shared"},
        {"code": "ENJOY", "title": "Enjoy and achieve", "number": 0, "coverage": "Gap"},
        {
            "code": "CONTRIBUTE",
            "title": "Make a positive contribution",
            "number": 1,
            "which": "A07",
            "coverage": "One agency only",
        },
        {"code": "ECONOMIC", "title": "Achieve economic well-being", "number": 0, "coverage": "Gap"},
    ]


def test_from_how_many_agencies_on_an_outcome_is_shared_or_crowded() -> None:
    read = {n: str(outcomes(case(serving(n)))[1]["coverage"]) for n in range(7)}
    assert list(read.values()) == ["Gap", "One agency only", "Shared", "Shared", "Shared", "Crowded", "Crowded"]


def test_nothing_is_a_gap_while_nobody_has_answered_for_any_outcome() -> None:
    for content in ({}, {"Agencies": NAMES}, {"Mapping": {"A01": {"agency": "School nurses", "impact": "Seen"}}}):
        it = case(content)
        assert outcomes(it) == [
            {"code": code, "title": title, "coverage": "Not answered"} for code, title in TITLES.items()
        ]
        assert all(line["about"] == "Mapping" for line in look_at(it))


def test_agencies_stand_side_by_side_in_the_order_of_their_refs() -> None:
    it = case()
    assert lines_of(it.model.by_name["Coverage_Agencies"], it) == [
        {"about": "A01", "agency": "School nurses", "number": 2, "impact": "Noted", "HEALTH": "Yes", "SAFE": "Yes"},
        {
            "about": "A02",
            "agency": "Family Centre",
            "number": 2,
            "impact": "Not noted yet",
            "HEALTH": "Yes",
            "SAFE": "Yes",
        },
        {"about": "A03", "agency": "Police", "number": 0, "impact": "Not noted yet"},
        {"about": "A07", "agency": "Youth theatre", "number": 1, "impact": "Not noted yet", "CONTRIBUTE": "Yes"},
        {"about": "A10", "agency": "Housing", "impact": "Nothing mapped yet"},
    ]


def test_an_agency_without_a_name_has_its_ref_alone() -> None:
    assert agencies(case({"Mapping": {"A99": {"SAFE": "Talks"}}})) == [
        {"about": "A99", "number": 1, "impact": "Not noted yet", "SAFE": "Yes"}
    ]


def test_what_to_look_at_in_its_order() -> None:
    it = case()
    assert lines_of(it.model.by_name["Coverage_LookAt"], it) == [
        {"about": "ENJOY", "found": "Enjoy and achieve: no agency yet"},
        {"about": "ECONOMIC", "found": "Achieve economic well-being: no agency yet"},
        {"about": "CONTRIBUTE", "found": "Make a positive contribution: one agency only", "which": "A07"},
        {"about": "Mapping", "found": "No impact noted yet", "number": 2, "which": "A02, A07"},
        {"about": "Mapping", "found": "Nothing mapped for them yet", "number": 1, "which": "A10"},
        {
            "about": "A01",
            "found": "Two answers differ; the sheet Mapping's counts",
            "number": 1,
            "which": "Impact and outcomes",
        },
        {
            "about": "A02",
            "found": "Two answers differ; the sheet Mapping's counts",
            "number": 1,
            "which": "Enjoy and achieve",
        },
    ]


def test_there_is_nothing_to_look_at_where_all_is_shared_and_has_impact() -> None:
    every: dict[str, Value] = {**dict.fromkeys(TITLES, "Talks"), "impact": "Seen"}
    assert look_at(case({"Mapping": {"A01": every, "A02": every}})) == []


def test_impact_that_is_given_upright_counts() -> None:
    content: Content = {
        "Mapping": {"A01": {"SAFE": "Talks"}},
        "Coverage_Questions": {"A01.ASK.IMPACT": {"answer": "Fewer falls"}},
    }
    assert [line["impact"] for line in agencies(case(content))] == ["Noted"]


def test_partners_whose_name_no_agency_has_are_not_mapped_yet() -> None:
    content: Content = {
        "Partnerships": {
            "P01": {"partnership": "  school NURSES "},
            "P02": {"partnership": "Harbour church"},
            "P04": {"partnership": "Youth theatre"},
            "P05": {"partnership": "Rugby club"},
        },
        "Agencies": NAMES,
        "Mapping": {"A07": {"agency": "Youth theatre"}},
    }
    it = case_of(content=content, model=model_with_partnerships("mapping"))
    assert look_at(it)[-1] == {"about": "Partnerships", "found": "Not mapped yet", "number": 2, "which": "P02, P05"}


def test_what_stands_out() -> None:
    it = case()
    (form,) = it.model.forms
    assert stands_out(form, it) == [
        "Agencies mapped: 3, 2 of them without impact noted",
        "No agency: Enjoy and achieve; Achieve economic well-being",
        "One agency only: Make a positive contribution",
    ]
    every: dict[str, Value] = {**dict.fromkeys(TITLES, "Talks"), "impact": "Seen"}
    assert stands_out(form, case({"Mapping": {"A01": every, "A02": every}})) == ["Agencies mapped: 2"]
    assert stands_out(form, case({"Agencies": NAMES})) == []


def test_the_wide_map_takes_its_rows_from_agencies_and_wants_impact_to_be_more_than_an_activity() -> None:
    table = case().model.by_name["Mapping"]
    assert table.follows == "Agencies"
    assert table.apart == (Apart("impact", tuple(TITLES)),)
