"""National Service Framework (C2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecm_xl.core.forms import lines_of, stands_out
from ecm_xl.core.forms.case import FormCase, Line
from ecm_xl.core.rules import Gate, Parameters, Share
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import load_form
from ecm_xl.frameworks.loader import load_model
from tests.forms import Content, case_of

SIZES = {1: 6, 2: 7, 3: 7, 4: 6, 5: 6, 6: 7, 7: 7, 8: 7, 9: 5, 10: 7, 11: 7}


def rated(number: int, *levels: str) -> dict[str, dict[str, str]]:
    """The themes of a standard, rated one after the other."""
    return {f"NSF{number:02d}.{n}": {"rating": level} for n, level in enumerate(levels, 1) if level}


def case_with(*standards: dict[str, dict[str, str]], model: SettingModel | None = None) -> FormCase:
    content: Content = {"NSF": {ref: row for standard in standards for ref, row in standard.items()}}
    return case_of("nsf", content=content, model=model)


def lines(case: FormCase) -> list[Line]:
    return lines_of(case.model.by_name["NSF_Standards"], case)


def ruled(rule: str, parameters: Parameters) -> SettingModel:
    """The model of a framework with another rule."""
    model = load_model()
    framework = replace(model.framework, rule=rule, parameters=parameters)
    return replace(model, framework=framework).with_forms((load_form("nsf", framework),))


def test_there_are_eleven_standards_of_three_to_seven_themes() -> None:
    case = case_with()
    assert {int(line["number"][3:]): line["working"] for line in lines(case) if isinstance(line["number"], str)} == {
        number: f"Not yet: 0 of {size} rated" for number, size in SIZES.items()
    }
    assert set(range(3, 8)) >= set(SIZES.values())
    assert {line["held_back_by"] for line in lines(case)} == {"All of its themes"}


def test_one_theme_without_a_level_and_nothing_comes_out() -> None:
    """Not rated, Not enough evidence and a misspelt level alike; Not applicable has left."""
    case = case_with(rated(9, "Embedded", "Not enough evidence", "Not applicable", "Embeded", ""))
    assert lines(case)[8] == {
        "number": "NSF09",
        "title": "9. The mental health and psychological well-being of children and young people",
        "working": "Not yet: 1 of 4 rated (1 Embedded)",
        "judgement": "Not yet",
        "held_back_by": "NSF09.2, NSF09.4, NSF09.5",
        "lift": "",
    }


def test_a_standard_comes_to_what_the_frameworks_rule_makes_of_its_themes() -> None:
    case = case_with(rated(9, "Embedded", "developing", "Not applicable", "Developing", "Embedded"))
    assert lines(case)[8] == {
        "number": "NSF09",
        "title": "9. The mental health and psychological well-being of children and young people",
        "working": "Developing: 4 of 4 rated (2 Developing, 2 Embedded)",
        "judgement": "Developing",
        "held_back_by": "NSF09.2, NSF09.4",
        "lift": "NSF09.2, NSF09.4 to Embedded",
    }


def test_nothing_holds_back_the_best_and_not_applicable_is_no_level() -> None:
    case = case_with(rated(9, *["Embedded"] * 5), rated(4, *["Not applicable"] * 6))
    best, none = lines(case)[8], lines(case)[3]
    assert [best[name] for name in ("working", "judgement", "held_back_by", "lift")] == [
        "Embedded: 5 of 5 rated (5 Embedded)",
        "Embedded",
        "",
        "",
    ]
    assert [none[name] for name in ("working", "judgement", "held_back_by", "lift")] == [
        "Not applicable",
        "Not applicable",
        "",
        "",
    ]


def test_a_theme_whose_row_is_gone_or_stands_twice_has_no_level() -> None:
    case = case_with(rated(9, *["Embedded"] * 5))
    table = case.answers.tables["NSF"]
    del table.numbers["NSF09.1"]
    table.doubtful = frozenset({"NSF09.2"})
    assert lines(case)[8]["held_back_by"] == "NSF09.1, NSF09.2"
    assert lines(case)[8]["working"] == "Not yet: 3 of 5 rated (3 Embedded)"


def test_another_rule_of_the_framework_decides_here_too() -> None:
    model = ruled("share", Parameters(share=Share(1, 2)))
    case = case_with(rated(9, "Embedded", "Embedded", "Embedded", "Emergent", "Emergent"), model=model)
    assert lines(case)[8]["judgement"] == "Embedded"
    assert lines_of(model.by_name["NSF_Rule"], case) == [
        {
            "rule_id": "share",
            "whose": "Your framework's own",
            "words": "A Standard is at a level when at least 50% of the descriptors that apply are at it or better.",
        }
    ]


@pytest.mark.parametrize(
    ("rule", "parameters"),
    [
        ("gates", Parameters(gates=(Gate(("S01.SAFE.1",), "Embedded", "Embedded"),), rest="best-fit")),
        ("k-of-n", Parameters(k=1, named=("S01.SAFE.1",))),
        ("benchmark", Parameters()),
    ],
)
def test_where_the_rule_names_descriptors_the_lowest_rating_decides(rule: str, parameters: Parameters) -> None:
    model = ruled(rule, parameters)
    if rule == "benchmark":  # every descriptor of such a framework has its own
        rows = [replace(d, benchmark="Developing") for d in model.framework.standards[0].descriptors]
        first = replace(model.framework.standards[0], descriptors=tuple(rows))
        framework = replace(model.framework, standards=(first, *model.framework.standards[1:]))
        model = replace(model, framework=framework)
    case = case_with(rated(9, "Embedded", "Embedded", "Embedded", "Embedded", "Emergent"), model=model)
    assert lines(case)[8]["judgement"] == "Emergent"
    assert lines_of(model.by_name["NSF_Rule"], case) == [
        {
            "rule_id": "lowest",
            "whose": "Ours: your framework's rule names its own descriptors",
            "words": "The lowest rating decides: a Standard is Embedded only when every descriptor that applies is.",
        }
    ]


def test_what_stands_out_counts_themes_and_standards() -> None:
    case = case_with(
        rated(9, *["Embedded"] * 5), rated(4, *["Developing"] * 6), rated(1, *["Embedded"] * 6), rated(2, "Emergent")
    )
    assert stands_out(case.model.forms[0], case) == [
        "18 of 72 themes of the National Service Framework rated",
        "Of its 11 standards: 2 Embedded, 1 Developing",
    ]
    case = case_with(rated(2, "Emergent", "Not applicable"))
    assert stands_out(case.model.forms[0], case) == ["1 of 71 themes of the National Service Framework rated"]
