"""The cluster workbook as it is drawn: board, awards, what is held back, findings, files; and what it never says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.cluster import Cluster, gather
from ecm_xl.core.findings import finding
from ecm_xl.core.results import FileResult, FormResult, Status
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.address import split_cell
from ecm_xl.workbook.book import Book, Cell, CellValue, Content, Sheet
from ecm_xl.workbook.cluster import cluster_book
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot
from ecm_xl.workflows.examine import examine_snapshot
from tests.forms import filled_everywhere

Rated = Callable[[Mapping[int, str]], dict[str, dict[str, CellValue]]]
Draw = Callable[..., Snapshot]
Result = Callable[..., FileResult]

HEADING = 4
COLUMNS = {
    "Board": [
        "Setting", "01 Ethos", "02 Policy", "03 Environment", "04 Leadership and management",
        "05 Personalised learning", "06 Curriculum entitlement, access and choice",
        "07 Presence, participation and personal development", "08 Partnership with parents and carers",
        "09 Multi-agency working", "10 The community", "11 Transition and transfer", "12 Professional development",
    ],
    "Awards": ["For", "Award", "Ready", "What is missing", "Rests on overrides"],
    "Held back": ["Standard", "Setting", "Stands at", "Held back by", "Look at"],
    "Outcomes": ["Outcome", "Share Embedded", "Embedded", "Rated", "That apply"],
    "Findings": ["Setting or file", "Severity", "Sheet", "Cell", "Found", "What to do", "Code"],
    "Files": ["File", "Setting", "Type", "Cluster", "Status", "Findings"],
}  # fmt: skip
OVERRIDE: Mapping[str, CellValue] = {
    "override": "Embedded",
    "override_by": "Ida Ferris",
    "override_on": date(2026, 6, 1),
    "reason": "Seen on the visit",
}
LINKS = {"oak/oakfield.xlsx": "oak/oakfield.xlsx", "birch/birch hill.xlsx": "../birch/birch hill.xlsx"}
EVERYWHERE = dict.fromkeys(range(1, 13), "Embedded")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cluster and its workbook."""

    cluster: Cluster
    book: Book

    def cells(self, name: str) -> list[list[Cell]]:
        """The rows of a sheet's table."""
        sheet = self.book.sheet(name)
        (table,) = sheet.tables
        places = {(cell.row, cell.column): cell for cell in sheet.cells}
        columns = range(table.area[1], table.area[3] + 1)
        return [[places[row, column] for column in columns] for row in range(table.area[0] + 1, table.area[2] + 1)]

    def rows(self, name: str) -> list[list[CellValue]]:
        """What the rows of a sheet's table show."""
        return [[cell.value for cell in row] for row in self.cells(name)]


@pytest.fixture
def drawn(model: SettingModel, today: date) -> Callable[..., Drawn]:
    """The cluster workbook of those results."""

    def draw(results: Sequence[FileResult], expected: Sequence[str] = (), **links: str) -> Drawn:
        cluster = gather(model.framework, results, expected)
        forms = load_model(forms=cluster.forms).forms
        return Drawn(cluster, cluster_book(cluster, today, {**LINKS, **links}, forms))

    return draw


@pytest.fixture
def oakfield(result: Result, rated: Rated) -> FileResult:
    """One Standard of each sort."""
    audit = rated({1: "Embedded", 2: "Developing", 4: "Not applicable", 7: "Embedded", 8: "Developing"})
    audit |= {
        f"S03.HEALTH.{number}": {"rating": "Embedded", "evidence": "Log book", "impact": "Calm"} for number in (1, 2)
    }
    audit["S03.SAFE.1"] = {"rating": "Not applicable", "comment": "Single site"}
    audit["S02.SAFE.1"] = {"rating": "Emergent"}
    content: Content = {
        "Audit": audit,
        "Judgements": {"S06": OVERRIDE, "S08": OVERRIDE},
        "Leads": {"S05": {"planned": 2027}},
    }
    details = {"Setting_Type": "Primary school", "Cluster": "Riverside"}
    return result("oak/oakfield.xlsx", content, Setting_Name="Oakfield", Setting_Id="oak", **details)


@pytest.fixture
def birch(result: Result, rated: Rated) -> FileResult:
    """Every Standard Embedded but the second."""
    audit = rated({**EVERYWHERE, 2: "Developing"})
    details = {"Setting_Type": "Special school", "Cluster": "riverside "}
    return result("birch/birch hill.xlsx", {"Audit": audit}, Setting_Name="Birch Hill", Setting_Id="birch", **details)


