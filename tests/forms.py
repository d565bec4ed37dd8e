"""Forms in tests: a setting's answers to some forms, made of plain tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.answers import Details, FilledTable, SettingAnswers, Value
from ecm_xl.core.forms.case import FormCase
from ecm_xl.core.judgements import judge
from ecm_xl.core.rows import refs_of
from ecm_xl.core.tables import YES, Field, SettingModel
from ecm_xl.frameworks.forms import read_form
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import Snapshot

TODAY = date(2026, 7, 10)
Content = Mapping[str, Mapping[str, Mapping[str, Value]]]
"""Table → Ref → field → answer."""

OWN = {"groups": Path(__file__).with_name("groups.toml")}
"""Forms of the tests' own: id → file. They have one field of each sort that checks look at."""


@cache
def model_with(*forms: str) -> SettingModel:
    """A setting workbook with these forms, those of the tests' own last."""
    model = load_model(forms=[form for form in forms if form not in OWN])
    own = [read_form(OWN[form].read_text(encoding="utf-8"), model.framework) for form in forms if form in OWN]
    return model.with_forms((*model.forms, *own)) if own else model


def answers_of(model: SettingModel, content: Content) -> SettingAnswers:
    """The answers as if they had been read: all rows that a new workbook has, registers first (they say for whom a
    repeated grid has rows)."""
    filled: dict[str, FilledTable] = {}
    in_order = sorted((t for t in model.tables if t.takes_answers), key=lambda t: t.is_repeated)
    for table in in_order:
        typed = content.get(table.name, {})
        columns = {field.id: chr(ord("A") + n) for n, field in enumerate(table.fields)}
        filled[table.name] = FilledTable(table.name, table.on, columns, found=True)
        refs = refs_of(model, table, filled)
        for number, ref in enumerate([*refs, *(ref for ref in typed if ref not in refs)], 5):
            filled[table.name].put(ref, number, typed.get(ref, {}))
    return SettingAnswers(Details(), filled)


def case_of(*forms: str, content: Content, today: date = TODAY, model: SettingModel | None = None) -> FormCase:
    """A case of a setting with these forms."""
    model = model or load_model(forms=forms)
    answers = answers_of(model, content)
    return FormCase(model, answers, judge(model.framework, answers, today), today)


def filled_everywhere(model: SettingModel, word: str, *, sound: bool, **details: str) -> Snapshot:
    """A workbook in which every cell of every form is filled in. The word stands in all text; where the answers are
    not `sound`, in every other cell too."""
    tables = [table for form in model.forms for table in form.tables if table.takes_answers]
    content = {
        table.name: {
            ref: {f.id: word for f in table.fields if f.kind == "text"} for ref in refs_of(model, table, {})[:2]
        }
        for table in tables
        if table.kind == "register"
    }
    snapshot = snapshot_of(setting_book(model, details, content, TODAY))
    for table in tables:
        place = snapshot.tables[table.name]
        sheet = snapshot.sheet(place.sheet)
        assert sheet is not None
        for column, field in enumerate(table.fields, place.first_column):
            for row in sheet.rows[place.first_row : place.last_row] if field.is_answer else ():
                row[column - 1] = _sound(model, field, word) if sound else f"{word} {field.id}"
    return snapshot


def _sound(model: SettingModel, field: Field, word: str) -> str | float | date:
    """What may stand in a cell of that kind."""
    level = model.framework.levels[0].name
    listed = {"choice": field.choices[:1], "tick": (YES,), "rating": (level,), "level": (level,)}
    others: Mapping[str, float | date] = {"date": TODAY, "year": TODAY.year, "number": field.least or 1}
    return next(iter(listed.get(field.kind, ())), others.get(field.kind, word))
