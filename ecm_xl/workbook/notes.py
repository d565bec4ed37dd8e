"""Which notes and charts on a sheet are ours: the sheet remembers what was drawn, as a few digits for the words of each
note and for each chart's title.

A note's author would not tell: programs write their own, or none, when they save, and a person who rewrites a note of
ours does so under our name. The digits travel as a name that belongs to the sheet.
"""

from __future__ import annotations

import re

from ecm_xl.core.editions import fingerprint
from ecm_xl.workbook.book import Sheet

NOTES_NAME = "Notes_Drawn"
DIGITS = 6
_IN_A_TEXT = 36
"""How many marks one text of a formula may hold: Excel allows 255 characters in it."""
_MARK = re.compile(rf"[0-9a-f]{{{DIGITS}}}")


def note_mark(words: str) -> str:
    """The digits of a note's words, however they are broken into lines."""
    return fingerprint(" ".join(words.split()), DIGITS)


def notes_of(sheet: Sheet) -> list[str]:
    """The words of the notes, and the titles of the charts, that a sheet is drawn with."""
    headings = [column.note for table in sheet.tables for column in table.columns]
    charts = [chart.title for chart in sheet.charts]
    return [note for note in (*headings, *(cell.note for cell in sheet.cells), *charts) if note]


def marks_of(sheet: Sheet) -> str:
    """The marks of a sheet's notes and charts as a formula's text, without =; '' where it has none."""
    marks = sorted({note_mark(note) for note in notes_of(sheet)})
    texts = [" ".join(marks[at : at + _IN_A_TEXT]) for at in range(0, len(marks), _IN_A_TEXT)]
    return "&".join(f'"{text}"' for text in texts)


def marks_in(text: str) -> frozenset[str]:
    """The marks that a formula's text holds."""
    return frozenset(_MARK.findall(text))
