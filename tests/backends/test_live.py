"""What lies between a click and an open workbook, without any spreadsheet program: values, plans, records, quiet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwings

from ecm_xl.backends.live.program import NoWorkbook, Refusing, attach, is_refusal, kept_quiet, same_place
from ecm_xl.backends.live.reading import ReadSheet, is_seen
from ecm_xl.backends.live.records import KEPT, Record, Records, workbook_key
from ecm_xl.backends.live.values import as_value, block, by_the_clock, error_in, formula_in, given, kept
from ecm_xl.backends.live.writing import Block, Plan, Resize, plan, reverse
from ecm_xl.backends.places import Machine, data_folder
from ecm_xl.workbook.edits import (
    AddSheet,
    AppendRows,
    Edit,
    EditRefused,
    Link,
    RedrawRows,
    Refresh,
    RefreshCharts,
    ReplaceSheet,
    SetCell,
)
from ecm_xl.workbook.snapshot import Position, SheetSnapshot, TablePlace, Value
from tests.editing.forms import plain_form

NOON = datetime(2026, 7, 10, 12)  # noqa: DTZ001  # cells know no time zones
MIDNIGHT = datetime(2026, 7, 10)  # noqa: DTZ001
LINK = Link("E7", "Audit!E7")

# Values that are given to cells


@pytest.mark.parametrize(
    "text",
    [
        "1.10", "1/2", "10-12", "007", "1e5", "£3", "50%", "=1+1", "+1", "-", "-x", "@a", "'x", "TRUE", "true", "False",
        "May 2", "2 May", "mar-26", "12:30", " 1", "#N/A", "{=1}", "(5)", ".5", "\t=1",
    ],
)  # fmt: skip
def test_a_text_that_excel_would_take_for_something_else_is_kept_a_text(text: str) -> None:
    assert given(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["é", "Embedded", "Choir\nand rota", "May", "True story", "N/A", "学校", "a = b", "e-mail"]
)
def test_a_text_of_plain_words_is_given_as_it_is(text: str) -> None:
    assert given(text) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        (date(2026, 7, 10), MIDNIGHT),
        (NOON, NOON),
        (time(18), 0.75),
        (time(0, 0, 1), 1 / 86_400),
        (timedelta(hours=36), 1.5),
        (True, True),
        (False, False),
        (0, 0),
        (2.5, 2.5),
        (LINK, '=HYPERLINK("#Audit!E7","E7")'),
    ],
)
def test_what_a_cell_is_given(value: Any, expected: object) -> None:
    told = given(value)
    assert (told, type(told)) == (expected, type(expected))


def test_what_a_cell_holds_is_given_back_formula_and_error_first() -> None:
    assert kept(4, "=2+2") == "=2+2"
    assert kept("", "", "#REF!") == "#REF!"
    assert kept("", "=1/0", "#DIV/0!") == "=1/0"
    assert kept("=2+2", "") == "'=2+2"
    assert kept("", "") is None


# Values that cells give


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (MIDNIGHT, date(2026, 7, 10)),
        (NOON, NOON),
        (datetime(2026, 7, 10, 12, tzinfo=UTC), NOON),
        (datetime(1899, 12, 30, 18, 30), time(18, 30)),  # noqa: DTZ001
        ("Embedded", "Embedded"),
        (True, True),
        (2.0, 2.0),
        (Decimal("12.5"), 12.5),  # an amount of money, from Excel on Windows
        (None, ""),
        (object(), ""),
    ],
)
def test_a_value_is_told_as_a_reader_of_files_tells_it(seen: object, expected: object) -> None:
    told = as_value(seen)
    assert (told, type(told)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        (0.53125, "h:mm", time(12, 45)),
        (0.53125, "[$-409]h:mm AM/PM;@", time(12, 45)),
        (0.5, "mm:ss", time(12)),
        (1.5, "[h]:mm:ss", timedelta(hours=36)),
        (0.5, "[mm]:ss", timedelta(hours=12)),
        (-0.5, "[h]:mm", timedelta(hours=-12)),
        (0.5, "General", 0.5),
        (0.5, "0%", 0.5),
        (0.5, '0.0 "hours"', 0.5),
        (0.5, "[Red]0.0", 0.5),
        (0.5, r"0.0\h", 0.5),
        (0.5, "", 0.5),
        (1.5, "h:mm", 1.5),
        (-0.5, "h:mm", -0.5),
        (0.999999999999, "h:mm", 0.999999999999),
        (1e300, "[h]:mm", 1e300),
        (float("inf"), "[h]:mm", float("inf")),
    ],
)
def test_a_number_that_is_shown_as_a_time_is_one(number: float, code: str, expected: object) -> None:
    told = by_the_clock(number, code)
    assert (told, type(told)) == (expected, type(expected))


def test_errors_are_known_by_their_whole_text() -> None:
    assert [error_in(seen) for seen in ("#REF!", "#N/A", "#SPILL!")] == ["#REF!", "#N/A", "#SPILL!"]
    assert [error_in(seen) for seen in ("#N/A yet", "REF", "", None, 5.0)] == [""] * 5


def test_errors_that_come_as_excels_numbers_are_errors_and_no_numbers() -> None:
    assert [error_in(-2146828288 + number) for number in (2045, 2050, 2999)] == ["#SPILL!", "#CALC!", "#VALUE!"]
    assert [error_in(seen) for seen in (-2146828289.0, 2045, -2146828288, True)] == [""] * 4


def test_a_sheet_is_in_sight_by_xlwings_word_or_by_excels_number() -> None:
    assert [is_seen(visible) for visible in (True, -1, False, 0, 2)] == [True, True, False, False, False]


def test_formulas_are_told_from_texts_and_constants() -> None:
    assert formula_in("=1+1", 2.0) == "=1+1"
    assert formula_in("=1/0", "#DIV/0!") == "=1/0"
    assert formula_in("=1+1", "=1+1") == ""  # typed with a ' before it
    assert formula_in("=TRUE()", True) == ""  # a typed TRUE, in LibreOffice
    assert [formula_in(said, said) for said in ("Embedded", "", None, 5.0)] == [""] * 4


def test_a_range_is_rows_whatever_its_size() -> None:
    assert block("one") == [["one"]]
    assert block(["a", "b"]) == [["a", "b"]]
    assert block([["a"], ["b"]]) == [["a"], ["b"]]
    assert block((("a", "b"),)) == [["a", "b"]]


# Plans


TABLE = TablePlace("Notes", "Sheet", 2, 1, 5, 2)
HEADINGS = ("Cell", "Words")


def sheet(
    *rows: Sequence[Value], formulas: dict[Position, str] | None = None, errors: dict[Position, str] | None = None
) -> ReadSheet:
    """A sheet whose table Notes begins in row 2, after a title."""
    return ReadSheet(SheetSnapshot("Sheet", rows=[["Title"], *map(list, rows)], errors=errors or {}), formulas or {})


def planned(there: ReadSheet, *edits: Edit, table: TablePlace = TABLE, others: Sequence[TablePlace] = ()) -> Plan:
    return plan(edits, {one.name: one for one in (table, *others)}, lambda _: there)


def refused(there: ReadSheet, *edits: Edit, others: Sequence[TablePlace] = ()) -> tuple[str, str, str]:
    with pytest.raises(EditRefused) as reason:
        planned(there, *edits, others=others)
    return reason.value.code, reason.value.sheet, reason.value.cell


TWO = sheet(HEADINGS, ("A1", "one"), ("A2", "two"), ("", ""))


def test_cells_beneath_one_another_are_one_block() -> None:
    edits = [SetCell("Sheet", 4, 2, "zwei"), SetCell("Sheet", 3, 2, "1"), SetCell("Sheet", 3, 1, None)]
    assert planned(TWO, *edits).blocks == [
        Block("Sheet", 3, 1, [["'A1"]], [[None]]),
        Block("Sheet", 3, 2, [["one"], ["two"]], [["'1"], ["zwei"]]),
    ]


def test_what_stands_there_already_is_not_written() -> None:
    assert planned(TWO, SetCell("Sheet", 3, 2, "one"), SetCell("Sheet", 9, 9, "")).is_empty
    assert planned(TWO, Refresh("Sheet", 3, 2, "=1", 1), RefreshCharts("Sheet")).is_empty
    rows = (("A1", "one"), ("A2", "two"), (None, ""))
    assert planned(TWO, RedrawRows("Notes", rows)).is_empty
    assert planned(TWO, AppendRows("Notes", ())).is_empty


def test_a_persons_formula_is_never_written_over() -> None:
    there = sheet(HEADINGS, ("A1", 2.0), formulas={(3, 2): "=1+1"})
    assert refused(there, SetCell("Sheet", 3, 2, "one")) == ("edit-formula", "Sheet", "B3")
    assert refused(there, RedrawRows("Notes", (("A1", "one"),))) == ("edit-formula", "Sheet", "B3")


def test_a_link_of_ours_is_written_over() -> None:
    there = sheet(HEADINGS, ("E7", "one"), formulas={(3, 1): LINK.formula})
    (made,) = planned(there, RedrawRows("Notes", ((Link("E8", "Audit!E8"), "two"),))).blocks
    assert (made.before[0], made.after[0]) == ([LINK.formula, "one"], ['=HYPERLINK("#Audit!E8","E8")', "two"])


def test_rows_are_appended_onto_blank_ones_first() -> None:
    made = planned(TWO, AppendRows("notes", (("A3", "three"),)))
    assert made == Plan([Block("Sheet", 5, 1, [[None, None]], [["'A3", "three"]], is_as_high_as_its_text=True)], [])


def test_a_row_that_holds_but_a_formula_or_an_error_is_not_blank() -> None:
    for odd in (
        sheet(HEADINGS, ("A1", "one"), formulas={(5, 2): '=""'}),
        sheet(HEADINGS, ("A1", "one"), errors={(5, 2): "#REF!"}),
    ):
        made = planned(odd, AppendRows("Notes", (("A3", "three"),)))
        assert (made.blocks[0].row, made.resizes) == (6, [Resize("Notes", "Sheet", (2, 1, 5, 2), (2, 1, 6, 2))])


def test_a_table_grows_for_what_its_blank_rows_do_not_hold() -> None:
    made = planned(TWO, AppendRows("Notes", tuple((f"B{n}", "more") for n in range(1, 5))))
    assert [(one.row, len(one.after), len(one.before)) for one in made.blocks] == [(5, 4, 4)]
    (grown,) = made.resizes
    assert (grown.after, grown.new_rows) == ((2, 1, 8, 2), (6, 1, 8, 2))


def test_an_empty_table_is_filled_from_its_first_row() -> None:
    assert planned(sheet(HEADINGS), AppendRows("Notes", (("A1", "one"),))).blocks[0].row == 3


def test_a_shorter_redraw_blanks_the_rest_and_shrinks_the_table() -> None:
    full = sheet(HEADINGS, ("a", "one"), ("b", "two"), ("d", 4.0))
    made = planned(full, RedrawRows("Notes", (("a", "eins"),)))
    nothing = [None, None]
    assert made.blocks[0].after == [["a", "eins"], nothing, nothing]
    assert made.blocks[0].before[2] == ["d", 4.0]
    (shrunk,) = made.resizes
    assert (shrunk.after, shrunk.new_rows) == ((2, 1, 3, 2), None)
    none_left = planned(full, RedrawRows("Notes", ()))
    assert none_left.blocks[0].after == [nothing] * 3
    assert none_left.resizes[0].after == (2, 1, 3, 2)  # a table has one row at least


def test_a_longer_redraw_grows_the_table() -> None:
    made = planned(TWO, RedrawRows("Notes", tuple((f"B{n}", "more") for n in range(1, 7))))
    assert [(one.row, len(one.after)) for one in made.blocks] == [(3, 6)]
    assert made.resizes == [Resize("Notes", "Sheet", (2, 1, 5, 2), (2, 1, 8, 2))]


LONG = tuple((f"B{n}", "more") for n in range(1, 7))


@pytest.mark.parametrize("edit", [RedrawRows("Notes", LONG), AppendRows("Notes", LONG)])
def test_a_table_does_not_grow_over_anything(edit: Edit) -> None:
    blank = ("", "")
    value = sheet(HEADINGS, ("A1", "one"), blank, blank, ("", "mine"))
    assert refused(value, edit) == ("edit-occupied", "Sheet", "B6")
    formula = sheet(HEADINGS, ("A1", "one"), formulas={(7, 1): '=""'})
    assert refused(formula, edit) == ("edit-occupied", "Sheet", "A7")
    error = sheet(HEADINGS, ("A1", "one"), errors={(6, 2): "#REF!"})
    assert refused(error, edit) == ("edit-occupied", "Sheet", "B6")
    beneath = TablePlace("Other", "Sheet", 7, 2, 9, 4)
    assert refused(sheet(HEADINGS, ("A1", "one")), edit, others=[beneath]) == ("edit-occupied", "Sheet", "B7")


def test_what_lies_beside_a_table_or_elsewhere_is_not_in_its_way() -> None:
    beside = TablePlace("Beside", "Sheet", 6, 3, 9, 4)
    elsewhere = TablePlace("Elsewhere", "Another", 6, 1, 9, 2)
    far = TablePlace("Far", "Sheet", 30, 1, 31, 2)
    there = sheet(HEADINGS, ("A1", "one"), ("", ""), ("", ""), ("", ""), ("", "", "mine"))
    assert planned(there, RedrawRows("Notes", LONG), others=[beside, elsewhere, far]).resizes[0].after[2] == 8


def test_a_table_that_is_gone_is_missed() -> None:
    assert refused(TWO, RedrawRows("Gone", ()))[0] == "edit-missing"
    assert refused(TWO, AppendRows("Gone", (("a",),)))[0] == "edit-missing"


@pytest.mark.parametrize("kind", [AddSheet, ReplaceSheet])
def test_a_whole_sheet_is_refused_whatever_else_is_asked(kind: type[AddSheet] | type[ReplaceSheet]) -> None:
    edits = [SetCell("Sheet", 4, 2, "zwei"), kind(plain_form("Profile"))]
    assert refused(TWO, *edits) == ("edit-open", "Profile", "")


def test_columns_are_found_by_their_headings() -> None:
    moved = sheet((" words ", "CELL"), ("one", "a"))
    (made,) = planned(moved, RedrawRows("Notes", (("b", "two"),), columns=HEADINGS)).blocks
    assert made.after[0] == ["two", "b"]


def test_columns_that_were_added_or_taken_away_are_refused() -> None:
    wide = TablePlace("Notes", "Sheet", 2, 1, 5, 3)
    filled = sheet((*HEADINGS, "Mine"), ("A1", "one", "note"))
    with pytest.raises(EditRefused) as reason:
        planned(filled, RedrawRows("Notes", (), columns=HEADINGS), table=wide)
    assert (reason.value.code, reason.value.detail) == ("edit-columns", "Notes")
    for edit in (
        RedrawRows("Notes", (("a", "b"),), columns=HEADINGS),
        AppendRows("Notes", (("a", "b"),), columns=HEADINGS),
    ):
        assert refused(sheet(("Cell", "Other"), ("A1", "one")), edit)[0] == "edit-columns"


def test_a_column_that_holds_but_an_error_or_has_the_heading_of_another_is_not_written_over() -> None:
    wide = TablePlace("Notes", "Sheet", 2, 1, 5, 3)
    for odd in (
        sheet((*HEADINGS, "Mine"), ("A1", "one", ""), errors={(3, 3): "#N/A"}),
        sheet((*HEADINGS, "Words"), ("A1", "one", "note")),
    ):
        with pytest.raises(EditRefused) as reason:
            planned(odd, RedrawRows("Notes", (("b", "two"),), columns=HEADINGS), table=wide)
        assert reason.value.code == "edit-columns"


def test_a_row_of_totals_and_merged_cells_are_refused() -> None:
    with pytest.raises(EditRefused) as reason:
        plan([AppendRows("Notes", (("a", "b"),))], {"Notes": TABLE}, lambda _: TWO, {"Notes"})
    assert (reason.value.code, reason.value.detail, reason.value.sheet) == ("edit-totals", "Notes", "Sheet")
    merged = sheet(HEADINGS, ("A1", "one"))
    merged.snapshot.merged = ((1, 1, 1, 2), (3, 3, 4, 4), (4, 2, 5, 3))  # above, beside, within
    assert refused(merged, RedrawRows("Notes", (("a", "b"),))) == ("edit-merged", "Sheet", "B4")
    merged.snapshot.merged = ((1, 1, 1, 2), (3, 3, 4, 4), (6, 1, 7, 1))
    assert planned(merged, RedrawRows("Notes", (("a", "b"),))).blocks


def test_a_blank_column_that_was_added_stays_blank_and_a_filled_one_may_be_appended_to() -> None:
    wide = TablePlace("Notes", "Sheet", 2, 1, 3, 3)
    blank, filled = (sheet((*HEADINGS, "Mine"), ("A1", "one", mine)) for mine in ("", "note"))
    (made,) = planned(blank, RedrawRows("Notes", (("b", "two"),), columns=HEADINGS), table=wide).blocks
    assert made.after == [["b", "two", None]]
    (made,) = planned(filled, AppendRows("Notes", (("b", "two"),), columns=HEADINGS), table=wide).blocks
    assert (made.row, made.after) == (4, [["b", "two", None]])


def test_nothing_is_planned_where_one_edit_of_several_is_refused() -> None:
    with pytest.raises(EditRefused):
        planned(TWO, SetCell("Sheet", 3, 2, "new"), RedrawRows("Gone", ()))


def test_a_plan_taken_back_twice_is_itself() -> None:
    made = planned(TWO, RedrawRows("Notes", LONG))
    back = reverse(made)
    assert (back.blocks[0].before, back.resizes[0].after) == (made.blocks[0].after, (2, 1, 5, 2))
    assert reverse(back) == made


# Records


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine("Linux", tmp_path, {})


def record(action: str, *rows: list[Any]) -> Record:
    cells = [list(row) for row in rows] or [[None]]
    made = Block("Notes", 3, 1, cells, [["new"] * len(row) for row in cells], is_as_high_as_its_text=True)
    return Record(action, "2026-07-10T12:00:00", Plan([made], [Resize("Notes", "Notes", (1, 1, 2, 2), (1, 1, 5, 2))]))


def test_a_record_comes_back_as_it_was(machine: Machine) -> None:
    kept_one = record("Validate", ["'1.10", None, NOON, True, 2.5], ["=1+1", "é", MIDNIGHT, False, 0])
    Records(machine, "/a.xlsx").add(kept_one)
    (found,) = Records(machine, "/a.xlsx").all()
    assert found == kept_one
    assert [type(value) for value in found.plan.blocks[0].before[0]] == [str, type(None), datetime, bool, float]


def test_the_last_twenty_actions_are_remembered(machine: Machine) -> None:
    for number in range(KEPT + 5):
        Records(machine, "/a.xlsx").add(record(str(number)))
    assert [one.action for one in Records(machine, "/a.xlsx").all()] == [str(n) for n in range(5, KEPT + 5)]
    assert KEPT == 20
    Records(machine, "/a.xlsx").drop_last()
    assert Records(machine, "/a.xlsx").all()[-1].action == str(KEPT + 3)


def test_each_workbook_has_its_own(machine: Machine) -> None:
    Records(machine, "/a.xlsx").add(record("a"))
    Records(machine, "/b.xlsx").add(record("b"))
    assert [[one.action for one in Records(machine, name).all()] for name in ("/a.xlsx", "/b.xlsx", "/c.xlsx")] == [
        ["a"], ["b"], [],
    ]  # fmt: skip
    Records(machine, "/c.xlsx").drop_last()
    assert Records(machine, "/c.xlsx").all() == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"{", b"5", b"null", b'{"a": 1}', b'["a"]', b"[{}]", b"[[]]", b'[{"blocks": [[1]]}]',
     b'[{"action": "a", "when": "w", "tables": [], "blocks": [["s", 1, 1, [[[]]], [[1]], false]]}]'],
)  # fmt: skip
def test_a_list_that_can_not_be_read_is_begun_anew(machine: Machine, content: bytes) -> None:
    records = Records(machine, "/a.xlsx")
    records.add(record("old"))
    (file,) = (data_folder(machine) / "undo").iterdir()
    file.write_bytes(content)
    assert records.all() == []
    records.add(record("new"))
    assert [one.action for one in records.all()] == ["new"]


def test_nothing_but_the_list_is_left_behind(machine: Machine) -> None:
    Records(machine, "/a.xlsx").add(record("a"))
    (file,) = (data_folder(machine) / "undo").iterdir()
    assert file.suffix == ".json"
    assert "a.xlsx" not in file.name
    assert [one["action"] for one in json.loads(file.read_text(encoding="utf-8"))] == ["a"]


def test_a_workbook_that_was_never_saved_is_known_by_its_program_too(tmp_path: Path) -> None:
    saved = str(tmp_path / "a.xlsx")
    assert workbook_key(saved, 5) == workbook_key(saved, 6) == saved
    assert workbook_key("https://files.example/a.xlsx", 5) == "https://files.example/a.xlsx"
    assert len({workbook_key(name, pid) for name in ("Book1", "Book2") for pid in (5, 6)}) == 4


# The program


class ComError(Exception):
    """As Excel's come: number, words."""


