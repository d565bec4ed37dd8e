"""Live and file agree: a workbook read as a file and the same one read where it stands open come to the same.

Known differences, and nothing else may differ:
- Where lists drop down no public call tells at once, so an open workbook says nothing of lists that were pasted over.
- A part whose name is written in other capitals than the link to it is passed over by LibreOffice: such workbooks,
  which no program writes and Excel opens, are left out.
- Days before March 1900 are a day earlier in LibreOffice than in Excel: none is typed here.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from ecm_xl.backends.live import LiveBook
from ecm_xl.backends.places import Machine
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import shipped
from ecm_xl.core.results import FileResult
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.parse import Parsed, parse
from ecm_xl.workbook.snapshot import Snapshot
from ecm_xl.workflows.examine import examine_parsed, read_setting
from ecm_xl.workflows.ports import Reader
from tests import filling, reading
from tests.editing.elements import M, change, sheets
from tests.editing.odd import BASES, COUNT, odd_workbook, packed, recipe
from tests.golden.test_golden import CASES, draw
from tests.libreoffice import oddly_typed

pytestmark = pytest.mark.libreoffice

TODAY = date(2026, 7, 10)
PASSED_OVER = "other capitals"
"""The twist that LibreOffice does not read."""
ONLY_IN_FILES = "list-lost"
"""The finding about lists."""

OURS = 14
"""Sheets of a setting workbook."""

SHIPPED = [*sorted(shipped("sample-cluster").glob("*.xlsx")), *sorted(shipped("blank").glob("*.xlsx"))]
GOLDEN = sorted(path for path in CASES.glob("*/*.toml") if "[details]" in path.read_text(encoding="utf-8"))
ODD = [number for number in range(COUNT) if PASSED_OVER not in recipe(number)[2]][: 50 - oddly_typed.COUNT]
GENERATED = [*(f"typed {n}" for n in range(oddly_typed.COUNT)), *(f"odd {n}" for n in ODD)]


@dataclass
class Said:
    """All that a workbook comes to."""

    snapshot: Snapshot
    parsed: Parsed
    result: FileResult


def said(read: Reader, path: Path, model: SettingModel) -> Said:
    model, snapshot = read_setting(model, read, path)
    parsed = parse(model, snapshot)
    return Said(snapshot, parsed, examine_parsed(model, parsed, path.name, TODAY))


def live_said(office: xw.App, path: Path, model: SettingModel) -> Said:
    book = office.books.open(str(path))
    live = LiveBook(book, Machine("Linux", path.parent, {}), "Validate", lambda _: None)
    return said(live.read, live.path, model)


def check_alike(file: Said, live: Said) -> None:
    """Details, answers, findings and judgements, in this order: the first that differs says most."""
    assert live.parsed.kind == file.parsed.kind
    assert live.parsed.answers.details == file.parsed.answers.details
    assert live.parsed.answers.tables.keys() == file.parsed.answers.tables.keys()
    for name, table in file.parsed.answers.tables.items():
        assert live.parsed.answers.tables[name] == table, name
        assert kinds_of(live.parsed.answers.tables[name]) == kinds_of(table), name
    assert list(live.result.findings) == [one for one in file.result.findings if one.code != ONLY_IN_FILES]
    assert live.result.judgements == file.result.judgements
    assert live.result.ratings == file.result.ratings
    assert live.result.status == file.result.status


def kinds_of(table: Any) -> dict[tuple[str, str], str]:
    """Whether an answer is a text, a day, a yes or a number: Python holds 1, 1.0 and True for equal."""
    return {
        (name, ref): "number" if type(value) in (int, float) else type(value).__name__
        for name, column in table.answers.items()
        for ref, value in column.items()
    }


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=[pytest.mark.slow] if number else [])
        for number, path in enumerate(SHIPPED)
    ],
)
def test_what_is_shipped_comes_to_the_same(app: xw.App, tmp_path: Path, model: SettingModel, path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    file, live = said(read_snapshot, copy, model), live_said(app, copy, model)
    check_alike(file, live)
    assert (len(file.parsed.answers.audit.answered) > 20) == (path.parent.name == "sample-cluster")


@pytest.mark.slow
@pytest.mark.parametrize("source", GOLDEN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_golden_workbooks_come_to_the_same(app: xw.App, tmp_path: Path, model: SettingModel, source: Path) -> None:
    path = tmp_path / "setting.xlsx"
    draw(model, source, path)
    check_alike(said(read_snapshot, path, model), live_said(app, path, model))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_workbooks_with_forms_come_to_the_same(
    app: xw.App, tmp_path: Path, model: SettingModel, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.in_this_process(monkeypatch)
    path = tmp_path / "setting.xlsx"
    filling.filled(path, form)
    file, live = said(read_snapshot, path, model), live_said(app, path, model)
    check_alike(file, live)
    assert live.result.forms == file.result.forms
    assert form in [one.form for one in file.result.forms]


def test_every_golden_workbook_is_among_them() -> None:
    assert len(GOLDEN) == 26
    assert {path.parent.name for path in CASES.glob("*/setting.toml")} <= {path.parent.name for path in GOLDEN}


def generated(name: str) -> bytes:
    """The workbook of that name."""
    kind, _, number = name.partition(" ")
    return oddly_typed.oddly_typed(int(number)) if kind == "typed" else odd_workbook(int(number))[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", GENERATED)
def test_generated_workbooks_come_to_the_same(app: xw.App, tmp_path: Path, model: SettingModel, name: str) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(generated(name))
    check_alike(said(read_snapshot, path, model), live_said(app, path, model))


def test_one_that_is_oddly_typed_comes_to_the_same(app: xw.App, tmp_path: Path, model: SettingModel) -> None:
    """One of the generated ones, in every run: with merged cells, a hidden column, times and errors."""
    path = tmp_path / "typed.xlsx"
    path.write_bytes(generated("typed 5"))
    check_alike(said(read_snapshot, path, model), live_said(app, path, model))


@pytest.mark.slow
def test_the_generated_workbooks_are_odd_enough(tmp_path: Path) -> None:
    """A witness: whatever could be told otherwise in an open workbook does occur among the fifty."""
    model, seen, codes = load_model(), set(), set()
    for name in GENERATED:
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(generated(name))
        file = said(read_snapshot, path, model)
        codes |= {one.code for one in file.result.findings}
        seen |= oddities(file)
    assert len(GENERATED) == len(set(GENERATED)) == 50
    assert seen >= {
        "error", "formula", "merged cells", "filtered rows", "filtered rows without tables", "hidden column",
        "no tables", "Unread",
        "str", "number", "bool", "date", "datetime", "time", "timedelta", "more sheets",
    }  # fmt: skip
    assert codes >= {"error-value", "answers-merged", "row-hidden", "column-hidden", "rating-unknown", "date-future"}
    assert len(codes) > 15


def oddities(file: Said) -> set[str]:
    """What is odd about a workbook, by name."""
    audit = file.snapshot.sheet("Audit")
    values = [value for table in file.parsed.answers.tables.values() for value in kinds_of(table).values()]
    if audit is None:
        return set(values)
    there = {
        "error": audit.errors,
        "formula": {column for _, column in audit.formulas} & set(range(5, 11)),
        "merged cells": audit.merged,
        "filtered rows": audit.hidden_rows,
        "hidden column": audit.hidden_columns,
        "no tables": not file.snapshot.tables,
        "filtered rows without tables": audit.hidden_rows and not file.snapshot.tables,
        "more sheets": len(file.snapshot.sheets) > OURS,
    }
    return {name for name, found in there.items() if found} | set(values)


def test_lists_are_not_looked_at_in_an_open_workbook(app: xw.App, tmp_path: Path, model: SettingModel) -> None:
    """The one difference in findings that there is."""
    parts = dict(BASES["drawn"]("Larkrise Special School"))

    def paste_over(root: Any) -> None:
        lists = [one for one in root.iter(f"{M}dataValidation") if re.match(r"E5:E\d+$", one.get("sqref"))]
        assert lists
        for one in lists:
            one.set("sqref", "E5:E120 E125:E222")

    change(parts, sheets(parts)["Audit"], paste_over)
    path = tmp_path / "pasted over.xlsx"
    path.write_bytes(packed(parts, "deflated", random.Random(0)))
    file, live = said(read_snapshot, path, model), live_said(app, path, model)
    assert [one.code for one in file.result.findings if one.code == ONLY_IN_FILES] == [ONLY_IN_FILES]
    check_alike(file, live)
