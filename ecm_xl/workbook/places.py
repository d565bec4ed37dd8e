"""Where the tables of a sheet lie: one beneath the other, each with its title, its charts beside or beneath it.

A sheet with one table has it from its fourth row on. On a form's sheet with several, each has its title and its
purpose in the two rows above its headings, and a blank row ends it: so a reader who knows where the next one's
headings are knows where this one ends (`ABOVE`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.core.tables import ChartModel, TableModel

HEADING_ROW = 4
"""The row of the headings of a sheet's only table; its first row of answers is the next."""
FIRST_BLOCK = 5
"""The row of the first title on a sheet with several tables."""
LINKS_ROW, GO_TO = 3, "Go to: "
"""The row with the ways down to the tables of a sheet, and how they begin."""
ABOVE = 2
"""Rows above a table's headings that belong to it, where a sheet has several."""
ROW_PIXELS = 20
"""Height of a row in which nothing stands."""


@dataclass(frozen=True, slots=True)
class Block:
    """A table on its sheet: `title` is the row of its title, 0 where the sheet's own is its title too."""

    table: TableModel
    title: int
    heading: int
    last: int
    charts: tuple[tuple[ChartModel, int, int], ...] = ()
    """Each with the row and the column of its upper left corner."""


def blocks(tables: Sequence[TableModel], rows: Mapping[str, int]) -> Iterator[Block]:
    """The tables of a sheet, from the top. `rows`: table → how many rows it has."""
    if len(tables) == 1:
        yield Block(tables[0], 0, HEADING_ROW, HEADING_ROW + rows[tables[0].name])
        return
    top = FIRST_BLOCK
    for table in tables:
        heading = top + ABOVE
        last = heading + rows[table.name]
        charts = tuple(_charts(table, heading, last))
        yield Block(table, top, heading, last, charts)
        top = max([last, *(row + _rows_of(chart) for chart, row, _ in charts)]) + 2


def widths(tables: Sequence[TableModel]) -> Mapping[int, float]:
    """Column → the width that all tables of a sheet can do with."""
    found: dict[int, float] = {}
    for table in tables:
        for number, field in enumerate(table.fields, 1):
            found[number] = max(field.width, found.get(number, 0))
    return found


def _charts(table: TableModel, heading: int, last: int) -> Iterator[tuple[ChartModel, int, int]]:
    """The charts beside the table stand one beneath the other, and so do those beneath it."""
    beside, beneath = heading, last + 2
    for chart in table.charts:
        if chart.beside:
            yield chart, beside, len(table.fields) + 1
            beside += _rows_of(chart) + 1
        else:
            yield chart, beneath, 1
            beneath += _rows_of(chart) + 1


def _rows_of(chart: ChartModel) -> int:
    return math.ceil(chart.height / ROW_PIXELS)
