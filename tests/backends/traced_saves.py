"""Saves that are killed, held or made to fail at a system call, and what is there afterwards.

Run by test_saving_changes as a program of its own: `python -m tests.backends.traced_saves JOB ...` in an empty folder.
"""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from ecm_xl.backends.backups import BACKUP, BESIDE, UNDONE, copies, folder_of
from ecm_xl.backends.saving import put_back, save_change
from ecm_xl.backends.store import SAVING_PREFIX, workbooks_under
from ecm_xl.workbook.saved import LeftAlone
from tests.backends.tracing import Traced

HERE = Path("here")
TARGET = HERE / "Oak.xlsx"
NOW = datetime.fromisoformat("2026-11-25T21:30:05")
LATER = NOW + timedelta(minutes=1)
OLD, NEW, OTHER, LATEST = (word * 20_000 for word in (b"old ", b"new ", b"other ", b"latest "))
OLDER = [b"older %d" % number for number in range(20)]
WHOLE = {OLD, NEW, OTHER, LATEST, *OLDER}
THEIRS = {
    "~$Ash.xlsx": b"",
    "Oak 2026-01-01 10.00.00.xlsx.tmp": b"theirs 1",
    "Oakfield 2026-01-01 10.00.00.xlsx": b"theirs 2",
    "Oak 2026-02-31 10.00.00.xlsx": b"theirs 3",
    "Oak undone.xlsx": b"theirs 4",
    ".ecm-saving-0123.txt": b"of another save",
}
"""Files that look nearly like ours, in both folders."""


@dataclass(frozen=True)
class Situation:
    """What is there before, and what is done."""

    prepare: Callable[[], None]
    act: Callable[[], str]


def is_new(path: Path) -> None:
    """The second reader of these tests."""
    assert path.read_bytes() in WHOLE


def save(after: bytes, before: bytes = OLD) -> str:
    """Saves over a file; how that went, in one word or in the words of the error."""
    try:
        return "beside" if save_change(TARGET, before, after, is_new, NOW).beside else "saved"
    except OSError as error:
        return f"{error.strerror} | {error.filename}"


def undo() -> str:
    """Undoes the last change; how that went."""
    try:
        put_back(TARGET, NOW)
    except LeftAlone:
        return "left alone"
    except OSError as error:
        return f"{error.strerror} | {error.filename}"
    return "undone"


def save_new() -> str:
    """A change of the old file."""
    return save(NEW)


def save_other() -> str:
    """Another change of the old file."""
    return save(OTHER)


def save_present() -> str:
    """A change of what the file holds just now."""
    return save(OTHER, before=TARGET.read_bytes())


CHANGES = {save_new: NEW, save_other: OTHER, save_present: OTHER}


def fresh() -> None:
    """The old file with other people's files around it."""
    shutil.rmtree(HERE, ignore_errors=True)
    HERE.mkdir()
    TARGET.write_bytes(OLD)
    for name, data in THEIRS.items():
        (HERE / name).write_bytes(data)


def with_backups() -> None:
    """The same with twenty backups among other people's files."""
    fresh()
    folder_of(TARGET).mkdir()
    for name, data in THEIRS.items():
        (folder_of(TARGET) / name).write_bytes(data)
    for number, data in enumerate(OLDER):
        (folder_of(TARGET) / f"Oak 2026-11-01 10.00.{number:02}.xlsx").write_bytes(data)


def open_elsewhere() -> None:
    """The same while LibreOffice has the file open."""
    with_backups()
    (HERE / ".~lock.Oak.xlsx#").touch()


SITUATIONS = {
    "first": Situation(fresh, save_new),
    "twenty": Situation(with_backups, save_new),
    "open": Situation(open_elsewhere, save_new),
    "undo": Situation(with_backups, undo),
}


# What is there afterwards


