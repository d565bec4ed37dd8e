"""One cell in the plainest form: what the careful scan writes for the reader."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from ecm_xl.backends.reader.package import damaged
from ecm_xl.backends.reader.sheet import ERROR_WITHOUT_TEXT, KNOWN_ERRORS
from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.snapshot import Position

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_PLACE = re.compile(r"[0-9]{1,9}", re.ASCII)
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})  # a plain \r would become \n


@dataclass(slots=True)
class TextPiece:
    """One `t` of an inline text. Without `keep` blanks at its ends don't count."""

    keep: bool
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Formula:
    """A cell's formula, or its part in one."""

    kind: str
    reference: str
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PlainCell:
    """A cell while it is being read."""

    where: Position
    kind: str
    style: str
    value: list[str] | None = None
    inline: list[TextPiece] | None = None
    formula: Formula | None = None

    @property
    def filled(self) -> bool:
        """Has a value, be it an empty one: the reader sets space aside for it."""
        return self.value is not None or self.inline is not None

    @property
    def error(self) -> str:
        """The error's text, '' if the cell holds none."""
        if self.kind != "e" or self.value is None:
            return ""
        return "".join(self.value).strip() or ERROR_WITHOUT_TEXT

    def xml(self) -> str:
        """The cell as the reader gets it; '' if it holds nothing. Formulas are left out."""
        if self.inline is not None and (self.kind == "inlineStr" or self.value is None):
            return self._element("inlineStr", f"<is>{''.join(map(_piece, self.inline))}</is>")
        if self.value is None:
            return ""
        kind, text = self._kind_and_text("".join(self.value))
        if kind == "n" and text.startswith("-"):  # no day is negative, whatever the style: the reader makes it midnight
            self.style = ""
        return self._element(kind, f"<v>{text.translate(_ESCAPED)}</v>")

    def _kind_and_text(self, text: str) -> tuple[str, str]:
        """What is no number, or none that Excel has, is text: it must not turn into infinity."""
        if self.kind == "e":
            return "e", text.strip() if text.strip() in KNOWN_ERRORS else ""
        if self.kind == "inlineStr":
            return "str", text
        if self.kind == "s":
            return self._shared(text.strip())
        if self.kind != "n" or not text.strip():
            return self.kind, text
        number = text.strip()
        sound = _NUMBER.fullmatch(number) is not None and math.isfinite(float(number))
        return ("n", number) if sound else ("str", text)

    def _shared(self, place: str) -> tuple[str, str]:
        """A text of the list. Where no place is said, the reader would take the first of all."""
        if place and not _PLACE.fullmatch(place):
            raise damaged("A cell refers to a text that is not there.")
        return ("s", place) if place else ("str", "")

    def _element(self, kind: str, content: str) -> str:
        style = f' s="{self.style}"' if self.style else ""
        return f'<c r="{cell_name(*self.where)}"{style} t="{kind}">{content}</c>'


def _piece(piece: TextPiece) -> str:
    keep = ' xml:space="preserve"' if piece.keep else ""
    return f"<t{keep}>{''.join(piece.words).translate(_ESCAPED)}</t>"
