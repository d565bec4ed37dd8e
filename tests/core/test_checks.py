"""Each check of content: a workbook that raises it in exactly the expected cell, and near misses that raise nothing.

A finding is always asserted whole, and as the only one there is: one mistake, one finding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.checks import CHECKS, check, without_personal_words
from ecm_xl.core.findings import CATALOGUE, Finding, Severity, finding
from ecm_xl.core.results import FileResult
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import Snapshot
from ecm_xl.workflows.examine import examine_snapshot, nearness

Examined = Callable[[Content], FileResult]
Drawn = Callable[[Content], Snapshot]
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
SAFE_2 = "S03.SAFE.2"
"""The Environment's second descriptor for Stay safe; its row is 44."""
WHOLE: dict[str, CellValue] = {
    "rating": "Embedded",
    "evidence": "Log of drills",
    "impact": "Fewer accidents: 9, it was 24.",
}
TOMORROW = date(2026, 7, 11)


def audit(**fields: CellValue) -> Content:
    """An audit in which one descriptor has those entries, and another one is rated."""
    return {"Audit": {"S01.HEALTH.1": {"rating": "Developing"}, SAFE_2: fields}}


def beside(table: str, ref: str, **fields: CellValue) -> Content:
    """An audit with one rating, and those entries on another sheet."""
    return {"Audit": {"S01.HEALTH.1": {"rating": "Developing"}}, table: {ref: fields}}


def at_safe_2(
    code: str, severity: Severity, cell: str, message: str, action: str, value: str = "", suggestion: str = ""
) -> tuple[Finding, ...]:
    """That finding at S03.SAFE.2, and no other."""
    return (Finding(code, severity, "Audit", cell, message, action, value, suggestion, SAFE_2, 3),)


def test_every_check_has_the_name_of_the_one_code_that_it_raises() -> None:
    """That it raises that code and no other: `test_content.py` and `test_forms.py` in `tests/findings`."""
    names = [rule.__name__ for rule in CHECKS]

    assert len(set(names)) == len(names) == 45
    assert {name.replace("_", "-") for name in names} <= set(CATALOGUE)


def test_the_workbooks_of_these_tests_are_what_the_program_draws(
    model: SettingModel, drawn: Drawn, today: date
) -> None:
    plan = beside("Plan", "T02", by_when=TOMORROW, action="A walk round the site.")
    content = {**plan, **audit(**WHOLE, date=today)}
    whole = snapshot_of(setting_book(model, {"Setting_Name": "Harbour View"}, content, today))

    assert parse(model, drawn(content)) == parse(model, whole)


def test_a_workbook_filled_in_well_has_no_findings(examined: Examined) -> None:
    content: Content = {
        "Audit": {
            SAFE_2: {**WHOLE, "date": date(2026, 7, 10)},
            "S03.SAFE.1": {"rating": "Not applicable", "comment": "There is no kitchen here."},
            "S03.SAFE.3": {"rating": "Not enough evidence"},
            "S01.HEALTH.1": {"rating": "Emergent"},
        },
        "Judgements": {
            "S03": {
                "override": "Developing",
                "override_by": "A. Person",
                "override_on": date(2026, 7, 9),
                "reason": "Seen.",
            }
        },
        "Leads": {"S03": {"planned": 2027, "started": date(2026, 1, 5), "next_check": date(2027, 1, 5)}},
    }

    assert examined(content).findings == ()


# A rating that is not in the list.


@pytest.mark.parametrize(
    ("typed", "value", "suggestion"),
    [
        ("Embeded", "Embeded", "Embedded"),
        ("embedding", "embedding", ""),
        ("Not rated", "Not rated", ""),
        ("2 or 3", "2 or 3", ""),
    ],
)
def test_rating_unknown(examined: Examined, typed: CellValue, value: str, suggestion: str) -> None:
    question = f" Did you mean {suggestion}?" if suggestion else ""

    assert examined(audit(rating=typed)).findings == at_safe_2(
        "rating-unknown",
        ERROR,
        "E44",
        f"'{value}' is not a rating.{question}",
        "Choose a rating from the list in E44.",
        value=value,
        suggestion=suggestion,
    )


@pytest.mark.parametrize("typed", ["Developing", "DEVELOPING", "emergent", "Not enough evidence", "", "\u200b"])
def test_rating_unknown_near_miss(examined: Examined, typed: str) -> None:
    assert examined(audit(rating=typed)).findings == ()


