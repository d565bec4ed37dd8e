"""The open workbook as workflows need it: read, changed with a backup, put back, and gone about in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ecm_xl.backends.backups import BACKUP, copies, folder_of, keep, tidy
from ecm_xl.backends.live.program import full_name, is_refusal, kept_quiet, same_place
from ecm_xl.backends.live.reading import Outline, ReadSheet, outline_of, read_book, read_sheet
from ecm_xl.backends.live.records import Record, Records, workbook_key
from ecm_xl.backends.live.values import Given
from ecm_xl.backends.live.writing import Block, Plan, Resize, Rows, held, place_of, plan, reverse, reverse_block
from ecm_xl.backends.places import Machine, data_folder
from ecm_xl.workbook.edits import Edit, EditRefused, Place
from ecm_xl.workbook.saved import LeftAlone, Saved
from ecm_xl.workbook.snapshot import Area, Position, Snapshot

_IN_THE_FILE = (
    "is the last ECM action, and this button does not take it back: the workbook as it was before lies in the folder "
    "ECM backups beside it, and the command ecm-xl undo puts it back once the workbook is closed. "
    "Choose the button again to undo what was done before that"
)

Draw = Callable[[Path], None]
"""Draws a workbook with all that the open one says: the backup of one that was never saved."""


class LiveBook:
    """A workbook that is open in a program (the shape that workflows ask for: `workflows.ports.Editor`).

    `action` is the button's name, for undoing. One click has one of these: it looks at sheets and tables once.
    """

    def __init__(self, book: Any, machine: Machine, action: str, draw: Draw) -> None:
        self._book, self._machine, self._action, self._draw = book, machine, action, draw
        self._read: dict[str, ReadSheet] = {}

    @cached_property
    def _full_name(self) -> str:
        return full_name(self._book)

    @property
    def path(self) -> Path:
        """Where it was last saved; its title where it never was, or where nobody can tell."""
        return Path(self._full_name)

    @cached_property
    def _outline(self) -> Outline:
        return outline_of(self._book)

    def _sheet(self, name: str) -> ReadSheet:
        if name not in self._read:
            self._read[name] = read_sheet(self._outline, self._named(name))
        return self._read[name]

    def _named(self, name: str) -> str:
        found = next((sheet for sheet in self._outline.sheets if sheet.casefold() == name.casefold()), None)
        if found is None:
            raise EditRefused("edit-missing", f"the sheet {name}")
        return found

    # Looking

    def read(self, path: Path, wanted: Collection[str] | None = None) -> Snapshot:
        """What is wanted of the workbook as it stands open. Raises UnreadableWorkbook."""
        return read_book(self._book, self._outline, wanted)

    def active_place(self) -> tuple[str, Position] | None:
        """The sheet and cell where the person is; None where a chart or a picture is selected."""
        with suppress(Exception):  # each program has an exception of its own where no cells are selected
            selected = self._book.app.selection
            return selected.sheet.name, (selected.row, selected.column)
        return None

    def go_to(self, sheet: str, row: int, column: int) -> None:
        """Leads the person to a cell. Raises EditRefused where there is no such sheet, LeftAlone where it is hidden."""
        name = self._named(sheet)
        if name in self._outline.hidden:  # Excel fails there, without a word for a person
            raise LeftAlone(
                f"The sheet {name} is hidden. Right-click a sheet's tab, choose Unhide, then choose the button again"
            )
        with same_place(self._book.app):
            there = self._outline.sheets[name]
            there.activate()
            there.range((row, column)).select()

    # Changing

    def change(self, path: Path, edits: Sequence[Edit], now: datetime) -> tuple[Saved | None, tuple[Place, ...]]:
        """Makes edits in the open workbook, with a backup. None where nothing was to be changed.

        Raises EditRefused, and LeftAlone where no backup can be made: nothing is changed then. Raises LeftAlone too
        where the program stopped in the middle and did not take back what it had done: Undo does that later.
        """
        planned = plan(edits, self._outline.tables, self._sheet, self._outline.totals)
        if planned.is_empty:
            return None, ()
        backup = self._kept(now)
        records = self._records
        try:  # before anything is written: should the program refuse in the middle, it can still be undone
            records.add(Record(self._action, now.isoformat(timespec="seconds"), planned, is_whole=False))
        except OSError as error:
            raise LeftAlone(
                f"What undoing needs could not be kept ({error.strerror}), so nothing was changed"
            ) from error
        with kept_quiet(self._book.app):
            try:
                self._write(planned)
            except EditRefused:
                records.drop_last()
                raise
        records.finish_last()
        return Saved(self.path, backup, ""), ()

    def undo(self) -> Record:
        """Takes back what the last action of ours changed. Raises LeftAlone with the reason where it can't be.

        Actions of which the workbook holds nothing are passed over: it was closed without saving, or the program took
        them back itself.
        """
        remembered = self._records.all()
        for passed_over, last in enumerate(reversed(remembered)):
            if last.plan.is_empty:
                self._drop(passed_over + 1)
                raise LeftAlone(f"{last.action} {_IN_THE_FILE}")
            done = self._done(last)
            if not done.is_empty:
                with kept_quiet(self._book.app):
                    self._write(reverse(done), is_undo=True)
                self._drop(passed_over + 1)
                return last
        raise LeftAlone(
            "There is nothing to undo. "
            "Only what the buttons changed in this workbook under the name that it has now can be undone"
        )

    def _drop(self, number: int) -> None:
        for _ in range(number):
            self._records.drop_last()

    def remember_file(self, now: datetime) -> None:
        """Remembers that the action changed the file while the workbook was closed, so that undoing takes nothing
        older for the last one. A change that is not remembered is no fault of its own: nothing is raised."""
        with suppress(OSError):
            self._records.add(Record(self._action, now.isoformat(timespec="seconds"), Plan([], [])))

    def _done(self, record: Record) -> Plan:
        """What of an action stands in the workbook. Raises LeftAlone where something else was typed there since."""
        tables, totals = self._outline.tables, self._outline.totals
        grown = [
            one
            for one in record.plan.resizes
            if one.table in tables and one.table not in totals and place_of(tables[one.table]) == one.after
        ]
        return Plan([block for block in record.plan.blocks if self._is_done(block, record)], grown)

    @property
    def _records(self) -> Records:
        pid = 0 if self.path.is_absolute() else self._book.app.pid  # a workbook that was closed can't be asked any more
        return Records(self._machine, workbook_key(self._full_name, pid))

    def _is_done(self, block: Block, record: Record) -> bool:
        """Whether the cells hold what was written; False where that never came about. Raises LeftAlone for neither."""
        holds = self._holds(block)
        is_ours = holds in (block.before, block.after) if record.is_whole else self._is_partly(block, record, holds)
        if not is_ours:
            raise LeftAlone(f"{block.sheet} has been changed by hand since the last ECM action: that was not undone")
        return holds != block.before

    def _is_partly(self, block: Block, record: Record, holds: Rows) -> bool:
        """Whether every cell holds what it held or was to hold; in new rows also what the first row's copy left."""
        copies = self._copies(block, record)
        return all(
            cell in (was, to_be) or copies.get(number, [])[at : at + 1] == [cell]
            for number, cells in enumerate(zip(holds, block.before, block.after, strict=True), block.row)
            for at, (cell, was, to_be) in enumerate(zip(*cells, strict=True))
        )

    def _copies(self, block: Block, record: Record) -> dict[int, list[Given]]:
        """New row → what it holds once the table's first row has been copied there."""
        found: dict[int, list[Given]] = {}
        for resize in record.plan.resizes:
            if resize.sheet != block.sheet or resize.new_rows is None or resize.after[1] != block.column:
                continue
            first = resize.after[0] + 1
            (now,) = held(self._sheet(block.sheet), (first, resize.after[1], first, resize.after[3]))
            copied = block.before[0] if block.row == first else now
            found |= dict.fromkeys(range(resize.new_rows[0], resize.new_rows[2] + 1), copied)
        return found

    def _holds(self, block: Block) -> Rows:
        bottom, right = block.row + len(block.after) - 1, block.column + len(block.after[0]) - 1
        return held(self._sheet(block.sheet), (block.row, block.column, bottom, right))

    def _write(self, planned: Plan, *, is_undo: bool = False) -> None:
        """All of it or nothing. Raises EditRefused where the program does not let a sheet be changed, LeftAlone where
        it does not let it be put back either. Rows that come back to a table have a look of their own already."""
        resized: list[Resize] = []
        try:
            for resize in planned.resizes:
                resized.append(resize)  # it may be half done when it fails
                self._resize(resize.sheet, resize.table, resize.after)
                if not is_undo:
                    self._look_alike(resize)
            for block in planned.blocks:
                self._fill(block)
        except Exception as error:
            if is_refusal(error):
                raise
            self._take_back(planned, resized)
            raise EditRefused("edit-not-let", sheet=planned.blocks[0].sheet if planned.blocks else "") from error

    def _take_back(self, planned: Plan, resized: Sequence[Resize]) -> None:
        """Everything as it was before. Raises LeftAlone where it is not: a person is never told that nothing was
        changed unless that has been looked at."""
        for resize in resized:
            with suppress(Exception):  # the rest is to be tried all the same
                self._resize(resize.sheet, resize.table, resize.before)
        for block in self._changed(planned):
            with suppress(Exception):
                self._fill(reverse_block(block))
        for block in self._changed(planned):
            raise LeftAlone(
                f"The sheet {block.sheet} could be changed only in part. "
                "Unprotect it if it is protected, then choose Undo last ECM action before you type there"
            )

    def _changed(self, planned: Plan) -> list[Block]:
        """Blocks that do not hold what they held, looked at anew."""
        self._read.clear()
        return [block for block in planned.blocks if self._holds(block) != block.before]

    def _look_alike(self, resize: Resize) -> None:
        """New rows look as the table's first one: its cells are copied, and what they hold is written next."""
        if resize.new_rows is not None:
            there, (top, left, _, right), (first, _, last, _) = (
                self._outline.sheets[resize.sheet],
                resize.after,
                resize.new_rows,
            )
            there.range((top + 1, left), (top + 1, right)).copy(there.range((first, left), (last, right)))

    def _resize(self, sheet: str, table: str, area: Area) -> None:
        there = self._outline.sheets[sheet]
        there.tables[table].resize(there.range(area[:2], area[2:]))

    def _fill(self, block: Block) -> None:
        there = self._outline.sheets[self._named(block.sheet)]
        bottom, right = block.row + len(block.after) - 1, block.column + len(block.after[0]) - 1
        cells = there.range((block.row, block.column), (bottom, right))
        cells.value = block.after
        if block.is_as_high_as_its_text:
            cells.rows.autofit()

    # The backup

    def keep_file(self, now: datetime) -> Path:
        """The copy of the file as it was last saved. Raises LeftAlone."""
        return self._kept(now)

    def _kept(self, now: datetime) -> Path:
        try:
            is_file = self.path.is_absolute() and self.path.is_file()
            return self._keep_file(now) if is_file else self._keep_drawn(now)
        except OSError as error:
            raise LeftAlone(f"No backup could be made ({error.strerror or error}), so nothing was changed") from error

    def _keep_file(self, now: datetime) -> Path:
        """The file as it was last saved; once, however often it is asked for."""
        data = self.path.read_bytes()
        for newest in copies(folder_of(self.path), self.path, BACKUP)[-1:]:
            if newest.path.read_bytes() == data:
                return newest.path
        made = keep(self.path, data, BACKUP, now)
        tidy(self.path, BACKUP)
        return made

    def _keep_drawn(self, now: datetime) -> Path:
        """What a workbook says that was never saved, in the user's own folder."""
        folder = data_folder(self._machine)
        title = "".join(sign if sign.isalnum() or sign in " -_" else "_" for sign in self.path.stem)[:80] or "workbook"
        target = folder / f"{title}.xlsx"
        folder.mkdir(parents=True, exist_ok=True)
        drawn = folder / f".{title}.drawn.xlsx"
        try:
            self._draw(drawn)
            made = keep(target, drawn.read_bytes(), BACKUP, now)
        finally:
            drawn.unlink(missing_ok=True)
        tidy(target, BACKUP)
        return made
