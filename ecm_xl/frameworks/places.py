"""Faults of a framework file, and where in the file everything stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a framework file. `line` is 0 where the whole file is meant."""

    line: int
    place: str
    message: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.place}" if self.line else self.place
        return f"{where}: {self.message}"


class Places:
    """Where each entry of the file begins, by kind and count, and where each key of a table stands."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, list[int]] = {}
        self._keys: dict[tuple[str, str], int] = {}
        section = ""
        for number, line in enumerate(text.splitlines(), 1):
            header = re.match(r"\s*\[\[?\s*([\w.]+)\s*\]", line)
            key = re.match(r"\s*\"?(\w+)\"?\s*=", line)
            if header:
                section = header[1]
                self._lines.setdefault(section, []).append(number)
            elif key:
                self._keys.setdefault((section, key[1]), number)

    def line(self, kind: str, count: int) -> int:
        """The line of the count-th entry (from 0) of that kind, 0 where it can't be told."""
        lines = self._lines.get(kind, [])
        return lines[count] if count < len(lines) else 0

    def of_key(self, table: str, key: str) -> int:
        """The line of that key of a table; the table's own where the key has none, 0 where neither can be told."""
        outer, _, inner = table.rpartition(".")
        found = self._keys.get((table, key)) or self.line(table, 0) or self.line(f"{table}.{key}", 0)
        return found or (self.of_key(outer, inner) if outer else self._keys.get(("", inner), 0))


@lru_cache(maxsize=1)
def places_of(text: str) -> Places:
    """The places of the file that is being linted."""
    return Places(text)


LARGEST = 1_000_000
"""No value and no cut-off goes beyond it."""


def as_number(value: object) -> float | None:
    """The value where it is a number in bounds, else None (also for true, false and not-a-number)."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST:
        return value
    return None


def tables(value: object) -> list[Data]:
    """Those of a list that are tables; none where it is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
