"""A worker that dies or hangs on one file does not stop the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ecm_xl.backends import disk
from ecm_xl.backends.disk import Disk
from ecm_xl.core.results import FileResult
from ecm_xl.workflows.examine import examine_files

WAYS = '''
"""What happens in the worker, by the file's name. A module of its own: workers must be able to import it."""

import os
import threading

from ecm_xl.core.results import FileResult, Status


def examine(read, path):
    if "dies" in path.name:
        os._exit(9)
    if "hangs" in path.name:
        threading.Event().wait()
    if "raises" in path.name:
        raise RuntimeError("the floor gave way")
    if "eats" in path.name:
        return bytearray(1 << 40)
    return FileResult(str(path), Status.JUDGED, {"worker": str(os.getpid())})
'''


@pytest.fixture
def ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The module of ways to go wrong."""
    (tmp_path / "ways_to_go_wrong.py").write_text(WAYS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield import_module("ways_to_go_wrong").examine
    sys.modules.pop("ways_to_go_wrong", None)


def results(examine: Any, names: list[str], jobs: int) -> list[tuple[str, str]]:
    """Each file's name with what became of it, in the order in which they came."""
    found = []
    for one in Disk().examine_many(examine, [Path(name) for name in names], jobs):
        if isinstance(one, FileResult):
            found.append((one.file, one.status.value))
        else:
            found.append((str(one[0]), one[1]))
    return found


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_that_dies_takes_only_its_own_file_with_it(ways: Callable[..., object], jobs: int) -> None:
    assert results(ways, ["a", "dies 1", "b", "dies 2", "c"], jobs) == [
        ("a", "judged"),
        ("dies 1", "file-reader-stopped"),
        ("b", "judged"),
        ("dies 2", "file-reader-stopped"),
        ("c", "judged"),
    ]


def test_a_worker_that_hangs_is_stopped_and_the_others_go_on(
    ways: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "SECONDS", 2.0)
    assert results(ways, ["a", "hangs", "b", "c"], 2) == [
        ("a", "judged"),
        ("hangs", "file-too-slow"),
        ("b", "judged"),
        ("c", "judged"),
    ]


def test_a_worker_that_fails_or_runs_out_of_memory_takes_only_its_own_file_with_it(
    ways: Callable[..., object],
) -> None:
    assert results(ways, ["raises", "a", "eats", "b"], 2) == [
        ("raises", "file-reader-stopped"),
        ("a", "judged"),
        ("eats", "file-reader-stopped"),
        ("b", "judged"),
    ]


def test_a_stopped_file_is_a_finding_among_the_batchs_results(
    ways: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecm_xl.workflows.examine.partial", lambda *_, **__: ways)
    paths = [Path("a"), Path("dies"), Path("b")]
    came = list(examine_files(Disk(), paths, date(2026, 7, 10), 2))
    assert [(r.file, r.status.value, [f.code for f in r.findings]) for r in came] == [
        ("a", "judged", []),
        ("dies", "unreadable", ["file-reader-stopped"]),
        ("b", "judged", []),
    ]


def test_the_work_is_done_in_other_processes(ways: Callable[..., object]) -> None:
    workers = {
        one.details["worker"]
        for one in Disk().examine_many(ways, [Path("a"), Path("b")], 1)  # type: ignore[arg-type]
        if isinstance(one, FileResult)
    }
    assert len(workers) == 1
    assert str(os.getpid()) not in workers
