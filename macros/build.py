"""Builds the Excel add-in `macros/ecm.xlam` from `macros/*.bas` and `macros/customUI14.xml`, without Excel.

    python macros/build.py            builds
    python macros/build.py --check    builds in memory and compares; exit code 1 where something differs

The same sources give the same bytes, on every computer: nothing in the package is compressed, because compressed bytes
differ from one version of zlib to the next, and no date of today goes in.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB

HERE = Path(__file__).parent
BUILT = HERE / "ecm.xlam"
RIBBON = HERE / "customUI14.xml"

PROJECT, RIBBON_PART, RELATIONSHIPS, PROPERTIES = (
    "xl/vbaProject.bin",
    "customUI/customUI14.xml",
    "_rels/.rels",
    "docProps/core.xml",
)
RIBBON_RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
NO_CACHE = bytes.fromhex("CC61FFFF000000")
"""[MS-OVBA] 2.3.4.1: what a writer puts into `_VBA_PROJECT`, so that Excel compiles the modules from their source."""
MADE_ON = "2026-07-10T00:00:00Z"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_TEMPLATES_MODULE = "Module1"


def modules() -> dict[str, str]:
    """Every module's name and source, with the line ends that VBA has.

    Raises ValueError where a source has a character outside cp1252, which a VBA project can't hold.
    """
    found = {}
    for path in sorted(HERE.glob("*.bas")):
        source = path.read_text(encoding="utf-8")
        source.encode("cp1252")
        found[path.stem] = "\r\n".join(source.splitlines()) + "\r\n"
    return found


def build() -> bytes:
    """The add-in's bytes."""
    parts = _package(modules())
    parts[PROJECT] = _without_cache(parts[PROJECT])
    parts[PROPERTIES] = _properties()
    parts[RELATIONSHIPS] = _with_ribbon(parts[RELATIONSHIPS])
    parts[RIBBON_PART] = "\n".join(RIBBON.read_text(encoding="utf-8").splitlines()).encode() + b"\n"
    return _zipped(parts)


def _package(sources: Mapping[str, str]) -> dict[str, bytes]:
    """The parts of an add-in with these modules, as pyOpenVBA writes it from its template."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / BUILT.name
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module(_TEMPLATES_MODULE)
            for name, source in sources.items():
                project.add_module(name, source)
            book.save()
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}


def _without_cache(project: bytes) -> bytes:
    """The VBA project, its `_VBA_PROJECT` as a writer has to leave it."""
    storage = CFB.from_bytes(project)
    storage.write_stream_in_storage("VBA", "_VBA_PROJECT", NO_CACHE)
    whole: bytes = storage.to_bytes()
    return whole


def _properties() -> bytes:
    """The title and the description that Excel's list of add-ins shows; the template's author is not ours."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:title>ECM Standards</dc:title><dc:creator>The ecm_xl authors</dc:creator>"
        "<dc:description>Buttons for Every Child Matters Standards workbooks.</dc:description>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{MADE_ON}</dcterms:created>'
        "</cp:coreProperties>"
    ).encode()


def _with_ribbon(relationships: bytes) -> bytes:
    """The package's relationships with the ribbon's."""
    ours = f'<Relationship Id="rIdRibbon" Type="{RIBBON_RELATIONSHIP}" Target="{RIBBON_PART}"/>'
    return relationships.replace(b"</Relationships>", ours.encode() + b"</Relationships>")


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """The package. Which system made it is not said, and everything is the same day's."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = 0
            package.writestr(entry, content)
    return buffer.getvalue()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Builds the Excel add-in.")
    parser.add_argument("--check", action="store_true", help="compare with what is there; change nothing")
    if not parser.parse_args().check:
        BUILT.write_bytes(build())
        sys.stdout.write(f"built {BUILT.name}\n")
        return 0
    if BUILT.exists() and BUILT.read_bytes() == build():
        return 0
    sys.stdout.write(f"not as built: {BUILT.name}. Run: python macros/build.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
