"""Mistakes in a command: exit code 2, a message that says what to do, nothing written, no file touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

NEW = ("--name", "Oak", "--type", "primary", "--route", "2")
Tree = Callable[[], dict[str, bytes | None]]

OURS = {
    "new: a name that does not end in .xlsx": (
        ("new", "Oak.xls", *NEW),
        "The file's name must end in .xlsx, for example 'Oak.xlsx'.",
    ),
    "new: no ending at all": (
        ("new", "Oak", *NEW),
        "The file's name must end in .xlsx, for example 'Oak.xlsx'.",
    ),
    "new: a name of spaces": (
        ("new", "Ash.xlsx", "--name", "  ", "--type", "pru", "--route", "1"),
        "Give the setting's name after --name.",
    ),
    "new: the file is there": (
        ("new", "Oakfield.xlsx", *NEW),
        "Oakfield.xlsx is there already. Choose another name, or add --force to replace it.",
    ),
    "validate: a folder without workbooks": (
        ("validate", "empty"),
        "There is no .xlsx or .xlsm workbook in empty.",
    ),
    "validate: two folders without workbooks": (
        ("validate", "empty", "texts"),
        "There is no .xlsx or .xlsm workbook in empty, texts.",
    ),
    "judge: a folder": (
        ("judge", "schools"),
        "schools is a folder. Name one workbook, or use 'ecm-xl batch' for all of them.",
    ),
    "undo: a folder": (("undo", "schools"), "schools is a folder. Name one workbook. Nothing was changed."),
    "undo: a file that is not there": (
        ("undo", "Oka.xlsx"),
        "There is no file called Oka.xlsx. If it was removed, copy one of its backups from the folder 'ECM backups'. "
        "Nothing was changed.",
    ),
    "undo: a workbook that was never changed": (
        ("undo", "Oakfield.xlsx"),
        "There is nothing to undo: the folder 'ECM backups' holds no earlier state of Oakfield.xlsx. One is kept there "
        "whenever ecm-xl changes the file. Nothing was changed.",
    ),
    "batch: a folder that is not there": (
        ("batch", "shcools", "--out", "cluster.xlsx"),
        "There is no file or folder called shcools.",
    ),
    "batch: one of several is not there": (
        ("batch", "schools", "north", "south", "--out", "cluster.xlsx"),
        "There is no file or folder called north, south.",
    ),
    "batch: a folder without workbooks": (
        ("batch", "empty", "--out", "cluster.xlsx"),
        "There is no .xlsx or .xlsm workbook in empty.",
    ),
    "batch: --out is no .xlsx": (
        ("batch", "schools", "--out", "cluster.csv"),
        "The cluster workbook's name must end in .xlsx, for example 'cluster.xlsx'.",
    ),
    "batch: --out without an ending": (
        ("batch", "schools", "--out", "cluster"),
        "The cluster workbook's name must end in .xlsx, for example 'cluster.xlsx'.",
    ),
    "batch: --out is a setting's workbook": (
        ("batch", "schools", "--out", "Oakfield.xlsx"),
        "Oakfield.xlsx is there already and is not a cluster workbook. Choose another name, or add --force to "
        "replace it.",
    ),
    "batch: --out is a text file with a workbook's name": (
        ("batch", "schools", "--out", "letter.xlsx"),
        "letter.xlsx is there already and is not a cluster workbook. Choose another name, or add --force to "
        "replace it.",
    ),
    "framework check: no such file": (
        ("framework", "check", "nothing.toml"),
        "There is no file called nothing.toml.",
    ),
    "framework check: a folder": (("framework", "check", "schools"), "schools can't be read as text."),
    "framework check: a workbook": (("framework", "check", "Oakfield.xlsx"), "Oakfield.xlsx can't be read as text."),
    "demo: the folder is a file": (
        ("demo", "notes.txt"),
        "notes.txt is there already and is not the demo's own. Name another folder.",
    ),
    "--today is no date": (
        ("validate", "schools", "--today", "31/02/2026"),
        "'31/02/2026' is not a date. Write it as 2026-03-14 or 14/03/2026.",
    ),
    "--today is a word": (
        ("judge", "Oakfield.xlsx", "--today", "tomorrow"),
        "'tomorrow' is not a date. Write it as 2026-03-14 or 14/03/2026.",
    ),
}
"""The mistake → the words, and our own message for it."""

CLICKS = {
    "nothing at all": ((), "demo"),
    "an unknown command": (("valdate", "Oakfield.xlsx"), "valdate"),
    "an unknown option": (("validate", "Oakfield.xlsx", "--jsn"), "--json"),
    "new without a file": (("new",), "FILE"),
    "new without a name": (("new", "Ash.xlsx", "--type", "pru", "--route", "1"), "--name"),
    "new without a type": (("new", "Ash.xlsx", "--name", "Ash", "--route", "1"), "--type"),
    "new without a route": (("new", "Ash.xlsx", "--name", "Ash", "--type", "pru"), "--route"),
    "new with an unknown type": (("new", "Ash.xlsx", *NEW, "--type", "academy"), "children's-centre"),
    "new with an unknown route": (("new", "Ash.xlsx", *NEW, "--route", "3"), "--route"),
    "new with unknown Standards": (("new", "Ash.xlsx", *NEW, "--framework", "iqm"), "ecm-standards"),
    "new where a folder has the name": (("new", "folder.xlsx", *NEW), "folder.xlsx"),
    "validate without a path": (("validate",), "PATH"),
    "judge without a file": (("judge",), "FILE"),
    "judge with two files": (("judge", "Oakfield.xlsx", "Oakfield.xlsx"), "Oakfield.xlsx"),
    "undo without a file": (("undo",), "FILE"),
    "undo with two files": (("undo", "Oakfield.xlsx", "schools/Ash.xlsx"), "schools/Ash.xlsx"),
    "batch without a path": (("batch", "--out", "cluster.xlsx"), "PATH"),
    "batch without --out": (("batch", "schools"), "--out"),
    "batch with no jobs": (("batch", "schools", "--out", "cluster.xlsx", "--jobs", "0"), "--jobs"),
    "batch with words for jobs": (("batch", "schools", "--out", "cluster.xlsx", "--jobs", "many"), "--jobs"),
    "framework without a command": (("framework",), "check"),
    "framework check without a file": (("framework", "check"), "FILE"),
    "framework show of unknown Standards": (("framework", "show", "iqm"), "ecm-standards"),
}
"""The mistake → the words, and what the message must name (the rest of it is click's)."""


@pytest.fixture
def folder(draw: Callable[..., Path], tmp_path: Path, tree: Tree) -> Tree:
    """A folder as a person has it; how it looks."""
    draw("Oakfield.xlsx")
    draw("schools/Ash.xlsx")
    for name in ("empty", "texts", "folder.xlsx"):
        (tmp_path / name).mkdir()
    for name in ("notes.txt", "texts/list.csv", "letter.xlsx"):
        (tmp_path / name).write_text("Dear all\n", encoding="utf-8")
    return tree


@pytest.mark.parametrize("mistake", OURS)
def test_a_mistake_is_said_in_plain_words_and_nothing_is_written(
    run: Callable[..., Result], folder: Tree, mistake: str
) -> None:
    words, message = OURS[mistake]
    before = folder()
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines[0].startswith("Usage: ecm-xl ")
    assert lines[1] == f"Try 'ecm-xl {' '.join(w for w in words[:2] if w in COMMAND_WORDS)} --help' for help."
    assert lines[-1].startswith("Error: ")
    assert lines[-1].endswith(message)
    assert folder() == before


COMMAND_WORDS = ("new", "validate", "judge", "undo", "batch", "demo", "framework", "check")


@pytest.mark.parametrize("mistake", CLICKS)
def test_a_command_that_is_not_complete_names_what_it_wants_and_writes_nothing(
    run: Callable[..., Result], folder: Tree, mistake: str
) -> None:
    words, named = CLICKS[mistake]
    before = folder()
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert named in result.stderr
    assert folder() == before


@pytest.mark.parametrize("typed", ["validat", "Judge", "bach", "frameworks"])
def test_a_command_that_is_nearly_right_is_offered(run: Callable[..., Result], typed: str) -> None:
    meant = {"validat": "validate", "Judge": "judge", "bach": "batch", "frameworks": "framework"}[typed]
    result = run(typed)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"Error: No such command '{typed}'. Did you mean '{meant}'?"


@pytest.mark.parametrize("typed", ["Primary", "PRIMARY", "primary"])
def test_a_type_of_setting_may_be_written_in_any_case(run: Callable[..., Result], tmp_path: Path, typed: str) -> None:
    result = run("new", "Oak.xlsx", "--name", "Oak", "--type", typed, "--route", "2")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (tmp_path / "Oak.xlsx").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("new", "Oakfield", "Primary.xlsx", *NEW),
        ("judge", "Oakfield", "Primary.xlsx"),
        ("undo", "Oakfield", "Primary.xlsx"),
        ("framework", "check", "Our", "Standards.toml"),
    ],
)
def test_a_name_with_spaces_and_no_quotation_marks_is_explained(
    run: Callable[..., Result], folder: Tree, words: tuple[str, ...]
) -> None:
    before = folder()
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "quotation marks" in result.stderr
    assert folder() == before


