"""Forms put into a setting's workbook, or brought up to date there, as edits.

A form that is not there yet is a new sheet, drawn as in a new workbook. One that is there keeps what people typed: it
gets the rows that it lacks (for a respondent or a partner who has come since), what it looks up in other sheets, and
its results. Only where its edition is another one now (`core.editions`) is its sheet drawn anew, with every answer in
the row of its Ref; what has no place any more is kept in Changes, word for word. What a person did to the sheet (a row
deleted or sorted, a heading or a Ref overtyped) is left as it is: it is the check that speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import count

from ecm_xl.core.answers import FilledTable
from ecm_xl.core.editions import edition, mark_in
from ecm_xl.core.judgements import Judgement
from ecm_xl.core.rows import fixed_texts, refs_of, split_ref
from ecm_xl.core.tables import FormModel, SettingModel, TableModel
from ecm_xl.core.words import counted
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.book import Book, CellValue
from ecm_xl.workbook.carry import CHANGES, changes_of, rows_of, too_long
from ecm_xl.workbook.edits import AddSheet, AppendRows, Edit, LiveText, ReplaceSheet, RowValue, SetCell
from ecm_xl.workbook.heights import row_height
from ecm_xl.workbook.parse.beside import FormSheet
from ecm_xl.workbook.parse.expected import expected
from ecm_xl.workbook.parse.reading import Place
from ecm_xl.workbook.parse.sheets import locate
from ecm_xl.workbook.parse.strays import Stray, Why, held
from ecm_xl.workbook.parse.whole import Whole
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.fields import live_fields
from ecm_xl.workbook.setting.grid import tables_sheet
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot
from ecm_xl.workbook.write.forms import form_edits

COMMAND = "populate"

_OF_AN_OLDER_ONE = frozenset({"column-missing", "question-changed", "question-deleted", "standard-changed"})
"""What is found on a form's sheet that may be of an older edition, where the sheet no longer says of which it is."""
EDITION_ROWS = 40
"""How far down the edition is looked for: somebody may have put rows in above it."""
_IS_NO_LOSS = frozenset({Why.REWORDED})


