"""How far an audit is: what each row still needs, where to carry on, how much is rated."""

from __future__ import annotations

from collections.abc import Mapping

from ecm_xl.core.answers import FilledTable, Row
from ecm_xl.core.framework import Framework
from ecm_xl.core.judgements import RollUp
from ecm_xl.core.ratings import Rating
from ecm_xl.core.words import is_blank

RATE, REASON, EVIDENCE = "Rate", "Give a reason", "Add evidence"


def to_do(framework: Framework, rating: Rating, row: Row) -> str:
    """What an Audit row still needs, '' when it is done."""
    if not rating.answer:
        return RATE
    if rating.answer in framework.needs_reason and is_blank(row.values.get("comment")):
        return REASON
    if rating.answer == framework.best and is_blank(row.values.get("evidence")):
        return EVIDENCE
    return ""


def first_unrated(audit: FilledTable, ratings: Mapping[str, Rating]) -> str:
    """The Ref of the first row on the sheet without an answer, '' where every row has one."""
    refs = sorted(audit.numbers, key=audit.numbers.__getitem__)
    return next((ref for ref in refs if ref in ratings and not ratings[ref].answer), "")


def share_at_or_above(framework: Framework, group: RollUp, level: str) -> float:
    """The share (0 to 1) of applicable descriptors rated at that level or better; 0 where none applies."""
    if not group.applicable:
        return 0.0
    floor = framework.rank[level]
    return sum(n for name, n in group.counts.items() if framework.rank[name] >= floor) / group.applicable
