"""Law: the order of rows, columns and sheets changes nothing but the addresses of cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from ecm_xl.core.findings import Finding
from ecm_xl.core.judgements import Judgement
from ecm_xl.core.results import FileResult
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.snapshot import Snapshot, Value
from ecm_xl.workflows.examine import examine_snapshot

MODEL = load_model()
TODAY = date(2026, 7, 10)
TABLES = {table.name: table for table in MODEL.tables if table.takes_answers}
ANSWERS = [(name, place) for name, t in TABLES.items() for place, f in enumerate(t.fields) if f.is_answer]
REF = 0
often = st.sampled_from([("Audit", 4), ("Audit", 9)])
"""Ratings and their dates."""

ratings = st.sampled_from(MODEL.framework.offered)
entries = st.one_of(
    ratings,
    st.sampled_from(["emerging", "Embeded", "Embedded/Emergent", " "]),
    st.sampled_from(["E01, E02", "seen in lessons", "last week", 2027, "2028", True]),
    st.sampled_from([date(2026, 3, 14), date(2026, 7, 11), date(2027, 1, 1)]),
)
faults = st.sampled_from(["error", "formula"])
broken_refs = st.sampled_from(["", " ", "S99", "s01.health.1", "E 1"])


@dataclass(frozen=True)
class Workbook:
    """A workbook's content: whole Standards rated, years planned, single cells, spoilt cells, and Refs that are
    changed, to a text or to that of another row, rows that are hidden. Rows count from 0. `renamed`: its sheet
    has another name."""

    standards: Mapping[int, str]
    planned: Mapping[int, Value]
    cells: list[tuple[tuple[str, int], int, Value]]
    spoilt: list[tuple[tuple[str, int], int, str]]
    refs: list[tuple[str, int, str | int]]
    override: bool
    hidden: list[tuple[str, int]]
    renamed: str


near = st.integers(0, 2)
"""Few rows, so that what is changed meets."""


def workbook_with(name: str) -> st.SearchStrategy[Workbook]:
    """A workbook of which most is filled in, and most is wrong, in one table."""
    columns = st.one_of(often, st.sampled_from([place for place in ANSWERS if place[0] == name]))
    return st.builds(
        Workbook,
        st.dictionaries(st.integers(1, 3), ratings, max_size=2).map(lambda rated: {**rated, 12: "Embedded"}),
        st.dictionaries(st.integers(1, 3), st.sampled_from([2025, 2027, "2028"]), max_size=3),
        st.lists(st.tuples(columns, near, entries), max_size=20),
        st.lists(st.tuples(columns, near, faults), max_size=2),
        st.lists(st.tuples(st.just(name), near, st.one_of(near, broken_refs)), max_size=4),
        st.booleans(),
        st.lists(st.tuples(st.just(name), near), max_size=2),
        st.sampled_from(["", "", name]),
    )


workbooks = st.sampled_from([*TABLES, "Audit", "Judgements", "Leads"]).flatmap(workbook_with)
OVERRIDE: Mapping[str, Value] = {
    "override": "Developing",
    "override_by": "A. Moss",
    "override_on": date(2026, 6, 1),
    "reason": "Seen on the visit",
}


def made(blank: Callable[[], Snapshot], content: Workbook) -> Snapshot:
    """The workbook as it is read."""
    snapshot = blank()
    sheets = {sheet.name: sheet for sheet in snapshot.sheets}
    bodies = {name: sheets[name].rows[snapshot.tables[name].first_row :] for name in TABLES}
    for row in bodies["Audit"]:
        row[4] = content.standards.get(int(str(row[REF])[1:3]), "")
    if content.override:
        for place, field in enumerate(TABLES["Judgements"].fields):
            bodies["Judgements"][2][place] = OVERRIDE.get(field.id, bodies["Judgements"][2][place])
    planned = [field.id for field in TABLES["Leads"].fields].index("planned")
    for number, year in content.planned.items():
        bodies["Leads"][number - 1][planned] = year
    for (name, column), row_number, value in content.cells:
        bodies[name][row_number][column] = value
    for (name, column), row_number, fault in content.spoilt:
        position = snapshot.tables[name].first_row + 1 + row_number, column + 1
        if fault == "error":
            sheets[name].errors[position] = "#REF!"
            bodies[name][row_number][column] = ""
        else:
            sheets[name].formulas |= {position}
    for name, row_number, ref in content.refs:
        bodies[name][row_number][REF] = bodies[name][ref][REF] if isinstance(ref, int) else ref
    _hide_and_rename(snapshot, content)
    return snapshot


def _hide_and_rename(snapshot: Snapshot, content: Workbook) -> None:
    for name, row_number in content.hidden:
        sheet = snapshot.sheet(name)
        assert sheet is not None
        sheet.hidden_rows |= {snapshot.tables[name].first_row + 1 + row_number}
    for sheet in snapshot.sheets:
        if sheet.name == content.renamed:
            snapshot.tables[sheet.name] = replace(snapshot.tables[sheet.name], sheet=f"{sheet.name} 2026")
            sheet.name = f"{sheet.name} 2026"


def shuffled(snapshot: Snapshot, random: Random) -> dict[tuple[str, str], str]:
    """Shuffles the rows and columns of every table and the sheets. Returns (sheet, cell now) → cell before."""
    before: dict[tuple[str, str], str] = {}
    for name in TABLES:
        place = snapshot.tables[name]
        sheet = snapshot.sheet(place.sheet)
        assert sheet is not None
        rows = list(range(place.first_row + 1, place.last_row + 1))
        columns = list(range(1, place.last_column + 1))
        random.shuffle(rows)
        random.shuffle(columns)
        order = [*range(1, place.first_row + 1), *rows]
        was = {
            (row, column): (old_row, old_column)
            for row, old_row in enumerate(order, 1)
            for column, old_column in enumerate(columns, 1)
        }
        now = {old: new for new, old in was.items()}
        sheet.rows = [[sheet.rows[old - 1][column - 1] for column in columns] for old in order]
        sheet.errors = {now[position]: words for position, words in sheet.errors.items()}
        sheet.formulas = frozenset(now[position] for position in sheet.formulas)
        sheet.hidden_rows = frozenset(now[row, 1][0] for row in sheet.hidden_rows)
        # A list covers the whole of its column.
        sheet.lists = tuple(
            (top, columns.index(left) + 1, last, columns.index(left) + 1) for top, left, last, _ in sheet.lists
        )
        before |= {(sheet.name, cell_name(*new)): cell_name(*old) for new, old in was.items()}
    random.shuffle(snapshot.sheets)
    return before


def with_addresses(result: FileResult, before: Mapping[tuple[str, str], str]) -> FileResult:
    """The result with every address put back to what it was, its findings in an order of their own. That columns
    were moved is the one thing that may be said of their order."""

    audit = {cell: was for (sheet, cell), was in before.items() if sheet in ("Audit", "Audit 2026")}

    def found(one: Finding) -> Finding:
        cell = before.get((one.sheet, one.cell), one.cell)
        action = re.sub(rf"\b{one.cell}\b", cell, one.action) if one.cell else one.action
        return replace(one, cell=cell, action=action)

    def judgement(one: Judgement) -> Judgement:
        because = tuple(replace(b, cell=audit.get(b.cell, b.cell)) for b in one.because)
        to_lift = tuple(replace(x, cell=audit.get(x.cell, x.cell)) for x in one.to_lift)
        return replace(one, because=because, to_lift=to_lift)

    return replace(
        result,
        findings=tuple(sorted((found(one) for one in result.findings if one.code != "column-moved"), key=repr)),
        judgements=tuple(map(judgement, result.judgements)),
    )


@settings(max_examples=100)
@given(content=workbooks, seed=st.integers(0, 2**32))
def test_the_order_of_rows_columns_and_sheets_changes_nothing(
    blank: Callable[[], Snapshot], content: Workbook, seed: int
) -> None:
    as_drawn = examine_snapshot(MODEL, made(blank, content), "oakfield.xlsx", TODAY)
    moved = made(blank, content)
    before = shuffled(moved, Random(seed))
    assert with_addresses(examine_snapshot(MODEL, moved, "oakfield.xlsx", TODAY), before) == with_addresses(
        as_drawn, {}
    )


def _codes(result: FileResult) -> set[str]:
    return {found.code for found in result.findings}


WITNESSES: Mapping[str, Callable[[FileResult], bool]] = {
    "a Standard that is judged, with its working": lambda r: any(j.because and j.to_lift for j in r.judgements),
    "a Standard that is not judged yet": lambda r: any(not j.judgement for j in r.judgements),
    "an override": lambda r: any(j.rests_on_override for j in r.judgements),
    "a Standard that is not started": lambda r: any(j.text.startswith("Not started") for j in r.judgements),
    **{
        code: lambda r, code=code: code in _codes(r)  # type: ignore[misc]  # a default binds the code
        for code in (
            "ref-duplicated", "ref-unknown", "ref-deleted", "row-without-ref", "error-value", "formula-in-answer",
            "rating-unknown", "rating-two", "rating-respelt", "date-unreadable", "date-future",
            "not-applicable-without-reason", "embedded-without-evidence", "override-incomplete",
            "row-hidden", "sheet-renamed", "standard-changed", "descriptor-changed",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("case", WITNESSES)
def test_the_law_is_tried_on(blank: Callable[[], Snapshot], case: str) -> None:
    def is_there(content: Workbook) -> bool:
        return WITNESSES[case](examine_snapshot(MODEL, made(blank, content), "oakfield.xlsx", TODAY))

    assert is_there(find(workbooks, is_there, settings=settings(max_examples=2000, phases=[Phase.generate])))


def test_shuffling_does_move_things(blank: Callable[[], Snapshot]) -> None:
    snapshot, drawn = blank(), blank()
    before = shuffled(snapshot, Random(1))
    assert [sheet.name for sheet in snapshot.sheets] != [sheet.name for sheet in drawn.sheets]
    assert sum(now != then for (_, now), then in before.items()) > 1000
    assert "column-moved" in _codes(examine_snapshot(MODEL, snapshot, "oakfield.xlsx", TODAY))
    audit, old = snapshot.sheet("Audit"), drawn.sheet("Audit")
    assert audit is not None
    assert old is not None
    assert [row[0] for row in audit.rows] != [row[0] for row in old.rows]
    assert sorted(map(str, audit.rows[3])) == sorted(map(str, old.rows[3])) != list(map(str, audit.rows[3]))
