"""The package around changed parts: what was not touched lies there as it did, packed, and the zip is plain."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.backends.editor.package import repacked
from ecm_xl.backends.reader.package import Package
from ecm_xl.workbook.edits import SetCell
from ecm_xl.workbook.snapshot import UnreadableWorkbook
from tests.editing.small import SHEET, WORKBOOK, WORKBOOK_RELS, made, rows, snapshot, the_sheet, unzipped
from tests.hostile.workbook import CRC, forged
from tests.parts import MAIN, Parts, links, sheet_part, zipped

SET = SetCell("Sheet", 1, 1, 7)
MORE: Parts = {
    "docProps/app.xml": "<a/>" * 50,
    "xl/media/image1.png": bytes(range(256)) * 9,
    "customXml/item1.xml": "<b/>",
}


def plain(more: Mapping[str, str | bytes] = MORE) -> Parts:
    return made(rows((1, 2), ("a", "b")), changes=more)


def entries(data: bytes) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Every part as the directory has it, with its packed bytes as they lie in the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            name, extra = struct.unpack_from("<2H", data, info.header_offset + 26)
            start = info.header_offset + 30 + name + extra
            yield info, data[start : start + info.compress_size]


def packed(data: bytes) -> dict[str, tuple[int, bytes]]:
    return {info.filename: (info.compress_type, content) for info, content in entries(data)}


@pytest.mark.parametrize("pack", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_untouched_parts_are_the_same_packed_bytes(pack: int) -> None:
    data = zipped(plain(), pack=pack)
    before, after = packed(data), packed(edit(data, [SET]).data)
    assert list(after) == list(before)
    assert {name for name in before if after[name] != before[name]} == {SHEET, WORKBOOK}
    assert len(before) > 6


def test_a_part_stored_as_it_is_stays_so_among_packed_ones() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in plain().items():
            is_picture = name.endswith(".png")
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED)
    after = packed(edit(file.getvalue(), [SET]).data)
    assert after["xl/media/image1.png"] == (zipfile.ZIP_STORED, MORE["xl/media/image1.png"])
    assert {kind for name, (kind, _) in after.items() if name != "xl/media/image1.png"} == {zipfile.ZIP_DEFLATED}


class OneWay(io.RawIOBase):
    """A file that can't be gone back in: sizes come behind each part."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        self.data += bytes(piece)  # type: ignore[call-overload]
        return len(bytes(piece))  # type: ignore[call-overload]


def test_sizes_stand_in_front_of_each_part_and_none_behind() -> None:
    file = OneWay()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in plain().items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    before = bytes(file.data)
    assert all(info.flag_bits & 8 for info, _ in entries(before))
    after = edit(before, [SET]).data
    assert b"PK\x07\x08" in before
    assert b"PK\x07\x08" not in after
    place = 0
    for info, content in entries(after):
        flags, crc, size, whole = struct.unpack_from("<6xH6x3I", after, info.header_offset)
        assert (info.header_offset, flags, crc) == (place, 0, info.CRC)
        assert (info.create_version, info.extract_version, info.create_system) == (20, 20, 0)
        assert (size, whole) == (info.compress_size, info.file_size)
        place += 30 + len(info.orig_filename.encode()) + len(content)
    assert after[place : place + 4] == b"PK\x01\x02"
    same = {name for name in packed(before) if packed(before)[name] == packed(after)[name]}
    assert same == {*plain()} - {SHEET, WORKBOOK}


def test_names_with_other_letters_stay() -> None:
    data = zipped(plain({"customXml/Prüfung.xml": "<a/>", "xl/media/学校.png": b"\x89"}))
    after = edit(data, [SET]).data
    found = {info.orig_filename: info.flag_bits for info, _ in entries(after)}
    assert (found["customXml/Prüfung.xml"], found["xl/media/学校.png"]) == (0x800, 0x800)
    assert found[SHEET] == 0


def test_a_changed_part_keeps_its_name_and_its_place() -> None:
    parts = plain()
    parts[WORKBOOK_RELS] = links(
        ("r1", "worksheet", "/xl/Worksheets/SHEET1.XML"), ("s", "styles", "styles.xml"), ("x", "theme", "theme.xml")
    )
    names = list(parts)
    data = zipped({name.replace(SHEET, "xl/Worksheets/Sheet1.xml"): content for name, content in parts.items()})
    after = edit(data, [SET]).data
    expected = [name.replace(SHEET, "xl/Worksheets/Sheet1.xml") for name in names]
    assert list(packed(after)) == expected


@pytest.mark.parametrize("part", [*MORE, SHEET, WORKBOOK, "[Content_Types].xml", "xl/styles.xml"])
def test_a_part_that_is_not_what_it_was_refuses(part: str) -> None:
    data = forged(zipped(plain()), part, {CRC: 1})
    with pytest.raises(UnreadableWorkbook) as reason:
        edit(data, [SET])
    assert (reason.value.code, part in reason.value.detail) == ("file-damaged", True)


def test_the_same_edits_make_the_same_bytes() -> None:
    data = zipped(plain())
    edits = [SET, SetCell("Sheet", 2, 2, "x"), SetCell("sheet", 5, 5, "y")]
    assert edit(data, edits).data == edit(data, edits[::-1]).data
    assert edit(data, edits).data != edit(data, edits[:2]).data


