"""Every code of the shape checks: a workbook in which exactly that is found, in that cell, and a near miss."""

from __future__ import annotations

import pytest

from ecm_xl.core.catalogue.shape import SHAPE
from tests.findings.drawing import Case, draw, examine, expected
from tests.findings.shapes import (
    Cases,
    all_of,
    columns_in_order,
    copied,
    counted_from_1904,
    deleted,
    error,
    formula,
    hidden,
    merged,
    own_column,
    pasted_over,
    renamed,
    table_ends,
    typed,
    without_row,
    without_table,
    without_tables,
)

FIRST: dict[str, str | int] = {"ref": "S01.HEALTH.1", "standard": 1}
"""The Audit's first descriptor; its row is 5."""
TEXT = str(draw("").sheets[2].rows[4][3])
"""Its text."""
REACH = "Click in the table and drag the mark at its bottom right corner down over these rows."
OWN_WORDS = "Was one column sorted without the others? Put the Standards' own words back (Undo, or an earlier copy)."

CASES: Cases = {
    "sheet-missing": Case(
        "",
        expected(
            "sheet-missing",
            "",
            "",
            "The sheet Plan is not in this workbook.",
            "Bring it back from an earlier copy. Was it renamed? Give it its name back: Plan.",
        ),
        "",
        deleted("Plan"),
        deleted("Dashboard"),
    ),
    "table-missing": Case(
        "",
        expected(
            "table-missing",
            "CentrePartnership",
            "",
            "The table 'Overall' is not on the sheet CentrePartnership any more.",
            "Bring it back from an earlier copy of the workbook. What stands in the form's other tables counts.",
        ),
        "",
        without_table("CentrePartnership_Overall"),
        forms=("centre-partnership",),
    ),
    "column-missing": Case(
        "",
        expected(
            "column-missing",
            "Evidence",
            "",
            "The column 'Supports' is not in the sheet Evidence.",
            "Give the column its heading back: Supports. The heading must be in the table's first row.",
        ),
        "",
        columns_in_order("Evidence", "ABCDEFGH"),
        own_column("Evidence", "Seen by"),
    ),
    "column-duplicated": Case(
        "",
        expected(
            "column-duplicated",
            "Audit",
            "L4",
            "There is a second column called 'Rating'; what stands in it is not read.",
            "Move anything you need to the first column of that name, then delete this one.",
        ),
        "",
        own_column("Audit", "Rating", "Emergent"),
        own_column("Audit", "Rating last year", "Emergent"),
    ),
    "ref-unknown": Case(
        "",
        expected(
            "ref-unknown",
            "Evidence",
            "A20",
            "'F16' is not a Ref of this sheet, so the row can't be placed.",
            "Put the row's own Ref back in A20. Undo, or look at the rows above and below.",
            value="F16",
        ),
        "",
        typed("Evidence", "A20", "F16"),
        typed("Evidence", "A20", " e160 "),
    ),
    "ref-duplicated": Case(
        "",
        expected(
            "ref-duplicated",
            "Plan",
            "A5",
            "T01 is in more than one row, so neither row counts.",
            "Keep one row for T01 and delete the other.",
            value="T01",
            ref="T01",
        ),
        "",
        typed("Plan", "A9", "T01"),
        typed("Plan", "A9", "T010"),
        also=(
            expected(
                "ref-duplicated",
                "Plan",
                "A9",
                "T01 is in more than one row, so neither row counts.",
                "Keep one row for T01 and delete the other.",
                value="T01",
                ref="T01",
            ),
        ),
    ),
    "ref-deleted": Case(
        "",
        expected(
            "ref-deleted",
            "Audit",
            "",
            "The row S01.HEALTH.2 has been deleted, so its descriptor counts as not rated.",
            "Put the row back from an earlier copy. If it does not apply, choose Not applicable instead.",
            value="S01.HEALTH.2",
            ref="S01.HEALTH.2",
            standard=1,
        ),
        "",
        without_row("Audit", 6),
        without_row("Plan", 6),
    ),
    "question-deleted": Case(
        "",
        expected(
            "question-deleted",
            "Values",
            "",
            "The row VALUE.2 of this form has been deleted, so it counts as not answered.",
            "Put the row back from an earlier copy of the workbook, or leave it out if it is not wanted.",
            value="VALUE.2",
            ref="VALUE.2",
        ),
        "",
        without_row("Values", 17),
        forms=("values",),
    ),
    "row-without-ref": Case(
        "",
        expected(
            "row-without-ref",
            "Agencies",
            "A37",
            "This row has entries but no Ref, so nobody can tell what they belong to.",
            "Put the row's Ref in the Ref column, or move the entries to their own row.",
        ),
        "",
        typed("Agencies", "B37", "School nurses"),
        typed("Agencies", "B37", " \u00a0"),
    ),
    "refs-lost": Case(
        "",
        expected(
            "refs-lost",
            "Evidence",
            "A4",
            "There is not one Ref on the sheet Evidence, so nobody can tell which row is which and no answer on it is "
            "read.",
            "Bring the column Ref back from an earlier copy, row by row as it was, or give it its heading back.",
        ),
        "",
        all_of(*(typed("Evidence", f"A{row}", "") for row in range(5, 35))),
        all_of(*(typed("Plan", f"A{row}", "") for row in range(5, 35))),
    ),
    "error-value": Case(
        """
        Audit        | Rating
        S01.HEALTH.1 |
        S01.HEALTH.2 | Emergent
        """,
        expected("error-value", "Audit", "E5", "The cell shows #REF!.", "Type the answer again in E5.", value="#REF!"),
        "",
        error("Audit", "E5", "#REF!"),
        error("Audit", "K5", "#REF!"),
    ),
    "formula-in-answer": Case(
        "",
        expected(
            "formula-in-answer",
            "Audit",
            "E5",
            "The cell holds a formula, which may change by itself; it does not count as an answer.",
            "Type the answer itself in E5.",
        ),
        "",
        formula("Audit", "E5"),
        formula("Audit", "C5"),
    ),
    "framework-unknown": Case(
        "",
        expected(
            "framework-unknown",
            "Start",
            "C16",
            "The workbook says it was made for 'Healthy Schools', which is not known here.",
            "Check the cell Framework on Start. It should say ECM Standards.",
            value="Healthy Schools",
            suggestion="ECM Standards",
        ),
        "",
        typed("Start", "C16", "Healthy Schools"),
        typed("Start", "C16", "ecm-standards"),
    ),
    "framework-version": Case(
        "",
        expected(
            "framework-version",
            "Start",
            "C17",
            "The workbook was made for version '0.9' of the Standards; this is version 1.0.",
            "Answers are read by their Ref. Look at the rows listed here, if any, before relying on it.",
            value="0.9",
        ),
        "",
        typed("Start", "C17", "0.9"),
        typed("Start", "C17", 1.0),
    ),
    "column-renamed": Case(
        "",
        expected(
            "column-renamed",
            "Agencies",
            "D4",
            "There is no column 'Contact'. The one headed 'Contacts' may be it, but nothing in it is read.",
            "If it is, type its own heading in D4: Contact.",
            value="Contacts",
            suggestion="Contact",
        ),
        "",
        typed("Agencies", "D4", "Contacts"),
        typed("Agencies", "D4", " CONTACT"),
    ),
    "heading-merged": Case(
        "",
        expected(
            "heading-merged",
            "Agencies",
            "C4",
            "The cells C4:D4 are merged, and each column needs a heading of its own, "
            "so these columns are not read: 'Contact'.",
            "Unmerge the cells and give each column its heading back.",
            value="C4:D4",
        ),
        "",
        merged("Agencies", "C4:D4"),
        merged("Agencies", "A1:D1"),
    ),
    "answers-merged": Case(
        """
        Audit        | Rating   | Comment
        S01.HEALTH.2 | Emergent | All three alike
        """,
        expected(
            "answers-merged",
            "Audit",
            "H6",
            "The cells H6:H8 are merged. Nobody can tell where an entry in them belongs, so it does not count.",
            "Unmerge the cells that begin at H6, then fill in each one by itself.",
            value="H6:H8",
        ),
        """
        Audit        | Rating   | Comment
        S01.HEALTH.2 | Emergent | All three alike
        """,
        merged("Audit", "H6:H8"),
        merged("Audit", "H1:H3"),
    ),
    "sheet-duplicated": Case(
        "",
        expected(
            "sheet-duplicated",
            "Audit (2)",
            "",
            "This sheet has the headings and Refs of Audit, and answers that are not read.",
            "Keep one sheet for Audit: move what you need there, then delete the other.",
        ),
        "",
        copied("Audit", "Audit (2)"),
        copied("Leads", "Leads (2)"),
    ),
    "descriptor-changed": Case(
        "",
        expected(
            "descriptor-changed",
            "Audit",
            "D5",
            "The text given for S01.HEALTH.1 is not the Standards' own. What counts is the Ref.",
            "Put the Standards' own text back (Undo, or an earlier copy), and see whether the rating still fits it.",
            value="Everyone is happy.",
            suggestion=TEXT,
            **FIRST,
        ),
        "",
        typed("Audit", "D5", "Everyone is happy."),
        typed("Audit", "D5", TEXT.upper().replace(" ", "\u00a0 ")),
    ),
    "question-changed": Case(
        "",
        expected(
            "question-changed",
            "Values",
            "B17",
            "The text given for VALUE.2 is not the form's own. What counts is the Ref.",
            "Put the form's own text back (Undo, or an earlier copy), and see whether the answer still fits it.",
            value="We all work together.",
            suggestion="The five Outcomes belong to all of us: we work towards the same ones.",
            ref="VALUE.2",
        ),
        "",
        typed("Values", "B17", "We all work together."),
        typed("Values", "B17", "the FIVE Outcomes belong to all of us: we work towards the same ones."),
        forms=("values",),
    ),
    "standard-changed": Case(
        "",
        expected(
            "standard-changed",
            "Audit",
            "C5",
            "The Standard or Outcome given for S01.HEALTH.1 is not the Standards' own. What counts is the Ref.",
            OWN_WORDS,
            value="Stay safe",
            suggestion="Be healthy",
            **FIRST,
        ),
        "",
        typed("Audit", "C5", "Stay safe"),
        typed("Audit", "C5", "BEING HEALTHY"),
    ),
    "table-cut-short": Case(
        "",
        expected(
            "table-cut-short",
            "Audit",
            "A221",
            "The table ends above this row, so the workbook's own sums leave out 2 rows. They count here.",
            REACH,
        ),
        "",
        table_ends("Audit", 220),
        table_ends("Audit", 300),
    ),
    "entry-outside": Case(
        "",
        expected(
            "entry-outside",
            "Audit",
            "M5",
            "The column has no heading, so what stands in it is not read.",
            "Move the entry to its column, or give a column of your own a heading.",
            value="see the log",
            **FIRST,
        ),
        "",
        typed("Audit", "M5", "see the log"),
        all_of(typed("Audit", "M5", "see the log"), typed("Audit", "M4", "Our own")),
    ),
    "sheet-renamed": Case(
        "",
        expected(
            "sheet-renamed",
            "Audit 2026",
            "",
            "This sheet was read as Audit.",
            "Nothing needs doing. To make it easy to find, give it its name back: Audit.",
        ),
        "",
        renamed("Audit", "Audit 2026"),
        renamed("Audit", "AUDIT"),
    ),
    "column-moved": Case(
        "",
        expected(
            "column-moved",
            "Audit",
            "B4",
            "Moved from where the workbook had it, and read all the same: Rating.",
            "Nothing needs doing. Columns are found by their headings.",
        ),
        "",
        columns_in_order("Audit", "AEBCDFGHIJK"),
        own_column("Audit", "Our own"),
    ),
    "cells-merged": Case(
        "",
        expected(
            "cells-merged",
            "Audit",
            "B5",
            "The cells B5:C7 are merged, so the table can't be sorted or filtered.",
            "Unmerge the cells that begin at B5. Your answers are read as they stand.",
            value="B5:C7",
        ),
        "",
        merged("Audit", "B5:C7"),
        merged("Audit", "B1:C3"),
    ),
    "list-lost": Case(
        "",
        expected(
            "list-lost",
            "Audit",
            "E7",
            "The list to choose from is gone: E7:E15. What stands there is read all the same.",
            "Copy a cell that still has the list and paste it here with Paste Special, Validation.",
        ),
        "",
        pasted_over("Audit", "E7:E15"),
        pasted_over("Audit", "F7:F15"),
    ),
    "rows-beneath": Case(
        "",
        expected(
            "rows-beneath",
            "Plan",
            "A36",
            "The table ends above this row: 1 row beneath it with entries. They count.",
            REACH,
        ),
        "",
        all_of(typed("Plan", "A36", "T32"), typed("Plan", "L36", "Done")),
        typed("Plan", "A36", "T32"),
    ),
    "row-hidden": Case(
        """
        Audit        | Rating
        S01.HEALTH.2 | Emergent
        """,
        expected(
            "row-hidden",
            "Audit",
            "A5",
            "What stands in a hidden row counts.",
            "Clear the filter, or select the rows above and below and choose Unhide.",
            **FIRST,
        ),
        "",
        hidden("Audit", row=5),
        hidden("Audit", row=6),
    ),
    "column-hidden": Case(
        "",
        expected(
            "column-hidden",
            "Audit",
            "E4",
            "The column 'Rating' is hidden. What stands there counts.",
            "Select the columns on both sides of it and choose Unhide.",
        ),
        "",
        hidden("Audit", column=5),
        hidden("Audit", column=8),
    ),
    "date-system": Case(
        "",
        expected(
            "date-system",
            "",
            "",
            "This workbook counts its dates from 1904, as old Macs did. They are read as they show.",
            "Take care when you copy dates to another workbook: they may move by four years and a day.",
        ),
        "",
        counted_from_1904,
        without_tables,
    ),
}


def test_every_code_of_the_shape_checks_has_its_case() -> None:
    assert list(CASES) == [kind.code for kind in SHAPE]


@pytest.mark.parametrize("code", CASES)
def test_exactly_that_is_found_in_that_cell(code: str) -> None:
    case = CASES[code]

    assert examine(case.drawn, case.change, case.forms).findings == (case.found, *case.also)


@pytest.mark.parametrize("code", CASES)
def test_nothing_is_found_in_the_near_miss(code: str) -> None:
    case = CASES[code]

    assert examine(case.near_miss, case.near_change, case.forms).findings == ()


def test_a_workbook_that_was_only_begun_has_nothing_to_be_found() -> None:
    assert examine("").findings == ()
