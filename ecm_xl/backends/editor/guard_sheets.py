"""The last look at what stands around the cells: sheets, tables and names are those of before and those put in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ecm_xl.backends.editor.graft import FILTER, Grafted
from ecm_xl.backends.editor.markup import child, children
from ecm_xl.backends.editor.sheets import Name, listed, names_of
from ecm_xl.backends.editor.workbook import Workbook
from ecm_xl.backends.reader.snapshot import read_parts
from ecm_xl.workbook.snapshot import Snapshot

_PRINTED = "_xlnm.Print_Area"
_NAMES = "Its names or tables are not what they were."


def wrong_in_sheets(before: Workbook, after: Workbook, snapshot: Snapshot, grafted: Sequence[Grafted]) -> str:
    """What is not as planned, in words; '' where everything is. `snapshot`: what the reader finds in `after`."""
    if not _tables_are_there(before, snapshot, grafted):
        return _NAMES
    brought = {name.name for one in grafted for name in one.names}
    if {name: at for name, at in snapshot.names.items() if name not in brought} != before.outline.names:
        return _NAMES
    if not grafted:
        return ""
    if not _sheets_are_in_order(before, after, grafted):
        return "Its sheets are not where they were."
    if Counter(map(_as_planned, names_of(after))) != Counter(map(_as_planned, _planned_names(before, grafted))):
        return _NAMES
    return (
        "" if all(_reads_as_drawn(snapshot, one) for one in grafted) else "A new sheet does not read as it was drawn."
    )


def _tables_are_there(before: Workbook, snapshot: Snapshot, grafted: Sequence[Grafted]) -> bool:
    planned = {name.casefold() for name in before.outline.tables}
    for one in grafted:
        planned = (planned - one.tables_gone) | {name.casefold() for name in one.drawn.outline.tables}
    return planned == {name.casefold() for name in snapshot.tables}


def _sheets_are_in_order(before: Workbook, after: Workbook, grafted: Sequence[Grafted]) -> bool:
    """The sheets that were there stand as they stood, hidden or seen, the new ones in between; the same is in front."""
    planned = [(sheet.name, sheet.hidden) for sheet in before.outline.sheets]
    for one in grafted:
        if one.is_new:
            planned.insert(one.at, (one.sheet, one.is_hidden))
    found = [(sheet.name, sheet.hidden) for sheet in after.outline.sheets]
    return found == planned and _in_front(after) == _in_front(before)


def _in_front(workbook: Workbook) -> list[str]:
    """The name of the sheet in front, for each of the workbook's windows."""
    sheets = [entry.get("name", "") for entry in listed(workbook)]
    views = children(child(workbook.root(workbook.part), "bookViews"), "workbookView")
    places = [int(view.get("activeTab", "0")) for view in views]
    return [sheets[at] if at < len(sheets) else "" for at in places]


def _planned_names(before: Workbook, grafted: Sequence[Grafted]) -> list[Name]:
    planned = list(names_of(before))
    for one in grafted:
        anew = {FILTER.casefold(), *(name.name.casefold() for name in one.names if name.owner)}
        planned = [name for name in planned if name.owner != one.sheet or name.name.casefold() not in anew]
        planned += one.names
    return planned


def _as_planned(name: Name) -> Name:
    """A name as far as it is known beforehand: what is printed grows with a table."""
    return replace(name, text="") if name.name == _PRINTED else name


def _reads_as_drawn(snapshot: Snapshot, one: Grafted) -> bool:
    """Whether the reader finds on the sheet what it finds in the file that it was drawn into."""
    found, drawn = snapshot.sheet(one.sheet), read_parts(one.drawn.parts).sheets[0]
    return found is not None and found == replace(drawn, name=found.name, hidden=found.hidden)
