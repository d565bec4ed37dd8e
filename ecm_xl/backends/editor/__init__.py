"""Edits → a person's file, with nothing else changed in it. See `edit`."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import groupby

from ecm_xl.backends.editor import tables
from ecm_xl.backends.editor.charts import refresh_charts
from ecm_xl.backends.editor.graft import graft
from ecm_xl.backends.editor.guard import check_result
from ecm_xl.backends.editor.package import repacked
from ecm_xl.backends.editor.refuse import check_cells, check_file
from ecm_xl.backends.editor.workbook import Workbook
from ecm_xl.backends.reader.preflight import preflight
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.edits import (
    AddSheet,
    AppendRows,
    Edit,
    Edited,
    LiveText,
    RedrawRows,
    Refresh,
    RefreshCharts,
    ReplaceSheet,
    SetCell,
)

__all__ = ["edit"]


def edit(data: bytes, edits: Sequence[Edit], *, is_copy: bool = False) -> Edited:
    """The file with these edits made. Their order does not matter, unless two are of the same cell or table,
    or both add a sheet.

    Parts that no edit concerns are copied as they lie. `is_copy`: it becomes another file, so that a sheet's password
    keeps nothing from being written. Raises EditRefused where an edit could do harm, and
    UnreadableWorkbook where the file is no sound workbook; nothing is changed then.
    """
    workbook = Workbook(preflight(data), is_copy=is_copy)
    try:
        check_file(workbook)
        grafted = graft(workbook, [one for one in edits if isinstance(one, (AddSheet, ReplaceSheet))])
        _fill(workbook, [one for one in edits if isinstance(one, SetCell)])
        added = _add(workbook, [one for one in edits if isinstance(one, (AppendRows, RedrawRows))])
        charts = {one.sheet for one in edits if isinstance(one, RefreshCharts)}
        kept = _show(workbook, [one for one in edits if isinstance(one, Refresh)], charts)
        changed = workbook.changed()
        after = repacked(workbook.package, changed) if changed else data
        if changed:
            made = [one for one in edits if isinstance(one, (SetCell, Refresh)) and one not in kept]
            check_result(workbook, changed, after, [*made, *added], grafted)
    finally:
        workbook.close()
    return Edited(after, tuple((one.sheet, cell_name(one.row, one.column)) for one in kept))


def _fill(workbook: Workbook, edits: Sequence[SetCell]) -> None:
    """Sets cells, once it is clear that all of them can be."""
    in_order = sorted(edits, key=_place)
    for sheet, those in groupby(in_order, lambda one: one.sheet):
        check_cells(workbook, sheet, [(one.row, one.column) for one in those])
    for one in in_order:
        cells = workbook.cells(one.sheet)
        if isinstance(one.value, LiveText):
            look = cells.style(one.row, one.column) or "0"
            cells.put_formula(one.row, one.column, one.value.formula, one.value.text, look)
        else:
            cells.put(one.row, one.column, one.value)


def _add(workbook: Workbook, edits: Sequence[AppendRows | RedrawRows]) -> list[AppendRows | RedrawRows]:
    """Adds to tables. Returns the edits as they were made, in the tables' own columns."""
    in_order = [tables.arranged(workbook, one) for one in sorted(edits, key=lambda one: one.table.casefold())]
    for one in in_order:
        if isinstance(one, AppendRows):
            tables.append(workbook, one)
        else:
            tables.redraw(workbook, one)
    return in_order


def _show(workbook: Workbook, edits: Sequence[Refresh], charts: Set[str]) -> dict[Refresh, None]:
    """Brings formulas and charts up to date. Returns those, in order, in whose place another formula stands."""
    in_order = sorted(edits, key=_place)
    kept = [one for one in in_order if not workbook.cells(one.sheet).show(one.row, one.column, one.formula, one.value)]
    found = dict.fromkeys(kept)
    refresh_charts(workbook, charts | {one.sheet for one in in_order if one not in found})
    return found


def _place(one: SetCell | Refresh) -> tuple[str, int, int]:
    return one.sheet.casefold(), one.row, one.column
