"""Findings and their one catalogue: a code, how serious it is, what is wrong, what to do.

A finding is a problem in a workbook, located by file, sheet and cell, in plain words. Texts are
templates: `{value}` is what the person typed, `{cell}` where, `{detail}` and `{suggestion}` what
the rule adds. `title` says the same without anybody's words and is all that a cluster
workbook shows (it holds no free text). No text blames: it says what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How serious a finding is. The order of the members is the order of a report."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_ORDER: Mapping[str, int] = {level: place for place, level in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue."""

    code: str
    severity: Severity
    title: str
    message: str
    action: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at one place. `standard` is 0 where no Standard is concerned."""

    code: str
    severity: Severity
    sheet: str
    cell: str
    message: str
    action: str
    value: str = ""
    suggestion: str = ""
    ref: str = ""
    standard: int = 0
    advice: str = field(default="", compare=False, repr=False)
    """The action as it is said of several cells at once."""

    @property
    def title(self) -> str:
        """The catalogue's words for it, without anything a person typed."""
        return CATALOGUE[self.code].title


def finding(
    code: str,
    sheet: str = "",
    cell: str = "",
    *,
    value: object = "",
    suggestion: str = "",
    detail: str = "",
    ref: str = "",
    standard: int = 0,
) -> Finding:
    """A finding of that code with its texts filled in. Raises KeyError for an unknown code."""
    kind = CATALOGUE[code]
    shown = shorten(str(value))
    words = {
        "value": shown,
        "cell": cell or "the file",
        "detail": detail,
        "suggestion": suggestion,
        "sheet": sheet,
    }
    return Finding(
        code=code,
        severity=kind.severity,
        sheet=sheet,
        cell=cell,
        message=kind.message.format_map(words).strip(),
        action=kind.action.format_map(words),
        value=shown,
        suggestion=suggestion,
        ref=ref,
        standard=standard,
        advice=kind.action.format_map({**words, "cell": "each of these cells"}),
    )


_UNSEEN = dict.fromkeys((*range(32), *range(127, 160)), "\ufffd")
"""Control characters → the sign for what can't be shown: on a screen some of them act."""


