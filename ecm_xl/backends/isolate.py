"""Reading in a process of its own, so that no file can bring down or hold up the program.

One file: `Reading` is a plain child. Many: `run_many` keeps a pool whose workers may be killed by a
file or stopped for taking too long; the others go on. Both limit their memory: see `reader.memory`.
"""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import ecm_xl
from ecm_xl.backends.reader.memory import limit_memory
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, TablePlace, UnreadableWorkbook

if TYPE_CHECKING:  # a pool is made for many files only
    from pebble import ProcessFuture

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_TOGETHER = 8
"""Items that are handed to a worker at a time."""
POOLS_IN_VAIN = 3
"""Pools of its own that an item may break before it is given up."""
TOO_SLOW, STOPPED = "file-too-slow", "file-reader-stopped"
_READER = "ecm_xl.backends.reader"
_PACKAGE_FOLDER = Path(ecm_xl.__file__).resolve().parent.parent
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows a console would flash up


# One file


class Reading:
    """A child process that reads one file: it has begun, and the program may go on meanwhile."""

    def __init__(self, path: Path, wanted: Collection[str] | None = None) -> None:
        names = [] if wanted is None else sorted(wanted) or [""]
        # Our own Python on our own module, started from a list, no shell.
        self._child = subprocess.Popen(  # nosec B603
            [sys.executable, "-P", "-m", _READER, os.fspath(path), *names],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            creationflags=_NO_WINDOW,
        )

    def result(self, seconds: float) -> Snapshot:
        """What it has read, in at most so many seconds. Raises UnreadableWorkbook, whatever the file does to it."""
        with self._child as child:
            try:
                answer, errors = child.communicate(timeout=seconds)
            except subprocess.TimeoutExpired as error:
                child.kill()
                raise UnreadableWorkbook(TOO_SLOW, _in_words(seconds)) from error
            except BaseException:  # a person may stop the program
                child.kill()
                raise
        if child.returncode != 0:
            _say("the reader ended with %s: %s", child.returncode, errors.decode(errors="replace"))
            raise UnreadableWorkbook(STOPPED)
        return _snapshot(answer)


def _environment() -> dict[str, str]:
    """Ours, with the package's folder to be found first: it need not be installed."""
    known = os.environ.get("PYTHONPATH")
    folders = [str(_PACKAGE_FOLDER), *([known] if known else [])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}


def _say(words: str, *details: object, exc_info: bool = False) -> None:
    """For whoever looks for the reason of a failure. Only then is logging loaded: it takes as long as reading."""
    import logging

    logging.getLogger(__name__).info(words, *details, exc_info=exc_info)


def _in_words(seconds: float) -> str:
    """10.0 → '10 seconds'."""
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"


class _Answers(pickle.Unpickler):
    """Reads the child's answer. It has handled a stranger's file, so it may name plain data only."""

    _ALLOWED = {(kind.__module__, kind.__qualname__): kind for kind in (Snapshot, SheetSnapshot, TablePlace)} | {
        (kind.__module__, kind.__qualname__): kind for kind in (date, datetime, time, timedelta, frozenset)
    }

    def find_class(self, module: str, name: str, /) -> Any:
        """The class, if it is one that a snapshot is made of."""
        try:
            return self._ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a snapshot") from None


def _snapshot(answer: bytes) -> Snapshot:
    """What the child found, or the exception that it reports."""
    try:
        said = _Answers(io.BytesIO(answer)).load()
    except Exception as error:  # bytes that are no pickle may raise anything
        raise UnreadableWorkbook(STOPPED) from error
    match said:
        case ("ok", Snapshot() as found):
            return found
        case ("unreadable", str(code), str(detail)):
            raise UnreadableWorkbook(code, detail)
    raise UnreadableWorkbook(STOPPED)


# Many files


def run_many(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int,
    seconds: float,
    stopped: Callable[[Item, str], Result],
) -> Iterator[Result]:
    """`function` of each item, in the items' order, each as soon as it and those before it are ready.

    An item that takes longer than `seconds`, or brings its worker down, yields `stopped(item, code)`.
    `function` is at a module's top level, or a functools.partial of one that is: it goes to other processes.
    """
    from concurrent.futures import BrokenExecutor  # what a pool takes is loaded for many files only

    waiting, in_vain = list(items), 0
    while waiting:
        done = 0
        # A worker that dies between two items takes pebble's whole pool with it. If nothing was done till then, who
        # is at fault can't be told: the next pool is the first item's alone.
        some = waiting[:1] if in_vain else waiting
        try:
            for result in _one_pool(function, some, jobs, seconds, stopped):
                done += 1
                yield result
        except BrokenExecutor:
            _say("the pool broke and is made anew")
        in_vain = 0 if done else in_vain + 1
        if in_vain > POOLS_IN_VAIN:
            yield stopped(waiting[0], STOPPED)
            in_vain, done = 0, 1
        waiting = waiting[done:]


def _one_pool(
    function: Callable[[Item], Result],
    items: list[Item],
    jobs: int,
    seconds: float,
    stopped: Callable[[Item, str], Result],
) -> Iterator[Result]:
    """`run_many` until the items or the pool come to an end."""
    import multiprocessing

    from pebble import ProcessPool

    # spawn: the same on every system, and no worker inherits a lock that another thread holds.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPool(max_workers=max(1, jobs), initializer=limit_memory, context=context)

    def schedule(some: list[Item]) -> ProcessFuture[list[list[Result]]]:
        return pool.schedule(_attempt, (function, some), timeout=seconds)

    try:
        for some, task in [(some, schedule(some)) for some in _bundles(items, jobs)]:
            done = _results(some, task, stopped)
            if done is not None:
                yield from done
                continue
            for item in some:  # one of them is at fault: each by itself
                yield from _results([item], schedule([item]), stopped) or ()
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _bundles(items: list[Item], jobs: int) -> list[list[Item]]:
    """The items a few at a time (handing over one by one takes as long as a small file), every worker with several."""
    size = max(1, min(MOST_TOGETHER, len(items) // (4 * max(1, jobs))))
    return [items[place : place + size] for place in range(0, len(items), size)]


def _results(
    items: list[Item], task: ProcessFuture[list[list[Result]]], stopped: Callable[[Item, str], Result]
) -> list[Result] | None:
    """What came of items that were handed over together; None where several were and it can't be told which failed."""
    from concurrent.futures import TimeoutError as TookTooLong

    from pebble import ProcessExpired

    try:
        found: list[list[Result]] = task.result()
    except (TookTooLong, ProcessExpired) as error:
        code = TOO_SLOW if isinstance(error, TookTooLong) else STOPPED
        return [stopped(items[0], code)] if len(items) == 1 else None
    return [done[0] if done else stopped(item, STOPPED) for item, done in zip(items, found, strict=True)]


def _attempt(function: Callable[[Item], Result], items: list[Item]) -> list[list[Result]]:
    """Runs in the worker: each item's one result, or nothing where it fails."""
    return [_one(function, item) for item in items]


def _one(function: Callable[[Item], Result], item: Item) -> list[Result]:
    """An exception stays in the worker: some can't be sent, and sending one of those breaks the pool."""
    try:
        return [function(item)]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # calamine's panics are no Exceptions
        _say("a task failed", exc_info=True)
        return []
