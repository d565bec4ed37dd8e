"""A setting's own file is never written: byte for byte as it was after every command, its date too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ecm_xl.workbook.book import CellValue

DAY = ("--today", "2026-07-10")
COMMANDS = (
    ("validate", "in"),
    ("validate", "in/Oak.xlsx", "--json"),
    ("judge", "in/Oak.xlsx"),
    ("judge", "in/Oak.xlsx", "--json"),
    ("judge", "in/broken.xlsx"),
    ("batch", "in", "--out", "cluster.xlsx", "--tidy", "tables", "--expected", "in/list.csv"),
    ("batch", "in", "--out", "cluster.xlsx", "--json"),
    ("batch", "in", "--out", "in/cluster.xlsx"),
    ("batch", "in", "--out", "in/Oak.xlsx"),
    ("new", "in/Oak.xlsx", "--name", "Oak", "--type", "pru", "--route", "1"),
    ("new", "in/new.xlsx", "--from", "in/Oak.xlsx"),
    ("new", "in/Oak.xlsx", "--from", "in/Oak.xlsx", "--force"),
    ("new", "in/new.xlsx", "--from", "in/broken.xlsx"),
    ("undo", "in/Oak.xlsx"),
    ("framework", "check", "in/Oak.xlsx"),
    ("demo", "in"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_changes_a_settings_file(
    run: Callable[..., Result],
    draw: Callable[..., Path],
    every: Callable[..., dict[str, dict[str, CellValue]]],
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    draw("in/Oak.xlsx", {"Audit": every("Embedded", 1)})
    draw("in/deeper/Ash.xlsx")
    (tmp_path / "in" / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "in" / "list.csv").write_text("Oak\nElm\n", encoding="utf-8")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "in").rglob("*.*")}
    assert len(before) == 4
    run(*words, *(DAY if words[0] not in ("framework", "demo", "undo") else ()))
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before
