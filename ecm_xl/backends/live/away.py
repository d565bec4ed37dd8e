"""The file of a workbook that stands open: read once all is saved, and changed while the workbook is closed.

Some changes can't be made in an open workbook (a whole sheet with its charts, lists and marks: `AddSheet`). So the
person's workbook is saved and the change is worked out; only then is the workbook closed, its file replaced, and the
workbook opened again where the person was. Whatever fails, it is open again in the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from math import isclose
from pathlib import Path
from time import sleep
from typing import Any

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.live.book import LiveBook
from ecm_xl.backends.live.program import is_refusal
from ecm_xl.workbook.saved import LeftAlone, Saved
from ecm_xl.workbook.snapshot import Snapshot, Value

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds that are waited where a program takes no calls for a moment, before the workbook is opened again."""

KIND = ".xlsx"
NEVER_SAVED = (
    "This workbook has no file on this computer yet. Save it here first (File, Save As), then choose the button again"
)
OTHER_KIND = (
    "{name} is not an Excel workbook without macros (.xlsx), and only such a one is closed and opened again. Save it "
    "as one (File, Save As), or close it and have this run: ecm-xl populate"
)
ONLY_TO_BE_READ = (
    "{name} can only be read, so nothing was changed. Save it under another name (File, Save As), then choose the "
    "button again"
)
NOT_SAVED = "{name} could not be saved, so nothing was changed. Save it yourself first, then choose the button again"
NOT_AS_OPEN = (
    "What is in the file {name} is not what you see here: another program may have changed the file. Nothing was "
    "changed by the button. Save the workbook under another name (File, Save As), then choose the button again"
)
NOT_CLOSED = "{name} was saved and could not be closed, so nothing else was changed"
NOT_OPENED = "{name} was saved and closed, and could not be opened again. Please open it yourself. It is in {folder}"


class SavedBook(Disk):
    """An open workbook as a file (the shape that workflows ask for: `workflows.ports.Editor`).

    It is read within this program: the office's own Python can start no other one, and the file that it holds open has
    been opened by the person already.
    """

    def __init__(self, book: Any, live: LiveBook, now: datetime) -> None:
        super().__init__()
        self._book, self._live, self._now = book, live, now
        self._kept: Path | None = None

    def read(self, path: Path, wanted: frozenset[str] | None = None) -> Snapshot:
        """What is wanted of it; the first time it is saved before. Raises UnreadableWorkbook, and LeftAlone with the
        reason where it can't be saved or its file is another one than what is open."""
        if self._kept is None:
            self._kept = self._saved(path)
        return super().read(path, wanted)

    def _read(self, path: Path, wanted: frozenset[str] | None) -> Snapshot:
        from ecm_xl.backends.reader import read_snapshot

        return read_snapshot(path, wanted)

    def _saved(self, path: Path) -> Path:
        """Saves it, and returns the copy of what the file held before: somebody else may have saved it meanwhile."""
        check_its_file(path)
        kept = self._live.keep_file(self._now)
        try:
            self._book.save()
        except Exception as error:  # each program has exceptions of its own
            if is_refusal(error):
                raise
            raise LeftAlone(NOT_SAVED.format(name=path.name)) from error
        if not is_alike(self._live.read(path), self._read(path, None)):  # closing would lose what is open
            raise LeftAlone(NOT_AS_OPEN.format(name=path.name))
        return kept

    def save_change(
        self, path: Path, before: bytes, after: bytes, check: Callable[[Path], None], now: datetime
    ) -> Saved:
        """As `Disk` does it, with the workbook closed meanwhile. Raises LeftAlone too where it could not be closed or
        opened again."""
        with closed_meanwhile(self._book, path):
            saved = super().save_change(path, before, after, check, now)
        with suppress(OSError):  # where nothing was unsaved, the backup of the change says the same
            if saved.backup and self._kept and self._kept.read_bytes() == before:
                self._kept.unlink()
        return saved


def check_its_file(path: Path) -> None:
    """Raises LeftAlone where a workbook has no file of the kind that can be closed, changed and opened again.

    One with macros could run them when a program opens it, though the person does not want that.
    """
    if not (path.is_absolute() and path.is_file()):
        raise LeftAlone(NEVER_SAVED)
    if path.suffix.casefold() != KIND:
        raise LeftAlone(OTHER_KIND.format(name=path.name))
    if not os.access(path, os.W_OK):
        raise LeftAlone(ONLY_TO_BE_READ.format(name=path.name))


# Closed and opened again


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a person is in a workbook: a sheet, and the cells that are selected on it ('' for a chart or a picture)."""

    sheet: str
    cells: str


@contextmanager
def closed_meanwhile(book: Any, path: Path) -> Iterator[None]:
    """Closes a workbook that has just been saved, and opens it again where the person was, whatever happens.

    Raises LeftAlone where it could not be closed, or not be opened again.
    """
    app, place = book.app, _place_in(book)
    try:
        book.close()
    except Exception as error:
        if is_refusal(error):
            raise
        raise LeftAlone(NOT_CLOSED.format(name=path.name)) from error
    try:
        yield
    finally:
        _go_to(_opened(app, path), place)


def _place_in(book: Any) -> _Place:
    """Where the person is. The workbook comes to the front: only there a program tells what is selected."""
    book.activate()
    sheet, cells = book.sheets.active.name, ""
    with suppress(Exception):  # a chart or a picture is selected: each program has an exception of its own for that
        cells = book.app.selection.address
    return _Place(sheet, cells)


def _opened(app: Any, path: Path) -> Any:
    """The workbook, open. Links to other workbooks are left as they are: nothing is to be asked of the person."""
    for pause in (*PAUSES, None):
        try:
            return app.books.open(str(path), update_links=False, ignore_read_only_recommended=True)
        except Exception as error:
            if pause is None or not is_refusal(error):
                raise LeftAlone(NOT_OPENED.format(name=path.name, folder=path.parent)) from error
            sleep(pause)
    raise AssertionError("the last pause is none")


def _go_to(book: Any, place: _Place) -> None:
    with suppress(Exception):  # the workbook is open: that is what matters
        sheet = book.sheets[place.sheet]
        sheet.activate()
        if place.cells:
            sheet.range(place.cells).select()


# The file, and what is open

Cell = tuple[str, int, int]
"""A sheet's name, row and column."""


def is_alike(opened: Snapshot, file: Snapshot) -> bool:
    """Whether the same was typed into both, cell by cell. What formulas show is each program's own affair, and so is
    which number is a day."""
    shown = {cell for snapshot in (opened, file) for cell in _not_typed(snapshot)}
    seen, kept = (dict(_typed(snapshot, shown)) for snapshot in (opened, file))
    return seen.keys() == kept.keys() and all(_is_same(value, kept[cell]) for cell, value in seen.items())


def _not_typed(snapshot: Snapshot) -> Iterator[Cell]:
    for sheet in snapshot.sheets:
        yield from ((sheet.name.casefold(), *where) for where in (*sheet.formulas, *sheet.errors))


def _typed(snapshot: Snapshot, shown: Collection[Cell]) -> Iterator[tuple[Cell, Value]]:
    for sheet in snapshot.sheets:
        name = sheet.name.casefold()
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row, 1):
                if value != "" and (name, number, column) not in shown:
                    yield (name, number, column), value


def _is_same(one: Value, other: Value) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one.split() == other.split()
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return isclose(one, other)
    return True
