"""Foreign workbooks that LibreOffice has saved: none is refused as hostile (see tests/hostile/test_foreign.py)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.core.results import Status
from ecm_xl.workflows.examine import examine
from tests.hostile.foreign import MAKERS, make

TODAY = date(2026, 7, 10)


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "many", [pytest.param(4, id="a few"), pytest.param(50, id="a hundred", marks=pytest.mark.slow)]
)
def test_what_libreoffice_has_saved_is_read(
    many: int, tmp_path: Path, saved_by_libreoffice: Callable[..., list[Path]]
) -> None:
    files = [make(name, seed, tmp_path)[0] for name in MAKERS for seed in range(2000, 2000 + many)]
    saved = saved_by_libreoffice(files, recalculate=False)
    assert len(saved) == 2 * many
    assert {examine(read_snapshot, path, TODAY).status for path in saved} == {Status.OTHER}
    for mine, theirs in zip(map(read_snapshot, files), map(read_snapshot, saved), strict=True):
        assert [sheet.name for sheet in theirs.sheets] == [sheet.name for sheet in mine.sheets]
        assert [sum(v != "" for row in s.rows for v in row) > 0 for s in theirs.sheets] == [
            sum(v != "" for row in s.rows for v in row) > 0 for s in mine.sheets
        ]
