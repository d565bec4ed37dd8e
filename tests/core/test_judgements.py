"""How a judgement is made, point by point (DOMAIN), and every case of a tiny framework by enumeration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations, product

import pytest

from ecm_xl.core.answers import FilledTable, SettingAnswers, Unread, Value
from ecm_xl.core.framework import Framework, Level
from ecm_xl.core.judgements import Because, Judgement, Lift, Override, RollUp, judge, planned_year, read_override
from ecm_xl.core.rules import Gate, Parameters, Share

Answers = Callable[..., SettingAnswers]
RULE = "The lowest rating decides: a Standard is Tree only when every descriptor that applies is."
SAFE_1, SAFE_2, ENJOY_1, ENJOY_2 = "S01.SAFE.1", "S01.SAFE.2", "S01.ENJOY.1", "S01.ENJOY.2"
COMPLETE: Mapping[str, Value] = {
    "override": "Tree",
    "override_by": "A. Person",
    "override_on": date(2026, 7, 1),
    "reason": "Seen on a visit.",
}
OVERRIDE = Override("Tree", "A. Person", date(2026, 7, 1), "Seen on a visit.")


def counts(seed: int = 0, shoot: int = 0, tree: int = 0) -> dict[str, int]:
    """How many at each level."""
    return {"Seed": seed, "Shoot": shoot, "Tree": tree}


# 1. As long as an applicable descriptor has no level there is no judgement.


def test_nothing_is_rated(tiny: Framework, answers: Answers, today: date) -> None:
    none_of_two = RollUp("", "Not yet: 0 of 2 rated", 0, 2, counts())

    assert judge(tiny, answers(tiny, {}), today) == (
        Judgement(
            standard=1,
            title="Ethos",
            judgement="",
            computed="",
            computed_text="Not yet: 0 of 4 rated",
            override=None,
            outcomes={"Stay safe": none_of_two, "Enjoy and achieve": none_of_two},
            whole=RollUp("", "Not yet: 0 of 4 rated", 0, 4, counts()),
            rule=RULE,
            because=(),
            to_lift=(),
            unrated=(SAFE_1, SAFE_2, ENJOY_1, ENJOY_2),
            text="Not yet: 0 of 4 rated",
        ),
    )


def test_some_are_rated_and_one_outcome_is_whole(tiny: Framework, answers: Answers, today: date) -> None:
    read = answers(tiny, {SAFE_1: "Seed", SAFE_2: "Tree", ENJOY_1: "Tree"})

    assert judge(tiny, read, today) == (
        Judgement(
            standard=1,
            title="Ethos",
            judgement="",
            computed="",
            computed_text="Not yet: 3 of 4 rated (1 Seed, 2 Tree)",
            override=None,
            outcomes={
                "Stay safe": RollUp("Seed", "Seed", 2, 2, counts(seed=1, tree=1)),
                "Enjoy and achieve": RollUp("", "Not yet: 1 of 2 rated (1 Tree)", 1, 2, counts(tree=1)),
            },
            whole=RollUp("", "Not yet: 3 of 4 rated (1 Seed, 2 Tree)", 3, 4, counts(seed=1, tree=2)),
            rule=RULE,
            because=(),
            to_lift=(),
            unrated=(ENJOY_2,),
            text="Not yet: 3 of 4 rated (1 Seed, 2 Tree)",
        ),
    )


def test_the_text_of_six_of_seventeen(standards: Framework, answers: Answers, today: date) -> None:
    refs = [d.ref for d in standards.standard(1).descriptors]
    assert len(refs) == 17
    ratings = dict.fromkeys(refs[:4], "Developing") | dict.fromkeys(refs[9:11], "Embedded")

    judgement = judge(standards, answers(standards, ratings), today)[0]

    assert judgement.text == "Not yet: 6 of 17 rated (4 Developing, 2 Embedded)"
    assert judgement.computed_text == "Not yet: 6 of 17 rated (4 Developing, 2 Embedded)"
    assert judgement.short == "Not yet: 6 of 17 rated"
    assert judgement.judgement == ""
    assert judgement.whole.held_back_by == "11 without a rating, 4 Developing"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("", "blank"),
        ("Can't tell", "not enough evidence"),
        ("Bush", "unknown"),
        ("Seed/Tree", "two"),
        (3.0, "a number"),
        (Unread("#N/A"), "an error"),
    ],
)
def test_one_descriptor_without_a_level_is_enough_to_wait(
    tiny: Framework, answers: Answers, today: date, entry: Value, why: str
) -> None:
    read = answers(tiny, {SAFE_1: "Tree", SAFE_2: "Tree", ENJOY_1: "Tree", ENJOY_2: entry})

    (judgement,) = judge(tiny, read, today)

    assert (judgement.computed, judgement.text) == ("", "Not yet: 3 of 4 rated (3 Tree)"), why
    assert judgement.unrated == (ENJOY_2,)
    assert (judgement.because, judgement.to_lift) == ((), ())


def test_a_deleted_row_counts_as_not_rated(tiny: Framework, answers: Answers, today: date) -> None:
    read = answers(tiny, dict.fromkeys(tiny.descriptors, "Tree"), deleted=[SAFE_2])

    (judgement,) = judge(tiny, read, today)

    assert (judgement.text, judgement.unrated) == ("Not yet: 3 of 4 rated (3 Tree)", (SAFE_2,))
    assert judgement.outcomes["Stay safe"] == RollUp("", "Not yet: 1 of 2 rated (1 Tree)", 1, 2, counts(tree=1))


def test_a_ref_in_two_rows_counts_as_not_rated(tiny: Framework, answers: Answers, today: date) -> None:
    read = answers(tiny, dict.fromkeys(tiny.descriptors, "Tree"), doubtful=[ENJOY_1])

    (judgement,) = judge(tiny, read, today)

    assert (judgement.text, judgement.unrated) == ("Not yet: 3 of 4 rated (3 Tree)", (ENJOY_1,))


# 2. When all have a level, the rule is applied, to the Standard's descriptors.


def test_all_are_rated_and_the_lowest_decides(tiny: Framework, answers: Answers, today: date) -> None:
    read = answers(tiny, {SAFE_1: "Seed", SAFE_2: "Tree", ENJOY_1: "Seed", ENJOY_2: "Shoot"})

    assert judge(tiny, read, today) == (
        Judgement(
            standard=1,
            title="Ethos",
            judgement="Seed",
            computed="Seed",
            computed_text="Seed",
            override=None,
            outcomes={
                "Stay safe": RollUp("Seed", "Seed", 2, 2, counts(seed=1, tree=1)),
                "Enjoy and achieve": RollUp("Seed", "Seed", 2, 2, counts(seed=1, shoot=1)),
            },
            whole=RollUp("Seed", "Seed", 4, 4, counts(seed=2, shoot=1, tree=1)),
            rule=RULE,
            because=(Because(SAFE_1, "E5", "Seed"), Because(ENJOY_1, "E7", "Seed")),
            to_lift=(Lift(SAFE_1, "E5", "Seed", "Shoot"), Lift(ENJOY_1, "E7", "Seed", "Shoot")),
            unrated=(),
            text="Seed: 4 of 4 rated (2 Seed, 1 Shoot, 1 Tree)",
            lifts_to="Shoot",
        ),
    )


def test_the_best_level_is_reached_only_by_all(tiny: Framework, answers: Answers, today: date) -> None:
    (judgement,) = judge(tiny, answers(tiny, dict.fromkeys(tiny.descriptors, "Tree")), today)

    assert (judgement.judgement, judgement.text) == ("Tree", "Tree: 4 of 4 rated (4 Tree)")
    assert judgement.whole.held_back_by == ""
    assert judgement.to_lift == ()
    assert [b.ref for b in judgement.because] == list(tiny.descriptors)


# 3. Not applicable leaves the sum; throughout, it is no judgement and never the best level.


def test_not_applicable_leaves_the_sum(tiny: Framework, answers: Answers, today: date) -> None:
    no = "Does not grow here"

    assert judge(tiny, answers(tiny, {SAFE_1: "Tree", SAFE_2: no, ENJOY_1: no, ENJOY_2: no}), today) == (
        Judgement(
            standard=1,
            title="Ethos",
            judgement="Tree",
            computed="Tree",
            computed_text="Tree",
            override=None,
            outcomes={
                "Stay safe": RollUp("Tree", "Tree", 1, 1, counts(tree=1)),
                "Enjoy and achieve": RollUp("", no, 0, 0, counts()),
            },
            whole=RollUp("Tree", "Tree", 1, 1, counts(tree=1)),
            rule=RULE,
            because=(Because(SAFE_1, "E5", "Tree"),),
            to_lift=(),
            unrated=(),
            text="Tree: 1 of 1 rated (1 Tree)",
        ),
    )


def test_not_applicable_throughout_is_no_judgement(standards: Framework, answers: Answers, today: date) -> None:
    refs = [d.ref for d in standards.standard(9).descriptors]

    judgement = judge(standards, answers(standards, dict.fromkeys(refs, "N/A")), today)[8]

    assert (judgement.standard, judgement.judgement, judgement.computed) == (9, "", "")
    assert (judgement.text, judgement.short, judgement.computed_text) == ("Not applicable",) * 3
    assert judgement.whole == RollUp("", "Not applicable", 0, 0, {"Emergent": 0, "Developing": 0, "Embedded": 0})
    assert (judgement.because, judgement.to_lift, judgement.unrated) == ((), (), ())
    assert judgement.whole.held_back_by == ""


# 4. A complete override takes the judgement's place.


def test_a_complete_override_takes_the_place_and_the_computed_one_stays(
    tiny: Framework, answers: Answers, today: date
) -> None:
    read = answers(tiny, dict.fromkeys(tiny.descriptors, "Shoot"), overrides={"S01": COMPLETE})
    shoots = RollUp("Shoot", "Shoot", 2, 2, counts(shoot=2))

    assert judge(tiny, read, today) == (
        Judgement(
            standard=1,
            title="Ethos",
            judgement="Tree",
            computed="Shoot",
            computed_text="Shoot",
            override=OVERRIDE,
            outcomes={"Stay safe": shoots, "Enjoy and achieve": shoots},
            whole=RollUp("Shoot", "Shoot", 4, 4, counts(shoot=4)),
            rule=RULE,
            because=tuple(Because(ref, f"E{n}", "Shoot") for n, ref in enumerate(tiny.descriptors, 5)),
            to_lift=tuple(Lift(ref, f"E{n}", "Shoot", "Tree") for n, ref in enumerate(tiny.descriptors, 5)),
            unrated=(),
            text="Tree: rests on 1 override (Standard 1; computed: Shoot)",
            lifts_to="Tree",
        ),
    )


def test_an_override_may_also_lower_a_judgement(tiny: Framework, answers: Answers, today: date) -> None:
    read = answers(tiny, dict.fromkeys(tiny.descriptors, "Tree"), overrides={"S01": {**COMPLETE, "override": "Seed"}})

    (judgement,) = judge(tiny, read, today)

    assert (judgement.judgement, judgement.computed) == ("Seed", "Tree")
    assert judgement.text == "Seed: rests on 1 override (Standard 1; computed: Tree)"


@pytest.mark.parametrize(
    ("ratings", "computed_text"),
    [
        ({}, "Not yet: 0 of 4 rated"),
        ({SAFE_1: "Seed", ENJOY_2: "Bush"}, "Not yet: 1 of 4 rated (1 Seed)"),
        (dict.fromkeys((SAFE_1, SAFE_2, ENJOY_1, ENJOY_2), "Does not grow here"), "Does not grow here"),
    ],
)
def test_a_complete_override_counts_where_nothing_can_be_computed(
    tiny: Framework, answers: Answers, today: date, ratings: Mapping[str, Value], computed_text: str
) -> None:
    (judgement,) = judge(tiny, answers(tiny, ratings, overrides={"S01": COMPLETE}), today)

    assert (judgement.judgement, judgement.computed, judgement.short) == ("Tree", "", "Tree")
    assert judgement.text == f"Tree: rests on 1 override (Standard 1; computed: {computed_text})"
    assert judgement.rests_on_override


def test_a_complete_override_counts_for_a_standard_not_started(tiny: Framework, answers: Answers, today: date) -> None:
    read = answers(tiny, {}, overrides={"S01": COMPLETE}, leads={"S01": {"planned": 2027}})

    (judgement,) = judge(tiny, read, today)

    assert judgement.text == "Tree: rests on 1 override (Standard 1; computed: Not started (planned 2027))"


PARTS = {"override": "level", "override_by": "name", "override_on": "date", "reason": "reason"}


@pytest.mark.parametrize("there", [some for n in (1, 2, 3) for some in combinations(PARTS, n)], ids=" ".join)
def test_an_override_that_lacks_anything_does_not_count(
    tiny: Framework, answers: Answers, today: date, there: tuple[str, ...]
) -> None:
    """Each of the 14 ways to fill in some of the four cells, but not all."""
    fields = {name: value for name, value in COMPLETE.items() if name in there}
    read = answers(tiny, dict.fromkeys(tiny.descriptors, "Shoot"), overrides={"S01": fields})

    (judgement,) = judge(tiny, read, today)

    assert judgement.override == Override(
        level="Tree" if "override" in there else "",
        by="A. Person" if "override_by" in there else "",
        on=date(2026, 7, 1) if "override_on" in there else None,
        reason="Seen on a visit." if "reason" in there else "",
        missing=tuple(word for name, word in PARTS.items() if name not in there),
    )
    assert not judgement.override.counts
    assert (judgement.judgement, judgement.text) == ("Shoot", "Shoot: 4 of 4 rated (4 Shoot)")
    assert not judgement.rests_on_override


@pytest.mark.parametrize(
    ("field", "value", "lacks"),
    [
        ("override", "Bush", "level"),
        ("override", "Does not grow here", "level"),
        ("override", "Can't tell", "level"),
        ("override", "Seed/Tree", "level"),
        ("override", Unread("#REF!"), "level"),
        ("override_by", "   ", "name"),
        ("override_by", "\u200b\u00a0", "name"),
        ("override_by", Unread("#REF!"), "name"),
        ("override_on", "1 July", "date"),
        ("override_on", 46204.0, "date"),
        ("override_on", True, "date"),
        ("override_on", Unread("#VALUE!"), "date"),
        ("reason", " \n", "reason"),
        ("reason", "\ufeff", "reason"),
        ("reason", Unread("#NAME?"), "reason"),
    ],
)
def test_a_part_that_says_nothing_is_missing(
    tiny: Framework, answers: Answers, field: str, value: Value, lacks: str
) -> None:
    read = answers(tiny, {}, overrides={"S01": {**COMPLETE, field: value}})

    override = read_override(tiny, read.overrides, "S01")

    assert override is not None
    assert override.missing == (lacks,)


def test_a_date_with_a_time_is_its_day(tiny: Framework, answers: Answers) -> None:
    moment = datetime(2026, 7, 1, 15, 30)  # noqa: DTZ001 - a cell has no time zone
    read = answers(tiny, {}, overrides={"S01": {**COMPLETE, "override_on": moment, "override": " tree "}})

    assert read_override(tiny, read.overrides, "S01") == OVERRIDE


def test_no_override_where_its_cells_are_blank_or_its_row_is_missing_or_doubtful(
    tiny: Framework, answers: Answers
) -> None:
    blank = answers(tiny, {}, overrides={"S01": dict.fromkeys(COMPLETE, "")}).overrides
    missing = answers(tiny, {}).overrides
    doubtful = answers(tiny, {}, overrides={"S01": COMPLETE}).overrides
    doubtful.doubtful = frozenset({"S01"})

    assert [read_override(tiny, table, "S01") for table in (blank, missing, doubtful)] == [None, None, None]


def test_an_override_is_its_own_standards_only(small: Framework, answers: Answers, today: date) -> None:
    judgements = judge(small, answers(small, {}, overrides={"S02": COMPLETE}), today)

    assert [j.judgement for j in judgements] == ["", "Tree", ""]
    assert judgements[1].text == "Tree: rests on 1 override (Standard 2; computed: Not yet: 0 of 2 rated)"


# A Standard that the route has not reached yet (A3).


@pytest.mark.parametrize("planned", [2027, 2027.0, "2027", " 2027 "])
def test_a_standard_without_entry_that_is_planned_is_not_started(
    tiny: Framework, answers: Answers, today: date, planned: Value
) -> None:
    (judgement,) = judge(tiny, answers(tiny, {}, leads={"S01": {"planned": planned}}), today)

    assert (judgement.judgement, judgement.computed) == ("", "")
    assert (judgement.text, judgement.computed_text) == ("Not started (planned 2027)",) * 2
    assert judgement.short == "Not started (planned 2027)"
    assert judgement.whole.text == "Not yet: 0 of 4 rated"


@pytest.mark.parametrize("planned", [2026, 2025, 0, "", "soon", "2027/28", Unread("#REF!"), True, date(2027, 9, 1)])
def test_a_year_that_has_come_or_is_no_year_is_not_planned(
    tiny: Framework, answers: Answers, today: date, planned: Value
) -> None:
    (judgement,) = judge(tiny, answers(tiny, {}, leads={"S01": {"planned": planned}}), today)

    assert judgement.text == "Not yet: 0 of 4 rated"


@pytest.mark.parametrize("entry", ["Seed", "Can't tell", "Bush", Unread("#REF!")])
def test_a_planned_standard_with_any_entry_has_been_started(
    tiny: Framework, answers: Answers, today: date, entry: Value
) -> None:
    (judgement,) = judge(tiny, answers(tiny, {SAFE_1: entry}, leads={"S01": {"planned": 2027}}), today)

    assert judgement.text.startswith("Not yet: ")


@pytest.mark.parametrize("value", [1e300, float("inf"), float("nan"), 10**9, "9" * 400])
def test_no_number_is_too_odd_for_a_planned_year(tiny: Framework, answers: Answers, value: Value) -> None:
    year = planned_year(answers(tiny, {}, leads={"S01": {"planned": value}}).leads, "S01")

    assert 0 <= year < 10**9


@pytest.mark.parametrize(
    ("planned", "year"), [(1899, 0), (1900, 1900), (9999, 9999), (10_000, 0), (1, 0), ("27", 0), ("1900", 1900)]
)
def test_a_planned_year_has_four_figures(tiny: Framework, answers: Answers, planned: Value, year: int) -> None:
    assert planned_year(answers(tiny, {}, leads={"S01": {"planned": planned}}).leads, "S01") == year


def test_a_standard_without_a_row_in_leads_has_no_planned_year() -> None:
    assert planned_year(FilledTable("Leads"), "S01") == 0


def test_a_standard_in_two_rows_of_leads_has_no_planned_year(tiny: Framework, answers: Answers, today: date) -> None:
    read = answers(tiny, {}, leads={"S01": {"planned": 2027}})
    read.leads.doubtful = frozenset({"S01"})

    assert judge(tiny, read, today)[0].text == "Not yet: 0 of 4 rated"


# Short texts.


def test_the_computed_judgement_in_a_few_words(tiny: Framework, answers: Answers, today: date) -> None:
    def short(ratings: Mapping[str, Value], **more: object) -> str:
        return judge(tiny, answers(tiny, ratings, **more), today)[0].computed_short

    assert short({SAFE_1: "Seed"}, overrides={"S01": COMPLETE}) == "Not yet: 1 of 4 rated"
    assert short(dict.fromkeys(tiny.descriptors, "Shoot"), overrides={"S01": COMPLETE}) == "Shoot"
    assert short({}, leads={"S01": {"planned": 2027}}) == "Not started (planned 2027)"


def test_held_back_by_names_what_stands_between(tiny: Framework, answers: Answers, today: date) -> None:
    read = answers(tiny, {SAFE_1: "Seed", SAFE_2: "Shoot", ENJOY_1: "Tree", ENJOY_2: "Can't tell"})

    assert judge(tiny, read, today)[0].whole.held_back_by == "1 without a rating, 1 Seed, 1 Shoot"


# Every case of a tiny framework: 4 descriptors, 7 entries, 2401 workbooks.

ENTRIES = ("", "Seed", "Shoot", "Tree", "Does not grow here", "Can't tell", "Bush")
SCALE = ("Seed", "Shoot", "Tree")


def expected(entries: tuple[str, ...]) -> str:
    """The independent reckoning of `lowest`: the best level that every descriptor that applies meets."""
    applicable = [entry for entry in entries if entry != "Does not grow here"]
    if not applicable or any(entry not in SCALE for entry in applicable):
        return ""
    return [level for n, level in enumerate(SCALE) if all(entry in SCALE[n:] for entry in applicable)][-1]


def test_every_case_of_a_tiny_framework(tiny: Framework, answers: Answers, today: date) -> None:
    met = dict.fromkeys((*SCALE, ""), 0)
    for entries in product(ENTRIES, repeat=4):
        ratings = dict(zip(tiny.descriptors, entries, strict=True))
        (judgement,) = judge(tiny, answers(tiny, ratings), today)
        applicable = [entry for entry in entries if entry != "Does not grow here"]
        levels = [entry for entry in applicable if entry in SCALE]

        assert judgement.judgement == judgement.computed == expected(entries), entries
        assert judgement.outcomes["Stay safe"].level == expected(entries[:2]), entries
        assert judgement.outcomes["Enjoy and achieve"].level == expected(entries[2:]), entries
        assert (judgement.whole.rated, judgement.whole.applicable) == (len(levels), len(applicable))
        assert judgement.whole.counts == {level: levels.count(level) for level in SCALE}
        assert len(judgement.unrated) == len(applicable) - len(levels)
        assert bool(judgement.because) == bool(judgement.computed)
        met[judgement.judgement] += 1

    # Witness: 4^4 sorts of (level or Not applicable), less the one without a level: every other is no judgement.
    assert met == {"Seed": 175, "Shoot": 65, "Tree": 15, "": 7**4 - 255}


def test_the_smallest_lift_of_every_case_lifts_and_nothing_smaller_does(
    tiny: Framework, answers: Answers, today: date
) -> None:
    """`to_lift` applied raises the judgement; no other change of as few or fewer ratings and steps does."""

    def level_of(entries: tuple[str, ...]) -> int:
        (judgement,) = judge(tiny, answers(tiny, dict(zip(tiny.descriptors, entries, strict=True))), today)
        return SCALE.index(judgement.computed)

    every = {entries: level_of(entries) for entries in product(SCALE, repeat=4)}
    lifted = 0
    for entries, level in every.items():
        ratings = dict(zip(tiny.descriptors, entries, strict=True))
        (judgement,) = judge(tiny, answers(tiny, ratings), today)
        if level == len(SCALE) - 1:
            assert judgement.to_lift == ()
            continue
        assert all(ratings[lift.ref] == lift.now for lift in judgement.to_lift)
        after = tuple((ratings | {lift.ref: lift.to for lift in judgement.to_lift}).values())
        rivals = [other for other, reached in every.items() if reached > level]

        assert every[after] == level + 1
        assert [other for other in rivals if _size(entries, other) <= _size(entries, after)] == [after]
        lifted += 1
    assert lifted == 80


def _size(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[int, int]:
    steps = [abs(SCALE.index(a) - SCALE.index(b)) for a, b in zip(after, before, strict=True)]
    return sum(map(bool, steps)), sum(steps)


# Other rules, and judgements with levels of their own.


def test_what_holds_back_and_what_lifts_is_the_rules_own(tiny: Framework, answers: Answers, today: date) -> None:
    """A share of one half: one descriptor more is enough, the nearest; the level is reached with one still at Seed."""
    half = replace(tiny, rule="share", parameters=Parameters(share=Share(1, 2)))
    read = answers(half, {SAFE_1: "Seed", SAFE_2: "Shoot", ENJOY_1: "Tree", ENJOY_2: "Seed"})

    (judgement,) = judge(half, read, today)

    assert (
        judgement.rule
        == "A Standard is at a level when at least 50% of the descriptors that apply are at it or better."
    )
    assert (judgement.judgement, judgement.outcomes["Stay safe"].level) == ("Shoot", "Shoot")
    assert judgement.because == (
        Because(SAFE_1, "E5", "Seed"),
        Because(SAFE_2, "E6", "Shoot"),
        Because(ENJOY_2, "E8", "Seed"),
    )
    assert judgement.to_lift == (Lift(SAFE_2, "E6", "Shoot", "Tree"),)
    assert judgement.lifts_to == "Tree"
    assert judgement.whole.held_back_by == "2 Seed, 1 Shoot"
    assert judgement.outcomes["Enjoy and achieve"].held_back_by == ""


@pytest.fixture
def met_or_not(tiny: Framework) -> Framework:
    """Ratings on three levels, judgements on two: Met asks for Shoot."""
    own = (Level("Not met", "Not yet.", asks="Seed"), Level("Met", "So.", ("Y",), asks="Shoot"))
    return replace(tiny, own_judgement_levels=own)


def test_judgements_may_have_levels_of_their_own(met_or_not: Framework, answers: Answers, today: date) -> None:
    read = answers(met_or_not, {SAFE_1: "Shoot", SAFE_2: "Tree", ENJOY_1: "Seed", ENJOY_2: "Shoot"})

    (judgement,) = judge(met_or_not, read, today)

    assert (judgement.judgement, judgement.text) == ("Not met", "Not met: 4 of 4 rated (1 Seed, 2 Shoot, 1 Tree)")
    assert judgement.outcomes["Stay safe"] == RollUp("Met", "Met", 2, 2, counts(shoot=1, tree=1))
    assert judgement.to_lift == (Lift(ENJOY_1, "E7", "Seed", "Shoot"),)
    assert judgement.lifts_to == "Met"
    assert judgement.whole.held_back_by == "1 Seed"
    assert judgement.outcomes["Stay safe"].held_back_by == ""


@pytest.mark.parametrize(("typed", "level"), [("Met", "Met"), (" y ", "Met"), ("not  met", "Not met"), ("Tree", "")])
def test_an_override_is_a_judgement_level(
    met_or_not: Framework, answers: Answers, today: date, typed: str, level: str
) -> None:
    read = answers(met_or_not, {}, overrides={"S01": {**COMPLETE, "override": typed}})

    (judgement,) = judge(met_or_not, read, today)

    assert judgement.override is not None
    assert (judgement.judgement, judgement.override.level) == (level, level)


def test_benchmarks_say_how_many_are_met(tiny: Framework, answers: Answers, today: date) -> None:
    benchmarks = {SAFE_1: "Seed", SAFE_2: "Shoot", ENJOY_1: "Shoot", ENJOY_2: "Tree"}
    (standard,) = tiny.standards
    measured = tuple(replace(d, benchmark=benchmarks[d.ref]) for d in standard.descriptors)
    framework = replace(
        tiny,
        rule="benchmark",
        standards=(replace(standard, descriptors=measured),),
        own_judgement_levels=(Level("Not met", "No."), Level("Met", "So.")),
    )
    read = answers(framework, dict.fromkeys(benchmarks, "Shoot"))

    (judgement,) = judge(framework, read, today)

    assert judgement.text == "Not met: 4 of 4 rated (4 Shoot); 3 of 4 at their benchmark or better"
    assert judgement.whole.held_back_by == "1 below their benchmark"
    assert judgement.outcomes["Stay safe"].level == "Met"
    assert (judgement.because, judgement.to_lift) == (
        (Because(ENJOY_2, "E8", "Shoot"),),
        (Lift(ENJOY_2, "E8", "Shoot", "Tree"),),
    )
    begun = judge(framework, answers(framework, {SAFE_2: "Seed"}), today)[0]
    assert begun.whole.held_back_by == "3 without a rating, 1 below their benchmark"


def test_what_decided_stands_in_the_frameworks_order_though_outcomes_alternate(
    tiny: Framework, answers: Answers, today: date
) -> None:
    (standard,) = tiny.standards
    a, b, c, d = standard.descriptors
    mixed = replace(tiny, standards=(replace(standard, descriptors=(c, a, d, b)),))

    (judgement,) = judge(mixed, answers(mixed, dict.fromkeys(tiny.descriptors, "Seed")), today)

    assert (
        [x.ref for x in judgement.because] == [x.ref for x in judgement.to_lift] == [ENJOY_1, SAFE_1, ENJOY_2, SAFE_2]
    )


def test_outcomes_with_the_same_counts_differ_where_the_rule_asks_who_has_which_rating(
    tiny: Framework, answers: Answers, today: date
) -> None:
    half = Parameters(share=Share(1, 2))
    gates = Parameters(gates=(Gate((SAFE_1,), "Shoot", "Shoot"),), rest="share", rest_parameters=half)
    read = answers(tiny, dict(zip(tiny.descriptors, ("Seed", "Tree", "Seed", "Tree"), strict=True)))

    (judgement,) = judge(replace(tiny, rule="gates", parameters=gates), read, today)

    assert {title: group.level for title, group in judgement.outcomes.items()} == {
        "Stay safe": "Seed",
        "Enjoy and achieve": "Tree",
    }
    assert judgement.computed == "Seed"
