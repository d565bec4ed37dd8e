"""The chain from a button to the command line that starts the program, run by LibreOffice from the built add-in.

Only `EcmSystem`, which asks the computer for things, has a stand-in: it notes what it is told to do in column A.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from macros.build import BUILT, modules
from tests.macros.office import Office, running

pytestmark = pytest.mark.libreoffice

PYTHON = r"C:\Program Files\Python 3.11\pythonw.exe"
PID = 4711
WORKING = "ECM Standards is working. Please wait."
FINISH_TYPING = "Finish typing in the cell (Enter or Esc), then choose the button again."
NOT_STARTED = "The ECM program could not be started. To see why, run this in a command window: ecm-xl addin doctor"
BAD_NAME = (
    "The name of this workbook has a character that can't be passed on safely. "
    "Save it under a name of letters, digits, spaces and hyphens, then choose the button again."
)
STAND_IN = """
Public Function EcmOnMac() As Boolean
    EcmOnMac = {mac}
End Function
Public Function EcmProcessId() As Long
    EcmProcessId = 4711
End Function
Public Function EcmSettings() As String
    {settings}
End Function
Public Function EcmRunAndWait(ByVal commandLine As String) As Long
    Note "run: " & commandLine
    {ends}
End Function
Public Function EcmStartOnMac(ByVal given As String) As Long
    Note "mac: " & given
    EcmStartOnMac = 0
End Function
Public Sub EcmTell(ByVal words As String)
    Note "tell: " & words
End Sub
Public Sub EcmShow(ByVal words As String)
    Note "show: " & words
End Sub
Public Sub EcmClear(ByVal words As String)
    Note "clear: " & words
End Sub
Private Sub Note(ByVal words As String)
    Dim sheet As Object, row As Long
    Set sheet = ThisComponent.Sheets.getByIndex(0)
    Do While sheet.getCellByPosition(0, row).getString() <> ""
        row = row + 1
    Loop
    sheet.getCellByPosition(0, row).setString(words)
