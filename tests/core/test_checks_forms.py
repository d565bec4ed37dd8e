"""What is found in forms: the cases beside those that `tests/findings/test_forms.py` draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from ecm_xl.core.answers import SettingAnswers, Unread, Value
from ecm_xl.core.checks import check, without_personal_words
from ecm_xl.core.findings import Finding, Severity, finding
from ecm_xl.core.framework import Framework, Level
from ecm_xl.core.tables import OwnRow, SettingModel
from ecm_xl.frameworks.forms import read_form
from ecm_xl.workflows.examine import nearness
from tests.forms import TODAY, Content, answers_of, model_with

Row = Mapping[str, Value]
RATED: Content = {"Audit": {"S01.HEALTH.1": {"rating": "Developing"}}}
PARTNERS = """
id = "partners"
title = "Partners"
sheet = "Partners"
source = "none"
version = "1"
purpose = "For tests."
filled_in_by = "Tests"
gives = "Findings"

[[table]]
name = "Partnerships"
kind = "register"
prefix = "P"
field = [
    { id = "ref", header = "Ref", kind = "ref", width = 9, note = "Its own." },
    { id = "partnership", header = "Partnership", kind = "text", width = 9, note = "Its name." },
]
"""


@pytest.fixture(scope="module")
def groups() -> SettingModel:
    """A setting workbook with the form Groups."""
    return model_with("groups")


@pytest.fixture(scope="module")
def partners(groups: SettingModel) -> SettingModel:
    """The same with a register of partnerships, whose table and sheet have different names."""
    return groups.with_forms((*groups.forms, read_form(PARTNERS, groups.framework)))


def found(model: SettingModel, content: Content) -> list[Finding]:
    """What is found in a setting's answers."""
    return found_in(model, answers_of(model, {**RATED, **content}))


def found_in(model: SettingModel, answers: SettingAnswers) -> list[Finding]:
    return list(without_personal_words(check(model, answers, TODAY, nearness)))


def in_groups(model: SettingModel, *rows: Row) -> list[tuple[str, str, str, str]]:
    """(code, cell, value, suggestion) of what is found in the rows G01, G02 and so on, from row 5."""
    content = {"Groups": {f"G{number:02d}": row for number, row in enumerate(rows, 1)}}
    return [(f.code, f.cell, f.value, f.suggestion) for f in found(model, content)]


def changed(model: SettingModel, **parts: object) -> SettingModel:
    """The model with the table Groups changed."""
    tables = [replace(t, **parts) if t.name == "Groups" else t for t in model.tables]  # type: ignore[arg-type]
    return replace(model, tables=tuple(tables))


# Ticks.


@pytest.mark.parametrize(
    "typed", ["Yes", "no", "✓", "☑", "☐", "x", True, False, 1, 0, "n.", "-", "not yet", "  ", "✔\ufe0f"]
)
def test_what_is_a_tick_or_none_has_no_finding(groups: SettingModel, typed: Value) -> None:
    assert in_groups(groups, {"begun": typed}) == []


@pytest.mark.parametrize("typed", ["☒", "✗", "✘", "❌", "✖\ufe0f", "×", "ý", " ☒ "])
def test_crosses_can_mean_yes_or_no(groups: SettingModel, typed: str) -> None:
    assert in_groups(groups, {"begun": typed}) == [("tick-unclear", "C5", typed.strip(), "")]


@pytest.mark.parametrize(
    ("typed", "shown", "near"),
    [("perhaps", "perhaps", ""), ("Yess", "Yess", "Yes"), (2, "2", ""), (date(2026, 3, 1), "01/03/2026", "")],
)
def test_what_is_neither_yes_nor_no(groups: SettingModel, typed: Value, shown: str, near: str) -> None:
    assert in_groups(groups, {"begun": "Yes"}, {"begun": typed}) == [("tick-unknown", "C6", shown, near)]


def test_a_tick_that_cannot_be_read_has_its_finding_elsewhere(groups: SettingModel) -> None:
    assert in_groups(groups, {"begun": Unread("#REF!")}) == []


# Numbers.


@pytest.mark.parametrize("typed", [12, 12.5, 1, 500, "  "])
def test_a_number_within_its_range(groups: SettingModel, typed: Value) -> None:
    assert in_groups(groups, {"pupils": typed}) == []


