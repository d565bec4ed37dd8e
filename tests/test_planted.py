"""What lies beside a workbook has no say in what a button runs, and a click loads nothing that it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ecm_xl.ribbon import COMMANDS, FAILED, USAGE

PLANTED = ("ecm_xl/__init__.py", "ecm_xl/ribbon.py", "xlwings.py", "lxml.py", "sitecustomize.py")
HEAVY = {"pandas", "numpy"}
SECONDS = 60


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder with modules of the names that a button needs. Each writes its name into `ran` when it runs."""
    for name in PLANTED:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        code = f"with open({str(tmp_path / 'ran')!r}, 'a') as file:\n    file.write({name!r} + ' ')\n"
        path.write_text(code, encoding="utf-8")
    (tmp_path / "xlwings.conf").write_text(f'"PYTHONPATH","{tmp_path}"\n', encoding="utf-8")
    return tmp_path


def start(folder: Path, *options: str, words: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Starts Python in a folder that is the person's own, too, with a variable that puts it first on the path."""
    home = dict.fromkeys(("HOME", "APPDATA", "XDG_DATA_HOME", "PYTHONPATH"), str(folder))
    return subprocess.run(
        [sys.executable, *options, *words],
        cwd=folder, env={**os.environ, **home},
        capture_output=True, text=True, check=False, timeout=SECONDS,
    )  # fmt: skip


def what_ran(folder: Path) -> list[str]:
    noted = folder / "ran"
    return noted.read_text(encoding="utf-8").split() if noted.exists() else []


def loaded(folder: Path, code: str) -> set[str]:
    """Every module that is loaded after this code."""
    done = start(folder, "-P", "-E", "-c", f"{code}\nimport sys\nprint(*sys.modules)")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_a_planted_module_does_not_run(planted: Path) -> None:
    done = start(planted, "-P", "-E", "-m", "ecm_xl.ribbon", words=["no_such_button"])
    assert what_ran(planted) == []
    assert done.returncode == FAILED
    assert done.stderr.strip() == USAGE.format(tags=", ".join(COMMANDS))


def test_nor_does_one_where_a_button_loads_all_that_it_needs(planted: Path) -> None:
    code = "import ecm_xl.ribbon, xlwings, lxml.etree; print(ecm_xl.ribbon.__file__, xlwings.__file__)"
    done = start(planted, "-P", "-E", "-c", code)
    assert done.returncode == 0, done.stderr
    assert what_ran(planted) == []
    assert str(planted) not in done.stdout


def test_without_the_two_options_they_would_run(planted: Path) -> None:
    """The plant works: what keeps it out is how the add-in starts Python."""
    start(planted, "-m", "ecm_xl.ribbon", words=["validate"])
    assert set(what_ran(planted)) >= {"sitecustomize.py", "ecm_xl/__init__.py", "ecm_xl/ribbon.py"}


@pytest.mark.parametrize("module", ["write", "jumps", "new", "undo", "carry", "populate"])
def test_no_workflow_of_a_button_loads_pandas_or_numpy(tmp_path: Path, module: str) -> None:
    code = f"import ecm_xl.ribbon, ecm_xl.workflows.{module}"
    assert loaded(tmp_path, code) & HEAVY == set()


def test_nor_does_a_form_that_is_put_into_a_file(tmp_path: Path) -> None:
    code = """
import ecm_xl.ribbon, ecm_xl.backends.live.away
from datetime import date, datetime
from pathlib import Path
from ecm_xl.backends.disk import Disk
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workflows.new import new
from ecm_xl.workflows.populate import populate
new(Disk(), Path("new.xlsx"), load_model(), {}, date(2026, 7, 10))
done = populate(Disk(), Path("new.xlsx"), ["values"], date(2026, 7, 10), datetime(2026, 7, 10))
assert done.written.saved
"""
    assert loaded(tmp_path, code) & HEAVY == set()


def test_nor_does_a_button_that_looks_for_excel(tmp_path: Path) -> None:
    """The program's own entry, with a process that is no Excel: by then xlwings is loaded, which would load both."""
    modules = loaded(tmp_path, "import ecm_xl.ribbon; ecm_xl.ribbon.main(['validate', '--pid', '1'])")
    assert "xlwings" in modules
    assert modules & HEAVY == set()


def test_xlwings_alone_would_load_them(tmp_path: Path) -> None:
    """So the test above can fail."""
    assert loaded(tmp_path, "import xlwings") >= HEAVY
