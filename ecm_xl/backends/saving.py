"""Saving into a file that a person owns, and undoing it.

At any moment the file is the old one or the new one, whole, and what is replaced has been kept before. The file is
left alone where it is open elsewhere, may only be read, was saved by somebody else meanwhile, or where no backup can
be made: a change is then saved beside it, with the reason; an undo says the reason and changes nothing.

The steps of a change: a temporary file in the same folder, on the disk, read by a second reader; a look at the file;
a backup; another look; the temporary file takes the place. From look to place the file is ours alone among programs
of ours (`alone`). Another program that saves between the last look and the next step, within a thousandth of a
second, can't be seen: no system offers a replacement on condition.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ecm_xl.backends.backups import (
    BACKUP,
    BESIDE,
    UNDONE,
    Copy,
    Naming,
    copies,
    filled,
    folder_of,
    keep,
    make_alike,
    settle,
    tidy,
)
from ecm_xl.backends.store import BACKUPS, SAVING_PREFIX, folder_to_disk
from ecm_xl.workbook.saved import LeftAlone, Saved, Undone

OPEN_MARKS = {"~${name}": "Excel", ".~lock.{name}#": "LibreOffice"}
"""What a program puts beside a file while it has it open. One that was left behind looks the same: a person decides."""

OPEN = (
    "{name} seems to be open in {program}. Close it there and try again. "
    "If it is not open anywhere, delete the file '{mark}' beside it"
)
READ_ONLY = "{name} may only be read, not changed. Allow changes to it, or work on a copy of it"
CHANGED = "{name} was saved by somebody else at the same time and is as they left it. Look at it before you try again"
GONE = "{name} is no longer where it was"
NO_FILE = "There is no file called {name}. If it was removed, copy one of its backups from the folder '{folder}'"
NO_BACKUP = "No backup of {name} could be made in the folder '{folder}' ({why})"
REFUSED = "This computer did not let {name} be replaced ({why}). It may be open in another program: close it there"
NOTHING_TO_UNDO = (
    "There is nothing to undo: the folder '{folder}' holds no earlier state of {name}. "
    "One is kept there whenever ecm-xl changes the file"
)

PLAIN_WORDS = {
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "The room that you have on this disk is used up",
    errno.EFBIG: "There is no room for a file of this size",
    errno.EACCES: "This computer does not allow anything to be saved in this folder",
    errno.EPERM: "This computer does not allow anything to be saved in this folder",
    errno.EROFS: "This disk can only be read",
    errno.EEXIST: "There is a file of that name",
    errno.ENAMETOOLONG: "The file's name is too long: give it a shorter one",
}
"""What people understand → in place of what the system says."""

Check = Callable[[Path], None]
"""Reads a file again before it counts. Raises where it is not what was meant."""


# A change


def save_change(path: Path, before: bytes, after: bytes, check: Check, now: datetime) -> Saved:
    """Puts `after` in the place of `before`, with a backup; beside the file where it must be left alone.

    `check` looks at the new file first and may raise: nothing is saved then. Raises OSError with plain words where
    nothing can be saved, not even beside. Nothing is done where nothing has changed.
    """
    if after == before:
        return Saved(path, None, "")
    target = Path(os.path.realpath(path))  # a link stays a link
    try:
        with filled(target.parent, target, after) as temporary:
            check(temporary)
            try:
                backup = _exchange(path, target, temporary, before, BACKUP, now)
            except LeftAlone as reason:
                beside = settle(temporary, target.parent, target, BESIDE, now)
                return Saved(_as_given(path, target, beside), None, str(reason))
    except OSError as error:
        raise _plain(error, path) from error
    tidy(target, BACKUP)
    return Saved(path, _as_given(path, target, backup), "")


def _exchange(path: Path, target: Path, temporary: Path, before: bytes, naming: Naming, now: datetime) -> Path:
    """Puts the temporary file in the target's place once `before` is kept, and returns where. Raises LeftAlone."""
    _look(path, target, before)
    with alone(path, target):
        kept = _kept(path, target, before, naming, now)
        try:
            _look(path, target, before)
            _take_place(path, target, temporary)
        except LeftAlone:
            with suppress(OSError):
                kept.unlink()  # it would be put back by the next undo, though nothing was done
            raise
    folder_to_disk(target.parent)
    return kept