@pytest.mark.parametrize(("typed", "read"), [("12", "12"), (" 12.50 ", "12.5"), ("£300", "300"), ("１２", "12")])
def test_a_number_typed_as_text_is_read(groups: SettingModel, typed: str, read: str) -> None:
    assert in_groups(groups, {"pupils": typed}) == [("number-as-text", "D5", typed.strip(), read)]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("twelve", "twelve"),
        ("12 pupils", "12 pupils"),
        ("45%", "45%"),
        (True, "TRUE"),
        (date(2026, 4, 3), "03/04/2026"),
    ],
)
def test_what_is_no_number(groups: SettingModel, typed: Value, shown: str) -> None:
    assert in_groups(groups, {"pupils": typed}) == [("number-unknown", "D5", shown, "")]


@pytest.mark.parametrize(("typed", "shown"), [(0, "0"), (0.5, "0.5"), (501, "501"), ("1,200", "1,200"), (-3, "-3")])
def test_a_number_out_of_range_has_one_finding_also_as_text(groups: SettingModel, typed: Value, shown: str) -> None:
    assert in_groups(groups, {"pupils": typed}) == [("number-out-of-range", "D5", shown, "")]


@pytest.mark.parametrize(
    ("least", "most", "typed", "said"), [(0, None, -1, "0 or more"), (None, 2.5, 3, "2.5 or less"), (None, None, 3, "")]
)
def test_the_range_is_said_in_words(
    groups: SettingModel, least: float | None, most: float | None, typed: int, said: str
) -> None:
    fields = tuple(
        replace(f, least=least, most=most) if f.id == "pupils" else f for f in groups.by_name["Groups"].fields
    )

    messages = [f.message for f in found(changed(groups, fields=fields), {"Groups": {"G01": {"pupils": typed}}})]

    assert messages == ([f"The number {typed} is outside what can stand here: {said}."] if said else [])


def test_a_year_typed_as_text_is_read_in_a_form_too(groups: SettingModel) -> None:
    assert in_groups(groups, {"planned": "2027"}, {"planned": "soon"}, {"planned": 2027}) == [
        ("year-unknown", "L6", "soon", ""),
        ("number-as-text", "L5", "2027", "2027"),
    ]


# Parts of a row that belong together.


def test_a_part_that_is_missing_is_said_at_the_first_blank_cell(groups: SettingModel) -> None:
    rows: Content = {"Groups": {"G02": {"group": "Y5 boys", "impact": "Fewer come late."}}}

    assert found(groups, rows) == [
        finding("row-incomplete", "Groups", "E6", detail="an answer in 'Impact', and none in 'Activity'", ref="G02")
    ]


def test_each_blank_cell_is_said_once_however_many_parts_ask_for_it(groups: SettingModel) -> None:
    needs = groups.by_name["Groups"].needs
    twice = changed(groups, needs=(*needs, replace(needs[0], when=("rating", "impact"), wanted=("activity", "group"))))
    row = {"impact": "Fewer come late.", "rating": "Developing", "activity": "  "}

    said = [(f.cell, f.message) for f in found(twice, {"Groups": {"G01": row}})]

    assert said == [
        ("B5", "This row has an answer in 'Impact', and none in 'Group' and 'Activity'."),
        ("E5", "This row has an answer in 'Rating' and 'Impact', and none in 'Activity' and 'Group'."),
    ]
    same = changed(groups, needs=(needs[0], needs[0]))
    assert len(found(same, {"Groups": {"G01": row}})) == 1


def test_where_a_column_is_lost_nothing_is_missing_in_it(groups: SettingModel) -> None:
    answers = answers_of(groups, {**RATED, "Groups": {"G01": {"impact": "Fewer come late.", "group": "Y5"}}})
    assert [f.code for f in found_in(groups, answers)] == ["row-incomplete"]

    del answers.tables["Groups"].columns["activity"]

    assert found_in(groups, answers) == []
    del answers.tables["Groups"].answers["group"]
    assert [f.message for f in found_in(groups, answers)] == [
        "This row has an answer in 'Impact', and none in 'Group'."
    ]


