"""Edits → blocks of cells in an open workbook. Nothing is written before it is clear that all of it can be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ecm_xl.backends.live.reading import ReadSheet
from ecm_xl.backends.live.values import Given, given, kept
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.edits import LINKS, AddSheet, AppendRows, Edit, EditRefused, RedrawRows, ReplaceSheet, SetCell
from ecm_xl.workbook.snapshot import Area, TablePlace

Rows = list[list[Given]]
Read = Callable[[str], ReadSheet]
"""A sheet by its name."""


@dataclass(frozen=True)
class Block:
    """Cells beside and beneath one another: what they hold now, and what they are to hold."""

    sheet: str
    row: int
    column: int
    before: Rows
    after: Rows
    """As many rows and columns."""
    is_as_high_as_its_text: bool = False


@dataclass(frozen=True)
class Resize:
    """A table's place now, and to be."""

    table: str
    sheet: str
    before: Area
    after: Area

    @property
    def new_rows(self) -> Area | None:
        """The rows that the table gains; None where it does not grow."""
        bottom = self.before[2]
        return (bottom + 1, self.after[1], self.after[2], self.after[3]) if self.after[2] > bottom else None


@dataclass(frozen=True)
class Plan:
    """What is to be written."""

    blocks: list[Block]
    resizes: list[Resize]

    @property
    def is_empty(self) -> bool:
        """True where everything stands there already."""
        return not self.blocks and not self.resizes


def plan(edits: Sequence[Edit], tables: dict[str, TablePlace], read: Read, totals: Collection[str] = ()) -> Plan:
    """The edits as blocks. What formulas show is left to the program. `totals`: the tables with a row of totals.

    Raises EditRefused.
    """
    sheets = (one.book.sheets[0].name for one in edits if isinstance(one, (AddSheet, ReplaceSheet)))
    for sheet in sheets:
        raise EditRefused("edit-open", sheet=sheet)
    found = Plan([], [])
    cells = [one for one in edits if isinstance(one, SetCell)]
    found.blocks.extend(_cells(cells, read))
    for one in edits:
        if isinstance(one, (AppendRows, RedrawRows)):
            _table(one, tables, read, found, totals)
    return Plan([block for block in found.blocks if block.before != block.after], found.resizes)


def _cells(edits: Sequence[SetCell], read: Read) -> Iterator[Block]:
    """Cells beneath one another at once."""
    in_order = sorted(edits, key=lambda one: (one.sheet, one.column, one.row))
    for (sheet, column, _), those in groupby(
        enumerate(in_order), lambda one: (one[1].sheet, one[1].column, one[1].row - one[0])
    ):
        run = [one for _, one in those]
        there = read(sheet)
        for one in run:
            if (one.row, column) in there.formulas:
                raise EditRefused("edit-formula", sheet=sheet, cell=cell_name(one.row, column))
        first = run[0].row
        before = held(there, (first, column, first + len(run) - 1, column))
        yield Block(sheet, first, column, before, [[given(one.value)] for one in run])


def _table(
    edit: AppendRows | RedrawRows, tables: dict[str, TablePlace], read: Read, found: Plan, totals: Collection[str]
) -> None:
    place = next((place for name, place in tables.items() if name.casefold() == edit.table.casefold()), None)
    if place is None:
        raise EditRefused("edit-missing", f"the table {edit.table}")
    if place.name in totals:
        raise EditRefused("edit-totals", place.name, place.sheet)
    there = read(place.sheet)
    _check_merged(place, there)
    columns = _columns(edit, place, there)
    rows = [[given(row[at]) if at is not None else None for at in columns] for row in edit.rows]
    if isinstance(edit, AppendRows):
        first = _last_filled(place, there) + 1
        last = max(place.last_row, first + len(rows) - 1)
        end = first + len(rows) - 1
    else:
        _check_formulas(place, there)
        first = place.first_row + 1
        last = first + max(1, len(rows)) - 1
        end = max(last, place.last_row)
        rows += [[None] * len(columns) for _ in range(end - first + 1 - len(rows))]
    if not rows:
        return
    _check_beneath(edit.table, place, last, there, tables)
    before = held(there, (first, place.first_column, end, place.last_column))
    found.blocks.append(Block(place.sheet, first, place.first_column, before, rows, is_as_high_as_its_text=True))
    if last != place.last_row:
        area = place_of(place)
        found.resizes.append(Resize(place.name, place.sheet, area, (*area[:2], last, area[3])))


