"""The tables that the program writes (History, Changes, Findings): read by their headings, row by row."""

from __future__ import annotations

from collections.abc import Mapping

from ecm_xl.core.tables import TableModel
from ecm_xl.core.words import fold, is_blank
from ecm_xl.workbook.snapshot import Snapshot, TablePlace, Value

Record = Mapping[str, Value]
"""Field → what stands there; blank ones are left out."""

_HEADINGS_WITHIN = 20
"""Rows in which headings are looked for, where no named table says where they are."""


def place_of(table: TableModel, snapshot: Snapshot) -> TablePlace | None:
    """Where a record's table lies: by its name, else by its sheet's name and headings; None where it is gone."""
    named = next((place for name, place in snapshot.tables.items() if fold(name) == fold(table.name)), None)
    if named is not None:
        return named
    sheet = snapshot.sheet(table.name)
    for number, row in enumerate(sheet.rows[:_HEADINGS_WITHIN] if sheet else (), 1):
        if len(_columns(table, row)) * 2 > len(table.fields):
            return TablePlace(table.name, table.name, number, 1, len(sheet.rows) if sheet else number, len(row))
    return None


def read_records(table: TableModel, snapshot: Snapshot) -> list[Record]:
    """Every row that holds anything, from the top; rows beneath the table count too."""
    place = place_of(table, snapshot)
    sheet = snapshot.sheet(place.sheet) if place else None
    if place is None or sheet is None or len(sheet.rows) < place.first_row:
        return []
    columns = _columns(table, sheet.rows[place.first_row - 1])
    rows = ({name: row[at] for name, at in columns.items()} for row in sheet.rows[place.first_row :])
    found = ({name: value for name, value in row.items() if not is_blank(value)} for row in rows)
    return [row for row in found if row]


def _columns(table: TableModel, row: list[Value]) -> dict[str, int]:
    """Field → its column, from 0."""
    ids = {fold(field.header): field.id for field in table.fields}
    found: dict[str, int] = {}
    for at, value in enumerate(row):
        name = ids.get(fold(value)) if isinstance(value, str) else None
        if name is not None:
            found.setdefault(name, at)
    return found