@pytest.fixture
def ready(result: Result, rated: Rated) -> FileResult:
    """Every Standard Embedded."""
    content: Content = {"Audit": rated(EVERYWHERE)}
    return result("cedar.xlsx", content, Setting_Name="cedar", Setting_Id="cedar", Cluster="Hillside")


def every_word(book: Book) -> str:
    """Every word of a book, wherever it stands."""
    words = [book.title, book.subject, *book.names, *book.names.values()]
    return "\n".join([*words, *(word for sheet in book.sheets for word in _words(sheet))]).casefold()


def _words(sheet: Sheet) -> list[str]:
    cells = [word for cell in sheet.cells for word in (str(cell.value), cell.note, cell.link, cell.formula)]
    heads = [word for table in sheet.tables for column in table.columns for word in (column.header, column.note)]
    charts = [word for chart in sheet.charts for word in (chart.title, chart.words)]
    return [sheet.name, *cells, *heads, *charts]


# What it is


def test_its_sheets_stand_in_their_order_each_with_its_columns(drawn: Callable[..., Drawn], birch: FileResult) -> None:
    book = drawn([birch]).book
    assert [sheet.name for sheet in book.sheets] == [*COLUMNS, "Lists"]
    assert [sheet.name for sheet in book.sheets if sheet.hidden] == ["Lists"]
    for name, columns in COLUMNS.items():
        (table,) = book.sheet(name).tables
        assert table.name == name.replace(" ", "_")
        assert [column.header for column in table.columns] == columns
    assert book.active == "Board"


def test_it_says_of_itself_that_it_is_a_cluster_workbook(drawn: Callable[..., Drawn]) -> None:
    snapshot = snapshot_of(drawn([]).book)
    sheet, row, column = snapshot.names["Workbook_Kind"]
    lists = snapshot.sheet(sheet)
    assert lists is not None
    assert lists.value(row, column) == "cluster"


def test_it_holds_no_formula_and_nothing_to_fill_in(drawn: Callable[..., Drawn], oakfield: FileResult) -> None:
    book = drawn([oakfield]).book
    assert [cell for sheet in book.sheets for cell in sheet.cells if cell.formula] == []
    assert [choice for sheet in book.sheets for choice in sheet.choices] == []


def test_excel_takes_it_full_and_empty(
    drawn: Callable[..., Drawn],
    against_excel: Callable[[Book], list[str]],
    oakfield: FileResult,
    birch: FileResult,
    ready: FileResult,
) -> None:
    twice = replace(ready, file="copy of cedar.xlsx")
    unreadable = FileResult("torn.xlsx", Status.UNREADABLE, findings=(finding("file-damaged"),))
    assert against_excel(drawn([oakfield, birch, ready, twice, unreadable], ["Elm Bank"]).book) == []
    assert against_excel(drawn([]).book) == []


def test_a_cluster_of_nothing_says_so_on_every_sheet(drawn: Callable[..., Drawn]) -> None:
    empty = drawn([])
    assert empty.rows("Board") == [["No setting has been judged.", *[""] * 12]]
    assert empty.rows("Awards") == [
        ["All settings together", "ECM Cluster Standards Award", "Not yet", "No setting has been judged", ""]
    ]
    assert empty.rows("Held back") == [["Nothing is held back.", *[""] * 4]]
    assert empty.rows("Findings") == [["Nothing was found.", *[""] * 6]]
    assert empty.rows("Files") == [["No workbook was met.", *[""] * 5]]
    assert [row[1:] for row in empty.rows("Outcomes")] == [[0.0, 0, 0, 0]] * 5


# The board


def test_the_board_has_a_word_for_each_case(drawn: Callable[..., Drawn], oakfield: FileResult) -> None:
    (row,) = drawn([oakfield]).rows("Board")
    assert row == [
        "Oakfield",
        "Embedded",
        "Emergent",
        "2 of 18 rated",
        "Not applicable",
        "Not started (planned 2027)",
        "Embedded *",
        "Embedded",
        "Embedded *",
        "0 of 19 rated",
        "0 of 17 rated",
        "0 of 19 rated",
        "0 of 19 rated",
    ]


def test_no_colour_stands_without_its_word_and_each_word_has_its_own(
    drawn: Callable[..., Drawn], oakfield: FileResult, birch: FileResult
) -> None:
    one, other = drawn([oakfield, birch]).cells("Board")
    looks = {str(cell.value): cell.look[-1] for cell in (*one[1:], *other[1:])}
    assert looks == {
        "Emergent": "level 0 of 3",
        "Developing": "level 1 of 3",
        "Embedded": "level 2 of 3",
        "Embedded *": "level 2 of 3",
        "Not applicable": "grey-out",
        "2 of 18 rated": "not-yet",
        "0 of 19 rated": "not-yet",
        "0 of 17 rated": "not-yet",
        "Not started (planned 2027)": "not-yet",
    }


