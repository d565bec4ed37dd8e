"""`ecm-xl batch`: its own files are replaced, nobody else's; what it prints; its tables for analysis."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import date
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from click.testing import Result
from python_calamine import CalamineWorkbook

from ecm_xl.core.framework import Framework
from ecm_xl.core.tables import FormModel
from ecm_xl.frameworks import loader
from ecm_xl.workbook.book import CellValue

Every = Callable[..., dict[str, dict[str, CellValue]]]
Tree = Callable[[], Mapping[str, bytes | None]]
DAY = ("--today", "2026-07-10")
BATCH = ("batch", "in", "--out", "cluster.xlsx", *DAY)

HEADINGS = {
    "settings.csv": ["file", "id", "setting", "type", "cluster", "status", "findings"],
    "judgements.csv": [
        "id", "setting", "standard", "title", "judgement", "computed", "override", "rated", "applicable",
    ],
    "outcomes.csv": ["id", "setting", "standard", "outcome", "level", "rated", "applicable"],
    "ratings.csv": ["id", "setting", "standard", "outcome", "ref", "rating"],
    "forms.csv": ["id", "setting", "form", "answers", "stands_out"],
    "form_answers.csv": ["id", "setting", "form", "table", "ref", "field", "value"],
    "findings.csv": ["file", "severity", "code", "sheet", "cell", "ref"],
}  # fmt: skip


# Its own cluster workbook and nobody else's


def test_its_own_cluster_workbook_is_replaced(
    run: Callable[..., Result], draw: Callable[..., Path], tree: Tree
) -> None:
    draw("in/Oak.xlsx")
    assert run(*BATCH).exit_code == 0
    first = tree()["cluster.xlsx"]
    draw("in/Ash.xlsx")
    assert run(*BATCH).exit_code == 0
    assert tree()["cluster.xlsx"] != first


def test_the_same_settings_on_the_same_day_give_the_same_bytes(
    run: Callable[..., Result], draw: Callable[..., Path], tree: Tree
) -> None:
    draw("in/Oak.xlsx")
    run(*BATCH)
    first = tree()
    run(*BATCH)
    assert tree() == first


@pytest.mark.parametrize("out", ["in/cluster.xlsx", "in/../in/cluster.xlsx"])
def test_its_own_cluster_workbook_among_the_settings_is_not_met(
    run: Callable[..., Result], draw: Callable[..., Path], out: str
) -> None:
    draw("in/Oak.xlsx")
    words = ("batch", "in", "--out", out, "--json", *DAY)
    assert [run(*words).stdout.count('"file":') for _ in range(2)] == [1, 1]


def test_another_workbook_is_replaced_only_with_force(
    run: Callable[..., Result], draw: Callable[..., Path], tree: Tree
) -> None:
    draw("in/Oak.xlsx")
    draw("cluster.xlsx", Setting_Name="Somebody's own audit")
    before = tree()
    assert run(*BATCH).exit_code == 2
    assert tree() == before
    assert run(*BATCH, "--force").exit_code == 0
    assert tree()["cluster.xlsx"] != before["cluster.xlsx"]


@pytest.mark.parametrize("out", ["in/Oak.xlsx", "in/../in/Oak.xlsx", "way in/Oak.xlsx"])
def test_force_never_replaces_one_of_the_settings_that_are_judged(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path, tree: Tree, out: str
) -> None:
    """`--out` with a setting's name is a slip; a person's audit is not given away for it, whatever way leads there."""
    draw("in/Ash.xlsx")
    draw("in/Oak.xlsx")
    if out.startswith("way in"):
        if os.name == "nt":
            pytest.skip("making links needs a right there that nobody has")
        (tmp_path / "way in").symlink_to(tmp_path / "in")
    before = tree()
    result = run("batch", "in", "--out", out, "--force", *DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert tree() == before


# What it prints


def test_a_line_a_setting_then_the_awards_then_what_was_written(
    run: Callable[..., Result], draw: Callable[..., Path], every: Every
) -> None:
    draw("in/Ash.xlsx", {"Audit": every("Embedded")}, Setting_Name="Ash Lane")
    draw("in/Elm.xlsx", {"Audit": every("Embedded", 1, 2)}, Setting_Name="Elm")
    assert run(*BATCH, "--tidy", "tables").stdout.splitlines() == [
        "  Ash Lane  12 of 12 Embedded, 12 judged; nothing found",
        "  Elm        2 of 12 Embedded,  2 judged; nothing found",
        "",
        "All settings together, ECM Cluster Standards Award: ready",
        "",
        "Written: cluster.xlsx, " + ", ".join(str(Path("tables") / name) for name in HEADINGS),
    ]


def test_a_long_list_of_what_is_missing_is_cut_with_a_word_on_where_the_rest_is(
    run: Callable[..., Result], draw: Callable[..., Path]
) -> None:
    draw("in/Ash.xlsx")
    draw("in/Oak.xlsx")
    lines = run(*BATCH).stdout.splitlines()
    # two Standards in each of two settings, ten in none
    assert sum(line.startswith("  Standard ") for line in lines) == 12
    assert "  and 2 more: see the sheet Awards" in lines


# Tables for analysis


@pytest.fixture
def tables(
    run: Callable[..., Result], draw: Callable[..., Path], every: Every, tmp_path: Path
) -> Callable[[], Mapping[str, pd.DataFrame]]:
    """The tables of three settings (one not begun), a double, an unreadable file and one not reported."""
    wrong: dict[str, dict[str, CellValue]] = {
        "S01.SAFE.1": {"rating": "Embeded"},
        "S01.SAFE.2": {"rating": "N/A", "comment": "No pond"},
        "S01.SAFE.3": {"rating": "Not enough evidence"},
    }
    draw("in/Ash.xlsx", {"Audit": every("Embedded")}, Cluster="North", Setting_Type="Primary school")
    draw("in/Elm.xlsx", {"Audit": every("Developing", 1, 2) | wrong})
    draw("in/Yew.xlsx")
    for copy in (1, 2):
        draw(f"in/Twin {copy}.xlsx", Setting_Id="twin", Setting_Name="Twin")
    (tmp_path / "in" / "Zip.xlsx").write_bytes(b"")
    (tmp_path / "list.csv").write_text("Ash\nOak\n", encoding="utf-8")

    def read() -> Mapping[str, pd.DataFrame]:
        run(*BATCH, "--tidy", "tables", "--expected", "list.csv")
        return {
            path.name: pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)
            for path in sorted((tmp_path / "tables").iterdir())
        }

    return read


def test_each_table_has_its_name_and_headings(tables: Callable[[], Mapping[str, pd.DataFrame]]) -> None:
    assert {name: list(frame.columns) for name, frame in tables().items()} == HEADINGS


def test_the_rows_add_up(tables: Callable[[], Mapping[str, pd.DataFrame]]) -> None:
    read = tables()
    assert {name: len(frame) for name, frame in read.items()} == {
        "settings.csv": 6,
        "judgements.csv": 3 * 12,
        "outcomes.csv": 3 * 12 * 5,
        "ratings.csv": 3 * 218,
        "forms.csv": 0,
        "form_answers.csv": 0,
        # and Oak, which sent nothing
        "findings.csv": int(read["settings.csv"]["findings"].sum()) + 1,
    }
    judgements, outcomes, ratings = read["judgements.csv"], read["outcomes.csv"], read["ratings.csv"]
    for column in ("rated", "applicable"):
        by_standard = outcomes.groupby(["id", "standard"])[column].sum()
        assert by_standard.to_dict() == judgements.set_index(["id", "standard"])[column].to_dict()
    levels = ratings[ratings["rating"].isin(["Emergent", "Developing", "Embedded"])]
    assert levels.groupby("id").size().to_dict() == {"Ash": 218, "Elm": 31}
    assert judgements.groupby("id")["rated"].sum().to_dict() == {"Ash": 218, "Elm": 31, "Yew": 0}
    assert judgements.groupby("id")["applicable"].sum().to_dict() == {"Ash": 218, "Elm": 217, "Yew": 218}


def test_a_table_says_what_the_settings_say(tables: Callable[[], Mapping[str, pd.DataFrame]]) -> None:
    read = tables()
    settings = read["settings.csv"].set_index("file")
    assert settings.loc["in/Ash.xlsx"].to_dict() == {
        "id": "Ash", "setting": "Ash", "type": "Primary school", "cluster": "North", "status": "judged", "findings": 0,
    }  # fmt: skip
    assert settings["status"].to_dict()["in/Zip.xlsx"] == "unreadable"
    elm = read["ratings.csv"].query("id == 'Elm'").set_index("ref")["rating"]
    assert [elm[ref] for ref in ("S01.HEALTH.1", "S01.SAFE.1", "S01.SAFE.2", "S01.SAFE.3", "S12.SAFE.1")] == [
        "Developing", "", "Not applicable", "Not enough evidence", "",
    ]  # fmt: skip
    second = read["judgements.csv"].query("id == 'Elm' and standard == 2").iloc[0]
    assert (second["title"], second["judgement"], second["override"]) == ("Policy", "Developing", "no")


def test_a_table_holds_no_free_text_and_nobodys_name(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path
) -> None:
    words = "Words that stay"
    row: dict[str, CellValue] = {"rating": words, "evidence": words, "impact": words, "comment": words}
    override: dict[str, CellValue] = {
        "override": "Embedded", "override_by": words, "override_on": date(2026, 5, 1), "reason": words,
    }  # fmt: skip
    leads: dict[str, dict[str, CellValue]] = {"S01": {"lead": words, "contact": words}}
    content = {
        "Audit": {"S01.SAFE.1": {**row, "lead": words}},
        "Judgements": {"S01": override},
        "Leads": leads,
    }
    draw("in/Oak.xlsx", content)
    run(*BATCH, "--tidy", "tables")
    for path in (tmp_path / "tables").iterdir():
        assert words not in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("first", ["=", "+", "-", "@"])
def test_text_that_begins_like_a_formula_stays_text(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path, first: str
) -> None:
    name = f'{first}HYPERLINK("http://x.example","Oak")'
    draw("in/Oak.xlsx", Setting_Name=name, Setting_Id=f"{first}1", Cluster=f"{first}2", Setting_Type=f"{first}3")
    run(*BATCH, "--tidy", "tables")
    text = (tmp_path / "tables" / "settings.csv").read_text(encoding="utf-8-sig")
    frame = pd.read_csv(StringIO(text), keep_default_na=False, dtype=str)
    assert frame.iloc[0].tolist() == [
        "in/Oak.xlsx", f"'{first}1", f"'{name}", f"'{first}3", f"'{first}2", "judged", "1",
    ]  # fmt: skip


def test_a_name_with_commas_quotation_marks_and_letters_of_any_language_reads_back(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path
) -> None:
    name = 'Ysgol "Gŵyr", Ωμέγα; 小学'
    draw("in/Oak.xlsx", Setting_Name=name)
    run(*BATCH, "--tidy", "tables")
    frame = pd.read_csv(tmp_path / "tables" / "judgements.csv", encoding="utf-8-sig")
    assert set(frame["setting"]) == {name}


def test_excel_is_told_that_a_table_is_utf_8(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path
) -> None:
    draw("in/Oak.xlsx")
    run(*BATCH, "--tidy", "tables")
    for path in (tmp_path / "tables").iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_its_own_tables_are_replaced(run: Callable[..., Result], draw: Callable[..., Path], tree: Tree) -> None:
    draw("in/Oak.xlsx")
    run(*BATCH, "--tidy", "tables")
    first = tree()["tables/settings.csv"]
    draw("in/Ash.xlsx")
    assert run(*BATCH, "--tidy", "tables").exit_code == 0
    assert tree()["tables/settings.csv"] != first


@pytest.mark.parametrize("name", ["settings.csv", "findings.csv"])
def test_somebody_elses_file_of_a_tables_name_is_left_alone_and_nothing_is_written(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path, tree: Tree, name: str
) -> None:
    draw("in/Oak.xlsx")
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / name).write_text("printer,colour\nyes,no\n", encoding="utf-8")
    before = tree()
    result = run(*BATCH, "--tidy", "tables")
    assert (result.exit_code, result.stdout) == (2, "")
    assert tree() == before
    assert run(*BATCH, "--tidy", "tables", "--force").exit_code == 0


def test_what_was_written_is_told(run: Callable[..., Result], draw: Callable[..., Path]) -> None:
    draw("in/Oak.xlsx")
    assert run(*BATCH).stdout.splitlines()[-1] == "Written: cluster.xlsx"
    assert "Written" not in run(*BATCH, "--json").stdout
    assert json.loads(run(*BATCH, "--json").stdout)["files"] == 1


# Forms

IN_PLACE: Mapping[str, Mapping[str, Mapping[str, CellValue]]] = {
    "Values": {
        "VALUE.1": {"in_place": "Yes", "shown_by": "Words that stay"},
        "VALUE.2": {"in_place": "No"},
        "VALUE.3": {"in_place": "perhaps"},
    }
}


def test_forms_have_a_sheet_of_the_cluster_workbook_and_rows_in_its_tables(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path
) -> None:
    draw("in/Ash.xlsx", IN_PLACE, forms=("values", "checklist"))
    draw("in/Oak.xlsx", forms=("checklist",))
    draw("in/Yew.xlsx")
    run(*BATCH, "--tidy", "tables")
    book = CalamineWorkbook.from_path(tmp_path / "cluster.xlsx")
    assert book.sheet_names[4:6] == ["Checklist", "Values"]
    assert book.get_sheet_by_name("Values").to_python()[4:] == [
        ["Ash", 4, "1 of 4 points in place"],
        ["Oak", "Not used", ""],
        ["Yew", "Not used", ""],
    ]
    assert book.get_sheet_by_name("Checklist").to_python()[4:] == [
        ["Ash", 0, "Nothing is filled in yet"],
        ["Oak", 0, "Nothing is filled in yet"],
        ["Yew", "Not used", ""],
    ]
    read = {
        name: (tmp_path / "tables" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
        for name in ("forms", "form_answers")
    }
    assert read == {
        "forms": ["Ash,Ash,checklist,0,", "Ash,Ash,values,4,1 of 4 points in place", "Oak,Oak,checklist,0,"],
        "form_answers": [
            "Ash,Ash,values,Values,VALUE.1,in_place,Yes",
            "Ash,Ash,values,Values,VALUE.2,in_place,No",
        ],
    }


def test_a_cluster_workbook_with_forms_is_no_setting_in_another_batch(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path
) -> None:
    """Its sheets have the names of forms, and nothing on them is an answer."""
    draw("in/Ash.xlsx", IN_PLACE, forms=("values",))
    run(*BATCH)
    (tmp_path / "cluster.xlsx").rename(tmp_path / "in" / "Last term.xlsx")
    told = json.loads(run(*BATCH, "--json").stdout)
    assert [(s["file"], s["status"], s["forms"]) for s in told["settings"]] == [
        ("in/Ash.xlsx", "judged", {"values": {"answers": 4, "stands_out": ["1 of 4 points in place"]}}),
        ("in/Last term.xlsx", "other", {}),
    ]


def test_without_forms_no_forms_file_is_read(
    run: Callable[..., Result], draw: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever uses no form does not pay for any."""
    draw("in/Ash.xlsx")
    draw("in/Oak.xlsx")

    def never(form: str, framework: Framework) -> FormModel:
        raise AssertionError(form)

    monkeypatch.setattr(loader, "load_form", never)
    assert run(*BATCH, "--tidy", "tables").exit_code == 0
