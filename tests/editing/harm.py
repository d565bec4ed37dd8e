"""What an edit has done beside what it was to do: nothing, as two readers see it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ecm_xl.workbook.snapshot import Position
from tests.editing.changes import Change, as_seen
from tests.editing.views import (
    Place,
    Things,
    by_openpyxl,
    cells_of,
    differing,
    openpyxl_can_tell,
    out_of_order,
    read,
    read_cells,
    things_of,
)

LINK = re.compile(r'=HYPERLINK\("#((?:[^"]|"")*)"')


@dataclass(frozen=True)
class Seen:
    """A workbook as openpyxl and as our own reader see it."""

    cells: Mapping[Place, tuple[object, ...]]
    things: Things
    read: Mapping[Place, object]
    formulas: Mapping[str, frozenset[Position]]
    disorder: list[str]


def seen(data: bytes) -> Seen:
    """Reads it with both."""
    workbook, snapshot = by_openpyxl(data), read(data)
    formulas = {sheet.name: sheet.formulas for sheet in snapshot.sheets}
    return Seen(cells_of(workbook), things_of(workbook), read_cells(snapshot), formulas, out_of_order(data))


def harm(before: Seen, after: Seen, change: Change) -> dict[str, object]:
    """What differs though no edit named it, by where it was noticed."""
    named = change.cells.keys()
    found: dict[str, object] = {
        "cells": _beside(differing(before.cells, after.cells), named),
        "looks": _looks(before, after, named),
        "read": _beside(differing(before.read, after.read), named),
        "formulas": differing(before.formulas, _without(after.formulas, change.links)),
        "things": {k: v for k, v in differing(before.things, after.things).items() if not _concerned(k, change)},
        "out of order": after.disorder,
    }
    return {where: what for where, what in found.items() if what}


def _without(formulas: Mapping[str, frozenset[Position]], links: Collection[Place]) -> dict[str, frozenset[Position]]:
    """Formulas but those that are new links."""
    return {
        name: found - {(row, column) for sheet, row, column in links if sheet == name}
        for name, found in formulas.items()
    }


def _beside(differences: Mapping[Place, object], named: Collection[Place]) -> dict[Place, object]:
    return {place: what for place, what in differences.items() if place not in named}


def _looks(before: Seen, after: Seen, named: Collection[Place]) -> dict[Place, object]:
    """Named cells that were there before and now have another look or note."""
    return {
        place: (before.cells[place][2:], after.cells[place][2:])
        for place in named
        if place in before.cells and place in after.cells and before.cells[place][2:] != after.cells[place][2:]
    }


def _concerned(thing: tuple[object, ...], change: Change) -> bool:
    """Whether a change of rows may change this: the table's size, how far it is printed, the links in its rows."""
    match thing:
        case ("table", sheet, table):
            return (sheet, table) in change.tables
        case ("printed", sheet):
            return sheet in {holder for holder, _ in change.tables}
        case ("link", row, column, sheet):
            return (sheet, row, column) in change.cells
    return False


def wanting(data: bytes, change: Change) -> dict[str, object]:
    """The new values and links that do not stand there, for openpyxl (values as formulas show them) or our reader."""
    values, snapshot = by_openpyxl(data, values=True), read(data)
    told = [place for place, value in change.cells.items() if openpyxl_can_tell(value)]
    theirs = {place: values[place[0]].cell(*place[1:]) for place in told}
    ours = {place: sheet.value(*place[1:]) for place in change.cells if (sheet := snapshot.sheet(place[0]))}
    formulas = by_openpyxl(data, values=False)
    links = {
        place: link[1].replace('""', '"')
        for place in change.cells
        if (link := LINK.match(str(formulas[place[0]].cell(*place[1:]).value)))
    }
    found: dict[str, object] = {
        "openpyxl": {p: c.value for p, c in theirs.items() if as_seen(c.value) != as_seen(change.cells[p])},
        "our reader": {p: v for p, v in ours.items() if as_seen(v) != as_seen(change.cells[p])},
        "links": differing(change.links, links),
    }
    return {where: what for where, what in found.items() if what}
