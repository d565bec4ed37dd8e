"""Workbooks of other people, by other programs, with features by chance: read to the last value, and told apart
from a setting's. None is refused as hostile.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.core.findings import finding
from ecm_xl.core.results import FileResult, Status
from ecm_xl.workflows.examine import examine
from tests.hostile.foreign import MAKERS, Put, changed, make

TODAY = date(2026, 7, 10)
FEW = [(name, 0, 16) for name in MAKERS]
MANY = [(name, first, 25) for name in MAKERS for first in range(1000, 1200, 25)]


def check(path: Path, put: Put) -> None:
    """Not refused, passed over as no setting's, and every value in its cell."""
    assert examine(read_snapshot, path, TODAY) == FileResult(
        str(path), Status.OTHER, findings=(finding("file-not-a-setting", detail="it has no Audit sheet"),)
    )
    assert changed(put, read_snapshot(path)) == {}


@pytest.mark.parametrize(("name", "first", "many"), FEW)
def test_a_few_foreign_workbooks(name: str, first: int, many: int, tmp_path: Path) -> None:
    for seed in range(first, first + many):
        check(*make(name, seed, tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "first", "many"), MANY)
def test_four_hundred_foreign_workbooks(name: str, first: int, many: int, tmp_path: Path) -> None:
    for seed in range(first, first + many):
        check(*make(name, seed, tmp_path))


def test_the_hundred_that_are_wanting_come_from_libreoffice() -> None:
    """tests/libreoffice/test_foreign.py has them: five hundred together, forty of them in every run."""
    assert sum(many for *_, many in MANY) == 400
    assert sum(many for *_, many in FEW) == 32


def test_a_value_that_is_lost_would_be_found(tmp_path: Path) -> None:
    path, put = make("openpyxl", 0, tmp_path)
    place = next(iter(put))
    with pytest.raises(AssertionError):
        check(path, {**put, place: "another"})
