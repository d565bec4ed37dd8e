"""What any form may come to, whatever it asks: tallies, weakest first, what is not answered. No form's own module.

Missing-data policy: what is not answered is in no tally and has no place in an order; how many are not is said. Rows of
a repeated grid count one by one, so that an item that three people answered has three answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.words import counted


def tally(case: FormCase, table: str, field: str) -> list[Line]:
    """A line an item of a grid: `item` its own Ref, `text` its last fixed text, `answered` how many answers it has,
    and for each level of the field, by its name with underlines (`very_weak`), how many chose it."""
    levels = _levels(case, table, field)
    return [_tallied(own, entries, field, levels) for own, entries in _by_item(case, table).items()]


def _tallied(own: str, entries: Sequence[Entry], field: str, levels: Sequence[str]) -> Line:
    chosen = Counter(entry.values[field] for entry in entries if field in entry.values)
    counts = {column(level): chosen[level] for level in levels}
    return {"item": own, "text": _text(entries[0]), "answered": sum(counts.values()), **counts}


def weakest(case: FormCase, table: str, field: str) -> list[Line]:
    """The answered rows, the worst level first, then as they stand: `row`, `text`, `level`. The best level is left out:
    there is nothing to be done about it."""
    rank = {level: place for place, level in enumerate(_levels(case, table, field))}
    answered = [entry for entry in case.entries(table) if entry.values.get(field) in rank]
    below = [entry for entry in answered if rank[entry.text(field)] < len(rank) - 1]
    below.sort(key=lambda entry: rank[entry.text(field)])
    return [{"row": entry.ref, "text": _text(entry), "level": entry.text(field)} for entry in below]


def unanswered(case: FormCase, table: str, field: str) -> list[Line]:
    """The rows without an answer there: `row` and `text`."""
    return [{"row": entry.ref, "text": _text(entry)} for entry in case.entries(table) if not entry.has(field)]


def answered(case: FormCase, table: str, field: str) -> list[str]:
    """How many rows have an answer there, and how many stand at the worst level, where the field has levels."""
    entries = case.entries(table)
    there = [entry for entry in entries if entry.has(field)]
    if not there:
        return []
    said = [f"{len(there)} of {counted(len(entries), 'row')} answered"]
    levels = _levels(case, table, field)
    worst = sum(entry.values[field] == levels[0] for entry in there) if levels else 0
    return [*said, f"{worst} at {levels[0]}"] if worst else said


def column(level: str) -> str:
    """A level's name as the name of a column: `Very weak` is `very_weak`."""
    return "_".join(level.lower().split())


def _by_item(case: FormCase, table: str) -> dict[str, list[Entry]]:
    """Own Ref → its rows, in the form's order; rows that somebody made up are no item's."""
    items: dict[str, list[Entry]] = {row.ref: [] for row in case.model.by_name[table].own_rows}
    for entry in case.entries(table):
        if entry.own in items:
            items[entry.own].append(entry)
    return {own: entries for own, entries in items.items() if entries}


def _levels(case: FormCase, table: str, field: str) -> Sequence[str]:
    return case.model.by_name[table].by_id[field].levels


def _text(entry: Entry) -> str:
    """The last of its fixed texts, which is what is asked; its Ref where it has none."""
    return list(entry.texts.values())[-1] if entry.texts else entry.ref
