"""What prints the mutation score: which mutants are tried, and what is said of them. No mutant is made here."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import pytest

from tests.mutation import CORE, ROOT, decorated_below, function_of, module_of, report, results_in, score, wanted

PRINTED = """
    ecm_xl.core.words.x_fold__mutmut_1: killed
    ecm_xl.core.words.x_fold__mutmut_2: survived
    ecm_xl.core.words.x_fold__mutmut_12: timeout
    ecm_xl.core.words.x_in_words__mutmut_1: no tests
    ecm_xl.core.checks.x__quiet__mutmut_1: not checked
    ecm_xl.core.checks.case.xǁCaseǁon__mutmut_1: killed
"""
DECORATED = '''
class Shelf:
    """Counts."""

    @cached_property
    def books(self):
        """How many."""
        return 40 + 2

    @property
    def twice(self):
        return 2 * self.books

    def plain(self):
        return 1


@named("again")
def again(number):
    return number
'''


def test_what_is_decorated_below_does_the_same() -> None:
    source = decorated_below(DECORATED)
    space: dict[str, Any] = {"cached_property": cached_property, "named": lambda name: lambda do: (name, do(1))}
    exec(source, space)  # noqa: S102 - the few lines above
    shelf = space["Shelf"]()

    assert "@" not in source
    assert (shelf.books, shelf.twice, shelf.plain(), space["again"]) == (42, 84, 1, ("again", 1))
    assert shelf.__dict__ == {"books": 42}


def test_core_has_no_decorated_function_left_for_mutmut_to_pass_over() -> None:
    for path in (ROOT / CORE.replace(".", "/")).rglob("*.py"):
        source = decorated_below(path.read_text(encoding="utf-8"))
        assert re.findall(r"@.+\n *def ", source) == [], path


def test_results_are_those_of_the_mutants_that_were_tried() -> None:
    results = results_in(PRINTED)

    assert len(results) == 5
    assert score(results) == "3 of 5 mutants found (60.0 %)"
    assert report(results) == "\n".join(
        [
            "checks.case: 1 of 1 mutants found (100.0 %)",
            "words: 2 of 4 mutants found (50.0 %)",
            "    fold: 1",
            "    in_words: 1",
        ]
    )


@pytest.mark.parametrize(
    ("mutant", "module", "function"),
    [
        ("ecm_xl.core.words.x_fold__mutmut_2", "words", "fold"),
        ("ecm_xl.core.checks.x__quiet__mutmut_14", "checks", "_quiet"),
        ("ecm_xl.core.checks.case.xǁCaseǁ_with__mutmut_1", "checks.case", "Case._with"),
    ],
)
def test_a_mutant_says_where_it_is(mutant: str, module: str, function: str) -> None:
    assert (module_of(mutant), function_of(mutant)) == (module, function)


def test_a_sample_is_of_the_modules_asked_for_and_of_so_many_tenths() -> None:
    assert wanted([], 10) == ["ecm_xl.core.*__mutmut_*[1627384950]"]
    assert wanted(["words", "checks"], 2) == ["ecm_xl.core.words.*__mutmut_*[16]", "ecm_xl.core.checks.*__mutmut_*[16]"]
