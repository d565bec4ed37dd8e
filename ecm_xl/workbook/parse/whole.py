"""A setting workbook with all that stands in it: its answers, its records, and what is neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ecm_xl.core.answers import FilledTable
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.parse import Parsed, parse, wanted
from ecm_xl.workbook.parse.expected import Expected, expected, expected_records
from ecm_xl.workbook.parse.reading import Place, Reading
from ecm_xl.workbook.parse.sheets import Located, locate, locate_one, without_answers
from ecm_xl.workbook.parse.strays import (
    Stray,
    detail_strays,
    record_strays,
    second_strays,
    sheet_stray,
    table_strays,
    unheaded_strays,
)
from ecm_xl.workbook.parse.table import read_record_table, read_table
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot


@dataclass(slots=True)
class Whole:
    """What a workbook says, the rows of its records, and every cell that is neither."""

    parsed: Parsed
    records: Mapping[str, FilledTable]
    strays: list[Stray]


def wanted_whole(model: SettingModel) -> frozenset[str]:
    """The sheets, tables and names that reading all of a setting workbook needs."""
    return wanted(model) | {table.name for table in model.tables if table.grows}


def parse_whole(model: SettingModel, snapshot: Snapshot) -> Whole:
    """Everything that a setting workbook says."""
    parsed = parse(model, snapshot)
    tables, records = expected(model), expected_records(model)
    found = locate(model, tables, snapshot)
    places = found.places | locate(model, records, snapshot).places
    read = {table.name: read_record_table(table, place) for table in records if (place := places[table.name])}
    strays = [*detail_strays(snapshot, parsed.answers.details), *_table_strays(tables, found)]
    strays += [stray for reading in read.values() for stray in record_strays(reading)]
    used = {place.sheet.name for place in places.values() if place}
    used |= {place.sheet.name for second in found.second.values() for place in second}
    unheaded = [t for t in (*tables, *records) if places[t.name] is None]
    strays += [s for t, sheet in _left(unheaded, snapshot, used) for s in unheaded_strays(t, sheet)]
    strays += map(sheet_stray, _own_sheets(model, snapshot, used))
    return Whole(parsed, {name: reading.table for name, reading in read.items()}, strays)


def read_record_of(model: SettingModel, snapshot: Snapshot, name: str) -> FilledTable:
    """A record's rows by their places on the sheet; none where it is gone."""
    records = expected_records(model)
    place = locate_one(model, records, snapshot, name)
    table = next(record for record in records if record.name == name)
    return read_record_table(table, place).table if place else FilledTable(name, name)


def _table_strays(tables: tuple[Expected, ...], found: Located) -> Iterator[Stray]:
    for table in tables:
        place = found.places[table.name]
        if place is not None:
            yield from table_strays(*read_table(table, place, has_lists=False))
        for second in found.second.get(table.name, ()):
            yield from second_strays(_read_second(table, second))


def _read_second(table: Expected, place: Place) -> Reading:
    return read_table(table, place, has_lists=False)[0]


def _left(tables: list[Expected], snapshot: Snapshot, used: set[str]) -> Iterator[tuple[Expected, SheetSnapshot]]:
    """Tables that were not found, with the sheets that have their names all the same."""
    for table in tables:
        sheet = snapshot.sheet(table.on)
        if sheet is not None and sheet.name not in used:
            yield table, sheet


def _own_sheets(model: SettingModel, snapshot: Snapshot, used: set[str]) -> Iterator[str]:
    """Sheets that are none of ours."""
    ours = without_answers(model) | {name.casefold() for name in model.sheets}
    return (s.name for s in snapshot.sheets if s.name not in used and s.name.casefold() not in ours)
