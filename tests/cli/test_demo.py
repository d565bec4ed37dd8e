"""`ecm-xl demo`: the main job on the sample cluster, as often as one likes, over nobody else's files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from ecm_xl.backends.store import shipped
from ecm_xl.frameworks.forms import forms_in

SAMPLES = sorted(path.name for path in shipped("sample-cluster").iterdir())
Tree = Callable[[], Mapping[str, bytes | None]]


def test_a_fresh_folder_gets_the_samples_and_a_cluster_workbook(run: Callable[..., Result], tree: Tree) -> None:
    result = run("demo")
    assert (result.exit_code, result.stderr) == (0, "")
    made = tree()
    assert set(made) == {"ecm-demo", "ecm-demo/cluster.xlsx", *(f"ecm-demo/{name}" for name in SAMPLES)}
    for source in shipped("sample-cluster").iterdir():
        assert made[f"ecm-demo/{source.name}"] == source.read_bytes()


def test_it_says_what_it_did_and_where(run: Callable[..., Result]) -> None:
    lines = run("demo", "My demo").stdout.splitlines()
    assert lines[0] == f"1. Copied {len(SAMPLES)} sample workbooks to My demo"
    assert lines[1] == "2. Checked them. What was found in one of them:"
    assert lines[2].strip() in SAMPLES
    assert "3. Judged them as on 10 July 2026:" in lines
    last = f"4. Wrote {Path('My demo') / 'cluster.xlsx'}. Open it in Excel or LibreOffice: begin with the sheet Board."
    assert lines[-1] == last
    for name in SAMPLES:
        assert any(Path(name).stem in line for line in lines[3:])


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl leaves out what it can't draw
def test_it_says_how_many_forms_there_are_sheets_of(run: Callable[..., Result], tmp_path: Path) -> None:
    lines = run("demo").stdout.splitlines()
    sheets = load_workbook(tmp_path / "ecm-demo" / "cluster.xlsx", read_only=True).sheetnames
    number = len(forms_in(sheets))
    assert number == 15
    assert f"The settings use {number} forms. Each has a sheet of its own in cluster.xlsx." in lines


def test_a_cluster_of_five_settings_of_different_types_is_judged(run: Callable[..., Result]) -> None:
    run("demo")
    told = json.loads(run("batch", "ecm-demo", "--out", "again.xlsx", "--json", "--today", "2026-07-10").stdout)
    judged = [s for s in told["settings"] if s["status"] == "judged"]
    assert (len(judged), len({s["id"] for s in judged})) == (5, 5)
    assert [s["status"] for s in told["settings"] if s not in judged] == ["other"]


def test_a_second_time_gives_the_same_files_and_the_same_words(run: Callable[..., Result], tree: Tree) -> None:
    first = run("demo")
    before = tree()
    second = run("demo")
    assert (second.exit_code, second.stdout) == (0, first.stdout)
    assert tree() == before


@pytest.mark.parametrize("name", [SAMPLES[0], SAMPLES[-1], "cluster.xlsx"])
@pytest.mark.parametrize("what", ["a text", "another setting"])
def test_somebody_elses_file_of_that_name_is_left_alone_and_nothing_is_written(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path, tree: Tree, name: str, what: str
) -> None:
    if what == "a text":
        (tmp_path / "ecm-demo").mkdir()
        (tmp_path / "ecm-demo" / name).write_text("Minutes of the governors\n", encoding="utf-8")
    else:
        draw(f"ecm-demo/{name}", Setting_Id="somebody-elses")
    before = tree()
    result = run("demo")
    assert (result.exit_code, result.stdout) == (2, "")
    path = Path("ecm-demo") / name
    assert result.stderr.splitlines()[-1] == (
        f"Error: {path} is there already and is not the demo's own. Name another folder."
    )
    assert tree() == before


def test_a_folder_of_that_name_is_left_alone(run: Callable[..., Result], tmp_path: Path, tree: Tree) -> None:
    (tmp_path / "ecm-demo" / SAMPLES[0]).mkdir(parents=True)
    before = tree()
    assert run("demo").exit_code == 2
    assert tree() == before


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl leaves out what it can't draw
def test_a_sample_that_somebody_has_typed_into_is_put_back(run: Callable[..., Result], tmp_path: Path) -> None:
    run("demo")
    path = tmp_path / "ecm-demo" / SAMPLES[0]
    original = path.read_bytes()
    book = load_workbook(path)
    book["Audit"]["E5"] = "Emergent"
    book.save(path)
    assert path.read_bytes() != original
    assert run("demo").exit_code == 0
    assert path.read_bytes() == original


def test_other_files_in_the_folder_stay_and_are_not_judged(
    run: Callable[..., Result], draw: Callable[..., Path], tree: Tree
) -> None:
    draw("ecm-demo/Our own.xlsx")
    own = tree()["ecm-demo/Our own.xlsx"]
    result = run("demo")
    assert result.exit_code == 0
    assert "Our own" not in result.stdout
    assert tree()["ecm-demo/Our own.xlsx"] == own


def test_the_samples_show_every_severity_but_nothing_unreadable(run: Callable[..., Result]) -> None:
    run("demo")
    told = json.loads(run("validate", "ecm-demo", "--json", "--today", "2026-07-10").stdout)
    findings = [
        found for file in told["files"] for found in file["findings"] if file["file"] != "ecm-demo/cluster.xlsx"
    ]
    assert {found["severity"] for found in findings} >= {"error", "warning"}
    assert not any(found["code"].startswith("file-") for found in findings if found["code"] != "file-not-a-setting")
