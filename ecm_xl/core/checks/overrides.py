"""Checks of overrides: one counts only with level, name, date and reason (DOMAIN, How a judgement is made, 4)."""

from __future__ import annotations

from collections.abc import Iterator

from ecm_xl.core.answers import Unread
from ecm_xl.core.checks.case import Case
from ecm_xl.core.findings import Finding
from ecm_xl.core.judgements import Override, read_override
from ecm_xl.core.nearest import closest, hint
from ecm_xl.core.words import as_shown, is_blank

BESIDE = {"override_by": "name", "override_on": "date", "reason": "reason"}
"""What an override needs beside its level."""


def override_incomplete(case: Case) -> Iterator[Finding]:
    """An override that lacks a name, a date or a reason."""
    for ref, override in _overrides(case):
        lacks = [name for name in override.missing if name != "level"]
        if lacks and not is_blank(_typed(case, ref)):
            yield _at(case, ref, "override-incomplete", detail=", ".join(lacks))


def override_missing(case: Case) -> Iterator[Finding]:
    """A name, a date or a reason, and nothing that they are for."""
    for ref, _ in _overrides(case):
        if is_blank(_typed(case, ref)):
            table = case.answers.overrides
            there = [word for field, word in BESIDE.items() if not is_blank(table.value(ref, field))]
            yield _at(case, ref, "override-missing", detail=", ".join(there))


def override_unknown(case: Case) -> Iterator[Finding]:
    """An override that is no level: Not applicable is an answer, but no judgement."""
    levels = {word: name for word, name in case.framework.spellings.items() if name in case.framework.rank}
    for ref, override in _overrides(case):
        typed = _typed(case, ref)
        if "level" in override.missing and not is_blank(typed) and not isinstance(typed, Unread):
            near = closest(as_shown(typed), levels, case.nearest)
            yield _at(case, ref, "override-unknown", value=as_shown(typed), suggestion=near, detail=hint(near))


def _overrides(case: Case) -> list[tuple[str, Override]]:
    """The Standards in whose row any of the four cells is filled in."""
    found: list[tuple[str, Override]] = case.once("overrides", lambda: list(_read(case)))
    return found


def _read(case: Case) -> Iterator[tuple[str, Override]]:
    table = case.answers.overrides
    for ref in table.numbers:
        override = read_override(case.framework, table, ref)
        if override is not None:
            yield ref, override


def _typed(case: Case, ref: str) -> object:
    return case.answers.overrides.value(ref, "override")


def _at(case: Case, ref: str, code: str, **words: str) -> Finding:
    return case.on("Judgements", ref, "override", code, **words)