def test_the_board_says_what_its_marks_mean_and_how_many_settings_it_shows(
    drawn: Callable[..., Drawn], oakfield: FileResult, birch: FileResult
) -> None:
    def texts(results: list[FileResult]) -> list[CellValue]:
        cells = drawn(results).book.sheet("Board").cells
        return [cell.value for cell in cells if cell.row in (1, 2, 3)]

    legend = (
        "'3 of 17 rated': not judged until every descriptor that applies is rated. "
        "* rests on an override: see the setting's own Judgements."
    )
    words = "in alphabetical order, as judged on 10 July 2026. Click a name to open its workbook."
    assert texts([oakfield, birch]) == ["Cluster board", f"2 settings, {words}", legend]
    assert texts([oakfield])[1] == f"1 setting, {words}"


def test_a_setting_in_two_files_is_on_the_board_once_and_counts_in_neither(
    drawn: Callable[..., Drawn], birch: FileResult, ready: FileResult
) -> None:
    board = drawn([ready, birch, replace(ready, file="copy of cedar.xlsx")])
    assert [row[:3] for row in board.rows("Board")] == [
        ["Birch Hill", "Embedded", "Developing"],
        ["cedar", "In two files", "In two files"],
    ]
    assert board.rows("Board")[1][1:] == ["In two files"] * 12
    assert {cell.link for cell in board.cells("Board")[1]} == {""}
    assert board.rows("Awards")[0][2:4] == [
        "Not yet",
        "cedar: in more than one file\nStandard 2 Policy, asked of every setting: Birch Hill is at 'Developing'",
    ]


def test_a_setting_that_was_expected_and_is_not_there_is_not_reported(
    drawn: Callable[..., Drawn], ready: FileResult
) -> None:
    board = drawn([ready], ["Elm Bank", "CEDAR.xlsx"])
    assert board.rows("Board") == [["cedar", *["Embedded"] * 12], ["Elm Bank", *["Not reported"] * 12]]
    assert board.cells("Board")[1][1].look[-1] == "not-yet"
    assert board.rows("Findings") == [
        [
            "", "Error", "", "", "A file from Elm Bank is on the list of those expected, and is not here.",
            "Ask the setting for its workbook, or take it off the list.", "setting-not-reported",
        ]
    ]  # fmt: skip
    assert board.rows("Awards")[0][2:4] == ["Not yet", "Elm Bank: not reported"]


def test_settings_stand_in_alphabetical_order_whatever_they_have_reached(
    drawn: Callable[..., Drawn], oakfield: FileResult, birch: FileResult, ready: FileResult
) -> None:
    for results in ([oakfield, birch, ready], [ready, oakfield, birch]):
        assert [row[0] for row in drawn(results).rows("Board")] == ["Birch Hill", "cedar", "Oakfield"]


def test_a_name_links_to_its_workbook_where_there_is_a_way_to_it(
    drawn: Callable[..., Drawn], oakfield: FileResult, birch: FileResult, ready: FileResult
) -> None:
    heads = [row[0] for row in drawn([oakfield, birch, ready]).cells("Board")]
    assert [(cell.value, cell.link) for cell in heads] == [
        ("Birch Hill", "../birch/birch hill.xlsx"),
        ("cedar", ""),
        ("Oakfield", "oak/oakfield.xlsx"),
    ]


def test_a_setting_without_a_name_goes_by_its_file(drawn: Callable[..., Drawn], result: Result) -> None:
    assert drawn([result("nameless.xlsx")]).rows("Board")[0][0] == "nameless.xlsx"


# Awards


def test_awards_say_who_is_ready_and_what_is_missing(
    drawn: Callable[..., Drawn], birch: FileResult, ready: FileResult
) -> None:
    policy = "Standard 2 Policy, asked of every setting: Birch Hill is at 'Developing'"
    assert drawn([birch, ready]).rows("Awards") == [
        ["All settings together", "ECM Cluster Standards Award", "Not yet", policy, ""],
        ["Hillside", "ECM Cluster Standards Award", "Ready", "Nothing", ""],
        ["riverside", "ECM Cluster Standards Award", "Not yet", policy, ""],
        ["Birch Hill", "ECM Standards Award", "Not yet", "Standard 2 Policy: Developing", ""],
        ["cedar", "ECM Standards Award", "Ready", "Nothing", ""],
    ]


