"""What came of saving a person's file, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a change now stands.

    `backup` is the copy of what the file held before (None where the file was not replaced). `beside` is '', or the
    reason in plain words why the file was left as it is and the change was saved in another one, `path`.
    """

    path: Path
    backup: Path | None
    beside: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: `path` is again as it was before the change of `changed_on`.

    What it held until then is in `kept`; `older` backups could be put back by further undoing.
    """

    path: Path
    changed_on: datetime
    kept: Path
    older: int


class LeftAlone(Exception):
    """A file was left as it is. The text tells a person why and what to do."""
