"""A whole sheet put into a person's workbook: drawn into a file of its own, taken apart, its parts fitted in.

Each part gets a free name; texts, looks, tables and shapes get the workbook's own numbers. Of what was there only the
lists change: of sheets, names, looks, texts, relationships and content types.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ecm_xl.backends.editor import sheets
from ecm_xl.backends.editor.fitting import (
    TableNumbers,
    fit_sheet,
    fit_table,
    fit_widths,
    fitted_shapes,
    highest_shapes,
    shared_texts_in,
)
from ecm_xl.backends.editor.markup import written
from ecm_xl.backends.editor.refuse_sheets import check_dates, check_names, check_new, check_replaced
from ecm_xl.backends.editor.relations import (
    CONTENT_TYPES,
    Link,
    add_type,
    links_of,
    relations_of,
    relative,
    source_of,
    type_of,
    typed_parts,
)
from ecm_xl.backends.editor.styles import NO_STYLES, Numbers, Styles
from ecm_xl.backends.editor.workbook import Workbook
from ecm_xl.backends.reader.preflight import preflight
from ecm_xl.workbook.book import Book
from ecm_xl.workbook.edits import AddSheet, ReplaceSheet

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_NUMBERED = re.compile(r"(.*?)[0-9]*(\.[^./]+)")
FILTER = "_xlnm._FilterDatabase"
"""What a sheet remembers of its filter, and that goes with it."""


@dataclass(frozen=True, slots=True)
class Grafted:
    """A sheet that was put in: where, the file that it was drawn into, and what went for it."""

    sheet: str
    at: int
    """Its place among the sheets, from 0."""
    is_new: bool
    is_hidden: bool
    drawn: Workbook
    names: tuple[sheets.Name, ...]
    """The names that have come with it."""
    tables_gone: frozenset[str] = frozenset()
    """Folded."""


def graft(workbook: Workbook, edits: Sequence[AddSheet | ReplaceSheet]) -> list[Grafted]:
    """Puts the sheets in, in the order of their edits. Raises EditRefused."""
    if not edits:
        return []
    grafter = _Grafter(workbook)
    return [grafter.add(one) if isinstance(one, AddSheet) else grafter.replace(one) for one in edits]


class _Grafter:
    """What all sheets that one workbook gets share: free names and numbers, its list of looks."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._taken = {*workbook.names(), *typed_parts(workbook.root(CONTENT_TYPES))}
        if not workbook.outline.styles:
            self._begin_styles()
        self._styles = Styles(workbook.root(workbook.outline.styles))
        self._tables = TableNumbers(workbook)
        self._shapes = highest_shapes(workbook)

    def _begin_styles(self) -> None:
        part = self._workbook.outline.styles = self._free("xl/styles.xml")
        self._workbook.put(part, NO_STYLES)
        self._workbook.announce(part, "styles", _STYLES_TYPE)

    def _free(self, part: str) -> str:
        """A name for a part like this one, with the first number that nothing in the package has."""
        found = _NUMBERED.fullmatch(part)
        before, ending = (found[1], found[2]) if found else (part, "")
        name, number = part, 0
        while not self._taken.isdisjoint((name.lower(), relations_of(name).lower())):
            number += 1
            name = f"{before}{number}{ending}"
        self._taken.add(name.lower())
        return name

    def add(self, edit: AddSheet) -> Grafted:
        """A new sheet."""
        workbook, sheet = self._workbook, edit.book.sheets[0]
        check_new(workbook, sheet.name, [entry.get("name", "") for entry in sheets.listed(workbook)])
        drawn = self._drawn(edit.book)
        part = self._free("xl/worksheets/sheet1.xml")
        self._carry(drawn, part, sheet.name, {})
        key = workbook.announce(part, "worksheet", _SHEET_TYPE)
        at = sheets.position(workbook, edit.before)
        sheets.insert(workbook, at, sheet.name, key, is_hidden=sheet.hidden)
        workbook.new_sheets[sheet.name] = part
        return Grafted(sheet.name, at, True, sheet.hidden, drawn, sheets.bring_names(drawn, workbook, at))

    def replace(self, edit: ReplaceSheet) -> Grafted:
        """A sheet anew. Its part, its relationship, its number and its place stay."""
        workbook, sheet = self._workbook, edit.book.sheets[0]
        part = workbook.sheet_part(sheet.name)
        check_replaced(workbook, part, sheet)
        at, name = sheets.place_of(workbook, sheet.name)
        known = self._tables.forget(name)
        drawn = self._drawn(edit.book)
        workbook.more_texts -= shared_texts_in(workbook.root(part))
        self._drop_below(part)
        self._carry(drawn, part, name, known)
        sheets.remove_names(workbook, at, [FILTER, *(one.name for one in sheets.names_of(drawn) if one.owner)])
        return Grafted(name, at, False, sheet.hidden, drawn, sheets.bring_names(drawn, workbook, at), frozenset(known))

    def _drawn(self, book: Book) -> Workbook:
        """The sheet in a file of its own, once it is clear that it can be put in."""
        from ecm_xl.backends.writer import drawn  # XlsxWriter is loaded when something is drawn

        check_dates(self._workbook, book)
        check_names(self._workbook, self._tables.names, book)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a chart that shows cells of the workbook's other sheets
            return Workbook(preflight(drawn(book)))

    # The parts

    def _carry(self, drawn: Workbook, part: str, sheet: str, known: Mapping[str, str]) -> None:
        """Puts in a drawn sheet as `part`, and all that hangs on it. `known`: table → the number that it had."""
        source = drawn.outline.sheets[0].part
        kinds = {source: "worksheet", **_below(drawn, source)}
        names = {old: part if old == source else self._free(old) for old in kinds}
        looks, number = self._looks(drawn), partial(self._tables.take, sheet=sheet, known=known)
        for old, new in names.items():
            self._workbook.put(new, self._fitted(drawn, old, kinds[old], looks, number))
            self._link(drawn, old, new, names)
            if old != source:
                add_type(self._workbook.root(CONTENT_TYPES), new, type_of(drawn.root(CONTENT_TYPES), old))
                self._workbook.touch(CONTENT_TYPES)
        self._shapes += highest_shapes(drawn)

    def _fitted(
        self, drawn: Workbook, part: str, kind: str, looks: Numbers, number_of_table: Callable[[str], str]
    ) -> bytes:
        """A drawn part with this workbook's numbers."""
        if kind == "vmlDrawing":
            return fitted_shapes(drawn.content(part), self._shapes)
        if kind not in ("worksheet", "table"):
            return drawn.content(part)
        root = drawn.root(part)
        if kind == "table":
            fit_table(root, number_of_table(root.get("displayName")), looks)
        else:
            self._workbook.more_texts += fit_sheet(root, looks, drawn.texts, self._workbook.texts)
            fit_widths(root, self._styles.digit())
        return written(root)

    def _looks(self, drawn: Workbook) -> Numbers:
        looks = self._styles.take_over(drawn.root(drawn.outline.styles))
        if self._styles.is_changed:
            self._workbook.touch(self._workbook.outline.styles)
        return looks

    def _link(self, drawn: Workbook, old: str, new: str, names: Mapping[str, str]) -> None:
        """A part's relationships, to the same things under their new names; what is outside stays as it is."""
        links = _links(drawn, old)
        for link in links:
            if link.target:
                link.element.set("Target", relative(new, names[link.target]))
        if links:
            self._workbook.put(relations_of(new), written(drawn.root(relations_of(old))))

    def _drop_below(self, part: str) -> None:
        """Takes away what only this part leads to, and its relationships."""
        workbook = self._workbook
        below = {one.lower() for one in _below(workbook, part)}
        sources = {source_of(one) for one in workbook.names() if one.endswith(".rels")}  # in small letters
        kept: set[str] = set()
        for source in sources - below - {part.lower()}:
            for link in _links(workbook, source):
                if link.target.lower() in below:
                    kept |= {link.target.lower(), *(one.lower() for one in _below(workbook, link.target))}
        for gone in sorted(below - kept):
            workbook.drop(gone)
            workbook.drop(relations_of(gone))
        workbook.drop(relations_of(part))


def _below(workbook: Workbook, part: str) -> dict[str, str]:
    """What a part leads to, and what that leads to: part → kind."""
    found: dict[str, str] = {}
    open_ones = [part]
    while open_ones:
        one = open_ones.pop()
        for link in _links(workbook, one):
            if link.target and link.target not in found:
                found[link.target] = link.kind
                open_ones.append(link.target)
    return found


def _links(workbook: Workbook, part: str) -> list[Link]:
    relations = relations_of(part)
    return list(links_of(part, workbook.root(relations))) if relations in workbook.parts else []
