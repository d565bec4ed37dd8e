"""From TOML to frameworks and to the tables of a setting workbook."""

from __future__ import annotations

from importlib.resources import files

import pytest

from ecm_xl.core.framework import (
    Award,
    Descriptor,
    Framework,
    Level,
    NoLevel,
    Outcome,
    Route,
    SettingType,
    Standard,
)
from ecm_xl.core.tables import FIELD_KINDS, ROWS, TABLE_KINDS, SettingModel
from ecm_xl.frameworks.linter import Fault
from ecm_xl.frameworks.loader import FaultyFramework, load_framework, load_model, model_for, read_framework

FIVE = ("Be healthy", "Stay safe", "Enjoy and achieve", "Make a positive contribution", "Achieve economic well-being")

# Frameworks.


def test_a_framework_is_what_its_file_says(small: str) -> None:
    assert read_framework(small) == Framework(
        id="small",
        version="1",
        title="Small Standards",
        rule="lowest",
        levels=(Level("Seed", "Sown.", ("Sown",)), Level("Tree", "Standing.")),
        no_levels=(
            NoLevel(
                "na",
                "Not for us",
                "It can't grow here.",
                offered=True,
                leaves_the_sum=True,
                needs_reason=True,
                spellings=("N/A",),
            ),
        ),
        outcomes=(Outcome("SAFE", "Stay safe", ("Be safe",)), Outcome("ENJOY", "Enjoy and achieve")),
        standards=(
            Standard(
                1,
                "Ethos",
                "The values here.",
                (
                    Descriptor("S01.SAFE.1", 1, "SAFE", "Tools are hung up after use.", "The tool wall"),
                    Descriptor("S01.SAFE.2", 1, "SAFE", "Ponds have a fence.", "The fence"),
                    Descriptor("S01.ENJOY.1", 1, "ENJOY", "Everybody has a bed to dig.", "The plan of beds"),
                ),
            ),
            Standard(
                2,
                "Policy",
                "The rules here.",
                (Descriptor("S02.SAFE.1", 2, "SAFE", "Nothing is sprayed.", "The empty shelf"),),
            ),
        ),
        routes=(Route(1, "The one way", "All in a year.", standards_a_year=2, years=1),),
        awards=(
            Award("setting", "setting", "Garden Award", "Tree", (1, 2)),
            Award("cluster", "cluster", "Park Award", "Tree", (1,), (2,)),
        ),
        setting_types=(SettingType("garden", "Kitchen garden"),),
    )


def test_what_follows_from_a_framework(small: str) -> None:
    framework = read_framework(small)

    assert list(framework.descriptors) == ["S01.SAFE.1", "S01.SAFE.2", "S01.ENJOY.1", "S02.SAFE.1"]
    assert dict(framework.rank) == {"Seed": 0, "Tree": 1}
    assert framework.best == "Tree"
    assert framework.offered == ("Seed", "Tree", "Not for us")
    assert framework.leaves_the_sum == framework.needs_reason == {"Not for us"}
    assert framework.not_applicable == "Not for us"
    assert dict(framework.spellings) == {
        "seed": "Seed",
        "sown": "Seed",
        "tree": "Tree",
        "not for us": "Not for us",
        "n/a": "Not for us",
    }
    assert framework.standard_refs == ("S01", "S02")
    assert dict(framework.standard_of) == {
        "S01": 1,
        "S02": 2,
        "S01.SAFE.1": 1,
        "S01.SAFE.2": 1,
        "S01.ENJOY.1": 1,
        "S02.SAFE.1": 2,
    }
    assert {place: [d.ref for d in rows] for place, rows in framework.cells.items()} == {
        (1, "SAFE"): ["S01.SAFE.1", "S01.SAFE.2"],
        (1, "ENJOY"): ["S01.ENJOY.1"],
        (2, "SAFE"): ["S02.SAFE.1"],
    }
    assert framework.standard(2).title == "Policy"
    assert framework.outcome("ENJOY").title == "Enjoy and achieve"


@pytest.mark.parametrize("number", [0, 3])
def test_a_standard_that_is_not_there(small: str, number: int) -> None:
    with pytest.raises(KeyError):
        read_framework(small).standard(number)


def test_a_faulty_file_is_refused_with_every_fault(small: str) -> None:
    text = small.replace('meaning = "Sown."', 'meaning = ""').replace('evidence = "The fence"\n', "")

    with pytest.raises(FaultyFramework) as refused:
        read_framework(text)

    assert refused.value.faults == [
        Fault(6, "level Seed", "'meaning' is empty"),
        Fault(69, "descriptor S01.SAFE.2", "'evidence' is missing; it is text in quotes"),
    ]
    assert str(refused.value) == (
        "line 6, level Seed: 'meaning' is empty; "
        "line 69, descriptor S01.SAFE.2: 'evidence' is missing; it is text in quotes"
    )


def test_the_shipped_framework_is_its_file_and_is_read_once(shipped: str) -> None:
    assert load_framework() == load_framework("ecm-standards") == read_framework(shipped)
    assert load_framework() is load_framework()


@pytest.mark.parametrize("unknown", ["", "ecm_standards", "../ecm-standards", "ofsted"])
def test_an_unknown_framework(unknown: str) -> None:
    with pytest.raises(KeyError):
        load_framework(unknown)
    with pytest.raises(KeyError):
        load_model(unknown)


# The tables of a setting workbook.