def test_a_row_whose_ref_stands_twice_is_left_out(groups: SettingModel) -> None:
    bad: Row = {
        "begun": "☒",
        "pupils": "many",
        "impact": "Late.",
        "shown_by": "E12",
        "group": "Amy",
        "rating": "Embeded",
    }
    answers = answers_of(groups, {**RATED, "Evidence": {"E01": {"title": "Log"}}, "Groups": {"G01": bad}})
    assert len(found_in(groups, answers)) == 6

    answers.tables["Groups"].doubtful = frozenset({"G01"})

    assert found_in(groups, answers) == []


def test_rows_come_in_the_order_of_the_sheet(groups: SettingModel) -> None:
    needs = groups.by_name["Groups"].needs[0]
    both = changed(groups, needs=(replace(needs, when=("activity", "impact"), wanted=("activity", "impact")),))
    rows: Content = {"Groups": {"A1": {"impact": "Late."}, "G02": {"activity": "Club"}, "G01": {"impact": "Late."}}}

    assert [f.cell for f in found(both, rows)] == ["E5", "F6", "E35"]


def test_a_part_of_which_nothing_is_seen_is_not_there(groups: SettingModel) -> None:
    needs = groups.by_name["Groups"].needs[0]
    either = changed(groups, needs=(replace(needs, when=("rating", "impact")),))

    assert in_groups(groups, {"impact": "  "}, {"impact": "\u200b"}) == []
    assert [f.message for f in found(either, {"Groups": {"G01": {"impact": "  ", "rating": "Developing"}}})] == [
        "This row has an answer in 'Rating', and none in 'Group' and 'Activity'."
    ]


# Texts that are to say something of their own.

CLUB = "A breakfast club, four mornings a week, open to everybody"


@pytest.mark.parametrize(
    "impact",
    [
        CLUB,
        CLUB.upper() + ".",
        "breakfast club four mornings a week",
        "Our breakfast club, four mornings a week, open to everybody!",
    ],
)
def test_what_only_restates_its_neighbour(groups: SettingModel, impact: str) -> None:
    row = {"group": "Y5", "activity": CLUB, "impact": impact}
    assert in_groups(groups, row) == [("repeats-neighbour", "F5", "", "")]


@pytest.mark.parametrize(
    "impact",
    [
        "Thanks to the breakfast club, four mornings a week, nine of twelve come in time",
        "Breakfast club",
        "Breakfast club four mornings a week helped nine boys",
        "Everybody is open to breakfast, a club of four",
        7,
        Unread(CLUB),
    ],
)
def test_what_says_more_or_something_else(groups: SettingModel, impact: Value) -> None:
    assert in_groups(groups, {"group": "Y5", "activity": CLUB, "impact": impact}) == []


def test_the_first_neighbour_that_is_restated_is_named_and_only_once(groups: SettingModel) -> None:
    row = {"group": "Y5", "activity": "Something else", "impact": CLUB, "comment": CLUB}

    assert [f.message for f in found(groups, {"Groups": {"G01": row, "G02": {**row, "activity": CLUB}}})] == [
        "This says the same as 'Comment' in this row, or nearly so.",
        "This says the same as 'Activity' in this row, or nearly so.",
    ]


def test_a_text_of_another_row_is_no_neighbour(groups: SettingModel) -> None:
    rows = [{"group": "Y5", "activity": CLUB}, {"group": "Y6", "activity": "A walk", "impact": CLUB}]
    assert in_groups(groups, *rows) == []


# Refs of a register.


def test_a_ref_that_its_register_has_not_filled_in(partners: SettingModel) -> None:
    content: Content = {
        "Partnerships": {"P01": {"partnership": "Police"}, "P12": {"partnership": "Health"}},
        "Groups": {"G01": {"partner": "P1, P2 and P03; P2"}, "G02": {"partner": "P12"}},
    }

    assert found(partners, content) == [
        finding("register-ref-unknown", "Groups", "K5", value="P2, P03", detail="Partners", ref="G01")
    ]


def test_where_the_register_is_not_filled_in_at_all_it_is_said_once(partners: SettingModel) -> None:
    rows = [{"partner": "P01"}, {"partner": "P02, P01"}]
    assert in_groups(partners, *rows) == [("register-ref-unknown", "K5", "P01, P02", "")]


def test_where_the_workbook_has_no_such_register_nothing_is_said(groups: SettingModel, partners: SettingModel) -> None:
    assert in_groups(groups, {"partner": "P01"}) == []

    answers = answers_of(partners, {**RATED, "Groups": {"G01": {"partner": "P01"}}})
    assert [f.code for f in found_in(partners, answers)] == ["register-ref-unknown"]
    answers.tables["Partnerships"].found = False
    assert found_in(partners, answers) == []


