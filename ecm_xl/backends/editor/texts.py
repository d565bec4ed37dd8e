"""The list of shared texts: what stands where, and new ones at its end. Rich texts and phonetics stay as they are."""

from __future__ import annotations

from functools import cached_property

from ecm_xl.backends.editor.markup import Element, add, children, keeps_blanks, put_text, tag, unescaped


class Texts:
    """The list behind a part's root."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.changed = False

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
        """What a cell that refers to that place shows."""
        return shown(self._items[place]) if 0 <= place < len(self._items) else ""

    def place(self, text: str) -> int:
        """Where a text stands; a new one is added."""
        known = self._plain.get(text)
        if known is not None:
            return known
        item = add(self.root, "si")
        put_text(add(item, "t"), text)
        self._items.append(item)
        self._plain[text] = len(self._items) - 1
        self.changed = True
        return len(self._items) - 1

    def count(self, more: int) -> None:
        """Says how many cells refer to the list, by how many more (or fewer) than before, and how long it is."""
        if self.root.get("count", "").isdecimal():
            self._say("count", max(0, int(self.root.get("count")) + more))
        if "uniqueCount" in self.root.attrib:
            self._say("uniqueCount", len(self._items))

    def _say(self, name: str, number: int) -> None:
        if self.root.get(name) != str(number):
            self.root.set(name, str(number))
            self.changed = True


def shown(item: Element) -> str:
    """The text of an item or of an inline string: its own, or that of its runs; phonetics are not part of it."""
    own = [t.text or "" for t in children(item, "t")]
    runs = [t.text or "" for run in children(item, "r") for t in children(run, "t")]
    return unescaped("".join(own + runs))
