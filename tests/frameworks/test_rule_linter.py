"""Faults of a rule, its parameters and the scale: every one at once, each with its line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ecm_xl.core.rules import RULES, Gate, Parameters, Share
from ecm_xl.frameworks.linter import Fault
from ecm_xl.frameworks.loader import check_text, read_framework
from ecm_xl.frameworks.rule_linter import PARAMETERS, TAKES

RULE, HEAD, WORDS = "the rule", "the file's head", "the words"
Ruled = Callable[..., str]


@pytest.fixture
def ruled(small: str) -> Ruled:
    """`ruled("[rule]", 'id = "share"', ...)`: the small framework's file with those lines for its rule, line 4 on."""

    def make(*lines: str, levels: str = "") -> str:
        text = small.replace('rule = "lowest"\n', "\n".join(lines) + "\n")
        if levels:
            start, end = text.index("[[level]]"), text.index("[[no_level]]")
            text = text[:start] + levels.strip() + "\n\n" + text[end:]
        return text.replace('level = "Tree"', 'level = "Yes"') if "judgement_level" in levels else text

    return make


def scale(*values: float | None, names: str = "Seed Tree Wood Forest") -> str:
    """Levels with those values, as many."""
    return "\n".join(
        f'[[level]]\nname = "{name}"\nmeaning = "It is."\n' + ("" if value is None else f"value = {value}\n")
        for name, value in zip(names.split(), values, strict=False)
    )


JUDGED = """[[judgement_level]]
name = "No"
meaning = "Not yet."
{}
[[judgement_level]]
name = "Yes"
meaning = "So."
{}
"""

