"""The list of shared texts: what stands where, and new ones at its end. Rich texts and phonetics stay as they are.

A list in the usual form is read as the reader reads it, and grows by bytes; any other is a tree.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from functools import cached_property

from ecm_xl.backends.editor.markup import (
    Element,
    add,
    as_markup,
    children,
    escaped,
    keeps_blanks,
    needs_blanks_kept,
    parse,
    put_text,
    tag,
    unescaped,
    written,
)
from ecm_xl.backends.reader.texts import plain_texts

_START, _END = re.compile(rb"<sst [^<>]*>"), b"</sst>"
_COUNT, _UNIQUE = re.compile(rb' count="(\d+)"'), re.compile(rb' uniqueCount="\d+"')


class Texts(ABC):
    """The list behind a part."""

    is_changed = False

    @abstractmethod
    def text(self, place: int) -> str:
        """What a cell that refers to that place shows."""

    @abstractmethod
    def place(self, text: str) -> int:
        """Where a text stands; a new one is added."""

    @abstractmethod
    def count(self, more: int) -> None:
        """Says how many cells refer to the list, by how many more (or fewer) than before, and how long it is."""

    @abstractmethod
    def written(self) -> bytes:
        """The part's bytes."""


def texts_of(part: str, content: bytes) -> Texts:
    """The list behind these bytes."""
    plain = plain_texts(content)
    return TextsInTree(parse(part, content)) if plain is None else TextsInBytes(content, list(plain.values())[:-1])


class TextsInBytes(Texts):
    """A list in the usual form."""

    def __init__(self, content: bytes, texts: list[str]) -> None:
        self._content, self._texts = content, texts
        self._new: list[bytes] = []
        self._more = 0

    @cached_property
    def _places(self) -> dict[str, int]:
        """Text → its first place."""
        last = len(self._texts) - 1
        return {text: last - place for place, text in enumerate(reversed(self._texts))}

    def text(self, place: int) -> str:
        """See Texts."""
        return self._texts[place] if 0 <= place < len(self._texts) else ""

    def place(self, text: str) -> int:
        """See Texts."""
        known = self._places.get(text)
        if known is not None:
            return known
        kept = ' xml:space="preserve"' if needs_blanks_kept(text) else ""
        self._new.append(f"<si><t{kept}>{as_markup(escaped(text))}</t></si>".encode())
        self._texts.append(text)
        self._places[text] = len(self._texts) - 1
        self.is_changed = True
        return len(self._texts) - 1

    def count(self, more: int) -> None:
        """See Texts."""
        self._more = more
        self.is_changed = self.is_changed or self._start() not in self._content

    def written(self) -> bytes:
        """See Texts."""
        whole = _START.sub(lambda _: self._start(), self._content, count=1)
        return b"".join([whole[: -len(_END)], *self._new, _END])

    def _start(self) -> bytes:
        """The list's start with its counts, those that it has."""
        found = _START.search(self._content)
        start = found[0] if found else b""
        start = _COUNT.sub(lambda said: b' count="%d"' % max(0, int(said[1]) + self._more), start)
        return _UNIQUE.sub(b' uniqueCount="%d"' % len(self._texts), start)


class TextsInTree(Texts):
    """A list in whatever form."""

    def __init__(self, root: Element) -> None:
        self.root = root

    @cached_property
    def _items(self) -> list[Element]:
        return children(self.root, "si")

    @cached_property
    def _plain(self) -> dict[str, int]:
        """Plain text → its first place. One with runs or phonetics is not plain, nor one whose blanks may get lost."""
        found: dict[str, int] = {}
        for place, item in enumerate(self._items):
            if len(item) == 1 and item[0].tag == tag("t") and keeps_blanks(item[0]):
                found.setdefault(unescaped(item[0].text or ""), place)
        return found

    def text(self, place: int) -> str:
        """See Texts."""
        return shown(self._items[place]) if 0 <= place < len(self._items) else ""

    def place(self, text: str) -> int:
        """See Texts."""
        known = self._plain.get(text)
        if known is not None:
            return known
        item = add(self.root, "si")
        put_text(add(item, "t"), text)
        self._items.append(item)
        self._plain[text] = len(self._items) - 1
        self.is_changed = True
        return len(self._items) - 1

    def count(self, more: int) -> None:
        """See Texts."""
        if self.root.get("count", "").isdecimal():
            self._say("count", max(0, int(self.root.get("count")) + more))
        if "uniqueCount" in self.root.attrib:
            self._say("uniqueCount", len(self._items))

    def _say(self, name: str, number: int) -> None:
        if self.root.get(name) != str(number):
            self.root.set(name, str(number))
            self.is_changed = True

    def written(self) -> bytes:
        """See Texts."""
        return written(self.root)


def shown(item: Element) -> str:
    """The text of an item or of an inline string: its own, or that of its runs; phonetics are not part of it."""
    own = [t.text or "" for t in children(item, "t")]
    runs = [t.text or "" for run in children(item, "r") for t in children(run, "t")]
    return unescaped("".join(own + runs))
