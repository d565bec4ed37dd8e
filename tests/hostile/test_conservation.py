"""Law: whatever stands in a column for answers becomes a value or a finding, counted by openpyxl in the file itself.

A small workbook is filled and disturbed by chance, saved, and read twice: by us, and by openpyxl, which
knows nothing of our reader. Every cell that it finds filled must be accounted for.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import range_boundaries

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.core.findings import Finding
from ecm_xl.core.results import Status
from ecm_xl.core.tables import TableModel
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.address import cell_name, column_letters
from ecm_xl.workbook.parse import Parsed, parse, wanted
from ecm_xl.workflows.examine import examine
from tests.hostile.bases import HEADING, small_workbook
from tests.hostile.second_reader import folded, load, place_of, plain

MODEL = load_model()
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # of odd headings, which are meant

TABLES = [table for table in MODEL.tables if table.takes_answers]
TODAY = date(2026, 7, 10)
Rng = random.Random

VALUES: Sequence[object] = (
    "Embedded", "embeded", "Developing / Embedded", "✓", "E01", "S01", " ", "\u200b", "-", "0", "#N/A", "#REF!",
    "x" * 400, "a\nb", "=A1+1", "=1/0", "'quoted", "01/02/2026", "Да", 0, 1, 3.5, 2**20, True, False, date(2026, 3, 1),
    datetime.fromisoformat("2031-01-01T08:00"), time(9, 30), timedelta(hours=30), None,
)  # fmt: skip


# Disturbances


def _type(rng: Rng, sheet: Any, table: TableModel) -> None:
    """Something is typed into an answer, beneath the table too."""
    columns = [number for number, field in enumerate(table.fields, 1) if field.is_answer]
    for _ in range(rng.randrange(1, 15)):
        row = rng.randrange(HEADING + 1, sheet.max_row + 3)
        _set(sheet, row, rng.choice(columns), rng.choice(VALUES))


def _set(sheet: Any, row: int, column: int, value: object) -> None:
    """Puts a value, unless a merge has taken the cell."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        cell.value = value


def _ref(rng: Rng, sheet: Any, _table: TableModel) -> None:
    row, other = rng.randrange(HEADING + 1, sheet.max_row + 2), rng.randrange(HEADING + 1, sheet.max_row + 1)
    ref = rng.choice(
        (None, "?", "S99.HEALTH.1", " ", sheet.cell(other, 1).value, str(sheet.cell(row, 1).value).lower())
    )
    _set(sheet, row, 1, ref)


def _heading(rng: Rng, sheet: Any, table: TableModel) -> None:
    column, other = rng.randrange(1, len(table.fields) + 1), rng.choice(table.fields)
    _set(sheet, HEADING, column, rng.choice((None, "Ours", other.header, f" {other.header.upper()} ")))


def _swap_columns(rng: Rng, sheet: Any, table: TableModel) -> None:
    one, other = (rng.randrange(1, len(table.fields) + 1) for _ in range(2))
    for row in range(HEADING, sheet.max_row + 1):
        here, there = sheet.cell(row, one).value, sheet.cell(row, other).value
        _set(sheet, row, one, there)
        _set(sheet, row, other, here)


def _insert_row(rng: Rng, sheet: Any, _table: TableModel) -> None:
    sheet.insert_rows(rng.randrange(1, sheet.max_row))


def _delete_row(rng: Rng, sheet: Any, _table: TableModel) -> None:
    sheet.delete_rows(rng.randrange(HEADING, sheet.max_row))


def _insert_column(rng: Rng, sheet: Any, table: TableModel) -> None:
    sheet.insert_cols(rng.randrange(1, len(table.fields) + 1))


def _drop_table(_rng: Rng, sheet: Any, _table: TableModel) -> None:
    sheet.tables.clear()


def _rename_sheet(_rng: Rng, sheet: Any, _table: TableModel) -> None:
    sheet.title = sheet.title[:20] + " old"


def _merge(rng: Rng, sheet: Any, table: TableModel) -> None:
    row, column = rng.randrange(HEADING + 1, sheet.max_row), rng.randrange(2, len(table.fields))
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column + 1)


def _hide(rng: Rng, sheet: Any, _table: TableModel) -> None:
    sheet.row_dimensions[rng.randrange(5, 20)].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.sheet_state = "hidden"


DISTURBANCES: Sequence[Callable[[Rng, Any, TableModel], None]] = (
    _type, _type, _type, _ref, _ref, _heading, _swap_columns, _insert_row, _delete_row, _insert_column, _drop_table,
    _rename_sheet, _merge, _hide,
)  # fmt: skip


def disturbed(seed: int, path: Path) -> None:
    """The workbook of that number."""
    rng = Rng(f"disturbed {seed}")
    workbook = small_workbook()
    for table in TABLES:
        sheet = workbook[table.name]
        for disturbance in rng.sample(DISTURBANCES, rng.randrange(6)):
            disturbance(rng, sheet, table)
    workbook.save(path)


# Accounts


