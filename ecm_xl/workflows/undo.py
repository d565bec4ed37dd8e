"""Undo: a workbook is again as it was before ecm-xl's last change."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ecm_xl.workbook.saved import LeftAlone, Undone
from ecm_xl.workflows.ports import Keeper


def undo(keeper: Keeper, path: Path, now: datetime) -> Undone:
    """Puts the last backup back and keeps what it replaces; once more goes one step further back.

    Raises LeftAlone where there is nothing to undo or the file must be left alone, OSError where nothing can be
    saved: nothing is changed then.
    """
    if path.is_dir():
        raise LeftAlone(f"{path} is a folder. Name one workbook")
    return keeper.put_back(path, now)
