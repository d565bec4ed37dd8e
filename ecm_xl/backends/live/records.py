"""What the last actions changed in open workbooks, for undoing them: kept in the user's own folder, book by book."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ecm_xl.backends.live.values import Given
from ecm_xl.backends.live.writing import Block, Plan, Resize
from ecm_xl.backends.places import Machine, data_folder

KEPT = 20
"""Actions of one workbook that are remembered."""


@dataclass(frozen=True)
class Record:
    """One action: what it was, when, and what it changed."""

    action: str
    when: str
    plan: Plan
    is_whole: bool = True
    """False until all of it is written: the program may refuse in the middle."""


class Records:
    """The actions of one workbook, the last one at the end."""

    def __init__(self, machine: Machine, workbook: str) -> None:
        key = hashlib.sha256(workbook.encode()).hexdigest()[:24]
        self._file = data_folder(machine) / "undo" / f"{key}.json"

    def all(self) -> list[Record]:
        """Every action that is remembered; none where the list can't be read."""
        try:
            said = json.loads(self._file.read_text(encoding="utf-8"))
            return [_record(one) for one in said]
        except (OSError, ValueError, LookupError, TypeError):
            return []

    def add(self, record: Record) -> None:
        """Remembers an action. Raises OSError."""
        self._write([*self.all(), record][-KEPT:])

    def finish_last(self) -> None:
        """All of the last one has been written. Raises OSError."""
        *others, last = self.all()
        self._write([*others, replace(last, is_whole=True)])

    def drop_last(self) -> None:
        """Forgets the last one: it has been undone. Raises OSError."""
        self._write(self.all()[:-1])

    def _write(self, records: Sequence[Record]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._file.with_suffix(".new")
        temporary.write_text(json.dumps([_plain(one) for one in records]), encoding="utf-8")
        temporary.replace(self._file)


def workbook_key(fullname: str, pid: int) -> str:
    """By what a workbook is known: its path, or where it was never saved its title in that very program."""
    return fullname if Path(fullname).is_absolute() or "://" in fullname else f"{pid}:{fullname}"


def _plain(record: Record) -> dict[str, Any]:
    return {
        "action": record.action,
        "when": record.when,
        "is_whole": record.is_whole,
        "blocks": [
            [b.sheet, b.row, b.column, _cells(b.before), _cells(b.after), b.is_as_high_as_its_text]
            for b in record.plan.blocks
        ],
        "tables": [[r.table, r.sheet, r.before, r.after] for r in record.plan.resizes],
    }


def _record(said: dict[str, Any]) -> Record:
    blocks = [
        Block(sheet, row, column, _given(before), _given(after), high)
        for sheet, row, column, before, after, high in said["blocks"]
    ]
    resizes = [Resize(table, sheet, tuple(before), tuple(after)) for table, sheet, before, after in said["tables"]]
    return Record(said["action"], said["when"], Plan(blocks, resizes), bool(said["is_whole"]))


def _cells(rows: list[list[Given]]) -> list[list[object]]:
    return [[[value.isoformat()] if isinstance(value, datetime) else value for value in row] for row in rows]


def _given(rows: list[list[Any]]) -> list[list[Given]]:
    return [[datetime.fromisoformat(value[0]) if isinstance(value, list) else value for value in row] for row in rows]
