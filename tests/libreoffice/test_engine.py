"""The xlwings engine on a running LibreOffice: it reads what the file reader reads, and writes as Excel does."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from ecm_xl.backends.libreoffice import BUSY, Busy, Refused, attach, launch, refusing
from ecm_xl.backends.libreoffice.program import load_uno
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import shipped
from ecm_xl.workbook.snapshot import Value
from tests.office import tidy

pytestmark = pytest.mark.libreoffice

SAMPLES = sorted(path.name for path in shipped("sample-cluster").glob("*.xlsx"))
NOON = datetime(2026, 7, 10, 12, 30)  # noqa: DTZ001  # cells know no time zones
MIDNIGHT = datetime(2026, 7, 10)  # noqa: DTZ001


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    """The one sheet of a new workbook."""
    return book.sheets[0]


def read(cells: xw.Range) -> list[list[object]]:
    return cells.options(ndim=2, err_to_str=True, empty="").value  # type: ignore[no-any-return]


# It reads what the file reader reads


ONE_AND_OTHERS = [SAMPLES[0], *(pytest.param(name, marks=pytest.mark.slow) for name in SAMPLES[1:])]


@pytest.fixture(scope="module", params=ONE_AND_OTHERS)
def opened(
    request: pytest.FixtureRequest, office: xw.App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[xw.Book]:
    """A sample, open."""
    tidy(office)
    path = tmp_path_factory.mktemp("opened") / request.param
    shutil.copy(shipped("sample-cluster", request.param), path)
    yield office.books.open(path)
    tidy(office)


def plain(value: object) -> object:
    """Whole days as dates, all numbers as floats: how they are compared."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value if isinstance(value, bool) or not isinstance(value, int | float) else round(float(value), 9)


def located(first: tuple[int, int], rows: list[list[object]]) -> dict[tuple[int, int], object]:
    return {
        (row, column): plain(value)
        for row, cells in enumerate(rows, first[0])
        for column, value in enumerate(cells, first[1])
        if value != ""
    }


def test_values_are_those_of_the_file(opened: xw.Book) -> None:
    snapshot = read_snapshot(Path(opened.fullname))
    assert [(s.name, not s.visible) for s in opened.sheets] == [(s.name, s.hidden) for s in snapshot.sheets]
    seen: set[type[Value]] = set()
    for mine, theirs in zip(opened.sheets, snapshot.sheets, strict=True):
        used = mine.used_range
        expected = located((1, 1), [list(row) for row in theirs.rows]) | theirs.errors
        assert located((used.row, used.column), read(used)) == expected, mine.name
        seen |= {type(value) for value in expected.values()}  # type: ignore[misc]  # values of cells
    assert seen >= {str, float, date}


def test_tables_are_those_of_the_file(opened: xw.Book) -> None:
    found = {}
    for sheet in opened.sheets:
        for table in sheet.tables:
            cells = table.range
            last = cells.last_cell
            found[table.name] = (sheet.name, cells.row, cells.column, last.row, last.column)
    there = read_snapshot(Path(opened.fullname)).tables
    assert found == {t.name: (t.sheet, t.first_row, t.first_column, t.last_row, t.last_column) for t in there.values()}
    assert len(found) >= 10


def test_names_are_those_of_the_file(opened: xw.Book) -> None:
    there = read_snapshot(Path(opened.fullname)).names
    assert len(there) > 5
    for name, (sheet, row, column) in there.items():
        cells = opened.names[name.upper()].refers_to_range
        assert (cells.sheet.name, cells.row, cells.column, cells.shape) == (sheet, row, column, (1, 1))
        assert opened.sheets[0].range(name) == cells
    written = {n.name: n.value for n in openpyxl.load_workbook(opened.fullname).defined_names.values()}
    shown = {n.name: n.refers_to for n in opened.names if "!" not in n.name}
    assert shown == {name: f"={value}".replace("'", "") for name, value in written.items()}


def test_formulas_are_those_of_the_file(opened: xw.Book) -> None:
    count = 0
    for theirs in openpyxl.load_workbook(opened.fullname).worksheets:
        mine = opened.sheets[theirs.title].used_range
        shown = mine.formula
        for row in theirs.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found = shown[cell.row - mine.row][cell.column - mine.column]
                    assert found == spelt(str(cell.value)), f"{theirs.title} {cell.coordinate}"
                    count += 1
    assert count > 900


