"""Workbook files made part by part: what the tests of reading share."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping

Parts = dict[str, str | bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
"""The head of an old Office file, or of an encrypted new one."""
WIDE = "utf-16-le"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def links(*rows: tuple[str, str, str]) -> str:
    """A relationships part: (id, kind, target) each."""
    listed = "".join(f'<Relationship Id="{i}" Type="{KINDS}/{kind}" Target="{target}"/>' for i, kind, target in rows)
    return f'<Relationships xmlns="{LINKS}">{listed}</Relationships>'


def sheet_part(cells: str, after: str = "", before: str = "") -> str:
    """A worksheet's part around the content of its sheetData."""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'


def parts_of(cells: str | Mapping[str, str], *, texts: tuple[str, ...] = (), names: str = "") -> Parts:
    """The parts of a small workbook: one sheet for each (name, content of its sheetData)."""
    sheets = {"Sheet": cells} if isinstance(cells, str) else dict(cells)
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in zip(numbers, sheets, strict=True)
    )
    parts: Parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": links(("w", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><sheets>{listed}</sheets>'
        f"<definedNames>{names}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": links(
            *((f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
            *([("t", "sharedStrings", "sharedStrings.xml")] if texts else []),
        ),
    }
    for n, content in zip(numbers, sheets.values(), strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = sheet_part(content)
    if texts:
        parts["xl/sharedStrings.xml"] = shared(texts)
    return parts


def shared(texts: tuple[str, ...]) -> str:
    """The part of shared texts."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="{MAIN}" uniqueCount="{len(texts)}">{items}</sst>'


def zipped(*groups: Mapping[str, str | bytes], pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of those parts, the same bytes whenever it is made; a name may come twice."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", pack) as archive:
        warnings.simplefilter("ignore")  # duplicate names are meant
        for group in groups:
            for name, content in group.items():
                archive.writestr(zipfile.ZipInfo(name), content, pack)
    return file.getvalue()


def book(
    cells: str | Mapping[str, str] = "",
    changes: Mapping[str, str | bytes | None] | None = None,
    *,
    texts: tuple[str, ...] = (),
    names: str = "",
) -> bytes:
    """The file of a small workbook. `changes` replaces or adds parts, those that are None are left out."""
    parts = {**parts_of(cells, texts=texts, names=names), **(changes or {})}
    return zipped({name: content for name, content in parts.items() if content is not None})
