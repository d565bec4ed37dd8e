"""What LibreOffice shows of a sheet that was put in: to the last pixel what it shows of the sheet in its own file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.backends.writer import drawn
from ecm_xl.workbook.edits import AddSheet
from tests.editing.elements import sheets
from tests.editing.forms import form
from tests.editing.grafting import ODD, SAVED_BY_LIBREOFFICE, WHOLE
from tests.hostile.bases import unzipped
from tests.parts import zipped
from tests.soffice import printed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler (pdftoppm) is not installed"),
]
TITLE = "Profile of partners"


def without_footers(data: bytes) -> bytes:
    """The workbook without what its pages say at their feet: the file's name, the number of the page."""
    parts = unzipped(data)
    for part in sheets(parts).values():
        parts[part] = re.sub(rb"<(?:\w+:)?oddFooter>.*?</(?:\w+:)?oddFooter>", b"", parts[part], flags=re.DOTALL)
    return zipped(parts)


def pictures(files: list[Path], profile: Path) -> list[bytes]:
    """The page with the form of each of these workbooks, as plain pixels."""
    printed(files, profile)
    return [_page(file.with_suffix(".pdf")) for file in files]


def _page(document: Path) -> bytes:
    text = subprocess.run(["pdftotext", str(document), "-"], capture_output=True, check=True, text=True).stdout
    (number,) = [at for at, page in enumerate(text.split("\f"), 1) if TITLE in page]
    drawing = ["pdftoppm", "-r", "60", "-f", str(number), "-l", str(number), str(document)]
    return subprocess.run(drawing, capture_output=True, check=True).stdout


def test_it_looks_as_it_was_drawn_to_the_last_pixel(tmp_path: Path) -> None:
    makes = {"ours": ODD["ours"], "theme": ODD["no theme"], "styles": ODD["no styles"], "palette": ODD["own palette"],
             "sample": WHOLE["a sample"], "saved": SAVED_BY_LIBREOFFICE}  # fmt: skip
    books = {"drawn": drawn(form())}
    books |= {name: edit(make(), [AddSheet(form(), before="Findings")]).data for name, make in makes.items()}
    for name, data in books.items():
        (tmp_path / f"{name}.xlsx").write_bytes(without_footers(data))
    first, *others = pictures([tmp_path / f"{name}.xlsx" for name in books], tmp_path / "profile")
    assert len({*first}) > 50  # it is no blank page
    differences = {name: _differing(first, other) for name, other in zip(makes, others, strict=True)}
    print(differences)
    assert differences == dict.fromkeys(makes, 0)


def _differing(one: bytes, other: bytes) -> int:
    """How many values differ. Without a theme LibreOffice makes letters in charts a shade or two of 256 lighter."""
    return sum(abs(a - b) > 2 for a, b in zip(one, other, strict=True))
