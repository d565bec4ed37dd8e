"""What is refused before any reader opens it, with which code and which words."""

from __future__ import annotations

import os
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecm_xl.backends.reader import limits, read_snapshot
from ecm_xl.core.findings import CATALOGUE
from ecm_xl.workbook.snapshot import Snapshot, UnreadableWorkbook
from tests.parts import OLE, WIDE

Book = Callable[..., bytes]
Refusal = Callable[[bytes], tuple[str, str]]
SHEET = "xl/worksheets/sheet1.xml"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def why(path: Path) -> tuple[str, str]:
    """Why a path is not read."""
    with pytest.raises(UnreadableWorkbook) as refused:
        read_snapshot(path)
    return refused.value.code, refused.value.detail


BILLION_LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OTHER_FILE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def test_a_sound_workbook_is_read(book: Book, read: Callable[[bytes], Snapshot]) -> None:
    assert [sheet.rows for sheet in read(book(ONE)).sheets] == [[[1.0]]]


# What it is


@pytest.mark.parametrize(
    ("data", "code", "detail"),
    [
        (b"", "file-empty", ""),
        (bytes(5000), "file-empty", ""),
        (OLE + "Workbook".encode(WIDE), "file-old-format", " (an .xls)"),
        (OLE + "Book".encode(WIDE), "file-old-format", " (an .xls)"),
        (OLE + "DataSpaces".encode(WIDE) + "EncryptedPackage".encode(WIDE), "file-password", ""),
        (OLE + "WordDocument".encode(WIDE), "file-not-a-workbook", ": a Word document"),
        (OLE + "PowerPoint Document".encode(WIDE), "file-not-a-workbook", ": a PowerPoint presentation"),
        (OLE, "file-not-a-workbook", ""),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "file-old-format", " (an .xls from an old Excel)"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "file-old-format", " (a web page)"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "file-old-format", " (a web page)"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
            "file-old-format",
            " (XML Spreadsheet 2003)",
        ),
        (
            b'<?xml version="1.0"?><office:document mimetype="x.opendocument.spreadsheet"/>',
            "file-old-format",
            " (an .fods)",
        ),
        (b'<?xml version="1.0"?><note/>', "file-not-a-workbook", ": XML"),
        (b"Ref,Rating\nS01,Embedded\n", "file-old-format", " (plain text or .csv)"),
        ("\ufeffRef\tRating".encode(WIDE), "file-old-format", " (plain text)"),
        (b"Dear colleague", "file-not-a-workbook", ": plain text"),
        (b"%PDF-1.7", "file-not-a-workbook", ": a PDF"),
        (b"{\\rtf1", "file-not-a-workbook", ": a Rich Text document"),
        (b"\x89PNG\r\n\x1a\n", "file-not-a-workbook", ": a picture"),
        (b"\x01\x02\x03\x00rubbish", "file-not-a-workbook", ""),
        (b"PK\x03\x04 and no more", "file-damaged", "Its list of contents is missing or broken: it may be incomplete."),
    ],
)
def test_other_kinds_of_file(refusal: Refusal, data: bytes, code: str, detail: str) -> None:
    assert refusal(data) == (code, detail)


@pytest.mark.parametrize(
    ("parts", "code", "detail"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "file-old-format", " (an .ods)"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "file-not-a-workbook", ": an OpenDocument file"),
        (
            {"[Content_Types].xml": "<T t='x.wordprocessingml.document.main+xml'/>"},
            "file-not-a-workbook",
            ": a Word document",
        ),
        (
            # A Word document that holds a workbook is a Word document.
            {"[Content_Types].xml": "<T t='x.wordprocessingml.document.main+xml' u='x.spreadsheetml.sheet'/>"},
            "file-not-a-workbook",
            ": a Word document",
        ),
        (
            {"[Content_Types].xml": "<T t='x.presentationml.presentation.main+xml'/>"},
            "file-not-a-workbook",
            ": a PowerPoint presentation",
        ),
        (
            {"[Content_Types].xml": "<T t='vnd.ms-excel.sheet.binary.macroEnabled.main'/>", "xl/workbook.bin": "x"},
            "file-old-format",
            " (an .xlsb)",
        ),
        ({"Index/Document.iwa": "x"}, "file-old-format", " (a Numbers file)"),
        ({"letter.txt": "Dear colleague"}, "file-not-a-workbook", ": a zip folder"),
    ],
)
def test_other_packages(
    zipped: Callable[..., bytes], refusal: Refusal, parts: dict[str, str], code: str, detail: str
) -> None:
    assert refusal(zipped(parts)) == (code, detail)


