"""The button "Add a form" on workbooks that are open in LibreOffice, and the other buttons where there are forms."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.libreoffice import refusing
from ecm_xl.backends.live import away
from ecm_xl.backends.places import Machine, data_folder
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.saving import put_back
from ecm_xl.backends.store import shipped
from ecm_xl.frameworks import forms
from ecm_xl.frameworks.loader import load_model
from ecm_xl.ribbon import BUSY, DONE, TOLD, Click, run
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot
from ecm_xl.workflows.examine import examine
from ecm_xl.workflows.write import write_findings, write_judgements
from tests import filling, reading
from tests.a_form import TALKS
from tests.libreoffice.test_ribbon import DIRTY, HALF, answers, at, never_saved, opened, rows_of, told, whole

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]

NOW = datetime(2026, 7, 10, 9, 30)  # noqa: DTZ001 - a person's own clock
ADDED = "Added: Shared values, on the sheet Values. What the workbook was before is in the folder ECM backups."
Press = Callable[..., int]


@pytest.fixture
def press(app: xw.App, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Press:
    """Presses a button in front of a workbook; `add` is the form that is chosen from the list of Add a form."""
    monkeypatch.setattr(away, "PAUSES", ())

    def pressed(tag: str, book: xw.Book | None = None, chosen: str = "") -> int:
        return run(tag, Click(app, book, machine, NOW, chosen))

    return pressed


def open_now(app: xw.App, path: Path) -> xw.Book:
    (found,) = [book for book in app.books if Path(book.fullname) == path]
    return found


def kept(folder: Path) -> list[bytes]:
    """The backups, the oldest first."""
    return [
        path.read_bytes() for path in sorted((folder / "ECM backups").glob("*"), key=lambda one: one.stat().st_mtime_ns)
    ]


def sheets(book: xw.Book) -> list[str]:
    return [sheet.name for sheet in book.sheets]


# What it does


def test_a_form_is_added_and_the_person_is_where_they_were(app: xw.App, press: Press, folder: Path) -> None:
    other, book = opened(app, folder, HALF), opened(app, folder)
    path, before, there = Path(book.fullname), Path(book.fullname).read_bytes(), sheets(book)
    other.sheets["Plan"]["C9"].value = "not saved"
    book.activate()
    book.sheets["Leads"].activate()
    book.sheets["Leads"]["C7:D8"].select()
    assert press("add_form", book, "values") == DONE
    assert app.status_bar == ADDED
    assert at(app) == ("Leads", "C7:D8")
    again = open_now(app, path)
    assert set(sheets(again)) - set(there) == {"Values"}
    assert sheets(again).index("Values") == there.index("Findings"), "where it stands in a new workbook"
    assert "values" in [form.form for form in examine(read_snapshot, path, NOW.date()).forms]
    assert kept(folder) == [before]
    assert other.sheets["Plan"]["C9"].value == "not saved"
    assert Path(other.fullname).read_bytes() == shipped("sample-cluster", HALF).read_bytes()


def test_what_was_typed_and_not_saved_is_in_the_file_too(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    path, before = Path(book.fullname), Path(book.fullname).read_bytes()
    book.sheets["Leads"]["C7"].value = "Ms Okoro\nand others"
    book.sheets.add("Mine")["A1:C1"].value = ["'007", 1.5, datetime(2026, 3, 1)]  # noqa: DTZ001
    said = answers(whole(book, machine))
    assert press("add_form", book, "values") == DONE
    again = open_now(app, path)
    assert again.sheets["Leads"]["C7"].value == "Ms Okoro\nand others"
    assert again.sheets["Mine"]["A1:C1"].value == ["007", 1.5, datetime(2026, 3, 1)]  # noqa: DTZ001
    assert "Mine" in [sheet.name for sheet in read_snapshot(path).sheets]
    assert answers(whole(again, machine)) == said
    assert kept(folder)[0] == before, "what the file held before it was saved is kept as well"
    assert len(kept(folder)) == 2


def test_a_form_that_is_there_and_up_to_date_changes_nothing(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    path = Path(book.fullname)
    press("add_form", book, "values")
    before, document = path.read_bytes(), open_now(app, path).api
    assert press("add_form", open_now(app, path), "values") == DONE
    assert app.status_bar == "Shared values: up to date."
    assert path.read_bytes() == before
    assert open_now(app, path).api == document, "there was no need to close it"


def test_a_form_that_is_there_gets_the_rows_that_it_lacks(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    path = Path(book.fullname)
    for form in ("profile", "partnerships"):
        assert press("add_form", open_now(app, path), form) == DONE
    respondents = open_now(app, path).sheets["Profile"].tables["Profile_Respondents"].range
    respondents[1, 1].value = "SENCO"
    partners = open_now(app, path).sheets["Partnerships"].tables["Partnerships"].range
    assert partners[0, 1].value == "Partnership"
    partners[1, 1].value = "School nursing"
    assert press("add_form", open_now(app, path), "profile") == DONE
    assert str(app.status_bar).startswith("Profile of working with partners: 7 rows added.")
    rows = rows_in(open_now(app, path), "Profile", "Profile")
    assert sum(row[0].startswith("P01.R1.") for row in rows) == 7


def rows_in(book: xw.Book, sheet: str, table: str) -> list[list[Any]]:
    found: list[list[Any]] = book.sheets[sheet].tables[table].range.options(ndim=2, empty="").value
    return found[1:]


# What it leaves alone


@pytest.mark.parametrize("chosen", ["", "no-such-form", "Values"])
def test_without_a_choice_it_says_where_to_choose(app: xw.App, press: Press, folder: Path, chosen: str) -> None:
    book = opened(app, folder)
    assert press("add_form", book, chosen) == TOLD
    assert told(app) == "Choose a form from the list of the button Add a form."
    assert not (folder / "ECM backups").exists()


def test_a_workbook_that_was_never_saved(app: xw.App, press: Press, machine: Machine) -> None:
    book = never_saved(app)
    before = whole(book, machine)
    assert press("add_form", book, "values") == TOLD
    assert told(app) == f"{away.NEVER_SAVED}."
    assert whole(book, machine) == before
    assert not (data_folder(machine) / "ECM backups").exists()


def test_a_workbook_that_is_open_only_to_be_read(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    path = folder / DIRTY
    shutil.copy(shipped("sample-cluster", DIRTY), path)
    book = app.books.open(str(path), read_only=True)
    before = whole(book, machine)
    assert press("add_form", book, "values") == TOLD
    assert told(app) == f"{away.NOT_SAVED.format(name=DIRTY)}."
    assert whole(open_now(app, path), machine) == before
    assert path.read_bytes() == shipped("sample-cluster", DIRTY).read_bytes()


def test_a_workbook_with_macros_is_not_opened_again(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    path = folder / "with macros.xlsm"
    book.save(path)
    before = path.read_bytes()
    assert press("add_form", open_now(app, path), "values") == TOLD
    assert told(app) == f"{away.OTHER_KIND.format(name=path.name)}."
    assert path.read_bytes() == before


def test_a_file_that_somebody_else_changed_meanwhile(app: xw.App, press: Press, folder: Path, machine: Machine) -> None:
    book = opened(app, folder)
    path, before = Path(book.fullname), whole(book, machine)
    shutil.copy(shipped("sample-cluster", HALF), path)
    assert press("add_form", book, "values") == TOLD
    assert told(app) == f"{away.NOT_AS_OPEN.format(name=DIRTY)}."
    assert whole(open_now(app, path), machine) == before
    assert path.read_bytes() == shipped("sample-cluster", HALF).read_bytes()


def test_one_that_somebody_else_changed_is_kept_where_ours_takes_its_place(
    app: xw.App, press: Press, folder: Path
) -> None:
    book = opened(app, folder)
    shutil.copy(shipped("sample-cluster", HALF), Path(book.fullname))
    book.sheets["Leads"]["C7"].value = "Ms Okoro"
    assert press("add_form", book, "values") == DONE
    assert shipped("sample-cluster", HALF).read_bytes() in kept(folder)


def test_a_form_that_is_refused_leaves_the_workbook_open_as_it_was(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    book = opened(app, folder)
    book.sheets["Leads"].activate()
    book.sheets["Leads"]["C7"].select()
    book.names.add("Values_Missing", "=Audit!$A$1")
    path, before, document = Path(book.fullname), whole(book, machine), book.api
    assert press("add_form", book, "values") == TOLD
    assert told(app).startswith("The workbook already has a table or a name called Values_Missing,"), told(app)
    assert open_now(app, path).api == document, "it was not even closed"
    assert (whole(book, machine), at(app)) == (before, ("Leads", "C7"))


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("in the middle")])
def test_a_failure_in_the_middle_leaves_the_workbook_open_as_it_was_saved(
    error: Exception, app: xw.App, press: Press, folder: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(app, folder)
    book.sheets["Leads"].activate()
    book.sheets["Leads"]["C7"].value = "Ms Okoro"
    book.sheets["Leads"]["C7"].select()
    path, before = Path(book.fullname), whole(book, machine)
    seen = []

    def fails(*_: object) -> None:
        seen.append(len(app.books))
        raise error

    monkeypatch.setattr(Disk, "save_change", fails)
    assert press("add_form", book, "values") == TOLD
    assert seen == [0], "it was closed"
    assert told(app).startswith(
        f"{path} could not be written (No space left on device)." if isinstance(error, OSError) else "Something went"
    )
    assert typed(whole(open_now(app, path), machine)) == typed(before)
    assert at(app) == ("Leads", "C7")
    assert press("undo", open_now(app, path)) == TOLD
    assert told(app).startswith("There is nothing to undo.")


def typed(snapshot: Snapshot) -> object:
    return answers(snapshot), [sheet.name for sheet in snapshot.sheets]


def test_where_the_file_is_open_elsewhere_the_form_is_saved_beside_it(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    path, before = Path(book.fullname), Path(book.fullname).read_bytes()
    (folder / f"~${DIRTY}").touch()
    assert press("add_form", book, "values") == TOLD
    (beside,) = folder.glob("*(ECM *")
    assert told(app).endswith(f"So {DIRTY} is as it was. With the form it is saved as {beside.name}.")
    assert "values" in [form.form for form in examine(read_snapshot, beside, NOW.date()).forms]
    assert path.read_bytes() == before
    assert "Values" not in sheets(open_now(app, path))


def test_a_program_that_refuses_calls_in_the_middle_loses_no_word(
    app: xw.App, press: Press, folder: Path, machine: Machine
) -> None:
    """Whenever it begins to refuse: the workbook is open, or it lies in its file with every word."""
    book = opened(app, folder)
    path = Path(book.fullname)
    book.sheets["Leads"]["C7"].value = "Ms Okoro"
    book.save()
    saved, said = path.read_bytes(), answers(whole(book, machine))
    start = app.impl.gate.calls
    press("add_form", book, "values")
    calls, codes = app.impl.gate.calls - start, set()
    for number in [*range(0, calls, max(1, calls // 8)), *range(calls - 12, calls, 2)]:
        for one in app.books:
            one.close()
        path.write_bytes(saved)
        book = app.books.open(str(path))
        with refusing(app, after=number):
            codes.add(press("add_form", book, "values"))
        again = open_now(app, path) if len(app.books) else app.books.open(str(path))
        assert answers(whole(again, machine)) == said, number
    assert BUSY in codes


# Taking it back


def test_undo_says_that_it_does_not_take_a_form_back_and_goes_on_to_what_was_before(
    app: xw.App, press: Press, folder: Path
) -> None:
    book = opened(app, folder)
    path, findings = Path(book.fullname), rows_of(book, "Findings")
    press("validate", book)
    press("add_form", open_now(app, path), "values")
    assert press("undo", open_now(app, path)) == TOLD
    assert told(app) == (
        "Add a form is the last ECM action, and this button does not take it back: the workbook as it was before "
        "lies in the folder ECM backups beside it, and the command ecm-xl undo puts it back once the workbook is "
        "closed. Choose the button again to undo what was done before that."
    )
    assert "Values" in sheets(open_now(app, path))
    assert press("undo", open_now(app, path)) == DONE
    assert app.status_bar == "Validate of 2026-07-10 09:30:00 has been undone."
    assert rows_of(open_now(app, path), "Findings") == findings


def test_the_command_takes_it_back(app: xw.App, press: Press, folder: Path) -> None:
    book = opened(app, folder)
    path, before = Path(book.fullname), Path(book.fullname).read_bytes()
    press("add_form", book, "values")
    open_now(app, path).close()
    put_back(path, NOW)
    assert path.read_bytes() == before


# The other buttons where there are forms


FORMS = ("values", "profile", "phases")
"""One grid; a repeated grid with a register, results and charts; one that looks things up in a register elsewhere."""


@pytest.mark.parametrize("form", FORMS)
def test_every_button_does_to_the_open_workbook_what_the_command_does_to_its_file(
    form: str, app: xw.App, press: Press, folder: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.in_this_process(monkeypatch)
    path, other = folder / "open.xlsx", folder / "file.xlsx"
    filling.filled(path, form)
    shutil.copy(path, other)
    book = app.books.open(str(path))
    before, protected = whole(book, machine), [sheet.api.isProtected() for sheet in book.sheets]

    assert press("validate", book) == DONE
    write_findings(Disk(), other, NOW.date(), NOW)
    assert press("judge", book) == DONE
    assert write_judgements(Disk(), other, NOW.date(), NOW).notes == ()
    live, file = whole(book, machine), read_snapshot(other)
    assert live.tables == file.tables
    assert [shown(sheet) for sheet in live.sheets] == [shown(sheet) for sheet in file.sheets]
    assert answers(live) == answers(before)

    sheet = load_model(forms=[form]).forms[0].sheet
    listed = [(row[1], row[2]) for row in rows_of(book, "Findings")[1:] if row[2]]
    seen = []
    for _ in dict.fromkeys(listed):
        assert press("next_problem", book) == DONE
        seen.append(at(app))
    assert seen == list(dict.fromkeys(listed)), "each cell once"
    assert sheet in {there for there, _ in listed}
    formulas = book.sheets["Findings"].tables["Findings"].data_body_range
    assert formulas is not None
    assert [row[2] for row in formulas.formula][: len(listed)] == [
        f'=HYPERLINK("#{there}!{cell}","{cell}")' for there, cell in listed
    ]

    assert [press("undo", book), press("undo", book), press("undo", book)] == [DONE, DONE, TOLD]
    assert [shown(one) for one in whole(book, machine).sheets if one.name != "Working"] == [
        shown(one) for one in before.sheets if one.name != "Working"
    ]
    assert [one.api.isProtected() for one in book.sheets] == protected


def shown(sheet: SheetSnapshot) -> tuple[str, list[list[Any]]]:
    """A sheet's values, without what its formulas show while nothing has calculated them anew."""
    return sheet.name, [list(row) for row in sheet.rows]


