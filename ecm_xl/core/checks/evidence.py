"""Checks of what stands behind a rating: reasons, evidence, impact, and the register of evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, datetime
from functools import lru_cache

from ecm_xl.core.answers import Value
from ecm_xl.core.checks.case import Case
from ecm_xl.core.findings import Finding
from ecm_xl.core.words import as_shown, begin_alike, fold, heads_of, is_blank

LONG_ENOUGH = 20
"""Characters from which a text is one's own words, so that its repetition says something."""
MANY_ROWS = 5
"""Rows from which a repeated text has been pasted down."""
NAMED_AT_MOST = 3
"""Cells or Refs that a message names; the others are counted."""
STOPGAPS = frozenset(
    {"tbc", "tba", "to follow", "to come", "n/a", "none", "various", "yes", "ok", "see above", "as above", "ditto"}
    | {"?", "??", "???", "-", "--", "...", ".", '"', "''", "x", "xx", "xxx"}
)
"""What people type to fill a cell for now. Who says 'as above' is lost when the sheet is sorted."""
REASONS = ("comment", "reason")
"""The fields in which the reason for Not applicable may stand."""
_ONLY_REFS = re.compile(r"[A-Za-z]\d+(?:[\s,;&]+(?:and\s+)?[A-Za-z]\d+)*")


def not_applicable_without_reason(case: Case) -> Iterator[Finding]:
    """Not applicable leaves the sum, so somebody must be able to ask why (DOMAIN, Vocabulary)."""
    for rated in case.rated:
        there = case.model.by_name[rated.table].by_id
        field = next((name for name in REASONS if name in there), "")
        for ref in rated.refs(lambda rating: rating.answer in case.framework.needs_reason):
            if case.lacks(ref, field, rated.table):
                yield case.on(rated.table, ref, field, "not-applicable-without-reason")


def embedded_without_evidence(case: Case) -> Iterator[Finding]:
    """The best level says 'we can show it'."""
    evidence = case.column("Audit", "evidence")
    for ref in case.best:
        if ref not in evidence and case.lacks(ref, "evidence"):
            yield case.at(ref, "evidence", "embedded-without-evidence", value=case.framework.best)


def impact_missing(case: Case) -> Iterator[Finding]:
    """The best level with evidence, but nothing that says what difference it made (A1)."""
    evidence, impact = case.column("Audit", "evidence"), case.column("Audit", "impact")
    for ref in case.best:
        if ref not in impact and not is_blank(evidence.get(ref)) and case.lacks(ref, "impact"):
            yield case.at(ref, "impact", "impact-missing", value=case.framework.best)


def impact_repeats_evidence(case: Case) -> Iterator[Finding]:
    """Impact is not activity (A1): the same text twice says nothing about impact."""
    evidence = case.column("Audit", "evidence")
    alike = begin_alike(case.framework.texts, case.heads("impact"), case.heads("evidence"))
    for ref, impact in _repeated(case.column("Audit", "impact"), evidence, alike):
        yield case.at(ref, "impact", "impact-repeats-evidence", value=impact)


def repeats_descriptor(case: Case) -> Iterator[Finding]:
    """The descriptor says what could be seen anywhere; evidence and impact say what is so here."""
    descriptors = case.framework.texts
    for field in ("evidence", "impact"):
        alike = begin_alike(descriptors, case.heads(field), case.framework.heads)
        for ref, _ in _repeated(case.column("Audit", field), descriptors, alike):
            yield case.at(ref, field, "repeats-descriptor", detail=field)


def evidence_repeats_comment(case: Case) -> Iterator[Finding]:
    """A comment, of whichever row, is what somebody thinks; it shows nothing by itself."""
    comments = case.column("Audit", "comment")
    evidence = case.column("Audit", "evidence")
    both = set(comments.values()).intersection(evidence.values())
    both = {text for text in both if isinstance(text, str) and _own_words(text)}
    if not both:
        return
    first = {text: ref for ref, text in reversed(comments.items())}
    for ref, text in evidence.items():
        if text in both:
            cell = case.audit.cell(first[text], "comment")
            yield case.at(ref, "evidence", "evidence-repeats-comment", detail=cell)


def text_pasted_down(case: Case) -> Iterator[Finding]:
    """The same text in many rows, said once, at the first of them. What is pasted is alike to the last letter.

    Refs may well repeat (one item serves many descriptors), and so may the reason for Not applicable.
    """
    for field in ("evidence", "impact", "comment"):
        column = case.column("Audit", field)
        if len(column) - len(set(column.values())) < MANY_ROWS - 1:
            continue
        if field == "comment":
            column = _without_reasons(case, column)
        for text, times in Counter(column.values()).items():
            if times >= MANY_ROWS and isinstance(text, str) and _own_words(text):
                refs = [ref for ref, value in column.items() if value == text]
                cells = some(case.audit.cell(ref, field) for ref in refs)
                yield case.at(refs[0], field, "text-pasted-down", value=text, detail=f"{times} rows ({cells})")


def only_a_stopgap(case: Case) -> Iterator[Finding]:
    """The best level with a word where evidence or impact belongs that only fills the cell."""
    for field, lacks in (("evidence", "what shows it"), ("impact", "what difference it made")):
        column = case.column("Audit", field)
        short = {text for text in column.values() if isinstance(text, str) and len(text) < LONG_ENOUGH}
        stopgaps = {text for text in short if fold(text) in STOPGAPS}
        for ref in case.best if stopgaps else ():
            text = column.get(ref)
            if isinstance(text, str) and text in stopgaps:
                yield case.at(ref, field, "only-a-stopgap", value=text, detail=lacks)


