"""The shape of a workbook in detail: what is said once, what counts all the same, and what is not guessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ecm_xl.core.answers import Unread
from ecm_xl.core.results import Status
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.parse import Parsed, parse, unfamiliar, wanted
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, UnreadableWorkbook
from ecm_xl.workflows.examine import examine
from tests.findings.drawing import TODAY, Change, draw
from tests.findings.shapes import (
    all_of,
    columns_in_order,
    copied,
    deleted,
    error,
    formula,
    hidden,
    merged,
    own_column,
    pasted_over,
    renamed,
    table_ends,
    the,
    typed,
    without_tables,
)

MODEL = load_model()
NEEDED = wanted(MODEL) | set(FORMS.values())
"""What is asked of a file: a form's sheet goes by its name, whether the file has that form or not."""
BEGUN = {
    "Audit": {"S01.HEALTH.1": {"rating": "Developing"}},
    "Evidence": {"E01": {"title": "Pupils' survey, summer 2026"}},
}
THREE = """
    Audit        | Rating   | Comment
    S01.HEALTH.1 | Embedded | As before
    S01.HEALTH.2 | Emergent |
    S01.HEALTH.3 | Emergent | New this year
"""


def read(drawn: str, *changes: Change) -> Parsed:
    """What a workbook says that is drawn and changed so."""
    snapshot = draw(drawn)
    all_of(*changes)(snapshot)
    return parse(MODEL, snapshot)


def found(parsed: Parsed) -> list[tuple[str, str, str]]:
    """Code, sheet and cell of every finding."""
    return [(f.code, f.sheet, f.cell) for f in parsed.findings]


def said(parsed: Parsed) -> dict[str, dict[str, dict[str, object]]]:
    """The answers by table, Ref and field; what is empty left out."""
    tables: dict[str, dict[str, dict[str, object]]] = {
        name: {ref: dict(row.values) for ref, row in table.rows.items() if row.values}
        for name, table in parsed.answers.tables.items()
    }
    return {name: rows for name, rows in tables.items() if rows}


# Fixed texts


def every_row(name: str, column: str, text: str) -> Change:
    """One text all the way down a column of a table."""

    def change(snapshot: Snapshot) -> None:
        place = snapshot.tables[name]
        all_of(*(typed(name, f"{column}{row}", text) for row in range(place.first_row + 1, place.last_row + 1)))(
            snapshot
        )

    return change


def test_a_column_of_texts_that_are_all_changed_is_said_once_at_its_heading() -> None:
    parsed = read("", every_row("Leads", "B", "A Standard"))
    (one,) = parsed.findings
    assert (one.code, one.sheet, one.cell, one.value, one.suggestion) == ("standard-changed", "Leads", "B4", "", "")
    assert (
        one.message == "The Standard or Outcome given for every row is not the Standards' own. What counts is the Ref."
    )


def test_a_column_of_texts_that_are_nearly_all_changed_is_said_row_by_row() -> None:
    own = str(the(draw(""), "Leads").rows[9][1])
    parsed = read("", every_row("Leads", "B", "A Standard"), typed("Leads", "B10", own))
    assert found(parsed) == [("standard-changed", "Leads", f"B{row}") for row in range(5, 17) if row != 10]


def test_a_row_whose_texts_were_changed_counts_by_its_ref() -> None:
    parsed = read("", typed("Audit", "B5", "02 Policy"), typed("Audit", "D5", ""))
    assert found(parsed) == [("standard-changed", "Audit", "B5"), ("descriptor-changed", "Audit", "D5")]
    assert said(parsed) == BEGUN


def test_an_error_in_a_fixed_text_is_what_it_shows() -> None:
    (one,) = read("", error("Audit", "D5", "#NAME?")).findings
    assert (one.code, one.cell, one.value) == ("descriptor-changed", "D5", "#NAME?")


def test_texts_are_compared_where_a_fixed_column_is_lost() -> None:
    parsed = read("", columns_in_order("Audit", "ABDEFGHIJK"), typed("Audit", "C7", "Our own words"))
    assert found(parsed) == [("column-missing", "Audit", ""), ("descriptor-changed", "Audit", "C7")]


