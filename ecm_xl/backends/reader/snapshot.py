"""A workbook file → a snapshot: preflight, outline, scans of the sheets, values from calamine."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from ecm_xl.backends.reader import Wanted, careful, fast, limits
from ecm_xl.backends.reader.package import damaged
from ecm_xl.backends.reader.parts import Outline, SheetPart, read_outline
from ecm_xl.backends.reader.preflight import Parts, preflight, read_bytes
from ecm_xl.backends.reader.repack import repack
from ecm_xl.backends.reader.sheet import Scan
from ecm_xl.backends.reader.texts import check_styles, check_texts
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, UnreadableWorkbook, Value


def read(path: Path, wanted: Wanted | None = None) -> Snapshot:
    """`read_snapshot`: see there."""
    try:
        with _no_collector():
            return _snapshot(read_bytes(path), wanted)
    except MemoryError as error:
        raise UnreadableWorkbook("file-too-big", "Reading it takes more memory than is allowed.") from error


@contextmanager
def _no_collector() -> Iterator[None]:
    """Reading makes thousands of lists and no cycles: looking for cycles meanwhile takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _snapshot(data: bytes, wanted: Wanted | None) -> Snapshot:
    parts = preflight(data)
    outline = read_outline(lambda name: parts.get(name.lower()))
    read = _chosen(outline, wanted)
    scans = [_scan(sheet, parts) for sheet in read]
    values = _values(scans, outline, parts)
    found = {sheet.name: (scan, rows) for sheet, scan, rows in zip(read, scans, values, strict=True)}
    sheets = [_sheet(sheet, *found.get(sheet.name, (None, []))) for sheet in outline.sheets]
    return Snapshot(sheets, outline.tables, outline.names)


def _chosen(outline: Outline, wanted: Wanted | None) -> list[SheetPart]:
    """The sheets with cells that are to be read."""
    sheets = [sheet for sheet in outline.sheets if sheet.part]
    if wanted is None:
        return sheets
    names = {name.casefold() for name in wanted}
    holders = {place.sheet for table, place in outline.tables.items() if table.casefold() in names}
    holders |= {sheet for name, (sheet, _, _) in outline.names.items() if name.casefold() in names}
    return [sheet for sheet in sheets if sheet.name.casefold() in names or sheet.name in holders]


def _scan(sheet: SheetPart, parts: Parts) -> Scan:
    content = parts[sheet.part.lower()]
    return fast.scan(sheet.part, content) or careful.scan(sheet.part, content)


def _values(scans: list[Scan], outline: Outline, parts: Parts) -> list[list[list[Value]]]:
    """Each sheet's rows from A1, as calamine gives them."""
    texts = parts.get(outline.texts.lower())
    styles = parts.get(outline.styles.lower())
    if texts is not None:
        check_texts(outline.texts, texts)
    if styles is not None:
        check_styles(outline.styles, styles)
    package = repack([scan.cells for scan in scans], texts, styles, outline.from_1904)
    try:
        return list(_calamine(package, len(scans)))
    except (UnreadableWorkbook, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except (CalamineError, ValueError, OverflowError) as error:
        raise damaged("A value in it can't be read.") from error
    except BaseException as error:  # calamine's panics are no Exceptions
        raise UnreadableWorkbook("file-reader-stopped") from error


def _calamine(package: bytes, sheets: int) -> Iterator[list[list[Value]]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(package))
    cells = 0
    for number in range(sheets):
        sheet = workbook.get_sheet_by_index(number)
        rows: list[list[Value]] = sheet.to_python(skip_empty_area=False)
        cells += len(rows) * len(rows[0]) if rows else 0
        if cells > limits.MAX_BOXES:
            raise UnreadableWorkbook("file-too-big", "Its sheets together have far too many cells.")
        yield rows


def _sheet(sheet: SheetPart, scan: Scan | None, rows: list[list[Value]]) -> SheetSnapshot:
    if scan is None:
        return SheetSnapshot(sheet.name, sheet.hidden)
    return SheetSnapshot(sheet.name, sheet.hidden, rows, scan.formulas, scan.errors)
