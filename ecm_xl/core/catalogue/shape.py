"""What is said of a workbook's shape: its sheets, columns, rows and Refs."""

from __future__ import annotations

from ecm_xl.core.catalogue.kinds import Severity, kinds

_SHAPE_ERRORS = kinds(
    Severity.ERROR,
    (
        "sheet-missing",
        "A sheet is missing",
        "The sheet {detail} is not in this workbook.",
        "Bring it back from an earlier copy. Was it renamed? Give it its name back: {detail}.",
    ),
    (
        "table-missing",
        "A part of a form is missing",
        "The table '{detail}' is not on the sheet {sheet} any more.",
        "Bring it back from an earlier copy of the workbook. What stands in the form's other tables counts.",
    ),
    (
        "column-missing",
        "A column is missing",
        "The column '{detail}' is not in the sheet {sheet}.",
        "Give the column its heading back: {detail}. The heading must be in the table's first row.",
    ),
    (
        "column-duplicated",
        "Two columns with one heading",
        "There is a second column called '{detail}'; what stands in it is not read.",
        "Move anything you need to the first column of that name, then delete this one.",
    ),
    (
        "ref-unknown",
        "A Ref that the Standards do not have",
        "'{value}' is not a Ref of this sheet, so the row can't be placed.",
        "Put the row's own Ref back in {cell}. Undo, or look at the rows above and below.",
    ),
    (
        "ref-duplicated",
        "The same Ref in two rows",
        "{value} is in more than one row, so neither row counts.",
        "Keep one row for {value} and delete the other.",
    ),
    (
        "ref-deleted",
        "A row of the Standards is missing",
        "The row {value} has been deleted, so its descriptor counts as not rated.",
        "Put the row back from an earlier copy. If it does not apply, choose Not applicable instead.",
    ),
    (
        "question-deleted",
        "A row of a form is missing",
        "The row {value} of this form has been deleted, so it counts as not answered.",
        "Put the row back from an earlier copy of the workbook, or leave it out if it is not wanted.",
    ),
    (
        "row-without-ref",
        "A row without a Ref",
        "This row has entries but no Ref, so nobody can tell what they belong to.",
        "Put the row's Ref in the Ref column, or move the entries to their own row.",
    ),
    (
        "refs-lost",
        "The Refs are missing",
        "There is not one Ref on the sheet {sheet}, so nobody can tell which row is which and no answer on it is read.",
        "Bring the column Ref back from an earlier copy, row by row as it was, or give it its heading back.",
    ),
    (
        "error-value",
        "An error where an answer belongs",
        "The cell shows {value}.",
        "Type the answer again in {cell}.",
    ),
    (
        "formula-in-answer",
        "A formula where an answer belongs",
        "The cell holds a formula, which may change by itself; it does not count as an answer.",
        "Type the answer itself in {cell}.",
    ),
    (
        "framework-unknown",
        "Made for other Standards",
        "The workbook says it was made for '{value}', which is not known here.",
        "Check the cell Framework on Start. It should say {suggestion}.",
    ),
    (
        "framework-version",
        "Made for another version of the Standards",
        "The workbook was made for version '{value}' of the Standards; this is version {detail}.",
        "Answers are read by their Ref. Look at the rows listed here, if any, before relying on it.",
    ),
    (
        "column-renamed",
        "A column that may have another heading now",
        "There is no column '{suggestion}'. The one headed '{value}' may be it, but nothing in it is read.",
        "If it is, type its own heading in {cell}: {suggestion}.",
    ),
    (
        "heading-merged",
        "Headings that are merged",
        "The cells {value} are merged, and each column needs a heading of its own{detail}.",
        "Unmerge the cells and give each column its heading back.",
    ),
    (
        "answers-merged",
        "Answers in merged cells",
        "The cells {value} are merged. Nobody can tell where an entry in them belongs, so it does not count.",
        "Unmerge the cells that begin at {cell}, then fill in each one by itself.",
    ),
)

_SHAPE_WARNINGS = kinds(
    Severity.WARNING,
    (
        "sheet-duplicated",
        "A second sheet of the same kind",
        "This sheet has the headings and Refs of {detail}, and answers that are not read.",
        "Keep one sheet for {detail}: move what you need there, then delete the other.",
    ),
    (
        "descriptor-changed",
        "A descriptor's text was changed",
        "The text given for {detail} is not the Standards' own. What counts is the Ref.",
        "Put the Standards' own text back (Undo, or an earlier copy), and see whether the rating still fits it.",
    ),
    (
        "question-changed",
        "A form's own text was changed",
        "The text given for {detail} is not the form's own. What counts is the Ref.",
        "Put the form's own text back (Undo, or an earlier copy), and see whether the answer still fits it.",
    ),
    (
        "standard-changed",
        "A row under another Standard or Outcome",
        "The Standard or Outcome given for {detail} is not the Standards' own. What counts is the Ref.",
        "Was one column sorted without the others? Put the Standards' own words back (Undo, or an earlier copy).",
    ),
    (
        "table-cut-short",
        "A table that ends too early",
        "The table ends above this row, so the workbook's own sums leave out {detail}. They count here.",
        "Click in the table and drag the mark at its bottom right corner down over these rows.",
    ),
    (
        "entry-outside",
        "An entry beside the table",
        "The column has no heading, so what stands in it is not read.",
        "Move the entry to its column, or give a column of your own a heading.",
    ),
)

_SHAPE_NOTES = kinds(
    Severity.NOTE,
    (
        "sheet-renamed",
        "A sheet with another name",
        "This sheet was read as {detail}.",
        "Nothing needs doing. To make it easy to find, give it its name back: {detail}.",
    ),
    (
        "column-moved",
        "A column in another place",
        "Moved from where the workbook had it, and read all the same: {detail}.",
        "Nothing needs doing. Columns are found by their headings.",
    ),
    (
        "cells-merged",
        "Merged cells in a table",
        "The cells {value} are merged, so the table can't be sorted or filtered.",
        "Unmerge the cells that begin at {cell}. Your answers are read as they stand.",
    ),
    (
        "list-lost",
        "A list that was pasted over",
        "The list to choose from is gone: {detail}. What stands there is read all the same.",
        "Copy a cell that still has the list and paste it here with Paste Special, Validation.",
    ),
    (
        "rows-beneath",
        "Rows beneath a table",
        "The table ends above this row: {detail} beneath it with entries. They count.",
        "Click in the table and drag the mark at its bottom right corner down over these rows.",
    ),
    (
        "row-hidden",
        "A hidden row with answers",
        "What stands in a hidden row counts.{detail}",
        "Clear the filter, or select the rows above and below and choose Unhide.",
    ),
    (
        "column-hidden",
        "A hidden column with answers",
        "The column '{detail}' is hidden. What stands there counts.",
        "Select the columns on both sides of it and choose Unhide.",
    ),
    (
        "date-system",
        "Dates counted from 1904",
        "This workbook counts its dates from 1904, as old Macs did. They are read as they show.",
        "Take care when you copy dates to another workbook: they may move by four years and a day.",
    ),
)

SHAPE = (*_SHAPE_ERRORS, *_SHAPE_WARNINGS, *_SHAPE_NOTES)
