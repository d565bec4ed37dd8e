"""A form of which nothing but a TOML file is there goes all the way: populate, validate, working out, batch, new."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.core.results import FormResult
from ecm_xl.frameworks import forms
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.parse.whole import Whole, parse_whole, wanted_whole
from ecm_xl.workflows.batch import Asked, batch
from ecm_xl.workflows.carry import new_from
from ecm_xl.workflows.examine import examine, read_setting
from ecm_xl.workflows.new import new
from ecm_xl.workflows.populate import populate
from ecm_xl.workflows.write import write_findings, write_judgements
from tests import filling, reading
from tests.a_form import TALKS
from tests.filling import DETAILS, NOW, TODAY, Entry

SCRIPT = [
    Entry("Talks_People", "Q1", {"person": "Class teacher", "day": TODAY}),
    Entry("Talks_People", "Q2", {"person": "Nurse", "day": "last week"}),
    Entry("Talks", "Q1.OPEN.1", {"mood": "Warm", "effort": "Hard", "why": "We meet every week."}),
    Entry("Talks", "Q1.OPEN.2", {"mood": "Cold"}),
    Entry("Talks", "Q2.OPEN.1", {"mood": "cool", "effort": "Esay"}),
    Entry("Talks", "Q2.OPEN.2", {"mood": "Warm", "effort": "Fair"}),
]


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A form that somebody wrote, among those that there are."""
    reading.in_this_process(monkeypatch)
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "talks.toml").write_text(TALKS, encoding="utf-8")
    monkeypatch.setattr(forms, "FOLDERS", [*forms.FOLDERS, folder])
    monkeypatch.setitem(forms.FORMS, "talks", "Talks")
    return tmp_path / "Oakfield.xlsx"


@pytest.fixture
def filled(known: Path) -> Path:
    """The form in a workbook, filled in by two people, with two mistakes and a gap."""
    filling.begin(known, ["talks"])
    filling.fill(known, SCRIPT)
    return known


def whole(path: Path) -> Whole:
    model, snapshot = read_setting(load_model(), read_snapshot, path, wanted_whole(load_model()))
    return parse_whole(model, snapshot)


def rows(path: Path, table: str) -> list[list[object]]:
    """What stands in a table's rows on its sheet."""
    snapshot = read_snapshot(path)
    place = snapshot.tables[table]
    sheet = snapshot.sheet(place.sheet)
    assert sheet is not None
    return [
        list(row[place.first_column - 1 : place.last_column]) for row in sheet.rows[place.first_row : place.last_row]
    ]


def test_who_was_listed_has_rows_with_their_name(filled: Path) -> None:
    assert [row[:3] for row in rows(filled, "Talks")] == [
        ["Q1.OPEN.1", "People say what they think.", "Class teacher"],
        ["Q1.OPEN.2", "People ask what they do not know.", "Class teacher"],
        ["Q2.OPEN.1", "People say what they think.", "Nurse"],
        ["Q2.OPEN.2", "People ask what they do not know.", "Nurse"],
    ]


def test_everything_typed_is_read_back_or_found(filled: Path) -> None:
    tables = whole(filled).parsed.answers.tables
    for entry in SCRIPT:
        assert {name: tables[entry.table].value(entry.ref, name) for name in entry.typed} == entry.typed
    found = [
        (f.code, f.sheet, f.ref, f.value) for f in examine(read_snapshot, filled, TODAY).findings if f.sheet == "Talks"
    ]
    assert found == [
        ("date-unreadable", "Talks", "Q2", "last week"),
        ("choice-unknown", "Talks", "Q2.OPEN.1", "Esay"),
        ("row-incomplete", "Talks", "Q1.OPEN.2", ""),
    ]


def test_what_it_comes_to_is_written_on_its_sheet(filled: Path) -> None:
    assert rows(filled, "Talks_Tally") != TALLY
    written = write_judgements(Disk(), filled, TODAY, NOW)
    assert not written.is_refused
    assert rows(filled, "Talks_Tally") == TALLY
    assert rows(filled, "Talks_First") == [
        ["Q1.OPEN.2", "People ask what they do not know.", "Cold"],
        ["Q2.OPEN.1", "People say what they think.", "Cool"],
        ["", "", ""],
    ]
    assert rows(filled, "Talks_Left")[0] == ["Q1.OPEN.2", "People ask what they do not know."]
    assert write_judgements(Disk(), filled, TODAY, NOW).saved is None


TALLY = [
    ["OPEN.1", "People say what they think.", 2, 0, 1, 1],
    ["OPEN.2", "People ask what they do not know.", 2, 1, 0, 1],
]


def test_its_findings_lead_to_its_cells(filled: Path) -> None:
    write_findings(Disk(), filled, TODAY, NOW)
    listed = [row[1:3] for row in rows(filled, "Findings")]
    table = whole(filled).parsed.answers.tables["Talks"]
    assert ["Talks", table.cell("Q1.OPEN.2", "effort")] in listed


def test_populating_again_changes_nothing(filled: Path) -> None:
    write_judgements(Disk(), filled, TODAY, NOW)
    before = filled.read_bytes()
    again = populate(Disk(), filled, ["talks"], TODAY, NOW)
    assert (again.written.saved, filled.read_bytes()) == (None, before)
    assert [form.words for form in again.forms] == ["How we talk: up to date"]


def test_it_reaches_the_cluster(filled: Path) -> None:
    asked = Asked([filled], filled.with_name("cluster.xlsx"), TODAY)
    done = batch(Disk(), asked, lambda *_: None)
    (result,) = done.cluster.files
    (form,) = result.forms
    assert isinstance(form, FormResult)
    assert (form.form, form.answers, form.stands_out) == ("talks", 12, ("4 of 4 rows answered", "1 at Cold"))
    assert ("Talks", "Q2.OPEN.1", "mood", "Cool") in form.told
    assert "Class teacher" not in repr(form)
    sheet = read_snapshot(asked.out).sheet("Talks")
    assert sheet is not None
    assert any("1 at Cold" in str(value) for row in sheet.rows for value in row)


def test_a_new_workbook_has_it_from_the_start_or_takes_it_over(filled: Path) -> None:
    fresh, later = filled.with_name("fresh.xlsx"), filled.with_name("later.xlsx")
    new(Disk(), fresh, load_model(forms=["talks"]), dict(DETAILS), TODAY)
    assert [row[0] for row in rows(fresh, "Talks")] == ["Q1.OPEN.1", "Q1.OPEN.2"]
    new_from(Disk(), later, filled, load_model(), {}, TODAY)
    tables = whole(later).parsed.answers.tables
    assert tables["Talks"].value("Q1.OPEN.1", "why") == "We meet every week."
