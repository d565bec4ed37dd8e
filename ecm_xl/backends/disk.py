"""The backend of the command line: files on disk, readers in processes of their own."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from ecm_xl.backends.isolate import TOO_SLOW, Reading, run_many
from ecm_xl.backends.store import not_as_written, save_atomically, shipped, workbooks_under
from ecm_xl.workbook.snapshot import Snapshot, UnreadableWorkbook

if TYPE_CHECKING:  # a command loads them while its file is being read
    from datetime import datetime

    from ecm_xl.core.results import FileResult
    from ecm_xl.workbook.book import Book
    from ecm_xl.workbook.edits import Edit, Edited, Place
    from ecm_xl.workbook.saved import Saved, Undone

    Examine = Callable[[Callable[[Path, frozenset[str] | None], Snapshot], Path], FileResult]

SECONDS = 10.0
"""How long a workbook may take to read."""


Stamp = tuple[int, int, int]
"""Which file it is, when it was last saved and how long it is: what changes with any save."""


class Disk:
    """Workbooks as files (the shape that workflows ask for: `workflows.ports.Backend`)."""

    def __init__(self) -> None:
        self._begun: tuple[Path, Reading] | None = None
        self._seen: dict[Path, Stamp | None] = {}

    def begin(self, path: Path) -> None:
        """Begins to read a whole file that will be asked for next: the program gets itself ready meanwhile."""
        self._seen[path] = _stamp(path)
        self._begun = path, Reading(path)

    def read(self, path: Path, wanted: frozenset[str] | None = None) -> Snapshot:
        """Reads one file in a process of its own. Raises UnreadableWorkbook."""
        begun, self._begun = self._begun, None
        if begun is not None and begun[0] == path:
            try:
                return begun[1].result(SECONDS)
            except UnreadableWorkbook as error:
                if error.code == TOO_SLOW:
                    raise  # else it may be due to a sheet that is not wanted
        self._seen.setdefault(path, _stamp(path))
        return self._read(path, wanted)

    def _read(self, path: Path, wanted: frozenset[str] | None) -> Snapshot:
        """In a process of its own. Raises UnreadableWorkbook."""
        return Reading(path, wanted).result(SECONDS)

    def change(self, path: Path, edits: Sequence[Edit], now: datetime) -> tuple[Saved | None, tuple[Place, ...]]:
        """Makes edits in a file that was read before, with a backup; and the formulas that were left alone.

        None where nothing was to be changed. Raises EditRefused, LeftAlone where the file has been saved by somebody
        else since it was read, and OSError.
        """
        before, edited = self._edited(path, edits, is_copy=False)
        if edited.data == before:
            return None, edited.formulas_kept
        return self.save_change(path, before, edited.data, _nothing_more, now), edited.formulas_kept

    def write_copy(self, path: Path, edits: Sequence[Edit], out: Path) -> None:
        """The file with edits, under another name. Raises as `change` does."""
        _, edited = self._edited(path, edits, is_copy=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        save_atomically(out, partial(_write_bytes, edited.data), _opens)

    def _edited(self, path: Path, edits: Sequence[Edit], *, is_copy: bool) -> tuple[bytes, Edited]:
        """The file's bytes, if they are still what was read, and what the edits make of them."""
        from ecm_xl.backends.editor import edit  # its parser of trees is loaded when something is changed
        from ecm_xl.backends.reader.preflight import read_bytes
        from ecm_xl.workbook.edits import EditRefused
        from ecm_xl.workbook.saved import LeftAlone

        try:
            before = read_bytes(path)
            if _stamp(path) != self._seen.get(path):
                raise LeftAlone(f"{path.name} was saved by somebody else while it was being read. Try again")
            return before, edit(before, edits, is_copy=is_copy)
        except UnreadableWorkbook as error:
            raise EditRefused("edit-not-as-planned", error.detail) from error

    def examine_many(
        self, examine: Examine, paths: Sequence[Path], jobs: int
    ) -> Iterator[FileResult | tuple[Path, str]]:
        """Every file's result in order, from a pool of processes; (path, code) where one was stopped."""
        return run_many(partial(_examine_here, examine), paths, jobs, SECONDS, _stopped)

    def workbooks(self, paths: Iterable[Path]) -> list[Path]:
        """Every workbook met in files and folders."""
        return workbooks_under(paths)

    def write(self, book: Book, path: Path) -> None:
        """Draws a book, whole or not at all. Raises OSError."""
        from ecm_xl.backends.writer import write_book  # XlsxWriter only when something is drawn

        path.parent.mkdir(parents=True, exist_ok=True)
        save_atomically(path, lambda temporary: write_book(book, temporary), _opens)

    def write_text(self, text: str, path: Path) -> None:
        """Writes a text file, whole or not at all. With a byte order mark, so that Excel reads its letters."""
        path.parent.mkdir(parents=True, exist_ok=True)
        save_atomically(path, lambda temporary: _write_utf8(temporary, text), partial(_says, text))

    def exists(self, path: Path) -> bool:
        """True where something of that name is there."""
        return path.exists() or path.is_symlink()

    def read_text(self, path: Path) -> str:
        """A text file's text, as UTF-8 or else as Windows writes it. Raises OSError."""
        data = path.read_bytes()
        if b"\0" in data:
            raise OSError(errno.EINVAL, "It is not a list in plain text (CSV)", str(path))
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace")

    def shipped(self, name: str) -> list[Path]:
        """The files of a folder that comes with the program. Raises FileNotFoundError."""
        return sorted(path for path in shipped(name).iterdir() if path.is_file())

    def copy(self, source: Path, target: Path) -> None:
        """Copies a file, whole or not at all. Raises OSError."""
        target.parent.mkdir(parents=True, exist_ok=True)
        save_atomically(target, partial(_copy, source), partial(_is_copy, source))

    def save_change(
        self, path: Path, before: bytes, after: bytes, check: Callable[[Path], None], now: datetime
    ) -> Saved:
        """Puts `after` in the place of `before`, with a backup; beside the file where it must be left alone.

        The reader opens the new file, and `check` looks at it. Raises OSError.
        """
        from ecm_xl.backends.saving import save_change

        def opens_and_is_as_meant(temporary: Path) -> None:
            _opens(temporary)
            check(temporary)

        return save_change(path, before, after, opens_and_is_as_meant, now)

    def put_back(self, path: Path, now: datetime) -> Undone:
        """Puts the last backup in the file's place and keeps what it replaces. Raises LeftAlone and OSError."""
        from ecm_xl.backends.saving import put_back

        return put_back(path, now)


def _examine_here(examine: Examine, path: Path) -> FileResult:
    """In a worker: reads with this process's own reader."""
    from ecm_xl.backends.reader import read_snapshot

    return examine(read_snapshot, path)


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _nothing_more(_: Path) -> None:
    """The editor has looked at the change already."""


def _write_bytes(data: bytes, path: Path) -> None:
    path.write_bytes(data)


def _stopped(path: Path, code: str) -> tuple[Path, str]:
    return path, code


def _opens(path: Path) -> None:
    """A new workbook is opened by the reader before it takes its place."""
    from ecm_xl.backends.reader import read_snapshot

    try:
        read_snapshot(path, frozenset())
    except UnreadableWorkbook as error:
        raise not_as_written(path) from error


def _says(text: str, path: Path) -> None:
    """A new text file is read again before it takes its place."""
    if path.read_bytes() != text.encode("utf-8-sig"):
        raise not_as_written(path)


def _is_copy(source: Path, path: Path) -> None:
    """A copy is compared before it takes its place."""
    if path.read_bytes() != source.read_bytes():
        raise not_as_written(path)


def _write_utf8(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8-sig", newline="")


def _copy(source: Path, target: Path) -> None:
    copyfile(source, target)
