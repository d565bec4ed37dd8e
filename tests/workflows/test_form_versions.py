"""A newer version of a form, or of the Standards: answers stay with their Refs, what has no place goes to Changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.editor import edit
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.core.editions import mark_in
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks import forms, loader
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.edits import Edit, SetCell
from ecm_xl.workflows.populate import Forms, populate
from ecm_xl.workflows.undo import undo
from tests import filling
from tests.editing.small import unzipped
from tests.filling import NOW, TODAY, Entry
from tests.parts import zipped

pytestmark = pytest.mark.usefixtures("in_this_process")

OLD = """
id = "trial"
title = "A trial"
sheet = "Trial"
source = "C6"
version = "1.0"
purpose = "Tries how a form grows old."
filled_in_by = "Anyone"
gives = "Nothing"

[[table]]
name = "Trial_People"
kind = "register"
prefix = "R"
blank_rows = 4
title = "Who answers"
purpose = "List them first."

[[table.field]]
id = "ref"
header = "Person"
kind = "ref"
width = 12
note = "The person's own number."

[[table.field]]
id = "role"
header = "Role"
kind = "text"
width = 30
note = "A role."

[[table]]
name = "Trial"
kind = "grid"
rows = "own"
title = "The questions"
purpose = "One answer each."

[[table.field]]
id = "ref"
header = "Ref"
kind = "ref"
width = 12
note = "The question's own number."

[[table.field]]
id = "asked"
header = "What is asked"
kind = "fixed"
width = 30
note = "The question."

[[table.field]]
id = "how"
header = "How well"
kind = "choice"
width = 14
note = "Choose."
choices = ["Well", "Badly"]

[[table.field]]
id = "why"
header = "Why"
kind = "text"
width = 30
note = "In words."

[[table.row]]
ref = "ASK.1"
asked = "Do we listen?"

[[table.row]]
ref = "ASK.2"
asked = "Do we act?"
note = "Think of the last half-term."

[[table.row]]
ref = "ASK.3"
asked = "Do we look back?"
"""
ROW_2 = OLD[OLD.index('[[table.row]]\nref = "ASK.2"') : OLD.index('[[table.row]]\nref = "ASK.3"')]
WHY = OLD[OLD.index('[[table.field]]\nid = "why"') : OLD.index("[[table.row]]")]
MORE = WHY.replace("why", "next").replace("Why", "What next")
ANSWERS = [
    Entry("Trial_People", "R2", {"role": "Governor"}),
    Entry("Trial", "ASK.1", {"how": "Well", "why": "At every meeting"}),
    Entry("Trial", "ASK.2", {"how": "Badly", "why": "No time"}),
]


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """`version(text)`: from now on that is the form's newest version."""
    folder = tmp_path / "forms"
    folder.mkdir()
    monkeypatch.setattr(forms, "FOLDERS", [folder])
    in_order = dict(forms.FORMS)  # forms stand in this order, so it is put back as a whole
    forms.FORMS.clear()
    forms.FORMS["trial"] = "Trial"

    def make(text: str) -> None:
        (folder / "trial.toml").write_text(text, encoding="utf-8")
        loader._made_with(load_model()).clear()

    yield make
    forms.FORMS.clear()
    forms.FORMS.update(in_order)
    loader._made_with(load_model()).clear()


Version = Callable[[str], None]


def begun(path: Path, version: Version, script: Iterable[Entry] = ANSWERS, text: str = OLD) -> Path:
    """A workbook with the old form, filled in."""
    version(text)
    filling.begin(path, ["trial"])
    filling.type_in(path, filling.read(path)[1], script)
    return path


def again(path: Path) -> Forms:
    return populate(Disk(), path, ["trial"], TODAY, NOW, "Jo")


def rows(path: Path, sheet: str = "Trial") -> list[list[object]]:
    """The rows of a sheet in which anything stands."""
    found = read_snapshot(path).sheet(sheet)
    assert found is not None
    return [list(row) for row in found.rows if any(value != "" for value in row)]


