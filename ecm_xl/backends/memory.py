"""Without a file in between: a book as the snapshot that reading it would give, and files with backups."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.book import Book, Sheet
from ecm_xl.workbook.saved import LeftAlone, Saved, Undone
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


@dataclass
class Shelf:
    """Files in memory, with their backups (the shape that workflows ask for: `workflows.ports.Keeper`).

    `open_elsewhere` names the files that another program has open. What is saved beside a file is among `files`.
    """

    files: dict[Path, bytes] = field(default_factory=dict)
    backups: dict[Path, list[tuple[datetime, bytes]]] = field(default_factory=dict)
    undone: list[bytes] = field(default_factory=list)
    open_elsewhere: set[Path] = field(default_factory=set)

    def save_change(
        self, path: Path, before: bytes, after: bytes, check: Callable[[Path], None], now: datetime
    ) -> Saved:
        """Puts `after` in the place of `before`, which is kept; beside the file where it must be left alone."""
        if after == before:
            return Saved(path, None, "")
        dated = f"{now:%Y-%m-%d %H.%M.%S}"
        beside = path.with_stem(f"{path.stem} (ECM {dated})")
        self.files[beside] = after
        try:
            check(beside)
        except BaseException:
            del self.files[beside]
            raise
        reason = self._left_alone(path, before)
        if reason:
            return Saved(beside, None, reason)
        self.backups.setdefault(path, []).append((now, before))
        self.files[path] = self.files.pop(beside)
        return Saved(path, path.parent / "ECM backups" / f"{path.stem} {dated}{path.suffix}", "")

    def put_back(self, path: Path, now: datetime) -> Undone:
        """Puts the last backup in the file's place and keeps what it replaces. Raises LeftAlone."""
        if path not in self.files:
            raise LeftAlone(f"There is no file called {path.name}")
        found = self.files[path]
        older = list(self.backups.get(path, []))
        while older and older[-1][1] == found:
            older.pop()
        reason = self._left_alone(path, found) if older else f"There is nothing to undo in {path.name}"
        if reason:
            raise LeftAlone(reason)
        changed_on, self.files[path] = older.pop()
        self.backups[path] = older
        self.undone.append(found)
        kept = path.parent / "ECM backups" / f"{path.stem} (undone {now:%Y-%m-%d %H.%M.%S}){path.suffix}"
        return Undone(path, changed_on, kept, len(older))

    def _left_alone(self, path: Path, before: bytes) -> str:
        if path in self.open_elsewhere:
            return f"{path.name} seems to be open in another program"
        return "" if self.files.get(path) == before else f"{path.name} was saved by somebody else at the same time"
