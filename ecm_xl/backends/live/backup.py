"""The backup of an open workbook that was never saved: drawn anew from what it says."""

from __future__ import annotations

from pathlib import Path

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.live.book import LiveBook
from ecm_xl.workbook.snapshot import Snapshot


class ReadLive(Disk):
    """Reads the open workbook, and writes files."""

    def __init__(self, book: LiveBook) -> None:
        super().__init__()
        self._book = book

    def read(self, path: Path, wanted: frozenset[str] | None = None) -> Snapshot:
        """What is wanted of the open workbook, whatever the path."""
        return self._book.read(path, wanted)
