"""Draws the charts of a book.

What a chart remembers of its cells (programs that do not calculate draw from that) is taken from the book: a blank
is no point, as is a word among numbers. Categories are remembered as words even while all of them are
blank, so that words typed later are kept. Series differ in grey as well as in colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.chart_column import ChartColumn
from xlsxwriter.chart_line import ChartLine
from xlsxwriter.chart_radar import ChartRadar
from xlsxwriter.chart_scatter import ChartScatter
from xlsxwriter.utility import xl_range_abs

from ecm_xl.workbook.book import Area, Book, CellValue, Chart, Series
from ecm_xl.workbook.steps import reach, step_for

_INK, _PAPER, _GRID, _DRAWN = "1F2933", "FFFFFF", "B8C2CC", "868686"
"""`_DRAWN` is what Excel gives axes by itself, said here: a workbook's own theme may give them another colour."""
_FONT = {"name": "Calibri", "size": 10, "color": f"#{_INK}"}
_LABEL = {**_FONT, "size": 9}
_AXIS = {
    "num_font": _FONT,
    "line": {"color": f"#{_DRAWN}", "width": 0.75},
    "major_tick_mark": "outside",
    "minor_tick_mark": "none",
}
_OUTLINE = {"color": f"#{_INK}", "width": 0.5}
_GROUND = {"color": f"#{_PAPER}"}
_MARKERS = ("circle", "square", "diamond", "triangle")
_PATTERNS = ("wide_upward_diagonal", "narrow_horizontal", "wide_downward_diagonal", "narrow_vertical")
_ALIKE = 1.4
"""Two colours of less contrast are hard to tell apart in grey."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's day 0 has no time zone
_SHARES = {"min": 0, "max": 1, "major_unit": 0.25, "num_format": "0%"}

Held = Callable[[str, Area], list[CellValue]]
"""What the cells of an area hold; '' for a blank."""


class _Remembering:
    """What our charts add to XlsxWriter's: whether categories are words is told, not guessed from their cells."""

    categories = "str"

    def _get_data_type(self, data: object) -> str:
        return self.categories


class _Radar(_Remembering, ChartRadar):  # type: ignore[misc]  # XlsxWriter has no type information
    """A radar."""


class _Bars(_Remembering, ChartBar):  # type: ignore[misc]
    """Bars, side by side or stacked."""


class _Columns(_Remembering, ChartColumn):  # type: ignore[misc]
    """Columns."""


class _Gaps(_Remembering):
    """What lines add: that a blank is a gap is said, where programs differ in what they take for granted."""

    def _write_disp_blanks_as(self) -> None:
        self._xml_empty_tag("c:dispBlanksAs", [("val", "gap")])  # type: ignore[attr-defined]  # XlsxWriter's


class _Lines(_Gaps, ChartLine):  # type: ignore[misc]
    """Lines."""


class _Scatter(_Gaps, ChartScatter):  # type: ignore[misc]
    """A scatter."""

    categories = "num"


class _Kind(NamedTuple):
    """How a kind of chart is made, how a series looks (by chart and place) and how its axes are set."""

    made: Callable[[dict[str, str]], Any]
    subtype: str
    look: Callable[[Chart, int], dict[str, Any]]
    axes: Callable[[Any, Chart], None]


def draw_chart(workbook: Any, worksheet: Any, chart: Chart, held: Held) -> None:
    """Draws a chart. Raises KeyError for a kind that is not known."""
    kind = _KINDS[chart.kind]
    if chart.counts:
        chart = replace(chart, step=_whole_step(chart, kind.subtype == "stacked", held))
    drawn = kind.made({"subtype": kind.subtype})
    drawn.embedded = True
    if chart.dates:
        drawn.categories = "num"
    for place, series in enumerate(chart.series):
        drawn.add_series({**_cells(series, drawn.categories, held), **kind.look(chart, place)})
    drawn.set_title({"name": chart.title, "name_font": {**_FONT, "size": 12, "bold": True}})
    corners = list(_quadrants(chart, held)) if chart.kind == "scatter" else []
    for corner in corners:
        drawn.add_series(corner)
    _legend(drawn, chart, len(corners))
    kind.axes(drawn, chart)
    drawn.set_size({"width": chart.width, "height": chart.height})
    drawn.show_hidden_data()
    workbook.charts.append(drawn)
    worksheet.insert_chart(chart.row - 1, chart.column - 1, drawn, {"description": chart.words})


def _whole_step(chart: Chart, is_stacked: bool, held: Held) -> int:
    values = [[_number(value) for value in held(series.sheet, series.values)] for series in chart.series]
    return step_for(reach(values, is_stacked=is_stacked))


def _legend(drawn: Any, chart: Chart, corners: int) -> None:
    """The series' names; none where there is only one series (a radar always has them)."""
    shown = len(chart.series)
    if shown == 1 and chart.kind != "radar":
        drawn.set_legend({"none": True})
        return
    hidden = {"delete_series": list(range(shown, shown + corners))} if corners else {}
    drawn.set_legend({"position": "bottom", "font": _FONT, **hidden})


