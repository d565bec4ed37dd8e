"""What is not changed, and why: where an edit could do harm, the file stays as it is."""

from __future__ import annotations

from collections.abc import Collection

from ecm_xl.backends.editor.cells import Cells
from ecm_xl.backends.editor.markup import Element, child, children
from ecm_xl.backends.editor.workbook import Table, Workbook
from ecm_xl.backends.reader.sheet import SPREADING, rectangle
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.edits import EditRefused
from ecm_xl.workbook.snapshot import Area

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


def check_cell(workbook: Workbook, sheet: str, row: int, column: int) -> None:
    """Raises EditRefused where a cell's value can't be set without touching more than the cell."""
    cells = workbook.cells(sheet)
    where = cell_name(row, column)
    root = cells.root
    merged = [entry.get("ref", "") for entry in children(child(root, "mergeCells"), "mergeCell")]
    if _inside(row, column, merged):
        raise EditRefused("edit-merged", sheet=sheet, cell=where)
    if _inside(row, column, _spread(cells)):
        raise EditRefused("edit-spread", sheet=sheet, cell=where)
    if cells.formula(row, column) is not None:
        raise EditRefused("edit-formula", sheet=sheet, cell=where)
    part = workbook.sheet_part(sheet)
    if _inside(row, column, _pivots(workbook, part)):
        raise EditRefused("edit-pivot", sheet=sheet, cell=where)
    for place in workbook.outline.tables.values():
        is_heading = place.first_row == row and place.first_column <= column <= place.last_column
        if place.sheet.casefold() == sheet.casefold() and is_heading:
            raise EditRefused("edit-heading", sheet=sheet, cell=where)
    _check_lock(workbook, sheet, [(row, column)])


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
    merged = [entry.get("ref", "") for entry in children(child(cells.root, "mergeCells"), "mergeCell")]
    here = next((at for at in body if _inside(*at, merged)), None) if merged else None
    if here:
        raise EditRefused("edit-merged", sheet=table.sheet, cell=cell_name(*here))
    _check_lock(workbook, table.sheet, body[:1])


def check_beneath(workbook: Workbook, table: Table, last_row: int) -> None:
    """Raises EditRefused where a table would grow over something."""
    _, left, bottom, right = table.area
    cells = workbook.cells(table.sheet)
    for row in range(bottom + 1, last_row + 1):
        for column in range(left, right + 1):
            if not cells.is_empty(row, column):
                raise EditRefused(
                    "edit-occupied", table.root.get("displayName", ""), table.sheet, cell_name(row, column)
                )
    for place in workbook.outline.tables.values():
        other = place.first_row, place.first_column, place.last_row, place.last_column
        grown = bottom + 1, left, last_row, right
        if place.sheet == table.sheet and other != table.area and _meet(other, grown):
            where = cell_name(place.first_row, place.first_column)
            raise EditRefused("edit-occupied", table.root.get("displayName", ""), table.sheet, where)


def _meet(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _inside(row: int, column: int, references: Collection[str]) -> bool:
    for reference in references:
        (top, left), (bottom, right) = rectangle(reference)
        if top <= row <= bottom and left <= column <= right:
            return True
    return False


def _pivots(workbook: Workbook, part: str) -> list[str]:
    """The areas that pivot tables fill."""
    places = [child(workbook.root(pivot), "location") for pivot in workbook.links(part, "pivotTable")]
    return [place.get("ref", "") for place in places if place is not None]


def _spread(cells: Cells) -> list[str]:
    """The areas that one formula fills."""
    found = [cell for cell in cells.data.iter() if cell.get("t") in SPREADING and cell.get("ref")]
    return [element.get("ref") for element in found]


def _check_lock(workbook: Workbook, sheet: str, cells: Collection[tuple[int, int]]) -> None:
    """A sheet that somebody has protected with a password is theirs to open: its locked cells stay."""
    protection = child(workbook.cells(sheet).root, "sheetProtection")
    if protection is None or protection.get("sheet") not in ("1", "true"):
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
