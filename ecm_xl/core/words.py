"""Reading what people type: text that looks the same is the same, and nothing is guessed.

`fold` makes two texts equal that differ only in what nobody sees or means: case, runs of spaces,
no-break and zero-width spaces, curly quotes and long dashes, full-width letters and ligatures (NFKC).
"""

from __future__ import annotations

import unicodedata
from datetime import date

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-"})


def fold(text: str) -> str:
    """The text as it is compared: NFKC, unseen characters gone, quotes straight, one space, no case."""
    if text.isascii():  # nearly always, and several times faster
        return " ".join(text.split()).casefold()
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).translate(_QUOTES)
    return " ".join(plain.split()).casefold()


def is_blank(value: object) -> bool:
    """True for nothing, and for text of which nothing is seen (spaces, zero-width characters)."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    seen = value.strip()
    return not seen or (not seen[0].isalnum() and not fold(seen))


def as_shown(value: object) -> str:
    """A value as the person sees it: whole numbers without '.0', TRUE, dates as day/month/year."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):  # a datetime is one
        return f"{value:%d/%m/%Y}"
    return str(value).strip()
