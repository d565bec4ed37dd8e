"""Setting workbooks of other Standards: they read as their own framework says, and are read back and judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.cluster import gather
from ecm_xl.core.judgements import Judgement
from ecm_xl.core.rules import Parameters, Share
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import check_text, load_model, model_for, read_framework
from ecm_xl.workbook.book import Book, CellValue
from ecm_xl.workbook.cluster import cluster_book
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workflows.examine import examine_snapshot

FOLDER = Path(__file__).parents[1] / "frameworks" / "others"
NAMES = ("early_childhood", "inclusion_review", "online_safety")
OF_ECM = re.compile(
    r"Embedded|Emergent|\btwelve\b|\bfive\b|Every Child|\bECM\b|lowest|S03\.|03 Env|children be |healthy"
)


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


@pytest.fixture(params=NAMES)
def model(request: pytest.FixtureRequest) -> SettingModel:
    """Each of the three in turn."""
    return model_for(read_framework(text_of(request.param)))


def drawn(model: SettingModel, today: date, ratings: Mapping[str, CellValue] | None = None) -> Book:
    rows = {ref: {"rating": rating} for ref, rating in (ratings or {}).items()}
    return setting_book(model, {"Setting_Name": "Lark Rise"}, {"Audit": rows}, today)


def judged(model: SettingModel, today: date, ratings: Mapping[str, CellValue]) -> tuple[Judgement, ...]:
    """The judgements of a workbook with those ratings, drawn and read back."""
    return examine_snapshot(model, snapshot_of(drawn(model, today, ratings)), "lark.xlsx", today).judgements


def every_text(book: Book) -> Iterator[str]:
    """Whatever a person may read, formulas' texts too."""
    for sheet in book.sheets:
        for cell in sheet.cells:
            yield from (text for text in (cell.value, cell.formula, cell.note) if isinstance(text, str))
        for table in sheet.tables:
            yield from (column.note for column in table.columns)
        yield from (f"{chart.title} {chart.words}" for chart in sheet.charts)
        yield from (f"{choice.message} {choice.mistake}" for choice in sheet.choices)
        yield from (mark.formula for mark in sheet.marks)
        yield " ".join(sheet.page_heading)


def cell(book: Book, sheet: str, row: int, column: int) -> CellValue:
    return next(c.value for c in book.sheet(sheet).cells if (c.row, c.column) == (row, column))


def texts(book: Book, sheet: str, column: int) -> list[CellValue]:
    return [c.value for c in book.sheet(sheet).cells if c.column == column]


def notes(book: Book, sheet: str) -> dict[str, str]:
    return {column.header: column.note for column in book.sheet(sheet).tables[0].columns}


@pytest.mark.parametrize("name", NAMES)
def test_the_three_files_are_without_a_fault(name: str) -> None:
    assert check_text(text_of(name)) == []


def test_nothing_in_them_speaks_of_other_standards(model: SettingModel, today: date) -> None:
    assert [text for text in every_text(drawn(model, today)) if OF_ECM.search(text)] == []


def test_what_speaks_of_the_ecm_standards_would_be_found(today: date) -> None:
    found = {match[0] for text in every_text(drawn(load_model(), today)) for match in OF_ECM.finditer(text)}
    assert found == {
        "Embedded", "Emergent", "twelve", "five", "Every Child", "ECM", "lowest", "S03.", "03 Env", "children be ",
        "healthy",
    }  # fmt: skip


def test_excel_takes_them_as_they_are(
    model: SettingModel, today: date, against_excel: Callable[[Book], list[str]]
) -> None:
    assert against_excel(drawn(model, today)) == []


