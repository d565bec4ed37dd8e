"""Makes the README's pictures from the sample cluster: workbook → LibreOffice → PDF → PNG.

    python workbooks/pictures.py

Needs LibreOffice (soffice) and poppler (pdftoppm).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ecm_xl.backends.disk import Disk
from ecm_xl.workflows.demo import demo

HERE = Path(__file__).parent / "pictures"
SETTING = "Harbour View School.xlsx"
PIXELS_AN_INCH = 110


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page: the share of its height, from the top, that is worth showing."""

    name: str
    workbook: str
    page: int
    share: float = 1.0


PICTURES = (
    Picture("dashboard", SETTING, 2),
    Picture("audit", SETTING, 3, 0.72),
    Picture("board", "cluster.xlsx", 1, 0.55),
)
A4_LANDSCAPE = (11.69, 8.27)


def pdf_of(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice prints it."""
    profile = (folder / "profile").as_uri()
    words = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*words, "--outdir", str(folder), str(workbook)], check=True, capture_output=True)
    return folder / f"{workbook.stem}.pdf"


def draw(picture: Picture, pdf: Path) -> None:
    """One page, or its upper part, as a PNG."""
    width, height = (round(side * PIXELS_AN_INCH) for side in A4_LANDSCAPE)
    page = ["-f", str(picture.page), "-l", str(picture.page), "-singlefile", "-r", str(PIXELS_AN_INCH)]
    part = ["-x", "0", "-y", "0", "-W", str(width), "-H", str(round(height * picture.share))]
    subprocess.run(["pdftoppm", "-png", *page, *part, str(pdf), str(HERE / picture.name)], check=True)


def main() -> None:
    """Makes every picture."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo(Disk(), folder / "demo", 1, lambda *_: None)
        for picture in PICTURES:
            draw(picture, pdf_of(folder / "demo" / picture.workbook, folder))
            sys.stdout.write(f"made {HERE.name}/{picture.name}.png\n")


if __name__ == "__main__":
    main()
