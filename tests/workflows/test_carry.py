"""`new --from`: a workbook made from an old one, which stays as it is; and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import Book, CellValue, Content, Sheet
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.parse.strays import Why
from ecm_xl.workbook.parse.whole import parse_whole
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import Snapshot, UnreadableWorkbook
from ecm_xl.workflows.carry import NotCarried, new_from
from ecm_xl.workflows.new import AlreadyThere

NEW_DAY = date(2027, 9, 1)
OLD, NEW = Path("Oak 2026.xlsx"), Path("Oak 2027.xlsx")


class Memory(Disk):
    """Books by path instead of files."""

    def __init__(self, books: dict[Path, Book]) -> None:
        super().__init__()
        self.books = books

    def read(self, path: Path, wanted: frozenset[str] | None = None) -> Snapshot:
        """Only the sheets that are wanted are filled in, as from a file."""
        if path not in self.books:
            raise UnreadableWorkbook("file-missing")
        snapshot = snapshot_of(self.books[path])
        for sheet in snapshot.sheets:
            if wanted is not None and sheet.name not in wanted:
                sheet.rows, sheet.formulas, sheet.lists = [], frozenset(), ()
        return snapshot

    def exists(self, path: Path) -> bool:
        return path in self.books

    def write(self, book: Book, path: Path) -> None:
        self.books[path] = book


def drawn(model: SettingModel, content: Content | None = None, **details: CellValue) -> Book:
    told: dict[str, CellValue] = {"Setting_Name": "Oak", "Setting_Id": "oak", **details}
    return setting_book(model, told, content or {}, date(2026, 7, 10))


def test_a_new_years_workbook_has_the_answers_the_records_and_the_new_day(model: SettingModel) -> None:
    content: Content = {
        "Audit": {"S01.HEALTH.1": {"rating": "Embedded", "evidence": "Log"}},
        "History": {"a": {"date": date(2026, 7, 1), "standard": "01 Ethos", "judgement": "Embedded"}},
    }
    backend = Memory({OLD: drawn(model, content, Route="Route 2")})
    old = backend.read(OLD)
    given: dict[str, CellValue] = {"Setting_Name": "Oak Hill"}
    carried = new_from(backend, NEW, OLD, model, given, NEW_DAY, by="Sam")
    assert backend.read(OLD) == old
    new = parse_whole(model, backend.read(NEW))
    details = new.parsed.answers.details
    assert (new.parsed.kind, new.parsed.findings, new.strays) == ("setting", [], [])
    assert [details.get(name) for name in ("Setting_Name", "Setting_Id", "Route", "Started_On")] == [
        "Oak Hill", "oak", "Route 2", "01/09/2027",
    ]  # fmt: skip
    assert new.parsed.answers.audit.answers["rating"] == {"S01.HEALTH.1": "Embedded"}
    assert new.parsed.answers.audit.answers["evidence"] == {"S01.HEALTH.1": "Log"}
    assert [row.values for row in new.records["History"].rows.values()] == list(content["History"].values())
    told = {"when": NEW_DAY, "by": "Sam", "command": "new --from", "source": "Oak 2026.xlsx"}
    assert [row.values for row in new.records["Changes"].rows.values()] == [
        told | {"table": "Start", "to": "1 answer"},
        told | {"table": "Audit", "to": "2 answers in 1 row"},
        told | {"table": "History", "to": "1 row"},
        told | {"table": "Start", "field": "Name of the setting", "from": "Oak", "to": "Oak Hill"},
    ]
    assert [stray.field for stray in carried.strays] == ["Name of the setting"]


def test_an_id_is_made_where_the_old_workbook_has_none(model: SettingModel) -> None:
    backend = Memory({OLD: drawn(model, Setting_Id="")})
    new_from(backend, NEW, OLD, model, {}, NEW_DAY)
    made = parse(model, backend.read(NEW)).answers.details.get("Setting_Id")
    assert len(made) == 12
    assert set(made) <= set("0123456789abcdef")


def test_a_renamed_sheet_is_found_among_the_others_and_an_own_one_is_named(model: SettingModel) -> None:
    book = drawn(model, {"Audit": {"S01.HEALTH.1": {"rating": "Embedded"}}})
    audit = book.sheet("Audit")
    audit.name, audit.tables = "Our audit", [replace(audit.tables[0], name="Table1")]
    book.sheets.append(Sheet("My notes"))
    backend = Memory({OLD: book})
    carried = new_from(backend, NEW, OLD, model, {}, NEW_DAY)
    assert carried.content["Audit"]["S01.HEALTH.1"] == {"rating": "Embedded"}
    assert [(stray.sheet, stray.why) for stray in carried.strays] == [("My notes", Why.OWN_SHEET)]


def refused(backend: Memory, path: Path, old: Path, model: SettingModel, *, force: bool = False) -> str:
    before = dict(backend.books)
    with pytest.raises((AlreadyThere, NotCarried)) as reason:
        new_from(backend, path, old, model, {}, NEW_DAY, force=force)
    assert backend.books == before
    return str(reason.value)


def test_what_is_there_stays_unless_forced(model: SettingModel) -> None:
    backend = Memory({OLD: drawn(model), NEW: drawn(model, Setting_Name="Other")})
    assert refused(backend, NEW, OLD, model) == (
        "Oak 2027.xlsx is there already. Choose another name, or add --force to replace it."
    )
    new_from(backend, NEW, OLD, model, {}, NEW_DAY, force=True)
    assert parse(model, backend.read(NEW)).answers.details.get("Setting_Name") == "Oak"


@pytest.mark.parametrize("force", [False, True])
def test_the_old_workbook_is_never_its_own_new_one(model: SettingModel, *, force: bool) -> None:
    backend = Memory({OLD: drawn(model)})
    words = "Oak 2026.xlsx is the old workbook itself. Give the new one another name."
    assert refused(backend, OLD, OLD, model, force=force) == words


def test_a_link_to_the_old_workbook_is_the_old_workbook(model: SettingModel, tmp_path: Path) -> None:
    old, link = tmp_path / "old.xlsx", tmp_path / "link.xlsx"
    old.write_bytes(b"old")
    link.symlink_to(old)
    assert "is the old workbook itself" in refused(Memory({}), link, old, model, force=True)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("cluster", "it is a cluster workbook"),
        ("copy", "it is a copy workbook"),
        ("other", "it is another kind of workbook"),
    ],
)
def test_a_workbook_that_is_no_settings_is_refused(model: SettingModel, kind: str, words: str) -> None:
    book = drawn(model)
    sheet = book.sheet("Lists")
    (at,) = [n for n, cell in enumerate(sheet.cells) if cell.value == "setting"]
    sheet.put(sheet.cells[at].row, sheet.cells[at].column, kind)
    sheet.cells.pop(at)
    assert refused(Memory({OLD: book}), NEW, OLD, model) == (
        f"Oak 2026.xlsx: This workbook is not a setting's audit: {words}. "
        "Choose a workbook made with 'ecm-xl new' or from the blank workbook."
    )


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("Quality Mark", "Oak 2026.xlsx was made for 'Quality Mark', and the new workbook would be for"),
        ("", "Oak 2026.xlsx does not say for which Standards it was made, and the new workbook would be for"),
    ],
)
def test_a_workbook_for_other_standards_is_refused(model: SettingModel, says: str, words: str) -> None:
    book = drawn(model)
    sheet, title = book.sheet("Start"), model.framework.title
    (at,) = [n for n, cell in enumerate(sheet.cells) if cell.value == title]
    sheet.put(sheet.cells[at].row, sheet.cells[at].column, says)
    sheet.cells.pop(at)
    assert refused(Memory({OLD: book}), NEW, OLD, model) == (
        f"{words} '{title}'. Answers to other Standards can't be carried over. If it is for these after all, "
        f"write {title} in C16 of its sheet Start."
    )


def test_a_file_that_cannot_be_read_says_so_and_nothing_is_written(model: SettingModel) -> None:
    backend = Memory({})
    with pytest.raises(UnreadableWorkbook) as reason:
        new_from(backend, NEW, OLD, model, {}, NEW_DAY)
    assert (reason.value.code, backend.books) == ("file-missing", {})


VALUES: dict[str, CellValue] = {
    "evidence": date(2026, 3, 14),
    "impact": datetime(2026, 3, 14, 10, 22),  # noqa: DTZ001  # a cell knows no time zone
    "comment": time(10, 30, 5),
    "lead": timedelta(days=2, hours=3),
    "rating": True,
    "date": "in March",
}


@pytest.mark.usefixtures("in_this_process")
def test_from_file_to_file_every_value_stays_what_it_is(
    model: SettingModel, draw: Callable[..., Path], tmp_path: Path
) -> None:
    """In a file a value's kind hangs on its cell's number format."""
    old = draw("old.xlsx", {"Audit": {"S01.HEALTH.1": VALUES, "S01.HEALTH.2": {"evidence": 4.5, "comment": "=1+1"}}})
    before = old.read_bytes()
    carried = new_from(Disk(), tmp_path / "new.xlsx", old, model, {}, NEW_DAY)
    rows = parse(model, Disk().read(tmp_path / "new.xlsx")).answers.audit.rows
    assert rows["S01.HEALTH.1"].values == VALUES
    assert rows["S01.HEALTH.2"].values == {"evidence": 4.5, "comment": "=1+1"}
    assert carried.strays == ()
    assert old.read_bytes() == before
