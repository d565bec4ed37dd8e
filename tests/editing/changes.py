"""One edit of each kind, fit for a sample setting workbook however it is saved, and what each must come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.edits import AppendRows, Edit, Link, RedrawRows, Refresh, RowValue, SetCell
from ecm_xl.workbook.formulas import text as quoted
from ecm_xl.workbook.snapshot import Snapshot
from tests.editing.views import Place

DAY = date(2026, 3, 14)
HISTORY = (
    (DAY, "A. Reed", "03 Environment", "Stay safe", "Developing", "Developing", 5, 5, "1.0", "lowest"),
    (DAY, "<B> & Co", "=1+1", "", " two  spaces ", "#N/A", 1.5, 0, "_x0041_", "line\nbreak"),
)
FINDINGS: tuple[tuple[RowValue, ...], ...] = (
    ("Error", "Audit", Link("E7", "Audit!E7"), "'Embeded' is not a rating.", "Choose it in E7.", "Embedded", "rating"),
    ("Note", "Leads", Link("C9", "Leads!C9"), "Nobody leads.", "Name somebody.", None, "lead-missing"),
    ("Note", "", "", "All is well & good.", "", "", "none"),
)
AWARD = '=COUNTIFS(Judgements[Judgement],"Embedded")&' + quoted(
    " of 12 Standards are Embedded; the award asks for all 12."
)
REFRESHED = "11 of 12 Standards are Embedded; the award asks for all 12."


@dataclass(frozen=True)
class Change:
    """Edits, what cells must hold after them (None: nothing), the tables (sheet, table) that may grow, the links."""

    edits: Sequence[Edit]
    cells: Mapping[Place, object]
    tables: frozenset[tuple[str, str]] = frozenset()
    links: Mapping[Place, str] = field(default_factory=dict)

    def __or__(self, other: Change) -> Change:
        """Both at once."""
        return Change(
            [*self.edits, *other.edits],
            {**self.cells, **other.cells},
            self.tables | other.tables,
            {**self.links, **other.links},
        )


def set_cells(snapshot: Snapshot) -> Change:
    """Answers of two descriptors, one of them taken away, and words in cells that are not there yet."""
    places = {**audit_places(snapshot)}
    first, second = list(load_model().framework.descriptors)[3:5]
    wanted: dict[tuple[int, int], CellValue | None] = {
        places[first, "Rating"]: "Emergent",
        places[first, "Comment"]: "=Seen & <heard>",
        places[first, "Date"]: DAY,
        places[second, "Rating"]: None,
        places[second, "Impact"]: "Calmer days",
        places[second, "Evidence"]: 7.25,
        (1, 19): "Beside it",
        (3, 3): "In a gap",
        (900, 2): 12,
    }
    edits = [SetCell("Audit", *place, value) for place, value in wanted.items()]
    return Change(edits, {("Audit", *place): value for place, value in wanted.items()})


def append(snapshot: Snapshot) -> Change:
    """Two rows of History."""
    return _rows(snapshot, AppendRows("History", HISTORY), HISTORY)


def redraw(snapshot: Snapshot) -> Change:
    """Three findings."""
    return _rows(snapshot, RedrawRows("Findings", FINDINGS), FINDINGS)


def refresh(_snapshot: Snapshot) -> Change:
    """What the Dashboard says of the award."""
    return Change([Refresh("Dashboard", 4, 1, AWARD, REFRESHED)], {("Dashboard", 4, 1): REFRESHED})


KINDS = {"SetCell": set_cells, "AppendRows": append, "RedrawRows": redraw, "Refresh": refresh}


def _rows(snapshot: Snapshot, edit: AppendRows | RedrawRows, rows: Sequence[Sequence[RowValue]]) -> Change:
    """The samples' History and Findings are one row long: what is new begins beneath the heading."""
    place = snapshot.tables.get(edit.table)
    if place is None:
        return Change([edit], {})
    cells = {
        (place.sheet, number, column): value
        for number, row in enumerate(rows, place.first_row + 1)
        for column, value in enumerate(row, place.first_column)
    }
    texts = {where: value.text if isinstance(value, Link) else value for where, value in cells.items()}
    links = {where: value.place for where, value in cells.items() if isinstance(value, Link)}
    return Change([edit], texts, frozenset({(place.sheet, edit.table)}), links)


def audit_places(snapshot: Snapshot) -> dict[tuple[str, str], tuple[int, int]]:
    """(Ref, heading) → row and column, wherever rows and columns have been moved to."""
    sheet = snapshot.sheet("Audit")
    assert sheet is not None
    heading = next(number for number, row in enumerate(sheet.rows) if row[0] == "Ref")
    columns = [(str(text), column) for column, text in enumerate(sheet.rows[heading], 1) if text != ""]
    return {
        (str(row[0]), text): (number, column)
        for number, row in enumerate(sheet.rows[heading + 1 :], heading + 2)
        for text, column in columns
    }


def as_seen(value: object) -> object:
    """A value as both readers give it: nothing where blank, a day as its midnight."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a workbook's times have no zone
    if isinstance(value, (int, float)):
        return float(value)
    return None if value == "" else value
