"""What stands in a workbook, cell by cell and thing by thing, as two readers see it; and its zip, as it lies."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from ecm_xl.backends.reader.snapshot import read_data
from ecm_xl.workbook.snapshot import Snapshot
from tests.editing.elements import CT, TYPES, M, Parts, sheets, tree_of
from tests.editing.twists import column_number, split
from tests.hostile.bases import unzipped
from tests.parts import zipped

Place = tuple[str, int, int]
"""(sheet, row, column)."""
Things = dict[tuple[object, ...], object]
"""Kind of thing and where it is → what it is."""


def as_named(data: bytes) -> bytes:
    """The same parts under the very names by which they are referred to: openpyxl does not ignore case."""
    parts: Parts = unzipped(data)
    named = {e.get("PartName", "").lstrip("/") for e in tree_of(parts[TYPES]).iter(f"{CT}Override")}
    spelt = {name.lower(): name for name in named}
    named_so = {spelt.get(name.lower(), name): content for name, content in parts.items()}
    return data if named_so.keys() == parts.keys() else zipped(named_so, pack=zipfile.ZIP_STORED)


def by_openpyxl(data: bytes, *, values: bool = False) -> Any:
    """The workbook as openpyxl reads it; with formulas, or with the values that they show."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it will not keep when it saves
        return openpyxl.load_workbook(io.BytesIO(as_named(data)), data_only=values)


def cells_of(workbook: Any) -> dict[Place, tuple[object, ...]]:
    """Every cell: kind, value or formula, look, note, link's text."""
    return {
        (sheet.title, cell.row, cell.column): (
            cell.data_type,
            _formula(cell.value),
            tuple(cell._style) if cell.has_style else (),
            cell.comment and (cell.comment.author, cell.comment.text),
        )
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style or cell.comment
    }


def _formula(value: object) -> object:
    match value:
        case ArrayFormula():
            return value.ref, value.text
        case DataTableFormula():
            return dict(value)
    return value


def things_of(workbook: Any) -> Things:
    """Everything beside the cells: sheets, names, merges, lists, marks, tables, links, rows, columns."""
    found: Things = {("names",): {name: defined.attr_text for name, defined in workbook.defined_names.items()}}
    found["sheets",] = [(sheet.title, sheet.sheet_state) for sheet in workbook._sheets]
    for sheet in workbook.worksheets:
        name = sheet.title
        found |= {(*kind, name): thing for kind, thing in _of_sheet(sheet)}
        found["own names", name] = {key: defined.attr_text for key, defined in sheet.defined_names.items()}
        for table in sheet.tables.values():
            found["table", name, table.name] = (table.ref, table.column_names, dict(table.autoFilter or {}))
    return found


def _of_sheet(sheet: Any) -> Iterator[tuple[tuple[object, ...], object]]:
    yield ("merged",), sorted(map(str, sheet.merged_cells.ranges))
    yield ("frozen",), sheet.freeze_panes
    yield ("protected",), dict(sheet.protection)
    yield ("printed",), (sheet.print_title_rows, sheet.print_title_cols, sheet.print_area)
    yield ("filter",), sheet.auto_filter.ref
    yield (
        ("lists",),
        sorted((str(v.sqref), v.type, str(v.formula1), str(v.prompt)) for v in sheet.data_validations.dataValidation),
    )
    yield (
        ("marks",),
        sorted(
            (str(area.sqref), rule.type, rule.priority, tuple(rule.formula))
            for area in sheet.conditional_formatting
            for rule in area.rules
        ),
    )
    yield (
        ("columns",),
        {key: (d.width, d.hidden, d.min, d.max, tuple(d._style or ())) for key, d in sheet.column_dimensions.items()},
    )
    for number, row in sheet.row_dimensions.items():
        if row.ht is not None or row.hidden or row.has_style:
            yield ("row", number), (row.ht, row.customHeight, row.hidden, tuple(row._style or ()))
    for row, column in sorted(sheet._cells):
        link = sheet._cells[row, column].hyperlink
        if link is not None:
            yield ("link", row, column), (link.ref, link.location, link.target)


def read_cells(snapshot: Snapshot) -> dict[Place, object]:
    """Every cell that our own reader finds filled: what it shows, errors as their text."""
    found: dict[Place, object] = {}
    for sheet in snapshot.sheets:
        for number, row in enumerate(sheet.rows, 1):
            found |= {(sheet.name, number, column): value for column, value in enumerate(row, 1) if value != ""}
        found |= {(sheet.name, *place): text for place, text in sheet.errors.items()}
    return found


def read(data: bytes) -> Snapshot:
    """The whole workbook as our own reader reads it."""
    return read_data(data)


_ESCAPES = re.compile(r"[\x00-\x08\x0b-\x1f]|_x005F_")


def openpyxl_can_tell(value: object) -> bool:
    """False for texts of which openpyxl leaves something as the file writes it, `_x0007_`, or takes too much away."""
    return not (isinstance(value, str) and _ESCAPES.search(value))


def differing(before: Mapping[Any, object], after: Mapping[Any, object]) -> dict[Any, tuple[object, object]]:
    """The keys under which two mappings differ: what was, what is."""
    keys = [*before, *(key for key in after if key not in before)]
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def out_of_order(data: bytes) -> list[str]:
    """The cells that stand in their sheet's part before one that they should stand behind, and rows likewise."""
    parts: Parts = unzipped(as_named(data))
    return [
        f"{name}!{found}"
        for name, part in sheets(parts).items()
        for found in _out_of_order(tree_of(parts[part]).find(f"{M}sheetData"))
    ]


def _out_of_order(rows: Any) -> Iterator[str]:
    number = 0
    for row in rows.iterchildren(f"{M}row"):
        before, number = number, int(row.get("r") or number + 1)
        if number <= before:
            yield f"row {number}"
        column = 0
        for cell in row.iterchildren(f"{M}c"):
            last, column = column, column_number(split(cell.get("r"))[0]) if cell.get("r") else column + 1
            if column <= last:
                yield cell.get("r", "")


def packed_parts(data: bytes) -> dict[str, tuple[int, int, bytes]]:
    """Each part of a zip as it lies: how it is packed, its check number, its packed bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: (info.compress_type, info.CRC, _packed(data, info)) for info in archive.infolist()}


def _packed(data: bytes, info: zipfile.ZipInfo) -> bytes:
    name, extra = (int.from_bytes(data[info.header_offset + at :][:2], "little") for at in (26, 28))
    start = info.header_offset + 30 + name + extra
    return data[start : start + info.compress_size]