def state() -> str:
    """What the file holds."""
    return {OLD: "old", NEW: "new", OTHER: "other", OLDER[-1]: "older"}.get(TARGET.read_bytes(), "half")


def held(*namings: object) -> list[bytes]:
    """What copies of those kinds hold, the oldest first."""
    places = ((folder_of(TARGET), BACKUP), (folder_of(TARGET), UNDONE), (HERE, BESIDE))
    return [c.path.read_bytes() for folder, kind in places if kind in namings for c in copies(folder, TARGET, kind)]


def left() -> list[Path]:
    """Temporary files."""
    mine = [path for path in HERE.rglob(f"{SAVING_PREFIX}*") if path.name not in THEIRS]
    return sorted(mine)


def faults(before: dict[Path, bytes]) -> Iterator[str]:
    """What must never be: something half, something lost, something of theirs touched."""
    if state() == "half":
        yield "the file is half"
    if not set(held(BACKUP, UNDONE, BESIDE)) <= WHOLE:
        yield "a copy is half"
    everywhere = {TARGET.read_bytes(), *held(BACKUP, UNDONE, BESIDE)}
    beyond = {OLDER[0]} if len(held(BACKUP)) == 20 else set()  # the twenty-first
    if not {before[path] for path in before if path.name not in THEIRS and before[path]} - beyond <= everywhere:
        yield "something is lost"
    theirs = {path: data for path, data in before.items() if path.name in THEIRS}
    if theirs != {path: path.read_bytes() for path in theirs if path.exists()}:
        yield "something of theirs was touched"
    met = [path for path in workbooks_under([HERE]) if path.name not in THEIRS]
    if met != sorted([TARGET, *(copy.path for copy in copies(HERE, TARGET, BESIDE))]):
        yield "a temporary file is met"


def faults_later() -> Iterator[str]:
    """A later save and its undo, on what is there."""
    (HERE / ".~lock.Oak.xlsx#").unlink(missing_ok=True)
    found, untidy = TARGET.read_bytes(), left()
    saved = save_change(TARGET, found, LATEST, is_new, LATER)
    if (saved.path, saved.beside, TARGET.read_bytes()) != (TARGET, "", LATEST):
        yield "a later save does not work"
    if saved.backup is None or saved.backup.read_bytes() != found:
        yield "a later save has no backup"
    if left() != untidy:
        yield "a later save removed what may be another's"
    if put_back(TARGET, LATER).changed_on != LATER or TARGET.read_bytes() != found:
        yield "a later save is not undone"


def files() -> dict[Path, bytes]:
    """Every file in the folder."""
    return {path: path.read_bytes() for path in HERE.rglob("*") if path.is_file()}


# Jobs

Killed = dict[str, object]
"""What is there after a save was killed. `between`: the new file was begun and had not taken its place."""


def killed_at(name: str, number: int) -> Killed | None:
    """What is there when it is killed before that call; None where it came to its end earlier."""
    situation = SITUATIONS[name]
    situation.prepare()
    before = files()
    traced = Traced(situation.act)
    for n, _ in enumerate(traced.calls(), 1):
        if n == number:
            traced.kill()
            break
    else:
        traced.run_on()
        return None
    there: Killed = {"state": state(), "left": len(left()), "backups": len(held(BACKUP)), "beside": len(held(BESIDE))}
    there["between"] = any(path.parent == HERE for path in left())
    return {**there, "faults": [*faults(before), *faults_later()]}


def killed_at_each(name: str) -> list[Killed]:
    """One after another, until the end is reached."""
    came = list[Killed]()
    for number in count(1):
        there = killed_at(name, number)
        if there is None:
            return came
        came.append(there)
    return came


def killed_at_seeded_points(seed: str, points: int) -> list[Killed]:
    """Calls of the situations in which the file is replaced, as they come."""
    draw, came = random.Random(seed), list[Killed]()
    last = {name: len(killed_at_each(name)) for name in ("first", "twenty", "undo")}
    while len(came) < points:
        name = draw.choice(list(last))
        there = killed_at(name, draw.randint(1, last[name]))
        if there is not None:  # how often memory is asked for is not the same each time
            came.append(there)
    return came


