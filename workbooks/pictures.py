"""Makes the README's pictures from the sample cluster: workbook → LibreOffice → PDF → PNG, and one of the toolbar.

    python workbooks/pictures.py

Needs LibreOffice (soffice) and poppler (pdftoppm, pdftotext); for the toolbar see `clicking`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.store import shipped
from ecm_xl.workflows.demo import demo
from workbooks.clicking import Calc, calc

HERE = Path(__file__).parent / "pictures"
SETTING, LEADS = "Harbour View School.xlsx", "Larkrise Special School.xlsx"
PIXELS_AN_INCH = 110


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of the first page that begins with a heading and has all of these words: from where on, and how much
    of it is worth showing, as shares of its height and width."""

    name: str
    workbook: str
    heading: str
    words: str = ""
    top: float = 0.0
    height: float = 1.0
    width: float = 1.0


PICTURES = (
    Picture("dashboard", SETTING, "Dashboard"),
    Picture("audit", SETTING, "Audit", height=0.72),
    Picture("board", "cluster.xlsx", "Cluster board", height=0.55),
    Picture("profile", SETTING, "Profile of working with partners", "How strong each item is", 0.475, 0.45, 0.7),
    Picture("practice-map", LEADS, "Map of our practice", height=0.88),
    Picture("coverage", LEADS, "Coverage by agencies", height=0.56, width=0.7),
)
A4_LANDSCAPE = (11.69, 8.27)
TOOLBAR = HERE / "toolbar.png"
CLICKED = "Larkrise Special School.xlsx"
"""A sample with problems in it."""
AREA = "1040x900+0+0"
"""The part of the window that is worth showing, in pixels."""


def pdf_of(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice prints it."""
    profile = (folder / "profile").as_uri()
    words = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*words, "--outdir", str(folder), str(workbook)], check=True, capture_output=True)
    return folder / f"{workbook.stem}.pdf"


def page_of(picture: Picture, pdf: Path) -> int:
    """The number of its page. Raises LookupError where no page is the one."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True)
    for number, page in enumerate(done.stdout.split("\f"), 1):
        if page.lstrip().startswith(picture.heading) and picture.words in page:
            return number
    raise LookupError(f"{pdf.name}: no page begins with {picture.heading} and says {picture.words}")


def draw(picture: Picture, pdf: Path) -> None:
    """The page, or a part of it, as a PNG."""
    width, height = (round(side * PIXELS_AN_INCH) for side in A4_LANDSCAPE)
    number = str(page_of(picture, pdf))
    page = ["-f", number, "-l", number, "-singlefile", "-r", str(PIXELS_AN_INCH)]
    sides = ["-y", str(round(height * picture.top)), "-H", str(round(height * picture.height))]
    part = ["-x", "0", "-W", str(round(width * picture.width)), *sides]
    subprocess.run(["pdftoppm", "-png", *page, *part, str(pdf), str(HERE / picture.name)], check=True)


@contextmanager
def open_sample(folder: Path) -> Iterator[Calc]:
    """A copy of the sample in that folder, open in Calc with our toolbar."""
    workbook = folder / CLICKED
    shutil.copy(shipped("sample-cluster", CLICKED), workbook)
    with calc(workbook) as window:
        yield window


def draw_toolbar(window: Calc, path: Path) -> None:
    """The toolbar after clicks on Validate and Next problem, the problem's cell in view."""
    window.press("Validate")
    found = window.document.DatabaseRanges.getByName("Findings")
    window.wait_for(lambda: found.DataArea.EndRow > found.DataArea.StartRow + 1, "Findings lists the problems")
    window.press("Next problem")
    window.wait_for(lambda: "Audit" in window.document.CurrentSelection.AbsoluteName, "a cell on Audit is selected")
    window.picture(path, AREA)


def main() -> None:
    """Makes every picture."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo(Disk(), folder / "demo", 1, lambda *_: None)
        pdfs = {name: pdf_of(folder / "demo" / name, folder) for name in {picture.workbook for picture in PICTURES}}
        for picture in PICTURES:
            draw(picture, pdfs[picture.workbook])
            sys.stdout.write(f"made {HERE.name}/{picture.name}.png\n")
        with open_sample(folder) as window:
            draw_toolbar(window, TOOLBAR)
        sys.stdout.write(f"made {HERE.name}/{TOOLBAR.name}\n")


if __name__ == "__main__":
    main()
