"""A form's charts: from the model of one to a chart over the rows of its result."""

from __future__ import annotations

from ecm_xl.core.tables import ChartModel, ChartSeries, TableModel
from ecm_xl.workbook.book import Area, Chart, Series, Sheet
from ecm_xl.workbook.places import Block


def chart_of(table: TableModel, block: Block, chart: ChartModel, row: int, column: int, sheet: Sheet) -> Chart:
    """The chart at that row and column. A scatter's names of quadrants lie in cells behind it."""
    series = tuple(_series(table, block, chart, one) for one in chart.series)
    places = sheet.put_quadrants(row + 1, column) if any(chart.quadrants) else None
    return Chart(
        chart.kind, row, column, chart.width, chart.height, chart.title, chart.words, series, chart.percent,
        axes=chart.axes, least=chart.least, most=chart.most, quadrants=chart.quadrants, quadrant_places=places,
        counts=chart.counts, dates=table.by_id[chart.categories].kind == "date",
    )  # fmt: skip


def _series(table: TableModel, block: Block, chart: ChartModel, one: ChartSeries) -> Series:
    categories, values = (_area(table, block, name) for name in (chart.categories, one.field))
    return Series(one.name, table.on, categories, values, one.colour)


def _area(table: TableModel, block: Block, name: str) -> Area:
    column = [field.id for field in table.fields].index(name) + 1
    return block.heading + 1, column, block.last, column