AUDIT = "Ref, Standard, Outcome, Descriptor, Rating, Evidence, Impact, Comment, Lead, Date, To do"
JUDGEMENTS = "Ref, Standard, *, Rated, Computed, Override, Override by, Override date, Reason, Judgement, Held back by"
PLAN = (
    "Ref, Standard, Outcome, For, Target, Action, Who, By when, Resources, Outcome wanted, Evidence of success, "
    "Status, Checked on, Note"
)
HISTORY = "Date, By, Standard, Outcome, Judgement, Computed, Rated, Applicable, Framework version, Rule"
COLUMNS = {
    "Audit": AUDIT,
    "Judgements": JUDGEMENTS,
    "Leads": "Ref, Standard, Lead, Role, Contact, Planned, Started, Next check",
    "Agencies": "Ref, Agency, Kind, Contact, Role",
    "Mapping": "Ref, Agency, *, Improvement plan priorities, Impact and outcomes",
    "Plan": PLAN,
    "Evidence": "Ref, Title, Kind, Source, Where, Date, Expires, Owner, Supports",
    "Findings": "Severity, Sheet, Cell, Found, What to do, Suggestion, Code",
    "Changes": "When, By, Command, Table, Ref, Field, From, To, Source",
    "History": HISTORY,
}
"""Names that stay. `*`: a column for each Outcome."""


def headers(model: SettingModel, name: str) -> list[str]:
    """A table's headings from left to right."""
    return [field.header for field in model.by_name[name].fields]


def columns(name: str, outcomes: tuple[str, ...]) -> list[str]:
    """The headings that stay."""
    return [head for word in COLUMNS[name].split(", ") for head in (outcomes if word == "*" else (word,))]


def test_the_tables_in_their_order(model: SettingModel) -> None:
    assert [table.name for table in model.tables] == list(COLUMNS)
    assert model.blank_rows == 30


@pytest.mark.parametrize("name", COLUMNS)
def test_the_columns_of_each_table(model: SettingModel, name: str) -> None:
    assert headers(model, name) == columns(name, FIVE)


def test_what_each_table_is(model: SettingModel) -> None:
    assert {t.name: (t.kind, t.rows, t.prefix) for t in model.tables} == {
        "Audit": ("grid", "descriptors", ""),
        "Judgements": ("grid", "standards", ""),
        "Leads": ("grid", "standards", ""),
        "Agencies": ("register", "", "A"),
        "Mapping": ("register", "", "A"),
        "Plan": ("register", "", "T"),
        "Evidence": ("register", "", "E"),
        "Findings": ("record", "", ""),
        "Changes": ("record", "", ""),
        "History": ("record", "", ""),
    }
    assert [t.name for t in model.tables if not t.takes_answers] == ["Findings", "Changes", "History"]


def test_who_fills_in_what(model: SettingModel) -> None:
    answers = {t.name: [f.id for f in t.fields if f.is_answer] for t in model.tables[:3]}

    assert answers == {
        "Audit": ["rating", "evidence", "impact", "comment", "lead", "date"],
        "Judgements": ["override", "override_by", "override_on", "reason"],
        "Leads": ["lead", "role", "contact", "planned", "started", "next_check"],
    }


@pytest.mark.parametrize("name", COLUMNS)
def test_every_table_is_made_of_what_the_renderer_and_the_parser_know(model: SettingModel, name: str) -> None:
    table = model.by_name[name]
    ids = [field.id for field in table.fields]

    assert table.kind in TABLE_KINDS
    assert table.rows in ROWS
    assert len(set(ids)) == len(ids)
    assert not table.freeze or table.freeze in ids
    assert (table.kind == "record") == ("ref" not in [f.kind for f in table.fields])
    for field in table.fields:
        assert field.kind in FIELD_KINDS, field
        assert field.width > 0, field
        assert (field.kind == "choice") == bool(field.choices), field
        assert not field.past or field.kind == "date", field


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_has_its_meaning_and_every_table_its_purpose(model: SettingModel, name: str) -> None:
    table = model.by_name[name]

    assert table.purpose.endswith(".")
    for field in table.fields:
        assert field.note[:1].isupper(), field
        assert field.note.endswith("."), field
        assert "{" not in field.note, field


def test_excel_takes_the_notes_and_headings(model: SettingModel) -> None:
    """A heading that an input message shows has at most 32 characters, the message at most 255."""
    for table in model.tables:
        assert all(len(f.header) <= 32 and len(f.note) <= 255 for f in table.fields), table.name


def test_another_framework_brings_its_own_outcomes(small: str) -> None:
    model = model_for(read_framework(small))
    mine = ("Stay safe", "Enjoy and achieve")

    assert [headers(model, name) for name in COLUMNS] == [columns(name, mine) for name in COLUMNS]
    mapping = model.by_name["Mapping"]
    assert mapping.by_id["SAFE"].note == "What the agency does here for: Stay safe."
    assert mapping.by_id["ENJOY"].kind == "text"
    assert model.by_name["Judgements"].by_id["ENJOY"].kind == "formula"
    assert "Enjoy and achieve" in model.by_name["Judgements"].by_id["ENJOY"].note


def test_the_model_is_that_of_its_framework_and_is_read_once(model: SettingModel) -> None:
    assert load_model() is model
    assert model.framework == load_framework()
    assert model == model_for(load_framework())


def test_the_files_travel_with_the_program() -> None:
    names = {item.name for item in files("ecm_xl.frameworks").iterdir()}

    assert {"ecm_standards.toml", "setting_workbook.toml"} <= names
