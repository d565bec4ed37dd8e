"""Parts of a package as elements: changed in place, added and taken away with all that leads to them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any

from lxml import etree

from tests.parts import KINDS, LINKS, MAIN

Parts = dict[str, bytes]

TYPES, WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
M, R, L = f"{{{MAIN}}}", f"{{{KINDS}}}", f"{{{LINKS}}}"
"""Namespaces of content types, of the spreadsheet's own elements, of relationships' ids and of relationships."""


def tree_of(content: bytes) -> Any:
    """A part's root element."""
    return etree.fromstring(content)


def written(root: Any) -> bytes:
    """The bytes of a part."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def rels_of(part: str) -> str:
    """The name of a part's relationships."""
    folder, _, file = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def linked(parts: Parts, part: str, kind: str) -> dict[str, str]:
    """What a part leads to by relationships of that kind: id → part."""
    if rels_of(part) not in parts:
        return {}
    folder = posixpath.dirname(part)
    return {
        link.get("Id"): posixpath.normpath(posixpath.join("/", folder, link.get("Target"))).lstrip("/")
        for link in tree_of(parts[rels_of(part)])
        if link.get("Type").endswith(f"/{kind}") and link.get("TargetMode") != "External"
    }


def sheets(parts: Parts) -> dict[str, str]:
    """The worksheets in their order: name → part."""
    targets = linked(parts, WORKBOOK, "worksheet")
    listed = tree_of(parts[WORKBOOK]).iter(f"{M}sheet")
    return {sheet.get("name"): targets[sheet.get(f"{R}id")] for sheet in listed if sheet.get(f"{R}id") in targets}


def unlink(parts: Parts, source: str, kind: str) -> None:
    """Takes away what a part leads to by that kind of relationship, and the relationships."""
    gone = linked(parts, source, kind)
    if not gone:
        return
    root = tree_of(parts[rels_of(source)])
    for link in list(root):
        if link.get("Id") in gone:
            root.remove(link)
    parts[rels_of(source)] = written(root)
    types = tree_of(parts[TYPES])
    for part in gone.values():
        parts.pop(part, None)
        parts.pop(rels_of(part), None)
        for name in (part, rels_of(part)):
            for element in types.findall(f"{CT}Override[@PartName='/{name}']"):
                types.remove(element)
    parts[TYPES] = written(types)


def link(parts: Parts, source: str, kind: str, part: str, content: bytes, content_type: str) -> str:
    """Adds a part that another one leads to. The relationship's id."""
    root = tree_of(parts[rels_of(source)])
    taken = {element.get("Id") for element in root}
    key = next(name for n in range(len(taken) + 1) if (name := f"rIdOdd{n}") not in taken)
    etree.SubElement(root, f"{L}Relationship", Id=key, Type=f"{KINDS}/{kind}", Target=f"/{part}")
    parts[rels_of(source)], parts[part] = written(root), content
    types = tree_of(parts[TYPES])
    etree.SubElement(types, f"{CT}Override", PartName=f"/{part}", ContentType=content_type)
    parts[TYPES] = written(types)
    return key


def change(parts: Parts, part: str, twist: Callable[[Any], object]) -> None:
    """Changes a part's elements."""
    root = tree_of(parts[part])
    twist(root)
    parts[part] = written(root)