@pytest.mark.parametrize("number", [-2146777998, -2147418111, -2147417846])
def test_a_refusal_is_known_by_its_number_through_its_causes(number: int) -> None:
    refusal = ComError(number, "Call was rejected by callee.")
    assert is_refusal(refusal)
    caused, during = ValueError("outer"), ValueError("outer")
    caused.__cause__ = RuntimeError("between")
    caused.__cause__.__cause__ = refusal
    during.__context__ = refusal
    assert is_refusal(caused)
    assert is_refusal(during)
    assert is_refusal(Refusing())


@pytest.mark.parametrize(
    "error",
    [ValueError(), ComError(-2147352567, "Exception occurred."), ValueError("-2146777998"), ValueError([1], {})],
)
def test_other_errors_are_no_refusals(error: Exception) -> None:
    assert not is_refusal(error)


class App:
    """A program with what is to be put back, which may fail to take one of them."""

    def __init__(self, fails: str = "", refuses: Sequence[object] = ()) -> None:
        self.fails, self.refuses, self.held = fails, refuses, {"screen_updating": True, "calculation": "semiautomatic"}

    def _set(self, name: str, value: object) -> None:
        if name == self.fails and value in self.refuses:
            raise Refusing
        self.held[name] = value

    screen_updating = property(
        lambda self: self.held["screen_updating"], lambda self, value: self._set("screen_updating", value)
    )
    calculation = property(lambda self: self.held["calculation"], lambda self, value: self._set("calculation", value))


