"""The live formulas say what Python says, whatever is typed; LibreOffice calculates them.

Every value that the files carry for a formula is made false before they are written, so that what is
read afterwards is what the formulas come to. Planned years lie so far off that no result hangs on the day.
Left out is what only Python sees as the same (no-break and zero-width spaces, full-width letters): a
finding says so, and Python's judgement is the one that counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from python_calamine import CalamineWorkbook

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.backends.writer import write_book
from ecm_xl.core.framework import Descriptor, Framework, Level, NoLevel, Outcome, Standard
from ecm_xl.core.progress import to_do
from ecm_xl.core.ratings import Sort
from ecm_xl.core.rules import RULES, Gate, Parameters, Share
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import model_for, read_framework
from ecm_xl.workbook.book import Book, Cell, CellValue, Sheet
from ecm_xl.workbook.places import HEADING_ROW
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workflows.examine import examine_snapshot

Rows = dict[str, dict[str, CellValue]]
Filled = dict[str, Rows]
Values = Mapping[str, Sequence[Sequence[object]]]
Save = Callable[..., list[Path]]
Typed = Iterator[tuple[str, CellValue]]
Way = Callable[[Random, Framework, Standard], Typed]

FALSE_TEXT, FALSE_NUMBER = "FALSE-VALUE", -12345
WITHOUT_FORMULAS = ("Agencies", "Mapping", "Plan", "Evidence", "Changes", "History")
FEW, MANY = range(8), range(200)
RATING, TO_DO, OVERRIDE = 5, 11, 10
"""Columns of Audit and Judgements."""
RUNS_OF_50 = [MANY[at : at + 50] for at in range(0, 200, 50)]


# --- Filling workbooks by chance -----------------------------------------------------------------------------


def filled(framework: Framework, seed: int, among: Sequence[Way] = ()) -> Filled:
    """A workbook's content by chance, the same for the same seed, each Standard in one of those ways (or of `WAYS`)."""
    chance = Random(seed)
    ways = [chance.choice(among or WAYS) for _ in framework.standards]
    audit: Rows = {}
    for standard, way in zip(framework.standards, ways, strict=True):
        for ref, typed in way(chance, framework, standard):
            audit[ref] = _with_words(chance, typed)
    overrides = {s.ref: _override(chance, framework) for s in framework.standards if chance.random() < 0.3}
    leads = {s.ref: {"planned": chance.choice(PLANNED)} for s in framework.standards if chance.random() < 0.5}
    return {"Audit": audit, "Judgements": overrides, "Leads": leads}


PLANNED: Sequence[CellValue] = (2090, 2095, "2091", " 2092 ", 1999, "soon", date(2090, 9, 1), 46631)
"""Years, a year as text, and what is no year: a word, a date and the number behind a date."""


def nothing(_chance: Random, _framework: Framework, _standard: Standard) -> Typed:
    yield from ()


def one_level(chance: Random, framework: Framework, standard: Standard) -> Typed:
    level = chance.choice(framework.levels)
    for descriptor in standard.descriptors:
        yield descriptor.ref, respelt(chance, level)


def mixed_levels(chance: Random, framework: Framework, standard: Standard) -> Typed:
    lowest = chance.randrange(len(framework.levels))
    for descriptor in standard.descriptors:
        yield descriptor.ref, respelt(chance, chance.choice(framework.levels[lowest:]))


def some_not_applicable(chance: Random, framework: Framework, standard: Standard) -> Typed:
    for ref, typed in mixed_levels(chance, framework, standard):
        yield ref, respelt(chance, left_out(framework)) if chance.random() < 0.4 else typed


def none_applicable(chance: Random, framework: Framework, standard: Standard) -> Typed:
    for descriptor in standard.descriptors:
        yield descriptor.ref, respelt(chance, left_out(framework))


def outcome_by_outcome(chance: Random, framework: Framework, standard: Standard) -> Typed:
    choices: list[Level | NoLevel] = [*framework.levels, left_out(framework)]
    answers = {outcome.code: chance.choice(choices) for outcome in framework.outcomes}
    for descriptor in standard.descriptors:
        yield descriptor.ref, respelt(chance, answers[descriptor.outcome])


def partly(chance: Random, framework: Framework, standard: Standard) -> Typed:
    share = chance.random()
    for ref, typed in some_not_applicable(chance, framework, standard):
        if chance.random() < share:
            yield ref, typed


