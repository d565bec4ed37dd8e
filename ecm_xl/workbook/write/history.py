"""History: lines for what has changed, and on the Dashboard in words how each Standard has moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ecm_xl.core import history
from ecm_xl.core.framework import Framework
from ecm_xl.core.history import Entry
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.edits import AppendRows, Edit, SetCell
from ecm_xl.workbook.heights import row_height
from ecm_xl.workbook.names import DASHBOARD
from ecm_xl.workbook.parse.whole import read_record_of
from ecm_xl.workbook.setting.dashboard import LAST_TIME_COLUMN, MOVED, MOVED_HEADS, START_COLUMN, standard_mark
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot


def read_history(model: SettingModel, snapshot: Snapshot) -> list[Entry]:
    """The lines of History in the order of time, however they were sorted; those that say nothing that could be
    compared are left out."""
    rows = read_record_of(model, snapshot, "History").rows.values()
    found = [history.read_entry(row.values) for row in rows]
    return sorted((entry for entry in found if entry is not None), key=lambda entry: entry.on)


def history_edits(model: SettingModel, snapshot: Snapshot, now: Sequence[Entry]) -> Iterator[Edit]:
    """New lines where something has changed since the last ones, and the Dashboard's words on it."""
    past, table = read_history(model, snapshot), model.by_name["History"]
    new = history.new_entries(past, now)
    fields = [field.id for field in table.fields]
    if new:
        values = [history.as_values(model.framework, entry) for entry in new]
        heights = tuple(row_height((str(row[name]), table.by_id[name].width) for name in fields) for row in values)
        headings = tuple(field.header for field in table.fields)
        yield AppendRows(table.name, tuple(tuple(row[name] for name in fields) for row in values), heights, headings)
    dashboard = snapshot.sheet(DASHBOARD)
    if dashboard is not None:
        yield from _moved(model.framework, dashboard, past + new, now)


def _moved(
    framework: Framework, dashboard: SheetSnapshot, past: Sequence[Entry], now: Sequence[Entry]
) -> Iterator[Edit]:
    """How each Standard has moved. A Dashboard that was drawn without a place for it has none."""
    rows, columns = _places(framework, dashboard)
    start = history.first(past)
    for entry in now:
        if entry.outcome or entry.standard not in rows:
            continue
        last = history.latest(past, before=entry.on).get(entry.key)
        begun = start.get(entry.key)
        words: Mapping[int, Entry | None] = {
            START_COLUMN: begun if begun is not None and begun.on < entry.on else None,
            LAST_TIME_COLUMN: last,
        }
        for column, then in words.items():
            said = history.progress(framework, entry, then) or "The starting point"
            if column in columns:
                yield SetCell(dashboard.name, rows[entry.standard], columns[column], said)


def _places(framework: Framework, dashboard: SheetSnapshot) -> tuple[dict[int, int], dict[int, int]]:
    """Standard → its row beneath the heading of that part of the Dashboard, and column as it was drawn → column now.

    What a person wrote further down counts for nothing, even where it begins with a Standard's name.
    """
    for top, row in enumerate(dashboard.rows, 1):
        if MOVED not in row:
            continue
        mark = row.index(MOVED) + 1
        columns = {drawn: row.index(head) + 1 for drawn, head in MOVED_HEADS.items() if head in row}
        marks = {standard_mark(standard): standard.number for standard in framework.standards}
        rows: dict[int, int] = {}
        for number in range(top + 1, len(dashboard.rows) + 1):
            standard = marks.get(str(dashboard.value(number, mark)))
            if standard is not None:
                rows.setdefault(standard, number)
        return rows, columns
    return {}, {}
