"""Dated copies: the backups of a file, what an undo replaced, and a change saved beside the file.

Backups lie in the folder `ECM backups` beside the file. The last 20 are kept, and of what was undone the last 20.
The names tell which file a copy belongs to and when it was made; only what has such a name for that very file is
ever removed. Copies are in the order in which they were made: where the clock went back, the newest date is used
again with the next number.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from ecm_xl.backends.store import BACKUPS, SAVING_PREFIX, folder_to_disk, not_as_written

KEPT = 20
_DATE = r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2})\.([0-9]{2})\.([0-9]{2})"
_NUMBER = r"(?: \(([0-9]{1,6})\))?"


@dataclass(frozen=True, slots=True)
class Naming:
    """What stands before and after the date in a copy's name. No name of one kind is one of another kind too."""

    before: str
    after: str


BACKUP = Naming(" ", "")
UNDONE = Naming(" (undone ", ")")
BESIDE = Naming(" (ECM ", ")")


@dataclass(frozen=True, slots=True, order=True)
class Copy:
    """A dated copy of a file. They sort by age, the oldest first."""

    made_on: datetime
    number: int
    path: Path


def folder_of(target: Path) -> Path:
    """Where a file's backups lie."""
    return target.with_name(BACKUPS)


def copies(folder: Path, target: Path, naming: Naming) -> list[Copy]:
    """The copies of that very file, the oldest first. Links and folders of such a name are somebody else's."""
    shape = re.compile(
        f"{re.escape(target.stem + naming.before)}{_DATE}{re.escape(naming.after)}{_NUMBER}{re.escape(target.suffix)}"
    )
    found: list[Copy] = []
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            named = shape.fullmatch(entry.name)
            if named and entry.is_file(follow_symlinks=False):
                day, hour, minute, second, number = named.groups()
                with suppress(ValueError):  # 31 February is no date of ours
                    made_on = datetime.fromisoformat(f"{day}T{hour}:{minute}:{second}")
                    found.append(Copy(made_on, int(number or 1), folder / entry.name))
    return sorted(found)


@contextmanager
def filled(folder: Path, target: Path, data: bytes) -> Iterator[Path]:
    """A file of those bytes, whole and on the disk, for nobody else to see. It goes at the end unless it was moved."""
    temporary = folder / f"{SAVING_PREFIX}{os.urandom(8).hex()}{target.suffix}"
    try:
        with open(temporary, "xb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if temporary.read_bytes() != data:
            raise not_as_written(temporary)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR)


def make_alike(path: Path, target: Path, more: int = 0) -> None:
    """Gives a file the target's permissions (and `more`), owner and group, as far as this person may give them."""
    with suppress(OSError):  # the target was moved, or the disk knows no permissions
        like = target.stat()
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(path, like.st_uid, like.st_gid)
        os.chmod(path, stat.S_IMODE(like.st_mode) | more)


def settle(temporary: Path, folder: Path, target: Path, naming: Naming, now: datetime) -> Path:
    """Gives the file a dated name that is free, and returns it. Nothing is replaced. Raises OSError."""
    make_alike(temporary, target, stat.S_IWUSR)
    for name in _names(folder, target, naming, now):
        with suppress(FileExistsError):
            _take_free_name(temporary, name)
            folder_to_disk(folder)
            return name
    raise AssertionError("numbers never end")


def _names(folder: Path, target: Path, naming: Naming, now: datetime) -> Iterator[Path]:
    """The names that a copy may take, in order."""
    made_on, first = now.replace(microsecond=0, tzinfo=None), 1
    for newest in copies(folder, target, naming)[-1:]:
        if newest.made_on >= made_on:
            made_on, first = newest.made_on, newest.number + 1
    for number in count(first):
        date = f"{made_on:%Y-%m-%d %H.%M.%S}"
        numbered = f" ({number})" if number > 1 else ""
        yield folder / f"{target.stem}{naming.before}{date}{naming.after}{numbered}{target.suffix}"


def _take_free_name(temporary: Path, name: Path) -> None:
    """Raises FileExistsError where the name is taken: even by another process, at the same moment."""
    try:
        os.link(temporary, name)
    except FileExistsError:
        raise
    except OSError:  # a disk without second names, as memory sticks have it
        with open(name, "xb"):
            pass
        try:
            os.replace(temporary, name)
        except OSError:
            name.unlink(missing_ok=True)
            raise


def keep(target: Path, data: bytes, naming: Naming, now: datetime) -> Path:
    """Keeps those bytes among the file's backups, on the disk when it returns. Raises OSError."""
    folder = folder_of(target)
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        folder_to_disk(folder.parent)
    with filled(folder, target, data) as temporary:
        return settle(temporary, folder, target, naming, now)


def tidy(target: Path, naming: Naming) -> None:
    """Removes the oldest copies of that file beyond those that are kept."""
    with suppress(OSError):  # next time, then
        for copy in copies(folder_of(target), target, naming)[:-KEPT]:
            copy.path.unlink()
