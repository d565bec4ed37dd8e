"""Reading what people type: text that looks the same is the same, and nothing is guessed.

`fold` makes two texts equal that differ only in what nobody sees or means: case, runs of spaces,
no-break and zero-width spaces, curly quotes and long dashes, full-width letters and ligatures (NFKC).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-"})

_WORDS = re.compile(r"\w+(?:'\w+)*")
IN_A_ROW, NEARLY_ALL = 3, 0.8
"""Words that count as taken over, and the share of them that makes a text say the same."""


def fold(text: str) -> str:
    """The text as it is compared: NFKC, unseen characters gone, quotes straight, one space, no case."""
    if text.isascii():  # nearly always, and several times faster
        return " ".join(text.split()).casefold()
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).translate(_QUOTES)
    return " ".join(plain.split()).casefold()


_ODD, _NO_TEXT = ord("?"), "\0"
_HEADS = bytes(ord(chr(n).lower()) if n < 128 and chr(n).isalnum() else _ODD if n else n for n in range(256))


def heads_of(texts: Iterable[object]) -> bytes:
    """The texts' first letters in lower case; ? where folding may change it, 0 for what is no text."""
    firsts = "".join([text[0] if type(text) is str and text else _NO_TEXT for text in texts])
    return firsts.encode("ascii", "replace").translate(_HEADS)


def begin_alike(names: Collection[str], heads: bytes, others: bytes) -> set[str]:
    """The names of those pairs of texts that may fold alike, told by their heads. Nearly all differ there already."""
    found = {name for name, head, other in zip(names, heads, others, strict=True) if head == other}
    for row in (heads, others):
        if _ODD in row:
            found.update(name for name, head in zip(names, row, strict=True) if head == _ODD)
    return found


def is_blank(value: object) -> bool:
    """True for nothing, and for text of which nothing is seen (spaces, zero-width characters)."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    seen = value.strip()
    return not seen or (not seen[0].isalnum() and not fold(seen))


def restates(text: str, other: str) -> bool:
    """True where a text says nothing that the other one does not: case and punctuation aside it is the same, or at
    least four in five of its words stand in the other one too, three or more in a row. The other one may say more."""
    own, plain = _WORDS.findall(fold(text)), fold(other)
    if sum([word in plain for word in own]) < NEARLY_ALL * len(own):  # nearly always, and quickly told
        return False
    others = _WORDS.findall(plain)
    if own == others:
        return bool(own)
    known = set(_rows_of_words(others))
    shared = {place + n for place, row in enumerate(_rows_of_words(own)) if row in known for n in range(IN_A_ROW)}
    return bool(shared) and len(shared) >= NEARLY_ALL * len(own)


def _rows_of_words(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[n:] for n in range(IN_A_ROW)), strict=False))


def as_shown(value: object) -> str:
    """A value as the person sees it: whole numbers without '.0', TRUE, dates as day/month/year."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):  # a datetime is one
        return f"{value:%d/%m/%Y}"
    return str(value).strip()


def counted(number: int, word: str) -> str:
    """`1 error`, `3 errors`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def in_words(number: int) -> str:
    """`five`; from thirteen on the figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
