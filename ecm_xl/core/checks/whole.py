"""Checks of the audit as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from ecm_xl.core.checks.case import Case
from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.ratings import Sort
from ecm_xl.core.words import as_shown


def all_on_one_day(case: Case) -> Iterator[Finding]:
    """Every descriptor that applies at the best level, with one date: nobody looks at them all in a day."""
    best = case.framework.best
    if any(not (rating.answer == best or rating.leaves_the_sum) for rating in case.ratings.values()):
        return
    dates, refs = case.column("Audit", "date"), case.best
    days = {as_shown(dates[ref]) if ref in dates else "" for ref in refs}
    if len(days) == 1 and "" not in days:
        detail = f"{len(refs)} descriptors that apply are rated {best} with one date, {days.pop()}"
        yield case.at(refs[0], "date", "all-on-one-day", detail=detail)


def nothing_rated(case: Case) -> Iterator[Finding]:
    """An untouched workbook: one note that says where to begin."""
    audit = case.audit
    if audit.found and all(rating.sort is Sort.NOT_RATED for rating in case.ratings.values()):
        first = next(iter(audit.numbers), "")
        cell = audit.cell(first, "rating")
        if cell:  # where rows or the column are lost, that is what is said
            yield finding("nothing-rated", audit.sheet, cell, ref=first)
