"""What keeps a sheet from being put in or drawn anew: names that are taken, a lock, things that would be lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from urllib.parse import unquote

from ecm_xl.backends.editor.markup import Element, child, children, tag
from ecm_xl.backends.editor.relations import links_of, relations_of
from ecm_xl.backends.editor.sheets import names_of
from ecm_xl.backends.editor.texts import shown
from ecm_xl.backends.editor.workbook import Workbook
from ecm_xl.workbook.book import Book, Sheet
from ecm_xl.workbook.edits import EditRefused
from ecm_xl.workbook.notes import NOTES_NAME, marks_in, note_mark, notes_of

_TRUE = ("1", "true")
_PASSWORD = ("password", "hashValue")
_OURS = frozenset({"table", "drawing", "comments", "vmlDrawing", "hyperlink", "printerSettings"})
"""What hangs on a sheet as we draw it, and how somebody's printer is set."""
_WORDS: Mapping[str, str] = {
    "pivotTable": "a pivot table",
    "slicer": "a slicer",
    "timeline": "a timeline",
    "threadedComment": "a comment with replies",
    "control": "a button or a box",
    "ctrlProp": "a button or a box",
    "oleObject": "an embedded file",
    "package": "an embedded file",
    "image": "a picture",
}
_SOMETHING = "something"
_OWN_ELEMENTS: Mapping[str, str] = {
    "legacyDrawingHF": "a picture",
    "picture": "a picture",
    "oleObjects": "an embedded file",
    "controls": "a button or a box",
    "scenarios": "a scenario",
    "customSheetViews": "a view",
}
"""What stands in a sheet's part where a person has put such things in."""
_OWN_EXTENSIONS = re.compile(rb"<(?:\w+:)?(?:sparklineGroups|slicerList|timelineRefs)\b")
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_NO_NOTE = re.compile(rb'\bObjectType\s*=\s*["\'](?!Note["\'])')
_AUTHOR = "ecm_xl"


def check_new(workbook: Workbook, name: str, sheets: Iterable[str]) -> None:
    """Raises EditRefused where no sheet may be added, or not under that name."""
    protection = child(workbook.root(workbook.part), "workbookProtection")
    if protection is not None and protection.get("lockStructure") in _TRUE:
        raise EditRefused("edit-structure")
    if name.casefold() in {other.casefold() for other in sheets}:
        raise EditRefused("edit-name-taken", f"a sheet called {name}")


def check_names(workbook: Workbook, tables: Collection[str], book: Book) -> None:
    """Raises EditRefused where a name that the sheet brings is taken: tables and defined names share one space."""
    defined = {one.name.casefold() for one in names_of(workbook)}
    ours = [table.name for table in book.sheets[0].tables]
    taken = {*tables, *defined}
    for name in ours:
        _check_free(name, taken)
    for name in book.names:
        _check_free(name, {*tables, *(one.casefold() for one in ours)})


def _check_free(name: str, taken: Collection[str]) -> None:
    if name.casefold() in taken:
        raise EditRefused("edit-name-taken", f"a table or a name called {name}")


def check_dates(workbook: Workbook, book: Book) -> None:
    """Raises EditRefused where the sheet's dates would be four years late."""
    sheet = book.sheets[0]
    has_dates = any(isinstance(cell.value, (date, time, timedelta)) for cell in sheet.cells)
    if workbook.outline.from_1904 and (has_dates or any(choice.kind == "date" for choice in sheet.choices)):
        raise EditRefused("edit-date-system", sheet=sheet.name)


def check_replaced(workbook: Workbook, part: str, sheet: Sheet) -> None:
    """Raises EditRefused where drawing a sheet anew would take something away that is not ours."""
    protection = child(workbook.root(part), "sheetProtection")
    if protection is not None and protection.get("sheet") in _TRUE and any(map(protection.get, _PASSWORD)):
        raise EditRefused("edit-protected", sheet=sheet.name)
    looks = (_things_beside(workbook, part), *(look(workbook, part, sheet) for look in (_drawings, _notes, _links)))
    for things in looks:
        found = next(things, None)
        if found is not None:
            raise EditRefused("edit-owns", found, sheet.name)


