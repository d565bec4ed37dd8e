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
_BORN_OR_BIRTH, _DOB = re.compile("b(?:orn|irth)"), re.compile(r"d\.? ?o\.? ?b\b")
_NHS = re.compile(r"(?<![\w+])(?<!\+44 )(?<!\d[ -])\d{3}[ \xa0-]?\d{3}[ \xa0-]?\d{4}(?![ -]?\d)(?!\w)")
_PUPIL_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The letters of pupil numbers: without I, O and S, which look like figures."""
_PUPIL = re.compile(rf"(?<!\w)[{_PUPIL_LETTERS}][0-9]{{11}}[0-9{_PUPIL_LETTERS}](?!\w)", re.IGNORECASE)
_PRIVATE = re.compile(
    r"@(?:(?:gmail|googlemail|icloud|me|mac|msn|aol|gmx|mail|protonmail|btinternet|sky|btopenworld)\.com"
    r"|(?:hotmail|outlook|live|yahoo|ymail|rocketmail)\.[a-z.]{2,6}"
    r"|(?:virginmedia|ntlworld|talktalk|tiscali|blueyonder|aol|gmx)\.(?:com|net|co\.uk)|talk21\.com|proton\.me)(?![\w-])"
)


def text_cut(case: Case) -> Iterator[Finding]:
    """A text that fills its cell to the last character."""
    if case.texts.any_as_long_as(FULL):
        for place in case.located():
            if len(place.text) == FULL:
                yield _found(case, place, "text-cut")


def text_unseen(case: Case) -> Iterator[Finding]:
    """Control characters, mostly pasted from elsewhere. They are not repeated: some act on the screen."""
    if b"!" in case.texts.sorts:
        for place in case.located():
            if _UNSEEN.search(place.text):
                yield _found(case, place, "text-unseen")


def personal_data(case: Case) -> Iterator[Finding]:
    """What looks like a child's birth date or number, or a private e-mail address."""
    if not may_be_personal(case.texts):
        return
    for place in case.located():
        kinds = personal_kinds(place.text)
        if kinds:
            yield _found(case, place, "personal-data", detail=" and ".join(kinds))


def may_be_personal(texts: Texts) -> bool:
    """False where no text can be personal: a look at all of them at once, quick things first."""
    if b"0000000000" in texts.sorts and (_NHS.search(texts.joined) or _PUPIL.search(texts.joined)):
        return True
    if _PRIVATE.search(texts.lower):
        return True
    words = [word for word in (_BORN_OR_BIRTH, _DOB) if word is _BORN_OR_BIRTH or b"dob" in texts.letters]
    places = (found.start() for word in words for found in word.finditer(texts.lower))
    return any(_BIRTH.search(texts.lower, max(0, place - 60), place + 60) for place in places)


def personal_kinds(text: str) -> list[str]:
    """What a text looks like: `a birth date`, `an NHS number`, `a pupil number`, `a private e-mail address`."""
    lower = text.lower()
    looks = {
        "a birth date": _BIRTH.search(lower) is not None,
        "an NHS number": any(map(is_nhs_number, _NHS.findall(text))),
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
    return check % 11 == figures[9] and check != 10


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
