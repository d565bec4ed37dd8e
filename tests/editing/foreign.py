"""A sample setting workbook in which a person and other programs have put everything that we know nothing of.

The parts that come along whole lie in the folder `parts`, under the names that they get. What says of them that
they are there (relationships, content types, the list of sheets) and what goes into our own sheets is data here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from tests.hostile.bases import unzipped
from tests.hostile.foreign import picture
from tests.parts import KINDS as OFFICE
from tests.parts import OLE, zipped

_FOLDER = Path(__file__).parent / "parts"

KINDS: Mapping[str, tuple[str, ...]] = {
    "worksheets of their own": tuple(f"xl/worksheets/sheet{n}.xml" for n in (15, 16, 17)),
    "tables of their own": ("xl/tables/table11.xml", "xl/tables/table12.xml"),
    "chart sheet": ("xl/chartsheets/sheet1.xml", "xl/charts/chart2.xml", "xl/drawings/drawing4.xml"),
    "pivot table": (
        "xl/pivotTables/pivotTable1.xml",
        "xl/pivotCache/pivotCacheDefinition1.xml",
        "xl/pivotCache/pivotCacheRecords1.xml",
    ),
    "slicers": (
        "xl/slicers/slicer1.xml",
        "xl/slicers/slicer2.xml",
        "xl/slicerCaches/slicerCache1.xml",
        "xl/slicerCaches/slicerCache2.xml",
    ),
    "timelines": ("xl/timelines/timeline1.xml", "xl/timelineCaches/timelineCache1.xml", "xl/drawings/drawing3.xml"),
    "threaded comments": (
        "xl/threadedComments/threadedComment1.xml",
        "xl/threadedComments/threadedComment2.xml",
        "xl/persons/person.xml",
    ),
    "notes": ("xl/comments11.xml", "xl/drawings/vmlDrawing11.vml"),
    "form controls": ("xl/ctrlProps/ctrlProp1.xml",),
    "ActiveX": ("xl/activeX/activeX1.xml", "xl/activeX/activeX1.bin"),
    "pictures": (
        "xl/media/image1.png",
        "xl/media/image2.png",
        "xl/drawings/drawing2.xml",
        "xl/drawings/drawing5.xml",
    ),
    "SmartArt": tuple(f"xl/diagrams/{name}1.xml" for name in ("data", "layout", "quickStyle", "colors")),
    "custom XML": ("customXml/item1.xml", "customXml/itemProps1.xml"),
    "connections": ("xl/connections.xml", "xl/queryTables/queryTable1.xml"),
    "custom properties": ("docProps/custom.xml",),
    "printer settings": ("xl/printerSettings/printerSettings1.bin", "xl/printerSettings/printerSettings2.bin"),
    "rich values": (
        "xl/metadata.xml",
        "xl/richData/rdrichvalue.xml",
        "xl/richData/rdrichvaluestructure.xml",
        "xl/richData/rdRichValueTypes.xml",
        "xl/richData/richValueRel.xml",
    ),
}
"""Kind of thing → the parts it brings. Drop-downs, conditional formats and sparklines of the x14 kind bring none:
they stand in the sheets' own parts (`X14`)."""

X14: Mapping[str, str] = {
    "drop-downs": "<x14:dataValidation ",
    "conditional formats": '<x14:cfRule type="expression"',
    "sparklines": "<x14:sparkline>",
}
"""What stands within a sheet's extensions, and how it begins."""

MACROS = "xl/vbaProject.bin"
AUDIT, HISTORY = "xl/worksheets/sheet3.xml", "xl/worksheets/sheet12.xml"
"""The parts of two of our sheets in the sample."""
TEXTS, WORKBOOK, TYPES = "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"

_BYTES: Mapping[str, bytes] = {
    "xl/media/image1.png": picture(),
    "xl/media/image2.png": picture(),
    "xl/printerSettings/printerSettings1.bin": "Office printer".encode("utf-16-le").ljust(220, b"\0"),
    "xl/printerSettings/printerSettings2.bin": "Hall printer".encode("utf-16-le").ljust(220, b"\0"),
    "xl/activeX/activeX1.bin": OLE,
}
"""What is no text. Of printer settings, ActiveX and macros there is only as much as nobody looks behind."""

