"""Forms for children's centres, health, target groups, areas and indicators: what every one of them keeps to."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.tables import FIELD_KINDS, TABLE_KINDS, FormModel, TableModel
from ecm_xl.frameworks.forms import FOLDERS, FORMS
from ecm_xl.frameworks.loader import load_model
from tests.forms import case_of

FORM_IDS = ("centre-outcomes", "centre-partnership", "nsf", "target-groups", "area", "indicators")
ROOT = Path(__file__).parents[3]
WIDEST = 185
LISTED = 250
"""Characters that a list of choices has room for."""
MAY_BE_BLANK = {"expectation", "target"}
"""Fixed texts that not every aim has."""
ANYTHING: dict[str, Value] = {"text": "Some words", "person": "Head", "number": 3, "tick": "Yes", "link": "Folder 3"}


@pytest.fixture(params=FORM_IDS)
def form(request: pytest.FixtureRequest) -> FormModel:
    """Each of these forms."""
    return load_model(forms=[request.param]).forms[0]


def results(form: FormModel) -> list[TableModel]:
    return [table for table in form.tables if table.kind == "result"]


def test_tables_are_named_after_their_sheet_and_use_known_kinds(form: FormModel) -> None:
    assert form.sheet == FORMS[form.id]
    assert [t.name for t in form.tables if t.name.partition("_")[0] != form.sheet] == []
    assert {t.kind for t in form.tables} <= set(TABLE_KINDS)
    assert {f.kind for t in form.tables for f in t.fields} <= set(FIELD_KINDS)


def test_only_the_last_table_grows(form: FormModel) -> None:
    grow = [t.name for t in form.tables if t.kind == "register" and not 0 < t.blank_rows < 10]
    assert grow in ([], [form.tables[-1].name])


def test_refs_are_its_own_and_begin_as_they_may(form: FormModel) -> None:
    for table in form.tables:
        refs = [row.ref for row in table.own_rows]
        assert len(set(refs)) == len(refs)
        assert [ref for ref in refs if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]*(\.[A-Z0-9]+)+", ref)] == []
        fixed = {field.id for field in table.of_kind("fixed")}
        assert all(set(row.texts) == fixed for row in table.own_rows)
        blank = {name for row in table.own_rows for name, text in row.texts.items() if not text}
        assert blank <= MAY_BE_BLANK


def test_its_columns_fit_across_a_page(form: FormModel) -> None:
    most = max(len(table.fields) for table in form.tables)
    widths = [max(t.fields[n].width for t in form.tables if n < len(t.fields)) for n in range(most)]
    assert sum(widths) <= WIDEST


def test_headings_are_unique_and_tell_its_tables_apart(form: FormModel) -> None:
    headings = {t.name: [f.header for f in t.fields] for t in form.tables}
    assert all(len(set(heads)) == len(heads) for heads in headings.values())
    for one, other in combinations(headings.values(), 2):
        assert len(set(one) & set(other)) * 2 < min(len(one), len(other))


def test_texts_are_as_short_as_their_places_ask(form: FormModel) -> None:
    assert len(form.title) <= 40
    assert [text for text in (form.purpose, *(t.purpose for t in form.tables)) if len(text) > 150] == []
    fields = [field for table in form.tables for field in table.fields]
    assert [f.id for f in fields if not 0 < len(f.note) <= 255] == []
    assert [f.id for f in fields if len(",".join(f.choices)) > LISTED or any("," in c for c in f.choices)] == []
    assert [text for t in form.tables for row in t.own_rows for text in row.texts.values() if len(text) > 140] == []


def test_what_a_table_names_is_there(form: FormModel) -> None:
    model = load_model(forms=[form.id])
    for table in form.tables:
        named = {name for need in table.needs for name in (*need.when, *need.wanted)}
        named |= {name for apart in table.apart for name in (apart.field, *apart.others)}
        assert named <= set(table.by_id)
        assert {field.refers for field in table.fields if field.refers} <= set(model.by_name)
        assert (table.kind == "result") == bool(table.worked_out and table.lines)


def test_what_is_worked_out_has_the_fields_of_its_result(form: FormModel) -> None:
    """Nothing filled in, and everything filled in with something."""
    model = load_model(forms=[form.id])
    anything = {
        table.name: {
            ref: {
                f.id: f.choices[0] if f.choices else "Developing" if f.kind == "rating" else ANYTHING.get(f.kind, 2026)
                for f in table.fields
                if f.is_answer and f.kind != "date"
            }
            for ref in [row.ref for row in table.own_rows] or [f"{table.prefix}{n}" for n in range(1, 100)]
        }
        for table in form.tables
        if table.kind != "result" and table.rows != "outcomes"
    }
    for content in ({}, anything):
        case = case_of(form.id, content=content, model=model)
        for table in results(form):
            lines = lines_of(table, case)
            assert len(lines) <= table.lines
            assert {key for line in lines for key in line} <= set(table.by_id)


def test_nothing_stands_out_where_nothing_is_filled_in(form: FormModel) -> None:
    assert form.says
    assert stands_out(form, case_of(form.id, content={})) == []


def test_a_script_of_what_people_type_is_there_and_fits_the_form(form: FormModel) -> None:
    path = ROOT / "tests/golden/forms" / form.id / "filled.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["entry"]
    tables = load_model(forms=[form.id]).by_name
    assert len(entries) >= 12
    for entry in entries:
        answers = {field.id for field in tables[entry["table"]].fields if field.is_answer}
        assert set(entry) - {"table", "ref"} <= answers
        assert set(entry) - {"table", "ref"}


def test_every_form_lies_where_forms_lie() -> None:
    assert [form for form in FORM_IDS if not (FOLDERS[0] / f"{form.replace('-', '_')}.toml").exists()] == []