def test_of_rows_with_one_ref_no_text_is_compared() -> None:
    assert {code for code, _, _ in found(read("", typed("Audit", "A6", "S01.HEALTH.1")))} == {
        "ref-duplicated",
        "ref-deleted",
    }


@pytest.mark.parametrize("text", [" ", "\u200b", "\u00a0\u2060", "\n\t"])
def test_text_of_which_nothing_is_seen_is_no_answer(text: str) -> None:
    assert said(read("", typed("Audit", "E6", text), typed("Audit", "H5", text))) == BEGUN


def test_a_grid_without_refs_is_not_called_a_grid_of_deleted_rows() -> None:
    wiped = every_row("Audit", "A", "")
    assert found(read(THREE, wiped)) == [("refs-lost", "Audit", "A4")]
    assert {code for code, _, _ in found(read(THREE, wiped, typed("Audit", "A200", "S12.HEALTH.1")))} == {
        "row-without-ref",
        "ref-deleted",
        "standard-changed",
        "descriptor-changed",
    }


# Merged cells


def test_an_entry_in_merged_cells_is_no_answer_for_any_row() -> None:
    parsed = read(THREE, merged("Audit", "E5:E7"))
    assert found(parsed) == [("answers-merged", "Audit", "E5")]
    assert said(parsed)["Audit"] == {
        "S01.HEALTH.1": {"rating": Unread("Embedded"), "comment": "As before"},
        "S01.HEALTH.3": {"comment": "New this year"},
    }


def test_what_a_program_left_beneath_merged_cells_is_no_answer_either() -> None:
    def merge(snapshot: Snapshot) -> None:
        the(snapshot, "Audit").merged = ((5, 5, 6, 5),)

    rows = said(read(THREE, merge))["Audit"]
    assert [rows[f"S01.HEALTH.{n}"]["rating"] for n in (1, 2, 3)] == [
        Unread("Embedded"),
        Unread("Emergent"),
        "Emergent",
    ]


def test_cells_that_are_merged_across_columns_are_no_answer_for_any_of_them() -> None:
    parsed = read(THREE, merged("Audit", "H5:I5"))
    assert found(parsed) == [("answers-merged", "Audit", "H5")]
    assert said(parsed)["Audit"]["S01.HEALTH.1"] == {"rating": "Embedded", "comment": Unread("As before")}


def test_merged_cells_that_overlap_or_leave_the_table_are_each_named() -> None:
    parsed = read(
        THREE, own_column("Audit", "Own"), *(merged("Audit", cells) for cells in ("H5:H6", "H6:H8", "K222:L222"))
    )
    assert found(parsed) == [
        ("answers-merged", "Audit", "H5"),
        ("answers-merged", "Audit", "H6"),
        ("cells-merged", "Audit", "K222"),
    ]


def test_what_a_merged_standard_swallowed_is_not_called_changed() -> None:
    parsed = read("", merged("Audit", "B5:D9"), typed("Audit", "B10", "02 Policy"))
    assert found(parsed) == [("cells-merged", "Audit", "B5"), ("standard-changed", "Audit", "B10")]
    assert said(parsed) == BEGUN


def test_rows_whose_refs_are_merged_lose_them() -> None:
    parsed = read(THREE, merged("Audit", "A5:A6"))
    assert found(parsed) == [
        ("cells-merged", "Audit", "A5"),
        ("row-without-ref", "Audit", "A6"),
        ("ref-deleted", "Audit", ""),
    ]


def test_a_heading_that_is_merged_with_the_cell_above_is_lost() -> None:
    parsed = read("", merged("Audit", "E3:E4"))
    (one,) = parsed.findings
    assert (one.code, one.cell, one.value) == ("heading-merged", "E3", "E3:E4")
    assert one.message.endswith("so these columns are not read: 'Rating'.")


