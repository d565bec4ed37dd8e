"""`ecm-xl addin`: what it says and how it ends, on made-up computers."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ecm_xl import __version__
from ecm_xl.backends.addin import folders, programs
from ecm_xl.backends.addin.folders import addin_file, script_file
from ecm_xl.backends.addin.settings import this_python
from ecm_xl.backends.places import LINUX, MAC, WINDOWS, Machine, settings_file
from ecm_xl.cli import addin as cli
from tests.buttons import RIBBON, SCRIPT, SOMEBODY_ELSES, MadeUpRegistry, addin, answering, tree

On = Callable[[str], Machine]


@pytest.fixture
def on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> On:
    """`on("Darwin")`: a computer with a home in the folder, and a package that carries an add-in."""
    carried = tmp_path / "package" / "shipped" / "addin"
    carried.mkdir(parents=True)
    for name, data in (("ecm.xlam", addin()), ("ecm_xl.applescript", SCRIPT), ("customUI14.xml", RIBBON)):
        (carried / name).write_bytes(data)
    monkeypatch.setattr(folders, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(programs, "run", answering())
    registry = MadeUpRegistry()
    monkeypatch.setattr("ecm_xl.backends.addin.registry.WindowsRegistry", lambda: registry)

    def pretend(system: str) -> Machine:
        machine = Machine(system, tmp_path / "home", {})
        monkeypatch.setattr(cli, "this_machine", lambda: machine)
        return machine

    return pretend


def test_install_doctor_and_uninstall_on_a_mac(run: Callable[..., Result], on: On) -> None:
    machine = on(MAC)
    done = run("addin", "install")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"Installed: {addin_file(machine)}",
        f"Installed: {script_file(machine)}",
        f"The buttons start {this_python().python} (noted in {settings_file(machine)}).",
        "Close Excel if it is open, and start it again: the tab 'ECM Standards' is there.",
    ]
    looked = run("addin", "doctor")
    assert (looked.exit_code, looked.stderr) == (0, "")
    assert looked.stdout.splitlines() == [
        f"Fine  The buttons start {this_python().python}, which has ecm_xl {__version__}.",
        f"Fine  The add-in is in its place: {addin_file(machine)}.",
        f"Fine  The script that starts the program is in its place: {script_file(machine)}.",
    ]
    gone = run("addin", "uninstall")
    assert (gone.exit_code, gone.stdout.splitlines()) == (
        0,
        [
            f"Removed: {addin_file(machine)}",
            f"Removed: {script_file(machine)}",
            f"Removed from the settings: {settings_file(machine)}",
        ],
    )
    assert tree(machine.home) == {}
    assert run("addin", "uninstall").stdout == "Nothing of ours was there.\n"


def test_windows_has_a_registry_and_a_mac_has_none(run: Callable[..., Result], on: On) -> None:
    on(WINDOWS)
    assert "Excel opens the add-in from now on." in run("addin", "install").stdout
    assert run("addin", "doctor").exit_code == 0


def test_doctor_ends_with_1_where_something_is_to_be_done(run: Callable[..., Result], on: On) -> None:
    machine = on(MAC)
    run("addin", "install")
    script_file(machine).unlink()
    done = run("addin", "doctor")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1] == (
        f"Look  The script that starts the program is not there: {script_file(machine)}. Run: ecm-xl addin install"
    )


def test_somebody_elses_file_stops_an_install_and_is_left_by_an_uninstall(run: Callable[..., Result], on: On) -> None:
    machine = on(MAC)
    addin_file(machine).parent.mkdir(parents=True)
    addin_file(machine).write_bytes(SOMEBODY_ELSES)
    before = tree(machine.home)
    done = run("addin", "install")
    assert (done.exit_code, done.stdout, tree(machine.home)) == (2, "", before)
    assert done.stderr.splitlines()[-1] == (
        f"Error: {addin_file(machine)} is somebody else's file: rename or move it, then install again. "
        "Nothing was installed."
    )
    gone = run("addin", "uninstall")
    assert (gone.exit_code, tree(machine.home)) == (1, before)
    assert gone.stdout == f"{addin_file(machine)} is somebody else's file and was left as it is.\n"


def test_linux_is_told_of_libreoffice(run: Callable[..., Result], on: On) -> None:
    on(LINUX)
    said = "Error: Excel does not run on this system. The same buttons work in LibreOffice: add --libreoffice."
    install, uninstall = run("addin", "install"), run("addin", "uninstall")
    assert (install.exit_code, install.stderr.splitlines()[-1]) == (2, f"{said} Nothing was installed.")
    assert (uninstall.exit_code, uninstall.stderr.splitlines()[-1]) == (2, f"{said} Nothing was removed.")


def test_on_linux_doctor_looks_at_libreoffice_by_itself(
    run: Callable[..., Result], on: On, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(LINUX)
    monkeypatch.setattr("ecm_xl.backends.addin.office.office_program_folder", lambda _: None)
    done = run("addin", "doctor")
    assert done.exit_code == 1
    assert done.stdout.startswith("Look  LibreOffice was not found. ")
    assert done.stdout == run("addin", "doctor", "--libreoffice").stdout


def test_a_file_that_can_not_be_written_is_said_plainly(
    run: Callable[..., Result], on: On, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = on(MAC)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(addin_file(machine)))

    monkeypatch.setattr("ecm_xl.backends.addin.excel.put_file", refuse)
    done = run("addin", "install")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == (
        f"Error: {addin_file(machine)}: Permission denied. Close Excel and LibreOffice, then try again."
    )


def test_a_missing_part_of_the_program_is_said_plainly(run: Callable[..., Result], on: On, tmp_path: Path) -> None:
    on(MAC)
    (tmp_path / "package" / "shipped" / "addin" / "ecm.xlam").unlink()
    done = run("addin", "install")
    assert done.exit_code == 2
    said = "Error: ecm.xlam: This should have come with the program; install it again."
    assert done.stderr.splitlines()[-1] == said
