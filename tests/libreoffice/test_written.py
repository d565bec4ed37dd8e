"""A workbook that was written into opens in LibreOffice with the same values, calculated anew or not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import shipped
from ecm_xl.workbook.snapshot import Snapshot, Value
from ecm_xl.workflows.write import write_findings, write_judgements

NOW = datetime(2026, 9, 1, 9, 30)  # noqa: DTZ001  # no clock: the same in every run


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every sample, judged and checked, with what came of it written into it."""
    folder = tmp_path_factory.mktemp("written")
    files = [folder / path.name for path in sorted(shipped("sample-cluster").glob("*.xlsx"))]
    for path in files:
        shutil.copy(shipped("sample-cluster", path.name), path)
        write_judgements(Disk(), path, date(2026, 7, 10), NOW)
        write_judgements(Disk(), path, date(2026, 9, 1), NOW)
        write_findings(Disk(), path, date(2026, 9, 1), NOW)
    return files


def values(snapshot: Snapshot) -> dict[tuple[str, int, int], Value]:
    return {
        (sheet.name, row, column): round(value, 9) if isinstance(value, float) else value
        for sheet in snapshot.sheets
        for row, cells in enumerate(sheet.rows, 1)
        for column, value in enumerate(cells, 1)
        if value != ""
    }


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("recalculate", [False, True])
def test_every_value_is_the_same(
    written: list[Path], recalculate: bool, saved_by_libreoffice: Callable[..., list[Path]]
) -> None:
    for mine, theirs in zip(written, saved_by_libreoffice(written, recalculate=recalculate), strict=True):
        assert values(read_snapshot(theirs)) == values(read_snapshot(mine)), mine.name


@pytest.mark.slow
@pytest.mark.libreoffice
def test_what_libreoffice_has_saved_is_written_into_again(
    written: list[Path], saved_by_libreoffice: Callable[..., list[Path]]
) -> None:
    for path in saved_by_libreoffice(written):
        done = write_judgements(Disk(), path, date(2026, 10, 1), NOW)
        assert (done.saved is not None, done.notes) == (True, ())
        assert write_judgements(Disk(), path, date(2026, 10, 1), NOW).saved is None
