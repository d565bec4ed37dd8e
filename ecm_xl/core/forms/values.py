"""Shared values (E4): which of the four points are in place, and which are still to be agreed."""

from __future__ import annotations

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED
from ecm_xl.core.words import counted


def missing(case: FormCase) -> list[Line]:
    """The points that are not in place: those answered No, and those without an answer."""
    return [
        {
            "point": entry.ref,
            "value": entry.texts.get("value", ""),
            "stands": "No" if entry.has("in_place") else NOT_ANSWERED,
        }
        for entry in case.entries("Values")
        if not _is_in_place(entry)
    ]


def stands_out(case: FormCase) -> list[str]:
    """How many of the points are in place."""
    entries = case.entries("Values")
    if not any(entry.values for entry in entries):
        return []
    in_place = sum(map(_is_in_place, entries))
    return [f"{in_place} of {counted(len(entries), 'point')} in place"]


def _is_in_place(entry: Entry) -> bool:
    return entry.values.get("in_place") is True
