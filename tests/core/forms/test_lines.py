"""What a result says where it has no lines, or more than it has room for."""

from __future__ import annotations

from dataclasses import replace

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import NOTHING, lines_of
from tests.forms import case_of

MANY: dict[str, dict[str, Value]] = {f"P{n:02d}": {"partnership": f"Partner {n}"} for n in range(1, 12)}


def test_a_result_without_lines_says_so_where_there_is_room() -> None:
    """Not in the narrow first column, and not in one whose words have colours."""
    case = case_of("baseline", content={})
    assert lines_of(case.model.by_name["Baseline_Priorities"], case) == [{"title": NOTHING}]
    movement = case.model.by_name["Baseline_Movement"]
    narrow = replace(movement, fields=(movement.by_id["about"], movement.by_id["since"]))
    assert lines_of(narrow, case) == [{"about": NOTHING}]


def test_a_result_that_is_all_figures_stays_blank() -> None:
    case = case_of("indicators", content={})
    assert lines_of(case.model.by_name["Indicators_Lines"], case) == [{}]


def test_a_result_with_more_lines_than_room_says_how_many_are_left() -> None:
    case = case_of("partnerships", content={"Partnerships": MANY})
    table = case.model.by_name["Partnerships_Unmarked"]
    assert len(lines_of(replace(table, lines=11), case)) == 11
    assert lines_of(replace(table, lines=3), case)[1:] == [
        {"row": "P02", "named": "Partner 2", "lacks": "Standing and risk"},
        {"row": "and 9 more"},
    ]
