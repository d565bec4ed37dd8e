"""Workbook files made part by part, and what reading them comes to."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.workbook.snapshot import Snapshot, UnreadableWorkbook
from tests import parts
from tests.parts import Parts


@pytest.fixture(scope="session")
def parts_of() -> Callable[..., Parts]:
    """The parts of a small workbook: one sheet for each (name, content of its sheetData)."""
    return parts.parts_of


@pytest.fixture(scope="session")
def zipped() -> Callable[..., bytes]:
    """A zip of those parts; a name may come twice."""
    return parts.zipped


@pytest.fixture(scope="session")
def book() -> Callable[..., bytes]:
    """The file of a small workbook. `changes` replaces or adds parts, those that are None are left out."""
    return parts.book


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Path]:
    """The bytes as a new file."""
    folder, numbers = tmp_path_factory.mktemp("books"), count()

    def save(data: bytes) -> Path:
        path = folder / f"book{next(numbers)}.xlsx"
        path.write_bytes(data)
        return path

    return save


@pytest.fixture(scope="session")
def read(saved: Callable[[bytes], Path]) -> Callable[[bytes], Snapshot]:
    """The snapshot of a file of those bytes."""
    return lambda data: read_snapshot(saved(data))


@pytest.fixture(scope="session")
def refusal(saved: Callable[[bytes], Path]) -> Callable[[bytes], tuple[str, str]]:
    """Why a file of those bytes is not read: code and detail. It fails if the file is read."""

    def why(data: bytes) -> tuple[str, str]:
        with pytest.raises(UnreadableWorkbook) as refused:
            read_snapshot(saved(data))
        return refused.value.code, refused.value.detail

    return why
