"""A person's workbook while it is changed: its sheets and tables by name, its parts as trees when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ecm_xl.backends.editor.cells import Cells
from ecm_xl.backends.editor.markup import Element, add_in_order, child, parse, written
from ecm_xl.backends.editor.relations import (
    CONTENT_TYPES,
    add_link,
    add_type,
    forget_type,
    relations_of,
    relative,
    remove_links,
)
from ecm_xl.backends.editor.sheet import sheet_part
from ecm_xl.backends.editor.texts import Texts, texts_of
from ecm_xl.backends.reader.numbers import kinds_of
from ecm_xl.backends.reader.package import damaged
from ecm_xl.backends.reader.parts import Outline, read_outline, related
from ecm_xl.backends.reader.preflight import Parts
from ecm_xl.workbook.edits import EditRefused
from ecm_xl.workbook.snapshot import Area, TablePlace

_TEXTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_NO_TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0" uniqueCount="0"/>'
WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr",
)  # fmt: skip
"""What stands in front of the way to calculate, in the schema's order."""


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: its part, that part's root, where it lies (with any row of totals)."""

    part: str
    root: Element
    sheet: str
    area: Area


class _Overlaid:
    """A package's parts, and new ones in front of them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.new: dict[str, tuple[str, bytes]] = {}
        """By their names in small letters: name, bytes."""

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.new or name in self._parts

    def get(self, name: str) -> bytes | None:
        """The part's bytes."""
        new = self.new.get(name.lower())
        return self._parts.get(name) if new is None else new[1]


