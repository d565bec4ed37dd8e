"""What is not needed is not loaded: a command answers as soon as Python can."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Shell = Callable[..., subprocess.CompletedProcess[str]]
SPY = """
import json, sys
from ecm_xl.cli import main
sys.argv = ["ecm-xl", *sys.argv[1:]]
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
HEAVY = ("xlwings", "pandas", "numpy", "xlsxwriter", "openpyxl", "rapidfuzz", "lxml")
FOR_WRITING = {"ecm_xl.workbook.book", "ecm_xl.workbook.edits", "ecm_xl.workbook.write", "ecm_xl.backends.editor"}
"""What only drawing and writing need: to load it takes longer than to read a workbook."""


@pytest.fixture
def loaded(shell: Shell) -> Callable[..., set[str]]:
    """`loaded("validate", "Oak.xlsx")`: every module that the command has loaded by its end."""

    def spy(*words: str, code: int = 0) -> set[str]:
        done = shell("-c", SPY, *words)
        assert done.returncode == code, done.stderr
        return set(json.loads(done.stderr.splitlines()[-1]))

    return spy


def test_help_loads_nothing_of_ours_but_the_commands_names(loaded: Callable[..., set[str]]) -> None:
    modules = loaded("--help")
    assert {name for name in modules if name.startswith("ecm_xl")} == {"ecm_xl", "ecm_xl.cli"}
    assert not modules & {*HEAVY, "python_calamine", "pebble", "multiprocessing", "tomllib", "zipfile", "subprocess"}


def test_validate_loads_no_excel_library_and_no_pandas(
    loaded: Callable[..., set[str]], draw: Callable[..., Path]
) -> None:
    modules = loaded("validate", str(draw("Oak.xlsx")))
    assert "ecm_xl.core.checks" in modules  # it did its work
    assert not modules & {*HEAVY, *FOR_WRITING, "pebble"}


def test_near_spellings_are_looked_for_only_where_something_was_mistyped(
    loaded: Callable[..., set[str]], draw: Callable[..., Path]
) -> None:
    mistyped = draw("Oak.xlsx", {"Audit": {"S03.SAFE.2": {"rating": "Embeded"}}})
    assert "rapidfuzz" in loaded("validate", str(mistyped), code=1)


def test_judge_loads_no_more_than_validate(loaded: Callable[..., set[str]], draw: Callable[..., Path]) -> None:
    path = str(draw("Oak.xlsx"))
    assert not loaded("judge", path) & {*HEAVY, *FOR_WRITING, "pebble"}
    assert {"lxml", *FOR_WRITING} <= loaded("judge", path, "--write")


def test_batch_loads_pandas_only_for_tables(loaded: Callable[..., set[str]], draw: Callable[..., Path]) -> None:
    draw("in/Oak.xlsx")
    without = loaded("batch", "in", "--out", "cluster.xlsx")
    assert "xlsxwriter" in without
    assert not without & {"pandas", "numpy", "openpyxl", "xlwings"}
    assert "pandas" in loaded("batch", "in", "--out", "cluster.xlsx", "--tidy", "tables")


def test_undo_loads_no_reader_and_no_standards(loaded: Callable[..., set[str]], draw: Callable[..., Path]) -> None:
    modules = loaded("undo", str(draw("Oak.xlsx")), code=2)
    assert "ecm_xl.backends.saving" in modules  # it did its work
    assert not modules & {*HEAVY, "pebble", "python_calamine", "ecm_xl.frameworks.loader"}
