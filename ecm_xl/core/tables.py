"""The table model: every form is a table, its rows fixed by the framework (a grid), added by people
(a register) or written by the program (a record), its columns typed fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ecm_xl.core.framework import Framework

FIELD_KINDS = (
    "ref",
    "fixed",
    "formula",
    "rating",
    "level",
    "text",
    "person",
    "date",
    "year",
    "number",
    "choice",
    "link",
    "place",
)
"""`fixed` and `ref` are drawn, `formula` is live, `place` leads to a cell of the workbook, the others are answers
(in a record: written by the program)."""

TABLE_KINDS = ("grid", "register", "record")
ROWS = ("descriptors", "standards", "")


@dataclass(frozen=True, slots=True)
class Field:
    """A column: found by its header, known by its id. `past`: a date that can't be still to come."""

    id: str
    header: str
    kind: str
    width: float
    note: str
    past: bool = False
    printed: bool = True
    choices: tuple[str, ...] = ()

    @property
    def is_answer(self) -> bool:
        """True where a person fills it in."""
        return self.kind not in ("ref", "fixed", "formula")


@dataclass(frozen=True)
class TableModel:
    """One sheet's table. `rows`: what a grid's rows are; `prefix`: the letter of a register's Refs; `grows`: a
    record of which nothing is ever taken away."""

    name: str
    kind: str
    purpose: str
    fields: tuple[Field, ...]
    rows: str = ""
    prefix: str = ""
    freeze: str = ""
    grows: bool = False

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        """Field id → field."""
        return {f.id: f for f in self.fields}

    def of_kind(self, kind: str) -> tuple[Field, ...]:
        """The fields of that kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Field, ...]]:
        kinds = {f.kind for f in self.fields}
        return {kind: tuple(f for f in self.fields if f.kind == kind) for kind in kinds}

    @property
    def takes_answers(self) -> bool:
        """True where people fill it in (not a record)."""
        return self.kind != "record"


@dataclass(frozen=True)
class SettingModel:
    """What a setting workbook holds: its framework, its tables in order, a register's blank rows."""

    framework: Framework
    tables: tuple[TableModel, ...]
    blank_rows: int

    @cached_property
    def by_name(self) -> Mapping[str, TableModel]:
        """Table name → table."""
        return {t.name: t for t in self.tables}
