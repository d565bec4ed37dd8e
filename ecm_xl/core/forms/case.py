"""What the functions that work a form out look at: its rows, each answer as what it is meant to be.

Missing-data policy: an answer that is blank, or can't be read as what its column asks for (that has its finding), is
not there: it is no zero, no "No" and no lowest level. Rows whose Ref stands twice are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from ecm_xl.core.answers import FilledTable, SettingAnswers, Unread, Value
from ecm_xl.core.framework import Framework
from ecm_xl.core.judgements import Judgement
from ecm_xl.core.numbers import is_within, read_number
from ecm_xl.core.ratings import read_level, read_rating
from ecm_xl.core.rows import Whose, fixed_texts, split_ref, whose_of
from ecm_xl.core.tables import Field, SettingModel, TableModel
from ecm_xl.core.ticks import read_tick
from ecm_xl.core.words import as_shown, fold, is_blank

Clean = str | int | float | bool | date
"""An answer as it is meant: a choice or a level by its own name, a tick True or False, text without blanks around."""

Line = Mapping[str, str | int | float | date]
"""A row of a result: field → value; what is left out stays blank."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a form. `own`: the Ref's own part (`CULTURE.1`); `whose`: register → the Ref of its row (a repeated
    grid's); `texts`: what its fixed columns say; `values`: the answers that are there."""

    ref: str
    own: str
    whose: Whose
    texts: Mapping[str, str]
    values: Mapping[str, Clean]

    def text(self, name: str) -> str:
        """An answer as text, '' where there is none."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else as_shown(value)

    def has(self, *names: str) -> bool:
        """True where all of these are answered."""
        return all(name in self.values for name in names)


@dataclass(frozen=True)
class FormCase:
    """A setting's answers, laid out for working forms out. `today` is what dates are compared with."""

    model: SettingModel
    answers: SettingAnswers
    judgements: Sequence[Judgement]
    today: date
    _entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def framework(self) -> Framework:
        """The framework of the workbook."""
        return self.model.framework

    def has_table(self, name: str) -> bool:
        """True where that table is in the workbook."""
        filled = self.answers.tables.get(name)
        return name in self.model.by_name and filled is not None and filled.found

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Every row of a table, answered or not, as they stand on the sheet; none where it is not there."""
        if name not in self._entries:
            self._entries[name] = tuple(self._read(name))
        return self._entries[name]

    def answered(self, name: str) -> tuple[Entry, ...]:
        """The rows of a table in which anything that can be read stands."""
        return tuple(entry for entry in self.entries(name) if entry.values)

    def names(self, register: str, field: str) -> Mapping[str, str]:
        """Ref → what a register's row is called; its Ref where it has no name."""
        return {entry.ref: entry.text(field) or entry.ref for entry in self.answered(register)}

    @cached_property
    def judged(self) -> Mapping[str, Judgement]:
        """Ref of a Standard (`S03`) → its judgement."""
        return {f"S{judgement.standard:02d}": judgement for judgement in self.judgements}

    def _read(self, name: str) -> Iterator[Entry]:
        if not self.has_table(name):
            return
        table, filled = self.model.by_name[name], self.answers.tables[name]
        values = _clean_columns(self.framework, table, filled)
        texts: dict[str, Mapping[str, str]] = {}
        for ref in filled.numbers:
            if ref not in filled.doubtful:
                parts, own = split_ref(table, ref)
                if own not in texts:
                    texts[own] = texts_of(table, self.framework, ref)
                yield Entry(ref, own, whose_of(self.model, table, parts), texts[own], values.get(ref, {}))


def texts_of(table: TableModel, framework: Framework, ref: str) -> Mapping[str, str]:
    """A row's fixed texts; none for a Ref that the table does not have (any more)."""
    try:
        return fixed_texts(table, framework, ref)
    except KeyError:
        return {}


def _clean_columns(framework: Framework, table: TableModel, filled: FilledTable) -> dict[str, dict[str, Clean]]:
    """Ref → field → answer."""
    found: dict[str, dict[str, Clean]] = {}
    for one in table.fields:
        if one.is_answer:
            read = _reader(framework, one)
            for ref, value in filled.column(one.id).items():
                answer = None if isinstance(value, Unread) or is_blank(value) else read(value)
                if answer is not None:
                    found.setdefault(ref, {})[one.id] = answer
    return found


def _reader(framework: Framework, one: Field) -> Callable[[Value], Clean | None]:
    """How a field's answers are read."""
    if one.kind == "choice":
        choices = {fold(choice): choice for choice in one.choices}
        return lambda value: choices.get(fold(as_shown(value)))
    readers: Mapping[str, Callable[[Value], Clean | None]] = {
        "tick": read_tick,
        "date": _day,
        "number": lambda value: _number(one, value),
        "year": lambda value: _number(one, value),
        "rating": lambda value: read_rating(framework, value).answer or None,
        "level": lambda value: read_level(framework, value) or None,
    }
    return readers.get(one.kind, as_shown)


def _day(value: Value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _number(one: Field, value: Value) -> float | None:
    number = read_number(value)
    return None if number is None or not is_within(one, number) else number
