"""What charts remember of the cells that they show is brought up to date with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.workbook.edits import Refresh, SetCell
from tests.editing.small import SHEET, changed, made
from tests.parts import Parts, links, zipped

CHART, DRAWING = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CELLS = (
    '<row r="1"><c r="A1" t="str"><v>Ethos</v></c><c r="B1"><f>1+0</f><v>0.5</v></c></row>'
    '<row r="2"><c r="A2" t="str"><v>Policy</v></c><c r="B2"><f>2+0</f><v>2</v></c></row>'
)
HALF = Refresh("Sheet", 1, 2, "=1+0", 0.75)


def points(*values: str | None, code: str = "") -> str:
    kind = f' formatCode="{code}"' if code else ""
    listed = "".join(f'<c:pt idx="{n}"{kind}><c:v>{v}</c:v></c:pt>' for n, v in enumerate(values) if v is not None)
    return f'<c:ptCount val="{len(values)}"/>{listed}'


def numbers(formula: str, held: str) -> str:
    return f"<c:numRef><c:f>{formula}</c:f><c:numCache><c:formatCode>0%</c:formatCode>{held}</c:numCache></c:numRef>"


def words(formula: str, held: str) -> str:
    return f"<c:strRef><c:f>{formula}</c:f><c:strCache>{held}</c:strCache></c:strRef>"


def charted(*series: str, cells: str = CELLS) -> Parts:
    """A sheet with a chart of those series."""
    return made(
        cells,
        related=[("d", "drawing", "../drawings/drawing1.xml")],
        after='<drawing r:id="d"/>',
        changes={
            DRAWING: "<a/>",
            "xl/drawings/_rels/drawing1.xml.rels": links(("c", "chart", "../charts/chart1.xml")),
            CHART: f'<c:chartSpace xmlns:c="{C}">{"".join(series)}</c:chartSpace>',
        },
    )


def remembers(parts: Parts, series: str) -> bool:
    return str(parts[CHART]).endswith(f'<c:chartSpace xmlns:c="{C}">{series}</c:chartSpace>')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (numbers("Sheet!$B$1:$B$2", points("0.5", "2")), numbers("Sheet!$B$1:$B$2", points("0.75", "2"))),
        (numbers("'Sheet'!$B$1:$B$2", points("0.5", "9")), numbers("'Sheet'!$B$1:$B$2", points("0.75", "2"))),
        (numbers("Sheet!B1", points("0.5", code="0%")), numbers("Sheet!B1", points("0.75", code="0%"))),
        (numbers("Sheet!$B$1:$B$3", points("0.5", "2", "4")), numbers("Sheet!$B$1:$B$3", points("0.75", "2", None))),
        (numbers("Sheet!$B$1:$B$3", points("0.5")), numbers("Sheet!$B$1:$B$3", points("0.75", "2", None))),
        (numbers("Sheet!$B$1:$B$2", points()), numbers("Sheet!$B$1:$B$2", points("0.75", "2"))),
        (numbers("Sheet!$A$1:$B$1", points("9", "0.5")), numbers("Sheet!$A$1:$B$1", points(None, "0.75"))),
        (words("Sheet!$A$1:$A$2", points("Old", "Policy")), words("Sheet!$A$1:$A$2", points("Ethos", "Policy"))),
        (
            numbers("Sheet!$B$1:$B$2", points("0.5", "2") + "<c:extLst/>"),
            numbers("Sheet!$B$1:$B$2", points("0.75", "2") + "<c:extLst/>"),
        ),
    ],
)
def test_a_chart_remembers_what_its_cells_hold(before: str, after: str) -> None:
    assert remembers(changed(charted(before), HALF), after)


@pytest.mark.parametrize(
    "series",
    [
        numbers("Sheet!$B$1:$B$2", points("0.750", "2.0")),
        numbers("Gone!$B$1:$B$2", points("5")),
        numbers("Sheet!$B:$B", points("5")),
        numbers("Mine", points("5")),
        numbers("B1", points("5")),
        numbers("(Sheet!$B$1,Sheet!$B$2)", points("5")),
        numbers("#REF!", points("5")),
        numbers("", points("5")),
        "<c:numRef><c:f>Sheet!$B$1</c:f></c:numRef>",
        '<c:numLit><c:pt idx="0"><c:v>5</c:v></c:pt></c:numLit>',
    ],
)
def test_what_is_right_or_cannot_be_told_stays(series: str) -> None:
    before = charted(series)
    assert changed(before, HALF)[CHART] == before[CHART]


@pytest.mark.parametrize(
    ("around", "cache", "before", "after"),
    [
        ("<c:xVal>{}</c:xVal>", numbers, points("0.5", "2"), points("0.75", "2")),
        ("<c:yVal>{}</c:yVal>", numbers, points(), points("0.75", "2")),
        ("<c:cat>{}</c:cat>", words, points(None, None), points("0.75", "2")),
        ("<c:dLbls><c:dLbl><c:tx>{}</c:tx></c:dLbl></c:dLbls>", words, points("0.5", "2"), points("0.75", "2")),
        ("<c:title><c:tx>{}</c:tx></c:title>", words, points("0.5", "2"), points("0.75", "2")),
    ],
)
def test_wherever_a_chart_remembers_cells(
    around: str, cache: Callable[[str, str], str], before: str, after: str
) -> None:
    remembered, wanted = (around.format(cache("Sheet!$B$1:$B$2", held)) for held in (before, after))
    assert remembers(changed(charted(remembered), HALF), wanted)


def test_a_yes_is_one_and_a_word_is_no_number() -> None:
    before = charted(numbers("Sheet!$B$1:$B$2", points("0.5", "2")))
    after = changed(before, Refresh("Sheet", 1, 2, "=1+0", True), Refresh("Sheet", 2, 2, "=2+0", "no"))
    assert remembers(after, numbers("Sheet!$B$1:$B$2", points("1", None)))


def test_a_chart_of_a_sheet_that_nothing_is_refreshed_on_stays() -> None:
    before = charted(numbers("Sheet!$B$1:$B$2", points("9", "9")))
    after = changed(before, SetCell("Sheet", 9, 9, 1))
    assert after[CHART] == before[CHART]
    assert after[SHEET] != before[SHEET]


def test_a_chart_behind_right_cells_is_brought_up_to_them_once() -> None:
    shows = Refresh("Sheet", 1, 2, "=1+0", 0.5)
    once = edit(zipped(charted(numbers("Sheet!$B$1:$B$2", points("9", "9")))), [shows]).data
    assert edit(once, [shows]).data is once


def test_a_sheet_whose_name_has_a_quotation_mark() -> None:
    parts = charted(numbers("'It''s'!$B$1", points("0.5")))
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace('name="Sheet"', 'name="It\'s"')
    assert remembers(changed(parts, Refresh("It's", 1, 2, "=1+0", 0.75)), numbers("'It''s'!$B$1", points("0.75")))
