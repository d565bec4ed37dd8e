"""From an old workbook to a new one: what goes over, and what a person should look at.

An answer goes over as it was typed, to the row of the same Ref; nothing is put right, nothing is guessed. Records
that only grow go over with all their rows. Whatever has no place in the new workbook is listed with what stood
there, and so is every answer whose row says something else now: no word is lost.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from ecm_xl.core.answers import Details, FilledTable, Unread, Value
from ecm_xl.core.tables import SettingModel, TableModel
from ecm_xl.core.words import as_shown
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.names import DETAILS, START
from ecm_xl.workbook.parse.details import check_framework
from ecm_xl.workbook.parse.strays import Stray, Why
from ecm_xl.workbook.parse.whole import Whole

CHANGES = "Changes"
COMMAND = "new --from"
KEPT = (*(name for name in DETAILS if name not in ("Framework", "Framework_Version")), "Setting_Id")
"""What Start says of the setting, and the name by which it is known for good."""
FIRST_YEAR = 1900
"""The first that a cell can count days from."""
LONGEST_TEXT = 32_767
"""Excel's limit for a cell, in its own way of counting."""
PIECE = LONGEST_TEXT // 2
"""Characters that fit whatever they are: those beyond the first plane count twice."""

Row = dict[str, CellValue]


@dataclass(frozen=True, slots=True)
class Count:
    """How many answers of a table went over, in how many rows. Start has no rows, and a record no answers."""

    table: str
    answers: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """What a new workbook begins with, and what is to be said of it."""

    details: dict[str, CellValue]
    content: dict[str, dict[str, Row]]
    counts: tuple[Count, ...]
    strays: tuple[Stray, ...]

    @property
    def replaced(self) -> tuple[Stray, ...]:
        """Details that are others now."""
        return tuple(s for s in self.strays if s.why is Why.REPLACED)

    @property
    def reworded(self) -> tuple[Stray, ...]:
        """Rows that say something else now; their answers went over."""
        return tuple(s for s in self.strays if s.why is Why.REWORDED)

    @property
    def left_behind(self) -> tuple[Stray, ...]:
        """What did not go over."""
        return tuple(s for s in self.strays if s.why not in (Why.REPLACED, Why.REWORDED))


def carry(model: SettingModel, old: Whole, given: Mapping[str, CellValue], today: date) -> Carried:
    """What goes over from an old workbook of the same framework. `given` are details that win over the old ones."""
    told = old.parsed.answers.details
    kept_texts = {name: told.get(name) for name in KEPT if told.get(name) and not _is_too_long(told.get(name))}
    details = kept_texts | {"Started_On": today, **given}
    replaced = list(_replaced(model, told, details))
    kept = sum(as_shown(details[name]) == told.get(name) for name in DETAILS if name in details)
    tables = {**old.parsed.answers.tables, **old.records}
    content = {table.name: rows_of(tables[table.name]) for table in model.tables if table.name in tables}
    longer = [*_details_too_long(told), *(stray for name in content for stray in too_long(model, tables[name]))]
    counts = (Count(START, kept), *(_count(model.by_name[name], rows) for name, rows in content.items()))
    return Carried(
        details, content, tuple(count for count in counts if carried_words(count)), (*replaced, *old.strays, *longer)
    )


def with_changes(carried: Carried, when: date, by: str, source: str) -> dict[str, dict[str, Row]]:
    """The new workbook's content, with all that is to be said of it beneath the old one's Changes."""
    told: Row = {"when": when, "by": by, "command": COMMAND, "source": source}
    said = {f"carried {n}": row | told for n, row in enumerate(_changes(carried))}
    return {**carried.content, CHANGES: {**carried.content.get(CHANGES, {}), **said}}


def _replaced(model: SettingModel, old: Details, details: Mapping[str, CellValue]) -> Iterator[Stray]:
    """Details that are others now. The program may have written a version as a number: that is none."""
    drawn = {"Framework": model.framework.title, "Framework_Version": model.framework.version}
    new = {**details, **(drawn if check_framework(model.framework, old) else {})}
    for name, value in new.items():
        if old.get(name) and as_shown(value) != old.get(name) and not _is_too_long(old.get(name)):
            yield Stray(START, "", _label(name), *old.cells[name], old.get(name), Why.REPLACED, value)


def rows_of(table: FilledTable) -> dict[str, Row]:
    """A table's rows by Ref as content, those without answers too: what can't go over is left out."""
    rows: dict[str, Row] = {ref: {} for ref in table.numbers}  # a register's Refs stay in their order
    for field, column in table.answers.items():
        for ref, value in column.items():
            if ref not in table.doubtful and not isinstance(value, Unread) and not _is_too_long(value):
                rows[ref][field] = _for_a_cell(value)
    return rows


def _for_a_cell(value: CellValue) -> CellValue:
    """The value, or as text where no cell can hold it as what it is: a day before 1900, a number that is none."""
    held = value.year >= FIRST_YEAR if isinstance(value, date) else not isinstance(value, float) or math.isfinite(value)
    return value if held else as_shown(value)


def _count(table: TableModel, rows: Mapping[str, Row]) -> Count:
    answers = sum(map(len, rows.values())) if table.takes_answers else 0
    return Count(table.name, answers, sum(map(bool, rows.values())))


def _is_too_long(value: Value) -> TypeGuard[str]:
    return isinstance(value, str) and len(value.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT


def too_long(model: SettingModel, table: FilledTable) -> Iterator[Stray]:
    """Texts that some programs write and no cell may have."""
    headings = {f.id: f.header for f in model.by_name[table.name].fields}
    for field, column in table.answers.items():
        for ref, value in column.items():
            if ref not in table.doubtful and _is_too_long(value):
                cell = table.cell(ref, field)
                yield Stray(table.name, ref, headings[field], table.sheet, cell, value, Why.TOO_LONG)


def _details_too_long(told: Details) -> Iterator[Stray]:
    for name in KEPT:
        if _is_too_long(text := told.get(name)):
            yield Stray(START, "", _label(name), *told.cells[name], text, Why.TOO_LONG)


def _label(name: str) -> str:
    """What stands beside a detail."""
    return DETAILS.get(name, name)


def _changes(carried: Carried) -> Iterator[Row]:
    """A row a table for what went over, and a row a cell for all else."""
    for count in carried.counts:
        yield {"table": count.table, "to": carried_words(count)}
    yield from changes_of(carried.strays)


def changes_of(strays: Iterable[Stray]) -> Iterator[Row]:
    """A row of Changes a cell, or several for a text that is longer than a cell."""
    for stray in strays:
        for piece in _pieces(stray.was):
            yield {"table": stray.table, "ref": stray.ref, "field": stray.field, "from": piece, "to": stray.now}


def carried_words(count: Count) -> str:
    """`12 answers in 3 rows`."""
    parts = (count.answers, "answer"), (count.rows, "row")
    return " in ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in parts if number)


def _pieces(value: CellValue) -> Sequence[CellValue]:
    """What a cell holds, in as many pieces as cells need."""
    if _is_too_long(value):
        return [value[at : at + PIECE] for at in range(0, len(value), PIECE)]
    return [_for_a_cell(value)]
