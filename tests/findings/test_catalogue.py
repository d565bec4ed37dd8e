"""The catalogue has its cases: every code that looking at a workbook can raise, in one module or another."""

from __future__ import annotations

from pathlib import Path

import ecm_xl
from ecm_xl.core.findings import CATALOGUE
from tests.findings.drawing import all_cases

PACKAGE = Path(ecm_xl.__file__).parent
BETWEEN_FILES = {"setting-twice", "setting-not-reported"}
"""What no workbook has by itself: it is found when several are set side by side."""


def raised_in(layer: str) -> set[str]:
    """The codes that a layer's sources name."""
    texts = [path.read_text(encoding="utf-8") for path in (PACKAGE / layer).rglob("*.py")]
    return {code for code in CATALOGUE if any(f'"{code}"' in text for text in texts)}


def test_every_code_of_a_workbooks_content_and_shape_has_its_case() -> None:
    without = {code for code in CATALOGUE if code.startswith(("file-", "edit-"))} | BETWEEN_FILES

    assert set(CATALOGUE) - set(all_cases()) - without == set()


def test_a_case_is_of_a_code_that_there_is() -> None:
    assert set(all_cases()) <= set(CATALOGUE)
    assert len(all_cases()) > 30


def test_content_is_checked_in_core_and_shape_in_workbook() -> None:
    assert {"rating-unknown", "personal-data"} <= raised_in("core/checks")
    assert {"column-missing", "ref-unknown"} <= raised_in("workbook")
    assert raised_in("core/checks") & raised_in("workbook") == set()