BEFORE = {"screen_updating": True, "calculation": "semiautomatic"}


def test_it_is_quiet_meanwhile_and_as_before_afterwards() -> None:
    app = App()
    with kept_quiet(app):
        assert app.held == {"screen_updating": False, "calculation": "manual"}
    assert app.held == BEFORE


@pytest.mark.parametrize("error", [ValueError, Refusing, KeyboardInterrupt])
def test_it_is_as_before_whatever_fails(error: type[BaseException]) -> None:
    app = App()
    with pytest.raises(error), kept_quiet(app):
        raise error
    assert app.held == BEFORE


def test_it_is_as_before_where_it_can_not_be_made_quiet() -> None:
    app = App("calculation", ["manual"])
    with pytest.raises(Refusing), kept_quiet(app):
        pytest.fail("it was not quiet")
    assert app.held == BEFORE


def test_the_screen_is_put_back_where_calculation_can_not_be() -> None:
    app = App("calculation", ["semiautomatic"])
    with kept_quiet(app):
        pass
    assert app.held["screen_updating"] is True


class Selection:
    """A selected cell, which notes that it was led back to."""

    def __init__(self) -> None:
        self.sheet, self.calls = self, list[str]()

    def activate(self) -> None:
        self.calls.append("activate")

    def select(self) -> None:
        self.calls.append("select")