def shorten(text: str, most: int = 80) -> str:
    """One line of at most `most` characters: a finding quotes, it does not repeat a page."""
    line = " ".join(text.split()).translate(_UNSEEN)
    return line if len(line) <= most else line[: most - 3].rstrip() + "..."


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By severity, then Standard, code and the order in which the rules met them (a stable sort)."""
    return sorted(findings, key=lambda f: (SEVERITY_ORDER[f.severity], f.standard, f.code))


def _kinds(severity: Severity, *rows: tuple[str, str, str, str]) -> Iterable[Kind]:
    return (Kind(code, severity, title, message, action) for code, title, message, action in rows)


_FILES = _kinds(
    Severity.ERROR,
    (
        "file-missing",
        "The file is not there",
        "There is no file of this name.",
        "Check the name and the folder.",
    ),
    (
        "file-not-permitted",
        "The file may not be opened",
        "This computer does not allow the file to be opened. {detail}",
        "Ask whoever owns the file for permission to read it, or close it where it is open.",
    ),
    (
        "file-not-a-file",
        "Not a file",
        "This is a folder or a device with a workbook's name, not a file.",
        "Choose the workbook itself.",
    ),
    (
        "file-empty",
        "An empty file",
        "The file holds nothing at all.",
        "It may not have finished copying: ask for it to be sent again.",
    ),
    (
        "file-too-big",
        "Too big to be an audit workbook",
        "The file is far bigger than an audit workbook can be. {detail}",
        "Keep pictures and documents beside the workbook and link to them, then save it again.",
    ),
    (
        "file-password",
        "Opens only with a password",
        "The file opens only with a password.",
        "Open it in Excel, take the password off (File, Info, Protect Workbook) and save a copy.",
    ),
    (
        "file-old-format",
        "Another kind of spreadsheet",
        "The file is another kind of spreadsheet{detail}; only .xlsx and .xlsm can be read.",
        "Open it in Excel or LibreOffice and use Save As, Excel Workbook (.xlsx).",
    ),
    (
        "file-strict",
        "Saved as Strict Open XML",
        "The file was saved as Strict Open XML, which other programs misread.",
        "Open it in Excel and use Save As, Excel Workbook (.xlsx), without the word Strict.",
    ),
    (
        "file-not-a-workbook",
        "Not a workbook",
        "The file has a workbook's name, but holds something else{detail}.",
        "Open it to see what it is, then choose the right file.",
    ),
    (
        "file-damaged",
        "Damaged",
        "The file is damaged and can't be read safely. {detail}",
        "Open it in Excel, let Excel repair it, check what is there and save it under a new name.",
    ),
    (
        "file-unsafe",
        "Built in a way that is not safe to open",
        "The file is built in a way that no spreadsheet program builds it. {detail}",
        "Ask the sender how it was made; copying its sheets to a new workbook usually helps.",
    ),
    (
        "file-too-slow",
        "Took too long to read",
        "Reading the file took longer than {detail}, so it was stopped.",
        "Copy its sheets to a new workbook, leave out anything that is not the audit, and try again.",
    ),
    (
        "file-reader-stopped",
        "The reader stopped on it",
        "The part of the program that reads workbooks stopped at this file. {detail}",
        "Open it in Excel, save it under a new name and try again.",
    ),
    (
        "file-not-a-setting",
        "Not a setting workbook",
        "This workbook is not a setting's audit: {detail}.",
        "Choose a workbook made with 'ecm-xl new' or from the blank workbook.",
    ),
    (
        "setting-twice",
        "The same setting in two files",
        "This setting ({detail}) is in more than one file; none of them counts until one is left.",
        "Keep the newest in the folder and move the other one elsewhere.",
    ),
    (
        "setting-not-reported",
        "Not reported: a file that was expected is not here",
        "A file from {detail} is on the list of those expected, and is not here.",
        "Ask the setting for its workbook, or take it off the list.",
    ),
)

_SHAPE = _kinds(
    Severity.ERROR,
    (
        "sheet-missing",
        "A sheet is missing",
        "The sheet {detail} is not in this workbook.",
        "Bring it back from an earlier copy. Was it renamed? Give it its name back: {detail}.",
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
        "row-without-ref",
        "A row without a Ref",
        "This row has entries but no Ref, so nobody can tell what they belong to.",
        "Put the row's Ref in the Ref column, or move the entries to their own row.",
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
)

_RATINGS = _kinds(
    Severity.ERROR,
    (
        "rating-unknown",
        "A rating that is not in the list",
        "'{value}' is not a rating.{detail}",
        "Choose a rating from the list in {cell}.",
    ),
    (
        "rating-two",
        "Two ratings in one cell",
        "'{value}' names more than one rating.",
        "Choose the one that fits from the list in {cell}. If in doubt, take the lower one.",
    ),
    (
        "not-applicable-without-reason",
        "Not applicable without a reason",
        "Not applicable needs a reason.",
        "Say in {cell} why it does not apply here, or choose a rating.",
    ),
    (
        "date-unreadable",
        "A date that can't be read",
        "'{value}' is not a date.",
        "Type the date in {cell} as day/month/year, for example 14/03/2026.",
    ),
    (
        "date-future",
        "A date that is still to come",
        "The date {value} is still to come.",
        "Type in {cell} the day on which it was done.",
    ),
    (
        "override-incomplete",
        "An override without name, date or reason",
        "This override does not count yet: it has no {detail}.",
        "Fill in the name, the date and the reason beside {cell}, or clear the override.",
    ),
)

_WEAK = _kinds(
    Severity.WARNING,
    (
        "embedded-without-evidence",
        "Embedded without evidence",
        "Rated {value}, and no evidence is named.",
        "Name in {cell} what shows it, or choose a lower rating.",
    ),
    (
        "impact-missing",
        "Evidence without impact",
        "Rated {value}, and nothing says what difference it made.",
        "Say in {cell} what changed for children and how you know.",
    ),
    (
        "impact-repeats-evidence",
        "Impact repeats the evidence",
        "The impact is the same text as the evidence.",
        "Evidence says what there is; say in {cell} what difference it made.",
    ),
)

_NOTES = _kinds(
    Severity.NOTE,
    (
        "rating-respelt",
        "A rating in another spelling",
        "'{value}' was read as {suggestion}; the sheet's own counts may pass it over.",
        "Choose {suggestion} from the list in {cell}.",
    ),
    (
        "nothing-rated",
        "Nothing is rated yet",
        "Nothing is rated yet.",
        "Begin anywhere: {cell} is the first descriptor.",
    ),
)

CATALOGUE: Mapping[str, Kind] = {
    kind.code: kind for group in (_FILES, _SHAPE, _RATINGS, _WEAK, _NOTES) for kind in group
}
"""Every code there is. A test pins their number."""
