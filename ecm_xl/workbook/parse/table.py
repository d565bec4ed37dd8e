"""One table at its place: its columns, its rows, what is found there."""

from __future__ import annotations

from ecm_xl.core.answers import FilledTable
from ecm_xl.workbook.address import column_letters
from ecm_xl.workbook.parse.expected import Expected
from ecm_xl.workbook.parse.headings import read_headings
from ecm_xl.workbook.parse.oddities import check_oddities, find_merged
from ecm_xl.workbook.parse.reading import Place, Reading
from ecm_xl.workbook.parse.rows import Rows, read_record, read_rows


def read_table(table: Expected, place: Place, *, has_lists: bool) -> tuple[Reading, Rows]:
    """A table's rows by Ref and every finding about its columns and rows."""
    reading = _begin(table, place)
    rows = read_rows(reading)
    check_oddities(reading, rows, has_lists=has_lists)
    return reading, rows


def read_record_table(table: Expected, place: Place) -> Reading:
    """A record's rows by their places on the sheet."""
    reading = _begin(table, place)
    read_record(reading)
    return reading


def _begin(table: Expected, place: Place) -> Reading:
    reading = Reading(table, place, FilledTable(table.name, place.sheet.name, found=True))
    read_headings(reading)
    reading.table.columns = {name: column_letters(column) for name, column in reading.columns.items()}
    find_merged(reading)
    return reading
