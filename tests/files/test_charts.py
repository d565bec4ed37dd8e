"""Every kind of chart as it is written: its series, what it remembers of its cells, its axes and its words."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from openxml_audit import AppPrediction, OpenXmlValidator, predict

from ecm_xl.backends.editor import edit
from ecm_xl.backends.writer import write_book
from ecm_xl.workbook.book import Area, Book, CellValue, Chart, Series, Sheet
from ecm_xl.workbook.edits import RefreshCharts, SetCell
from tests.files.test_openxml_audit import found

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DATA = "Pupils' data"
REF = "'Pupils'' data'!"
DARK, MID, LIGHT, RUST = "14573F", "4F9D7C", "BFE3D0", "B4532A"
ROWS: dict[int, tuple[CellValue, ...]] = {
    1: ("Reading", 0.4, 0.55),
    2: ("Mental health & wellbeing", 0.65, ""),
    3: ("Friendships", "not seen", 0),
    5: (date(2025, 9, 12), 12, 18),
    6: (date(2026, 3, 20), "", 22),
    7: ("", "", ""),
    10: (20, 30),
    11: (72, 80),
    12: ("", ""),
    15: (2026, -4, 5),
    16: ("Autumn", -2, 4),
}
DAYS, DAY = {(5, 1), (6, 1), (7, 1)}, ("date",)
Points = tuple[str, str, int, dict[int, str]]
"""(kind of cache, formula, how many cells, place → what is remembered)."""


def area(top: int, column: int, rows: int = 3) -> Area:
    return top, column, top + rows - 1, column


def series(name: str, top: int, column: int, colour: str, rows: int = 3, **more: Any) -> Series:
    return Series(name, DATA, area(top, 1, rows), area(top, column, rows), colour, **more)


def chart(kind: str, *of: Series, **more: Any) -> Chart:
    return Chart(kind, 1, 1, 600, 400, f"A {kind} chart", f"Words about {kind}", of, **more)


def drawn(*charts: Chart, rows: dict[int, tuple[CellValue, ...]] = ROWS) -> bytes:
    """A book with those charts on one sheet, what they show on another, after it."""
    front, data = Sheet("Charts"), Sheet(DATA)
    for row, values in rows.items():
        for column, value in enumerate(values, 1):
            data.put(row, column, value, *DAY if (row, column) in DAYS else ())
    data.put_quadrants(30, 1)
    front.put(1, 1, "Charts")
    front.charts += charts
    return written(Book("Charts", "Charts of all kinds", date(2026, 7, 10), [front, data], active="Charts"))


def written(book: Book) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_book(book, path)
        return path.read_bytes()


def part(data: bytes, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ET.fromstring(package.read(name))


def chart_of(data: bytes) -> ET.Element:
    return part(data, "xl/charts/chart1.xml")


def points(parent: ET.Element | None) -> Points:
    """What a series' x or y says."""
    assert parent is not None
    reference = parent[0]
    cache = reference[1]
    count = cache.find(f"{C}ptCount")
    assert count is not None
    held = {int(pt.get("idx", "")): pt.findtext(f"{C}v") or "" for pt in cache.iter(f"{C}pt")}
    kind = cache.tag.removeprefix(C)
    return kind, reference.findtext(f"{C}f") or "", int(count.get("val", "")), held


def all_points(root: ET.Element, across: str = "cat", up: str = "val") -> list[tuple[str, Points, Points]]:
    """(name, x, y) of every series."""
    return [
        (one.findtext(f"{C}tx/{C}v") or "", points(one.find(C + across)), points(one.find(C + up)))
        for one in root.iter(f"{C}ser")
    ]


def said(root: ET.Element, *path: str) -> list[str]:
    """The values at the end of a path of elements, wherever it begins."""
    return [one.get("val", "") for one in root.iterfind(".//" + "/".join(C + step for step in path))]


