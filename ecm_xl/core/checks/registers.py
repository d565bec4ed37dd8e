"""Checks of the lists that people fill in: agencies, plan, evidence. Whether what they name is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecm_xl.core.answers import Unread, Value
from ecm_xl.core.checks.case import Case
from ecm_xl.core.findings import Finding
from ecm_xl.core.framework import Framework
from ecm_xl.core.nearest import closest, hint
from ecm_xl.core.words import as_shown, fold, is_blank

NAMES_DESCRIPTORS = (("Evidence", "supports"), ("Plan", "for"))
"""The columns that name descriptors by their Refs."""
FINISHED = frozenset({"done", "stopped"})
"""What a target may be so that nobody needs to see to it any more."""

_REF = re.compile(r"(?<![\w.])S[0-9]{1,2}(?:\.[A-Z]+(?:\.[0-9]+)?)?(?!\w)")
_QUICK_REF = re.compile(r"S[0-9]+[0-9A-Z.]*[0-9A-Z]")
_LIKE_A_LINK = re.compile(r"(?:https?|ht{1,3}ps?|ttps?|ftp|file)\s?[:;]?\s?/|https?:|mailto:|www[.,]", re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?://(?:[^\s/?#@]+@)?[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:[/?#]\S*)?"
    r"|www(?:\.[\w-]+)+\.[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?"
    r"|ftp://[\w.@:-]+(?:/\S*)?|file:/\S.*|mailto:[^\s@]+@[\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
_WORDS_AFTER = re.compile(
    r"[,;.)]?\s+(?:[(\[–-]|and\b|page\b|password\b).*|[,;]\s.*|[.,;)]*", re.IGNORECASE | re.DOTALL
)


def link_unclear(case: Case) -> Iterator[Finding]:
    """A text that begins as a link does, but can't be one. Plain words for a place are as good as a link."""
    for table, field, ref, value in case.entries("link"):
        if isinstance(value, str) and not may_be_link(value):
            yield case.on(table, ref, field.id, "link-unclear", value=value)


def may_be_link(text: str) -> bool:
    """True for a link (words may follow it in brackets or after a comma), and for what does not look like one."""
    typed = text.strip()
    if not _LIKE_A_LINK.match(typed):
        return True
    link = _LINK.match(typed)
    if link is None:
        return False
    return _WORDS_AFTER.fullmatch(typed[link.end() :]) is not None or link.group().endswith((",", ";"))


def choice_unknown(case: Case) -> Iterator[Finding]:
    """An entry that is not in its column's list. The nearest is offered, never taken."""
    for table, field in case.fields("choice"):
        column = case.column(table.name, field.id)
        if set(column.values()) <= set(field.choices):
            continue
        choices = {fold(choice): choice for choice in field.choices}
        for ref, value in column.items():
            if isinstance(value, Unread) or fold(as_shown(value)) in choices:
                continue
            near = closest(as_shown(value), choices, case.nearest)
            words = {"value": as_shown(value), "suggestion": near, "detail": hint(near)}
            yield case.on(table.name, ref, field.id, "choice-unknown", **words)


def descriptor_ref_unknown(case: Case) -> Iterator[Finding]:
    """A Ref of a descriptor that the Standards do not have."""
    known = case.framework.standard_of
    for table, field in NAMES_DESCRIPTORS:
        column = case.column(table, field)
        every = "\n".join({text for text in column.values() if isinstance(text, str)}).upper()
        if known.keys() >= set(every.replace(",", " ").split()) or known.keys() >= set(_QUICK_REF.findall(every)):
            continue
        for ref, text in column.items():
            named = _REF.findall(text.upper()) if isinstance(text, str) else ()
            unknown = [name for name in named if name not in known and not _is_part(case.framework, name)]
            if unknown:
                listed = ", ".join(dict.fromkeys(unknown))
                yield case.on(table, ref, field, "descriptor-ref-unknown", value=listed)


def agency_unknown(case: Case) -> Iterator[Finding]:
    """A row of Mapping for an agency that the sheet Agencies does not have."""
    agencies = case.table("Agencies")
    if not agencies.found or "ref" not in agencies.columns:
        return
    mapping = case.table("Mapping")
    unknown = mapping.answered - agencies.answered - agencies.doubtful
    for ref in mapping.numbers if unknown else ():
        if ref in unknown:
            yield case.on("Mapping", ref, "ref", "agency-unknown", value=ref)


def agency_differs(case: Case) -> Iterator[Finding]:
    """A Ref with one agency's name on Mapping and another's on Agencies: whose row is it?"""
    names = case.column("Agencies", "agency")
    for ref, name in case.column("Mapping", "agency").items():
        other = names.get(ref)
        if isinstance(name, str) and isinstance(other, str) and name != other and fold(name) != fold(other):
            yield case.on("Mapping", ref, "agency", "agency-differs", value=name, detail=ref)


def plan_incomplete(case: Case) -> Iterator[Finding]:
    """A target that nobody is named for, or no day: it is nobody's, or never due."""
    plan = case.table("Plan")
    needs = {field: word for field, word in (("who", "name"), ("by_when", "date")) if field in plan.columns}
    aimed_at = plan.column("target").keys() | plan.column("action").keys()
    for ref in plan.numbers if aimed_at else ():
        if ref not in aimed_at or ref in plan.doubtful or _is_finished(plan.value(ref, "status")):
            continue
        lacks = [field for field in needs if is_blank(plan.value(ref, field))]
        if lacks:
            yield case.on("Plan", ref, lacks[0], "plan-incomplete", detail=" and no ".join(needs[f] for f in lacks))


def _is_finished(status: Value | None) -> bool:
    return status is not None and fold(as_shown(status)) in FINISHED


def _is_part(framework: Framework, name: str) -> bool:
    """`S03.SAFE`: all of a Standard's descriptors for one Outcome."""
    standard, _, outcome = name.partition(".")
    return (framework.standard_of.get(standard, 0), outcome) in framework.cells