def cells_of(book: Book) -> Held:
    """What the cells of a book hold, looked up sheet by sheet when first asked for; of a sheet that is not in it, as one
    may be drawn for another workbook, nothing."""
    sheets: dict[str, dict[tuple[int, int], CellValue]] = {}

    def held(name: str, area: Area) -> list[CellValue]:
        if name not in sheets:
            there = (cell for sheet in book.sheets if sheet.name == name for cell in sheet.cells)
            sheets[name] = {(cell.row, cell.column): cell.value for cell in there}
        top, left, bottom, right = area
        return [sheets[name].get((r, c), "") for r in range(top, bottom + 1) for c in range(left, right + 1)]

    return held


def _cells(series: Series, categories: str, held: Held) -> dict[str, Any]:
    """Where a series has its points from, and what stands there now."""
    across, up = held(series.sheet, series.categories), held(series.sheet, series.values)
    return {
        "name": series.name,
        "categories": _reference(series.sheet, series.categories),
        "values": _reference(series.sheet, series.values),
        "categories_data": [_number(value) if categories == "num" else _word(value) for value in across],
        "values_data": [_number(value) for value in up],
    }


def _reference(sheet: str, area: Area) -> str:
    quoted = sheet.replace("'", "''")
    return f"='{quoted}'!{xl_range_abs(area[0] - 1, area[1] - 1, area[2] - 1, area[3] - 1)}"


def _number(value: CellValue) -> float | None:
    """A value as a chart counts it; None for a word or a blank."""
    if isinstance(value, datetime):
        return (value - _EPOCH) / timedelta(days=1)
    if isinstance(value, date):
        return (value - _EPOCH.date()).days
    return value if isinstance(value, (int, float)) else None


def _word(value: CellValue) -> str | None:
    number = _number(value)
    return f"{number:.16g}" if number is not None else str(value) or None


# --- How series look --------------------------------------------------------------------------------------------


def _line(chart: Chart, place: int) -> dict[str, Any]:
    """A line with dots."""
    series, circles = chart.series[place], chart.kind == "radar"
    marker = series.marker or ("circle" if circles else _MARKERS[place % len(_MARKERS)])
    width = 1 if chart.kind == "scatter" else 2.25
    look = {
        "line": {"color": f"#{series.colour}", "width": width, "dash_type": series.dash},
        "marker": {
            "type": marker,
            "size": series.size,
            "fill": {"color": f"#{series.colour}"},
            "border": {"none": True},
        },
    }
    return look | _labels(series, "right" if chart.kind == "scatter" else "above", _number_format(chart), _LABEL)


def _block(chart: Chart, place: int) -> dict[str, Any]:
    """A column or bar: plain, or with a pattern where it would look like another in grey."""
    series, pattern = chart.series[place], _pattern(chart.series, place)
    colour, ink = f"#{series.colour}", _ink(series.colour)
    look: dict[str, Any] = {"fill": {"color": colour}, "border": _OUTLINE}
    if pattern:
        look = {"pattern": {"pattern": pattern, "fg_color": ink, "bg_color": colour}, "border": _OUTLINE}
    if chart.kind in ("columns", "bar"):
        return {**look, "gap": 60} | _labels(series, "outside_end", _number_format(chart), _LABEL)
    labels = _labels(series, "center", _without_zero(chart), {**_LABEL, "color": ink})
    if labels and pattern:  # the number stands on a plain ground
        labels["data_labels"]["fill"] = {"color": colour}
    return {**look, "gap": 40, "overlap": 100} | labels


def _ink(colour: str) -> str:
    """What can be read best on a colour: dark or white."""
    return f"#{max(_INK, _PAPER, key=lambda ink: _contrast(colour, ink))}"


def _without_zero(chart: Chart) -> str:
    """The number format of a bar's part: a part of no length has no number."""
    shown = {"General": "0.##"}.get(_number_format(chart), _number_format(chart).partition(";")[0])
    return f"{shown};{shown};"


def _labels(series: Series, position: str, number_format: str, font: dict[str, Any]) -> dict[str, Any]:
    if not series.labels:
        return {}
    return {"data_labels": {"value": True, "position": position, "num_format": number_format, "font": font}}


def _pattern(series: Sequence[Series], place: int) -> str:
    """The series' own pattern; else one where an earlier plain series is as dark."""
    patterns: list[str] = []
    for at, one in enumerate(series[: place + 1]):
        plain = (earlier for earlier, its in zip(series[:at], patterns, strict=True) if not its)
        alike = any(_contrast(one.colour, earlier.colour) < _ALIKE for earlier in plain)
        free = (pattern for pattern in _PATTERNS if pattern not in patterns)
        patterns.append(one.pattern or (next(free, _PATTERNS[0]) if alike else ""))
    return patterns[-1]