# Two ratings in one cell.


@pytest.mark.parametrize("typed", ["Emergent/Developing", "Emergent or Developing", "Embedded, Not applicable"])
def test_rating_two(examined: Examined, typed: str) -> None:
    assert examined(audit(rating=typed)).findings == at_safe_2(
        "rating-two",
        ERROR,
        "E44",
        f"'{typed}' names more than one rating.",
        "Choose the one that fits from the list in E44. If in doubt, take the lower one.",
        value=typed,
    )


def test_rating_two_near_miss_one_rating_and_a_word(examined: Examined) -> None:
    assert [f.code for f in examined(audit(rating="Developing or so")).findings] == ["rating-unknown"]


def test_rating_two_near_miss_a_stroke_that_is_part_of_an_answer(examined: Examined) -> None:
    assert [f.code for f in examined(audit(rating="N/A", comment="No kitchen.")).findings] == ["rating-respelt"]


# A rating in another spelling.


@pytest.mark.parametrize(
    ("typed", "answer", "shown"),
    [
        ("Emerging", "Emergent", "Emerging"),
        ("Developing ", "Developing", "Developing"),
        ("Insufficient evidence", "Not enough evidence", "Insufficient evidence"),
    ],
)
def test_rating_respelt(examined: Examined, typed: str, answer: str, shown: str) -> None:
    assert examined(audit(rating=typed)).findings == at_safe_2(
        "rating-respelt",
        NOTE,
        "E44",
        f"'{shown}' was read as {answer}; the sheet's own counts may pass it over.",
        f"Choose {answer} from the list in E44.",
        value=shown,
        suggestion=answer,
    )


def test_rating_respelt_near_miss_capitals_are_counted_by_the_sheet_too(examined: Examined) -> None:
    assert examined(audit(rating="EMERGENT")).findings == ()


# Not applicable without a reason.


@pytest.mark.parametrize("comment", ["", "  ", "\u200b"])
def test_not_applicable_without_reason(examined: Examined, comment: str) -> None:
    assert examined(audit(rating="Not applicable", comment=comment)).findings == at_safe_2(
        "not-applicable-without-reason",
        ERROR,
        "H44",
        "Not applicable needs a reason.",
        "Say in H44 why it does not apply here, or choose a rating.",
    )


@pytest.mark.parametrize(
    ("rating", "comment"), [("Not applicable", "No kitchen."), ("Not applicable", 0), ("Not enough evidence", "")]
)
def test_not_applicable_without_reason_near_miss(examined: Examined, rating: str, comment: CellValue) -> None:
    assert examined(audit(rating=rating, comment=comment)).findings == ()


# Embedded without evidence, without impact, with impact that repeats the evidence.


@pytest.mark.parametrize("impact", ["", "Fewer accidents."])
@pytest.mark.parametrize("evidence", ["", " ", "\u00a0\u200b"])
def test_embedded_without_evidence(examined: Examined, evidence: str, impact: str) -> None:
    assert examined(audit(rating="Embedded", evidence=evidence, impact=impact)).findings == at_safe_2(
        "embedded-without-evidence",
        WARNING,
        "F44",
        "Rated Embedded, and no evidence is named.",
        "Name in F44 what shows it, or choose a lower rating.",
        value="Embedded",
    )


@pytest.mark.parametrize("rating", ["Developing", "Emergent", "Not enough evidence", ""])
def test_embedded_without_evidence_near_miss_a_lower_rating_needs_none(examined: Examined, rating: str) -> None:
    assert examined(audit(rating=rating)).findings == ()


@pytest.mark.parametrize("impact", ["", "\t", "\u200b"])
def test_impact_missing(examined: Examined, impact: str) -> None:
    assert examined(audit(rating="Embedded", evidence="Log of drills", impact=impact)).findings == at_safe_2(
        "impact-missing",
        WARNING,
        "G44",
        "Rated Embedded, and nothing says what difference it made.",
        "Say in G44 what changed for children and how you know.",
        value="Embedded",
    )


@pytest.mark.parametrize("rating", ["Developing", "Embedded"])
def test_impact_missing_near_miss(examined: Examined, rating: str) -> None:
    assert examined(audit(**{**WHOLE, "rating": rating})).findings == ()
    assert examined(audit(rating="Developing", evidence="Log of drills")).findings == ()


