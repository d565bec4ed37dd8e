"""Law: every cell into which somebody typed becomes a value or a finding, whatever else is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from ecm_xl.core.findings import Finding
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.address import cell_name, column_letters
from ecm_xl.workbook.parse import Parsed, parse
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, TablePlace, Value

MODEL = load_model()
TABLES = {table.name: table for table in MODEL.tables if table.takes_answers}
ANSWERS = [(name, n) for name, t in TABLES.items() for n, f in enumerate(t.fields, 1) if f.is_answer]
HEADING, REF = 4, 1

Where = tuple[str, int]
"""A table and a column of it, or a row."""


@dataclass(frozen=True)
class Junk:
    """What is done to a blank workbook: cells typed, errors, formulas, Refs (a text, or that of another row),
    headings; a sheet that loses its headings from the third on; tables lost or not; areas that are merged, rows and
    columns that are hidden; a sheet that is renamed."""

    typed: list[tuple[Where, int, Value]]
    errors: list[tuple[Where, int]]
    formulas: list[tuple[Where, int, Value]]
    refs: list[tuple[str, int, str | int]]
    headings: list[tuple[Where, str]]
    unheaded: str
    without_tables: bool
    merged: list[tuple[Where, int, int, int]] = field(default_factory=list)
    """(table, column), row, rows and columns more."""
    hidden: list[tuple[Where, int]] = field(default_factory=list)
    renamed: str = ""


numbers = st.one_of(st.integers(-5, 3000), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
times = st.one_of(
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(9)),
)
words = st.one_of(
    st.text(max_size=8), st.sampled_from(["Embedded", "E01", "S03", " ", "\u200b", "\u00a0-", "=A1", "'"])
)
values = st.one_of(words, words.map(lambda text: f" {text}"), st.just(0), numbers, times)
rows = st.sampled_from([5, 6, 7, 8, 12, 16, 222, -1, -3])
"""A negative one is counted from the table's end, beneath it."""
refs = st.sampled_from(["", " ", "S01.HEALTH.1", "S01", "E01", "t01", "A31", "?"])
headings = st.sampled_from(["", "Ref", "Rating", " impact", "Comment", "Standard", "Lead", "Title", "Kind", "Our own"])


def junk_in(where: tuple[str, list[int]]) -> st.SearchStrategy[Junk]:
    """Junk in a few rows of one table: there it meets."""
    name, few = where
    rows = st.sampled_from(few)
    answers = st.sampled_from([(name, n) for n, field in enumerate(TABLES[name].fields, 1) if field.is_answer])
    columns = st.sampled_from([(name, n) for n in range(1, len(TABLES[name].fields) + 1)])
    return st.builds(
        Junk,
        st.lists(st.tuples(answers, rows, values), min_size=1, max_size=20),
        st.lists(st.tuples(answers, rows), max_size=4),
        st.lists(st.tuples(answers, rows, st.one_of(st.just(""), values)), max_size=4),
        st.lists(st.tuples(st.just(name), rows, st.one_of(refs, rows)), max_size=4),
        st.lists(st.tuples(columns, headings), max_size=3),
        st.sampled_from(["", "", "", name]),
        st.booleans(),
        st.lists(
            st.tuples(columns, st.one_of(rows, st.just(HEADING)), st.integers(0, 2), st.integers(0, 2)), max_size=2
        ),
        st.lists(st.tuples(columns, rows), max_size=2),
        st.sampled_from(["", "", "", name]),
    )


junk = st.tuples(st.sampled_from(list(TABLES)), st.lists(rows, min_size=1, max_size=3)).flatmap(junk_in)


OTHER_NAME = "Our own 2026"


def spoilt(blank: Callable[[], Snapshot], junk: Junk) -> Snapshot:
    """The workbook after all that."""
    snapshot = blank()
    places = dict(snapshot.tables)
    for (name, column), heading in junk.headings:
        _put(snapshot, name, HEADING, column, heading)
    for column in range(3, len(TABLES[junk.unheaded].fields) + 1) if junk.unheaded else ():
        _put(snapshot, junk.unheaded, HEADING, column, "")
    for (name, column), row, value in (*junk.typed, *junk.formulas):
        _put(snapshot, name, _row(places[name], row), column, value)
    for (name, column), row, _ in junk.formulas:
        sheet = snapshot.sheet(name)
        assert sheet is not None
        sheet.formulas |= {(_row(places[name], row), column)}
    for (name, column), row in junk.errors:
        sheet = snapshot.sheet(name)
        assert sheet is not None
        _put(snapshot, name, _row(places[name], row), column, "")
        sheet.errors[_row(places[name], row), column] = "#N/A"
    for name, row, ref in junk.refs:
        _put(snapshot, name, _row(places[name], row), REF, _ref(snapshot, name, ref))
    _change_looks(snapshot, junk, places)
    if junk.without_tables:
        snapshot.tables.clear()
    return snapshot


