"""The map of agencies by Outcomes (C3): gaps, what hangs on one agency, agencies without impact, partners not mapped.

Each question is asked twice: wide on the sheet Mapping, upright in `Coverage_Questions`. An upright answer counts where
the wide cell is blank; where both are there and differ (folded) the wide one counts, and that is said.

An agency serves an Outcome where its answer names something ("None" does not). While nobody has answered for any
Outcome nothing is called a gap: it is "Not answered". Readings of our own: two to four agencies are Shared, five or
more Crowded. An agency that is only listed has no count: nobody has said that it does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.core.forms.case import FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED, listed, names_something
from ecm_xl.core.framework import Outcome
from ecm_xl.core.tables import YES
from ecm_xl.core.words import fold

GAP, ONE, SHARED, CROWDED = "Gap", "One agency only", "Shared", "Crowded"
CROWD = 5
"""So many agencies for one Outcome are many."""
NOTED, NOT_NOTED, NOT_MAPPED = "Noted", "Not noted yet", "Nothing mapped yet"

_ASKED = "ASK."
"""How the upright questions' Refs begin; what follows is the wide table's field."""
_NOT_QUESTIONS = frozenset({"ref", "agency"})


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency as it is mapped. `cells`: field of Mapping → the answer that counts; `differing`: the fields with two
    different answers; `serves`: the codes of the Outcomes that it does something for."""

    ref: str
    name: str
    cells: Mapping[str, str]
    differing: Sequence[str]
    serves: frozenset[str]

    @property
    def has_impact(self) -> bool:
        """True where anything says what its work has changed."""
        return names_something(self.cells.get("impact", ""))


def mapped(case: FormCase) -> list[Agency]:
    """Every agency of Agencies, Mapping or the upright questions, in the order of their Refs."""
    wide, upright, names = _wide(case), _upright(case), _names(case)
    refs = sorted({*wide, *upright, *names}, key=lambda ref: (len(ref), ref))
    return [_agency(case, ref, names.get(ref, ""), wide.get(ref, {}), upright.get(ref, {})) for ref in refs]


def outcomes(case: FormCase) -> list[Line]:
    """Outcome by Outcome: how many agencies serve it, which, and how well that covers it."""
    every = mapped(case)
    is_mapped = _is_mapped(case, every)
    return [_outcome(outcome, every, is_mapped) for outcome in case.framework.outcomes]


def agencies(case: FormCase) -> list[Line]:
    """Agency by agency: which Outcomes it serves, and whether impact is noted."""
    return [_served(case, agency) for agency in mapped(case)]


def look_at(case: FormCase) -> list[Line]:
    """Gaps, Outcomes with one agency, impact that is not noted, what is not mapped, answers that differ."""
    every = mapped(case)
    return [
        *_thin(case, every),
        *_several("Mapping", "No impact noted yet", _without_impact(every)),
        *_several("Mapping", "Nothing mapped for them yet", [agency.ref for agency in every if not agency.cells]),
        *_several("Partnerships", "Not mapped yet", _partners_not_mapped(case, every)),
        *_differing(case, every),
    ]


def stands_out(case: FormCase) -> list[str]:
    """How many agencies serve any Outcome, which Outcomes none serves, and which only one."""
    every = mapped(case)
    if not _is_mapped(case, every):
        return []
    serving, silent = sum(bool(agency.serves) for agency in every), len(_without_impact(every))
    found = [f"Agencies mapped: {serving}" + (f", {silent} of them without impact noted" if silent else "")]
    for said, number in (("No agency", 0), ("One agency only", 1)):
        titles = [o.title for o in case.framework.outcomes if len(_serving(o, every)) == number]
        found += [f"{said}: {'; '.join(titles)}"] if titles else []
    return found


def _wide(case: FormCase) -> dict[str, dict[str, str]]:
    """Ref of an agency → what Mapping says of it, field by field."""
    questions = _questions(case)
    rows = case.answered("Mapping")
    return {row.ref: {name: row.text(name) for name in questions if row.has(name)} for row in rows}


def _upright(case: FormCase) -> dict[str, dict[str, str]]:
    """The same of the upright questions."""
    codes = {name.upper(): name for name in _questions(case)}
    found: dict[str, dict[str, str]] = {}
    for entry in case.answered("Coverage_Questions"):
        agency, name = entry.whose.get("Agencies"), codes.get(entry.own.removeprefix(_ASKED))
        if agency and name and entry.has("answer"):
            found.setdefault(agency, {})[name] = entry.text("answer")
    return found