def rows_of(path: Path) -> list[Sequence[object]]:
    """All rows of the form's sheet."""
    found = read_snapshot(path).sheet("Trial")
    assert found is not None
    return list(found.rows)


def kept(path: Path) -> list[list[object]]:
    """Changes: table, Ref, field, from, to."""
    told = rows(path, "Changes")[4:]
    assert all(row[:3] == [TODAY, "Jo", "populate"] for row in told)
    return [row[3:8] for row in told]


def reworded(text: str) -> str:
    return text.replace("Do we act?", "Do we act on it?")


NEWER: Mapping[str, tuple[str, str, list[list[object]]]] = {
    "a row reworded": (
        reworded(OLD),
        "5 answers carried over",
        [["Trial", "ASK.2", "What is asked", "Do we act?", "Do we act on it?"]],
    ),
    "a row without answers": (
        OLD.replace("Do we look back?", "Do we look ahead?"),
        "5 answers carried over",
        [["Trial", "ASK.3", "What is asked", "Do we look back?", "Do we look ahead?"]],
    ),
    "a row added": (
        OLD + '\n[[table.row]]\nref = "ASK.4"\nasked = "Do we dare?"\n',
        "5 answers carried over",
        [],
    ),
    "a row added in the middle": (
        OLD.replace(ROW_2, '[[table.row]]\nref = "ASK.9"\nasked = "Do we dare?"\n\n' + ROW_2),
        "5 answers carried over",
        [],
    ),
    "a row removed": (
        OLD.replace(ROW_2, ""),
        "3 answers carried over, 3 without a place in it, kept on the sheet Changes",
        [
            ["Trial", "ASK.2", "What is asked", "Do we act?", ""],
            ["Trial", "ASK.2", "How well", "Badly", ""],
            ["Trial", "ASK.2", "Why", "No time", ""],
        ],
    ),
    "rows moved": (OLD.replace(ROW_2, "") + "\n" + ROW_2, "5 answers carried over", []),
    "a column added": (OLD.replace(WHY, WHY + MORE), "5 answers carried over", []),
    "a column removed": (
        OLD.replace(WHY, ""),
        "3 answers carried over, 3 without a place in it, kept on the sheet Changes",
        [
            ["Trial", "ASK.1", "Why", "At every meeting", ""],
            ["Trial", "ASK.2", "Why", "No time", ""],
            ["Trial", "row 15", "column D", "Why", ""],
        ],
    ),
    "a choice renamed": (OLD.replace('"Badly"', '"Not so well"'), "5 answers carried over", []),
    "a purpose reworded": (
        OLD.replace("One answer each.", "An answer each."),
        "5 answers carried over",
        [["Trial", "row 14", "column A", "One answer each.", "An answer each."]],
    ),
    "a table's title": (
        OLD.replace("The questions", "What we ask"),
        "5 answers carried over",
        [["Trial", "row 13", "column A", "The questions", "What we ask"]],
    ),
    "another number alone": (OLD.replace("1.0", "1.1"), "5 answers carried over", []),
}  # fmt: skip