# Names.


def test_the_workbooks_own_words_are_no_names(partners: SettingModel) -> None:
    group = {"Groups": {"G01": {"group": "Slipway Boxing and Marram Wrack"}}}
    assert [f.code for f in found(partners, group)] == ["personal-name"]

    agency = {"Agencies": {"A01": {"agency": "Slipway Boxing"}}}
    partner = {"Partnerships": {"P01": {"partnership": "The Marram Wrack"}}}
    assert [f.code for f in found(partners, {**group, **agency})] == ["personal-name"]
    assert found(partners, {**group, **agency, **partner}) == []


def test_what_the_workbook_calls_its_tables_and_its_setting_is_no_name(groups: SettingModel) -> None:
    rows: Content = {"Groups": {"G01": {"group": "Leads Mapping"}, "G02": {"group": "Marram Wrack pupils"}}}
    answers = answers_of(groups, {**RATED, **rows})
    assert [(f.code, f.cell) for f in found_in(groups, answers)] == [("personal-name", "B6")]

    answers.details.values["Setting_Name"] = "Marram Wrack Infants"

    assert found_in(groups, answers) == []


@pytest.mark.parametrize("typed", [7, True, date(2026, 5, 1), Unread("Amy Shah")])
def test_what_is_no_text_names_nobody(groups: SettingModel, typed: Value) -> None:
    assert in_groups(groups, {"group": typed}) == []


def test_a_name_is_never_repeated_by_whatever_else_is_found_there(groups: SettingModel) -> None:
    name = finding("personal-name", "Groups", "B5", ref="G01")
    other = finding("choice-unknown", "Groups", "B5", value="Amy Shah", suggestion="Amy", ref="G01")

    quiet = without_personal_words([other, name])

    assert [(f.message, f.value, f.suggestion) for f in quiet] == [
        ("'(left out)' is not in the list.", "", ""),
        ("This looks like a person's name.", "", ""),
    ]


# Ratings and levels in forms.


@pytest.mark.parametrize(
    ("typed", "code", "suggestion"),
    [
        ("Embeded", "rating-unknown", "Embedded"),
        ("Еmbedded", "rating-lookalike", "Embedded"),
        ("✓", "rating-tick", ""),
        (3, "rating-number", ""),
        ("Emergent/Developing", "rating-two", ""),
        ("Emerging", "rating-respelt", "Emergent"),
    ],
)
@pytest.mark.parametrize(("field", "cell"), [("rating", "G5"), ("level", "H5")])
def test_ratings_in_forms_are_read_as_the_audits_are(
    groups: SettingModel, field: str, cell: str, typed: Value, code: str, suggestion: str
) -> None:
    (one,) = found(groups, {"Groups": {"G01": {field: typed}}})
    (in_audit,) = found(groups, {"Audit": {"S01.HEALTH.1": {"rating": "Developing"}, "S03.SAFE.2": {"rating": typed}}})

    assert (one.code, one.sheet, one.cell, one.ref, one.suggestion) == (code, "Groups", cell, "G01", suggestion)
    assert replace(in_audit, sheet="Groups", cell=cell, ref="G01", standard=0) == replace(
        one, action=one.action.replace(cell, in_audit.cell)
    )


@pytest.mark.parametrize("typed", ["Embedded", "developing", Unread("#REF!")])
def test_ratings_in_forms_that_are_well(groups: SettingModel, typed: Value) -> None:
    assert in_groups(groups, {"rating": typed, "level": typed}) == []


def test_not_applicable_is_a_rating_with_a_reason_and_no_level(groups: SettingModel) -> None:
    rows = [
        {"rating": "Not applicable"},
        {"rating": "Not applicable", "comment": "No kitchen."},
        {"level": "Not applicable"},
        {"level": "N/A", "comment": "No kitchen."},
    ]

    assert in_groups(groups, *rows) == [
        ("rating-unknown", "H7", "Not applicable", ""),
        ("rating-unknown", "H8", "N/A", ""),
        ("not-applicable-without-reason", "I5", "", ""),
    ]


