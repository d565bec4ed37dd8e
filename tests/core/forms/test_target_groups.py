"""Target groups (B2)."""

from __future__ import annotations

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import NOTHING, lines_of, stands_out
from ecm_xl.core.forms.case import Line
from tests.forms import Content, case_of

SOME: Content = {
    "TargetGroups": {
        "G01": {
            "group": "Y5 boys, Pupil Premium",
            "number": 9,
            "start": "Two terms behind",
            "provision": "Reading in threes",
            "premium": "✓",
            "pounds": 1200,
            "progress": "One term behind",
            "judged": "more than hoped",
        },
        "G02": {"group": "y5 boys,  pupil premium", "number": 9, "provision": "Breakfast club", "premium": "yes"},
        "G03": {"group": "Code 7", "number": 4, "provision": "reading in THREES", "judged": "Less than hoped"},
        "G04": {"group": "Young carers", "provision": "Reading in threes", "progress": "Calmer", "pounds": 80.5},
        "G05": {"number": 5, "start": "Often late"},
    }
}


def lines(table: str, content: Content) -> list[Line]:
    case = case_of("target-groups", content=content)
    return lines_of(case.model.by_name[table], case)


def said(content: Content) -> list[str]:
    case = case_of("target-groups", content=content)
    return stands_out(case.model.forms[0], case)


def test_each_provision_has_its_learners_its_progress_and_its_money() -> None:
    assert lines("TargetGroups_Provision", SOME) == [
        {
            "rows": "G01, G03, G04",
            "what": "Reading in threes",
            "learners": "13 + ?",
            "made": "1 More than hoped, 1 Less than hoped, 1 not judged",
            "money": "£1,280.50",
        },
        {"rows": "G02", "what": "Breakfast club", "learners": "9", "made": "1 not judged", "money": "?"},
        {"rows": "G05", "what": "Not said", "learners": "5", "made": "1 not judged", "money": ""},
    ]


def test_a_group_counts_once_for_what_it_is_given_and_not_where_it_says_two_numbers() -> None:
    def learners(*numbers: int) -> str:
        groups = [("Code 7", number) for number in numbers] + [("Young carers", 6)]
        rows: dict[str, dict[str, Value]] = {
            f"G{n:02d}": {"group": group, "number": number} for n, (group, number) in enumerate(groups)
        }
        content: Content = {"TargetGroups": rows}
        return str(lines("TargetGroups_Provision", content)[0]["learners"])

    assert learners(8, 8) == "14"
    assert learners(8, 9) == "6 + ?"


def test_money_that_is_ticked_without_a_sum_is_said_to_be_missing() -> None:
    def money(*rows: dict[str, str | int]) -> object:
        content: Content = {"TargetGroups": {f"G{n:02d}": row for n, row in enumerate(rows, 1)}}
        return lines("TargetGroups_Provision", content)[0]["money"]

    assert money({"premium": "yes", "pounds": 300}, {"premium": "yes"}) == "£300 + ?"
    assert money({"premium": "yes", "pounds": 0}) == "£0"
    assert money({"premium": "no"}, {"premium": "☒"}) == ""


def test_what_is_worth_a_look_begins_with_small_groups() -> None:
    small = "Fewer than 5: others may recognise somebody"
    assert lines("TargetGroups_Look", SOME) == [
        {"row": "G03", "why": small, "what_to_do": "Widen the group, or leave details out", "count": 4},
        {"row": "G02", "why": "No progress noted", "what_to_do": "Write down what has changed", "count": 9},
        {"row": "G05", "why": "No progress noted", "what_to_do": "Write down what has changed", "count": 5},
        {"row": "G04", "why": "Progress not judged", "what_to_do": "Choose how it is against your hopes"},
        {"row": "G02", "why": "Pupil Premium without a sum", "what_to_do": "Enter the pounds", "count": 9},
    ]
    assert lines("TargetGroups_Look", {}) == [{"why": NOTHING}]


def test_what_stands_out_has_groups_progress_and_small_ones_but_no_words_of_anybody() -> None:
    assert said(SOME) == [
        "3 target groups, 1 row without a group",
        "Progress: 1 More than hoped, 1 Less than hoped, 3 not judged",
        "1 group of fewer than 5, in which somebody may be recognised",
    ]
    twice: Content = {"TargetGroups": {f"G{n:02d}": {"group": "Code 7", "number": 2} for n in (1, 2)}}
    assert said(twice)[2] == "1 group of fewer than 5, in which somebody may be recognised"
    large: Content = {"TargetGroups": {"G01": {"group": "Girls in Y9", "number": 5, "judged": "As hoped"}}}
    assert said(large) == ["1 target group", "Progress: 1 As hoped"]
