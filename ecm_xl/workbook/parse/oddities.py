"""What people and programs do to a table's looks: merge, hide, paste over, cut short, type beside it.

Everything is read all the same, merged answers apart: which row or column such an entry belongs to can't be
told. What holds for a whole column is said once, at its heading.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ecm_xl.core.words import as_shown, fold, is_blank
from ecm_xl.workbook.parse.areas import Run, area_name, covered, left_out, meets
from ecm_xl.workbook.parse.reading import Reading
from ecm_xl.workbook.parse.rows import Changed, Rows
from ecm_xl.workbook.snapshot import Area

_CHANGED = {"descriptor": "descriptor-changed", "standard": "standard-changed", "outcome": "standard-changed"}
"""Fixed field → what is said where its text is another."""


def find_merged(reading: Reading) -> None:
    """Merged cells in the table's body. Must run before its rows are read."""
    sheet, place = reading.sheet, reading.place
    if not sheet.merged:
        return
    body = (place.header_row + 1, place.first_column, place.bottom, place.last_column)
    answers = {reading.columns[name] for name in reading.expected.answers if name in reading.columns}
    areas = [area for area in sheet.merged if meets(area, body)]
    for area in areas:
        code = "answers-merged" if any(area[1] <= column <= area[3] for column in answers) else "cells-merged"
        reading.add(code, area[0], area[1], value=area_name(area))
    runs = {column: covered(areas, column, body[0], body[2]) for column in reading.columns.values()}
    reading.merged = {column: found for column, found in runs.items() if found}


def check_oddities(reading: Reading, rows: Rows, *, has_lists: bool) -> None:
    """All checks of a table that has been read. `has_lists`: some table of the file still has a drop-down list."""
    _fixed_texts(reading, rows.changed)
    _hidden(reading)
    _beneath(reading)
    _beside(reading)
    if has_lists:
        _lists(reading)


def _counted(reading: Reading) -> Iterator[tuple[str, int, bool]]:
    """(Ref, row, whether it has answers) of the rows that count."""
    table, answered = reading.table, reading.table.answered
    return ((ref, number, ref in answered) for ref, number in table.numbers.items() if ref not in table.doubtful)


def _fixed_texts(reading: Reading, changed: Sequence[Changed]) -> None:
    """Fixed texts that are no longer the Standards' own. The row counts, by its Ref."""
    lines = [line for line in changed if line.ref not in reading.table.doubtful and not _is_typed(reading, line)]
    if not lines:
        return
    names = [name for name in reading.expected.fixed if name in reading.columns]
    for place, name in enumerate(names):
        column = reading.columns[name]
        differing = [line for line in lines if differs(reading, line, name, place)]
        code = "question-changed" if reading.expected.model.rows == "own" else _CHANGED[name]
        if len(differing) > 1 and len(differing) == len(reading.table.numbers) - len(reading.table.doubtful):
            reading.add_heading(code, column, detail="every row")
            continue
        for line in differing:
            own = reading.expected.texts[line.ref][reading.expected.fixed.index(name)]
            words = {"value": shown(reading, line, column, place), "suggestion": own, "detail": line.ref}
            standard = reading.standard_of(line.ref)
            reading.add(code, line.number, column, ref=line.ref, standard=standard, **words)


def _is_typed(reading: Reading, line: Changed) -> bool:
    """True for a row of a form that somebody typed beneath it, with a Ref and without the form's own texts."""
    return bool(reading.expected.model.sheet) and all(is_blank(text) for text in line.texts)


def differs(reading: Reading, line: Changed, name: str, place: int) -> bool:
    """True where a fixed text says something else than it should, look and known spellings apart."""
    column = reading.columns[name]
    if reading.is_merged(line.number, column):
        return False
    own = reading.expected.texts[line.ref][reading.expected.fixed.index(name)]
    alike = {fold(own)}
    if name == "outcome":
        alike |= {fold(word) for o in reading.expected.framework.outcomes if o.title == own for word in o.spellings}
    return fold(as_shown(line.texts[place])) not in alike or (line.number, column) in reading.sheet.errors


