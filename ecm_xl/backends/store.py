"""Files and folders: which workbooks there are, saving without half-written files, what the wheel carries.

Saving into a file that a person owns, with backups: `saving`.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import ecm_xl

SUFFIXES = (".xlsx", ".xlsm")
BACKUPS = "ECM backups"
_LOCK_PREFIX = "~$"  # Excel's mark beside a file that is open
SAVING_PREFIX = ".ecm-saving-"  # ours, left behind only if the computer stops during a save
_PACKAGE = Path(ecm_xl.__file__).resolve().parent


# Which workbooks there are


def workbooks_under(paths: Iterable[Path]) -> list[Path]:
    """Every workbook that the paths name or hold, each once, folders in the order of their names.

    A path to a file is kept whatever it is, and so is one that does not exist: the reader says what is wrong
    with it. Left out are Excel's lock files and the backups' folders.
    """
    found: dict[str, Path] = {}
    seen: set[tuple[int, int]] = set()
    for path in paths:
        for workbook in _under(path, seen):
            found.setdefault(os.path.normcase(os.path.realpath(workbook)), workbook)
    return list(found.values())


def _under(start: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    """The workbooks at or below one path. `seen` holds folders already walked: links may lead in circles."""
    waiting = [start]
    while waiting:  # not by recursion: folders may be nested very deep
        path = waiting.pop()
        if _left_out(path):
            continue
        if not os.path.isdir(path):  # Path.is_dir raises where a folder may be listed but not entered
            if path == start or path.suffix.casefold() in SUFFIXES:
                yield path
            continue
        try:
            here = path.stat()
            inside = [] if (here.st_dev, here.st_ino) in seen else sorted(path.iterdir())
        except OSError:
            yield path  # a folder that may not be opened: the reader says so
            continue
        seen.add((here.st_dev, here.st_ino))
        waiting += reversed(inside)


def _left_out(path: Path) -> bool:
    """Lock files, what a save left behind, and the folders of backups."""
    return path.name.startswith((_LOCK_PREFIX, SAVING_PREFIX)) or (
        path.name.casefold() == BACKUPS.casefold() and os.path.isdir(path)
    )


# Saving


def save_atomically(path: Path, write: Callable[[Path], None], check: Callable[[Path], None] | None = None) -> None:
    """Writes a file so that at any moment either the old one or the new one is there, whole.

    `write` fills a temporary file in the same folder; `check` may look at it and raise; then it takes
    the file's place. On any failure the old file stays and the temporary one goes.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "The file may only be read, not changed", str(path))
    temporary = target.with_name(f"{SAVING_PREFIX}{os.urandom(8).hex()}{target.suffix}")
    try:
        temporary.touch(exist_ok=False)
        write(temporary)
        _to_disk(temporary)
        if check is not None:
            check(temporary)
        if target.exists():
            shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except OSError as error:  # it names the temporary file, which nobody has heard of
        temporary.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder_to_disk(target.parent)


def _to_disk(path: Path) -> None:
    """Waits until the file's bytes are on the disk: a rename may get there before them."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def folder_to_disk(folder: Path) -> None:
    """The same for the folder's list of names, where a folder can be opened. Some network folders can't; the file
    itself is on the disk by then."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def not_as_written(path: Path) -> OSError:
    """The error to raise where a file does not hold what was put into it."""
    return OSError(errno.EIO, "What the disk gave back after saving is not what was written", str(path))


# What the wheel carries


def shipped(*parts: str) -> Path:
    """A built file that comes with the program: in the installed package, else in the repository.

    An editable install carries none of them (hatchling's force-include does nothing there).
    """
    for folder in (_PACKAGE / "shipped", _PACKAGE.parent / "workbooks"):
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    missing = "This should have come with the program; install it again"
    raise FileNotFoundError(errno.ENOENT, missing, "/".join(parts))