def messy(chance: Random, framework: Framework, standard: Standard) -> Typed:
    for ref, typed in mixed_levels(chance, framework, standard):
        yield ref, typed if chance.random() < 0.8 else chance.choice(NO_LEVELS)


NO_LEVELS: Sequence[CellValue] = (
    "Not enough evidence", "insufficient EVIDENCE", "Embeded", "Emb*", "?", "*", "yes", "n/a?", "=1+1", "<>", ">0",
    "Embedded/Developing", "Developing or Embedded", "Emergent, Embedded", 2, 0, " ", "Not rated", "Not reported",
)  # fmt: skip
"""What is typed and is no level: answers without one, unknown words, two at once, signs dear to formulas."""

WAYS = (nothing, one_level, mixed_levels, some_not_applicable, none_applicable, outcome_by_outcome, partly, messy)


def left_out(framework: Framework) -> NoLevel:
    return next(x for x in framework.no_levels if x.leaves_the_sum)


def respelt(chance: Random, answer: Level | NoLevel) -> str:
    """The answer in any accepted spelling, case and spacing."""
    word = chance.choice([answer.name] * 3 + list(answer.spellings))
    if chance.random() < 0.2:
        word = chance.choice([word.upper(), word.lower(), word.swapcase()])
    if chance.random() < 0.05:
        word = chance.choice([f" {word}", f"{word}  ", word.replace(" ", "  ")])
    return word


WORDS: Sequence[CellValue] = ("", " ", "E01, E02", "=1+1", 7)


def _with_words(chance: Random, typed: CellValue) -> dict[str, CellValue]:
    row: dict[str, CellValue] = {"rating": typed}
    for field in ("evidence", "comment"):
        words = chance.choice(WORDS)
        row |= {field: words} if words else {}
    return row


def _override(chance: Random, framework: Framework) -> dict[str, CellValue]:
    """An override: complete, or without one of its parts, or with a part that is none."""
    level: CellValue = respelt(chance, chance.choice(framework.judgement_levels))
    whole: dict[str, CellValue] = {
        "override": level, "override_by": "A. Reed", "override_on": date(2026, 3, 14), "reason": "Seen by the panel",
    }  # fmt: skip
    spoilt: dict[str, CellValue] = {
        "override": chance.choice(["Excellent", "Not applicable", "Emb*", "Embedded/Developing"]),
        "override_by": " ", "override_on": "14/03/2026", "reason": "  ",
    }  # fmt: skip
    part = chance.choice([*whole, "", "", ""])
    if part and chance.random() < 0.5:
        return {field: value for field, value in whole.items() if field != part}
    return whole | ({part: spoilt[part]} if part else {})


# --- From a book to what its formulas come to ------------------------------------------------------------------


def bare(book: Book) -> Book:
    """The book without what no formula needs (notes, marks, lists, charts): read and saved far sooner."""
    book.sheets = [sheet for sheet in book.sheets if sheet.name not in WITHOUT_FORMULAS]
    for sheet in book.sheets:
        sheet.marks, sheet.bars, sheet.charts, sheet.choices = [], [], [], []
        sheet.cells = [cell._replace(note="") for cell in sheet.cells]
        for table in sheet.tables:
            columns = tuple(replace(column, note="") for column in table.columns)
            sheet.tables = [replace(table, columns=columns)]
    return book


def write_falsified(book: Book, path: Path) -> None:
    """Writes the book with a false value for every formula; the book itself is left alone."""
    sheets = [replace(sheet, cells=[_falsified(cell) for cell in sheet.cells]) for sheet in book.sheets]
    write_book(replace(book, sheets=sheets), path)


def _falsified(cell: Cell) -> Cell:
    if not cell.formula:
        return cell
    return cell._replace(value=FALSE_TEXT if isinstance(cell.value, str) else FALSE_NUMBER)


def values(path: Path) -> Values:
    """Every sheet's rows, from A1."""
    workbook = CalamineWorkbook.from_path(str(path))
    names = workbook.sheet_names
    return {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}


def value_at(found: Values, sheet: str, row: int, column: int) -> object:
    rows = found[sheet]
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def differences(book: Book, found: Values) -> list[tuple[str, int, int, object, object]]:
    """(sheet, row, column, Python's value, the formula's) wherever the two are not the same."""
    return [
        (sheet.name, cell.row, cell.column, cell.value, there)
        for sheet in book.sheets
        for cell in sheet.cells
        if cell.formula and not same(cell.value, there := value_at(found, sheet.name, cell.row, cell.column))
    ]