@pytest.mark.parametrize("name", NEWER)
def test_a_newer_version_keeps_every_answer_and_says_what_becomes_of_it(
    tmp_path: Path, version: Version, name: str
) -> None:
    text, words, in_changes = NEWER[name]
    path = begun(tmp_path / "oak.xlsx", version)
    was = filling.read(path)[1].answers.tables
    version(text)
    done = again(path)
    assert [one.words for one in done.forms] == [f"A trial: a newer version, so its sheet is drawn anew, {words}"]
    assert sorted(map(str, kept(path))) == sorted(map(str, in_changes))
    tables = filling.read(path)[1].answers.tables
    dropped = {(row[0], row[1]) for row in in_changes if not row[4]}
    for table in ("Trial", "Trial_People"):
        expected = {
            (ref, field): value
            for field, column in was[table].answers.items()
            for ref, value in column.items()
            if field in tables[table].columns and (table, ref) not in dropped - {(table, "ASK.1")}
        }
        there = {(ref, f): value for f, column in tables[table].answers.items() for ref, value in column.items()}
        if name != "a column removed":
            assert there == expected
    before = path.read_bytes()
    assert [one.words for one in again(path).forms] == ["A trial: up to date"]
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", NEWER)
def test_it_is_then_the_same_as_one_drawn_from_the_newer_version(tmp_path: Path, version: Version, name: str) -> None:
    text, _, _ = NEWER[name]
    path = begun(tmp_path / "oak.xlsx", version)
    version(text)
    again(path)
    drawn = tmp_path / "drawn.xlsx"
    there = [entry for entry in ANSWERS if not (name == "a row removed" and entry.ref == "ASK.2")]
    fields = {"role", "how"} | ({"why"} if name != "a column removed" else set())
    script = [replace(one, typed={key: value for key, value in one.typed.items() if key in fields}) for one in there]
    begun(drawn, version, script, text)
    assert rows(path) == rows(drawn)


def test_undo_gives_the_old_bytes(tmp_path: Path, version: Version) -> None:
    path = begun(tmp_path / "oak.xlsx", version)
    before = path.read_bytes()
    version(OLD.replace(ROW_2, ""))
    again(path)
    assert path.read_bytes() != before
    undo(Disk(), path, NOW)
    assert path.read_bytes() == before


# A person's doing is no newer version


def cell(path: Path, table: str, ref: str, field: str) -> tuple[str, int, int]:
    found = filling.read(path)[1].answers.tables[table]
    return found.sheet, found.numbers[ref], column_number(found.columns[field])


def put(path: Path, *cells: tuple[str, int, int, object]) -> None:
    edits: list[Edit] = [SetCell(*one) for one in cells]  # type: ignore[arg-type]
    path.write_bytes(edit(path.read_bytes(), edits).data)


