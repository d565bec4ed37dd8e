"""Finding the tables' sheets: by the table's name, by the sheet's name, or else by headings and Refs.

A sheet that has a table's headings and Refs beside the one that is read is a second one; where two could
be meant and nothing tells them apart, neither is read: which counts is not ours to guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.tables import SettingModel
from ecm_xl.core.words import fold, is_blank
from ecm_xl.workbook.names import DASHBOARD, LISTS, START, WORKING
from ecm_xl.workbook.parse.expected import Expected, expected_beneath
from ecm_xl.workbook.parse.reading import Place, as_ref
from ecm_xl.workbook.places import ABOVE
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot

HEADER_ROWS, FORM_ROWS = 40, 400
"""How far down a heading row is looked for where the file has no tables; on a form's sheet, further."""


@dataclass(slots=True)
class Located:
    """Where each table lies (None: nowhere), where it lies too without being read, and what there is to say about
    the sheets."""

    places: dict[str, Place | None]
    second: dict[str, list[Place]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def without_answers(model: SettingModel) -> frozenset[str]:
    """Sheets of ours in which no answers stand, by their names without case."""
    records = (table.name for table in model.tables if table.kind == "record")
    return frozenset(name.casefold() for name in (START, LISTS, DASHBOARD, WORKING, *records))


def locate(model: SettingModel, tables: Sequence[Expected], snapshot: Snapshot) -> Located:
    """The place of every table."""
    located = Located({table.name: by_name(table, tables, snapshot) for table in tables})
    alike = _alike(tables, _unclaimed(model, snapshot, located.places))
    for table in tables:
        found = alike.get(table.name, [])
        place = located.places[table.name] or _only_one(table, found)
        located.places[table.name] = place
        if place is not None and place.sheet.name.casefold() != table.on.casefold():
            _add(located, finding("sheet-renamed", place.sheet.name, detail=table.on))
        for other in found:
            if other is place:
                continue
            located.second.setdefault(table.name, []).append(other)
            if _has_answers(table, other):
                _add(located, finding("sheet-duplicated", other.sheet.name, detail=table.on))
    _end_above(model, snapshot, located.places)
    return located


def _add(located: Located, found: Finding) -> None:
    """What is found of a sheet is said once, however many tables it has."""
    if found not in located.findings:
        located.findings.append(found)


def _end_above(model: SettingModel, snapshot: Snapshot, places: Mapping[str, Place | None]) -> None:
    """Lets each table end above the title and the purpose of the next one of its sheet, be it a result."""
    by_sheet: dict[str, list[Place]] = {}
    for place in (*places.values(), *_results(model, snapshot, places)):
        if place is not None:
            by_sheet.setdefault(place.sheet.name, []).append(place)
    for there in by_sheet.values():
        there.sort(key=lambda place: place.header_row)
        for place, beneath in pairwise(there):
            place.end = max(beneath.header_row - 1 - ABOVE, place.header_row)


def _results(model: SettingModel, snapshot: Snapshot, places: Mapping[str, Place | None]) -> Iterator[Place | None]:
    """Where the results lie that stand beneath what is asked: by their names, or by their headings on its sheet."""
    for result in expected_beneath(model):
        named = snapshot.tables.get(result.name)
        its = (places.get(table.name) for table in model.sheets[result.on])
        sheet = next((place.sheet for place in its if place is not None), None)
        if named is not None and (on := snapshot.sheet(named.sheet)) is not None:
            yield Place(on, named.first_row, named.first_column, named.last_column, named.last_row)
        elif sheet is not None:
            yield _by_headings(result, sheet, _texts(sheet, FORM_ROWS))


def locate_one(model: SettingModel, tables: Sequence[Expected], snapshot: Snapshot, name: str) -> Place | None:
    """The place of one of them; the other sheets are not looked at where it is there by its name."""
    table = next(table for table in tables if table.name == name)
    return by_name(table, tables, snapshot) or locate(model, tables, snapshot).places[name]


def by_name(table: Expected, tables: Sequence[Expected], snapshot: Snapshot) -> Place | None:
    """Its place by its name, or by its sheet's name and its headings (unless the Refs there are another table's)."""
    named = snapshot.tables.get(table.name)
    if named is not None and (sheet := snapshot.sheet(named.sheet)) is not None:
        return Place(sheet, named.first_row, named.first_column, named.last_column, named.last_row)
    sheet = snapshot.sheet(table.on)
    place = None if sheet is None else _by_headings(table, sheet, _texts(sheet, _rows_for(table)))
    if place is None or _has_refs(table, place) or table.model.sheet:
        return place
    return None if _alike(tables, [place.sheet]) else place


def _texts(sheet: SheetSnapshot, rows: int = HEADER_ROWS) -> list[set[str]]:
    """The folded texts of each row that may be the one with the headings."""
    return [{fold(value) for value in set(row) if isinstance(value, str)} for row in sheet.rows[:rows]]


def _rows_for(table: Expected) -> int:
    """How far down its headings may stand: a form's results stand above its questions."""
    return FORM_ROWS if table.model.sheet else HEADER_ROWS


def _by_headings(table: Expected, sheet: SheetSnapshot, texts: Sequence[set[str]]) -> Place | None:
    """The first row that has most of the headings."""
    for number, there in enumerate(texts, 1):
        if len(table.ids.keys() & there) * 2 > len(table.ids):
            return Place(sheet, number, 1, len(sheet.rows[number - 1]))
    return None


def _unclaimed(model: SettingModel, snapshot: Snapshot, places: Mapping[str, Place | None]) -> list[SheetSnapshot]:
    """Sheets that hold something and are no sheet of ours by name or table."""
    ours = without_answers(model)
    taken = {place.sheet.name for place in places.values() if place is not None}
    return [s for s in snapshot.sheets if s.rows and s.name not in taken and s.name.casefold() not in ours]


def _alike(tables: Sequence[Expected], sheets: Sequence[SheetSnapshot]) -> dict[str, list[Place]]:
    """Table → the places on these sheets that have its headings and Refs."""
    found: dict[str, list[Place]] = {}
    for sheet in sheets:
        texts = _texts(sheet, max(map(_rows_for, tables)))
        for table in tables:
            place = _by_headings(table, sheet, texts[: _rows_for(table)])
            if place is not None and _has_refs(table, place):
                found.setdefault(table.name, []).append(place)
                if not table.model.sheet:  # a form's sheet has several
                    break
    return found


def _has_refs(table: Expected, place: Place) -> bool:
    """True where more rows have a Ref of the table than have none of it. Sheets share headings, but not Refs."""
    column = _columns(table, place).get("ref")
    refs = [as_ref(value) for value in _body(place, column)] if column else []
    if table.model.sheet:  # other tables stand beneath
        refs = list(takewhile(bool, refs))
    return sum(bool(table.is_known(ref)) for ref in refs) * 2 > sum(map(bool, refs))


def _columns(table: Expected, place: Place) -> dict[str, int]:
    """Field → column, by heading; of two with one heading the first."""
    found: dict[str, int] = {}
    for column, value in enumerate(place.sheet.rows[place.header_row - 1], 1):
        name = table.ids.get(fold(value)) if isinstance(value, str) else None
        if name is not None:
            found.setdefault(name, column)
    return found


def _body(place: Place, column: int) -> list[object]:
    return [row[column - 1] for row in place.sheet.rows[place.header_row :] if len(row) >= column]


def _has_answers(table: Expected, place: Place) -> bool:
    columns = _columns(table, place)
    answers = {columns[name] for name in table.answers if name in columns}
    odd = any(
        row > place.header_row and column in answers
        for cells in (place.sheet.errors, place.sheet.formulas)
        for row, column in cells
    )
    return odd or any(not is_blank(value) for column in answers for value in _body(place, column))


def _only_one(table: Expected, places: Sequence[Place]) -> Place | None:
    """The only place there is, or the only one with answers."""
    if len(places) > 1:
        places = [place for place in places if _has_answers(table, place)]
    return places[0] if len(places) == 1 else None
