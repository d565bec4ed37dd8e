"""`populate` as somebody meets it who uses it for the first time, and `new` with forms."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.cli.populate import STRAY_WORDS
from ecm_xl.frameworks import forms, loader
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.parse.strays import Why
from tests import filling
from tests.filling import Entry

DAY = ("--today", "2026-07-10")
Run = Callable[..., Result]
Draw = Callable[..., Path]
Tree = Callable[[], dict[str, bytes | None]]


def test_without_a_form_it_lists_what_there_is(run: Run, draw: Draw, tree: Tree) -> None:
    draw("Oak Hill.xlsx")
    before = tree()
    result = run("populate", "Oak Hill.xlsx", *DAY)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[: len(FORMS)]] == list(FORMS)
    form = load_model(forms=["values"]).forms[0]
    assert f"values                      {form.title}. {form.filled_in_by}" in lines
    assert lines[len(FORMS) :] == ["", 'To add one: ecm-xl populate "Oak Hill.xlsx" FORM']
    assert tree() == before


def test_the_list_says_which_forms_the_workbook_has(run: Run, draw: Draw) -> None:
    draw("Oak.xlsx")
    run("populate", "Oak.xlsx", "values", "checklist", *DAY)
    has = [line.split()[0] for line in run("populate", "Oak.xlsx", *DAY).stdout.splitlines() if " has it " in line]
    assert has == ["checklist", "values"]


def test_forms_are_added_and_it_is_said_where_they_are(run: Run, draw: Draw) -> None:
    draw("Oak.xlsx")
    result = run("populate", "Oak.xlsx", "Values", "PARTNER_REVIEW", "values", "--by", " Jo ", *DAY)
    assert (result.exit_code, result.stderr) == (0, "")
    *added, written = result.stdout.splitlines()
    assert added == [
        "Five questions to partners and ourselves: added on the sheet PartnerReview",
        "Shared values: added on the sheet Values",
    ]
    assert written.startswith("Written into Oak.xlsx. What it held before: ECM backups/Oak ")
    again = run("populate", "Oak.xlsx", "values", *DAY)
    assert (again.exit_code, again.stdout) == (
        0,
        "Shared values: up to date\nOak.xlsx says all of this already: it is as it was.\n",
    )


def test_all_stands_for_every_form_and_undo_gives_the_old_bytes(run: Run, draw: Draw) -> None:
    draw("Oak.xlsx")
    before = Path("Oak.xlsx").read_bytes()
    result = run("populate", "Oak.xlsx", "ALL", *DAY)
    assert result.exit_code == 0
    assert result.stdout.count(": added on the sheet ") == len(FORMS)
    assert run("undo", "Oak.xlsx").exit_code == 0
    assert Path("Oak.xlsx").read_bytes() == before


STOPPED = {
    "an unknown form, nearly one": (
        ("Oak.xlsx", "profil"), 2, "There is no form 'profil'. Did you mean 'profile'?"),
    "an unknown form": (
        ("Oak.xlsx", "ofsted"), 2, "There is no form 'ofsted'. 'ecm-xl populate FILE' lists the forms."),
    "a known and an unknown form": (
        ("Oak.xlsx", "values", "vlues"), 2, "There is no form 'vlues'. Did you mean 'values'?"),
    "all and another": (
        ("Oak.xlsx", "all", "values"), 2, "'all' stands for every form: name it alone."),
    "a folder": (("folder", "values"), 2, "folder is a folder. Name one workbook."),
    "a folder to be listed": (("folder",), 2, "folder is a folder. Name one workbook."),
}  # fmt: skip


@pytest.mark.parametrize("case", STOPPED)
def test_a_mistake_in_the_command_is_explained_and_nothing_is_written(
    run: Run, draw: Draw, tree: Tree, tmp_path: Path, case: str
) -> None:
    draw("Oak.xlsx")
    (tmp_path / "folder").mkdir()
    before = tree()
    words, code, message = STOPPED[case]
    result = run("populate", *words, *DAY)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"
    assert tree() == before


NOT_CHANGED = {
    "a file that is not there": ("Elm.xlsx", 3, "There is no file of this name. Check the name and the folder."),
    "a letter": ("letter.xlsx", 3, "The file has a workbook's name, but holds something else: plain text."),
    "a cluster workbook": ("cluster.xlsx", 1, "This workbook is not a setting's audit: it is a cluster workbook."),
}


@pytest.mark.parametrize("forms", [(), ("values",)], ids=["listed", "added"])
@pytest.mark.parametrize("case", NOT_CHANGED)
def test_what_is_no_settings_workbook_is_said_to_be_none(
    run: Run, draw: Draw, tree: Tree, tmp_path: Path, case: str, forms: tuple[str, ...]
) -> None:
    draw("Oak.xlsx")
    run("batch", "Oak.xlsx", "--out", "cluster.xlsx", *DAY)
    (tmp_path / "letter.xlsx").write_text("Dear all\n", encoding="utf-8")
    before = tree()
    name, code, message = NOT_CHANGED[case]
    result = run("populate", name, *forms, *DAY)
    assert (result.exit_code, result.stderr) == (code, "")
    assert message in " ".join(result.stdout.split())
    assert tree() == before


@pytest.mark.parametrize("program", ["~$Oak.xlsx", ".~lock.Oak.xlsx#"])
def test_a_workbook_that_is_open_stays_and_the_new_one_lies_beside_it(
    run: Run, draw: Draw, tmp_path: Path, program: str
) -> None:
    draw("Oak.xlsx")
    (tmp_path / program).write_bytes(b"")
    before = Path("Oak.xlsx").read_bytes()
    result = run("populate", "Oak.xlsx", "values", *DAY)
    assert (result.exit_code, Path("Oak.xlsx").read_bytes()) == (0, before)
    assert "So Oak.xlsx is as it was, and what was to be written is in Oak (ECM " in result.stdout
    (beside,) = Path().glob("Oak (ECM *).xlsx")
    assert read_snapshot(beside).sheet("Values") is not None


def test_a_file_that_may_only_be_read_stays(run: Run, draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    draw("Oak.xlsx")
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # the tests may run as root
    before = Path("Oak.xlsx").read_bytes()
    Path("Oak.xlsx").chmod(0o444)
    result = run("populate", "Oak.xlsx", "values", *DAY)
    assert result.exit_code == 0
    assert "Oak.xlsx may only be read, not changed." in result.stdout
    assert Path("Oak.xlsx").read_bytes() == before


def test_a_sheet_of_ones_own_of_that_name_is_left_and_named(run: Run, draw: Draw, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(tmp_path / draw("Oak.xlsx"))
    workbook.create_sheet("values")["A1"] = "What we value"
    workbook.save(tmp_path / "Oak.xlsx")
    before = Path("Oak.xlsx").read_bytes()
    result = run("populate", "Oak.xlsx", "values", *DAY)
    assert (result.exit_code, Path("Oak.xlsx").read_bytes()) == (1, before)
    assert "The workbook already has a sheet called Values, and no two can have one name." in result.stdout


def test_help_says_what_stays_and_gives_examples(run: Run) -> None:
    said = " ".join(run("populate", "--help").stdout.split())
    assert "Nothing that anybody typed is lost" in said
    assert "Without FORM it lists the forms there are." in said
    assert 'ecm-xl populate "Oakfield.xlsx" profile checklist' in said
    assert "--form ID" in run("new", "--help").stdout


def test_new_makes_a_workbook_with_forms(run: Run) -> None:
    words = ("--name", "Oak", "--type", "primary", "--route", "1")
    result = run("new", "Oak.xlsx", *words, "--form", "values", "--form", "Profile", *DAY)
    assert (result.exit_code, result.stdout) == (
        0,
        "Made Oak.xlsx: 218 descriptors to rate and 2 forms. Open it and begin on Start.\n",
    )
    assert run("populate", "Oak.xlsx", "values", "profile", *DAY).stdout.splitlines()[-1] == (
        "Oak.xlsx says all of this already: it is as it was."
    )


def test_new_with_an_unknown_form_names_the_known_ones(run: Run, tree: Tree) -> None:
    result = run("new", "Oak.xlsx", "--name", "Oak", "--type", "primary", "--route", "1", "--form", "profil", *DAY)
    assert (result.exit_code, result.stdout, tree()) == (2, "", {})
    assert "'profil' is not one of" in result.stderr
    assert "'profile'" in result.stderr


def test_new_from_an_old_workbook_carries_its_forms(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "Oak.xlsx"
    script = filling.entries("profile")
    filling.begin(path, list(dict.fromkeys(["profile", "checklist", *filling.forms_for(script)])))
    filling.fill(path, script)
    result = run("new", "New.xlsx", "--from", "Oak.xlsx", "--form", "values", *DAY)
    assert result.exit_code in (0, 1)
    old, new = filling.read(path)[1].answers.tables, filling.read(Path("New.xlsx"))[1].answers.tables
    assert set(new) - set(old) == {"Values"}
    for name in ("Profile", "Profile_Respondents", "Partnerships"):
        assert new[name].answers == old[name].answers
    assert run("populate", "New.xlsx", "profile", "checklist", "values", *DAY).exit_code == 0


def test_what_is_dropped_is_named_with_its_place_and_ends_with_1(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Oak.xlsx"
    filling.begin(path, ["values"])
    typed = [
        Entry("Values", "VALUE.1", {"next_step": "Private words"}),
        Entry("Values", "VALUE.3", {"in_place": "Yes"}),
    ]
    filling.type_in(path, filling.read(path)[1], typed)
    text = (forms.FOLDERS[0] / "values.toml").read_text(encoding="utf-8")
    gone = text.index('[[table.row]]\nref = "VALUE.3"')
    text = text[:gone] + text[text.index('[[table.row]]\nref = "VALUE.4"') :]
    (tmp_path / "values.toml").write_text(text.replace("The whole child comes first", "Children come first"), "utf-8")
    monkeypatch.setattr(forms, "FOLDERS", [tmp_path, *forms.FOLDERS])
    loader._made_with(load_model()).clear()
    result = run("populate", "Oak.xlsx", "values", *DAY)
    loader._made_with(load_model()).clear()
    *said, written = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (1, "")
    assert said == [
        "Shared values: a newer version, so its sheet is drawn anew, 1 answer carried over, "
        "2 without a place in it, kept on the sheet Changes",
        "  Other words stand there now. Answers beside them went over: see whether they still fit.",
        "    Values B16",
        "  No row of the form has that Ref.",
        "    Values B18, Values C18",
        "What stood there is on the sheet Changes, word for word; the cells named are those of the old sheet.",
    ]
    assert written.startswith("Written into Oak.xlsx.")
    assert "Private" not in result.stdout


def test_every_reason_that_a_form_may_meet_has_its_words() -> None:
    of_workbooks = {Why.REPLACED, Why.SECOND_SHEET, Why.OWN_SHEET, Why.WITHOUT_HEADINGS}
    assert set(STRAY_WORDS) == set(Why) - of_workbooks
