"""What is said of ratings and of what goes with them."""

from __future__ import annotations

from ecm_xl.core.catalogue.kinds import Severity, kinds

_RATINGS = kinds(
    Severity.ERROR,
    (
        "rating-unknown",
        "A rating that is not in the list",
        "'{value}' is not a rating.{detail}",
        "Choose a rating from the list in {cell}.",
    ),
    (
        "rating-two",
        "Two ratings in one cell",
        "'{value}' names more than one rating.",
        "Choose the one that fits from the list in {cell}. If in doubt, take the lower one.",
    ),
    (
        "not-applicable-without-reason",
        "Not applicable without a reason",
        "Not applicable needs a reason.",
        "Say in {cell} why it does not apply here, or choose a rating.",
    ),
    (
        "date-unreadable",
        "A date that can't be read",
        "'{value}' is not a date.",
        "Type the date in {cell} as day/month/year, for example 14/03/2026.",
    ),
    (
        "date-future",
        "A date that is still to come",
        "The date {value} is still to come.",
        "Type in {cell} the day on which it was done.",
    ),
    (
        "override-incomplete",
        "An override without name, date or reason",
        "This override does not count yet: it has no {detail}.",
        "Fill in the name, the date and the reason beside {cell}, or clear the override.",
    ),
)

_WEAK = kinds(
    Severity.WARNING,
    (
        "embedded-without-evidence",
        "Embedded without evidence",
        "Rated {value}, and no evidence is named.",
        "Name in {cell} what shows it, or choose a lower rating.",
    ),
    (
        "impact-missing",
        "Evidence without impact",
        "Rated {value}, and nothing says what difference it made.",
        "Say in {cell} what changed for children and how you know.",
    ),
    (
        "impact-repeats-evidence",
        "Impact repeats the evidence",
        "The impact is the same text as the evidence.",
        "Evidence says what there is; say in {cell} what difference it made.",
    ),
)

_NOTES = kinds(
    Severity.NOTE,
    (
        "rating-respelt",
        "A rating in another spelling",
        "'{value}' was read as {suggestion}; the sheet's own counts may pass it over.",
        "Choose {suggestion} from the list in {cell}.",
    ),
    (
        "nothing-rated",
        "Nothing is rated yet",
        "Nothing is rated yet.",
        "Begin anywhere: {cell} is the first descriptor.",
    ),
)

RATINGS = (*_RATINGS, *_WEAK, *_NOTES)