SLIPS: Mapping[str, Callable[[Path], tuple[str, int, int, object]]] = {
    "a Ref overtyped": lambda path: (*cell(path, "Trial", "ASK.2", "ref"), "ASK.22"),
    "a Ref taken away": lambda path: (*cell(path, "Trial", "ASK.2", "ref"), None),
    "a Ref twice": lambda path: (*cell(path, "Trial", "ASK.2", "ref"), "ASK.1"),
    "a question overtyped": lambda path: (*cell(path, "Trial", "ASK.2", "asked"), "Do we act at once?"),
    "a person's Ref overtyped": lambda path: (*cell(path, "Trial_People", "R3", "ref"), "Jo"),
    "a word beside it": lambda path: ("Trial", 16, 9, "Ask Jo"),
    "a title overtyped": lambda path: ("Trial", 1, 1, "Our trial"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_a_person_does_to_the_sheet_is_left_as_it_is(tmp_path: Path, version: Version, slip: str) -> None:
    path = begun(tmp_path / "oak.xlsx", version)
    put(path, SLIPS[slip](path))
    before = path.read_bytes()
    done = again(path)
    assert [one.words for one in done.forms] == ["A trial: up to date"]
    assert path.read_bytes() == before


@pytest.mark.parametrize("slip", SLIPS)
def test_and_is_kept_where_a_newer_version_is_drawn(tmp_path: Path, version: Version, slip: str) -> None:
    path = begun(tmp_path / "oak.xlsx", version)
    put(path, SLIPS[slip](path))
    was = {str(value) for row in rows(path) for value in row if value != ""}
    version(OLD.replace("1.0", "1.1"))
    again(path)
    now = {str(value) for name in ("Trial", "Changes") for row in rows(path, name) for value in row}
    assert {word for word in was - now if not word.startswith("Version 1.0")} == set()


def test_a_table_that_is_gone_is_told_of_and_the_sheet_left_as_it_is(tmp_path: Path, version: Version) -> None:
    path = begun(tmp_path / "oak.xlsx", version)
    others = {"Trial_People": "Somebodys", "Person<": "Whom<", "Role<": "Job<", '"Person"': '"Whom"', '"Role"': '"Job"'}
    for old, new in others.items():
        in_parts(path, lambda text, old=old, new=new: text.replace(old, new))  # type: ignore[misc]
    before = path.read_bytes()
    (one,) = again(path).forms
    assert (one.words, one.lacking) == ("A trial: up to date", ["Who answers"])
    assert path.read_bytes() == before


def in_parts(path: Path, change: Callable[[str], str]) -> None:
    """Changes every part of the file that is text."""
    parts = unzipped(path.read_bytes())
    path.write_bytes(zipped({name: change(one) if isinstance(one, str) else one for name, one in parts.items()}))


def test_where_the_sheet_no_longer_says_its_edition_only_what_is_not_all_there_is_drawn_anew(
    tmp_path: Path, version: Version
) -> None:
    path = begun(tmp_path / "oak.xlsx", version)
    (at,) = ((n, m) for n, row in enumerate(rows_of(path), 1) for m, value in enumerate(row, 1) if mark_in(value))
    put(path, ("Trial", *at, None))
    before = path.read_bytes()
    again(path)
    assert path.read_bytes() == before
    version(reworded(OLD))
    assert "drawn anew" in again(path).forms[0].words
    assert "drawn anew" not in again(path).forms[0].words


def test_a_sheet_that_somebody_renamed_keeps_its_name(tmp_path: Path, version: Version) -> None:
    path = begun(tmp_path / "oak.xlsx", version)
    in_parts(path, lambda text: text.replace('name="Trial" sheetId', 'name="Our trial" sheetId'))
    in_parts(path, lambda text: text.replace("Trial!", "'Our trial'!"))
    version(reworded(OLD))
    assert "5 answers carried over" in again(path).forms[0].words
    assert "Do we act on it?" in str(rows(path, "Our trial"))
    before = path.read_bytes()
    again(path)
    assert path.read_bytes() == before


# The Standards


def with_title(model: SettingModel, title: str) -> SettingModel:
    """The same with another title of the first Standard."""
    framework = model.framework
    first = replace(framework.standards[0], title=title)
    return replace(model, framework=replace(framework, standards=(first, *framework.standards[1:])))


def test_a_standards_new_title_reaches_the_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, fresh = tmp_path / "oak.xlsx", loader._loaded
    filling.begin(path, ["baseline"])
    answers = next(entry for entry in filling.entries("baseline") if entry.ref == "S01")
    filling.type_in(path, filling.read(path)[1], [answers])
    was = filling.read(path)[1].answers.tables["Baseline"].rows["S01"]
    old = load_model().framework.standards[0].label
    other = with_title(load_model(), "Ways of life")
    monkeypatch.setattr(
        loader, "_loaded", lambda framework: other if framework == "ecm-standards" else fresh(framework)
    )
    done = populate(Disk(), path, ["baseline"], TODAY, NOW, "Jo")
    assert done.forms[0].words.endswith(f"drawn anew, {len(was.values)} answers carried over")
    new = filling.read(path)[1].answers.tables["Baseline"].rows["S01"]
    assert new == was
    assert kept(path) == [["Baseline", "S01", "Standard", old, "01 Ways of life"]]
    before = path.read_bytes()
    assert populate(Disk(), path, ["baseline"], TODAY, NOW).forms[0].words == "Baseline: up to date"
    assert path.read_bytes() == before


# Things of a person's own on the form's sheet


def by_hand(path: Path, change: Callable[[Any], None]) -> None:
    """Puts something on the form's sheet with openpyxl, which keeps what the form itself has there."""
    workbook = openpyxl.load_workbook(path)
    change(workbook["Trial"])
    workbook.save(path)


def a_note(sheet: Any) -> None:
    sheet["D16"].comment = Comment("Ask the nurse first", "Sam")


def a_note_of_ours_rewritten(sheet: Any) -> None:
    sheet["C15"].comment = Comment("Choose, but ask Jo.", "ecm_xl")


def a_chart(sheet: Any) -> None:
    chart = BarChart()
    chart.title = "Our own"
    chart.add_data(Reference(sheet, min_col=3, min_row=16, max_row=18))
    sheet.add_chart(chart, "H2")


def a_link(sheet: Any) -> None:
    sheet["D18"] = "The policy"
    sheet["D18"].hyperlink = "https://example.org/policy.pdf"


OWN = {
    "a note": (a_note, "a note"),
    "a note of ours that somebody rewrote": (a_note_of_ours_rewritten, "a note"),
    "a chart": (a_chart, "a chart"),
    "a link under other words": (a_link, "a link whose address is not what stands in its cell"),
}


@pytest.mark.parametrize("name", OWN)
def test_what_can_not_go_over_keeps_the_sheet_as_it_is(tmp_path: Path, version: Version, name: str) -> None:
    path = begun(tmp_path / "oak.xlsx", version)
    change, words = OWN[name]
    by_hand(path, change)
    assert again(path).written.notes == ()  # the same version: nothing is drawn anew
    before = path.read_bytes()
    version(reworded(OLD).replace("Choose.", "Choose one."))
    done = again(path)
    assert [(note.code, note.sheet) for note in done.written.notes] == [("edit-owns", "Trial")]
    assert f"and {words} that we did not put there would be lost" in done.written.notes[0].message
    assert path.read_bytes() == before


def a_plain_link(sheet: Any) -> None:
    sheet["D18"] = "https://example.org/policy.pdf"
    sheet["D18"].hyperlink = "https://example.org/policy.pdf"


def other_authors(sheet: Any) -> None:
    """As programs leave them that keep no authors."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment:
                cell.comment = Comment(cell.comment.text, " ")


@pytest.mark.parametrize("change", [a_plain_link, other_authors, lambda _: None])
def test_what_goes_over_or_is_ours_is_no_obstacle(
    tmp_path: Path, version: Version, change: Callable[[Any], None]
) -> None:
    path = begun(tmp_path / "oak.xlsx", version)
    by_hand(path, change)
    version(reworded(OLD).replace("Choose.", "Choose one.").replace("In words.", "In a few words."))
    done = again(path)
    assert (done.written.notes, "carried over" in done.forms[0].words) == ((), True)
    before = path.read_bytes()
    again(path)
    assert path.read_bytes() == before


def test_a_column_of_ones_own_and_words_around_the_tables_are_kept(tmp_path: Path, version: Version) -> None:
    path = begun(tmp_path / "oak.xlsx", version)
    own = {"F15": "Seen by", "F16": "Sam", "F17": 3, "E2": "Ask Jo", "C13": "Before the visit", "B40": "Later"}

    def write(sheet: Any) -> None:
        for place, value in own.items():
            sheet[place] = value

    by_hand(path, write)
    version(OLD.replace("1.0", "1.1"))
    done = again(path)
    assert len(done.forms[0].dropped) == len(own)
    assert sorted(kept(path), key=str) == sorted(
        [
            ["Trial", "row 15", "column F", "Seen by", ""],
            ["Trial", "ASK.1", "Seen by", "Sam", ""],
            ["Trial", "ASK.2", "Seen by", 3, ""],
            ["Trial", "row 2", "column E", "Ask Jo", ""],
            ["Trial", "row 13", "column C", "Before the visit", ""],
            ["Trial", "row 40", "What is asked", "Later", ""],
        ],
        key=str,
    )
