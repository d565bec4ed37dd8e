"""The forms about practice and partnerships as data: they load, fit on a page, and their results are worked out."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from ecm_xl.core.forms import lines_of, partnerships, perspectives, phases, profile, stands_out
from ecm_xl.core.forms.case import Line
from ecm_xl.core.rows import refs_of
from ecm_xl.core.tables import SettingModel, TableModel
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from tests.forms import Content, answers_of, case_of

PAGE = 187
"""Characters across a page, about."""
GOLDEN = Path(__file__).parents[2] / "golden" / "forms"
ALL = ("profile", "partnerships", "partner-review", "phases", "practice-map", "perspectives", "context")

each_form = pytest.mark.parametrize("form", ALL)


def filled(form: str) -> Content:
    """What people typed, from the form's script."""
    content: dict[str, dict[str, dict[str, object]]] = {}
    for entry in tomllib.loads((GOLDEN / form / "filled.toml").read_text(encoding="utf-8"))["entry"]:
        fields = {name: value for name, value in entry.items() if name not in ("table", "ref")}
        content.setdefault(entry["table"], {})[entry["ref"]] = fields
    return content  # type: ignore[return-value]  # TOML has no other values than answers


def tables_of(form: str, kind: str = "") -> list[TableModel]:
    (model,) = load_model(forms=(form,)).forms
    return [table for table in model.tables if kind in ("", table.kind)]


@each_form
def test_it_loads_under_its_name_and_its_texts_are_short(form: str) -> None:
    (model,) = load_model(forms=(form,)).forms
    texts = [text for table in model.tables for row in table.own_rows for text in row.texts.values()]
    notes = [field.note for table in model.tables for field in table.fields]
    assert (model.id, model.sheet) == (form, FORMS[form])
    assert {table.name.partition("_")[0] for table in model.tables} == {model.sheet}
    assert len(model.title) <= 40
    assert max(len(text) for text in [model.purpose, *(table.purpose for table in model.tables)]) <= 150
    assert [text for text in texts if len(text) > 140] == []
    assert [note for note in notes if not note or len(note) > 255] == []
    assert [table.name for table in model.tables if not table.title] == []


@each_form
def test_refs_and_field_ids_are_unique(form: str) -> None:
    model = load_model(forms=("partnerships", form) if form != "partnerships" else (form,))
    answers = answers_of(model, filled(form))
    for table in (table for table in tables_of(form) if table.takes_answers):
        refs = refs_of(model, table, answers.tables)
        assert refs
        assert len(refs) == len(set(refs))
    for table in tables_of(form):
        assert len(table.by_id) == len(table.fields) == len({field.header for field in table.fields})


@each_form
def test_the_tables_of_the_sheet_fit_a_page_together(form: str) -> None:
    tables = tables_of(form)
    columns = max(len(table.fields) for table in tables)
    widths = [max(t.fields[n].width for t in tables if n < len(t.fields)) for n in range(columns)]
    assert 8 <= widths[0] <= 17
    assert sum(widths) <= PAGE


@each_form
def test_tables_of_one_sheet_are_told_apart_by_their_headings(form: str) -> None:
    headings = {table.name: {field.header for field in table.fields} for table in tables_of(form)}
    for one, other in combinations(headings, 2):
        shared = headings[one] & headings[other]
        assert 2 * len(shared) < min(len(headings[one]), len(headings[other])), (one, other, shared)


@each_form
def test_what_grows_stands_last(form: str) -> None:
    tables = tables_of(form)
    growing = [t for t in tables if t.is_repeated or (t.kind == "register" and (t.blank_rows or 30) >= 10)]
    assert growing in ([], tables[-1:])


