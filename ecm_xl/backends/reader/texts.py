"""The shared texts and the styles: parts that the reader reads as they are, so they must be sound.

A reader that believes a forged `uniqueCount` sets aside memory for it and the process ends; a list of
texts that is not well-formed would shift every text after the fault, and nobody would see it.
"""

from __future__ import annotations

import re

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.markup import check_well_formed
from ecm_xl.backends.reader.package import unsafe

_COUNT = re.compile(rb"""\b(count|uniqueCount)\s*=\s*["']\s*([^"']*)""")
_ROOT = re.compile(rb"""(?:\xef\xbb\xbf)?(?:<\?xml [^>]*>)?\s*<(?:\w+:)?sst\b(?:[^>"']|"[^"]*"|'[^']*')*+>""")
_UNIQUE = b"uniqueCount"
_FROM_TEXT_TO_TEXT = b"</t></si><si><t"
_SMALLEST = 4  # bytes of the shortest element: <a/>
_A_FEW = 1000  # programs miscount, and so little does no harm


def check_texts(name: str, content: bytes) -> None:
    """Raises unless the shared texts are well-formed and their counts honest.

    Most lists hold plain texts only, as many as they say, one right after the other: nothing can
    be out of step then, and counting shows it sooner than parsing.
    """
    root = _ROOT.match(content)
    start = root[0] if root else b""
    # A second count, in a comment or further down, might be the one that the reader believes.
    counts = _COUNT.findall(start if content.count(_UNIQUE) == start.count(_UNIQUE) else content)
    for word, number in counts:
        # `count` is the number of cells that refer to a text, and many may refer to one.
        _check_count(name, number, len(content) // _SMALLEST if word == _UNIQUE else limits.MAX_COUNT)
    plain = content.count(_FROM_TEXT_TO_TEXT) + 1
    if (_UNIQUE, str(plain).encode()) not in counts:
        check_well_formed(name, content)


def check_styles(name: str, content: bytes) -> None:
    """Raises unless the styles are well-formed and their counts honest."""
    for _, number in _COUNT.findall(content):
        _check_count(name, number, len(content) // _SMALLEST)
    check_well_formed(name, content)


def _check_count(name: str, number: bytes, most: int) -> None:
    """A list can't have more members than its part has room for."""
    number = number.strip()
    if number and (not number.isdigit() or len(number) > 12 or int(number) > most + _A_FEW):
        raise unsafe(f"The part {name} promises far more than it holds.")