@pytest.mark.parametrize("rating", ["Embedded", "Developing", ""])
@pytest.mark.parametrize("impact", ["Log of drills", "log of  DRILLS ", "Log of\u00a0drills"])
def test_impact_repeats_evidence(examined: Examined, rating: str, impact: str) -> None:
    assert examined(audit(rating=rating, evidence="Log of drills", impact=impact)).findings == at_safe_2(
        "impact-repeats-evidence",
        WARNING,
        "G44",
        "The impact is the same text as the evidence.",
        "Evidence says what there is; say in G44 what difference it made.",
        value=" ".join(impact.split()),
    )


@pytest.mark.parametrize(
    ("evidence", "impact"), [("Log of drills", "Log of drills: 2 minutes, it was 5"), ("", ""), ("12", 12), (12, 12)]
)
def test_impact_repeats_evidence_near_miss(examined: Examined, evidence: CellValue, impact: CellValue) -> None:
    assert examined(audit(rating="Developing", evidence=evidence, impact=impact)).findings == ()


# Dates.

DATES = [
    pytest.param("Audit", SAFE_2, "date", "J44", 3, id="Audit, Date"),
    pytest.param("Judgements", "S03", "override_on", "L7", 3, id="Judgements, Override date"),
    pytest.param("Leads", "S03", "started", "G7", 3, id="Leads, Started"),
    pytest.param("Plan", "T02", "checked_on", "M6", 0, id="Plan, Checked on"),
    pytest.param("Evidence", "E12", "date", "F16", 0, id="Evidence, Date"),
]
"""Dates of what has been done."""
COMING = [
    pytest.param("Leads", "S03", "next_check", "H7", 3, id="Leads, Next check"),
    pytest.param("Plan", "T02", "by_when", "H6", 0, id="Plan, By when"),
    pytest.param("Evidence", "E12", "expires", "G16", 0, id="Evidence, Expires"),
]
"""Dates that may be still to come."""
OVERRIDE: dict[str, CellValue] = {"override": "Embedded", "override_by": "A. Person", "reason": "Seen."}


def dated(table: str, ref: str, field: str, value: CellValue) -> Content:
    """That entry, with what stands beside it so that nothing else is to be found."""
    fields = (OVERRIDE if table == "Judgements" else {}) | {field: value}
    return audit(rating="Developing", **fields) if table == "Audit" else beside(table, ref, **fields)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("last summer", "last summer"), ("31/02/2026", "31/02/2026"), (46000, "46000"), (46000.0, "46000")],
)
@pytest.mark.parametrize(("table", "ref", "field", "cell", "standard"), [*DATES, *COMING])
def test_date_unreadable(
    examined: Examined, table: str, ref: str, field: str, cell: str, standard: int, value: CellValue, shown: str
) -> None:
    found = [f for f in examined(dated(table, ref, field, value)).findings if f.code != "override-incomplete"]

    assert found == [
        Finding(
            "date-unreadable",
            ERROR,
            table,
            cell,
            f"'{shown}' is not a date.",
            f"Type the date in {cell} as day/month/year, for example 14/03/2026.",
            shown,
            "",
            ref,
            standard,
        )
    ]


def test_a_time_is_not_a_date_either(model: SettingModel, drawn: Drawn, today: date) -> None:
    """A snapshot may hold what no book draws."""
    for value in (time(9, 30), timedelta(hours=30), True):
        snapshot = drawn(audit(rating="Developing"))
        _put(snapshot, "Audit", 44, 10, value)

        found = examine_snapshot(model, snapshot, "harbour.xlsx", today).findings

        assert [(f.code, f.cell, f.ref) for f in found] == [("date-unreadable", "J44", SAFE_2)]


@pytest.mark.parametrize("value", [TOMORROW, datetime(2026, 7, 11, 0, 0), date(2062, 7, 10)])  # noqa: DTZ001
@pytest.mark.parametrize(("table", "ref", "field", "cell", "standard"), DATES)
def test_date_future(
    examined: Examined, table: str, ref: str, field: str, cell: str, standard: int, value: date
) -> None:
    shown = f"{value:%d/%m/%Y}"

    assert examined(dated(table, ref, field, value)).findings == (
        Finding(
            "date-future",
            ERROR,
            table,
            cell,
            f"The date {shown} is still to come.",
            f"Type in {cell} the day on which it was done.",
            shown,
            "",
            ref,
            standard,
        ),
    )