def test_an_award_says_which_overrides_it_rests_on(
    drawn: Callable[..., Drawn], result: Result, rated: Rated, ready: FileResult
) -> None:
    content = {"Audit": rated({**EVERYWHERE, 1: "Developing"}), "Judgements": {"S01": OVERRIDE}}
    elm = result("elm.xlsx", content, Setting_Name="Elm Bank", Setting_Id="elm")
    rests = "Standard 1; computed: Developing"
    assert drawn([ready, elm]).rows("Awards") == [
        ["All settings together", "ECM Cluster Standards Award", "Ready", "Nothing", f"Elm Bank, {rests}"],
        ["Hillside", "ECM Cluster Standards Award", "Ready", "Nothing", ""],
        ["cedar", "ECM Standards Award", "Ready", "Nothing", ""],
        ["Elm Bank", "ECM Standards Award", "Ready", "Nothing", rests],
    ]


def test_the_ten_between_them_are_asked_of_one_setting(
    drawn: Callable[..., Drawn], result: Result, rated: Rated
) -> None:
    first = {"Audit": rated(dict.fromkeys((1, 2, 3, 4, 5), "Embedded"))}
    second = {"Audit": rated({**dict.fromkeys((1, 2, 6, 7, 8, 9, 10, 11), "Embedded"), 12: "Developing"})}
    both = [result("a.xlsx", first, Setting_Name="Ash"), result("b.xlsx", second, Setting_Name="Beech")]
    assert drawn(both).rows("Awards")[0][2:4] == [
        "Not yet",
        "Standard 12 Professional development, asked of at least one setting: Embedded in none",
    ]


def test_ready_has_its_own_look(drawn: Callable[..., Drawn], birch: FileResult, ready: FileResult) -> None:
    looks = {str(row[2].value): row[2].look for row in drawn([birch, ready]).cells("Awards")}
    assert looks == {"Ready": ("box", "met"), "Not yet": ("box",)}


# Held back, Outcomes


def test_held_back_names_every_standard_that_is_not_there_yet_and_the_rows_to_look_at(
    drawn: Callable[..., Drawn], oakfield: FileResult, birch: FileResult
) -> None:
    held = drawn([oakfield, birch])
    rows = held.rows("Held back")
    assert rows[:5] == [
        [
            "02 Policy", "Birch Hill", "Developing", "17 Developing",
            "S02.HEALTH.1, S02.HEALTH.2, S02.HEALTH.3, S02.HEALTH.4, S02.SAFE.1, S02.SAFE.2 and 11 more",
        ],
        ["02 Policy", "Oakfield", "Emergent", "1 Emergent, 16 Developing", "S02.SAFE.1"],
        [
            "03 Environment", "Oakfield", "Not yet: 2 of 18 rated", "16 without a rating",
            "S03.HEALTH.3, S03.HEALTH.4, S03.SAFE.2, S03.SAFE.3, S03.SAFE.4, S03.SAFE.5 and 10 more",
        ],
        ["04 Leadership and management", "Oakfield", "Not applicable", "", ""],
        ["05 Personalised learning", "Oakfield", "Not started (planned 2027)", "17 without a rating", ""],
    ]  # fmt: skip
    assert [row[:2] for row in rows[5:]] == [
        ["09 Multi-agency working", "Oakfield"],
        ["10 The community", "Oakfield"],
        ["11 Transition and transfer", "Oakfield"],
        ["12 Professional development", "Oakfield"],
    ]
    assert [row[1].link for row in held.cells("Held back")[:2]] == ["../birch/birch hill.xlsx", "oak/oakfield.xlsx"]


def test_six_rows_to_look_at_are_all_named(drawn: Callable[..., Drawn], result: Result, rated: Rated) -> None:
    audit = rated(EVERYWHERE)
    outside = [ref for ref in audit if ref.startswith("S01")][:6]
    audit |= {ref: {"rating": "Developing"} for ref in outside}
    (row,) = drawn([result("a.xlsx", {"Audit": audit})]).rows("Held back")
    assert row[2:] == ["Developing", "6 Developing", ", ".join(outside)]


def test_nothing_is_held_back_where_everything_is_embedded(drawn: Callable[..., Drawn], ready: FileResult) -> None:
    assert drawn([ready]).rows("Held back") == [["Nothing is held back.", "", "", "", ""]]


