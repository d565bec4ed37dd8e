"""What forms come to: one module a form, one small function a result.

A result's function takes a `FormCase` (and what the form's TOML says in `of`) and gives its lines; a form's `says`
gives what stands out, in sentences without anybody's words or names, so that a cluster workbook may show them. TOML
names both: `profile.priorities`. What any form can do with is in `general`: with it a form needs no Python at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib import import_module
from typing import Any

from ecm_xl.core.forms.case import Clean, FormCase, Line
from ecm_xl.core.results import FormResult
from ecm_xl.core.tables import NO, YES, FormModel, TableModel
from ecm_xl.core.words import as_shown

TELLING = ("choice", "tick", "rating", "level", "number", "date", "year")
"""Kinds of answers that are no free text and name nobody."""


NOTHING = "Nothing to show at present"
"""What a result says instead of lines: also where everything is as it should be."""


def lines_of(table: TableModel, case: FormCase) -> list[Line]:
    """A result's lines, as many as it has room for; where there are more, the last says how many, and where there is
    none, that there is none."""
    found: Sequence[Line] = _named(table.worked_out)(case, **table.of)
    if not found:
        return [_remark(table, NOTHING)]
    if len(found) <= table.lines:
        return list(found)
    more = len(found) - table.lines + 1
    return [*found[: table.lines - 1], _remark(table, f"and {more} more")]


def _remark(table: TableModel, words: str) -> Line:
    """A line with a remark: in the first column for texts that is wide enough, else the widest of them; a result that
    is all figures says nothing."""
    texts = [field for field in table.fields if field.kind == "text" and not field.levels]
    wide = [field for field in texts if field.width >= len(words)] or sorted(texts, key=lambda f: -f.width)
    return {field.id: words for field in wide[:1]}


def stands_out(form: FormModel, case: FormCase) -> list[str]:
    """What stands out in a form, in sentences; none where nothing is filled in."""
    said: Sequence[str] = _named(form.says)(case, **form.says_of) if form.says else ()
    return list(said)


def form_result(form: FormModel, case: FormCase) -> FormResult:
    """What a form comes to, for people who look at many settings."""
    tables = [table for table in form.tables if table.takes_answers]
    filled = [case.answers.tables[table.name] for table in tables if table.name in case.answers.tables]
    answers = sum(len(table.column(field)) for table in filled for field in table.columns)
    sheet = next((table.sheet for table in filled if table.found), form.sheet)
    return FormResult(form.id, form.title, answers, tuple(stands_out(form, case)), tuple(_told(tables, case)), sheet)


def _told(tables: Sequence[TableModel], case: FormCase) -> Iterator[tuple[str, str, str, str]]:
    for table in (table for table in tables if not table.stays):
        telling = [field.id for field in table.fields if field.kind in TELLING]
        for entry in case.entries(table.name):
            for name in telling:
                if name in entry.values:
                    yield table.name, entry.ref, name, _word(entry.values[name])


def _word(value: Clean) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return value.isoformat() if isinstance(value, date) else as_shown(value)


def _named(name: str) -> Callable[..., Sequence[Any]]:
    """The function of that name in the module of that form."""
    module, _, function = name.partition(".")
    found: Callable[..., Sequence[Any]] = getattr(import_module(f"ecm_xl.core.forms.{module}"), function)
    return found
