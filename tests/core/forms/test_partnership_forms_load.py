"""The forms of the cycle and of partnerships as data: that they load, fit their sheet, and give what their results ask
for. What people type into them stands in tests/golden/forms."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.rows import grid_refs
from ecm_xl.core.tables import FIELD_KINDS, ROWS, TABLE_KINDS, FormModel, TableModel
from ecm_xl.frameworks.loader import load_model
from tests.forms import Content, case_of

FORMS = ("baseline", "mapping", "effectiveness", "commitment", "checklist", "monitoring")
GOLDEN = Path(__file__).parents[2] / "golden" / "forms"
ACROSS, SHORT = 190, 10
"""Characters that one page takes; blank rows from which a register is no short one."""
COMPARES = ("Effectiveness_Partners",)
"""Results that have lines only where there is more than one to compare."""

pytestmark = pytest.mark.parametrize("name", FORMS)


@cache
def form(name: str) -> FormModel:
    (found,) = load_model(forms=[name]).forms
    return found


def entries(name: str) -> list[dict[str, object]]:
    data = tomllib.loads((GOLDEN / name / "filled.toml").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = data["entry"]
    return found


def typed(name: str) -> Content:
    content: dict[str, dict[str, dict[str, object]]] = {}
    for entry in entries(name):
        rest = {key: value for key, value in entry.items() if key not in ("table", "ref")}
        content.setdefault(str(entry["table"]), {})[str(entry["ref"])] = rest
    return content  # type: ignore[return-value]  # TOML's values are what cells may hold


def tables(name: str, kind: str) -> list[TableModel]:
    return [table for table in form(name).tables if table.kind == kind]


def test_what_a_form_says_of_itself_fits(name: str) -> None:
    found = form(name)
    assert (found.id, found.version) == (name, "1.0")
    assert len(found.title) <= 40
    assert len(found.purpose) <= 150
    assert found.purpose.endswith(".")
    assert found.filled_in_by
    assert found.gives
    assert all(t.name == found.sheet or t.name.startswith(f"{found.sheet}_") for t in found.tables)


def test_what_grows_stands_last_and_something_comes_of_it(name: str) -> None:
    kinds = [table.kind for table in form(name).tables]
    grows = [t.is_repeated or (t.kind == "register" and t.blank_rows not in range(1, SHORT)) for t in form(name).tables]
    assert "result" in kinds
    assert not any(grows[:-1])


def test_tables_are_made_of_what_the_engine_knows(name: str) -> None:
    for table in form(name).tables:
        ids, headers = [f.id for f in table.fields], [f.header for f in table.fields]
        assert table.kind in TABLE_KINDS
        assert table.rows in ROWS
        assert len(set(ids)) == len(ids), table.name
        assert len(set(headers)) == len(headers), table.name
        assert not table.freeze or table.freeze in ids
        assert table.title
        assert table.purpose.endswith(".")
        assert table.kind == "result" or table.fields[0].kind == "ref"
        assert {named for need in table.needs for named in (*need.when, *need.wanted)} <= set(ids)
        assert {named for apart in table.apart for named in (apart.field, *apart.others)} <= set(ids)
        assert {s.field for c in table.charts for s in c.series} | {c.categories for c in table.charts} <= set(ids)


def test_columns_fit_excel_and_their_notes_say_something(name: str) -> None:
    for field in (field for table in form(name).tables for field in table.fields):
        assert field.kind in FIELD_KINDS
        assert len(field.header) <= 32, field
        assert 0 < len(field.note) <= 255, field
        assert field.note[0].isupper(), field
        assert field.note.endswith("."), field
        assert (field.kind == "choice") == bool(field.choices), field
        assert len(",".join(field.choices)) <= 250, field


def test_a_sheet_is_no_wider_than_a_page(name: str) -> None:
    columns: dict[int, float] = {}
    for table in form(name).tables:
        for place, field in enumerate(table.fields):
            columns[place] = max(columns.get(place, 0), field.width)
    assert sum(columns.values()) <= ACROSS


def test_tables_of_a_sheet_are_told_apart_by_their_headings(name: str) -> None:
    for one, other in combinations(form(name).tables, 2):
        shared = {f.header for f in one.fields} & {f.header for f in other.fields}
        assert 2 * len(shared) < min(len(one.fields), len(other.fields)), (one.name, other.name, shared)


def test_rows_have_refs_of_their_own_and_texts_for_every_fixed_column(name: str) -> None:
    framework = load_model().framework
    for table in tables(name, "grid"):
        refs = [row.ref for row in table.own_rows] or list(grid_refs(table, framework))
        fixed = {field.id for field in table.of_kind("fixed")}
        assert len(set(refs)) == len(refs) > 0
        assert all(row.texts.keys() == fixed for row in table.own_rows)
        assert all(len(text) <= 140 for row in table.own_rows for text in row.texts.values())


def test_results_fit_their_tables_empty_and_filled(name: str) -> None:
    for content in ({}, typed(name)):
        case = case_of(name, content=content)
        for table in tables(name, "result"):
            lines = lines_of(table, case)
            assert len(lines) <= table.lines
            assert {key for line in lines for key in line} <= {field.id for field in table.fields}
            assert not content or lines or table.name in COMPARES, table.name


def test_what_stands_out_is_said_in_our_own_words(name: str) -> None:
    content = typed(name)
    said = stands_out(form(name), case_of(name, content=content))
    words = {str(value) for rows in content.values() for fields in rows.values() for value in fields.values()}
    labels = {choice for table in form(name).tables for field in table.fields for choice in field.choices}
    assert 1 <= len(said) <= 3
    assert [word for word in words - labels if len(word) > 3 and any(word in sentence for sentence in said)] == []
    assert stands_out(form(name), case_of(name, content={})) == []


def test_what_people_type_is_typed_into_columns_that_are_there(name: str) -> None:
    model = load_model(forms=[name])
    assert len(entries(name)) >= 12
    for entry in entries(name):
        answers = {field.id for field in model.by_name[str(entry["table"])].fields if field.is_answer}
        assert entry.keys() - {"table", "ref"} <= answers, entry
