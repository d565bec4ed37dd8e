"""A drawn sheet's parts with a workbook's own numbers in them: of looks, texts, tables and the shapes of notes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ecm_xl.backends.editor.markup import Element, child, children, tag
from ecm_xl.backends.editor.styles import OUR_DIGIT, Numbers
from ecm_xl.backends.editor.texts import Texts
from ecm_xl.backends.editor.workbook import Workbook
from ecm_xl.backends.reader.markup import root_attributes

_DEFAULT_WIDTH = 9.140625
"""A column's width in our sheets where nothing is said of it."""
_DATA = re.compile(rb'(<o:idmap\b[^<>]*?\bdata=)"([0-9,]+)"')
_SHAPE = re.compile(rb"\b_x0000_s([0-9]+)\b")
_SHAPES_A_NUMBER, _TOO_LONG = 1024, 7


class TableNumbers:
    """The tables of a workbook: which names are taken, and which numbers."""

    def __init__(self, workbook: Workbook) -> None:
        self._known: dict[str, tuple[str, str]] = {}
        highest = 0
        for sheet in workbook.outline.sheets:
            for part in workbook.links(sheet.part, "table") if sheet.part else ():
                said = root_attributes(part, workbook.content(part))
                number = said.get("id", "")
                highest = max(highest, int(number) if number.isdecimal() else 0)
                for name in (said.get("displayName", ""), said.get("name", "")):
                    self._known[name.casefold()] = sheet.name, number
        self._next = highest + 1

    @property
    def names(self) -> set[str]:
        """The names that are taken, folded."""
        return set(self._known)

    def forget(self, sheet: str) -> dict[str, str]:
        """A sheet's tables go: name → number."""
        gone = {name: number for name, (owner, number) in self._known.items() if owner == sheet}
        for name in gone:
            del self._known[name]
        return gone

    def take(self, name: str, sheet: str, known: Mapping[str, str]) -> str:
        """A number for a new table: the one by which it was known, or the next."""
        number = known.get(name.casefold(), "")
        if not number.isdecimal():
            number, self._next = str(self._next), self._next + 1
        self._known[name.casefold()] = sheet, number
        return number


def fit_table(root: Element, number: str, looks: Numbers) -> None:
    """A table's part."""
    root.set("id", number)
    for element in root.iter():
        _fit_marks(element, looks)


def fit_sheet(root: Element, looks: Numbers, drawn: Texts, texts: Texts) -> int:
    """A sheet's part. Another sheet is in front. Returns how many of its cells refer to shared texts."""
    for view in root.iter(tag("sheetView")):
        view.attrib.pop("tabSelected", None)
    for column in children(child(root, "cols"), "col"):
        if column.get("style"):
            column.set("style", looks.cells[column.get("style")])
    for row in root.iter(tag("row")):
        if row.get("s"):
            row.set("s", looks.cells[row.get("s")])
    for name in ("cfRule", "colorFilter", "sortCondition"):
        for element in root.iter(tag(name)):
            _fit_marks(element, looks)
    return _fit_cells(root, looks, drawn, texts)


def _fit_cells(root: Element, looks: Numbers, drawn: Texts, texts: Texts) -> int:
    """Every cell gets a look that is spelt out, also where it was drawn without one."""
    count = 0
    for cell in root.iter(tag("c")):
        cell.set("s", looks.cells[cell.get("s", "0")])
        value = child(cell, "v")
        if cell.get("t") == "s" and value is not None:
            value.text = str(texts.place(drawn.text(int(value.text))))
            count += 1
    return count


def _fit_marks(element: Element, looks: Numbers) -> None:
    for name, number in element.attrib.items():
        if name.lower().endswith("dxfid"):
            element.set(name, looks.marks[number])


def fit_widths(root: Element, digit: int) -> None:
    """Widths are counted in digits of the workbook's own Normal: where those are `digit` pixels wide, columns that
    were drawn for ours keep their width in pixels."""
    if digit == OUR_DIGIT:
        return
    for column in children(child(root, "cols"), "col"):
        if column.get("width"):
            column.set("width", _scaled(float(column.get("width")), digit))
    shape = child(root, "sheetFormatPr")
    if shape is not None and "defaultColWidth" not in shape.attrib:
        shape.set("defaultColWidth", _scaled(_DEFAULT_WIDTH, digit))


def _scaled(width: float, digit: int) -> str:
    return f"{width * OUR_DIGIT / digit:.7g}"


def shared_texts_in(root: Element) -> int:
    """How many of a sheet's cells refer to shared texts."""
    return sum(cell.get("t") == "s" for cell in root.iter(tag("c")))


def highest_shapes(workbook: Workbook) -> int:
    """The highest of the numbers under which the workbook's notes have their shapes, 1,024 to each."""
    drawings = (workbook.content(name) for name in workbook.names() if name.endswith(".vml"))
    numbers = (
        int(number)
        for content in drawings
        for _, said in _DATA.findall(content)
        for number in said.split(b",")
        if 0 < len(number) < _TOO_LONG
    )
    return max(numbers, default=0)


def fitted_shapes(content: bytes, highest: int) -> bytes:
    """The drawing of a sheet's notes, its shapes numbered behind all others of the workbook."""

    def data(found: re.Match[bytes]) -> bytes:
        numbers = b",".join(b"%d" % (int(number) + highest) for number in found[2].split(b","))
        return b'%s"%s"' % (found[1], numbers)

    def shape(found: re.Match[bytes]) -> bytes:
        return b"_x0000_s%d" % (int(found[1]) + highest * _SHAPES_A_NUMBER)

    return _SHAPE.sub(shape, _DATA.sub(data, content))