def test_headings_that_are_merged_without_a_loss_are_named_too() -> None:
    parsed = read("", own_column("Audit", ""), merged("Audit", "K4:L4"))
    (one,) = parsed.findings
    assert one.message == "The cells K4:L4 are merged, and each column needs a heading of its own."
    assert said(parsed) == BEGUN


# Lists


def test_a_column_that_lost_its_whole_list_is_said_once_at_its_heading() -> None:
    (one,) = read("", pasted_over("Audit", "E5:E222")).findings
    assert (one.code, one.cell) == ("list-lost", "E4")
    assert one.message == (
        "The list to choose from is gone: the whole column 'Rating'. What stands there is read all the same."
    )


def test_each_run_of_cells_without_a_list_is_one_finding() -> None:
    parsed = read("", pasted_over("Audit", "E5:E6"), pasted_over("Audit", "E9:E9"), pasted_over("Plan", "L34:L34"))
    assert [(f.cell, f.message.split(":", 1)[1].split(".")[0].strip()) for f in parsed.findings] == [
        ("E5", "E5:E6"),
        ("E9", "E9"),
        ("L34", "L34"),
    ]


def test_a_list_in_pieces_that_meet_or_overlap_is_whole() -> None:
    def in_pieces(snapshot: Snapshot) -> None:
        the(snapshot, "Audit").lists = ((200, 5, 999, 5), (5, 4, 90, 6), (91, 5, 210, 5), (7, 5, 9, 5))

    assert read("", in_pieces).findings == []


def test_rows_beneath_a_table_and_rows_without_a_ref_need_no_list() -> None:
    parsed = read("", typed("Plan", "A37", "T33"), typed("Plan", "L20", ""), typed("Plan", "A20", ""))
    assert parsed.findings == []
    pasted = read("", typed("Plan", "A20", ""), pasted_over("Plan", "L20:L20"))
    assert pasted.findings == []


def test_where_no_table_has_a_list_a_program_dropped_them_all_and_nobody_pasted() -> None:
    def drop(snapshot: Snapshot) -> None:
        for sheet in snapshot.sheets:
            if sheet.name != "Start":
                sheet.lists = ()

    assert read("", drop).findings == []


# Hidden


def test_where_every_row_with_answers_is_hidden_that_is_said_once() -> None:
    (one,) = read(THREE, *(hidden("Audit", row=row) for row in (5, 6, 7, 8))).findings
    assert (one.code, one.cell) == ("row-hidden", "A4")
    assert one.message == "What stands in a hidden row counts. All rows with answers are hidden."


def test_hidden_rows_and_columns_count() -> None:
    parsed = read(THREE, hidden("Audit", row=6), hidden("Audit", row=7), hidden("Audit", column=8))
    assert found(parsed) == [
        ("row-hidden", "Audit", "A6"),
        ("row-hidden", "Audit", "A7"),
        ("column-hidden", "Audit", "H4"),
    ]
    assert said(parsed) == said(read(THREE))


# Where a table ends


def test_a_table_that_was_cut_short_is_read_to_its_end() -> None:
    parsed = read(THREE, table_ends("Audit", 5), table_ends("Leads", 10))
    assert found(parsed) == [("table-cut-short", "Audit", "A6"), ("table-cut-short", "Leads", "A11")]
    assert said(parsed) == said(read(THREE))


def test_a_row_beneath_a_grid_that_no_standard_has_does_not_cut_it_short() -> None:
    assert found(read("", typed("Leads", "A18", "S13"), typed("Leads", "C18", "P. Frost"))) == [
        ("ref-unknown", "Leads", "A18")
    ]


def test_without_tables_nothing_lies_beneath() -> None:
    parsed = read("", typed("Plan", "A40", "T31"), typed("Plan", "F40", "Paint the hall"), without_tables)
    assert [code for code, _, _ in found(parsed)] == ["list-lost"]
    assert said(parsed)["Plan"] == {"T31": {"action": "Paint the hall"}}


# Beside a table