class Workbook:
    """The parts behind one package. `changed` is what is to take their place."""

    def __init__(self, parts: Parts, *, is_copy: bool = False) -> None:
        self.package, self.is_copy = parts.package, is_copy
        self.parts = _Overlaid(parts)
        """The parts as they were, and new ones."""
        self._gone: set[str] = set()
        self.new_sheets: dict[str, str] = {}
        """Sheets that were added: name → part."""
        self.more_texts = 0
        """How many more cells refer to shared texts, those of `cells` apart."""
        self._roots: dict[str, Element] = {}
        self._cells: dict[str, Cells] = {}
        self._by_name: dict[str, Cells] = {}
        self._dirty: set[str] = set()
        self._is_new_list = False

    def close(self) -> None:
        """Lets go of all trees. They hang on one another, and would else be in memory until a search for cycles."""
        for known in (self._roots, self._cells, self._by_name):
            known.clear()

    # Looking

    @cached_property
    def outline(self) -> Outline:
        """Sheets, tables and names."""
        return read_outline(self.parts)

    @cached_property
    def part(self) -> str:
        """The workbook's own part."""
        return next((link.target for link in related("", self.parts, "officeDocument").values()), "xl/workbook.xml")

    def sheet_part(self, sheet: str) -> str:
        """A sheet's part. Raises EditRefused where there is no such sheet, or it has no cells."""
        there = {s.name: s.part for s in self.outline.sheets} | self.new_sheets
        found = next((part for name, part in there.items() if name.casefold() == sheet.casefold()), "")
        if not found:
            raise EditRefused("edit-missing", f"the sheet {sheet}")
        return found

    def links(self, part: str, *kinds: str) -> list[str]:
        """The parts of those kinds that a part refers to."""
        return [link.target for link in related(part, self.parts, *kinds).values()]

    def names(self) -> list[str]:
        """All parts' names, in small letters."""
        return list(self.package)

    def root(self, part: str) -> Element:
        """A part's root, to be looked at or changed."""
        key = part.lower()
        if key not in self._roots:
            self._roots[key] = parse(part, self.content(part))
        return self._roots[key]

    def content(self, part: str) -> bytes:
        """A part's bytes. Raises UnreadableWorkbook where it is not there."""
        content = self.parts.get(part)
        if content is None:
            raise damaged(f"The part {part} is missing.")
        return content

    def cells(self, sheet: str) -> Cells:
        """A sheet's cells."""
        known = self._by_name.get(sheet)
        if known is None:
            part = self.sheet_part(sheet)
            if part not in self._cells:
                behind = sheet_part(part, self.content(part))
                self._cells[part] = Cells(behind, lambda: self.texts, self._is_date, self.outline.from_1904)
            known = self._by_name[sheet] = self._cells[part]
        return known

    def rows_of(self, part: str) -> Mapping[int, bytes] | None:
        """A sheet's rows as they were, where they can be told apart by their bytes."""
        cells = None if part.lower() in self.parts.new else self._cells.get(part)
        return None if cells is None else cells.sheet.rows_before()

    def place(self, table: str) -> TablePlace:
        """Where a table lies, without a row of totals. Raises EditRefused where there is none of that name."""
        found = next((p for name, p in self.outline.tables.items() if name.casefold() == table.casefold()), None)
        if found is None:
            raise EditRefused("edit-missing", f"the table {table}")
        return found

    def table(self, name: str) -> Table:
        """A table and its part. Raises EditRefused where there is none of that name."""
        place = self.place(name)
        for part in self.links(self.sheet_part(place.sheet), "table"):
            root = self.root(part)
            if name.casefold() in (root.get("displayName", "").casefold(), root.get("name", "").casefold()):
                area = place.first_row, place.first_column, place.last_row, place.last_column
                return Table(part, root, place.sheet, area)
        raise EditRefused("edit-missing", f"the table {name}")

    @cached_property
    def texts(self) -> Texts:
        """The list of shared texts; a new one where there is none yet."""
        if self.outline.texts:
            return texts_of(self.outline.texts, self.content(self.outline.texts))
        self.outline.texts, self._is_new_list = f"{self._folder}sharedStrings.xml", True
        return texts_of(self.outline.texts, _NO_TEXTS)

    @property
    def _folder(self) -> str:
        return self.part.rpartition("/")[0] + "/" if "/" in self.part else ""

    @cached_property
    def _plain_numbers(self) -> frozenset[str]:
        styles = self.parts.get(self.outline.styles) if self.outline.styles else None
        return frozenset(style.decode() or "0" for style, kind in kinds_of(styles).items() if kind is float)

    def _is_date(self, style: str) -> bool:
        return style not in self._plain_numbers

    # Changing

    def touch(self, part: str) -> None:
        """The part is to be written anew."""
        self._dirty.add(part)

    def put(self, part: str, content: bytes) -> None:
        """A new part, or another one in the place of a part whose root nobody has changed."""
        self.parts.new[part.lower()] = part, content
        self._roots.pop(part.lower(), None)
        self._gone.discard(part.lower())

    def drop(self, part: str) -> None:
        """Takes a part away, if it is there, and what the list of content types says of it."""
        if part not in self.package:
            return
        self._gone.add(part.lower())
        forget_type(self.root(CONTENT_TYPES), part)
        self.touch(CONTENT_TYPES)

    def announce(self, part: str, kind: str, content_type: str) -> str:
        """Makes a new part one of the workbook's own: its relationship's id."""
        relations = relations_of(self.part)
        key = add_link(self.root(relations), kind, relative(self.part, part))
        add_type(self.root(CONTENT_TYPES), part, content_type)
        self._dirty |= {relations, CONTENT_TYPES}
        return key

    def changed(self) -> dict[str, bytes | None]:
        """Part → its new bytes, None where it goes. Empty where no edit has changed anything."""
        for cells in self._cells.values():
            cells.widen()
        sheets = {part: cells.sheet for part, cells in self._cells.items() if cells.sheet.is_changed}
        if not sheets and not self._dirty and not self.parts.new:
            return {}
        self._drop_chain()
        texts = self._changed_texts()
        self._calculate()
        changed = dict(self.parts.new.values())
        changed |= {part: written(self.root(part)) for part in self._dirty}
        changed |= {part: sheet.written() for part, sheet in sheets.items()}
        left = {part: content for part, content in (changed | texts).items() if part.lower() not in self._gone}
        return {**dict(sorted(left.items())), **dict.fromkeys(sorted(self._gone))}

    def _changed_texts(self) -> dict[str, bytes]:
        """The list of shared texts, where it has changed."""
        more = self.more_texts + sum(cells.more_texts for cells in self._cells.values())
        if not more and ("texts" not in self.__dict__ or not self.texts.is_changed):
            return {}
        self.texts.count(more)
        if not self.texts.is_changed:
            return {}
        if self._is_new_list:
            self.announce(self.outline.texts, "sharedStrings", _TEXTS_TYPE)
        return {self.outline.texts: self.texts.written()}

    def _calculate(self) -> None:
        """Lets whoever opens the file work out every formula: the values of a person's own may hang on what changed."""
        root = self.root(self.part)
        way = child(root, "calcPr")
        if way is None:
            way = add_in_order(root, "calcPr", WORKBOOK_ORDER)
        if way.get("fullCalcOnLoad") not in ("1", "true"):
            way.set("fullCalcOnLoad", "1")
            self._dirty.add(self.part)

    def _drop_chain(self) -> None:
        """Takes away the order in which formulas were last worked out: it may name cells that are gone."""
        chains = self.links(self.part, "calcChain")
        if not chains:
            return
        for chain in chains:
            self.drop(chain)
        remove_links(self.root(relations_of(self.part)), "calcChain")
        self.touch(relations_of(self.part))
