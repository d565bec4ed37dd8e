"""Workbook files made part by part, and what reading them comes to."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

import pytest

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.workbook.snapshot import Snapshot, UnreadableWorkbook

Parts = dict[str, str | bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
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


def sheet_part(cells: str, after: str = "") -> str:
    """A worksheet's part around the content of its sheetData."""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>'


@pytest.fixture(scope="session")
def parts_of() -> Callable[..., Parts]:
    """The parts of a small workbook: one sheet for each (name, content of its sheetData)."""

    def make(cells: str | Mapping[str, str], *, texts: tuple[str, ...] = (), names: str = "") -> Parts:
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
            items = "".join(f"<si><t>{text}</t></si>" for text in texts)
            parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}" uniqueCount="{len(texts)}">{items}</sst>'
        return parts

    return make


@pytest.fixture(scope="session")
def zipped() -> Callable[..., bytes]:
    """A zip of those parts; a name may come twice."""

    def make(*parts: Mapping[str, str | bytes]) -> bytes:
        file = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            warnings.simplefilter("ignore")  # duplicate names are meant
            for group in parts:
                for name, content in group.items():
                    archive.writestr(name, content)
        return file.getvalue()

    return make


@pytest.fixture(scope="session")
def book(parts_of: Callable[..., Parts], zipped: Callable[..., bytes]) -> Callable[..., bytes]:
    """The file of a small workbook. `changes` replaces or adds parts, those that are None are left out."""

    def make(
        cells: str | Mapping[str, str] = "", changes: Mapping[str, str | bytes | None] | None = None, **more: object
    ) -> bytes:
        parts = {**parts_of(cells, **more), **(changes or {})}
        return zipped({name: content for name, content in parts.items() if content is not None})

    return make


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Path]:
    """The bytes as a new file."""
    folder, numbers = tmp_path_factory.mktemp("books"), count()

    def save(data: bytes) -> Path:
        path = folder / f"book{next(numbers)}.xlsx"
        path.write_bytes(data)
        return path

    return save


@pytest.fixture(scope="session")
def read(saved: Callable[[bytes], Path]) -> Callable[[bytes], Snapshot]:
    """The snapshot of a file of those bytes."""
    return lambda data: read_snapshot(saved(data))


@pytest.fixture(scope="session")
def refusal(saved: Callable[[bytes], Path]) -> Callable[[bytes], tuple[str, str]]:
    """Why a file of those bytes is not read: code and detail. It fails if the file is read."""

    def why(data: bytes) -> tuple[str, str]:
        with pytest.raises(UnreadableWorkbook) as refused:
            read_snapshot(saved(data))
        return refused.value.code, refused.value.detail

    return why