def _change_looks(snapshot: Snapshot, junk: Junk, places: Mapping[str, TablePlace]) -> None:
    """Merges, hides and renames. What merging swallows stays: some programs leave it in the file."""
    for (name, column), row, down, right in junk.merged:
        sheet, top = _sheet(snapshot, name), _row(places[name], row)
        sheet.merged += ((top, column, top + down, column + right),)
    for (name, column), row in junk.hidden:
        sheet = _sheet(snapshot, name)
        sheet.hidden_rows |= {_row(places[name], row)}
        sheet.hidden_columns |= {column}
    if junk.renamed:
        snapshot.tables[junk.renamed] = replace(places[junk.renamed], sheet=OTHER_NAME)
        _sheet(snapshot, junk.renamed).name = OTHER_NAME


def _sheet(snapshot: Snapshot, name: str) -> SheetSnapshot:
    """The sheet that was drawn for that table."""
    sheet = snapshot.sheet(name) or snapshot.sheet(OTHER_NAME)
    assert sheet is not None
    return sheet


def _ref(snapshot: Snapshot, name: str, ref: str | int) -> Value:
    """A Ref to be put: a text, or what another row has."""
    sheet = snapshot.sheet(name)
    assert sheet is not None
    return sheet.value(_row(snapshot.tables[name], ref), REF) if isinstance(ref, int) else ref


def _row(place: TablePlace, row: int) -> int:
    return place.last_row - row if row < 0 else min(row, place.last_row)


def _put(snapshot: Snapshot, name: str, row: int, column: int, value: Value) -> None:
    """Puts a value in a cell. Beneath all others an empty one leaves the sheet as long as it is."""
    sheet = snapshot.sheet(name)
    assert sheet is not None
    if value == "" and row > len(sheet.rows):
        return
    sheet.rows += [[""] * len(sheet.rows[0]) for _ in range(row - len(sheet.rows))]
    sheet.rows[row - 1][column - 1] = value


def is_seen(value: Value) -> bool:
    """True for every value but a text of which nothing is seen."""
    if not isinstance(value, str):
        return True
    return any(unicodedata.category(character)[0] in "LMNPS" for character in value)


def ways(snapshot: Snapshot, parsed: Parsed) -> dict[str, list[str]]:
    """How each cell that holds something came through: as a value, or by a finding on it, on its row, on its
    column or on its sheet; "lost" where in no way."""
    found: dict[str, list[str]] = {way: [] for way in ("value", "cell", "row", "merge", "column", "sheet", "lost")}
    for name, column in ANSWERS:
        sheet = _sheet(snapshot, name)
        no_values = {position for position in (*sheet.errors, *sheet.formulas) if position[1] == column}
        last = max([len(sheet.rows), *(row for row, _ in no_values)])
        for row in range(HEADING + 1, last + 1):
            value = None if (row, column) in no_values else sheet.value(row, column)
            if value is None or is_seen(value):
                found[_way(parsed, sheet, name, row, column, value)].append(f"{name}!{cell_name(row, column)}")
    return found


def _way(parsed: Parsed, sheet: SheetSnapshot, name: str, row: int, column: int, value: Value | None) -> str:
    """How one cell came through. `value` is None for an error or a formula, which are no values."""
    mine = [found for found in parsed.findings if found.sheet == sheet.name and found.code not in IN_ADDITION]
    if value is not None and _is_answer(parsed, name, row, column, value):
        return "value"
    if any(found.cell == cell_name(row, column) for found in mine):
        return "cell"
    if any(_is_on_row(parsed, found, name, row) for found in mine):
        return "row"
    if any(_is_merged(found, sheet, row, column) for found in mine):
        return "merge"
    heading = TABLES[name].fields[column - 1].header
    if any(
        _tells_of_column(found, heading)
        or (found.code, found.cell) == ("column-duplicated", cell_name(HEADING, column))
        for found in mine
    ):
        return "column"
    missing = f"The sheet {name} is not in this workbook."
    return "sheet" if any(found.message == missing for found in parsed.findings) else "lost"


