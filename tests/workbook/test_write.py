"""What is to be written into a setting's workbook, as edits: its findings, its History, what its formulas show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from ecm_xl.core.findings import Finding, Severity
from ecm_xl.core.history import Entry, as_values, entries
from ecm_xl.core.judgements import judge
from ecm_xl.core.ratings import read_ratings
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import Book, CellValue
from ecm_xl.workbook.edits import AppendRows, Edit, Link, RedrawRows, Refresh, RefreshCharts, RowValue, SetCell
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, Value
from ecm_xl.workbook.write import finding_edits, history_edits, read_history, refresh_edits
from ecm_xl.workflows.examine import examine_snapshot

Draw = Callable[..., Snapshot]
Rated = Callable[[Mapping[int, str]], dict[str, dict[str, CellValue]]]
FIRST = 5
"""A table's first row beneath its heading."""
TO_DO = 11
MAY, NEXT_DAY = date(2026, 5, 2), date(2026, 7, 11)


def the(snapshot: Snapshot, name: str) -> SheetSnapshot:
    sheet = snapshot.sheet(name)
    assert sheet is not None, name
    return sheet


def plain(row: Sequence[RowValue]) -> list[Value]:
    return [value if isinstance(value, (str, int, float, date)) else "" for value in row]


def carried_out(snapshot: Snapshot, edits: Iterable[Edit]) -> None:
    """Makes edits in a snapshot, as the editor does in a file."""
    for one in edits:
        if isinstance(one, SetCell):
            the(snapshot, one.sheet).rows[one.row - 1][one.column - 1] = plain([one.value])[0]
        elif isinstance(one, AppendRows):
            place = snapshot.tables[one.table]
            sheet = the(snapshot, place.sheet)
            filled = [row for row in sheet.rows[place.first_row :] if any(value != "" for value in row)]
            sheet.rows = [*sheet.rows[: place.first_row], *filled, *map(plain, one.rows)]
            snapshot.tables[one.table] = replace(place, last_row=len(sheet.rows))


# Findings

HEADINGS = ("Severity", "Sheet", "Cell", "Found", "What to do", "Suggestion", "Code")


def found(number: int = 1, **changes: str) -> Finding:
    texts = {"sheet": "Audit", "cell": f"E{number}", "message": "Not a rating.", "action": "Choose one.", **changes}
    return Finding("rating-unknown", Severity.ERROR, **texts, suggestion="Embedded")  # type: ignore[arg-type]


def test_nothing_found_is_said_so(model: SettingModel) -> None:
    assert list(finding_edits(model, [])) == [
        RedrawRows("Findings", ((None, None, None, "Nothing was found", None, None, None),), (19.0,), HEADINGS)
    ]


def test_each_finding_is_a_row_with_a_link_to_its_cell(model: SettingModel) -> None:
    whole = Finding("file-wide", Severity.NOTE, "", "", "It is odd.", "Look at it.")
    quoted = found(sheet="Mine, too")
    (edit,) = finding_edits(model, [found(7), quoted, found(cell=""), whole])
    assert isinstance(edit, RedrawRows)
    assert edit.table == "Findings"
    rest = ("Not a rating.", "Choose one.", "Embedded", "rating-unknown")
    assert edit.rows == (
        ("Error", "Audit", Link("E7", "Audit!E7"), *rest),
        ("Error", "Mine, too", Link("E1", "'Mine, too'!E1"), *rest),
        ("Error", "Audit", "", *rest),
        ("Note", "", "", "It is odd.", "Look at it.", "", "file-wide"),
    )
    assert len(edit.heights) == 4


def test_rows_are_as_high_as_their_texts(model: SettingModel) -> None:
    (edit,) = finding_edits(model, [found(), found(message="word " * 100), found(action="word " * 100)])
    assert isinstance(edit, RedrawRows)
    assert edit.heights[0] < edit.heights[1]
    assert edit.heights[0] < edit.heights[2]


