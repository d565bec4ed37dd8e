"""Which edition of a form a sheet was drawn from: another one wherever anything of it is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from ecm_xl.core import editions
from ecm_xl.core.editions import edition, fingerprint, mark_in
from ecm_xl.core.framework import Framework
from ecm_xl.core.tables import Field, FormModel, OwnRow, TableModel
from ecm_xl.frameworks.loader import load_framework

ROWS = OwnRow("A.1", {"says": "First"}), OwnRow("A.2", {"says": "Second"})
FIELDS = (
    Field("ref", "Ref", "ref", 9, "Its number."),
    Field("says", "What", "fixed", 30, "The row."),
    Field("how", "How", "choice", 12, "Choose.", choices=("Good", "Poor")),
)
TABLE = TableModel("Form", "grid", "Answer.", FIELDS, rows="own", own_rows=ROWS)
FORM = FormModel("form", "A form", "Form", "C6", "1.0", "To try.", "Anyone", "Tests", "", (TABLE,))


def mark(form: FormModel = FORM, framework: Framework | None = None) -> str:
    return mark_in(edition(form, framework or load_framework()))


def with_table(**changes: object) -> FormModel:
    return replace(FORM, tables=(replace(TABLE, **changes),))  # type: ignore[arg-type]


CHANGED = {
    "version": replace(FORM, version="1.1"),
    "title": replace(FORM, title="Another form"),
    "a row's words": with_table(own_rows=(ROWS[0], OwnRow("A.2", {"says": "The second"}))),
    "a row's note": with_table(own_rows=(ROWS[0], replace(ROWS[1], note="See page 4."))),
    "a row more": with_table(own_rows=(*ROWS, OwnRow("A.3", {"says": "Third"}))),
    "a row less": with_table(own_rows=ROWS[:1]),
    "rows the other way round": with_table(own_rows=ROWS[::-1]),
    "a heading": with_table(fields=(*FIELDS[:2], replace(FIELDS[2], header="How well"))),
    "a choice": with_table(fields=(*FIELDS[:2], replace(FIELDS[2], choices=("Good", "Weak")))),
    "a column more": with_table(fields=(*FIELDS, Field("why", "Why", "text", 30, "In words."))),
    "a column less": with_table(fields=FIELDS[:2]),
}


@pytest.mark.parametrize("change", CHANGED)
def test_whatever_is_drawn_otherwise_is_another_edition(change: str) -> None:
    assert mark(CHANGED[change]) != mark()


def test_the_same_form_made_anew_is_the_same_edition() -> None:
    rows = tuple(OwnRow(row.ref, dict(row.texts)) for row in ROWS)
    assert mark(with_table(own_rows=rows, fields=tuple(replace(one) for one in FIELDS))) == mark()


def test_words_of_the_standards_count_where_rows_are_theirs() -> None:
    framework = load_framework()
    first = replace(framework.standards[0], title="Ways of life")
    other = replace(framework, standards=(first, *framework.standards[1:]))
    of_standards = with_table(rows="standards", own_rows=())
    assert mark(of_standards, other) != mark(of_standards, framework)
    assert mark(FORM, other) == mark(FORM, framework)


@pytest.mark.parametrize(("kind", "levels"), [("rating", "levels"), ("level", "own_judgement_levels")])
def test_levels_count_where_they_are_answers(kind: str, levels: str) -> None:
    framework = load_framework()
    renamed = (replace(framework.levels[0], name="Begun"), *framework.levels[1:])
    other = replace(framework, **{levels: renamed})  # type: ignore[arg-type]
    of_levels = with_table(fields=(*FIELDS[:2], replace(FIELDS[2], kind=kind, choices=())))
    assert mark(of_levels, other) != mark(of_levels, framework)
    assert mark(FORM, other) == mark(FORM, framework)


def test_what_a_newer_program_could_say_and_does_not_makes_no_other_edition() -> None:
    @dataclass(frozen=True)
    class Newer:
        id: str
        colour: str = ""
        more: tuple[str, ...] = field(default=())

    @dataclass(frozen=True)
    class Older:
        id: str

    assert editions._plain(Newer("a")) == editions._plain(Older("a")) == [("id", "a")]
    assert editions._plain(Newer("a", "red")) == [("id", "a"), ("colour", "red")]


def test_it_is_written_for_people_and_read_back() -> None:
    said = edition(FORM, load_framework())
    assert said == f"Version 1.0 ({mark()})"
    assert len(mark()) == 8
    assert mark_in(f" {said} ") == mark()


@pytest.mark.parametrize("text", ["", "Version 1.0", "Version 1.0 (3FA9C1D2)", "Version 1.0 (3fa9c1d2) of it", 1.0])
def test_any_other_text_is_none(text: object) -> None:
    assert mark_in(text) == ""


@pytest.mark.parametrize(("words", "digits"), [("a", 6), ("\ud800", 8)])
def test_a_fingerprint_is_as_long_as_asked(words: str, digits: int) -> None:
    found: Callable[[str], bool] = set("0123456789abcdef").issuperset
    assert (len(fingerprint(words, digits)), found(fingerprint(words, digits))) == (digits, True)