def same(mine: object, theirs: object) -> bool:
    if isinstance(mine, (int, float)) and isinstance(theirs, (int, float)):
        return abs(mine - theirs) <= 1e-9
    return type(mine) is type(theirs) and mine == theirs


def left_false(found: Values) -> list[tuple[str, object]]:
    return [
        (name, value)
        for name, rows in found.items()
        for row in rows
        for value in row
        if value in (FALSE_TEXT, FALSE_NUMBER)
    ]


def disagreements(model: SettingModel, today: date, seeds: range, folder: Path, save: Save) -> list[object]:
    """Everything in which formulas and Python differ, over workbooks filled by those seeds."""
    drawn = {str(seed): setting_book(model, _details(seed), filled(model.framework, seed), today) for seed in seeds}
    return compared(drawn, folder, save)


def compared(drawn: Mapping[str, Book], folder: Path, save: Save) -> list[object]:
    """Everything in which the formulas of those books and Python differ, in one run of LibreOffice."""
    books = {name: bare(book) for name, book in drawn.items()}
    paths = [folder / f"{name}.xlsx" for name in books]
    for book, path in zip(books.values(), paths, strict=True):
        write_falsified(book, path)
    found: list[object] = []
    for (name, book), path in zip(books.items(), save(paths), strict=True):
        there = values(path)
        found += [(name, *difference) for difference in differences(book, there)]
        found += [(name, *false) for false in left_false(there)]
    return found


def _details(seed: int) -> dict[str, CellValue]:
    return {"Setting_Name": "Oak & Ash <School>"} if seed % 2 else {}


# --- The two against each other -------------------------------------------------------------------------------


@pytest.mark.libreoffice
def test_formulas_and_python_agree_on_every_cell_of_8_workbooks_filled_by_chance(
    model: SettingModel, today: date, tmp_path: Path, saved_by_libreoffice: Save
) -> None:
    assert disagreements(model, today, FEW, tmp_path, saved_by_libreoffice) == []


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("seeds", RUNS_OF_50, ids=str)
def test_formulas_and_python_agree_on_every_cell_of_200_workbooks_filled_by_chance(
    model: SettingModel, today: date, tmp_path: Path, saved_by_libreoffice: Save, seeds: range
) -> None:
    assert disagreements(model, today, seeds, tmp_path, saved_by_libreoffice) == []


@pytest.mark.libreoffice
def test_without_recalculation_the_false_values_are_still_there(
    model: SettingModel, today: date, tmp_path: Path, saved_by_libreoffice: Save
) -> None:
    book, path = bare(setting_book(model, {}, filled(model.framework, 1), today)), tmp_path / "book.xlsx"
    write_falsified(book, path)
    there = values(saved_by_libreoffice([path], recalculate=False)[0])
    todo = [value_at(there, "Audit", cell.row, cell.column) for cell in book.sheet("Audit").cells if cell.formula]
    assert todo == [FALSE_TEXT] * len(model.framework.descriptors)
    assert len(differences(book, there)) > len(todo)


