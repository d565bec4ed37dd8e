"""Golden cases: a folder each, a session on the command line with every word of what it prints.

    cases/CASE/commands      what is typed, a line a command, without `ecm-xl`
    cases/CASE/NAME.toml     a setting workbook, drawn as NAME.xlsx: [details], then tables as in
                             workbooks/samples; [Every] rates all descriptors of a Standard alike,
                             `forms` lists the forms that it has
    cases/CASE/files/        other files, copied as they are
    cases/CASE/expected.txt  the session: each command, what it prints, its exit code

ECM_UPDATE_GOLDEN=1 writes expected.txt anew: read what has changed before you commit it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ecm_xl.backends.writer import write_book
from ecm_xl.cli import group
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import with_forms
from ecm_xl.workbook.setting import setting_book
from tests import reading

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())
NUMBER_OF_CASES = 22
NUMBER_OF_COMMANDS = 50
DAY = "--today 2026-07-10"
IN_PROCESSES_OF_THEIR_OWN = ("a-folder-with-unreadable-files", "the-readmes-walk")
"""Cases in which workbooks are read as for a person; in the others by this process, which is quicker."""


def draw(model: SettingModel, source: Path, target: Path) -> None:
    """The workbook that a case's TOML file describes."""
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    details, alike, model = data.pop("details"), data.pop("Every", {}), with_forms(model, data.pop("forms", ()))
    audit: dict[str, Any] = {
        descriptor.ref: row
        for ref, row in alike.items()
        for descriptor in model.framework.standard(int(ref[1:])).descriptors
    }
    content = {**data, "Audit": {**audit, **data.get("Audit", {})}}
    write_book(setting_book(model, details, content, date(2026, 7, 10)), target)


def session(commands: list[str], folder: Path) -> str:
    """What a person sees who types these commands (mistakes and progress, on standard error, left out)."""
    shown = []
    for command in commands:
        result = CliRunner().invoke(group, shlex.split(command), prog_name="ecm-xl", catch_exceptions=False)
        shown.append(f"$ ecm-xl {command}\n{normal(result.stdout, folder)}[exit code {result.exit_code}]\n")
    return "\n".join(shown)


def normal(text: str, folder: Path) -> str:
    """The text without what differs from run to run: seconds and the folder's own path."""
    return re.sub(r'"seconds": [\d.]+', '"seconds": 0', text).replace(str(folder), "FOLDER")


def typed(case: str) -> list[str]:
    """The commands of a case."""
    return (CASES / case / "commands").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", NAMES)
def test_a_session_reads_as_agreed(
    model: SettingModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    if case not in IN_PROCESSES_OF_THEIR_OWN:
        reading.in_this_process(monkeypatch)
    folder, expected = CASES / case, CASES / case / "expected.txt"
    for source in folder.glob("*.toml"):
        draw(model, source, tmp_path / f"{source.stem}.xlsx")
    if (folder / "files").exists():
        shutil.copytree(folder / "files", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    shown = session(typed(case), tmp_path)
    if os.environ.get("ECM_UPDATE_GOLDEN"):
        expected.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == expected.read_text(encoding="utf-8")


def test_there_are_as_many_cases_as_agreed() -> None:
    assert (len(NAMES), sum(len(typed(case)) for case in NAMES)) == (NUMBER_OF_CASES, NUMBER_OF_COMMANDS)


def test_a_case_holds_only_what_is_used() -> None:
    for case in NAMES:
        for path in (CASES / case).iterdir():
            known = path.name in ("commands", "expected.txt", "files") or path.suffix == ".toml"
            assert known, f"{path} is no part of a case"


def test_no_case_hangs_on_the_day_it_is_run() -> None:
    """Every command that judges says on which day."""
    for case in NAMES:
        for command in typed(case):
            if command.split()[0] in ("validate", "judge", "batch", "new"):
                assert DAY in command, f"{case}: {command}"


def test_the_readmes_examples_are_among_the_cases() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"^\$ ecm-xl (.+)$", readme, re.MULTILINE)
    assert examples
    commands = {command.replace(f" {DAY}", "") for case in NAMES for command in typed(case)}
    assert {example.replace(f" {DAY}", "") for example in examples} <= commands


def test_every_severity_exit_code_and_form_is_among_the_cases() -> None:
    said = "\n".join((CASES / case / "expected.txt").read_text(encoding="utf-8") for case in NAMES)
    for severity in ("error", "warning", "note"):
        assert f"\n  {severity:<8}" in said
        assert f'"severity": "{severity}"' in said
    assert set(re.findall(r"\[exit code (\d)\]", said)) == {"0", "1", "2", "3"}
    for text in ("Not yet: ", "Not started (planned ", ": Not applicable", "rests on 1 override", ": not reported"):
        assert text in said
