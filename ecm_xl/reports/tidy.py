"""Tidy frames: one row an observation, for pandas, R or a pivot table, and their CSV.

No free text and no staff names. Text that a spreadsheet program would take for a formula is written
with an apostrophe before it, so that it stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from ecm_xl.core.cluster import Cluster
from ecm_xl.core.results import FileResult

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "settings": ("file", "id", "setting", "type", "cluster", "status", "findings"),
    "judgements": (
        "id", "setting", "standard", "title", "judgement", "computed", "override", "rated", "applicable",
    ),
    "outcomes": ("id", "setting", "standard", "outcome", "level", "rated", "applicable"),
    "ratings": ("id", "setting", "standard", "outcome", "ref", "rating"),
    "forms": ("id", "setting", "form", "answers", "stands_out"),
    "form_answers": ("id", "setting", "form", "table", "ref", "field", "value"),
    "findings": ("file", "severity", "code", "sheet", "cell", "ref"),
}  # fmt: skip

_LIKE_A_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n]")
"""What Excel, LibreOffice or Google Sheets may calculate: blanks before it are passed over, and Japanese Excel
takes the wide signs too."""
_BELOW_NOUGHT = re.compile(r"-\d+(\.\d+)?(e[+-]?\d+)?")
"""A number that would be taken for a formula if it were left a text."""


def frames(cluster: Cluster) -> dict[str, pd.DataFrame]:
    """Every frame by its name: settings, judgements, outcomes, ratings, forms, form_answers, findings."""
    rows: dict[str, Iterable[tuple[object, ...]]] = {
        "settings": (_setting(r) for r in cluster.files),
        "judgements": (row for r in cluster.counted for row in _judgements(r)),
        "outcomes": (row for r in cluster.counted for row in _outcomes(r)),
        "ratings": (row for r in cluster.counted for row in _ratings(cluster, r)),
        "forms": (row for r in cluster.counted for row in _forms(r)),
        "form_answers": (row for r in cluster.counted for row in _form_answers(r)),
        "findings": ((file, f.severity.value, f.code, f.sheet, f.cell, f.ref) for file, f in cluster.findings),
    }
    return {name: pd.DataFrame(list(rows[name]), columns=list(columns)) for name, columns in COLUMNS.items()}


def csv_texts(cluster: Cluster) -> dict[str, str]:
    """Every frame as CSV by its file's name (`judgements.csv`)."""
    return {f"{name}.csv": as_csv(frame) for name, frame in frames(cluster).items()}


def as_csv(frame: pd.DataFrame) -> str:
    """A frame as CSV in which text stays text."""
    safe = frame.copy()
    for column in safe.columns:
        safe[column] = safe[column].map(_text_stays_text)
    return str(safe.to_csv(index=False, lineterminator="\n"))


def _text_stays_text(value: object) -> object:
    """An apostrophe before what would be calculated. A bare \\r would begin a new row, so it becomes \\n."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def _setting(result: FileResult) -> tuple[object, ...]:
    details = (result.detail(name) for name in ("Setting_Id", "Setting_Name", "Setting_Type", "Cluster"))
    return (result.file, *details, result.status.value, len(result.findings))


def _who(result: FileResult) -> tuple[str, str]:
    return result.detail("Setting_Id"), result.name


def _judgements(result: FileResult) -> Iterable[tuple[object, ...]]:
    for j in result.judgements:
        yield (
            *_who(result), j.standard, j.title, j.judgement, j.computed,
            "yes" if j.rests_on_override else "no", j.whole.rated, j.whole.applicable,
        )  # fmt: skip


def _outcomes(result: FileResult) -> Iterable[tuple[object, ...]]:
    for j in result.judgements:
        for title, group in j.outcomes.items():
            yield (*_who(result), j.standard, title, group.level, group.rated, group.applicable)


def _ratings(cluster: Cluster, result: FileResult) -> Iterable[tuple[object, ...]]:
    framework = cluster.framework
    for ref, rating in result.ratings.items():
        descriptor = framework.descriptors[ref]
        outcome = framework.outcome(descriptor.outcome).title
        yield (*_who(result), descriptor.standard, outcome, ref, rating)


def _forms(result: FileResult) -> Iterable[tuple[object, ...]]:
    for form in result.forms:
        yield (*_who(result), form.form, form.answers, "; ".join(form.stands_out))


def _form_answers(result: FileResult) -> Iterable[tuple[object, ...]]:
    for form in result.forms:
        for table, ref, field, value in form.told:
            yield (*_who(result), form.form, table, ref, field, _number_stays_number(value))


def _number_stays_number(value: str) -> str | float:
    return float(value) if _BELOW_NOUGHT.fullmatch(value) else value
