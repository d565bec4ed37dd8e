"""The good workbooks that are damaged: a sample setting's, and a small one made by openpyxl."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from ecm_xl.backends.store import shipped
from ecm_xl.core.tables import SettingModel, TableModel
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.address import column_letters
from tests.hostile.mutate import Base

HEADING = 4
STANDARDS = (1, 2)
"""The small workbook holds the rows of these."""


def unzipped(data: bytes) -> dict[str, bytes]:
    """A file's parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def sample() -> Base:
    """The sample cluster's cleanest setting."""
    return Base("sample", unzipped(shipped("sample-cluster", "Larkrise Special School.xlsx").read_bytes()))


def small_workbook() -> Any:
    """openpyxl's workbook with every table and a few rows in each."""
    model = load_model()
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    start = workbook.create_sheet("Start")
    for row, (name, value) in enumerate({"Setting_Name": "Elm", "Setting_Id": "elm", "Route": "Route 1"}.items(), 7):
        start.cell(row, 3, value)
        workbook.defined_names[name] = DefinedName(name, attr_text=f"Start!$C${row}")
    for table in model.tables:
        if table.takes_answers:
            _draw(workbook.create_sheet(table.name), table, model)
    return workbook


@cache
def small() -> Base:
    """That workbook's file."""
    held = io.BytesIO()
    small_workbook().save(held)
    parts = unzipped(held.getvalue())
    del parts["docProps/core.xml"]  # it holds the time
    return Base("small", parts)


def _draw(sheet: Any, table: TableModel, model: SettingModel) -> None:
    put = sheet.cell
    for column, field in enumerate(table.fields, 1):
        put(HEADING, column, field.header)
    last = HEADING
    for last, ref in enumerate(_refs(table, model), HEADING + 1):
        put(last, 1, ref)
        for column, field in enumerate(table.fields, 1):
            value = _answer(field.kind, last, column)
            if field.is_answer and value is not None:
                put(last, column, value)
            elif field.kind == "formula":
                put(last, column, f'=IF(E{last}="","Rate","")')
    area = f"A{HEADING}:{column_letters(len(table.fields))}{last}"
    sheet.add_table(Table(displayName=table.name, ref=area))


def _refs(table: TableModel, model: SettingModel) -> Iterator[str]:
    if table.kind == "register":
        yield from (f"{table.prefix}{n:02}" for n in range(1, 6))
    elif table.rows == "descriptors":
        yield from (ref for ref, d in model.framework.descriptors.items() if d.standard in STANDARDS)
    else:
        yield from model.framework.standard_refs


def _answer(kind: str, row: int, column: int) -> object:
    """Something for every kind of field, and now and then nothing."""
    if (row + column) % 7 == 0:
        return None
    match kind:
        case "rating":
            return ("Emergent", "Developing", "Embedded")[row % 3]
        case "date":
            return date(2026, 1, 1 + row % 28) if row % 2 else datetime.combine(date(2025, 12, 1 + row % 28), time(9))
        case "year":
            return 2026
        case "level":
            return "Developing" if row % 4 == 0 else None
    return f"{kind} {row} – {column}" if row % 5 else row + 0.5
