"""Sample workbooks into which odd things were typed, in seeded ways: what people do to cells, and no generator draws.

Everything is written as Excel writes it, cached values of formulas included.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from lxml import etree

from tests.editing.elements import M, Parts, change, sheets
from tests.editing.odd import BASES, SAMPLES, packed
from tests.editing.twists import TWISTS, column_number, split

COUNT = 25
PLAIN, DAY, CLOCK, LENGTH, MOMENT = "0", "14", "18", "46", "22"
"""Excel's own number formats: General, dd/mm/yyyy as the computer writes days, h:mm AM/PM, [h]:mm:ss, m/d/yy h:mm.

A number or a TRUE in a cell that shows days is left out: LibreOffice makes it another day, and has no TRUE there."""
Cell = tuple[str, str, str]
"""What stands in a <c>: its type, what is within it, the number format that it needs ('' for the cell's own)."""

TYPED: Mapping[str, Cell] = {
    "error": ("e", "<v>#REF!</v>", ""),
    "other error": ("e", "<v>#N/A</v>", ""),
    "formula": ("str", '<f>"Devel"&amp;"oping"</f><v>Developing</v>', ""),
    "formula of a number": ("", "<f>6*7</f><v>42</v>", PLAIN),
    "failing formula": ("e", "<f>1/0</f><v>#DIV/0!</v>", ""),
    "day": ("", "<v>46096</v>", DAY),
    "moment": ("", "<v>46096.75</v>", MOMENT),
    "time": ("", "<v>0.53125</v>", CLOCK),
    "length of time": ("", "<v>1.5</v>", LENGTH),
    "yes": ("b", "<v>1</v>", PLAIN),
    "whole number": ("", "<v>3</v>", PLAIN),
    "number": ("", "<v>2.75</v>", PLAIN),
    "text like a number": ("inlineStr", "<is><t>1.10</t></is>", ""),
    "text like a formula": ("inlineStr", "<is><t>=1+1</t></is>", ""),
    "text like a day": ("inlineStr", "<is><t>31/02/2026</t></is>", ""),
    "text like an error": ("inlineStr", "<is><t>#N/A yet</t></is>", ""),
    "mistyped": ("inlineStr", "<is><t>Embeded</t></is>", ""),
    "spaces": ("inlineStr", '<is><t xml:space="preserve">  Embedded </t></is>', ""),
    "lines": ("inlineStr", '<is><t xml:space="preserve">Choir\nand rota</t></is>', ""),
    "other script": ("inlineStr", "<is><t>Ẽçøłê 学校 \N{WHITE HEAVY CHECK MARK}</t></is>", ""),
}
"""What is typed, by what it is called."""

ANSWERS = "EFGHIJ"
"""Audit's columns for answers, Rating to Date."""
FIRST, LAST = 5, 200


def oddly_typed(number: int) -> bytes:
    """The workbook of that number."""
    rng = random.Random(f"oddly typed {number}")
    parts = dict(BASES["drawn"](SAMPLES[number % len(SAMPLES)]))
    styles = {kind: _styled(parts, kind) for kind in (PLAIN, DAY, CLOCK, LENGTH, MOMENT)}
    part = sheets(parts)["Audit"]
    change(parts, part, lambda root: _type(root, rng, styles))
    if number % 3 == 0:
        TWISTS["filtered"](parts, rng)
    if number % 2:
        change(parts, part, lambda root: _merge(root, rng))
    if number % 4 == 1:
        change(parts, part, lambda root: _hide_column(root, rng))
    return packed(parts, "deflated", rng)


def _styled(parts: Parts, kind: str) -> str:
    """A new look of that number format; its number."""
    numbers: list[str] = []

    def add(root: Any) -> None:
        looks = root.find(f"{M}cellXfs")
        numbers.append(str(len(looks)))
        etree.SubElement(
            looks, f"{M}xf", numFmtId=kind, fontId="0", fillId="0", borderId="0", xfId="0", applyNumberFormat="1"
        )
        looks.set("count", str(len(looks)))

    change(parts, "xl/styles.xml", add)
    return numbers[0]


def _type(root: Any, rng: random.Random, styles: Mapping[str, str]) -> None:
    """Each of the things in one cell or two."""
    cells = {cell.get("r"): cell for cell in root.iter(f"{M}c")}
    places = rng.sample([f"{column}{row}" for column in ANSWERS for row in range(FIRST, LAST)], 2 * len(TYPED))
    for place, what in zip(places, [*TYPED, *TYPED], strict=True):
        kind, content, look = TYPED[what]
        old = cells.get(place)
        if old is None:
            continue
        new = etree.fromstring(f'<c xmlns="{M[1:-1]}" r="{place}">{content}</c>')
        looks = {"t": kind, "s": styles.get(look) or old.get("s")}
        new.attrib.update({name: value for name, value in looks.items() if value})
        old.getparent().replace(old, new)


def _merge(root: Any, rng: random.Random) -> None:
    """Some answers merged with those beneath or beside them, which are blank then, as Excel leaves them."""
    areas = []
    for row in sorted(rng.sample(range(FIRST, LAST, 4), 3)):
        column = rng.choice("EFG")
        areas.append(f"{column}{row}:{column}{row + 2}" if rng.random() < 0.5 else f"{column}{row}:H{row}")
    for area in areas:
        _blank_but_first(root, area)
    merged = etree.Element(f"{M}mergeCells", count=str(len(areas)))
    for area in areas:
        etree.SubElement(merged, f"{M}mergeCell", ref=area)
    root.find(f"{M}sheetProtection").addnext(merged)


def _blank_but_first(root: Any, area: str) -> None:
    (left, top), (right, bottom) = map(split, area.split(":"))
    for cell in root.iter(f"{M}c"):
        letters, row = split(cell.get("r"))
        inside = top <= row <= bottom and column_number(left) <= column_number(letters) <= column_number(right)
        if inside and (letters, row) != (left, top):
            cell[:] = []
            cell.attrib.pop("t", None)


def _hide_column(root: Any, rng: random.Random) -> None:
    chosen = str(column_number(rng.choice("FGHI")))
    for column in root.find(f"{M}cols"):
        if column.get("min") <= chosen <= column.get("max"):
            column.set("hidden", "1")
