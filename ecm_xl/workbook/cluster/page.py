"""What the sheets of a cluster workbook share: title, table of plain rows, links to the settings' files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.workbook.book import Column, Sheet, TableArea
from ecm_xl.workbook.heights import HIGHEST, LINE, lines, row_height

Links = Mapping[str, str]
"""File (as in a result) → the path from the cluster workbook's folder to it."""

HEADING_ROW = 4
_IN_A_LINK = str.maketrans({"%": "%25", "#": "%23"})
"""Signs of a file's name that mean something else in a link."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of a plain table: its text, how it looks, where it links to."""

    value: str | int | float
    look: tuple[str, ...] = ("box",)
    link: str = ""


def start_sheet(name: str, title: str, purpose: str, colour: str = "1B4965") -> Sheet:
    """A sheet with its title and its one line of purpose."""
    sheet = Sheet(name, tab_colour=colour)
    sheet.put(1, 1, title, "title")
    sheet.put(2, 1, purpose, "quiet")
    sheet.heights = {1: 28, 2: 18, HEADING_ROW: 34}
    return sheet


def put_table(
    sheet: Sheet,
    name: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Entry]],
    nothing: str,
) -> None:
    """A named table of rows under its headings (header, width); `nothing` stands in it where it has no rows."""
    shown = rows or [[Entry(nothing), *(Entry("") for _ in columns[1:])]]
    for number, (_, width) in enumerate(columns, 1):
        sheet.widths[number] = width
    for at, row in enumerate(shown, HEADING_ROW + 1):
        for column, entry in enumerate(row, 1):
            sheet.put(at, column, entry.value, *entry.look, link=entry.link)
        texts = [(str(e.value), width) for e, (_, width) in zip(row, columns, strict=True)]
        sheet.heights[at] = row_height(texts)
    area = HEADING_ROW, 1, HEADING_ROW + len(shown), len(columns)
    sheet.tables.append(TableArea(name, area, tuple(Column(header) for header, _ in columns)))
    sheet.freeze = (HEADING_ROW + 1, 1)
    sheet.repeat_rows = (HEADING_ROW, HEADING_ROW)
    sheet.print_columns = (1, len(columns))


def fitting(words: Sequence[str], width: float) -> str:
    """One line each, as many as a row can show; how many more there are."""
    room = HIGHEST // LINE - 2
    for shown, line in enumerate(words):
        room -= lines(line, width)
        if room < 0:
            return "\n".join([*words[:shown], f"and {len(words) - shown} more"])
    return "\n".join(words)


def file_entry(links: Links, file: str, words: str, place: str = "") -> Entry:
    """A cell that links to a setting's file, or to a place in it (`Audit!E5`)."""
    target = links.get(file, "").translate(_IN_A_LINK)
    if not target:
        return Entry(words)
    return Entry(words, ("box", "link"), f"{target}#{place}" if place else target)