def results(model: SettingModel, today: date, seeds: range) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often each result comes up: Standards' computed ones, Outcome cells', and the less usual sorts of content."""
    standards: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for seed in seeds:
        drawing = Drawing(model, {}, filled(model.framework, seed), today)
        for judgement in drawing.judgements:
            standards[_sort(judgement.computed_text)] += 1
            outcomes.update(_sort(group.text) for group in judgement.outcomes.values())
            if judgement.override is not None:
                others["override" if judgement.override.counts else "incomplete override"] += 1
        for ref, row in drawing.answers.audit.rows.items():
            rating = drawing.ratings[ref]
            others[to_do(model.framework, rating, row)] += 1
            others["respelt"] += rating.respelt
            others[rating.sort.value] += 1
    return standards, outcomes, others


def _sort(text: str) -> str:
    return "not yet" if text.startswith("Not yet") else "not started" if text.startswith("Not started") else text


RESULTS = ("Emergent", "Developing", "Embedded", "not yet", "Not applicable")
OTHERS = ("Rate", "Give a reason", "Add evidence", "", "respelt", "override", "incomplete override",
          Sort.UNKNOWN.value, Sort.TWO.value, Sort.NO_LEVEL.value)  # fmt: skip


@pytest.mark.parametrize(("seeds", "least"), [(FEW, 3), (MANY, 20)], ids=["8 workbooks", "200 workbooks"])
def test_every_result_comes_up_often_among_workbooks_filled_by_chance(
    model: SettingModel, today: date, seeds: range, least: int
) -> None:
    standards, outcomes, others = results(model, today, seeds)
    assert {name: standards[name] for name in (*RESULTS, "not started") if standards[name] < least} == {}
    assert {name: outcomes[name] for name in RESULTS if outcomes[name] < least} == {}
    assert {name: others[name] for name in OTHERS if others[name] < least} == {}


# --- What formulas come to, written out by hand ------------------------------------------------------------------


def all_rated(framework: Framework, number: int, answer: str, **but: CellValue) -> Rows:
    """A Standard's rows, all rated alike and with evidence; `but` has other ratings by Outcome and place (SAFE_1)."""
    standard = framework.standard(number)
    rows: Rows = {d.ref: {"rating": answer, "evidence": "E01", "comment": "Agreed"} for d in standard.descriptors}
    for place, rating in but.items():
        rows[f"{standard.ref}.{place.replace('_', '.')}"]["rating"] = rating
    return rows


def deliberate(framework: Framework) -> Filled:
    """Every situation once, a Standard each."""
    audit = all_rated(framework, 1, "Embedded")
    audit |= all_rated(framework, 2, "Embedded", SAFE_1="Developing")
    audit |= all_rated(framework, 3, "EMBEDDED", SAFE_1="emerging", ENJOY_1=" Developing ")
    audit |= all_rated(framework, 4, "N/A", HEALTH_1="not applicable", SAFE_1="Not-Applicable", ENJOY_1="na")
    audit |= all_rated(framework, 6, "", HEALTH_1="Embeded")
    health = {f"HEALTH_{n}": "N/A" for n in range(1, len(framework.cells[8, "HEALTH"]) + 1)}
    audit |= all_rated(framework, 8, "Developing", **health)
    audit |= all_rated(framework, 9, "Embedded", SAFE_1="Embedded/Developing")
    audit |= all_rated(framework, 10, "Embedded", SAFE_1="Insufficient evidence")
    audit |= all_rated(framework, 11, "Emergent")
    override: dict[str, CellValue] = {
        "override": "embedded", "override_by": "A. Reed", "override_on": date(2026, 3, 14), "reason": "Seen",
    }  # fmt: skip
    leads: Rows = {
        "S05": {"planned": 2090},
        "S06": {"planned": 2090},
        "S07": {"planned": 1999},
        "S12": {"planned": date(2090, 9, 1)},
    }
    return {"Audit": audit, "Judgements": {"S11": override, "S12": override | {"reason": " "}}, "Leads": leads}


def expected(framework: Framework) -> dict[str, tuple[str, ...]]:
    """Judgements by Standard: five Outcomes, Rated, Computed, Judgement, Held back by."""
    e, d, g, no = "Embedded", "Developing", "Emergent", "Not applicable"
    size = {s.number: len(s.descriptors) for s in framework.standards}
    in_cell = {place: len(rows) for place, rows in framework.cells.items()}

    def unrated(number: int, says: str = "") -> tuple[str, ...]:
        five = [f"Not yet: 0 of {in_cell[number, o.code]} rated" for o in framework.outcomes]
        says = says or f"Not yet: 0 of {size[number]} rated"
        return (*five, f"0 of {size[number]}", says, says, f"{size[number]} without a rating")

    return {
        "S01": (e, e, e, e, e, f"{size[1]} of {size[1]}", e, e, ""),
        "S02": (e, d, e, e, e, f"{size[2]} of {size[2]}", d, d, "1 Developing"),
        "S03": (e, g, d, e, e, f"{size[3]} of {size[3]}", g, g, "1 Emergent, 1 Developing"),
        "S04": (no, no, no, no, no, "0 of 0", no, no, ""),
        "S05": unrated(5, "Not started (planned 2090)"),
        "S06": unrated(6),
        "S07": unrated(7),
        "S08": (no, d, d, d, d, *_all_but_health(framework), d, d, f"{size[8] - in_cell[8, 'HEALTH']} Developing"),
        "S09": (e, *_one_short(framework, 9, "SAFE"), e, e, e, *_one_short(framework, 9)),
        "S10": (e, *_one_short(framework, 10, "SAFE"), e, e, e, *_one_short(framework, 10)),
        "S11": (g, g, g, g, g, f"{size[11]} of {size[11]}", g, e, f"{size[11]} Emergent"),
        "S12": unrated(12),
    }


