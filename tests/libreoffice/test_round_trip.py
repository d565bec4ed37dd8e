"""A filled workbook that LibreOffice has saved reads back to the same answers, judgements and findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.writer import write_book
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.parse import parse, wanted
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workflows.examine import examine_snapshot
from workbooks.build import SOURCES, read_sample

SAMPLE = read_sample(SOURCES / "oakfield-primary.toml")
OVERRIDE: dict[str, CellValue] = {
    "override": "Developing", "override_by": "A. Reed", "override_on": date(2026, 3, 14), "reason": "Seen by the panel",
}  # fmt: skip


@pytest.fixture
def model() -> SettingModel:
    """What the sample holds, its forms among it."""
    return load_model(forms=SAMPLE.forms)


@pytest.fixture
def filled(model: SettingModel, today: date, tmp_path: Path) -> Path:
    """A sample, with a complete override beside its incomplete one."""
    path: Path = tmp_path / SAMPLE.file
    overrides: dict[str, Mapping[str, CellValue]] = {**SAMPLE.content.get("Judgements", {}), "S04": OVERRIDE}
    write_book(setting_book(model, SAMPLE.details, {**SAMPLE.content, "Judgements": overrides}, today), path)
    return path


@pytest.mark.libreoffice
def test_answers_judgements_and_findings_come_back_as_they_were_each_in_its_cell(
    model: SettingModel, today: date, filled: Path, saved_by_libreoffice: Callable[..., list[Path]]
) -> None:
    names = wanted(model)
    mine, theirs = read_snapshot(filled, names), read_snapshot(saved_by_libreoffice([filled])[0], names)
    assert parse(model, theirs).answers == parse(model, mine).answers
    assert examine_snapshot(model, theirs, "file.xlsx", today) == examine_snapshot(model, mine, "file.xlsx", today)
    assert (theirs.tables, theirs.names) == (mine.tables, mine.names)


def test_the_sample_holds_something_of_every_sort(model: SettingModel, today: date, filled: Path) -> None:
    mine = read_snapshot(filled, wanted(model))
    result = examine_snapshot(model, mine, "file.xlsx", today)
    assert all(form.answers for form in result.forms)
    assert [form.form for form in result.forms] == list(SAMPLE.forms)
    assert {j.computed for j in result.judgements} == {"", "Emergent", "Developing", "Embedded"}
    assert {j.short.partition(" (")[0] for j in result.judgements} >= {"Not started", "Not yet: 6 of 19 rated"}
    assert sum(j.rests_on_override for j in result.judgements) == 1
    assert {"override-incomplete", "rating-two"} <= {finding.code for finding in result.findings}
    tables = parse(model, mine).answers.tables.values()
    kinds = {type(value).__name__ for t in tables for row in t.rows.values() for value in row.values.values()}
    assert kinds == {"str", "date", "float"}