@pytest.mark.parametrize("value", [date(2026, 7, 10), datetime(2026, 7, 10, 23, 59), date(2019, 2, 1)])  # noqa: DTZ001
@pytest.mark.parametrize(("table", "ref", "field", "cell", "standard"), [*DATES, *COMING])
def test_date_near_miss_today_and_the_past(
    examined: Examined, table: str, ref: str, field: str, cell: str, standard: int, value: date
) -> None:
    assert examined(dated(table, ref, field, value)).findings == (), (cell, standard)


@pytest.mark.parametrize(("table", "ref", "field", "cell", "standard"), COMING)
def test_date_near_miss_what_may_be_to_come(
    examined: Examined, table: str, ref: str, field: str, cell: str, standard: int
) -> None:
    assert examined(dated(table, ref, field, TOMORROW)).findings == (), (cell, standard)


def test_a_date_beneath_a_good_one_is_looked_at_too_and_the_tables_may_come_in_any_order(
    model: SettingModel, drawn: Drawn, today: date
) -> None:
    dates: Content = {
        "Audit": {"S01.HEALTH.1": {"rating": "Developing", "date": today}, SAFE_2: {"date": TOMORROW}},
        "Leads": {"S03": {"planned": "soon"}},
    }
    for tables in (model.tables, model.tables[::-1]):
        found = examine_snapshot(replace(model, tables=tables), drawn(dates), "harbour.xlsx", today).findings
        assert {(f.code, f.sheet, f.cell) for f in found} == {
            ("date-future", "Audit", "J44"),
            ("year-unknown", "Leads", "F7"),
        }


def test_every_date_that_people_fill_in_is_among_these(model: SettingModel) -> None:
    def listed(params: list[object]) -> set[object]:
        return {param.values[0::2][0:2] for param in params}  # type: ignore[attr-defined]

    fields = [(t.name, f) for t in model.tables if t.takes_answers for f in t.fields if f.kind == "date"]

    assert {(name, f.id) for name, f in fields if f.past} == listed([*DATES])
    assert {(name, f.id) for name, f in fields if not f.past} == listed([*COMING])


# An override without name, date or reason.


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"override": "Embedded"}, "name, date, reason"),
        ({"override": "Embedded", "override_by": "A. Person"}, "date, reason"),
        ({"override": "Embedded", "override_by": "A. Person", "override_on": date(2026, 7, 1)}, "reason"),
        ({"override": "Embedded", "override_by": "A. Person", "reason": "Seen."}, "date"),
        ({"override": "Embedded", "override_on": date(2026, 7, 1), "reason": "Seen."}, "name"),
        (
            {"override": "Embedded", "override_by": " ", "override_on": date(2026, 7, 1), "reason": "\u200b"},
            "name, reason",
        ),
    ],
)
def test_override_incomplete(examined: Examined, fields: dict[str, CellValue], lacks: str) -> None:
    assert examined(beside("Judgements", "S03", **fields)).findings == (
        Finding(
            "override-incomplete",
            ERROR,
            "Judgements",
            "J7",
            f"This override does not count yet: it has no {lacks}.",
            "Fill in the name, the date and the reason beside J7, or clear the override.",
            "",
            "",
            "S03",
            3,
        ),
    )


@pytest.mark.parametrize(
    "fields",
    [{**OVERRIDE, "override_on": date(2026, 7, 1)}, {**OVERRIDE, "override_on": date(2026, 7, 10)}, {"reason": " "}],
)
def test_override_incomplete_near_miss(examined: Examined, fields: dict[str, CellValue]) -> None:
    assert examined(beside("Judgements", "S03", **fields)).findings == ()


# Nothing is rated yet.


@pytest.mark.parametrize(
    "content", [{}, {"Audit": {SAFE_2: {"comment": "To be looked at."}}}, {"Leads": {"S03": {"lead": "A. Person"}}}]
)
def test_nothing_rated(examined: Examined, content: Content) -> None:
    assert examined(content).findings == (
        Finding(
            "nothing-rated",
            NOTE,
            "Audit",
            "E5",
            "Nothing is rated yet.",
            "Begin anywhere: E5 is the first descriptor.",
            ref="S01.HEALTH.1",
        ),
    )


