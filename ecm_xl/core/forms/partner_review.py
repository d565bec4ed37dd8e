"""Five questions to partners and ourselves (E2): who has answered, and what is left open.

Missing-data policy: an answer is any text; a question without one is open, whatever stands under "What next" and also
where its row is gone: a deleted row is no answer. A partner has begun with the first answer. Which questions are left
open most often is told of partners who have begun: those who have not been asked yet would make all questions look
alike. Of ourselves every question counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.core.forms.asked import own_entries, partnership
from ecm_xl.core.forms.case import FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED
from ecm_xl.core.words import counted

_OURSELVES = "OURSELVES"
_NAMES = {_OURSELVES: "The SENCO and the leadership team", "": "Partners in general"}
_BEGUN, _NOT_BEGUN, _DONE = range(3)
"""In the order in which people would ask after them."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who was asked: their Ref, and the numbers of the questions with an answer and without."""

    ref: str
    answered: Sequence[str]
    open: Sequence[str]

    @property
    def stage(self) -> int:
        """Where they have come to with their answers."""
        if not self.answered:
            return _NOT_BEGUN
        return _BEGUN if self.open else _DONE


def answered(case: FormCase) -> list[Line]:
    """Ourselves; then partners, those with some answers before those with none, those with all of them last."""
    names = {**_NAMES, **case.names("Partnerships", "partnership")}
    return [_side(asked, names) for asked in (_ours(case), *sorted(_partners(case), key=lambda one: one.stage))]


def left_open(case: FormCase) -> list[Line]:
    """The questions, those first that most partners who have begun left open; equal ones in their order."""
    begun = [asked for asked in _partners(case) if asked.stage != _NOT_BEGUN]
    questions = _questions(case, ours=False)
    without = {number: sum(number in asked.open for asked in begun) for number in questions}
    ours = _ours(case)
    return [
        {
            "number": number,
            "asks": questions[number],
            "partners": f"{without[number]} of {len(begun)}" if begun else "None has begun",
            "ourselves": NOT_ANSWERED if number in ours.open else "Answered",
        }
        for number in sorted(questions, key=lambda number: -without[number])
    ]


def stands_out(case: FormCase) -> list[str]:
    """How many partners have answered, and how many of the questions we have answered ourselves."""
    if not any(entry.values for entry in own_entries(case, "PartnerReview")):
        return []
    stages, ours = [asked.stage for asked in _partners(case)], _ours(case)
    done, begun = stages.count(_DONE), stages.count(_BEGUN)
    said = [f"{done} of {counted(len(stages), 'partner')} answered all questions, {begun} some"] if stages else []
    return [*said, f"{_share(ours)} answered by ourselves"]


def _questions(case: FormCase, *, ours: bool) -> dict[str, str]:
    """Number → question, as asked of ourselves or of partners."""
    rows = case.model.by_name["PartnerReview"].own_rows
    return {_number(row.ref): row.texts["question"] for row in rows if row.ref.startswith(_OURSELVES) is ours}


def _ours(case: FormCase) -> _Asked:
    own = [entry for entry in own_entries(case, "PartnerReview") if entry.own.startswith(_OURSELVES)]
    answered = {_number(entry.own) for entry in own if entry.has("answer")}
    return _asked(_OURSELVES, _questions(case, ours=True), answered)


def _partners(case: FormCase) -> list[_Asked]:
    """Partnerships: those listed, and those about which anything stands all the same ('' for partners in general)."""
    found: dict[str, set[str]] = {ref: set() for ref in case.names("Partnerships", "partnership")}
    for entry in own_entries(case, "PartnerReview"):
        if entry.values and not entry.own.startswith(_OURSELVES):
            numbers = found.setdefault(partnership(entry), set())
            numbers.update([_number(entry.own)] if entry.has("answer") else [])
    questions = _questions(case, ours=False)
    return [_asked(ref, questions, numbers) for ref, numbers in found.items()]


def _asked(ref: str, questions: Iterable[str], answered: Collection[str]) -> _Asked:
    numbers = list(questions)
    return _Asked(ref, [n for n in numbers if n in answered], [n for n in numbers if n not in answered])


def _number(own: str) -> str:
    return own.rpartition(".")[2]


def _share(asked: _Asked) -> str:
    return f"{len(asked.answered)} of {len(asked.answered) + len(asked.open)}"


def _side(asked: _Asked, names: Mapping[str, str]) -> Line:
    whom = "Ourselves" if asked.ref == _OURSELVES else asked.ref
    told = {"whom": whom, "name": names.get(asked.ref, asked.ref)}
    if asked.stage == _NOT_BEGUN:
        return {**told, "answered": NOT_ANSWERED}
    return {**told, "answered": _share(asked)} | ({"open": ", ".join(asked.open)} if asked.open else {})
