"""A second, independent reader (openpyxl) finds in every kind of file all that its book says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ecm_xl.workbook.book import Book, Cell, CellValue, Choice, Sheet

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


@pytest.fixture(scope="module")
def values(path: Path) -> Any:
    """The workbook with the values that its formulas carry."""
    return load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def formulas(path: Path) -> Any:
    """The workbook with its formulas."""
    return load_workbook(path)


def shown(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """(row, column) → the cell that stands there: headings of tables, and of two cells at one place the later."""
    headings = {
        (table.area[0], column): Cell(table.area[0], column, heading.header, note=heading.note)
        for table in sheet.tables
        for column, heading in enumerate(table.columns, table.area[1])
    }
    return headings | {(cell.row, cell.column): cell for cell in sheet.cells}


def places(book: Book) -> Iterator[tuple[str, tuple[int, int], Cell]]:
    for sheet in book.sheets:
        for place, cell in shown(sheet).items():
            yield sheet.name, place, cell


def as_read(value: CellValue) -> object:
    """A value as openpyxl gives it: nothing for a blank, a moment for a day."""
    if value == "":
        return None
    return datetime.combine(value, time()) if isinstance(value, date) and not isinstance(value, datetime) else value


def test_every_value_reads_back(book: Book, values: Any) -> None:
    different = [
        (name, place, as_read(cell.value), there)
        for name, place, cell in places(book)
        if not _same(as_read(cell.value), there := values[name].cell(*place).value)
    ]
    assert different == []


def _same(mine: object, theirs: object) -> bool:
    if isinstance(mine, float) and isinstance(theirs, (int, float)):
        return abs(mine - theirs) < 1e-12
    return mine == theirs and (mine is None or isinstance(theirs, type(mine)))


def test_nothing_stands_where_the_book_has_no_cell(book: Book, values: Any) -> None:
    assert values.sheetnames == [sheet.name for sheet in book.sheets]
    for sheet in book.sheets:
        mine = shown(sheet)
        there = {(c.row, c.column): c.value for row in values[sheet.name].iter_rows() for c in row}
        assert {place: value for place, value in there.items() if value is not None and place not in mine} == {}


def test_every_formula_note_and_link_reads_back(book: Book, formulas: Any) -> None:
    for name, place, cell in places(book):
        there = formulas[name].cell(*place)
        assert (there.value if there.data_type == "f" else "") == cell.formula, (name, place)
        assert (there.comment.text if there.comment else "") == cell.note, (name, place)
        assert bool(there.hyperlink) == bool(cell.link), (name, place)
        if cell.link.startswith("#"):
            assert f"#{there.hyperlink.location}" == cell.link


def test_tables_names_and_what_is_hidden_or_protected_read_back(book: Book, formulas: Any) -> None:
    for sheet in book.sheets:
        there = formulas[sheet.name]
        assert list(there.tables) == [table.name for table in sheet.tables]
        for table in sheet.tables:
            assert there.tables[table.name].column_names == [column.header for column in table.columns]
        assert (there.sheet_state == "hidden", there.protection.sheet) == (sheet.hidden, sheet.protected)
    assert {name: defined.attr_text for name, defined in formulas.defined_names.items()} == book.names


def test_every_list_and_mark_reads_back(book: Book, formulas: Any) -> None:
    for sheet in book.sheets:
        there = formulas[sheet.name]
        lists = [(v.formula1, v.promptTitle) for v in there.data_validations.dataValidation if v.type == "list"]
        assert lists == [(_offered(c), c.title[:32]) for c in sheet.choices if c.kind == "list"]
        assert there.data_validations.count == len(sheet.choices)
        rules = [rule.formula[0] for area in there.conditional_formatting for rule in area.rules if rule.formula]
        assert sorted(rules) == sorted(mark.formula.removeprefix("=") for mark in sheet.marks)


def _offered(choice: Choice) -> str:
    """A list's name, or its items as a file has them."""
    return choice.source or f'"{",".join(choice.items)}"'
