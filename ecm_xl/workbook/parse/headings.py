"""Columns by their headings: which are there, which were moved, which lost their heading and where it may be.

A column that lost its heading is never taken for another: what it may be is a suggestion, which rests
on a heading of nearly the same letters, on what stands in the column, or on its place between its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ecm_xl.core.findings import finding
from ecm_xl.core.tables import LISTED, Field
from ecm_xl.core.ticks import read_tick
from ecm_xl.core.words import as_shown, fold, is_blank
from ecm_xl.workbook.parse.areas import area_name, meets
from ecm_xl.workbook.parse.reading import Reading, as_ref
from ecm_xl.workbook.snapshot import Area

NEAR = 0.75
"""How alike two headings must be, from 0 to 1."""

MOST_FREE = 60
"""How many columns that nobody knows are looked at: a sheet may have thousands."""

NO_HEADING = "(no heading)"


def read_headings(reading: Reading) -> None:
    """Fills in the reading's columns."""
    place, table = reading.place, reading.expected
    width = place.last_column + 1 - place.first_column
    row = place.sheet.rows[place.header_row - 1] if place.header_row <= len(place.sheet.rows) else []
    merged = _merged_headings(reading)
    if not merged and table.headings == tuple(row[place.first_column - 1 :][:width]):
        reading.columns = {f.id: column for column, f in enumerate(table.model.fields, place.first_column)}
        return
    twice = _by_heading(reading)
    _moved(reading)
    _missing(reading, merged, twice)


def _merged_headings(reading: Reading) -> list[Area]:
    place = reading.place
    headings = (place.header_row, place.first_column, place.header_row, place.last_column)
    return [area for area in place.sheet.merged if meets(area, headings)]


def _by_heading(reading: Reading) -> set[int]:
    """Finds the columns. Returns those whose heading stands there already."""
    place, twice = reading.place, set()
    for column in range(place.first_column, place.last_column + 1):
        value = place.sheet.value(place.header_row, column)
        name = reading.expected.ids.get(fold(value)) if isinstance(value, str) else None
        if name is None:
            continue
        if name in reading.columns:
            reading.add_heading("column-duplicated", column, detail=str(value))
            twice.add(column)
        else:
            reading.columns[name] = column
    return twice


def _moved(reading: Reading) -> None:
    """One note for all columns that no longer stand in their order. They are read all the same."""
    there = [f for f in reading.expected.model.fields if f.id in reading.columns]
    kept = set(_longest_rising([reading.columns[f.id] for f in there]))
    moved = [f for f in there if reading.columns[f.id] not in kept]
    if moved:
        detail = ", ".join(f.header for f in moved)
        reading.add_heading("column-moved", reading.columns[moved[0].id], detail=detail)


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """The longest run of numbers, with others left out, that only rises."""
    runs: list[list[int]] = []  # the longest that ends at each number
    for number in numbers:
        before = max((run for run in runs if run[-1] < number), key=len, default=[])
        runs.append([*before, number])
    return max(runs, key=len, default=[])


def _missing(reading: Reading, merged: Sequence[Area], twice: set[int]) -> None:
    """What is said of each column that is not there, and of merged headings."""
    missing = [f for f in reading.expected.model.fields if f.id not in reading.columns]
    may_be = _candidates(reading, missing, twice) if missing else {}
    reading.suspects.update(may_be.values())
    under = {f.id: area for f in missing for area in merged if f.id in may_be and area[1] <= may_be[f.id] <= area[3]}
    for area in merged:
        lost = ", ".join(f"'{f.header}'" for f in missing if under.get(f.id) == area)
        detail = f", so these columns are not read: {lost}" if lost else ""
        reading.add("heading-merged", area[0], area[1], value=area_name(area), detail=detail)
    for f in missing:
        if f.id in under:
            continue
        if f.id in may_be:
            heading = as_shown(reading.sheet.value(reading.place.header_row, may_be[f.id]))
            reading.add_heading("column-renamed", may_be[f.id], value=heading or NO_HEADING, suggestion=f.header)
        else:
            reading.findings.append(finding("column-missing", reading.sheet.name, detail=f.header))


def _candidates(reading: Reading, missing: Sequence[Field], twice: set[int]) -> dict[str, int]:
    """Missing field → the column that may be it, no column twice."""
    taken = {*reading.columns.values(), *twice}
    there = range(reading.place.first_column, reading.place.last_column + 1)
    free = [column for column in there if column not in taken][:MOST_FREE]
    found: dict[str, int] = {}
    for clue in (_near, _by_content, _by_place):
        for field, column in clue(reading, [f for f in missing if f.id not in found], free):
            if field.id not in found and column in free:
                found[field.id] = column
                free.remove(column)
    return found


Guess = tuple[Field, int]


def _near(reading: Reading, missing: Sequence[Field], free: Sequence[int]) -> Iterator[Guess]:
    """Headings of nearly the same letters."""
    from difflib import SequenceMatcher  # only for a lost heading, so not on the start-up path

    for column in free:
        heading = reading.sheet.value(reading.place.header_row, column)
        if not isinstance(heading, str) or is_blank(heading):
            continue
        alike = {f: SequenceMatcher(None, fold(heading), fold(f.header)).ratio() for f in missing}
        best = max(alike, key=alike.__getitem__, default=None)
        if best is not None and alike[best] >= NEAR:
            yield best, column


def _by_content(reading: Reading, missing: Sequence[Field], free: Sequence[int]) -> Iterator[Guess]:
    """Columns that hold what only that one can: its Refs, or answers from its list."""
    for field in missing:
        if field.kind not in ("ref", *LISTED):
            continue
        fitting = [column for column in free if _fits(reading, field, column)]
        if len(fitting) == 1:
            yield field, fitting[0]


def _fits(reading: Reading, field: Field, column: int) -> bool:
    """True where more entries of the column belong to the field than do not."""
    sheet, first = reading.sheet, reading.place.header_row + 1
    values = [sheet.value(row, column) for row in range(first, reading.place.bottom + 1)]
    entries = [as_shown(value) for value in values if not is_blank(value)]
    return sum(_belongs(reading, field, entry) for entry in entries) * 2 > len(entries)


def _belongs(reading: Reading, field: Field, entry: str) -> bool:
    if field.kind == "ref":
        return bool(reading.expected.is_known(as_ref(entry)))
    if field.kind == "tick":
        return read_tick(entry) is not None
    if field.kind == "choice":
        return fold(entry) in {fold(choice) for choice in field.choices}
    return fold(entry) in reading.expected.framework.spellings


def _by_place(reading: Reading, missing: Sequence[Field], free: Sequence[int]) -> Iterator[Guess]:
    """Columns between the same neighbours, where there are as many as are missing there."""
    fields = reading.expected.model.fields
    gap: list[Field] = []
    before = reading.place.first_column - 1
    for field in (*fields, None):
        if field is not None and field in missing:
            gap.append(field)
            continue
        if field is None or field.id in reading.columns:
            after = reading.place.last_column + 1 if field is None else reading.columns[field.id]
            between = [column for column in free if before < column < after]
            if len(between) == len(gap):
                yield from zip(gap, between, strict=True)
            gap, before = [], after