def _all_but_health(framework: Framework) -> tuple[str]:
    n = len(framework.standard(8).descriptors) - len(framework.cells[8, "HEALTH"])
    return (f"{n} of {n}",)


def _one_short(framework: Framework, number: int, outcome: str = "") -> tuple[str, ...]:
    """All Embedded but one without a level: what an Outcome cell says, or else the four columns of the Standard."""
    n = len(framework.cells[number, outcome] if outcome else framework.standard(number).descriptors)
    if outcome:
        return (f"Not yet: {n - 1} of {n} rated",)
    says = f"Not yet: {n - 1} of {n} rated ({n - 1} Embedded)"
    return (f"{n - 1} of {n}", says, says, "1 without a rating")


def judged(found: Values) -> dict[str, tuple[object, ...]]:
    """The same columns of Judgements as read from a file."""
    columns = (*range(3, 9), 9, 14, 15)
    rows = range(HEADING_ROW + 1, HEADING_ROW + 13)
    return {
        str(value_at(found, "Judgements", row, 1)): tuple(value_at(found, "Judgements", row, c) for c in columns)
        for row in rows
    }


def on_sheet(found: Values, sheet: str, label: str) -> object:
    """The value to the right of a label."""
    rows = found[sheet]
    row, column = next((r, c) for r, cells in enumerate(rows, 1) for c, value in enumerate(cells, 1) if value == label)
    return value_at(found, sheet, row, column + 1)


def without_row(sheet: Sheet, row: int) -> None:
    """Deletes a row of the sheet's table as a person does: what is below moves up."""
    kept = [cell for cell in sheet.cells if cell.row != row]
    sheet.cells = [cell._replace(row=cell.row - 1) if cell.row > row else cell for cell in kept]
    sheet.heights = {}
    first_row, first_column, last_row, last_column = sheet.tables[0].area
    sheet.tables = [replace(sheet.tables[0], area=(first_row, first_column, last_row - 1, last_column))]


def upside_down(sheet: Sheet) -> None:
    """Sorts the rows of the sheet's table from last to first."""
    first, _, last, _ = sheet.tables[0].area
    sheet.heights = {}
    sheet.cells = [
        cell._replace(row=first + 1 + last - cell.row) if first < cell.row <= last else cell for cell in sheet.cells
    ]


def with_errors(book: Book) -> None:
    """An error in the first Rating cell and in the override of Standard 11, as a formula gone wrong leaves it."""
    for sheet, row, column in (("Audit", HEADING_ROW + 1, RATING), ("Judgements", HEADING_ROW + 11, OVERRIDE)):
        cells = book.sheet(sheet).cells
        place = next(n for n, cell in enumerate(cells) if (cell.row, cell.column) == (row, column))
        cells[place] = cells[place]._replace(formula="=NA()", value="#N/A")


@pytest.fixture(scope="module")
def calculated(
    model: SettingModel, tmp_path_factory: pytest.TempPathFactory, saved_by_libreoffice: Save
) -> Mapping[str, tuple[Book, Values]]:
    """The deliberate workbook as it is, with a row deleted, sorted the other way round, and with errors in cells."""
    folder, today = tmp_path_factory.mktemp("deliberate"), date(2026, 7, 10)
    books = {
        name: bare(setting_book(model, {}, deliberate(model.framework), today))
        for name in ("as it is", "a row deleted", "sorted", "errors")
    }
    without_row(books["a row deleted"].sheet("Audit"), HEADING_ROW + 1)
    upside_down(books["sorted"].sheet("Audit"))
    with_errors(books["errors"])
    for name, book in books.items():
        write_falsified(book, folder / f"{name}.xlsx")
    saved = saved_by_libreoffice([folder / f"{name}.xlsx" for name in books])
    return {name: (book, values(path)) for (name, book), path in zip(books.items(), saved, strict=True)}


@pytest.mark.libreoffice
def test_each_situation_comes_to_what_the_domain_says(
    model: SettingModel, calculated: Mapping[str, tuple[Book, Values]]
) -> None:
    book, found = calculated["as it is"]
    assert judged(found) == expected(model.framework)
    assert differences(book, found) == []


