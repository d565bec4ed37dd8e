"""Formulas: what a shared one says in another cell, and whether two say the same."""

from __future__ import annotations

import pytest

from ecm_xl.backends.editor.cells import Cells
from ecm_xl.backends.editor.formulas import moved, same
from ecm_xl.backends.editor.sheet import sheet_part as sheet_of
from ecm_xl.backends.editor.texts import texts_of
from ecm_xl.workbook.edits import Refresh
from tests.editing.small import SHEET, cells_of, changed, made
from tests.parts import MAIN, sheet_part


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "after"),
    [
        ("A1", 1, 1, "B2"),
        ("A1", 0, 0, "A1"),
        ("$A1+A$1+$A$1", 2, 3, "$A3+D$1+$A$1"),
        ("SUM(A1:B9)", 1, 0, "SUM(A2:B10)"),
        ("SUM(Z1:AZ9)", 0, 1, "SUM(AA1:BA9)"),
        ("b2*c$3", 1, 1, "C3*D$3"),
        ("Sheet2!A1", 1, 0, "Sheet2!A2"),
        ("'My A1 sheet'!A1&\"A1\"", 1, 0, "'My A1 sheet'!A2&\"A1\""),
        ("'it''s B2'!B2", 1, 1, "'it''s B2'!C3"),
        ('"say ""A1"" "&A1', 1, 0, '"say ""A1"" "&A2'),
        ("Audit[[#This Row],[A1]]&A1", 1, 0, "Audit[[#This Row],[A1]]&A2"),
        ("Audit[B2]+B2", 1, 1, "Audit[B2]+C3"),
        ("LOG10(A1)+ATAN2(B1,C1)", 1, 0, "LOG10(A2)+ATAN2(B2,C2)"),
        ("TAX2026+1", 1, 1, "TAY2027+1"),
        ("RATE_A1+A1_x+a.B2", 1, 1, "RATE_A1+A1_x+a.B2"),
        ("XFE1+ABCD1", 1, 1, "XFE1+ABCD1"),
        ("A1.5", 1, 0, "A1.5"),
        ("A2", -1, 0, "A1"),
        ("A1", -1, 0, "#REF!"),
        ("B1", 0, -2, "#REF!"),
        ("XFD1", 0, 1, "#REF!"),
        ("A1048576", 1, 0, "#REF!"),
        ("SUM(A1:A$1)", -1, 0, "SUM(#REF!:A$1)"),
        ("$A$1", -5, -5, "$A$1"),
        ("1E5+A1", 1, 0, "1E5+A2"),
        ("A1#", 1, 0, "A2#"),
        ("@A1", 1, 0, "@A2"),
        ("", 1, 1, ""),
    ],
)
def test_a_formula_moves_along(formula: str, rows: int, columns: int, after: str) -> None:
    assert moved(formula, rows, columns) == after


def test_there_and_back_is_the_same() -> None:
    formula = "SUM($B3:C$4,'A 1'!D5,Audit[[#This Row],[E6]],LOG10(F7))&\"G8\""
    assert moved(moved(formula, 7, 9), -7, -9) == formula
    assert moved(formula, 7, 9) != formula


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("=A1", "A1"),
        ("=sum( A1 , B2 )", "SUM(A1,B2)"),
        (' IF(A1="a b","",1)', 'IF( A1 = "a b" , "" , 1 )'),
        ("Audit[[#This Row],[To do]]", "audit[[#This Row],[To do]]"),
        ("'My sheet'!a1", "'My sheet'!A1"),
        ("A1\n+B1", "A1+B1"),
    ],
)
def test_formulas_that_say_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A1", "A2"),
        ('"a b"', '"ab"'),
        ('"a"', '"A"'),
        ("A1", "$A1"),
        ("Audit[To do]", "Audit[Todo]"),
        ("'My sheet'!A1", "'Mysheet'!A1"),
        ("A1", ""),
        ("==A1", "A1"),
    ],
)
def test_formulas_that_do_not(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


SHARED = (
    '<row r="2"><c r="B2"><f t="shared" ref="B2:C4" si="0">A1*$A$1</f><v>1</v></c>'
    '<c r="C2"><f t="shared" si="0"/><v>1</v></c></row>'
    '<row r="3"><c r="B3"><f t="shared" si="0"/><v>1</v></c><c r="C3"><f>A1</f><v>1</v></c></row>'
    '<row r="4"><c r="B4"><f t="shared" si="9"/><v>1</v></c><c r="C4"><v>1</v></c>'
    '<c r="D4"><f t="shared" ref="D4" si="1">D5</f></c><c r="E4"><f t="array" ref="E4">D4</f></c><c r="F4"><f/></c>'
    '<c r="G4"><f t="shared" si="1"/></c></row>'
)


def cells(content: str) -> Cells:
    """A sheet's cells."""
    texts = texts_of("texts", f'<sst xmlns="{MAIN}"/>'.encode())
    return Cells(sheet_of(SHEET, sheet_part(content).encode()), lambda: texts, lambda _: False)


@pytest.mark.parametrize(
    ("row", "column", "formula"),
    [
        (2, 2, "A1*$A$1"),
        (2, 3, "B1*$A$1"),
        (3, 2, "A2*$A$1"),
        (3, 3, "A1"),
        (4, 2, ""),
        (4, 3, None),
        (4, 4, "D5"),
        (4, 5, "D4"),
        (4, 6, ""),
        (4, 7, "G5"),
        (9, 9, None),
    ],
)
def test_what_a_cells_formula_says(row: int, column: int, formula: str | None) -> None:
    assert cells(SHARED).formula(row, column) == formula


def test_what_a_cell_shows_that_shares_a_formula_is_refreshed() -> None:
    after = changed(made(SHARED), Refresh("Sheet", 3, 2, "=A2*$A$1", 7), Refresh("Sheet", 2, 3, "=A1*$A$1", 8))
    assert cells_of(after) == SHARED.replace(
        '<c r="B3"><f t="shared" si="0"/><v>1</v></c>', '<c r="B3"><f t="shared" si="0"/><v>7</v></c>'
    )