def test_a_setting_that_is_there_is_replaced_with_force(run: Callable[..., Result], folder: Tree) -> None:
    before = folder()
    result = run("new", "Oakfield.xlsx", *NEW, "--force")
    assert (result.exit_code, result.stderr) == (0, "")
    after = folder()
    assert {name for name in after if after[name] != before.get(name)} == {"Oakfield.xlsx"}


def test_a_list_of_expected_files_that_is_not_there_is_a_mistake(run: Callable[..., Result], folder: Tree) -> None:
    before = folder()
    result = run("batch", "schools", "--out", "cluster.xlsx", "--expected", "list.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "list.csv" in result.stderr.splitlines()[-1]
    assert folder() == before


@pytest.mark.parametrize("expected", ["Oakfield.xlsx", "empty"])
def test_a_list_of_expected_files_that_is_no_text_is_a_mistake(
    run: Callable[..., Result], folder: Tree, expected: str
) -> None:
    """The list is kept in Excel, so the workbook itself is what a person names first."""
    before = folder()
    result = run("batch", "schools", "--out", "cluster.xlsx", "--expected", expected)
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr.splitlines()[-1]
    assert folder() == before


@pytest.mark.parametrize("tidy", ["notes.txt", "Oakfield.xlsx", "notes.txt/tables"])
def test_a_file_where_the_folder_for_tables_should_be_is_a_mistake_and_nothing_is_written(
    run: Callable[..., Result], folder: Tree, tidy: str
) -> None:
    before = folder()
    result = run("batch", "schools", "--out", "cluster.xlsx", "--tidy", tidy)
    assert (result.exit_code, result.stdout) == (2, "")
    assert tidy.split("/", maxsplit=1)[0] in result.stderr.splitlines()[-1]
    assert folder() == before


@pytest.mark.parametrize(
    "words",
    [
        ("new", "notes.txt/Oak.xlsx", *NEW),
        ("batch", "schools", "--out", "notes.txt/cluster.xlsx"),
        ("demo", "notes.txt/demo"),
    ],
)
def test_a_folder_that_cannot_be_made_is_named_and_nothing_is_written(
    run: Callable[..., Result], folder: Tree, words: tuple[str, ...]
) -> None:
    before = folder()
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "notes.txt" in result.stderr.splitlines()[-1]
    assert folder() == before


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_folder_with_a_workbooks_name_is_never_replaced(
    run: Callable[..., Result], folder: Tree, force: tuple[str, ...]
) -> None:
    before = folder()
    result = run("batch", "schools", "--out", "folder.xlsx", *force)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith("Error: folder.xlsx")
    assert folder() == before


@pytest.mark.parametrize(
    "words",
    [("new", "Oak.xlsx", *NEW), ("batch", "schools", "--out", "cluster.xlsx"), ("demo", "demo")],
)
def test_a_disk_that_is_full_is_said_of_the_file_that_was_asked_for(
    run: Callable[..., Result], folder: Tree, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """The name of a temporary file tells a person nothing."""

    def full(_source: object, target: object) -> None:
        raise OSError(28, "No space left on device", str(_source), None, str(target))

    monkeypatch.setattr("ecm_xl.backends.store.os.replace", full)
    before = folder()
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    message = result.stderr.splitlines()[-1]
    assert "No space left on device" in message
    assert ".ecm-" not in message
    assert {name for name, content in folder().items() if content is not None} == {
        name for name, content in before.items() if content is not None
    }


def test_the_mistakes_tested_here_are_as_many_as_agreed() -> None:
    assert (len(OURS), len(CLICKS)) == (23, 23)
