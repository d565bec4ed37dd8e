"""Checks of content: one rule, one function, all run in one pass over what was read.

Checks of a workbook's shape (sheets, columns, rows, Refs) live beside the parser in `workbook`. A
check takes a `Case` and yields findings; `CHECKS` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ecm_xl.core.answers import FilledTable, Row, SettingAnswers, Unread
from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.framework import Framework
from ecm_xl.core.judgements import read_override
from ecm_xl.core.ratings import Rating, Sort, read_ratings, suggest
from ecm_xl.core.tables import Field, SettingModel
from ecm_xl.core.words import as_shown, fold, is_blank


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the Audit with its rating as understood."""

    ref: str
    standard: int
    row: Row
    rating: Rating


@dataclass(frozen=True, slots=True)
class Case:
    """What the checks look at."""

    model: SettingModel
    answers: SettingAnswers
    ratings: Mapping[str, Rating]
    lines: Sequence[Line]
    today: date

    @property
    def framework(self) -> Framework:
        """The framework of the workbook."""
        return self.model.framework

    def lacks(self, line: Line, field: str) -> bool:
        """True where that field of an Audit row is blank; where its column is lost nobody can tell."""
        return field in self.answers.audit.columns and is_blank(line.row.values.get(field))

    def at(self, line: Line, field: str, code: str, **words: str) -> Finding:
        """A finding at a field of an Audit row."""
        audit = self.answers.audit
        return finding(code, audit.sheet, audit.cell(line.ref, field), ref=line.ref, standard=line.standard, **words)


Check = Callable[[Case], Iterator[Finding]]


def check(
    model: SettingModel, answers: SettingAnswers, today: date, ratings: Mapping[str, Rating] | None = None
) -> list[Finding]:
    """Every finding of every content check. `ratings`: as `read_ratings` gives them, read here where None."""
    framework, audit = model.framework, answers.audit
    ratings = read_ratings(framework, audit) if ratings is None else ratings
    lines = [
        Line(ref, framework.descriptors[ref].standard, row, ratings[ref])
        for ref, row in audit.rows.items()
        if ref in ratings and ref not in audit.doubtful
    ]
    case = Case(model, answers, ratings, lines, today)
    return [found for one in CHECKS for found in one(case)]


def rating_unknown(case: Case) -> Iterator[Finding]:
    """A rating that no accepted spelling covers. The nearest answer is offered, never taken."""
    for line in case.lines:
        if line.rating.sort is Sort.UNKNOWN:
            near = suggest(case.framework, line.rating.typed)
            hint = f" Did you mean {near}?" if near else ""
            yield case.at(line, "rating", "rating-unknown", value=line.rating.typed, suggestion=near, detail=hint)


def rating_two(case: Case) -> Iterator[Finding]:
    """Two ratings in one cell: which counts is not ours to guess."""
    for line in case.lines:
        if line.rating.sort is Sort.TWO:
            yield case.at(line, "rating", "rating-two", value=line.rating.typed)


def rating_respelt(case: Case) -> Iterator[Finding]:
    """A rating that is understood here, but that the sheet's formulas may not count."""
    for line in case.lines:
        if line.rating.respelt:
            yield case.at(line, "rating", "rating-respelt", value=line.rating.typed, suggestion=line.rating.answer)


def not_applicable_without_reason(case: Case) -> Iterator[Finding]:
    """Not applicable leaves the sum, so somebody must be able to ask why (DOMAIN, Vocabulary)."""
    for line in case.lines:
        if line.rating.answer in case.framework.needs_reason and case.lacks(line, "comment"):
            yield case.at(line, "comment", "not-applicable-without-reason")


def embedded_without_evidence(case: Case) -> Iterator[Finding]:
    """The best level says 'we can show it'."""
    for line in case.lines:
        if line.rating.answer == case.framework.best and case.lacks(line, "evidence"):
            yield case.at(line, "evidence", "embedded-without-evidence", value=line.rating.answer)


def impact_missing(case: Case) -> Iterator[Finding]:
    """The best level with evidence, but nothing that says what difference it made (A1)."""
    for line in case.lines:
        values = line.row.values
        if (
            line.rating.answer == case.framework.best
            and not is_blank(values.get("evidence"))
            and case.lacks(line, "impact")
        ):
            yield case.at(line, "impact", "impact-missing", value=line.rating.answer)


def impact_repeats_evidence(case: Case) -> Iterator[Finding]:
    """Impact is not activity (A1): the same text twice says nothing about impact."""
    for line in case.lines:
        evidence, impact = line.row.values.get("evidence"), line.row.values.get("impact")
        if (
            isinstance(evidence, str)
            and isinstance(impact, str)
            and not is_blank(impact)
            and fold(evidence) == fold(impact)
        ):
            yield case.at(line, "impact", "impact-repeats-evidence", value=impact)


def dates(case: Case) -> Iterator[Finding]:
    """Date cells hold dates, and what has been done was not done tomorrow."""
    for model in case.model.tables:
        table = case.answers.tables.get(model.name)
        fields = [f for f in model.fields if f.kind == "date"]
        if table is None or not model.takes_answers or not fields:
            continue
        for ref, row in table.rows.items():
            if ref in table.doubtful:
                continue
            for field in fields:
                yield from _date(case, table, ref, row, field)


def _date(case: Case, table: FilledTable, ref: str, row: Row, field: Field) -> Iterator[Finding]:
    value = row.values.get(field.id)
    if value is None or isinstance(value, Unread) or is_blank(value):
        return
    place = {"ref": ref, "standard": case.framework.standard_of.get(ref, 0)}
    cell = table.cell(ref, field.id)
    day = value.date() if isinstance(value, datetime) else value
    if not isinstance(day, date):
        yield finding("date-unreadable", table.sheet, cell, value=as_shown(value), **place)  # type: ignore[arg-type]
    elif field.past and day > case.today:
        yield finding("date-future", table.sheet, cell, value=f"{day:%d/%m/%Y}", **place)  # type: ignore[arg-type]


def override_incomplete(case: Case) -> Iterator[Finding]:
    """An override counts only with level, name, date and reason (DOMAIN, How a judgement is made, 4)."""
    table = case.answers.overrides
    for standard in case.framework.standards:
        override = read_override(case.framework, table, standard.ref)
        if override is not None and override.missing:
            yield finding(
                "override-incomplete",
                table.sheet,
                table.cell(standard.ref, "override"),
                detail=", ".join(override.missing),
                ref=standard.ref,
                standard=standard.number,
            )


def nothing_rated(case: Case) -> Iterator[Finding]:
    """An untouched workbook: one note that says where to begin."""
    audit = case.answers.audit
    if audit.found and all(rating.sort is Sort.NOT_RATED for rating in case.ratings.values()):
        first = next(iter(audit.rows), "")
        cell = audit.cell(first, "rating")
        if cell:  # where rows or the column are lost, that is what is said
            yield finding("nothing-rated", audit.sheet, cell, ref=first)


CHECKS: Sequence[Check] = (
    rating_unknown,
    rating_two,
    rating_respelt,
    not_applicable_without_reason,
    embedded_without_evidence,
    impact_missing,
    impact_repeats_evidence,
    dates,
    override_incomplete,
    nothing_rated,
)