@pytest.mark.parametrize(
    ("number", "last"),
    [
        (2999, ("Error", Link("E2998", "Audit!E2998"), "Not a rating.", "Choose one.")),
        (3000, ("Error", Link("E2999", "Audit!E2999"), "Not a rating.", "Choose one.")),
        (3001, (None, None, "2 more were found", "See to these first, then check again.")),
        (4500, (None, None, "1,501 more were found", "See to these first, then check again.")),
    ],
)
def test_no_more_rows_than_the_marks_look_at(model: SettingModel, number: int, last: tuple[object, ...]) -> None:
    (edit,) = finding_edits(model, [found(n) for n in range(number)])
    assert isinstance(edit, RedrawRows)
    assert len(edit.rows) == len(edit.heights) == min(number, 3000)
    severity, _, cell, message, action, _, _ = edit.rows[-1]
    assert (severity, cell, message, action) == last
    assert edit.rows[2997][2] == Link("E2997", "Audit!E2997")


# History


def remembered(model: SettingModel, snapshot: Snapshot, on: date, by: str = "A. Reed") -> list[Entry]:
    """What a workbook is remembered by on a day."""
    judged = examine_snapshot(model, snapshot, "x.xlsx", on).judgements
    return list(entries(model.framework, judged, on, by))


def lines(edits: Iterable[Edit]) -> list[tuple[object, ...]]:
    """The new lines of History."""
    return [row for one in edits if isinstance(one, AppendRows) for row in one.rows]


def said(edits: Iterable[Edit], standard: int = 1) -> tuple[object, object]:
    """What the Dashboard is to say of a Standard: since the start, since last time."""
    cells = {(one.row, one.column): one.value for one in edits if isinstance(one, SetCell)}
    row = sorted({row for row, _ in cells})[standard - 1]
    return cells[row, 6], cells[row, 8]


def test_the_first_lines_are_the_starting_point(model: SettingModel, snapshot: Draw, rated: Rated, today: date) -> None:
    there = snapshot({"Audit": rated({1: "Embedded"})})
    now = remembered(model, there, today)
    edits = list(history_edits(model, there, now))
    begun = [entry for entry in now if not entry.outcome or entry.standard == 1]
    assert len(begun) == 12 + 5
    fields = [field.id for field in model.by_name["History"].fields]
    rows = tuple(tuple(as_values(model.framework, entry)[name] for name in fields) for entry in begun)
    assert isinstance(edits[0], AppendRows)
    assert (edits[0].table, edits[0].rows, len(edits[0].heights)) == ("History", rows, 17)
    assert rows[0][:5] == (today, "A. Reed", "01 Ethos", "", "Embedded")
    first = next(n for n, row in enumerate(the(there, "Dashboard").rows, 1) if row[4] == "How it has moved") + 1
    assert edits[1:] == [
        SetCell("Dashboard", row, column, "The starting point") for row in range(first, first + 12) for column in (6, 8)
    ]


def test_the_same_again_adds_no_line(model: SettingModel, snapshot: Draw, rated: Rated, today: date) -> None:
    there = snapshot({"Audit": rated({1: "Embedded"})})
    carried_out(there, history_edits(model, there, remembered(model, there, today)))
    again = list(history_edits(model, there, remembered(model, there, today, "B. Moss")))
    assert lines(again) == []
    assert said(again) == ("The starting point", "The starting point")
    assert len(read_history(model, there)) == 17


def rate(there: Snapshot, standard: int, rating: str) -> None:
    """Rates every descriptor of a Standard alike."""
    for row in the(there, "Audit").rows[FIRST - 1 :]:
        if str(row[0]).startswith(f"S{standard:02d}."):
            row[4:8] = [rating, "Log book", "Calmer days", "Agreed"]


