"""What the checks of content say of what people typed: dates, links, repetitions, names of what is not there."""

from __future__ import annotations

from ecm_xl.core.catalogue.kinds import Severity, kinds

CONTENT = (
    *kinds(
        Severity.ERROR,
        (
            "rating-lookalike",
            "A rating with a letter of another alphabet",
            "'{value}' looks like {suggestion}, but {detail}.",
            "Choose {suggestion} from the list in {cell}.",
        ),
        (
            "rating-tick",
            "A tick where a rating belongs",
            "'{value}' does not say which rating is meant.",
            "Choose a rating from the list in {cell}.",
        ),
        (
            "rating-number",
            "A number where a rating belongs",
            "The number {value} does not say which rating is meant.",
            "Choose a rating from the list in {cell}.",
        ),
        (
            "date-as-text",
            "A date typed as text",
            "'{value}' is text, not a date; {suggestion} may be meant.",
            "Type the date again in {cell} as day/month/year. If it stays text, set the cell's format to Date first.",
        ),
        (
            "year-unknown",
            "A year that can't be read",
            "'{value}' is not a year.",
            "Type the year in {cell} in four figures, for example 2027.",
        ),
        (
            "number-unknown",
            "An entry that is not a number",
            "'{value}' is not a number.",
            "Type the number in {cell} in figures and without words, for example 12.",
        ),
        (
            "number-out-of-range",
            "A number that is too small or too large",
            "The number {value} is outside what can stand here: {detail}.",
            "Look at the number in {cell}.",
        ),
        (
            "tick-unclear",
            "A cross that can mean yes or no",
            "'{value}' can mean yes or no.",
            "Choose Yes or No from the list in {cell}.",
        ),
        (
            "tick-unknown",
            "An entry that is neither Yes nor No",
            "'{value}' is neither Yes nor No.{detail}",
            "Choose Yes or No from the list in {cell}.",
        ),
        (
            "override-missing",
            "A name, date or reason without an override",
            "There is something for an override here ({detail}), but no override.",
            "Choose the level in {cell}, or clear what stands beside it.",
        ),
        (
            "override-unknown",
            "An override that is not a level",
            "'{value}' is not a level, so this override does not count.{detail}",
            "Choose a level from the list in {cell}, or clear the override.",
        ),
    ),
    *kinds(
        Severity.WARNING,
        (
            "only-a-stopgap",
            "A stopgap where evidence or impact belongs",
            "'{value}' does not say {detail}.",
            "Say it in {cell}, or choose a lower rating.",
        ),
        (
            "repeats-descriptor",
            "Evidence or impact repeats the descriptor",
            "The {detail} is the descriptor's own text.",
            "The descriptor says what could be seen; say in {cell} what there is here.",
        ),
        (
            "evidence-repeats-comment",
            "Evidence repeats a comment",
            "The evidence is the same text as the comment in {detail}.",
            "Name in {cell} what shows it: a Ref from the sheet Evidence, or an item in plain words.",
        ),
        (
            "text-pasted-down",
            "The same text in many rows",
            "The same text stands in {detail}.",
            "Say in each row what is true of it. List one item that serves them all on the sheet Evidence, "
            "and name its Ref.",
        ),
        (
            "evidence-ref-unknown",
            "A Ref that is not filled in on the sheet Evidence",
            "The sheet Evidence says nothing of {value}.",
            "List it on the sheet Evidence, or put the right Ref in {cell}.",
        ),
        (
            "evidence-expired",
            "Evidence that has expired",
            "It expired on {value} and is named as evidence for {detail}.",
            "Name something newer there, or put a later date in {cell} if it still shows how things are.",
        ),
        (
            "evidence-expires-first",
            "Evidence that expires before it was made",
            "It expires on {value}, before the day it was made, {detail}.",
            "Look at both dates: {cell} is for the day after which it no longer shows how things are.",
        ),
        (
            "date-long-ago",
            "A date of long ago",
            "The date {value} is long ago.",
            "Look at the year in {cell}.",
        ),
        (
            "link-unclear",
            "A link that leads nowhere",
            "'{value}' begins like a link, but can't be one as it stands.",
            "Copy the address into {cell} again, or say in plain words where it is kept.",
        ),
        (
            "choice-unknown",
            "An entry that is not in the list",
            "'{value}' is not in the list.{detail}",
            "Choose from the list in {cell}.",
        ),
        (
            "descriptor-ref-unknown",
            "Names a descriptor that the Standards do not have",
            "The Standards have no {value}.",
            "Put the right Ref in {cell}, for example S03.SAFE.2.",
        ),
        (
            "agency-unknown",
            "An agency that is not filled in on the sheet Agencies",
            "The sheet Agencies says nothing of {value}.",
            "List it on the sheet Agencies, or put the right Ref in {cell}.",
        ),
        (
            "agency-differs",
            "Two names for one agency",
            "'{value}' is not the name that the sheet Agencies has for {detail}.",
            "See whether the Ref beside {cell} is the right one; if so, use one name on both sheets.",
        ),
        (
            "register-ref-unknown",
            "A Ref that is not filled in on its own sheet",
            "The sheet {detail} says nothing of {value}.",
            "List it on the sheet {detail}, or put the right Ref in {cell}.",
        ),
        (
            "row-incomplete",
            "A row with a part that is still missing",
            "This row has {detail}.",
            "Fill in {cell} as well.",
        ),
        (
            "repeats-neighbour",
            "A text that repeats its neighbour",
            "This says the same as {detail} in this row, or nearly so.",
            "Each heading asks for something of its own: say in {cell} what this one asks for.",
        ),
        (
            "all-on-one-day",
            "Everything at the best level on one day",
            "All {detail}.",
            "Ask those who lead on the Standards to look at each descriptor, and put the day they did so in {cell}.",
        ),
        (
            "text-cut",
            "A text that may have been cut",
            "The text fills the cell to its last of 32,767 characters, so its end may be missing.",
            "Compare {cell} with where the text came from, and keep long texts in a document beside the workbook.",
        ),
        (
            "personal-data",
            "May be personal data",
            "This looks like {detail}.",
            "Take it out of {cell} if it is: use a group or a code instead, and keep the details where they are safe.",
        ),
        (
            "personal-name",
            "May be a person's name",
            "This looks like a person's name.",
            "Take it out of {cell} if it is: use a group or a code instead, and keep the details where they are safe.",
        ),
    ),
    *kinds(
        Severity.NOTE,
        (
            "number-as-text",
            "A number typed as text",
            "'{value}' is text; it was read as {suggestion}.",
            "Type the number again in {cell}.",
        ),
        (
            "plan-incomplete",
            "A target without a name or a date",
            "This target has no {detail}.",
            "Fill it in from {cell} on, so that somebody knows it is theirs and when it is due.",
        ),
        (
            "text-unseen",
            "Characters that nobody can see",
            "The text holds characters that can't be shown, as copying sometimes brings along.",
            "Paste the text into {cell} again without its format, or type it.",
        ),
    ),
)
"""What people typed: dates, links, repetitions, names of what is not there."""
