"""How a form's sheet is drawn and read: ways down, heights, groups, results beneath what is asked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.backends.writer.xlsx import drawn
from ecm_xl.core.editions import mark_in
from ecm_xl.workbook.book import Book, Content, Sheet
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.setting.grid import HOW_IT_WORKS
from ecm_xl.workbook.snapshot import Snapshot
from tests.forms import TODAY, model_with

FORMS = ("baseline", "mapping", "profile", "partner-review", "checklist", "partnerships")
CONTENT: Content = {
    "Baseline": {"S01": {"now": "Well begun", "priority": "High"}, "S12": {"priority": "Low", "now": "Nothing yet"}}
}


@pytest.fixture(scope="module")
def book() -> Book:
    return setting_book(model_with(*FORMS), {}, {}, TODAY)


def links(sheet: Sheet) -> list[tuple[int, str, str]]:
    return [(cell.column, str(cell.value), cell.link) for cell in sheet.cells if cell.row == 3]


def test_above_the_tables_is_said_what_to_do(book: Book) -> None:
    said = {cell.value for cell in book.sheet("Baseline").cells if (cell.row, cell.column) == (4, 1)}
    assert said == {HOW_IT_WORKS}


def test_ways_lead_down_to_what_is_asked_and_to_what_it_comes_to(book: Book) -> None:
    assert links(book.sheet("Profile")) == [
        (1, "Back to Start", "#Start!B4"),
        (2, "Go to: What to work on first", "#Profile!A15"),
        (3, "Go to: The answers", "#Profile!A96"),
    ]
    narrow = links(book.sheet("Baseline"))  # 'Back to Start' is wider than the first column
    assert narrow == [(1, "Back to Start", "#Start!B4"), (3, "Go to: This year's priorities", "#Baseline!A21")]


def test_the_edition_stands_beside_the_title_in_nobodys_way(book: Book) -> None:
    for name in ("Profile", "Baseline", "Coverage", "PartnerReview"):
        said = [(cell.row, cell.column) for cell in book.sheet(name).cells if mark_in(cell.value)]
        assert said == [(1, 3)]
        places = [(cell.row, cell.column) for cell in book.sheet(name).cells]
        assert len(set(places)) == len(places)


def test_a_heading_row_is_as_high_as_its_longest_heading(book: Book) -> None:
    sheet = book.sheet("Coverage")
    heights = {table.name: sheet.heights[table.area[0]] for table in sheet.tables}
    assert heights == {
        "Coverage_Outcomes": 34,
        "Coverage_LookAt": 34,
        "Coverage_Agencies": 49,
        "Coverage_Questions": 34,
    }


def test_the_headings_of_the_last_table_stand_on_the_pages_that_follow(book: Book) -> None:
    for name in ("Profile", "Baseline", "Audit"):
        heading = book.sheet(name).tables[-1].area[0]
        assert book.sheet(name).repeat_rows == (heading, heading)


def group_starts(sheet: Sheet) -> list[object]:
    return [cell.value for cell in sheet.cells if cell.column == 1 and "group" in cell.look]


def test_a_thick_line_stands_where_a_group_or_somebody_elses_rows_begin() -> None:
    content: Content = {
        "Profile_Respondents": {"R1": {"respondent": "SENCO"}, "R2": {"respondent": "Head"}},
        "Partnerships": {"P01": {"partnership": "Library"}},
    }
    book = setting_book(model_with(*FORMS), {}, content, TODAY)
    assert group_starts(book.sheet("Profile")) == [
        "R1.AIMS.1", "R2.AIMS.1", "P01.R1.CULTURE.1", "P01.R1.PLACE.1", "P01.R2.CULTURE.1", "P01.R2.PLACE.1",
    ]  # fmt: skip
    assert group_starts(book.sheet("PartnerReview")) == ["OURSELVES.1", "P01.REVIEW.1"]
    assert group_starts(book.sheet("Checklist")) == []


def test_the_rows_of_every_table_of_a_sheet_are_free_to_grow(book: Book) -> None:
    sheet = book.sheet("Baseline")
    with zipfile.ZipFile(io.BytesIO(drawn(Book("", "", TODAY, [sheet])))) as package:
        rows = re.findall(r'<row r="(\d+)"([^>]*)>', package.read("xl/worksheets/sheet1.xml").decode())
    fixed = {int(number) for number, told in rows if "customHeight" in told}
    assert {table.area[0] for table in sheet.tables} <= fixed
    assert fixed & {row for table in sheet.tables for row in range(table.area[0] + 1, table.area[2] + 1)} == set()


# Reading ------------------------------------------------------------------------------------------------------------


def as_drawn(_: Snapshot) -> None:
    """As it is."""


def without_tables(snapshot: Snapshot) -> None:
    """Programs that know no tables leave none."""
    snapshot.tables.clear()


def renamed(snapshot: Snapshot) -> None:
    """A sheet with another name and no tables is known by its headings and Refs."""
    without_tables(snapshot)
    sheet = snapshot.sheet("Baseline")
    assert sheet is not None
    sheet.name = "Where we began"


@pytest.mark.parametrize("change", [as_drawn, without_tables, renamed])
def test_results_beneath_what_is_asked_are_none_of_its_rows(change: Callable[[Snapshot], None]) -> None:
    model = model_with("baseline")
    snapshot = snapshot_of(setting_book(model, {}, CONTENT, TODAY))
    change(snapshot)
    read = parse(model, snapshot)
    grid = read.answers.tables["Baseline"]
    assert {ref: {name: grid.value(ref, name) for name in ("now", "priority")} for ref in CONTENT["Baseline"]} == {
        "S01": {"now": "Well begun", "priority": "High"},
        "S12": {"now": "Nothing yet", "priority": "Low"},
    }
    assert list(grid.numbers) == list(model.framework.standard_refs)
    assert [found for found in read.findings if found.code not in ("sheet-renamed", "lists-lost")] == []
