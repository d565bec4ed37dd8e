"""What is said of a file that was not changed, or not in every place: the reason, and a way out."""

from __future__ import annotations

from ecm_xl.core.catalogue.kinds import Severity, kinds

_COPY = "or have a copy written instead (--annotate)"

EDITS = (
    *kinds(
        Severity.ERROR,
        (
            "edit-signed",
            "Not changed: the file is signed",
            "The file is digitally signed, and any change would break the signature. Nothing was changed.",
            "Ask whoever signed it for an unsigned copy.",
        ),
        (
            "edit-shared",
            "Not changed: an old shared workbook",
            "The file is a shared workbook that keeps its own record of changes. Nothing was changed.",
            "In Excel choose Review, Unshare Workbook, and save it.",
        ),
        (
            "edit-unusual",
            "Not changed: an unusual file",
            "The file keeps its sheets where no spreadsheet program puts them. Nothing was changed.",
            "Open it in Excel and save it under a new name.",
        ),
        (
            "edit-missing",
            "Not changed: something is gone",
            "The workbook no longer has {detail}. Nothing was changed.",
            "Carry its answers over to a new workbook (ecm-xl new --from).",
        ),
        (
            "edit-other-standards",
            "Not changed: made for other Standards",
            "The workbook was made for other Standards, or for another version of them. Nothing was changed.",
            "Carry its answers over to a new workbook (ecm-xl new --from).",
        ),
        (
            "edit-columns",
            "Not changed: a table with other columns",
            "The table {detail} has columns more or fewer than it was made with. Nothing was changed.",
            "Take out the columns that were added, or put back those that were taken away.",
        ),
        (
            "edit-totals",
            "Not changed: a row of totals",
            "The table {detail} has a row of totals, so no rows can be added beneath it. Nothing was changed.",
            "Take the row of totals away (Table Design, Total Row).",
        ),
        (
            "edit-query",
            "Not changed: a table that is fed from elsewhere",
            "The table {detail} is filled by a query, so what is written there would be lost. Nothing was changed.",
            "Unlink it (Table Design, Unlink).",
        ),
        (
            "edit-occupied",
            "Not changed: something stands beneath the table",
            "The table {detail} needs more rows, and something stands in them. Nothing was changed.",
            "Move what stands beneath the table to another sheet.",
        ),
        (
            "edit-protected",
            "Not changed: the sheet has a password",
            "The sheet is protected with a password, and the cell is locked. Nothing was changed.",
            f"Unprotect the sheet (Review, Unprotect Sheet), {_COPY}.",
        ),
        (
            "edit-not-let",
            "Not changed: the program did not allow it",
            "The sheet could not be changed while it stands open. Nothing was changed.",
            "Unprotect the sheet (Review, Unprotect Sheet) and try again.",
        ),
        (
            "edit-merged",
            "Not changed: merged cells",
            "The cell is merged with others. Nothing was changed.",
            "Take the merged cells apart (Home, Merge & Center).",
        ),
        (
            "edit-spread",
            "Not changed: one formula fills several cells",
            "The cell belongs to a formula that fills several cells. Nothing was changed.",
            "Take that formula away, or move it to another sheet.",
        ),
        (
            "edit-formula",
            "Not changed: a formula where an answer belongs",
            "A formula stands in the cell, and a formula is never replaced. Nothing was changed.",
            "Take the formula out of the cell.",
        ),
        (
            "edit-pivot",
            "Not changed: a pivot table",
            "The cell belongs to a pivot table. Nothing was changed.",
            "Move the pivot table to another sheet.",
        ),
        (
            "edit-heading",
            "Not changed: a table's heading",
            "The cell is the heading of a table's column. Nothing was changed.",
            "Leave the headings of tables as they are.",
        ),
        (
            "edit-name-taken",
            "Not changed: a name is taken",
            "The workbook already has {detail}, and no two can have one name. Nothing was changed.",
            "Give what has it now another name (double-click a sheet's tab; Table Design, Table Name; "
            "Formulas, Name Manager).",
        ),
        (
            "edit-structure",
            "Not changed: the workbook's structure is protected",
            "The workbook's structure is protected, so no sheet can be added. Nothing was changed.",
            "Take the protection off (Review, Protect Workbook). It can be put back afterwards.",
        ),
        (
            "edit-date-system",
            "Not changed: dates are counted otherwise",
            "The workbook counts its dates from 1904, and the sheet's would be four years late. Nothing was changed.",
            "Carry its answers over to a new workbook (ecm-xl new --from).",
        ),
        (
            "edit-owns",
            "Not changed: something of your own is on the sheet",
            "The sheet is to be drawn anew, and {detail} that we did not put there would be lost. Nothing was changed.",
            "Move it to another sheet, or keep a copy of it elsewhere and take it away here.",
        ),
        (
            "edit-open",
            "Not changed: the workbook is open",
            "A whole sheet can't be put into a workbook while it stands open. Nothing was changed.",
            "Save the workbook, close it and run the command again.",
        ),
        (
            "edit-not-as-planned",
            "Not changed: the result did not stand up to a second look",
            "The changed file was read once more and is not as it should be. {detail} Nothing was changed.",
            "Open the file in Excel, save it under a new name and try again.",
        ),
    ),
    *kinds(
        Severity.NOTE,
        (
            "edit-formula-kept",
            "A formula of your own where one of ours was",
            "The cell no longer has the formula that it was made with. It was left as it is.",
            "If that is not meant, copy the formula back from the row above it, or from a new workbook.",
        ),
    ),
)
