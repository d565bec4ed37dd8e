"""Builds everything built: the blank workbook and the sample cluster, from `workbooks/samples/*.toml`.

A sample is a file's name, the ids of its forms (`forms`), Start's named cells (`details`), and what is filled in:
table → Ref → field.

    python workbooks/build.py            builds
    python workbooks/build.py --check    builds elsewhere and compares; exit code 1 where something differs

The same source gives the same parts, byte for byte. Only how they are packed may differ from one computer to
the next, so parts are compared, not files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecm_xl.backends.disk import Disk
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import load_model, with_forms
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workflows.demo import SAMPLES, SAMPLES_JUDGED_ON
from ecm_xl.workflows.new import blank, new

HERE = Path(__file__).parent
SOURCES = HERE / "samples"
BLANK = Path("blank") / "ECM Standards audit.xlsx"
BLANK_MADE_ON = date(2026, 7, 10)


@dataclass(frozen=True)
class Sample:
    """A sample setting: the name of its file, its forms, Start's named cells, and what is filled in."""

    file: str
    forms: tuple[str, ...]
    details: dict[str, CellValue]
    content: Content


def read_sample(source: Path) -> Sample:
    """The sample that a TOML file describes."""
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return Sample(data.pop("file"), tuple(data.pop("forms", ())), data.pop("details"), data)


def build(folder: Path) -> list[Path]:
    """Builds everything into `folder`; the files made, relative to it."""
    model, backend = load_model(), Disk()
    blank(backend, folder / BLANK, model, BLANK_MADE_ON)
    samples = [read_sample(source) for source in sorted(SOURCES.glob("*.toml"))]
    return [BLANK, *(_build_sample(backend, folder, model, sample) for sample in samples)]


def _build_sample(backend: Disk, folder: Path, model: SettingModel, sample: Sample) -> Path:
    target = Path(SAMPLES) / sample.file
    its = with_forms(model, sample.forms)
    new(backend, folder / target, its, sample.details, SAMPLES_JUDGED_ON, force=True, content=sample.content)
    return target


def differing(folder: Path) -> list[str]:
    """The built files that are not what is committed, and committed ones that nothing builds."""
    made = build(folder)
    changed = [str(path) for path in made if _parts(HERE / path) != _parts(folder / path)]
    known = {HERE / path for path in made}
    stray = [str(path) for name in (BLANK.parent, SAMPLES) for path in (HERE / name).glob("*") if path not in known]
    return changed + stray


def _parts(path: Path) -> list[tuple[str, bytes]]:
    """A workbook's parts in their order; none where it is not there."""
    if not path.exists():
        return []
    with zipfile.ZipFile(path) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Builds the blank workbook and the sample cluster.")
    parser.add_argument("--check", action="store_true", help="compare with what is there; change nothing")
    if not parser.parse_args().check:
        for path in build(HERE):
            sys.stdout.write(f"built {path}\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        changed = differing(Path(folder))
    for name in changed:
        sys.stdout.write(f"not as built: {name}. Run: python workbooks/build.py\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
