"""The README's references of findings and forms are what the command writes, and it is found out where they are not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ecm_xl.core.findings import CATALOGUE
from ecm_xl.frameworks.forms import FORMS
from tests.findings.drawing import all_cases
from workbooks.reference import README, REFERENCES, findings, forms, marks, written

ROOT = Path(__file__).parents[2]


def test_the_readme_says_what_the_command_would_write() -> None:
    readme = README.read_text(encoding="utf-8")

    assert written(readme) == readme, "run: python workbooks/reference.py"


def test_every_code_has_its_row_and_every_case_its_example() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| (.*) \|$", findings(), re.MULTILINE)

    assert sorted(code for code, _ in rows) == sorted(CATALOGUE)
    assert {code for code, example in rows if example} == set(all_cases())


def test_every_row_has_five_cells() -> None:
    rows = [line for line in findings().splitlines() if line.startswith("| `")]

    assert {len(re.split(r"(?<!\\)\|", row)) for row in rows} == {7}


def test_every_form_has_its_row_with_all_that_helps_to_choose_it() -> None:
    rows = [re.split(r" (?<!\\)\| ", line.strip("| ")) for line in forms().splitlines()[2:]]

    assert [row[0] for row in rows] == [f"`{form}`" for form in FORMS]
    assert all(len(row) == 4 and all(row) for row in rows)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("| `rating-tick` | error |", "| `rating-tick` | note |"),
        ("| `checklist` | Monitoring and evaluation checklist |", "| `checklist` | Checklist |"),
    ],
)
def test_a_readme_that_is_out_of_date_would_be_found(now: str, before: str) -> None:
    readme = README.read_text(encoding="utf-8")
    old = readme.replace(now, before)

    assert old != readme
    assert written(old) == readme


@pytest.mark.parametrize("word", REFERENCES)
def test_a_readme_without_a_place_for_one_is_not_written(word: str) -> None:
    readme = README.read_text(encoding="utf-8").replace(marks(word)[0], "")
    with pytest.raises(ValueError, match=f"no {marks(word)[0]} and {marks(word)[1]}"):
        written(readme)


def test_the_command_compares_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "workbooks" / "reference.py"), "--check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