@pytest.mark.parametrize(
    ("typed", "codes"), [("Emergent", []), ("Not enough evidence", []), ("Embeded", ["rating-unknown"])]
)
def test_nothing_rated_near_miss_one_entry_is_a_beginning(examined: Examined, typed: str, codes: list[str]) -> None:
    assert [f.code for f in examined({"Audit": {SAFE_2: {"rating": typed}}}).findings] == codes


def test_nothing_rated_names_the_row_that_stands_first_on_the_sheet(
    model: SettingModel, drawn: Drawn, today: date
) -> None:
    snapshot = drawn({})
    sheet = snapshot.sheet("Audit")
    assert sheet is not None
    sheet.rows[4:222] = reversed(sheet.rows[4:222])
    sheet.formulas = frozenset()

    (note,) = examine_snapshot(model, snapshot, "harbour.xlsx", today).findings

    assert (note.code, note.cell, note.ref) == ("nothing-rated", "E5", "S12.ECONOMIC.4")


@pytest.mark.parametrize("lost", ["every row", "the column Rating"])
def test_nothing_rated_is_not_said_where_there_is_no_cell_to_begin_in(
    model: SettingModel, drawn: Drawn, today: date, lost: str
) -> None:
    snapshot = drawn({})
    sheet = snapshot.sheet("Audit")
    assert sheet is not None
    if lost == "every row":
        del sheet.rows[4:]
    else:
        sheet.rows[3][4] = "Marks"
    sheet.formulas = frozenset()

    codes = {f.code for f in examine_snapshot(model, snapshot, "harbour.xlsx", today).findings}

    assert codes == ({"ref-deleted"} if lost == "every row" else {"column-renamed"})


# Where cells are.


def test_findings_follow_rows_and_columns_that_were_moved(model: SettingModel, drawn: Drawn, today: date) -> None:
    """Rows turned upside down, and the columns from Rating to Date too: Ref A, ..., Rating J, ..., Evidence I."""
    content: Content = {"Audit": {"S12.ECONOMIC.4": {"rating": "Embedded"}, "S12.ECONOMIC.3": {"rating": "Embeded"}}}
    snapshot = drawn(content)
    sheet = snapshot.sheet("Audit")
    assert sheet is not None
    sheet.rows[4:222] = reversed(sheet.rows[4:222])
    for row in sheet.rows[3:]:
        row[4:10] = reversed(row[4:10])
    sheet.lists = ((5, 10, 222, 10),)
    sheet.formulas = frozenset()

    found = examine_snapshot(model, snapshot, "harbour.xlsx", today).findings

    assert [(f.code, f.cell, f.ref) for f in found] == [
        ("rating-unknown", "J6", "S12.ECONOMIC.3"),
        ("embedded-without-evidence", "I5", "S12.ECONOMIC.4"),
        ("column-moved", "I4", ""),
    ]


@pytest.mark.parametrize("where", ["errors", "formulas"])
@pytest.mark.parametrize(("column", "field"), [(5, "rating"), (6, "evidence"), (7, "impact"), (10, "date")])
def test_a_cell_that_cannot_be_read_is_found_once_and_no_check_adds_to_it(
    model: SettingModel, drawn: Drawn, today: date, where: str, column: int, field: str
) -> None:
    """An error or a formula is not blank: nobody is told to add evidence where there is some."""
    snapshot = drawn(audit(**WHOLE))
    sheet = snapshot.sheet("Audit")
    assert sheet is not None
    if where == "errors":
        sheet.errors = {(44, column): "#REF!"}
        _put(snapshot, "Audit", 44, column, "")
    else:
        sheet.formulas = frozenset({*sheet.formulas, (44, column)})

    codes = [f.code for f in examine_snapshot(model, snapshot, "harbour.xlsx", today).findings]

    assert codes == ["error-value" if where == "errors" else "formula-in-answer"], field


@pytest.mark.parametrize(("heading", "column"), [("Evidence", 6), ("Impact", 7), ("Comment", 8)])
def test_a_column_that_is_lost_is_said_once_and_nobody_is_told_to_fill_in_another_cell(
    model: SettingModel, drawn: Drawn, today: date, heading: str, column: int
) -> None:
    """What stands under a heading that was renamed can't be read: that it is missing can't be said of a row."""
    content: Content = {
        "Audit": {SAFE_2: WHOLE, "S03.SAFE.3": {"rating": "Not applicable", "comment": "There is no kitchen here."}}
    }
    snapshot = drawn(content)
    _put(snapshot, "Audit", 4, column, "Something else")
    cell = f"{'ABCDEFGH'[column - 1]}4"

    assert examine_snapshot(model, snapshot, "harbour.xlsx", today).findings == (
        Finding(
            "column-renamed",
            ERROR,
            "Audit",
            cell,
            f"There is no column '{heading}'. The one headed 'Something else' may be it, but nothing in it is read.",
            f"If it is, type its own heading in {cell}: {heading}.",
            value="Something else",
            suggestion=heading,
        ),
    )


