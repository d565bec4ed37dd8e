"""What is written is what was meant: text stays text, the same book gives the same bytes, no limit cuts in silence."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.backends.writer import write_book
from ecm_xl.core.cluster import gather
from ecm_xl.core.results import FileResult, Status
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import Book, CellValue, Content, Sheet
from ecm_xl.workbook.cluster import cluster_book
from ecm_xl.workbook.heights import lines
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workflows.examine import examine_snapshot

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

ON = date(2026, 7, 10)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOST_LINKS, LONGEST_LINK, LINES_OF_A_ROW = 65_530, 2_079, 27


def book_of(*texts: str) -> Book:
    sheet = Sheet("Texts")
    for row, text in enumerate(texts, 1):
        sheet.put(row, 1, text)
    return Book("Texts", "Texts", ON, [sheet])


def test_the_same_book_written_twice_gives_the_same_bytes(book: Book, path: Path, tmp_path: Path) -> None:
    write_book(book, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_another_book_gives_other_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_book(book_of(name), tmp_path / name)
    assert (tmp_path / "one").read_bytes() != (tmp_path / "two").read_bytes()


def test_strange_texts_stay_text_for_two_readers(strange: Sequence[str], tmp_path: Path) -> None:
    path = tmp_path / "texts.xlsx"
    write_book(book_of(*strange), path)
    sheet = load_workbook(path)["Texts"]
    assert [sheet.cell(row, 1).value for row in range(1, len(strange) + 1)] == list(strange)
    assert {sheet.cell(row, 1).data_type for row in range(1, len(strange) + 1)} == {"s"}
    assert [row[0] for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()] == list(strange)


def test_strange_texts_become_no_formula_no_link_and_no_error_in_the_file(
    strange: Sequence[str], tmp_path: Path, parts_of: Callable[[Path], dict[str, bytes]]
) -> None:
    path = tmp_path / "texts.xlsx"
    write_book(book_of(*strange), path)
    root = ET.fromstring(parts_of(path)["xl/worksheets/sheet1.xml"])
    assert {cell.get("t") for cell in root.iter(f"{MAIN}c")} == {"s"}
    assert [e.tag for e in root.iter() if e.tag in (f"{MAIN}f", f"{MAIN}hyperlink")] == []


def test_strange_texts_stay_text_in_every_answer_of_a_setting_workbook(
    model: SettingModel, strange: Sequence[str], tmp_path: Path
) -> None:
    rows = dict(zip(model.framework.descriptors, strange, strict=False))
    content = {"Audit": {ref: {"rating": text, "comment": text, "date": text} for ref, text in rows.items()}}
    path = tmp_path / "setting.xlsx"
    write_book(setting_book(model, {"URN": "0012", "Setting_Name": "=1+1"}, content, ON), path)
    workbook = load_workbook(path)
    for column in (5, 8, 10):
        cells = [workbook["Audit"].cell(row, column) for row in range(5, 5 + len(strange))]
        assert [cell.value for cell in cells] == list(strange)
        assert {cell.data_type for cell in cells} == {"s"}
    assert (workbook["Start"]["C7"].value, workbook["Start"]["C9"].value) == ("=1+1", "0012")


def test_a_text_as_long_as_a_cell_holds_is_written_whole(tmp_path: Path) -> None:
    longest = "x" * 32_767
    write_book(book_of(longest, "😀" * 16_383), tmp_path / "long.xlsx")
    sheet = load_workbook(tmp_path / "long.xlsx")["Texts"]
    assert (sheet["A1"].value, sheet["A2"].value) == (longest, "😀" * 16_383)


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384], ids=["letters", "signs that count twice"])
def test_a_longer_text_is_refused_and_never_cut(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="row 1, column 1"):
        write_book(book_of(text), tmp_path / "long.xlsx")


# --- Links of a cluster workbook ------------------------------------------------------------------------------------


def cluster_of(model: SettingModel, results: Sequence[FileResult], links: Mapping[str, str]) -> Book:
    return cluster_book(gather(model.framework, results), ON, links)


@pytest.fixture(scope="module")
def one_setting(model: SettingModel) -> Callable[[str, str], FileResult]:
    """A setting's result in a file of that name, with a finding in its Audit and an override on each Standard."""
    override: dict[str, CellValue] = {
        "override": "Developing", "override_by": "A. Reed", "override_on": ON, "reason": "Seen",
    }  # fmt: skip
    overrides = {standard.ref: override for standard in model.framework.standards}
    content: Content = {"Audit": {"S01.HEALTH.1": {"rating": "Excellent"}}, "Judgements": overrides}
    snapshot = snapshot_of(setting_book(model, {}, content, ON))
    result = examine_snapshot(model, snapshot, "file", ON)

    def named(file: str, name: str) -> FileResult:
        details = {"Setting_Name": name, "Setting_Id": name}
        return FileResult(file, Status.JUDGED, details, result.judgements, result.ratings, result.findings)

    return named


