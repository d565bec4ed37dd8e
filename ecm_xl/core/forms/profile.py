"""The profile of working with partners (C6): what to work on first, item by item, side by side, where views differ.

A row is one respondent's answer about one item and, aims apart, one partnership. Nothing is added up to a mark: the
source has no total, and counts and shares are shown of one item, one respondent or one partnership only.

Priorities: a row counts where it has position and direction. It is of the first class that fits: weak or very weak and
deteriorating, the same and static, the same and improving, strong or very strong and deteriorating (that a very strong
one counts with the strong is a reading of ours). Rows about the same item and partnership are one priority, of its
most pressing class. Within a class the worst position comes first, then what more respondents say, then the order of
the form and of the partnerships.

Missing-data policy: a row without a position is in no count and no share; one without a direction is in no share of
directions and sets no priority. What nobody answered has no numbers at all, not noughts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.core.forms.asked import own_entries, partnership
from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.telling import NOT_ANSWERED
from ecm_xl.core.words import counted

POSITIONS = ("Very weak", "Weak", "Strong", "Very strong")
"""From worst to best."""
WEAK = POSITIONS[:2]
_CLASSES = ((WEAK, "Deteriorating"), (WEAK, "Static"), (WEAK, "Improving"), (POSITIONS[2:], "Deteriorating"))
_IN_GENERAL = {True: "Partners in general", False: "The setting itself"}


@dataclass(frozen=True, slots=True)
class _Priority:
    """An item and a partnership that are weak or getting worse. `rows`: those of its class; `of`: all that count."""

    rank: int
    rows: Sequence[Entry]
    of: int

    @property
    def order(self) -> tuple[int, int, int]:
        """The most pressing first; what is equal keeps its order."""
        return self.rank, POSITIONS.index(self.worst), -len(self.rows)

    @property
    def worst(self) -> str:
        """The worst position of its rows."""
        return _sorted(self.rows)[0]


def priorities(case: FormCase) -> list[Line]:
    """The priorities in order, each with how many respondents say so and in which rows."""
    return [
        {
            "order": place,
            "what": _text(priority.rows[0], "item"),
            "with": _name(case, priority.rows[0]),
            "said_by": f"{len(priority.rows)} of {priority.of}",
            "part": _text(priority.rows[0], "group"),
            "worst": priority.worst,
            "way": _CLASSES[priority.rank][1],
            "rows": ", ".join(entry.ref for entry in priority.rows),
        }
        for place, priority in enumerate(_priorities(case), 1)
    ]


def items(case: FormCase) -> list[Line]:
    """Each item with how often each position is given; the weak ones with a minus, as the chart wants them."""
    rows = _by(own_entries(case, "Profile"), lambda entry: entry.own)
    own_rows = case.model.by_name["Profile"].own_rows
    return [
        {"item": own.ref, "says": own.texts["item"], "answers": _answered(asked), **_counts(asked)}
        for own in own_rows
        for asked in [rows.get(own.ref, [])]
    ]


def side_by_side(case: FormCase) -> list[Line]:
    """Respondents in the order of their list; then partnerships, the largest share of weak answers first, those
    without an answer last."""
    respondents = case.names("Profile_Respondents", "respondent")
    partnerships = case.names("Partnerships", "partnership")
    by_respondent = _rows_of(case, respondents, _respondent)
    by_partnership = _rows_of(case, partnerships, partnership)
    in_order = sorted(by_partnership, key=lambda ref: _weakest_first(by_partnership[ref]))
    return [
        *(_side(ref, respondents, rows) for ref, rows in by_respondent.items()),
        *(_side(ref, partnerships, by_partnership[ref]) for ref in in_order),
    ]


def differences(case: FormCase) -> list[Line]:
    """Items of one partnership (or of the setting itself) to which respondents give different positions, the widest
    spread first."""
    asked = _by_question(case)
    widest_first = sorted(asked, key=lambda question: -_spread(asked[question]))
    return [_difference(case, question, asked[question]) for question in widest_first if _spread(asked[question])]


def stands_out(case: FormCase) -> list[str]:
    """How much is answered, how much is weak and deteriorating, and the item that comes first."""
    entries = own_entries(case, "Profile")
    answered = _with_position(entries)
    if not answered:
        return []
    pressing = _priorities(case)
    worst = sum(priority.rank == 0 for priority in pressing)
    said = [
        f"{len(answered)} of {counted(len(entries), 'row')} answered",
        f"{counted(worst, 'item')} weak and deteriorating",
    ]
    return said + [f"To work on first: {_text(one.rows[0], 'item')}" for one in pressing[:1]]


def _priorities(case: FormCase) -> list[_Priority]:
    found = (_priority([row for row in rows if row.has("direction")]) for rows in _by_question(case).values())
    return sorted((priority for priority in found if priority), key=lambda priority: priority.order)


def _priority(rows: Sequence[Entry]) -> _Priority | None:
    """What rows about the same item and partnership come to; None where nothing is weak or getting worse."""
    for rank, (positions, direction) in enumerate(_CLASSES):
        of_class = [row for row in rows if row.text("position") in positions and row.text("direction") == direction]
        if of_class:
            return _Priority(rank, of_class, len(rows))
    return None


def _difference(case: FormCase, asked: str, rows: Sequence[Entry]) -> Line:
    positions = _sorted(rows)
    return {
        "asked": asked,
        "matter": _text(rows[0], "item"),
        "about": _name(case, rows[0]),
        "lowest": positions[0],
        "highest": positions[-1],
        "steps": _spread(rows),
        "voices": len(rows),
    }


def _spread(rows: Sequence[Entry]) -> int:
    """How many steps lie between the lowest position and the highest."""
    positions = _sorted(rows)
    return POSITIONS.index(positions[-1]) - POSITIONS.index(positions[0])


def _rows_of(case: FormCase, names: Mapping[str, str], whose: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    """Who is listed, and about whom anything is answered all the same → their rows."""
    rows = _by((entry for entry in own_entries(case, "Profile") if whose(entry)), whose)
    unlisted = [ref for ref in rows if ref not in names and _with_position(rows[ref])]
    return {ref: rows.get(ref, []) for ref in (*names, *unlisted)}


def _side(ref: str, names: Mapping[str, str], rows: Sequence[Entry]) -> Line:
    return {"whose": ref, "name": names.get(ref, ref), "answered": _answered(rows), **_shares(rows)}


def _shares(rows: Sequence[Entry]) -> dict[str, float]:
    """Of its positions those that are weak, of its directions those that get worse; nothing where there are none."""
    positions = [row.text("position") for row in rows if row.has("position")]
    directions = [row.text("direction") for row in rows if row.has("direction")]
    found = {"weak": sum(position in WEAK for position in positions) / len(positions)} if positions else {}
    return found | ({"deteriorating": directions.count("Deteriorating") / len(directions)} if directions else {})


def _weakest_first(rows: Sequence[Entry]) -> tuple[float, float]:
    """Nothing answered sorts after a share of nought."""
    shares = _shares(rows)
    return -shares.get("weak", -1.0), -shares.get("deteriorating", -1.0)


def _counts(rows: Sequence[Entry]) -> dict[str, int]:
    positions = Counter(row.text("position") for row in _with_position(rows))
    if not positions:
        return {}
    signs = {position: -1 if position in WEAK else 1 for position in POSITIONS}
    return {position.lower().replace(" ", "_"): signs[position] * positions[position] for position in POSITIONS}


def _answered(rows: Sequence[Entry]) -> str:
    answered = len(_with_position(rows))
    return f"{answered} of {len(rows)}" if answered else NOT_ANSWERED


def _by_question(case: FormCase) -> Mapping[str, list[Entry]]:
    """Partnership and item (`P07.CULTURE.1`; `AIMS.1`) → its rows with a position, one a respondent: by item, then by
    partnership."""
    order = {ref: place for place, ref in enumerate(case.model.by_name["Profile"].own_by_ref)}
    known = _with_position(own_entries(case, "Profile"))
    partnerships = dict.fromkeys(("", *case.names("Partnerships", "partnership"), *map(partnership, known)))
    places = {ref: place for place, ref in enumerate(partnerships)}
    in_order = sorted(known, key=lambda entry: (order[entry.own], places[partnership(entry)]))
    return _by(in_order, lambda entry: ".".join(filter(None, (partnership(entry), entry.own))))


def _by(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    return found


def _with_position(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.has("position")]


def _sorted(rows: Iterable[Entry]) -> list[str]:
    """Their positions from worst to best."""
    return sorted((row.text("position") for row in rows), key=POSITIONS.index)


def _respondent(entry: Entry) -> str:
    return entry.whose.get("Profile_Respondents", "")


def _name(case: FormCase, entry: Entry) -> str:
    """The partnership by its name, or who else it is about."""
    ref = partnership(entry)
    asked_of_partners = "Partnerships" in case.model.by_name["Profile"].own_by_ref[entry.own].each
    return case.names("Partnerships", "partnership").get(ref, ref) if ref else _IN_GENERAL[asked_of_partners]


def _text(entry: Entry, name: str) -> str:
    return entry.texts.get(name, "")
