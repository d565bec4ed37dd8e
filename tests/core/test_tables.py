"""The table model."""

from __future__ import annotations

from ecm_xl.core.tables import FIELD_KINDS, ROWS, TABLE_KINDS, SettingModel


def test_every_table_uses_only_known_kinds(model: SettingModel) -> None:
    assert {t.kind for t in model.tables} <= set(TABLE_KINDS)
    assert {t.rows for t in model.tables} <= set(ROWS)
    assert {f.kind for t in model.tables for f in t.fields} <= set(FIELD_KINDS)


def test_people_fill_in_grids_and_registers_not_records(model: SettingModel) -> None:
    records = [t.name for t in model.tables if not t.takes_answers]
    assert records == ["Findings", "Changes", "History"]


def test_records_that_only_grow_are_not_those_that_are_drawn_anew(model: SettingModel) -> None:
    assert [t.name for t in model.tables if t.grows] == ["Changes", "History"]


def test_refs_fixed_texts_and_formulas_are_no_answers(model: SettingModel) -> None:
    answers = [f.id for f in model.by_name["Audit"].fields if f.is_answer]
    assert answers == ["rating", "evidence", "impact", "comment", "lead", "date"]


def test_a_table_knows_its_fields_by_id_and_each_id_is_its_own(model: SettingModel) -> None:
    for table in model.tables:
        assert len(table.by_id) == len(table.fields)
    assert model.by_name["Leads"].by_id["planned"].header == "Planned"


def test_every_choice_has_its_list_and_every_register_its_letter(model: SettingModel) -> None:
    assert [f.id for t in model.tables for f in t.fields if (f.kind == "choice") != bool(f.choices)] == []
    assert [t.name for t in model.tables if (t.kind == "register") != bool(t.prefix)] == []
