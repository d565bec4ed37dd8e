"""The workbook full of foreign things is sound: for its package, three readers, the auditor, and for our judging."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openxml_audit import AppPrediction, OpenXmlValidator, predict

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.workflows.examine import examine
from tests.editing.foreign import AUDIT, HISTORY, KINDS, MACROS, X14
from tests.editing.package import content_types, reached, relationships
from tests.hostile.bases import unzipped
from tests.parts import zipped
from tests.soffice import saved_again

TODAY = date(2026, 7, 10)
OPEN, EXCEL = "application/vnd.openxmlformats-officedocument.", "application/vnd.ms-excel."
TYPES = {
    "xl/worksheets/sheet15.xml": f"{OPEN}spreadsheetml.worksheet+xml",
    "xl/worksheets/sheet16.xml": f"{OPEN}spreadsheetml.worksheet+xml",
    "xl/worksheets/sheet17.xml": f"{OPEN}spreadsheetml.worksheet+xml",
    "xl/tables/table11.xml": f"{OPEN}spreadsheetml.table+xml",
    "xl/tables/table12.xml": f"{OPEN}spreadsheetml.table+xml",
    "xl/chartsheets/sheet1.xml": f"{OPEN}spreadsheetml.chartsheet+xml",
    "xl/charts/chart2.xml": f"{OPEN}drawingml.chart+xml",
    "xl/drawings/drawing2.xml": f"{OPEN}drawing+xml",
    "xl/drawings/drawing3.xml": f"{OPEN}drawing+xml",
    "xl/drawings/drawing4.xml": f"{OPEN}drawing+xml",
    "xl/drawings/drawing5.xml": f"{OPEN}drawing+xml",
    "xl/pivotTables/pivotTable1.xml": f"{OPEN}spreadsheetml.pivotTable+xml",
    "xl/pivotCache/pivotCacheDefinition1.xml": f"{OPEN}spreadsheetml.pivotCacheDefinition+xml",
    "xl/pivotCache/pivotCacheRecords1.xml": f"{OPEN}spreadsheetml.pivotCacheRecords+xml",
    "xl/slicers/slicer1.xml": f"{EXCEL}slicer+xml",
    "xl/slicers/slicer2.xml": f"{EXCEL}slicer+xml",
    "xl/slicerCaches/slicerCache1.xml": f"{EXCEL}slicerCache+xml",
    "xl/slicerCaches/slicerCache2.xml": f"{EXCEL}slicerCache+xml",
    "xl/timelines/timeline1.xml": f"{EXCEL}timeline+xml",
    "xl/timelineCaches/timelineCache1.xml": f"{EXCEL}timelineCache+xml",
    "xl/threadedComments/threadedComment1.xml": f"{EXCEL}threadedcomments+xml",
    "xl/threadedComments/threadedComment2.xml": f"{EXCEL}threadedcomments+xml",
    "xl/persons/person.xml": f"{EXCEL}person+xml",
    "xl/comments11.xml": f"{OPEN}spreadsheetml.comments+xml",
    "xl/drawings/vmlDrawing11.vml": f"{OPEN}vmlDrawing",
    "xl/ctrlProps/ctrlProp1.xml": f"{EXCEL}controlproperties+xml",
    "xl/activeX/activeX1.xml": "application/vnd.ms-office.activeX+xml",
    "xl/activeX/activeX1.bin": "application/vnd.ms-office.activeX",
    "xl/media/image1.png": "image/png",
    "xl/media/image2.png": "image/png",
    "xl/diagrams/data1.xml": f"{OPEN}drawingml.diagramData+xml",
    "xl/diagrams/layout1.xml": f"{OPEN}drawingml.diagramLayout+xml",
    "xl/diagrams/quickStyle1.xml": f"{OPEN}drawingml.diagramStyle+xml",
    "xl/diagrams/colors1.xml": f"{OPEN}drawingml.diagramColors+xml",
    "customXml/item1.xml": "application/xml",
    "customXml/itemProps1.xml": f"{OPEN}customXmlProperties+xml",
    "xl/connections.xml": f"{OPEN}spreadsheetml.connections+xml",
    "xl/queryTables/queryTable1.xml": f"{OPEN}spreadsheetml.queryTable+xml",
    "docProps/custom.xml": f"{OPEN}custom-properties+xml",
    "xl/printerSettings/printerSettings1.bin": f"{OPEN}spreadsheetml.printerSettings",
    "xl/printerSettings/printerSettings2.bin": f"{OPEN}spreadsheetml.printerSettings",
    "xl/metadata.xml": f"{OPEN}spreadsheetml.sheetMetadata+xml",
    "xl/richData/rdrichvalue.xml": f"{EXCEL}rdrichvalue+xml",
    "xl/richData/rdrichvaluestructure.xml": f"{EXCEL}rdrichvaluestructure+xml",
    "xl/richData/rdRichValueTypes.xml": f"{EXCEL}rdrichvaluetypes+xml",
    "xl/richData/richValueRel.xml": f"{EXCEL}richvaluerel+xml",
}


@pytest.fixture(scope="module", params=["xlsx", "xlsm"])
def path(
    request: pytest.FixtureRequest, foreign: bytes, foreign_macros: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The workbook without and with macros, as a file."""
    path = tmp_path_factory.mktemp("foreign") / f"Larkrise.{request.param}"
    path.write_bytes({"xlsx": foreign, "xlsm": foreign_macros}[request.param])
    return path