def test_outcomes_stand_weakest_first_over_all_settings(
    drawn: Callable[..., Drawn], result: Result, rated: Rated, ready: FileResult
) -> None:
    audit = rated({1: "Embedded"})
    audit["S01.SAFE.1"] = {"rating": "Developing", "evidence": "Log book"}
    audit["S01.SAFE.2"] = {"rating": "Not applicable", "comment": "Single site"}
    audit["S01.HEALTH.1"] = {"rating": "Not enough evidence"}
    second = result("b.xlsx", {"Audit": audit}, Setting_Name="Birch Hill")
    assert drawn([ready, second]).rows("Outcomes") == [
        ["Be healthy", 44 / 84, 42 + 2, 42 + 2, 42 + 42],
        ["Stay safe", 50 / 95, 48 + 2, 48 + 3, 48 + 47],
        ["Achieve economic well-being", 48 / 90, 45 + 3, 45 + 3, 45 + 45],
        ["Make a positive contribution", 41 / 76, 38 + 3, 38 + 3, 38 + 38],
        ["Enjoy and achieve", 49 / 90, 45 + 4, 45 + 4, 45 + 45],
    ]


# Forms


@pytest.fixture
def with_forms(birch: FileResult, oakfield: FileResult, ready: FileResult) -> list[FileResult]:
    """Three settings: one has the form Values, one two forms that are not filled in (much), one none."""
    values = FormResult("values", "Shared values", 5, ("3 of 4 points in place", "1 not"), (), "Values")
    profile = FormResult("profile", "Profile", 2, (), (), "Profile 2026")
    return [
        replace(oakfield, forms=(profile, replace(values, answers=0, stands_out=()))),
        replace(birch, forms=(values,)),
        ready,
    ]


def test_each_form_that_a_setting_has_is_a_sheet_after_outcomes_in_the_order_of_forms(
    drawn: Callable[..., Drawn], with_forms: list[FileResult]
) -> None:
    book = drawn(with_forms).book
    assert [sheet.name for sheet in book.sheets] == [
        "Board", "Awards", "Held back", "Outcomes", "Profile", "Values", "Findings", "Files", "Lists",
    ]  # fmt: skip
    assert list(FORMS).index("profile") < list(FORMS).index("values")
    for name in ("Profile", "Values"):
        (table,) = book.sheet(name).tables
        assert table.name == name
        assert [column.header for column in table.columns] == ["Setting", "Answers filled in", "What stands out"]


def test_a_form_says_what_it_is_for_and_who_uses_it(drawn: Callable[..., Drawn], with_forms: list[FileResult]) -> None:
    sheet = drawn(with_forms).book.sheet("Values")
    (form,) = load_model(forms=["values"]).forms
    assert [cell.value for cell in sheet.cells if cell.row < HEADING] == [
        form.title,
        form.purpose,
        "Used by 2 of 3 settings, in alphabetical order. "
        "Click a name to open its form. What people wrote stays in their own workbook.",
    ]


def test_those_who_have_a_form_come_first_and_nobody_is_left_out(
    drawn: Callable[..., Drawn], with_forms: list[FileResult], result: Result
) -> None:
    twin = result("1.xlsx", Setting_Name="Twin", Setting_Id="twin")
    twins = [replace(twin, file=f"{n}.xlsx", forms=with_forms[1].forms) for n in (1, 2)]
    forms = drawn([*with_forms, *twins], ["Elm Bank"])
    absent = [["Twin", "In two files", ""], ["Elm Bank", "Not reported", ""]]
    assert forms.rows("Values") == [
        ["Birch Hill", 5, "3 of 4 points in place\n1 not"],
        ["Oakfield", 0, "Nothing is filled in yet"],
        ["cedar", "Not used", ""],
        *absent,
    ]
    assert forms.rows("Profile") == [
        ["Oakfield", 2, "Nothing stands out"],
        ["Birch Hill", "Not used", ""],
        ["cedar", "Not used", ""],
        *absent,
    ]


def test_a_name_leads_to_the_form_by_the_name_that_its_sheet_has_there(
    drawn: Callable[..., Drawn], with_forms: list[FileResult]
) -> None:
    forms = drawn(with_forms, **{"cedar.xlsx": "cedar.xlsx"})
    assert [row[0].link for row in forms.cells("Profile")] == [
        "oak/oakfield.xlsx#'Profile 2026'!A1",
        "../birch/birch hill.xlsx",
        "cedar.xlsx",
    ]
    assert forms.cells("Values")[0][0].link == "../birch/birch hill.xlsx#Values!A1"


def test_a_form_whose_sheet_was_renamed_is_led_to_all_the_same(today: date, drawn: Callable[..., Drawn]) -> None:
    model = load_model(forms=["values"])
    read = filled_everywhere(model, "Seen", sound=True, Setting_Name="Oakfield")
    values = read.sheet("Values")
    assert values is not None
    values.name = "Our values"
    read.tables |= {name: replace(place, sheet=values.name) for name, place in read.tables.items() if "Values" in name}
    board = drawn([examine_snapshot(model, read, "oak/oakfield.xlsx", today)])
    assert board.cells("Values")[0][0].link == "oak/oakfield.xlsx#'Our values'!A1"