@each_form
def test_what_tables_name_is_there(form: str) -> None:
    model = load_model(forms=tuple({"partnerships", form}))
    for table in tables_of(form):
        named = [name for needs in table.needs for name in (*needs.when, *needs.wanted)]
        named += [name for apart in table.apart for name in (apart.field, *apart.others)]
        named += [name for c in table.charts for name in (c.categories, *(series.field for series in c.series))]
        assert set(named) <= set(table.by_id)
        for field in table.fields:
            shown = [field.shows.partition(".")[::2]] if field.shows else []
            assert [name for name, its in shown if its not in model.by_name[name].by_id] == []
            assert not field.refers or field.refers in model.by_name
            assert sum(map(len, field.choices)) + len(field.choices) <= 250
            assert "," not in "".join(field.choices)


@each_form
@pytest.mark.parametrize("with_answers", [True, False])
def test_each_result_is_worked_out_and_fits_its_fields(form: str, with_answers: bool) -> None:
    for model in (load_model(forms=(form,)), load_model(forms=tuple(dict.fromkeys(("partnerships", form))))):
        case = case_of(model=model, content=filled(form) if with_answers else {})
        for table in tables_of(form, "result"):
            lines = lines_of(table, case)
            assert {name for line in lines for name in line} <= set(table.by_id)
            assert not with_answers or lines
            assert [line for line in lines if not _fits(line, table)] == []


WANTED: dict[str, tuple[type, ...]] = {"text": (str,), "number": (int, float), "share": (int, float), "date": (date,)}


def _fits(line: Line, table: TableModel) -> bool:
    return all(isinstance(value, WANTED[table.by_id[name].kind]) for name, value in line.items())


@each_form
def test_what_stands_out_is_short_and_nobodys_words(form: str) -> None:
    model: SettingModel = load_model(forms=tuple(dict.fromkeys(("partnerships", form))))
    content = filled(form)
    shown = next(one for one in model.forms if one.id == form)
    said = stands_out(shown, case_of(model=model, content=content))
    typed = [
        str(value)
        for table, rows in content.items()
        for fields in rows.values()
        for name, value in fields.items()
        if model.by_name[table].by_id[name].kind in ("text", "person")
    ]
    assert 1 <= len(said) <= 3
    assert [(text, one) for text in typed for one in said if text in one] == []
    assert stands_out(shown, case_of(model=model, content={})) == []


@pytest.mark.parametrize(
    ("form", "table", "field", "known"),
    [
        ("profile", "Profile", "position", profile.POSITIONS[::-1]),
        ("partnerships", "Partnerships", "standing", partnerships.STANDINGS),
        ("phases", "Phases", "phase", phases.PHASES),
        ("perspectives", "Perspectives", "nearest", tuple(perspectives.PERSPECTIVES)),
        ("perspectives", "Perspectives", "role", perspectives.GROUPS),
    ],
)
def test_what_is_counted_is_what_the_lists_offer(form: str, table: str, field: str, known: tuple[str, ...]) -> None:
    assert load_model(forms=(form,)).by_name[table].by_id[field].choices == known


TYPED_BENEATH: dict[str, Content] = {
    "profile": {"Profile": {"P01.R1.CULTURE.9": {"position": "Weak", "direction": "Static"}}},
    "partnerships": {"Partnerships_Questions": {"QUESTION.11": {"priority": "More mentors"}}},
    "partner-review": {"PartnerReview": {"OURSELVES.6": {"answer": "A lot"}, "P01.REVIEW.6": {"answer": "A lot"}}},
    "phases": {"Phases": {"PHASE.2": {"phase": "Turbulence"}, "Anything": {"phase": "Turbulence"}}},
    "context": {"Context": {"CONTEXT.8": {"effect": "Harder"}}},
}


@pytest.mark.parametrize("form", TYPED_BENEATH)
def test_a_row_that_the_form_does_not_have_is_worked_into_no_result(form: str) -> None:
    (shown,) = load_model(forms=(form,)).forms
    case, blank = case_of(form, content=TYPED_BENEATH[form]), case_of(form, content={})
    assert all(case.answered(table) for table in TYPED_BENEATH[form])
    assert [lines_of(table, case) for table in tables_of(form, "result")] == [
        lines_of(table, blank) for table in tables_of(form, "result")
    ]
    assert stands_out(shown, case) == []
