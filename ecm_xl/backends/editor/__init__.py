"""Edits → a person's file, with nothing else changed in it. See `edit`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ecm_xl.backends.editor import tables
from ecm_xl.backends.editor.charts import refresh_charts
from ecm_xl.backends.editor.guard import check_result
from ecm_xl.backends.editor.package import repacked
from ecm_xl.backends.editor.refuse import check_cells, check_file
from ecm_xl.backends.editor.workbook import Workbook
from ecm_xl.backends.reader.package import Package
from ecm_xl.backends.reader.preflight import preflight
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.edits import AppendRows, Edit, Edited, RedrawRows, Refresh, SetCell

__all__ = ["edit"]


def edit(data: bytes, edits: Sequence[Edit], *, is_copy: bool = False) -> Edited:
    """The file with these edits made. Their order does not matter, unless two are of the same cell or table.

    Parts that no edit concerns are copied as they lie. `is_copy`: it becomes another file, so that a sheet's password
    keeps nothing from being written. Raises EditRefused where an edit could do harm, and
    UnreadableWorkbook where the file is no sound workbook; nothing is changed then.
    """
    workbook = Workbook(Package(data), preflight(data), is_copy=is_copy)
    check_file(workbook)
    cells = sorted((one for one in edits if isinstance(one, SetCell)), key=_place)
    for sheet, those in groupby(cells, lambda one: one.sheet):
        check_cells(workbook, sheet, [(one.row, one.column) for one in those])
    for one in cells:
        workbook.cells(one.sheet).put(one.row, one.column, one.value)
    for rows in sorted(
        (one for one in edits if isinstance(one, (AppendRows, RedrawRows))), key=lambda one: one.table.casefold()
    ):
        if isinstance(rows, AppendRows):
            tables.append(workbook, rows)
        else:
            tables.redraw(workbook, rows)
    refreshed = sorted((one for one in edits if isinstance(one, Refresh)), key=_place)
    kept = [one for one in refreshed if not workbook.cells(one.sheet).show(one.row, one.column, one.formula, one.value)]
    refresh_charts(workbook, {one.sheet for one in refreshed if one not in kept})
    places = tuple((one.sheet, cell_name(one.row, one.column)) for one in kept)
    changed = workbook.changed()
    if not changed:
        return Edited(data, places)
    after = repacked(workbook.package, changed)
    check_result(workbook, changed, after, [one for one in edits if one not in kept])
    return Edited(after, places)


def _place(one: SetCell | Refresh) -> tuple[str, int, int]:
    return one.sheet.casefold(), one.row, one.column
