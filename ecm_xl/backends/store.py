"""Files and folders: finding workbooks, saving whole or not at all, finding what comes with the program."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm")
LEFT_OUT_FOLDERS = ("ecm backups",)
PACKAGE = Path(__file__).parent.parent


def workbooks_under(paths: Iterable[Path]) -> list[Path]:
    """Every .xlsx and .xlsm met: files as they are given, folders walked in order, links followed, each once.

    Excel's lock files (`~$...`) and `ECM backups` are left out. What is not there is kept: whoever reads it
    says so.
    """
    found: dict[str, Path] = {}
    for path in paths:
        for workbook in _walk(path, set()) if path.is_dir() else [path]:
            found.setdefault(os.path.realpath(workbook), workbook)
    return list(found.values())


def _walk(folder: Path, above: set[tuple[int, int]]) -> Iterator[Path]:
    try:
        about = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name.casefold())
    except OSError:
        return
    here = (about.st_dev, about.st_ino)
    if here in above:  # a link that leads back up
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name.casefold() not in LEFT_OUT_FOLDERS:
                yield from _walk(entry, above | {here})
        elif entry.suffix.lower() in SUFFIXES and not entry.name.startswith("~$"):
            yield entry


def save_atomically(path: Path, write: Callable[[Path], None], check: Callable[[Path], None] | None) -> None:
    """Writes a file whole or not at all: a temporary file beside it, to the disk, checked, put in its place.

    `write` makes the temporary file, `check` opens it and raises where it is not as it should be.
    Raises OSError; the old file is then as it was.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".ecm-", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        _to_disk(temporary)
        if check is not None:
            check(temporary)
        _as_others(temporary, path)
        os.replace(temporary, path)
        _folder_to_disk(path.parent)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _as_others(temporary: Path, path: Path) -> None:
    """A temporary file may be read by its owner only; the file keeps the permissions it had, or gets the usual ones."""
    try:
        mode = path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    with suppress(OSError):
        temporary.chmod(mode)


def _folder_to_disk(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):  # Windows has no such thing
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def shipped(*parts: str) -> Path:
    """A file or folder that comes with the program: in the installed package, else in the repository.

    Raises FileNotFoundError.
    """
    for place in (PACKAGE / "shipped", PACKAGE.parent / "workbooks"):
        path = place.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(2, "This should have come with the program; install it again", "/".join(parts))
