"""What several forms do in the same way: figures, tallies, Refs named in a text.

Figures are rounded to six decimal places before they are shown or compared: 0.1 + 0.2 is 0.3, as on the sheet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from ecm_xl.core.forms.case import Entry
from ecm_xl.core.words import as_shown

PLACES = 6
"""Decimal places that count."""


def number_in(entry: Entry, name: str) -> float | None:
    """A number that somebody typed, None where there is none."""
    value = entry.values.get(name)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def day_in(entry: Entry, name: str) -> date | None:
    """A date that somebody typed, None where there is none."""
    value = entry.values.get(name)
    return value if isinstance(value, date) else None


def exact(number: float) -> float:
    """The number without what binary arithmetic leaves behind."""
    return round(number, PLACES)


def figure(number: float) -> str:
    """`3.2`, `4`: as the person would write it."""
    return as_shown(exact(number))


def tally(found: Iterable[str], order: Sequence[str]) -> str:
    """`2 Good, 1 Outstanding`: how often each, in that order; those that are not met are left out."""
    counts = Counter(found)
    return ", ".join(f"{counts[name]} {name}" for name in order if counts[name])


def refs_in(text: str, prefix: str) -> list[str]:
    """The Refs of a register that a text names (`A01, A3`), each once, as typed in capitals."""
    return list(dict.fromkeys(re.findall(rf"(?<![\w.]){prefix}[0-9]{{1,6}}(?!\w)", text.upper())))
