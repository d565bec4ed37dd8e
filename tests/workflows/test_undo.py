"""`undo` over files in memory and on disk: the same steps back, whatever keeps the files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.memory import Shelf
from ecm_xl.workbook.saved import LeftAlone, Saved, Undone
from ecm_xl.workflows.ports import Keeper
from ecm_xl.workflows.undo import undo
from tests.parts import book

CHANGED = datetime.fromisoformat("2026-11-25T21:30:05")
NOW = datetime.fromisoformat("2026-12-01T08:05:00")
STATES = [book(f"<row><c><v>{number}</v></c></row>") for number in range(4)]


class Files:
    """A keeper with one file in it, and how to look at it and open it elsewhere."""

    def __init__(self, keeper: Keeper, path: Path) -> None:
        self.keeper, self.path = keeper, path
        self.write(STATES[0])

    def write(self, data: bytes) -> None:
        """As a person does, with a program of theirs."""
        if isinstance(self.keeper, Shelf):
            self.keeper.files[self.path] = data
        else:
            self.path.write_bytes(data)

    def read(self, path: Path) -> bytes:
        return self.keeper.files[path] if isinstance(self.keeper, Shelf) else path.read_bytes()

    def open_elsewhere(self) -> None:
        if isinstance(self.keeper, Shelf):
            self.keeper.open_elsewhere.add(self.path)
        else:
            self.path.with_name(f"~${self.path.name}").touch()

    def change(self, number: int, check: Callable[[Path], None] = lambda _: None) -> Saved:
        """From one state to the next, a minute after the one before."""
        when = CHANGED + timedelta(minutes=number - 1)
        return self.keeper.save_change(self.path, STATES[number - 1], STATES[number], check, when)


@pytest.fixture(params=["disk", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return Files(Disk() if request.param == "disk" else Shelf(), tmp_path / "Oak.xlsx")


def kept(files: Files, number: int = 1) -> Path:
    """Where what was replaced at NOW is kept."""
    numbered = f" ({number})" if number > 1 else ""
    return files.path.parent / "ECM backups" / f"Oak (undone 2026-12-01 08.05.00){numbered}.xlsx"


def test_a_change_and_its_undoing(files: Files) -> None:
    backup = files.path.parent / "ECM backups" / "Oak 2026-11-25 21.30.05.xlsx"
    assert files.change(1) == Saved(files.path, backup, "")
    assert files.read(files.path) == STATES[1]
    assert undo(files.keeper, files.path, NOW) == Undone(files.path, CHANGED, kept(files), 0)
    assert files.read(files.path) == STATES[0]


def test_each_undo_goes_one_step_further_back(files: Files) -> None:
    for number in (1, 2, 3):
        files.change(number)
    came = []
    for minute in range(3):
        done = undo(files.keeper, files.path, NOW + timedelta(minutes=minute))
        came.append((done.changed_on - CHANGED, done.older, files.read(files.path)))
    minutes = [timedelta(minutes=number) for number in (2, 1, 0)]
    assert came == list(zip(minutes, (2, 1, 0), (STATES[2], STATES[1], STATES[0]), strict=True))
    with pytest.raises(LeftAlone, match="nothing to undo"):
        undo(files.keeper, files.path, NOW)


def test_a_change_after_an_undo_is_undone_first(files: Files) -> None:
    files.change(1)
    files.change(2)
    undo(files.keeper, files.path, NOW)
    files.keeper.save_change(files.path, STATES[1], STATES[3], lambda _: None, NOW)
    assert undo(files.keeper, files.path, NOW).changed_on == NOW
    assert files.read(files.path) == STATES[1]
    assert undo(files.keeper, files.path, NOW).changed_on == CHANGED
    assert files.read(files.path) == STATES[0]


def test_what_a_person_typed_since_is_undone_too(files: Files) -> None:
    files.change(1)
    files.write(STATES[3])
    undo(files.keeper, files.path, NOW)
    assert files.read(files.path) == STATES[0]


def test_a_backup_of_what_the_file_holds_is_no_step(files: Files) -> None:
    """A save that was interrupted between its backup and its change leaves one."""
    files.change(1)
    files.change(2)
    files.write(STATES[1])
    assert undo(files.keeper, files.path, NOW) == Undone(files.path, CHANGED, kept(files), 0)
    assert files.read(files.path) == STATES[0]
    with pytest.raises(LeftAlone, match="nothing to undo"):
        undo(files.keeper, files.path, NOW)


def test_open_elsewhere_a_change_goes_beside_and_an_undo_changes_nothing(files: Files) -> None:
    files.change(1)
    files.open_elsewhere()
    beside = files.path.with_name("Oak (ECM 2026-11-25 21.31.05).xlsx")
    saved = files.change(2)
    assert (saved.path, saved.backup, files.read(beside)) == (beside, None, STATES[2])
    assert saved.beside.startswith("Oak.xlsx seems to be open in ")
    with pytest.raises(LeftAlone, match=r"Oak\.xlsx seems to be open in "):
        undo(files.keeper, files.path, NOW)
    assert files.read(files.path) == STATES[1]


def test_saved_by_somebody_else_a_change_goes_beside(files: Files) -> None:
    files.write(STATES[3])
    saved = files.change(1)
    assert saved.beside.startswith("Oak.xlsx was saved by somebody else at the same time")
    assert (files.read(saved.path), files.read(files.path)) == (STATES[1], STATES[3])


def test_a_change_that_its_check_refuses_leaves_nothing(files: Files) -> None:
    def refuse(path: Path) -> None:
        assert files.read(path) == STATES[1]
        raise ValueError("not as planned")

    with pytest.raises(ValueError, match="not as planned"):
        files.change(1, refuse)
    assert files.read(files.path) == STATES[0]
    with pytest.raises(LeftAlone, match="nothing to undo"):
        undo(files.keeper, files.path, NOW)


def test_the_same_again_is_no_change(files: Files) -> None:
    same = files.keeper.save_change(files.path, STATES[0], STATES[0], lambda _: None, NOW)
    assert same == Saved(files.path, None, "")


def test_a_file_that_is_not_there(files: Files) -> None:
    with pytest.raises(LeftAlone, match=r"There is no file called Ash\.xlsx"):
        undo(files.keeper, files.path.with_name("Ash.xlsx"), NOW)


def test_a_folder_has_nothing_to_undo(files: Files, tmp_path: Path) -> None:
    with pytest.raises(LeftAlone, match=r"is a folder\. Name one workbook"):
        undo(files.keeper, tmp_path, NOW)
