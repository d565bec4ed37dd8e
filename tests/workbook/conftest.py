"""Workbooks in memory, drawn from a content dict and read back without a file in between, and what Excel allows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.results import FileResult
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import Area, Book, CellValue, Content, Sheet
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import Snapshot
from ecm_xl.workflows.examine import examine_snapshot


@pytest.fixture
def book_of(model: SettingModel, today: date) -> Callable[..., Book]:
    """A setting workbook of that content; `details` are the named cells of Start."""

    def draw(content: Content | None = None, **details: CellValue) -> Book:
        return setting_book(model, details, content or {}, today)

    return draw


@pytest.fixture
def snapshot(book_of: Callable[..., Book]) -> Callable[..., Snapshot]:
    """The same as a reader would find it, free to be damaged."""

    def read(content: Content | None = None, **details: CellValue) -> Snapshot:
        return snapshot_of(book_of(content, **details))

    return read


@pytest.fixture
def result(model: SettingModel, today: date, snapshot: Callable[..., Snapshot]) -> Callable[..., FileResult]:
    """What a setting's file of that content comes to."""

    def examine(file: str, content: Content | None = None, **details: CellValue) -> FileResult:
        return examine_snapshot(model, snapshot(content, **details), file, today)

    return examine


@pytest.fixture(scope="module")
def rated(model: SettingModel) -> Callable[[Mapping[int, str]], dict[str, dict[str, CellValue]]]:
    """Audit rows: every descriptor of a Standard rated alike, {standard: rating}, evidence and impact given."""

    def fill(levels: Mapping[int, str]) -> dict[str, dict[str, CellValue]]:
        return {
            descriptor.ref: {"rating": level, "evidence": "Log book", "impact": "Calmer days", "comment": "Agreed"}
            for number, level in levels.items()
            for descriptor in model.framework.standard(number).descriptors
        }

    return fill


@pytest.fixture(scope="session")
def against_excel() -> Callable[[Book], list[str]]:
    """What Excel would refuse, repair or cut in a book, in words; nothing for a sound one."""
    return lambda book: [*_names(book), *(f"{s.name}: {fault}" for s in book.sheets for fault in _sheet(s, book))]


NAME = re.compile(r"[A-Za-z_\\][A-Za-z0-9_.\\]*")
CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[RrCc]")
PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?[A-Z]+\$?[0-9]+(?::\$?[A-Z]+\$?[0-9]+)?")


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(name.casefold() for name in names).items() if times > 1]


def _leads_nowhere(book: Book, reference: str) -> bool:
    match = PLACE.fullmatch(reference)
    return match is None or (match[1] or match[2]).replace("''", "'") not in {s.name for s in book.sheets}


def _names(book: Book) -> Iterator[str]:
    tables = [table.name for sheet in book.sheets for table in sheet.tables]
    for name in (*tables, *book.names):
        if not NAME.fullmatch(name) or CELL.fullmatch(name) or len(name) > 255:
            yield f"no name: {name}"
    yield from (f"a name that is there twice: {name}" for name in _twice([*tables, *book.names]))
    yield from (f"a sheet that is there twice: {name}" for name in _twice(s.name for s in book.sheets))
    yield from (f"a name that leads nowhere: {n}" for n, place in book.names.items() if _leads_nowhere(book, place))
    if book.active not in {s.name for s in book.sheets if not s.hidden}:
        yield f"a book that opens nowhere: {book.active}"


def _sheet(sheet: Sheet, book: Book) -> Iterator[str]:
    if not 1 <= len(sheet.name) <= 31 or re.search(r"[\[\]:*?/\\]", sheet.name) or sheet.name[0] == "'":
        yield "no sheet's name"
    places = Counter((cell.row, cell.column) for cell in sheet.cells)
    yield from (f"a cell that is drawn twice: {place}" for place, times in places.items() if times > 1)
    for cell in sheet.cells:
        if isinstance(cell.value, str) and len(cell.value) > 32_767:
            yield f"a text too long for a cell: {cell.row}, {cell.column}"
        if len(cell.formula) > 8_192 or (cell.formula and cell.formula[0] != "="):
            yield f"no formula: {cell.row}, {cell.column}"
        if cell.link.startswith("#") and _leads_nowhere(book, cell.link[1:]):
            yield f"a link that leads nowhere: {cell.link}"
    yield from _tables(sheet)
    yield from _lists(sheet, book)


def _tables(sheet: Sheet) -> Iterator[str]:
    for number, table in enumerate(sheet.tables):
        headers = [column.header for column in table.columns]
        yield from (f"a heading that is there twice: {header}" for header in _twice(headers))
        if not all(1 <= len(header) <= 255 for header in headers):
            yield f"a heading that is empty or too long in {table.name}"
        if len(headers) != table.area[3] - table.area[1] + 1 or table.area[2] <= table.area[0]:
            yield f"an area that does not fit {table.name}"
        if any(_meet(table.area, other.area) for other in sheet.tables[:number]):
            yield f"tables that overlap: {table.name}"
        if any(cell.row == table.area[0] and table.area[1] <= cell.column <= table.area[3] for cell in sheet.cells):
            yield f"a cell drawn over the headings of {table.name}"


def _meet(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _lists(sheet: Sheet, book: Book) -> Iterator[str]:
    for number, choice in enumerate(sheet.choices):
        if len(choice.title) > 32:
            yield f"a title of more than 32 characters: {choice.title}"
        if len(choice.message) > 255 or len(choice.mistake) > 225:
            yield f"a message that is too long: {choice.title}"
        if choice.kind == "list" and choice.source not in book.names:
            yield f"a list that is not there: {choice.source or choice.title}"
        if any(_meet(choice.area, other.area) for other in sheet.choices[:number]):
            yield f"two lists for one cell: {choice.title}"
