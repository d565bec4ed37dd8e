"""A package's parts held together: what leads to what, and of what type each is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def relationships(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Every relationship within the package: (source part, id, target part). '' is the package itself."""
    for name in parts:
        folder, _, file = name.rpartition("/")
        if not file.endswith(".rels"):
            continue
        base = folder.removesuffix("_rels").rstrip("/")
        source = posixpath.join(base, file.removesuffix(".rels"))
        for link in ElementTree.fromstring(parts[name]):
            if link.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", base, link.get("Target", ""))).lstrip("/")
                yield source, link.get("Id", ""), target


def reached(parts: Mapping[str, bytes]) -> set[str]:
    """The parts that relationships lead to from the package, with the parts of those relationships."""
    leads: dict[str, set[str]] = {}
    for source, _, target in relationships(parts):
        leads.setdefault(source, set()).add(target)
    found, ahead = set[str](), {""}
    while ahead:
        part = ahead.pop()
        ahead |= leads.get(part, set()) - found
        found |= leads.get(part, set())
    return {"[Content_Types].xml", "_rels/.rels", *found} | {
        name for name in (_rels_of(part) for part in found) if name in parts
    }


def _rels_of(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Each part's content type."""
    listed = list(ElementTree.fromstring(parts["[Content_Types].xml"]))
    by_name = {e.get("PartName", ""): e.get("ContentType", "") for e in listed if e.tag == f"{_TYPES}Override"}
    by_ending = {e.get("Extension", ""): e.get("ContentType", "") for e in listed if e.tag == f"{_TYPES}Default"}
    return {name: by_name.get(f"/{name}", by_ending.get(name.rpartition(".")[2], "")) for name in parts}