def _things_beside(workbook: Workbook, part: str) -> Iterator[str]:
    """What hangs on the sheet or stands in its part and is never drawn by us."""
    relations = relations_of(part)
    kinds = [link.kind for link in links_of(part, workbook.root(relations))] if relations in workbook.parts else []
    yield from (_WORDS.get(kind, _SOMETHING) for kind in kinds if kind not in _OURS)
    root = workbook.root(part)
    yield from (words for name, words in _OWN_ELEMENTS.items() if child(root, name) is not None)
    if _OWN_EXTENSIONS.search(workbook.content(part)):
        yield "a small chart in a cell, or a slicer,"
    for drawing in workbook.links(part, "vmlDrawing"):
        if _NO_NOTE.search(workbook.content(drawing)):
            yield "a button or a box"
    for table in workbook.links(part, "table"):
        if workbook.links(table, "queryTable"):
            yield "a table that is fed from elsewhere"


def _drawings(workbook: Workbook, part: str, sheet: Sheet) -> Iterator[str]:
    """Pictures and shapes, and charts beyond ours."""
    anchors: list[Element] = []
    charts: list[str] = []
    for drawing in workbook.links(part, "drawing"):
        root = workbook.root(drawing)
        anchors += [anchor for name in _ANCHORS for anchor in root.iter(_DRAWING + name)]
        charts += workbook.links(drawing, "chart")
    if any(next(anchor.iter(_CHART), None) is None for anchor in anchors):
        yield "a picture or a shape"
    drawn = _notes_drawn(workbook, sheet.name)
    ours = drawn | {note_mark(chart.title) for chart in sheet.charts}
    if drawn and not all(note_mark(_title_of(workbook.root(chart))) in ours for chart in charts):
        yield "a chart"
    if len(anchors) > len(sheet.charts) and not drawn:
        yield "a chart"


def _title_of(chart: Element) -> str:
    """A chart's title; '' where it has none, or one that stands in a cell."""
    whole = next(chart.iter(_CHART), None)
    title = None if whole is None else whole.find(f"{_CHART.removesuffix('chart')}title")
    return "" if title is None else "".join(text.text or "" for text in title.iter(_TEXT))


def _links(workbook: Workbook, part: str, sheet: Sheet) -> Iterator[str]:
    """Where a person's links lead whose address is not what stands in their cells: it would be gone. A sheet that
    remembers what was drawn is a form's, and is drawn without such links."""
    relations = relations_of(part)
    if relations not in workbook.parts or not _notes_drawn(workbook, sheet.name):
        return
    said = {_address(text) for cell in sheet.cells for text in (cell.link, str(cell.value))}
    for link in links_of(part, workbook.root(relations)):
        leads_out = link.kind == "hyperlink" and not link.target
        if leads_out and (address := _address(link.element.get("Target", ""))) and address not in said:
            yield "a link whose address is not what stands in its cell"


def _address(link: str) -> str:
    """Where a link leads, however it is written; '' for a place in the same file."""
    return unquote(link.partition("#")[0]).strip().removeprefix("mailto:").rstrip("/").casefold()


def _notes(workbook: Workbook, part: str, sheet: Sheet) -> Iterator[str]:
    """Notes that we did not write. A sheet that remembers which notes were drawn tells them; of any other, those in
    other words than ours that are not under our name."""
    ours = {note_mark(note) for note in notes_of(sheet)}
    drawn = _notes_drawn(workbook, sheet.name)
    for author, words in _comments(workbook, part):
        is_ours = note_mark(words) in drawn if drawn else author == _AUTHOR
        if words.strip() and not is_ours and note_mark(words) not in ours:
            yield "a note"


def _notes_drawn(workbook: Workbook, sheet: str) -> frozenset[str]:
    names = (one for one in names_of(workbook) if one.name == NOTES_NAME)
    return frozenset().union(*(marks_in(one.text) for one in names if one.owner.casefold() == sheet.casefold()))


def _comments(workbook: Workbook, part: str) -> Iterator[tuple[str, str]]:
    """The sheet's notes: author and words."""
    for comments in workbook.links(part, "comments"):
        root = workbook.root(comments)
        authors = [author.text or "" for author in root.iter(tag("author"))]
        for comment in root.iter(tag("comment")):
            at = comment.get("authorId", "")
            author = authors[int(at)] if at.isdecimal() and int(at) < len(authors) else ""
            yield author, " ".join(shown(text) for text in children(comment, "text"))
