"""Any workbook file → a snapshot, safely: `read_snapshot`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ecm_xl.workbook.snapshot import Snapshot

Wanted = Collection[str]
"""Names of sheets, tables and single cells, in any mixture. None: every sheet."""


def read_snapshot(path: Path, wanted: Wanted | None = None) -> Snapshot:
    """The workbook's located values. Raises UnreadableWorkbook, whatever the file.

    Sheets that `wanted` does not name, and that hold no table or cell that it names, are listed
    without rows: reading them is spared.
    """
    # Here and not above: a program that leaves the reading to a child needs neither calamine nor zipfile.
    from ecm_xl.backends.reader.snapshot import read

    return read(path, wanted)


__all__ = ["Wanted", "read_snapshot"]