def test_a_reason_may_stand_in_a_column_of_that_name_and_is_not_asked_for_without_one(groups: SettingModel) -> None:
    fields = groups.by_name["Groups"].fields
    reason = tuple(replace(f, id="reason") if f.id == "comment" else f for f in fields)
    neither = tuple(f for f in fields if f.id != "comment")
    row = {"rating": "Not applicable"}

    assert in_groups(changed(groups, fields=reason, apart=()), row) == [("not-applicable-without-reason", "I5", "", "")]
    assert in_groups(changed(groups, fields=neither, apart=()), row) == []


def test_numbers_in_one_column_say_nothing_of_a_1_in_another(groups: SettingModel) -> None:
    content: Content = {"Audit": {"S01.HEALTH.1": {"rating": 2}}, "Groups": {"G01": {"rating": 1}}}

    assert [(f.code, f.sheet) for f in found(groups, content)] == [
        ("rating-tick", "Groups"),
        ("rating-number", "Audit"),
    ]


def test_a_level_is_one_of_the_judgements_levels_where_they_are_the_frameworks_own(groups: SettingModel) -> None:
    own = (Level("Met", "It is met."), Level("Nearly met", "Nearly.", spellings=("Almost",)))
    framework: Framework = replace(groups.framework, own_judgement_levels=own, rule="lowest")
    model = replace(groups, framework=framework)

    assert in_groups(model, {"level": "met"}, {"level": "almost"}, {"level": "Nearly mett"}, {"level": "Embedded"}) == [
        ("rating-unknown", "H7", "Nearly mett", "Nearly met"),
        ("rating-unknown", "H8", "Embedded", ""),
        ("rating-respelt", "H6", "almost", "Nearly met"),
    ]


def test_a_finding_names_the_standard_whose_row_it_is(groups: SettingModel) -> None:
    standards = changed(groups, kind="grid", rows="standards", prefix="")

    (one,) = found(standards, {"Groups": {"S03": {"rating": "Embeded"}}})

    assert (one.ref, one.standard, one.severity) == ("S03", 3, Severity.ERROR)


def test_a_repeated_grid_is_looked_at_row_by_row(groups: SettingModel) -> None:
    rows = (OwnRow("ITEM.1", {}, ("Agencies",)), OwnRow("ITEM.2", {}, ("Agencies",)))
    repeated = changed(groups, kind="grid", rows="own", prefix="", own_rows=rows)
    content: Content = {
        "Agencies": {"A01": {"agency": "Police"}, "A02": {"agency": "Health"}},
        "Groups": {"A02.ITEM.1": {"begun": "☒", "pupils": "few"}},
    }

    assert [(f.code, f.cell, f.ref) for f in found(repeated, content)] == [
        ("number-unknown", "D7", "A02.ITEM.1"),
        ("tick-unclear", "C7", "A02.ITEM.1"),
    ]


def test_what_the_program_writes_is_not_looked_at(groups: SettingModel) -> None:
    record = changed(groups, kind="record")
    bad: Row = {
        "begun": "☒",
        "pupils": "many",
        "impact": "Late.",
        "activity": "Late.",
        "shown_by": "E12",
        "group": "Amy",
    }
    rows: Content = {"Groups": {"G01": {**bad, "rating": "Embeded"}, "G02": {"impact": "Fewer come late."}}}
    answers = answers_of(groups, {**RATED, **rows})
    assert len(found_in(groups, answers)) == 7

    assert found_in(record, answers) == []


def test_answers_about_a_partnership_that_is_not_listed_are_found_once_for_it() -> None:
    model = model_with("partnerships", "effectiveness")
    table = model.by_name["Effectiveness"]
    answer = table.of_kind("choice")[0].id
    first, second = (row.ref for row in table.own_rows[:2])
    refs = [f"{whose}{own}" for whose in ("P01.", "P09.", "") for own in (first, second)]
    answered: Content = {"Effectiveness": {ref: {answer: "Achieved"} for ref in refs}}
    listed: Content = {"Partnerships": {"P01": {"partnership": "Youth club"}}}

    said = [(f.code, f.value, f.ref) for f in found(model, {**answered, **listed}) if f.sheet == "Effectiveness"]
    assert said == [("register-ref-unknown", "P09", f"P09.{first}")]
    assert [f for f in found(model, answered) if f.sheet == "Effectiveness"] == []
