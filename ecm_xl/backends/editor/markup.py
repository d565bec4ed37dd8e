"""A part as a tree that can be changed and written back. Names are built with their namespace: prefixes may be any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from lxml import etree

from ecm_xl.backends.reader.markup import broken, check_markup
from ecm_xl.backends.reader.sheet import MAIN

Element = Any
"""An element of lxml, which has no type information."""

MAIN_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_CONTROLS = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_NOT_XML = re.compile(f"[{_CONTROLS}]")
_LOOKS_ESCAPED = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}[_{_CONTROLS}])")
"""A line that would begin an escaped character: the next one's may be its end."""


def parse(name: str, content: bytes) -> Element:
    """The part's root. Raises UnreadableWorkbook where it is not well-formed or declares a document type."""
    check_markup(name, content)
    try:
        return etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        raise broken(name) from error


def written(root: Element) -> bytes:
    """The part's bytes, with what stands beside its root, and every namespace as it was declared."""
    return DECLARATION + bytes(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False))


@cache
def tag(name: str) -> str:
    """A name of the sheets' own namespace."""
    return f"{{{MAIN}}}{name}"


def child(parent: Element, name: str) -> Element | None:
    """The first child of that name."""
    return parent.find(tag(name))


def children(parent: Element | None, name: str) -> list[Element]:
    """All children of that name."""
    return [] if parent is None else parent.findall(tag(name))


def add(parent: Element, name: str) -> Element:
    """A new last child, in the sheets' namespace with whatever prefix that has here."""
    return etree.SubElement(parent, tag(name))


def add_in_order(parent: Element, name: str, order: Sequence[str]) -> Element:
    """A new child where the schema's order wants it. `order`: the names of all children, in that order."""
    new = etree.Element(tag(name))
    before = {tag(other) for other in order[: order.index(name)]}
    place = max((at + 1 for at, one in enumerate(parent) if one.tag in before), default=0)
    parent.insert(place, new)
    return new


def escaped(text: str) -> str:
    """A text as a cell holds it: what XML can't write, and what looks as if it had been written so, as `_x000D_`."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _NOT_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def as_markup(text: str) -> str:
    """A text as it stands between two tags."""
    return escape(text, quote=False)


def unescaped(text: str) -> str:
    """The other way round."""
    if "_x" not in text:  # nearly always
        return text
    return _ESCAPED.sub(lambda found: chr(int(found.group()[2:6], 16)), text)


def put_text(element: Element, text: str) -> None:
    """The element's text; blanks at its ends and line ends stay."""
    element.text = escaped(text)
    if needs_blanks_kept(text):
        element.set(_SPACE, "preserve")


def needs_blanks_kept(text: str) -> bool:
    """Whether some program would leave out blanks or line ends of a text unless it is told to keep them."""
    text = escaped(text)
    return text != text.strip() or "\n" in text or "\t" in text


def keeps_blanks(element: Element) -> bool:
    """Whether every program shows the element's text with all its blanks."""
    text = element.text or ""
    return text == text.strip() or element.get(_SPACE) == "preserve"