def _tells_of_column(found: Finding, heading: str) -> bool:
    return found.code in ("column-missing", "column-renamed", "heading-merged") and f"'{heading}'" in found.message


def _is_merged(found: Finding, sheet: SheetSnapshot, row: int, column: int) -> bool:
    """True for a finding at the first cell of merged ones, of which this is one."""
    return found.code == "answers-merged" and any(
        top <= row <= bottom and left <= column <= right and found.cell == cell_name(top, left)
        for top, left, bottom, right in sheet.merged
    )


IN_ADDITION = ("row-hidden", "column-hidden", "cells-merged", "standard-changed", "descriptor-changed", "rows-beneath")
"""Codes that say something of a row that counts all the same."""


def _is_answer(parsed: Parsed, name: str, row: int, column: int, value: Value) -> bool:
    table = parsed.answers.tables[name]
    fields = [field for field, letters in table.columns.items() if letters == column_letters(column)]
    return any(
        one.number == row
        and ref not in table.doubtful
        and any(field in one.values and _same(one.values[field], value) for field in fields)
        for ref, one in table.rows.items()
    )


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _is_on_row(parsed: Parsed, found: Finding, name: str, row: int) -> bool:
    """True for a finding at the row's Ref, or one that says that no row has any."""
    return found.code == "refs-lost" or found.cell == f"{parsed.answers.tables[name].columns.get('ref')}{row}"


@settings(max_examples=150)
@given(done=junk)
def test_whatever_was_typed_is_a_value_or_a_finding(blank: Callable[[], Snapshot], done: Junk) -> None:
    snapshot = spoilt(blank, done)
    assert ways(snapshot, parse(MODEL, snapshot))["lost"] == []


@pytest.mark.parametrize("way", ["value", "cell", "row", "merge", "column", "sheet"])
def test_the_law_is_tried_on_cells_that_come_through_as(blank: Callable[[], Snapshot], way: str) -> None:
    def comes(done: Junk) -> bool:
        snapshot = spoilt(blank, done)
        return bool(ways(snapshot, parse(MODEL, snapshot))[way])

    assert comes(find(junk, comes, settings=settings(max_examples=2000, phases=[Phase.generate])))


CODES = (
    "error-value",
    "formula-in-answer",
    "row-without-ref",
    "refs-lost",
    "ref-unknown",
    "ref-duplicated",
    "column-missing",
    "column-duplicated",
    "column-renamed",
    "heading-merged",
    "answers-merged",
    "cells-merged",
    "row-hidden",
    "column-hidden",
    "sheet-renamed",
    "sheet-missing",
)


@pytest.mark.parametrize("code", CODES)
def test_the_law_is_tried_on(blank: Callable[[], Snapshot], code: str) -> None:
    def is_found(done: Junk) -> bool:
        return any(found.code == code for found in parse(MODEL, spoilt(blank, done)).findings)

    assert is_found(find(junk, is_found, settings=settings(max_examples=2000, phases=[Phase.generate])))


def test_a_cell_that_nobody_speaks_of_would_be_called_lost(blank: Callable[[], Snapshot]) -> None:
    done = Junk([(("Audit", 5), 7, "Embedded")], [], [], [], [], "", without_tables=False)
    snapshot = spoilt(blank, done)
    parsed = parse(MODEL, snapshot)
    assert ways(snapshot, parsed)["value"] == ["Audit!E7"]
    del parsed.answers.audit.answers["rating"]["S01.HEALTH.3"]
    assert ways(snapshot, parsed)["lost"] == ["Audit!E7"]


def test_what_counts_as_typed(blank: Callable[[], Snapshot]) -> None:
    seen: list[Value] = [0, False, "x", "-", "\u00a0-", 0.0, date(2026, 1, 1), time(0), timedelta(0)]
    assert [value for value in seen if not is_seen(value)] == []
    assert [value for value in ("", " ", "\u00a0", "\u200b\u200d", "\n") if is_seen(value)] == []