def test_what_changes_on_the_same_day_is_a_new_line_and_still_the_start(
    model: SettingModel, snapshot: Draw, rated: Rated, today: date
) -> None:
    there = snapshot({"Audit": rated({1: "Developing"})})
    carried_out(there, history_edits(model, there, remembered(model, there, today)))
    rate(there, 1, "Embedded")
    again = list(history_edits(model, there, remembered(model, there, today)))
    assert [row[2:5] for row in lines(again)][:1] == [("01 Ethos", "", "Embedded")]
    assert len(lines(again)) == 6
    assert said(again) == ("The starting point", "The starting point")


def test_the_next_day_says_how_it_has_moved_since_the_start_and_since_last_time(
    model: SettingModel, snapshot: Draw, rated: Rated, today: date
) -> None:
    there = snapshot({"Audit": rated({1: "Emergent"})})
    for on, rating in ((MAY, "Emergent"), (today, "Embedded")):
        rate(there, 1, rating)
        carried_out(there, history_edits(model, there, remembered(model, there, on)))
    rate(there, 1, "Developing")
    edits = list(history_edits(model, there, remembered(model, there, NEXT_DAY)))
    assert said(edits, 1) == ("Better: was Emergent (02/05/2026)", "Lower: was Embedded (10/07/2026)")
    assert said(edits, 2) == ("As on 02/05/2026", "As on 02/05/2026")
    assert len(lines(edits)) == 6


def test_a_line_of_another_version_is_not_compared_but_followed_by_a_new_one(
    model: SettingModel, snapshot: Draw, today: date
) -> None:
    there = snapshot()
    before = [replace(entry, version="0") for entry in remembered(model, there, MAY)]
    carried_out(there, history_edits(model, there, before))
    edits = list(history_edits(model, there, remembered(model, there, today)))
    assert len(lines(edits)) == 12
    assert said(edits) == ("Not comparable with 02/05/2026", "Not comparable with 02/05/2026")


def test_lines_that_were_sorted_otherwise_are_read_in_the_order_of_time(
    model: SettingModel, snapshot: Draw, rated: Rated, today: date
) -> None:
    there = snapshot({"Audit": rated({1: "Emergent"})})
    for on, rating in ((MAY, "Emergent"), (today, "Embedded")):
        rate(there, 1, rating)
        carried_out(there, history_edits(model, there, remembered(model, there, on)))
    place = there.tables["History"]
    sheet = the(there, "History")
    heads, filled = sheet.rows[: place.first_row], sheet.rows[place.first_row :]
    sheet.rows = [*heads, *sorted(filled, key=lambda row: str(row[0]), reverse=True)]
    edits = list(history_edits(model, there, remembered(model, there, NEXT_DAY)))
    assert lines(edits) == []
    assert said(edits) == ("Better: was Emergent (02/05/2026)", "As on 10/07/2026")


def test_a_dashboard_drawn_without_that_part_is_left_alone(model: SettingModel, snapshot: Draw, today: date) -> None:
    there = snapshot()
    for row in the(there, "Dashboard").rows:
        row[4:] = ["" for _ in row[4:]]
    assert [type(one) for one in history_edits(model, there, remembered(model, there, today))] == [AppendRows]


@pytest.mark.parametrize("before", [1, 5, 6, 7, 8])
def test_columns_of_the_dashboard_that_were_moved_are_found_by_their_headings(
    model: SettingModel, snapshot: Draw, today: date, before: int
) -> None:
    there = snapshot()
    for row in the(there, "Dashboard").rows:
        row.insert(before - 1, "mine")
    cells = {
        one.column for one in history_edits(model, there, remembered(model, there, today)) if isinstance(one, SetCell)
    }
    assert cells == {column + (column >= before) for column in (6, 8)}


def test_a_column_of_the_dashboard_that_is_gone_and_a_persons_own_list_are_left_alone(
    model: SettingModel, snapshot: Draw, today: date
) -> None:
    there = snapshot()
    sheet = the(there, "Dashboard")
    top = next(number for number, row in enumerate(sheet.rows) if "How it has moved" in row)
    sheet.rows[top][7] = "My heading"
    sheet.rows += [["", *row[1:5], "mine", "", "mine"] for row in sheet.rows[top + 1 : top + 13]]
    cells = [
        (one.row, one.column)
        for one in history_edits(model, there, remembered(model, there, today))
        if isinstance(one, SetCell)
    ]
    assert cells == [(row, 6) for row in range(top + 2, top + 14)]


