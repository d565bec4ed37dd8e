"""From a file to its result: read, parse, check, judge. The one line that everything else stands on."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from ecm_xl.core.checks import check, without_personal_words
from ecm_xl.core.findings import finding, in_order, shorten
from ecm_xl.core.judgements import Judgement, judge
from ecm_xl.core.ratings import read_ratings
from ecm_xl.core.results import FileResult, FormResult, Status
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import FORMS, forms_in
from ecm_xl.frameworks.loader import load_model, with_forms
from ecm_xl.workbook.names import WorkbookKind
from ecm_xl.workbook.parse import Parsed, forms_there, parse, unfamiliar, wanted
from ecm_xl.workbook.snapshot import Snapshot, UnreadableWorkbook
from ecm_xl.workflows.ports import Backend, Reader

_STEERING = dict.fromkeys((*range(32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")
LONGEST_DETAIL = 250
"""Characters of a setting's name and the like: what goes on goes beyond any board."""


@contextmanager
def no_collector() -> Iterator[None]:
    """One file makes thousands of lists and no cycles: looking for cycles meanwhile takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@no_collector()
def examine(read: Reader, path: Path, today: date, *, forms: bool = True) -> FileResult:
    """One file's result. Never raises for a bad file: that is a result with a finding. `forms`: also what its forms
    come to."""
    model = load_model()
    try:
        model, snapshot = read_setting(model, read, path)
    except UnreadableWorkbook as reason:
        return unreadable(path, reason.code, reason.detail)
    return examine_parsed(model, parse(model, snapshot), shown(path), today, forms=forms)


def read_setting(
    model: SettingModel, read: Reader, path: Path, also: frozenset[str] = frozenset()
) -> tuple[SettingModel, Snapshot]:
    """What is needed of a file, and the model with the forms that are in it. `also`: what else is needed.

    Sheets of other names are read too where one of them may be a renamed one of ours or a second one; where they
    can't be, what is ours is enough.
    """
    needed = wanted(model) | also | set(FORMS.values())
    snapshot = read(path, needed)
    model = with_its_forms(model, snapshot)
    others = unfamiliar(model, snapshot)
    if not others:
        return model, snapshot
    try:
        snapshot = read(path, needed | others)
    except UnreadableWorkbook:
        return model, snapshot
    return _with_renamed_forms(model, snapshot, others), snapshot


def with_its_forms(model: SettingModel, snapshot: Snapshot) -> SettingModel:
    """The model with the forms that a workbook has."""
    names = forms_in((*snapshot.tables, *(sheet.name for sheet in snapshot.sheets)))
    return with_forms(model, forms_there(with_forms(model, names), snapshot)) if names else model


def _with_renamed_forms(model: SettingModel, snapshot: Snapshot, others: frozenset[str]) -> SettingModel:
    """The same where a form's sheet has another name and its table has lost its own. Only sheets with Refs are ours."""
    sheets = [sheet for sheet in snapshot.sheets if sheet.name in others]
    if not any("Ref" in row for sheet in sheets for row in sheet.rows):
        return model
    return with_forms(model, forms_there(with_forms(model, FORMS), snapshot, renamed=True))


def examine_snapshot(model: SettingModel, snapshot: Snapshot, file: str, today: date) -> FileResult:
    """What a snapshot comes to."""
    return examine_parsed(model, parse(model, snapshot), file, today)


def examine_parsed(model: SettingModel, parsed: Parsed, file: str, today: date, *, forms: bool = True) -> FileResult:
    """What a file comes to that has been read and parsed."""
    details = {name: shorten(value, LONGEST_DETAIL) for name, value in parsed.answers.details.values.items()}
    if parsed.kind != WorkbookKind.SETTING:
        what = other_kind(parsed.kind)
        return FileResult(file, Status.OTHER, findings=(finding("file-not-a-setting", detail=what),))
    ratings = read_ratings(model.framework, parsed.answers.audit)
    findings = [*parsed.findings, *check(model, parsed.answers, today, nearness, ratings)]
    judgements = judge(model.framework, parsed.answers, today, ratings)
    return FileResult(
        file=file,
        status=Status.JUDGED,
        details=details,
        judgements=judgements,
        ratings={ref: rating.answer for ref, rating in ratings.items()},
        findings=tuple(in_order(without_personal_words(findings))),
        forms=tuple(_forms(model, parsed, judgements, today)) if model.forms and forms else (),
    )


def _forms(model: SettingModel, parsed: Parsed, judgements: tuple[Judgement, ...], today: date) -> Iterator[FormResult]:
    from ecm_xl.core.forms import form_result  # only where there is a form
    from ecm_xl.core.forms.case import FormCase

    case = FormCase(model, parsed.answers, judgements, today)
    yield from (form_result(form, case) for form in model.forms)


def nearness(typed: str, spellings: Sequence[str]) -> list[float]:
    """How near each spelling is to what was typed, from 0 to 1."""
    from rapidfuzz import fuzz  # only for a typing mistake, so not on the start-up path

    return [fuzz.ratio(typed, spelling) / 100 for spelling in spellings]


def shown(path: Path) -> str:
    """A path as it can be printed: what is no text in a file's name (an old code page) and what would steer a
    terminal becomes a mark."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace").translate(_STEERING)


def other_kind(kind: str) -> str:
    """What a workbook is that is no setting's, in words."""
    if not kind:
        return "it has no Audit sheet"
    return f"it is a {kind} workbook" if kind in set(WorkbookKind) else "it is another kind of workbook"


def unreadable(path: Path, code: str, detail: str = "") -> FileResult:
    """The result of a file that could not be read."""
    return FileResult(shown(path), Status.UNREADABLE, findings=(finding(code, detail=detail),))


def examine_files(
    backend: Backend, paths: Sequence[Path], today: date, jobs: int = 1, *, forms: bool = True
) -> Iterator[FileResult]:
    """Every file's result in order. One file is read by a process of its own, many by a pool."""
    if len(paths) == 1:
        yield examine(backend.read, paths[0], today, forms=forms)
        return
    for result in backend.examine_many(partial(examine, today=today, forms=forms), paths, jobs):
        yield result if isinstance(result, FileResult) else unreadable(*result)