@pytest.mark.parametrize(
    "file", ["plain.xlsx", "a b.xlsx", "Audit #2.xlsx", "100% sure.xlsx", "50%25.xlsx", "Zoë & <Co>.xlsx"]
)
def test_a_link_leads_to_the_file_whatever_its_name(
    model: SettingModel, one_setting: Callable[[str, str], FileResult], file: str, tmp_path: Path
) -> None:
    write_book(cluster_of(model, [one_setting(file, "Oak")], {file: f"sub/{file}"}), tmp_path / "cluster.xlsx")
    workbook = load_workbook(tmp_path / "cluster.xlsx")
    whole, place = workbook["Board"]["A5"].hyperlink, workbook["Findings"]["D5"].hyperlink
    assert (unquote(whole.target).replace("\\", "/"), whole.location) == (f"sub/{file}", None)
    assert (unquote(place.target).replace("\\", "/"), place.location) == (f"sub/{file}", "Audit!E5")


def test_a_name_is_shown_even_where_its_link_is_too_long(
    model: SettingModel, one_setting: Callable[[str, str], FileResult], tmp_path: Path
) -> None:
    file = "sub/" * 600 + "a.xlsx"
    assert len(file) > LONGEST_LINK
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_book(cluster_of(model, [one_setting(file, "Oak")], {file: file}), tmp_path / "cluster.xlsx")
    board = load_workbook(tmp_path / "cluster.xlsx")["Board"]
    assert (board["A5"].value, board["A5"].hyperlink) == ("Oak", None)


@pytest.mark.slow
def test_a_name_is_shown_even_where_excel_takes_no_more_links(tmp_path: Path) -> None:
    sheet = Sheet("Many")
    for row in range(1, MOST_LINKS + 3):
        sheet.put(row, 1, f"N{row}", link=f"{row}.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_book(Book("Many", "Many", ON, [sheet]), tmp_path / "many.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "many.xlsx")).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == [f"N{row}" for row in range(1, MOST_LINKS + 3)]


@pytest.mark.parametrize("settings", [1, 12, 300])
def test_what_an_award_misses_fits_its_row_however_many_settings_there_are(
    model: SettingModel, one_setting: Callable[[str, str], FileResult], settings: int
) -> None:
    cluster = gather(model.framework, [one_setting(f"{n}.xlsx", f"Setting number {n}") for n in range(settings)])
    awards = cluster_book(cluster, ON, {}).sheet("Awards")
    first, _, last, _ = awards.tables[0].area
    cells = {(c.row, c.column): str(c.value) for c in awards.cells if first < c.row <= last}
    assert max(lines(text, awards.widths[column]) for (_, column), text in cells.items()) <= LINES_OF_A_ROW
    headers = [column.header for column in awards.tables[0].columns]
    missing, rests = headers.index("What is missing") + 1, headers.index("Rests on overrides") + 1
    assert_whole_or_says_how_many_more(cells[first + 1, missing].split("\n"), cluster.award.missing)
    assert_whole_or_says_how_many_more(cells[first + 1, rests].split("\n"), cluster.award.rests_on)


def assert_whole_or_says_how_many_more(shown: Sequence[str], items: Sequence[str]) -> None:
    *some, last = shown
    assert shown == list(items) or last == f"and {len(items) - len(some)} more"
    assert some == list(items[: len(some)])


def test_a_cluster_of_300_settings_can_be_written(
    model: SettingModel, one_setting: Callable[[str, str], FileResult], tmp_path: Path
) -> None:
    results = [one_setting(f"{n}.xlsx", f"Setting number {n}") for n in range(300)]
    write_book(cluster_of(model, results, {}), tmp_path / "cluster.xlsx")
    assert load_workbook(tmp_path / "cluster.xlsx", read_only=True)["Board"].max_row >= 300