def _look(path: Path, target: Path, before: bytes) -> None:
    """Raises LeftAlone where the file is not to be replaced."""
    for place in (path, target):
        for pattern, program in OPEN_MARKS.items():
            mark = place.with_name(pattern.format(name=place.name))
            if os.path.lexists(mark):
                raise LeftAlone(OPEN.format(name=path.name, program=program, mark=mark.name))
    try:
        found = target.read_bytes()
    except FileNotFoundError:
        raise LeftAlone(GONE.format(name=path.name)) from None
    except OSError as error:
        raise LeftAlone(REFUSED.format(name=path.name, why=error.strerror)) from error
    if not os.access(target, os.W_OK):
        raise LeftAlone(READ_ONLY.format(name=path.name))
    if found != before:
        raise LeftAlone(CHANGED.format(name=path.name))


def _kept(path: Path, target: Path, before: bytes, naming: Naming, now: datetime) -> Path:
    try:
        return keep(target, before, naming, now)
    except OSError as error:
        why = _words(error)
        raise LeftAlone(NO_BACKUP.format(name=path.name, folder=BACKUPS, why=why[0].lower() + why[1:])) from error


def _take_place(path: Path, target: Path, temporary: Path) -> None:
    try:
        make_alike(temporary, target)
        os.replace(temporary, target)
    except OSError as error:  # on Windows: another program has it open
        raise LeftAlone(REFUSED.format(name=path.name, why=error.strerror)) from error


@contextmanager
def alone(path: Path, target: Path) -> Iterator[None]:
    """Keeps other programs of ours from replacing the file meanwhile. Raises LeftAlone where one is at it.

    It ends with the program, however that ends. Where a network folder knows no such thing, it does nothing.
    """
    if sys.platform == "win32":
        with _marked(path, target):
            yield
        return
    try:
        handle = os.open(target, os.O_RDWR)
    except OSError as error:
        raise LeftAlone(REFUSED.format(name=path.name, why=error.strerror)) from error
    try:
        with suppress(OSError):
            _lock(handle, path)
        if not os.path.samestat(os.fstat(handle), os.stat(target)):
            raise LeftAlone(CHANGED.format(name=path.name))
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LeftAlone(CHANGED.format(name=path.name)) from None


@contextmanager
def _marked(path: Path, target: Path) -> Iterator[None]:
    """The same on Windows, where a file that is open can't be replaced: a mark that the system removes with us."""
    flags = os.O_CREAT | os.O_EXCL | getattr(os, "O_TEMPORARY", 0)
    try:
        handle = os.open(target.with_name(f"{SAVING_PREFIX}{target.name}.lock"), flags)
    except (FileExistsError, PermissionError):
        raise LeftAlone(CHANGED.format(name=path.name)) from None
    try:
        yield
    finally:
        os.close(handle)


# Undoing it


def put_back(path: Path, now: datetime) -> Undone:
    """Puts the last backup in the file's place and keeps what it replaces; doing so again goes one step further back.

    A backup that holds what the file holds now (a save was interrupted) is no step. Raises LeftAlone where there is
    no step back or the file must be left alone, OSError with plain words where nothing can be saved.
    """
    target = Path(os.path.realpath(path))
    try:
        found = _found(path, target)
        older, last, same = _steps_back(path, target, found)
        with filled(target.parent, target, last.path.read_bytes()) as temporary:
            kept = _exchange(path, target, temporary, found, UNDONE, now)
    except OSError as error:
        raise _plain(error, path) from error
    for used in (last, *same):
        with suppress(OSError):
            used.path.unlink()
    tidy(target, UNDONE)
    return Undone(path, last.made_on, _as_given(path, target, kept), len(older))


def _found(path: Path, target: Path) -> bytes:
    try:
        return target.read_bytes()
    except FileNotFoundError:
        raise LeftAlone(NO_FILE.format(name=path.name, folder=BACKUPS)) from None


def _steps_back(path: Path, target: Path, found: bytes) -> tuple[list[Copy], Copy, list[Copy]]:
    """The last backup that differs from what was found, those before it, and those after it."""
    older, same = copies(folder_of(target), target, BACKUP), list[Copy]()
    while older:
        last = older.pop()
        if last.path.read_bytes() != found:
            return older, last, same
        same.append(last)
    raise LeftAlone(NOTHING_TO_UNDO.format(name=path.name, folder=BACKUPS))


# What both say


def _as_given(path: Path, target: Path, made: Path) -> Path:
    """A place near the file, from where the person sees it."""
    same_folder = Path(os.path.realpath(path.parent)) == target.parent
    return path.parent / made.relative_to(target.parent) if same_folder else made


def _words(error: OSError) -> str:
    return PLAIN_WORDS.get(error.errno or 0, error.strerror or str(error))


def _plain(error: OSError, path: Path) -> OSError:
    """The error in plain words, about the file that the person knows."""
    return OSError(error.errno, _words(error), str(path))