def test_a_column_without_a_heading_that_is_filled_in_every_row_is_said_once() -> None:
    assert found(read("", every_row("Leads", "K", "x"))) == [("entry-outside", "Leads", "K4")]


def test_sums_and_registers_may_have_something_beside_them() -> None:
    parsed = read(
        "", typed("Audit", "M5", 3), formula("Audit", "M5"), typed("Plan", "R5", "ask Jo"), typed("Audit", "M2", "x")
    )
    assert parsed.findings == []


def test_an_entry_in_a_column_that_lost_its_heading_is_said_of_the_column_only() -> None:
    assert found(read("", typed("Audit", "E4", ""))) == [("column-renamed", "Audit", "E4")]


# Sheets


def test_a_renamed_sheet_without_tables_is_found_by_its_headings_and_refs() -> None:
    parsed = read(THREE, without_tables, *(renamed(t.name, f"Our {n}") for n, t in enumerate(MODEL.tables)))
    assert found(parsed) == [("sheet-renamed", f"Our {n}", "") for n, t in enumerate(MODEL.tables) if t.takes_answers]
    assert said(parsed) == said(read(THREE))
    assert parsed.kind == "setting"


def test_sheets_that_swapped_their_names_are_told_apart() -> None:
    swap = all_of(renamed("Leads", "x"), renamed("Agencies", "Leads"), renamed("x", "Agencies"))
    parsed = read("Leads | Role\nS03 | Head of year\n\nAgencies | Role\nA03 | Nurse", without_tables, swap)
    assert found(parsed) == [("sheet-renamed", "Agencies", ""), ("sheet-renamed", "Leads", "")]
    assert said(parsed)["Leads"] == {"S03": {"role": "Head of year"}}
    assert said(parsed)["Agencies"] == {"A03": {"role": "Nurse"}}


def test_headings_alone_make_no_sheet_of_ours() -> None:
    """The headings of Leads are most of those of Agencies, its Refs are not."""
    parsed = read("Leads | Lead\nS03 | P. Frost", without_tables, deleted("Agencies"), renamed("Leads", "Who leads"))
    assert found(parsed) == [("sheet-renamed", "Who leads", ""), ("sheet-missing", "", "")]


def test_of_two_sheets_that_could_be_meant_neither_is_read() -> None:
    parsed = read(THREE, without_tables_but(copied("Audit", "Spring")), renamed("Audit", "Summer"))
    assert found(parsed) == [
        ("sheet-duplicated", "Summer", ""),
        ("sheet-duplicated", "Spring", ""),
        ("sheet-missing", "", ""),
    ]
    assert "Audit" not in said(parsed)


def test_of_two_sheets_of_which_one_is_blank_the_other_is_read() -> None:
    def blank_copy(snapshot: Snapshot) -> None:
        snapshot.sheets.append(replace(the(draw(""), "Audit"), name="Spring"))
        typed("Spring", "E5", "")(snapshot)

    parsed = read(THREE, without_tables, blank_copy, renamed("Audit", "Summer"))
    assert found(parsed) == [("sheet-renamed", "Summer", "")]
    assert said(parsed) == said(read(THREE))


def without_tables_but(change: Change) -> Change:
    """That change, then no tables."""
    return all_of(change, without_tables)


def test_a_second_sheet_changes_nothing_in_what_is_read() -> None:
    parsed = read(THREE, copied("Audit", "Audit (2)"), typed("Audit (2)", "E5", "Emergent"))
    assert found(parsed) == [("sheet-duplicated", "Audit (2)", "")]
    assert said(parsed) == said(read(THREE))


@pytest.mark.parametrize("spoil", [error("Audit (2)", "E5", "#REF!"), formula("Audit (2)", "E5")])
def test_a_second_sheet_with_an_error_or_a_formula_only_is_not_passed_over(spoil: Change) -> None:
    def blank_copy(snapshot: Snapshot) -> None:
        copied("Audit", "Audit (2)")(snapshot)
        typed("Audit (2)", "E5", "")(snapshot)

    assert read("", blank_copy).findings == []
    assert found(read("", blank_copy, spoil)) == [("sheet-duplicated", "Audit (2)", "")]


