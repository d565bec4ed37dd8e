"""A form that a workbook has from the start and one that was put into it later are the same, to the look of each cell,
and nothing else in the workbook is another one for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workflows.new import new
from ecm_xl.workflows.populate import populate
from tests import reading
from tests.editing.elements import sheets
from tests.editing.grafting import audited, of_opened, touched
from tests.editing.views import by_openpyxl, differing, read
from tests.filling import DETAILS, NOW, TODAY
from tests.hostile.bases import unzipped

Both = tuple[bytes, bytes]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """A workbook made with every form, and one to which every form was added."""
    folder = tmp_path_factory.mktemp("both")
    drawn, grafted = folder / "drawn.xlsx", folder / "grafted.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        reading.in_this_process(patch)
        new(Disk(), drawn, load_model(forms=FORMS), dict(DETAILS), TODAY)
        new(Disk(), grafted, load_model(), dict(DETAILS), TODAY)
        assert populate(Disk(), grafted, list(FORMS), TODAY, NOW).written.saved is not None
    return drawn.read_bytes(), grafted.read_bytes()


Seen = dict[str, dict[object, object]]
"""Sheet → what openpyxl sees of it."""


@pytest.fixture(scope="module")
def seen(both: Both) -> tuple[Seen, Seen]:
    """The forms' sheets: cells with their values and looks, and everything beside them."""
    return seen_of(both[0]), seen_of(both[1])


def seen_of(data: bytes) -> Seen:
    workbook, values = by_openpyxl(data), by_openpyxl(data, values=True)
    return {name: of_opened(workbook, values, name) for name in FORMS.values()}


def test_sheets_stand_in_the_same_order(both: Both) -> None:
    drawn, grafted = ([(one.name, one.hidden) for one in read(data).sheets] for data in both)
    assert drawn == grafted


def test_our_reader_finds_the_same(both: Both) -> None:
    drawn, grafted = map(read, both)
    assert drawn.sheets == grafted.sheets
    assert (drawn.tables, drawn.names) == (grafted.tables, grafted.names)


@pytest.mark.slow
@pytest.mark.parametrize("sheet", FORMS.values())
def test_openpyxl_sees_the_same(seen: tuple[Seen, Seen], sheet: str) -> None:
    drawn, grafted = (one[sheet] for one in seen)
    assert len(drawn) > 50
    assert differing(drawn, grafted) == {}


def test_charts_are_the_same(both: Both) -> None:
    drawn, grafted = (
        sorted(without_numbers(part) for name, part in unzipped(data).items() if name.startswith("xl/charts/chart"))
        for data in both
    )
    assert len(drawn) > 5
    assert drawn == grafted


def without_numbers(chart: bytes) -> bytes:
    """Its axes are numbered through the file that it was drawn into; the numbers count within the chart alone."""
    return re.sub(rb'(<c:(?:axId|crossAx) val=")\d+(\d"/>)', rb"\1\2", chart)


@pytest.mark.slow
def test_a_single_form_is_the_same_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading.in_this_process(monkeypatch)
    for form, sheet in FORMS.items():
        drawn, grafted = tmp_path / f"{form} drawn.xlsx", tmp_path / f"{form} grafted.xlsx"
        new(Disk(), drawn, load_model(forms=[form]), dict(DETAILS), TODAY)
        new(Disk(), grafted, load_model(), dict(DETAILS), TODAY)
        populate(Disk(), grafted, [form], TODAY, NOW)
        assert read(drawn.read_bytes()).sheet(sheet) == read(grafted.read_bytes()).sheet(sheet)


def test_a_workbook_full_of_foreign_things_keeps_them_to_the_byte(
    foreign: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Charts, pictures, notes, sparklines, pivot tables, formulas onto our sheets."""
    reading.in_this_process(monkeypatch)
    path = tmp_path / "foreign.xlsx"
    path.write_bytes(foreign)
    done = populate(Disk(), path, list(FORMS), TODAY, NOW)
    assert (done.written.notes, {one.is_new for one in done.forms}) == ((), {True})
    after = path.read_bytes()
    new_parts, gone, changed = touched(foreign, after)
    assert gone == set()
    assert changed == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        *(name for name in changed if name.startswith("xl/worksheets/sheet") and is_mapping(after, name)),
    }
    assert len([name for name in new_parts if name.startswith("xl/worksheets/sheet")]) == len(FORMS)
    assert audited(after, tmp_path) <= audited(foreign, tmp_path)


def is_mapping(data: bytes, part: str) -> bool:
    """Whether it is the sheet that takes on the agencies' names."""
    return sheets(unzipped(data))["Mapping"] == part
