"""Forms in tests: a setting's answers to some forms, made of plain tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from ecm_xl.core.answers import Details, FilledTable, SettingAnswers, Value
from ecm_xl.core.forms.case import FormCase
from ecm_xl.core.judgements import judge
from ecm_xl.core.rows import refs_of
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import read_form
from ecm_xl.frameworks.loader import load_model

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
