"""A workbook that is closed for a moment: its file looked at first, and opened again whatever happens; no program."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ecm_xl.backends.live import Refusing, away
from ecm_xl.backends.live.away import check_its_file, closed_meanwhile, is_alike
from ecm_xl.workbook.saved import LeftAlone
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, Value


@dataclass
class MadeUpApp:
    """A program in which one workbook can be opened. `refusals`: how often it takes no call first."""

    asked: list[str] = field(default_factory=list)
    refusals: int = 0
    fault: Exception | None = None

    @property
    def books(self) -> MadeUpApp:
        return self

    def open(self, path: str, *, update_links: bool, ignore_read_only_recommended: bool) -> MadeUpBook:
        assert (update_links, ignore_read_only_recommended) == (False, True), "nothing is asked of the person"
        self.asked.append(f"open {path}")
        if self.refusals:
            self.refusals -= 1
            raise Refusing
        if self.fault:
            raise self.fault
        return MadeUpBook(self)

    @property
    def selection(self) -> MadeUpCells:
        return MadeUpCells(self, "$C$7:$D$8")


@dataclass
class MadeUpCells:
    app: MadeUpApp
    address: str

    def select(self) -> None:
        self.app.asked.append(f"select {self.address}")


@dataclass
class MadeUpSheet:
    app: MadeUpApp
    name: str

    def activate(self) -> None:
        self.app.asked.append(f"go to {self.name}")

    def range(self, address: str) -> MadeUpCells:
        return MadeUpCells(self.app, address)


@dataclass
class MadeUpBook:
    app: MadeUpApp
    close_fault: Exception | None = None

    @property
    def sheets(self) -> MadeUpBook:
        return self

    @property
    def active(self) -> MadeUpSheet:
        return MadeUpSheet(self.app, "Leads")

    def __getitem__(self, name: str) -> MadeUpSheet:
        return MadeUpSheet(self.app, name)

    def activate(self) -> None:
        self.app.asked.append("to the front")

    def close(self) -> None:
        if self.close_fault:
            raise self.close_fault
        self.app.asked.append("close")


PATH = Path("/work/Oakfield.xlsx")
AGAIN = ["to the front", "close", f"open {PATH}", "go to Leads", "select $C$7:$D$8"]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited: no time passes."""
    waited: list[float] = []
    monkeypatch.setattr(away, "sleep", waited.append)
    return waited


def test_it_is_closed_and_opened_again_where_the_person_was() -> None:
    app = MadeUpApp()
    with closed_meanwhile(MadeUpBook(app), PATH):
        assert app.asked == AGAIN[:2]
    assert app.asked == AGAIN


def test_it_is_opened_again_also_where_the_change_fails() -> None:
    app = MadeUpApp()
    with pytest.raises(OSError, match="full"), closed_meanwhile(MadeUpBook(app), PATH):
        raise OSError("full")
    assert app.asked == AGAIN


def test_a_program_that_takes_no_calls_for_a_moment_is_waited_for(pauses: list[float]) -> None:
    app = MadeUpApp(refusals=2)
    with closed_meanwhile(MadeUpBook(app), PATH):
        pass
    assert app.asked == [*AGAIN[:2], AGAIN[2], AGAIN[2], *AGAIN[2:]]
    assert pauses == [0.5, 1.0]


@pytest.mark.parametrize(("app", "waited"), [(MadeUpApp(refusals=99), 4), (MadeUpApp(fault=OSError()), 0)])
def test_one_that_can_not_be_opened_again_is_named_with_its_folder(
    app: MadeUpApp, waited: int, pauses: list[float]
) -> None:
    with pytest.raises(LeftAlone) as told, closed_meanwhile(MadeUpBook(app), PATH):
        pass
    assert str(told.value) == (
        "Oakfield.xlsx was saved and closed, and could not be opened again. Please open it yourself. It is in /work"
    )
    assert len(pauses) == waited