def test_a_sheet_of_ones_own_is_nobodys() -> None:
    def own(snapshot: Snapshot) -> None:
        snapshot.sheets.append(
            SheetSnapshot("Visits", rows=[["Ref", "Standard", "Rating"], ["S01.HEALTH.1", "1", "x"]])
        )
        snapshot.sheets.append(SheetSnapshot("Chart"))

    assert read("", own).findings == []


def test_a_sheet_of_ones_own_with_headings_like_ours_has_not_our_refs() -> None:
    def own(snapshot: Snapshot) -> None:
        rows = [
            ["Ref", "Agency", "Contact"],
            ["7", "School nurses", "01234 567890"],
            ["", "Police", "P. Frost"],
            ["A3", "Room", ""],
            ["8", "", ""],
        ]
        snapshot.sheets.append(SheetSnapshot("Telephone", rows=[list(row) for row in rows]))

    assert read("", own).findings == []


def test_start_under_another_name_and_without_names_is_found_by_its_labels() -> None:
    parsed = read("", renamed("Start", "Cover"), lambda snapshot: snapshot.names.clear())
    assert parsed.answers.details.get("Setting_Name") == "Harbour View"
    assert parsed.answers.details.cells["Setting_Name"] == ("Cover", "C7")


# What the reader is asked for


class Files:
    """A reader that hands over the sheets it is asked for; `refuses`: it can't read one of that name."""

    def __init__(self, snapshot: Snapshot, refuses: str = "") -> None:
        self.snapshot, self.refuses = snapshot, refuses
        self.asked: list[frozenset[str]] = []

    def __call__(self, path: Path, names: frozenset[str] | None = None) -> Snapshot:
        assert names is not None
        self.asked.append(names)
        if self.refuses in names:
            raise UnreadableWorkbook("file-too-big", path.name)
        holders = {place.sheet for table, place in self.snapshot.tables.items() if table in names}
        sheets = [s if s.name in names | holders else SheetSnapshot(s.name, s.hidden) for s in self.snapshot.sheets]
        return replace(self.snapshot, sheets=sheets)


def changed(*changes: Change) -> Snapshot:
    """A workbook that was begun, changed so."""
    snapshot = draw("")
    all_of(*changes)(snapshot)
    return snapshot


def test_a_file_without_sheets_of_ones_own_is_read_once() -> None:
    files = Files(changed())
    assert examine(files, Path("harbour.xlsx"), TODAY).findings == ()
    assert files.asked == [NEEDED]


def test_a_renamed_sheet_without_its_table_is_asked_for() -> None:
    files = Files(changed(renamed("Audit", "Our audit"), without_tables))
    result = examine(files, Path("harbour.xlsx"), TODAY)
    assert [(f.code, f.sheet) for f in result.findings] == [("sheet-renamed", "Our audit")]
    assert result.ratings["S01.HEALTH.1"] == "Developing"
    assert files.asked == [NEEDED, NEEDED | {"Our audit"}]


def test_a_sheet_of_ones_own_that_cannot_be_read_is_in_nobodys_way() -> None:
    files = Files(changed(copied("Plan", "Photographs")), refuses="Photographs")
    result = examine(files, Path("harbour.xlsx"), TODAY)
    assert (result.status, result.findings) == (Status.JUDGED, ())


@pytest.mark.parametrize(
    ("kind", "asks"), [("setting", {"Visits"}), ("", {"Visits"}), ("cluster", set()), ("Copy", set())]
)
def test_only_where_it_may_be_a_settings_are_other_sheets_asked_for(kind: str, asks: set[str]) -> None:
    def is_of_that_kind(snapshot: Snapshot) -> None:
        name, row, column = snapshot.names["Workbook_Kind"]
        the(snapshot, name).rows[row - 1][column - 1] = kind
        snapshot.sheets.append(SheetSnapshot("Visits"))

    assert unfamiliar(MODEL, changed(is_of_that_kind)) == asks