@pytest.fixture(scope="module")
def parts(path: Path) -> dict[str, bytes]:
    return unzipped(path.read_bytes())


# Its package


def test_every_kind_has_brought_its_parts() -> None:
    assert Counter(name for names in KINDS.values() for name in names) == Counter(list(TYPES))
    assert len(KINDS) == 17


def test_every_part_is_of_its_type(parts: dict[str, bytes]) -> None:
    types = content_types(parts)
    assert {name: types.get(name) for name in TYPES} == TYPES
    assert [name for name, kind in types.items() if not kind] == []


def test_nothing_else_has_come(without_forms: bytes, foreign: bytes) -> None:
    added = unzipped(foreign).keys() - unzipped(without_forms).keys()
    assert {name for name in added if not name.endswith(".rels")} == set(TYPES)


def test_macros_bring_their_project_and_make_the_workbook_an_xlsm(foreign: bytes, foreign_macros: bytes) -> None:
    plain, with_them = content_types(unzipped(foreign)), content_types(unzipped(foreign_macros))
    assert {name: kind for name, kind in with_them.items() if plain.get(name) != kind} == {
        MACROS: "application/vnd.ms-office.vbaProject",
        "xl/workbook.xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    }


def test_every_relationship_leads_to_a_part_and_every_part_is_led_to(parts: dict[str, bytes]) -> None:
    links = list(relationships(parts))
    assert {target for _, _, target in links} - parts.keys() == set()
    assert parts.keys() - reached(parts) == set()
    assert [key for key, times in Counter((source, key) for source, key, _ in links).items() if times > 1] == []


def test_every_relationship_that_a_part_names_is_there(parts: dict[str, bytes]) -> None:
    named = {
        (name, key.decode())
        for name, content in parts.items()
        if name.endswith((".xml", ".vml")) and not name.startswith("docProps")
        for key in re.findall(rb'(?:r:(?:id|embed|dm|lo|qs|cs)|o:relid)="(\w+)"', content)
    }
    assert named - {(source, key) for source, key, _ in relationships(parts)} == set()


def test_what_must_be_unique_is(parts: dict[str, bytes]) -> None:
    every = b"\n".join(parts.values())
    for pattern in (rb'sheetId="(\d+)"', rb"<table [^>]*? id=\"(\d+)\"", rb"<table [^>]*?displayName=\"(\w+)\""):
        found = re.findall(pattern, every)
        assert len(found) > 10
        assert len(set(found)) == len(found)
    shapes = re.findall(rb'(?:id|o:spid)="(_x0000_s\d+)"', every)
    assert len(set(shapes)) == len(shapes) > 100


@pytest.mark.parametrize("kind", X14)
def test_what_stands_within_sheets_stands_on_ours_and_on_the_persons(parts: dict[str, bytes], kind: str) -> None:
    holders = {name for name, content in parts.items() if X14[kind].encode() in content}
    expected = {AUDIT, "xl/worksheets/sheet15.xml"} | ({HISTORY} if kind == "conditional formats" else set())
    assert holders == expected


def test_every_part_of_ours_that_nothing_was_put_into_is_as_it_was(without_forms: bytes, foreign: bytes) -> None:
    before, after = unzipped(without_forms), unzipped(foreign)
    assert {name for name in before if after[name] != before[name]} == {
        AUDIT, HISTORY, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/sharedStrings.xml", "xl/workbook.xml",
        "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet3.xml.rels", "[Content_Types].xml",
    }  # fmt: skip


# Its readers


def test_it_is_judged_as_the_sample_is(path: Path, without_forms: bytes, tmp_path: Path) -> None:
    before = tmp_path / "sample.xlsx"
    before.write_bytes(without_forms)
    expected = examine(read_snapshot, before, TODAY)
    assert len(expected.ratings) > 200
    assert examine(read_snapshot, path, TODAY) == replace(expected, file=str(path))


SHEETS = ["My notes", "My data", "Pivot", "My chart"]
SEEN = {
    ("My notes", "A2"): "Ask the kitchen about breakfast club",
    ("My notes", "B3"): "Library",
    ("My data", "D7"): 6,
    ("My data", "F3"): "South",
    ("Pivot", "B6"): 21,
}


def test_our_reader_reads_the_persons_sheets(path: Path) -> None:
    snapshot = read_snapshot(path)
    assert [sheet.name for sheet in snapshot.sheets][-4:] == SHEETS
    cells = {name: snapshot.sheet(name) for name, _ in SEEN}
    read = {
        (name, cell): sheet.value(int(cell[1]), ord(cell[0]) - 64)
        for (name, cell) in SEEN
        if (sheet := cells[name]) is not None
    }
    assert read == SEEN
    assert {name for name, table in snapshot.tables.items() if table.sheet == "My data"} == {
        "My_visits",
        "From_outside",
    }


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_openpyxl_reads_it(path: Path) -> None:
    workbook: Any = load_workbook(path)
    assert workbook.sheetnames[-4:] == SHEETS
    assert {(name, cell): workbook[name][cell].value for name, cell in SEEN} == SEEN
    assert workbook["My notes"]["B2"].comment.text == "A. Reed:\nRing first."
    assert workbook["Audit"]["E6"].comment.text == "Ask Bea before this one changes."
    assert list(workbook["My data"].tables) == ["My_visits", "From_outside"]
    assert [pivot.name for pivot in workbook["Pivot"]._pivots] == ["PivotTable1"]
    assert len(workbook["My chart"]._charts) == 1
    assert [prop.value for prop in workbook.custom_doc_props.props] == ["A. Reed"]


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_libreoffice_reads_it_and_what_it_saves_is_judged_alike(path: Path, tmp_path: Path) -> None:
    (saved,) = saved_again([path], tmp_path / "profile", tmp_path / "saved", recalculate=False)
    workbook: Any = load_workbook(saved, read_only=True)  # pictures are another matter
    assert workbook.sheetnames[-4:] == SHEETS
    assert {(name, cell): workbook[name][cell].value for name, cell in SEEN} == SEEN
    before, after = examine(read_snapshot, path, TODAY), examine(read_snapshot, saved, TODAY)
    assert (after.judgements, after.ratings) == (before.judgements, before.ratings)


# The auditor


def test_the_auditor_has_nothing_to_say(path: Path) -> None:
    result = OpenXmlValidator(max_errors=0).validate(str(path))
    assert [str(error) for error in result.errors] == []
    assert predict(result).prediction is AppPrediction.OPENS_CLEAN


NOT_LOOKED_AT = {"xl/drawings/vmlDrawing11.vml", "customXml/item1.xml", "xl/richData/richValueRel.xml"}
"""Parts that the auditor has no rules for."""


def spoilt(content: bytes) -> bytes:
    """An element more, or where the root has none an attribute, that does not belong."""
    head, found, tail = content.rpartition(b"</")
    return head + b'<bogus xmlns=""/>' + found + tail if found else content.replace(b"/>", b' bogus="1"/>')


@pytest.mark.parametrize("part", sorted({n for n in TYPES if n.endswith((".xml", ".vml"))} - NOT_LOOKED_AT))
def test_a_foreign_part_that_is_unsound_would_be_found(foreign: bytes, part: str, tmp_path: Path) -> None:
    parts = unzipped(foreign)
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(zipped({**parts, part: spoilt(parts[part])}))
    errors = OpenXmlValidator(max_errors=0).validate(str(damaged)).errors
    assert f"/{part}" in {error.part_uri for error in errors}


def test_every_part_is_well_formed(parts: dict[str, bytes]) -> None:
    """The auditor is lenient there."""
    for name, content in parts.items():
        if name.endswith((".xml", ".vml", ".rels")):
            ElementTree.fromstring(content)