@dataclass(frozen=True)
class Filled:
    """A filled cell in a column of answers, as openpyxl finds it, and where its row's Ref is."""

    table: str
    field: str
    sheet: str
    row: int
    cell: str
    ref_cell: str
    value: object


def filled(workbook: Any) -> Iterator[Filled]:
    """Every filled cell of every column that has the heading of an answer."""
    for table in TABLES:
        sheet, header = place_of(table, workbook)
        if sheet is None:
            continue
        columns = _columns(table, sheet, header)
        letters = column_letters(columns["ref"]) if "ref" in columns else ""
        for field in table.fields:
            for row in range(header + 1, sheet.max_row + 1) if field.is_answer and field.id in columns else ():
                cell = sheet.cell(row, columns[field.id])
                value = plain(cell.value)
                if value is not None:
                    ref_cell = f"{letters}{row}" if letters else ""
                    yield Filled(table.name, field.id, sheet.title, row, cell.coordinate, ref_cell, value)


def _columns(table: TableModel, sheet: Any, header: int) -> dict[str, int]:
    """Field → the first column with its heading; within the named table where there is one."""
    ids = {folded(field.header): field.id for field in table.fields}
    first, last = 1, sheet.max_column
    for named in sheet.tables.values():
        if named.displayName == table.name:
            first, _, last, _ = range_boundaries(named.ref)
    found: dict[str, int] = {}
    for column in range(first, last + 1):
        value = sheet.cell(header, column).value
        if isinstance(value, str) and folded(value) in ids:
            found.setdefault(ids[folded(value)], column)
    return found


def way(one: Filled, parsed: Parsed, findings: Sequence[Finding]) -> str:
    """How a cell is accounted for."""
    table = parsed.answers.tables[one.table]
    counted = [ref for ref, number in table.numbers.items() if number == one.row and ref not in table.doubtful]
    column = table.column(one.field)
    if any(ref in column and plain(column[ref]) == one.value for ref in counted):
        return "value"
    here = {found.cell: found.code for found in findings if found.sheet == one.sheet}
    if one.cell in here:
        return "finding"
    if one.ref_cell in here or (not one.ref_cell and any(c.strip("ABCDEFGHIJKLMNOPQR") == str(one.row) for c in here)):
        return "finding of its row"
    if not one.ref_cell and any(found.code == "refs-lost" and found.sheet == one.sheet for found in findings):
        return "finding of its sheet"  # it says that no answer on it is read
    return "lost"


def accounts(path: Path) -> list[tuple[str, Filled]]:
    """Every filled cell of a file with how it is accounted for."""
    parsed, result = parse(MODEL, read_snapshot(path, wanted(MODEL))), examine(read_snapshot, path, TODAY)
    cells = filled(load(path.read_bytes()))
    if result.status is Status.OTHER:  # where the Audit can't be found the whole file is spoken of
        return [("finding of the file", one) for one in cells]
    return [(way(one, parsed, result.findings), one) for one in cells]


def check(seeds: range, folder: Path) -> Counter[str]:
    """The law over so many files; how often each way occurred."""
    ways: Counter[str] = Counter()
    for seed in seeds:
        disturbed(seed, folder / "x.xlsx")
        found = accounts(folder / "x.xlsx")
        assert [(seed, one) for how, one in found if how == "lost"] == []
        ways.update(how for how, _ in found)
    return ways


@pytest.mark.parametrize("first", [0, 15])
def test_nothing_is_lost_between_a_file_and_its_findings(first: int, tmp_path: Path) -> None:
    ways = check(range(first, first + 15), tmp_path)
    assert ways["value"] > 3000
    assert ways["finding"] > 30
    assert ways["finding of its row"] > 30


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 1600, 50))
def test_nothing_is_lost_in_six_hundred_files(first: int, tmp_path: Path) -> None:
    ways = check(range(first, first + 50), tmp_path)
    assert min(ways[how] for how in ("value", "finding", "finding of its row", "finding of its sheet")) > 0


CODES = (
    "error-value", "formula-in-answer", "row-without-ref", "ref-unknown", "ref-duplicated", "ref-deleted",
    "column-missing", "column-duplicated", "sheet-renamed", "rating-unknown", "date-unreadable",
)  # fmt: skip


def test_the_disturbances_raise_every_finding_of_shape(tmp_path: Path) -> None:
    codes: set[str] = set()
    for seed in range(30):
        disturbed(seed, tmp_path / "x.xlsx")
        codes |= {found.code for found in examine(read_snapshot, tmp_path / "x.xlsx", TODAY).findings}
    assert set(CODES) <= codes


def test_a_cell_that_nobody_speaks_of_would_be_called_lost(tmp_path: Path) -> None:
    small_workbook().save(tmp_path / "x.xlsx")
    parsed = parse(MODEL, read_snapshot(tmp_path / "x.xlsx", wanted(MODEL)))
    one = next(filled(load((tmp_path / "x.xlsx").read_bytes())))
    assert one.cell == cell_name(one.row, 5)
    assert way(one, parsed, ()) == "value"
    for column in parsed.answers.audit.answers.values():
        column.clear()
    assert way(one, parsed, ()) == "lost"
