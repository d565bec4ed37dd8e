"""The setting workbook as it is drawn: its names, its texts, what is open and what moves, before any file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.backends.writer.xlsx import write_book
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.address import column_number
from ecm_xl.workbook.book import Book, Cell, CellValue, Choice, Column, Content, Sheet, TableArea
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.styles import style

Draw = Callable[..., Book]
Rated = Callable[[Mapping[int, str]], dict[str, dict[str, CellValue]]]

OUTCOMES = [
    "Be healthy",
    "Stay safe",
    "Enjoy and achieve",
    "Make a positive contribution",
    "Achieve economic well-being",
]
COLUMNS = {
    "Audit": [
        "Ref", "Standard", "Outcome", "Descriptor", "Rating", "Evidence", "Impact", "Comment", "Lead", "Date", "To do",
    ],
    "Judgements": [
        "Ref", "Standard", *OUTCOMES, "Rated", "Computed", "Override", "Override by", "Override date", "Reason",
        "Judgement", "Held back by",
    ],
    "Leads": ["Ref", "Standard", "Lead", "Role", "Contact", "Planned", "Started", "Next check"],
    "Agencies": ["Ref", "Agency", "Kind", "Contact", "Role"],
    "Mapping": ["Ref", "Agency", *OUTCOMES, "Improvement plan priorities", "Impact and outcomes"],
    "Plan": [
        "Ref", "Standard", "Outcome", "For", "Target", "Action", "Who", "By when", "Resources", "Outcome wanted",
        "Evidence of success", "Status", "Checked on", "Note",
    ],
    "Evidence": ["Ref", "Title", "Kind", "Source", "Where", "Date", "Expires", "Owner", "Supports"],
    "Findings": ["Severity", "Sheet", "Cell", "Found", "What to do", "Suggestion", "Code"],
    "Changes": ["When", "By", "Command", "Table", "Ref", "Field", "From", "To", "Source"],
    "History": [
        "Date", "By", "Standard", "Outcome", "Judgement", "Computed", "Rated", "Applicable", "Framework version",
        "Rule",
    ],
}  # fmt: skip
GRIDS = ("Audit", "Judgements", "Leads")
REGISTERS = ("Agencies", "Mapping", "Plan", "Evidence")
RECORDS = ("Findings", "Changes", "History")
TODAY = date(2026, 7, 10)
OVERRIDE: Mapping[str, CellValue] = {
    "override": "Embedded",
    "override_by": "A. Moss",
    "override_on": date(2026, 6, 1),
    "reason": "Seen on the visit",
}
LIVE = {"Audit": ["To do"], "Judgements": [*OUTCOMES, "Rated", "Computed", "Judgement", "Held back by"]}


@pytest.fixture(scope="module")
def blank(model: SettingModel) -> Book:
    """A workbook in which nothing is filled in. Looked at, never changed."""
    return setting_book(model, {}, {}, TODAY)


@pytest.fixture(scope="module")
def filled(model: SettingModel, rated: Rated) -> Book:
    """One Standard of each sort: judged at two levels, begun, not applicable, planned, overridden, doubted."""
    audit = rated({1: "Embedded", 2: "Developing", 4: "Not applicable"})
    audit["S02.SAFE.1"] = {"rating": "Emergent"}
    audit["S04.SAFE.1"] = {"rating": "Not applicable"}
    audit |= {f"S03.HEALTH.{number}": {"rating": "Embedded"} for number in (1, 2, 3)}
    audit["S07.HEALTH.1"] = {"rating": "Not enough evidence"}
    audit["S07.SAFE.1"] = {"rating": "Not applicable", "comment": "Single site"}
    content: Content = {"Audit": audit, "Judgements": {"S06": OVERRIDE}, "Leads": {"S05": {"planned": 2027}}}
    return setting_book(model, {"Setting_Name": "Oakfield"}, content, TODAY)


def at(sheet: Sheet, row: int, column: int) -> Cell:
    """The cell at that place."""
    return next(cell for cell in sheet.cells if (cell.row, cell.column) == (row, column))


def table_of(book: Book, name: str) -> TableArea:
    """The only table of the sheet of that name."""
    (table,) = book.sheet(name).tables
    return table


def rows_of(book: Book, name: str) -> list[dict[str, Cell]]:
    """The rows of a table by heading."""
    table, places = table_of(book, name), {(c.row, c.column): c for c in book.sheet(name).cells}
    return [
        {column.header: places[row, place] for place, column in enumerate(table.columns, table.area[1])}
        for row in range(table.area[0] + 1, table.area[2] + 1)
    ]


def shown(book: Book, name: str, ref: str) -> dict[str, CellValue]:
    """What a row of a table shows, by heading."""
    row = next(row for row in rows_of(book, name) if row["Ref"].value == ref)
    return {header: cell.value for header, cell in row.items()}


def working(book: Book, key: str) -> dict[str, CellValue]:
    """A row of the hidden sheet Working by its headings."""
    sheet = book.sheet("Working")
    heads = {cell.column: str(cell.value) for cell in sheet.cells if cell.row == 2}
    row = next(cell.row for cell in sheet.cells if cell.column == 1 and cell.value == key)
    return {heads[cell.column]: cell.value for cell in sheet.cells if cell.row == row}


def is_open(cell: Cell) -> bool:
    """True where a person may type though the sheet is protected."""
    return style(("plain", *cell.look)).get("locked") is False


# Names that stay


def test_the_sheets_stand_in_their_order_and_the_hidden_ones_come_last(blank: Book) -> None:
    assert [sheet.name for sheet in blank.sheets] == ["Start", "Dashboard", *COLUMNS, "Working", "Lists"]
    assert [sheet.name for sheet in blank.sheets if sheet.hidden] == ["Working", "Lists"]
    assert blank.active == "Start"


@pytest.mark.parametrize("name", COLUMNS)
def test_a_sheet_has_one_table_of_its_name_with_exactly_its_columns(blank: Book, name: str) -> None:
    table = table_of(blank, name)
    assert table.name == name
    assert [column.header for column in table.columns] == COLUMNS[name]


def test_no_other_sheet_has_a_table(blank: Book) -> None:
    assert {sheet.name for sheet in blank.sheets if sheet.tables} == set(COLUMNS)


def test_the_named_cells_hold_what_the_workbook_says_of_itself(book_of: Draw) -> None:
    details: dict[str, CellValue] = {
        "Setting_Name": "Oakfield", "Setting_Type": "Primary school", "URN": "123456", "Phase": "5 to 11",
        "Authority": "Northshire", "Cluster": "Riverside", "Cluster_Lead": "P. Frost",
        "Route": "Route 2: just begun", "Started_On": date(2025, 9, 1),
    }  # fmt: skip
    book = book_of({}, **details, Setting_Id="oak-1", Workbook_Kind="cluster", Framework="Mine", Framework_Version="9")
    own = {"Framework": "ECM Standards", "Framework_Version": "1.0", "Workbook_Kind": "setting", "Setting_Id": "oak-1"}
    places = {}
    for name, value in {**details, **own}.items():
        sheet, letters, row = re.fullmatch(r"(\w+)!\$([A-Z]+)\$(\d+)", book.names[name]).groups()  # type: ignore[union-attr]  # no match fails too
        places[name] = sheet
        assert at(book.sheet(sheet), int(row), column_number(letters)).value == value, name
    assert {name for name, sheet in places.items() if sheet == "Lists"} == {"Workbook_Kind", "Setting_Id"}
    assert {sheet for name, sheet in places.items() if name in details} == {"Start"}


def test_the_first_line_of_start_says_what_to_do_about_the_yellow_bar(blank: Book) -> None:
    first = at(blank.sheet("Start"), 1, 2)
    assert first.value == "Yellow bar at the top? Choose Enable Editing, or nothing can be typed."
    assert "banner" in first.look


def test_start_has_a_working_link_to_every_sheet_that_is_seen(blank: Book) -> None:
    links = {cell.link for cell in blank.sheet("Start").cells if cell.link}
    assert links == {f"#{name}!A1" for name in ("Dashboard", *COLUMNS)}


def test_the_grids_have_the_rows_of_the_standards(blank: Book, model: SettingModel) -> None:
    assert [row["Ref"].value for row in rows_of(blank, "Audit")] == list(model.framework.descriptors)
    for name in ("Judgements", "Leads"):
        assert [row["Ref"].value for row in rows_of(blank, name)] == [f"S{number:02d}" for number in range(1, 13)]


def test_a_row_of_the_audit_says_what_it_is_about(blank: Book, model: SettingModel) -> None:
    row = shown(blank, "Audit", "S03.SAFE.2")
    assert row["Standard"] == "03 Environment"
    assert row["Outcome"] == "Stay safe"
    assert row["Descriptor"] == model.framework.descriptors["S03.SAFE.2"].text
    assert [row[header] for header in ("Rating", "Evidence", "Impact", "Comment", "Lead", "Date")] == [""] * 6


@pytest.mark.parametrize(("name", "prefix"), [("Agencies", "A"), ("Mapping", "A"), ("Plan", "T"), ("Evidence", "E")])
def test_a_register_comes_with_thirty_blank_rows_that_carry_their_refs(blank: Book, name: str, prefix: str) -> None:
    rows = rows_of(blank, name)
    assert [row["Ref"].value for row in rows] == [f"{prefix}{number:02d}" for number in range(1, 31)]
    assert {cell.value for row in rows for header, cell in row.items() if header != "Ref"} == {""}


def test_a_new_workbook_has_not_been_checked_yet(blank: Book) -> None:
    (row,) = rows_of(blank, "Findings")
    assert {header: cell.value for header, cell in row.items() if cell.value} == {"Found": "Not checked yet"}
    for name in ("Changes", "History"):
        (row,) = rows_of(blank, name)
        assert {cell.value for cell in row.values()} == {""}


# Notes


def test_every_column_heading_has_its_meaning_in_a_note(blank: Book) -> None:
    notes = [(name, column.header, column.note) for name in COLUMNS for column in table_of(blank, name).columns]
    assert [place for place in notes if not place[2].strip()] == []
    assert len(notes) == sum(map(len, COLUMNS.values()))
    assert "{" not in "".join(note for _, _, note in notes)


def test_what_would_count_as_evidence_is_each_descriptors_note(blank: Book, model: SettingModel) -> None:
    notes = {row["Ref"].value: row["Descriptor"].note for row in rows_of(blank, "Audit")}
    assert notes == {
        ref: f"What would count as evidence: {descriptor.evidence}"
        for ref, descriptor in model.framework.descriptors.items()
    }
    assert all(descriptor.evidence for descriptor in model.framework.descriptors.values())


# What moves, and what does not


@pytest.mark.parametrize("name", COLUMNS)
def test_only_the_worked_out_columns_hold_formulas(filled: Book, name: str) -> None:
    live = LIVE.get(name, [])
    for row in rows_of(filled, name):
        assert [header for header, cell in row.items() if cell.formula] == live
    with_formula = {column.header for column in table_of(filled, name).columns if column.formula}
    assert with_formula <= set(live)


@pytest.mark.parametrize("name", ["Leads", *REGISTERS, *RECORDS])
def test_a_sheet_that_is_only_typed_on_holds_no_formula_at_all(filled: Book, name: str) -> None:
    assert [cell for cell in filled.sheet(name).cells if cell.formula] == []


def test_rows_whose_formula_is_the_columns_own_all_have_it(filled: Book) -> None:
    for name, header in (("Audit", "To do"), ("Judgements", "Judgement")):
        (own,) = [column.formula for column in table_of(filled, name).columns if column.header == header]
        assert own
        assert {row[header].formula for row in rows_of(filled, name)} == {own}


TYPED = {
    "=1+1": "an equals sign",
    "=HYPERLINK(\"http://example.org\",\"here\")": "a formula's text",
    "http://example.org/a b": "a web address",
    "https://example.org": "a web address",
    "mailto:office@example.org": "a mail address",
    "internal:Audit!A1": "a place",
    "+44 1632 960001": "a telephone number",
    "@head": "an at",
    "-": "a dash",
    "{=1}": "an array",
    "  spaces  ": "spaces",
    "007": "zeros",
}  # fmt: skip


@pytest.mark.parametrize("text", TYPED, ids=list(TYPED.values()))
def test_text_is_drawn_as_text_whatever_it_looks_like(model: SettingModel, text: str) -> None:
    content: Content = {
        table.name: {"S01.HEALTH.1" if table.rows == "descriptors" else f"{table.prefix or 'S'}01": {f.id: text}}
        for table in model.tables
        if table.takes_answers
        for f in table.fields
        if f.kind in ("text", "link", "person")
    }
    assert len(content) == 7
    book = setting_book(model, {"Setting_Name": text, "Authority": text}, content, TODAY)
    for name, rows in content.items():
        for ref, values in rows.items():
            (field,) = values
            row = next(row for row in rows_of(book, name) if row["Ref"].value == ref)
            cell = row[next(f.header for f in model.by_name[name].fields if f.id == field)]
            assert (cell.value, cell.formula, cell.link) == (text, "", ""), name
    start = [cell for cell in book.sheet("Start").cells if cell.value == text]
    assert [(cell.formula, cell.link) for cell in start] == [("", ""), ("", "")]


def test_answers_stand_in_their_cells(book_of: Draw) -> None:
    content: Content = {
        "Audit": {"S03.SAFE.2": {"rating": "Developing", "evidence": "E12, E15", "date": date(2026, 3, 14)}},
        "Leads": {"S03": {"lead": "P. Frost", "planned": 2027, "next_check": "after half-term"}},
    }
    book = book_of(content)
    assert [shown(book, "Audit", "S03.SAFE.2")[h] for h in ("Rating", "Evidence", "Date")] == [
        "Developing", "E12, E15", date(2026, 3, 14),
    ]  # fmt: skip
    assert [shown(book, "Leads", "S03")[h] for h in ("Lead", "Planned", "Next check")] == [
        "P. Frost", 2027, "after half-term",
    ]  # fmt: skip


def test_a_date_has_a_dates_look_and_a_date_typed_in_words_stays_text(book_of: Draw) -> None:
    book = book_of({"Leads": {"S01": {"next_check": date(2026, 9, 7)}, "S02": {"next_check": "after half-term"}}})
    first, second, third = [row["Next check"] for row in rows_of(book, "Leads")][:3]
    assert style(first.look)["num_format"] == style(third.look)["num_format"] == "dd/mm/yyyy"
    assert style(second.look)["num_format"] == "@"


def test_a_register_grows_with_its_content(book_of: Draw, model: SettingModel) -> None:
    rows: dict[str, dict[str, CellValue]] = {f"E{number:02d}": {"title": f"Item {number}"} for number in range(3, 46)}
    book = book_of({"Evidence": {**rows, "E200": {"title": "Item 200"}}})
    refs = [row["Ref"].value for row in rows_of(book, "Evidence")]
    assert refs == [*(f"E{number:02d}" for number in range(1, 46)), "E200"]
    assert table_of(book, "Evidence").area == (4, 1, 50, 9)
    titles = {row["Ref"].value: row["Title"].value for row in rows_of(book, "Evidence")}
    assert titles == {"E01": "", "E02": "", **{ref: row["title"] for ref, row in rows.items()}, "E200": "Item 200"}
    sheet = book.sheet("Evidence")
    assert {choice.area[2] for choice in sheet.choices} == {mark.area[2] for mark in sheet.marks} == {50}
    assert len(rows_of(book, "Plan")) == 30
    assert parse(model, snapshot_of(book)).findings == []


# Protection


def test_the_grids_and_what_is_drawn_are_protected_and_what_people_add_to_is_not(blank: Book) -> None:
    assert [sheet.name for sheet in blank.sheets if sheet.protected] == [
        "Start", "Dashboard", "Audit", "Judgements", "Leads", "Working", "Lists",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("Audit", ["Rating", "Evidence", "Impact", "Comment", "Lead", "Date"]),
        ("Judgements", ["Override", "Override by", "Override date", "Reason"]),
        ("Leads", ["Lead", "Role", "Contact", "Planned", "Started", "Next check"]),
    ],
)
def test_on_a_grid_answers_are_open_and_all_else_is_locked(filled: Book, name: str, answers: list[str]) -> None:
    for row in rows_of(filled, name):
        assert [header for header, cell in row.items() if is_open(cell)] == answers
    table = table_of(filled, name)
    outside = [cell for cell in filled.sheet(name).cells if cell.row <= table.area[0] or cell.row > table.area[2]]
    assert [cell for cell in outside if is_open(cell)] == []


@pytest.mark.parametrize("name", REGISTERS)
def test_on_a_register_everything_is_open(filled: Book, name: str) -> None:
    assert all(is_open(cell) for row in rows_of(filled, name) for cell in row.values())


def test_on_start_only_what_a_setting_knows_of_itself_is_open(filled: Book) -> None:
    opened = [(cell.row, cell.column) for cell in filled.sheet("Start").cells if is_open(cell)]
    assert opened == [(row, 3) for row in range(7, 16)]
    written = [cell for cell in filled.sheet("Dashboard").cells if is_open(cell)]
    assert len(written) == 24  # where Judge says how each Standard has moved, also while the sheet is protected
    assert {cell.look[-1] for cell in written} == {"written"}
    for name in ("Working", "Lists"):
        assert not any(is_open(cell) for cell in filled.sheet(name).cells)


def test_protection_has_no_password_and_allows_filtering_and_widths(blank: Book, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    write_book(blank, path)
    with zipfile.ZipFile(path) as package:
        parts = [package.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, len(blank.sheets) + 1)]
        assert "workbookProtection" not in package.read("xl/workbook.xml").decode()
    for sheet, part in zip(blank.sheets, parts, strict=True):
        found = re.findall(r"<sheetProtection [^>]*>", part)
        assert bool(found) == sheet.protected, sheet.name
        for tag in found:
            assert 'autoFilter="0"' in tag
            assert 'formatColumns="0"' in tag
            assert "password" not in tag.lower()
            assert "hash" not in tag.lower()


# Lists


def test_every_list_offers_its_words(blank: Book, model: SettingModel) -> None:
    offered = {}
    for sheet in blank.sheets:
        for choice in sheet.choices:
            if choice.kind == "list":
                _, column, first, last = re.fullmatch(  # type: ignore[union-attr]  # no match fails too
                    r"Lists!\$([A-Z]+)\$(\d+):\$\1\$(\d+)|(.*)", blank.names[choice.source]
                ).group(0, 1, 2, 3)
                offered[sheet.name, choice.title] = [
                    at(blank.sheet("Lists"), row, column_number(column)).value
                    for row in range(int(first), int(last) + 1)
                ]
    assert offered == {
        ("Start", "Type of setting"): [
            "Children's centre", "Early years setting", "Primary school", "Secondary school", "Special school",
            "Pupil referral unit", "FE or sixth-form college",
        ],
        ("Start", "Route"): ["Route 1: a good start is made", "Route 2: just begun"],
        ("Audit", "Rating"): ["Emergent", "Developing", "Embedded", "Not applicable", "Not enough evidence"],
        ("Judgements", "Override"): ["Emergent", "Developing", "Embedded"],
        ("Agencies", "Kind"): ["Education", "Health", "Social care", "Police", "Voluntary and community", "Other"],
        ("Plan", "Status"): ["Not started", "Under way", "Done", "Stopped"],
        ("Evidence", "Kind"): [
            "Document", "Data", "Survey", "Observation", "Interview", "Photograph or film", "Children's work", "Other",
        ],
    }  # fmt: skip


def test_a_list_covers_the_whole_of_its_column_and_no_more(blank: Book) -> None:
    for name in (*GRIDS, *REGISTERS):
        table = table_of(blank, name)
        for choice in blank.sheet(name).choices:
            header = table.columns[choice.area[1] - table.area[1]].header
            assert choice.title == header
            assert choice.area == (table.area[0] + 1, choice.area[1], table.area[2], choice.area[1])
            assert choice.message == table.columns[choice.area[1] - table.area[1]].note


# Excel's limits


def test_excel_takes_the_workbook_empty_and_filled(
    blank: Book, filled: Book, against_excel: Callable[[Book], list[str]]
) -> None:
    assert against_excel(blank) == []
    assert against_excel(filled) == []


def sound() -> Book:
    """A small book that Excel takes."""
    sheet = Sheet("Audit")
    sheet.put(1, 1, "Back", link="#Audit!A4")
    sheet.tables.append(TableArea("Audit", (4, 1, 6, 2), (Column("Ref"), Column("Rating"))))
    sheet.choices.append(Choice((5, 2, 6, 2), "list", "Rating", "Choose.", "No.", "Ratings"))
    return Book("A book", "", date(2026, 7, 10), [sheet], {"Ratings": "Audit!$D$1:$D$5"}, "Audit")


def table(name: str, area: tuple[int, int, int, int], *headers: str) -> TableArea:
    """A table of those headings."""
    return TableArea(name, area, tuple(Column(header) for header in headers))


BROKEN: Mapping[str, Callable[[Book, Sheet], object]] = {
    "a name that is there twice: ratings": lambda book, _: book.names.update(RATINGS="Audit!$A$1"),
    "a name that is there twice: audit": lambda book, _: book.names.update(AUDIT="Audit!$A$1"),
    "a name that leads nowhere: Levels": lambda book, _: book.names.update(Levels="Lists!$A$1"),
    "a name that leads nowhere: Marks": lambda book, _: book.names.update(Marks="Audit"),
    "no name: E12": lambda book, _: book.names.update(E12="Audit!$A$1"),
    "no name: To do": lambda book, _: book.names.update({"To do": "Audit!$A$1"}),
    "a sheet that is there twice: audit": lambda book, _: book.sheets.append(Sheet("AUDIT")),
    "a book that opens nowhere: Start": lambda book, _: setattr(book, "active", "Start"),
    f"{'N' * 32}: no sheet's name": lambda book, _: book.sheets.append(Sheet("N" * 32)),
    "A/B: no sheet's name": lambda book, _: book.sheets.append(Sheet("A/B")),
    "Audit: a cell that is drawn twice: (1, 1)": lambda _, sheet: sheet.put(1, 1, "Again"),
    "Audit: a text too long for a cell: 9, 9": lambda _, sheet: sheet.put(9, 9, "x" * 32_768),
    "Audit: no formula: 9, 9": lambda _, sheet: sheet.put(9, 9, 1, formula="SUM(A1)"),
    "Audit: a link that leads nowhere: #Elsewhere!A1": lambda _, sheet: sheet.put(9, 9, "x", link="#Elsewhere!A1"),
    "Audit: a link that leads nowhere: #Audit": lambda _, sheet: sheet.put(9, 9, "x", link="#Audit"),
    "Audit: a heading that is there twice: rating": lambda _, sheet: sheet.tables.append(
        table("Two", (9, 1, 10, 2), "Rating", "RATING")
    ),
    "Audit: a heading that is empty or too long in Two": lambda _, sheet: sheet.tables.append(
        table("Two", (9, 1, 10, 2), "Rating", "")
    ),
    "Audit: an area that does not fit Two": lambda _, sheet: sheet.tables.append(table("Two", (9, 1, 10, 2), "Rating")),
    "Audit: tables that overlap: Two": lambda _, sheet: sheet.tables.append(table("Two", (6, 2, 7, 2), "Rating")),
    "Audit: a cell drawn over the headings of Audit": lambda _, sheet: sheet.put(4, 2, "Rating"),
    f"Audit: a title of more than 32 characters: {'T' * 33}": lambda _, sheet: sheet.choices.append(
        replace(sheet.choices[0], area=(9, 1, 9, 1), title="T" * 33)
    ),
    "Audit: a message that is too long: Rating": lambda _, sheet: sheet.choices.append(
        replace(sheet.choices[0], area=(9, 1, 9, 1), message="m" * 256)
    ),
    "Audit: a list that is not there: Emergent,Embedded": lambda _, sheet: sheet.choices.append(
        replace(sheet.choices[0], area=(9, 1, 9, 1), source="Emergent,Embedded")
    ),
    "Audit: two lists for one cell: Rating": lambda _, sheet: sheet.choices.append(
        replace(sheet.choices[0], area=(6, 2, 9, 2))
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_each_of_excels_limits_is_looked_at(against_excel: Callable[[Book], list[str]], fault: str) -> None:
    book = sound()
    assert against_excel(book) == []
    BROKEN[fault](book, book.sheets[0])
    assert against_excel(book) == [fault]


# The values that formulas have


def test_an_empty_workbook_shows_that_nothing_is_rated(blank: Book, model: SettingModel) -> None:
    assert {row["To do"].value for row in rows_of(blank, "Audit")} == {"Rate"}
    counts = {standard.ref: len(standard.descriptors) for standard in model.framework.standards}
    assert sum(counts.values()) == 218
    for ref, number in counts.items():
        row = shown(blank, "Judgements", ref)
        assert row["Rated"] == f"0 of {number}"
        assert row["Computed"] == row["Judgement"] == f"Not yet: 0 of {number} rated"
        assert row["Held back by"] == f"{number} without a rating"
    assert shown(blank, "Judgements", "S03")["Stay safe"] == "Not yet: 0 of 5 rated"
    start = blank.sheet("Start")
    assert at(start, 4, 2).value == "Carry on: S01.HEALTH.1"
    assert [at(start, row, 3).value for row in range(20, 25)] == ["0 of 218", 218, 0, "0 of 12", "0 of 12"]
    dashboard = blank.sheet("Dashboard")
    assert [at(dashboard, row, 1).value for row in range(2, 6)] == [
        "", "Carry on: S01.HEALTH.1", "0 of 12 Standards are Embedded; the award asks for all 12.", "",
    ]  # fmt: skip
    assert [at(dashboard, 10, column).value for column in range(1, 10)] == [
        "03 Environment", "Not yet", "0 of 19", 0.0,
        "0 of 4 rated", "0 of 5 rated", "0 of 4 rated", "0 of 3 rated", "0 of 3 rated",
    ]  # fmt: skip


def test_the_column_to_do_shows_what_each_row_still_needs(filled: Book) -> None:
    to_do = {str(row["Ref"].value): row["To do"].value for row in rows_of(filled, "Audit")}
    assert to_do["S01.HEALTH.1"] == ""
    assert to_do["S02.HEALTH.1"] == ""
    assert to_do["S03.HEALTH.1"] == "Add evidence"
    assert to_do["S03.HEALTH.4"] == "Rate"
    assert to_do["S04.SAFE.1"] == "Give a reason"
    assert to_do["S04.SAFE.2"] == ""
    assert to_do["S07.HEALTH.1"] == ""
    assert to_do["S07.SAFE.1"] == ""
    assert sum(words == "Rate" for words in to_do.values()) == 218 - 57


def test_judgements_show_what_a_filled_workbook_comes_to(filled: Book) -> None:
    live = LIVE["Judgements"]
    found = {f"S{n:02d}": [shown(filled, "Judgements", f"S{n:02d}")[header] for header in live] for n in range(1, 8)}
    assert found == {
        "S01": [*["Embedded"] * 5, "17 of 17", "Embedded", "Embedded", ""],
        "S02": [
            "Developing", "Emergent", *["Developing"] * 3, "17 of 17", "Emergent", "Emergent",
            "1 Emergent, 16 Developing",
        ],
        "S03": [
            "Not yet: 3 of 4 rated", "Not yet: 0 of 5 rated", "Not yet: 0 of 4 rated",
            "Not yet: 0 of 3 rated", "Not yet: 0 of 3 rated", "3 of 19",
            "Not yet: 3 of 19 rated (3 Embedded)", "Not yet: 3 of 19 rated (3 Embedded)", "16 without a rating",
        ],
        "S04": [*["Not applicable"] * 5, "0 of 0", "Not applicable", "Not applicable", ""],
        "S05": [
            "Not yet: 0 of 3 rated", "Not yet: 0 of 3 rated", "Not yet: 0 of 5 rated",
            "Not yet: 0 of 2 rated", "Not yet: 0 of 4 rated", "0 of 17",
            "Not started (planned 2027)", "Not started (planned 2027)", "17 without a rating",
        ],
        "S06": [
            "Not yet: 0 of 4 rated", "Not yet: 0 of 3 rated", "Not yet: 0 of 4 rated",
            "Not yet: 0 of 3 rated", "Not yet: 0 of 5 rated", "0 of 19",
            "Not yet: 0 of 19 rated", "Embedded", "19 without a rating",
        ],
        "S07": [
            "Not yet: 0 of 3 rated", "Not yet: 0 of 3 rated", "Not yet: 0 of 4 rated",
            "Not yet: 0 of 5 rated", "Not yet: 0 of 4 rated", "0 of 19",
            "Not yet: 0 of 19 rated", "Not yet: 0 of 19 rated", "19 without a rating",
        ],
    }  # fmt: skip


def test_start_counts_what_a_filled_workbook_holds(filled: Book) -> None:
    start = filled.sheet("Start")
    assert at(start, 4, 2).value == "Carry on: S03.HEALTH.4"
    assert [(at(start, row, 2).value, at(start, row, 3).value) for row in range(20, 25)] == [
        ("Descriptors with an answer", "57 of 218"),
        ("Rows with something to do", 161 + 3 + 1),
        ("Answered Not enough evidence", 1),
        ("Standards with a judgement", "3 of 12"),
        ("Standards at Embedded", "2 of 12"),
    ]


def test_the_dashboard_shows_what_a_filled_workbook_comes_to(filled: Book) -> None:
    dashboard = filled.sheet("Dashboard")
    assert [at(dashboard, row, 1).value for row in range(1, 6)] == [
        "Dashboard", "Oakfield", "Carry on: S03.HEALTH.4",
        "2 of 12 Standards are Embedded; the award asks for all 12.", "Rests on 1 override (see Judgements).",
    ]  # fmt: skip
    rows = {row - 7: [at(dashboard, row, column).value for column in range(2, 10)] for row in range(8, 15)}
    assert rows == {
        1: ["Embedded", "17 of 17", 1.0, *["Embedded"] * 5],
        2: ["Emergent", "17 of 17", 1.0, "Developing", "Emergent", *["Developing"] * 3],
        3: [
            "Not yet", "3 of 19", 3 / 19, "3 of 4 rated", "0 of 5 rated", "0 of 4 rated", "0 of 3 rated",
            "0 of 3 rated",
        ],
        4: ["Not applicable", "0 of 0", 0.0, *["Not applicable"] * 5],
        5: [
            "Not started (planned 2027)", "0 of 17", 0.0, "0 of 3 rated", "0 of 3 rated", "0 of 5 rated",
            "0 of 2 rated", "0 of 4 rated",
        ],
        6: ["Embedded", "0 of 19", 0.0, "0 of 4 rated", "0 of 3 rated", "0 of 4 rated", "0 of 3 rated", "0 of 5 rated"],
        7: ["Not yet", "0 of 19", 0.0, "0 of 3 rated", "0 of 3 rated", "0 of 4 rated", "0 of 5 rated", "0 of 4 rated"],
    }  # fmt: skip


def test_the_radar_says_in_words_what_it_shows(filled: Book) -> None:
    (chart,) = filled.sheet("Dashboard").charts
    assert chart.words.startswith(
        "Radar of the twelve Standards. 01 Ethos: 100% Embedded; 02 Policy: 0% Embedded; 03 Environment: 16% Embedded;"
    )
    assert [(series.name, series.sheet) for series in chart.series] == [
        ("Developing or better", "Working"),
        ("Embedded", "Working"),
    ]
    heads = {cell.column: cell.value for cell in filled.sheet("Working").cells if cell.row == 2}
    keys = {cell.row: cell.value for cell in filled.sheet("Working").cells if cell.column == 1}
    assert [heads[series.values[1]] for series in chart.series] == ["share1", "share2"]
    for series in chart.series:
        assert [keys[row] for row in (series.values[0], series.values[2])] == ["S01", "S12"]
        assert series.categories == (series.values[0], 2, series.values[2], 2)


def test_the_counts_behind_the_judgements_are_those_of_the_audit(filled: Book) -> None:
    assert working(filled, "S02") == {
        "key": "S02", "label": "02 Policy", "total": 17, "n0": 1, "n1": 16, "n2": 0, "left_out": 0, "rated": 17,
        "applicable": 17, "level": "Emergent", "short": "Emergent", "says": "Emergent", "entries": 17, "planned": 0,
        "held_back": "1 Emergent, 16 Developing", "share1": 16 / 17, "share2": 0.0,
    }  # fmt: skip
    assert working(filled, "S02.SAFE") == {
        "key": "S02.SAFE", "label": "02 Policy", "total": 4, "n0": 1, "n1": 3, "n2": 0, "left_out": 0, "rated": 4,
        "applicable": 4, "level": "Emergent", "short": "Emergent",
    }  # fmt: skip
    begun = working(filled, "S03")
    assert [begun[name] for name in ("n2", "rated", "applicable", "level", "entries", "share1", "share2")] == [
        3, 3, 19, "", 3, 3 / 19, 3 / 19,
    ]  # fmt: skip
    outside = working(filled, "S04")
    assert [outside[name] for name in ("left_out", "applicable", "level", "short", "entries", "share1")] == [
        18, 0, "", "Not applicable", 18, 0.0,
    ]  # fmt: skip
    planned = working(filled, "S05")
    assert [planned[name] for name in ("entries", "planned", "says")] == [0, 2027, "Not started (planned 2027)"]
    doubted = working(filled, "S07")
    assert [doubted[name] for name in ("left_out", "rated", "applicable", "entries")] == [1, 0, 19, 2]


def test_the_last_answer_ends_carry_on_and_the_award_line(book_of: Draw, rated: Rated) -> None:
    book = book_of({"Audit": rated(dict.fromkeys(range(1, 13), "Embedded"))})
    assert at(book.sheet("Start"), 4, 2).value == "Every descriptor has an answer"
    assert [at(book.sheet("Start"), row, 3).value for row in range(20, 25)] == [
        "218 of 218", 0, 0, "12 of 12", "12 of 12",
    ]  # fmt: skip
    dashboard = book.sheet("Dashboard")
    assert at(dashboard, 4, 1).value == "12 of 12 Standards are Embedded; the award asks for all 12."
    assert at(dashboard, 5, 1).value == ""


def test_an_override_is_said_on_the_dashboard_though_it_says_what_is_computed(book_of: Draw, rated: Rated) -> None:
    content: Content = {"Audit": rated({1: "Embedded"}), "Judgements": {"S01": OVERRIDE}}
    assert at(book_of(content).sheet("Dashboard"), 5, 1).value == "Rests on 1 override (see Judgements)."


def test_an_override_without_its_reason_takes_no_judgements_place(book_of: Draw) -> None:
    book = book_of({"Judgements": {"S01": {**OVERRIDE, "reason": " "}}})
    assert shown(book, "Judgements", "S01")["Judgement"] == "Not yet: 0 of 17 rated"
    assert at(book.sheet("Dashboard"), 5, 1).value == ""


def test_a_count_of_answers_takes_every_spelling_of_them(book_of: Draw, model: SettingModel) -> None:
    book = book_of({"Audit": {"S01.SAFE.1": {"rating": "Insufficient evidence"}, "S01.SAFE.2": {"rating": "Emerging"}}})
    start = book.sheet("Start")
    assert at(start, 22, 3).value == 1
    assert all(f'"{word}"' in at(start, 22, 3).formula for word in ("Not enough evidence", "Insufficient evidence"))
    assert working(book, "S01")["n0"] == 1
    counts = {c.formula for c in book.sheet("Working").cells if c.formula.startswith("=SUMPRODUCT(ISNUMBER")}
    for words in (["Emergent", "Emerging"], ["Developing"], ["Embedded"], model.framework.no_levels[1].spellings):
        assert any(all(f'"{word}"' in formula for word in words) for formula in counts), words
