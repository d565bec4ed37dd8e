"""Golden cases of forms: what people type into each, what is found, what it comes to.

    forms/FORM/filled.toml    what is typed, good and bad mixed; registers first
    forms/FORM/expected.txt   every finding with its cell, every line of its results, what stands out

ECM_UPDATE_GOLDEN=1 writes expected.txt anew: read what has changed before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ecm_xl.core.answers import Unread
from ecm_xl.core.findings import Finding
from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.case import FormCase
from ecm_xl.core.results import FileResult
from ecm_xl.core.tables import SettingModel
from ecm_xl.core.words import as_shown
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.workbook.parse import Parsed
from ecm_xl.workflows.examine import examine_parsed
from tests import filling, reading
from tests.filling import FOLDER, TODAY, Entry

AS_TYPED = ("text", "person", "link")
"""Kinds of answers that are what was typed, whatever it is."""
FROM_THE_START = ("rating-unseen", "nothing-rated")
"""What is found in a workbook in which nothing is filled in yet."""


def filled(path: Path, form: str) -> tuple[SettingModel, Parsed, FileResult, list[Entry]]:
    script = filling.filled(path, form)
    model, parsed = filling.read(path)
    return model, parsed, examine_parsed(model, parsed, path.name, TODAY), script


@pytest.mark.parametrize("form", FORMS)
def test_what_is_typed_into_a_form_is_a_value_or_a_finding_and_comes_to_what_was_agreed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    reading.in_this_process(monkeypatch)
    model, parsed, result, script = filled(tmp_path / "setting.xlsx", form)
    case = FormCase(model, parsed.answers, result.judgements, TODAY)
    lost = [f"{e.table} {e.ref} {name}" for e in script for name in e.typed if not is_said(case, result, e, name)]
    assert lost == []
    said = "\n".join(told(model, case, result, form)) + "\n"
    expected = FOLDER / form / "expected.txt"
    if os.environ.get("ECM_UPDATE_GOLDEN"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_all_forms_in_one_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that all scripts type, in one workbook; of two that type into one cell the later one counts."""
    reading.in_this_process(monkeypatch)
    path, typed = tmp_path / "setting.xlsx", dict[tuple[str, str], dict[str, object]]()
    for entry in (entry for form in FORMS for entry in filling.entries(form)):
        typed.setdefault((entry.table, entry.ref), {}).update(entry.typed)
    script = [Entry(table, ref, values) for (table, ref), values in typed.items()]
    filling.begin(path, list(FORMS))
    filling.fill(path, script)
    model, parsed = filling.read(path)
    result = examine_parsed(model, parsed, path.name, TODAY)
    case = FormCase(model, parsed.answers, result.judgements, TODAY)

    assert [f"{e.table} {e.ref} {name}" for e in script for name in e.typed if not is_said(case, result, e, name)] == []
    said = "\n".join(line(found) for found in result.findings if found.code not in FROM_THE_START) + "\n"
    expected = FOLDER.with_name("all-forms.txt")
    if os.environ.get("ECM_UPDATE_GOLDEN"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert [form.form for form in result.forms if not form.answers] == []


def is_said(case: FormCase, result: FileResult, entry: Entry, name: str) -> bool:
    """True where what was typed is there as a value, or a finding names its cell."""
    table = case.answers.tables[entry.table]
    typed, held = entry.typed[name], table.value(entry.ref, name)
    if as_shown(typed) == "":
        return True
    if entry.ref not in table.numbers:  # a row that the table does not have
        return any(found.sheet == table.sheet and found.value == entry.ref for found in result.findings)
    if isinstance(held, date) and isinstance(typed, int):  # a cell for dates shows a number as the day that it counts
        return True
    if isinstance(held, Unread) or held is None or as_shown(held) != as_shown(typed):
        return is_found(result, table.sheet, table.cell(entry.ref, name))
    kind = case.model.by_name[entry.table].by_id[name].kind
    read = {e.ref: e.values for e in case.entries(entry.table)}[entry.ref]
    return kind in AS_TYPED or name in read or is_found(result, table.sheet, table.cell(entry.ref, name))


def is_found(result: FileResult, sheet: str, cell: str) -> bool:
    return any((found.sheet, found.cell) == (sheet, cell) for found in result.findings)


def told(model: SettingModel, case: FormCase, result: FileResult, form: str) -> Iterator[str]:
    """Findings, results, what stands out."""
    yield "FOUND"
    yield from (line(found) for found in result.findings if found.code not in FROM_THE_START)
    (model_of_form,) = (one for one in model.forms if one.id == form)
    for table in model_of_form.tables:
        if table.kind == "result":
            yield f"\n{table.title or table.name}".upper()
            yield " | ".join(field.header for field in table.fields)
            for row in lines_of(table, case):
                yield " | ".join(shown(row.get(field.id, "")) for field in table.fields)
    yield "\nSTANDS OUT"
    yield from stands_out(model_of_form, case)


def line(found: Finding) -> str:
    return f"{found.severity.value} {found.code} {found.sheet} {found.cell}: {found.message} {found.action}"


def shown(value: str | int | float | date) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else as_shown(value)