SOUND = {
    "lowest": ['rule = "lowest"'],
    "lowest, as a table": ["[rule]", 'id = "lowest"'],
    "lowest, in one line": ['rule = { id = "lowest" }'],
    "share": ["[rule]", 'id = "share"', 'share = "2/3"'],
    "share, by level": ["[rule]", 'id = "share"', "[rule.shares]", "Tree = 0.5"],
    "most-allowed": ["[rule]", 'id = "most-allowed"', "allowed = 0", 'none_below = "Seed"'],
    "gates": [
        "[rule]", 'id = "gates"', 'rest = "best-fit"',
        "[[rule.gate]]", 'refs = ["S01.SAFE.1", "S02.SAFE.1"]', 'level = "Tree"', 'before = "Tree"',
    ],
    "gates, with a table for the rest": [
        "[rule]", 'id = "gates"', "[rule.rest]", 'id = "k-of-n"', "k = 1",
        "[[rule.gate]]", 'refs = ["S01.SAFE.1"]', 'level = "Tree"', 'before = "Tree"',
    ],
    "best-fit": ['rule = "best-fit"'],
    "secure-fit": ["[rule]", 'id = "secure-fit"', "share = 0.75"],
    "k-of-n": ["[rule]", 'id = "k-of-n"', "k = 1", 'named = ["S01.SAFE.1", "S01.ENJOY.1"]', "of_named = 1"],
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_rule_without_a_fault(ruled: Ruled, name: str) -> None:
    text = ruled(*SOUND[name])

    assert check_text(text) == []
    assert read_framework(text).roll_up_rule.id == name.partition(",")[0]


def measured(text: str) -> str:
    """The file with a benchmark for every descriptor."""
    return text.replace("evidence =", 'benchmark = "Tree"\nevidence =')


def test_benchmarks_ask_for_a_greater_share_level_by_level(ruled: Ruled) -> None:
    lines = ["[rule]", 'id = "benchmark"', "[rule.shares]"]
    message = "'{}' asks for no greater share than '{}', which could never come up"
    levels = scale(None, None, None, None)
    rising = ruled(*lines, "Tree = 0.25", 'Wood = "1/3"', "Forest = 1", levels=levels)
    falling = ruled(*lines, "Tree = 0.5", 'Wood = "2/4"', "Forest = 0.4", levels=levels)

    assert check_text(measured(rising)) == []
    assert check_text(measured(falling)) == [
        Fault(8, RULE, message.format("Wood", "Tree")),
        Fault(9, RULE, message.format("Forest", "Wood")),
    ]
    assert check_text(measured(ruled('rule = "benchmark"', levels=scale(None, None, None)))) == [
        Fault(4, RULE, message.format("Wood", "Tree"))
    ]


def test_a_mean_and_benchmarks_without_a_fault(ruled: Ruled) -> None:
    mean = ruled("[rule]", 'id = "mean"', "[rule.cut_offs]", "Tree = 1", "Wood = 2.5", levels=scale(0, 1, 3))
    benchmark = measured(ruled('rule = "benchmark"'))

    assert check_text(mean) == []
    assert check_text(benchmark) == []


def test_every_rule_says_what_it_takes_and_every_parameter_is_looked_at() -> None:
    assert list(TAKES) == list(RULES)
    assert {key for takes in TAKES.values() for key in takes.all} == set(PARAMETERS)


def test_what_is_read_of_a_rule(ruled: Ruled) -> None:
    framework = read_framework(ruled(*SOUND["gates, with a table for the rest"]))

    assert framework.rule == "gates"
    assert framework.parameters == Parameters(
        gates=(Gate(("S01.SAFE.1",), "Tree", "Tree"),), rest="k-of-n", rest_parameters=Parameters(k=1)
    )
    assert read_framework(ruled(*SOUND["share, by level"])).parameters == Parameters(shares={"Tree": Share(1, 2)})


FAULTS = [
    (["[rule]", "share = 1"], [(4, "'id' is missing; it names the rule, in quotes")]),
    (["[rule]", 'id = "median"'], [(5, f"the rule 'median' is not known; known: {', '.join(RULES)}")]),
    (["[rule]", 'id = "lowest"', "share = 1"], [(6, "'share' is not known to the rule lowest")]),
    (['rule = "share"'], [(4, "'share' is missing: the rule share needs it")]),
    (["[rule]", 'id = "secure-fit"'], [(5, "'share' is missing: the rule secure-fit needs it")]),
    (
        ["[rule]", 'id = "share"', "share = 1.5"],
        [(6, "'share' is a share above 0 and at most 1: 0.75, or \"2/3\"")],
    ),
    (
        ['rule = { id = "share", share = 75 }'],
        [(4, "'share' is a share above 0 and at most 1: 0.75, or \"2/3\"")],
    ),
    (["[rule]", 'id = "share"', "shares = 1"], [(6, "'shares' is a table of levels, each with its share")]),
    (
        ["[rule]", 'id = "share"', "[rule.shares]", "Seed = 0.5", "Bush = 0.5", "Tree = 0"],
        [
            (7, "'Seed' is the worst level: it asks for nothing"),
            (8, "'Bush' is not a level of this file"),
            (9, "the share of 'Tree' is above 0 and at most 1: 0.75, or \"2/3\""),
        ],
    ),
    (["[rule]", 'id = "share"', "[rule.shares]"], [(6, "'Tree' is missing")]),
    (
        ["[rule]", 'id = "most-allowed"', 'none_below = "Bush"'],
        [
            (5, "'allowed' is missing: the rule most-allowed needs it"),
            (6, "'none_below' names 'Bush', which is not a level of this file"),
        ],
    ),
    (
        ["[rule]", 'id = "most-allowed"', "allowed = -1"],
        [(6, "'allowed' is a whole number, 0 or more")],
    ),
    (
        ["[rule]", 'id = "k-of-n"', "k = 2", 'named = ["S09.SAFE.1", "S01.SAFE.1", "S01.SAFE.1"]', "of_named = 4"],
        [
            (6, "'k' is 2, but Standard 2 has only 1 of them"),
            (7, "'named' names S09.SAFE.1, which the file does not have"),
            (7, "'named' names S01.SAFE.1 twice"),
            (8, "'of_named' is more than are named"),
            (8, "'of_named' is more than 'k'"),
        ],
    ),
    (["[rule]", 'id = "k-of-n"', "k = 0", "named = []"], [
        (6, "'k' is a whole number, 1 or more"),
        (7, "'named' is a list of Refs"),
    ]),
    (["[rule]", 'id = "k-of-n"', "k = true"], [(6, "'k' is a whole number, 1 or more")]),
    (["[rule]", 'id = "gates"'], [(5, "'gate' is missing: the rule gates needs it")]),
    (["[rule]", 'id = "gates"', "gate = 3"], [(6, "'gate' is a list of entries, each under [[rule.gate]]")]),
    (
        [
            "[rule]", 'id = "gates"', 'rest = "gates"',
            "[[rule.gate]]", 'refs = ["S01.SAFE.1"]', 'level = "Tree"', 'before = "Tree"',
            "[[rule.gate]]", 'refs = ["S01.SAFE.9"]', 'level = "Bush"', 'before = "Seed"', "strict = true",
        ],
        [
            (6, "'rest' can't be gates again: give this rule more gates"),
            (11, "'refs' names S01.SAFE.9, which the file does not have"),
            (11, "'level' names 'Bush', which is not a level of this file"),
            (11, "'before' names 'Seed', which is not a judgement above the worst"),
            (11, "'strict' is not known to a gate"),
        ],
    ),
    (
        [
            "[rule]", 'id = "gates"', "rest = 3",
            "[[rule.gate]]", 'refs = ["S01.SAFE.1"]', 'level = "Tree"', 'before = "Tree"',
        ],
        [(6, "'rest' is a rule: its name in quotes, or a table with its id")],
    ),
    (
        [
            "[rule]", 'id = "gates"', "[rule.rest]", 'id = "share"', "share = 2",
            "[[rule.gate]]", 'refs = ["S01.SAFE.1"]', 'level = "Tree"', 'before = "Tree"',
        ],
        [(8, "'share' is a share above 0 and at most 1: 0.75, or \"2/3\"")],
    ),
    (
        ["[rule]", 'id = "mean"', "cut_offs = 3"],
        [
            (5, "the rule mean needs a 'value' for every level"),
            (6, "'cut_offs' is a table of levels, each with its cut-off"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "faults"), FAULTS)
def test_faults_of_a_rule_stand_with_their_lines(ruled: Ruled, lines: list[str], faults: list[tuple[int, str]]) -> None:
    assert check_text(ruled(*lines)) == [Fault(line, RULE, message) for line, message in faults]


@pytest.mark.parametrize(
    ("cut_offs", "head", "faults"),
    [
        (["Tree = 2", "Wood = 2"], "", [
            (8, "the cut-off of 'Wood' does not lie beyond that of 'Tree', the level beneath it"),
        ]),
        (["Tree = 0", "Wood = 3.5"], "", [
            (7, "the cut-off of 'Tree' is beyond the levels' values"),
            (8, "the cut-off of 'Wood' is beyond the levels' values"),
        ]),
        (['Tree = "1"', "Wood = nan"], "", [
            (7, "the cut-off of 'Tree' is a number"),
            (8, "the cut-off of 'Wood' is a number"),
        ]),
        (["Wood = 2", "Bush = 1"], "", [
            (6, "'Tree' is missing"),
            (8, "'Bush' is not a level of this file"),
        ]),
        (["Tree = 1", "Seed = 2"], "low_is_best = true", [
            (8, "the cut-off of 'Seed' does not lie beyond that of 'Tree', the level beneath it"),
        ]),
    ],
)  # fmt: skip
def test_faults_of_cut_offs(ruled: Ruled, cut_offs: list[str], head: str, faults: list[tuple[int, str]]) -> None:
    """Seed 0, Tree 1, Wood 3: with a low number the best, Wood is the worst of them and Seed the best."""
    text = ruled("[rule]", 'id = "mean"', "[rule.cut_offs]", *cut_offs, levels=scale(0, 1, 3))
    found = check_text(text.replace('version = "1"', f'version = "1"\n{head}') if head else text)

    moved = bool(head)
    assert sorted(map(str, found)) == sorted(str(Fault(line + moved, RULE, message)) for line, message in faults)


def test_a_benchmark_that_is_missing_or_unknown(ruled: Ruled, small: str) -> None:
    message = "'benchmark' is missing: the rule needs one for every descriptor"
    one = ruled('rule = "benchmark"').replace('evidence = "The fence"', 'evidence = "The fence"\nbenchmark = "Bush"')

    assert check_text(one) == [
        Fault(64, "descriptor S01.SAFE.1", message),
        Fault(69, "descriptor S01.SAFE.2", "its benchmark 'Bush' is not a level of this file"),
        Fault(75, "descriptor S01.ENJOY.1", message),
        Fault(85, "descriptor S02.SAFE.1", message),
    ]
    unused = small.replace('evidence = "The fence"', 'evidence = "The fence"\nbenchmark = "Bush"')
    assert check_text(unused) == [
        Fault(69, "descriptor S01.SAFE.2", "its benchmark 'Bush' is not a level of this file")
    ]


# The scale.


@pytest.mark.parametrize(
    ("head", "values", "order"),
    [
        ("", (None, None, None), ["Seed", "Tree", "Wood"]),
        ("best_first = true", (None, None, None), ["Wood", "Tree", "Seed"]),
        ("best_first = false", (None, None, None), ["Seed", "Tree", "Wood"]),
        ("", (0, 1, 3), ["Seed", "Tree", "Wood"]),
        ("", (3, 1, 0), ["Wood", "Tree", "Seed"]),
        ("best_first = true", (3, 1, 0), ["Wood", "Tree", "Seed"]),
        ("low_is_best = true", (1, 2, 3), ["Wood", "Tree", "Seed"]),
        ("low_is_best = true", (3, 2, 1), ["Seed", "Tree", "Wood"]),
        ("low_is_best = true\nbest_first = true", (-1, 0.5, 3), ["Wood", "Tree", "Seed"]),
    ],
)
def test_a_scale_either_way_round_runs_from_worst_to_best(
    ruled: Ruled, head: str, values: tuple[float | None, ...], order: list[str]
) -> None:
    framework = read_framework(ruled(head, 'rule = "lowest"', levels=scale(*values)))

    assert [level.name for level in framework.levels] == order
    assert framework.best == order[-1]


@pytest.mark.parametrize(
    ("head", "values", "faults"),
    [
        ("", (1, None, 3), [Fault(11, "level Tree", "'value' is missing: other levels have one")]),
        ("", (1, 1, 3), [
            Fault(11, "level Tree", "its 'value' breaks the order: down the list values only rise, or only fall"),
        ]),
        ("", (1, 3, 2), [
            Fault(16, "level Wood", "its 'value' breaks the order: down the list values only rise, or only fall"),
        ]),
        ("low_is_best = true", (None, None), [Fault(0, HEAD, "'low_is_best' needs a 'value' for every level")]),
        ("best_first = true", (1, 2), [Fault(0, HEAD, "'best_first' says otherwise than the levels' values")]),
        ("low_is_best = 1", (1, 2), [Fault(0, HEAD, "'low_is_best' is true or false")]),
        ("best_first = 'yes'", (None, None), [Fault(0, HEAD, "'best_first' is true or false")]),
        ("", (1, float("nan")), [
            Fault(11, "level Tree", "'value' is a number"),
            Fault(11, "level Tree", "'value' is missing: other levels have one"),
        ]),
    ],
)  # fmt: skip
def test_faults_of_a_scale(ruled: Ruled, head: str, values: tuple[float | None, ...], faults: list[Fault]) -> None:
    lines = ['rule = "lowest"', *([head] if head else [])]
    moved = [f if not f.line or not head else Fault(f.line + 1, f.place, f.message) for f in faults]

    assert check_text(ruled(*lines, levels=scale(*values)).replace('"Tree"\neverywhere', '"Seed"\neverywhere')) == moved


# Judgement levels.


def test_judgements_may_have_levels_of_their_own(ruled: Ruled) -> None:
    levels = scale(None, None, None) + JUDGED.format("", 'asks = "Tree"\nspellings = ["Y"]').replace(
        'meaning = "Not yet."', 'meaning = "Not yet."\nasks = "Seed"'
    )
    framework = read_framework(ruled('rule = "lowest"', levels=levels))

    assert [level.name for level in framework.judgement_levels] == ["No", "Yes"]
    assert framework.scale.floors == (0, 1)
    assert (framework.best, framework.best_judgement) == ("Wood", "Yes")
    assert framework.judgement_spellings == {"no": "No", "yes": "Yes", "y": "Yes"}


@pytest.mark.parametrize(
    ("rule", "asks", "faults"),
    [
        ("lowest", ("", 'asks = "Tree"'), [
            Fault(4, RULE, "the rule lowest needs to know which rating 'No' asks for: give it 'asks'"),
        ]),
        ("lowest", ('asks = "Tree"', 'asks = "Seed"'), [
            Fault(17, "judgement level Yes", "it asks for less than the level beneath it"),
        ]),
        ("lowest", ('asks = "Seed"', 'asks = "Yes"'), [
            Fault(17, "judgement level Yes", "it asks for 'Yes', which is not a level of this file"),
        ]),
        ("lowest", ('asks = "Seed"', 'asks = 1'), [Fault(17, "judgement level Yes", "'asks' is text in quotes")]),
    ],
)  # fmt: skip
def test_faults_of_judgement_levels(ruled: Ruled, rule: str, asks: tuple[str, str], faults: list[Fault]) -> None:
    text = ruled(f'rule = "{rule}"', levels=scale(None, None) + "\n" + JUDGED.format(*asks))

    assert [(fault.place, fault.message) for fault in check_text(text)] == [(f.place, f.message) for f in faults]


def test_an_award_asks_for_a_judgement(ruled: Ruled) -> None:
    levels = scale(None, None) + "\n" + JUDGED.format('asks = "Seed"', 'asks = "Tree"')
    text = ruled('rule = "lowest"', levels=levels)

    assert check_text(text) == []
    assert [
        fault.message
        for fault in check_text(text.replace('level = "Yes"\neverywhere = [1]', 'level = "Tree"\neverywhere = [1]'))
    ] == ["its level 'Tree' is not a level of this file"]


# Words.


def test_faults_of_the_words(small: str) -> None:
    text = small.replace(
        "\n[[level]]",
        '\n[words]\noutcomes = ""\nmapping = "For {outcome}, {it}."\nleads = 3\ncolour = "green"\n\n[[level]]', 1
    )  # fmt: skip

    assert check_text(text) == [
        Fault(7, WORDS, "'outcomes' is text in quotes, at most 150 letters long"),
        Fault(8, WORDS, "'mapping' may have {outcome} or {outcome_lower} in braces, nothing else"),
        Fault(9, WORDS, "'leads' is text in quotes, at most 150 letters long"),
        Fault(10, WORDS, "'colour' is not known here; known: outcomes, mapping, leads"),
    ]


# Whatever stands in a file.

VALUES = ('"x"', '""', "0", "-1", "true", "1.5", "nan", "[]", '["x"]', "[[1]]", "{}", "{ x = 1 }", '{ id = "share" }')


@pytest.mark.parametrize("name", [name for name in SOUND if len(SOUND[name]) > 1])
def test_a_damaged_rule_is_a_framework_or_a_list_of_faults_and_never_a_crash(ruled: Ruled, name: str) -> None:
    sound = faulty = 0
    lines = SOUND[name]
    for number, line in enumerate(lines):
        changes = [f"{line.split(' = ')[0]} = {value}" for value in VALUES] if " = " in line else []
        for changed in ("", *changes):
            text = ruled(*lines[:number], changed, *lines[number + 1 :])
            if check_text(text):
                faulty += 1
            else:
                assert read_framework(text).roll_up_rule.level({"S01.SAFE.1": 0, "S01.ENJOY.1": 1}) in (0, 1)
                sound += 1
    assert faulty > 10
    assert sound + faulty > 13
