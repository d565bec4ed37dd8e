"""LibreOffice as a second opinion: workbooks opened and saved by it, with or without calculating them anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.soffice import saved_again


@pytest.fixture(scope="module")
def saved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Path]]:
    """Opens every file and saves it as .xlsx elsewhere, in one process with a profile of its own."""

    def save(files: Sequence[Path], *, recalculate: bool = True) -> list[Path]:
        profile, out = tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("saved")
        return saved_again(files, profile, out, recalculate=recalculate)

    return save
