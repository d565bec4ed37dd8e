"""Area partnership (D4): meetings that are overdue, what groups lack, agencies in no group.

**Overdue** (ours; the source has a board that meets monthly and groups that meet six or seven times a year): the board
when its last meeting is more than 31 + 7 days ago, a month and a week's grace; a group when its own is more than
365 / 6 days ago, rounded to 61. On the last of these days it is still in time.

A meeting without a date, or with a date that is still to come, is no last meeting; where there is none, nothing is
overdue and 'Not answered' is said. Fewer than six planned meetings are named; a blank number is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ecm_xl.core.forms.case import Entry, FormCase, Line
from ecm_xl.core.forms.figures import day_in, number_in, refs_in
from ecm_xl.core.forms.telling import NOT_ANSWERED
from ecm_xl.core.words import counted

GROUPS, BOARD, AGENCIES = "Area_Groups", "Area_Board", "Agencies"
FEWEST_MEETINGS = 6
"""A year, for a group."""
GROUP_DAYS = round(365 / FEWEST_MEETINGS)
BOARD_DAYS = 31 + 7
OVERDUE, IN_TIME = "Overdue", "In time"
WANTED = {"plan": "a plan", "lead": "a lead", "evidence": "evidence"}
"""What each group has: field → how it is called."""


def state(case: FormCase) -> list[Line]:
    """The board, then the groups as they stand on the sheet; no lines where neither is filled in."""
    if not _is_filled_in(case):
        return []
    groups = [
        {
            "row": entry.ref,
            "name": entry.text("group") or NOT_ANSWERED,
            "missing": ", ".join(_missing(entry)),
            **_meetings(case, day_in(entry, "last_met"), GROUP_DAYS),
        }
        for entry in case.answered(GROUPS)
    ]
    return [{"row": "Board", "name": "", "missing": "", **_board(case)}, *groups]


def reach(case: FormCase) -> list[Line]:
    """How many agencies are in a group and in none; no lines without agencies or groups."""
    agencies = [entry.ref for entry in case.answered(AGENCIES)]
    if not agencies or not case.answered(GROUPS):
        return []
    named = _named(case, case.answered(GROUPS))
    within = [ref for ref in agencies if ref in named]
    without = [ref for ref in agencies if ref not in named]
    return [
        {"number": len(refs), "what": what, "refs": ", ".join(refs)}
        for what, refs in (("In one group or more", within), ("In no group", without))
    ]


def stands_out(case: FormCase) -> list[str]:
    """Whether the board meets in time, how many groups are overdue, and how many lack something."""
    if not _is_filled_in(case):
        return []
    groups = case.answered(GROUPS)
    said = [f"Board: {_board(case)['stands']}"]
    if not groups:
        return said
    overdue = sum(_meetings(case, day_in(entry, "last_met"), GROUP_DAYS)["stands"] == OVERDUE for entry in groups)
    lacking = sum(any(not entry.has(name) for name in WANTED) for entry in groups)
    return [
        *said,
        f"{counted(len(groups), 'operational group')}: {overdue} overdue, {lacking} without a plan, a lead or evidence",
    ]


def _is_filled_in(case: FormCase) -> bool:
    return bool(case.answered(GROUPS) or case.answered(BOARD))


def _board(case: FormCase) -> Line:
    """How the board stands by its latest meeting."""
    days = [day_in(entry, "met_on") for entry in case.answered(BOARD)]
    past = [day for day in days if day is not None and day <= case.today]
    return _meetings(case, max(past, default=None), BOARD_DAYS)


def _meetings(case: FormCase, met: date | None, allowed: int) -> Line:
    """The last meeting, the days since, and whether that is too long ago."""
    if met is None or met > case.today:
        return {"stands": NOT_ANSWERED}
    days = (case.today - met).days
    return {"met": met, "days": days, "stands": OVERDUE if days > allowed else IN_TIME}


def _missing(entry: Entry) -> list[str]:
    """What a group lacks, and a year's meetings where they are too few."""
    missing = [words for name, words in WANTED.items() if not entry.has(name)]
    planned = number_in(entry, "a_year")
    is_few = planned is not None and planned < FEWEST_MEETINGS
    return [*missing, f"fewer than {FEWEST_MEETINGS} meetings a year"] if is_few else missing


def _named(case: FormCase, groups: Iterable[Entry]) -> set[str]:
    """The Refs of agencies that groups name; `A1` is `A01`."""
    prefix = case.model.by_name[AGENCIES].prefix
    refs = {ref for entry in groups for ref in refs_in(entry.text("agencies"), prefix)}
    return {f"{prefix}{int(ref[len(prefix) :]):02d}" for ref in refs}