def test_results_that_a_person_locked_are_left_and_that_is_said(
    app: xw.App, press: Press, folder: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.in_this_process(monkeypatch)
    path = folder / "open.xlsx"
    filling.filled(path, "phases")
    book = app.books.open(str(path))
    sheet = book.sheets["Phases"].api
    sheet.unprotect("")
    protection = sheet.CellProtection
    protection.IsLocked = True
    sheet.CellProtection = protection
    sheet.protect("secret")
    before = whole(book, machine)
    assert press("judge", book) == TOLD
    assert "Nothing was changed." in told(app)
    assert whole(book, machine) == before


def test_a_form_of_which_there_is_nothing_but_toml_works_in_an_open_workbook(
    app: xw.App, press: Press, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A grid for each row of a register, two scales, results by general functions (`tests.a_form`)."""
    reading.in_this_process(monkeypatch)
    (folder / "talks.toml").write_text(TALKS, encoding="utf-8")
    monkeypatch.setattr(forms, "FOLDERS", [*forms.FOLDERS, folder])
    monkeypatch.setitem(forms.FORMS, "talks", "Talks")
    book = opened(app, folder)
    path = Path(book.fullname)
    assert press("add_form", book, "talks") == DONE
    people = open_now(app, path).sheets["Talks"].tables["Talks_People"].range
    people[1, 1].value, people[2, 1].value = "Class teacher", "Nurse"
    assert press("add_form", open_now(app, path), "talks") == DONE
    sheet = open_now(app, path).sheets["Talks"]
    grid = sheet.tables["Talks"].range
    assert grid[1:5, 0].value == ["Q1.OPEN.1", "Q1.OPEN.2", "Q2.OPEN.1", "Q2.OPEN.2"]
    assert grid[1:5, 2].value == ["Class teacher", "Class teacher", "Nurse", "Nurse"]
    grid[1:5, 3:5].value = [["Warm", "Hard"], ["Cold", None], ["cool", "Esay"], ["Warm", "Fair"]]
    assert press("validate", open_now(app, path)) == DONE
    listed = [row for row in rows_of(open_now(app, path), "Findings") if row[1] == "Talks"]
    assert {row[6] for row in listed} == {"choice-unknown", "row-incomplete"}
    assert press("judge", open_now(app, path)) == DONE
    first = sheet.tables["Talks_First"].range.options(ndim=2, empty="").value[1:3]
    assert [row[0::2] for row in first] == [["Q1.OPEN.2", "Cold"], ["Q2.OPEN.1", "Cool"]]
    tally = sheet.tables["Talks_Tally"].range.options(ndim=2, empty="").value[1:3]
    assert [row[2:] for row in tally] == [[2, 0, 1, 1], [2, 1, 0, 1]]
