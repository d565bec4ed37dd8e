"""The effectiveness of partnerships (C8): what is achieved of each aspect, what is left, partnership by partnership.

A share is Achieved over Achieved and Developing: what is not answered is no part of it, and is counted beside it. Only
partnerships that somebody has begun to look at (one answer or more) are counted: one that is merely listed is not
"Developing" and would drown the others. Without any answer an aspect has neither share nor counts. Answers given
without a partnership (about all partners in general) count as those of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED, listed
from ecm_xl.core.words import counted

DEVELOPING, ACHIEVED = "Developing", "Achieved"
IN_GENERAL = "In general"
"""How answers without a partnership are called."""
ENOUGH_TO_COMPARE = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some answers say Achieved, say Developing, are not there."""

    achieved: int
    developing: int
    unanswered: int

    @property
    def answered(self) -> int:
        """How many are there."""
        return self.achieved + self.developing

    @property
    def share(self) -> float | None:
        """Achieved, of those that are there; None where none is."""
        return self.achieved / self.answered if self.answered else None


def tally(entries: Iterable[Entry]) -> Tally:
    """Counts the answers of some rows."""
    stands = [entry.text("stands") for entry in entries]
    return Tally(stands.count(ACHIEVED), stands.count(DEVELOPING), stands.count(""))


def aspects(case: FormCase) -> list[Line]:
    """Each aspect's share and counts; "Not answered" where nobody has begun."""
    begun = _begun(case)
    return [_aspect(key, title, begun) for key, title in _aspects(case).items()]


def left(case: FormCase) -> list[Line]:
    """The descriptors that are not achieved everywhere: most often Developing first, then most often open."""
    begun = _begun(case)
    by_own = {row.ref: [e for e in begun if e.own == row.ref] for row in case.model.by_name["Effectiveness"].own_rows}
    lacking = {own: rows for own, rows in by_own.items() if rows and tally(rows).achieved < len(rows)}
    tallies = {own: tally(rows) for own, rows in lacking.items()}
    in_order = sorted(lacking, key=lambda own: (-tallies[own].developing, -tallies[own].unanswered))
    return [_descriptor(own, lacking[own]) for own in in_order]


def partnerships(case: FormCase) -> list[Line]:
    """Partnership by partnership, the smallest share first; no lines while there is nothing to compare."""
    groups = _by_partnership(_begun(case))
    if len(groups) < ENOUGH_TO_COMPARE:
        return []
    names = case.names("Partnerships", "partnership")
    in_order = sorted(groups, key=lambda ref: (_smallest_first(groups[ref]), len(ref), ref))
    return [_partnership(ref, names.get(ref, ref or IN_GENERAL), groups[ref]) for ref in in_order]


def stands_out(case: FormCase) -> list[str]:
    """What is achieved of what is answered, and which aspect has most left."""
    begun = _begun(case)
    whole = tally(begun)
    if not whole.answered:
        return []
    looked_at = counted(len(_by_partnership(begun)), "partnership")
    found = [f"{whole.achieved} of {whole.answered} answers say Achieved ({looked_at})"]
    found += [f"{counted(whole.unanswered, 'answer')} still open"] if whole.unanswered else []
    return [*found, *_most_left(case, begun)]


def _most_left(case: FormCase, begun: Sequence[Entry]) -> list[str]:
    tallies = {title: tally(_of_aspect(key, begun)) for key, title in _aspects(case).items()}
    most = max(counts.developing for counts in tallies.values())
    titles = [title for title, counts in tallies.items() if counts.developing == most]
    return [f"Most still developing: {'; '.join(titles)}"] if most else []


def _begun(case: FormCase) -> list[Entry]:
    """The rows of the partnerships that have an answer: all that each is to have, and no other."""
    groups = _by_partnership(case.entries("Effectiveness")).items()
    every = [_every_row(case, ref, rows) for ref, rows in groups]
    return [entry for rows in every if tally(rows).answered for entry in rows]


def _every_row(case: FormCase, partnership: str, entries: Iterable[Entry]) -> list[Entry]:
    """A partnership's rows in their order; one that has gone from the sheet is not answered."""
    there = {entry.own: entry for entry in entries}
    copy = f"{partnership}." if partnership else ""
    return [
        there.get(row.ref) or Entry(f"{copy}{row.ref}", row.ref, {}, row.texts, {})
        for row in case.model.by_name["Effectiveness"].own_rows
    ]


def _by_partnership(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Ref of a partnership ('' for none) → its rows."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_about(entry), []).append(entry)
    return groups


def _about(entry: Entry) -> str:
    """The Ref of the partnership that a row is about; its register need not be in the workbook any more."""
    return entry.ref.removesuffix(entry.own).rstrip(".")


def _aspects(case: FormCase) -> Mapping[str, str]:
    """How an aspect's Refs begin → its title."""
    rows = case.model.by_name["Effectiveness"].own_rows
    return {row.ref.partition(".")[0]: row.texts["aspect"] for row in rows}


def _of_aspect(key: str, entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.own.partition(".")[0] == key]


def _aspect(key: str, title: str, begun: Sequence[Entry]) -> Line:
    rows = _of_aspect(key, begun)
    counts = tally(rows)
    line: Line = {"key": key, "title": title}
    if not begun:
        return {**line, "left": NOT_ANSWERED}
    numbers = {"achieved": counts.achieved, "developing": counts.developing, "unanswered": counts.unanswered}
    lacking = sorted({entry.own for entry in rows if entry.text("stands") != ACHIEVED})
    return {**line, **_share(counts), **({"left": ", ".join(lacking)} if lacking else {}), **numbers}


def _descriptor(own: str, rows: Sequence[Entry]) -> Line:
    counts = tally(rows)
    where = [_about(entry) or IN_GENERAL for entry in rows if entry.text("stands") == DEVELOPING]
    line: Line = {
        "about": own,
        "aspect": rows[0].texts["aspect"],
        "developing": counts.developing,
        "descriptor": rows[0].texts["descriptor"],
        "unanswered": counts.unanswered,
    }
    return {**line, "where": listed(where)} if where else line


def _partnership(ref: str, name: str, rows: Sequence[Entry]) -> Line:
    counts = tally(rows)
    developing = [entry.own for entry in rows if entry.text("stands") == DEVELOPING]
    line: Line = {"about": ref or IN_GENERAL, "partnership": name, **_share(counts), "unanswered": counts.unanswered}
    return {**line, "left": ", ".join(developing)} if developing else line


def _share(counts: Tally) -> Line:
    return {} if counts.share is None else {"share": counts.share}


def _smallest_first(rows: Sequence[Entry]) -> float:
    share = tally(rows).share
    return 1.0 if share is None else share
