"""A folder as it comes back from five schools: bad files are reported or passed over, the others are judged."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from ecm_xl.backends.disk import Disk
from ecm_xl.core.results import FileResult, Status
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workflows.batch import Asked, Done, batch
from ecm_xl.workflows.examine import examine_files

Drawn = Callable[[Mapping[str, CellValue], Content], bytes]
TODAY = date(2026, 7, 10)

WHAT_COMES_OF_IT: Mapping[str, tuple[Status, list[str]]] = {
    "Ash.xlsx": (Status.JUDGED, ["nothing-rated"]),
    "Beech.XLSX": (Status.JUDGED, ["nothing-rated"]),
    "Cedar.xlsm": (Status.JUDGED, ["nothing-rated"]),
    "folder.xlsx/Inside.xlsx": (Status.JUDGED, ["nothing-rated"]),
    "north/east/Deep.xlsx": (Status.JUDGED, ["nothing-rated"]),
    "empty.xlsx": (Status.UNREADABLE, ["file-empty"]),
    "renamed.xlsx": (Status.UNREADABLE, ["file-not-a-workbook"]),
    "cut off.xlsx": (Status.UNREADABLE, ["file-damaged"]),
    "other.xlsx": (Status.OTHER, ["file-not-a-setting"]),
}
"""File → its status and its findings. Whatever else is in the folder is not met."""

NOT_MET = (
    "~$Ash.xlsx",
    "notes.txt",
    "schools.csv",
    "Oak.xls",
    "Oak.ods",
    "Oak.xlsx.bak",
    "ECM backups/Ash 2026-07-01.xlsx",
    "north/ecm BACKUPS/Deep.xlsx",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, drawn: Drawn) -> Path:
    """The folder; the process stands beside it."""
    place = tmp_path_factory.mktemp("cluster") / "in"

    def put(name: str, content: bytes) -> None:
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def setting(name: str) -> bytes:
        return drawn({"Setting_Name": name, "Setting_Id": name}, {})

    for name in ("Ash.xlsx", "Beech.XLSX", "Cedar.xlsm", "folder.xlsx/Inside.xlsx", "north/east/Deep.xlsx"):
        put(name, setting(Path(name).stem))
    put("empty.xlsx", b"")
    put("renamed.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100))
    put("cut off.xlsx", setting("Ash")[:50_000])
    put("other.xlsx", foreign())
    for name in NOT_MET:
        put(name, setting("Ash"))
    return place


def foreign() -> bytes:
    """A workbook that has nothing to do with us."""
    book, held = Workbook(), BytesIO()
    assert book.active is not None
    book.active["A1"] = "Paint"
    book.save(held)
    return held.getvalue()


def run(folder: Path, out: str, jobs: int, *paths: Path, backend: Disk | None = None) -> Done:
    asked = Asked(paths or (folder,), folder.parent / out, TODAY, jobs=jobs)
    return batch(backend or Disk(), asked, lambda *_: None)


@pytest.fixture(scope="module")
def one_job(folder: Path) -> Done:
    return run(folder, "one.xlsx", 1)


@pytest.fixture(scope="module")
def two_jobs(folder: Path) -> Done:
    return run(folder, "two.xlsx", 2)


def what_came(results: tuple[FileResult, ...], folder: Path) -> dict[str, tuple[Status, list[str]]]:
    return {
        Path(r.file).relative_to(folder).as_posix(): (r.status, [found.code for found in r.findings]) for r in results
    }


def test_every_workbook_met_is_judged_reported_or_passed_over(folder: Path, two_jobs: Done) -> None:
    assert what_came(two_jobs.cluster.files, folder) == WHAT_COMES_OF_IT


def test_only_settings_that_were_judged_count(two_jobs: Done) -> None:
    assert [r.name for r in two_jobs.cluster.counted] == ["Ash", "Beech", "Cedar", "Deep", "Inside"]


def test_one_job_and_two_give_the_same_results_and_the_same_bytes(folder: Path, one_job: Done, two_jobs: Done) -> None:
    assert one_job.cluster == two_jobs.cluster
    one, two = folder.parent / "one.xlsx", folder.parent / "two.xlsx"
    assert (one_job.written, two_jobs.written) == ((one,), (two,))
    assert one.read_bytes() == two.read_bytes()


def test_a_file_and_its_folder_together_count_once(folder: Path, in_this_process: None) -> None:
    done = run(folder, "again.xlsx", 1, folder / "Ash.xlsx", folder, folder / "north" / ".." / "Ash.xlsx")
    assert what_came(done.cluster.files, folder) == WHAT_COMES_OF_IT


def test_a_lock_file_that_is_named_outright_is_still_left_out(folder: Path, in_this_process: None) -> None:
    """As `*.xlsx` on the command line names it."""
    paths = (folder / "Ash.xlsx", folder / "~$Ash.xlsx")
    done = run(folder, "named.xlsx", 1, *paths)
    assert [Path(r.file).name for r in done.cluster.files] == ["Ash.xlsx"]


def test_a_batch_over_the_backups_alone_finds_nothing_to_judge(folder: Path) -> None:
    assert Disk().workbooks([folder / "ECM backups"]) == []


@pytest.mark.skipif(os.name == "nt", reason="making links needs a right there that nobody has")
def test_links_are_followed_once_and_never_in_circles(
    tmp_path: Path, draw: Callable[..., Path], in_this_process: None
) -> None:
    draw("elsewhere/Oak.xlsx")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "to a folder").symlink_to(tmp_path / "elsewhere")
    (folder / "to a file.xlsx").symlink_to(tmp_path / "elsewhere" / "Oak.xlsx")
    (folder / "back up").symlink_to(folder)
    (folder / "to nothing.xlsx").symlink_to(tmp_path / "gone.xlsx")
    done = run(folder, "cluster.xlsx", 1)
    came = [(Path(r.file).name, r.status, [f.code for f in r.findings]) for r in done.cluster.files]
    assert sorted(came) == [
        ("to a file.xlsx", Status.JUDGED, ["nothing-rated"]),  # in order of names, the folder comes after it
        ("to nothing.xlsx", Status.UNREADABLE, ["file-missing"]),
    ]


def test_a_folder_that_may_not_be_opened_is_reported_and_the_rest_judged(
    tmp_path: Path, draw: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, in_this_process: None
) -> None:
    """Nothing is lost in silence: five schools' files may be in it."""
    draw("in/Ash.xlsx")
    draw("in/closed/Oak.xlsx")
    look = Path.iterdir

    def iterdir(self: Path) -> object:
        if self.name == "closed":
            raise PermissionError(13, "Permission denied", str(self))
        return look(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    done = run(tmp_path / "in", "cluster.xlsx", 1)
    assert {(Path(r.file).name, r.status) for r in done.cluster.files} == {
        ("closed", Status.UNREADABLE),
        ("Ash.xlsx", Status.JUDGED),
    }


def test_a_folder_that_may_be_listed_and_not_entered_is_reported_and_the_rest_judged(
    tmp_path: Path, draw: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, in_this_process: None
) -> None:
    """There `Path.is_dir` raises, until Python 3.13."""
    draw("in/Ash.xlsx")
    draw("in/closed/Oak.xlsx")
    look = Path.is_dir

    def is_dir(self: Path) -> bool:
        if self.parent.name == "closed":
            raise PermissionError(13, "Permission denied", str(self))
        return look(self)

    monkeypatch.setattr(Path, "is_dir", is_dir)
    done = run(tmp_path / "in", "cluster.xlsx", 1)
    assert ("Ash.xlsx", Status.JUDGED) in [(Path(r.file).name, r.status) for r in done.cluster.files]


def test_progress_counts_every_file_once_and_in_order(folder: Path, in_this_process: None) -> None:
    told: list[tuple[int, int, str]] = []
    asked = Asked((folder,), folder.parent / "told.xlsx", TODAY)
    done = batch(Disk(), asked, lambda n, of, result: told.append((n, of, result.file)))
    total = len(WHAT_COMES_OF_IT)
    assert [(n, of) for n, of, _ in told] == [(n, total) for n in range(1, total + 1)]
    assert {file for *_, file in told} == {r.file for r in done.cluster.files}


def test_a_cluster_of_hundreds_of_settings_is_written(
    tmp_path: Path, draw: Callable[..., Path], in_this_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing for the award is then longer than a cell can hold."""
    path = draw("in/Oak.xlsx")
    (one,) = examine_files(Disk(), [path], TODAY)

    def many(*_: object) -> list[FileResult]:
        return [
            replace(one, file=f"{n}.xlsx", details={**one.details, "Setting_Id": f"{n}", "Setting_Name": f"School {n}"})
            for n in range(250)
        ]

    monkeypatch.setattr("ecm_xl.workflows.batch.examine_files", many)
    done = run(tmp_path / "in", "cluster.xlsx", 1)
    assert len(done.cluster.counted) == 250
    assert (tmp_path / "cluster.xlsx").exists()
