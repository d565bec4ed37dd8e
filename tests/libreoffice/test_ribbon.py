"""Every button on workbooks that are open in LibreOffice: what it does to them, and what it leaves alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from ecm_xl import ribbon
from ecm_xl.backends.libreoffice import refusing
from ecm_xl.backends.live import LiveBook, Refusing
from ecm_xl.backends.places import Machine, data_folder, log_file
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import shipped
from ecm_xl.frameworks.loader import load_model
from ecm_xl.ribbon import BUSY, COMMANDS, DONE, TOLD, Click, run
from ecm_xl.workbook.names import DASHBOARD
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.snapshot import Snapshot
from ecm_xl.workflows.examine import examine

pytestmark = pytest.mark.libreoffice

NOW = datetime(2026, 7, 11, 9, 30)  # noqa: DTZ001 - a person's own clock
DIRTY, HALF = "Larkrise Special School.xlsx", "Harbour View School.xlsx"
WRITING = ("validate", "judge")
"""The buttons that change something in the workbook."""

NOTHING_TO_UNDO = (
    "There is nothing to undo. "
    "Only what the buttons changed in this workbook under the name that it has now can be undone."
)

Press = Callable[..., int]


def buttons(*without: str, quick: str = "validate") -> list[Any]:
    """All buttons but some; slow unless it is the quick one."""
    return [
        pytest.param(tag, marks=[] if tag == quick else [pytest.mark.slow]) for tag in COMMANDS if tag not in without
    ]


BOTH = [pytest.param("validate"), pytest.param("judge", marks=pytest.mark.slow)]


@pytest.fixture
def press(app: xw.App, machine: Machine) -> Press:
    """Presses a button in front of a workbook. Returns what the add-in is told."""

    def pressed(tag: str, book: xw.Book | None = None, now: datetime = NOW) -> int:
        return run(tag, Click(app, book, machine, now))

    return pressed


def opened(app: xw.App, folder: Path, name: str = DIRTY) -> xw.Book:
    """A copy of a sample, open."""
    path = folder / name
    shutil.copy(shipped("sample-cluster", name), path)
    return app.books.open(str(path))


def never_saved(app: xw.App, name: str = DIRTY) -> xw.Book:
    """A workbook of ours that has no file: as one opens a template."""
    office = app.impl
    template = office._uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    template.Name, template.Value = "AsTemplate", True
    url = shipped("sample-cluster", name).resolve().as_uri()
    document = office._desktop.loadComponentFromURL(url, "_blank", 0, (template,))
    assert not document.URL
    return next(book for book in app.books if book.api == document)


def told(app: xw.App) -> str:
    """The last message, in its box."""
    words, _ = app.impl.alerts[-1]
    return str(words)


def whole(book: xw.Book, machine: Machine) -> Snapshot:
    return LiveBook(book, machine, "", lambda _: None).read(Path("."), None)


def answers(snapshot: Snapshot) -> object:
    """Everything that people wrote."""
    found = parse(load_model(), snapshot).answers
    return found.details.values, {name: dict(table.answers) for name, table in found.tables.items()}


def at(app: xw.App) -> tuple[str, str]:
    selected = app.selection
    assert selected is not None
    return selected.sheet.name, selected.address.replace("$", "")


def rows_of(book: xw.Book, table: str) -> list[list[Any]]:
    found: list[list[Any]] = book.sheets[table].tables[table].range.options(ndim=2, empty="").value
    return found


# What each does


def test_validate_lists_what_the_command_line_finds(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    expected = examine(read_snapshot, Path(book.fullname), NOW.date()).findings
    assert press("validate", book) == DONE
    assert app.status_bar == "Found: 1 error, 1 warning. See the sheet Findings, or choose Next problem."
    rows = rows_of(book, "Findings")[1:]
    assert [(row[1], row[2], row[3]) for row in rows] == [(f.sheet, f.cell, f.message) for f in expected]
    assert len(rows) == 2
    body = book.sheets["Findings"].tables["Findings"].data_body_range
    assert body is not None
    assert [row[2] for row in body.formula] == [f'=HYPERLINK("#{f.sheet}!{f.cell}","{f.cell}")' for f in expected]


def test_cells_that_are_found_are_marked_and_nobodys_own_colours_change(
    app: xw.App, press: Press, folder: Path
) -> None:
    book = opened(app, folder)
    colours = [book.sheets["Audit"][cell].color for cell in ("J139", "G57", "E7")]
    press("validate", book)
    marks = book.sheets.add("Scratch")
    marks["A1"].formula = '=COUNTIFS(Findings[Sheet],"Audit",Findings[Cell],"J139")'
    marks["A2"].formula = '=COUNTIFS(Findings[Sheet],"Audit",Findings[Cell],"J140")'
    app.calculate()
    assert marks["A1:A2"].value == [1, 0]
    assert [book.sheets["Audit"][cell].color for cell in ("J139", "G57", "E7")] == colours


@pytest.mark.slow
def test_next_problem_leads_from_one_to_the_next_and_round(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    press("validate", book)
    found = []
    for _ in range(3):
        assert press("next_problem", book) == DONE
        found.append((at(app), str(app.status_bar)[:15]))
    assert found == [
        (("Audit", "J139"), "Problem 1 of 2:"),
        (("Audit", "G57"), "Problem 2 of 2:"),
        (("Audit", "J139"), "Problem 1 of 2:"),
    ]


def test_next_problem_before_any_check(app: xw.App, press: Press, folder: Path) -> None:
    assert press("next_problem", opened(app, folder)) == TOLD
    assert told(app) == "No problem is listed. Choose Validate to check the workbook as it is now."


@pytest.mark.slow
def test_roll_up_adds_to_history_once_and_says_how_standards_have_moved(
    app: xw.App, press: Press, folder: Path
) -> None:
    book = opened(app, folder)
    before = rows_of(book, "History")
    assert press("judge", book) == DONE
    assert app.status_bar == "12 of 12 Standards have a judgement. History has been added to."
    after = rows_of(book, "History")
    assert len(after) > len(before)
    assert after[-1][0] == datetime(2026, 7, 11)  # noqa: DTZ001
    dashboard = book.sheets[DASHBOARD].used_range.options(ndim=2, empty="").value
    assert sum("The starting point" in row for row in dashboard) == 12
    assert press("judge", book) == DONE
    assert app.status_bar == "12 of 12 Standards have a judgement. Nothing has changed since last time."
    assert rows_of(book, "History") == after


@pytest.mark.slow
def test_roll_up_and_the_command_line_write_the_same(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    from ecm_xl.backends.disk import Disk
    from ecm_xl.workflows.write import write_judgements

    book = opened(app, folder)
    other = folder / "other.xlsx"
    shutil.copy(shipped("sample-cluster", DIRTY), other)
    press("judge", book)
    write_judgements(Disk(), other, NOW.date(), NOW)
    live, file = whole(book, machine), read_snapshot(other)
    for name in ("History", DASHBOARD):
        theirs, ours = file.sheet(name), live.sheet(name)
        assert theirs is not None
        assert ours is not None
        assert ours.rows == theirs.rows, name


def test_carry_on_leads_to_the_first_descriptor_without_a_rating(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder, HALF)
    book.sheets["Audit"]["E20:E22"].clear_contents()
    rows = book.sheets["Audit"]["A5:E222"].value
    expected = next(number for number, row in enumerate(rows, 5) if row[0] and not row[4])
    assert press("carry_on", book) == DONE
    assert at(app) == ("Audit", f"E{expected}")
    assert str(app.status_bar).endswith("is the first without a rating.")


def test_carry_on_where_all_is_rated(app: xw.App, press: Press, folder: Path) -> None:
    assert press("carry_on", opened(app, folder)) == TOLD
    assert told(app) == "Every descriptor has a rating."


def test_dashboard(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    book.sheets["Audit"].activate()
    assert press("dashboard", book) == DONE
    assert at(app) == ("Dashboard", "A1")


@pytest.mark.slow
def test_new_audit_makes_a_workbook_beside_the_one_in_front_and_opens_it(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    assert press("new", book) == DONE
    assert press("new", book) == DONE
    made = [folder / "ECM Standards audit.xlsx", folder / "ECM Standards audit 2.xlsx"]
    assert [path.is_file() for path in made] == [True, True]
    assert Path(app.books.active.fullname) == made[1]
    assert at(app) == ("Start", "C7")
    assert answers(whole(app.books.active, machine)) == answers(read_snapshot(made[1]))


def test_new_audit_without_a_workbook_goes_to_documents(app: xw.App, press: Press, machine: Machine) -> None:
    assert press("new") == DONE
    assert (machine.home / "ECM Standards audit.xlsx").is_file()
    (machine.home / "Documents").mkdir()
    assert press("new") == DONE
    assert (machine.home / "Documents" / "ECM Standards audit 2.xlsx").is_file()  # the first is open


def test_new_audit_where_nothing_can_be_written(app: xw.App, press: Press, machine: Machine) -> None:
    machine.home.rmdir()
    machine.home.write_text("in the way")
    assert press("new") == TOLD
    assert told(app).startswith(f"{machine.home / 'ECM Standards audit.xlsx'} could not be written")


def test_help(app: xw.App, press: Press, machine: Machine) -> None:
    assert press("help") == DONE
    assert str(log_file(machine)) in told(app)


@pytest.mark.slow
def test_undo_takes_back_one_action_after_the_other(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    book = opened(app, folder)
    states = [whole(book, machine)]
    for tag in WRITING:
        press(tag, book)
        states.append(whole(book, machine))
    assert states[0] != states[1] != states[2]
    said = []
    for state in reversed(states[:-1]):
        assert press("undo", book) == DONE
        said.append(app.status_bar)
        assert whole(book, machine) == state
    assert said == [f"{name} of 2026-07-11 09:30:00 has been undone." for name in ("Roll up", "Validate")]
    assert press("undo", book) == TOLD
    assert told(app) == NOTHING_TO_UNDO


@pytest.mark.slow
def test_undo_leaves_alone_what_was_changed_by_hand_since(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    press("validate", book)
    book.sheets["Findings"]["D5"].value = "seen to"
    before = whole(book, machine)
    assert press("undo", book) == TOLD
    assert told(app) == "Findings has been changed by hand since the last ECM action: that was not undone."
    assert whole(book, machine) == before


# What none of them does


@pytest.mark.slow
@pytest.mark.parametrize("tag", buttons("new", quick="judge"))
def test_answers_protection_and_the_file_stay(
    tag: str, app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    path = Path(book.fullname)
    before, protected = answers(whole(book, machine)), [sheet.api.isProtected() for sheet in book.sheets]
    assert sum(protected) >= 5
    if tag == "undo":
        press("validate", book)
    press(tag, book)
    assert answers(whole(book, machine)) == before
    assert [sheet.api.isProtected() for sheet in book.sheets] == protected
    assert path.read_bytes() == shipped("sample-cluster", DIRTY).read_bytes()
    assert (app.screen_updating, app.calculation) == (True, "automatic")


@pytest.mark.slow
@pytest.mark.parametrize("tag", BOTH)
def test_the_file_as_it_was_last_saved_is_kept_once(tag: str, app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    press(tag, book)
    book.sheets["Audit"]["H9"].value = "more"
    press("validate", book)
    press("judge", book, datetime(2026, 7, 12, 10))  # noqa: DTZ001
    kept = list((folder / "ECM backups").iterdir())
    assert [path.read_bytes() for path in kept] == [shipped("sample-cluster", DIRTY).read_bytes()]


@pytest.mark.slow
@pytest.mark.parametrize("tag", [*WRITING, "next_problem"])
def test_where_the_person_was_stays_or_is_where_they_are_led(tag: str, app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    press("validate", book)
    book.sheets["Leads"].activate()
    book.sheets["Leads"]["C7"].select()
    press(tag, book)
    assert at(app) == (("Leads", "C7") if tag in WRITING else ("Audit", "J139"))


@pytest.mark.slow
@pytest.mark.parametrize("name", [path.name for path in sorted(shipped("sample-cluster").glob("*.xlsx"))])
def test_every_button_on_every_sample(name: str, app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    book = opened(app, folder, name)
    before, protected = answers(whole(book, machine)), [sheet.api.isProtected() for sheet in book.sheets]
    expected = examine(read_snapshot, Path(book.fullname), NOW.date())
    assert press("validate", book) == DONE
    listed = [row[1:4] for row in rows_of(book, "Findings")[1:]]
    assert listed == [[f.sheet, f.cell, f.message] for f in expected.findings]
    assert press("judge", book) == DONE
    judged = sum(bool(one.judgement) for one in expected.judgements)
    assert str(app.status_bar).startswith(f"{judged} of 12 Standards have a judgement.")
    assert press("next_problem", book) == DONE
    assert at(app) == (listed[0][0], listed[0][1])
    assert press("carry_on", book) == (DONE if any(not answer for answer in expected.ratings.values()) else TOLD)
    assert press("dashboard", book) == DONE
    assert at(app) == (DASHBOARD, "A1")
    assert [press("undo", book), press("undo", book), press("undo", book)] == [DONE, DONE, TOLD]
    assert answers(whole(book, machine)) == before
    assert [sheet.api.isProtected() for sheet in book.sheets] == protected


# In other places


@pytest.mark.parametrize("tag", buttons("new", "help", "undo"))
def test_a_workbook_that_is_none_of_ours(tag: str, app: xw.App, press: Press, machine: Machine) -> None:
    book = app.books.add()
    book.sheets[0]["A1:B2"].value = [["Ref", "Rating"], ["x", "Embedded"]]
    before = whole(book, machine)
    assert press(tag, book) == TOLD
    assert told(app).startswith("This workbook is not a setting's audit: it has no Audit sheet.")
    assert "Open your ECM workbook, or choose New audit." in told(app)
    assert whole(book, machine) == before


@pytest.mark.parametrize("tag", [*(tag for tag in COMMANDS if tag not in ("new", "help"))])
def test_no_workbook_is_open(tag: str, app: xw.App, press: Press) -> None:
    assert press(tag) == TOLD
    assert told(app) == (
        "No workbook is open. Choose New audit, or open your ECM workbook. "
        "If it is open with a yellow bar at the top, choose Enable Editing there first."
    )


@pytest.mark.slow
@pytest.mark.parametrize("tag", BOTH)
def test_a_workbook_that_was_never_saved_is_kept_in_the_users_folder(
    tag: str, app: xw.App, press: Press, machine: Machine
) -> None:
    book = never_saved(app)
    said = answers(whole(book, machine))
    assert press(tag, book) == DONE
    kept = list((data_folder(machine) / "ECM backups").iterdir())
    assert len(kept) == 1
    assert answers(read_snapshot(kept[0])) == said
    assert press("undo", book) == DONE
    assert answers(whole(book, machine)) == said


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["next_problem", "carry_on", "dashboard"])
def test_the_buttons_that_lead_need_no_file(tag: str, app: xw.App, press: Press) -> None:
    book = never_saved(app, HALF)
    press("validate", book)
    assert press(tag, book) == DONE


@pytest.mark.slow
@pytest.mark.parametrize("tag", buttons("new", "help"))
def test_a_filtered_audit_stays_filtered_and_is_read_whole(
    tag: str, app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder, HALF)
    before = answers(whole(book, machine))
    book.sheets["Audit"]["A10:A60"].rows.hidden = True
    press("validate", book)
    press(tag, book)
    assert answers(whole(book, machine)) == before
    assert book.sheets["Audit"]["A10:A60"].rows.hidden is True
    assert any(row[-1] == "row-hidden" for row in rows_of(book, "Findings")) is (tag != "undo")


@pytest.mark.slow
@pytest.mark.parametrize("tag", buttons("new", "add_form", "help", "undo", quick="next_problem"))
def test_a_chart_is_in_front(
    tag: str, app: xw.App, press: Press, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(app, folder, HALF)
    press("validate", book)
    book.sheets[DASHBOARD].activate()
    monkeypatch.setattr(type(app.impl), "selection", property(lambda _: None))  # as in Excel, on a chart sheet too
    assert press(tag, book) == DONE


@pytest.mark.slow
@pytest.mark.parametrize("tag", BOTH)
def test_of_two_workbooks_only_the_one_that_is_meant_changes(
    tag: str, app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    meant, other = opened(app, folder), opened(app, folder, HALF)
    before = whole(other, machine)
    assert app.books.active.name == other.name
    assert press(tag, meant) == DONE
    assert whole(other, machine) == before
    assert (folder / "ECM backups").is_dir()
    assert press("undo", other) == TOLD


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["next_problem", "carry_on", "dashboard"])
def test_of_two_workbooks_the_one_that_is_meant_is_gone_about_in(
    tag: str, app: xw.App, press: Press, folder: Path
) -> None:
    meant, other = opened(app, folder, HALF), opened(app, folder)
    press("validate", meant)
    other.activate()
    there = other.api.CurrentController.getSelection().AbsoluteName
    assert press(tag, meant) == DONE
    assert meant.api.CurrentController.ActiveSheet.Name == ("Dashboard" if tag == "dashboard" else "Audit")
    assert other.api.CurrentController.getSelection().AbsoluteName == there


@pytest.mark.slow
@pytest.mark.parametrize("tag", buttons())
def test_a_program_that_refuses_calls(tag: str, app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    book = opened(app, folder)
    before = whole(book, machine)
    with refusing(app):
        assert press(tag, book) == BUSY
    assert whole(book, machine) == before
    assert not log_file(machine).exists()


def calls_of(tag: str, book: xw.Book, app: xw.App, press: Press) -> int:
    start = app.impl.gate.calls
    assert press(tag, book) in (DONE, TOLD)
    return int(app.impl.gate.calls - start)


@pytest.mark.slow
@pytest.mark.parametrize("tag", WRITING)
def test_a_program_that_refuses_calls_in_the_middle(
    tag: str, app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    """Whenever it begins to refuse: what was written can be undone, and the program is as it was."""
    book = opened(app, folder)
    before = whole(book, machine)
    calls = calls_of(tag, book, app, press)
    press("undo", book)
    codes = set()
    for number in range(0, calls, max(1, calls // 40)):
        with refusing(app, after=number):
            codes.add(press(tag, book))
        app.screen_updating, app.calculation = True, "automatic"
        press("undo", book)
        assert whole(book, machine) == before, number
    assert codes == {BUSY}


@pytest.mark.slow
@pytest.mark.parametrize("tag", buttons("new", "help"))
def test_the_number_of_calls_does_not_grow_with_rows(tag: str, app: xw.App, press: Press, folder: Path) -> None:
    """Every register and History four times as long: as many calls."""
    small, large = opened(app, folder), opened(app, folder, "Oakfield Primary School.xlsx")
    for name in ("Agencies", "Evidence", "Plan", "History"):
        table = large.sheets[name].tables[name]
        top, (rows, columns) = table.range.row, table.range.shape
        body = large.sheets[name].range((top + rows, 1), (top + rows + 200, columns))
        body.value = [[f"x{row}" for _ in range(columns)] for row in range(201)]
        table.resize(large.sheets[name].range((top, 1), (top + rows + 200, columns)))
    for book in (small, large):
        press("validate", book)
        press("judge", book)
    few, many = (calls_of(tag, book, app, press) for book in (small, large))
    assert many <= few + 10  # a jump to a cell more, or a column that is merged


# When something goes wrong


def test_what_goes_wrong_is_told_with_a_number_and_written_down(
    app: xw.App, press: Press, folder: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Click) -> str:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setitem(COMMANDS, "validate", broken)
    assert press("validate", opened(app, folder)) == TOLD
    words = told(app)
    assert words.startswith("Something went wrong inside the program (reference ")
    number = words.partition("reference ")[2][:6]
    log = log_file(machine).read_text(encoding="utf-8")
    assert f"reference {number}" in log
    assert "ZeroDivisionError: a fault of ours" in log
    assert "Traceback" not in words


@pytest.mark.slow
@pytest.mark.parametrize("tag", BOTH)
def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    tag: str, app: xw.App, press: Press, folder: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(app, folder)
    book.sheets["Leads"].activate()
    book.sheets["Leads"]["C7"].select()
    before = whole(book, machine)
    fill = LiveBook._fill

    def fails(self: LiveBook, block: Any) -> None:
        fill(self, block)
        raise RuntimeError("in the middle")

    monkeypatch.setattr(LiveBook, "_fill", fails)
    assert press(tag, book) == TOLD
    monkeypatch.undo()
    assert told(app).startswith("The sheet could not be changed while it stands open.")
    assert whole(book, machine) == before
    assert (app.screen_updating, app.calculation, at(app)) == (True, "automatic", ("Leads", "C7"))
    assert press("undo", book) == TOLD


@pytest.mark.slow
@pytest.mark.parametrize("tag", buttons("new", "add_form", "help", "undo", "validate", "judge", quick="dashboard"))
def test_a_jump_that_fails_leads_back(
    tag: str, app: xw.App, press: Press, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(app, folder, HALF)
    press("validate", book)
    book.sheets["Leads"].activate()
    book.sheets["Leads"]["C7"].select()
    cells = type(book.sheets["Leads"]["C7"].impl)
    select, times = cells.select, iter((True, False))

    def fails(self: Any) -> None:
        if next(times):
            raise RuntimeError("in the middle")
        select(self)

    monkeypatch.setattr(cells, "select", fails)
    assert press(tag, book) == TOLD
    assert told(app).startswith("Something went wrong inside the program")
    assert at(app) == ("Leads", "C7")


@pytest.mark.slow
def test_a_sheet_that_somebody_protected_is_not_written_to(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    book.sheets["Findings"].api.protect("secret")
    before = whole(book, machine)
    assert press("validate", book) == TOLD
    assert told(app) == (
        "The sheet could not be changed while it stands open. Nothing was changed. "
        "Unprotect the sheet (Review, Unprotect Sheet) and try again."
    )
    assert whole(book, machine) == before
    assert book.sheets["Findings"].api.isProtected()


@pytest.mark.slow
def test_no_backup_no_change(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    book = opened(app, folder)
    (folder / "ECM backups").write_text("in the way")
    before = whole(book, machine)
    assert press("validate", book) == TOLD
    assert told(app).startswith("No backup could be made (")
    assert told(app).endswith("), so nothing was changed.")
    assert whole(book, machine) == before


# Whatever people did to the workbook


def in_the_middle(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception, *, first: bool, times: int = 1) -> None:
    """The next times a step of writing is taken, it fails: before it does anything, or when it has done it."""
    step, left = getattr(LiveBook, name), iter(range(times))

    def fails(self: LiveBook, *what: Any) -> None:
        is_to_fail = next(left, None) is not None
        if not (is_to_fail and first):
            step(self, *what)
        if is_to_fail:
            raise error

    monkeypatch.setattr(LiveBook, name, fails)


def filled_up(book: xw.Book, table: str) -> None:
    """The table ends with its last filled row, so that it has to grow."""
    rows = rows_of(book, table)
    there = book.sheets[table].tables[table]
    top, left = there.range.row, there.range.column
    last = max(number for number, row in enumerate(rows) if any(row) or number < 2)
    there.resize(book.sheets[table].range((top, left), (top + last, left + len(rows[0]) - 1)))


def test_typing_after_an_action_that_broke_off_is_not_lost_by_undo(
    app: xw.App, press: Press, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(app, folder)
    in_the_middle(monkeypatch, "_fill", Refusing(), first=False)
    assert press("validate", book) == BUSY
    body = book.sheets["Findings"].tables["Findings"].data_body_range
    assert body is not None
    body[1, 3].value = "my own words"
    assert press("undo", book) == TOLD
    assert told(app) == "Findings has been changed by hand since the last ECM action: that was not undone."
    assert body[1, 3].value == "my own words"


@pytest.mark.slow
@pytest.mark.parametrize("step", ["_resize", "_look_alike", "_fill"])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("tag", "table"), [("validate", "Findings"), ("judge", "History")])
def test_a_table_that_grows_is_put_back_wherever_it_breaks_off(
    step: str, first: bool, tag: str, table: str, app: xw.App, press: Press, folder: Path, machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    book = opened(app, folder)
    filled_up(book, table)
    before = whole(book, machine)
    in_the_middle(monkeypatch, step, RuntimeError(), first=first)
    assert press(tag, book) == TOLD
    assert "Nothing was changed." in told(app)
    assert whole(book, machine) == before
    in_the_middle(monkeypatch, step, Refusing(), first=first)
    assert press(tag, book) == BUSY
    press("undo", book)
    assert whole(book, machine) == before


@pytest.mark.slow
def test_nobody_is_told_that_nothing_was_changed_where_it_could_not_be_taken_back(
    app: xw.App, press: Press, folder: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(app, folder)
    before = whole(book, machine)
    steps = iter((LiveBook._fill,))

    def fails(self: LiveBook, block: Any) -> None:
        next(steps, lambda *_: None)(self, block)
        raise RuntimeError

    monkeypatch.setattr(LiveBook, "_fill", fails)
    assert press("validate", book) == TOLD
    assert told(app) == (
        "The sheet Findings could be changed only in part. "
        "Unprotect it if it is protected, then choose Undo last ECM action before you type there."
    )
    monkeypatch.undo()
    assert whole(book, machine) != before
    assert press("undo", book) == DONE
    assert whole(book, machine) == before


@pytest.mark.slow
def test_undo_passes_over_what_was_never_saved(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    book = opened(app, folder)
    before, findings = whole(book, machine), rows_of(book, "Findings")
    press("validate", book)
    book.save()
    press("judge", book)
    path = book.fullname
    book.close()
    book = app.books.open(path)
    assert press("undo", book) == DONE
    assert app.status_bar == "Validate of 2026-07-11 09:30:00 has been undone."
    assert rows_of(book, "Findings") == findings
    assert answers(whole(book, machine)) == answers(before)
    assert press("undo", book) == TOLD
    assert told(app) == NOTHING_TO_UNDO


@pytest.mark.slow
def test_a_workbook_that_was_saved_under_another_name_has_nothing_to_undo(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    press("validate", book)
    book.save(folder / "another.xlsx")
    after = whole(book, machine)
    assert press("undo", book) == TOLD
    assert told(app) == NOTHING_TO_UNDO
    assert whole(book, machine) == after


ODD = [
    "x" * 300, "y" * 9_000, "z" * 32_767, "two\nlines", "007", "1.10", "'quoted", "=1+1 as words", "TRUE", " ", "12:30",
]  # fmt: skip


@pytest.mark.slow
def test_whatever_stood_in_findings_comes_back_as_it_was(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    press("validate", book)
    sheet = book.sheets["Findings"]
    table = sheet.tables["Findings"]
    top, left, right = table.range.row, table.range.column, table.range.shape[1]
    table.resize(sheet.range((top, left), (top + len(ODD) + 3, left + right - 1)))
    for number, text in enumerate(ODD, top + 1):
        sheet[number - 1, left + 2].value = f"'{text}"
    sheet[top + len(ODD), left + 2].value = 1.5
    sheet[top + len(ODD) + 1, left + 2].value = datetime(2026, 3, 1)  # noqa: DTZ001
    before = whole(book, machine)
    found = before.sheet("Findings")
    assert found is not None
    assert [found.value(number, left + 3) for number in range(top + 1, top + len(ODD) + 1)] == ODD
    assert press("validate", book) == DONE
    assert whole(book, machine) != before
    assert press("undo", book) == DONE
    assert whole(book, machine) == before


@pytest.mark.slow
def test_a_table_that_was_moved_is_written_where_it_is_and_notes_stay(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    sheet = book.sheets["Findings"]
    sheet.api.Rows.insertByIndex(0, 3)
    sheet.api.Columns.insertByIndex(0, 2)
    area = sheet.tables["Findings"].range
    beside, beneath = area.offset(2, area.shape[1] + 1)[0, 0], area.offset(area.shape[0] + 3, 0)[0, 0]
    beside.value, beneath.value = "beside", "beneath"
    before = whole(book, machine)
    assert press("validate", book) == DONE
    assert [row[2] for row in rows_of(book, "Findings")[1:]] == ["J139", "G57"]
    assert (beside.value, beneath.value) == ("beside", "beneath")
    assert press("undo", book) == DONE
    assert whole(book, machine) == before


@pytest.mark.slow
def test_undo_after_rows_were_inserted_or_a_sheet_was_renamed_changes_nothing(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    press("validate", book)
    sheet = book.sheets["Findings"]
    sheet.api.Rows.insertByIndex(0, 2)
    moved = whole(book, machine)
    assert press("undo", book) == TOLD
    assert whole(book, machine) == moved
    sheet.api.Rows.removeByIndex(0, 2)
    sheet.name = "Mine"
    renamed = whole(book, machine)
    assert press("undo", book) == TOLD
    assert told(app).startswith("The workbook no longer has the sheet Findings.")
    assert whole(book, machine) == renamed


@pytest.mark.slow
def test_a_row_of_totals_is_not_written_over(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    book = opened(app, folder)
    book.sheets["Findings"].tables["Findings"].show_totals = True
    before = whole(book, machine)
    assert press("validate", book) == TOLD
    assert told(app).startswith("The table Findings has a row of totals")
    assert whole(book, machine) == before


@pytest.mark.slow
def test_a_table_with_merged_cells_is_not_written_to(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    book = opened(app, folder)
    area = book.sheets["Findings"].tables["Findings"].range
    area[1, 3:5].merge()
    before = whole(book, machine)
    assert press("validate", book) == TOLD
    assert told(app).startswith("The cell is merged with others.")
    assert whole(book, machine) == before


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["dashboard", pytest.param("next_problem", marks=pytest.mark.slow)])
def test_a_hidden_sheet_is_named_and_not_gone_to(tag: str, app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    press("validate", book)
    name = DASHBOARD if tag == "dashboard" else "Audit"
    book.sheets["Leads"].activate()
    book.sheets[name].visible = False
    assert press(tag, book) == TOLD
    assert told(app) == (
        f"The sheet {name} is hidden. Right-click a sheet's tab, choose Unhide, then choose the button again."
    )


@pytest.mark.slow
def test_days_in_a_workbook_that_counts_from_1904(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    book = opened(app, folder)
    day = book.api.NullDate
    day.Year, day.Month, day.Day = 1904, 1, 1
    book.api.NullDate = day
    before = whole(book, machine)
    assert press("judge", book) == DONE
    assert [row for row in rows_of(book, "History") if row[0]][-1][0] == datetime(2026, 7, 11)  # noqa: DTZ001
    assert press("undo", book) == DONE
    assert whole(book, machine) == before


@pytest.mark.slow
def test_a_name_with_odd_signs(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    path = folder / "Ünder 100% 学校 #1 [a] 'b'.xlsx"
    shutil.copy(shipped("sample-cluster", DIRTY), path)
    book = app.books.open(str(path))
    before = whole(book, machine)
    assert press("validate", book) == DONE
    assert [one.read_bytes() for one in (folder / "ECM backups").iterdir()] == [path.read_bytes()]
    assert press("undo", book) == DONE
    assert whole(book, machine) == before


# Nothing of the workbook or its folder decides what runs


@pytest.mark.slow
def test_a_settings_sheet_in_the_workbook_is_a_sheet_like_any_other(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    sheet = book.sheets.add("xlwings.conf")
    sheet["A1:B2"].value = [["Interpreter_Win", str(folder / "evil.exe")], ["PYTHONPATH", str(folder)]]
    (folder / "xlwings.conf").write_text(f'"INTERPRETER","{folder / "evil.exe"}"', encoding="utf-8")
    (folder / "ecm_xl.py").write_text("raise SystemExit('planted')", encoding="utf-8")
    assert press("validate", book) == DONE


def test_every_tag_has_a_label_and_a_command() -> None:
    assert list(ribbon.LABELS) == list(COMMANDS)
