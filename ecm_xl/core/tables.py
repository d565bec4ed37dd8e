"""The table model: every form is a table, its rows fixed by the framework or by the form (a grid), added by people
(a register), written by the program (a record) or worked out by it (a result), its columns typed fields.

A grid of a form's own may be repeated for each row of registers: one long table, whose Refs say for whom
(`P07.R2.CULTURE.1`). What its Refs and fixed texts are: `core.rows`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
    "share",
    "choice",
    "tick",
    "link",
    "place",
)
"""`fixed` and `ref` are drawn, `formula` is live, `place` leads to a cell of the workbook, the others are answers
(in a record or a result: written by the program). `share` is from 0 to 1 and shown as a percentage."""

LISTED = ("rating", "level", "choice", "tick")
"""Kinds of field that are chosen from a list."""
TABLE_KINDS = ("grid", "register", "record", "result")
ROWS = ("descriptors", "standards", "outcomes", "own", "")
YES, NO = "Yes", "No"
"""What the list of a tick offers."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column: found by its header, known by its id.

    `past`: a date that can't be still to come. `levels`: its choices from worst to best, where they are a scale.
    `shows`: what a formula looks up (`Partnerships.partnership`) by the part of the Ref that is that table's.
    `refers`: the register whose Refs are named in it. `nameless`: no child or young person is to be named in it.
    """

    id: str
    header: str
    kind: str
    width: float
    note: str
    past: bool = False
    printed: bool = True
    choices: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    shows: str = ""
    refers: str = ""
    nameless: bool = False
    least: float | None = None
    most: float | None = None

    @property
    def is_answer(self) -> bool:
        """True where a person fills it in."""
        return self.kind not in ("ref", "fixed", "formula")


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row that a form itself brings. `texts`: field → its fixed text; `each`: the registers for whose rows it is
    repeated, () for once."""

    ref: str
    texts: Mapping[str, str]
    each: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a row needs: where one of `when` is answered, all of `wanted` are to be."""

    when: tuple[str, ...]
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """A text that is to say something else than its neighbours: impact is not activity."""

    field: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """A line, or the bars of one kind: a field of the result, its name and colour."""

    field: str
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class ChartModel:
    """A chart of a result's rows. `categories` is a field; `beside`: it stands beside the table, else beneath it.
    `counts`: its values are counts, so that its axis goes by whole steps. Sizes in pixels; `words` is the text for
    those who can't see it."""

    kind: str
    title: str
    words: str
    categories: str
    series: tuple[ChartSeries, ...]
    axes: tuple[str, str] = ("", "")
    quadrants: tuple[str, str, str, str] = ("", "", "", "")
    least: float | None = None
    most: float | None = None
    percent: bool = False
    counts: bool = False
    width: int = 620
    height: int = 320
    beside: bool = False


@dataclass(frozen=True)
class TableModel:
    """A table on a sheet. `rows`: what a grid's rows are; `prefix`: the letter of a register's Refs; `grows`: a
    record of which nothing is ever taken away.

    Of a form's table: `sheet` is the form's sheet, `title` stands above it there; `blank_rows` are a register's;
    `stays`: its single answers are about so few people that they never leave the setting's own workbook;
    `follows` is another register whose rows it takes on (Ref, and the fields that both have). Of a result:
    `worked_out` names the function in `core.forms`, `of` what else it is given, `lines` how many rows it has.
    """

    name: str
    kind: str
    purpose: str
    fields: tuple[Field, ...]
    rows: str = ""
    prefix: str = ""
    freeze: str = ""
    grows: bool = False
    sheet: str = ""
    title: str = ""
    blank_rows: int = 0
    follows: str = ""
    stays: bool = False
    own_rows: tuple[OwnRow, ...] = ()
    needs: tuple[Needs, ...] = ()
    apart: tuple[Apart, ...] = ()
    worked_out: str = ""
    of: Mapping[str, str] = field(default_factory=dict)
    lines: int = 0
    charts: tuple[ChartModel, ...] = ()

    @property
    def on(self) -> str:
        """The name of the sheet that it is on."""
        return self.sheet or self.name

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
        """True where people fill it in (neither a record nor a result)."""
        return self.kind not in ("record", "result")

    @cached_property
    def is_repeated(self) -> bool:
        """True for a grid that has its rows once for each row of a register."""
        return any(row.each for row in self.own_rows)

    @cached_property
    def own_by_ref(self) -> Mapping[str, OwnRow]:
        """The own part of a Ref (`CULTURE.1`) → its row."""
        return {row.ref: row for row in self.own_rows}


@dataclass(frozen=True)
class FormModel:
    """A form: one sheet with one or more tables, in the order in which they are drawn.

    What grows (a long register, a repeated grid) stands last, what it comes to above it: in sight, and never pushed
    down. A grid with a few rows of its own may stand before its long results: whoever came to answer begins at once.

    `says` names the function in `core.forms` that says what stands out, `says_of` what else it is given.
    `filled_in_by`, `gives`: for people who choose among forms. `fills`: other tables of the workbook that are
    populated with it.
    """

    id: str
    title: str
    sheet: str
    source: str
    version: str
    purpose: str
    filled_in_by: str
    gives: str
    says: str
    tables: tuple[TableModel, ...]
    fills: tuple[str, ...] = ()
    says_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SettingModel:
    """What a setting workbook holds: its framework, its tables in order, a register's blank rows, its forms."""

    framework: Framework
    tables: tuple[TableModel, ...]
    blank_rows: int
    forms: tuple[FormModel, ...] = field(default=())

    @cached_property
    def by_name(self) -> Mapping[str, TableModel]:
        """Table name → table."""
        return {t.name: t for t in self.tables}

    @cached_property
    def sheets(self) -> Mapping[str, tuple[TableModel, ...]]:
        """Sheet → the tables on it, in order."""
        found: dict[str, list[TableModel]] = {}
        for table in self.tables:
            found.setdefault(table.on, []).append(table)
        return {sheet: tuple(tables) for sheet, tables in found.items()}

    @cached_property
    def form_of(self) -> Mapping[str, FormModel]:
        """Sheet → the form that it is."""
        return {form.sheet: form for form in self.forms}

    def with_forms(self, forms: tuple[FormModel, ...]) -> SettingModel:
        """The same with these forms (and no others); their sheets stand before the first record."""
        bare = [table for table in self.tables if not table.sheet]
        first = next((n for n, table in enumerate(bare) if table.kind == "record"), len(bare))
        added = [table for form in forms for table in form.tables]
        return replace(self, tables=(*bare[:first], *added, *bare[first:]), forms=forms)
