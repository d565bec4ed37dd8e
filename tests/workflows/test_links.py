"""Links in the cluster workbook: relative, so that the folder may be moved, and leading to the settings' files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from ecm_xl.backends.disk import Disk
from ecm_xl.workbook.book import CellValue
from ecm_xl.workflows.batch import Asked, batch

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl leaves out what it can't draw

TODAY = date(2026, 7, 10)
NAMES = (
    "Oak.xlsx",
    "Oakfield Primary School.xlsx",
    "St Mary's & St John's (C of E).xlsx",
    "Ysgol Gŵyr Ωμέγα 小学.xlsx",
    "100% ours.xlsx",
    "School #1.xlsx",
    "50%20 ours.xlsx",
    "a+b=c, d;e.xlsx",
)


def links(path: Path) -> Iterator[tuple[str, str, str]]:
    """(sheet, target, place) of every link of a workbook, as Excel and LibreOffice understand it: percent signs
    undone, and either slash."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None and cell.hyperlink.target:
                    target, _, place = cell.hyperlink.target.partition("#")
                    yield sheet.title, unquote(target).replace("\\", "/"), cell.hyperlink.location or unquote(place)


def make(paths: list[Path], out: Path) -> Path:
    batch(Disk(), Asked(paths, out, TODAY), lambda *_: None)
    return out


@pytest.mark.parametrize("name", NAMES)
def test_a_link_leads_to_the_settings_file_whatever_its_name(
    tmp_path: Path, draw: Callable[..., Path], in_this_process: None, name: str
) -> None:
    draw(f"in/{name}", Setting_Id="oak", Setting_Name="Oak")
    out = make([tmp_path / "in"], tmp_path / "out" / "cluster.xlsx")
    found = list(links(out))
    assert {sheet for sheet, *_ in found} == {"Board", "Held back", "Findings", "Files"}
    for _, target, _ in found:
        assert (out.parent / target).resolve() == (tmp_path / "in" / name).resolve()


@pytest.mark.parametrize(
    ("file", "out", "target"),
    [
        ("Oak.xlsx", "cluster.xlsx", "Oak.xlsx"),
        ("in/Oak.xlsx", "cluster.xlsx", "in/Oak.xlsx"),
        ("in/north/Oak.xlsx", "in/cluster.xlsx", "north/Oak.xlsx"),
        ("Oak.xlsx", "out/cluster.xlsx", "../Oak.xlsx"),
        ("in/Oak.xlsx", "out/deep/cluster.xlsx", "../../in/Oak.xlsx"),
    ],
)
def test_a_link_is_relative_to_the_cluster_workbook(
    tmp_path: Path, draw: Callable[..., Path], in_this_process: None, file: str, out: str, target: str
) -> None:
    path = draw(file)
    assert {link for _, link, _ in links(make([path], tmp_path / out))} == {target}


def test_paths_given_from_another_folder_make_the_same_links(
    tmp_path: Path, draw: Callable[..., Path], in_this_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw("in/Oak.xlsx")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    out = make([Path("../in/../in")], Path("../out/cluster.xlsx"))
    for _, target, _ in links(out):
        assert (tmp_path / "out" / target).resolve() == (tmp_path / "in" / "Oak.xlsx").resolve()


def test_links_still_lead_there_when_the_whole_folder_has_moved(
    tmp_path: Path, draw: Callable[..., Path], in_this_process: None
) -> None:
    draw("here/in/Oak.xlsx")
    make([tmp_path / "here" / "in"], tmp_path / "here" / "cluster.xlsx")
    shutil.move(tmp_path / "here", tmp_path / "there")
    targets = {target for _, target, _ in links(tmp_path / "there" / "cluster.xlsx")}
    assert targets
    assert all((tmp_path / "there" / target).is_file() for target in targets)


def test_a_finding_links_to_its_cell(tmp_path: Path, draw: Callable[..., Path], in_this_process: None) -> None:
    wrong: dict[str, dict[str, CellValue]] = {"S01.SAFE.1": {"rating": "Embeded"}}
    out = make([draw("Oak.xlsx", {"Audit": wrong})], tmp_path / "cluster.xlsx")
    places = {place for sheet, _, place in links(out) if sheet == "Findings" and place}
    assert places == {"Audit!E8"}


def test_an_unreadable_file_is_linked_too(tmp_path: Path, in_this_process: None) -> None:
    (tmp_path / "Bad.xlsx").write_bytes(b"")
    found = list(links(make([tmp_path / "Bad.xlsx"], tmp_path / "cluster.xlsx")))
    assert {sheet for sheet, *_ in found} == {"Findings", "Files"}
    assert {target for _, target, _ in found} == {"Bad.xlsx"}
