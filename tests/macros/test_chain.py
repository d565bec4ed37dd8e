"""The whole chain on one open workbook: a button's VBA → the launcher → the command line → the command → the sheet.

Everything runs in one LibreOffice. Only the start of a process has a stand-in: it keeps the command line, which is then
split as Windows splits it and handed to the program's own entry.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from ecm_xl import ribbon
from ecm_xl.backends.libreoffice.program import load_uno
from ecm_xl.backends.places import LINUX, Machine
from ecm_xl.backends.store import shipped
from ecm_xl.ribbon import DONE
from macros.build import BUILT
from tests.macros.office import Office
from tests.office import running_office, tidy

pytestmark = pytest.mark.libreoffice

SAMPLE = "Larkrise Special School.xlsx"
PYTHON = r"C:\Program Files\Python 3.11\pythonw.exe"
NAMES = ["Larkrise.xlsx", "\u00c9cole Sainte-Th\u00e9r\u00e8se \u2013 \u00e9t\u00e9 2026.xlsx"]
STAND_IN = """
Public Function EcmOnMac() As Boolean
    EcmOnMac = False
End Function
Public Function EcmProcessId() As Long
    EcmProcessId = {pid}
End Function
Public Function EcmSettings() As String
    EcmSettings = "python={python}"
End Function
Public Function EcmRunAndWait(ByVal commandLine As String) As Long
    ThisWorkbook.Worksheets(1).Cells(1, 1).Value = commandLine
    EcmRunAndWait = 0
End Function
Public Function EcmStartOnMac(ByVal given As String) As Long
    EcmStartOnMac = 3
End Function
Public Sub EcmTell(ByVal words As String)
    ThisWorkbook.Worksheets(1).Cells(2, 1).Value = words
End Sub
Public Sub EcmShow(ByVal words As String)
End Sub
Public Sub EcmClear(ByVal words As String)
End Sub
"""

Press = Callable[[str], int]


@pytest.fixture(scope="module")
def app() -> Iterator[xw.App]:
    with running_office() as started:
        yield started


@pytest.fixture
def press(app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """Presses a button of the add-in, and does what the command line says: its exit code. The workbook in front is the
    one that was opened last (without windows, LibreOffice's Basic knows of no other way to the front)."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(ribbon, "this_machine", lambda: Machine(LINUX, home, {}))
    copy = tmp_path / "ecm.xlam"
    shutil.copy(BUILT, copy)
    office = Office(load_uno(), app.impl._context)
    with office.opened(copy) as add_in:
        add_in.replace("EcmSystem", STAND_IN.format(pid=app.pid, python=PYTHON))

        def pressed(tag: str) -> int:
            add_in.press(tag)
            (line,) = add_in.column()
            python, *words = split(line)
            assert (python, words[:4]) == (PYTHON, ["-P", "-E", "-m", "ecm_xl.ribbon"])
            return ribbon.main(words[4:])

        yield pressed
    tidy(app)


def split(line: str) -> list[str]:
    """The words of a command line in which quotation marks only stand around whole words."""
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', line)]


def opened(app: xw.App, folder: Path, name: str) -> xw.Book:
    path = folder / name
    shutil.copy(shipped("sample-cluster", SAMPLE), path)
    return app.books.open(str(path))


def rows(book: xw.Book, table: str) -> list[list[Any]]:
    found: list[list[Any]] = book.sheets[table].tables[table].range.options(ndim=2, empty="").value
    return [row for row in found[1:] if any(row)]


@pytest.mark.slow
@pytest.mark.parametrize("name", [NAMES[1], NAMES[0]])
def test_validate_next_problem_and_roll_up_reach_the_open_sheet(
    app: xw.App, press: Press, tmp_path: Path, name: str
) -> None:
    other, book = opened(app, tmp_path, "Another.xlsx"), opened(app, tmp_path, name)
    been, untouched = rows(book, "History"), rows(other, "Findings")

    assert press("validate") == DONE
    assert ("Audit", "J139") in [(row[1], row[2]) for row in rows(book, "Findings")]
    assert rows(other, "Findings") == untouched, "only the workbook in front is meant"

    assert press("next_problem") == DONE
    assert app.selection is not None
    assert (app.selection.sheet.name, app.selection.address) == ("Audit", "$J$139")

    assert press("judge") == DONE
    assert len(rows(book, "History")) > len(been)
    assert len(rows(other, "History")) == len(been)


@pytest.mark.slow
def test_settings_in_the_workbook_and_beside_it_have_no_say(app: xw.App, press: Press, tmp_path: Path) -> None:
    """`press` looks at which Python is named; the program's own modules are the ones that run."""
    book, evil = opened(app, tmp_path, "Larkrise.xlsx"), str(tmp_path / "evil.exe")
    book.sheets.add("xlwings.conf")["A1:B3"].value = [["Interpreter_Win", evil], ["python", evil], ["PYTHONPATH", evil]]
    for name in ("addin.ini", "xlwings.conf"):
        (tmp_path / name).write_text(f"python={evil}\npackages={tmp_path}\n", encoding="utf-8")
    assert press("validate") == DONE
    assert ("Audit", "J139") in [(row[1], row[2]) for row in rows(book, "Findings")]


def test_a_line_is_split_as_windows_does() -> None:
    line = r'"C:\a b\python.exe" -m x --book "One  two.xlsx"'
    assert split(line) == [r"C:\a b\python.exe", "-m", "x", "--book", "One  two.xlsx"]
