"""What people and programs do to a workbook's shape, each a small function. How its content is drawn: `drawing.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.snapshot import Area, SheetSnapshot, Snapshot, Value
from tests.findings.drawing import Case, Change

HEADING = 4

Cases = Mapping[str, Case]


def the(snapshot: Snapshot, name: str) -> SheetSnapshot:
    """The sheet of that name."""
    sheet = snapshot.sheet(name)
    assert sheet is not None, name
    return sheet


def area(cells: str) -> Area:
    """`E5:F7` as an area; `E5` is one of a single cell."""
    places = re.findall(r"([A-Z]+)(\d+)", cells)
    (left, top), (right, bottom) = places[0], places[-1]
    return int(top), column_number(left), int(bottom), column_number(right)


# What is done to a workbook.


def all_of(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(snapshot: Snapshot) -> None:
        for one in changes:
            one(snapshot)

    return change


def typed(name: str, cell: str, value: Value) -> Change:
    """Something typed into a cell, wherever it is: the sheet grows as far as it must."""
    row, column, _, _ = area(cell)

    def change(snapshot: Snapshot) -> None:
        sheet = the(snapshot, name)
        width = max(column, len(sheet.rows[0]))
        sheet.rows += [[] for _ in range(row - len(sheet.rows))]
        sheet.rows = [[*line, *[""] * (width - len(line))] for line in sheet.rows]
        sheet.rows[row - 1][column - 1] = value

    return change


def without_table(name: str) -> Change:
    """A table of a sheet that has several is taken away, with all that stands in it."""

    def change(snapshot: Snapshot) -> None:
        gone = snapshot.tables.pop(name)
        rows = the(snapshot, gone.sheet).rows
        for number in range(gone.first_row - 1, gone.last_row):
            rows[number] = [""] * len(rows[number])

    return change


def own_column(name: str, heading: str, value: Value = "") -> Change:
    """One more column at the table's right end, with something in its first row."""

    def change(snapshot: Snapshot) -> None:
        place = snapshot.tables[name]
        snapshot.tables[name] = replace(place, last_column=place.last_column + 1)
        sheet = the(snapshot, name)
        for number, row in enumerate(sheet.rows, 1):
            row.append(heading if number == HEADING else value if number == HEADING + 1 else "")

    return change


def columns_in_order(name: str, order: str) -> Change:
    """The columns in another order, by their letters; those that are not named are deleted."""
    columns = [column_number(letter) for letter in order]

    def change(snapshot: Snapshot) -> None:
        sheet = the(snapshot, name)
        sheet.rows = [[row[column - 1] for column in columns] for row in sheet.rows]
        now = {old: new for new, old in enumerate(columns, 1)}
        sheet.formulas = frozenset((row, now[column]) for row, column in sheet.formulas if column in now)
        sheet.lists = tuple((top, now[left], last, now[left]) for top, left, last, _ in sheet.lists if left in now)
        snapshot.tables[name] = replace(snapshot.tables[name], last_column=len(columns))

    return change


def without_row(name: str, number: int) -> Change:
    """A row deleted."""

    def change(snapshot: Snapshot) -> None:
        sheet = the(snapshot, name)
        del sheet.rows[number - 1]
        kept = ((row - (row > number), column) for row, column in sheet.formulas if row != number)
        sheet.formulas = frozenset(kept)
        sheet.lists = tuple((top, left, last - 1, right) for top, left, last, right in sheet.lists)
        snapshot.tables[name] = replace(snapshot.tables[name], last_row=snapshot.tables[name].last_row - 1)

    return change


def merged(name: str, cells: str) -> Change:
    """Cells merged: the first keeps what it holds, the others lose it."""
    top, left, bottom, right = area(cells)

    def change(snapshot: Snapshot) -> None:
        sheet = the(snapshot, name)
        sheet.merged += ((top, left, bottom, right),)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    sheet.rows[row - 1][column - 1] = ""

    return change


def error(name: str, cell: str, words: str) -> Change:
    """A cell that shows an error."""
    row, column, _, _ = area(cell)

    def change(snapshot: Snapshot) -> None:
        sheet = the(snapshot, name)
        sheet.errors = {**sheet.errors, (row, column): words}
        sheet.rows[row - 1][column - 1] = ""

    return change


def formula(name: str, cell: str) -> Change:
    """A formula in a cell."""
    row, column, _, _ = area(cell)

    def change(snapshot: Snapshot) -> None:
        the(snapshot, name).formulas |= {(row, column)}

    return change


def hidden(name: str, *, row: int = 0, column: int = 0) -> Change:
    """A row or a column hidden."""

    def change(snapshot: Snapshot) -> None:
        sheet = the(snapshot, name)
        sheet.hidden_rows |= {row} - {0}
        sheet.hidden_columns |= {column} - {0}

    return change


def pasted_over(name: str, cells: str) -> Change:
    """Cells of one column that lose their list to what is pasted over them."""
    top, column, bottom, _ = area(cells)

    def change(snapshot: Snapshot) -> None:
        sheet, left = the(snapshot, name), []
        for first, start, last, end in sheet.lists:
            pieces = [(first, top - 1), (bottom + 1, last)] if start == column else [(first, last)]
            left += [(a, start, b, end) for a, b in pieces if a <= b]
        sheet.lists = tuple(left)

    return change


def table_ends(name: str, last_row: int) -> Change:
    """A named table dragged to end at that row."""

    def change(snapshot: Snapshot) -> None:
        snapshot.tables[name] = replace(snapshot.tables[name], last_row=last_row)

    return change


def renamed(name: str, now: str) -> Change:
    """A sheet given another name; its table goes with it."""

    def change(snapshot: Snapshot) -> None:
        the(snapshot, name).name = now
        if name in snapshot.tables:
            snapshot.tables[name] = replace(snapshot.tables[name], sheet=now)

    return change


def copied(name: str, now: str) -> Change:
    """A sheet copied, as Excel does it: the table in the copy has another name."""

    def change(snapshot: Snapshot) -> None:
        sheet = the(snapshot, name)
        snapshot.sheets.append(replace(sheet, name=now, rows=[list(row) for row in sheet.rows]))
        snapshot.tables[f"{name}4"] = replace(snapshot.tables[name], name=f"{name}4", sheet=now)

    return change


def deleted(name: str) -> Change:
    """A sheet deleted, with its table."""

    def change(snapshot: Snapshot) -> None:
        snapshot.sheets.remove(the(snapshot, name))
        snapshot.tables.pop(name, None)

    return change


def without_tables(snapshot: Snapshot) -> None:
    """No named tables, as Google Sheets and Numbers save it."""
    snapshot.tables.clear()


def counted_from_1904(snapshot: Snapshot) -> None:
    """The date system of old Macs."""
    snapshot.from_1904 = True