def test_how_each_says_its_rule_and_its_figures(today: date) -> None:
    books = {name: drawn(model_for(read_framework(text_of(name))), today) for name in NAMES}
    said = {name: [str(text) for text in texts(book, "Start", 2)] for name, book in books.items()}
    after = {name: lines[lines.index("How a Standard is judged") + 1 :] for name, lines in said.items()}

    assert after["early_childhood"][:2] == [
        "A Standard is at a level when at least 4 of its descriptors (all, where fewer apply) are at it or better, "
        "among them 2",
        "of S01.CHILDREN.1, S01.CHILDREN.2, S01.TEAM.1, S01.TEAM.2.",
    ]  # fmt: skip
    assert after["inclusion_review"][0].startswith("No Standard is Established or better before these descriptors are")
    assert after["online_safety"][:2] == [
        "A Standard is Nearly met when at least 50% of the descriptors that apply are at their own benchmark or "
        "better; Met when",
        "every descriptor that applies is at its own benchmark or better.",
    ]  # fmt: skip
    assert {name: cell(book, "Dashboard", 4, 1) for name, book in books.items()} == {
        "early_childhood": "0 of 1 Standards are Exceeding.",
        "inclusion_review": "0 of 2 Standards are Established or better; the award asks for all 2.",
        "online_safety": "0 of 2 Standards are Met; the award asks for all 2.",
    }
    assert {name: notes(book, "Judgements")["Held back by"] for name, book in books.items()} == {
        "early_childhood": (
            "What stands between this Standard and Exceeding: descriptors without a level and at each lower level."
        ),
        "inclusion_review": (
            "What stands between this Standard and Enhanced: descriptors without a level and at each lower level."
        ),
        "online_safety": (
            "What stands between this Standard and Met: descriptors without a level and below their benchmark."
        ),
    }
    assert notes(books["early_childhood"], "Judgements")["Among the team"] == (
        "What this Standard's descriptors for Among the team roll up to. A level counts from 4 at it or better."
    )
    assert notes(books["early_childhood"], "Audit")["Outcome"] == "Which of the two sides of quality it serves."
    assert (
        notes(books["early_childhood"], "Audit")["Standard"] == "Which of the one Standard the descriptor belongs to."
    )


def test_a_radar_is_drawn_from_three_standards_on_and_the_key_is_wide_enough(today: date) -> None:
    framework = read_framework(text_of("inclusion_review"))
    one, two = framework.standards
    three = replace(
        one, number=3, descriptors=tuple(replace(d, ref=f"S03{d.ref[3:]}", standard=3) for d in one.descriptors)
    )
    more = drawn(model_for(replace(framework, standards=(one, two, three))), today).sheet("Dashboard")
    few = drawn(model_for(framework), today).sheet("Dashboard")

    assert [chart.kind for chart in more.charts] == ["radar"]
    assert few.charts == []
    assert {few.widths[column] for column in range(5, 10)} == {17}


def test_a_descriptors_benchmark_stands_in_its_note(today: date) -> None:
    book = drawn(model_for(read_framework(text_of("online_safety"))), today)
    note = next(c.note for c in book.sheet("Audit").cells if c.value == "Parents know whom to ring about a message.")

    assert note == "What would count as evidence: The leaflet\nIts benchmark: Level 2"


def test_lists_and_keys_hold_the_levels_of_ratings_and_of_judgements(today: date) -> None:
    book = drawn(model_for(read_framework(text_of("online_safety"))), today)
    lists = {str(c.value): c.column for c in book.sheet("Lists").cells if c.row == 5}
    items = {
        name: [c.value for c in book.sheet("Lists").cells if c.column == column and c.row > 5]
        for name, column in lists.items()
    }

    assert items["Ratings"] == ["Level 5", "Level 4", "Level 3", "Level 2", "Level 1", "Not applicable"]
    assert items["Levels"] == items["Level_Names"] == ["Not met", "Nearly met", "Met"]
    assert "Setting_Types" not in items
    assert [c.source for c in book.sheet("Start").choices] == []
    key = [(c.value, c.look[-1]) for c in book.sheet("Dashboard").cells if c.row == 11 and c.column > 4]
    assert key[:3] == [("Not met", "level 0 of 3"), ("Nearly met", "level 1 of 3"), ("Met", "level 2 of 3")]
    marks = {mark.look[0] for mark in book.sheet("Judgements").marks}
    assert {"level 0 of 3", "level 2 of 3"} <= marks
    assert not {"level 4 of 5"} & marks
    assert "level 4 of 5" in {mark.look[0] for mark in book.sheet("Audit").marks}


# Read back and judged.


