"""Tables as CSV: text stays text in whatever program opens them."""

from __future__ import annotations

import csv
from io import StringIO

import pandas as pd
import pytest

from ecm_xl.reports.tidy import as_csv

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
