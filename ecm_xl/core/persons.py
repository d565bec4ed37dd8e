"""Whether a text may name a person, told by how names are written. Nobody's name is known here, so it is a guess: a
finding asks, nothing is changed. Rather a false alarm now and then than a child's name that goes to partners.

Each word becomes a letter that says what sort of word it is (`_sort`), and names are looked for in the row of
letters: "Progress by J. Smith" is `WwN.U`. What may be a name:

- a frequent given name, however it stands: "amy moved up", "Smith, John" (in capitals only before another word in
  capitals: PAT and SAM are tests);
- two capitalised words side by side, neither of them known: "Kayleigh Thornton". Known are the words of school texts
  (`person_words`), those that the workbook itself calls things by, and what ends as no name does (-tion, -ment);
- a capitalised word, not known, before or after an initial: "J. Smith", "Kayleigh T", "Smith, J.";
- a word after a title: "Mrs Shah".

A school, street or charity that is called after somebody is none: "St Mary's", "Elizabeth Road", "Jane Doe Trust".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable

from ecm_xl.core.person_words import ALSO_WORDS, GIVEN, KNOWN, LABELS, PLACES, SEASONS, TITLES
from ecm_xl.core.words import fold

_TOKEN = re.compile(r"\w+(?:['-]\w+)*|\n|[^\w\s]")
_QUOTES = str.maketrans("‘’‐‑–", "''---")
_LIKE_NO_NAME = re.compile(r"\w+(?:tions?|sions?|ments?|ness|ity|ities|isms?|ology)")
_CAPITALISED = re.compile(r"(?:[^\W\d_a-z]')?[^\W\d_a-z][^\W\d_A-Z]")
_SORTS = (
    ("T", TITLES),
    ("S", frozenset({"st", "saint"})),
    ("P", PLACES),
    ("L", LABELS),
    ("g", ALSO_WORDS),
    ("m", SEASONS),
    ("W", KNOWN),
)

_CALLED_AFTER = re.compile(r"S\.?[WPLUGgmR]+|[UGgm]+P")
_NAMES = re.compile(
    r"G|R[CN]|C,R"  # Amy; JOHN SMITH; SMITH, JOHN
    r"|T\.?[UgWL]"  # Mrs Shah
    r"|[Ugm][Ug]|U,g(?:$|[;,.\n])"  # Kayleigh Thornton; Thornton, Grace
    r"|(?<!L)N[Ug]|(?<!L)[NA]\.[Ug]"  # J Thornton; J. A. Thornton
    r"|[Ugm]N|[Ug],(?:[NA]\.|N$)"  # Kayleigh T; Thornton, K.
)


def may_name_somebody(text: str, known: Container[str] = frozenset()) -> bool:
    """True for a text that may hold a person's name. `known`: folded words that are none, as `words_of` gives them."""
    sorts = "".join([_sort(typed, known) for typed in _tokens(text)])
    return _NAMES.search(_CALLED_AFTER.sub("-", sorts)) is not None


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts, folded."""
    return frozenset(part for text in texts for typed in _tokens(text) for part in _folded(typed).split("-"))


def _tokens(text: str) -> list[str]:
    """The text's words, signs and ends of lines, in order."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return _TOKEN.findall(plain)


def _sort(typed: str, known: Container[str]) -> str:
    """What sort of token it is, as one letter.

    G a given name, g one that is a word too, m a season; U a capitalised word, W one that is known; R a given name in
    capitals, C another word in capitals; N an initial, A one that is a word; T a title, S a saint, P a place or body,
    L what is counted in letters; w any other word, 0 a number, a sign itself.
    """
    if not typed[0].isalpha():
        return "0" if typed[0].isalnum() else typed
    if len(typed) == 1:
        return "w" if typed.islower() else "A" if typed in "AI" else "N"
    parts = _folded(typed).split("-")
    is_given = any(part in GIVEN for part in parts)
    if typed.isupper():
        return "R" if is_given else "C"
    return "G" if is_given else _sort_of_word(parts, known) if _CAPITALISED.match(typed) else "w"


def _sort_of_word(parts: list[str], known: Container[str]) -> str:
    """The same of a capitalised word."""
    if all(part in known or _LIKE_NO_NAME.fullmatch(part) for part in parts):
        return "W"
    return next((sort for sort, words in _SORTS if all(part in words for part in parts)), "U")


def _folded(typed: str) -> str:
    """Without accents: Chloé is Chloe."""
    word = fold(typed).removesuffix("'s")
    return (
        word if word.isascii() else "".join(c for c in unicodedata.normalize("NFKD", word) if c.isalpha() or c in "'-")
    )