def test_rows_with_the_same_ref_are_found_as_that_and_their_content_is_not_checked(
    model: SettingModel, drawn: Drawn, today: date
) -> None:
    fields: dict[str, CellValue] = {"rating": "Embeded", "evidence": "Log of drills", "impact": "Log of drills"}
    snapshot = drawn({"Audit": {SAFE_2: fields, "S03.SAFE.3": {"rating": "Embedded"}}})
    _put(snapshot, "Audit", 45, 1, SAFE_2)

    codes = [(f.code, f.cell) for f in examine_snapshot(model, snapshot, "harbour.xlsx", today).findings]

    assert codes == [("ref-deleted", ""), ("ref-duplicated", "A44"), ("ref-duplicated", "A45")]


def test_dates_in_rows_with_the_same_ref_are_not_checked_either(model: SettingModel, drawn: Drawn, today: date) -> None:
    snapshot = drawn(beside("Evidence", "E12", date=TOMORROW))
    _put(snapshot, "Evidence", 17, 1, "E12")

    codes = [(f.code, f.sheet, f.cell) for f in examine_snapshot(model, snapshot, "harbour.xlsx", today).findings]

    assert codes == [("ref-duplicated", "Evidence", "A16"), ("ref-duplicated", "Evidence", "A17")]


def test_many_faults_are_found_at_once(examined: Examined) -> None:
    content: Content = {
        "Audit": {
            "S01.HEALTH.1": {"rating": "Embeded", "date": TOMORROW},
            "S01.HEALTH.2": {"rating": "Embedded"},
            SAFE_2: {"rating": "N/A"},
        },
        "Judgements": {"S03": {"override": "Embedded"}},
    }

    assert [(f.severity, f.code, f.sheet, f.cell) for f in examined(content).findings] == [
        (ERROR, "date-future", "Audit", "J5"),
        (ERROR, "rating-unknown", "Audit", "E5"),
        (ERROR, "not-applicable-without-reason", "Audit", "H44"),
        (ERROR, "override-incomplete", "Judgements", "J7"),
        (WARNING, "embedded-without-evidence", "Audit", "F6"),
        (NOTE, "rating-respelt", "Audit", "E44"),
    ]


def test_check_reads_the_ratings_itself_where_none_are_handed_over(
    model: SettingModel, drawn: Drawn, today: date
) -> None:
    answers = parse(model, drawn(audit(rating="Embeded"))).answers

    assert [f.code for f in check(model, answers, today, nearness)] == ["rating-unknown"]


def test_a_table_that_is_missing_is_no_trouble_for_the_checks(model: SettingModel, drawn: Drawn, today: date) -> None:
    parsed = parse(model, drawn(audit(rating="Embeded")))
    few = {name: table for name, table in parsed.answers.tables.items() if name in ("Audit", "Judgements", "Leads")}

    assert [f.code for f in check(model, replace(parsed.answers, tables=few), today, nearness)] == ["rating-unknown"]


def test_beside_personal_data_nothing_of_the_cell_is_repeated_not_even_as_a_suggestion() -> None:
    personal = finding("personal-data", "Audit", "E44", detail="a birth date", ref=SAFE_2, standard=3)
    unknown = finding("rating-unknown", "Audit", "E44", value="Embeded 3/4/2015", suggestion="Embedded")
    elsewhere = replace(unknown, cell="E45")

    assert without_personal_words([unknown, personal, elsewhere]) == [
        Finding(
            "rating-unknown",
            ERROR,
            "Audit",
            "E44",
            "'(left out)' is not a rating.",
            "Choose a rating from the list in E44.",
        ),
        personal,
        elsewhere,
    ]


def _put(snapshot: Snapshot, sheet_name: str, row: int, column: int, value: object) -> None:
    sheet = snapshot.sheet(sheet_name)
    assert sheet is not None
    sheet.rows[row - 1][column - 1] = value  # type: ignore[call-overload]
