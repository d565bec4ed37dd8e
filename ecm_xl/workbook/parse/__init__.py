"""From a snapshot of any file to located answers and the findings about its shape.

A table is found by its name, or by its sheet's name and its headings; where neither is left, by its headings
and Refs alone. Columns are found by heading, rows by Ref, so any order of sheets, columns and rows
is read alike. Every row from the heading down counts (rows typed beneath a table belong to it).
Nothing is lost in silence: each non-empty answer cell becomes a value or a finding.
"""

from __future__ import annotations

from dataclasses import dataclass

from ecm_xl.core.answers import Details, FilledTable, SettingAnswers
from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.names import DETAILS, HIDDEN_DETAILS, LISTS, START, WorkbookKind
from ecm_xl.workbook.parse.details import check_framework, read_details
from ecm_xl.workbook.parse.expected import Expected, expected
from ecm_xl.workbook.parse.sheets import Located, by_name, locate, without_answers
from ecm_xl.workbook.parse.table import read_table
from ecm_xl.workbook.snapshot import Snapshot

__all__ = ["Parsed", "forms_there", "parse", "read_details", "unfamiliar", "wanted"]


@dataclass(slots=True)
class Parsed:
    """What a file says: `kind` is '' where it is no workbook of ours."""

    kind: str
    answers: SettingAnswers
    findings: list[Finding]


def wanted(model: SettingModel) -> frozenset[str]:
    """The sheets, tables and names that reading a setting workbook needs."""
    tables = [table for table in model.tables if table.takes_answers]
    return frozenset({START, LISTS, *DETAILS, *HIDDEN_DETAILS, *(t.name for t in tables), *(t.on for t in tables)})


def unfamiliar(model: SettingModel, snapshot: Snapshot) -> frozenset[str]:
    """Sheets that were passed over as nobody's, and may be a renamed one of ours or a second one; none where the
    workbook says that it is no setting's."""
    ours = without_answers(model) | {name.casefold() for name in model.sheets}
    found = frozenset(sheet.name for sheet in snapshot.sheets if not sheet.rows and sheet.name.casefold() not in ours)
    is_other = found and _kind(read_details(snapshot)) not in ("", WorkbookKind.SETTING)
    return frozenset() if is_other else found


def forms_there(model: SettingModel, snapshot: Snapshot, *, renamed: bool = False) -> frozenset[str]:
    """Those of the model's forms of which a table is in the workbook, by its name, or by its sheet's name and its
    headings; `renamed`: by headings and Refs alone too."""
    tables = expected(model)
    of_forms = [table for table in tables if table.model.sheet]
    if renamed:
        places = locate(model, tables, snapshot).places
        there = {table.on for table in of_forms if places[table.name] is not None}
    else:
        there = {table.on for table in of_forms if by_name(table, tables, snapshot) is not None}
    return frozenset(form.id for form in model.forms if form.sheet in there)


def _missing(table: Expected, located: Located) -> Finding:
    """What is said of a table that is not there: of a form's, its sheet mostly is."""
    there = (place.sheet.name for place in located.places.values() if place is not None)
    if table.model.sheet and any(name.casefold() == table.on.casefold() for name in there):
        return finding("table-missing", table.on, detail=table.model.title or table.name)
    return finding("sheet-missing", detail=table.on)


def _kind(details: Details) -> str:
    return details.get("Workbook_Kind").strip().casefold()


def parse(model: SettingModel, snapshot: Snapshot) -> Parsed:
    """Everything a setting workbook says, and what is wrong with its shape."""
    details = read_details(snapshot)
    tables = expected(model)
    located = locate(model, tables, snapshot)
    kind = _kind(details)
    if not kind and located.places["Audit"] is not None:
        kind = WorkbookKind.SETTING  # the hidden sheet is lost, but the Audit is there
    findings = list(located.findings)
    has_lists = any(place.sheet.lists for place in located.places.values() if place is not None)
    filled: dict[str, FilledTable] = {}
    for table in tables:
        place = located.places[table.name]
        if place is None:
            filled[table.name] = FilledTable(table.name, table.on)
            findings.append(_missing(table, located))
            continue
        reading, _ = read_table(table, place, has_lists=has_lists)
        filled[table.name] = reading.table
        findings += reading.findings
    findings += check_framework(model.framework, details)
    if snapshot.from_1904:
        findings.append(finding("date-system"))
    return Parsed(kind, SettingAnswers(details, filled), findings)
