"""Laws of editing: what is edited is read, twice is as once, order does not matter, nothing else is touched."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, find, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from ecm_xl.backends.editor import edit
from ecm_xl.backends.store import shipped
from ecm_xl.core.findings import CATALOGUE
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.edits import AppendRows, Edit, EditRefused, SetCell
from ecm_xl.workbook.snapshot import Snapshot
from tests.editing.changes import KINDS, Change, append, as_seen, redraw, refresh, set_cells
from tests.editing.harm import Seen, harm, seen, wanting
from tests.editing.odd import SAMPLES, odd_workbook, recipe
from tests.editing.views import Place, by_openpyxl, openpyxl_can_tell, read
from tests.hostile.bases import small
from tests.hostile.foreign import MAKERS, TEXTS, Put, make

HEADING, DATE, TO_DO = 4, 10, 11
"""Audit's row of headings, its column of days and that of formulas, in the small workbook."""
STRANGE = (
    "=1+1", "#N/A", "0012", "1e5", "TRUE", " leading", "trailing ", "two  spaces", "line\nbreak", "tab\there", "\r\n",
    "<b>&amp;</b>", "]]>", "_x0041_", "_x005F_", "\x07bell", "é € 😀", "\u200bunseen", "الملف", "'quoted'",
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    """Any text that a person may type or paste, and those that programs take for something else."""
    letters = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")  # no letters at all
    return st.sampled_from(STRANGE) | st.text(letters, min_size=1, max_size=30)


def values() -> st.SearchStrategy[CellValue | None]:
    whole = st.integers(-(10**15) + 1, 10**15 - 1)
    parts = st.floats(allow_nan=False, allow_infinity=False, width=64)
    days = st.dates(date(1900, 3, 1), date(9999, 12, 31))
    return st.none() | texts() | whole | parts | days


def places() -> st.SearchStrategy[tuple[int, int]]:
    """Where on Audit a value may be put: not in its headings, nor where its formulas are."""
    every = st.tuples(st.integers(1, 60), st.integers(1, 14))
    return every.filter(lambda at: at[0] != HEADING and not (at[1] == TO_DO and at[0] > HEADING))


def edits() -> st.SearchStrategy[dict[tuple[int, int], CellValue | None]]:
    """No number in a cell that shows days: it would read as one."""
    return st.dictionaries(places(), values(), min_size=1, max_size=8).map(_without_numbers_for_days).filter(bool)


def _without_numbers_for_days(
    wanted: dict[tuple[int, int], CellValue | None],
) -> dict[tuple[int, int], CellValue | None]:
    return {at: v for at, v in wanted.items() if at[1] != DATE or not isinstance(v, (int, float))}


def set_all(wanted: Mapping[tuple[int, int], CellValue | None]) -> list[Edit]:
    return [SetCell("Audit", *place, value) for place, value in wanted.items()]


@cache
def small_file() -> bytes:
    """The rows of two Standards in every table, by openpyxl."""
    return small().data


# What is edited is read


def ways_to_see(value: CellValue | None) -> list[object]:
    """What a cell may show of a value: a day also in words, where the cell shows no dates."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return [as_seen(value), f"{value:%d/%m/%Y}"]
    return [as_seen(value)]


@settings(deadline=None, max_examples=25)
@given(edits())
@example({(5, 5): "=SUM(A1)", (6, 10): date(2026, 3, 14), (61, 14): 1e300, (7, 8): None})
def test_what_is_edited_is_read_by_two_readers(wanted: dict[tuple[int, int], CellValue | None]) -> None:
    data = edit(small_file(), set_all(wanted)).data
    sheet, theirs = read(data).sheet("Audit"), by_openpyxl(data, values=True)["Audit"]
    assert sheet is not None
    assert [at for at, value in wanted.items() if as_seen(sheet.value(*at)) not in ways_to_see(value)] == []
    told = {at: value for at, value in wanted.items() if openpyxl_can_tell(value)}
    assert [at for at, value in told.items() if as_seen(theirs.cell(*at).value) not in ways_to_see(value)] == []


@settings(deadline=None, max_examples=25)
@given(edits())
def test_nothing_else_is_touched(wanted: dict[tuple[int, int], CellValue | None]) -> None:
    change = Change(set_all(wanted), {("Audit", *place): value for place, value in wanted.items()})
    assert harm(seen_small(), seen(edit(small_file(), change.edits).data), change) == {}


@cache
def seen_small() -> Seen:
    return seen(small_file())


# The second time changes nothing


@settings(deadline=None, max_examples=25)
@given(edits())
def test_the_same_edits_twice_change_nothing_the_second_time(wanted: dict[tuple[int, int], CellValue | None]) -> None:
    once = edit(small_file(), set_all(wanted)).data
    assert edit(once, set_all(wanted)).data is once


def test_the_first_time_may_change_nothing_too_and_may_change_something() -> None:
    def changes(wanted: dict[tuple[int, int], CellValue | None]) -> bool:
        return edit(small_file(), set_all(wanted)).data is not small_file()

    assert changes(find(edits(), changes))
    assert not changes(find(edits(), lambda wanted: not changes(wanted)))


@pytest.mark.parametrize("kind", ["RedrawRows", "Refresh", "SetCell"])
def test_every_kind_but_appending_changes_nothing_the_second_time(foreign: bytes, kind: str) -> None:
    change = KINDS[kind](read(foreign))
    once = edit(foreign, change.edits).data
    assert once is not foreign
    assert edit(once, change.edits).data is once


def test_appending_twice_appends_twice(foreign: bytes) -> None:
    change = append(read(foreign))
    once = edit(foreign, change.edits).data
    twice = edit(once, change.edits).data
    tables = [read(data).tables["History"] for data in (foreign, once, twice)]
    assert [table.last_row - table.first_row for table in tables] == [1, 2, 4]


# Order does not matter


@settings(deadline=None, max_examples=25)
@given(edits(), st.randoms(use_true_random=False))
def test_cells_in_any_order_give_the_same_bytes(
    wanted: dict[tuple[int, int], CellValue | None], rng: random.Random
) -> None:
    ordered = set_all(wanted)
    shuffled = rng.sample(ordered, len(ordered))
    assert edit(small_file(), shuffled).data == edit(small_file(), ordered).data


@cache
def sample_file() -> bytes:
    return shipped("sample-cluster", f"{SAMPLES[0]}.xlsx").read_bytes()


def every_kind(snapshot: Snapshot) -> Change:
    return set_cells(snapshot) | append(snapshot) | redraw(snapshot) | refresh(snapshot)


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False))
def test_edits_of_every_kind_in_any_order_give_the_same_bytes(rng: random.Random) -> None:
    ordered = list(every_kind(read(sample_file())).edits)
    assert edit(sample_file(), rng.sample(ordered, len(ordered))).data == edit(sample_file(), ordered).data


# Workbooks of other people


def put_into(put: Put, rng: random.Random) -> Change:
    """A few texts and numbers, in cells that hold something and beside them."""
    filled = rng.sample(sorted(put), min(len(put), 4))
    beside = [(sheet, row + rng.randrange(3), column + rng.randrange(1, 3)) for sheet, row, column in filled[:2]]
    free = [place for place in beside if place not in put]
    wanted: dict[Place, CellValue | None] = {place: rng.choice((None, *TEXTS, *STRANGE)) for place in (*filled, *free)}
    for place in filled:
        if isinstance(put[place], (int, float)):
            wanted[place] = rng.randrange(-1000, 1000) / 4
    return Change([SetCell(*place, value) for place, value in wanted.items()], wanted)


def rows_for(snapshot: Snapshot) -> list[Change]:
    """Two more rows for each of its tables."""
    changes = []
    for table in snapshot.tables.values():
        rows = (("North", 7), ("=1+1", None))
        cells = {
            (table.sheet, table.last_row + 1 + number, table.first_column + column): value
            for number, row in enumerate(rows)
            for column, value in enumerate(row)
        }
        changes.append(Change([AppendRows(table.name, rows)], cells, frozenset({(table.sheet, table.name)})))
    return changes


def tried(data: bytes, change: Change) -> bytes | str:
    """The file after the edits, or the code by which they were refused."""
    try:
        return edit(data, change.edits).data
    except EditRefused as refused:
        return refused.code


def refused_or_sound(data: bytes, change: Change) -> str:
    """'' where the edits were made without harm, else the code by which they were refused."""
    after = tried(data, change)
    if isinstance(after, str):
        assert after in CATALOGUE
        return after
    assert harm(seen(data), seen(after), change) == {}
    assert wanting(after, change) == {}
    return ""


FEW, MANY = range(3000, 3006), range(3000, 3120)
SEEDS = [
    pytest.param(name, seed, marks=() if seed in FEW else pytest.mark.slow, id=f"{name} {seed}")
    for name in MAKERS
    for seed in MANY
]


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_a_foreign_workbook_is_edited_without_harm_or_refused(name: str, seed: int, tmp_path: Path) -> None:
    path, put = make(name, seed, tmp_path)
    data = path.read_bytes()
    assert refused_or_sound(data, put_into(put, random.Random(seed))) in (
        "",
        "edit-protected",
        "edit-spread",
        "edit-merged",
    )
    for change in rows_for(read(data)):
        assert refused_or_sound(data, change) in ("", "edit-protected", "edit-totals")


def test_foreign_workbooks_are_edited_and_refused(tmp_path: Path) -> None:
    """The laws are tried on both, within the first few."""
    refused: Counter[str] = Counter()
    made = 0
    for name in MAKERS:
        for seed in MANY[:40]:
            path, put = make(name, seed, tmp_path)
            data = path.read_bytes()
            for change in (put_into(put, random.Random(seed)), *rows_for(read(data))):
                after = tried(data, change)
                refused.update([after] if isinstance(after, str) else [])
                made += isinstance(after, bytes) and after != data
    assert made > 40
    assert refused.keys() == {"edit-protected", "edit-totals"}


# The auditor


def complaints(data: bytes, folder: Path) -> Counter[tuple[str | None, str]]:
    path = folder / "book.xlsx"
    path.write_bytes(data)
    return Counter((e.part_uri, e.description) for e in OpenXmlValidator(max_errors=0).validate(str(path)).errors)


@pytest.mark.parametrize("sample_name", SAMPLES)
def test_an_edited_sample_gives_the_auditor_nothing_to_say(sample_name: str, tmp_path: Path) -> None:
    data = shipped("sample-cluster", f"{sample_name}.xlsx").read_bytes()
    edited = edit(data, every_kind(read(data)).edits).data
    assert edited is not data
    assert complaints(data, tmp_path) == complaints(edited, tmp_path) == Counter()


def test_the_edited_workbook_of_foreign_things_gives_it_nothing_to_say(foreign: bytes, tmp_path: Path) -> None:
    assert complaints(edit(foreign, every_kind(read(foreign)).edits).data, tmp_path) == Counter()


ODD = [n for n in range(0, 440, 10) if "no tables" not in recipe(n)[2] and recipe(n)[1] == "drawn"]


@pytest.mark.parametrize("number", [pytest.param(n, marks=() if n in ODD[:4] else pytest.mark.slow) for n in ODD])
def test_the_auditor_finds_no_more_in_an_odd_workbook_once_it_is_edited(number: int, tmp_path: Path) -> None:
    name, data = odd_workbook(number)
    edited = edit(data, every_kind(read(data)).edits).data
    assert complaints(edited, tmp_path) - complaints(data, tmp_path) == Counter(), name
