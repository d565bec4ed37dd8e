"""Laws: whatever stands in an old workbook stands in the new one, in its place or on Changes; and what is sound goes
over as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pytest
from hypothesis import Phase, assume, find, given, settings

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.words import as_shown, is_blank
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.carry import Carried, carry, with_changes
from ecm_xl.workbook.parse.strays import A_FORMULA, Why
from ecm_xl.workbook.parse.whole import Whole, parse_whole
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, Value
from tests.laws.test_nothing_is_lost import ANSWERS, HEADING, OTHER_NAME, Junk, is_seen, junk, spoilt
from tests.laws.test_render_then_parse import Filled, contents, exactly, told

MODEL = load_model()
TODAY, NEW_DAY = date(2026, 7, 10), date(2027, 9, 1)

Blank = Callable[[], Snapshot]


def made_from(old: Snapshot) -> tuple[Carried, Whole]:
    """What goes over, and the new workbook as it is read."""
    carried = carry(MODEL, parse_whole(MODEL, old), {}, NEW_DAY)
    content = with_changes(carried, NEW_DAY, "Jo", "old.xlsx")
    return carried, parse_whole(MODEL, snapshot_of(setting_book(MODEL, carried.details, content, NEW_DAY)))


def typed(old: Snapshot) -> Iterator[tuple[str, str]]:
    """(sheet, what is seen) of every cell for answers in which anything stands."""
    for name, column in ANSWERS:
        sheet = old.sheet(name) or old.sheet(OTHER_NAME)
        assert sheet is not None
        if sheet.value(HEADING, column) == "Ref":  # somebody says that it is no column of answers
            continue
        rows = range(HEADING + 1, max([len(sheet.rows), *(row for row, _ in (*sheet.errors, *sheet.formulas))]) + 1)
        yield from ((sheet.name, text) for row in rows if (text := _seen(sheet, row, column)))


def _seen(sheet: SheetSnapshot, row: int, column: int) -> str:
    value: Value = sheet.errors.get((row, column), "") or sheet.value(row, column)
    if (row, column) in sheet.formulas and is_blank(value):
        return A_FORMULA
    return as_shown(value) if is_seen(value) else ""


def stands(new: Whole) -> Counter[str]:
    """What is seen in the new workbook's answers and in the column From of its Changes."""
    tables = new.parsed.answers.tables.values()
    values = [value for table in tables for column in table.answers.values() for value in column.values()]
    return Counter(map(as_shown, [*values, *new.records["Changes"].column("from").values()]))


def lost(old: Snapshot) -> Counter[str]:
    """What the new workbook has less often than the old one. A whole sheet may be named instead of its cells."""
    carried, new = made_from(old)
    whole_sheets = {stray.sheet for stray in carried.strays if stray.why is Why.OWN_SHEET}
    return Counter(text for sheet, text in typed(old) if sheet not in whole_sheets) - stands(new)


@settings(max_examples=60)
@given(done=junk)
def test_whatever_was_typed_stands_in_the_new_workbook_or_on_its_changes(blank: Blank, done: Junk) -> None:
    assert lost(spoilt(blank, done)) == Counter()


MET = [why for why in Why if why not in (Why.REPLACED, Why.REWORDED, Why.SECOND_SHEET, Why.TOO_LONG, Why.BESIDE)]
"""What this junk can bring about; tests/workbook/test_carry.py has a case for each of the others."""


@pytest.mark.parametrize("why", MET)
def test_the_law_is_tried_on_cells_left_behind_as(blank: Blank, why: Why) -> None:
    def is_met(done: Junk) -> bool:
        return any(stray.why is why for stray in parse_whole(MODEL, spoilt(blank, done)).strays)

    assert is_met(find(junk, is_met, settings=settings(max_examples=2000, phases=[Phase.generate])))


def test_a_cell_that_is_neither_carried_nor_listed_would_be_called_lost(
    blank: Blank, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Junk([(("Audit", 5), 7, "Embedded"), (("Plan", 5), -1, "Calm")], [], [], [], [], "", without_tables=False)
    assert lost(spoilt(blank, done)) == Counter()
    monkeypatch.setattr("ecm_xl.workbook.parse.whole.table_strays", lambda *_: ())
    assert lost(spoilt(blank, done)) == Counter(["Calm"])


@settings(max_examples=30)
@given(contents, told)
def test_what_is_sound_goes_over_as_it_is(content: Filled, details: Mapping[str, CellValue]) -> None:
    old = parse_whole(MODEL, snapshot_of(setting_book(MODEL, {"Setting_Id": "oak", **details}, content, TODAY)))
    carried, new = made_from(snapshot_of(setting_book(MODEL, {"Setting_Id": "oak", **details}, content, TODAY)))
    assume(all(stray.why is not Why.TOO_LONG for stray in carried.strays))
    assert answers(new) == answers(old)
    assert {stray.field for stray in carried.strays} <= {"Work towards the Standards began on"}
    kept = {name for name in old.parsed.answers.details.values if name != "Started_On"}
    new_details = new.parsed.answers.details
    assert {name: new_details.get(name) for name in kept} == {n: old.parsed.answers.details.get(n) for n in kept}
    assert new_details.get("Started_On") == "01/09/2027"


def answers(whole: Whole) -> dict[tuple[str, str, str], tuple[str, object]]:
    """(table, Ref, field) → its value with its type."""
    return {
        (name, ref, field): exactly(value)
        for name, table in whole.parsed.answers.tables.items()
        for field, column in table.answers.items()
        for ref, value in column.items()
    }