def failing_at_each(name: str, error: int) -> list[tuple[str, str, str, int, list[str]]]:
    """Each call that puts something on the disk fails in turn: the call, how the work went, what is there."""
    came = list[tuple[str, str, str, int, list[str]]]()
    for number in count(1):
        situation = SITUATIONS[name]
        situation.prepare()
        before = files()
        traced, failed, seen = Traced(situation.act), "", 0
        for call in traced.calls():
            creates = call.name == "openat" and call.arguments[2] & os.O_CREAT
            seen += bool(creates) or call.name in ("write", "fsync", "mkdir", "link", "rename")
            if seen == number and not failed:
                failed = call.name
                traced.fail(error)
        went = traced.run_on()
        if not failed:
            return came
        came.append((failed, went, state(), len(left()), list(faults(before))))
    return came


def held_at_each(first: Callable[[], str], second: Callable[[], str]) -> list[tuple[str, str, str, list[bytes]]]:
    """The first is held at each of its calls in turn while another program does the second: how both went, what the
    file holds, what is missing."""
    came = list[tuple[str, str, str, list[bytes]]]()
    wanted = [OLD, OLDER[-1], *(CHANGES[work] for work in (first, second) if work in CHANGES)]
    for number in count(1):
        with_backups()
        traced, other = Traced(first), ""
        for n, _ in enumerate(traced.calls(), 1):
            if n == number:
                other = second()
        went = traced.run_on()
        if not other:
            return came
        everywhere = {TARGET.read_bytes(), *held(BACKUP, UNDONE, BESIDE)}
        came.append((went, other, state(), [data[:5] for data in wanted if data not in everywhere]))
    return came


def at_once(rounds: int) -> list[tuple[list[str], str, list[str]]]:
    """Two processes begin to save at the same moment: how they went, what the file holds, what is missing."""
    came = []
    for _ in range(rounds):
        fresh()
        begin, beginning = os.pipe()
        reports = [_beginning_with(begin, beginning, after) for after in (NEW, OTHER)]
        os.close(begin)
        os.close(beginning)  # now
        went = []
        for child, report in reports:
            with open(report, encoding="utf-8") as told:
                went.append(told.read())
            os.waitpid(child, 0)
        everywhere = {TARGET.read_bytes(), *held(BACKUP, BESIDE)}
        missing = [data[:4].decode() for data in (OLD, NEW, OTHER) if data not in everywhere]
        came.append((sorted(went), state(), missing))
    return came


def _beginning_with(begin: int, beginning: int, after: bytes) -> tuple[int, int]:
    """A process that saves as soon as nobody holds the other end of the pipe any more."""
    report, reporting = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(beginning)
        os.read(begin, 1)
        os.write(reporting, save(after).encode())
        os._exit(0)
    os.close(reporting)
    return child, report


JOBS: dict[str, Callable[..., object]] = {
    "killed": killed_at_each,
    "seeded": lambda seed, points: killed_at_seeded_points(seed, int(points)),
    "full": lambda name: failing_at_each(name, errno.ENOSPC),
    "save-held-saved": lambda: held_at_each(save_new, save_other),
    "save-held-undone": lambda: held_at_each(save_new, undo),
    "undo-held-saved": lambda: held_at_each(undo, save_present),
    "at-once": lambda rounds: at_once(int(rounds)),
}


def warm_up() -> None:
    """Whatever is loaded at the first save is loaded: from now on each save makes the same calls."""
    for situation in SITUATIONS.values():
        situation.prepare()
        situation.act()


if __name__ == "__main__":
    job, *words = sys.argv[1:]
    warm_up()
    print(json.dumps(JOBS[job](*words), default=bytes.decode))
