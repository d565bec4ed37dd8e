"""Forms put into a setting's workbook, or brought up to date there, as edits.

A form that is not there yet is a new sheet, drawn as in a new workbook. One that is there keeps what people typed: it
gets the rows that it lacks (for a respondent or a partner who has come since) and its results. Only where its own
texts, Refs or columns are others now (another version of the form, or a row somebody deleted) is its sheet drawn
anew, with every answer in the row of its Ref; what has no row any more is kept in Changes, word for word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ecm_xl.core.judgements import Judgement
from ecm_xl.core.rows import fixed_texts, refs_of
from ecm_xl.core.tables import FormModel, SettingModel, TableModel
from ecm_xl.core.words import counted
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.book import Book, CellValue, Content
from ecm_xl.workbook.carry import CHANGES, changes_of, rows_of
from ecm_xl.workbook.edits import AddSheet, AppendRows, Edit, LiveText, ReplaceSheet, RowValue, SetCell
from ecm_xl.workbook.heights import row_height
from ecm_xl.workbook.parse.strays import Stray, Why
from ecm_xl.workbook.parse.whole import Whole
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.fields import live_fields
from ecm_xl.workbook.setting.grid import tables_sheet
from ecm_xl.workbook.snapshot import Snapshot
from ecm_xl.workbook.write.forms import form_edits

COMMAND = "populate"

_OF_THE_FORM = frozenset(
    {"column-missing", "column-renamed", "question-deleted", "question-changed", "standard-changed", "ref-deleted",
     "ref-unknown", "table-missing", "table-cut-short", "refs-lost"}
)  # fmt: skip
"""What is found of a form's shape where its sheet is not as it would be drawn now."""