def _questions(case: FormCase) -> Mapping[str, str]:
    """Field of Mapping → its heading."""
    table = case.model.by_name["Mapping"]
    return {field.id: field.header for field in table.fields if field.id not in _NOT_QUESTIONS}


def _names(case: FormCase) -> dict[str, str]:
    """Ref → an agency's name: as Agencies has it, else as Mapping does."""
    rows = (*case.answered("Mapping"), *case.answered("Agencies"))
    return {row.ref: row.text("agency") for row in rows if row.has("agency")}


def _agency(case: FormCase, ref: str, name: str, wide: Mapping[str, str], upright: Mapping[str, str]) -> Agency:
    cells = {**upright, **wide}
    differing = [one for one in _questions(case) if one in wide and one in upright and _differ(wide[one], upright[one])]
    serves = (o.code for o in case.framework.outcomes if names_something(cells.get(o.code, "")))
    return Agency(ref, name, cells, differing, frozenset(serves))


def _differ(one: str, other: str) -> bool:
    return fold(one) != fold(other)


def _is_mapped(case: FormCase, every: Iterable[Agency]) -> bool:
    """True once anything is answered for any Outcome."""
    codes = {outcome.code for outcome in case.framework.outcomes}
    return any(codes & agency.cells.keys() for agency in every)


def _serving(outcome: Outcome, every: Iterable[Agency]) -> list[str]:
    return [agency.ref for agency in every if outcome.code in agency.serves]


def _outcome(outcome: Outcome, every: Sequence[Agency], is_mapped: bool) -> Line:
    line: Line = {"code": outcome.code, "title": outcome.title}
    if not is_mapped:
        return {**line, "coverage": NOT_ANSWERED}
    refs = _serving(outcome, every)
    which = {"which": listed(refs)} if refs else {}
    return {**line, "number": len(refs), **which, "coverage": _coverage(len(refs))}


def _coverage(agencies: int) -> str:
    if agencies >= CROWD:
        return CROWDED
    return SHARED if agencies > 1 else ONE if agencies else GAP


def _served(case: FormCase, agency: Agency) -> Line:
    line: Line = {"about": agency.ref, **({"agency": agency.name} if agency.name else {})}
    if not agency.cells:
        return {**line, "impact": NOT_MAPPED}
    marks = {outcome.code: YES for outcome in case.framework.outcomes if outcome.code in agency.serves}
    return {**line, "number": len(marks), "impact": NOTED if agency.has_impact else NOT_NOTED, **marks}


def _thin(case: FormCase, every: Sequence[Agency]) -> Iterator[Line]:
    """The Outcomes that no agency serves, then those that only one does."""
    if not _is_mapped(case, every):
        return
    served = {outcome: _serving(outcome, every) for outcome in case.framework.outcomes}
    for outcome, refs in served.items():
        if not refs:
            yield {"about": outcome.code, "found": f"{outcome.title}: no agency yet"}
    for outcome, refs in served.items():
        if len(refs) == 1:
            yield {"about": outcome.code, "found": f"{outcome.title}: one agency only", "which": refs[0]}


def _several(where: str, found: str, refs: Sequence[str]) -> Iterator[Line]:
    """One line for all of a kind; none where there is none."""
    if refs:
        yield {"about": where, "found": found, "number": len(refs), "which": listed(refs)}


def _without_impact(every: Iterable[Agency]) -> list[str]:
    """The agencies that do something, but nothing says what it has changed."""
    return [agency.ref for agency in every if agency.serves and not agency.has_impact]


def _partners_not_mapped(case: FormCase, every: Iterable[Agency]) -> list[str]:
    """The partners of the register of partnerships that no agency here has the name of."""
    names = {fold(agency.name) for agency in every}
    partners = case.answered("Partnerships")
    return [row.ref for row in partners if row.has("partnership") and fold(row.text("partnership")) not in names]


def _differing(case: FormCase, every: Iterable[Agency]) -> Iterator[Line]:
    headings = _questions(case)
    for agency in every:
        if agency.differing:
            which = ", ".join(headings[name] for name in agency.differing)
            found = "Two answers differ; the sheet Mapping's counts"
            yield {"about": agency.ref, "found": found, "number": len(agency.differing), "which": which}
