"""Where to go next in a setting's workbook: the next problem, the first descriptor without a rating, the Dashboard."""

from __future__ import annotations

from dataclasses import dataclass

from ecm_xl.core.findings import finding
from ecm_xl.core.progress import first_unrated
from ecm_xl.core.ratings import read_ratings
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.address import column_number, split_cell
from ecm_xl.workbook.names import DASHBOARD, WorkbookKind
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.snapshot import Position, Snapshot
from ecm_xl.workbook.write.findings import read_findings
from ecm_xl.workflows.examine import other_kind

FIRST_CELL = (1, 1)


@dataclass(frozen=True, slots=True)
class Jump:
    """A cell to go to, and in words why."""

    sheet: str
    where: Position
    words: str


class NoWay(Exception):
    """There is nowhere to go. Its text tells a person why, and what to do."""


def next_problem(model: SettingModel, snapshot: Snapshot, at: tuple[str, Position] | None) -> Jump:
    """The problem after the one where the person is, the first one else. `at`: their sheet and cell.

    The problems are those that the sheet Findings lists. Raises NoWay.
    """
    check_that_it_is_ours(model, snapshot)
    problems = list(_problems(model, snapshot))
    if not problems:
        raise NoWay("No problem is listed. Choose Validate to check the workbook as it is now.")
    here = next((number for number, one in enumerate(problems) if at is not None and _is_at(one, at)), -1)
    number = (here + 1) % len(problems)
    found = problems[number]
    return Jump(found.sheet, found.where, f"Problem {number + 1} of {len(problems)}: {found.words}")


def _problems(model: SettingModel, snapshot: Snapshot) -> list[Jump]:
    """Those that have a cell, each cell once."""
    found: dict[tuple[str, Position], Jump] = {}
    for line in read_findings(model, snapshot):
        sheet, where = snapshot.sheet(line.sheet), split_cell(line.cell)
        if sheet is not None and where is not None:
            found.setdefault((sheet.name, where), Jump(sheet.name, where, line.words))
    return list(found.values())


def _is_at(problem: Jump, at: tuple[str, Position]) -> bool:
    return (problem.sheet.casefold(), problem.where) == (at[0].casefold(), at[1])


def carry_on(model: SettingModel, snapshot: Snapshot) -> Jump:
    """The first descriptor without a rating. Raises NoWay."""
    check_that_it_is_ours(model, snapshot)
    audit = parse(model, snapshot).answers.audit
    ref = first_unrated(audit, read_ratings(model.framework, audit))
    column = audit.columns.get("rating")
    if not ref or column is None:
        raise NoWay("Every descriptor has a rating.")
    return Jump(audit.sheet, (audit.numbers[ref], column_number(column)), f"{ref} is the first without a rating.")


def dashboard(model: SettingModel, snapshot: Snapshot) -> Jump:
    """The Dashboard. Raises NoWay where there is none."""
    check_that_it_is_ours(model, snapshot)
    if snapshot.sheet(DASHBOARD) is None:
        raise NoWay("This workbook has no sheet called Dashboard.")
    return Jump(DASHBOARD, FIRST_CELL, "The Dashboard moves as you rate. Choose Roll up to add to History.")


def check_that_it_is_ours(model: SettingModel, snapshot: Snapshot) -> None:
    """Raises NoWay unless it is a setting's workbook."""
    kind = parse(model, snapshot).kind
    if kind != WorkbookKind.SETTING:
        found = finding("file-not-a-setting", detail=other_kind(kind))
        raise NoWay(f"{found.message} Open your ECM workbook, or choose New audit.")