@dataclass(slots=True)
class Populated:
    """What becomes of one form. `strays`: what has no place in it any more, or has other words beside it now."""

    form: FormModel
    is_new: bool
    rows: int = 0
    filled: int = 0
    carried: int | None = None
    """How many answers went over where the sheet is drawn anew."""
    strays: list[Stray] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What became of it, for a person."""
        if self.is_new:
            return f"{self.form.title}: added on the sheet {self.form.sheet}"
        said = [f"{counted(self.rows, 'row')} added"] if self.rows else []
        said += [f"{counted(self.filled, 'cell')} filled in"] if self.filled else []
        if self.carried is not None:
            said += [f"drawn anew, {counted(self.carried, 'answer')} carried over", *_of_strays(self.strays)]
        return f"{self.form.title}: {', '.join(said) if said else 'up to date'}"


def _of_strays(strays: Sequence[Stray]) -> Iterator[str]:
    reworded = sum(stray.why is Why.REWORDED for stray in strays)
    if reworded:
        yield f"{counted(reworded, 'row')} with other words now"
    if len(strays) > reworded:
        yield f"{counted(len(strays) - reworded, 'entry')} without a place, kept on the sheet {CHANGES}".replace(
            "entrys", "entries"
        )


@dataclass(frozen=True)
class Planned:
    """The edits, and what becomes of each form."""

    edits: tuple[Edit, ...]
    forms: tuple[Populated, ...]


@dataclass(frozen=True)
class Populating:
    """A workbook that is to get forms. `model` has the forms that it has and those that it is to have."""

    model: SettingModel
    there: frozenset[str]
    snapshot: Snapshot
    whole: Whole
    judged: tuple[Judgement, ...]
    today: date

    def plan(self, asked: Sequence[str], by: str) -> Planned:
        """What is to be done for these forms."""
        drawing = self._drawing()
        forms = [form for form in self.model.forms if form.id in asked]
        edits: list[Edit] = []
        said: list[Populated] = []
        for form in forms:
            one = Populated(form, form.id not in self.there)
            edits += self._one(drawing, form, one)
            said.append(one)
        strays = [stray for one in said for stray in one.strays]
        edits += self._kept(strays, by)
        return Planned(tuple(edits), tuple(said))

    def _drawing(self) -> Drawing:
        answers = self.whole.parsed.answers
        content: Content = {name: rows_of(table) for name, table in answers.tables.items()}
        return Drawing(self.model, answers.details.values, content, self.today, judged=self.judged)

    def _one(self, drawing: Drawing, form: FormModel, said: Populated) -> Iterator[Edit]:
        for name in form.fills:
            yield from self._follow(self.model.by_name[name], said)
        if said.is_new:
            yield AddSheet(self._book(drawing, form), self._before(form))
        elif self._is_outdated(form):
            said.strays += [s for s in self.whole.strays if s.table in {t.name for t in form.tables}]
            said.carried = sum(len(rows) for t in form.tables for rows in drawing.content.get(t.name, {}).values())
            yield ReplaceSheet(self._book(drawing, form))
        else:
            for table in form.tables:
                if table.takes_answers:
                    yield from self._follow(table, said)
                    yield from self._copies(drawing, table, said)
            yield from self._results(form)

    def _book(self, drawing: Drawing, form: FormModel) -> Book:
        return Book(form.title, "Form", self.today, [tables_sheet(drawing, form.sheet)])

    def _before(self, form: FormModel) -> str:
        """The first sheet there is of those that stand behind the form in a new workbook."""
        in_order = list(self.model.sheets)
        behind = in_order[in_order.index(form.sheet) + 1 :]
        return next((sheet.name for name in behind if (sheet := self.snapshot.sheet(name)) is not None), "")

    def _is_outdated(self, form: FormModel) -> bool:
        names = {table.sheet for table in self.whole.parsed.answers.tables.values() if table.name in self._names(form)}
        return any(found.code in _OF_THE_FORM and found.sheet in names for found in self.whole.parsed.findings)

    @staticmethod
    def _names(form: FormModel) -> set[str]:
        return {table.name for table in form.tables}

    def _follow(self, table: TableModel, said: Populated) -> Iterator[Edit]:
        """A register that follows another one takes on what it lacks of each row there."""
        source, target = (self.whole.parsed.answers.tables.get(name) for name in (table.follows, table.name))
        if source is None or target is None or not target.found:
            return
        shared = [f.id for f in table.fields if f.is_answer and f.id in source.columns and f.id in target.columns]
        for name in shared:
            for ref, value in rows_of(source).items():
                if value.get(name) and ref in target.numbers and target.value(ref, name) is None:
                    said.filled += 1
                    column = column_number(target.columns[name])
                    yield SetCell(target.sheet, target.numbers[ref], column, value[name])

    def _copies(self, drawing: Drawing, table: TableModel, said: Populated) -> Iterator[Edit]:
        """The rows that a repeated grid lacks."""
        tables = self.whole.parsed.answers.tables
        filled = tables[table.name]
        lacking = [ref for ref in refs_of(self.model, table, tables) if ref not in filled.numbers]
        if not table.is_repeated or not lacking:
            return
        said.rows += len(lacking)
        rows = tuple(_row(drawing, table, ref) for ref in lacking)
        widths = [one.width for one in table.fields]
        heights = tuple(
            row_height((value, width) for value, width in zip(row, widths, strict=True) if isinstance(value, str))
            for row in rows
        )
        yield AppendRows(table.name, rows, heights, tuple(one.header for one in table.fields))

    def _results(self, form: FormModel) -> Iterator[Edit]:
        """The form's results and what its formulas look up, as they come out now."""
        names = self._names(form)
        yield from form_edits(self.model, self.snapshot, self.whole.parsed, self.judged, self.today, names)

    def _kept(self, strays: Sequence[Stray], by: str) -> Iterator[Edit]:
        """What has no place any more goes to Changes, and so do the old words beside an answer."""
        if not strays:
            return
        table = self.model.by_name[CHANGES]
        told: dict[str, CellValue] = {"when": self.today, "by": by, "command": COMMAND}
        rows = [row | told for row in changes_of(strays)]
        fields = [one.id for one in table.fields]
        yield AppendRows(
            CHANGES,
            tuple(tuple(row.get(name) for name in fields) for row in rows),
            (),
            tuple(f.header for f in table.fields),
        )


def _row(drawing: Drawing, table: TableModel, ref: str) -> tuple[RowValue, ...]:
    """A row that is added to a grid: its Ref, its own texts, what it looks up."""
    live, texts = live_fields(drawing, table), fixed_texts(table, drawing.framework, ref)
    found: list[RowValue] = []
    for one in table.fields:
        if one.id in live:
            formula, value = live[one.id].of(ref)
            found.append(LiveText(value, formula) if formula else None)
        else:
            found.append(ref if one.kind == "ref" else texts.get(one.id))
    return tuple(found)
