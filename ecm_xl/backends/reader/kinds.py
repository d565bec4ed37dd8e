"""What a file is when it is not an .xlsx: said in words, so that people know what to do."""

from __future__ import annotations

import re

from ecm_xl.workbook.snapshot import UnreadableWorkbook

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_EXCEL_MARKS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # Excel 2 to 5 without a wrapper
_OTHER_MARKS = (
    (b"%PDF", ": a PDF"),
    (b"{\\rtf", ": a Rich Text document"),
    (b"\x89PNG", ": a picture"),
    (b"\xff\xd8\xff", ": a picture"),
    (b"GIF8", ": a picture"),
    (b"7z\xbc\xaf", ": a compressed folder"),
    (b"Rar!", ": a compressed folder"),
    (b"\x1f\x8b", ": a compressed folder"),
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|table|div|style)\b", re.I | re.S)
_LOOKED_AT = 4096
# The kind of the main part. Others are named too, where a document is embedded in another.
_SHEET_MAIN = re.compile(rb"(?:spreadsheetml|ms-excel)\.[A-Za-z.]+\.main\+xml")
_OTHER_MAINS = (
    (re.compile(rb"(?:wordprocessingml|ms-word)\.[A-Za-z.]+\.main\+xml"), ": a Word document"),
    (re.compile(rb"(?:presentationml|ms-powerpoint)\.[A-Za-z.]+\.main\+xml"), ": a PowerPoint presentation"),
)
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_BETWEEN_COLUMNS = re.compile(rb"[,;\t|]")


def other(detail: str) -> UnreadableWorkbook:
    """The file holds something that is no spreadsheet."""
    return UnreadableWorkbook("file-not-a-workbook", detail)


def old_format(detail: str) -> UnreadableWorkbook:
    """The file is a spreadsheet of another kind, which Excel can save as .xlsx."""
    return UnreadableWorkbook("file-old-format", detail)


def refuse_other_kinds(data: bytes) -> None:
    """Returns if the file looks like a zip package, else raises with what it is."""
    if data.startswith(ZIP_MARKS):
        return
    head = data[:_LOOKED_AT]
    if not head.strip(b"\0") and not data.strip(b"\0"):
        raise UnreadableWorkbook("file-empty")  # what an interrupted copy leaves behind
    if data.startswith(OLE_MARK):
        raise _what_ole_holds(data)
    for mark, words in _OTHER_MARKS:
        if data.startswith(mark):
            raise other(words)
    if data.startswith(_OLD_EXCEL_MARKS):
        raise old_format(" (an .xls from an old Excel)")
    raise _what_text_it_is(head)


def _what_ole_holds(data: bytes) -> UnreadableWorkbook:
    """Old Office files and encrypted new ones share one wrapper; its directory is in UTF-16.

    The names are looked for in the whole file: walking the directory would be one more parser
    for hostile bytes, and the names are long enough not to turn up by chance.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableWorkbook("file-password")
    if "WordDocument".encode("utf-16-le") in data:
        return other(": a Word document")
    if "PowerPoint Document".encode("utf-16-le") in data:
        return other(": a PowerPoint presentation")
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return old_format(" (an .xls)")
    return other("")


def _what_text_it_is(head: bytes) -> UnreadableWorkbook:
    """Web pages, XML, comma-separated and other text; else nothing that is known here."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text):
        return old_format(" (a web page)")
    if text.lstrip().startswith((b"<?xml", b"<")):
        return _what_xml_it_is(text)
    if head.startswith(_TEXT_MARKS):
        return old_format(" (plain text)")
    if b"\0" in head:
        return other("")
    return old_format(" (plain text or .csv)") if _BETWEEN_COLUMNS.search(text) else other(": plain text")


def _what_xml_it_is(text: bytes) -> UnreadableWorkbook:
    """XML without a package may still be a spreadsheet."""
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text or b'progid="Excel.Sheet"' in text:
        return old_format(" (XML Spreadsheet 2003)")
    if b"opendocument.spreadsheet" in text:
        return old_format(" (an .fods)")
    return other(": XML")


def refuse_other_packages(names: frozenset[str], content_types: bytes, mimetype: bytes) -> None:
    """Returns if the package says that it is an .xlsx or .xlsm, else raises with what it is."""
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        raise old_format(" (an .ods)") if b"spreadsheet" in mimetype else other(": an OpenDocument file")
    if b"sheet.binary.macroEnabled.main" in content_types or "xl/workbook.bin" in names:
        raise old_format(" (an .xlsb)")
    if _SHEET_MAIN.search(content_types):
        return
    if any(name.endswith(".iwa") for name in names):
        raise old_format(" (a Numbers file)")
    for mark, words in _OTHER_MAINS:
        if mark.search(content_types):
            raise other(words)
    raise other(": a zip folder")