@dataclass(slots=True)
class Populated:
    """What becomes of one form. `strays`: what has no place in it any more, or has other words beside it now.
    `lacking`: the titles of its tables that are not on its sheet any more."""

    form: FormModel
    is_new: bool
    rows: int = 0
    filled: int = 0
    carried: int | None = None
    """How many answers went over where the sheet is drawn anew."""
    strays: list[Stray] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    @property
    def reworded(self) -> list[Stray]:
        """What has other words beside it now; the answers went over."""
        return [stray for stray in self.strays if stray.why in _IS_NO_LOSS]

    @property
    def dropped(self) -> list[Stray]:
        """What has no place any more and is kept in Changes."""
        return [stray for stray in self.strays if stray.why not in _IS_NO_LOSS]

    @property
    def is_changed(self) -> bool:
        """True where anything of the form is another than before, apart from its results."""
        return self.is_new or self.carried is not None or bool(self.rows or self.filled)

    @property
    def words(self) -> str:
        """What became of it, for a person."""
        if self.is_new:
            return f"{self.form.title}: added on the sheet {self.form.sheet}"
        said = [f"{counted(self.rows, 'row')} added"] if self.rows else []
        said += [f"{counted(self.filled, 'cell')} filled in"] if self.filled else []
        if self.carried is not None:
            said += ["a newer version, so its sheet is drawn anew", f"{counted(self.carried, 'answer')} carried over"]
            said += [f"{len(self.dropped)} without a place in it, kept on the sheet {CHANGES}"] if self.dropped else []
        return f"{self.form.title}: {', '.join(said) if said else 'up to date'}"


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
        """What is to be done for these forms. Others are brought to look up what is new."""
        edits: list[Edit] = []
        said: list[Populated] = []
        for form in self.model.forms:
            one = Populated(form, form.id not in self.there)
            is_asked = form.id in asked
            edits += self._one(form, one) if is_asked else self._looked_up(form, one)
            said += [one] if is_asked or one.is_changed else []
        edits += self._kept([stray for one in said for stray in one.strays], by)
        return Planned(tuple(edits), tuple(said))

    @cached_property
    def _tables(self) -> Mapping[str, FilledTable]:
        return self.whole.parsed.answers.tables

    @cached_property
    def _drawing(self) -> Drawing:
        """The workbook as it would be drawn now."""
        content = {name: rows_of(table) for name, table in self._tables.items()}
        for table in self.model.tables:
            for ref, name, value in followed(table, self._tables):
                content.setdefault(table.name, {}).setdefault(ref, {})[name] = value
        details = self.whole.parsed.answers.details.values
        return Drawing(self.model, details, content, self.today, judged=self.judged)

    @cached_property
    def _places(self) -> Mapping[str, Place | None]:
        """Where each table for answers lies."""
        its = self.model.with_forms(tuple(form for form in self.model.forms if form.id in self.there))
        return locate(its, expected(its), self.snapshot).places

    def _one(self, form: FormModel, said: Populated) -> Iterator[Edit]:
        for name in form.fills:
            yield from self._follow(self.model.by_name[name], said)
        if said.is_new:
            yield AddSheet(self._book(form), self._before(form))
        elif self._is_outdated(form):
            yield from self._anew(form, said)
        else:
            yield from self._up_to_date(form, said)

    def _up_to_date(self, form: FormModel, said: Populated) -> Iterator[Edit]:
        for table in form.tables:
            if not table.takes_answers:
                continue
            if not self._tables[table.name].found:
                said.lacking.append(table.title or table.name)
                continue
            yield from self._follow(table, said)
            yield from self._copies(table, said)
        yield from self._looked_up(form, said)
        yield from self._results(form)

    # A sheet that is drawn

    def _book(self, form: FormModel, called: str = "") -> Book:
        return Book(form.title, "Form", self.today, [tables_sheet(self._drawing, form.sheet, called)])

    def _before(self, form: FormModel) -> str:
        """The first sheet there is of those that stand behind the form in a new workbook."""
        in_order = list(self.model.sheets)
        behind = in_order[in_order.index(form.sheet) + 1 :]
        return next((sheet.name for name in behind if (sheet := self.snapshot.sheet(name)) is not None), "")

    def _sheet(self, form: FormModel) -> SheetSnapshot:
        """The form's sheet, whatever it is called now."""
        places = (self._places[table.name] for table in form.tables if table.takes_answers)
        return next(place.sheet for place in places if place is not None)

    def _is_outdated(self, form: FormModel) -> bool:
        """Whether the sheet was drawn from another edition. Where it does not say so any more, whether what was drawn
        is not all there: that may be a person's doing, and is mended."""
        sheet = self._sheet(form)
        marks = (mark_in(value) for row in sheet.rows[:EDITION_ROWS] for value in row)
        drawn_from = next(filter(None, marks), "")
        if drawn_from:
            return drawn_from != mark_in(edition(form, self.model.framework))
        return any(f.code in _OF_AN_OLDER_ONE and f.sheet == sheet.name for f in self.whole.parsed.findings)

    def _anew(self, form: FormModel, said: Populated) -> Iterator[Edit]:
        sheet = self._sheet(form)
        book = self._book(form, sheet.name)
        content = self._drawing.content
        said.carried = sum(len(row) for table in form.tables for row in content.get(table.name, {}).values())
        names = [table.name for table in form.tables]
        said.strays += [s for s in self.whole.strays if s.table in names and s.sheet == sheet.name]
        known = frozenset(stray.cell for stray in said.strays)
        said.strays += self._form_sheet(form, sheet, book, known).strays()
        read = [name for name in names if name in self._tables]
        said.strays += [stray for name in read for stray in too_long(self.model, self._tables[name])]
        yield ReplaceSheet(book)

    def _form_sheet(self, form: FormModel, sheet: SheetSnapshot, book: Book, known: frozenset[str]) -> FormSheet:
        answers = [(t, place) for t in form.tables if t.takes_answers and (place := self._places[t.name]) is not None]
        results = [(t, at) for t in form.tables if (at := self.snapshot.tables.get(t.name)) is not None]
        return FormSheet(
            sheet,
            [(t, place) for t, place in answers if place.sheet is sheet],
            [(t, at) for t, at in results if not t.takes_answers and at.sheet == sheet.name],
            book.sheets[0],
            known,
        )

    # A sheet that stays

    def _follow(self, table: TableModel, said: Populated) -> Iterator[Edit]:
        """A register that follows another one takes on what it lacks of each row there."""
        target = self._tables.get(table.name)
        if target is None or not target.found:
            return
        beneath: dict[str, dict[str, CellValue]] = {}
        for ref, name, value in followed(table, self._tables):
            if name not in target.columns:
                continue
            said.filled += 1
            if ref in target.numbers:
                yield SetCell(target.sheet, target.numbers[ref], column_number(target.columns[name]), value)
            else:
                beneath.setdefault(ref, {})[name] = value
        if beneath:
            yield self._beneath(table, [self._row(table, ref, values) for ref, values in beneath.items()])

    def _copies(self, table: TableModel, said: Populated) -> Iterator[Edit]:
        """The rows that a repeated grid lacks of those for whom it has none yet: single rows that somebody has
        deleted stay away."""
        if not table.is_repeated:
            return
        there = self._tables[table.name].numbers
        served = {split_ref(table, ref)[0] for ref in there}
        lacking = [ref for ref in refs_of(self.model, table, self._tables) if split_ref(table, ref)[0] not in served]
        if lacking:
            said.rows += len(lacking)
            yield self._beneath(table, [self._row(table, ref, {}) for ref in lacking])

    def _beneath(self, table: TableModel, rows: Sequence[tuple[RowValue, ...]]) -> AppendRows:
        """Rows beneath the table's last, each high enough for its text."""
        widths = [one.width for one in table.fields]
        texts = ([one.text if isinstance(one, LiveText) else one for one in row] for row in rows)
        heights = tuple(
            row_height((text, width) for text, width in zip(row, widths, strict=True) if isinstance(text, str))
            for row in texts
        )
        headings = tuple(one.header for one in table.fields)
        return AppendRows(table.name, tuple(rows), heights, headings, self._typed_beneath(table))

    def _typed_beneath(self, table: TableModel) -> int:
        """How many rows somebody has typed directly beneath a table: they are read as its own."""
        place = self.snapshot.tables.get(table.name)
        sheet = self.snapshot.sheet(place.sheet) if place else None
        if place is None or sheet is None:
            return 0
        columns = range(place.first_column, place.last_column + 1)
        return next(n for n in count() if all(held(sheet, place.last_row + 1 + n, c) is None for c in columns))

    def _row(self, table: TableModel, ref: str, answers: Mapping[str, CellValue]) -> tuple[RowValue, ...]:
        """A row that is added: its Ref, its own texts, what it looks up, and these answers."""
        live, texts = live_fields(self._drawing, table), fixed_texts(table, self.model.framework, ref)
        found: list[RowValue] = []
        for one in table.fields:
            if one.id in live:
                formula, value = live[one.id].of(ref)
                found.append(LiveText(value, formula) if formula else None)
            else:
                found.append(ref if one.kind == "ref" else texts.get(one.id, answers.get(one.id)))
        return tuple(found)

    def _looked_up(self, form: FormModel, said: Populated) -> Iterator[Edit]:
        """Formulas that look up what was not in the workbook when the form was drawn."""
        for table in form.tables if form.id in self.there else ():
            read = self._tables.get(table.name)
            sheet = self.snapshot.sheet(read.sheet) if read is not None and read.found else None
            if read is None or sheet is None:
                continue
            for name, live in live_fields(self._drawing, table).items():
                for ref, number in read.numbers.items() if name in read.columns else ():
                    column = column_number(read.columns[name])
                    formula, value = live.of(ref)
                    if formula and held(sheet, number, column) is None:
                        said.filled += 1
                        yield SetCell(sheet.name, number, column, LiveText(value, formula))

    def _results(self, form: FormModel) -> Iterator[Edit]:
        """The form's results and what its formulas look up, as they come out now."""
        names = {table.name for table in form.tables}
        yield from form_edits(self.model, self.snapshot, self.whole.parsed, self.judged, self.today, names)

    def _kept(self, strays: Sequence[Stray], by: str) -> Iterator[Edit]:
        """What has no place any more goes to Changes, and so do the old words beside an answer."""
        if not strays:
            return
        table = self.model.by_name[CHANGES]
        told: dict[str, CellValue] = {"when": self.today, "by": by, "command": COMMAND}
        rows = [row | told for row in changes_of(strays)]
        fields = [one.id for one in table.fields]
        yield self._beneath(table, [tuple(row.get(name) for name in fields) for row in rows])


def followed(table: TableModel, tables: Mapping[str, FilledTable]) -> Iterator[tuple[str, str, CellValue]]:
    """What a register takes on from the one that it follows: (Ref, field, value) of all that it has nothing of."""
    source, target = tables.get(table.follows), tables.get(table.name)
    if source is None:
        return
    for ref, row in rows_of(source).items():
        for name, value in row.items():
            is_shared = name in table.by_id and table.by_id[name].is_answer
            if is_shared and (target is None or (ref not in target.doubtful and target.value(ref, name) is None)):
                yield ref, name, value
