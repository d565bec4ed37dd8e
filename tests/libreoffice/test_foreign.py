"""Foreign workbooks that LibreOffice has saved: none is refused, every value is in its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.core.results import Status
from ecm_xl.workflows.examine import examine
from tests.hostile.foreign import MAKERS, changed, make

TODAY = date(2026, 7, 10)


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "many", [pytest.param(4, id="a few"), pytest.param(50, id="a hundred", marks=pytest.mark.slow)]
)
def test_what_libreoffice_has_saved_is_read(
    many: int, tmp_path: Path, saved_by_libreoffice: Callable[..., list[Path]]
) -> None:
    made = [make(name, seed, tmp_path) for name in MAKERS for seed in range(2000, 2000 + many)]
    saved = saved_by_libreoffice([path for path, _ in made], recalculate=False)
    assert len(saved) == 2 * many
    for path, (_, put) in zip(saved, made, strict=True):
        assert examine(read_snapshot, path, TODAY).status is Status.OTHER
        assert changed(put, read_snapshot(path)) == {}
