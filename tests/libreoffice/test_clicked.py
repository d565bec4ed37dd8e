"""Buttons of the toolbar, really clicked: Calc on a screen, the mouse on a button, the effect on the open sheet."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import shipped
from ecm_xl.ribbon import LABELS
from ecm_xl.workflows.examine import examine
from workbooks.clicking import HEIGHT, PROGRAMS, WIDTH, Calc
from workbooks.pictures import CLICKED, TOOLBAR, draw_toolbar, open_sample

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Calc]:
    """Calc on the screen, a copy of the sample open in it. Skips where a screen or a mouse is missing."""
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if missing and not os.environ.get("ECM_REQUIRE_LIBREOFFICE"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    with open_sample(tmp_path) as started:
        yield started


def table(document: Any, name: str) -> list[tuple[Any, ...]]:
    """The rows of a table, its headings left out."""
    found = document.DatabaseRanges.getByName(name).DataArea
    sheet = document.Sheets.getByIndex(found.Sheet)
    cells = sheet.getCellRangeByPosition(found.StartColumn, found.StartRow + 1, found.EndColumn, found.EndRow)
    return list(cells.getDataArray())


def listed(document: Any) -> list[tuple[str, str]]:
    """The sheet and the cell of each problem on Findings."""
    return [(str(row[1]), str(row[2])) for row in table(document, "Findings") if row[2]]


def is_at(document: Any, place: str) -> bool:
    """Whether that cell, `Sheet.A1`, is selected."""
    return str(document.CurrentSelection.AbsoluteName).replace("$", "") == place


def history(document: Any) -> list[tuple[Any, ...]]:
    return [row for row in table(document, "History") if any(row)]


def test_buttons_are_clicked_and_the_open_workbook_changes(window: Calc, tmp_path: Path) -> None:
    document, places = window.document, window.buttons()
    assert list(places) == list(LABELS.values())
    assert all(0 < x < WIDTH and 0 < y < HEIGHT // 4 for x, y in places.values()), "all of them can be seen, at the top"

    before, been = listed(document), history(document)
    window.press("Validate")
    window.wait_for(lambda: listed(document) != before, "Findings lists the problems")
    found = listed(document)
    assert found[0] == ("Audit", "J139"), "the one error; how many warnings there are depends on the day"
    assert ("Audit", "G57") in found

    for sheet, cell in found[:2]:
        window.press("Next problem")
        window.wait_for(partial(is_at, document, f"{sheet}.{cell}"), f"{cell} on {sheet} is selected")

    window.press("Roll up")
    window.wait_for(lambda: len(history(document)) > len(been), "History has new rows")
    assert history(document)[: len(been)] == been

    window.press("Undo last ECM action")
    window.wait_for(lambda: history(document) == been, "History is as it was")
    assert listed(document) == found

    window.press("Undo last ECM action")
    window.wait_for(lambda: listed(document) == before, "Findings is as it was")
    kept = (tmp_path / CLICKED).read_bytes()
    assert kept == shipped("sample-cluster", CLICKED).read_bytes(), "only a person saves the file"


def test_a_form_is_chosen_from_the_list_and_the_workbook_is_open_again_with_it(window: Calc, tmp_path: Path) -> None:
    before = (tmp_path / CLICKED).read_bytes()
    cell = window.document.Sheets.getByName("Leads").getCellRangeByName("C7")
    cell.String = "typed and not saved"
    window.press("Add a form")
    window.settled()
    window.keys("Escape")
    window.settled()
    assert (tmp_path / CLICKED).read_bytes() == before, "nothing is done where no form is chosen"

    window.press("Add a form")
    window.settled()
    window.keys("Down", "Return")  # the first form

    def has_it() -> bool:
        document = window.take_up()
        return bool(document and document.Sheets.hasByName("Baseline"))

    window.wait_for(has_it, "the workbook is open again with the form")
    assert window.document.Sheets.getByName("Leads").getCellRangeByName("C7").String == "typed and not saved"
    assert "baseline" in [form.form for form in examine(read_snapshot, tmp_path / CLICKED, date(2026, 7, 10)).forms]

    window.wait_for(window.still, "the toolbar is there again")
    listed_before = listed(window.document)
    window.press("Validate")
    window.wait_for(lambda: listed(window.document) != listed_before, "the buttons work in the workbook as it is now")


def test_the_readme_picture_is_made(window: Calc, tmp_path: Path) -> None:
    path = tmp_path / TOOLBAR.name
    draw_toolbar(window, path)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert 10_000 < path.stat().st_size < 200_000, "neither an empty window nor a slow page"
    assert TOOLBAR.stat().st_size < 200_000
