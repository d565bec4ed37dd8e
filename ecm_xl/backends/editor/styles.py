"""A workbook's list of looks, and those of a drawn sheet put into it: each once, under numbers of this list.

What is taken over hangs on nothing of the workbook's own: fonts by their names and not by its theme, every property
said to hold, so that a changed style "Normal" leaves it as it was drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ecm_xl.backends.editor.markup import Element, add_in_order, child, children, tag

NO_STYLES = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts></styleSheet>'
)
"""Where a workbook has no list of looks its cells look so."""
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
_KINDS: Mapping[str, str] = {
    "numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border", "cellStyleXfs": "xf", "cellXfs": "xf",
    "cellStyles": "cellStyle", "dxfs": "dxf",
}  # fmt: skip
"""What each list holds."""
_FIRST_OWN_FORMAT = 164
"""Number formats below are every program's own."""
_PATTERNS = ("none", "gray125")
"""The first two fills are these, whatever a file says."""
_PROPERTIES = ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection")
_NORMAL = "0"
_DIGITS = {
    "calibri": 0.497, "carlito": 0.497, "aptos narrow": 0.497, "arial": 0.556, "liberation sans": 0.556,
    "helvetica": 0.556, "aptos": 0.561, "times new roman": 0.5, "liberation serif": 0.5, "cambria": 0.554,
    "verdana": 0.636, "tahoma": 0.546, "segoe ui": 0.539,
}  # fmt: skip
"""How wide a digit is on a screen, as a share of the font's height, in fonts that programs use for Normal."""
_SIZE, _USUAL_SIZE = re.compile(r"[0-9]{1,3}(?:\.[0-9]*)?"), 11
_ANY_DIGIT, _PIXELS_A_POINT = 0.55, 96 / 72
OUR_DIGIT = 7
"""Pixels, in Calibri 11, in which our sheets are drawn."""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a drawn file's looks → those in the list they were put into."""

    cells: Mapping[str, str]
    marks: Mapping[str, str]


class Styles:
    """The list of looks behind a part's root."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.is_changed = False
        self._places: dict[str, dict[Key, int]] = {}

    def take_over(self, drawn: Element) -> Numbers:
        """Puts all of a drawn file's looks into this list."""
        self._make_ready()
        looks = _Looks(self, drawn)
        cells = {str(at): str(looks.cell(xf)) for at, xf in enumerate(_entries(drawn, "cellXfs"))}
        marks = {str(at): str(looks.mark(dxf)) for at, dxf in enumerate(_entries(drawn, "dxfs"))}
        return Numbers(cells, marks)

    def digit(self) -> int:
        """How many pixels wide a digit is in this workbook's Normal: what widths of columns are counted in."""
        fonts = _entries(self.root, "fonts")
        normal = self._style_of(_NORMAL)
        formats = _entries(self.root, "cellStyleXfs")
        at = formats[normal].get("fontId", "0") if normal is not None and normal < len(formats) else "0"
        if not at.isdecimal() or int(at) >= len(fonts):
            return OUR_DIGIT
        size, name = (_value(fonts[int(at)], what) for what in ("sz", "name"))
        share = _DIGITS.get(name.casefold(), _ANY_DIGIT)
        return max(1, round(round(_as_size(size) * _PIXELS_A_POINT) * share))

    def style_number(self, kind: str) -> int:
        """The number of the style of that kind (0 is Normal); of Normal where there is none."""
        found = self._style_of(kind)
        found = self._style_of(_NORMAL) if found is None else found
        return 0 if found is None else found

    def place(self, name: str, entry: Element) -> int:
        """Where an entry stands in one of the lists; a new one is added."""
        entries = _entries(self.root, name)
        if name not in self._places:
            self._places[name] = {_key(one): at for at, one in reversed(list(enumerate(entries)))}
        known, key = self._places[name], _key(entry)
        if key not in known:
            copied(self._list(name), entry)
            self._count(name)
            known[key] = len(entries)
        return known[key]

    def format_number(self, code: str) -> str:
        """The number of a number format; a new one where the workbook does not have it."""
        known = {one.get("formatCode"): one.get("numFmtId") for one in _entries(self.root, "numFmts")}
        if code in known:
            return str(known[code])
        used = [one.get("numFmtId", "") for one in self.root.iter(tag("numFmt"))]
        number = max([_FIRST_OWN_FORMAT - 1, *(int(one) for one in used if one.isdecimal())]) + 1
        holder = self._list("numFmts")
        holder.append(holder.makeelement(tag("numFmt"), {"numFmtId": str(number), "formatCode": code}))
        self._count("numFmts")
        return str(number)

    # What must be there before anything is added

    def _make_ready(self) -> None:
        """Fonts, fills, borders and formats begin with the plain ones, and there is a style Normal."""
        if not _entries(self.root, "fonts"):
            size, name = self._begin("fonts", {}, "sz", "name")
            size.set("val", str(_USUAL_SIZE))
            name.set("val", "Calibri")
        if not _entries(self.root, "borders"):
            self._begin("borders", {}, "left", "right", "top", "bottom", "diagonal")
        for pattern in _PATTERNS[len(_entries(self.root, "fills")) :]:
            fill = self._begin("fills", {}, "patternFill")
            fill[0].set("patternType", pattern)
        plain = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}
        if not _entries(self.root, "cellStyleXfs"):
            self._begin("cellStyleXfs", plain)
        if not _entries(self.root, "cellXfs"):
            self._begin("cellXfs", {**plain, "xfId": "0"})
        if self._style_of(_NORMAL) is None:
            self._make_normal(plain)

    def _make_normal(self, plain: Mapping[str, str]) -> None:
        """The style Normal: the first format of styles, unless a style of another name has that."""
        number = 0
        if any(style.get("xfId") == "0" for style in _entries(self.root, "cellStyles")):
            self._begin("cellStyleXfs", plain)
            number = len(_entries(self.root, "cellStyleXfs")) - 1
        self._begin("cellStyles", {"name": "Normal", "xfId": str(number), "builtinId": _NORMAL})

    def _begin(self, name: str, attributes: Mapping[str, str], *inside: str) -> Element:
        holder = self._list(name)
        entry = holder.makeelement(tag(_KINDS[name]), dict(attributes))
        holder.append(entry)
        for part in inside:
            entry.append(entry.makeelement(tag(part)))
        self._count(name)
        return entry

    def _count(self, name: str) -> None:
        self._list(name).set("count", str(len(_entries(self.root, name))))
        self.is_changed = True

    def _list(self, name: str) -> Element:
        holder = child(self.root, name)
        return add_in_order(self.root, name, _ORDER) if holder is None else holder

    def _style_of(self, kind: str) -> int | None:
        found = (style.get("xfId", "") for style in _entries(self.root, "cellStyles") if style.get("builtinId") == kind)
        return next((int(number) for number in found if number.isdecimal()), None)


