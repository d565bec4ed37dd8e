"""A book as the snapshot that reading its file would give, without a file in between."""

from __future__ import annotations

import re

from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.book import Book, Sheet
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, TablePlace, Value

_CELL = re.compile(r"(?P<sheet>'(?:[^']|'')+'|[^'!]+)!\$(?P<letters>[A-Z]+)\$(?P<row>\d+)")


def snapshot_of(book: Book) -> Snapshot:
    """What a reader would find in the file that the book's writer makes."""
    snapshot = Snapshot([_sheet(sheet) for sheet in book.sheets])
    for sheet in book.sheets:
        for table in sheet.tables:
            snapshot.tables[table.name] = TablePlace(table.name, sheet.name, *table.area)
    for name, reference in book.names.items():
        place = _CELL.fullmatch(reference)
        if place:
            sheet_name = place["sheet"].strip("'").replace("''", "'")
            snapshot.names[name] = (sheet_name, int(place["row"]), column_number(place["letters"]))
    return snapshot


def _sheet(sheet: Sheet) -> SheetSnapshot:
    cells: dict[tuple[int, int], Value] = {(c.row, c.column): c.value for c in sheet.cells}
    for table in sheet.tables:
        for column, heading in enumerate(table.columns, table.area[1]):
            cells[table.area[0], column] = heading.header
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    rows = [[cells.get((row, column), "") for column in range(1, width + 1)] for row in range(1, height + 1)]
    formulas = frozenset((c.row, c.column) for c in sheet.cells if c.formula)
    lists = tuple(choice.area for choice in sheet.choices if choice.kind == "list")
    return SheetSnapshot(sheet.name, sheet.hidden, rows, formulas, lists=lists)
