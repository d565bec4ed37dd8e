"""What was judged or found, written into the setting's own workbook, or into a copy of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ecm_xl.core import history
from ecm_xl.core.findings import Finding, finding, shorten
from ecm_xl.core.results import FileResult, Status
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.edits import Edit, EditRefused, Place, SetCell
from ecm_xl.workbook.names import DASHBOARD, WORKING, WorkbookKind
from ecm_xl.workbook.parse import Parsed, parse
from ecm_xl.workbook.saved import Saved
from ecm_xl.workbook.snapshot import Snapshot, UnreadableWorkbook
from ecm_xl.workbook.write import finding_edits, form_edits, history_edits, refresh_edits
from ecm_xl.workflows.examine import examine_parsed, no_collector, read_setting, shown, unreadable
from ecm_xl.workflows.new import AlreadyThere, same_file
from ecm_xl.workflows.ports import Copier, Editor

_SHOWN = frozenset({DASHBOARD, WORKING, "History"})
"""Sheets without answers on which judgements are written, or what they come to is shown."""
_NO_KIND = "the cell that says what kind of workbook it is"

_OTHER_STANDARDS = ("framework-unknown", "framework-version")
"""What is found in a workbook whose formulas are not those of the Standards that it would be judged by."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a file comes to and what became of writing it down.

    `saved` is None where nothing was to be changed or could be; `notes` says why it could not, and which formulas of
    somebody's own were left alone.
    """

    result: FileResult
    saved: Saved | None = None
    notes: tuple[Finding, ...] = ()

    @property
    def is_refused(self) -> bool:
        """True where an edit could have done harm, so that none was made."""
        return any(note.code != "edit-formula-kept" for note in self.notes)


@dataclass(frozen=True, slots=True)
class _Read:
    """A setting's workbook as read. `model`: with its forms."""

    model: SettingModel
    snapshot: Snapshot
    parsed: Parsed
    result: FileResult


@no_collector()
def write_judgements(backend: Editor, path: Path, today: date, now: datetime, by: str = "") -> Written:
    """Judges a workbook, brings what its formulas show up to date, adds to History what has changed.

    Raises LeftAlone where the file was saved by somebody else meanwhile, OSError where nothing can be saved.
    """
    model = load_model()
    read = _read(model, backend, path, today, _SHOWN)
    if isinstance(read, FileResult):
        return Written(read)
    model = read.model
    if any(found.code in _OTHER_STANDARDS for found in read.result.findings):
        return Written(read.result, None, (finding("edit-other-standards"),))
    remembered = list(history.entries(model.framework, read.result.judgements, today, _name(by)))
    edits = [
        *history_edits(model, read.snapshot, remembered),
        *refresh_edits(model, read.snapshot, read.parsed, read.result.judgements, today),
        *form_edits(model, read.snapshot, read.parsed, read.result.judgements, today),
    ]
    return _change(backend, path, read.result, edits, now)


@no_collector()
def write_findings(backend: Editor, path: Path, today: date, now: datetime) -> Written:
    """Checks a workbook and fills in its sheet Findings. Raises as `write_judgements` does."""
    model = load_model()
    read = _read(model, backend, path, today)
    if isinstance(read, FileResult):
        return Written(read)
    return _change(backend, path, read.result, list(finding_edits(model, read.result.findings)), now)


@no_collector()
def annotate(backend: Copier, path: Path, out: Path, today: date, *, force: bool = False) -> Written:
    """The same in a copy, which counts for nothing: it says of itself that it is one.

    Raises AlreadyThere where something of that name is there (`force` replaces it), OSError where it can't be written.
    """
    if same_file(path, out):
        raise AlreadyThere(f"{out} is the workbook itself. Choose another name for the copy.")
    if backend.exists(out) and not force:
        raise AlreadyThere(f"{out} is there already. Choose another name, or add --force to replace it.")
    model = load_model()
    read = _read(model, backend, path, today)
    if isinstance(read, FileResult):
        return Written(read)
    edits: list[Edit] = list(finding_edits(model, read.result.findings))
    kind = read.snapshot.names.get("Workbook_Kind")
    if kind is None:  # it would count as the setting's own
        return Written(read.result, None, (finding("edit-missing", detail=_NO_KIND),))
    edits.append(SetCell(*kind, WorkbookKind.COPY.value))
    try:
        backend.write_copy(path, edits, out)
    except EditRefused as reason:
        return Written(read.result, None, (refused(reason),))
    return Written(read.result, Saved(out, None, ""))


def _name(by: str) -> str:
    """A name as a cell can hold it: one short line of letters."""
    return shorten(by).encode("utf-8", "replace").decode("utf-8")


def _read(
    model: SettingModel, backend: Editor, path: Path, today: date, also: frozenset[str] = frozenset()
) -> _Read | FileResult:
    """The workbook and what it comes to; only the result where it is no setting's workbook or can't be read."""
    try:
        model, snapshot = read_setting(model, backend.read, path, also)
    except UnreadableWorkbook as reason:
        return unreadable(path, reason.code, reason.detail)
    parsed = parse(model, snapshot)
    result = examine_parsed(model, parsed, shown(path), today)
    return _Read(model, snapshot, parsed, result) if result.status is Status.JUDGED else result


def _change(backend: Editor, path: Path, result: FileResult, edits: Sequence[Edit], now: datetime) -> Written:
    try:
        saved, kept = backend.change(path, edits, now)
    except EditRefused as reason:
        return Written(result, None, (refused(reason),))
    return Written(result, saved, tuple(map(_kept, kept)))


def refused(reason: EditRefused) -> Finding:
    """What is said of an edit that could have done harm."""
    return finding(reason.code, reason.sheet, reason.cell, detail=reason.detail)


def _kept(place: Place) -> Finding:
    return finding("edit-formula-kept", *place)
