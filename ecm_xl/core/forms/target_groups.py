"""Target groups (B2): progress and money by what is provided, and what is worth a look. Groups or codes, never names.

**Provision**: rows with the same text (case and spaces aside) are one. Learners are summed over its groups, each group
once; a group without a number, or with two different ones, adds '?' and no learners. Pounds are summed as they stand;
a row where Pupil Premium is ticked and no sum given adds '?'. A missing number is no zero.

**Progress** is a person's judgement; without one it is 'not judged', which is not the lowest.

**Small groups**: fewer than five learners may be recognised by others (ours: five is a usual bound for publishing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.figures import figure, number_in, tally
from ecm_xl.core.words import counted, fold

TABLE = "TargetGroups"
SMALL = 5
"""Learners from which on nobody is recognised by the group alone."""
NOT_JUDGED = "not judged"
UNSAID = "?"


def by_provision(case: FormCase) -> list[Line]:
    """A line for each thing that is provided, in the order of the sheet."""
    found: dict[str, list[Entry]] = {}
    for entry in case.answered(TABLE):
        found.setdefault(fold(entry.text("provision")), []).append(entry)
    return [
        {
            "rows": ", ".join(entry.ref for entry in entries),
            "what": entries[0].text("provision") or "Not said",
            "learners": _learners(entries),
            "made": _progress(case, entries),
            "money": _money(entries),
        }
        for entries in found.values()
    ]


def worth_a_look(case: FormCase) -> list[Line]:
    """Small groups first, then rows without progress, progress that nobody has judged, and sums that are missing."""
    rows = case.answered(TABLE)
    return [line for look in (_small, _without_progress, _not_judged, _without_a_sum) for line in look(rows)]


def stands_out(case: FormCase) -> list[str]:
    """How many groups there are, how their progress is judged, and how many are small."""
    rows = case.answered(TABLE)
    if not rows:
        return []
    said = [_groups(rows), f"Progress: {_progress(case, rows)}"]
    small = len({fold(entry.text("group")) or entry.ref for entry in rows if _is_small(entry)})
    if not small:
        return said
    return [*said, f"{counted(small, 'group')} of fewer than {SMALL}, in which somebody may be recognised"]


def _groups(rows: Sequence[Entry]) -> str:
    """`3 target groups, 2 rows without a group`."""
    groups = {fold(entry.text("group")) for entry in rows if entry.has("group")}
    unsaid = sum(not entry.has("group") for entry in rows)
    said = counted(len(groups), "target group")
    return f"{said}, {counted(unsaid, 'row')} without a group" if unsaid else said


def _is_small(entry: Entry) -> bool:
    number = number_in(entry, "number")
    return number is not None and number < SMALL


def _small(rows: Iterable[Entry]) -> Iterator[Line]:
    why = f"Fewer than {SMALL}: others may recognise somebody"
    yield from (_look(entry, why, "Widen the group, or leave details out") for entry in rows if _is_small(entry))


def _without_progress(rows: Iterable[Entry]) -> Iterator[Line]:
    missing = [entry for entry in rows if not entry.has("progress") and not entry.has("judged")]
    yield from (_look(entry, "No progress noted", "Write down what has changed") for entry in missing)


def _not_judged(rows: Iterable[Entry]) -> Iterator[Line]:
    missing = [entry for entry in rows if entry.has("progress") and not entry.has("judged")]
    yield from (_look(entry, "Progress not judged", "Choose how it is against your hopes") for entry in missing)


def _without_a_sum(rows: Iterable[Entry]) -> Iterator[Line]:
    missing = [entry for entry in rows if _lacks_its_sum(entry)]
    yield from (_look(entry, "Pupil Premium without a sum", "Enter the pounds") for entry in missing)


def _look(entry: Entry, why: str, what_to_do: str) -> Line:
    number = number_in(entry, "number")
    count = {} if number is None else {"count": number}
    return {"row": entry.ref, "why": why, "what_to_do": what_to_do, **count}


def _lacks_its_sum(entry: Entry) -> bool:
    return entry.values.get("premium") is True and not entry.has("pounds")


def _learners(rows: Iterable[Entry]) -> str:
    """`24`, `24 + ?`: each group's number once."""
    numbers: dict[str, set[float]] = {}
    for entry in rows:
        number = number_in(entry, "number")
        told = numbers.setdefault(fold(entry.text("group")) or entry.ref, set())
        told.update(() if number is None else (number,))
    known = [min(told) for told in numbers.values() if len(told) == 1]
    return _sum(known, figure, is_whole=len(known) == len(numbers))


def _money(rows: Sequence[Entry]) -> str:
    """`£1,200 + ?`; blank where there is no word of money."""
    sums = [number for entry in rows if (number := number_in(entry, "pounds")) is not None]
    unsaid = any(map(_lacks_its_sum, rows))
    return _sum(sums, _pounds, is_whole=not unsaid)


def _pounds(number: float) -> str:
    """`£1,280`, `£80.50`."""
    return f"£{number:,.2f}".removesuffix(".00")


def _sum(numbers: Sequence[float], shown: Callable[[float], str], *, is_whole: bool) -> str:
    parts = [shown(sum(numbers))] if numbers else []
    return " + ".join(parts if is_whole else [*parts, UNSAID])


def _progress(case: FormCase, rows: Iterable[Entry]) -> str:
    """`1 More than hoped, 2 not judged`."""
    levels = case.model.by_name[TABLE].by_id["judged"].levels[::-1]
    return tally((entry.text("judged") or NOT_JUDGED for entry in rows), [*levels, NOT_JUDGED])