End Sub
"""
NO_FILE = "Err.Raise 53"
Pressed = Callable[..., list[str]]


def basic(text: str) -> str:
    """A text as Basic writes it."""
    return '"' + text.replace('"', '""').replace("\r", '" & vbCr & "').replace("\n", '" & vbLf & "') + '"'


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("office")) as started:
        yield started


@pytest.fixture
def pressed(office: Office, tmp_path: Path) -> Pressed:
    """`pressed(name, tag, settings=, ends=, mac=)`: what was asked of the computer when a button was pressed in a
    workbook of that name."""

    def press(
        name: str,
        tag: str = "validate",
        *,
        settings: str | None = f"python={PYTHON}\r\n",
        ends: int | None = 0,
        mac: bool = False,
    ) -> list[str]:
        path = tmp_path / name
        shutil.copy(BUILT, path)
        stand_in = STAND_IN.format(
            mac=mac,
            settings=NO_FILE if settings is None else f"EcmSettings = {basic(settings)}",
            ends=NO_FILE if ends is None else f"EcmRunAndWait = {ends}",
        )
        with office.opened(path) as add_in:
            add_in.replace("EcmSystem", stand_in)
            add_in.press(tag)
            return add_in.column()

    return press


def started(name: str, tag: str = "validate") -> list[str]:
    """What is asked of the computer where all goes well."""
    line = f'"{PYTHON}" -P -E -m ecm_xl.ribbon {tag} --pid {PID} --book "{name}"'
    return [f"show: {WORKING} {name}", f"run: {line}", f"clear: {WORKING} {name}"]


def test_the_stand_in_has_every_procedure_of_the_module_whose_place_it_takes() -> None:
    def procedures(source: str) -> list[str]:
        return sorted(re.findall(r"^Public (?:Sub|Function) .*$", source.replace("\r", ""), re.MULTILINE))

    assert procedures(STAND_IN) == procedures(modules()["EcmSystem"])


def test_the_add_in_that_runs_is_the_one_that_is_built(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "ecm.xlam"
    shutil.copy(BUILT, path)
    with office.opened(path) as add_in:
        read = add_in.modules()
    assert set(read) == {*modules(), "ThisWorkbook", "Sheet1"}
    for name, source in modules().items():
        code = source.replace("\r\n", "\n").partition("\n")[2].strip()
        assert code in read[name].replace("\r\n", "\n"), name


TAGS = ["new", "add_form:target-groups", "validate", "next_problem", "judge", "dashboard", "carry_on", "undo", "help"]


@pytest.mark.parametrize("tag", TAGS)
def test_each_button_starts_its_command(pressed: Pressed, tag: str) -> None:
    assert pressed("Audit.xlsm", tag) == started("Audit.xlsm", tag)


@pytest.mark.parametrize(
    "name",
    [
        "Harbour View.xlsm",
        "St Mary's & St John's (C of E), 2026-27.xlsm",
        "R\u00e9ception \u2013 \u00e9t\u00e9.xlsm",
        "\u0130lk \u0627\u0644\u0645\u0644\u0641 \u4e2d\u6587 \U0001f600.xlsm",
        "100% done.xlsm",
        "; calc.exe & ^| $(x) `y` !z!.xlsm",
        "--pid 1.xlsm",
    ],
)
def test_a_name_arrives_as_one_quoted_argument(pressed: Pressed, name: str) -> None:
    assert pressed(name) == started(name)


@pytest.mark.parametrize(
    "name",
    [
        'Audit" --pid "1.xlsm',
        '".xlsm',
        "Audit\nnext line.xlsm",
        "Audit\rnext line.xlsm",
        "Audit\ttab.xlsm",
        "Audit\x85next.xlsm",
        "Audit\u2028next.xlsm",
        "Audit %PATH%.xlsm",
        "50% of 20%.xlsm",
        "Audit.xlsm\\",
    ],
)
def test_a_name_that_cannot_be_quoted_is_refused_in_plain_words(pressed: Pressed, name: str) -> None:
    assert pressed(name) == [f"tell: {BAD_NAME}"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, None),
        (11, None),
        (12, FINISH_TYPING),
        (13, NOT_STARTED),
        (1, NOT_STARTED),
        (2, NOT_STARTED),
        (-1, NOT_STARTED),
        (9009, NOT_STARTED),
    ],
)
def test_what_is_said_of_each_exit_code(pressed: Pressed, code: int, words: str | None) -> None:
    assert pressed("Audit.xlsm", ends=code) == started("Audit.xlsm") + ([f"tell: {words}"] if words else [])


def test_a_program_that_does_not_start_is_told_and_the_status_bar_given_back(pressed: Pressed) -> None:
    assert pressed("Audit.xlsm", ends=None) == [*started("Audit.xlsm"), f"tell: {NOT_STARTED}"]


@pytest.mark.parametrize(
    "settings",
    [
        f"python={PYTHON}",
        f"python={PYTHON}\n",
        f"\r\nother=1\r\nPython= {PYTHON} \r\npython=C:\\second.exe\r\n",
    ],
)
def test_the_interpreter_is_the_one_in_the_settings(pressed: Pressed, settings: str) -> None:
    assert pressed("Audit.xlsm", settings=settings) == started("Audit.xlsm")


@pytest.mark.parametrize("python", ["C:\\Users\\Zo\u00eb\\python.exe", r"\\server\share\python.exe"])
def test_the_interpreter_may_lie_in_an_accented_folder_or_on_a_server(pressed: Pressed, python: str) -> None:
    (_, run, _) = pressed("Audit.xlsm", settings=f"python={python}\r\n")
    assert run.startswith(f'run: "{python}" -P -E -m ecm_xl.ribbon validate ')


@pytest.mark.parametrize(
    "settings",
    [
        None,
        "",
        "python=\r\n",
        "python=python.exe\r\n",
        "python=.\\python.exe\r\n",
        'python=C:\\a.exe" "b\r\n',
        "python=C:\\%TEMP%\\python.exe\r\n",
        "interpreter=C:\\python.exe\r\n",
    ],
)
def test_without_a_whole_path_in_the_settings_nothing_starts(pressed: Pressed, settings: str | None) -> None:
    said = pressed("Audit.xlsm", settings=settings)
    assert said == [f"show: {WORKING} Audit.xlsm", f"clear: {WORKING} Audit.xlsm", f"tell: {NOT_STARTED}"]


@pytest.mark.parametrize("name", ["Audit.xlsm", "50% of 20%.xlsm", "R\u00e9ception.xlsm"])
def test_a_mac_hands_three_lines_to_its_script(pressed: Pressed, name: str) -> None:
    (_, handed, _) = pressed(name, "judge", mac=True, settings=None)
    assert handed == f"mac: judge\n{PID}\n{name}"


def test_a_mac_too_refuses_a_name_with_a_line_end(pressed: Pressed) -> None:
    assert pressed("Audit\n1.xlsm", mac=True) == [f"tell: {BAD_NAME}"]
