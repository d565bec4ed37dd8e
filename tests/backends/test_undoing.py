"""Putting a backup back on disk: which one, what is kept, what is left alone. Its steps: workflows/test_undo."""

from __future__ import annotations

import os
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ecm_xl.backends import backups, saving
from ecm_xl.backends.saving import put_back
from ecm_xl.workbook.saved import LeftAlone, Undone

NOW = datetime.fromisoformat("2026-12-01T08:05:00")
CHANGED = datetime.fromisoformat("2026-11-25T21:30:05")
UNDONE = "Oak (undone 2026-12-01 08.05.00).xlsx"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")


@pytest.fixture
def oak(tmp_path: Path) -> Path:
    """A file that holds `new`, and `old` in its one backup."""
    (tmp_path / "ECM backups").mkdir()
    (tmp_path / "ECM backups" / "Oak 2026-11-25 21.30.05.xlsx").write_bytes(b"old")
    path = tmp_path / "Oak.xlsx"
    path.write_bytes(b"new")
    return path


def kept(path: Path) -> dict[str, bytes]:
    """What lies among the backups."""
    return {p.name: p.read_bytes() for p in sorted((path.parent / "ECM backups").iterdir())}


def in_the_folder(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir())


def test_numbers_are_in_the_order_of_numbers(oak: Path) -> None:
    for number in (2, 9, 10):
        name = f"Oak 2026-11-25 21.30.05 ({number}).xlsx"
        (oak.parent / "ECM backups" / name).write_bytes(b"%d" % number)
    held = []
    for _ in range(4):
        put_back(oak, NOW)
        held.append(oak.read_bytes())
    assert held == [b"10", b"9", b"2", b"old"]


def test_the_newest_is_told_by_its_name_not_by_when_it_was_copied(oak: Path) -> None:
    """A folder that was copied or synchronised has new dates everywhere."""
    newer = oak.parent / "ECM backups" / "Oak 2026-11-26 10.00.00.xlsx"
    newer.write_bytes(b"newer")
    os.utime(newer, (0, 0))
    put_back(oak, NOW)
    assert oak.read_bytes() == b"newer"


@pytest.mark.parametrize(
    "name",
    [
        "Oak (undone 2026-11-28 10.00.00).xlsx",
        "Oak (undone 2026-11-28 10.00.00) (2).xlsx",
        "Oak (ECM 2026-11-28 10.00.00).xlsx",
        "Oak Lane 2026-11-28 10.00.00.xlsx",
        "Oak 2026-11-28 10.00.00.xlsm",
        "Oak 2026-11-28 10.00.00 (copy).xlsx",
        "Oak 2026-11-31 10.00.00.xlsx",
        "Oak.xlsx",
    ],
)
def test_what_is_no_backup_of_that_file_is_not_put_back_and_stays(oak: Path, name: str) -> None:
    (oak.parent / "ECM backups" / name).write_bytes(b"other")
    assert put_back(oak, NOW).changed_on == CHANGED
    assert oak.read_bytes() == b"old"
    assert kept(oak) == {name: b"other", UNDONE: b"new"}


def test_the_last_twenty_that_were_undone_are_kept(oak: Path) -> None:
    folder = oak.parent / "ECM backups"
    for number in range(25):
        (folder / "Oak 2026-11-25 21.30.05.xlsx").write_bytes(b"%d" % number)
        put_back(oak, NOW + timedelta(minutes=number))
    assert kept(oak) == {
        f"Oak (undone {NOW + timedelta(minutes=number):%Y-%m-%d %H.%M.%S}).xlsx": b"%d" % (number - 1)
        for number in range(5, 25)
    }


@posix
def test_permissions_stay_and_what_is_kept_has_the_same(oak: Path) -> None:
    oak.chmod(0o640)
    put_back(oak, NOW)
    for path in (oak, oak.parent / "ECM backups" / UNDONE):
        assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_by_way_of_a_link(oak: Path, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "My school.xlsx"
    link.symlink_to(oak)
    assert put_back(link, NOW) == Undone(link, CHANGED, tmp_path / "ECM backups" / UNDONE, 0)
    assert link.is_symlink()
    assert (oak.read_bytes(), os.listdir(tmp_path / "desk")) == (b"old", ["My school.xlsx"])


def test_read_only(oak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # the tests may run as root
    with pytest.raises(LeftAlone, match="may only be read"):
        put_back(oak, NOW)
    assert (oak.read_bytes(), kept(oak)) == (b"new", {"Oak 2026-11-25 21.30.05.xlsx": b"old"})


def test_saved_by_somebody_meanwhile(oak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = backups.keep

    def meanwhile(*arguments: Any) -> Path:
        oak.write_bytes(b"theirs")
        return keep(*arguments)

    monkeypatch.setattr(saving, "keep", meanwhile)
    with pytest.raises(LeftAlone, match="was saved by somebody else at the same time"):
        put_back(oak, NOW)
    assert (oak.read_bytes(), kept(oak)) == (b"theirs", {"Oak 2026-11-25 21.30.05.xlsx": b"old"})
    assert in_the_folder(oak) == ["ECM backups", "Oak.xlsx"]


def test_what_it_replaces_cannot_be_kept(oak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "keep", full)
    with pytest.raises(LeftAlone, match=r"No backup of Oak\.xlsx could be made .* \(the disk is full\)"):
        put_back(oak, NOW)
    assert (oak.read_bytes(), kept(oak)) == (b"new", {"Oak 2026-11-25 21.30.05.xlsx": b"old"})
    assert in_the_folder(oak) == ["ECM backups", "Oak.xlsx"]


def test_a_backup_that_cannot_be_removed_is_no_step_next_time(oak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody looks at it in Excel on Windows."""
    older = oak.parent / "ECM backups" / "Oak 2026-11-20 10.00.00.xlsx"
    older.write_bytes(b"older")
    unlink = Path.unlink

    def held(self: Path, **how: bool) -> None:
        if self.name == "Oak 2026-11-25 21.30.05.xlsx":
            raise PermissionError(13, "Used by another process")
        unlink(self, **how)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        assert put_back(oak, NOW).older == 1
    assert put_back(oak, NOW).older == 0
    assert (oak.read_bytes(), kept(oak)) == (
        b"older",
        {UNDONE: b"new", UNDONE.replace(".xlsx", " (2).xlsx"): b"old"},
    )