def test_a_workbook_with_macros_is_read(book: Book, read: Callable[[bytes], Snapshot]) -> None:
    kind = "<T t='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/>"
    assert read(book(ONE, {"[Content_Types].xml": kind, "xl/vbaProject.bin": b"\0"})).sheets[0].rows == [[1.0]]


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET])
def test_strict_open_xml(book: Book, refusal: Refusal, parts_of: Callable[..., dict[str, str]], part: str) -> None:
    strict = parts_of(ONE)[part].replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert refusal(book(ONE, {part: strict})) == ("file-strict", "")


# Where it is


def test_nothing_is_there(tmp_path: Path) -> None:
    assert why(tmp_path / "missing.xlsx") == ("file-missing", "")
    (tmp_path / "file").write_bytes(b"x")
    assert why(tmp_path / "file" / "missing.xlsx") == ("file-missing", "")
    assert why(tmp_path / "zero\0byte.xlsx") == ("file-missing", "")


def test_a_folder_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").mkdir()
    assert why(tmp_path / "x.xlsx") == ("file-not-a-file", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert why(tmp_path / "pipe.xlsx") == ("file-not-a-file", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_that_takes_a_files_place(
    tmp_path: Path, saved: Callable[[bytes], Path], book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    file = saved(book(ONE)).stat()
    monkeypatch.setattr(os, "stat", lambda _path: file)
    assert why(tmp_path / "pipe.xlsx") == ("file-not-a-file", "")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets as files here")
def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.xlsx")
        assert why(Path("s.xlsx")) == ("file-not-a-file", "")


def test_no_permission(saved: Callable[[bytes], Path], book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # the tests may run as root, who is never refused
    assert why(saved(book(ONE))) == ("file-not-permitted", "")


def test_the_disk_fails(saved: Callable[[bytes], Path], book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", fail)
    assert why(saved(book(ONE))) == ("file-not-permitted", "The computer says: Input/output error.")


def test_too_big_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.xlsx").open("wb") as file:
        file.truncate(limits.MAX_FILE + 1)  # takes no space on the disk
    assert why(tmp_path / "big.xlsx") == ("file-too-big", "It has 51 MB; at most 50 MB is read.")


# The package


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new)


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("../evil.xml", "A part's name points outside the file."),
        ("xl/../../evil.xml", "A part's name points outside the file."),
        ("/xl/evil.xml", "A part's name is not one that Excel would give."),
        ("xl\\evil.xml", "A part's name is not one that Excel would give."),
        ("C:evil.xml", "A part's name is not one that Excel would give."),
    ],
)
def test_names_that_lead_elsewhere(book: Book, refusal: Refusal, name: str, detail: str) -> None:
    assert refusal(book(ONE, {name: "<a/>"})) == ("file-unsafe", detail)


@pytest.mark.parametrize("second", [SHEET, SHEET.upper()])
def test_a_part_twice(
    zipped: Callable[..., bytes], parts_of: Callable[..., dict[str, str]], refusal: Refusal, second: str
) -> None:
    data = zipped(parts_of(ONE), {second: "<a/>"})
    assert refusal(data) == ("file-unsafe", f"It holds the part {second} twice.")


def test_parts_locked_one_by_one(book: Book, refusal: Refusal) -> None:
    data = bytearray(book(ONE))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == ("file-unsafe", "Its parts are locked one by one, which Excel never does.")


def test_another_way_of_packing(book: Book, refusal: Refusal) -> None:
    data = bytearray(book(ONE))
    data[data.index(b"PK\x01\x02") + 10] = zipfile.ZIP_LZMA
    assert refusal(bytes(data)) == ("file-unsafe", "It is packed in a way that Excel does not use.")


def test_a_flipped_bit_is_found(book: Book, refusal: Refusal) -> None:
    data = book(ONE)
    place = data.index(SHEET.encode()) + len(SHEET) + 20
    flipped = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    code, detail = refusal(flipped)
    assert code == "file-damaged"
    assert detail in (
        f"The part {SHEET} is not what it was when the file was saved.",
        f"The part {SHEET} can't be unpacked.",
        f"The part {SHEET} is not as long as the file says.",
    )


@pytest.mark.parametrize("content", [os.urandom(3000), BILLION_LAUGHS.encode(), ("x" * 99).encode("utf-16")])
def test_a_part_that_nobody_asks_for_stays_packed(
    book: Book, read: Callable[[bytes], Snapshot], content: bytes
) -> None:
    """A flipped bit in a picture, entities in a drawing: no value hangs on them, and nothing reads them."""
    data = bytearray(book(ONE, {"xl/drawings/drawing1.xml": content}))
    data[data.index(b"xl/drawings/drawing1.xml") + 30] ^= 1
    assert read(bytes(data)) == read(book(ONE))


def test_a_changed_crc_is_found(book: Book, refusal: Refusal) -> None:
    data = book(ONE)
    check = struct.pack(
        "<I", zlib.crc32(f'<?xml version="1.0"?>{HEAD}<sheetData>{ONE}</sheetData></worksheet>'.encode())
    )
    data = patched(data, check, b"\0\0\0\0")
    assert refusal(data) == ("file-damaged", f"The part {SHEET} is not what it was when the file was saved.")


@pytest.mark.parametrize("piece", range(20))
def test_a_file_cut_short(book: Book, refusal: Refusal, piece: int) -> None:
    data = book(ONE)
    code, _ = refusal(data[: 4 + (len(data) - 5) * piece // 19])
    assert code == "file-damaged"


def test_a_part_that_says_it_is_shorter(book: Book, refusal: Refusal) -> None:
    data = bytearray(book(ONE))
    place = data.rindex(SHEET.encode()) - 46  # the entry in the list of contents
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    assert refusal(bytes(data)) == ("file-damaged", f"The part {SHEET} is not what it was when the file was saved.")


def test_a_zip_bomb(book: Book, refusal: Refusal) -> None:
    data = book(ONE, {"xl/media/bomb.bin": bytes(11 * limits.MB)})
    assert refusal(data) == ("file-unsafe", "The part xl/media/bomb.bin swells far too much when it is unpacked.")


def test_a_bomb_that_hides_its_size(book: Book, refusal: Refusal) -> None:
    """Of 120 MB no more is unpacked than it says; what is smaller is unpacked and found out."""
    for size, said in (
        (120 * limits.MB, "as long as the file says"),
        (limits.MB, "what it was when the file was saved"),
    ):
        data = bytearray(book(ONE, {SHEET: bytes(size)}))
        for place in (data.index(SHEET.encode()) - 8, data.rindex(SHEET.encode()) - 22):
            data[place : place + 4] = struct.pack("<I", 1000)
        assert refusal(bytes(data)) == ("file-damaged", f"The part {SHEET} is not {said}.")


def test_parts_on_top_of_one_another(book: Book, refusal: Refusal) -> None:
    data = bytearray(book(ONE, {"a.bin": os.urandom(6000), "b.bin": b"x"}))
    place = data.rindex(b"b.bin") - 46
    first = data.rindex(b"a.bin") - 46
    data[place + 16 : place + 28] = data[first + 16 : first + 28]  # the same bytes a second time
    assert refusal(bytes(data)) == ("file-unsafe", "Its parts lie on top of one another.")


def test_too_many_parts(book: Book, refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PARTS", 4)
    assert refusal(book(ONE)) == ("file-unsafe", "It has 5 parts.")
    monkeypatch.setattr(limits, "MAX_DIRECTORY_MARKS", 4)
    assert refusal(book(ONE) + b"\0") == ("file-unsafe", "It has too many parts.")


def test_bounds_of_size(book: Book, refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TOTAL", 3 * limits.MB)
    big = {"a.bin": os.urandom(2 * limits.MB), "b.bin": os.urandom(2 * limits.MB)}
    assert refusal(book(ONE, big)) == ("file-too-big", "Unpacked, it has 5 MB; at most 3 MB is read.")
    monkeypatch.setattr(limits, "MAX_PART", limits.MB)
    assert refusal(book(ONE, big)) == ("file-too-big", "The part a.bin has 2 MB; at most 1 MB is read.")


# XML


@pytest.mark.parametrize("declaration", [BILLION_LAUGHS, OTHER_FILE, "<!DOCTYPE a>"])
@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "xl/sharedStrings.xml"]
)
def test_document_types_are_refused_in_every_part_that_is_read(
    book: Book, refusal: Refusal, parts_of: Callable[..., dict[str, str]], part: str, declaration: str
) -> None:
    content = parts_of(ONE, texts=("a",)).get(part, "<a/>").removeprefix('<?xml version="1.0"?>')
    data = book(ONE, {part: declaration + content}, texts=("a",))
    assert refusal(data) == (
        "file-unsafe",
        f"The part {part if part.startswith('xl') else part.lower()} declares a document type.",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-1"])
def test_other_encodings_are_refused(book: Book, refusal: Refusal, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{HEAD}<sheetData>{ONE}</sheetData></worksheet>'
    data = book(ONE, {SHEET: content.encode(encoding)})
    assert refusal(data) == ("file-unsafe", f"The part {SHEET} is in an encoding that Excel does not use.")


def test_a_document_type_hidden_in_another_encoding(book: Book, refusal: Refusal) -> None:
    for encoding in ("utf-16", "utf-16-le", "utf-7"):
        content = f'<?xml version="1.0" encoding="{encoding}"?>{BILLION_LAUGHS}<a>&b;</a>'
        data = book(ONE, {"xl/workbook.xml": content.encode(encoding)})
        assert refusal(data) == ("file-unsafe", "The part xl/workbook.xml is in an encoding that Excel does not use.")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", SHEET])
def test_broken_xml(book: Book, refusal: Refusal, part: str) -> None:
    assert refusal(book(ONE, {part: f"{HEAD}<sheetData/><b></worksheet>"})) == (
        "file-damaged",
        f"The part {part} is broken.",
    )


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET])
def test_elements_too_deep(book: Book, refusal: Refusal, part: str) -> None:
    deep = f"{HEAD}{'<a>' * 200}{'</a>' * 200}</worksheet>"
    assert refusal(book(ONE, {part: deep})) == (
        "file-unsafe",
        f"The part {part} has elements too deep inside one another.",
    )


@pytest.mark.parametrize(
    "forged",
    [
        '<sst uniqueCount="4000000000">',
        "<x:sst uniqueCount = '4000000000' count='1'>",
        '<sst count="4000000000" uniqueCount="1">',
        '<sst a=">" uniqueCount="4000000000">',
        '<!-- <sst uniqueCount="1"> --><sst uniqueCount="4000000000">',
        '<sst uniqueCount="1"><sst uniqueCount="4000000000">',
        '<sst uniqueCount="&#52;">',
    ],
)
def test_forged_counts_of_texts(book: Book, refusal: Refusal, forged: str) -> None:
    data = book(ONE, {"xl/sharedStrings.xml": f"{forged}<si><t>a</t></si></sst>"}, texts=("a",))
    assert refusal(data) == ("file-unsafe", "The part xl/sharedStrings.xml promises far more than it holds.")


def test_forged_counts_of_styles(book: Book, refusal: Refusal, parts_of: Callable[..., dict[str, str]]) -> None:
    rels = parts_of(ONE, texts=("a",))["xl/_rels/workbook.xml.rels"].replace("sharedStrings", "styles")
    styles = '<styleSheet><cellXfs count="4000000000"><xf numFmtId="0"/></cellXfs></styleSheet>'
    data = book(ONE, {"xl/_rels/workbook.xml.rels": rels, "xl/styles.xml": styles})
    assert refusal(data) == ("file-unsafe", "The part xl/styles.xml promises far more than it holds.")


def test_texts_that_are_not_well_formed(book: Book, refusal: Refusal) -> None:
    # A reader that does not mind would take the second text for the first.
    part = "xl/sharedStrings.xml"
    broken = "<sst><si><t>a</t><si><t>b</t></si></sst>"
    data = book(ONE, {part: broken}, texts=("a", "b"))
    assert refusal(data) == ("file-damaged", f"The part {part} is broken.")


# Cells


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize(
    ("cells", "code", "detail"),
    [
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            "file-too-big",
            "On one sheet the filled cells reach as far as XFD1048576.",
        ),
        (
            '<row r="1"><c r="A1"><v>1</v></c><c r="XFE1"><v>1</v></c></row>',
            "file-damaged",
            "It has cells outside the sheet.",
        ),
        ('<row r="1"><c r="A1048577"/></row>', "file-damaged", "It has cells outside the sheet."),
        ('<row r="1048577"><c r="A1"/></row>', "file-damaged", "It has cells outside the sheet."),
        ('<row r="99999999999"/>', "file-damaged", "It has cells outside the sheet."),
        ('<row r="1"><c r="AAAA1"/></row>', "file-damaged", "It has cells outside the sheet."),
        ('<row r="1"><c r="1A"/></row>', "file-damaged", "It has cells outside the sheet."),
        ('<row r="1"><c r="$A$1"/></row>', "file-damaged", "It has cells outside the sheet."),
        (
            '<row r="1"><c r="A1" t="odd"><v>1</v></c></row>',
            "file-damaged",
            "It has a cell of a kind that is not known.",
        ),
        (
            '<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">B1</f><v>1</v></c></row>',
            "file-unsafe",
            "Its formulas spread over far too many cells.",
        ),
    ],
)
def test_cells_out_of_bounds(book: Book, refusal: Refusal, cells: str, quote: str, code: str, detail: str) -> None:
    assert refusal(book(cells.replace('"', quote))) == (code, detail)


def test_values_that_make_no_sense(book: Book, refusal: Refusal) -> None:
    for cell in ('<c r="A1" t="s"><v>7</v></c>', '<c r="A1" t="b"><v>7</v></c>', '<c r="A0"><v>1</v></c>'):
        code, _ = refusal(book(f'<row r="1">{cell}</row>'))
        assert code == "file-damaged"


def test_far_cells_without_a_value_do_no_harm(book: Book, read: Callable[[bytes], Snapshot]) -> None:
    styled = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="999999"><c r="XFD999999" s="0"/></row>'
    assert read(book(styled)).sheets[0].rows == [[1.0]]


@pytest.mark.parametrize("quote", ['"', "'"])
def test_too_many_cells(book: Book, refusal: Refusal, monkeypatch: pytest.MonkeyPatch, quote: str) -> None:
    monkeypatch.setattr(limits, "MAX_CELLS", 2)
    cells = '<row r="1"><c r="A1"/><c r="B1"/><c r="C1"/></row>'.replace('"', quote)
    assert refusal(book(cells)) == ("file-too-big", "One sheet has more than 2 cells.")


def test_too_many_cells_in_all(book: Book, refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BOXES", 3)
    two = '<row r="2"><c r="A2"><v>1</v></c></row>'
    assert refusal(book({"One": two, "Two": two})) == ("file-too-big", "Its sheets together have far too many cells.")


def test_merged_ranges(book: Book, refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    def merged(*ranges: str) -> bytes:
        listed = "".join(f'<mergeCell ref="{reference}"/>' for reference in ranges)
        content = f"{HEAD}<sheetData>{ONE}</sheetData><mergeCells>{listed}</mergeCells></worksheet>"
        return book(ONE, {SHEET: content})

    assert refusal(merged("A1:XFD1048576")) == ("file-unsafe", "One merged range covers nearly a whole sheet.")
    monkeypatch.setattr(limits, "MAX_MERGES", 2)
    assert refusal(merged("A1:B1", "A2:B2", "A3:B3")) == ("file-unsafe", "One sheet has more than 2 merged ranges.")


# Any file at all


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_damage_is_read_or_refused(book: Book, saved: Callable[[bytes], Path], data: st.DataObject) -> None:
    sound = book('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1</f><v>2</v></c></row>', texts=("a",))
    changed = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    code = "file-damaged"
    try:
        read_snapshot(saved(bytes(changed)))
    except UnreadableWorkbook as refused:
        code = refused.code
    assert code in CATALOGUE


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE, b"<?xml", b"<html"]))
def test_any_bytes_are_refused(saved: Callable[[bytes], Path], rest: bytes, start: bytes) -> None:
    code, _ = why(saved(start + rest))
    assert code in CATALOGUE