def test_so_many_of_n_areas_with_two_of_the_named(today: date) -> None:
    model = model_for(read_framework(text_of("early_childhood")))
    refs = list(model.framework.descriptors)
    high = dict.fromkeys(refs, "Meeting") | dict.fromkeys(refs[2:6], "Above")

    (judgement,) = judged(model, today, high)
    assert (judgement.judgement, judgement.rule) == ("Exceeding", model.framework.roll_up_rule.words)
    assert [b.ref for b in judgement.because] == refs[2:6]

    (judgement,) = judged(model, today, high | {refs[5]: "Meeting", refs[6]: "Exceeding"})
    assert judgement.judgement == "Meeting"
    assert [(x.ref, x.now, x.to) for x in judgement.to_lift] == [(refs[0], "Meeting", "Exceeding")]
    assert judgement.lifts_to == "Exceeding"


def test_what_is_laid_down_gates_the_rest(today: date) -> None:
    model = model_for(read_framework(text_of("inclusion_review")))
    best = dict.fromkeys(model.framework.descriptors, "Enhanced")

    one, two = judged(model, today, best | {"S01.DUTY.2": "Developing", "S02.DUTY.2": "Emerging"})
    assert (one.judgement, two.judgement) == ("Developing", "Emerging")
    assert [(x.ref, x.cell, x.now, x.to) for x in one.to_lift] == [("S01.DUTY.2", "E6", "Developing", "Established")]
    assert one.lifts_to == "Enhanced"
    assert [(x.ref, x.now, x.to) for x in two.to_lift] == [("S02.DUTY.2", "Emerging", "Developing")]
    assert two.outcomes["What we add"].level == "Enhanced"
    assert two.outcomes["What is laid down"].level == "Emerging"


def test_each_descriptor_has_its_benchmark_and_1_is_best(today: date) -> None:
    model = model_for(read_framework(text_of("online_safety")))
    at_benchmark = {ref: d.benchmark for ref, d in model.framework.descriptors.items()}

    one, two = judged(model, today, at_benchmark)
    assert (one.judgement, two.judgement) == ("Met", "Met")
    assert two.text == "Met: 3 of 3 rated (1 Level 5, 1 Level 3, 1 Level 2); 3 of 3 at their benchmark or better"
    assert one.whole.held_back_by == ""

    one, two = judged(model, today, at_benchmark | {"S01.PEOPLE.2": 3, "S02.PEOPLE.1": 5, "S02.SYSTEMS.1": "4"})
    assert (one.judgement, two.judgement) == ("Nearly met", "Not met")
    assert one.whole.held_back_by == "1 below their benchmark"
    assert [(x.ref, x.now, x.to) for x in one.to_lift] == [("S01.PEOPLE.2", "Level 3", "Level 2")]
    assert [(x.ref, x.now, x.to) for x in two.to_lift] == [("S02.PEOPLE.1", "Level 5", "Level 3")]
    assert (one.lifts_to, two.lifts_to) == ("Met", "Nearly met")


def test_an_override_names_a_judgement_level_and_no_rating(today: date) -> None:
    model = model_for(read_framework(text_of("online_safety")))
    row: dict[str, CellValue] = {
        "override": "met", "override_by": "A. Reed", "override_on": date(2026, 7, 1), "reason": "Seen",
    }  # fmt: skip
    book = setting_book(model, {}, {"Judgements": {"S01": row, "S02": row | {"override": "Level 1"}}}, today)

    one, two = examine_snapshot(model, snapshot_of(book), "lark.xlsx", today).judgements
    assert (one.judgement, one.text) == (
        "Met", "Met: rests on 1 override (Standard 1; computed: Not yet: 0 of 4 rated)"
    )  # fmt: skip
    assert two.judgement == ""
    assert two.override is not None
    assert two.override.missing == ("level",)


# Where no formula can hold the rule.


def too_long(descriptors: int) -> SettingModel:
    """So many descriptors in one Standard, each with a benchmark of its own among three."""
    framework = read_framework(text_of("online_safety"))
    standard, other = framework.standards
    pattern = standard.descriptors[0]
    rows = tuple(
        replace(pattern, ref=f"S01.PEOPLE.{n}", text=f"Number {n}", benchmark=f"Level {1 + n % 3}")
        for n in range(1, descriptors + 1)
    )
    return model_for(
        replace(
            framework,
            standards=(replace(standard, descriptors=rows), other),
            parameters=Parameters(shares={"Nearly met": Share(1, 2)}),
        )
    )