def test_a_form_with_more_to_say_than_a_row_holds_says_how_much_more(
    drawn: Callable[..., Drawn], with_forms: list[FileResult]
) -> None:
    said = tuple(f"Sentence {n}" for n in range(1, 41))
    (form,) = with_forms[1].forms
    (row,) = drawn([replace(with_forms[1], forms=(replace(form, stands_out=said),))]).rows("Values")
    assert str(row[2]).split("\n") == [*said[:25], "and 15 more"]


def test_excel_takes_it_with_every_form(
    drawn: Callable[..., Drawn], against_excel: Callable[[Book], list[str]], birch: FileResult
) -> None:
    forms = tuple(FormResult(form, form, 1, ("Something",), (), sheet) for form, sheet in FORMS.items())
    book = drawn([replace(birch, forms=forms)], ["Elm Bank"]).book
    assert [sheet.name for sheet in book.sheets][4:-3] == list(FORMS.values())
    assert against_excel(book) == []


# Findings and files


def test_findings_stand_by_file_errors_first_with_a_way_to_the_cell(
    drawn: Callable[..., Drawn], result: Result
) -> None:
    content: Content = {
        "Audit": {
            "S01.HEALTH.1": {"rating": "Embeded"},
            "S01.HEALTH.2": {"rating": "Embedded"},
            "S01.HEALTH.3": {"rating": "emerging"},
        }
    }
    oak = result("oak/oakfield.xlsx", content, Setting_Name="Oakfield", Setting_Id="oak")
    other = FileResult("torn.xlsx", Status.UNREADABLE, findings=(finding("file-damaged"),))
    found = drawn([other, oak])
    assert found.rows("Findings") == [
        [
            "Oakfield", "Error", "Audit", "E5", "A rating that is not in the list",
            "Choose a rating from the list in E5.", "rating-unknown",
        ],
        [
            "Oakfield", "Warning", "Audit", "F6", "Embedded without evidence",
            "Name in F6 what shows it, or choose a lower rating.", "embedded-without-evidence",
        ],
        [
            "Oakfield", "Note", "Audit", "E7", "A rating in another spelling",
            "Choose Emergent from the list in E7.", "rating-respelt",
        ],
        [
            "torn.xlsx", "Error", "", "", "The file is damaged and can't be read safely.",
            "Open it in Excel, let Excel repair it, check what is there and save it under a new name.", "file-damaged",
        ],
    ]  # fmt: skip
    assert [[row[0].link, row[3].link] for row in found.cells("Findings")] == [
        ["oak/oakfield.xlsx", "oak/oakfield.xlsx#Audit!E5"],
        ["oak/oakfield.xlsx", "oak/oakfield.xlsx#Audit!F6"],
        ["oak/oakfield.xlsx", "oak/oakfield.xlsx#Audit!E7"],
        ["", ""],
    ]


def test_what_was_found_on_a_forms_sheet_is_linked_to_the_cell_that_holds_it(
    today: date, drawn: Callable[..., Drawn]
) -> None:
    """Whichever of its tables the cell is in."""
    read = filled_everywhere(load_model(forms=FORMS), "perhaps", sound=False, Setting_Name="Oakfield")
    result = examine_snapshot(load_model(forms=FORMS), read, "oak/oakfield.xlsx", today)
    links = {(row[2].value, row[3].value): row[3].link for row in drawn([result]).cells("Findings")}
    found = [one for one in result.findings if one.sheet in FORMS.values() and one.value.startswith("perhaps")]
    assert {"Profile", "CentreOutcomes", "Indicators"} <= {one.sheet for one in found}
    for one in found:
        sheet, place = read.sheet(one.sheet), split_cell(one.cell)
        assert sheet is not None
        assert place is not None
        assert sheet.value(*place) == one.value
        assert links[one.sheet, one.cell] == f"oak/oakfield.xlsx#{one.sheet}!{one.cell}"


def test_a_link_to_a_cell_quotes_a_sheets_name_that_needs_it(
    model: SettingModel, today: date, drawn: Callable[..., Drawn], snapshot: Draw
) -> None:
    read = snapshot({"Audit": {"S01.HEALTH.1": {"rating": "Embeded"}}})
    audit = read.sheet("Audit")
    assert audit is not None
    audit.name = "This year's audit"
    read.tables["Audit"] = replace(read.tables["Audit"], sheet=audit.name)
    oak = examine_snapshot(model, read, "oak/oakfield.xlsx", today)
    row, renamed = drawn([oak]).cells("Findings")
    assert (row[6].value, renamed[6].value) == ("rating-unknown", "sheet-renamed")
    assert row[3].link == "oak/oakfield.xlsx#'This year''s audit'!E5"


