"""What is not changed, and why: where an edit could do harm, the file stays as it is."""

from __future__ import annotations

from collections.abc import Collection

from ecm_xl.backends.editor.cells import Cells
from ecm_xl.backends.editor.markup import Element, child, children
from ecm_xl.backends.editor.workbook import Table, Workbook
from ecm_xl.backends.reader.sheet import rectangle
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.edits import EditRefused
from ecm_xl.workbook.snapshot import Area, Position

_PASSWORD = ("password", "hashValue")


def check_file(workbook: Workbook) -> None:
    """Raises EditRefused for a file of which no byte may change, or whose sheets are not all in it."""
    names = workbook.names()
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise EditRefused("edit-signed")
    if any(name.startswith("xl/revisions/") for name in names):
        raise EditRefused("edit-shared")
    if not workbook.part.lower().startswith("xl/"):
        raise EditRefused("edit-unusual")


def check_cells(workbook: Workbook, sheet: str, places: Collection[Position]) -> None:
    """Raises EditRefused where the value of one of a sheet's cells can't be set without touching more than the cell."""
    cells = workbook.cells(sheet)
    areas = {
        "edit-merged": _merged(cells),
        "edit-spread": _spread(cells),
        "edit-pivot": _pivots(workbook, workbook.sheet_part(sheet)),
        "edit-heading": _headings(workbook, sheet),
    }
    for row, column in places:
        for code, found in areas.items():
            if _inside(row, column, found):
                raise EditRefused(code, sheet=sheet, cell=cell_name(row, column))
        if cells.formula(row, column) is not None:
            raise EditRefused("edit-formula", sheet=sheet, cell=cell_name(row, column))
    _check_lock(workbook, sheet, places)


def check_table(workbook: Workbook, table: Table) -> None:
    """Raises EditRefused for a table whose rows are not to be added to or drawn anew."""
    name = table.root.get("displayName", "")
    if table.root.get("totalsRowCount", "0") != "0":
        raise EditRefused("edit-totals", name, table.sheet)
    if table.root.get("tableType", "worksheet") != "worksheet" or workbook.links(table.part, "queryTable"):
        raise EditRefused("edit-query", name, table.sheet)
    top, left, bottom, right = table.area
    cells = workbook.cells(table.sheet)
    body = [(row, column) for row in range(top + 1, bottom + 1) for column in range(left, right + 1)]
    merged = _merged(cells)
    here = next((at for at in body if _inside(*at, merged)), None) if merged else None
    if here:
        raise EditRefused("edit-merged", sheet=table.sheet, cell=cell_name(*here))
    _check_lock(workbook, table.sheet, body[:1])


def check_beneath(workbook: Workbook, table: Table, last_row: int, own: int = 0) -> None:
    """Raises EditRefused where a table would grow over something. `own`: rows beneath it that belong to it."""
    _, left, bottom, right = table.area
    name, cells = table.root.get("displayName", ""), workbook.cells(table.sheet)
    grown = bottom + 1, left, last_row, right
    for row in range(bottom + own + 1, last_row + 1):
        for column in range(left, right + 1):
            if not cells.is_empty(row, column):
                raise EditRefused("edit-occupied", name, table.sheet, cell_name(row, column))
    for area in _merged(cells):
        if _meet(area, grown):
            here = cell_name(max(area[0], grown[0]), max(area[1], left))
            raise EditRefused("edit-merged", sheet=table.sheet, cell=here)
    for place in workbook.outline.tables.values():
        other = place.first_row, place.first_column, place.last_row, place.last_column
        if place.sheet == table.sheet and other != table.area and _meet(other, grown):
            raise EditRefused("edit-occupied", name, table.sheet, cell_name(other[0], other[1]))


def _meet(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _inside(row: int, column: int, areas: Collection[Area]) -> bool:
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas)


def _area(reference: str) -> Area:
    first, last = rectangle(reference)
    return (*first, *last)


def _merged(cells: Cells) -> list[Area]:
    return [_area(entry.get("ref", "A1")) for entry in children(child(cells.root, "mergeCells"), "mergeCell")]


def _spread(cells: Cells) -> list[Area]:
    """The areas that one formula fills."""
    return list(map(_area, cells.spreading()))


def _pivots(workbook: Workbook, part: str) -> list[Area]:
    """The areas that pivot tables fill."""
    places = [child(workbook.root(pivot), "location") for pivot in workbook.links(part, "pivotTable")]
    return [_area(place.get("ref", "A1")) for place in places if place is not None]


def _headings(workbook: Workbook, sheet: str) -> list[Area]:
    """The rows of headings of the sheet's tables."""
    places = [place for place in workbook.outline.tables.values() if place.sheet.casefold() == sheet.casefold()]
    return [(place.first_row, place.first_column, place.first_row, place.last_column) for place in places]


def _check_lock(workbook: Workbook, sheet: str, cells: Collection[Position]) -> None:
    """A sheet that somebody has protected with a password is theirs to open: its locked cells stay."""
    protection = child(workbook.cells(sheet).root, "sheetProtection")
    if workbook.is_copy or protection is None or protection.get("sheet") not in ("1", "true"):
        return
    if not any(protection.get(name) for name in _PASSWORD):
        return  # ours are protected against slips, without a password
    for row, column in cells:
        if _is_locked(workbook, workbook.cells(sheet).style(row, column) or "0"):
            raise EditRefused("edit-protected", sheet=sheet, cell=cell_name(row, column))


def _is_locked(workbook: Workbook, style: str) -> bool:
    """Cells are locked unless their style says otherwise."""
    styles = workbook.root(workbook.outline.styles) if workbook.outline.styles else None
    formats: list[Element] = children(child(styles, "cellXfs"), "xf") if styles is not None else []
    if not style.isdecimal() or int(style) >= len(formats):
        return True
    protection = child(formats[int(style)], "protection")
    return protection is None or protection.get("locked", "1") not in ("0", "false")