def evidence_ref_unknown(case: Case) -> Iterator[Finding]:
    """A Ref of the register's kind whose row there is missing or blank: nobody can find what is meant.

    Where the register is not filled in at all, that is said once.
    """
    for ref, items in not_listed(case, "Audit", "evidence", "Evidence").items():
        yield case.at(ref, "evidence", "evidence-ref-unknown", value=some(dict.fromkeys(items)))


def not_listed(case: Case, table: str, field: str, register: str) -> dict[str, list[str]]:
    """Ref → what its cell names of a register that is not there, for the rows that name such. All at the first of them
    where the register is not filled in at all; nothing where it can't be read."""
    filled = case.table(register)
    if not filled.found or "ref" not in filled.columns:
        return {}
    there = filled.answered | filled.doubtful
    unknown = _unknown_items(case.column(table, field), case.model.by_name[register].prefix, there)
    if unknown and not there:
        every = dict.fromkeys(item for items in unknown.values() for item in items)
        return {next(iter(unknown)): list(every)}
    return unknown


def _unknown_items(column: Mapping[str, Value], prefix: str, there: Set[str]) -> dict[str, list[str]]:
    any_item, _ = _patterns(prefix)
    if there >= set(any_item.findall("\n".join([text for text in column.values() if type(text) is str]))):
        return {}
    numbers = set(map(_number, there))
    named = {
        ref: [item for item in _items(prefix, text) if _number(item) not in numbers] for ref, text in column.items()
    }
    return {ref: items for ref, items in named.items() if items}


def evidence_expired(case: Case) -> Iterator[Finding]:
    """An item that has expired by the day of judgement, though a level rests on it. Said where its date stands."""
    expired = {
        _number(ref): (ref, day)
        for ref, value in case.column("Evidence", "expires").items()
        if (day := _day(value)) is not None and day < case.today
    }
    if not expired:
        return
    rests: dict[int, list[str]] = {}
    evidence, prefix = case.column("Audit", "evidence"), case.model.by_name["Evidence"].prefix
    for ref in case.refs(lambda rating: rating.is_level):
        for number in {_number(item) for item in _items(prefix, evidence.get(ref))} & expired.keys():
            rests.setdefault(number, []).append(ref)
    for number, (item, day) in expired.items():
        if number in rests:
            yield case.on(
                "Evidence", item, "expires", "evidence-expired", value=as_shown(day), detail=some(rests[number])
            )


def evidence_expires_first(case: Case) -> Iterator[Finding]:
    """An item that expires before it was made: one of its two dates is not what was meant."""
    made = case.column("Evidence", "date")
    for ref, value in case.column("Evidence", "expires").items():
        first, last = _day(made.get(ref)), _day(value)
        if first is not None and last is not None and last < first:
            yield case.on(
                "Evidence", ref, "expires", "evidence-expires-first", value=as_shown(last), detail=as_shown(first)
            )


def _repeated(
    column: Mapping[str, Value], others: Mapping[str, object], alike: Set[str] | None = None
) -> Iterator[tuple[str, str]]:
    """The cells whose text folds like the other one of their row. `alike`: the rows that begin alike, where known."""
    if alike is None:
        alike = begin_alike(column, heads_of(column.values()), heads_of(map(others.get, column)))
    for ref in [ref for ref in column if ref in alike]:
        text, other = column[ref], others.get(ref)
        if type(text) is str and type(other) is str and _may_be_same(text, other) and fold(text) == fold(other):
            yield ref, text


def _may_be_same(text: str, other: str) -> bool:
    """False where the first words of two plain texts differ."""
    if not (text.isascii() and other.isascii()):
        return True
    one, two = text.split(None, 1), other.split(None, 1)
    return not (one and two) or one[0].lower() == two[0].lower()


def _own_words(text: str) -> bool:
    return len(text) >= LONG_ENOUGH and not _ONLY_REFS.fullmatch(text)


def _without_reasons(case: Case, comments: Mapping[str, Value]) -> dict[str, Value]:
    reasons = set(case.refs(lambda rating: rating.answer in case.framework.needs_reason))
    return {ref: text for ref, text in comments.items() if ref not in reasons}


def some(names: Iterable[str]) -> str:
    """`F5, F6, F7 and 3 more`."""
    every = list(names)
    rest = len(every) - NAMED_AT_MOST
    return ", ".join(every[:NAMED_AT_MOST]) + (f" and {rest} more" if rest > 0 else "")


@lru_cache(maxsize=8)
def _patterns(prefix: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A quick one that finds every Ref and more, and a strict one. 'E14 3AB' is a post code."""
    quick = re.compile(rf"{prefix}[0-9]{{1,6}}")
    return quick, re.compile(rf"(?<![\w.]){prefix}[0-9]{{1,6}}(?!\w)(?! [0-9][A-Z]{{2}}\b)")


def _items(prefix: str, text: Value | None) -> list[str]:
    """A register's Refs that a cell names."""
    _, strict = _patterns(prefix)
    return strict.findall(text) if isinstance(text, str) else []


def _number(ref: str) -> int:
    """A Ref's number: E7 is E07."""
    return int(ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _day(value: Value | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
