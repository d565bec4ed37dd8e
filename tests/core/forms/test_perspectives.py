"""Six perspectives (D1)."""

from __future__ import annotations

import pytest

from ecm_xl.core.answers import Value
from ecm_xl.core.forms import perspectives, stands_out
from ecm_xl.core.forms.case import FormCase
from tests.forms import case_of

NAMES = dict(zip("MAEICS", perspectives.PERSPECTIVES, strict=True))


def answered(*groups: str, **of: str) -> FormCase:
    """`"MMA"`: what comes nearest, one person a letter; a second one after a stroke. `Teachers="MM"`: of a group."""
    rows: dict[str, dict[str, Value]] = {}
    given = [("", group) for group in groups] + list(of.items())
    each = [(role, short) for role, group in given for short in (group.split() if "/" in group else group)]
    for number, (role, short) in enumerate(each, 1):
        nearest, _, second = short.partition("/")
        fields = {"nearest": NAMES.get(nearest, ""), "second": NAMES.get(second, ""), "role": role.replace("_", " ")}
        rows[f"V{number:02d}"] = {name: value for name, value in fields.items() if value}
    return case_of("perspectives", content={"Perspectives": rows})


def test_perspectives_are_counted_in_the_order_of_the_form() -> None:
    lines = perspectives.counts(answered("M/S M/I S/M S/S"))
    assert [(line["perspective"], line["first"], line["also"], line["share"]) for line in lines] == [
        ("Multi-agency working", 2, 1, 0.5),
        ("Area-based collaboration", 0, 0, 0.0),
        ("Extended schooling", 0, 0, 0.0),
        ("Inclusive schooling", 0, 1, 0.0),
        ("Curriculum development", 0, 0, 0.0),
        ("Common sense", 2, 1, 0.5),
    ]


def test_a_second_one_alone_is_no_answer_and_nothing_is_counted_of_none() -> None:
    assert perspectives.counts(answered("/S /M")) == [
        {"perspective": name, "holds": holds} for name, holds in perspectives.PERSPECTIVES.items()
    ]


def test_how_widely_people_differ() -> None:
    assert perspectives.spread(answered("MMMMMMAAAE")) == [
        {"figure": "10", "what": "Answers"},
        {"figure": "3 of 6", "what": "Put first by one in ten or more", "words": "Several views side by side"},
        {"figure": "60%", "what": "Share of the most frequent", "words": "Multi-agency working"},
    ]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ("MMMMAA", "Mostly one view"),
        ("MMMMAAA", "Several views side by side"),
        ("MMMMMMM" + "AEIC", "Mostly one view"),
        ("MMMAEI", "Widely spread"),
        ("MAE" * 3, "Several views side by side"),
        ("MMMMMM" + "AEIC", "Widely spread"),
        ("MMMMMM" + "AAEI", "Widely spread"),
        ("MAEI", "Fewer than five answers: too few to say"),
    ],
)
def test_the_spread_in_words(answers: str, words: str) -> None:
    assert perspectives.spread(answered(answers))[1]["words"] == words


def test_equally_frequent_ones_are_all_named() -> None:
    case = answered("SMSMA")
    assert perspectives.spread(case)[2]["words"] == "Multi-agency working and Common sense"


def test_without_answers_nothing_is_said_of_the_spread() -> None:
    assert perspectives.spread(answered()) == [{"figure": "0", "what": "Answers", "words": "Not answered"}]


def test_a_group_with_fewer_than_five_answers_is_not_shown() -> None:
    lines = perspectives.groups(answered("MMMMM", Teachers="SSSMA", Support_staff="IIII"))
    assert lines == [
        {"group": "Leaders", "most": "Not answered"},
        {"answers": "5", "group": "Teachers", "most": "Common sense", "different": 3},
        {"group": "Support staff", "most": "Fewer than five answers: not shown"},
        {"group": "Partners", "most": "Not answered"},
        {"group": "Governors", "most": "Not answered"},
        {"group": "Other", "most": "Not answered"},
    ]


def test_what_stands_out() -> None:
    case = answered("MMMMMMAAAE")
    (form,) = case.model.forms
    assert stands_out(form, case) == [
        "10 answers: several views side by side",
        "Most often first: Multi-agency working",
    ]
    assert stands_out(form, answered("MMMM")) == ["4 answers so far"]
    assert stands_out(form, answered("M")) == ["1 answer so far"]
    assert stands_out(form, answered()) == []