def test_nothing_to_do_is_the_very_same_file() -> None:
    data = zipped(plain())
    assert edit(data, []).data is data
    assert edit(data, [SetCell("Sheet", 1, 1, 1)]).data is data


def test_parts_are_replaced_added_and_taken_away() -> None:
    data = zipped({"a.xml": "<a/>", "B.xml": "<b/>", "c/": "", "c/d.xml": "<d/>"})
    after = repacked(Package(data), {"b.XML": b"<new/>", "c/d.xml": None, "e.xml": b"<e/>", "gone.xml": None})
    assert unzipped(after) == {"a.xml": "<a/>", "B.xml": "<new/>", "c/": "", "e.xml": "<e/>"}
    assert list(unzipped(after)) == ["a.xml", "B.xml", "c/", "e.xml"]
    assert {info.date_time for info, _ in entries(after)} == {(1980, 1, 1, 0, 0, 0)}
    assert {
        (info.extra, info.comment, info.volume, info.internal_attr, info.external_attr) for info, _ in entries(after)
    } == {(b"", b"", 0, 0, 0)}


# What is no sheet


@pytest.mark.parametrize(
    ("sheet", "code", "detail"),
    [
        (f'<!DOCTYPE a><worksheet xmlns="{MAIN}"><sheetData/></worksheet>', "file-unsafe", "declares a document type."),
        (f'<worksheet xmlns="{MAIN}"/>', "file-damaged", "A sheet has no list of cells."),
        (sheet_part('<row r="x"/>'), "file-damaged", "It has cells outside the sheet."),
        (sheet_part('<row r="1.5"/>'), "file-damaged", "It has cells outside the sheet."),
        (sheet_part('<row r="1"><c r="1A"/></row>'), "file-damaged", "It has cells outside the sheet."),
        (sheet_part("<row>"), "file-damaged", "The part xl/worksheets/sheet1.xml is broken."),
    ],
)
def test_what_is_no_sheet_is_not_changed(sheet: str, code: str, detail: str) -> None:
    with pytest.raises(UnreadableWorkbook) as reason:
        edit(zipped(plain({SHEET: sheet})), [SET])
    assert (reason.value.code, reason.value.detail.endswith(detail)) == (code, True)


@pytest.mark.parametrize(
    ("cell", "columns"),
    [
        ('<c r="A1"><v>abc</v></c>', ""),
        ('<c r="A1" t="s"><v>x</v></c>', ""),
        ('<c r="A1" t="odd"><v>1</v></c>', ""),
        ('<c r="B1"/>', '<cols><col min="x" max="2" style="1"/><col style="1"/></cols>'),
    ],
)
def test_what_means_nothing_is_written_over(cell: str, columns: str) -> None:
    parts = made(f'<row r="1">{cell}</row>', before=columns)
    after = unzipped(edit(zipped(parts), [SET]).data)
    assert the_sheet(snapshot(after)).rows[0][0] == 7.0


# The order in which formulas were last worked out, and whoever works them out anew


CHAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"


def with_chain() -> Parts:
    parts = plain({"xl/calcChain.xml": "<calcChain/>"})
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
        "</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{CHAIN_TYPE}"/></Types>'
    )
    parts[WORKBOOK_RELS] = links(
        ("r1", "worksheet", "worksheets/sheet1.xml"), ("s", "styles", "styles.xml"), ("c", "calcChain", "calcChain.xml")
    )
    return parts


def test_the_order_of_calculation_goes_with_all_that_names_it() -> None:
    before = with_chain()
    after = unzipped(edit(zipped(before), [SET]).data)
    assert set(before) - set(after) == {"xl/calcChain.xml"}
    assert not any("calcChain" in str(content) for content in after.values())
    assert str(after[WORKBOOK_RELS]).count("<Relationship ") == 2
    assert str(after["[Content_Types].xml"]).count("<Override") == 1
    assert the_sheet(snapshot(after)).rows[0] == [7.0, 2.0]


@pytest.mark.parametrize(
    ("workbook", "after"),
    [
        ("", '<definedNames/><calcPr fullCalcOnLoad="1"/>'),
        ("<calcPr/>", '<definedNames/><calcPr fullCalcOnLoad="1"/>'),
        ('<calcPr calcId="5" fullCalcOnLoad="0"/><extLst/>', '<calcPr calcId="5" fullCalcOnLoad="1"/><extLst/>'),
        ('<oleSize ref="A1"/><extLst/>', '<definedNames/><calcPr fullCalcOnLoad="1"/><oleSize ref="A1"/><extLst/>'),
        ('<calcPr fullCalcOnLoad="true"/>', '<calcPr fullCalcOnLoad="true"/>'),
    ],
)
def test_whoever_opens_the_file_works_it_out(workbook: str, after: str) -> None:
    parts = plain({})
    parts[WORKBOOK] = str(parts[WORKBOOK]).replace("<definedNames></definedNames>", f"<definedNames/>{workbook}")
    done = str(unzipped(edit(zipped(parts), [SET]).data)[WORKBOOK])
    assert done.endswith(f"{after}</workbook>")
    assert done.count("calcPr") == 1
