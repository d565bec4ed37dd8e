"""Checks of any text: what a cell may have cut, what nobody can see, what may be about a child or a private person.

Personal data (SAFETY, promise 7) is flagged, never deleted and never repeated: neither its finding nor
any other one at the same cell says what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecm_xl.core.checks.case import Case, Located, Texts
from ecm_xl.core.findings import Finding, finding

FULL = 32_767
"""Characters that a cell can hold. A text of just this length has probably been cut."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_IN_FIGURES = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d"
_IN_WORDS = rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}"
_DAY = rf"(?<!\d)(?:{_IN_FIGURES}|{_IN_WORDS})(?!\d)"
_BORN = r"(?<![\w-])(?:born|date of birth|birth ?date|birthday|d\.? ?o\.? ?b)(?!\w)"
_BETWEEN = r"\W{0,3}(?:(?:on|the|is|was|child|pupil)\W{1,3}){0,3}"
_BIRTH = re.compile(rf"{_BORN}{_BETWEEN}{_DAY}|{_DAY}\W{{0,3}}{_BORN}")
"""A date beside such a word: 'summer-born boys, asked on 3/4/2026' has none."""
_NHS = re.compile(r"(?<![\w+])(?<!\+44 )(?<!\d[ -])\d{3}([ \xa0-]?)\d{3}\1\d{4}(?![ -]?\d)(?!\w)")
_PUPIL_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The letters of pupil numbers: without I, O and S, which look like figures."""
_PUPIL = re.compile(rf"(?<!\w)[{_PUPIL_LETTERS}][0-9]{{11}}[0-9{_PUPIL_LETTERS}](?!\w)", re.IGNORECASE)
_PROVIDERS = (
    "gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|rocketmail|icloud|me|mac|aol|gmx|mail|protonmail|proton"
    "|btinternet|btopenworld|talk21|sky|virginmedia|ntlworld|talktalk|tiscali|blueyonder"
)
"""Where people have addresses of their own, not of their work."""
_PRIVATE = re.compile(rf"@(?:{_PROVIDERS})\.(?:com|co\.uk|net|me|fr|de|ie)(?![\w-]|\.\w)")
_ANY_NUMBER = re.compile(rb"0(?:000|/0)")
_LONG_NUMBER = re.compile(rb"000(?:0000000|/000/0000|_000_0000)")
_ANY_ADDRESS = re.compile(rb"@")
_PRIVATE_SIGN = re.compile(f"@(?:{_PROVIDERS})".encode())


def text_cut(case: Case) -> Iterator[Finding]:
    """A text that fills its cell to the last character."""
    if case.texts.any_as_long_as(FULL):
        for place in case.located():
            if len(place.text) == FULL:
                yield _found(case, place, "text-cut")


def text_unseen(case: Case) -> Iterator[Finding]:
    """Control characters, mostly pasted from elsewhere. They are not repeated: some act on the screen."""
    if case.texts.any_unseen:
        odd = {text for text in case.texts.different if _UNSEEN.search(text)}
        for place in case.located():
            if place.text in odd:
                yield _found(case, place, "text-unseen")


def personal_data(case: Case) -> Iterator[Finding]:
    """What looks like a child's birth date or number, or a private e-mail address."""
    personal = {text: kinds for text in may_be_personal(case.texts) if (kinds := personal_kinds(text))}
    for place in case.located() if personal else ():
        if place.text in personal:
            yield _found(case, place, "personal-data", detail=" and ".join(personal[place.text]))


def may_be_personal(texts: Texts) -> set[str]:
    """The texts worth a closer look; none where a look at all of them at once finds no sign.

    Every date and number has four figures in a row or a sign between two. Figures of other scripts have no mark.
    """
    numbers = Texts(texts.with_marks(_ANY_NUMBER))
    addresses = Texts(texts.with_marks(_ANY_ADDRESS))
    suspects = set(numbers.with_marks(_LONG_NUMBER))
    suspects.update((texts if texts.beyond_latin else numbers).with_letters(b"born", b"birth", b"dob", b"d o b"))
    if _PRIVATE_SIGN.search(addresses.letters):
        suspects.update(addresses.different)
    return suspects


def personal_kinds(text: str) -> list[str]:
    """What a text looks like: `a birth date`, `an NHS number`, `a pupil number`, `a private e-mail address`."""
    lower = text.lower()
    looks = {
        "a birth date": _BIRTH.search(lower) is not None,
        "an NHS number": any(is_nhs_number(found.group()) for found in _NHS.finditer(text)),
        "a pupil number": any(map(is_pupil_number, _PUPIL.findall(text))),
        "a private e-mail address": _PRIVATE.search(lower) is not None,
    }
    return [kind for kind, so in looks.items() if so]


def is_nhs_number(text: str) -> bool:
    """Ten figures, the last of which checks the others (modulus 11)."""
    figures = [int(letter) for letter in text if letter.isdecimal()]
    if len(figures) != 10 or len(set(figures)) == 1:
        return False
    check = 11 - sum(figure * weight for figure, weight in zip(figures, range(10, 1, -1), strict=False)) % 11
    return check % 11 == figures[9]  # a check of 10 is no figure: such numbers are not given out


def is_pupil_number(text: str) -> bool:
    """A unique pupil number: a letter that checks the twelve figures after it (the last may be a letter)."""
    letters = text.upper()
    if len(letters) != 13 or letters[0] not in _PUPIL_LETTERS or not letters[1:12].isdecimal():
        return False
    last = _PUPIL_LETTERS.find(letters[12]) if letters[12].isalpha() else int(letters[12])
    figures = [*map(int, letters[1:12]), last]
    total = sum(figure * weight for weight, figure in enumerate(figures, 2))
    return last >= 0 and _PUPIL_LETTERS[total % 23] == letters[0]


def _found(case: Case, place: Located, code: str, detail: str = "") -> Finding:
    standard = case.framework.standard_of.get(place.ref, 0)
    return finding(code, place.sheet, place.cell, detail=detail, ref=place.ref, standard=standard)
