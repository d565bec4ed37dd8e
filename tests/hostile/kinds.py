"""The kinds of hostile and odd files, each made part by part, with what must come of it.

A hostile or foreign file is refused with one code; an odd one is read like any other, down to the last
cell. Where a detail follows the code it is said to the person, so it is pinned too.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.workbook import (
    AUDIT,
    COMMENT_CELL,
    RELS,
    WORKBOOK,
    Change,
    first_row,
    sound,
    sound_parts,
    swap,
    text_of,
)
from tests.parts import KINDS, sheet_part, zipped

Put = Callable[[Path], object]
"""Puts the file (or what has a file's name) at a path."""

Values = Mapping[tuple[int, int], object]


@dataclass(frozen=True)
class Refused:
    """A file that is not read: the finding's code and the detail in its message. `alone`: the reader has
    a process of its own, for what might bring it down."""

    name: str
    put: Put
    code: str
    detail: str = ""
    alone: bool = False
    or_says: str = ""
    """Another detail that would be as true: two things are wrong at once."""
    needs: str = ""
    """What the system must have for it: 'mkfifo'."""


@dataclass(frozen=True)
class Odd:
    """A file that is read like any other. `cells`: the values of the Audit that are not the sound workbook's."""

    name: str
    put: Put
    cells: Values = field(default_factory=dict)
    alone: bool = False
    said: str = ""
    """The one finding more, if what is odd is worth one."""


@dataclass(frozen=True)
class Harmless:
    """What is wrong lies where no answer needs to be sought: refused with this code, or read like any other."""

    name: str
    put: Put
    code: str


def holds(make: Callable[[], bytes] | bytes) -> Put:
    """A file of those bytes."""
    return lambda path: path.write_bytes(make if isinstance(make, bytes) else make())


def spoilt(*changes: Change) -> Put:
    """The sound workbook after changes to its parts."""
    return holds(lambda: sound(*changes))


# What several of them are made of


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
SHEET = '<sheet name="Audit" sheetId="1" r:id="r1"/>'
VALUE = "A value in it can't be read."


def stored() -> bytes:
    """The sound workbook, stored and not packed: nothing but the CRC can tell a change."""
    return zipped(sound_parts(), pack=zipfile.ZIP_STORED)


def comment(text: str) -> Put:
    """The first row's Comment holds this text, written into the sheet."""
    return holds(lambda: first_row(COMMENT_CELL, f'<c r="H5" t="str"><v>{text}</v></c>'))


def comment_cell(cell: str) -> Put:
    """The cell of the first row's Comment is written so."""
    return holds(lambda: first_row(COMMENT_CELL, cell))


def last_row(row: str) -> Change:
    """The Audit with one more row beneath all others."""
    return swap(AUDIT, "</row></sheetData>", f"</row>{row}</sheetData>")


def merged(*ranges: str) -> Change:
    """The Audit with these merged ranges."""
    listed = "".join(f'<mergeCell ref="{reference}"/>' for reference in ranges)
    return swap(AUDIT, "</sheetData>", f"</sheetData><mergeCells>{listed}</mergeCells>")


def empty_cells(count: int) -> bytes:
    """So many cells with a style and nothing in them, a thousand in a row."""
    letters = [_letters(n) for n in range(1000)]
    rows = (
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}" s="1"/>' for letter in letters) + "</row>"
        for row in range(1001, 1001 + count // 1000)
    )
    return sound(last_row("".join(rows)))


def _letters(number: int) -> str:
    """0 → A, 27 → AB."""
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def many_sheets(count: int) -> bytes:
    """The sound workbook and so many sheets beside it, each with a cell."""
    parts = sound_parts()
    numbers = range(3, count + 3)
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    parts[WORKBOOK] = text_of(WORKBOOK).replace("</sheets>", f"{listed}</sheets>")
    linked = "".join(
        f'<Relationship Id="r{n}" Type="{KINDS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    parts[RELS] = text_of(RELS).replace("</Relationships>", f"{linked}</Relationships>")
    cell = sheet_part('<row r="1"><c r="A1"><v>1</v></c></row>')
    return zipped(parts, {f"xl/worksheets/sheet{n}.xml": cell for n in numbers})
