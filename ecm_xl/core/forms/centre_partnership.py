"""Partnership in a children's centre (C5): questions answered of those that apply, and the centre's own rating.

**Rating** (Inadequate < Satisfactory < Good < Outstanding): a person's judgement, shown with what its support lacks
(why, who rated, the answers that are open); never worked out.

**Questions**: the one on several sites leaves the sum where somebody says No under Applies here. Where nobody says,
and it has no answer, it counts and is open: nothing is guessed. A No elsewhere takes nothing out of the sum.
"""

from __future__ import annotations

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED, every_row
from ecm_xl.core.words import counted

ON_SEVERAL_SITES = "WORKING.6"
"""The only question that not every centre is asked."""
SUPPORT = {"because": "why this rating", "rated_by": "who rated it"}
"""What stands behind the rating: field → how it is called."""


def summary(case: FormCase) -> list[Line]:
    """One line: questions answered, the rating, what the rating lacks."""
    applies, still = _asked(case), _open(case)
    return [
        {
            "answered": f"{len(applies) - len(still)} of {len(applies)}",
            "lacks": ", ".join(_lacks(case)),
            "rating": _rating(case) or NOT_ANSWERED,
        }
    ]


def still_open(case: FormCase) -> list[Line]:
    """The questions that apply and have no answer."""
    return [
        {"row": entry.ref, "asked": entry.texts.get("question", ""), "stands": _stands(entry)} for entry in _open(case)
    ]


def stands_out(case: FormCase) -> list[str]:
    """The rating and how many questions are answered."""
    if not case.answered("CentrePartnership") and not case.answered("CentrePartnership_Overall"):
        return []
    (line,) = summary(case)
    rating = _rating(case)
    lacks = _lacks(case)
    said = [f"{line['answered']} questions on partnership answered"]
    said += [f"Joining up services rated {rating}"] if rating else []
    return [*said, f"The rating lacks: {', '.join(lacks)}"] if lacks else said


def _asked(case: FormCase) -> list[Entry]:
    """The questions that apply."""
    entries = every_row(case, "CentrePartnership")
    return [e for e in entries if e.ref != ON_SEVERAL_SITES or e.values.get("applies") is not False]


def _open(case: FormCase) -> list[Entry]:
    return [entry for entry in _asked(case) if not entry.has("answer")]


def _stands(entry: Entry) -> str:
    is_unsaid = entry.ref == ON_SEVERAL_SITES and not entry.has("applies")
    return "Does it apply?" if is_unsaid else NOT_ANSWERED


def _overall(case: FormCase) -> Entry | None:
    return next(iter(every_row(case, "CentrePartnership_Overall")), None)


def _rating(case: FormCase) -> str:
    overall = _overall(case)
    return overall.text("rating") if overall else ""


def _lacks(case: FormCase) -> list[str]:
    """What the rating's support lacks; nothing where there is no rating."""
    overall = _overall(case)
    if overall is None or not overall.has("rating"):
        return []
    missing = [words for name, words in SUPPORT.items() if not overall.has(name)]
    still = len(_open(case))
    return [*missing, f"{counted(still, 'answer')} below"] if still else missing