_DEFAULTS: Mapping[str, str] = {
    "png": "image/png",
    "bin": "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
}
_OPEN = "application/vnd.openxmlformats-officedocument."
_TYPES: tuple[tuple[str, str], ...] = (
    (r"xl/worksheets/.*", f"{_OPEN}spreadsheetml.worksheet+xml"),
    (r"xl/chartsheets/.*", f"{_OPEN}spreadsheetml.chartsheet+xml"),
    (r"xl/tables/.*", f"{_OPEN}spreadsheetml.table+xml"),
    (r"xl/queryTables/.*", f"{_OPEN}spreadsheetml.queryTable+xml"),
    (r"xl/comments.*", f"{_OPEN}spreadsheetml.comments+xml"),
    (r"xl/connections.*", f"{_OPEN}spreadsheetml.connections+xml"),
    (r"xl/pivotTables/.*", f"{_OPEN}spreadsheetml.pivotTable+xml"),
    (r"xl/pivotCache/.*Definition\d.*", f"{_OPEN}spreadsheetml.pivotCacheDefinition+xml"),
    (r"xl/pivotCache/.*Records\d.*", f"{_OPEN}spreadsheetml.pivotCacheRecords+xml"),
    (r"xl/metadata.*", f"{_OPEN}spreadsheetml.sheetMetadata+xml"),
    (r"xl/charts/.*", f"{_OPEN}drawingml.chart+xml"),
    (r"xl/drawings/.*\.xml", f"{_OPEN}drawing+xml"),
    (r"xl/diagrams/data.*", f"{_OPEN}drawingml.diagramData+xml"),
    (r"xl/diagrams/layout.*", f"{_OPEN}drawingml.diagramLayout+xml"),
    (r"xl/diagrams/quickStyle.*", f"{_OPEN}drawingml.diagramStyle+xml"),
    (r"xl/diagrams/colors.*", f"{_OPEN}drawingml.diagramColors+xml"),
    (r"customXml/itemProps.*", f"{_OPEN}customXmlProperties+xml"),
    (r"docProps/custom.*", f"{_OPEN}custom-properties+xml"),
    (r"xl/slicers/.*", "application/vnd.ms-excel.slicer+xml"),
    (r"xl/slicerCaches/.*", "application/vnd.ms-excel.slicerCache+xml"),
    (r"xl/timelines/.*", "application/vnd.ms-excel.timeline+xml"),
    (r"xl/timelineCaches/.*", "application/vnd.ms-excel.timelineCache+xml"),
    (r"xl/threadedComments/.*", "application/vnd.ms-excel.threadedcomments+xml"),
    (r"xl/persons/.*", "application/vnd.ms-excel.person+xml"),
    (r"xl/ctrlProps/.*", "application/vnd.ms-excel.controlproperties+xml"),
    (r"xl/activeX/.*\.xml", "application/vnd.ms-office.activeX+xml"),
    (r"xl/activeX/.*\.bin", "application/vnd.ms-office.activeX"),
    (r"xl/richData/rdrichvalue\..*", "application/vnd.ms-excel.rdrichvalue+xml"),
    (r"xl/richData/rdrichvaluestructure.*", "application/vnd.ms-excel.rdrichvaluestructure+xml"),
    (r"xl/richData/rdRichValueTypes.*", "application/vnd.ms-excel.rdrichvaluetypes+xml"),
    (r"xl/richData/richValueRel.*", "application/vnd.ms-excel.richvaluerel+xml"),
)
"""A part's name → its content type, where its ending does not give it."""

