"""Located answers: where a value stands, and what is no value."""

from __future__ import annotations

from ecm_xl.core.answers import Details, FilledTable, Row, SettingAnswers, Unread


def table() -> FilledTable:
    filled = FilledTable("Audit", "Audit", {"ref": "A", "rating": "E"})
    filled.put("S01.SAFE.1", 7, {"rating": "Embedded"})
    return filled


def test_a_field_of_a_row_has_its_cell() -> None:
    assert table().cell("S01.SAFE.1", "rating") == "E7"


def test_a_row_or_column_that_is_not_there_has_none() -> None:
    assert table().cell("S09.SAFE.1", "rating") == ""
    assert table().cell("S01.SAFE.1", "comment") == ""


def test_many_rows_have_their_cells_in_their_order() -> None:
    assert table().cells(["S09.SAFE.1", "S01.SAFE.1"], "rating") == ["", "E7"]
    assert table().cells([], "rating") == []


def test_blank_and_unread_are_no_text_and_a_number_is() -> None:
    filled = table()
    filled.put("S01.SAFE.2", 8, {"reason": Unread("#REF!"), "planned": 2027})
    assert [filled.text("S01.SAFE.2", name) for name in ("comment", "reason", "planned")] == ["", "", "2027"]


def test_a_blank_cell_has_no_value() -> None:
    assert table().value("S01.SAFE.1", "rating") == "Embedded"
    assert table().value("S01.SAFE.1", "comment") is None
    assert table().value("S09.SAFE.1", "rating") is None


def test_a_row_has_been_answered_when_anything_stands_in_it() -> None:
    filled = table()
    filled.put("S01.SAFE.2", 8, {})
    assert filled.answered == {"S01.SAFE.1"}
    assert FilledTable("Audit").answered == set()


def test_rows_are_the_same_answers_row_by_row() -> None:
    filled = table()
    filled.put("S01.SAFE.2", 8, {})
    assert filled.rows == {"S01.SAFE.1": Row(7, {"rating": "Embedded"}), "S01.SAFE.2": Row(8)}


def test_a_detail_that_is_missing_is_the_empty_text() -> None:
    assert Details({"URN": "999001"}).get("URN") == "999001"
    assert Details().get("URN") == ""


def test_a_setting_has_its_three_tables_by_name() -> None:
    tables = {name: FilledTable(name) for name in ("Audit", "Judgements", "Leads")}
    answers = SettingAnswers(Details(), tables)
    assert (answers.audit, answers.overrides, answers.leads) == tuple(tables.values())
