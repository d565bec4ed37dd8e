"""What a mutant comes to, and whether that is as it must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.core.findings import CATALOGUE, Finding
from ecm_xl.core.results import FileResult, Status
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.parse import parse, wanted
from ecm_xl.workbook.snapshot import UnreadableWorkbook
from ecm_xl.workflows.examine import examine_snapshot, unreadable
from ecm_xl.workflows.ports import Reader
from tests.hostile.mutate import Base, Mutant
from tests.hostile.second_reader import Answers, CannotTell, first_answers, passes_over_some, second_answers

TODAY = date(2026, 7, 10)
MODEL = load_model()

SAME, AGREED, FOUND, REFUSED, UNTOLD = (
    "as before",
    "other answers, and openpyxl agrees",
    "a finding",
    "refused",
    "untold",
)
"""`UNTOLD`: other answers without a finding, and openpyxl does not read the file, so nobody can say."""


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant. `wrong` says why that must not be, '' where all is well."""

    sort: str
    code: str = ""
    compared: bool = False
    wrong: str = ""


@dataclass(frozen=True)
class Read:
    """A file's result and its answers."""

    result: FileResult
    answers: Answers


def read(path: Path, reader: Reader = read_snapshot) -> Read:
    """Reads, checks and judges. Anything but a refusal is a failure of the program."""
    try:
        snapshot = reader(path, wanted(MODEL))
    except UnreadableWorkbook as reason:
        return Read(unreadable(path, reason.code, reason.detail), {})
    result = examine_snapshot(MODEL, snapshot, "", TODAY)
    return Read(result, first_answers(parse(MODEL, snapshot).answers))


@cache
def original(base: Base, folder: Path) -> Read:
    """The base as it was."""
    path = folder / f"{base.name}.xlsx"
    path.write_bytes(base.data)
    return read(path)


def outcome(base: Base, mutant: Mutant, folder: Path, reader: Reader = read_snapshot) -> Outcome:
    """Reads a mutant and says what came of it."""
    path = folder / "mutant.xlsx"
    path.write_bytes(mutant.data)
    before, after = original(base, folder), read(path, reader)
    if after.result.status is Status.UNREADABLE:
        return _refused(after.result.findings)
    new = set(after.result.findings) - set(before.result.findings)
    if mutant.kind == "bytes":
        return _accepted_bytes(before, after, new)
    return _accepted(before, after, new, mutant.data)


def _refused(findings: tuple[Finding, ...]) -> Outcome:
    (found,) = findings
    wrong = "" if found.code in CATALOGUE and found.code.startswith("file-") else f"refused with {found}"
    return Outcome(REFUSED, found.code, wrong=wrong or ("the reader stopped" if "stopped" in found.code else ""))


def _accepted_bytes(before: Read, after: Read, new: set[Finding]) -> Outcome:
    """The answers are the original's, or there is a finding."""
    if after.answers == before.answers:
        return Outcome(FOUND if new else SAME)
    return Outcome(FOUND, wrong="" if new else f"changed in silence: {differences(before.answers, after.answers)}")


def _accepted(before: Read, after: Read, new: set[Finding], data: bytes) -> Outcome:
    """The answers are what openpyxl finds, or there is a finding."""
    try:
        second = second_answers(MODEL, data)
    except CannotTell:
        if new:
            return Outcome(FOUND)
        return Outcome(UNTOLD if after.answers != before.answers else SAME)
    if after.answers == second:
        sort = FOUND if new else SAME if after.answers == before.answers else AGREED
        return Outcome(sort, compared=True)
    if new:
        return Outcome(FOUND, compared=True)
    if passes_over_some(data):
        return Outcome(UNTOLD)
    return Outcome(UNTOLD, wrong=f"openpyxl finds otherwise: {differences(second, after.answers)}")


def differences(one: Answers, other: Answers) -> str:
    """The first few cells that differ."""
    keys = sorted({*one, *other})
    return str([(key, one.get(key), other.get(key)) for key in keys if one.get(key) != other.get(key)][:3])
