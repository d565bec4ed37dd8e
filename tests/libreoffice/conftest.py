"""LibreOffice as a second opinion (workbooks opened and saved by it), and as a program that commands run in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import xlwings as xw

from tests.office import running_office, tidy
from tests.soffice import saved_again


@pytest.fixture(scope="module")
def saved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Path]]:
    """Opens every file and saves it as .xlsx elsewhere, in one process with a profile of its own."""

    def save(files: Sequence[Path], *, recalculate: bool = True) -> list[Path]:
        profile, out = tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("saved")
        return saved_again(files, profile, out, recalculate=recalculate)

    return save


@pytest.fixture(scope="session")
def office() -> Iterator[xw.App]:
    """A headless office behind xlwings, one for all tests of a process. `tidy` it, or use `book`."""
    with running_office() as app:
        yield app


@pytest.fixture
def book(office: xw.App) -> Iterator[xw.Book]:
    """A new workbook with one sheet, never saved. Whatever is open at the end is closed."""
    tidy(office)
    yield office.books.add()
    tidy(office)
