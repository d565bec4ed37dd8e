"""What every XML part is checked for before any parser sees it: entities, document types, encodings.

A document type is the door to billion laughs and to reading other files. Spreadsheet programs
never write one, so none is accepted, and the parsers behind this need no protection of their own.
The check reads bytes as ASCII, so a part in UTF-16, where the same words look different, is refused too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.package import damaged, too_big, unsafe
from ecm_xl.workbook.snapshot import UnreadableWorkbook

_ENCODING = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_TAG = rb'(?: [\w:]+="[^"<&\t\r\n]*")*+'
_ATTRIBUTES = re.compile(rb' ([\w:]+)="([^"]*)"')
_RELATIONSHIPS = re.compile(rb"<Relationship(%s) ?/>" % _TAG)
DECLARATION = (
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\s*\?>)?\s*'
)
"""What stands at the beginning of a part in the usual form."""
_ROOT = re.compile(rb"%s<\w+(%s)>" % (DECLARATION, _TAG))


def check_markup(name: str, content: bytes) -> None:
    """Raises unless the part is in UTF-8 and free of document types and entities."""
    if b"\0" in content[:4] or content.startswith(_WIDE_MARKS):
        raise _encoding_refused(name)
    declared = _ENCODING.match(content[:256].removeprefix(_UTF8_MARK))
    if declared and declared[1].lower() not in _ENCODINGS:
        raise _encoding_refused(name)
    # XML knows the word in capitals only, and entities can be declared nowhere else.
    if b"<!DOCTYPE" in content:
        raise unsafe(f"The part {name} declares a document type.")


def _encoding_refused(name: str) -> UnreadableWorkbook:
    return unsafe(f"The part {name} is in an encoding that Excel does not use.")


def check_well_formed(name: str, content: bytes) -> None:
    """Raises unless the part is well-formed XML that a parser may see."""
    check_markup(name, content)
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as error:
        raise broken(name) from error


def broken(name: str) -> UnreadableWorkbook:
    """The part is not well-formed."""
    return damaged(f"The part {name} is broken.")


def too_deep(name: str) -> UnreadableWorkbook:
    """The part's elements lie too deep inside one another."""
    return unsafe(f"The part {name} has elements too deep inside one another.")


@lru_cache(maxsize=256)
def relationships(name: str, content: bytes) -> tuple[dict[str, str], ...]:
    """The attributes of each relationship of a part of relationships.

    In the form that every program writes they are found by a pattern, if no other tag is there; else
    in the tree. Workbooks of one maker have the same ones, so the last are kept.
    """
    found = _RELATIONSHIPS.findall(content)
    if content.count(b"<") == len(found) + 2 + content.count(b"<?xml") and not content.count(b"&"):
        return tuple(map(_attributes, found))
    return tuple(node.attributes for node in tree(name, content).children)


@lru_cache(maxsize=256)
def root_attributes(name: str, content: bytes) -> dict[str, str]:
    """The attributes of the part's root, by a pattern where it is in the usual form, else from the tree."""
    found = _ROOT.match(content)
    return _attributes(found[1]) if found else tree(name, content).attributes


def _attributes(words: bytes) -> dict[str, str]:
    try:
        return {key.decode(): value.decode() for key, value in _ATTRIBUTES.findall(words)}
    except UnicodeDecodeError as error:
        raise damaged("Some of its text is not text.") from error


class Node:
    """An element: tag and attributes' names with their namespace before them and a blank between, text, children."""

    __slots__ = ("attributes", "children", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.text = ""
        self.children: list[Node] = []

    def all(self, local: str) -> list[Node]:
        """The children of that name, in whatever namespace."""
        return [child for child in self.children if child.tag.rpartition(" ")[2] == local]


def tree(name: str, content: bytes) -> Node:
    """The part's root, once it has been through `check_markup`.

    expat itself, and not ElementTree: that takes longer to load than a workbook to be read, and has no bound
    on the depth.
    """
    check_markup(name, content)
    if len(content) > limits.MAX_OUTLINE_PART:
        raise too_big(f"The part {name}", len(content), limits.MAX_OUTLINE_PART)
    above = [Node("", {})]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(above) > limits.MAX_DEPTH:
            raise too_deep(name)
        node = Node(tag, attributes)
        above[-1].children.append(node)
        above.append(node)

    def text(words: str) -> None:
        if not above[-1].children:
            above[-1].text += words

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, lambda _tag: above.pop()
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise broken(name) from error
    return above[0].children[0]
