"""Six perspectives (D1): how many hold which, and how widely people differ. Answers are anonymous.

Words for the spread are a reading of ours. A perspective is held where at least one in ten put it first. Mostly one
view: only one is held, or two thirds or more put the same first. Widely spread: four or more are held. Else: several
views side by side. Fewer than five answers are not put into words, and a group with fewer than five is not shown.

Missing-data policy: an answer counts where it says what comes nearest; a second choice counts beside a first one that
is another. Who gives no group counts in the whole and in no group. While nobody has answered, nothing is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED
from ecm_xl.core.words import counted, in_words

FEWEST = 5
"""Of fewer answers a person might be told."""
PERSPECTIVES = {
    "Multi-agency working": "We work closely with health, social care and other services.",
    "Area-based collaboration": "Schools that serve the same streets tackle local problems together.",
    "Extended schooling": "The school offers more around its day: clubs, meals, help for families.",
    "Inclusive schooling": "It is above all about learners who are vulnerable.",
    "Curriculum development": "It is something to be taught: a theme across lessons.",
    "Common sense": "Good schools have always done this; little is new in it.",
}
"""Perspective → what it holds, in our words."""
GROUPS = ("Leaders", "Teachers", "Support staff", "Partners", "Governors", "Other")
_TOO_FEW = f"Fewer than {in_words(FEWEST)} answers: not shown"


def counts(case: FormCase) -> list[Line]:
    """Each perspective with how many put it first and second, and its share of those put first."""
    answers = _answers(case)
    first, second = _first(answers), Counter(map(_second, answers))
    return [
        {"perspective": name, "holds": holds}
        | ({"first": first[name], "also": second[name], "share": first[name] / len(answers)} if answers else {})
        for name, holds in PERSPECTIVES.items()
    ]


def spread(case: FormCase) -> list[Line]:
    """How many answers there are, how many perspectives are held, and how many share the most frequent."""
    answers = _answers(case)
    if not answers:
        return [{"figure": "0", "what": "Answers", "words": NOT_ANSWERED}]
    return [
        {"figure": str(len(answers)), "what": "Answers"},
        {
            "figure": f"{len(_held(answers))} of {len(PERSPECTIVES)}",
            "what": "Put first by one in ten or more",
            "words": _words(answers),
        },
        {"figure": f"{_share(answers):.0%}", "what": "Share of the most frequent", "words": _most(answers)},
    ]


def groups(case: FormCase) -> list[Line]:
    """The groups side by side; of those with few answers nothing is shown."""
    return [_group(group, [entry for entry in _answers(case) if entry.text("role") == group]) for group in GROUPS]


def stands_out(case: FormCase) -> list[str]:
    """How many have answered, how widely they differ, and the most frequent perspective."""
    answers = _answers(case)
    if len(answers) < FEWEST:
        return [f"{counted(len(answers), 'answer')} so far"] if answers else []
    return [f"{len(answers)} answers: {_words(answers).lower()}", f"Most often first: {_most(answers)}"]


def _answers(case: FormCase) -> list[Entry]:
    return [entry for entry in case.answered("Perspectives") if entry.has("nearest")]


def _first(answers: Sequence[Entry]) -> Counter[str]:
    return Counter(entry.text("nearest") for entry in answers)


def _second(entry: Entry) -> str:
    return entry.text("second") if entry.text("second") != entry.text("nearest") else ""


def _held(answers: Sequence[Entry]) -> list[str]:
    """What at least one in ten put first."""
    return [name for name, number in _first(answers).items() if 10 * number >= len(answers)]


def _share(answers: Sequence[Entry]) -> float:
    return max(_first(answers).values()) / len(answers)


def _most(answers: Sequence[Entry]) -> str:
    """The most frequent perspective; several in the order of the form where they are equal."""
    first = _first(answers)
    return " and ".join(name for name in PERSPECTIVES if first[name] == max(first.values()))


def _words(answers: Sequence[Entry]) -> str:
    held, most = len(_held(answers)), max(_first(answers).values())
    if len(answers) < FEWEST:
        return f"Fewer than {in_words(FEWEST)} answers: too few to say"
    if held == 1 or 3 * most >= 2 * len(answers):
        return "Mostly one view"
    return "Widely spread" if held >= 4 else "Several views side by side"


def _group(group: str, answers: Sequence[Entry]) -> Line:
    if len(answers) < FEWEST:
        return {"group": group, "most": _TOO_FEW if answers else NOT_ANSWERED}
    return {
        "answers": str(len(answers)),
        "group": group,
        "most": _most(answers),
        "different": len(_first(answers)),
    }