def spelt(formula: str) -> str:
    """As Excel shows it: without the prefix that newer functions have in files."""
    return formula.replace("_xlfn.", "").replace("_xlws.", "")


def test_every_formula_written_back_comes_to_the_same(opened: xw.Book) -> None:
    for sheet in opened.sheets:
        sheet.api.unprotect("")
        used = sheet.used_range
        formulas, values = used.formula, read(used)
        columns = [c for c in range(used.shape[1]) if any(str(row[c]).startswith("=") for row in formulas)]
        for column in columns:
            rows = [r for r in range(used.shape[0]) if str(formulas[r][column]).startswith("=")]
            for first, last in runs(rows):
                used[first : last + 1, column].formula = [[formulas[r][column]] for r in range(first, last + 1)]
        assert used.formula == formulas
        changed = [
            (a, b) for one, two in zip(values, read(used), strict=True) for a, b in zip(one, two, strict=True) if a != b
        ]
        assert changed == [], sheet.name


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


# It writes as Excel does


@pytest.mark.parametrize(
    ("written", "there"),
    [
        ("1.10", 1.1),
        (" 7 ", 7.0),
        ("(5)", -5.0),
        ("1,000", 1000.0),
        ("50%", 0.5),
        ("14/03/2026", datetime(2026, 3, 14)),  # noqa: DTZ001
        ("2026-03-14", datetime(2026, 3, 14)),  # noqa: DTZ001
        ("10:30", 0.4375),
        ("true", True),
        ("S01.SAFE.2", "S01.SAFE.2"),
        ("1.1.1", "1.1.1"),
        ("2 of 19", "2 of 19"),
        ("'1.10", "1.10"),
        ("'=1+1", "=1+1"),
        ("=1+1", 2.0),
        ("=", "="),
        ("#N/A", "#N/A"),
        ("=1/0", "#DIV/0!"),
        ("=no_such", "#NAME?"),
        ("", ""),
        (None, ""),
        (True, True),
        (False, False),
        (3, 3.0),
        (float("nan"), ""),
        (date(2026, 7, 10), MIDNIGHT),
        (NOON, NOON),
    ],
)
def test_a_value_is_what_excel_makes_of_it(sheet: xw.Sheet, written: object, there: object) -> None:
    sheet["B2"].value = "before"
    sheet["B2"].value = written
    assert read(sheet["B2"]) == [[there]]
    assert type(read(sheet["B2"])[0][0]) is type(there)


def test_a_block_is_written_as_its_cells_are(sheet: xw.Sheet) -> None:
    sheet["C:C"].number_format = "@"
    sheet["C9"].value = 46213
    assert sheet["C9"].value == "46213"
    sheet["A1"].value = [["1.10", "=A1*2", "1.10"], [date(2026, 7, 10), None, "=1+1"], [True, "#REF!", "'x"]]
    assert read(sheet["A1:C3"]) == [[1.1, 2.2, "1.10"], [MIDNIGHT, "", "=1+1"], [True, "#REF!", "x"]]
    formulas: object = sheet["A1:C3"].formula
    assert formulas == (("1.1", "=A1*2", "1.10"), ("46213", "", "=1+1"), ("TRUE", "#REF!", "x"))


def test_blanks_and_errors_read_as_xlwings_says(sheet: xw.Sheet) -> None:
    sheet["A1"].value = ["=1/0", None, 2.0]
    assert sheet["A1:C1"].value == [None, None, 2.0]
    assert sheet["A1:C1"].options(empty="-", err_to_str=True, numbers=int).value == ["#DIV/0!", "-", 2]
    sheet["A2"].value = NOON
    assert sheet["A2"].options(dates=date).value == NOON.date()


def test_a_number_after_a_boolean_is_a_number(sheet: xw.Sheet) -> None:
    sheet["A1"].value = True
    sheet["A1"].value = 1
    assert (sheet["A1"].value, type(sheet["A1"].value)) == (1.0, float)


