"""Workbooks with forms, filled in by a script as people fill them in: cell by cell, good and bad entries."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.editor import edit
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import FORMS, forms_in
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.edits import SetCell
from ecm_xl.workbook.parse import Parsed, parse
from ecm_xl.workflows.examine import read_setting
from ecm_xl.workflows.new import new
from ecm_xl.workflows.populate import populate

TODAY = date(2026, 7, 10)
NOW = datetime(2026, 7, 10, 12, 0)  # noqa: DTZ001 - the clock on a person's wall
FOLDER = Path(__file__).parent / "golden" / "forms"
DETAILS = {"Setting_Name": "Oakfield Primary School", "Setting_Id": "oakfield", "Setting_Type": "Primary school"}

Typed = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """What somebody types into a row: field → value."""

    table: str
    ref: str
    typed: Typed


def entries(form: str) -> list[Entry]:
    """What the script of a form's golden case types."""
    data = tomllib.loads((FOLDER / form / "filled.toml").read_text(encoding="utf-8"))
    return [
        Entry(row["table"], row["ref"], {key: value for key, value in row.items() if key not in ("table", "ref")})
        for row in data["entry"]
    ]


def filled(path: Path, form: str) -> list[Entry]:
    """The workbook of a form's golden case, and what is typed into it."""
    script = entries(form)
    begin(path, list(dict.fromkeys([form, *forms_for(script)])))
    fill(path, script)
    return script


def begin(path: Path, forms: Sequence[str]) -> None:
    """A new workbook to which these forms are added."""
    new(Disk(), path, load_model(), dict(DETAILS), TODAY)
    populate(Disk(), path, forms, TODAY, NOW)


def forms_for(script: Iterable[Entry]) -> list[str]:
    """The forms into which a script types."""
    there = forms_in(entry.table for entry in script)
    return [form for form in FORMS if form in there]


def fill(path: Path, script: Sequence[Entry]) -> None:
    """Types it: registers first; what they list then gets its rows; then all the rest."""
    forms = forms_for(script)
    _, parsed = read(path)
    registers = [entry for entry in script if entry.ref in parsed.answers.tables[entry.table].numbers]
    type_in(path, parsed, registers)
    if len(registers) < len(script):
        populate(Disk(), path, forms, TODAY, NOW)
        _, parsed = read(path)
        type_in(path, parsed, [entry for entry in script if entry not in registers])


def read(path: Path) -> tuple[SettingModel, Parsed]:
    """The workbook as it is read now."""
    model, snapshot = read_setting(load_model(), read_snapshot, path)
    return model, parse(model, snapshot)


def type_in(path: Path, parsed: Parsed, script: Iterable[Entry]) -> None:
    """Puts values into cells, whatever they are. A Ref that no row has is typed with its row beneath the table."""
    edits = []
    for entry in script:
        table = parsed.answers.tables[entry.table]
        typed = dict(entry.typed)
        if entry.ref not in table.numbers:
            table.numbers[entry.ref] = max(table.numbers.values()) + 1
            typed["ref"] = entry.ref
        for name, value in typed.items():
            assert name in table.columns, f"{entry.table} has no column {name}"
            edits.append(SetCell(table.sheet, table.numbers[entry.ref], column_number(table.columns[name]), value))
    path.write_bytes(edit(path.read_bytes(), edits).data)


def answers(path: Path) -> dict[tuple[str, str, str], object]:
    """(table, Ref, field) → what is read there."""
    _, parsed = read(path)
    return {
        (name, ref, field): value
        for name, table in parsed.answers.tables.items()
        for field, column in table.answers.items()
        for ref, value in column.items()
    }
