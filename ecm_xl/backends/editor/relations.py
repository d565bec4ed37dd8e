"""How parts lead to one another, and what kind each is: relationships and content types, as elements."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from ecm_xl.backends.editor.markup import MAIN_RELATIONS, Element
from ecm_xl.backends.reader.parts import resolve

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
NO_RELATIONS = f'<Relationships xmlns="{_RELATIONS[1:-1]}"/>'.encode()


class Link(NamedTuple):
    """A relationship: its element, the last word of its type, the part that it leads to ('' outside the package)."""

    element: Element
    kind: str
    target: str


def relations_of(part: str) -> str:
    """The part that holds a part's relationships; '' stands for the package itself."""
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def source_of(relations: str) -> str:
    """The other way round."""
    folder, _, file = relations.rpartition("/")
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def links_of(part: str, root: Element) -> Iterator[Link]:
    """A part's relationships. `root`: that of the part that holds them."""
    folder = part.rpartition("/")[0]
    for element in root.iter(f"{_RELATIONS}Relationship"):
        is_outside = element.get("TargetMode") == "External"
        target = "" if is_outside else resolve(folder, element.get("Target", ""))
        yield Link(element, element.get("Type", "").rpartition("/")[2], target)


def relative(part: str, target: str) -> str:
    """A target as a part's relationship writes it."""
    return posixpath.relpath(f"/{target}", f"/{part.rpartition('/')[0]}")


def add_link(root: Element, kind: str, target: str) -> str:
    """A new relationship of one of the office's kinds; its id."""
    taken = {link.get("Id") for link in root}
    key = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    link = root.makeelement(f"{_RELATIONS}Relationship", None, root.nsmap)
    link.attrib.update({"Id": key, "Type": f"{MAIN_RELATIONS}/{kind}", "Target": target})
    root.append(link)
    return key


def remove_links(root: Element, kind: str) -> None:
    """Takes away the relationships of a kind."""
    for link in list(root.iter(f"{_RELATIONS}Relationship")):
        if link.get("Type", "").endswith(f"/{kind}"):
            root.remove(link)


def typed_parts(types: Element) -> Iterator[str]:
    """The parts of which the list of content types speaks one by one, in small letters."""
    for entry in types.iter(f"{_TYPES}Override"):
        yield entry.get("PartName", "").lstrip("/").lower()


def type_of(types: Element, part: str) -> str:
    """A part's content type; '' where none is given."""
    one = _override(types, part)
    one = _default(types, part) if one is None else one
    return "" if one is None else str(one.get("ContentType", ""))


def add_type(types: Element, part: str, content_type: str) -> None:
    """Says what a new part is: by its extension where that is the custom (drawings in VML), else one by one."""
    forget_type(types, part)  # of a part of that name that nothing led to
    default = _default(types, part)
    if default is not None and default.get("ContentType", "").lower() == content_type.lower():
        return
    if default is None and not part.endswith(".xml"):
        entry = types.makeelement(f"{_TYPES}Default", None, types.nsmap)
        entry.attrib.update({"Extension": part.rpartition(".")[2], "ContentType": content_type})
        types.insert(0, entry)
        return
    entry = types.makeelement(f"{_TYPES}Override", None, types.nsmap)
    entry.attrib.update({"PartName": f"/{part}", "ContentType": content_type})
    types.append(entry)


def forget_type(types: Element, part: str) -> None:
    """Takes away what the list says of one part."""
    one = _override(types, part)
    while one is not None:
        types.remove(one)
        one = _override(types, part)


def _override(types: Element, part: str) -> Element | None:
    found = types.iter(f"{_TYPES}Override")
    return next((entry for entry in found if entry.get("PartName", "").lower() == f"/{part}".lower()), None)


def _default(types: Element, part: str) -> Element | None:
    ending = part.rpartition(".")[2].lower()
    found = types.iter(f"{_TYPES}Default")
    return next((entry for entry in found if entry.get("Extension", "").lower() == ending), None)
