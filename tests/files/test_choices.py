"""What may be typed into a cell, as it is written: lists of their own and numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openxml_audit import AppPrediction, OpenXmlValidator, predict

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.writer import write_book
from ecm_xl.workbook.book import Area, Book, Choice, Sheet
from tests.files.test_openxml_audit import found

HERE: Area = (2, 2, 5, 2)


def choice(kind: str, **more: Any) -> Choice:
    return Choice(HERE, kind, "Answer", "Choose one.", "That is not in the list.", **more)


def written(tmp_path: Path, one: Choice) -> Path:
    sheet = Sheet("Form", choices=[one])
    sheet.put(2, 1, "How often?")
    path = tmp_path / "form.xlsx"
    write_book(Book("Form", "A form", date(2026, 7, 10), [sheet]), path)
    return path


def validation(path: Path) -> tuple[object, ...]:
    """(area, type, operator, first, second formula) of the only one."""
    (one,) = load_workbook(path)["Form"].data_validations.dataValidation
    return str(one.sqref), one.type, one.operator, one.formula1, one.formula2


LONGEST = ("x" * 126, "y" * 128)
CHARACTERS_OF_TWO = ("\U0001f600" * 63, "z" * 128)


@pytest.mark.parametrize("items", [("Never", "Now and then", "Most days & weeks"), LONGEST, CHARACTERS_OF_TWO])
def test_a_list_typed_into_the_cell(items: tuple[str, ...], tmp_path: Path) -> None:
    path = written(tmp_path, choice("list", items=items))
    assert validation(path) == ("B2:B5", "list", None, f'"{",".join(items)}"', None)
    assert found(path) == []
    assert predict(OpenXmlValidator().validate(str(path))).prediction is AppPrediction.OPENS_CLEAN
    sheet = read_snapshot(path).sheet("Form")
    assert sheet is not None
    assert sheet.lists == (HERE,)


@pytest.mark.filterwarnings("error")  # the reason is told once, as an error
@pytest.mark.parametrize(
    "items",
    [
        (),
        ("x" * 127, "y" * 128),
        ("\U0001f600" * 64, "z" * 127),
        ("Yes, often", "No"),
        ("Yes", ""),
        (" Yes", "No"),
        ("Yes", "No "),
        ('"Yes"', "No"),
    ],
)
def test_a_list_that_excel_would_show_otherwise_is_an_error(items: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a list that Excel does not allow"):
        written(tmp_path, choice("list", items=items))


@pytest.mark.parametrize(
    ("least", "most", "first", "second"),
    [
        (0, 10, "0", "10"),
        (0.5, 2.5, "0.5", "2.5"),
        (-3, 0, "-3", "0"),
        (0, None, "0", "1e+307"),
        (None, 0, "-1e+307", "0"),
        (None, None, "-1e+307", "1e+307"),
    ],
)
def test_a_number(least: float | None, most: float | None, first: str, second: str, tmp_path: Path) -> None:
    path = written(tmp_path, choice("number", least=least, most=most))
    assert validation(path) == ("B2:B5", "decimal", None, first, second)
    assert found(path) == []
    sheet = read_snapshot(path).sheet("Form")
    assert sheet is not None
    assert sheet.lists == ()
