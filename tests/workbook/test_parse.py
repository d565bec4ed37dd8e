"""From a snapshot of any file to located answers, and every finding about its shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.answers import Unread
from ecm_xl.core.cluster import gather
from ecm_xl.core.findings import Finding, Severity
from ecm_xl.core.results import Status
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.address import column_letters
from ecm_xl.workbook.book import Book, Content
from ecm_xl.workbook.cluster import cluster_book
from ecm_xl.workbook.parse import Parsed, parse, wanted
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, TablePlace, Value
from ecm_xl.workflows.examine import examine_snapshot

Draw = Callable[..., Snapshot]

HEADING, FIRST = 4, 5
REF, STANDARD, DESCRIPTOR, RATING, EVIDENCE, IMPACT, COMMENT, LEAD, DATE, TO_DO = 1, 2, 4, 5, 6, 7, 8, 9, 10, 11

CONTENT: Content = {
    "Audit": {
        "S01.HEALTH.1": {"rating": "Embedded", "evidence": "E01", "impact": "Fewer worries", "lead": "R. Hill"},
        "S01.HEALTH.2": {"rating": "Not applicable", "comment": "No changing rooms", "date": date(2026, 3, 14)},
        "S03.SAFE.2": {"rating": "Developing", "comment": "  as it was typed  "},
        "S12.ECONOMIC.4": {"rating": "Emergent"},
    },
    "Judgements": {
        "S04": {
            "override": "Developing",
            "override_by": "A. Moss",
            "override_on": date(2026, 6, 1),
            "reason": "Seen on the visit",
        }
    },
    "Leads": {"S05": {"lead": "P. Frost", "planned": 2027}},
    "Agencies": {"A03": {"agency": "School nurses", "kind": "Health"}},
    "Mapping": {"A03": {"agency": "School nurses", "SAFE": "Drop-in", "priorities": "2 and 3"}},
    "Plan": {"T01": {"standard": "03 Environment", "target": "Calm corridors", "by_when": date(2026, 12, 18)}},
    "Evidence": {
        "E01": {"title": "Pupil survey", "date": datetime.combine(date(2026, 5, 4), time(9, 30))},
        "E30": {"title": "Log"},
    },
}
DETAILS = {
    "Setting_Name": "Oakfield",
    "Setting_Type": "Primary school",
    "URN": "123456",
    "Cluster": "Riverside",
    "Route": "Route 2: just begun",
    "Started_On": date(2025, 9, 1),
    "Setting_Id": "oak-1",
}
TOLD = {
    "Setting_Name": "Oakfield",
    "Setting_Type": "Primary school",
    "URN": "123456",
    "Phase": "",
    "Authority": "",
    "Cluster": "Riverside",
    "Cluster_Lead": "",
    "Route": "Route 2: just begun",
    "Started_On": "01/09/2025",
    "Framework": "ECM Standards",
    "Framework_Version": "1.0",
    "Workbook_Kind": "setting",
    "Setting_Id": "oak-1",
}


@pytest.fixture
def filled(snapshot: Draw) -> Snapshot:
    """The workbook of CONTENT and DETAILS, to be damaged or rearranged."""
    return snapshot(CONTENT, **DETAILS)


def the(snapshot: Snapshot, name: str) -> SheetSnapshot:
    """The sheet of that name."""
    sheet = snapshot.sheet(name)
    assert sheet is not None, name
    return sheet


def row_of(sheet: SheetSnapshot, ref: str) -> int:
    """The number of the row with that Ref."""
    return next(number for number, row in enumerate(sheet.rows, 1) if row[0] == ref)


def put(sheet: SheetSnapshot, row: int, column: int, value: Value) -> None:
    """Types into a cell; the sheet grows as far as it must."""
    width = max(column, len(sheet.rows[0]))
    sheet.rows += [[""] * width for _ in range(row - len(sheet.rows))]
    sheet.rows[row - 1] += [""] * (column - len(sheet.rows[row - 1]))
    sheet.rows[row - 1][column - 1] = value


def said(parsed: Parsed) -> dict[str, dict[str, dict[str, object]]]:
    """The answers by table, Ref and field, wherever they stand; rows without an answer left out."""
    return {
        name: {ref: dict(row.values) for ref, row in table.rows.items() if row.values}
        for name, table in parsed.answers.tables.items()
    }


def reads_as_before(model: SettingModel, snapshot: Snapshot) -> bool:
    """Asserts that the snapshot says what CONTENT and DETAILS say, without a finding."""
    parsed = parse(model, snapshot)
    assert parsed.findings == []
    assert said(parsed) == CONTENT
    assert parsed.answers.details.values == TOLD
    assert parsed.kind == "setting"
    return True


def move_columns(snapshot: Snapshot, name: str, order: Sequence[int]) -> None:
    """Puts the columns of a table into that order (numbers from 1)."""
    sheet = the(snapshot, name)
    sheet.rows = [[row[column - 1] for column in order] for row in sheet.rows]
    sheet.formulas = frozenset((row, order.index(column) + 1) for row, column in sheet.formulas)
    places = {column: order.index(column) + 1 for column in order}
    sheet.lists = tuple((top, places[column], last, places[column]) for top, column, last, _ in sheet.lists)


def insert_rows(snapshot: Snapshot, name: str, at: int, rows: Sequence[Sequence[Value]]) -> None:
    """Inserts rows above row `at`, as Excel does: the table and its formulas move along."""
    sheet, place = the(snapshot, name), snapshot.tables[name]
    width = len(sheet.rows[0])
    sheet.rows[at - 1 : at - 1] = [[*row, *[""] * (width - len(row))] for row in rows]
    sheet.formulas = frozenset((row + len(rows) if row >= at else row, column) for row, column in sheet.formulas)
    down = {row: row + len(rows) if row >= at else row for row in range(1, len(sheet.rows) + 1)}
    sheet.lists = tuple((down[top], left, down[last], right) for top, left, last, right in sheet.lists)
    first = place.first_row + (len(rows) if at <= place.first_row else 0)
    snapshot.tables[name] = replace(place, first_row=first, last_row=place.last_row + len(rows))


def lose_tables(snapshot: Snapshot) -> None:
    """Drops every table, as Google Sheets and Numbers do when they save."""
    snapshot.tables.clear()


# Reading a workbook that is as it was drawn


def test_an_untouched_workbook_has_nothing_wrong_with_its_shape(model: SettingModel, snapshot: Draw) -> None:
    parsed = parse(model, snapshot())
    assert parsed.findings == []
    assert parsed.kind == "setting"
    assert not any(said(parsed).values())
    assert list(parsed.answers.audit.rows) == list(model.framework.descriptors)


def test_what_was_filled_in_is_what_is_read(model: SettingModel, filled: Snapshot) -> None:
    assert reads_as_before(model, filled)


def test_every_answer_knows_its_cell(model: SettingModel, filled: Snapshot) -> None:
    audit = parse(model, filled).answers.audit
    assert audit.columns == {
        "ref": "A", "standard": "B", "outcome": "C", "descriptor": "D", "rating": "E", "evidence": "F",
        "impact": "G", "comment": "H", "lead": "I", "date": "J", "to_do": "K",
    }  # fmt: skip
    assert audit.cell("S01.HEALTH.1", "rating") == "E5"
    assert audit.cell("S03.SAFE.2", "comment") == f"H{row_of(the(filled, 'Audit'), 'S03.SAFE.2')}"


def test_details_are_the_texts_that_people_see_with_their_cells(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Start"), 9, 3, 123456.0)
    put(the(filled, "Start"), 10, 3, "  5 to 11 ")
    details = parse(model, filled).answers.details
    assert details.values == {**TOLD, "Phase": "5 to 11"}
    assert details.cells["Setting_Name"] == ("Start", "C7")
    assert details.cells["URN"] == ("Start", "C9")
    assert details.cells["Setting_Id"] == ("Lists", "B3")


def test_what_is_wanted_of_a_file_names_every_sheet_and_cell_that_parsing_looks_at(model: SettingModel) -> None:
    assert wanted(model) == {
        "Start", "Lists", "Audit", "Judgements", "Leads", "Agencies", "Mapping", "Plan", "Evidence", *TOLD,
    }  # fmt: skip


def test_zero_and_no_are_values_and_spaces_are_none(model: SettingModel, filled: Snapshot) -> None:
    evidence = the(filled, "Evidence")
    put(evidence, 10, 2, 0)
    put(evidence, 11, 2, False)
    put(evidence, 12, 2, " \u00a0\u200b")
    parsed = parse(model, filled)
    assert parsed.findings == []
    assert said(parsed)["Evidence"] == {**CONTENT["Evidence"], "E06": {"title": 0}, "E07": {"title": False}}


# A sheet is missing


@pytest.mark.parametrize("name", ["Audit", "Judgements", "Leads", "Agencies", "Mapping", "Plan", "Evidence"])
def test_a_sheet_that_takes_answers_is_missed(model: SettingModel, filled: Snapshot, name: str) -> None:
    filled.sheets.remove(the(filled, name))
    del filled.tables[name]
    parsed = parse(model, filled)
    assert parsed.findings == [
        Finding(
            code="sheet-missing",
            severity=Severity.ERROR,
            sheet="",
            cell="",
            message=f"The sheet {name} is not in this workbook.",
            action=f"Bring it back from an earlier copy. Was it renamed? Give it its name back: {name}.",
        )
    ]
    assert said(parsed) == {**CONTENT, name: {}}
    assert not parsed.answers.tables[name].found


def test_a_table_whose_sheet_is_gone_is_missed_though_its_name_is_left(model: SettingModel, filled: Snapshot) -> None:
    filled.sheets.remove(the(filled, "Plan"))
    assert [found.code for found in parse(model, filled).findings] == ["sheet-missing"]


@pytest.mark.parametrize("name", ["Dashboard", "Findings", "Changes", "History", "Working"])
def test_a_sheet_that_takes_no_answers_is_not_missed(model: SettingModel, filled: Snapshot, name: str) -> None:
    filled.sheets.remove(the(filled, name))
    filled.tables.pop(name, None)
    assert reads_as_before(model, filled)


def test_a_renamed_sheet_is_found_by_its_table(model: SettingModel, filled: Snapshot) -> None:
    the(filled, "Audit").name = "Our audit 2026"
    filled.tables["Audit"] = replace(filled.tables["Audit"], sheet="Our audit 2026")
    parsed = parse(model, filled)
    assert parsed.findings == [
        Finding(
            code="sheet-renamed",
            severity=Severity.NOTE,
            sheet="Our audit 2026",
            cell="",
            message="This sheet was read as Audit.",
            action="Nothing needs doing. To make it easy to find, give it its name back: Audit.",
        )
    ]
    assert said(parsed) == CONTENT
    assert parsed.answers.audit.sheet == "Our audit 2026"


# A column is missing, or there twice


def column_missing(sheet: str, heading: str) -> Finding:
    """The finding."""
    return Finding(
        code="column-missing",
        severity=Severity.ERROR,
        sheet=sheet,
        cell="",
        message=f"The column '{heading}' is not in the sheet {sheet}.",
        action=f"Give the column its heading back: {heading}. The heading must be in the table's first row.",
    )


def column_duplicated(sheet: str, cell: str, heading: str) -> Finding:
    """The finding."""
    return Finding(
        code="column-duplicated",
        severity=Severity.ERROR,
        sheet=sheet,
        cell=cell,
        message=f"There is a second column called '{heading}'; what stands in it is not read.",
        action="Move anything you need to the first column of that name, then delete this one.",
    )


def column_renamed(sheet: str, cell: str, now: str, heading: str) -> Finding:
    """The finding."""
    return Finding(
        code="column-renamed",
        severity=Severity.ERROR,
        sheet=sheet,
        cell=cell,
        message=f"There is no column '{heading}'. The one headed '{now}' may be it, but nothing in it is read.",
        action=f"If it is, type its own heading in {cell}: {heading}.",
        value=now,
        suggestion=heading,
    )


def test_a_column_that_was_deleted_is_missed(model: SettingModel, filled: Snapshot) -> None:
    move_columns(filled, "Plan", range(1, 14))
    filled.tables["Plan"] = replace(filled.tables["Plan"], last_column=13)
    assert parse(model, filled).findings == [column_missing("Plan", "Note")]


def test_a_column_whose_heading_was_changed_is_missed_and_never_taken(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Audit"), HEADING, RATING, "Score")
    parsed = parse(model, filled)
    assert parsed.findings == [column_renamed("Audit", "E4", "Score", "Rating")]
    assert "rating" not in parsed.answers.audit.rows["S01.HEALTH.1"].values
    assert parsed.answers.audit.rows["S01.HEALTH.1"].values["impact"] == "Fewer worries"


def test_a_drawn_column_is_missed_too(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Audit"), HEADING, DESCRIPTOR, "")
    parsed = parse(model, filled)
    assert parsed.findings == [column_renamed("Audit", "D4", "(no heading)", "Descriptor")]
    assert said(parsed) == CONTENT


def swap_headings(snapshot: Snapshot, name: str, *cells: tuple[int, Value]) -> None:
    """Gives columns of a table other headings."""
    for column, heading in cells:
        put(the(snapshot, name), HEADING, column, heading)


def test_a_lost_column_is_told_by_nearly_its_heading_wherever_it_stands(model: SettingModel, filled: Snapshot) -> None:
    swap_headings(filled, "Audit", (IMPACT, "Impacts"))
    move_columns(filled, "Audit", (7, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11))
    assert parse(model, filled).findings == [column_renamed("Audit", "A4", "Impacts", "Impact")]


def test_a_lost_column_is_told_by_its_refs_or_by_answers_from_its_list(model: SettingModel, filled: Snapshot) -> None:
    swap_headings(filled, "Audit", (RATING, "x"), (EVIDENCE, "y"))
    put(the(filled, "Audit"), 20, EVIDENCE, "Embedded")
    put(the(filled, "Audit"), 21, EVIDENCE, "E02")
    swap_headings(filled, "Agencies", (REF, "z"), (2, "y"))
    move_columns(filled, "Audit", (1, 2, 3, 4, 7, 8, 9, 10, 11, 6, 5))
    move_columns(filled, "Agencies", (4, 5, 3, 2, 1))
    assert [(f.code, f.sheet, f.cell, f.suggestion) for f in parse(model, filled).findings if f.suggestion] == [
        ("column-renamed", "Audit", "K4", "Rating"),
        ("column-renamed", "Agencies", "E4", "Ref"),
    ]


def test_of_two_columns_that_a_list_would_fit_neither_is_suggested(model: SettingModel, filled: Snapshot) -> None:
    for row in the(filled, "Audit").rows:
        row.append("")
    swap_headings(filled, "Audit", (RATING, "x"), (12, "y"))
    put(the(filled, "Audit"), FIRST, 12, "Developing")
    move_columns(filled, "Audit", (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 5, 12))
    filled.tables["Audit"] = replace(filled.tables["Audit"], last_column=12)
    assert parse(model, filled).findings == [column_missing("Audit", "Rating")]


def test_lost_columns_between_the_same_neighbours_are_told_by_their_order(
    model: SettingModel, filled: Snapshot
) -> None:
    swap_headings(filled, "Audit", (EVIDENCE, "Proof"), (IMPACT, "Difference"))
    assert parse(model, filled).findings == [
        column_renamed("Audit", "F4", "Proof", "Evidence"),
        column_renamed("Audit", "G4", "Difference", "Impact"),
    ]
    move_columns(filled, "Audit", (1, 2, 3, 4, 5, 6, 8, 9, 10, 11))
    filled.tables["Audit"] = replace(filled.tables["Audit"], last_column=10)
    assert parse(model, filled).findings == [column_missing("Audit", "Evidence"), column_missing("Audit", "Impact")]


def test_without_its_refs_no_row_of_a_table_can_be_placed(model: SettingModel, snapshot: Draw) -> None:
    damaged = snapshot({"Leads": {"S05": {"lead": "P. Frost", "planned": 2027}}})
    put(the(damaged, "Leads"), HEADING, REF, "Number")
    parsed = parse(model, damaged)
    assert parsed.findings == [
        column_renamed("Leads", "A4", "Number", "Ref"),
        Finding(
            code="refs-lost",
            severity=Severity.ERROR,
            sheet="Leads",
            cell="C4",
            message="There is not one Ref on the sheet Leads, so nobody can tell which row is which "
            "and no answer on it is read.",
            action="Bring the column Ref back from an earlier copy, row by row as it was, or give it its heading back.",
        ),
    ]
    assert said(parsed)["Leads"] == {}


def test_of_two_columns_with_one_heading_the_first_is_read(model: SettingModel, filled: Snapshot) -> None:
    audit = the(filled, "Audit")
    put(audit, HEADING, 12, "Rating")
    put(audit, FIRST, 12, "Emergent")
    filled.tables["Audit"] = replace(filled.tables["Audit"], last_column=12)
    parsed = parse(model, filled)
    assert parsed.findings == [column_duplicated("Audit", "L4", "Rating")]
    assert said(parsed) == CONTENT


def test_a_heading_given_to_another_column_is_there_twice_and_missed_once(
    model: SettingModel, filled: Snapshot
) -> None:
    put(the(filled, "Audit"), HEADING, COMMENT, " impact")
    parsed = parse(model, filled)
    assert parsed.findings == [column_duplicated("Audit", "H4", " impact"), column_missing("Audit", "Comment")]


@pytest.mark.parametrize("heading", ["Rating2", "Ratings", "Our rating", 7])
def test_a_column_of_ones_own_is_no_second_one(model: SettingModel, filled: Snapshot, heading: Value) -> None:
    audit = the(filled, "Audit")
    put(audit, HEADING, 12, heading)
    put(audit, FIRST, 12, "Emergent")
    filled.tables["Audit"] = replace(filled.tables["Audit"], last_column=12)
    assert reads_as_before(model, filled)


def test_a_column_beside_the_table_does_not_belong_to_it(model: SettingModel, filled: Snapshot) -> None:
    audit = the(filled, "Audit")
    put(audit, HEADING, 13, "Rating")
    put(audit, FIRST, 13, "Emergent")
    assert reads_as_before(model, filled)


# Refs


def ref_unknown(sheet: str, cell: str, ref: str) -> Finding:
    """The finding."""
    return Finding(
        code="ref-unknown",
        severity=Severity.ERROR,
        sheet=sheet,
        cell=cell,
        message=f"'{ref}' is not a Ref of this sheet, so the row can't be placed.",
        action=f"Put the row's own Ref back in {cell}. Undo, or look at the rows above and below.",
        value=ref,
    )


def ref_duplicated(sheet: str, cell: str, ref: str, standard: int) -> Finding:
    """The finding."""
    return Finding(
        code="ref-duplicated",
        severity=Severity.ERROR,
        sheet=sheet,
        cell=cell,
        message=f"{ref} is in more than one row, so neither row counts.",
        action=f"Keep one row for {ref} and delete the other.",
        value=ref,
        ref=ref,
        standard=standard,
    )


def ref_deleted(sheet: str, ref: str, standard: int) -> Finding:
    """The finding."""
    return Finding(
        code="ref-deleted",
        severity=Severity.ERROR,
        sheet=sheet,
        cell="",
        message=f"The row {ref} has been deleted, so its descriptor counts as not rated.",
        action="Put the row back from an earlier copy. If it does not apply, choose Not applicable instead.",
        value=ref,
        ref=ref,
        standard=standard,
    )


def row_without_ref(sheet: str, cell: str) -> Finding:
    """The finding."""
    return Finding(
        code="row-without-ref",
        severity=Severity.ERROR,
        sheet=sheet,
        cell=cell,
        message="This row has entries but no Ref, so nobody can tell what they belong to.",
        action="Put the row's Ref in the Ref column, or move the entries to their own row.",
    )


def test_a_ref_that_the_standards_do_not_have_is_unknown_and_its_own_is_missed(
    model: SettingModel, filled: Snapshot
) -> None:
    put(the(filled, "Audit"), 6, REF, "S01.HEALTH.99")
    parsed = parse(model, filled)
    assert parsed.findings == [
        ref_unknown("Audit", "A6", "S01.HEALTH.99"),
        ref_deleted("Audit", "S01.HEALTH.2", 1),
    ]
    assert "S01.HEALTH.99" not in parsed.answers.audit.rows
    assert "S01.HEALTH.2" not in parsed.answers.audit.rows


@pytest.mark.parametrize("ref", ["E", "E1234567", "A03", "E 3", "E3a", "3", "S01.HEALTH.1", "E٣"])
def test_a_register_knows_only_refs_of_its_own_letter(model: SettingModel, filled: Snapshot, ref: str) -> None:
    put(the(filled, "Evidence"), 20, REF, ref)
    put(the(filled, "Evidence"), 20, 2, "Photographs")
    parsed = parse(model, filled)
    assert parsed.findings == [ref_unknown("Evidence", "A20", ref.upper())]
    assert said(parsed) == CONTENT


@pytest.mark.parametrize("ref", ["E1", "E031", "E999999", " e31 "])
def test_a_register_takes_any_number(model: SettingModel, filled: Snapshot, ref: str) -> None:
    put(the(filled, "Evidence"), 20, REF, ref)
    put(the(filled, "Evidence"), 20, 2, "Photographs")
    parsed = parse(model, filled)
    assert parsed.findings == []
    assert parsed.answers.tables["Evidence"].rows[ref.strip().upper()].values == {"title": "Photographs"}


def test_an_unknown_ref_is_named_in_every_row_it_stands_in(model: SettingModel, filled: Snapshot) -> None:
    for row in (20, 21):
        put(the(filled, "Plan"), row, REF, "X1")
    parsed = parse(model, filled)
    assert parsed.findings == [ref_unknown("Plan", "A20", "X1"), ref_unknown("Plan", "A21", "X1")]


def test_a_ref_in_two_rows_is_named_in_both_and_neither_counts(
    model: SettingModel, snapshot: Draw, today: date
) -> None:
    damaged = snapshot({"Audit": {"S01.HEALTH.1": {"rating": "Embedded"}, "S01.HEALTH.2": {"rating": "Emergent"}}})
    put(the(damaged, "Audit"), 6, REF, "S01.HEALTH.1")
    parsed = parse(model, damaged)
    assert parsed.findings == [
        ref_duplicated("Audit", "A5", "S01.HEALTH.1", 1),
        ref_duplicated("Audit", "A6", "S01.HEALTH.1", 1),
        ref_deleted("Audit", "S01.HEALTH.2", 1),
    ]
    assert parsed.answers.audit.doubtful == {"S01.HEALTH.1"}
    result = examine_snapshot(model, damaged, "oak.xlsx", today)
    assert result.ratings["S01.HEALTH.1"] == ""
    assert result.judgements[0].text == "Not yet: 0 of 17 rated"


def test_two_rows_of_one_ref_are_doubted_though_they_say_the_same(model: SettingModel, filled: Snapshot) -> None:
    insert_rows(filled, "Audit", 6, [the(filled, "Audit").rows[4]])
    parsed = parse(model, filled)
    assert parsed.findings == [
        ref_duplicated("Audit", "A5", "S01.HEALTH.1", 1),
        ref_duplicated("Audit", "A6", "S01.HEALTH.1", 1),
    ]
    assert parsed.answers.audit.doubtful == {"S01.HEALTH.1"}


def test_a_ref_in_two_rows_of_a_register_is_of_no_standard(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Evidence"), 6, REF, "e01")
    parsed = parse(model, filled)
    assert parsed.findings == [
        ref_duplicated("Evidence", "A5", "E01", 0),
        ref_duplicated("Evidence", "A6", "E01", 0),
    ]


def test_a_ref_with_characters_that_nobody_sees_is_that_ref(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Audit"), 5, REF, "\u200bS01.HEALTH.1\u00a0")
    put(the(filled, "Evidence"), 5, REF, "E０１")
    assert reads_as_before(model, filled)


def test_one_ref_on_two_sheets_is_one_thing_and_no_doubt(model: SettingModel, filled: Snapshot) -> None:
    parsed = parse(model, filled)
    assert parsed.findings == []
    assert "A03" in parsed.answers.tables["Agencies"].rows
    assert "A03" in parsed.answers.tables["Mapping"].rows


def test_an_override_in_a_row_that_stands_twice_does_not_count(
    model: SettingModel, filled: Snapshot, today: date
) -> None:
    assert examine_snapshot(model, filled, "oak.xlsx", today).judgements[3].judgement == "Developing"
    put(the(filled, "Judgements"), 16, REF, "S04")
    assert examine_snapshot(model, filled, "oak.xlsx", today).judgements[3].judgement == ""


def test_a_planned_year_in_a_row_that_stands_twice_does_not_count(
    model: SettingModel, filled: Snapshot, today: date
) -> None:
    before = examine_snapshot(model, filled, "oak.xlsx", today)
    assert before.judgements[4].text == "Not started (planned 2027)"
    put(the(filled, "Leads"), 16, REF, "S05")
    result = examine_snapshot(model, filled, "oak.xlsx", today)
    assert result.judgements[4].text == "Not yet: 0 of 17 rated"


def test_a_date_in_a_row_that_stands_twice_is_not_looked_at(model: SettingModel, filled: Snapshot, today: date) -> None:
    evidence = the(filled, "Evidence")
    put(evidence, 6, REF, "E01")
    put(evidence, 5, 6, "last week")
    result = examine_snapshot(model, filled, "oak.xlsx", today)
    assert [(f.code, f.cell) for f in result.findings if f.sheet == "Evidence"] == [
        ("ref-duplicated", "A5"),
        ("ref-duplicated", "A6"),
    ]


def test_a_row_of_the_standards_that_was_deleted_is_missed(model: SettingModel, filled: Snapshot, today: date) -> None:
    audit = the(filled, "Audit")
    del audit.rows[row_of(audit, "S01.HEALTH.1") - 1]
    audit.formulas = frozenset(p for p in audit.formulas if p[0] < len(audit.rows))
    parsed = parse(model, filled)
    assert parsed.findings == [ref_deleted("Audit", "S01.HEALTH.1", 1)]
    result = examine_snapshot(model, filled, "oak.xlsx", today)
    assert result.judgements[0].text == "Not yet: 0 of 16 rated"


@pytest.mark.parametrize("name", ["Judgements", "Leads"])
def test_a_standards_own_row_is_missed_too(model: SettingModel, snapshot: Draw, name: str) -> None:
    damaged = snapshot()
    del the(damaged, name).rows[FIRST + 1]
    the(damaged, name).formulas = frozenset()
    assert parse(model, damaged).findings == [ref_deleted(name, "S03", 3)]


def test_a_register_row_may_be_deleted(model: SettingModel, filled: Snapshot) -> None:
    del the(filled, "Evidence").rows[9:20]
    assert reads_as_before(model, filled)


def test_answers_in_a_row_that_lost_its_ref_are_named_at_the_ref_cell(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Audit"), 5, REF, " ")
    parsed = parse(model, filled)
    assert parsed.findings == [row_without_ref("Audit", "A5"), ref_deleted("Audit", "S01.HEALTH.1", 1)]


def test_a_row_typed_beneath_a_table_without_a_ref_is_named(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Plan"), 40, 6, "Paint the hall")
    assert parse(model, filled).findings == [row_without_ref("Plan", "A40")]


def test_a_row_without_ref_and_without_answers_is_nothing(model: SettingModel, filled: Snapshot) -> None:
    audit = the(filled, "Audit")
    insert_rows(filled, "Audit", 9, [[], ["", "01 Ethos", "Be healthy", "A descriptor's text"]])
    put(audit, 12, TO_DO, "Rate")
    assert reads_as_before(model, filled)


# Errors and formulas where answers belong


def test_an_error_is_no_answer(model: SettingModel, filled: Snapshot) -> None:
    audit = the(filled, "Audit")
    put(audit, 5, RATING, "")
    audit.errors = {(5, RATING): "#REF!"}
    parsed = parse(model, filled)
    assert parsed.findings == [
        Finding(
            code="error-value",
            severity=Severity.ERROR,
            sheet="Audit",
            cell="E5",
            message="The cell shows #REF!.",
            action="Type the answer again in E5.",
            value="#REF!",
        )
    ]
    assert parsed.answers.audit.rows["S01.HEALTH.1"].values["rating"] == Unread("#REF!")


def test_a_formula_is_no_answer_though_it_shows_one(model: SettingModel, filled: Snapshot, today: date) -> None:
    audit = the(filled, "Audit")
    audit.formulas |= {(5, RATING)}
    parsed = parse(model, filled)
    assert parsed.findings == [
        Finding(
            code="formula-in-answer",
            severity=Severity.ERROR,
            sheet="Audit",
            cell="E5",
            message="The cell holds a formula, which may change by itself; it does not count as an answer.",
            action="Type the answer itself in E5.",
        )
    ]
    assert parsed.answers.audit.rows["S01.HEALTH.1"].values["rating"] == Unread("Embedded")
    result = examine_snapshot(model, filled, "oak.xlsx", today)
    assert result.ratings["S01.HEALTH.1"] == ""


def test_an_error_that_a_formula_shows_is_named_once(model: SettingModel, filled: Snapshot) -> None:
    audit = the(filled, "Audit")
    put(audit, 5, RATING, "")
    audit.errors, audit.formulas = {(5, RATING): "#N/A"}, audit.formulas | {(5, RATING)}
    assert [(f.code, f.cell, f.value) for f in parse(model, filled).findings] == [("error-value", "E5", "#N/A")]


def test_an_answer_that_is_an_error_still_needs_its_ref(model: SettingModel, filled: Snapshot) -> None:
    evidence = the(filled, "Evidence")
    put(evidence, 20, REF, "")
    evidence.errors = {(20, 2): "#NAME?"}
    codes = [(f.code, f.cell) for f in parse(model, filled).findings]
    assert codes == [("error-value", "B20"), ("row-without-ref", "A20")]


def test_a_formula_or_an_error_beneath_all_values_is_not_passed_over(model: SettingModel, filled: Snapshot) -> None:
    evidence, plan = the(filled, "Evidence"), the(filled, "Plan")
    evidence.formulas |= {(40, 2)}
    plan.errors = {(41, 6): "#N/A"}
    assert [(f.code, f.sheet, f.cell) for f in parse(model, filled).findings] == [
        ("error-value", "Plan", "F41"),
        ("row-without-ref", "Plan", "A41"),
        ("formula-in-answer", "Evidence", "B40"),
        ("row-without-ref", "Evidence", "A40"),
    ]


def test_errors_and_formulas_in_columns_that_are_drawn_are_not_answers(model: SettingModel, filled: Snapshot) -> None:
    audit = the(filled, "Audit")
    audit.errors = {(5, TO_DO): "#REF!", (6, DESCRIPTOR): "#N/A", (2, RATING): "#N/A"}
    audit.formulas |= {(7, STANDARD), (3, RATING)}
    assert reads_as_before(model, filled)


# Which Standards, in which version


def test_a_workbook_made_for_other_standards_says_so(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Start"), 16, 3, "Healthy Schools")
    assert parse(model, filled).findings == [
        Finding(
            code="framework-unknown",
            severity=Severity.ERROR,
            sheet="Start",
            cell="C16",
            message="The workbook says it was made for 'Healthy Schools', which is not known here.",
            action="Check the cell Framework on Start. It should say ECM Standards.",
            value="Healthy Schools",
            suggestion="ECM Standards",
        )
    ]


@pytest.mark.parametrize("words", ["ecm-standards", "ECM\u00a0standards ", "ECM-Standards"])
def test_the_standards_may_be_named_by_title_or_id_in_any_case(
    model: SettingModel, filled: Snapshot, words: str
) -> None:
    put(the(filled, "Start"), 16, 3, words)
    assert parse(model, filled).findings == []


def test_a_workbook_of_another_version_says_so(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Start"), 17, 3, "0.9")
    assert parse(model, filled).findings == [
        Finding(
            code="framework-version",
            severity=Severity.ERROR,
            sheet="Start",
            cell="C17",
            message="The workbook was made for version '0.9' of the Standards; this is version 1.0.",
            action="Answers are read by their Ref. Look at the rows listed here, if any, before relying on it.",
            value="0.9",
        )
    ]


def test_a_workbook_that_names_no_version_is_read_without_a_word(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Start"), 17, 3, "")
    assert parse(model, filled).findings == []


def test_a_version_that_a_program_saved_as_a_number_is_the_same_version(model: SettingModel, filled: Snapshot) -> None:
    put(the(filled, "Start"), 17, 3, 1.0)
    assert parse(model, filled).findings == []


def test_everything_that_is_wrong_is_reported_at_once(model: SettingModel, filled: Snapshot) -> None:
    audit, evidence = the(filled, "Audit"), the(filled, "Evidence")
    put(audit, HEADING, LEAD, "Leader")
    put(audit, 6, REF, "S99")
    audit.errors = {(8, COMMENT): "#VALUE!"}
    put(evidence, 6, REF, "E01")
    filled.sheets.remove(the(filled, "Plan"))
    put(the(filled, "Start"), 17, 3, "2.0")
    assert [(f.code, f.sheet, f.cell) for f in parse(model, filled).findings] == [
        ("column-renamed", "Audit", "I4"),
        ("error-value", "Audit", "H8"),
        ("ref-unknown", "Audit", "A6"),
        ("ref-deleted", "Audit", ""),
        ("sheet-missing", "", ""),
        ("ref-duplicated", "Evidence", "A5"),
        ("ref-duplicated", "Evidence", "A6"),
        ("framework-version", "Start", "C17"),
    ]


# Whatever people and programs rearrange is read alike


def test_sheets_in_any_order_are_read_alike(model: SettingModel, filled: Snapshot) -> None:
    filled.sheets.reverse()
    assert reads_as_before(model, filled)


@pytest.mark.parametrize("tables", [True, False])
def test_columns_that_were_moved_are_read_alike(model: SettingModel, filled: Snapshot, tables: bool) -> None:
    for table in model.tables:
        move_columns(filled, table.name, range(len(table.fields), 0, -1))
    if not tables:
        lose_tables(filled)
    parsed = parse(model, filled)
    assert said(parsed) == CONTENT
    assert [(f.code, f.sheet) for f in parsed.findings] == [
        ("column-moved", table.name) for table in model.tables if table.takes_answers
    ]
    assert parsed.answers.audit.cell("S01.HEALTH.1", "rating") == "G5"


def test_columns_that_were_moved_are_named_and_those_they_passed_are_not(model: SettingModel, filled: Snapshot) -> None:
    move_columns(filled, "Audit", (1, 2, 10, 3, 4, 6, 7, 5, 8, 9, 11))
    assert parse(model, filled).findings == [
        Finding(
            code="column-moved",
            severity=Severity.NOTE,
            sheet="Audit",
            cell="H4",
            message="Moved from where the workbook had it, and read all the same: Rating, Date.",
            action="Nothing needs doing. Columns are found by their headings.",
        )
    ]


def test_columns_that_were_inserted_are_read_over(model: SettingModel, filled: Snapshot) -> None:
    audit = the(filled, "Audit")
    move_columns(filled, "Audit", range(1, 12))
    for number, row in enumerate(audit.rows, 1):
        row[3:3] = ["Our own notes" if number == HEADING else f"note {number}", ""]
    audit.formulas = frozenset((row, column + 2) for row, column in audit.formulas)
    audit.lists = tuple((top, left + 2, last, right + 2) for top, left, last, right in audit.lists)
    filled.tables["Audit"] = replace(filled.tables["Audit"], last_column=13)
    assert reads_as_before(model, filled)
    assert parse(model, filled).answers.audit.cell("S01.HEALTH.1", "rating") == "G5"


def test_a_table_that_does_not_begin_in_the_first_column_is_read_alike(model: SettingModel, filled: Snapshot) -> None:
    plan = the(filled, "Plan")
    plan.rows = [["", "", *row] for row in plan.rows]
    plan.lists = tuple((top, left + 2, last, right + 2) for top, left, last, right in plan.lists)
    place = filled.tables["Plan"]
    filled.tables["Plan"] = replace(place, first_column=3, last_column=place.last_column + 2)
    assert reads_as_before(model, filled)


@pytest.mark.parametrize("tables", [True, False])
def test_rows_inserted_above_and_within_a_table_are_read_alike(
    model: SettingModel, filled: Snapshot, tables: bool
) -> None:
    for table in model.tables:
        insert_rows(filled, table.name, 10, [[], []])
        insert_rows(filled, table.name, 2, [["Governors' copy"], [], ["Ref"]])
    if not tables:
        lose_tables(filled)
    assert reads_as_before(model, filled)
    assert parse(model, filled).answers.audit.cell("S01.HEALTH.1", "rating") == "E8"


def test_sorted_rows_are_read_alike(model: SettingModel, filled: Snapshot) -> None:
    for table in model.tables:
        sheet = the(filled, table.name)
        sheet.rows[HEADING:] = sheet.rows[HEADING:][::-1]
    assert reads_as_before(model, filled)
    assert parse(model, filled).answers.audit.cell("S12.ECONOMIC.4", "rating") == "E5"


def test_blank_rows_in_between_are_read_over(model: SettingModel, filled: Snapshot) -> None:
    for table in model.tables:
        for at in range(filled.tables[table.name].last_row, FIRST, -3):
            insert_rows(filled, table.name, at, [[]])
    assert reads_as_before(model, filled)


@pytest.mark.parametrize("tables", [True, False])
def test_headings_in_another_case_and_with_other_spaces_are_read_alike(
    model: SettingModel, filled: Snapshot, tables: bool
) -> None:
    for table in model.tables:
        rows = the(filled, table.name).rows
        rows[HEADING - 1] = [
            f"\u00a0{str(value).upper().replace(' ', chr(0xA0))} \u200b" for value in rows[HEADING - 1]
        ]
    if not tables:
        lose_tables(filled)
    assert reads_as_before(model, filled)


def test_sheets_and_refs_in_another_case_are_read_alike(model: SettingModel, filled: Snapshot) -> None:
    for sheet in filled.sheets:
        sheet.name = sheet.name.upper()
    for table in model.tables:
        for row in the(filled, table.name).rows[HEADING:]:
            row[0] = f" {str(row[0]).lower()}"
    lose_tables(filled)
    assert reads_as_before(model, filled)


def test_a_file_without_any_tables_is_read_by_its_sheets_names_and_headings(
    model: SettingModel, filled: Snapshot
) -> None:
    lose_tables(filled)
    assert reads_as_before(model, filled)


def test_without_tables_a_heading_row_is_looked_for_in_the_first_forty_rows(
    model: SettingModel, filled: Snapshot
) -> None:
    insert_rows(filled, "Plan", 1, [[]] * 36)
    lose_tables(filled)
    assert reads_as_before(model, filled)
    the(filled, "Plan").rows[:0] = [[""] * 14]
    assert [f.message for f in parse(model, filled).findings] == ["The sheet Plan is not in this workbook."]


def test_without_tables_most_of_the_headings_must_be_there(model: SettingModel, filled: Snapshot) -> None:
    agencies = the(filled, "Agencies")
    lose_tables(filled)
    put(agencies, HEADING, 3, "Sort")
    put(agencies, HEADING, 4, "Telephone")
    parsed = parse(model, filled)
    assert parsed.findings == [
        column_renamed("Agencies", "C4", "Sort", "Kind"),
        column_renamed("Agencies", "D4", "Telephone", "Contact"),
    ]
    assert said(parsed)["Agencies"] == {"A03": {"agency": "School nurses"}}
    put(agencies, HEADING, 5, "Task")
    assert [f.message for f in parse(model, filled).findings] == ["The sheet Agencies is not in this workbook."]


def test_without_names_the_details_are_found_by_their_labels(model: SettingModel, filled: Snapshot) -> None:
    filled.names.clear()
    parsed = parse(model, filled)
    assert parsed.findings == []
    assert said(parsed) == CONTENT
    assert parsed.kind == "setting"
    hidden = ("Workbook_Kind", "Setting_Id")
    assert parsed.answers.details.values == {name: value for name, value in TOLD.items() if name not in hidden}
    assert parsed.answers.details.cells["URN"] == ("Start", "C9")


def test_without_names_a_label_is_known_in_another_case_and_place(model: SettingModel, filled: Snapshot) -> None:
    filled.names.clear()
    start = the(filled, "Start")
    start.rows = [["", "", *row] for row in start.rows]
    start.rows.insert(0, [""] * 6)
    put(start, 8, 4, "NAME OF\u00a0THE SETTING")
    parsed = parse(model, filled)
    assert parsed.answers.details.get("Setting_Name") == "Oakfield"
    assert parsed.answers.details.cells["Setting_Name"] == ("Start", "E8")


def test_without_names_and_start_nothing_is_known_of_the_setting(model: SettingModel, filled: Snapshot) -> None:
    filled.names.clear()
    filled.sheets.remove(the(filled, "Start"))
    parsed = parse(model, filled)
    assert parsed.findings == []
    assert parsed.answers.details.values == {}
    assert said(parsed) == CONTENT


def test_a_workbook_whose_hidden_sheet_is_lost_is_a_settings_by_its_audit(
    model: SettingModel, filled: Snapshot
) -> None:
    filled.sheets.remove(the(filled, "Lists"))
    parsed = parse(model, filled)
    assert parsed.kind == "setting"
    assert parsed.findings == []
    assert parsed.answers.details.values == {**TOLD, "Workbook_Kind": "", "Setting_Id": ""}


def test_rows_typed_directly_beneath_a_table_belong_to_it(model: SettingModel, filled: Snapshot) -> None:
    evidence, plan = the(filled, "Evidence"), the(filled, "Plan")
    last = filled.tables["Evidence"].last_row
    put(evidence, last + 1, REF, "E31")
    put(evidence, last + 1, 2, "Visitors' book")
    put(evidence, last + 3, REF, "e32")
    put(evidence, last + 3, 2, "Menus")
    put(plan, filled.tables["Plan"].last_row + 1, REF, "T31")
    put(plan, filled.tables["Plan"].last_row + 1, 6, "Paint the hall")
    parsed = parse(model, filled)
    assert [(f.code, f.sheet, f.cell, f.severity) for f in parsed.findings] == [
        ("rows-beneath", "Plan", "A35", Severity.NOTE),
        ("rows-beneath", "Evidence", "A35", Severity.NOTE),
    ]
    assert said(parsed)["Evidence"] == {
        **CONTENT["Evidence"],
        "E31": {"title": "Visitors' book"},
        "E32": {"title": "Menus"},
    }
    assert parsed.answers.tables["Evidence"].cell("E32", "title") == f"B{last + 3}"
    assert said(parsed)["Plan"]["T31"] == {"action": "Paint the hall"}


def test_a_table_longer_than_what_its_sheet_holds_ends_with_the_sheet(model: SettingModel, filled: Snapshot) -> None:
    place = filled.tables["Evidence"]
    filled.tables["Evidence"] = replace(place, last_row=place.last_row + 500)
    assert reads_as_before(model, filled)


def test_rows_without_their_empty_ends_are_read_alike(model: SettingModel, filled: Snapshot) -> None:
    for sheet in filled.sheets:
        for row in sheet.rows:
            while row and row[-1] == "":
                row.pop()
    assert reads_as_before(model, filled)


# Workbooks that are not a setting's


def not_a_setting(what: str) -> tuple[Finding, ...]:
    """The one finding of such a file."""
    return (
        Finding(
            code="file-not-a-setting",
            severity=Severity.ERROR,
            sheet="",
            cell="",
            message=f"This workbook is not a setting's audit: {what}.",
            action="Choose a workbook made with 'ecm-xl new' or from the blank workbook.",
        ),
    )


def test_a_cluster_workbook_is_no_setting(model: SettingModel, today: date) -> None:
    book: Book = cluster_book(gather(model.framework, []), today, {})
    result = examine_snapshot(model, snapshot_of(book), "cluster.xlsx", today)
    assert result.status is Status.OTHER
    assert result.findings == not_a_setting("it is a cluster workbook")
    assert result.judgements == ()


@pytest.mark.parametrize("kind", ["slice", "copy", " Slice "])
def test_a_slice_or_a_copy_is_no_setting_though_it_has_an_audit(
    model: SettingModel, filled: Snapshot, today: date, kind: str
) -> None:
    put(the(filled, "Lists"), 2, 2, kind)
    result = examine_snapshot(model, filled, "part.xlsx", today)
    assert result.status is Status.OTHER
    assert result.findings == not_a_setting(f"it is a {kind.strip().lower()} workbook")


def test_the_kind_may_be_in_any_case(model: SettingModel, filled: Snapshot, today: date) -> None:
    put(the(filled, "Lists"), 2, 2, " SETTING")
    assert examine_snapshot(model, filled, "oak.xlsx", today).status is Status.JUDGED


def test_a_kind_that_is_none_of_ours_is_not_repeated(model: SettingModel, filled: Snapshot, today: date) -> None:
    put(the(filled, "Lists"), 2, 2, "Jo Barrow's")
    result = examine_snapshot(model, filled, "oak.xlsx", today)
    assert result.status is Status.OTHER
    assert "barrow" not in result.findings[0].message


def test_a_workbook_that_is_not_ours_at_all_is_no_setting(model: SettingModel, today: date) -> None:
    rows: list[list[Value]] = [["Item", "Cost"], ["Paint", 40]]
    foreign = Snapshot(
        [SheetSnapshot("Budget", rows=rows)], tables={"Costs": TablePlace("Costs", "Budget", 1, 1, 2, 2)}
    )
    result = examine_snapshot(model, foreign, "budget.xlsx", today)
    assert result.status is Status.OTHER
    assert result.findings == not_a_setting("it has no Audit sheet")
    assert parse(model, foreign).kind == ""


def test_a_foreign_sheet_that_happens_to_be_called_audit_is_no_audit(model: SettingModel, today: date) -> None:
    rows: list[list[Value]] = [["Ref", "Date", "Comment", "Amount"], ["1", "May", "paid", 40]]
    result = examine_snapshot(model, Snapshot([SheetSnapshot("Audit", rows=rows)]), "accounts.xlsx", today)
    assert result.findings == not_a_setting("it has no Audit sheet")


def test_a_workbook_without_a_single_sheet_is_no_setting(model: SettingModel, today: date) -> None:
    result = examine_snapshot(model, Snapshot([]), "empty.xlsx", today)
    assert result.findings == not_a_setting("it has no Audit sheet")


def test_the_columns_of_these_tests_are_where_they_say(filled: Snapshot) -> None:
    headings = the(filled, "Audit").rows[HEADING - 1]
    assert [headings[column - 1] for column in (REF, STANDARD, DESCRIPTOR, RATING, EVIDENCE, IMPACT, COMMENT)] == [
        "Ref", "Standard", "Descriptor", "Rating", "Evidence", "Impact", "Comment",
    ]  # fmt: skip
    assert [headings[column - 1] for column in (LEAD, DATE, TO_DO)] == ["Lead", "Date", "To do"]
    assert column_letters(TO_DO) == "K"
