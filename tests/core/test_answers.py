"""Located answers: where a value stands, and what is no value."""

from __future__ import annotations

from ecm_xl.core.answers import Details, FilledTable, Row, SettingAnswers, Unread


def table() -> FilledTable:
    return FilledTable("Audit", "Audit", {"ref": "A", "rating": "E"}, {"S01.SAFE.1": Row(7, {"rating": "Embedded"})})


def test_a_field_of_a_row_has_its_cell() -> None:
    assert table().cell("S01.SAFE.1", "rating") == "E7"


def test_a_row_or_column_that_is_not_there_has_none() -> None:
    assert table().cell("S09.SAFE.1", "rating") == ""
    assert table().cell("S01.SAFE.1", "comment") == ""


def test_many_rows_have_their_cells_in_their_order() -> None:
    assert table().cells(["S09.SAFE.1", "S01.SAFE.1"], "rating") == ["", "E7"]
    assert table().cells([], "rating") == []


def test_blank_and_unread_are_no_text_and_a_number_is() -> None:
    row = Row(7, {"reason": Unread("#REF!"), "planned": 2027})
    assert (row.text("comment"), row.text("reason"), row.text("planned")) == ("", "", "2027")


def test_a_detail_that_is_missing_is_the_empty_text() -> None:
    assert Details({"URN": "999001"}).get("URN") == "999001"
    assert Details().get("URN") == ""


def test_a_setting_has_its_three_tables_by_name() -> None:
    tables = {name: FilledTable(name) for name in ("Audit", "Judgements", "Leads")}
    answers = SettingAnswers(Details(), tables)
    assert (answers.audit, answers.overrides, answers.leads) == tuple(tables.values())