@pytest.mark.libreoffice
def test_start_and_dashboard_sum_up_what_the_domain_says(
    model: SettingModel, calculated: Mapping[str, tuple[Book, Values]]
) -> None:
    _, found = calculated["as it is"]
    framework = model.framework
    blank = sum(len(framework.standard(number).descriptors) for number in (5, 6, 7, 12)) + 1  # S09.SAFE.1 has two
    total = len(framework.descriptors)
    assert value_at(found, "Start", 4, 2) == "Carry on: S05.HEALTH.1"
    assert on_sheet(found, "Start", "Descriptors with an answer") == f"{total - blank} of {total}"
    assert on_sheet(found, "Start", "Rows with something to do") == blank
    assert on_sheet(found, "Start", "Answered Not enough evidence") == 1
    assert on_sheet(found, "Start", "Standards with a judgement") == "5 of 12"
    assert on_sheet(found, "Start", "Standards at Embedded") == "2 of 12"
    assert [value_at(found, "Dashboard", row, 1) for row in (2, 3, 4, 5)] == [
        "",
        "Carry on: S05.HEALTH.1",
        "2 of 12 Standards are Embedded; the award asks for all 12.",
        "Rests on 1 override (see Judgements).",
    ]
    assert on_sheet(found, "Dashboard", "05 Personalised learning") == "Not started (planned 2090)"
    assert on_sheet(found, "Dashboard", "09 Multi-agency working") == "Not yet"


@pytest.mark.libreoffice
def test_a_deleted_row_is_not_a_completed_one(
    model: SettingModel, today: date, calculated: Mapping[str, tuple[Book, Values]]
) -> None:
    book, found = calculated["a row deleted"]
    framework, e = model.framework, "Embedded"
    first = (*_one_short(framework, 1, "HEALTH"), e, e, e, e, *_one_short(framework, 1))
    assert judged(found) == expected(framework) | {"S01": first}
    python = examine_snapshot(model, snapshot_of(book), "book.xlsx", today).judgements[0]
    assert (python.outcomes["Be healthy"].short, python.computed_text) == (first[0], first[6])


@pytest.mark.libreoffice
def test_sorted_rows_come_to_the_same_and_carry_on_follows_the_sheet(
    model: SettingModel, calculated: Mapping[str, tuple[Book, Values]]
) -> None:
    _, found = calculated["sorted"]
    last = model.framework.standard(12).descriptors[-1].ref
    assert judged(found) == expected(model.framework)
    assert value_at(found, "Start", 4, 2) == f"Carry on: {last}"


@pytest.mark.libreoffice
def test_an_error_in_a_cell_is_no_answer_and_spoils_no_other(
    model: SettingModel, today: date, calculated: Mapping[str, tuple[Book, Values]]
) -> None:
    book, found = calculated["errors"]
    framework, e = model.framework, "Embedded"
    first = (*_one_short(framework, 1, "HEALTH"), e, e, e, e, *_one_short(framework, 1))
    eleventh = expected(framework)["S11"]
    without_override = (*eleventh[:7], eleventh[6], eleventh[8])
    assert judged(found) == expected(framework) | {"S01": first, "S11": without_override}
    assert value_at(found, "Audit", HEADING_ROW + 1, TO_DO) == "Rate"
    assert value_at(found, "Start", 4, 2) == "Carry on: S01.HEALTH.1"
    assert value_at(found, "Dashboard", 5, 1) == ""
    python = examine_snapshot(model, snapshot_of(book), "book.xlsx", today).judgements
    assert [(j.judgement or j.computed_text) for j in python] == [row[7] for row in judged(found).values()]


# --- Every rule ---------------------------------------------------------------------------------------------------

OTHERS_FOLDER = Path(__file__).parents[1] / "frameworks" / "others"
BEDS = range(1, 9)
REFS = tuple(f"S{bed:02d}.{code}.{place}" for bed in BEDS for code in ("SAFE", "ENJOY") for place in (1, 2, 3))
NAMED = ("S01.SAFE.1", "S01.ENJOY.2", "S02.SAFE.1", "S02.SAFE.2", "S02.SAFE.3", "S03.SAFE.1", "S05.ENJOY.3")
"""One or two of some Standards, an Outcome throughout, none of the others."""


