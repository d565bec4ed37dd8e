"""The checklist for monitoring and evaluation (C7): which of its points are missing.

A point is in place where it is ticked. One without an answer is missing too, but is called "Not answered", never "No":
nobody has said that it is not there. There is no score beside the plain count.
"""

from __future__ import annotations

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED, every_row
from ecm_xl.core.tables import NO
from ecm_xl.core.words import counted


def missing(case: FormCase) -> list[Line]:
    """The points that are not in place, in their order, each with its next step where one is written down."""
    return [_line(entry) for entry in every_row(case, "Checklist") if not _is_in_place(entry)]


def stands_out(case: FormCase) -> list[str]:
    """How many points are in place, and which are answered No."""
    if not case.answered("Checklist"):
        return []
    entries = every_row(case, "Checklist")
    in_place = sum(map(_is_in_place, entries))
    refused = [entry.ref for entry in entries if entry.values.get("in_place") is False]
    unanswered = sum(not entry.has("in_place") for entry in entries)
    found = [f"{in_place} of {counted(len(entries), 'point')} in place"]
    found += [f"Not in place: {', '.join(refused)}"] if refused else []
    return [*found, f"{counted(unanswered, 'point')} not answered"] if unanswered else found


def _line(entry: Entry) -> Line:
    stands = NO if entry.has("in_place") else NOT_ANSWERED
    line = {"about": entry.ref, "missing": entry.texts.get("point", ""), "stands": stands}
    return {**line, "then": entry.text("next_step")} if entry.has("next_step") else line


def _is_in_place(entry: Entry) -> bool:
    return entry.values.get("in_place") is True
