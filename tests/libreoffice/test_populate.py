"""Forms in a workbook that LibreOffice has saved, and what LibreOffice shows of a form that was put in."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.frameworks import forms, loader
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workflows.new import new
from ecm_xl.workflows.populate import Forms, populate
from ecm_xl.workflows.write import write_judgements
from tests import filling, reading
from tests.editing.test_graft_pictures import without_footers
from tests.filling import DETAILS, NOW, TODAY
from tests.soffice import printed

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]
Saved = Callable[[Sequence[Path]], list[Path]]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    reading.in_this_process(monkeypatch)


def again(path: Path) -> Forms:
    return populate(Disk(), path, list(FORMS), TODAY, NOW)


def test_what_libreoffice_saved_is_up_to_date(tmp_path: Path, saved_by_libreoffice: Saved) -> None:
    paths = {form: tmp_path / f"{form}.xlsx" for form in FORMS}
    for form, path in paths.items():
        script = filling.entries(form)
        filling.begin(path, list(dict.fromkeys([form, *filling.forms_for(script)])))
        filling.fill(path, script)
        populate(Disk(), path, [form], TODAY, NOW)
        write_judgements(Disk(), path, TODAY, NOW)
    theirs = dict(zip(FORMS, saved_by_libreoffice(list(paths.values())), strict=True))
    before = {form: path.read_bytes() for form, path in theirs.items()}
    done = {form: populate(Disk(), path, [form], TODAY, NOW).forms[0] for form, path in theirs.items()}
    assert {form: one.words for form, one in done.items()} == {
        form: f"{one.form.title}: up to date" for form, one in done.items()
    }
    assert [form for form, path in theirs.items() if path.read_bytes() != before[form]] == []
    assert [form for form, path in theirs.items() if filling.answers(path) != filling.answers(paths[form])] == []


def test_a_newer_version_is_drawn_over_what_libreoffice_saved(
    tmp_path: Path, saved_by_libreoffice: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps no authors of notes and no words of charts: ours are told all the same."""
    path, folder = tmp_path / "oak.xlsx", tmp_path / "newer"
    filling.begin(path, list(FORMS))
    (theirs,) = saved_by_libreoffice([path])
    folder.mkdir()
    for form in FORMS:
        name = f"{form.replace('-', '_')}.toml"
        text = (forms.FOLDERS[0] / name).read_text(encoding="utf-8")
        newer = text.replace('\nnote = "', '\nnote = "New: ').replace('version = "1.0"', 'version = "2.0"')
        assert newer.count("New: ") > 3
        (folder / name).write_text(newer, encoding="utf-8")
    monkeypatch.setattr(forms, "FOLDERS", [folder])
    loader._made_with(load_model()).clear()
    done = again(theirs)
    assert done.written.notes == ()
    assert {one.words.partition(": ")[2] for one in done.forms} == {
        "a newer version, so its sheet is drawn anew, 0 answers carried over"
    }
    assert {one.words.partition(": ")[2] for one in again(theirs).forms} == {"up to date"}
    loader._made_with(load_model()).clear()


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler (pdftoppm) is not installed")
def test_a_form_that_was_put_in_looks_as_one_drawn_at_the_start(tmp_path: Path) -> None:
    drawn, grafted = tmp_path / "drawn.xlsx", tmp_path / "grafted.xlsx"
    new(Disk(), drawn, load_model(forms=FORMS), dict(DETAILS), TODAY)
    new(Disk(), grafted, load_model(), dict(DETAILS), TODAY)
    again(grafted)
    assert [one.name for one in read_snapshot(drawn).sheets] == [one.name for one in read_snapshot(grafted).sheets]
    for path in (drawn, grafted):
        path.write_bytes(without_footers(path.read_bytes()))
    one, other = pages([drawn, grafted], tmp_path / "profile")
    assert len(one) == len(other) > 2 * len(FORMS)
    differing = [number for number, (a, b) in enumerate(zip(one, other, strict=True), 1) if a != b]
    print(f"{len(one)} pages, {len(differing)} of them with another pixel")
    assert differing == []


def pages(files: list[Path], profile: Path) -> list[list[bytes]]:
    """The pages of each workbook as plain pixels."""
    printed(files, profile)
    found = []
    for file in files:
        subprocess.run(["pdftoppm", "-r", "40", file.with_suffix(".pdf"), file.with_suffix("")], check=True)
        found.append([page.read_bytes() for page in sorted(file.parent.glob(f"{file.stem}-*.ppm"))])
    return found
