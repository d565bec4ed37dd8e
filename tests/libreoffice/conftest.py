"""LibreOffice as a second opinion (workbooks opened and saved by it), and as a program that commands run in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import xlwings as xw

from ecm_xl.backends.places import LINUX, Machine
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


@pytest.fixture
def app(office: xw.App) -> Iterator[xw.App]:
    """The office with no workbook open."""
    tidy(office)
    yield office
    tidy(office)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A computer with a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    return Machine(LINUX, home, {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a person's workbooks lie."""
    made = tmp_path / "work"
    made.mkdir()
    return made
