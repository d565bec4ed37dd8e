"""What is remembered of a day, what is new since the last one, and in words how a Standard has moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from ecm_xl.core.answers import SettingAnswers, Value
from ecm_xl.core.framework import Framework
from ecm_xl.core.history import Entry, as_values, entries, first, latest, new_entries, progress, read_entry
from ecm_xl.core.judgements import judge

Answers = Callable[..., SettingAnswers]
RULE = "The lowest rating decides."
MARCH, MAY, JULY = date(2026, 3, 14), date(2026, 5, 2), date(2026, 7, 10)
THEN = Entry(MARCH, 1, "", "Shoot", "Shoot", 4, 4, "1", RULE, "A. Reed")
NOW = replace(THEN, on=JULY)


# What is remembered


def test_each_standard_is_remembered_and_then_its_outcomes(tiny: Framework, answers: Answers) -> None:
    read = answers(tiny, {"S01.SAFE.1": "Seed", "S01.SAFE.2": "Tree", "S01.ENJOY.1": "Does not grow here"})
    judged = judge(tiny, read, JULY)
    rule = judged[0].rule
    assert list(entries(tiny, judged, JULY, "A. Reed")) == [
        Entry(JULY, 1, "", "Not yet: 2 of 3 rated", "", 2, 3, "1", rule, "A. Reed"),
        Entry(JULY, 1, "Stay safe", "Seed", "Seed", 2, 2, "1", rule, "A. Reed"),
        Entry(JULY, 1, "Enjoy and achieve", "Not yet: 0 of 1 rated", "", 0, 1, "1", rule, "A. Reed"),
    ]
    assert [entry.by for entry in entries(tiny, judged, JULY)] == ["", "", ""]


def test_an_override_is_the_judgement_and_what_was_computed_stands_beside_it(tiny: Framework, answers: Answers) -> None:
    override = {"override": "Tree", "override_by": "A. Person", "override_on": JULY, "reason": "Seen."}
    read = answers(tiny, dict.fromkeys(tiny.descriptors, "Seed"), overrides={"S01": override})
    whole = next(entries(tiny, judge(tiny, read, JULY), JULY))
    assert (whole.judgement, whole.computed, whole.rated, whole.applicable) == ("Tree", "Seed", 4, 4)


def test_every_standard_has_its_lines_in_order(small: Framework, answers: Answers) -> None:
    found = [entry.key for entry in entries(small, judge(small, answers(small, {}), JULY), JULY)]
    assert found == [(n, title) for n in (1, 2, 3) for title in ("", "Stay safe", "Enjoy and achieve")]


# Whether two say the same


@pytest.mark.parametrize("other", [replace(THEN, on=JULY), replace(THEN, by="B. Moss"), THEN])
def test_the_day_and_the_name_do_not_matter(other: Entry) -> None:
    assert THEN.says(other)
    assert other.says(THEN)


CHANGES: Mapping[str, str | int] = {
    "judgement": "Tree",
    "computed": "Tree",
    "rated": 3,
    "applicable": 5,
    "version": "2",
    "rule": "Another.",
}


@pytest.mark.parametrize("name", CHANGES)
def test_all_else_does(name: str) -> None:
    assert not THEN.says(replace(THEN, **{name: CHANGES[name]}))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", CHANGES)
def test_lines_can_be_compared_that_were_judged_alike(name: str) -> None:
    other = replace(THEN, **{name: CHANGES[name]})  # type: ignore[arg-type]
    assert THEN.is_comparable(other) is (name not in ("version", "rule"))


# What is new


def outcome(rated: int, judgement: str = "Not yet") -> Entry:
    return replace(NOW, outcome="Stay safe", judgement=judgement, computed="", rated=rated)


@pytest.mark.parametrize(
    ("past", "now", "new"),
    [
        ([], [NOW], [NOW]),
        ([], [replace(NOW, rated=0)], [replace(NOW, rated=0)]),
        ([], [outcome(0)], []),
        ([], [outcome(1)], [outcome(1)]),
        ([THEN], [NOW], []),
        ([THEN], [replace(NOW, rated=3)], [replace(NOW, rated=3)]),
        ([THEN], [outcome(1)], [outcome(1)]),
        ([outcome(1)], [outcome(0)], [outcome(0)]),
        ([outcome(1)], [outcome(1)], []),
        ([THEN, replace(THEN, judgement="Tree")], [NOW], [NOW]),
        ([replace(THEN, judgement="Tree"), THEN], [NOW], []),
        ([THEN], [NOW, replace(NOW, standard=2)], [replace(NOW, standard=2)]),
        ([THEN], [], []),
    ],
)
def test_a_line_is_new_where_it_says_something_else_than_the_last(
    past: list[Entry], now: list[Entry], new: list[Entry]
) -> None:
    assert new_entries(past, now) == new


ONE, TWO, LAST = THEN, replace(THEN, on=MAY), replace(THEN, on=JULY)
OTHER = replace(THEN, standard=2)


def test_the_latest_of_each_and_the_latest_before_a_day() -> None:
    past = [ONE, OTHER, TWO, LAST]
    assert latest(past) == {(1, ""): LAST, (2, ""): OTHER}
    assert latest(past, before=JULY) == {(1, ""): TWO, (2, ""): OTHER}
    assert latest(past, before=MAY) == {(1, ""): ONE, (2, ""): OTHER}
    assert latest(past, before=MARCH) == {}
    assert latest([]) == {}


def test_the_first_of_each_is_the_starting_point() -> None:
    assert first([ONE, OTHER, TWO, LAST]) == {(1, ""): ONE, (2, ""): OTHER}
    assert first([]) == {}


# In words


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (("Shoot", 4), ("Tree", 4), "Better: was Shoot (14/03/2026)"),
        (("Seed", 4), ("Shoot", 3), "Better: was Seed (14/03/2026)"),
        (("Tree", 4), ("Shoot", 4), "Lower: was Tree (14/03/2026)"),
        (("Tree", 3), ("Tree", 4), "Still: was Tree (14/03/2026)"),
        (("Tree", 4), ("Tree", 4), "As on 14/03/2026"),
        (("Not yet: 2 of 4 rated", 2), ("Not yet: 2 of 4 rated", 2), "As on 14/03/2026"),
        (("Not yet: 2 of 4 rated", 2), ("Shoot", 4), "Judged: was 2 of 4 (14/03/2026)"),
        (("Not applicable", 0), ("Shoot", 4), "Judged: was Not applicable (14/03/2026)"),
        (("Shoot", 4), ("Not yet: 3 of 4 rated", 3), "No longer judged: was Shoot (14/03/2026)"),
        (("Not yet: 2 of 4 rated", 2), ("Not yet: 3 of 4 rated", 3), "Further: was 2 of 4 (14/03/2026)"),
        (("Not yet: 2 of 4 rated", 2), ("Not yet: 1 of 4 rated", 1), "Fewer ratings: was 2 of 4 (14/03/2026)"),
        (("Not yet: 2 of 5 rated", 2), ("Not yet: 2 of 4 rated", 2), "Changed: was 2 of 4 (14/03/2026)"),
        (("Not started (planned 2027)", 0), ("Not yet: 1 of 4 rated", 1),
         "Further: was Not started (planned 2027) (14/03/2026)"),
    ],
)  # fmt: skip
def test_how_a_standard_has_moved(tiny: Framework, then: tuple[str, int], now: tuple[str, int], words: str) -> None:
    past = replace(THEN, judgement=then[0], rated=then[1])
    assert progress(tiny, replace(NOW, judgement=now[0], rated=now[1]), past) == words


@pytest.mark.parametrize("name", ["version", "rule"])
def test_what_was_judged_otherwise_is_not_compared(tiny: Framework, name: str) -> None:
    past = replace(THEN, **{name: "other"})  # type: ignore[arg-type]
    assert progress(tiny, NOW, past) == "Not comparable with 14/03/2026"


def test_there_is_nothing_to_say_without_another_line(tiny: Framework) -> None:
    assert progress(tiny, NOW, None) == ""


# As the sheet holds it


LINE: Mapping[str, Value] = {
    "date": MARCH,
    "by": "A. Reed",
    "standard": "01 Ethos",
    "outcome": "",
    "judgement": "Shoot",
    "computed": "Shoot",
    "rated": 4,
    "applicable": 4,
    "framework_version": "1",
    "rule": RULE,
}


def test_a_line_is_written_and_read_back(tiny: Framework) -> None:
    assert as_values(tiny, THEN) == LINE
    assert read_entry(LINE) == THEN


def test_every_line_of_a_day_is_read_back_as_it_was(small: Framework, answers: Answers) -> None:
    day = list(entries(small, judge(small, answers(small, {"S01.SAFE.1": "Tree"}), JULY), JULY, "A. Reed"))
    assert [read_entry(as_values(small, entry)) for entry in day] == day
    assert len(day) == 9


@pytest.mark.parametrize(
    ("changes", "meant"),
    [
        ({"date": datetime(2026, 3, 14, 9, 30)}, {}),  # noqa: DTZ001 - a cell knows no zone
        ({"date": "14/03/2026"}, {}),
        ({"date": " 14/3/2026 09:30"}, {}),
        ({"standard": "S01"}, {}),
        ({"standard": "s1 Ethos"}, {}),
        ({"standard": " 1"}, {}),
        ({"standard": 1.0}, {}),
        ({"standard": 1}, {}),
        ({"standard": "012 Ethos"}, {"standard": 12}),
        ({"rated": 3.0}, {"rated": 3}),
        ({"rated": "4"}, {"rated": 0}),
        ({"rated": float("inf")}, {"rated": 0}),
        ({"rated": float("nan")}, {"rated": 0}),
        ({"rated": -1}, {"rated": 0}),
        ({"applicable": date(2026, 1, 1)}, {"applicable": 0}),
        ({"applicable": 10_000}, {"applicable": 10_000}),
        ({"applicable": 10_001}, {"applicable": 0}),
        ({"framework_version": 1.5}, {"version": "1.5"}),
        ({"by": 7}, {"by": "7"}),
    ],
)
def test_odd_cells_are_read_as_what_they_can_be(changes: Mapping[str, Value], meant: Mapping[str, str | int]) -> None:
    assert read_entry({**LINE, **changes}) == replace(THEN, **meant)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"date": ""},
        {"date": 46095},
        {"date": True},
        {"date": "in March"},
        {"date": "31/02/2026"},
        {"date": "14/03/26"},
        {"standard": ""},
        {"standard": "Ethos"},
        {"standard": "100 Ethos"},
        {"standard": "1st"},
        {"standard": "-1"},
    ],
)
def test_a_line_of_no_day_or_no_standard_is_none(changes: Mapping[str, Value]) -> None:
    assert read_entry({**LINE, **changes}) is None


@pytest.mark.parametrize("name", ["date", "standard"])
def test_a_line_without_them_is_none_either(name: str) -> None:
    assert read_entry({key: value for key, value in LINE.items() if key != name}) is None


def test_what_else_is_missing_is_blank() -> None:
    assert read_entry({"date": MARCH, "standard": "01"}) == Entry(MARCH, 1, "", "", "", 0, 0, "", "", "")