def garden(rule: str, parameters: Parameters, *judged_on: str, low_is_best: bool = False) -> Framework:
    """Eight Standards by two Outcomes by three descriptors, rated on a scale with gaps. `judged_on`: ratings that
    judgement levels of their own ask for."""
    values = (5, 4, 3, 1) if low_is_best else (0, 1, 3, 5)
    names = ("Bare", "Seed", "Shoot", "Tree")
    refs = {bed: [ref for ref in REFS if ref.startswith(f"S{bed:02d}")] for bed in BEDS}
    return Framework(
        id="garden",
        version="1",
        title="Garden Standards",
        rule=rule,
        levels=tuple(Level(name, "So.", (name[:2],), value) for name, value in zip(names, values, strict=True)),
        no_levels=(NoLevel("na", "Not here", "No.", True, True, True, ("N/A",)), NoLevel("un", "Unsure", "?", True)),
        outcomes=(Outcome("SAFE", "Stay safe"), Outcome("ENJOY", "Enjoy")),
        standards=tuple(
            Standard(n, f"Bed {n}", "It is.", tuple(_descriptor(ref, names) for ref in refs[n])) for n in refs
        ),
        parameters=parameters,
        own_judgement_levels=tuple(Level(f"Step {n}", "So.", asks=asks) for n, asks in enumerate(judged_on)),
        low_is_best=low_is_best,
    )


def _descriptor(ref: str, names: Sequence[str]) -> Descriptor:
    return Descriptor(ref, int(ref[1:3]), ref.split(".")[1], f"{ref} is seen.", "A list", names[REFS.index(ref) % 4])


GATES = (Gate(NAMED[:4], "Shoot", "Shoot"), Gate(NAMED[4:], "Seed", "Seed"))
CUT_OFFS = {"Seed": 0.5, "Shoot": 1.75, "Tree": 4}
SHARES = {"Seed": Share(1, 2), "Shoot": Share(2, 3), "Tree": Share(1, 3)}
RISING = {"Seed": Share(1, 3), "Shoot": Share(1, 2), "Tree": Share(4, 5)}
GARDENS: Mapping[str, Framework] = {
    "lowest": garden("lowest", Parameters()),
    "share": garden("share", Parameters(share=Share(2, 3))),
    "shares": garden("share", Parameters(shares=SHARES)),
    "share-met": garden("share", Parameters(share=Share(1, 2)), "Bare", "Shoot"),
    "most-allowed": garden("most-allowed", Parameters(allowed=2, none_below="Seed")),
    "gates": garden("gates", Parameters(gates=GATES)),
    "gates-best-fit": garden("gates", Parameters(gates=GATES, rest="best-fit")),
    "gates-mean": garden("gates", Parameters(gates=GATES, rest="mean", rest_parameters=Parameters(cut_offs=CUT_OFFS))),
    "gates-k-of-n": garden(
        "gates", Parameters(gates=GATES, rest="k-of-n", rest_parameters=Parameters(k=2, named=("S01.SAFE.2",)))
    ),
    "gates-benchmark": garden(
        "gates", Parameters(gates=GATES, rest="benchmark", rest_parameters=Parameters(shares=RISING))
    ),
    "best-fit": garden("best-fit", Parameters()),
    "mean": garden("mean", Parameters(cut_offs=CUT_OFFS)),
    "mean-low": garden("mean", Parameters(cut_offs={"Seed": 4.5, "Shoot": 3.2, "Tree": 1.5}), low_is_best=True),
    "secure-fit": garden("secure-fit", Parameters(share=Share(3, 4))),
    "k-of-n": garden("k-of-n", Parameters(k=3)),
    "k-of-n-named": garden("k-of-n", Parameters(k=3, named=NAMED)),
    "k-of-n-some": garden("k-of-n", Parameters(k=4, named=NAMED, of_named=1)),
    "benchmark": garden("benchmark", Parameters(), "", ""),
    "benchmark-shares": garden(
        "benchmark", Parameters(shares={"Step 1": Share(1, 2), "Step 2": Share(5, 6)}), "", "", ""
    ),
} | {path.stem: read_framework(path.read_text(encoding="utf-8")) for path in sorted(OTHERS_FOLDER.glob("*.toml"))}
"""Every rule, drawn in small gardens, and the three frameworks from elsewhere."""
ONE_A_RULE = (
    "shares", "most-allowed", "gates-k-of-n", "best-fit", "mean-low", "secure-fit", "k-of-n-some", "gates-benchmark",
    "early_childhood", "inclusion_review", "online_safety",
)  # fmt: skip
"""For every run; `lowest` is that of the workbooks above."""
MANY_A_RULE = range(200)


