"""Workbooks drawn as tables of text, and the cases that are drawn so.

    Audit      | Rating  | Date
    S03.SAFE.2 | Embeded | <14/03/2026>

First the sheet and some of its headings, then rows by their Refs (`*`: every row). What is written is what stands
in the cell, as text; `<14/03/2026>` is a date, `<2027>` a number, `<TRUE>` a true. An empty line ends a table.
Everything is put into a workbook in which one descriptor is rated and one piece of evidence is listed (`BEGUN`),
so that nothing else is to be found there. A case names the forms that its workbook has (`tests/forms.py`).

Every module `test_*.py` beside this one may have its `CASES`: code → `Case`. Together they are the examples of
the README's reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib import import_module
from pathlib import Path

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.findings import CATALOGUE, Finding
from ecm_xl.core.results import FileResult
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import Snapshot, Value
from ecm_xl.workflows.examine import examine_snapshot
from tests.forms import model_with

TODAY = date(2026, 7, 10)
BEGUN = """
    Audit        | Rating
    S01.HEALTH.1 | Developing

    Evidence | Title
    E01      | Pupils' survey, summer 2026
"""

Change = Callable[[Snapshot], None]
"""What is done to a workbook that no table can draw: a column renamed, a row hidden."""


@dataclass(frozen=True)
class Case:
    """One code: a workbook in which exactly that is found, the finding, and a near miss in which nothing is.
    `also`: the other finding where one always brings two. `forms`: those of the workbook."""

    drawn: str
    found: Finding
    near_miss: str
    change: Change | None = None
    near_change: Change | None = None
    also: tuple[Finding, ...] = ()
    forms: tuple[str, ...] = ()


def expected(code: str, sheet: str, cell: str, message: str, action: str, **rest: str | int) -> Finding:
    """A finding written out; how serious it is stands in the catalogue."""
    return Finding(code, CATALOGUE[code].severity, sheet, cell, message, action, **rest)  # type: ignore[arg-type]


@cache
def all_cases() -> Mapping[str, Case]:
    """The cases of every module beside this one."""
    modules = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))
    found: dict[str, Case] = {}
    for name in modules:
        found |= getattr(import_module(f"tests.findings.{name}"), "CASES", {})
    return found


def examine(drawn: str, change: Change | None = None, forms: tuple[str, ...] = ()) -> FileResult:
    """What a workbook comes to that is drawn so."""
    snapshot = draw(drawn, forms)
    if change is not None:
        change(snapshot)
    return examine_snapshot(model_with(*forms), snapshot, "harbour.xlsx", TODAY)


def draw(drawn: str, forms: tuple[str, ...] = ()) -> Snapshot:
    """The workbook, as reading its file would give it."""
    model, blank = model_with(*forms), _blank(forms)
    sheets = [replace(sheet, rows=[list(row) for row in sheet.rows]) for sheet in blank.sheets]
    snapshot = Snapshot(sheets, dict(blank.tables), dict(blank.names))
    for table, headings, rows in (*_tables(BEGUN), *_tables(drawn)):
        for ref, values in rows:
            _put(model, snapshot, table, ref, dict(zip(headings, values, strict=True)))
    return snapshot


@cache
def _blank(forms: tuple[str, ...]) -> Snapshot:
    """An untouched workbook; drawing one takes long, filling one in does not."""
    return snapshot_of(setting_book(model_with(*forms), {"Setting_Name": "Harbour View"}, {}, TODAY))


def _tables(drawn: str) -> Iterator[tuple[str, list[str], list[tuple[str, list[Value]]]]]:
    """(table, headings, [(Ref, values)]) for each table of a drawing."""
    blocks = "\n".join(line.strip(" ") for line in drawn.split("\n")).strip("\n").split("\n\n")
    for block in filter(None, blocks):
        lines = [[cell.strip(" ") for cell in line.split("|")] for line in block.split("\n") if line]
        (table, *headings), *rows = lines
        yield table, headings, [(ref, [_value(cell) for cell in cells]) for ref, *cells in rows]


def _value(cell: str) -> Value:
    if not (cell.startswith("<") and cell.endswith(">")):
        return cell
    inner = cell[1:-1]
    if inner == "TRUE":
        return True
    if "/" in inner:
        return datetime.strptime(inner, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no hours
    return float(inner) if "." in inner else int(inner)


def _put(model: SettingModel, snapshot: Snapshot, table: str, ref: str, values: Mapping[str, Value]) -> None:
    place = snapshot.tables[table]
    sheet = snapshot.sheet(place.sheet)
    assert sheet is not None, table
    first = place.first_column - 1
    columns = {field.header: column for column, field in enumerate(model.by_name[table].fields, first)}
    rows = [
        row for row in sheet.rows[place.first_row : place.last_row] if row[first] == ref or (ref == "*" and row[first])
    ]
    assert rows, f"no row {ref} on {table}"
    for row in rows:
        for heading, value in values.items():
            row[columns[heading]] = value