def test_a_workbook_without_a_dashboard_has_its_history(model: SettingModel, snapshot: Draw, today: date) -> None:
    there = snapshot()
    there.sheets.remove(the(there, "Dashboard"))
    assert [type(one) for one in history_edits(model, there, remembered(model, there, today))] == [AppendRows]


def test_lines_are_read_back_and_others_are_left_out(model: SettingModel, snapshot: Draw, today: date) -> None:
    there = snapshot()
    now = remembered(model, there, today)
    carried_out(there, history_edits(model, there, now))
    sheet = the(there, "History")
    sheet.rows.append(["a remark", *[""] * (len(sheet.rows[0]) - 1)])
    assert read_history(model, there) == [entry for entry in now if not entry.outcome]


# What formulas show

CONTENT = {"S01.HEALTH.1": {"rating": "Embedded", "evidence": "Log book", "impact": "Calmer days", "comment": "Agreed"}}


def refreshed(model: SettingModel, snapshot: Snapshot, today: date) -> list[Edit]:
    parsed = parse(model, snapshot)
    judged = judge(model.framework, parsed.answers, today, read_ratings(model.framework, parsed.answers.audit))
    return list(refresh_edits(model, snapshot, parsed, judged, today))


def formula_at(book: Book, sheet: str, row: int, column: int) -> tuple[str, CellValue]:
    """A formula as it was drawn, and what it shows."""
    drawn = next(one for one in book.sheets if one.name == sheet)
    cell = next(one for one in drawn.cells if (one.row, one.column) == (row, column))
    assert cell.formula, (sheet, row, column)
    return cell.formula, cell.value


def a_formula(book: Book, sheet: str) -> tuple[int, int]:
    """The last formula of a sheet."""
    drawn = next(one for one in book.sheets if one.name == sheet)
    cell = [one for one in drawn.cells if one.formula][-1]
    return cell.row, cell.column


SHEETS = ("Start", "Dashboard", "Working", "Audit", "Judgements")


def charts_behind(sheet: str) -> list[Edit]:
    """The Dashboard's radar shows what Working holds."""
    return [RefreshCharts("Dashboard")] if sheet == "Working" else []


@pytest.mark.parametrize("content", [{}, {"Audit": CONTENT}], ids=["blank", "begun"])
def test_a_workbook_that_shows_what_it_should_has_nothing_to_refresh(
    model: SettingModel, snapshot: Draw, today: date, content: dict[str, object]
) -> None:
    there = snapshot(content, Setting_Name="Oak Lane")
    assert all(the(there, name).formulas for name in SHEETS)
    assert refreshed(model, there, today) == []


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("wrong", ["wrong", -7.5, "", True])
def test_only_what_shows_something_else_is_refreshed(
    model: SettingModel, snapshot: Draw, book_of: Callable[..., Book], today: date, sheet: str, wrong: Value
) -> None:
    there, book = snapshot({"Audit": CONTENT}), book_of({"Audit": CONTENT})
    row, column = a_formula(book, sheet)
    the(there, sheet).rows[row - 1][column - 1] = wrong
    formula, value = formula_at(book, sheet, row, column)
    expected = [] if wrong == value else [Refresh(sheet, row, column, formula, value), *charts_behind(sheet)]
    assert refreshed(model, there, today) == expected


