"""What Start and the hidden sheet say of the setting, and for which Standards the workbook was made."""

from __future__ import annotations

from ecm_xl.core.answers import Details
from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.framework import Framework
from ecm_xl.core.words import as_shown, fold
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.names import DETAILS, HIDDEN_DETAILS, START
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot

LABEL_ROWS = 40
"""How far down labels are looked for where the file has no names."""


def read_details(snapshot: Snapshot) -> Details:
    """The named cells of Start and of the hidden sheet; where a name is lost, by the label beside it."""
    details = Details()
    labels: dict[str, tuple[str, int, int]] | None = None
    sheets: dict[str, SheetSnapshot | None] = {}
    for name in (*DETAILS, *HIDDEN_DETAILS):
        place = snapshot.names.get(name)
        if place is None and name in DETAILS:
            labels = _start_labels(snapshot) if labels is None else labels
            place = labels.get(fold(DETAILS[name]))
        if place is None:
            continue
        if place[0] not in sheets:
            sheets[place[0]] = snapshot.sheet(place[0])
        sheet = sheets[place[0]]
        value = sheet.value(place[1], place[2]) if sheet is not None else ""
        details.cells[name] = (place[0], cell_name(place[1], place[2]))
        details.values[name] = as_shown(value)
    return details


def _start_labels(snapshot: Snapshot) -> dict[str, tuple[str, int, int]]:
    """The labels of Start; where no sheet has that name, of the one sheet that has most of them."""
    start = snapshot.sheet(START)
    if start is not None:
        return _labels(start)
    words = {fold(label) for label in DETAILS.values()}
    found = [labels for labels in map(_labels, snapshot.sheets) if len(words & labels.keys()) * 2 > len(words)]
    return found[0] if len(found) == 1 else {}


def _labels(start: SheetSnapshot) -> dict[str, tuple[str, int, int]]:
    """Folded label → the cell to its right."""
    found: dict[str, tuple[str, int, int]] = {}
    for row_number, row in enumerate(start.rows[:LABEL_ROWS], 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, str) and value:
                found.setdefault(fold(value), (start.name, row_number, column + 1))
    return found


def check_framework(framework: Framework, details: Details) -> list[Finding]:
    """Whether the workbook was made for these Standards, in this version."""
    made_for, version = details.get("Framework"), details.get("Framework_Version")
    found: list[Finding] = []
    if "Framework" in details.cells and fold(made_for) not in (fold(framework.title), fold(framework.id)):
        sheet, cell = details.cells["Framework"]
        found.append(finding("framework-unknown", sheet, cell, value=made_for, suggestion=framework.title))
    elif version and version not in _as_saved(framework.version):
        sheet, cell = details.cells["Framework_Version"]
        found.append(finding("framework-version", sheet, cell, value=version, detail=framework.version))
    return found


def _as_saved(version: str) -> tuple[str, str]:
    """A version, and what a program that takes it for a number leaves of it (1.0 becomes 1)."""
    return version, version.rstrip("0").rstrip(".") if "." in version else version
