"""What people typed, located: tables of rows by Ref, each value with its cell.

Missing-data policy: a Ref that is not in a field's column is blank there, and blank is never a value, a zero
or a lowest level. A cell that holds something which can't count as an answer (an error, a
formula) is `Unread`: it is not blank either, and its finding says what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that holds something that is not an answer. `shown` is what the person sees."""

    shown: str


Value = str | int | float | bool | date | datetime | time | timedelta | Unread


@dataclass(slots=True)
class Row:
    """One row of a table: its number on the sheet and its values by field."""

    number: int
    values: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class FilledTable:
    """A table as read, column by column, as it is looked at: most columns are blank in most rows.

    `doubtful` holds Refs that stand in more than one row: which row counts is not ours to guess.
    """

    name: str
    sheet: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    """Field → column letters, `rating` → `E`."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Ref → its row's number on the sheet, from the top."""
    answers: dict[str, dict[str, Value]] = field(default_factory=dict)
    """Field → Ref → what stands there, from the top; blank cells are left out."""
    doubtful: frozenset[str] = frozenset()
    found: bool = False

    def cell(self, ref: str, name: str) -> str:
        """The address of a field of a row, `E12`; '' where the row or the column is not there."""
        return self.cells((ref,), name)[0]

    def cells(self, refs: Iterable[str], name: str) -> list[str]:
        """The same of many rows at once."""
        column, numbers = self.columns.get(name), self.numbers
        if not column:
            return ["" for _ in refs]
        return [f"{column}{numbers[ref]}" if ref in numbers else "" for ref in refs]

    def put(self, ref: str, number: int, values: Mapping[str, Value]) -> None:
        """Adds a row beneath the others."""
        self.numbers[ref] = number
        for name, value in values.items():
            self.answers.setdefault(name, {})[ref] = value

    def column(self, name: str) -> dict[str, Value]:
        """What a field's cells hold, by Ref."""
        return self.answers.get(name, {})

    def value(self, ref: str, name: str) -> Value | None:
        """What a cell holds, None where it is blank."""
        return self.column(name).get(ref)

    def text(self, ref: str, name: str) -> str:
        """The same as text, '' where blank or unread."""
        value = self.column(name).get(ref, "")
        return "" if isinstance(value, Unread) else str(value)

    @property
    def answered(self) -> set[str]:
        """The Refs of the rows in which anything stands."""
        return set().union(*self.answers.values())

    @property
    def rows(self) -> dict[str, Row]:
        """The same row by row, put together anew."""
        rows = {ref: Row(number) for ref, number in self.numbers.items()}
        for name, column in self.answers.items():
            for ref, value in column.items():
                rows[ref].values[name] = value
        return rows


@dataclass(slots=True)
class Details:
    """What Start says of the setting, as text; `cells` has each one's (sheet, cell)."""

    values: dict[str, str] = field(default_factory=dict)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The named cell's text, '' where blank or missing."""
        return self.values.get(name, "")


@dataclass(slots=True)
class SettingAnswers:
    """A setting workbook as read: its details and its tables by name."""

    details: Details
    tables: Mapping[str, FilledTable]

    @property
    def audit(self) -> FilledTable:
        """The Audit table (an empty one where the sheet is missing)."""
        return self.tables["Audit"]

    @property
    def overrides(self) -> FilledTable:
        """The Judgements table, which holds the overrides."""
        return self.tables["Judgements"]

    @property
    def leads(self) -> FilledTable:
        """The Leads table."""
        return self.tables["Leads"]
