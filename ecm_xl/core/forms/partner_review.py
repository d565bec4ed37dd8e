"""Five questions to partners and ourselves (E2): who has answered, and what is left open.

Missing-data policy: an answer is any text; a question without one is open, whatever stands under "What next". A
partner has begun with the first answer. Which questions are left open most often is told of partners who have begun:
those who have not been asked yet would make all questions look alike. Of ourselves every question counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from ecm_xl.core.forms.asked import own_entries, partnership
from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.words import counted

_OURSELVES = "OURSELVES"
_NAMES = {_OURSELVES: "The SENCO and the leadership team", "": "Partners in general"}


def answered(case: FormCase) -> list[Line]:
    """Ourselves; then partners, those with some answers before those with none, those with all of them last."""
    partners = _partners(case)
    in_order = sorted(partners, key=lambda ref: _stage(partners[ref]))
    ours = _side(_OURSELVES.capitalize(), _NAMES[_OURSELVES], _ours(case))
    return [ours, *(_side(ref, _name(case, ref), partners[ref]) for ref in in_order)]


def left_open(case: FormCase) -> list[Line]:
    """The questions, those first that most partners who have begun left open; equal ones in their order."""
    asked = [row for row in case.model.by_name["PartnerReview"].own_rows if row.each]
    begun = [rows for rows in _partners(case).values() if _stage(rows) != _NOT_BEGUN]
    without = {row.ref: sum(row.ref in _open(rows) for rows in begun) for row in asked}
    ours = {_number(ref) for ref in _open(_ours(case))}
    return [
        {
            "number": _number(row.ref),
            "asks": row.texts["question"],
            "partners": f"{without[row.ref]} of {len(begun)}" if begun else "None has begun",
            "ourselves": "Not answered" if _number(row.ref) in ours else "Answered",
        }
        for row in sorted(asked, key=lambda row: -without[row.ref])
    ]


def stands_out(case: FormCase) -> list[str]:
    """How many partners have answered, and how many of the questions we have answered ourselves."""
    if not any(entry.values for entry in own_entries(case, "PartnerReview")):
        return []
    stages = [_stage(rows) for rows in _partners(case).values()]
    ours = _ours(case)
    done, begun = stages.count(_DONE), stages.count(_BEGUN)
    said = [f"{done} of {counted(len(stages), 'partner')} answered all questions, {begun} some"] if stages else []
    return [*said, f"{len(ours) - len(_open(ours))} of {len(ours)} answered by ourselves"]


_BEGUN, _NOT_BEGUN, _DONE = range(3)
"""In the order in which people would ask after them."""


def _stage(rows: Sequence[Entry]) -> int:
    if len(_open(rows)) == len(rows):
        return _NOT_BEGUN
    return _BEGUN if _open(rows) else _DONE


def _partners(case: FormCase) -> dict[str, list[Entry]]:
    """Partnership → its rows: those listed, and those that have answered all the same ('' for partners in general)."""
    found: dict[str, list[Entry]] = {}
    for entry in own_entries(case, "PartnerReview"):
        if not entry.own.startswith(_OURSELVES):
            found.setdefault(partnership(entry), []).append(entry)
    listed = case.names("Partnerships", "partnership")
    return {ref: rows for ref, rows in found.items() if ref in listed or any(row.values for row in rows)}


def _ours(case: FormCase) -> list[Entry]:
    return [entry for entry in own_entries(case, "PartnerReview") if entry.own.startswith(_OURSELVES)]


def _open(rows: Sequence[Entry]) -> list[str]:
    """The rows without an answer, by the own part of their Refs."""
    return [row.own for row in rows if not row.has("answer")]


def _number(own: str) -> str:
    return own.rpartition(".")[2]


def _side(whom: str, name: str, rows: Sequence[Entry]) -> Line:
    without = _open(rows)
    if len(without) == len(rows):
        return {"whom": whom, "name": name, "answered": "Not answered"}
    told = {"whom": whom, "name": name, "answered": f"{len(rows) - len(without)} of {len(rows)}"}
    return {**told, "open": ", ".join(map(_number, without))} if without else told


def _name(case: FormCase, ref: str) -> str:
    return case.names("Partnerships", "partnership").get(ref) or _NAMES.get(ref, ref)