def test_an_error_is_refreshed(model: SettingModel, snapshot: Draw, book_of: Callable[..., Book], today: date) -> None:
    there, book = snapshot(), book_of()
    row, column = a_formula(book, "Dashboard")
    the(there, "Dashboard").errors[row, column] = "#N/A"
    expected = Refresh("Dashboard", row, column, *formula_at(book, "Dashboard", row, column))
    assert refreshed(model, there, today) == [expected]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_constant_over_a_formula_is_named_so_that_it_can_be_reported(
    model: SettingModel, snapshot: Draw, book_of: Callable[..., Book], today: date, sheet: str
) -> None:
    there, book = snapshot(), book_of()
    row, column = a_formula(book, sheet)
    the(there, sheet).formulas -= {(row, column)}
    wanted = Refresh(sheet, row, column, *formula_at(book, sheet, row, column))
    assert refreshed(model, there, today) == [wanted, *charts_behind(sheet)]


def insert_row(there: Snapshot, name: str, before: int) -> None:
    """A blank row in front of one, as Excel inserts it."""
    sheet = the(there, name)
    sheet.rows.insert(before - 1, ["" for _ in sheet.rows[0]])
    sheet.formulas = frozenset((row + (row >= before), column) for row, column in sheet.formulas)
    for key, (where, row, column) in there.names.items():
        if where == name and row >= before:
            there.names[key] = (where, row + 1, column)


@pytest.mark.parametrize("sheet", ["Start", "Dashboard", "Working"])
@pytest.mark.parametrize("before", [1, 2, 3, 4, 5, 6, 8, 20])
def test_formulas_are_found_where_rows_were_inserted(
    model: SettingModel, snapshot: Draw, book_of: Callable[..., Book], today: date, sheet: str, before: int
) -> None:
    there, book = (
        snapshot({"Audit": CONTENT}, Setting_Name="Oak Lane"),
        book_of({"Audit": CONTENT}, Setting_Name="Oak Lane"),
    )
    insert_row(there, sheet, before)
    assert refreshed(model, there, today) == []
    row, column = a_formula(book, sheet)
    now = row + (row >= before)
    the(there, sheet).rows[now - 1][column - 1] = "wrong"
    wanted = Refresh(sheet, now, column, *formula_at(book, sheet, row, column))
    assert refreshed(model, there, today) == [wanted, *charts_behind(sheet)]


def test_a_sorted_audit_is_refreshed_row_by_row(
    model: SettingModel, snapshot: Draw, book_of: Callable[..., Book], today: date
) -> None:
    there, book = snapshot({"Audit": CONTENT}), book_of({"Audit": CONTENT})
    sheet = the(there, "Audit")
    sheet.rows[FIRST - 1 : FIRST + 99] = reversed(sheet.rows[FIRST - 1 : FIRST + 99])
    last = FIRST + 99
    assert sheet.rows[last - 1][0] == "S01.HEALTH.1"
    words = f"Carry on: {sheet.rows[FIRST - 1][0]}"
    others = [(one.sheet, one.row, one.value) for one in refreshed(model, there, today) if isinstance(one, Refresh)]
    assert others == [("Start", 4, words), ("Dashboard", 3, words)]
    sheet.rows[last - 1][TO_DO - 1] = "wrong"
    formula, value = formula_at(book, "Audit", FIRST, TO_DO)
    assert refreshed(model, there, today)[2:] == [Refresh("Audit", last, TO_DO, formula, value)]


def test_a_ref_that_stands_twice_is_left_alone(model: SettingModel, snapshot: Draw, today: date) -> None:
    there = snapshot()
    sheet = the(there, "Audit")
    sheet.rows[FIRST][0] = "S01.HEALTH.1"
    for row in (FIRST, FIRST + 1):
        sheet.rows[row - 1][TO_DO - 1] = "wrong"
    assert [one for one in refreshed(model, there, today) if isinstance(one, Refresh) and one.sheet == "Audit"] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_that_is_gone_has_nothing_to_refresh(
    model: SettingModel, snapshot: Draw, today: date, sheet: str
) -> None:
    there = snapshot()
    for one in list(there.sheets):
        if one.name == sheet:
            there.sheets.remove(one)
    there.tables.pop(sheet, None)
    assert {one.sheet for one in refreshed(model, there, today) if isinstance(one, Refresh)} <= {*SHEETS} - {sheet}