def texts(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{A}t")]


NAMES = {0: "Reading", 1: "Mental health & wellbeing", 2: "Friendships"}
TWO = (series("Autumn", 1, 2, DARK), series("Summer", 1, 3, RUST))
COUNTS = (series("No", 15, 2, RUST, 2), series("Yes", 15, 3, DARK, 2))
PATH, LATEST = series("Path", 10, 2, DARK), series("Latest", 11, 2, RUST, 1, size=10)
CORNERS = ("Top left", "Top right", "Bottom right", "Bottom left")
PLACES = (30, 1, 33, 2)
KINDS: dict[str, Chart] = {
    "columns": chart("columns", *TWO, axes=("Area", "Share")),
    "bar": chart("bar", *TWO),
    "lines": chart(
        "lines", series("Asha", 5, 2, DARK), series("Ben", 5, 3, RUST, dash="dash"), dates=True, percent=False
    ),
    "stacked": chart("stacked", *COUNTS, percent=False),
    "diverging": chart("diverging", *COUNTS, percent=False, axes=("Pupils", "Year")),
    "scatter": chart("scatter", PATH, LATEST, axes=("Need", "Engagement"), quadrants=CORNERS, quadrant_places=PLACES),
    "radar": chart("radar", *TWO),
}


@pytest.fixture(scope="module", params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def data(kind: str) -> bytes:
    return drawn(KINDS[kind])


def test_the_validator_and_a_second_reader_open_it(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    assert [str(error) for error in found(path)] == []
    assert predict(OpenXmlValidator().validate(str(path))).prediction is AppPrediction.OPENS_CLEAN
    assert len(load_workbook(path)["Charts"]._charts) == 1


def test_its_words_are_for_those_who_cannot_see_it(kind: str, data: bytes) -> None:
    drawing = part(data, "xl/drawings/drawing1.xml")
    assert [one.get("descr") for one in drawing.iter() if "descr" in one.attrib] == [f"Words about {kind}"]
    assert texts(chart_of(data))[0] == f"A {kind} chart"


def test_every_text_has_a_font_and_a_colour(data: bytes) -> None:
    runs = [one for name in ("defRPr", "rPr") for one in chart_of(data).iter(A + name)]
    labels = list(chart_of(data).iter(f"{C}dLbls"))
    assert len(runs) >= 4
    assert all(one.find(f".//{A}defRPr") is not None for one in labels)
    assert [one for one in runs if one.find(f"{A}latin") is None or one.find(f"{A}solidFill/{A}srgbClr") is None] == []


@pytest.mark.parametrize("of", ["columns", "bar", "radar"])
def test_blanks_and_words_are_no_points(of: str) -> None:
    names = ("strCache", REF + "$A$1:$A$3", 3, NAMES)
    assert all_points(chart_of(drawn(KINDS[of]))) == [
        ("Autumn", names, ("numCache", REF + "$B$1:$B$3", 3, {0: "0.4", 1: "0.65"})),
        ("Summer", names, ("numCache", REF + "$C$1:$C$3", 3, {0: "0.55", 2: "0"})),
    ]


def test_days_are_remembered_as_days_and_a_blank_is_a_gap() -> None:
    root = chart_of(drawn(KINDS["lines"]))
    days = ("numCache", REF + "$A$5:$A$7", 3, {0: "45912", 1: "46101"})
    assert all_points(root) == [
        ("Asha", days, ("numCache", REF + "$B$5:$B$7", 3, {0: "12"})),
        ("Ben", days, ("numCache", REF + "$C$5:$C$7", 3, {0: "18", 1: "22"})),
    ]
    assert said(root, "dispBlanksAs") == ["gap"]
    assert [one.get("formatCode") for one in root.iterfind(f".//{C}catAx/{C}numFmt")] == ["d mmm yy"]


def test_numbers_as_categories_are_words() -> None:
    years = ("strCache", REF + "$A$15:$A$16", 2, {0: "2026", 1: "Autumn"})
    assert all_points(chart_of(drawn(KINDS["stacked"]))) == [
        ("No", years, ("numCache", REF + "$B$15:$B$16", 2, {0: "-4", 1: "-2"})),
        ("Yes", years, ("numCache", REF + "$C$15:$C$16", 2, {0: "5", 1: "4"})),
    ]


def test_a_scatter_remembers_both_ways_and_names_its_quadrants() -> None:
    root = chart_of(drawn(KINDS["scatter"]))
    corners = [(1, 96), (99, 96), (99, 4), (1, 4)]
    assert all_points(root, "xVal", "yVal") == [
        ("Path", ("numCache", REF + "$A$10:$A$12", 3, {0: "20", 1: "72"}),
         ("numCache", REF + "$B$10:$B$12", 3, {0: "30", 1: "80"})),
        ("Latest", ("numCache", REF + "$A$11", 1, {0: "72"}), ("numCache", REF + "$B$11", 1, {0: "80"})),
        *(
            (name, ("numCache", f"{REF}$A${row}", 1, {0: str(x)}), ("numCache", f"{REF}$B${row}", 1, {0: str(y)}))
            for row, name, (x, y) in zip(range(30, 34), CORNERS, corners, strict=True)
        ),
    ]  # fmt: skip
    assert said(root, "marker", "symbol") == ["circle", "square", "none", "none", "none", "none"]
    assert said(root, "dLbls", "showSerName") == ["1"] * 4
    assert said(root, "dLbls", "dLblPos") == ["l", "l"]  # to the right is where a scatter's labels stand anyway
    assert said(root, "legendEntry", "idx") == ["2", "3", "4", "5"]
    assert said(root, "marker", "size")[:2] == ["5", "10"]


def test_a_scatter_is_a_square_from_0_to_100_that_is_crossed_in_the_middle() -> None:
    root = chart_of(drawn(KINDS["scatter"]))
    for name, value in (("min", "0"), ("max", "100")):
        assert said(root, "valAx", "scaling", name) == [value, value]
    assert said(root, "valAx", "crossesAt") == ["50", "50"]
    assert said(root, "valAx", "majorUnit") == ["25", "25"]
    assert said(root, "valAx", "tickLblPos") == ["low", "low"]
    (width,), (height,) = (said(root, "plotArea", "layout", "manualLayout", side) for side in ("w", "h"))
    assert float(width) * 600 == pytest.approx(float(height) * 400)
    assert texts(root)[1:] == ["Need", "Engagement"]


def test_a_name_of_a_quadrant_without_a_place_is_an_error() -> None:
    with pytest.raises(ValueError, match="quadrants without places: A scatter chart"):
        drawn(chart("scatter", PATH, quadrants=CORNERS))


def test_a_scatter_without_names_has_no_more_series() -> None:
    root = chart_of(drawn(chart("scatter", PATH)))
    assert [name for name, _, _ in all_points(root, "xVal", "yVal")] == ["Path"]
    assert root.find(f".//{C}legend") is None


@pytest.mark.parametrize(
    ("of", "element", "direction", "grouping", "overlap", "gap"),
    [
        ("columns", "barChart", ["col"], ["clustered"], [], ["60"]),
        ("bar", "barChart", ["bar"], ["clustered"], [], ["60"]),
        ("stacked", "barChart", ["bar"], ["stacked"], ["100"], ["40"]),
        ("diverging", "barChart", ["bar"], ["stacked"], ["100"], ["40"]),
        ("lines", "lineChart", [], ["standard"], [], []),
    ],
)
def test_how_series_stand_together(
    of: str, element: str, direction: list[str], grouping: list[str], overlap: list[str], gap: list[str]
) -> None:
    root = chart_of(drawn(KINDS[of]))
    steps = ("barDir", "grouping", "overlap", "gapWidth")
    assert [said(root, element, step) for step in steps] == [direction, grouping, overlap, gap]


@pytest.mark.parametrize("of", ["bar", "stacked", "diverging"])
def test_the_first_category_of_bars_is_on_top_and_the_scale_at_the_bottom(of: str) -> None:
    root = chart_of(drawn(KINDS[of]))
    assert said(root, "catAx", "scaling", "orientation") == ["maxMin"]
    assert said(root, "valAx", "scaling", "orientation") == ["minMax"]
    assert said(root, "valAx", "crosses") == ["max"]
    assert said(root, "catAx", "tickLblPos") == ["low"]


def test_to_the_left_of_0_there_is_no_minus() -> None:
    root = chart_of(drawn(KINDS["diverging"]))
    assert [one.get("formatCode") for one in root.iterfind(f".//{C}valAx/{C}numFmt")] == ["0;0"]
    assert texts(root)[1:] == ["Year", "Pupils"]
    shares = chart_of(drawn(chart("diverging", *COUNTS)))
    assert [one.get("formatCode") for one in shares.iterfind(f".//{C}valAx/{C}numFmt")] == ["0%;0%"]
    assert said(shares, "valAx", "scaling", "min") == ["-1"]


def test_the_scale_is_the_one_that_is_given() -> None:
    root = chart_of(drawn(chart("lines", *COUNTS, percent=False, least=-10, most=30, step=5)))
    assert [said(root, "valAx", *step) for step in (("scaling", "min"), ("scaling", "max"), ("majorUnit",))] == [
        ["-10"], ["30"], ["5"],
    ]  # fmt: skip
    shares = chart_of(drawn(chart("columns", *TWO, most=0.5)))
    assert [said(shares, "valAx", "scaling", end) for end in ("min", "max")] == [["0"], ["0.5"]]
    free = chart_of(drawn(chart("columns", *TWO, percent=False)))
    assert [said(free, "valAx", "scaling", end) for end in ("min", "max")] == [[], []]


@pytest.mark.parametrize(
    ("of", "step"), [("columns", "1"), ("bar", "1"), ("stacked", "1"), ("diverging", "1"), ("lines", "1")]
)
def test_a_chart_of_counts_goes_by_whole_steps_as_long_as_its_bars_ask(of: str, step: str) -> None:
    counts = drawn(chart(of, *COUNTS, percent=False, counts=True))
    assert said(chart_of(counts), "valAx", "majorUnit") == [step]
    after = edit(counts, [SetCell(DATA, 15, 3, 16), SetCell(DATA, 16, 3, 40), RefreshCharts("Charts")]).data
    assert said(chart_of(after), "valAx", "majorUnit") == ["5"]


def test_steps_are_counted_along_the_whole_of_a_stacked_bar() -> None:
    rows: dict[int, tuple[CellValue, ...]] = {15: ("Spring", 8, 9), 16: ("Autumn", 3, "")}
    assert said(chart_of(drawn(chart("bar", *COUNTS, percent=False, counts=True), rows=rows)), "majorUnit") == ["1"]
    stacked = drawn(chart("stacked", *COUNTS, percent=False, counts=True), rows=rows)
    assert said(chart_of(stacked), "majorUnit") == ["2"]
    after = edit(stacked, [SetCell(DATA, 16, 3, 30), RefreshCharts("Charts")]).data
    assert said(chart_of(after), "majorUnit") == ["5"]


def test_steps_of_a_scale_that_is_given_stay() -> None:
    before = drawn(chart("columns", *COUNTS, percent=False, least=0, most=30, step=3))
    after = edit(before, [SetCell(DATA, 15, 3, 25), RefreshCharts("Charts")]).data
    assert said(chart_of(after), "valAx", "majorUnit") == ["3"]


def formats_of_labels(root: ET.Element) -> list[str | None]:
    return [one.get("formatCode") for one in root.iterfind(f".//{C}dLbls/{C}numFmt")]


@pytest.mark.parametrize(
    ("of", "percent", "written_as"),
    [
        ("columns", True, "0%"),
        ("lines", False, "General"),
        ("stacked", True, "0%;0%;"),
        ("stacked", False, "0.##;0.##;"),
        ("diverging", False, "0;0;"),
    ],
)
def test_values_beside_their_points_where_asked_for(of: str, percent: bool, written_as: str) -> None:
    asked = chart(of, series("No", 15, 2, RUST, 2, labels=True), COUNTS[1], percent=percent)
    root = chart_of(drawn(asked))
    assert said(root, "dLbls", "showVal") == ["1"]
    assert formats_of_labels(root) == [written_as]


def patterns(root: ET.Element) -> list[str]:
    """Of each series its pattern, '' where it is plain."""
    found = [one.find(f"{C}spPr/{A}pattFill") for one in root.iter(f"{C}ser")]
    return ["" if one is None else one.get("prst", "") for one in found]


@pytest.mark.parametrize(
    ("colours", "expected"),
    [
        ((DARK, MID, LIGHT), ["", "", ""]),
        ((DARK, DARK, DARK), ["", "wdUpDiag", "narHorz"]),
        (("2F6DB5", RUST, LIGHT), ["", "wdUpDiag", ""]),
        ((DARK, "0F5040", LIGHT), ["", "wdUpDiag", ""]),
    ],
)
def test_series_that_are_alike_in_grey_differ_by_a_pattern(colours: tuple[str, ...], expected: list[str]) -> None:
    those = [series(f"Series {at}", 1, 2, colour) for at, colour in enumerate(colours)]
    assert patterns(chart_of(drawn(chart("stacked", *those)))) == expected


def test_a_pattern_that_is_asked_for() -> None:
    those = series("One", 1, 2, DARK, pattern="large_grid"), series("Two", 1, 3, DARK)
    assert patterns(chart_of(drawn(chart("columns", *those)))) == ["lgGrid", ""]


def test_a_number_on_a_bar_can_be_read_and_stands_on_plain_ground() -> None:
    those = [series(f"Series {at}", 1, 2, colour, labels=True) for at, colour in enumerate((DARK, DARK, LIGHT))]
    labels = list(chart_of(drawn(chart("stacked", *those))).iter(f"{C}dLbls"))
    inks = [one.find(f".//{A}defRPr/{A}solidFill/{A}srgbClr") for one in labels]
    grounds = [one.find(f"{C}spPr/{A}solidFill/{A}srgbClr") for one in labels]
    assert [None if one is None else one.get("val") for one in inks] == ["FFFFFF", "FFFFFF", "1F2933"]
    assert [None if one is None else one.get("val") for one in grounds] == [None, DARK, None]


def test_a_line_is_dashed_as_asked_for_and_its_axis_is_not_taken_for_a_calendar() -> None:
    root = chart_of(drawn(KINDS["lines"]))
    assert [one.get("val") for one in root.iterfind(f".//{C}ser/{C}spPr/{A}ln/{A}prstDash")] == ["solid", "dash"]
    assert said(root, "catAx", "auto") == []
    assert root.find(f".//{C}dateAx") is None


def test_titles_of_axes_are_plain_and_the_charts_own_is_bold() -> None:
    runs = [one.get("b") for one in chart_of(drawn(KINDS["columns"])).iter(f"{A}rPr")]
    assert runs == ["1", "0", "0"]


def test_lines_differ_by_their_markers_and_a_radars_are_round() -> None:
    three = (*TWO, series("Year", 1, 3, MID), series("Own", 1, 3, MID, marker="x"))
    assert said(chart_of(drawn(chart("lines", *three))), "marker", "symbol") == ["circle", "square", "diamond", "x"]
    assert said(chart_of(drawn(chart("radar", *TWO))), "marker", "symbol") == ["circle", "circle"]


def test_a_word_typed_where_all_was_blank_is_remembered() -> None:
    blank: dict[int, tuple[CellValue, ...]] = {1: ("", ""), 2: ("", "")}
    before = drawn(chart("columns", series("Share", 1, 2, DARK, 2)), rows=blank)
    assert all_points(chart_of(before)) == [
        ("Share", ("strCache", REF + "$A$1:$A$2", 2, {}), ("numCache", REF + "$B$1:$B$2", 2, {}))
    ]
    after = edit(before, [SetCell(DATA, 2, 1, "Reading"), SetCell(DATA, 2, 2, 0.5), RefreshCharts("Charts")]).data
    expected = ("strCache", REF + "$A$1:$A$2", 2, {1: "Reading"}), ("numCache", REF + "$B$1:$B$2", 2, {1: "0.5"})
    assert all_points(chart_of(after)) == [("Share", *expected)]


def test_lines_follow_their_cells() -> None:
    edits = SetCell(DATA, 7, 1, date(2026, 7, 3)), SetCell(DATA, 7, 2, 14), SetCell(DATA, 5, 3, None)
    days = ("numCache", REF + "$A$5:$A$7", 3, {0: "45912", 1: "46101", 2: "46206"})
    assert all_points(chart_of(edit(drawn(KINDS["lines"]), [*edits, RefreshCharts("Charts")]).data)) == [
        ("Asha", days, ("numCache", REF + "$B$5:$B$7", 3, {0: "12", 2: "14"})),
        ("Ben", days, ("numCache", REF + "$C$5:$C$7", 3, {1: "22"})),
    ]


def test_a_scatter_follows_its_cells_both_ways() -> None:
    edits = SetCell(DATA, 12, 1, 90), SetCell(DATA, 12, 2, 15.5), SetCell(DATA, 11, 1, 60)
    before = drawn(KINDS["scatter"])
    after = all_points(chart_of(edit(before, [*edits, RefreshCharts("Charts")]).data), "xVal", "yVal")
    assert after == [
        ("Path", ("numCache", REF + "$A$10:$A$12", 3, {0: "20", 1: "60", 2: "90"}),
         ("numCache", REF + "$B$10:$B$12", 3, {0: "30", 1: "80", 2: "15.5"})),
        ("Latest", ("numCache", REF + "$A$11", 1, {0: "60"}), ("numCache", REF + "$B$11", 1, {0: "80"})),
        *all_points(chart_of(before), "xVal", "yVal")[2:],
    ]  # fmt: skip


def test_what_was_drawn_is_already_what_its_cells_hold() -> None:
    for one in KINDS.values():
        before = drawn(one)
        assert edit(before, [RefreshCharts("Charts")]).data is before, one.kind