def test_files_says_what_became_of_every_workbook(
    drawn: Callable[..., Drawn], oakfield: FileResult, birch: FileResult, ready: FileResult
) -> None:
    twice = replace(ready, file="old\\cedar 2.xlsx")
    torn = FileResult("torn.xlsx", Status.UNREADABLE, findings=(finding("file-damaged"),))
    board = FileResult("board.xlsx", Status.OTHER, findings=(finding("file-not-a-setting"),))
    assert drawn([oakfield, birch, ready, twice, torn, board]).rows("Files") == [
        ["birch hill.xlsx", "Birch Hill", "Special school", "riverside", "Judged", 0],
        ["board.xlsx", "", "", "", "Not a setting workbook", 1],
        ["cedar.xlsx", "cedar", "", "Hillside", "In more than one file", 1],
        ["cedar 2.xlsx", "cedar", "", "Hillside", "In more than one file", 1],
        ["oakfield.xlsx", "Oakfield", "Primary school", "Riverside", "Judged", 0],
        ["torn.xlsx", "", "", "", "Could not be read", 1],
    ]


# What it keeps quiet

WHISPER = "quillfeather"


@pytest.fixture
def secretive(model: SettingModel, today: date, snapshot: Draw) -> Callable[..., FileResult]:
    """A file in which every cell that anybody can type into holds the secret word, name and cluster apart."""

    def fill(**details: CellValue) -> FileResult:
        content: dict[str, dict[str, Mapping[str, CellValue]]] = {
            table.name: {ref: {f.id: f"{WHISPER} {f.id}" for f in table.fields if f.is_answer} for ref in refs}
            for table in model.tables
            if table.takes_answers
            for refs in (_refs(model, table.rows, table.prefix),)
        }
        content["Audit"]["S01.SAFE.1"] = {"rating": "Embedded", "evidence": WHISPER, "impact": WHISPER, "lead": WHISPER}
        content["Audit"]["S01.SAFE.2"] = {"rating": f"Embedded or {WHISPER} or Emergent", "comment": WHISPER}
        content["Audit"]["S01.SAFE.3"] = {"rating": f"Embedded {WHISPER}", "date": f"{WHISPER} 2026"}
        content["Judgements"]["S01"] = {**OVERRIDE, "override_by": WHISPER, "reason": WHISPER}
        content["Leads"]["S02"] = {"lead": WHISPER, "planned": "2027"}
        read = snapshot(content, Setting_Name="Oakfield", Cluster="Riverside", **details)
        _damage(read)
        return examine_snapshot(model, read, "oak/oakfield.xlsx", today)

    return fill


def _refs(model: SettingModel, rows: str, prefix: str) -> list[str]:
    if rows == "descriptors":
        return list(model.framework.descriptors)
    if rows == "standards":
        return [standard.ref for standard in model.framework.standards]
    return [f"{prefix}{number:02d}" for number in range(1, 4)]


def _damage(read: Snapshot) -> None:
    """Refs, headings, errors and formulas with the secret word in them, Refs that stand twice."""
    audit, plan, leads, agencies = (read.sheet(name) for name in ("Audit", "Plan", "Leads", "Agencies"))
    assert audit is not None
    assert plan is not None
    assert leads is not None
    assert agencies is not None
    audit.rows[20][0] = WHISPER
    audit.rows[21][0] = ""
    audit.rows[22][0] = "S01.SAFE.4"
    audit.errors = {(24, 5): f"#{WHISPER}!"}
    audit.formulas |= {(25, 5)}
    plan.rows[3][3] = f"{WHISPER} for"
    plan.rows[4][0] = f"T{WHISPER}"
    leads.rows[3][3] = "lead"
    agencies.rows[5][0] = "A01"


def test_the_file_full_of_secrets_has_every_kind_of_finding_that_quotes(secretive: Callable[..., FileResult]) -> None:
    result = secretive(Framework=WHISPER)
    codes = {found.code for found in result.findings}
    assert codes >= {
        "rating-unknown", "rating-two", "date-unreadable", "override-incomplete", "ref-unknown", "ref-duplicated",
        "row-without-ref", "error-value", "formula-in-answer", "column-missing", "column-duplicated",
        "impact-repeats-evidence",
    }  # fmt: skip
    quoting = {found.code for found in result.findings if WHISPER in f"{found.message} {found.action}".casefold()}
    assert quoting >= {"rating-unknown", "rating-two", "date-unreadable", "ref-unknown", "error-value"}
    assert result.judgements[0].rests_on_override