def test_one_that_can_not_be_closed_stays_open_and_nothing_is_done() -> None:
    app, done = MadeUpApp(), list[str]()
    with pytest.raises(LeftAlone) as told, closed_meanwhile(MadeUpBook(app, RuntimeError()), PATH):
        done.append("changed")
    assert str(told.value) == "Oakfield.xlsx was saved and could not be closed, so nothing else was changed"
    assert (app.asked, done) == (["to the front"], [])


def test_a_refusal_to_close_is_a_refusal() -> None:
    with pytest.raises(Refusing), closed_meanwhile(MadeUpBook(MadeUpApp(), Refusing()), PATH):
        pass


# Its file


def made(path: Path) -> Path:
    path.touch()
    return path


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("Book1", lambda path: Path(path.name), away.NEVER_SAVED),
        ("gone.xlsx", lambda path: path, away.NEVER_SAVED),
        ("with macros.xlsm", made, away.OTHER_KIND.format(name="with macros.xlsm")),
        ("open.ods", made, away.OTHER_KIND.format(name="open.ods")),
    ],
)
def test_a_workbook_without_a_file_of_that_kind_is_left_alone(
    tmp_path: Path, name: str, make: Callable[[Path], Path], words: str
) -> None:
    with pytest.raises(LeftAlone) as told:
        check_its_file(make(tmp_path / name))
    assert str(told.value) == words


def test_a_file_that_can_only_be_read_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # whoever runs the tests
    with pytest.raises(LeftAlone) as told:
        check_its_file(made(tmp_path / "a.xlsx"))
    assert str(told.value) == away.ONLY_TO_BE_READ.format(name="a.xlsx")


def test_an_ordinary_file_is_fine(tmp_path: Path) -> None:
    check_its_file(made(tmp_path / "Ünder 100%.XLSX"))


# The file, and what is open


def book(*rows: list[Value], formulas: Any = (), errors: Any = (), name: str = "Mine") -> Snapshot:
    sheet = SheetSnapshot(name, rows=list(rows), formulas=frozenset(formulas), errors=dict.fromkeys(errors, "#N/A"))
    return Snapshot([sheet])


SAME: list[tuple[Snapshot, Snapshot]] = [
    (book(["a", 1.0]), book(["a", 1])),
    (book(["a", ""], ["", ""]), book(["a"])),
    (book(["two\nlines "]), book(["two\r\nlines"])),
    (book([0.1 + 0.2]), book([0.3])),
    (book([date(2026, 7, 10)]), book([datetime(2026, 7, 10)])),  # noqa: DTZ001
    (book([True]), book([1])),
    (book(["shown", "a"], formulas=[(1, 1)]), book(["another", "a"])),
    (book(["", "a"], errors=[(1, 1)]), book(["#N/A", "a"])),
    (book(["a"], name="MINE"), book(["a"], name="Mine")),
    (Snapshot([SheetSnapshot("Chart")]), Snapshot([])),
]
OTHER: list[tuple[Snapshot, Snapshot]] = [
    (book(["a"]), book(["b"])),
    (book(["a", "typed"]), book(["a"])),
    (book(["a"]), book(["a"], ["more"])),
    (book(["a"]), book(["", "a"])),
    (book([1]), book([2])),
    (book([1]), book(["1"])),
    (book(["a"], name="Mine"), book(["a"], name="Yours")),
]


@pytest.mark.parametrize("number", range(len(SAME)))
def test_what_was_typed_is_the_same_however_a_program_tells_it(number: int) -> None:
    opened, file = SAME[number]
    assert is_alike(opened, file)
    assert is_alike(file, opened)


@pytest.mark.parametrize("number", range(len(OTHER)))
def test_a_word_or_a_number_more_or_less_is_not_the_same(number: int) -> None:
    opened, file = OTHER[number]
    assert not is_alike(opened, file)
    assert not is_alike(file, opened)
