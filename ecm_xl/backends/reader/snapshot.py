"""A workbook file → a snapshot: preflight, outline, scans of the sheets, values from calamine."""

from __future__ import annotations

from pathlib import Path

from ecm_xl.backends.reader import Wanted, careful, fast
from ecm_xl.backends.reader.by_calamine import check_boxes, rows_of
from ecm_xl.backends.reader.numbers import Numbers
from ecm_xl.backends.reader.parts import Outline, Parts, SheetPart, read_outline
from ecm_xl.backends.reader.preflight import preflight, read_bytes
from ecm_xl.backends.reader.sheet import Scan
from ecm_xl.backends.reader.texts import check_styles, check_texts, plain_texts
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, UnreadableWorkbook


def read(path: Path, wanted: Wanted | None = None) -> Snapshot:
    """`read_snapshot`: see there."""
    try:
        return read_data(read_bytes(path), wanted)
    except MemoryError as error:
        raise UnreadableWorkbook("file-too-big", "Reading it takes more memory than is allowed.") from error


def read_data(data: bytes, wanted: Wanted | None = None) -> Snapshot:
    """The same of a file's bytes."""
    return read_parts(preflight(data), wanted)


def read_parts(parts: Parts, wanted: Wanted | None = None) -> Snapshot:
    """The same of a file's parts."""
    outline = read_outline(parts, wanted)
    scans = _scans(outline, parts)
    found = {sheet.name: scan for sheet, scan in zip(outline.read, scans, strict=True)}
    sheets = [_sheet(sheet, found.get(sheet.name)) for sheet in outline.sheets]
    return Snapshot(sheets, outline.tables, outline.names, outline.from_1904)


def _scans(outline: Outline, parts: Parts) -> list[Scan]:
    """Every sheet's rows, the usual ones read by the fast scan, all others and all numbers by calamine."""
    listed = parts.get(outline.texts) if outline.texts else None
    texts = {b"": ""} if listed is None else plain_texts(listed)
    numbers = Numbers()
    scans = [_scan(sheet.part, parts, texts, numbers) for sheet in outline.read]
    styles = _styles(outline, parts) if numbers.found or any(scan.rows is None for scan in scans) else None
    numbers.read(styles, outline.from_1904)
    rest = [scan for scan in scans if scan.rows is None]
    if rest and listed is not None:
        check_texts(outline.texts, listed)
    read = rows_of([scan.cells for scan in rest], listed, styles, outline.from_1904) if rest else []
    for scan, rows in zip(rest, read, strict=True):
        scan.rows = rows
    check_boxes([scan.rows or [] for scan in scans])
    return scans


def _styles(outline: Outline, parts: Parts) -> bytes | None:
    """The styles, checked, None where there are none."""
    styles = parts.get(outline.styles) if outline.styles else None
    if styles is not None:
        check_styles(outline.styles, styles)
    return styles


def _scan(part: str, parts: Parts, texts: dict[bytes, str] | None, numbers: Numbers) -> Scan:
    """The scan of one sheet's part."""
    content = parts.get(part) or b""
    usual = fast.scan(part, content, texts, numbers) if texts is not None else None
    return usual or careful.scan(part, content)


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
