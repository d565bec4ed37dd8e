"""The workbook's own list of sheets and names: a sheet put in, and what counts sheets put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ecm_xl.backends.editor.markup import MAIN_RELATIONS, Element, add_in_order, child, children, tag
from ecm_xl.backends.editor.workbook import WORKBOOK_ORDER, Workbook

_ID = f"{{{MAIN_RELATIONS}}}id"
_OWNER = "localSheetId"


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name. `owner`: the sheet that it belongs to, '' for the whole workbook's."""

    name: str
    owner: str
    text: str


def listed(workbook: Workbook) -> list[Element]:
    """The entries of the sheets, in their order."""
    return children(child(workbook.root(workbook.part), "sheets"), "sheet")


def position(workbook: Workbook, before: str) -> int:
    """Where a new sheet goes: before the one of that name, or behind the last that is seen."""
    entries = listed(workbook)
    wanted = before.casefold()
    here = [at for at, entry in enumerate(entries) if entry.get("name", "").casefold() == wanted]
    seen = [at + 1 for at, entry in enumerate(entries) if entry.get("state", "visible") == "visible"]
    return [*here, *reversed(seen), len(entries)][0]


def place_of(workbook: Workbook, name: str) -> tuple[int, str]:
    """Where a sheet stands that is there, from 0, and its name as the workbook writes it."""
    found = [entry.get("name", "") for entry in listed(workbook)]
    at = [one.casefold() for one in found].index(name.casefold())
    return at, found[at]


def insert(workbook: Workbook, at: int, name: str, key: str, *, is_hidden: bool) -> None:
    """Puts a sheet into the list. `key`: the relationship that leads to its part."""
    entries = listed(workbook)
    numbers = [int(entry.get("sheetId")) for entry in entries if entry.get("sheetId", "").isdecimal()]
    new = entries[0].makeelement(tag("sheet"), {"name": name, "sheetId": str(max(numbers, default=0) + 1)})
    if is_hidden:
        new.set("state", "hidden")
    new.set(_ID, key)
    if at < len(entries):
        entries[at].addprevious(new)
    else:
        entries[-1].addnext(new)
    _shift(workbook, at)
    workbook.touch(workbook.part)


def _shift(workbook: Workbook, at: int) -> None:
    """What counts sheets counts one more from there on. Which sheet is in front stays; the new one's tab is seen."""
    root = workbook.root(workbook.part)
    for view in children(child(root, "bookViews"), "workbookView"):
        for name, first in (("activeTab", at), ("firstSheet", at + 1)):
            shown = int(view.get(name, "0"))
            if shown >= first:
                view.set(name, str(shown + 1))
    for entry in _defined(workbook):
        owner = entry.get(_OWNER, "")
        if owner.isdecimal() and int(owner) >= at:
            entry.set(_OWNER, str(int(owner) + 1))


def _defined(workbook: Workbook) -> list[Element]:
    return children(child(workbook.root(workbook.part), "definedNames"), "definedName")


def names_of(workbook: Workbook) -> Iterator[Name]:
    """The defined names."""
    sheets = [entry.get("name", "") for entry in listed(workbook)]
    for entry in _defined(workbook):
        owner = entry.get(_OWNER, "")
        sheet = sheets[int(owner)] if owner.isdecimal() and int(owner) < len(sheets) else owner
        yield Name(entry.get("name", ""), sheet, entry.text or "")


def bring_names(drawn: Workbook, workbook: Workbook, at: int) -> tuple[Name, ...]:
    """Adds the names of the drawn sheet, which stands at that place, and those for all sheets that the workbook lacks.
    Returns what was added."""
    there = {one.name.casefold() for one in names_of(workbook) if not one.owner}
    sheet = listed(workbook)[at].get("name", "")
    found = []
    for entry in _defined(drawn):
        one = Name(entry.get("name", ""), sheet if entry.get(_OWNER) else "", entry.text or "")
        if one.owner or one.name.casefold() not in there:
            _add_name(workbook, one, {**entry.attrib, **({_OWNER: str(at)} if one.owner else {})})
            found.append(one)
    return tuple(found)


def _add_name(workbook: Workbook, name: Name, attributes: Mapping[str, str]) -> None:
    root = workbook.root(workbook.part)
    holder = child(root, "definedNames")
    if holder is None:
        holder = add_in_order(root, "definedNames", WORKBOOK_ORDER)
    entry = holder.makeelement(tag("definedName"), dict(attributes))
    entry.text = name.text
    holder.append(entry)
    workbook.touch(workbook.part)


def remove_names(workbook: Workbook, at: int, gone: Iterable[str]) -> None:
    """Takes names away that belong to the sheet at that place."""
    folded = {name.casefold() for name in gone}
    for entry in _defined(workbook):
        if entry.get(_OWNER) == str(at) and entry.get("name", "").casefold() in folded:
            entry.getparent().remove(entry)
            workbook.touch(workbook.part)
