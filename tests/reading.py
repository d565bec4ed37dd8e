"""Reading in a child, and in this process where no child is under test: starting one costs ten times the reading."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import pytest

from ecm_xl.backends import disk
from ecm_xl.backends.isolate import Reading
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.workbook.snapshot import Snapshot


def read_alone(path: Path, wanted: Collection[str] | None = None, seconds: float = 10.0) -> Snapshot:
    """`read_snapshot` in a child process, begun and waited for."""
    return Reading(path, wanted).result(seconds)


class ReadHere:
    """What `isolate.Reading` does, without a child."""

    def __init__(self, path: Path, wanted: Collection[str] | None = None) -> None:
        self._path, self._wanted = path, wanted

    def result(self, _seconds: float) -> Snapshot:
        return read_snapshot(self._path, self._wanted)


def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """One file and many are read here."""
    monkeypatch.setattr(disk, "Reading", ReadHere)
    monkeypatch.setattr(disk, "run_many", _each)


def _each(function: Callable[[object], object], items: Iterable[object], *_: object) -> Iterator[object]:
    return map(function, items)
