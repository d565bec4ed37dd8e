"""What a workbook says it is, without reading the rest of it."""

from __future__ import annotations

from pathlib import Path

from ecm_xl.core.answers import Details
from ecm_xl.workbook.names import HIDDEN_DETAILS
from ecm_xl.workbook.parse import read_details
from ecm_xl.workbook.snapshot import UnreadableWorkbook
from ecm_xl.workflows.ports import Backend


def identify(backend: Backend, path: Path) -> Details:
    """A file's Workbook_Kind and Setting_Id; nothing where they can't be told."""
    try:
        return read_details(backend.read(path, frozenset(HIDDEN_DETAILS)))
    except UnreadableWorkbook:
        return Details()
