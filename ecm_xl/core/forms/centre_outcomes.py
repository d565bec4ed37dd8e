"""Outcomes in a children's centre (C4): prompts answered, the centre's own ratings and their support, indicators.

**Ratings** (Inadequate < Satisfactory < Good < Outstanding) are a person's judgement: they are shown, counted and asked
for their support (activities, impact, who rated), and never worked out.

**Prompts**: one with a comment or a result is answered; one whose row is gone counts as open.

**Indicators**: our result less the national one, turned round where lower is better. As national means that the two
figures are the same (ours: sources give no margin). Where a figure, or which way is better, is missing there is no
comparison, and it is said what is missing; a missing figure is no zero.
"""

from __future__ import annotations

from collections.abc import Sequence

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.figures import exact, figure, number_in, tally
from ecm_xl.core.forms.telling import NOT_ANSWERED, every_row
from ecm_xl.core.framework import Outcome
from ecm_xl.core.words import counted

SUPPORT = {"activities": "key activities", "impact": "impact", "rated_by": "who rated it"}
"""What stands behind a rating: field → how it is called."""
COMPARABLE = {"national": "the national result", "ours": "our result", "better": "which way is better"}
"""What a comparison needs: field → how it is called."""
WORSE, SAME, BETTER = "Worse than national", "As national", "Better than national"
NOT_COMPARED = "not compared"
IN_SHORT = {WORSE: "worse", SAME: "as national", BETTER: "better", NOT_COMPARED: NOT_COMPARED}
"""A comparison → how it is tallied, in this order."""


def summary(case: FormCase) -> list[Line]:
    """A line an Outcome: its prompts, its rating, what the rating lacks, and how its indicators compare."""
    rated = {entry.ref: entry for entry in case.entries("CentreOutcomes")}
    return [
        {
            "code": outcome.code,
            "outcome": outcome.title,
            "prompts": _prompts(case, outcome),
            "rating": _rating(rated.get(outcome.code)) or NOT_ANSWERED,
            "lacks": ", ".join(_lacks(rated.get(outcome.code))),
            "indicators": _tally_of(_indicators(case, outcome)) or "No indicators yet",
        }
        for outcome in case.framework.outcomes
    ]


def compared(case: FormCase) -> list[Line]:
    """A line an indicator: worse ones first, then those as national, better ones, and those that can't be compared;
    among equals as they stand on the sheet."""
    order = list(IN_SHORT)
    entries = sorted(case.answered("CentreOutcomes_Indicators"), key=lambda entry: order.index(_comparison(entry)))
    return [_line(entry) for entry in entries]


def stands_out(case: FormCase) -> list[str]:
    """How many Outcomes are rated, how many ratings lack support, and how the indicators compare."""
    said = _said_of_ratings(case)
    indicators = case.answered("CentreOutcomes_Indicators")
    return [*said, f"Indicators against national results: {_tally_of(indicators)}"] if indicators else said


def _said_of_ratings(case: FormCase) -> list[str]:
    rated = [entry for entry in case.entries("CentreOutcomes") if _rating(entry)]
    if not rated:
        return []
    levels = case.model.by_name["CentreOutcomes"].by_id["rating"].levels[::-1]
    outcomes = counted(len(case.framework.outcomes), "Outcome")
    said = f"{len(rated)} of {outcomes} rated ({tally(map(_rating, rated), levels)})"
    lacking = sum(bool(_lacks(entry)) for entry in rated)
    whose = "its" if lacking == 1 else "their"
    return [said, f"{counted(lacking, 'rating')} without all of {whose} support"] if lacking else [said]


def _rating(entry: Entry | None) -> str:
    return entry.text("rating") if entry else ""


def _lacks(entry: Entry | None) -> list[str]:
    """What a rating's support lacks; nothing where there is no rating."""
    if entry is None or not _rating(entry):
        return []
    return [words for name, words in SUPPORT.items() if not entry.has(name)]


def _prompts(case: FormCase, outcome: Outcome) -> str:
    """`4 of 6`."""
    prompts = every_row(case, "CentreOutcomes_Prompts")
    asked = [prompt for prompt in prompts if prompt.ref.partition(".")[0] == outcome.code]
    return f"{sum(bool(prompt.values) for prompt in asked)} of {len(asked)}"


def _indicators(case: FormCase, outcome: Outcome) -> list[Entry]:
    return [e for e in case.answered("CentreOutcomes_Indicators") if e.text("outcome") == outcome.title]


def _tally_of(indicators: Sequence[Entry]) -> str:
    return tally((IN_SHORT[_comparison(entry)] for entry in indicators), list(IN_SHORT.values()))


def _gap(entry: Entry) -> float | None:
    """By how much our result is better than the national one (worse: below zero), None where that can't be told."""
    ours, national, better = number_in(entry, "ours"), number_in(entry, "national"), entry.text("better")
    if ours is None or national is None or not better:
        return None
    return exact(ours - national if better == "Higher" else national - ours)


def _comparison(entry: Entry) -> str:
    gap = _gap(entry)
    if gap is None:
        return NOT_COMPARED
    return BETTER if gap > 0 else WORSE if gap < 0 else SAME


def _line(entry: Entry) -> Line:
    results = {"national_result": number_in(entry, "national"), "own_result": number_in(entry, "ours")}
    return {
        "row": entry.ref,
        "about": entry.text("outcome") or NOT_ANSWERED,
        "name": entry.text("indicator") or NOT_ANSWERED,
        "words": _words(entry),
        "compared": _comparison(entry).capitalize(),
        **{name: number for name, number in results.items() if number is not None},
    }


def _words(entry: Entry) -> str:
    """`3.2 better`, or what is missing to tell."""
    gap = _gap(entry)
    if gap is None:
        return f"Missing: {', '.join(words for name, words in COMPARABLE.items() if not entry.has(name))}"
    return f"{figure(abs(gap))} {'better' if gap > 0 else 'worse'}" if gap else "The same figure"
