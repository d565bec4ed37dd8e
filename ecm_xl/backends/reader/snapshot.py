"""A workbook file → a snapshot: preflight, outline, scans of the sheets, values from calamine."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from ecm_xl.backends.reader import Wanted, careful, fast, limits
from ecm_xl.backends.reader.fast import Numbers
from ecm_xl.backends.reader.package import damaged
from ecm_xl.backends.reader.parts import Outline, SheetPart, read_outline
from ecm_xl.backends.reader.preflight import Parts, preflight, read_bytes
from ecm_xl.backends.reader.repack import repack
from ecm_xl.backends.reader.sheet import Rows, Scan
from ecm_xl.backends.reader.texts import check_styles, check_texts, plain_texts
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, UnreadableWorkbook


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
    outline = read_outline(parts, wanted)
    scans = _scans(outline, parts)
    found = {sheet.name: scan for sheet, scan in zip(outline.read, scans, strict=True)}
    sheets = [_sheet(sheet, found.get(sheet.name)) for sheet in outline.sheets]
    return Snapshot(sheets, outline.tables, outline.names, outline.from_1904)


def _scans(outline: Outline, parts: Parts) -> list[Scan]:
    """Every sheet's rows, the usual ones read by the fast scan, all others and all numbers by calamine."""
    listed = parts.unpacked(outline.texts) if outline.texts else None
    texts = {b"": ""} if listed is None else plain_texts(listed)
    numbers = Numbers()
    scans = [_scan(sheet.part, parts, texts, numbers) for sheet in outline.read]
    rest = [scan for scan in scans if scan.rows is None]
    if rest and listed is not None:
        check_texts(outline.texts, parts.get(outline.texts) or b"")
    if rest or numbers.found:
        read = _by_calamine([numbers.sheet(), *(scan.cells for scan in rest)], listed if rest else None, outline, parts)
        numbers.put(read[0])
        for scan, rows in zip(rest, read[1:], strict=True):
            scan.rows = rows
    if sum(len(scan.rows) * len(scan.rows[0]) for scan in scans if scan.rows) > limits.MAX_BOXES:
        raise _too_many_cells()
    return scans


def _scan(part: str, parts: Parts, texts: dict[bytes, str] | None, numbers: Numbers) -> Scan:
    """The scan of one sheet's part. The fast one admits nothing that `Parts.get` would refuse."""
    if texts is not None and (usual := fast.scan(part, parts.unpacked(part) or b"", texts, numbers)) is not None:
        return usual
    return careful.scan(part, parts.get(part) or b"")


def _by_calamine(sheets: list[bytes], texts: bytes | None, outline: Outline, parts: Parts) -> list[Rows]:
    """The rows from A1 of sheets in the plainest form."""
    styles = parts.get(outline.styles) if outline.styles else None
    if styles is not None:
        check_styles(outline.styles, styles)
    package = repack(sheets, texts, styles, outline.from_1904)
    try:
        return _calamine(package, len(sheets))
    except (UnreadableWorkbook, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except (CalamineError, ValueError, OverflowError) as error:
        raise damaged("A value in it can't be read.") from error
    except BaseException as error:  # calamine's panics are no Exceptions
        raise UnreadableWorkbook("file-reader-stopped") from error


def _calamine(package: bytes, sheets: int) -> list[Rows]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(package))
    read: list[Rows] = []
    cells = 0
    for number in range(sheets):
        rows = workbook.get_sheet_by_index(number).to_python(skip_empty_area=False)
        cells += len(rows) * len(rows[0]) if rows else 0
        if cells > limits.MAX_BOXES:
            raise _too_many_cells()
        read.append(rows)
    return read


def _too_many_cells() -> UnreadableWorkbook:
    return UnreadableWorkbook("file-too-big", "Its sheets together have far too many cells.")


def _sheet(sheet: SheetPart, scan: Scan | None) -> SheetSnapshot:
    if scan is None:
        return SheetSnapshot(sheet.name, sheet.hidden)
    beside = scan.beside
    return SheetSnapshot(
        sheet.name,
        sheet.hidden,
        scan.rows or [],
        scan.formulas,
        scan.errors,
        tuple(beside.merged),
        frozenset(beside.hidden_rows),
        frozenset(beside.hidden_columns),
        tuple(beside.lists),
    )
