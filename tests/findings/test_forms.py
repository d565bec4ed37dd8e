"""Every code of the checks of forms: a workbook with a form in which exactly that is found, and a near miss.

The form is the tests' own (`tests/groups.toml`); its first row is G01 in row 5.
"""

from __future__ import annotations

import pytest

from ecm_xl.core.findings import CATALOGUE
from tests.findings.drawing import Case, examine, expected

GROUPS = ("groups",)

CASES: dict[str, Case] = {
    "tick-unclear": Case(
        """
        Groups | Begun
        G01    | ☒
        """,
        expected(
            "tick-unclear",
            "Groups",
            "C5",
            "'☒' can mean yes or no.",
            "Choose Yes or No from the list in C5.",
            value="☒",
            ref="G01",
        ),
        """
        Groups | Begun | Comment
        G01    | ☑     | ☒
        G02    | ☐     |
        G03    | x     |
        """,
        forms=GROUPS,
    ),
    "tick-unknown": Case(
        """
        Groups | Begun
        G01    | Yess
        """,
        expected(
            "tick-unknown",
            "Groups",
            "C5",
            "'Yess' is neither Yes nor No. Did you mean Yes?",
            "Choose Yes or No from the list in C5.",
            value="Yess",
            suggestion="Yes",
            ref="G01",
        ),
        """
        Groups | Begun  | Comment
        G01    | yes.   | Yess
        G02    | <TRUE> |
        G03    | <0>    |
        """,
        forms=GROUPS,
    ),
    "number-unknown": Case(
        """
        Groups | How many
        G01    | about 12
        """,
        expected(
            "number-unknown",
            "Groups",
            "D5",
            "'about 12' is not a number.",
            "Type the number in D5 in figures and without words, for example 12.",
            value="about 12",
            ref="G01",
        ),
        """
        Groups | How many | Comment
        G01    | <12>     | about 12
        """,
        forms=GROUPS,
    ),
    "number-out-of-range": Case(
        """
        Groups | How many
        G01    | <501>
        """,
        expected(
            "number-out-of-range",
            "Groups",
            "D5",
            "The number 501 is outside what can stand here: 1 to 500.",
            "Look at the number in D5.",
            value="501",
            ref="G01",
        ),
        """
        Groups | How many | Comment
        G01    | <1>      | <501>
        G02    | <500>    |
        """,
        forms=GROUPS,
    ),
    "row-incomplete": Case(
        """
        Groups | Impact
        G01    | Fewer come late.
        """,
        expected(
            "row-incomplete",
            "Groups",
            "B5",
            "This row has an answer in 'Impact', and none in 'Group' and 'Activity'.",
            "Fill in B5 as well.",
            ref="G01",
        ),
        """
        Groups | Group   | Activity       | Impact
        G01    | Y5 boys | Breakfast club | Fewer come late.
        G02    |         | Breakfast club |
        """,
        forms=GROUPS,
    ),
    "repeats-neighbour": Case(
        """
        Groups | Group   | Activity                       | Impact
        G01    | Y5 boys | A breakfast club, four mornings | Breakfast club four mornings!
        """,
        expected(
            "repeats-neighbour",
            "Groups",
            "F5",
            "This says the same as 'Activity' in this row, or nearly so.",
            "Each heading asks for something of its own: say in F5 what this one asks for.",
            ref="G01",
        ),
        """
        Groups | Group   | Activity                        | Impact
        G01    | Y5 boys | A breakfast club, four mornings | A breakfast club brought nine of twelve to school in time
        """,
        forms=GROUPS,
    ),
    "register-ref-unknown": Case(
        """
        Groups | Shown by
        G01    | E01, E12
        """,
        expected(
            "register-ref-unknown",
            "Groups",
            "J5",
            "The sheet Evidence says nothing of E12.",
            "List it on the sheet Evidence, or put the right Ref in J5.",
            value="E12",
            ref="G01",
        ),
        """
        Groups | Shown by                   | With | Comment
        G01    | E1, seen from E12 3AB      | P07  | E12
        G02    | The office's own notes     |      |
        """,
        forms=GROUPS,
    ),
    "personal-name": Case(
        """
        Groups | Group
        G01    | Kayleigh Thornton and two more
        """,
        expected(
            "personal-name",
            "Groups",
            "B5",
            "This looks like a person's name.",
            "Take it out of B5 if it is: use a group or a code instead, and keep the details where they are safe.",
            ref="G01",
        ),
        """
        Groups | Group                          | Comment
        G01    | Year Five boys, Pupil Premium  | Kayleigh Thornton
        G02    | From St Mary's                 |
        G03    | Harbour View pupils            |
        """,
        forms=GROUPS,
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_exactly_that_is_found(code: str) -> None:
    case = CASES[code]

    assert case.found.code == code
    assert examine(case.drawn, case.change, case.forms).findings == (case.found,)


@pytest.mark.parametrize("code", CASES)
def test_a_near_miss_is_no_finding(code: str) -> None:
    case = CASES[code]

    assert case.near_miss.strip()
    assert examine(case.near_miss, case.near_change, case.forms).findings == ()


@pytest.mark.parametrize("code", CASES)
def test_what_was_typed_stands_in_a_message_as_its_value_only(code: str) -> None:
    found = CASES[code].found

    assert not found.value or found.value not in found.message or "{value}" in CATALOGUE[code].message


def test_nothing_is_found_in_a_form_that_is_blank() -> None:
    assert examine("", forms=GROUPS).findings == ()


def test_no_finding_repeats_what_stands_in_a_cell_with_a_name() -> None:
    drawn = """
        Groups | Group        | How many
        G01    | Amy 3/4/2015 | <3>
        G02    | DOB 3/4/2015, Amy | <3>
    """

    findings = examine(drawn, forms=GROUPS).findings

    assert [(f.code, f.cell) for f in findings] == [
        ("personal-data", "B6"),
        ("personal-name", "B5"),
        ("personal-name", "B6"),
    ]
    assert not any("Amy" in said for f in findings for said in (f.message, f.action, f.value, f.suggestion))