def judgement_cells(book: Book) -> dict[str, tuple[CellValue, str]]:
    """What the cells of the first Standard show, with their formulas."""
    sheet = book.sheet("Judgements")
    headers = [column.header for column in sheet.tables[0].columns]
    return {headers[c.column - 1]: (c.value, c.formula) for c in sheet.cells if c.row == 5 and c.column <= len(headers)}


def test_cells_say_run_judge_where_no_formula_can_hold_the_rule(
    today: date, against_excel: Callable[[Book], list[str]]
) -> None:
    model = too_long(500)
    ratings = dict.fromkeys(model.framework.descriptors, "Level 1")
    book = drawn(model, today, ratings)
    shown = judgement_cells(book)

    assert against_excel(book) == []
    assert [shown[header][0] for header in ("People", "Systems", "Computed", "Judgement")] == [
        "Run Judge", "Not applicable", "Run Judge", "Run Judge",
    ]  # fmt: skip
    working = {c.column: c for c in book.sheet("Working").cells if c.row == 7}
    level = next(c for c in working.values() if c.value == "Run Judge" and c.formula.startswith("=IF(OR("))
    assert level.formula == '=IF(OR($K7=0,$J7<>$K7),"","Run Judge")'
    assert cell(book, "Dashboard", 8, 2) == "Run Judge"
    assert cell(book, "Dashboard", 4, 1) == "0 of 2 Standards are Met; the award asks for all 2."
    assert any(str(text).startswith("4. Run Judge to see") for text in texts(book, "Start", 2))
    assert str(cell(book, "Judgements", 2, 1)).startswith("No formula can hold the rule of these Standards: run Judge")


def test_python_judges_where_cells_say_run_judge(today: date) -> None:
    model = too_long(500)
    ratings = dict.fromkeys(model.framework.descriptors, "Level 1")

    assert [j.judgement for j in judged(model, today, ratings)] == ["Met", "Met"]


def test_what_follows_from_the_counts_alone_is_live_all_the_same(today: date) -> None:
    model = too_long(500)
    refs = list(model.framework.descriptors)
    begun = judgement_cells(drawn(model, today, dict.fromkeys(refs[:3], "Level 2")))
    override: dict[str, CellValue] = {
        "override": "Met", "override_by": "A. Reed", "override_on": date(2026, 7, 1), "reason": "Seen",
    }  # fmt: skip
    audit: dict[str, dict[str, CellValue]] = {ref: {"rating": "Level 3"} for ref in refs}
    held = judgement_cells(setting_book(model, {}, {"Audit": audit, "Judgements": {"S01": override}}, today))

    assert begun["Computed"][0] == begun["Judgement"][0] == "Not yet: 3 of 500 rated (3 Level 2)"
    assert (held["Computed"][0], held["Judgement"][0]) == ("Run Judge", "Met")


def test_a_few_descriptors_less_and_a_formula_holds_it(today: date, against_excel: Callable[[Book], list[str]]) -> None:
    book = drawn(too_long(300), today)

    assert against_excel(book) == []
    assert max(len(c.formula) for c in book.sheet("Working").cells) > 4000
    assert "Run Judge" not in {c.value for c in book.sheet("Working").cells}
    assert not any('"Run Judge"' in c.formula for c in book.sheet("Working").cells)


# A cluster of them.


def test_a_cluster_of_them_reads_as_their_framework_says(model: SettingModel, today: date) -> None:
    best = dict.fromkeys(model.framework.descriptors, model.framework.best)
    results = [
        examine_snapshot(model, snapshot_of(drawn(model, today, ratings)), f"{name}.xlsx", today)
        for name, ratings in (("a", best), ("b", dict(list(best.items())[:-1])), ("c", {}))
    ]
    results = [replace(r, details={**r.details, "Setting_Id": r.file, "Setting_Name": r.file}) for r in results]
    book = cluster_book(gather(model.framework, results), today, {})

    book.sheets = [sheet for sheet in book.sheets if sheet.name != "Findings"]  # its titles are the catalogue's
    assert [text for text in every_text(book) if OF_ECM.search(text)] == []
    first = [c.value for c in book.sheet("Board").cells if c.row == 5]
    assert first == ["a.xlsx", *[model.framework.best_judgement] * len(model.framework.standards)]
