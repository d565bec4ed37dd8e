"""Formulas between Excel's notation and LibreOffice's, without LibreOffice."""

from __future__ import annotations

import pytest

from ecm_xl.backends.libreoffice.formulas import moved, to_excel, to_office
from ecm_xl.workbook.address import column_letters, column_number

PAIRS = [
    ("=SUM(A1,B2:C3)", "=SUM(A1;B2:C3)"),
    ('=A1&"a,b;c""d!"', '=A1&"a,b;c""d!"'),
    ("='My sheet'!$A$1:B2", "=$'My sheet'.$A$1:B2"),
    ("='It''s'!A1", "=$'It''s'.A1"),
    ("=SUM({1,2;3,4},5)", "=SUM({1;2|3;4};5)"),
    ("=SUM((A1,B2),C3)", "=SUM((A1~B2);C3)"),
    ("=IF(TRUE,FALSE,Trueness)", "=IF(TRUE();FALSE();Trueness)"),
    ("=COUNTIFS(Audit[Ref],A1)", "=COUNTIFS(Audit[Ref];A1)"),
    ("=Audit[[#This Row],[To do, then]]", "=Audit[[#This Row];[To do, then]]"),
    ("=ROWS(Audit[#Headers])", "=ROWS(Audit[[#Headers]])"),
    ("=STDEV.S(1,2)", "=STDEV.S(1;2)"),
    ("=IFERROR(#REF!,#N/A)", "=IFERROR(#REF!;#N/A)"),
    ("=Setting_Name", "=Setting_Name"),
]


@pytest.mark.parametrize(("excel", "office"), PAIRS)
def test_both_ways(excel: str, office: str) -> None:
    assert to_office(excel) == office
    assert to_excel(office) == excel


@pytest.mark.parametrize(
    ("excel", "office"),
    [
        ("=Start!A1", "=$'Start'.A1"),
        ("=Audit[@Rating]", "=Audit[[#This Row];[Rating]]"),
        ("=Audit[@[To do]]", "=Audit[[#This Row];[To do]]"),
        ("=IF(true(),1,2)", "=IF(true();1;2)"),
    ],
)
def test_what_excel_writes_in_more_than_one_way(excel: str, office: str) -> None:
    assert to_office(excel) == office


@pytest.mark.parametrize(
    ("office", "excel"),
    [
        ("=$Start.A1", "=Start!A1"),
        ("=$'2026'.A1", "='2026'!A1"),
        ("=$A1.B2", "='A1'!B2"),
        ("=$Größe.B2", "=Größe!B2"),
        ("=SUM($Audit.$A$1:$B$2)", "=SUM(Audit!$A$1:$B$2)"),
        ("=A1:B3!A2", "=A1:B3 A2"),
    ],
)
def test_what_libreoffice_shows(office: str, excel: str) -> None:
    assert to_excel(office) == excel


@pytest.mark.parametrize("formula", ["='[Other.xlsx]Sheet1'!A1", "=[1]Sheet1!A1", "=1+[Other.xlsx]Sheet1!A1"])
def test_another_workbook_is_not_looked_into(formula: str) -> None:
    with pytest.raises(ValueError, match="another workbook"):
        to_office(formula)


def test_a_text_that_looks_like_another_workbook_is_a_text() -> None:
    assert to_office("=\"'[x]y'!\"") == "=\"'[x]y'!\""


@pytest.mark.parametrize(
    ("formula", "there"),
    [
        ("=A1&$A1&A$1&$A$1", "=C4&$A4&C$1&$A$1"),
        ("=SUM(A:A,$B:B,1:1,2:$3)", "=SUM(C:C,$B:D,4:4,5:$3)"),
        ("=\"A1\"&'A1'!Z9&Audit[A1]", "=\"A1\"&'A1'!AB12&Audit[A1]"),
        ("=LOG10(A1)+Name_A1+A1!B2", "=LOG10(C4)+Name_A1+A1!D5"),
    ],
)
def test_references_move_with_their_formula(formula: str, there: str) -> None:
    assert moved(formula, 3, 2, column_letters, column_number) == there
