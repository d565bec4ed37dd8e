"""Tables as CSV: text stays text in whatever program opens them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.cluster import gather
from ecm_xl.core.results import FileResult, FormResult
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.reports.tidy import COLUMNS, as_csv, csv_texts
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workflows.examine import examine_snapshot
from tests.forms import filled_everywhere

CALCULATED = (
    "=1+1", "=cmd|'/c calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\n=1", " =1", "\u00a0=1", "\ufeff=1",
    "＝1＋1", "＋1", "－1", "＠SUM(A1)", "\tx", "-", '=HYPERLINK("http://x.example","Oak")',
)  # fmt: skip
PLAIN = ("Oak", "Oak = Ash", "1=1", "a+b", "e-mail", "a@b", "'quoted", "0012", 'Ysgol "Gŵyr", Ωμέγα; 小学', "a\n=1")


def read_back(text: str) -> str:
    """A text after its way through a table."""
    ((_,), (found,)) = csv.reader(StringIO(as_csv(pd.DataFrame({"text": [text]})), newline=""))
    return found


@pytest.mark.parametrize("text", CALCULATED)
def test_what_a_program_may_calculate_is_marked_as_text(text: str) -> None:
    assert read_back(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_any_other_text_is_as_it_was(text: str) -> None:
    assert read_back(text) == text


def test_numbers_stay_numbers() -> None:
    assert as_csv(pd.DataFrame({"number": [-1, 2], "text": ["-1", "2"]})) == "number,text\n-1,'-1\n2,2\n"


@pytest.mark.parametrize("text", ["a\r=1+1", "a\r\n=1+1"])
def test_no_line_end_begins_a_row(text: str) -> None:
    assert read_back(text) == "a\n=1+1"


# Forms

TOLD = (
    ("Profile", "R1.AIMS.1", "position", "Very weak"),
    ("Indicators", "I1", "change", "-2.5"),
    ("Profile", "R1.AIMS.2", "date", "2026-06-15"),
)


@pytest.fixture(scope="module")
def oak(model: SettingModel) -> FileResult:
    """A setting's file with two forms."""
    details = {"Setting_Id": "oak", "Setting_Name": "Oakfield"}
    on = date(2026, 7, 10)
    result = examine_snapshot(model, snapshot_of(setting_book(model, details, {}, on)), "oak.xlsx", on)
    profile = FormResult("profile", "Profile", 3, ("8 of 9 answered", "First: aims"), TOLD)
    return replace(result, forms=(profile, FormResult("values", "Values", 0)))


def tables(model: SettingModel, *results: FileResult) -> Mapping[str, list[list[str]]]:
    """Every table's rows without its headings."""
    texts = csv_texts(gather(model.framework, results))
    return {name: list(csv.reader(StringIO(text, newline="")))[1:] for name, text in texts.items()}


def test_a_form_is_a_row_a_setting_and_so_is_each_answer(model: SettingModel, oak: FileResult) -> None:
    found = tables(model, oak)
    assert found["forms.csv"] == [
        ["oak", "Oakfield", "profile", "3", "8 of 9 answered; First: aims"],
        ["oak", "Oakfield", "values", "0", ""],
    ]
    assert found["form_answers.csv"] == [
        ["oak", "Oakfield", "profile", "Profile", "R1.AIMS.1", "position", "Very weak"],
        ["oak", "Oakfield", "profile", "Indicators", "I1", "change", "-2.5"],
        ["oak", "Oakfield", "profile", "Profile", "R1.AIMS.2", "date", "2026-06-15"],
    ]


def test_forms_of_a_setting_in_two_files_are_in_no_table(model: SettingModel, oak: FileResult) -> None:
    found = tables(model, oak, replace(oak, file="copy.xlsx"))
    assert (found["forms.csv"], found["form_answers.csv"]) == ([], [])


@pytest.mark.parametrize("sound", [True, False])
def test_nothing_that_somebody_wrote_into_a_form_is_in_a_table(today: date, sound: bool) -> None:
    model = load_model(forms=FORMS)
    read = filled_everywhere(model, "quillfeather", sound=sound, Setting_Name="Oakfield")
    result = examine_snapshot(model, read, "oakfield.xlsx", today)
    texts = csv_texts(gather(model.framework, [result]))
    assert {form for form in FORMS if f",{form}," in texts["forms.csv"]} == set(FORMS)
    assert (",Values,VALUE.1,in_place,Yes\n" in texts["form_answers.csv"]) is sound
    for name, text in texts.items():
        assert "quillfeather" not in text.casefold(), name


def test_the_readme_tells_of_every_table_and_its_columns() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    cells = [line.strip("| ").split(" | ") for line in readme.splitlines() if line.startswith("| `")]
    told = {row[0].strip("`"): row[2].split(", ") for row in cells if row[0].endswith(".csv`")}
    assert told == {f"{name}.csv": list(columns) for name, columns in COLUMNS.items()}