def _contrast(one: str, other: str) -> float:
    """How far two colours are apart in lightness, from 1 to 21 (WCAG 2's contrast ratio)."""
    darker, lighter = sorted((_lightness(one), _lightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _lightness(colour: str) -> float:
    """Relative luminance, from 0 to 1 (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- Axes -------------------------------------------------------------------------------------------------------


def _gridlines() -> dict[str, Any]:
    return {"visible": True, "line": {"color": f"#{_GRID}"}}


def _number_format(chart: Chart) -> str:
    if chart.kind == "diverging":
        return "0%;0%" if chart.percent else "0;0"
    return "0%" if chart.percent else "General"


def _value_scale(chart: Chart) -> dict[str, Any]:
    scale: dict[str, Any] = {}
    if chart.percent:
        scale = dict(_SHARES)
        if chart.kind == "diverging":
            scale["min"] = -1
    scale["num_format"] = _number_format(chart)
    given = {"min": chart.least, "max": chart.most, "major_unit": chart.step}
    return scale | {key: value for key, value in given.items() if value is not None}


def _titled(name: str) -> dict[str, Any]:
    return {"name": name, "name_font": {**_FONT, "bold": False}} if name else {}


def _upright(drawn: Any, chart: Chart) -> None:
    """Categories across, values up."""
    days = {"num_format": "d mmm yy"} if chart.dates else {}
    drawn.set_x_axis({**_AXIS, "text_axis": True, "label_position": "low", **days, **_titled(chart.axes[0])})
    drawn.set_y_axis({**_value_scale(chart), **_AXIS, "major_gridlines": _gridlines(), **_titled(chart.axes[1])})


def _lying(drawn: Any, chart: Chart) -> None:
    """Categories down from the top, values across along the bottom: XlsxWriter's x axis of bars is the values'."""
    drawn.set_x_axis({**_value_scale(chart), **_AXIS, "major_gridlines": _gridlines(), **_titled(chart.axes[0])})
    drawn.set_y_axis(
        {
            **_AXIS,
            "reverse": True,
            "crossing": "max",
            "label_position": "low",
            "major_gridlines": {"visible": False},
            **_titled(chart.axes[1]),
        }
    )


def _round(drawn: Any, chart: Chart) -> None:
    """A radar's."""
    drawn.set_x_axis({**_AXIS, "major_gridlines": {"visible": True, "line": _AXIS["line"]}})
    scale = _SHARES if chart.percent else {}
    drawn.set_y_axis({**scale, **_AXIS, "major_gridlines": _gridlines()})


def _crossing(drawn: Any, chart: Chart) -> None:
    """Both axes from 0 to 100, crossing in the middle."""
    axis = {
        "min": 0,
        "max": 100,
        "major_unit": 25,
        "crossing": 50,
        "label_position": "low",
        "num_format": "0",
        **_AXIS,
        "line": {"color": f"#{_INK}", "width": 1.25},
        "major_gridlines": _gridlines(),
        "major_tick_mark": "none",
    }
    drawn.set_x_axis({**axis, **_titled(chart.axes[0])})
    drawn.set_y_axis({**axis, **_titled(chart.axes[1])})
    drawn.set_plotarea({"layout": _square(chart), "border": {"color": f"#{_GRID}"}})


def _square(chart: Chart) -> dict[str, float]:
    """Where the plot goes, in shares of the chart, so that both axes are equally long."""
    left, top, right, bottom = 70, 45, 25, 95
    side = min(chart.width - left - right, chart.height - top - bottom)
    x = left + (chart.width - left - right - side) / 2
    return {
        "x": x / chart.width,
        "y": top / chart.height,
        "width": side / chart.width,
        "height": side / chart.height,
    }


def _quadrants(chart: Chart, held: Held) -> Iterator[dict[str, Any]]:
    """A series of one unseen point for each quadrant, labelled with its own name; LibreOffice wants it in cells."""
    if any(chart.quadrants) and not chart.quadrant_places:
        raise ValueError(f"quadrants without places: {chart.title}")
    top, left = (chart.quadrant_places or (0, 0, 0, 0))[:2]
    for place, (name, side) in enumerate(zip(chart.quadrants, ("right", "left", "left", "right"), strict=True)):
        row = top + place
        point = Series(name, chart.series[0].sheet, (row, left, row, left), (row, left + 1, row, left + 1), _INK)
        label = {"series_name": True, "position": side, "font": {**_LABEL, "italic": True}, "fill": _GROUND}
        if name:
            unseen = {"line": {"none": True}, "marker": {"type": "none"}, "data_labels": label}
            yield {**_cells(point, "num", held), **unseen}


_KINDS = {
    "radar": _Kind(_Radar, "with_markers", _line, _round),
    "columns": _Kind(_Columns, "", _block, _upright),
    "lines": _Kind(_Lines, "", _line, _upright),
    "bar": _Kind(_Bars, "", _block, _lying),
    "stacked": _Kind(_Bars, "stacked", _block, _lying),
    "diverging": _Kind(_Bars, "stacked", _block, _lying),
    "scatter": _Kind(_Scatter, "straight_with_markers", _line, _crossing),
}
