"""Exit codes: 0 clean or notes only, 1 errors or warnings, 2 usage (test_usage), 3 unreadable, 4 our own fault."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import Result

from ecm_xl.cli import main
from ecm_xl.core.rules import RULES
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.snapshot import UnreadableWorkbook
from tests.reading import ReadHere

Rows = dict[str, dict[str, CellValue]]
Every = Callable[..., Rows]
DAY = ("--today", "2026-07-10")

AUDITS: Mapping[str, tuple[Mapping[str, CellValue], int]] = {
    "nothing rated: a note": ({}, 0),
    "an accepted spelling: a note": ({"rating": "Emerging"}, 0),
    "sound": ({"rating": "Embedded", "evidence": "Log book", "impact": "Calmer days"}, 0),
    "no evidence: a warning": ({"rating": "Embedded"}, 1),
    "no such rating: an error": ({"rating": "Embeded"}, 1),
}
"""What stands in the first row → what `validate` and `judge` end with."""


@pytest.mark.parametrize("audit", AUDITS)
@pytest.mark.parametrize("command", ["validate", "judge"])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_file_ends_with_0_for_notes_and_1_for_errors_and_warnings(
    run: Callable[..., Result], draw: Callable[..., Path], audit: str, command: str, form: tuple[str, ...]
) -> None:
    row, code = AUDITS[audit]
    result = run(command, draw("Oak.xlsx", {"Audit": {"S01.HEALTH.1": row}} if row else {}), *form, *DAY)
    assert (result.exit_code, result.stderr) == (code, "")


@pytest.mark.parametrize("audit", AUDITS)
def test_a_batch_ends_as_its_files_do(run: Callable[..., Result], draw: Callable[..., Path], audit: str) -> None:
    row, code = AUDITS[audit]
    draw("in/Oak.xlsx", {"Audit": {"S01.HEALTH.1": row}} if row else {})
    assert run("batch", "in", "--out", "cluster.xlsx", *DAY).exit_code == code


UNREADABLE = {"empty": b"", "text": b"Dear all\n", "cut off": b"PK\x03\x04" + bytes(400)}


@pytest.mark.parametrize("sort", UNREADABLE)
@pytest.mark.parametrize("words", [("validate", "in"), ("batch", "in", "--out", "cluster.xlsx")])
def test_one_unreadable_file_ends_with_3_whatever_else_was_found(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path, sort: str, words: tuple[str, ...]
) -> None:
    draw("in/Ash.xlsx", {"Audit": {"S01.HEALTH.1": {"rating": "Embeded"}}})
    (tmp_path / "in" / "Bad.xlsx").write_bytes(UNREADABLE[sort])
    draw("in/Oak.xlsx")
    result = run(*words, *DAY)
    assert result.exit_code == 3
    for name in ("Ash", "Bad.xlsx", "Oak"):
        assert name in result.stdout


@pytest.mark.parametrize("command", ["validate", "judge"])
def test_a_file_that_is_not_there_is_a_finding_and_ends_with_3(run: Callable[..., Result], command: str) -> None:
    result = run(command, "Oka.xlsx")
    assert result.exit_code == 3
    assert result.stdout == (
        "Oka.xlsx: 1 error\n"
        "  error   There is no file of this name.\n"
        "          Check the name and the folder.\n"
    )  # fmt: skip


@pytest.mark.parametrize("command", ["validate", "judge"])
def test_a_file_that_may_not_be_opened_is_a_finding_and_ends_with_3(
    run: Callable[..., Result], draw: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Click would stop at such a file before the others are looked at."""

    def no_entry(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = draw("Oak.xlsx")
    monkeypatch.setattr("click.types.os.access", lambda *_, **__: False)
    monkeypatch.setattr("ecm_xl.backends.reader.preflight.os.open", no_entry)
    result = run(command, path)
    assert (result.exit_code, result.stderr) == (3, "")
    assert "This computer does not allow the file to be opened." in result.stdout


@pytest.mark.parametrize("command", ["validate", "judge"])
def test_a_file_in_a_folder_that_may_not_be_entered_is_a_finding_and_ends_with_3(
    run: Callable[..., Result], draw: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """`Path.is_dir` raises there, until Python 3.13."""
    path = draw("closed/Oak.xlsx")
    look = Path.is_dir

    def closed(self: Path) -> bool:
        if self.parent.name == "closed":
            raise PermissionError(13, "Permission denied", str(self))
        return look(self)

    def refuse(*_: object) -> None:
        raise UnreadableWorkbook("file-not-permitted")

    monkeypatch.setattr(Path, "is_dir", closed)
    monkeypatch.setattr(ReadHere, "result", refuse)
    result = run(command, path)
    assert (result.exit_code, result.stderr) == (3, "")


def test_a_workbook_that_is_no_settings_is_an_error_when_it_is_named(
    run: Callable[..., Result], draw: Callable[..., Path]
) -> None:
    draw("in/Oak.xlsx")
    run("batch", "in", "--out", "cluster.xlsx", *DAY)
    for command in ("validate", "judge"):
        result = run(command, "cluster.xlsx", *DAY)
        assert result.exit_code == 1
        assert result.stdout == (
            "cluster.xlsx: 1 error\n"
            "  error   This workbook is not a setting's audit: it is a cluster workbook.\n"
            "          Choose a workbook made with 'ecm-xl new' or from the blank workbook.\n"
        )


def test_other_workbooks_in_a_batchs_folder_do_not_count(run: Callable[..., Result], draw: Callable[..., Path]) -> None:
    draw("in/Oak.xlsx")
    run("batch", "in", "--out", "in/last year.xlsx", *DAY)
    assert run("batch", "in", "--out", "cluster.xlsx", *DAY).exit_code == 0


def test_a_setting_that_was_expected_and_sent_nothing_ends_with_1(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path
) -> None:
    draw("in/Oak.xlsx")
    (tmp_path / "list.csv").write_text("Oak\nAsh\n", encoding="utf-8")
    words = ("batch", "in", "--out", "cluster.xlsx", *DAY, "--expected", "list.csv")
    assert run(*words).exit_code == 1
    (tmp_path / "list.csv").write_text("Oak\n", encoding="utf-8")
    assert run(*words).exit_code == 0


def test_a_setting_in_two_files_ends_with_1(run: Callable[..., Result], draw: Callable[..., Path]) -> None:
    draw("in/Oak.xlsx", Setting_Id="oak")
    draw("in/Oak (copy).xlsx", Setting_Id="oak")
    assert run("batch", "in", "--out", "cluster.xlsx", *DAY).exit_code == 1


def test_demo_new_and_framework_end_with_0(run: Callable[..., Result]) -> None:
    assert run("new", "Oak.xlsx", "--name", "Oak", "--type", "primary", "--route", "1").exit_code == 0
    assert run("framework", "list").exit_code == 0
    assert run("framework", "show").exit_code == 0


def test_a_file_of_standards_ends_with_0_without_faults_and_1_with_faults(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    text = files("ecm_xl.frameworks").joinpath("ecm_standards.toml").read_text(encoding="utf-8")
    (tmp_path / "sound.toml").write_text(text, encoding="utf-8")
    (tmp_path / "faulty.toml").write_text(text.replace('rule = "lowest"', 'rule = "highest"'), encoding="utf-8")
    sound, faulty = run("framework", "check", "sound.toml"), run("framework", "check", "faulty.toml")
    assert (sound.exit_code, sound.stdout) == (0, "sound.toml: no faults found.\n")
    assert (faulty.exit_code, faulty.stdout) == (
        1,
        f"faulty.toml: the file's head: the rule 'highest' is not known; known: {', '.join(RULES)}\n"
        "faulty.toml: 1 fault found.\n",
    )


# 4: the program itself is at fault


@pytest.fixture
def stumble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`stumble("validate", "Oak.xlsx")`: the entry point, over a command that raises; its exit code."""

    def call(*words: str) -> int:
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("the floor gave way")

        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        monkeypatch.setattr("ecm_xl.workflows.examine.examine_files", fail)
        monkeypatch.setattr("ecm_xl.cli.batch.batch", fail)
        monkeypatch.setattr("ecm_xl.cli.demo.demo", fail)
        monkeypatch.setattr("ecm_xl.cli.new.new", fail)
        monkeypatch.setattr("ecm_xl.cli.undo.undo", fail)
        monkeypatch.setattr(sys, "argv", ["ecm-xl", *words])
        with pytest.raises(SystemExit) as left:
            main()
        assert isinstance(left.value.code, int)
        return left.value.code

    return call


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "Oak.xlsx"),
        ("validate", "Oak.xlsx", "--json"),
        ("judge", "Oak.xlsx"),
        ("judge", "Oak.xlsx", "--json"),
        ("batch", ".", "--out", "cluster.xlsx"),
        ("batch", ".", "--out", "cluster.xlsx", "--json"),
        ("demo", "here"),
        ("undo", "Oak.xlsx"),
        ("new", "Ash.xlsx", "--name", "Ash", "--type", "pru", "--route", "1"),
    ],
)
def test_our_own_fault_shows_words_and_a_file_never_a_traceback(
    stumble: Callable[..., int],
    draw: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    draw("Oak.xlsx")
    assert stumble(*words) == 4
    shown = capsys.readouterr()
    (details,) = tmp_path.glob("ecm-xl-*.txt")
    assert shown.out == ""
    assert shown.err.splitlines() == [
        "Something went wrong inside ecm-xl. Your workbooks are as they were.",
        f"The details are in {details}. Please send that file with your question.",
    ]
    kept = details.read_text(encoding="utf-8")
    assert kept.startswith("Traceback")
    assert kept.endswith("RuntimeError: the floor gave way\n")


def test_a_mistake_in_the_command_is_not_our_fault(
    stumble: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stumble("validate") == 2
    assert "Missing argument" in capsys.readouterr().err
    assert list(tmp_path.glob("ecm-xl-*.txt")) == []


def test_python_dash_m_is_the_same_command(
    shell: Callable[..., subprocess.CompletedProcess[str]], draw: Callable[..., Path]
) -> None:
    draw("Oak.xlsx", {"Audit": {"S01.HEALTH.1": {"rating": "Embeded"}}})
    done = shell("-m", "ecm_xl", "validate", "Oak.xlsx")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("Oak.xlsx: 1 error\n")
    help_text = shell("-m", "ecm_xl", "--help")
    assert (help_text.returncode, help_text.stderr) == (0, "")
    assert help_text.stdout.startswith("Usage: ecm-xl ")
