"""A second, independent reading of a setting workbook's answers, with openpyxl and nothing of ours but the
names of tables, columns and cells."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any

import openpyxl

from ecm_xl.core.answers import SettingAnswers, Unread
from ecm_xl.core.tables import SettingModel, TableModel
from tests.parts import zipped

NO_ANSWER = "no answer"
"""A formula or an error, where an answer belongs."""

Answers = Mapping[tuple[str, str, str], object]
"""(table, Ref, field) → value."""

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TABLES = re.compile(rb"<(?:\w+:)?(?:tableParts|legacyDrawing|drawing)\b(?:[^>]*/>|.*?</(?:\w+:)?tableParts>)", re.S)
_INLINE = re.compile(rb"<c\b[^>]*><is>.*?</is>", re.S)
_ADDRESS = re.compile(rb'<c\b[^>]*? r="([^"]*)"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b")
_SEARCHED = 40


class CannotTell(Exception):
    """openpyxl does not read the file."""


def second_answers(model: SettingModel, data: bytes) -> Answers:
    """The answers that openpyxl finds in the file. Raises CannotTell where it does not read it."""
    workbook = _workbook(data)
    found: dict[tuple[str, str, str], object] = {}
    for table in model.tables:
        if table.takes_answers:
            for ref, field, value in _table(table, workbook):
                found[table.name, ref, field] = value
    return found


def _workbook(data: bytes) -> Any:
    """One fault in a table makes openpyxl refuse the whole file: then once more, without tables and looks."""
    try:
        return load(data)
    except Exception:  # fifteen kinds of them
        try:
            return load(_without_tables(data))
        except Exception as error:
            raise CannotTell(repr(error)) from error


def load(data: bytes) -> Any:
    """The workbook with all its sheets: openpyxl leaves out those whose part it does not find."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = next((archive.read(name) for name in archive.namelist() if name.endswith("workbook.xml")), b"")
    if len(workbook.sheetnames) != len(_SHEET.findall(listed)):
        raise CannotTell("sheets are left out")
    return workbook


def _without_tables(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = {name: content for name, content in parts.items() if b"<sheetData" in content}
    for name, content in sheets.items():
        parts[name] = _TABLES.sub(b"", content)
    kept = {name: content for name, content in parts.items() if "/worksheets/_rels/" not in name}
    return zipped({name: content for name, content in kept.items() if b"<tableColumns" not in content})


def passes_over_some(data: bytes) -> bool:
    """Whether the file holds what openpyxl leaves out without a word and we keep: inline texts in cells that
    do not say they hold one, all but one of several texts in one place, a cell's value where the same cell
    comes again without one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    if any(b"</t><t" in part for part in parts):
        return True
    if any(b't="inlineStr"' not in cell for part in parts for cell in _INLINE.findall(part)):
        return True
    return any(len(set(cells)) < len(cells) for cells in map(_ADDRESS.findall, parts))


def first_answers(answers: SettingAnswers) -> Answers:
    """The same of what we have read."""
    return {
        (name, ref, field): plain(value)
        for name, table in answers.tables.items()
        for ref, row in table.rows.items()
        if ref not in table.doubtful
        for field, value in row.values.items()
    }


def _table(model: TableModel, workbook: Any) -> Iterator[tuple[str, str, object]]:
    """(Ref, field, value) of every answer of a table. A Ref that comes twice has none."""
    sheet, header = place_of(model, workbook)
    if sheet is None:
        return
    headings = {folded(field.header): field for field in model.fields}
    columns: dict[str, int] = {}
    for cell in sheet[header]:
        field = headings.get(folded(cell.value)) if isinstance(cell.value, str) else None
        if field is not None:
            columns.setdefault(field.id, cell.column)
    if "ref" not in columns:
        return
    rows = [(_ref(sheet.cell(row, columns["ref"])), row) for row in range(header + 1, sheet.max_row + 1)]
    refs = [ref for ref, _ in rows]
    for ref, row in rows:
        if not ref or refs.count(ref) > 1:
            continue
        for field in model.fields:
            if field.is_answer and field.id in columns:
                value = _value(sheet.cell(row, columns[field.id]))
                if value is not None:
                    yield ref, field.id, value


def place_of(model: TableModel, workbook: Any) -> tuple[Any, int]:
    """The table's sheet and heading row, by its name, else by the sheet's name and the headings."""
    for sheet in workbook.worksheets:
        for table in sheet.tables.values():
            if table.displayName == model.name:
                return sheet, int(re.findall(r"\d+", table.ref)[0])
    wanted = {folded(field.header) for field in model.fields}
    for sheet in workbook.worksheets:
        if sheet.title.casefold() == model.name.casefold():
            for row in range(1, min(_SEARCHED, sheet.max_row) + 1):
                there = {folded(cell.value) for cell in sheet[row] if isinstance(cell.value, str)}
                if len(there & wanted) * 2 > len(wanted):
                    return sheet, row
    return None, 0


def _value(cell: Any) -> object:
    """What stands in a cell; None where it is blank."""
    if cell.data_type in ("f", "e"):
        return NO_ANSWER
    return plain(cell.value)


def plain(value: object) -> object:
    """A value as both readers can be compared: no difference between 1 and 1.0, a day and its midnight."""
    match value:
        case Unread():
            return NO_ANSWER
        case str():
            text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value).replace("\r\n", "\n").replace("\r", "\n")
            return text.strip() if _seen(text) else None
        case bool() | None:
            return value
        case int() | float():
            return round(float(value), 9)
    return _plain_time(value)


def _plain_time(value: object) -> object:
    match value:
        case datetime():
            return value.date() if value.time() == time(0) else value.replace(microsecond=0)
        case time():
            return float(value.hour * 3600 + value.minute * 60 + value.second)
        case timedelta():
            return round(value.total_seconds(), 0)
    return value


def _seen(text: str) -> bool:
    """Has anything that a person sees."""
    return any(not letter.isspace() and unicodedata.category(letter) not in ("Cf", "Zs", "Cc") for letter in text)


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _ref(cell: Any) -> str:
    if cell.data_type == "f":
        raise CannotTell("what a formula comes to")
    return folded(str(cell.value)).upper() if cell.value is not None else ""
