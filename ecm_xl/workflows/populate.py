"""Forms added to a setting's own workbook, or brought up to date in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ecm_xl.core.findings import finding
from ecm_xl.core.results import Status
from ecm_xl.core.tables import FormModel
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model, with_forms
from ecm_xl.workbook.edits import EditRefused
from ecm_xl.workbook.parse.whole import parse_whole, wanted_whole
from ecm_xl.workbook.populate import Populated, Populating
from ecm_xl.workbook.snapshot import UnreadableWorkbook
from ecm_xl.workflows.examine import examine_parsed, no_collector, read_setting, shown, unreadable
from ecm_xl.workflows.ports import Editor
from ecm_xl.workflows.write import Written, refused


@dataclass(frozen=True, slots=True)
class Forms:
    """What became of a workbook's forms."""

    written: Written
    forms: tuple[Populated, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """A form that may be had, and whether a workbook has it."""

    form: FormModel
    is_there: bool


def offered(there: Collection[str] = ()) -> list[Offered]:
    """Every form in its order."""
    return [Offered(form, form.id in there) for form in load_model(forms=FORMS).forms]


@no_collector()
def populate(backend: Editor, path: Path, asked: Sequence[str], today: date, now: datetime, by: str = "") -> Forms:
    """Adds forms to a workbook, or brings those that it has up to date; all that people typed stays.

    Raises KeyError for an unknown form, LeftAlone where the file was saved by somebody else meanwhile, OSError where
    nothing can be saved.
    """
    bare = load_model()
    try:
        its, snapshot = read_setting(bare, backend.read, path, wanted_whole(bare))
    except UnreadableWorkbook as reason:
        return Forms(Written(unreadable(path, reason.code, reason.detail)))
    whole = parse_whole(its, snapshot)
    result = examine_parsed(its, whole.parsed, shown(path), today)
    if result.status is not Status.JUDGED:
        return Forms(Written(result))
    if any(found.code == "framework-unknown" for found in result.findings):
        return Forms(Written(result, None, (finding("edit-other-standards"),)))
    there = frozenset(form.id for form in its.forms)
    populating = Populating(with_forms(bare, there | set(asked)), there, snapshot, whole, result.judgements, today)
    planned = populating.plan(asked, by)
    try:
        saved, _ = backend.change(path, planned.edits, now)
    except EditRefused as reason:
        return Forms(Written(result, None, (refused(reason),)))
    return Forms(Written(result, saved), planned.forms)
