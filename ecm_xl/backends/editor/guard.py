"""A last look at a changed file before it takes the old one's place: by the reader, which knows nothing of edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from itertools import groupby

from ecm_xl.backends.editor.graft import Grafted
from ecm_xl.backends.editor.guard_sheets import wrong_in_sheets
from ecm_xl.backends.editor.sheet import split_rows
from ecm_xl.backends.editor.workbook import Workbook
from ecm_xl.backends.reader.fast import rows_inside
from ecm_xl.backends.reader.package import Package
from ecm_xl.backends.reader.preflight import Parts, preflight
from ecm_xl.backends.reader.snapshot import read_parts
from ecm_xl.workbook.edits import (
    AppendRows,
    EditRefused,
    Link,
    LiveText,
    RedrawRows,
    Refresh,
    RefreshCharts,
    RowValue,
    SetCell,
)
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, UnreadableWorkbook, Value

_DAY_ZERO = date(1899, 12, 30).toordinal()
_ZEROS = (0, -1462)
"""Days are counted from 1900 or, as days that are 1,462 fewer, from 1904."""
_A_SECOND, _MARCH_1900 = 1.5 / 86_400, 61
"""How near a moment is read; before March 1900 readers differ by a day."""
_DAY, _MOMENT = "%d/%m/%Y", "%d/%m/%Y %H:%M"


CellEdit = SetCell | Refresh | RefreshCharts | AppendRows | RedrawRows


def check_result(
    workbook: Workbook,
    changed: Mapping[str, bytes | None],
    after: bytes,
    edits: Sequence[CellEdit],
    grafted: Sequence[Grafted] = (),
) -> None:
    """Raises EditRefused unless the new file holds the new values, and every part that was not to change as it was.

    So is, in a sheet whose rows can be told apart by their bytes, every row that no edit concerns. A sheet that was put
    in reads as it does in the file that it was drawn into; all others stand where they did, with their names.
    """
    try:
        parts = preflight(after)
        sound = _untouched(workbook.package, parts.package, changed)
        reduced = _SomeRows(workbook, parts, _concerned(workbook, edits))
        snapshot = read_parts(reduced, frozenset([*_sheets(workbook, edits), *(one.sheet for one in grafted)]))
        amiss = wrong_in_sheets(Workbook(Parts(workbook.package)), Workbook(parts), snapshot, grafted)
    except UnreadableWorkbook as error:
        raise EditRefused("edit-not-as-planned", error.detail) from error
    if not sound:
        raise EditRefused("edit-not-as-planned", "A part that was not to change has changed.")
    if amiss:
        raise EditRefused("edit-not-as-planned", amiss)
    if reduced.amiss:
        raise EditRefused("edit-not-as-planned", "A row that was not to change has changed.", reduced.amiss[0])
    for one in edits:
        _check(snapshot, one)


class _SomeRows:
    """The new file's parts for the reader, sheets with none but those of their rows that edits concern."""

    def __init__(self, workbook: Workbook, after: Parts, concerned: Mapping[str, Set[int]]) -> None:
        self._before, self._after, self._concerned = workbook, after, concerned
        self._sheets = {sheet.part: sheet.name for sheet in workbook.outline.sheets}
        self.amiss: list[str] = []
        """Sheets of which some other row is not as it was."""

    def __contains__(self, name: str) -> bool:
        return name in self._after

    def get(self, name: str) -> bytes | None:
        """The part's bytes."""
        content = self._after.get(name)
        before = self._before.rows_of(name) if name in self._sheets else None
        if content is None or before is None:
            return content
        sheet = self._sheets[name]
        inside = rows_inside(content)
        rows = None
        if inside is not None:
            rows = _concerned_rows(before, content[slice(*inside)], self._concerned.get(sheet.casefold(), set()))
        if inside is None or rows is None:
            self.amiss.append(sheet)
            return content
        return content[: inside[0]] + rows + content[inside[1] :]


def _concerned_rows(before: Mapping[int, bytes], after: bytes, concerned: Set[int]) -> bytes | None:
    """What stands after edits between the rows that are to be as they were; None unless they are, and it is only
    rows that edits concern."""
    found: list[bytes] = []
    place = 0
    for is_concerned, numbers in groupby(sorted(before.keys() | concerned), concerned.__contains__):
        if is_concerned:
            continue
        rows = list(numbers)
        block = b"".join([before[number] for number in rows])
        start = after.find(b'<row r="%d"' % rows[0], place)
        if start < 0 or not after.startswith(block, start):
            return None
        found.append(after[place:start])
        place = start + len(block)
    between = b"".join([*found, after[place:]])
    there = split_rows(between)
    return None if there is None or not there.keys() <= concerned else between