class _Looks:
    """A drawn file's looks on their way into a list."""

    def __init__(self, styles: Styles, drawn: Element) -> None:
        self._styles = styles
        self._codes = {one.get("numFmtId"): one.get("formatCode", "") for one in _entries(drawn, "numFmts")}
        self._fonts, self._fills, self._borders = (_entries(drawn, name) for name in ("fonts", "fills", "borders"))
        self._kinds = {one.get("xfId"): one.get("builtinId", "") for one in _entries(drawn, "cellStyles")}

    def cell(self, xf: Element) -> int:
        """The number of a cell's look, spelt out."""
        new = _copy(xf)
        new.set("numFmtId", self._format(xf.get("numFmtId", "0")))
        fonts = self._fonts
        new.set("fontId", str(self._styles.place("fonts", _without_theme(fonts[int(xf.get("fontId", "0"))]))))
        new.set("fillId", str(self._styles.place("fills", self._fills[int(xf.get("fillId", "0"))])))
        new.set("borderId", str(self._styles.place("borders", self._borders[int(xf.get("borderId", "0"))])))
        new.set("xfId", str(self._styles.style_number(self._kinds.get(xf.get("xfId", "0"), _NORMAL))))
        for name in _PROPERTIES:
            new.set(f"apply{name}", "1")
        return self._styles.place("cellXfs", new)

    def mark(self, dxf: Element) -> int:
        """The number of a mark's look."""
        new = _copy(dxf)
        for entry in children(new, "numFmt"):
            if int(entry.get("numFmtId", "0")) >= _FIRST_OWN_FORMAT:
                entry.set("numFmtId", self._styles.format_number(entry.get("formatCode", "")))
        return self._styles.place("dxfs", new)

    def _format(self, number: str) -> str:
        return self._styles.format_number(self._codes[number]) if number in self._codes else number


def _entries(root: Element, name: str) -> list[Element]:
    return children(child(root, name), _KINDS[name])


def _as_size(written: str) -> float:
    """A font's size in points; the usual one where none is said."""
    return float(written) if _SIZE.fullmatch(written) else _USUAL_SIZE


def _value(font: Element, name: str) -> str:
    found = child(font, name)
    return "" if found is None else str(found.get("val", ""))


def _copy(entry: Element) -> Element:
    """An entry of its own, as it is."""
    new = entry.makeelement(entry.tag, dict(entry.attrib))
    for one in entry:
        copied(new, one)
    return new


def _without_theme(font: Element) -> Element:
    """A font by its name: with a scheme the workbook's theme would choose another."""
    new = _copy(font)
    for scheme in children(new, "scheme"):
        new.remove(scheme)
    return new


def copied(parent: Element, entry: Element) -> None:
    """A copy as the last child, with the prefixes that hold there."""
    new = parent.makeelement(entry.tag, dict(entry.attrib))
    parent.append(new)
    new.text = entry.text
    for one in entry:
        copied(new, one)


def _key(entry: Element) -> Key:
    """What an entry says, however it is written."""
    inside = tuple(_key(one) for one in entry if isinstance(one.tag, str))
    return entry.tag, tuple(sorted(entry.attrib.items())), (entry.text or "").strip(), inside
