"""A table's rows: new ones beneath the last, or all of them anew. What hangs on its last row grows with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ecm_xl.backends.editor.cells import Cells
from ecm_xl.backends.editor.markup import child, children, tag, unescaped
from ecm_xl.backends.editor.refuse import check_beneath, check_table
from ecm_xl.backends.editor.workbook import Table, Workbook
from ecm_xl.backends.reader.sheet import rectangle
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.edits import LINKS, AppendRows, EditRefused, Link, LiveText, RedrawRows, RowValue
from ecm_xl.workbook.snapshot import Area, UnreadableWorkbook

_PRINT_AREA, _PRINTED = "_xlnm.Print_Area", re.compile(r"([^,]*![$]?[A-Z]{1,3}[$]?[0-9]+:[$]?[A-Z]{1,3}[$]?)([0-9]+)")
_X14_AREAS = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"


Added = AppendRows | RedrawRows


def arranged(workbook: Workbook, edit: Added) -> Added:
    """The edit with its rows as wide as the table, each value beneath its heading.

    Columns that somebody added stay blank in new rows. Raises EditRefused where one of ours is gone, or where
    something stands in an added one beside rows that are drawn anew: it would stand beside others then.
    """
    if not edit.columns:
        return edit
    table = workbook.table(edit.table)
    names = [_folded(column.get("name", "")) for column in children(child(table.root, "tableColumns"), "tableColumn")]
    wanted = list(map(_folded, edit.columns))
    if not set(wanted) <= set(names) or (isinstance(edit, RedrawRows) and _has_more(workbook, table, names, wanted)):
        raise EditRefused("edit-columns", table.root.get("displayName", ""), table.sheet)
    places = [wanted.index(name) if name in wanted else None for name in names]
    rows = tuple(tuple(None if at is None else row[at] for at in places) for row in edit.rows)
    return replace(edit, rows=rows, columns=())


def _folded(heading: str) -> str:
    return " ".join(unescaped(heading).split()).casefold()


def _has_more(workbook: Workbook, table: Table, names: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether anything stands in the columns that are not ours."""
    top, left, bottom, _ = table.area
    cells = workbook.cells(table.sheet)
    added = [left + at for at, name in enumerate(names) if name not in wanted]
    return any(not cells.is_empty(row, column) for row in range(top + 1, bottom + 1) for column in added)


def append(workbook: Workbook, edit: AppendRows) -> None:
    """Rows beneath the last one that holds anything. Raises EditRefused."""
    table = workbook.table(edit.table)
    cells = workbook.cells(table.sheet)
    if not edit.rows:
        return
    _check_width(table, edit.rows)
    check_table(workbook, table)
    top, left, bottom, right = table.area
    from_below = range(bottom + edit.beneath, top, -1)
    first = next((row for row in from_below if not _is_blank(cells, row, left, right)), top) + 1
    last = first + len(edit.rows) - 1
    check_beneath(workbook, table, last, edit.beneath)
    for number, row in enumerate(edit.rows, first):
        _put_row(table, cells, number, row)
    _heights(cells, first, edit.heights)
    _show(cells, range(first, last + 1))  # a blank row may have been filtered away
    _without_links(cells, (first, left, last, right))
    _resize(workbook, table, max(bottom, last))


def redraw(workbook: Workbook, edit: RedrawRows) -> None:
    """All of a table's rows anew. Raises EditRefused."""
    table = workbook.table(edit.table)
    cells = workbook.cells(table.sheet)
    _check_width(table, edit.rows)
    check_table(workbook, table)
    top, left, bottom, right = table.area
    last = top + max(1, len(edit.rows))
    check_beneath(workbook, table, last)
    rows = edit.rows or ((None,) * (right - left + 1),)
    for number, row in enumerate(rows, top + 1):
        _put_row(table, cells, number, row)
    for number in range(last + 1, bottom + 1):
        for column in range(left, right + 1):
            cells.clear(number, column)
        cells.drop_row(number)
    _heights(cells, top + 1, edit.heights)
    _show_all(workbook, table, range(top + 1, max(bottom, last) + 1))
    _without_links(cells, (top + 1, left, max(bottom, last), right))
    _resize(workbook, table, last)


def _check_width(table: Table, rows: Sequence[Sequence[RowValue]]) -> None:
    """The rows are as wide as the table. Columns that somebody added or took away are not ours to fill."""
    width = table.area[3] - table.area[1] + 1
    if any(len(row) != width for row in rows):
        raise EditRefused("edit-columns", table.root.get("displayName", ""), table.sheet)


