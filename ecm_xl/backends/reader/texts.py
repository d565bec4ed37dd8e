"""The shared texts and the styles.

Texts in the usual form are read here: `plain_texts`. Others, and the styles, calamine reads as they are, so they
must be sound: a reader that believes a forged `uniqueCount` sets aside memory for it and the process ends; a list of
texts that is not well-formed would shift every text after the fault, and nobody would see it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.markup import DECLARATION, check_markup, check_well_formed
from ecm_xl.backends.reader.package import unsafe

_COUNT = re.compile(rb"""\b(count|uniqueCount)\s*=\s*["']\s*([^"']*)""")
_ROOT = re.compile(rb"""(?:\xef\xbb\xbf)?(?:<\?xml [^>]*>)?\s*<(?:\w+:)?sst\b(?:[^>"']|"[^"]*"|'[^']*')*+>""")
_UNIQUE = b"uniqueCount"
_FROM_TEXT_TO_TEXT = b"</t></si><si><t"
_SMALLEST = 4  # bytes of the shortest element: <a/>
_A_FEW = 1000  # programs miscount, and so little does no harm

_USUAL = re.compile(DECLARATION + rb'<sst xmlns="[^"<&]*"(?: count="\d+")?(?: uniqueCount="\d+")?><si><t')
_USUAL_END = b"</t></si></sst>"
_BETWEEN_TEXTS = "</t></si><si><t"
_KEPT = ' xml:space="preserve">'
_ENTITY = re.compile("&(?:amp|lt|gt|quot|apos);")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_ESCAPE = re.compile(b"_x[0-9A-Fa-f]{4}_")
_CONTROLS = bytes(set(range(32)) - {9, 10})  # \r too: XML would make it \n


def plain_texts(content: bytes) -> dict[bytes, str] | None:
    """The shared texts by their places as cells write them, and "" for b"". None unless all are in the usual form."""
    start = _USUAL.match(content)
    if start is None or not content.endswith(_USUAL_END):
        return None
    inside = _decoded(content[start.end() : -len(_USUAL_END)])
    texts = _split(inside) if inside is not None else None
    if inside is None or texts is None:
        return None
    if "&" in inside:
        if len(_ENTITY.findall(inside)) != inside.count("&"):
            return None
        texts = [_without_entities(text) if "&" in text else text for text in texts]
    by_place = dict(zip(_places(len(texts)), texts, strict=True))
    by_place[b""] = ""
    return by_place


def _split(inside: str) -> list[str] | None:
    """The texts, None where one has an odd attribute, or blanks at its ends that a reader leaves out."""
    texts = inside.split(_BETWEEN_TEXTS + ">")
    if inside.count("<") == 4 * (len(texts) - 1) and inside[0] == ">":
        texts[0] = texts[0][1:]
        return texts if list(map(str.strip, texts)) == texts else None
    pieces = inside.split(_BETWEEN_TEXTS)
    texts = [piece[1:] if piece[:1] == ">" else piece.removeprefix(_KEPT) for piece in pieces]
    sound = inside.count("<") == 4 * (len(texts) - 1) and all(
        piece.startswith(_KEPT) or (piece[:1] == ">" and text == text.strip())
        for piece, text in zip(pieces, texts, strict=True)
    )
    return texts if sound else None


@lru_cache(maxsize=4)
def _places(number: int) -> tuple[bytes, ...]:
    """b"0", b"1" and so on."""
    return tuple(b"%d" % place for place in range(number))


def plain_text(content: bytes) -> str | None:
    """One text in the usual form, else None."""
    decoded = _decoded(content)
    if decoded is None or "&" not in decoded:
        return decoded
    return _without_entities(decoded) if len(_ENTITY.findall(decoded)) == decoded.count("&") else None


def _decoded(content: bytes) -> str | None:
    """The text, None where it has signs that mean others, or none that XML allows."""
    if len(content.translate(None, _CONTROLS)) != len(content):
        return None
    # One byte is found far sooner than several, and these are rare.
    if (b"]" in content and b"]]>" in content) or (b"_" in content and _ESCAPE.search(content)):
        return None
    if not content.isascii() and b"\xef\xbf" in content:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def _without_entities(text: str) -> str:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def check_texts(name: str, content: bytes) -> None:
    """Raises unless the shared texts are well-formed and their counts honest.

    Most lists hold plain texts only, as many as they say, one right after the other: nothing can
    be out of step then, and counting shows it sooner than parsing.
    """
    check_markup(name, content)
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


@lru_cache(maxsize=16)
def check_styles(name: str, content: bytes) -> None:
    """Raises unless the styles are well-formed and their counts honest. Workbooks of one maker have the same ones."""
    for _, number in _COUNT.findall(content):
        _check_count(name, number, len(content) // _SMALLEST)
    check_well_formed(name, content)


def _check_count(name: str, number: bytes, most: int) -> None:
    """A list can't have more members than its part has room for."""
    number = number.strip()
    if number and (not number.isdigit() or len(number) > 12 or int(number) > most + _A_FEW):
        raise unsafe(f"The part {name} promises far more than it holds.")
