"""The context for change (D3): what makes it harder, what makes it easier, and what has been decided.

The same factor can do either; what it does here is a person's judgement, nothing is worked out from it. In order:
harder and nothing decided, harder and decided, easier, neither, not answered; equal ones as the form has them.

Missing-data policy: a factor without an effect is "Not answered", also where it is described; it is not "Neither".
"""

from __future__ import annotations

from ecm_xl.core.forms.asked import own_entries
from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED

_ORDER = ("Harder", "Easier", "Neither", "")


def balance(case: FormCase) -> list[Line]:
    """The factors in order, each with what it does to change and whether anything has been decided."""
    return [
        {
            "at": entry.ref,
            "factor": entry.texts.get("about", "").partition(":")[0],
            "decided": "Written down" if entry.has("action") else "Nothing yet",
            "effect": entry.text("effect") or NOT_ANSWERED,
        }
        for entry in sorted(own_entries(case, "Context"), key=_place)
    ]


def stands_out(case: FormCase) -> list[str]:
    """How many factors make change harder and easier, and of how many of the harder ones nothing is decided."""
    entries = [entry for entry in own_entries(case, "Context") if entry.values]
    harder = [entry for entry in entries if entry.text("effect") == "Harder"]
    easier = sum(entry.text("effect") == "Easier" for entry in entries)
    undecided = sum(not entry.has("action") for entry in harder)
    in_all = len(case.model.by_name["Context"].own_rows)
    said = [f"Of {in_all} factors, {len(harder)} make change harder and {easier} easier"] if entries else []
    return said + ([f"{undecided} of the harder ones with nothing decided yet"] if undecided else [])


def _place(entry: Entry) -> tuple[int, bool]:
    effect = entry.text("effect")
    return _ORDER.index(effect), effect == "Harder" and entry.has("action")
