"""Commitment and contributions (C9): who sees costs or risks without benefits, and what is still open.

A row counts where anything is filled in. Costs count where they name something ("None" names nothing); benefits are
lacking where they are blank or name nothing, and which of the two is said. A blank is counted as a blank, not as
"None". There is no score: the form is for talking.
"""

from __future__ import annotations

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED, listed, names_something
from ecm_xl.core.tables import Field
from ecm_xl.core.words import counted

NONE_NAMED = "None named"
FEW = 5
"""Refs that a narrow column names."""


def costs_without_benefits(case: FormCase) -> list[Line]:
    """The rows that name costs or risks and no benefits, from the top."""
    return [
        {
            "about": entry.ref,
            "who": entry.text("practitioner") or NOT_ANSWERED,
            "stands": NONE_NAMED if entry.has("benefits") else NOT_ANSWERED,
        }
        for entry in case.answered("Commitment")
        if _sees_only_costs(entry)
    ]


def still_open(case: FormCase) -> list[Line]:
    """Question by question: how many rows have an answer, how many have none and which. No lines without rows."""
    entries = case.answered("Commitment")
    return [_open(question, entries) for question in _questions(case)] if entries else []


def stands_out(case: FormCase) -> list[str]:
    """How many practitioners there are, who sees only costs or risks, how many answers are blank."""
    entries = case.answered("Commitment")
    if not entries:
        return []
    only_costs = [entry.ref for entry in entries if _sees_only_costs(entry)]
    asked = len(entries) * len(_questions(case))
    blank = sum(not entry.has(question.id) for entry in entries for question in _questions(case))
    found = [counted(len(entries), "practitioner") + " listed"]
    found += [f"Costs or risks without benefits: {listed(only_costs)}"] if only_costs else []
    return [*found, f"{blank} of {asked} answers are blank"] if blank else found


def _questions(case: FormCase) -> tuple[Field, ...]:
    """The seven columns: every answer but who it is about."""
    fields = case.model.by_name["Commitment"].fields
    return tuple(field for field in fields if field.is_answer and field.id != "practitioner")


def _open(question: Field, entries: tuple[Entry, ...]) -> Line:
    blank = [entry.ref for entry in entries if not entry.has(question.id)]
    line: Line = {"filled": len(entries) - len(blank), "question": question.header, "blank": len(blank)}
    return {**line, "blank_in": listed(blank, FEW)} if blank else line


def _sees_only_costs(entry: Entry) -> bool:
    return names_something(entry.text("costs")) and not names_something(entry.text("benefits"))