def _columns(edit: AppendRows | RedrawRows, place: TablePlace, there: ReadSheet) -> list[int | None]:
    """For each of the table's columns, which of a row's values stands in it; None for a column that is not ours."""
    across = range(place.first_column, place.last_column + 1)
    headings = [_folded(there.snapshot.value(place.first_row, column)) for column in across]
    if not edit.columns:
        return list(range(len(headings)))
    wanted = [_folded(name) for name in edit.columns]
    added = [column for column, name in zip(across, headings, strict=True) if name not in wanted]
    body = range(place.first_row + 1, place.last_row + 1)
    has_more = any(_stands(there, row, column) for row in body for column in added)
    is_twice = len(headings) - len(added) > len(set(wanted))  # outside Excel two columns may have one heading
    if is_twice or not set(wanted) <= set(headings) or (isinstance(edit, RedrawRows) and has_more):
        raise EditRefused("edit-columns", place.name, place.sheet)
    return [wanted.index(name) if name in wanted else None for name in headings]


def _folded(heading: object) -> str:
    return " ".join(str(heading).split()).casefold()


def _last_filled(place: TablePlace, there: ReadSheet) -> int:
    across = range(place.first_column, place.last_column + 1)
    for row in range(place.last_row, place.first_row, -1):
        if any(_stands(there, row, column) for column in across):
            return row
    return place.first_row


def _stands(there: ReadSheet, row: int, column: int) -> bool:
    where = row, column
    return there.snapshot.value(*where) != "" or where in there.formulas or where in there.snapshot.errors


def _check_merged(place: TablePlace, there: ReadSheet) -> None:
    """Raises EditRefused where cells of the table are merged: of those the program would keep only the first."""
    for top, left, bottom, right in there.snapshot.merged:
        beside = right < place.first_column or place.last_column < left
        if not beside and top <= place.last_row and place.first_row <= bottom:
            raise EditRefused("edit-merged", sheet=place.sheet, cell=cell_name(top, left))


def _check_formulas(place: TablePlace, there: ReadSheet) -> None:
    """Raises EditRefused where a person's own formula stands among the rows."""
    for (row, column), formula in there.formulas.items():
        inside = place.first_row < row <= place.last_row and place.first_column <= column <= place.last_column
        if inside and not formula.startswith(LINKS):
            raise EditRefused("edit-formula", sheet=place.sheet, cell=cell_name(row, column))


def _check_beneath(name: str, place: TablePlace, last: int, there: ReadSheet, tables: dict[str, TablePlace]) -> None:
    """Raises EditRefused where a table would grow over something."""
    for row in range(place.last_row + 1, last + 1):
        for column in range(place.first_column, place.last_column + 1):
            if _stands(there, row, column):
                raise EditRefused("edit-occupied", name, place.sheet, cell_name(row, column))
    for other in tables.values():
        beside = other.last_column < place.first_column or place.last_column < other.first_column
        if other is place or other.sheet != place.sheet or beside:
            continue
        if place.last_row < other.first_row <= last:
            raise EditRefused("edit-occupied", name, place.sheet, cell_name(other.first_row, other.first_column))


def held(there: ReadSheet, area: Area) -> Rows:
    """What cells hold, ready to be given to them again."""
    top, left, bottom, right = area
    return [
        [
            kept(
                there.snapshot.value(row, column),
                there.formulas.get((row, column), ""),
                there.snapshot.errors.get((row, column), ""),
            )
            for column in range(left, right + 1)
        ]
        for row in range(top, bottom + 1)
    ]


def place_of(table: TablePlace) -> Area:
    """Where a table lies."""
    return table.first_row, table.first_column, table.last_row, table.last_column


def reverse(done: Plan) -> Plan:
    """What takes a plan back."""
    resizes = [Resize(one.table, one.sheet, one.after, one.before) for one in done.resizes]
    return Plan([reverse_block(block) for block in done.blocks], resizes)


def reverse_block(block: Block) -> Block:
    """What takes a block back."""
    return replace(block, before=block.after, after=block.before)
