"""The rows of grids: Refs, fixed texts, and for whom a repeated grid has its rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ecm_xl.core.answers import FilledTable
from ecm_xl.core.rows import (
    fixed_texts,
    grid_refs,
    ref_pattern,
    refs_of,
    register_ref,
    repeated_refs,
    split_ref,
    whose_of,
)
from ecm_xl.core.tables import Field, FormModel, OwnRow, SettingModel, TableModel
from ecm_xl.frameworks.loader import load_model

REF = Field("ref", "Ref", "ref", 12, "")
PARTNERS = TableModel("Talks_Partners", "register", "", (REF,), prefix="P", sheet="Talks", blank_rows=20)
ASKED = TableModel("Talks_Asked", "register", "", (REF,), prefix="R", sheet="Talks", blank_rows=3)
OWN = (
    OwnRow("AIM.1", {"item": "An aim"}, ("Talks_Asked",)),
    OwnRow("TONE.1", {"item": "A tone"}, ("Talks_Partners", "Talks_Asked")),
    OwnRow("TONE.2", {"item": "Another tone"}, ("Talks_Partners", "Talks_Asked")),
)
TALKS = TableModel(
    "Talks", "grid", "", (REF, Field("item", "Item", "fixed", 20, "")), rows="own", sheet="Talks", own_rows=OWN
)
FORM = FormModel("talks", "Talks", "Talks", "", "1.0", "", "", "", "", (PARTNERS, ASKED, TALKS))
MODEL = load_model().with_forms((FORM,))


def register(name: str, *refs: str, doubtful: Sequence[str] = ()) -> FilledTable:
    table = FilledTable(name, found=True, doubtful=frozenset(doubtful))
    for number, ref in enumerate(refs, 5):
        table.put(ref, number, {"name": "somebody"} if not ref.startswith("blank ") else {})
    return table


def copies(*tables: FilledTable) -> list[str]:
    return repeated_refs(MODEL, TALKS, {table.name: table for table in tables})


def test_a_repeated_grid_has_its_rows_for_each_pair() -> None:
    found = copies(register("Talks_Partners", "P07", "P10"), register("Talks_Asked", "R10", "R2"))
    assert found == [
        "R2.AIM.1", "R10.AIM.1",
        "P07.R2.TONE.1", "P07.R2.TONE.2", "P07.R10.TONE.1", "P07.R10.TONE.2",
        "P10.R2.TONE.1", "P10.R2.TONE.2", "P10.R10.TONE.1", "P10.R10.TONE.2",
    ]  # fmt: skip


def test_a_register_without_an_entry_is_left_out_of_the_refs() -> None:
    assert copies(register("Talks_Asked", "R2")) == ["R2.AIM.1", "R2.TONE.1", "R2.TONE.2"]
    assert copies(register("Talks_Partners", "P01")) == ["AIM.1", "P01.TONE.1", "P01.TONE.2"]


def test_where_no_register_has_an_entry_the_first_row_of_the_last_one_stands_for_all() -> None:
    assert copies() == ["R1.AIM.1", "R1.TONE.1", "R1.TONE.2"]


def test_a_row_whose_ref_stands_twice_has_no_copy() -> None:
    assert copies(register("Talks_Asked", "R1", "R2", doubtful=["R2"])) == ["R1.AIM.1", "R1.TONE.1", "R1.TONE.2"]


@pytest.mark.parametrize(
    ("ref", "parts"),
    [
        ("P07.R2.TONE.1", (("P07", "R2"), "TONE.1")),
        ("R2.AIM.1", (("R2",), "AIM.1")),
        ("AIM.1", ((), "AIM.1")),
        ("P07.R2.X9.TONE.1", ((), "P07.R2.X9.TONE.1")),
        ("TONE.3", ((), "TONE.3")),
    ],
)
def test_a_ref_in_its_parts(ref: str, parts: tuple[tuple[str, ...], str]) -> None:
    assert split_ref(TALKS, ref) == parts
    assert bool(ref_pattern(TALKS).fullmatch(ref)) == (parts[1] in TALKS.own_by_ref)


def test_parts_are_those_of_the_registers_with_their_letter() -> None:
    assert whose_of(MODEL, TALKS, ("P07", "R2")) == {"Talks_Partners": "P07", "Talks_Asked": "R2"}
    assert whose_of(MODEL, TALKS, ("Q1",)) == {}


def test_what_stands_beside_a_ref() -> None:
    framework = MODEL.framework
    assert fixed_texts(TALKS, framework, "P07.R2.TONE.2") == {"item": "Another tone"}
    outcomes = TableModel("Each", "grid", "", (REF,), rows="outcomes")
    assert list(grid_refs(outcomes, framework)) == ["HEALTH", "SAFE", "ENJOY", "CONTRIBUTE", "ECONOMIC"]
    assert fixed_texts(outcomes, framework, "SAFE") == {"outcome": "Stay safe"}
    assert fixed_texts(PARTNERS, framework, "P01") == {}
    with pytest.raises(KeyError):
        fixed_texts(TALKS, framework, "TONE.3")


def test_a_short_register_of_a_form_counts_without_noughts() -> None:
    assert [register_ref(table, 2) for table in (ASKED, PARTNERS, MODEL.by_name["Evidence"])] == ["R2", "P02", "E02"]


def test_the_rows_of_a_new_workbook() -> None:
    filled = {"Talks_Asked": register("Talks_Asked", "R1", "R7"), "Talks": register("Talks", "R1.AIM.1", "R9.AIM.1")}
    assert refs_of(MODEL, ASKED, filled) == ["R1", "R2", "R3", "R7"]
    assert refs_of(MODEL, TALKS, filled)[-4:] == ["R7.AIM.1", "R7.TONE.1", "R7.TONE.2", "R9.AIM.1"]
    assert len(refs_of(MODEL, MODEL.by_name["Evidence"], {})) == MODEL.blank_rows
    assert refs_of(MODEL, MODEL.by_name["Leads"], {"Leads": register("Leads", "S99")})[-1] == "S12"


def test_forms_stand_before_the_records() -> None:
    names = [table.name for table in MODEL.tables]
    assert names[names.index("Evidence") + 1 : names.index("Findings")] == ["Talks_Partners", "Talks_Asked", "Talks"]
    assert MODEL.sheets["Talks"] == (PARTNERS, ASKED, TALKS)
    assert [table.name for table in MODEL.with_forms(()).tables] == [table.name for table in load_model().tables]
    assert isinstance(MODEL, SettingModel)