_MICROSOFT = "http://schemas.microsoft.com/office"
_LINKS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "_rels/.rels": (("rId4", f"{OFFICE}/custom-properties", "docProps/custom.xml"),),
    "xl/_rels/workbook.xml.rels": (
        *((f"rId{n + 3}", f"{OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in (15, 16, 17)),
        ("rId21", f"{OFFICE}/chartsheet", "chartsheets/sheet1.xml"),
        ("rId22", f"{OFFICE}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        ("rId23", f"{_MICROSOFT}/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml"),
        ("rId24", f"{_MICROSOFT}/2007/relationships/slicerCache", "slicerCaches/slicerCache2.xml"),
        ("rId25", f"{_MICROSOFT}/2011/relationships/timelineCache", "timelineCaches/timelineCache1.xml"),
        ("rId26", f"{_MICROSOFT}/2017/10/relationships/person", "persons/person.xml"),
        ("rId27", f"{OFFICE}/connections", "connections.xml"),
        ("rId28", f"{OFFICE}/customXml", "../customXml/item1.xml"),
        ("rId29", f"{OFFICE}/sheetMetadata", "metadata.xml"),
        ("rId30", f"{_MICROSOFT}/2017/06/relationships/rdRichValue", "richData/rdrichvalue.xml"),
        ("rId31", f"{_MICROSOFT}/2017/06/relationships/rdRichValueStructure", "richData/rdrichvaluestructure.xml"),
        ("rId32", f"{_MICROSOFT}/2017/06/relationships/rdRichValueTypes", "richData/rdRichValueTypes.xml"),
        ("rId33", f"{_MICROSOFT}/2022/10/relationships/richValueRel", "richData/richValueRel.xml"),
    ),
    "xl/worksheets/_rels/sheet3.xml.rels": (
        ("rId4", f"{OFFICE}/drawing", "../drawings/drawing5.xml"),
        ("rId5", f"{OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin"),
        ("rId6", f"{_MICROSOFT}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml"),
        ("rId7", f"{_MICROSOFT}/2007/relationships/slicer", "../slicers/slicer2.xml"),
    ),
}
"""The relationships that parts of ours get: id, type, target."""

_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_NS14 = f"{_MICROSOFT}/spreadsheetml/2009/9/main"
_NS15 = f"{_MICROSOFT}/spreadsheetml/2010/11/main"


def _rule(guid: str, formula: str, area: str, priority: int) -> str:
    """The extension with a conditional format of the x14 kind."""
    return (
        f'<ext xmlns:x14="{_NS14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"><x14:conditionalFormattings>'
        f'<x14:conditionalFormatting xmlns:xm="{_XM}"><x14:cfRule type="expression" priority="{priority}" id="{guid}">'
        f"<xm:f>{formula}</xm:f><x14:dxf><font><b/></font></x14:dxf></x14:cfRule><xm:sqref>{area}</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext>"
    )


_AUDIT_EXTENSIONS = (
    "<extLst>"
    + _rule("{6E0F4A11-0001-4C6B-9B1D-1F6B0C2A0002}", "$I5='My data'!$C$2", "I5:I222", 8)
    + f'<ext xmlns:x14="{_NS14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
    f'<x14:dataValidations xmlns:xm="{_XM}" count="1">'
    '<x14:dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1">'
    "<x14:formula1><xm:f>'My data'!$C$2:$C$7</xm:f></x14:formula1><xm:sqref>I5:I222</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext>"
    f'<ext xmlns:x14="{_NS14}" uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}">'
    f'<x14:sparklineGroups xmlns:xm="{_XM}"><x14:sparklineGroup displayEmptyCellsAs="gap">'
    "<x14:colorSeries rgb=\"FF376092\"/><x14:sparklines><x14:sparkline><xm:f>'My data'!D2:D7</xm:f>"
    "<xm:sqref>L5</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>"
    f'<ext xmlns:x15="{_NS15}" uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}">'
    f'<x14:slicerList xmlns:x14="{_NS14}"><x14:slicer r:id="rId7"/></x14:slicerList></ext></extLst>'
)
_HISTORY_EXTENSIONS = (
    "<extLst>" + _rule("{6E0F4A11-0001-4C6B-9B1D-1F6B0C2A0003}", "$B5='My data'!$C$2", "B5:B5", 1) + "</extLst>"
)
_THREAD = "{5B2D1F00-0000-4000-8000-000000000011}"
_NOTES = (
    '<comment ref="E6" authorId="1"><text><t>Ask Bea before this one changes.</t></text></comment>'
    '<comment ref="F6" authorId="2"><text><t>[Threaded comment] Do we have this on paper? Reply: Yes, in the office.'
    "</t></text></comment>"
)
_WORKBOOK_EXTENSIONS = (
    f'<extLst><ext xmlns:x14="{_NS14}" uri="{{BBE1A952-AA13-448e-AADC-164F8A28A991}}">'
    '<x14:slicerCaches><x14:slicerCache r:id="rId23"/></x14:slicerCaches></ext>'
    f'<ext xmlns:x15="{_NS15}" uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}">'
    f'<x15:slicerCaches xmlns:x14="{_NS14}"><x14:slicerCache r:id="rId24"/></x15:slicerCaches></ext>'
    f'<ext xmlns:x15="{_NS15}" uri="{{D0CA8CA8-9F24-4464-BF8E-62219DCF47F9}}">'
    '<x15:timelineCacheRefs><x15:timelineCacheRef r:id="rId25"/></x15:timelineCacheRefs></ext></extLst>'
)
_SHEETS = (
    '<sheet name="My notes" sheetId="15" r:id="rId18"/><sheet name="My data" sheetId="16" r:id="rId19"/>'
    '<sheet name="Pivot" sheetId="17" r:id="rId20"/><sheet name="My chart" sheetId="18" r:id="rId21"/>'
)
_NAMES = "".join(
    f'<definedName name="{name}">#N/A</definedName>' for name in ("NativeTimeline_Day", "Slicer_Outcome", "Slicer_Room")
)
_PIVOTS = '<pivotCaches><pivotCache cacheId="1" r:id="rId22"/></pivotCaches>'

_INSERTED: Mapping[str, tuple[tuple[str, str], ...]] = {
    WORKBOOK: (
        ("</sheets>", _SHEETS),
        ("</definedNames>", _NAMES),
        ("</workbook>", _PIVOTS + _WORKBOOK_EXTENSIONS),
    ),
    AUDIT: (('<legacyDrawing r:id="rId1"/>', '<drawing r:id="rId4"/>'), ("</worksheet>", _AUDIT_EXTENSIONS)),
    HISTORY: (("</worksheet>", _HISTORY_EXTENSIONS),),
    "xl/comments1.xml": (
        ("</authors>", f"<author>A. Reed</author><author>tc={_THREAD}</author>"),
        ("</commentList>", _NOTES),
    ),
}
"""What goes into parts of ours: before which text, what."""
_PAGE = '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"'


def with_foreign_parts(data: bytes) -> bytes:
    """The sample with a thing of every foreign kind: on sheets of its own, and on our Audit and History."""
    parts = unzipped(data)
    for part, changes in _INSERTED.items():
        for before, text in changes:
            parts[part] = _insert(parts[part], before, text)
    parts[AUDIT] = _once(parts[AUDIT], _PAGE, f'{_PAGE} r:id="rId5"')
    for part, links in _LINKS.items():
        parts[part] = _insert(parts[part], "</Relationships>", "".join(map(_link, *zip(*links, strict=True))))
    shapes = "xl/drawings/vmlDrawing1.vml"
    parts[shapes] = _insert(parts[shapes], "</xml>", "".join(_shapes(parts[shapes].decode(), (5, 4), (5, 5))))
    added = {**_texts_put_in(parts), **_BYTES}
    parts[TYPES] = _typed(parts[TYPES], added)
    return zipped({**parts, **added})


def with_macros(data: bytes) -> bytes:
    """The same as a workbook with macros (.xlsm)."""
    parts = unzipped(data)
    old, new = f"{_OPEN}spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    link = _link("rIdMacros", f"{_MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin")
    parts["xl/_rels/workbook.xml.rels"] = _insert(parts["xl/_rels/workbook.xml.rels"], "</Relationships>", link)
    parts[TYPES] = _once(parts[TYPES], old, new)
    parts[TYPES] = _insert(parts[TYPES], "</Types>", _override(MACROS, "application/vnd.ms-office.vbaProject"))
    return zipped({**parts, MACROS: OLE})


@cache
def _whole_parts() -> Mapping[str, bytes]:
    """The folder's parts by their names."""
    files = sorted(path for path in _FOLDER.rglob("*") if path.is_file())
    return {path.relative_to(_FOLDER).as_posix(): path.read_bytes() for path in files}


def _texts_put_in(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The folder's parts; what their sheets' text cells say has gone to the shared strings."""
    texts: list[str] = []
    first = int(re.findall(rb'uniqueCount="(\d+)"', parts[TEXTS])[0])

    def number(found: re.Match[bytes]) -> bytes:
        texts.append(found[1].decode())
        return b't="s"><v>%d</v>' % (first + len(texts) - 1)

    added = {
        name: re.sub(rb't="s"><v>([^<]*)</v>', number, content) if name.startswith("xl/worksheets/sheet") else content
        for name, content in _whole_parts().items()
    }
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    counted = re.sub(rb'ount="(\d+)"', lambda found: b'ount="%d"' % (int(found[1]) + len(texts)), parts[TEXTS], count=2)
    parts[TEXTS] = _insert(counted, "</sst>", items)
    return added


def _shapes(drawn: str, *cells: tuple[int, int]) -> Iterable[str]:
    """A note's shape for each cell (row, column from 0), like the last one there."""
    last = re.findall(r"<v:shape .*?</v:shape>", drawn, re.DOTALL)[-1]
    number = int(re.findall(r"_x0000_s(\d+)", last)[0])
    for shape, (row, column) in enumerate(cells, number + 1):
        text = last.replace(f"_x0000_s{number}", f"_x0000_s{shape}")
        text = re.sub(r"<x:Row>\d+</x:Row>", f"<x:Row>{row}</x:Row>", text)
        yield re.sub(r"<x:Column>\d+</x:Column>", f"<x:Column>{column}</x:Column>", text)


def _typed(types: bytes, added: Iterable[str]) -> bytes:
    """The content types with those of the parts that are added."""
    defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in _DEFAULTS.items())
    found = ((name, kind) for name in added for pattern, kind in _TYPES if re.fullmatch(pattern, name))
    types = _insert(types, "<Override ", defaults)
    return _insert(types, "</Types>", "".join(_override(name, kind) for name, kind in found))


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/{name}" ContentType="{kind}"/>'


def _link(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'


def _insert(content: bytes, before: str, text: str) -> bytes:
    """The content with a text before the first place of another, which must be there."""
    head, found, tail = content.partition(before.encode())
    assert found, before
    return head + text.encode() + found + tail


def _once(content: bytes, old: str, new: str) -> bytes:
    """The content with a text, which must stand there once, written otherwise."""
    assert content.count(old.encode()) == 1, old
    return content.replace(old.encode(), new.encode())


__all__ = ["AUDIT", "HISTORY", "KINDS", "MACROS", "X14", "with_foreign_parts", "with_macros"]
