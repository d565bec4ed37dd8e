"""Law: whatever stands on a form's sheet before it is drawn anew stands on the new one, or on Changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.editions import mark_in
from ecm_xl.core.tables import FormModel
from ecm_xl.core.words import as_shown, is_blank
from ecm_xl.frameworks.forms import load_form
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.edits import AppendRows, Edit, ReplaceSheet
from ecm_xl.workbook.parse.strays import A_FORMULA, Why
from ecm_xl.workbook.parse.whole import parse_whole
from ecm_xl.workbook.populate import Planned, Populating
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, Value
from tests.laws.test_nothing_is_lost import is_seen, values

TODAY = date(2026, 7, 10)
BARE = load_model()
FORM = "profile"
SHEET = "Profile"


def newer(form: FormModel) -> FormModel:
    """The next version: one row less, one with other words, one more, a column less."""
    *others, grid = form.tables
    second, *rest = grid.own_rows[1:]
    reworded = replace(second, texts={**second.texts, "item": "Everybody stands behind them."})
    added = replace(second, ref="AIMS.9", texts={**second.texts, "item": "We look at them each year."})
    fields = tuple(one for one in grid.fields if one.id != "comment")
    anew = replace(grid, own_rows=(reworded, added, *rest[1:]), fields=fields)
    return replace(form, version="2.0", tables=(*others, anew))


OLD = BARE.with_forms((load_form(FORM, BARE.framework),))
NEW = BARE.with_forms((newer(OLD.forms[0]),))


@dataclass(frozen=True)
class Junk:
    """What people and programs do to the sheet: cells typed (anywhere), errors, formulas, areas merged; the sheet's
    edition stays."""

    typed: list[tuple[tuple[int, int], Value]]
    errors: list[tuple[int, int]] = field(default_factory=list)
    formulas: list[tuple[tuple[int, int], Value]] = field(default_factory=list)
    merged: list[tuple[int, int]] = field(default_factory=list)
    without_tables: bool = False


DRAWN = snapshot_of(setting_book(OLD, {"Setting_Name": "Oak"}, {}, TODAY))


GRID = DRAWN.tables["Profile"].first_row


def _edition() -> tuple[int, int]:
    """Where the sheet says of which edition it is."""
    sheet = DRAWN.sheet(SHEET)
    assert sheet is not None
    (at,) = ((n, m) for n, row in enumerate(sheet.rows, 1) for m, value in enumerate(row, 1) if mark_in(value))
    return at


EDITION = _edition()


def _rows() -> list[int]:
    place, people = DRAWN.tables["Profile"], DRAWN.tables["Profile_Respondents"]
    near = [n for at in (place, people) for n in range(at.first_row - 3, at.first_row + 6)]
    return [1, 2, 5, 9, *near, place.last_row, place.last_row + 1, place.last_row + 4]


cells = st.tuples(st.sampled_from(_rows()), st.integers(1, 11)).filter(lambda at: at != EDITION)
words = st.sampled_from(["R1.AIMS.1", "R2", "Position", "Ref", "Our own"])
typed = st.one_of(
    st.tuples(cells, st.one_of(values, words)),
    st.tuples(
        st.tuples(st.integers(GRID + 1, GRID + 6), st.just(1)), st.sampled_from(["R1.AIMS.3", "R1.AIMS.5", "", "Ours"])
    ),
)
junk = st.builds(
    Junk,
    st.lists(typed, max_size=14),
    st.lists(cells, max_size=3),
    st.lists(st.tuples(cells, st.one_of(st.just(""), values)), max_size=3),
    st.lists(cells, max_size=2),
    st.booleans(),
)  # fmt: skip


def spoilt(done: Junk) -> Snapshot:
    """The workbook with the old form after all that."""
    drawn = DRAWN.sheet(SHEET)
    assert drawn is not None
    sheet = SheetSnapshot(SHEET, rows=[list(row) for row in drawn.rows], formulas=drawn.formulas, lists=drawn.lists)
    for (row, column), value in (*done.typed, *done.formulas):
        put(sheet, row, column, value)
    sheet.formulas = (sheet.formulas - {at for at, _ in done.typed}) | {at for at, _ in done.formulas}
    for row, column in done.errors:
        put(sheet, row, column, "")
        sheet.errors[row, column] = "#N/A"
        sheet.formulas -= {(row, column)}
    sheet.merged = tuple((row, column, row + 1, column + 1) for row, column in done.merged)
    sheets = [sheet if one.name == SHEET else one for one in DRAWN.sheets]
    return Snapshot(sheets, {} if done.without_tables else dict(DRAWN.tables), dict(DRAWN.names))


def put(sheet: SheetSnapshot, row: int, column: int, value: Value) -> None:
    width = max(column, len(sheet.rows[0]))
    sheet.rows = [[*one, *[""] * (width - len(one))] for one in sheet.rows]
    sheet.rows += [[""] * width for _ in range(row - len(sheet.rows))]
    sheet.rows[row - 1][column - 1] = value


def planned(old: Snapshot) -> Planned:
    """What populating with the newer version does."""
    whole = parse_whole(NEW, old)
    return Populating(NEW, frozenset([FORM]), old, whole, (), TODAY).plan([FORM], "Jo")


def seen(sheet: SheetSnapshot) -> Iterator[str]:
    """What a person sees in each cell."""
    last = max([len(sheet.rows), *(row for row, _ in (*sheet.errors, *sheet.formulas))])
    for row in range(1, last + 1):
        for column in range(1, 15):
            value: Value = sheet.errors.get((row, column), "") or sheet.value(row, column)
            if (row, column) in sheet.formulas and is_blank(value):
                yield A_FORMULA
            elif is_seen(value):
                yield as_shown(value)


def stands(edits: tuple[Edit, ...]) -> Counter[str]:
    """What is seen on the new sheet, and in Changes in any column."""
    found: Counter[str] = Counter()
    for one in edits:
        if isinstance(one, ReplaceSheet):
            found.update(seen(snapshot_of(one.book).sheets[0]))
        elif isinstance(one, AppendRows) and one.table == "Changes":
            found.update(as_shown(value) for row in one.rows for value in row if value is not None and is_seen(value))  # type: ignore[arg-type]
    return found


def lost(done: Junk) -> set[str]:
    """What was seen before, of all that the old version did not say by itself, and is not now."""
    old = spoilt(done)
    drawn = DRAWN.sheet(SHEET)
    assert drawn is not None
    sheet = old.sheet(SHEET)
    assert sheet is not None
    now = stands(planned(old).edits)
    return {text for text in seen(sheet) if now[text] == 0} - set(seen(drawn))


@settings(max_examples=60)
@given(done=junk)
def test_whatever_stood_on_the_sheet_stands_on_the_new_one_or_on_changes(done: Junk) -> None:
    assert lost(done) == set()


MET = [Why.UNKNOWN_REF, Why.WITHOUT_REF, Why.TWICE, Why.NOT_READ, Why.WITHOUT_COLUMN, Why.BESIDE, Why.REWORDED]


@pytest.mark.parametrize("why", MET)
def test_the_law_is_tried_on_what_is_kept_as(why: Why) -> None:
    def is_met(done: Junk) -> bool:
        return any(stray.why is why for one in planned(spoilt(done)).forms for stray in one.strays)

    assert is_met(find(junk, is_met, settings=settings(max_examples=1000, phases=[Phase.generate])))


@pytest.mark.parametrize(
    ("broken", "at"),
    [
        ("parse.beside.FormSheet.strays", (2, 6)),
        ("parse.beside.FormSheet._overtyped", (DRAWN.tables["Profile"].first_row + 1, 3)),
        ("parse.whole.table_strays", (DRAWN.tables["Profile"].first_row + 1, 10)),
    ],
)
def test_a_word_that_is_neither_drawn_nor_kept_would_be_called_lost(
    monkeypatch: pytest.MonkeyPatch, broken: str, at: tuple[int, int]
) -> None:
    done = Junk([(at, "Ask Jo")])
    assert lost(done) == set()
    monkeypatch.setattr(f"ecm_xl.workbook.{broken}", lambda *_: iter(()))
    assert lost(done) == {"Ask Jo"}


def test_answers_stay_in_the_rows_of_their_refs() -> None:
    row = DRAWN.tables["Profile"].first_row + 2
    sheet = DRAWN.sheet(SHEET)
    assert sheet is not None
    ref = sheet.value(row, 1)
    (one, *_) = planned(spoilt(Junk([((row, 6), "Weak"), ((row, 7), "Static")]))).edits
    assert isinstance(one, ReplaceSheet)
    drawn = snapshot_of(one.book).sheets[0]
    assert [cells[5:7] for cells in drawn.rows if cells[0] == ref] == [["Weak", "Static"]]
