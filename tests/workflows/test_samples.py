"""The sample settings: all that their files say stands in their workbooks, and their forms are as the commands leave
them, whether they were there from the start or have come later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.editor import edit
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import shipped
from ecm_xl.core.tables import SettingModel
from ecm_xl.core.words import as_shown
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.book import Content
from ecm_xl.workbook.edits import Edit, SetCell
from ecm_xl.workbook.parse import Parsed, parse
from ecm_xl.workbook.snapshot import Snapshot, Value
from ecm_xl.workbook.write.forms import form_edits
from ecm_xl.workflows.demo import SAMPLES_JUDGED_ON
from ecm_xl.workflows.examine import examine_parsed, read_setting
from ecm_xl.workflows.new import new
from ecm_xl.workflows.populate import populate
from tests import reading
from tests.filling import NOW
from workbooks.build import SOURCES, Sample, read_sample

SAMPLES = {path.stem: read_sample(path) for path in sorted(SOURCES.glob("*.toml"))}
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
LATER = ("oakfield-primary", "checklist")
"""A sample, and a form that it could have got in the middle of the year."""


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Sample:
    return SAMPLES[request.param]


def as_read(path: Path) -> tuple[SettingModel, Snapshot, Parsed]:
    model, snapshot = read_setting(load_model(), read_snapshot, path)
    return model, snapshot, parse(model, snapshot)


def said(content: Content, parsed: Parsed) -> Iterator[tuple[str, str, str, str, str]]:
    """Table, Ref, field, what the sample says, what the workbook says."""
    for table, rows in content.items():
        for ref, values in rows.items():
            for field, value in values.items():
                held = parsed.answers.tables[table].value(ref, field)
                yield table, ref, field, as_shown(value), "" if held is None else as_shown(held)


def results(model: SettingModel, snapshot: Snapshot, parsed: Parsed) -> list[Edit]:
    """What `judge --write` would write into the forms."""
    judged = examine_parsed(model, parsed, "sample.xlsx", SAMPLES_JUDGED_ON).judgements
    return list(form_edits(model, snapshot, parsed, judged, SAMPLES_JUDGED_ON))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    reading.in_this_process(monkeypatch)


def test_every_word_of_a_sample_stands_in_its_workbook(sample: Sample) -> None:
    model, _, parsed = as_read(shipped("sample-cluster", sample.file))
    cells = list(said(sample.content, parsed))
    assert len(cells) > 400
    assert [cell for cell in cells if cell[3] != cell[4]] == []
    assert [form.id for form in model.forms] == list(sample.forms)


def test_something_is_filled_in_on_every_form(sample: Sample) -> None:
    model, _, parsed = as_read(shipped("sample-cluster", sample.file))
    assert [form.form for form in examine_parsed(model, parsed, "", SAMPLES_JUDGED_ON).forms if not form.answers] == []


def test_results_are_those_that_judging_would_write(sample: Sample) -> None:
    assert results(*as_read(shipped("sample-cluster", sample.file))) == []


def test_a_share_that_sixteen_digits_would_make_another_is_drawn_as_it_is_written(tmp_path: Path) -> None:
    """Three sevenths, in sixteen digits and then in fifteen, are less than in fifteen at once."""
    sample, path = SAMPLES["harbour-view-school"], tmp_path / "drawn.xlsx"
    new(Disk(), path, load_model(forms=sample.forms), sample.details, SAMPLES_JUDGED_ON, content=sample.content)
    model, snapshot, parsed = as_read(path)
    shares = [row[3:5] for row in rows_on("Profile", snapshot) if row[1] == "Wexcombe CAMHS"]
    assert shares == [[0.785714285714286, 0.428571428571429]]
    assert results(model, snapshot, parsed) == []


def test_a_result_that_is_out_of_date_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "changed.xlsx"
    data = shipped("sample-cluster", SAMPLES["oakfield-primary"].file).read_bytes()
    path.write_bytes(data)
    _, _, parsed = as_read(path)
    points = parsed.answers.tables["Checklist"]
    column = column_number(points.columns["in_place"])
    path.write_bytes(edit(data, [SetCell(points.sheet, points.numbers["POINT.1"], column, "Yes")]).data)
    assert results(*as_read(path)) != []


def test_a_form_that_came_later_is_as_one_that_was_there_from_the_start(tmp_path: Path) -> None:
    sample, form = SAMPLES[LATER[0]], LATER[1]
    path = tmp_path / "later.xlsx"
    before = {table: rows for table, rows in sample.content.items() if table != FORMS[form]}
    others = [one for one in sample.forms if one != form]
    new(Disk(), path, load_model(forms=others), sample.details, SAMPLES_JUDGED_ON, content=before)
    populate(Disk(), path, [form], SAMPLES_JUDGED_ON, NOW)
    path.write_bytes(edit(path.read_bytes(), typed(sample, form, path)).data)
    populate(Disk(), path, [form], SAMPLES_JUDGED_ON, NOW)  # brings its results up to date
    later, first = as_read(path), as_read(shipped("sample-cluster", sample.file))
    sheets = [
        [sheet.rows for sheet in snapshot.sheets if sheet.name == FORMS[form]] for _, snapshot, _ in (later, first)
    ]
    assert sheets[0] == sheets[1]
    assert [sheet.name for sheet in later[1].sheets] == [sheet.name for sheet in first[1].sheets]
    assert results(*later) == []


def rows_on(name: str, snapshot: Snapshot) -> list[list[Value]]:
    sheet = snapshot.sheet(name)
    assert sheet is not None
    return sheet.rows


def typed(sample: Sample, form: str, path: Path) -> list[SetCell]:
    """The form's answers as somebody types them."""
    table = as_read(path)[2].answers.tables[FORMS[form]]
    return [
        SetCell(table.sheet, table.numbers[ref], column_number(table.columns[field]), value)
        for ref, values in sample.content[FORMS[form]].items()
        for field, value in values.items()
    ]


NUMBERS = {15: "fifteen", 20: "Twenty"}


def test_the_readme_says_how_many_forms_there_are_and_how_many_the_samples_use() -> None:
    used = {form for sample in SAMPLES.values() for form in sample.forms}
    assert re.findall(r"(\w+) forms ask", README) == [NUMBERS[len(FORMS)]]
    assert re.findall(r"use (\w+) of the forms between them", README) == [NUMBERS[len(used)]]
