"""Setting workbooks in odd but legal shapes: the samples, as other programs save them, twisted in seeded ways."""

from __future__ import annotations

import io
import random
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from ecm_xl.backends.store import shipped
from tests.editing.elements import TYPES, Parts
from tests.editing.twists import TWISTS
from tests.hostile.bases import unzipped
from tests.soffice import saved_again

Rng = random.Random

COUNT = 440
"""A quarter of them by LibreOffice: without it there are still more than three hundred."""
SAMPLES = (
    "Larkrise Special School",
    "Brookside Children's Centre",
    "Harbour View School",
    "Oakfield Primary School",
    "The Bridge Pupil Referral Unit",
)
_APART = ({"inline strings", "no shared strings"}, {"capitals", "other capitals"})
"""Of these only one at a time."""
_GOOGLES = {"no tables", "no properties", "no theme", "no spans", "Google's attributes"}

PACKINGS = ("deflated", "stored", "mixed", "shuffled", "data descriptors")


# Whole workbooks


@cache
def _drawn(sample: str) -> Parts:
    return unzipped(shipped("sample-cluster", f"{sample}.xlsx").read_bytes())


@cache
def _by_openpyxl(sample: str) -> Parts:
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it will not keep
        openpyxl.load_workbook(shipped("sample-cluster", f"{sample}.xlsx")).save(file)
    return _timeless(unzipped(file.getvalue()))


@cache
def _all_by_libreoffice() -> Mapping[str, Parts]:
    """The samples as LibreOffice saves them: one real conversion each."""
    with tempfile.TemporaryDirectory() as folder:
        files = [shipped("sample-cluster", f"{sample}.xlsx") for sample in SAMPLES]
        saved = saved_again(files, Path(folder) / "profile", Path(folder) / "saved", recalculate=False)
        return {path.stem: _timeless(unzipped(path.read_bytes())) for path in saved}


def _by_libreoffice(sample: str) -> Parts:
    return _all_by_libreoffice()[sample]


def _timeless(parts: Parts) -> Parts:
    """Without the time of saving: the same bytes in every run."""
    time = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    return {**parts, "docProps/core.xml": re.sub(time, b"2026-01-01T00:00:00Z", parts["docProps/core.xml"])}


LIBREOFFICE = "LibreOffice"
BASES: Mapping[str, Callable[[str], Parts]] = {
    "drawn": _drawn,
    "openpyxl": _by_openpyxl,
    LIBREOFFICE: _by_libreoffice,
    "Google": _drawn,
}


def recipe(number: int) -> tuple[str, str, list[str], str]:
    """What the workbook of that number is made of: sample, base, twists in their order, packing."""
    rng = Rng(f"recipe {number}")
    sample, base = SAMPLES[number % 5], [*BASES][number // 5 % len(BASES)]
    chosen = {*rng.sample([*TWISTS], rng.randrange(1, 7)), *(_GOOGLES if base == "Google" else ())}
    for group in _APART:
        chosen -= {*sorted(group & chosen)[1:]}
    return sample, base, [name for name in TWISTS if name in chosen], rng.choice(PACKINGS)


def odd_workbook(number: int) -> tuple[str, bytes]:
    """The odd workbook of that number, with a name that says what is odd about it."""
    sample, base, twists, packing = recipe(number)
    return f"{number}: {sample}, {base}, {packing}, {', '.join(twists)}", made(sample, base, twists, packing, number)


def made(sample: str, base: str, twists: Iterable[str], packing: str = "deflated", seed: int = 0) -> bytes:
    """A sample as a program saves it, after those twists."""
    parts = dict(BASES[base](sample))
    for name in twists:
        TWISTS[name](parts, Rng(f"{name} {seed}"))
    return packed(parts, packing, Rng(f"packing {seed}"))


def odd_workbooks() -> Iterator[tuple[str, bytes]]:
    """All of them: name, file."""
    return (odd_workbook(number) for number in range(COUNT))


class _Stream(io.RawIOBase):
    """A file that can't be gone back in: what is written to it gets data descriptors."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.written += data
        return len(data)


def packed(parts: Parts, packing: str, rng: Rng) -> bytes:
    """The parts in a zip of that kind."""
    names = [TYPES, *(name for name in parts if name != TYPES)]
    if packing == "shuffled":
        rng.shuffle(names)
    stream = _Stream() if packing == "data descriptors" else None
    file = io.BytesIO()
    with zipfile.ZipFile(stream or file, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), parts[name], _method(packing, rng))
    return bytes(stream.written) if stream else file.getvalue()


def _method(packing: str, rng: Rng) -> int:
    stored = packing == "stored" or (packing == "mixed" and rng.random() < 0.5)
    return zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
