"""A book: a workbook described as plain data, to be drawn by any writer.

Rows and columns are counted from 1. Styles are names (see `styles`); a cell may have several, the later
ones adding to the earlier. A cell with a formula carries the value that the formula has, so
that a program which does not calculate shows it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

CellValue = str | int | float | date | datetime | time | timedelta

Look = tuple[str, ...]
"""Names of styles."""

Area = tuple[int, int, int, int]
"""(first row, first column, last row, last column)."""


class Cell(NamedTuple):
    """A cell. `link` is `#Audit!E5` (a place in the book) or `file.xlsx#Audit!E5` (another file)."""

    row: int
    column: int
    value: CellValue = ""
    look: Look = ("plain",)
    formula: str = ""
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column. `formula` makes it a calculated one."""

    header: str
    look: Look = ("heading",)
    note: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class TableArea:
    """A named table; its heading is the area's first row."""

    name: str
    area: Area
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be typed in an area. `kind`: list, date, year or number.

    A list is `source` (a name) or, where that is empty, `items`: joined by commas at most 255 characters, none with
    a comma, a quotation mark or spaces around it. An item that looks like a number or a date becomes one when
    it is chosen. A number lies between `least` and `most`; None leaves that side open. `title` is at most 32
    characters and `message` at most 255 (Excel's limits).
    """

    area: Area
    kind: str
    title: str
    message: str
    mistake: str
    source: str = ""
    items: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A conditional format: the look of the cells for which the formula (written for the first) holds."""

    area: Area
    formula: str
    look: Look
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """Progress bars from 0 to 1 in an area."""

    area: Area
    colour: str


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart, or its columns of one colour. Names and values are areas on the sheet `sheet`.

    `categories` are a scatter's x. `labels` writes each value beside its point. An empty `marker` or `pattern` is
    chosen so that the series differ in grey too. `size` is a marker's, in points. Only a cell without a formula
    is a gap in a line: Excel draws a formula's '' as 0 (and joins the points on both sides of `#N/A`).
    """

    name: str
    sheet: str
    categories: Area
    values: Area
    colour: str
    dash: str = "solid"
    labels: bool = False
    marker: str = ""
    size: int = 5
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart at a cell. Sizes in pixels. `words` is the text for those who can't see it.

    `kind`: radar; columns; bar (bars side by side); lines (a blank is a gap); stacked (bars, the first category on
    top); diverging (the same, negative values to the left, the series nearest to 0 first); scatter (0 to 100 both
    ways, in four quadrants). The value axis shows shares from 0 to 1 where `percent`, else runs from `least` to
    `most`; None leaves that end to the values. A scatter heeds none of the three.
    """

    kind: str
    row: int
    column: int
    width: int
    height: int
    title: str
    words: str
    series: tuple[Series, ...]
    percent: bool = True
    axes: tuple[str, str] = ("", "")
    """Titles of the axes: across, up."""
    least: float | None = None
    most: float | None = None
    step: float | None = None
    """From one line of the value axis to the next."""
    counts: bool = False
    """The values are counts, and the axis has whole steps (`steps`): its own `step` is not heeded."""
    dates: bool = False
    """The categories of lines are days."""
    quadrants: tuple[str, str, str, str] = ("", "", "", "")
    """Names of a scatter's quadrants, from top left clockwise. They need `quadrant_places`."""
    quadrant_places: Area | None = None
    """Where those names stand, as x and y in four rows on the sheet of the first series (`Sheet.put_quadrants`)."""


@dataclass(slots=True)
class Sheet:
    """One sheet."""

    name: str
    cells: list[Cell] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    """Row → points. Rows of a table stay free to grow with their text."""
    tables: list[TableArea] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    freeze: tuple[int, int] | None = None
    """The first row and column that scroll."""
    protected: bool = False
    hidden: bool = False
    tab_colour: str = ""
    portrait: bool = False
    repeat_rows: tuple[int, int] | None = None
    print_columns: tuple[int, int] | None = None
    print_from: int = 1
    """The first row that is printed."""
    page_heading: tuple[str, str] = ("", "")
    """Title and purpose on the top of every printed page."""
    one_page: bool = False
    pages_wide: int = 1
    repeat_columns: int = 0
    """How many columns from the left stand on every page of a sheet that is more than one page wide."""
    cursor: tuple[int, int] = (1, 1)
    own_notes: bool = False
    """It remembers which notes and charts were drawn (`workbook.notes`): a person's can be told from them later."""

    def put(
        self,
        row: int,
        column: int,
        value: CellValue = "",
        *look: str,
        formula: str = "",
        note: str = "",
        link: str = "",
    ) -> None:
        """Adds a cell."""
        self.cells.append(Cell(row, column, value, look or ("plain",), formula, note, link))

    def put_quadrants(self, row: int, column: int) -> Area:
        """Adds the places of a scatter's names of quadrants, and says where they are: four rows of x and y."""
        for place, (x, y) in enumerate(_CORNERS):
            self.put(row + place, column, x)
            self.put(row + place, column + 1, y)
        return row, column, row + 3, column + 1


_CORNERS = ((1, 96), (99, 96), (99, 4), (1, 4))
"""From top left clockwise, just inside a scatter's outer corners."""


@dataclass(slots=True)
class Book:
    """A workbook: sheets in their order, names (`Ratings` → `Lists!$A$2:$A$6`) and properties."""

    title: str
    subject: str
    created: date
    sheets: list[Sheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    active: str = ""

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name. Raises KeyError where there is none."""
        return {sheet.name: sheet for sheet in self.sheets}[name]


Content = Mapping[str, Mapping[str, Mapping[str, CellValue]]]
"""What is filled in: table → Ref → field → value."""