def _is_blank(cells: Cells, row: int, left: int, right: int) -> bool:
    return all(cells.is_empty(row, column) for column in range(left, right + 1))


def _put_row(table: Table, cells: Cells, number: int, row: Sequence[RowValue]) -> None:
    top, left, _, _ = table.area
    for column, value in enumerate(row, left):
        formula = cells.formula(number, column)
        if formula is not None and not f"={formula}".startswith(LINKS):
            raise EditRefused("edit-formula", sheet=table.sheet, cell=cell_name(number, column))
        look = cells.style(top + 1, column) or "0"  # as in the table's first row
        if isinstance(value, (Link, LiveText)):
            cells.put_formula(number, column, value.formula, value.text, look)
        else:
            cells.put(number, column, value, look)


def _heights(cells: Cells, first: int, heights: Sequence[float]) -> None:
    for number, height in enumerate(heights, first):
        cells.set_height(number, height)


def _resize(workbook: Workbook, table: Table, last: int) -> None:
    """The table's last row, and that of what ends with it: filter, sorting, colours, lists."""
    _, left, bottom, right = table.area
    if last == bottom:
        return
    for element in (table.root, child(table.root, "autoFilter"), child(table.root, "sortState")):
        if element is not None and element.get("ref"):
            element.set("ref", _ending(element.get("ref"), bottom, last))
    workbook.touch(table.part)
    _print_as_far(workbook, table, last)
    cells = workbook.cells(table.sheet)
    for element in cells.root.iter(tag("conditionalFormatting"), tag("dataValidation")):
        if element.get("sqref"):
            element.set("sqref", _all_ending(element.get("sqref"), (left, right), bottom, last))
    for element in cells.root.iter(_X14_AREAS):
        element.text = _all_ending(element.text or "", (left, right), bottom, last)
    cells.sheet.change_around()


def _print_as_far(workbook: Workbook, table: Table, last: int) -> None:
    """What is printed of the sheet ends with the table, if it did so."""
    place = next(at for at, sheet in enumerate(workbook.outline.sheets) if sheet.name == table.sheet)
    for name in children(child(workbook.root(workbook.part), "definedNames"), "definedName"):
        if name.get("name") != _PRINT_AREA or name.get("localSheetId") != str(place):
            continue
        found = _PRINTED.fullmatch(name.text or "")
        if found and int(found[2]) == table.area[2]:
            name.text = f"{found[1]}{last}"
            workbook.touch(workbook.part)


def _ending(reference: str, old: int, new: int) -> str:
    """A range that ended with the table ends with it again."""
    (top, left), (bottom, right) = rectangle(reference)
    if bottom != old or top > new:
        return reference
    first, last = cell_name(top, left), cell_name(new, right)
    return first if first == last else f"{first}:{last}"


def _all_ending(references: str, columns: tuple[int, int], old: int, new: int) -> str:
    """The same of each of several ranges that lie within the table's columns."""
    found = []
    for reference in references.split():
        try:
            (_, left), (_, right) = rectangle(reference)
        except UnreadableWorkbook:  # a whole column or row
            found.append(reference)
            continue
        inside = columns[0] <= left and right <= columns[1]
        found.append(_ending(reference, old, new) if inside else reference)
    return " ".join(found)


def _show_all(workbook: Workbook, table: Table, rows: range) -> None:
    """No row stays hidden by what the old ones were filtered by, and none is sorted as they were."""
    _show(workbook.cells(table.sheet), rows)
    kept = [child(table.root, "autoFilter"), table.root]
    for parent, name in zip(kept, ("filterColumn", "sortState"), strict=True):
        for element in children(parent, name):
            parent.remove(element)
            workbook.touch(table.part)


def _show(cells: Cells, rows: range) -> None:
    for number in rows:
        cells.show_row(number)


def _without_links(cells: Cells, area: Area) -> None:
    """Takes away the links of cells whose rows are drawn: what stands there now leads elsewhere, or nowhere."""
    top, left, bottom, right = area
    holder = child(cells.root, "hyperlinks")
    if holder is None:
        return
    for element in children(holder, "hyperlink"):
        (first_row, first_column), (last_row, last_column) = rectangle(element.get("ref", "A1"))
        if top <= first_row and last_row <= bottom and left <= first_column and last_column <= right:
            holder.remove(element)
            cells.sheet.change_around()
    if len(holder) == 0:
        cells.root.remove(holder)
        cells.sheet.change_around()