def around_a_level(chance: Random, framework: Framework, standard: Standard) -> Typed:
    """Most at one level, the others anywhere: so that every judgement comes up."""
    rank = chance.randrange(len(framework.levels))
    share = chance.random()
    for descriptor in standard.descriptors:
        level = framework.levels[rank] if chance.random() < share else chance.choice(framework.levels)
        yield descriptor.ref, respelt(chance, left_out(framework) if chance.random() < 0.1 else level)


RULED_WAYS = (*[around_a_level] * 8, one_level, some_not_applicable, none_applicable, outcome_by_outcome, partly, messy)


def ruled_books(name: str, today: date, seeds: range) -> dict[str, Book]:
    """Workbooks of one of `GARDENS`, filled by chance."""
    model = model_for(GARDENS[name])
    return {
        f"{name} {seed}": setting_book(model, {}, filled(model.framework, seed, RULED_WAYS), today) for seed in seeds
    }


def levels_among(books: Iterable[Book]) -> Counter[str]:
    """How often each level comes up on the sheet Working."""
    return Counter(
        str(cell.value)
        for book in books
        for cell in book.sheet("Working").cells
        if cell.formula.startswith("=IF(OR(") and cell.value
    )


def one_with_every_level(name: str, today: date) -> dict[str, Book]:
    """The first of those workbooks that shows every level."""
    levels = {x.name for x in GARDENS[name].judgement_levels}
    drawn = (ruled_books(name, today, MANY_A_RULE[seed : seed + 1]) for seed in MANY_A_RULE)
    return next(books for books in drawn if levels <= set(levels_among(books.values())))


def long_scale(levels: int) -> Framework:
    """A garden with so many levels, their names long."""
    names = [f"Step {n:02d}, a name so long that six of them are more than some would show" for n in range(levels)]
    measured = GARDENS["lowest"].standards
    return replace(
        GARDENS["lowest"],
        levels=tuple(Level(name, "So.") for name in names),
        standards=tuple(
            replace(s, descriptors=tuple(replace(d, benchmark="") for d in s.descriptors)) for s in measured
        ),
    )


def long_books(today: date) -> dict[str, Book]:
    """Twelve levels, all of them shown; seventy, which are more than a formula can hold."""
    ways = (around_a_level, some_not_applicable, partly)
    models = {f"{levels} levels": model_for(long_scale(levels)) for levels in (12, 70)}
    return {name: setting_book(m, {}, filled(m.framework, 5, ways), today) for name, m in models.items()}


def test_long_scales_show_all_that_holds_back_or_say_run_judge(today: date) -> None:
    twelve, seventy = long_books(today).values()
    held = [str(c.value) for c in twelve.sheet("Judgements").cells if c.column == 12 and c.row > HEADING_ROW]
    assert max(map(len, held)) > 200
    assert "Run Judge" not in levels_among([twelve])
    assert levels_among([seventy])["Run Judge"] > 8


@pytest.mark.libreoffice
def test_formulas_and_python_agree_on_every_rule(today: date, tmp_path: Path, saved_by_libreoffice: Save) -> None:
    books = long_books(today)
    for name in ONE_A_RULE:
        books |= one_with_every_level(name, today)
    assert {GARDENS[name].rule for name in ONE_A_RULE} == set(RULES) - {"lowest"}
    assert compared(books, tmp_path, saved_by_libreoffice) == []


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("rule", RULES)
def test_formulas_and_python_agree_on_200_workbooks_a_rule(
    today: date, tmp_path: Path, saved_by_libreoffice: Save, rule: str
) -> None:
    names = [name for name, framework in GARDENS.items() if framework.rule == rule]
    books: dict[str, Book] = {}
    for name in names:
        mine = ruled_books(name, today, MANY_A_RULE[: -(-len(MANY_A_RULE) // len(names))])
        counted = levels_among(mine.values())
        assert {x.name: counted[x.name] for x in GARDENS[name].judgement_levels if counted[x.name] < 8} == {}, name
        books |= mine
    assert len(books) >= len(MANY_A_RULE)
    assert compared(books, tmp_path, saved_by_libreoffice) == []