def test_a_date_keeps_the_format_that_its_cell_has(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "d mmm yyyy"
    sheet["A1:B1"].value = [MIDNIGHT, MIDNIGHT]
    assert [sheet[f"{c}1"].number_format for c in "AB"] == ["D MMM YYYY", "DD/MM/YYYY"]
    assert sheet["A1:B1"].number_format is None


@pytest.mark.parametrize("value", [time(9, 30), object(), {1}])
def test_what_no_cell_can_hold_is_an_error(sheet: xw.Sheet, value: object) -> None:
    with pytest.raises(TypeError, match="can't hold"):
        sheet["A1"].value = [[value]]


def test_a_scalar_fills_and_a_formula_moves_on(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].value = 5
    sheet["B1:C3"].formula = "=A1+$A$1"
    assert read(sheet["A1:C3"]) == [[5.0, 10.0, 15.0]] * 3
    assert sheet["C3"].formula == "=B3+$A$1"


def test_a_formula_of_another_sheet_and_table(book: xw.Book) -> None:
    first, second = book.sheets[0], book.sheets.add("It's two", after=book.sheets[0])
    first["A1"].value = [["Ref", "Rating"], ["S01", "Embedded"], ["S02", "Emergent"]]
    first.tables.add(first["A1:B3"], name="Audit")
    formula = "=COUNTIF(Audit[Rating],\"E*\")+ROWS('It''s two'!A1:A2)+MAXIFS(B1:B2,B1:B2,1)"
    second["A1"].formula = formula
    assert (second["A1"].formula, second["A1"].value) == (formula, 4.0)


def test_calculation_waits_until_it_is_asked_for(office: xw.App, sheet: xw.Sheet) -> None:
    sheet["A1"].value = [1, "=A1*2"]
    office.calculation = "manual"
    sheet["A1"].value = 5
    assert (office.calculation, sheet["B1"].value) == ("manual", 2.0)
    office.calculate()
    assert sheet["B1"].value == 10.0


def test_rows_that_a_filter_hides_are_read_and_written_too(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["Ref", "Rating"], ["S01", "x"], ["S02", "y"], ["S03", "x"]]
    sheet.tables.add(sheet["A1:B4"], name="Audit")
    descriptor = sheet["A1:B4"].api.createFilterDescriptor(True)
    wanted = load_uno().createUnoStruct("com.sun.star.sheet.TableFilterField")
    wanted.Field, wanted.StringValue = 1, "x"
    wanted.Operator = load_uno().Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    descriptor.ContainsHeader = True
    descriptor.setFilterFields((wanted,))
    sheet["A1:B4"].api.filter(descriptor)
    assert [sheet[f"A{row}"].rows.hidden for row in (2, 3, 4)] == [False, True, False]
    assert sheet["B2:B4"].value == ["x", "y", "x"]
    sheet["B2:B4"].value = [["1"], ["=1+1"], [True]]
    assert sheet["B2:B4"].value == [1.0, 2.0, True]
    assert sheet["A3"].rows.hidden


def test_part_of_an_array_formula_is_refused(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].api.setArrayFormula("={1|2|3}")
    with pytest.raises(Refused, match="A2"):
        sheet["A2"].value = 5
    assert sheet["A1:A3"].value == [1.0, 2.0, 3.0]


def test_contents_are_cleared_and_formats_stay(sheet: xw.Sheet) -> None:
    sheet["A1"].value = ["x", MIDNIGHT, "=1+1"]
    sheet["A1:C1"].color = (255, 0, 128)
    sheet["A1:C1"].clear_contents()
    assert read(sheet["A1:C1"]) == [["", "", ""]]
    assert (sheet["C1"].color, sheet["B1"].number_format) == ((255, 0, 128), "DD/MM/YYYY")


# Protection


@pytest.fixture
def protected(sheet: xw.Sheet) -> xw.Sheet:
    """A protected sheet whose column B is open. A table lies in D1:E2."""
    unlocked = sheet["B:B"].api.CellProtection
    unlocked.IsLocked = False
    sheet["B:B"].api.CellProtection = unlocked
    sheet["A1"].value = [["kept", "open", None, "Ref", "Rating"], ["kept", "open", None, "S01", "x"]]
    sheet.tables.add(sheet["D1:E2"], name="Audit")
    sheet.api.protect("")
    return sheet


REFUSED: dict[str, Callable[[xw.Sheet], object]] = {
    "a cell": lambda s: setattr(s["A1"], "value", "new"),
    "a boolean": lambda s: setattr(s["A1"], "value", True),
    "a formula": lambda s: setattr(s["A1"], "formula", "=1+1"),
    "a block with one locked cell": lambda s: setattr(s["A1:B2"], "value", [["new"] * 2] * 2),
    "a block whose first cell is open": lambda s: setattr(s["B1:C1"], "value", [["new", "new"]]),
    "a filled block": lambda s: setattr(s["A1:B2"], "formula", "=1"),
    "clearing": lambda s: s["A1:B1"].clear_contents(),
    "clearing where the first cell is open": lambda s: s["B2:D2"].clear_contents(),
    "clearing the sheet": lambda s: s.clear_contents(),
    "a colour": lambda s: setattr(s["B1"], "color", (1, 2, 3)),
    "a format": lambda s: setattr(s["B1"], "number_format", "@"),
    "merging": lambda s: s["B1:B2"].merge(),
    "another table": lambda s: s.tables.add(s["G1:H2"]),
    "a larger table": lambda s: s.tables["Audit"].resize(s["D1:E9"]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_locked_cell_is_refused_and_stays(protected: xw.Sheet, what: str) -> None:
    before = (protected["A1:E2"].formula, protected["B1"].color, protected["B1"].number_format)
    with pytest.raises(Refused):
        REFUSED[what](protected)
    assert (protected["A1:E2"].formula, protected["B1"].color, protected["B1"].number_format) == before
    assert [t.range.address for t in protected.tables] == ["$D$1:$E$2"]
    assert not protected["B1"].merge_cells


def test_an_open_cell_of_a_protected_sheet_is_written(protected: xw.Sheet) -> None:
    protected["B1:B2"].value = [["=1+1"], [MIDNIGHT]]
    assert read(protected["A1:B2"]) == [["kept", 2.0], ["kept", MIDNIGHT]]
    protected["B1:B2"].clear_contents()
    assert read(protected["A1:B2"]) == [["kept", ""], ["kept", ""]]
    assert protected.api.isProtected()


def test_a_protected_structure_stays(book: xw.Book) -> None:
    book.sheets.add("Two")
    book.api.protect("")
    for change in (
        lambda: book.sheets.add("Three"),
        book.sheets["Two"].delete,
        lambda: setattr(book.sheets["Two"], "name", "Other"),
        lambda: setattr(book.sheets["Two"], "visible", False),
    ):
        with pytest.raises(Refused):
            change()
    assert book.sheet_names == ["Two", "Sheet1"]


# Sheets, ranges, tables, names


def test_sheets_are_found_whatever_their_case(book: xw.Book) -> None:
    book.sheets.add("Audit", after=book.sheets[0])
    assert (book.sheets["aUDIT"].name, book.sheets["AUDIT"].index, "audit" in book.sheets) == ("Audit", 2, True)
    assert "Nothing" not in book.sheets
    with pytest.raises(KeyError):
        book.sheets["Nothing"]
    book.sheets[0].activate()
    assert book.sheets.active == book.sheets[0]


def test_a_hidden_sheet_is_not_brought_to_the_front(book: xw.Book) -> None:
    hidden = book.sheets.add("Working")
    hidden.visible = False
    assert not hidden.visible
    for bring in (hidden.activate, hidden["A1"].select):
        with pytest.raises(Refused, match="hidden"):
            bring()
    with pytest.raises(Refused, match="last"):
        book.sheets["Sheet1"].delete()
    hidden.delete()
    assert book.sheet_names == ["Sheet1"]


def test_cells_are_found_by_address_place_name_and_table(sheet: xw.Sheet) -> None:
    sheet["B2"].value = [["Ref", "Rating"], ["S01", "x"]]
    sheet.tables.add(sheet["B2:C3"], name="Audit")
    sheet["C3"].name = "Mine"
    found = [
        sheet["b2:$C$3"],
        sheet.cells[1:3, 1:3],
        sheet.range((2, 2), (3, 3)),
        sheet.range("B2", "C3"),
        sheet.range(sheet["C3"], sheet["B2"]),
    ]
    assert {cells.address for cells in found} == {"$B$2:$C$3"}
    assert (sheet["MINE"].address, sheet["audit"].address, sheet["C3"].name.name) == ("$C$3", "$B$3:$C$3", "Mine")  # type: ignore[union-attr]
    assert (sheet["A:B"].address, sheet["2:3"].address) == ("$A:$B", "$2:$3")
    assert sheet["B2"].offset(1, 1).resize(2, 3).last_cell.address == "$E$4"
    assert sheet.used_range.address == "$B$2:$C$3"
    assert (sheet["C3"].table.name, sheet["D4"].table) == ("Audit", None)  # type: ignore[union-attr]
    assert sheet["C3"].get_address(False, False, include_sheetname=True) == "'Sheet1'!C3"
    with pytest.raises(LookupError, match="nothing_such"):
        sheet["nothing_such"]


def test_the_selection_is_a_range_or_nothing(office: xw.App, sheet: xw.Sheet) -> None:
    sheet["B2:C3"].select()
    assert office.selection is not None
    assert office.selection.address == "$B$2:$C$3"
    shape = sheet.book.api.createInstance("com.sun.star.drawing.RectangleShape")
    sheet.api.DrawPage.add(shape)
    sheet.book.api.CurrentController.select(shape)
    assert office.selection is None


def test_tables(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["Ref", "Rating"], ["S01", "x"], ["S02", "y"]]
    sheet["A11"].value = [["Who", "When"]]
    table = sheet.tables.add(sheet["A1:B3"], name="Audit")
    sheet.tables.add(sheet["A11:B11"], name="Plan")
    assert [t.name for t in sheet.tables] == ["Audit", "Plan"]
    assert (table.header_row_range.address, table.data_body_range.address) == ("$A$1:$B$1", "$A$2:$B$3")  # type: ignore[union-attr]
    assert sheet.tables["plan"].data_body_range is None
    assert "PLAN" in sheet.tables
    assert "Nothing" not in sheet.tables
    table.resize(sheet["A1:B5"])
    assert (table.range.address, table.show_autofilter) == ("$A$1:$B$5", True)
    table.show_autofilter = False
    assert not sheet.tables["Audit"].show_autofilter
    for wrong in ("A2:B5", "A1:B11", "D1:E3"):
        with pytest.raises(Refused):
            table.resize(sheet[wrong])
    for name, where in (("aUDIT", "G1:H2"), ("Other", "B3:C4")):
        with pytest.raises(Refused):
            sheet.tables.add(sheet[where], name=name)
    assert table.range.address == "$A$1:$B$5"


def test_names(book: xw.Book) -> None:
    book.sheets.add("It's two")
    book.names.add("Mine", "='It''s two'!$B$2:$B$3")
    book.sheets[0].names.add("Own", "=Sheet1!$A$1")
    book.names.add("Three", "=1+2")
    assert {n.name: n.refers_to for n in book.names} == {
        "Mine": "='It''s two'!$B$2:$B$3", "Three": "=1+2", "'It''s two'!Own": "=Sheet1!$A$1",
    }  # fmt: skip
    assert (book.names["mine"].refers_to_range.address, "MINE" in book.names, "Yours" in book.names) == (
        "$B$2:$B$3",
        True,
        False,
    )
    assert [n.name for n in book.sheets[0].names] == ["'It''s two'!Own"]
    with pytest.raises(Refused, match="cells"):
        book.names["Three"].refers_to_range  # noqa: B018
    with pytest.raises(Refused, match="name"):
        book.names.add("A1", "=1")
    book.names["Mine"].refers_to = "=Sheet1!$C$3"
    assert book.names["Mine"].refers_to_range == book.sheets["Sheet1"]["C3"]
    book.names["Mine"].delete()
    assert "Mine" not in book.names


def test_merged_cells_heights_and_hidden_rows(sheet: xw.Sheet) -> None:
    sheet["B2:C3"].merge()
    assert [sheet[a].merge_cells for a in ("B2", "C3", "A1:D4", "D4", "C2:C5")] == [True, True, True, False, True]
    assert (sheet["C3"].merge_area.address, sheet["D4"].merge_area.address) == ("$B$2:$C$3", "$D$4")
    sheet["A5:A6"].row_height = 40
    assert sheet["A5:A6"].row_height == pytest.approx(40, abs=0.1)
    assert sheet["A4:A5"].row_height is None
    sheet["A5:A6"].rows.autofit()
    assert sheet["A5:A6"].row_height < 20  # type: ignore[operator]
    sheet["A6"].rows.hidden = True
    assert [sheet[a].rows.hidden for a in ("A5", "A6", "A5:A6")] == [False, True, None]


def test_colours_and_formats(sheet: xw.Sheet) -> None:
    assert (sheet["A1"].color, sheet["A1"].number_format) == (None, "General")
    sheet["A1"].color = "#ff0080"
    assert sheet["A1"].color == (255, 0, 128)
    sheet["A1"].color = None
    sheet["A1"].number_format = "@"
    assert (sheet["A1"].color, sheet["A1"].number_format) == (None, "@")
    with pytest.raises(ValueError, match="not a number format"):
        sheet["A1"].number_format = "[nothing"


# Workbooks


def test_a_workbook_never_saved_goes_by_its_title(office: xw.App, book: xw.Book, tmp_path: Path) -> None:
    assert book.name == book.fullname
    assert os.sep not in book.name
    book.sheets[0]["A1"].value = "kept"
    book.save(tmp_path / "Mine.xlsx")
    assert (book.name, book.fullname) == ("Mine.xlsx", str(tmp_path / "Mine.xlsx"))
    book.close()
    assert office.books.open(tmp_path / "Mine.xlsx").sheets[0]["A1"].value == "kept"


def test_two_workbooks(office: xw.App, book: xw.Book) -> None:
    other = office.books.add()
    assert [b.name for b in office.books] == [book.name, other.name]
    assert office.books.active == other
    book.activate()
    assert office.books.active == book
    assert office.books[other.name.upper()] == other
    book.close()
    assert office.books.active == other
    with pytest.raises(KeyError):
        office.books["Nothing"]


def test_what_can_not_be_opened_is_an_error(office: xw.App, book: xw.Book, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        office.books.open(tmp_path / "nothing.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "letter.rtf").write_text(r"{\rtf1 Dear all}", encoding="ascii")
    for name in ("broken.xlsx", "letter.rtf"):
        with pytest.raises(OSError, match="can't be opened"):
            office.books.open(tmp_path / name)
    assert [b.name for b in office.books] == [book.name]


def test_a_lock_that_was_left_behind_does_not_matter(office: xw.App, book: xw.Book, tmp_path: Path) -> None:
    book.save(tmp_path / "a.xlsx")
    book.close()
    (tmp_path / ".~lock.a.xlsx#").write_text(",somebody,elsewhere,01.01.2026 09:00,file:///x;", encoding="utf-8")
    opened = office.books.open(tmp_path / "a.xlsx")
    opened.sheets[0]["A1"].value = 1
    opened.save()
    assert not opened.api.isReadonly()


def test_a_chart_sheet_is_an_ordinary_sheet_without_values(office: xw.App, book: xw.Book, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.create_chartsheet("Chart")
    made.active = 1
    made.save(tmp_path / "chart.xlsx")
    opened = office.books.open(tmp_path / "chart.xlsx")
    assert (opened.sheets.active.name, read(opened.sheets.active.used_range)) == ("Chart", [[""]])
    assert list(opened.sheets.active.tables) == []


# The app


def test_what_is_said_is_kept_where_nobody_sees_it(office: xw.App, book: xw.Book) -> None:
    assert office.alert("Choose a rating from the list in D7", "ECM Standards") == "ok"
    assert office.alert("Go on?", buttons="yes_no") == "yes"
    assert office.impl.alerts == [("Choose a rating from the list in D7", "ECM Standards"), ("Go on?", None)]
    assert not office.visible


def test_the_status_bar_and_the_screen(office: xw.App, book: xw.Book) -> None:
    assert office.status_bar is False
    office.status_bar = "Checking"
    assert office.status_bar == "Checking"
    office.screen_updating = False
    assert (office.screen_updating, book.api.hasControllersLocked()) == (False, True)
    book.sheets[0]["A1"].value = 1
    office.screen_updating = True
    office.status_bar = False
    assert (office.screen_updating, office.status_bar, book.api.hasControllersLocked()) == (True, False, False)


def test_a_window_closed_while_the_screen_waits_is_no_trouble(office: xw.App, book: xw.Book) -> None:
    office.status_bar = "Checking"
    office.screen_updating = False
    book.close()
    office.screen_updating = True
    office.status_bar = False
    assert office.screen_updating


def test_the_office_that_runs_is_known_again(office: xw.App, book: xw.Book) -> None:
    other = office.books.add()
    again = attach(office.api, book.api)
    assert (again, again.books.active.name) == (office, book.name)
    assert attach(office.api).books.active == book
    assert xw.apps[office.pid] == office
    assert other.name in again.books


def test_an_office_is_ended_for_sure() -> None:
    app = launch()
    pid, profile = app.pid, app.impl._office._profile
    assert profile.is_dir()
    app.kill()
    assert not profile.exists()
    assert pid not in xw.apps.keys()  # noqa: SIM118  # it is no dictionary
    assert alive(pid) == []


def alive(group: int) -> list[int]:
    """The processes of a group that are more than an entry in the system's list. Polled: ending takes its moment."""
    for _ in range(200):
        found = [pid for pid, state, of in processes() if of == group and state != "Z"]
        if not found:
            break
        subprocess.run(["true"], check=True)  # a while, without a clock
    return found


def processes() -> Iterator[tuple[int, str, int]]:
    """(number, state, group) of each."""
    done = subprocess.run(["ps", "-eo", "pid=,stat=,pgid="], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        pid, state, group = line.split()
        yield int(pid), state[0], int(group)


# Refusing calls


CALLS: dict[str, Callable[[xw.App, xw.Sheet], object]] = {
    "reading": lambda _, sheet: sheet["A1"].value,
    "writing": lambda _, sheet: setattr(sheet["A1"], "value", 1),
    "a colour": lambda _, sheet: setattr(sheet["A1"], "color", None),
    "books": lambda app, _: list(app.books),
    "the active book": lambda app, _: app.books.active,
    "the selection": lambda app, _: app.selection,
    "screen": lambda app, _: setattr(app, "screen_updating", False),
    "status bar": lambda app, _: setattr(app, "status_bar", "x"),
    "a sheet's name": lambda _, sheet: sheet.name,
    "whether there is a sheet": lambda _, sheet: "x" in sheet.book.sheets,
    "tables": lambda _, sheet: list(sheet.tables),
    "names": lambda _, sheet: "x" in sheet.book.names,
    "a message": lambda app, _: app.alert("x"),
}


@pytest.mark.parametrize("what", CALLS)
def test_every_call_is_refused_as_excel_does(office: xw.App, sheet: xw.Sheet, what: str) -> None:
    sheet["A1"].value = "kept"
    with refusing(office), pytest.raises(Busy) as caught:
        CALLS[what](office, sheet)
    assert caught.value.args[0] == BUSY == -0x80000000 + 0xAC472
    assert sheet["A1"].value == "kept"
    assert office.impl.alerts == []
    CALLS[what](office, sheet)


def test_what_was_at_hand_before_is_refused_too(office: xw.App, sheet: xw.Sheet) -> None:
    sheets, tables, names, books = sheet.book.sheets, sheet.tables, sheet.book.names, office.books
    for ask in (
        lambda: len(sheets),
        lambda: "x" in tables,
        lambda: list(books),
        lambda: books[0],
        lambda: names["x"],
        lambda: sheets["Sheet1"],
    ):
        with refusing(office), pytest.raises(Busy):
            ask()


def test_calls_may_be_refused_after_a_while(office: xw.App, sheet: xw.Sheet) -> None:
    before = office.impl.gate.calls
    sheet["A1"].value = "first"
    needed = office.impl.gate.calls - before
    with refusing(office, after=needed):
        sheet["A1"].value = "second"
        with pytest.raises(Busy):
            sheet["A1"].value = "third"
    assert sheet["A1"].value == "second"


@pytest.mark.parametrize("rows", [1000])
def test_calls_do_not_grow_with_rows(office: xw.App, sheet: xw.Sheet, rows: int) -> None:
    def cost(count: int) -> int:
        before: int = office.impl.gate.calls
        block = [[f"S{n}", "1.10", date(2026, 7, 10), f"=A{n + 1}", True] for n in range(count)]
        sheet["A1"].value = block
        assert read(sheet["A1"].resize(count, 5))[-1] == [f"S{count - 1}", 1.1, MIDNIGHT, f"S{count - 1}", True]
        assert len(sheet["A1"].resize(count, 5).formula) == count
        after: int = office.impl.gate.calls
        return after - before

    assert cost(rows) == cost(2)
