"""Reading in a process of its own: whatever a workbook does to its reader, the program goes on.

One file is read by one plain child process; many by a pool that replaces a worker which died
or took too long. Where the system can (not on Windows), a worker may use a gigabyte of memory and no more.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from pathlib import Path
from typing import TypeVar

import ecm_xl
from ecm_xl.workbook.snapshot import Snapshot, UnreadableWorkbook

MEMORY = 1 << 30
"""Bytes of address space that a worker may use."""

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")


def limit_memory() -> None:
    """Sets this process's memory limit where the system has one."""
    try:
        import resource
    except ImportError:  # Windows: the preflight's bounds are the guard
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def read_alone(path: Path, wanted: Collection[str] | None = None, seconds: float = 10.0) -> Snapshot:
    """Reads one file in a child process. Raises UnreadableWorkbook, also where the child dies or takes too long."""
    words = [sys.executable, "-P", "-m", "ecm_xl.backends.reader", str(path.absolute()), *(wanted or ())]
    try:
        child = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise UnreadableWorkbook("file-too-slow", f"{seconds:g} seconds") from None
    if child.returncode != 0 or not child.stdout:
        raise UnreadableWorkbook("file-reader-stopped")
    answer = pickle.loads(child.stdout)  # noqa: S301  # written by our own child
    if isinstance(answer, Snapshot):
        return answer
    raise UnreadableWorkbook(*answer)


def _environment() -> dict[str, str]:
    """The child finds this very package, installed or not."""
    here = str(Path(ecm_xl.__file__).parent.parent)
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def run_many(
    function: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    seconds: float,
    stopped: Callable[[T, str], S],
) -> Iterator[R | S]:
    """The function's result for each item, in order, from a pool of processes.

    Where a worker took too long or died, `stopped(item, code)` stands in the result's place. The
    function must be picklable.
    """
    from pebble import ProcessExpired, ProcessPool

    context = multiprocessing.get_context("spawn")  # the only way that every system has
    with ProcessPool(max_workers=min(jobs, max(len(items), 1)), initializer=limit_memory, context=context) as pool:
        futures = [pool.schedule(function, args=[item], timeout=seconds) for item in items]
        for item, future in zip(items, futures, strict=True):
            try:
                yield future.result()
            except TookTooLong:
                yield stopped(item, "file-too-slow")
            except ProcessExpired:
                yield stopped(item, "file-reader-stopped")