def test_nothing_that_somebody_typed_comes_into_the_cluster_workbook(
    drawn: Callable[..., Drawn], secretive: Callable[..., FileResult]
) -> None:
    secret = secretive(
        URN=WHISPER, Phase=WHISPER, Authority=WHISPER, Cluster_Lead=WHISPER, Route=WHISPER, Started_On=WHISPER
    )
    board = drawn([secret, replace(secret, file="birch/birch hill.xlsx")], ["Elm Bank"])
    assert "Oakfield" in [row[0] for row in board.rows("Board")]
    assert len(board.rows("Findings")) > 500
    assert WHISPER not in every_word(board.book)
    alone = drawn([secret])
    assert alone.rows("Board")[0][:3] == ["Oakfield", "Embedded *", "0 of 17 rated"]
    assert WHISPER not in every_word(alone.book)


@pytest.mark.parametrize("sound", [True, False])
def test_nothing_that_somebody_wrote_into_a_form_comes_into_the_cluster_workbook(
    today: date, drawn: Callable[..., Drawn], sound: bool
) -> None:
    model = load_model(forms=FORMS)
    read = filled_everywhere(model, WHISPER, sound=sound, Setting_Name="Oakfield")
    result = examine_snapshot(model, read, "oak/oakfield.xlsx", today)
    board = drawn([result])
    assert {form.form for form in result.forms if form.answers} == set(FORMS)
    values = next(form for form in result.forms if form.form == "values")
    assert [row[:2] for row in board.rows("Values")] == [["Oakfield", values.answers]]
    quoting = [found for found in result.findings if WHISPER in found.message.casefold()]
    assert bool(quoting) is not sound
    assert WHISPER not in every_word(board.book)


def test_the_standards_and_version_that_a_workbook_names_are_not_repeated(
    model: SettingModel, today: date, drawn: Callable[..., Drawn], snapshot: Draw
) -> None:
    for name in ("Framework", "Framework_Version"):
        read = snapshot({}, Setting_Name="Oakfield")
        sheet, row, column = read.names[name]
        start = read.sheet(sheet)
        assert start is not None
        start.rows[row - 1][column - 1] = WHISPER
        result = examine_snapshot(model, read, "oak/oakfield.xlsx", today)
        assert WHISPER in " ".join(found.message for found in result.findings)
        assert WHISPER not in every_word(drawn([result]).book)


def test_a_type_that_is_not_in_the_list_is_not_repeated(drawn: Callable[..., Drawn], result: Result) -> None:
    oak = result("oak/oakfield.xlsx", {}, Setting_Name="Oakfield", Setting_Type=f"The {WHISPER} family's school")
    board = drawn([oak])
    assert board.rows("Files")[0][:4] == ["oakfield.xlsx", "Oakfield", "", ""]
    assert WHISPER not in every_word(board.book)


def test_a_kind_that_is_none_of_ours_is_not_repeated(
    model: SettingModel, today: date, drawn: Callable[..., Drawn], snapshot: Draw
) -> None:
    read = snapshot({}, Setting_Name="Oakfield")
    lists = read.sheet("Lists")
    assert lists is not None
    lists.rows[1][1] = WHISPER
    result = examine_snapshot(model, read, "oak/oakfield.xlsx", today)
    assert result.status is Status.OTHER
    assert WHISPER not in every_word(drawn([result]).book)


def test_a_file_that_is_not_ours_gives_nothing_but_its_name(
    model: SettingModel, today: date, drawn: Callable[..., Drawn]
) -> None:
    rows = [["Name of the setting", WHISPER], ["Cluster", WHISPER], ["Type of setting", WHISPER]]
    foreign = Snapshot([SheetSnapshot("Start", rows=[list(row) for row in rows])])
    board = drawn([examine_snapshot(model, foreign, "list of staff.xlsx", today)])
    assert board.rows("Files") == [["list of staff.xlsx", "", "", "", "Not a setting workbook", 1]]
    assert WHISPER not in every_word(board.book)


def test_no_member_of_staff_is_named(drawn: Callable[..., Drawn], oakfield: FileResult) -> None:
    board = drawn([oakfield])
    words = every_word(board.book)
    assert "embedded *" in words
    assert oakfield.judgements[5].override is not None
    assert oakfield.judgements[5].override.by == "Ida Ferris"
    for word in ("ferris", "seen on the visit", "single site", "calm", "log book"):
        assert word not in words, word
