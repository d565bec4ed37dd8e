"""The sheet Findings: what the check found, each with a link that leads to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecm_xl.core.findings import Finding
from ecm_xl.core.tables import SettingModel
from ecm_xl.core.words import fold
from ecm_xl.workbook.address import place_in
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.edits import Edit, Link, RedrawRows
from ecm_xl.workbook.heights import row_height
from ecm_xl.workbook.setting import FINDINGS_ROWS
from ecm_xl.workbook.snapshot import Snapshot

NOTHING_FOUND = "Nothing was found"

Row = dict[str, CellValue | Link]


def finding_edits(model: SettingModel, findings: Sequence[Finding]) -> Iterator[Edit]:
    """All the rows of Findings anew, worst first; as many as the marks on the other sheets look at."""
    table = model.by_name["Findings"]
    rows = [_row(found) for found in findings[:FINDINGS_ROWS]] or [{"found": NOTHING_FOUND}]
    if len(findings) > FINDINGS_ROWS:
        more = len(findings) - FINDINGS_ROWS + 1
        rows[-1] = {"found": f"{more:,} more were found", "what_to_do": "See to these first, then check again."}
    fields = [field.id for field in table.fields]
    widths = {field.id: field.width for field in table.fields}
    heights = tuple(
        row_height((value, widths[name]) for name, value in row.items() if isinstance(value, str)) for row in rows
    )
    headings = tuple(field.header for field in table.fields)
    yield RedrawRows(table.name, tuple(tuple(row.get(name) for name in fields) for row in rows), heights, headings)


def _row(found: Finding) -> Row:
    place = place_in(found.sheet, found.cell) if found.cell else ""
    return {
        "severity": found.severity.value.capitalize(),
        "sheet": found.sheet,
        "cell": Link(found.cell, place) if place else found.cell,
        "found": found.message,
        "what_to_do": found.action,
        "suggestion": found.suggestion,
        "code": found.code,
    }


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the sheet Findings, as it stands there."""

    sheet: str
    cell: str
    words: str


def read_findings(model: SettingModel, snapshot: Snapshot) -> Iterator[Listed]:
    """The lines that name a cell, from top to bottom; none where the sheet has no headings of ours any more."""
    table = model.by_name["Findings"]
    headings = {fold(field.header): field.id for field in table.fields}
    sheet = snapshot.sheet(table.name)
    columns: dict[str, int] = {}
    for row in sheet.rows if sheet else ():
        if columns:
            said = {name: str(row[place]) for name, place in columns.items()}
            if said["cell"]:
                yield Listed(said["sheet"], said["cell"], f"{said['found']} {said['what_to_do']}".strip())
            continue
        there = {headings.get(fold(str(value)), ""): place for place, value in enumerate(row)}
        columns = there if {"sheet", "cell", "found", "what_to_do"} <= there.keys() else {}
