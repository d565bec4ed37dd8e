"""The README's reference of findings is what the command writes, and it is found out where it is not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ecm_xl.core.findings import CATALOGUE
from tests.findings.drawing import all_cases
from workbooks.reference import MARK, README, reference, written

ROOT = Path(__file__).parents[2]


def test_the_readme_says_what_the_command_would_write() -> None:
    readme = README.read_text(encoding="utf-8")

    assert written(readme) == readme, "run: python workbooks/reference.py"


def test_every_code_has_its_row_and_every_case_its_example() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| (.*) \|$", reference(), re.MULTILINE)

    assert sorted(code for code, _ in rows) == sorted(CATALOGUE)
    assert {code for code, example in rows if example} == set(all_cases())


def test_every_row_has_five_cells() -> None:
    rows = [line for line in reference().splitlines() if line.startswith("| `")]

    assert {len(re.split(r"(?<!\\)\|", row)) for row in rows} == {7}


def test_a_readme_that_is_out_of_date_would_be_found() -> None:
    readme = README.read_text(encoding="utf-8")
    old = readme.replace("| `rating-tick` | error |", "| `rating-tick` | note |")

    assert old != readme
    assert written(old) == readme


def test_a_readme_without_a_place_for_it_is_not_written() -> None:
    with pytest.raises(ValueError, match=MARK):
        written("# ecm_xl\n")


def test_the_command_compares_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "workbooks" / "reference.py"), "--check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
