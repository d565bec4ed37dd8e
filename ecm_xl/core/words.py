"""Reading what people type: text that looks the same is the same, and nothing is guessed.

`fold` makes two texts equal that differ only in what nobody sees or means: case, runs of spaces,
no-break and zero-width spaces, curly quotes, full-width letters and ligatures (NFKC).
"""

from __future__ import annotations

import unicodedata

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-"})


def fold(text: str) -> str:
    """The text as it is compared: NFKC, unseen characters gone, quotes straight, one space, no case."""
    if text.isascii():  # nearly always, and several times faster
        return " ".join(text.split()).casefold()
    plain = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).translate(_QUOTES).translate(_UNSEEN)
    return " ".join(plain.split()).casefold()


def is_blank(value: object) -> bool:
    """True for nothing, and for text of which nothing is seen (spaces, zero-width characters)."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    seen = value.strip()
    return not seen or (not seen[0].isalnum() and not fold(seen))