class Selecting:
    """A program of which a cell is selected."""

    def __init__(self) -> None:
        self.selected: Selection | None = Selection()

    @property
    def selection(self) -> Selection:
        if self.selected is None:
            raise AttributeError("a chart is selected")
        return self.selected


def test_a_failed_jump_leads_back() -> None:
    app = Selecting()
    with same_place(app):
        pass
    assert app.selection.calls == []
    with pytest.raises(Refusing), same_place(app):
        raise Refusing
    assert app.selection.calls == ["activate", "select"]


def test_a_jump_from_a_chart_works_and_fails_as_any() -> None:
    app = Selecting()
    app.selected = None
    with same_place(app):
        done = True
    assert done
    with pytest.raises(Refusing), same_place(app):
        raise Refusing


class Apps:
    """The programs that run, by their process numbers."""

    def __init__(self, *numbers: int) -> None:
        self._numbers = numbers

    def keys(self) -> Sequence[int]:
        return self._numbers

    def __getitem__(self, number: int) -> str:
        return f"app {number}"

    @property
    def active(self) -> str | None:
        return "active" if self._numbers else None


def test_the_program_is_found_by_its_number_or_is_the_one_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings, "apps", Apps(5, 6))
    assert (attach(6), attach(None)) == ("app 6", "active")


@pytest.mark.parametrize(("running", "wanted"), [((), None), ((), 7), ((5, 6), 7)])
def test_a_program_that_is_not_there_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, running: Sequence[int], wanted: int | None
) -> None:
    monkeypatch.setattr(xlwings, "apps", Apps(*running))
    with pytest.raises(NoWorkbook, match="Excel could not be found"):
        attach(wanted)