def _concerned(workbook: Workbook, edits: Sequence[CellEdit]) -> dict[str, set[int]]:
    """Sheet → its rows that edits concern: those of their cells, and of their tables as they were and are to be."""
    found: dict[str, set[int]] = {}
    for one in edits:
        if isinstance(one, (SetCell, Refresh)):
            found.setdefault(one.sheet.casefold(), set()).add(one.row)
        elif isinstance(one, (AppendRows, RedrawRows)):
            place = workbook.place(one.table)
            last = place.last_row + one.beneath if isinstance(one, AppendRows) else place.first_row
            rows = range(place.first_row + 1, max(place.last_row, last + max(1, len(one.rows))) + 1)
            found.setdefault(place.sheet.casefold(), set()).update(rows)
    return found


def _sheets(workbook: Workbook, edits: Sequence[CellEdit]) -> Iterator[str]:
    for one in edits:
        yield workbook.place(one.table).sheet if isinstance(one, (AppendRows, RedrawRows)) else one.sheet


def _untouched(before: Package, after: Package, changed: Mapping[str, bytes | None]) -> bool:
    """Whether all other parts are the same, packed as they were, and none is missing or new."""
    names = {name.lower() for name in changed}
    old = {entry.name: packed for entry, packed in before.entries() if entry.name.lower() not in names}
    new = {entry.name: packed for entry, packed in after.entries() if entry.name.lower() not in names}
    there = {entry.name.lower() for entry, _ in after.entries()}
    return old == new and all((name.lower() in there) is (content is not None) for name, content in changed.items())


def _check(snapshot: Snapshot, one: CellEdit) -> None:
    if isinstance(one, (SetCell, Refresh)):
        sheet = snapshot.sheet(one.sheet)
        if sheet is None or not _agree(_read(sheet, one.row, one.column), one.value):
            raise EditRefused("edit-not-as-planned", "A cell does not read as it was written.", one.sheet)
        return
    if isinstance(one, RefreshCharts):
        return
    table = next(place for name, place in snapshot.tables.items() if name.casefold() == one.table.casefold())
    sheet = snapshot.sheet(table.sheet)
    if sheet is None or not _rows_agree(sheet, (table.first_row, table.first_column, table.last_row), one):
        raise EditRefused("edit-not-as-planned", "A table does not read as it was written.", table.sheet)


def _rows_agree(sheet: SheetSnapshot, area: tuple[int, int, int], one: AppendRows | RedrawRows) -> bool:
    """Whether the table ends with the rows (after blank ones, where rows were appended), or consists of them."""
    top, left, bottom = area
    rows = one.rows
    if isinstance(one, RedrawRows):
        first = top + 1
        if bottom != top + max(1, len(rows)):
            return False
    else:
        from_below = range(bottom, top, -1)
        first = next((number for number in from_below if any(_row(sheet, number, left, one))), top) + 1 - len(rows)
    return all(
        _agree(_read(sheet, number, column), value)
        for number, row in enumerate(rows, first)
        for column, value in enumerate(row, left)
    )


def _row(sheet: SheetSnapshot, number: int, left: int, one: AppendRows | RedrawRows) -> list[bool]:
    width = len(one.rows[0]) if one.rows else 0
    return [_read(sheet, number, column) != "" for column in range(left, left + width)]


def _read(sheet: SheetSnapshot, row: int, column: int) -> Value:
    return sheet.errors.get((row, column)) or sheet.value(row, column)


def _agree(read: Value, meant: RowValue) -> bool:
    """Whether what was read is what was meant. A day may stand in words where no date can be shown."""
    if isinstance(meant, (Link, LiveText)):
        meant = meant.text
    if meant is None or meant == "":
        return read == ""
    if isinstance(meant, date):
        words = f"{meant:{_MOMENT if isinstance(meant, datetime) else _DAY}}"
        return read in (meant, words) or _same_moment(read, meant)
    if isinstance(meant, (time, timedelta)):
        return read == str(meant) or _same_number(read, _days(meant))
    if isinstance(meant, str) or isinstance(read, str):
        return type(read) is type(meant) and read == meant
    return _same_number(read, meant)


def _same_number(read: Value, meant: float) -> bool:
    """Whether the number that was meant is read, or the day or time as which its cell shows it."""
    if isinstance(read, (date, time, timedelta)):
        most = _A_SECOND if abs(meant) > _MARCH_1900 else 1
        return any(abs(_days(read) + zero - meant) <= most for zero in _ZEROS)
    return isinstance(read, (int, float)) and float(read) == float(meant)


def _days(read: date | time | timedelta) -> float:
    """Days since the day before Excel's first."""
    if isinstance(read, timedelta):
        return read / timedelta(days=1)
    hours = read if isinstance(read, (time, datetime)) else time()
    seconds = hours.hour * 3600 + hours.minute * 60 + hours.second
    return seconds / 86_400 + (read.toordinal() - _DAY_ZERO if isinstance(read, date) else 0)


def _same_moment(read: Value, meant: date) -> bool:
    if isinstance(read, datetime) and not isinstance(meant, datetime):
        return read.date() == meant and (read.hour, read.minute, read.second) == (0, 0, 0)
    if isinstance(read, datetime) and isinstance(meant, datetime):
        return abs((read - meant).total_seconds()) < 1
    return isinstance(meant, datetime) and isinstance(read, date) and read == meant.date()
