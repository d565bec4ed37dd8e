"""`ecm-xl undo`: what it says, what lies there afterwards, and that no command ever meets a backup."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from ecm_xl.backends.disk import Disk
from ecm_xl.workbook.book import CellValue

Tree = Callable[[], dict[str, bytes | None]]
CHANGED = datetime.fromisoformat("2026-11-25T21:30:05")
NOW = datetime.fromisoformat("2026-12-01T08:05:00+00:00")
DAY = ("--today", "2026-12-01")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecm_xl.cli.undo.now", lambda: NOW)


@pytest.fixture
def states(
    run: Callable[..., Result],
    draw: Callable[..., Path],
    every: Callable[..., dict[str, dict[str, CellValue]]],
    tmp_path: Path,
) -> list[bytes]:
    """What Oak.xlsx held before each of two changes, a minute apart, and what it holds now."""
    held = []
    for number, rating in enumerate(("Emergent", "Developing", "Embedded")):
        draw("drawn.xlsx", {"Audit": every(rating, 1)}, Setting_Id="oak")
        held.append((tmp_path / "drawn.xlsx").read_bytes())
        if number == 0:
            (tmp_path / "Oak.xlsx").write_bytes(held[0])
        else:
            when = CHANGED + timedelta(minutes=number - 1)
            saved = Disk().save_change(tmp_path / "Oak.xlsx", held[-2], held[-1], lambda _: None, when)
            assert saved.beside == ""
    (tmp_path / "drawn.xlsx").unlink()
    return held


def test_undo_says_what_it_did_and_keeps_what_it_replaced(
    run: Callable[..., Result], states: list[bytes], tree: Tree
) -> None:
    kept = Path("ECM backups") / "Oak (undone 2026-12-01 08.05.00).xlsx"
    done = run("undo", "Oak.xlsx")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Oak.xlsx is again as it was before the change of 25 November 2026, 21:31:05.",
        f"What it held until now is kept: {kept}",
        "To go one step further back, undo again (1 older backup).",
    ]
    assert tree() == {
        "Oak.xlsx": states[1],
        "ECM backups": None,
        "ECM backups/Oak 2026-11-25 21.30.05.xlsx": states[0],
        "ECM backups/Oak (undone 2026-12-01 08.05.00).xlsx": states[2],
    }


def test_undo_twice_goes_one_step_further_back_and_a_third_time_says_that_there_is_no_more(
    run: Callable[..., Result], states: list[bytes], tree: Tree
) -> None:
    run("undo", "Oak.xlsx")
    second = run("undo", "Oak.xlsx")
    kept = Path("ECM backups") / "Oak (undone 2026-12-01 08.05.00) (2).xlsx"
    assert (second.exit_code, second.stdout.splitlines()) == (
        0,
        [
            "Oak.xlsx is again as it was before the change of 25 November 2026, 21:30:05.",
            f"What it held until now is kept: {kept}",
            "There is no older backup.",
        ],
    )
    after = tree()
    assert after == {
        "Oak.xlsx": states[0],
        "ECM backups": None,
        "ECM backups/Oak (undone 2026-12-01 08.05.00).xlsx": states[2],
        "ECM backups/Oak (undone 2026-12-01 08.05.00) (2).xlsx": states[1],
    }
    third = run("undo", "Oak.xlsx")
    assert (third.exit_code, third.stdout) == (2, "")
    assert third.stderr.splitlines()[-1].startswith("Error: There is nothing to undo: ")
    assert tree() == after


@pytest.mark.parametrize(("mark", "program"), [("~$Oak.xlsx", "Excel"), (".~lock.Oak.xlsx#", "LibreOffice")])
def test_a_workbook_that_is_open_elsewhere_is_left_alone(
    run: Callable[..., Result], states: list[bytes], tree: Tree, tmp_path: Path, mark: str, program: str
) -> None:
    (tmp_path / mark).touch()
    before = tree()
    done = run("undo", "Oak.xlsx")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == (
        f"Error: Oak.xlsx seems to be open in {program}. Close it there and try again. "
        f"If it is not open anywhere, delete the file '{mark}' beside it. Nothing was changed."
    )
    assert tree() == before


def test_a_full_disk_is_said_in_plain_words_and_nothing_is_changed(
    run: Callable[..., Result], states: list[bytes], tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = tree()
    done = run("undo", "Oak.xlsx")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "Error: Oak.xlsx: The disk is full. Nothing was changed."
    assert tree() == before


def test_what_is_put_back_is_judged_as_it_was_then(run: Callable[..., Result], states: list[bytes]) -> None:
    def first() -> str:
        judged: str = json.loads(run("judge", "Oak.xlsx", "--json", *DAY).stdout)["judgements"][0]["judgement"]
        return judged

    levels = [first()]
    for _ in range(2):
        run("undo", "Oak.xlsx")
        levels.append(first())
    assert levels == ["Embedded", "Developing", "Emergent"]


def test_no_command_meets_a_backup(run: Callable[..., Result], states: list[bytes]) -> None:
    run("undo", "Oak.xlsx")
    batch = run("batch", ".", "--out", "cluster.xlsx", "--json", *DAY)
    assert [setting["file"] for setting in json.loads(batch.stdout)["settings"]] == ["Oak.xlsx"]
    validate = run("validate", ".", "--json", *DAY)
    assert {Path(one["file"]).name for one in json.loads(validate.stdout)["files"]} == {"Oak.xlsx", "cluster.xlsx"}


def test_a_name_with_spaces_and_apostrophes(run: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "St Mary's & St John's (C of E).xlsx"
    path.write_bytes(b"new")
    folder = tmp_path / "ECM backups"
    folder.mkdir()
    (folder / f"{path.stem} 2026-03-09 07.00.00.xlsx").write_bytes(b"old")
    done = run("undo", path.name)
    assert done.stdout.splitlines()[0] == (
        "St Mary's & St John's (C of E).xlsx is again as it was before the change of 9 March 2026, 07:00:00."
    )
    assert path.read_bytes() == b"old"


def test_the_hour_is_the_persons_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from ecm_xl.cli.common import now

    told = now()
    assert told.tzinfo is not None
    assert told.utcoffset() == told.astimezone().utcoffset()
