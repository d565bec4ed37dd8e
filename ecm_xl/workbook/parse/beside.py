"""What else stands on a form's sheet: beside its tables, above and between them, and headings of no column of ours.

Where a sheet is drawn anew, all of it goes. What the new drawing says in the same column needs no keeping, nor does
what was worked out in a result's own columns; everything else is kept as strays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.core.editions import mark_in
from ecm_xl.core.tables import Field, TableModel
from ecm_xl.core.words import as_shown, fold
from ecm_xl.workbook.address import cell_name, column_letters
from ecm_xl.workbook.book import Sheet
from ecm_xl.workbook.parse.reading import Place, as_ref
from ecm_xl.workbook.parse.rows import LAST_ROW
from ecm_xl.workbook.parse.strays import A_FORMULA, Stray, Why, filled_rows, held
from ecm_xl.workbook.places import ABOVE, FIRST_BLOCK, GO_TO, LINKS_ROW
from ecm_xl.workbook.snapshot import Position, SheetSnapshot, TablePlace

Located = tuple[TableModel, int, int, int]
"""A table, the row of its headings, its last row, and the column in which it begins."""


@dataclass(frozen=True)
class FormSheet:
    """A form's sheet as it stands in a file, and as it would be drawn now."""

    sheet: SheetSnapshot
    places: Sequence[tuple[TableModel, Place]]
    """Its tables for answers, as far as they were found."""
    results: Sequence[tuple[TableModel, TablePlace]]
    drawn: Sheet
    known: frozenset[str] = frozenset()
    """Cells of which is said already what becomes of them."""

    def strays(self) -> Iterator[Stray]:
        """Everything on the sheet that is in no row of a table for answers, from the top; and in those rows what stands
        in place of the program's own texts."""
        rows = {row for _, place in self.places for row in range(place.header_row + 1, place.bottom + 1)}
        ours, said = set(self._results()), self._drawn()
        titles = self._titles()
        for number, columns in filled_rows(self.sheet, 0, LAST_ROW):
            for column in columns if number not in rows else ():
                text = fold(as_shown(held(self.sheet, number, column)))
                is_link = number == LINKS_ROW and text.startswith(fold(GO_TO))
                if is_link or (number, column) in ours or (column, text) in said:
                    continue
                if mark_in(self.sheet.value(number, column)):
                    continue
                yield self._stray(number, column, titles.get((number, column)))
        yield from self._overtyped(said)

    def _overtyped(self, said: Collection[tuple[int, str]]) -> Iterator[Stray]:
        """What stands in the columns of fixed texts and of what is looked up, and is not drawn there."""
        for model, place in self.places:
            by_heading = {fold(field.header): field for field in model.fields}
            columns = range(place.first_column, place.last_column + 1)
            fields = {
                column: field
                for column in columns
                if (field := by_heading.get(fold(as_shown(self.sheet.value(place.header_row, column)))))
            }
            at = next((column for column, field in fields.items() if field.kind == "ref"), 0)
            for column, field in fields.items():
                for row in self._overtyped_rows(place, column, field, said):
                    ref, now = as_ref(self.sheet.value(row, at)), self._now(model, row, at, field)
                    was, why = held(self.sheet, row, column), Why.REWORDED if now else Why.BESIDE
                    place_of_it = model.name, ref, field.header, self.sheet.name, cell_name(row, column)
                    yield Stray(*place_of_it, "" if was is None else was, why, now)

    def _overtyped_rows(
        self, place: Place, column: int, field: Field, said: Collection[tuple[int, str]]
    ) -> Iterator[int]:
        for row in range(place.header_row + 1, place.bottom + 1) if field.kind in ("fixed", "formula") else ():
            value = held(self.sheet, row, column)
            shows_nothing = value is None or (field.kind == "formula" and value == A_FORMULA)
            is_known = cell_name(row, column) in self.known
            if not shows_nothing and not is_known and (column, fold(as_shown(value))) not in said:
                yield row

    def _now(self, model: TableModel, row: int, at: int, field: Field) -> str:
        """What the row of that Ref says now in a fixed column; '' where there is none."""
        area = next((table.area for table in self.drawn.tables if table.name == model.name), (0, 0, 0, 0))
        order = [one.id for one in model.fields]
        own = {(cell.row, cell.column): as_shown(cell.value) for cell in self.drawn.cells}
        ref, left = as_ref(self.sheet.value(row, at)), area[1]
        rows = (r for r in range(area[0] + 1, area[2] + 1) if own.get((r, left + order.index("ref"))) == ref)
        return next((own.get((r, left + order.index(field.id)), "") for r in rows if field.kind == "fixed"), "")

    def _stray(self, row: int, column: int, now: str | None) -> Stray:
        """`now`: what the program says there, None where it is no place of the program's."""
        name = next((model.name for model, heading, last, _ in self._located() if heading <= row <= last), "")
        was = held(self.sheet, row, column)
        place = f"row {row}", f"column {column_letters(column)}", self.sheet.name, cell_name(row, column)
        why = Why.BESIDE if now is None else Why.REWORDED
        return Stray(name or self.drawn.name, *place, "" if was is None else was, why, now or "")

    def _located(self) -> Iterator[Located]:
        yield from ((model, p.header_row, p.bottom, p.first_column) for model, p in self.places)
        yield from ((model, p.first_row, p.last_row, p.first_column) for model, p in self.results)

    def _drawn(self) -> Collection[tuple[int, str]]:
        """(column, folded text) of all that the new drawing says by itself."""
        headings = {
            (column, fold(one.header))
            for table in self.drawn.tables
            for column, one in enumerate(table.columns, table.area[1])
        }
        return headings | {(cell.column, fold(as_shown(cell.value))) for cell in self.drawn.cells if cell.value != ""}

    def _results(self) -> Iterator[Position]:
        """The cells in results' own columns, and all headings of ours wherever they stand."""
        for model, place in self.results:
            for column in range(place.first_column, place.last_column + 1):
                if self._is_heading(model, place.first_row, column):
                    yield from ((row, column) for row in range(place.first_row, place.last_row + 1))
        for model, at in self.places:
            width = range(1, max(map(len, self.sheet.rows), default=0) + 1)
            yield from ((at.header_row, column) for column in width if self._is_heading(model, at.header_row, column))

    def _is_heading(self, model: TableModel, row: int, column: int) -> bool:
        return fold(as_shown(self.sheet.value(row, column))) in {fold(field.header) for field in model.fields}

    def _titles(self) -> Mapping[Position, str]:
        """Where the program itself says what the sheet and its tables are → what it says there now."""
        own = {(cell.row, cell.column): as_shown(cell.value) for cell in self.drawn.cells}
        found = {(row, 1): own.get((row, 1), "") for row in range(1, FIRST_BLOCK)}
        for model, heading, _, column in self._located() if len(self.drawn.tables) > 1 else ():
            found |= {(heading - ABOVE, column): model.title, (heading - ABOVE + 1, column): model.purpose}
        return found