def shown(reading: Reading, line: Changed, column: int, place: int) -> str:
    """What stands in a fixed column of such a row."""
    return reading.sheet.errors.get((line.number, column), "") or as_shown(line.texts[place])


def _hidden(reading: Reading) -> None:
    """Hidden rows and columns with answers: they count, and nobody sees them."""
    sheet = reading.sheet
    if sheet.hidden_rows:
        answered = [(ref, row) for ref, row, has_answers in _counted(reading) if has_answers]
        hidden = [(ref, row) for ref, row in answered if row in sheet.hidden_rows]
        column = reading.columns.get("ref", reading.place.first_column)
        if len(hidden) > 1 and len(hidden) == len(answered):
            reading.add_heading("row-hidden", column, detail=" All rows with answers are hidden.")
        else:
            for ref, row in hidden:
                standard = reading.standard_of(ref)
                reading.add("row-hidden", row, column, ref=ref, standard=standard)
    for name in reading.expected.answers if sheet.hidden_columns else ():
        column = reading.columns.get(name, 0)
        if column in sheet.hidden_columns and reading.table.column(name):
            reading.add_heading("column-hidden", column, detail=reading.expected.model.by_id[name].header)


def _beneath(reading: Reading) -> None:
    """Rows beneath the named table. A grid's own rows there mean that it was cut short."""
    last = reading.place.last_row
    if not last or reading.place.bottom <= last:
        return
    is_grid = reading.expected.model.kind == "grid"
    rows = sorted(row for _, row, has_answers in _counted(reading) if row > last and (is_grid or has_answers))
    if rows:
        column, detail = reading.columns["ref"], "1 row" if len(rows) == 1 else f"{len(rows)} rows"
        reading.add("table-cut-short" if is_grid else "rows-beneath", rows[0], column, detail=detail)


def _beside(reading: Reading) -> None:
    """Entries in a grid's rows in a column without a heading. (A column of somebody's own has one.)"""
    if reading.expected.model.kind != "grid":
        return
    sheet, known = reading.sheet, reading.suspects.union(reading.columns.values())
    width = max(map(len, sheet.rows[reading.place.header_row : reading.place.bottom]), default=0)
    if width <= len(known):
        return
    rows = [(ref, row) for ref, row, _ in _counted(reading)]
    for column in range(1, width + 1):
        if column in known or not is_blank(sheet.value(reading.place.header_row, column)):
            continue
        entries = [(ref, row) for ref, row in rows if not is_blank(sheet.value(row, column))]
        _say_beside(reading, column, [e for e in entries if (e[1], column) not in sheet.formulas], len(rows))


def _say_beside(reading: Reading, column: int, entries: Sequence[tuple[str, int]], rows: int) -> None:
    if len(entries) > 1 and len(entries) == rows:
        reading.add_heading("entry-outside", column)
        return
    for ref, row in entries:
        value = as_shown(reading.sheet.value(row, column))
        reading.add("entry-outside", row, column, value=value, ref=ref, standard=reading.standard_of(ref))


def _lists(reading: Reading) -> None:
    """Cells that should have a drop-down list and lost it: something was pasted over them."""
    numbers = list(reading.table.numbers.values())  # from the top, as they were read
    first, last = (numbers[0], numbers[-1]) if numbers else (1, 0)
    last = min(last, reading.place.last_row or last)
    for field in reading.expected.listed:
        column = reading.columns.get(field.id)
        if column is None:
            continue
        bare = left_out(covered(reading.sheet.lists, column, first, last), first, last)
        if bare:
            _without_list(reading, field.header, column, [number for number in numbers if number <= last], bare)


def _without_list(reading: Reading, header: str, column: int, numbers: Sequence[int], bare: Sequence[Run]) -> None:
    within = [numbers[bisect_left(numbers, first) : bisect_right(numbers, last)] for first, last in bare]
    found = [rows for rows in within if rows]
    if len(numbers) > 1 and sum(map(len, found)) == len(numbers):
        reading.add_heading("list-lost", column, detail=f"the whole column '{header}'")
        return
    for rows in found:
        area: Area = (rows[0], column, rows[-1], column)
        reading.add("list-lost", rows[0], column, detail=area_name(area))
