"""What stands in a stranger's workbook reaches people as words: it is not calculated, not followed, does not steer a
terminal and stops no batch.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from ecm_xl.cli import group
from tests import reading
from tests.hostile.workbook import AUDIT, RATING_CELL, START, Change, sound, swap

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

TODAY = ("--today", "2026-07-10")
WORDS = (
    '=HYPERLINK("http://x.example","Oak")', "=1+1", "+1", "-1", "@SUM(A1)", "#REF!", "#N/A", "0012", "1e5", "TRUE",
    "01/02/2026", "https://x.example", "mailto:a@x.example", "<b>Oak</b>", "'Oak'", "a & b", "{=1}",
    "=cmd|'/c calc'!A0",
)  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A command in an empty folder, read in this process."""
    reading.in_this_process(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(group, list(words), prog_name="ecm-xl", catch_exceptions=False)


def called(name: str) -> Change:
    """The setting has this name."""
    return swap(START, "<v>Oak Lane</v>", f"<v>{escape(name)}</v>")


def rated(rating: str) -> Change:
    """The first rating is this text."""
    return swap(AUDIT, RATING_CELL, f'<c r="E5" t="str"><v>{escape(rating)}</v></c>')


@pytest.mark.parametrize("words", WORDS)
def test_in_a_cluster_workbook_a_name_stays_text(words: str, tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "Oak.xlsx").write_bytes(sound(called(words), rated(words)))
    assert run("batch", "Oak.xlsx", "--out", "c.xlsx", *TODAY).exit_code == 1
    cells = [cell for sheet in load_workbook(tmp_path / "c.xlsx") for row in sheet for cell in row]
    assert {cell.data_type for cell in cells if cell.value == words} == {"s"}
    assert [cell.value for cell in cells if cell.data_type in ("f", "e") and words in str(cell.value)] == []
    targets = {cell.hyperlink.target for cell in cells if cell.hyperlink is not None}
    assert targets == {"Oak.xlsx"}


@pytest.mark.parametrize("words", WORDS)
def test_in_json_a_value_is_what_was_typed(words: str, tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "Oak.xlsx").write_bytes(sound(called(words), rated(words)))
    (file,) = json.loads(run("validate", "Oak.xlsx", "--json", *TODAY).stdout)["files"]
    assert {one["value"] for one in file["findings"] if one["cell"] == "E5"} == {words}
    assert json.loads(run("judge", "Oak.xlsx", "--json", *TODAY).stdout)["setting"]["name"] == words


STEERING = "a_x001B_[2J_x001B_]0;title_x0007_b"
"""As Excel writes control characters: clear the screen, give the window another title."""


@pytest.mark.parametrize("command", [("validate",), ("judge",), ("batch", "--out", "c.xlsx", "--tidy", "t")])
def test_nothing_in_a_workbook_steers_a_terminal(
    command: tuple[str, ...], tmp_path: Path, run: Callable[..., Result]
) -> None:
    (tmp_path / "Oak\x1b[2J.xlsx").write_bytes(sound(called(STEERING), rated(STEERING)))
    done = run(*command, "Oak\x1b[2J.xlsx", *TODAY)
    said = done.stdout + done.stderr
    assert "[2J" in said  # it is spoken of
    assert [letter for letter in said if not letter.isprintable() and letter != "\n"] == []


@pytest.mark.parametrize("length", [251, 32_767, 40_000])
def test_a_name_that_no_cell_could_hold_stops_no_batch(length: int, tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "Oak.xlsx").write_bytes(sound(called("x" * length)))
    done = run("batch", "Oak.xlsx", "--out", "c.xlsx", "--json", *TODAY)
    (setting,) = json.loads(done.stdout)["settings"]
    assert (setting["status"], setting["setting"]) == ("judged", "x" * 247 + "...")
    assert (tmp_path / "c.xlsx").exists()
