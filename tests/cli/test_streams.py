"""What goes where: results to standard output, progress to standard error and only where somebody watches."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

DAY = ("--today", "2026-07-10")


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person at a terminal."""
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)


@pytest.fixture
def folder(draw: Callable[..., Path]) -> None:
    draw("in/Ash.xlsx")
    draw("in/Oak.xlsx")


def bar(done: int, of: int, name: str) -> str:
    """One step of progress: it writes over the one before."""
    return f"\r{done} of {of}: {name:<50}" + ("\n" if done == of else "")


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (("validate", "in"), ["Ash.xlsx", "Oak.xlsx"]),
        (("validate", "in", "--json"), ["Ash.xlsx", "Oak.xlsx"]),
        (("batch", "in", "--out", "cluster.xlsx"), ["Ash.xlsx", "Oak.xlsx"]),
        (("batch", "in", "--out", "cluster.xlsx", "--json"), ["Ash.xlsx", "Oak.xlsx"]),
    ],
)
def test_progress_goes_to_standard_error_file_by_file(
    run: Callable[..., Result], folder: None, watched: None, words: tuple[str, ...], files: list[str]
) -> None:
    result = run(*words, *DAY)
    assert result.stderr == "".join(bar(n, len(files), name) for n, name in enumerate(files, 1))
    assert "1 of 2" not in result.stdout
    if "--json" in words:
        assert json.loads(result.stdout)


def test_one_file_needs_no_progress(run: Callable[..., Result], folder: None, watched: None) -> None:
    assert run("validate", "in/Ash.xlsx", *DAY).stderr == ""
    assert run("judge", "in/Ash.xlsx", *DAY).stderr == ""


def test_nobody_watching_means_no_progress(run: Callable[..., Result], folder: None) -> None:
    assert run("validate", "in", *DAY).stderr == ""
    assert run("batch", "in", "--out", "cluster.xlsx", *DAY).stderr == ""


def test_a_long_name_keeps_progress_on_one_line(
    run: Callable[..., Result], draw: Callable[..., Path], watched: None
) -> None:
    long = "The Federation of Saint Bartholomew's Church Schools and Nursery.xlsx"
    draw(f"in/{long}")
    draw("in/Zebra.xlsx")
    lines = run("validate", "in", *DAY).stderr.split("\r")
    assert lines[1] == f"1 of 2: {long[:50]}"
    assert {len(line.rstrip("\n")) for line in lines[1:]} == {58}


def test_a_console_that_lacks_a_letter_shows_a_question_mark_and_goes_on(
    shell: Callable[..., subprocess.CompletedProcess[str]], draw: Callable[..., Path]
) -> None:
    name = "Ysgol Gŵyr 小学.xlsx"
    draw(name)
    done = shell("-m", "ecm_xl", "validate", name, *DAY, PYTHONIOENCODING="cp1252")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Ysgol G?yr ??.xlsx: 1 note"
