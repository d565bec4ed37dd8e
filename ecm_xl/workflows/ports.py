"""What a workflow is handed: the shape of a backend, without any backend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ecm_xl.core.results import FileResult
from ecm_xl.workbook.snapshot import Snapshot

if TYPE_CHECKING:  # only what draws or writes needs them
    from datetime import datetime

    from ecm_xl.workbook.book import Book
    from ecm_xl.workbook.edits import Edit, Place
    from ecm_xl.workbook.saved import Saved, Undone

Reader = Callable[[Path, frozenset[str] | None], Snapshot]
"""Reads what is wanted of a file (None: everything). Raises UnreadableWorkbook."""

Examine = Callable[[Reader, Path], FileResult]
"""Turns a file into its result. Must be picklable: it may run in another process."""


class Keeper(Protocol):
    """Changes to files that people own, and the way back."""

    def save_change(
        self, path: Path, before: bytes, after: bytes, check: Callable[[Path], None], now: datetime
    ) -> Saved:
        """Puts `after` in the place of `before`, which is kept; beside the file where it must be left alone.

        `check` is given the new file before it counts, and may raise. Raises OSError.
        """

    def put_back(self, path: Path, now: datetime) -> Undone:
        """Puts the last backup in the file's place and keeps what it replaces. Raises LeftAlone and OSError."""


class Editor(Protocol):
    """Workbooks that people own, read and changed."""

    def read(self, path: Path, wanted: frozenset[str] | None = None) -> Snapshot:
        """Reads one file in a process of its own. Raises UnreadableWorkbook."""

    def change(self, path: Path, edits: Sequence[Edit], now: datetime) -> tuple[Saved | None, tuple[Place, ...]]:
        """Makes edits in a file that was read before, with a backup; and the formulas that were left alone.

        None where nothing was to be changed. Raises EditRefused, LeftAlone where the file has been saved by somebody
        else since it was read, and OSError.
        """


class Copier(Editor, Protocol):
    """The same, and copies of them."""

    def write_copy(self, path: Path, edits: Sequence[Edit], out: Path) -> None:
        """The file with edits, under another name. Raises as `change` does."""

    def exists(self, path: Path) -> bool:
        """True where something of that name is there."""


class Backend(Keeper, Protocol):
    """Files, folders and processes, as workflows need them."""

    def read(self, path: Path, wanted: frozenset[str] | None = None) -> Snapshot:
        """Reads one file in a process of its own. Raises UnreadableWorkbook."""

    def examine_many(
        self, examine: Examine, paths: Sequence[Path], jobs: int
    ) -> Iterator[FileResult | tuple[Path, str]]:
        """Every file's result in order; (path, code) where the process that read it was stopped."""

    def workbooks(self, paths: Iterable[Path]) -> list[Path]:
        """Every workbook met in files and folders."""

    def write(self, book: Book, path: Path) -> None:
        """Draws a book, whole or not at all. Raises OSError."""

    def write_text(self, text: str, path: Path) -> None:
        """Writes a text file, whole or not at all. Raises OSError."""

    def exists(self, path: Path) -> bool:
        """True where something of that name is there."""

    def read_text(self, path: Path) -> str:
        """A text file's text. Raises OSError."""

    def shipped(self, name: str) -> list[Path]:
        """The files of a folder that comes with the program. Raises FileNotFoundError."""

    def copy(self, source: Path, target: Path) -> None:
        """Copies a file, whole or not at all. Raises OSError."""
