"""The toolbar in LibreOffice as far as no LibreOffice is needed: what unopkg is asked, what is made of its answers."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ecm_xl import __version__
from ecm_xl.backends.addin.office import (
    CLOSE_OFFICE,
    GET_PYTHON,
    NO_OFFICE,
    NO_PYTHON,
    NOT_AS_ROOT,
    Office,
    python_of_office,
)
from ecm_xl.backends.addin.programs import Ran, Run
from ecm_xl.backends.addin.settings import Settings, read_settings
from ecm_xl.backends.places import LINUX, Machine, settings_file
from ecm_xl.workbook.buttons import Look, NotInstalled, Removed
from ecm_xl.workflows.addin import doctor, install, uninstall
from tests.buttons import RIBBON, answering

INSTALL = "Run: ecm-xl addin install --libreoffice"
THERE = Ran(0, f"Identifier: ecm_xl.toolbar\n  Version: {__version__}\n  URL: x\n")
NOT_THERE = Ran(1, "", "ERROR: There is no such extension deployed: ecm_xl.toolbar\n\nERROR: unopkg failed.\n")
LOCKED = Ran(1, "", "warning: dconf\nERROR: unopkg cannot be started. It runs already.\n\nERROR: unopkg failed.\n")

Make = Callable[..., Office]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program folder of a LibreOffice that uses Python 3.11."""
    folder = tmp_path / "office" / "program"
    folder.mkdir(parents=True)
    for name in ("soffice", "unopkg", "pythonscript.py"):
        (folder / name).touch(0o755)
    (folder / "libpyuno.so").write_bytes(b"\x7fELF\0libpython3.11.so.1.0\0")
    return folder


@pytest.fixture
def machine(tmp_path: Path, program: Path) -> Machine:
    return Machine(LINUX, tmp_path / "Zoë's home", {"PATH": str(program)})


@pytest.fixture
def python(tmp_path: Path) -> Settings:
    path = tmp_path / "python"
    path.touch(0o755)
    (tmp_path / "packages").mkdir()
    return Settings(str(path), (str(tmp_path / "packages"),))


@pytest.fixture
def office(machine: Machine, python: Settings, tmp_path: Path) -> Make:
    ribbon = tmp_path / "customUI14.xml"
    ribbon.write_bytes(RIBBON)

    def make(run: Run, *, is_root: bool = False, version: tuple[int, int] = (3, 11)) -> Office:
        return Office(machine, python, run, is_root=is_root, shipped=lambda _: ribbon, version=version)

    return make


def to_mend(office: Office) -> list[Look]:
    return [look for look in doctor(office) if not look.fine]


# Installing


def test_unopkg_is_given_the_extension_and_the_settings_say_where_the_packages_are(
    office: Make, machine: Machine, python: Settings, program: Path
) -> None:
    asked: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> Ran:
        asked.append(command)
        assert zipfile.is_zipfile(command[-1])
        return Ran(0)

    assert install(office(run)) == [
        f"Installed: the toolbar 'ECM Standards', version {__version__}.",
        f"It works with the packages of {python.python} (noted in {settings_file(machine)}).",
        "Close LibreOffice if it is open, and open a workbook in it: the toolbar 'ECM Standards' is there.",
    ]
    ((*words, file),) = asked
    assert words == [str(program / "unopkg"), "add", "--force"]
    assert Path(file).name == "ecm_standards.oxt"
    assert not Path(file).exists(), "it was for unopkg alone"
    assert read_settings(machine) == Settings(python.python, python.packages, frozenset({"libreoffice"}))


def test_what_unopkg_complains_of_is_said_and_nothing_noted(office: Make, machine: Machine) -> None:
    with pytest.raises(NotInstalled) as reason:
        install(office(answering(add=LOCKED)))
    assert str(reason.value) == (
        "LibreOffice did not take the toolbar. It said: ERROR: unopkg cannot be started. It runs already. "
        + CLOSE_OFFICE
    )
    assert read_settings(machine) is None


def test_root_is_told_plainly(office: Make) -> None:
    with pytest.raises(NotInstalled) as reason:
        install(office(answering(), is_root=True))
    assert str(reason.value) == NOT_AS_ROOT
    with pytest.raises(NotInstalled):
        uninstall(office(answering(), is_root=True))
    assert doctor(office(answering(), is_root=True))[0].do == NOT_AS_ROOT


@pytest.mark.parametrize(
    ("ours", "theirs", "mend"),
    [
        ("3.12", "3.11", f"Install ecm-xl with Python 3.11, then run there: {INSTALL.removeprefix('Run: ')}"),
        ("3.11", "3.9", "Use a newer LibreOffice, one that brings Python 3.11 or later."),
    ],
)
def test_a_libreoffice_with_another_python_is_an_obstacle_and_a_finding(
    office: Make, program: Path, ours: str, theirs: str, mend: str
) -> None:
    says = f"LibreOffice uses Python {theirs}, and ecm_xl is installed for Python {ours}."
    version = (3, int(ours.partition(".")[2]))
    install(office(answering(add=Ran(0))))
    (program / "libpyuno.so").write_bytes(b"\0libpython" + theirs.encode() + b".so.1.0\0")
    with pytest.raises(NotInstalled) as reason:
        install(office(answering(add=Ran(0)), version=version))
    assert str(reason.value) == f"{says} {mend}"
    assert to_mend(office(answering(python=version, list=THERE))) == [Look(says, mend)]


def test_a_libreoffice_without_its_package_for_python_is_an_obstacle_and_a_finding(office: Make, program: Path) -> None:
    install(office(answering(add=Ran(0))))
    (program / "pythonscript.py").unlink()
    with pytest.raises(NotInstalled) as reason:
        install(office(answering()))
    assert str(reason.value) == f"{NO_PYTHON} {GET_PYTHON}"
    assert to_mend(office(answering(list=THERE))) == [Look(NO_PYTHON, GET_PYTHON)]


def test_no_libreoffice_is_said(
    machine: Machine, python: Settings, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecm_xl.backends.addin.office.office_program_folder", lambda _: None)
    without = Office(machine, python, answering(), is_root=False)
    with pytest.raises(NotInstalled) as reason:
        install(without)
    assert str(reason.value) == NO_OFFICE
    assert doctor(without)[0].says == "LibreOffice was not found."


# Taking away


def test_uninstall_asks_unopkg_and_forgets_the_settings(office: Make, machine: Machine) -> None:
    install(office(answering(add=Ran(0))))
    assert uninstall(office(answering(remove=Ran(0)))) == Removed(
        ("Removed: the toolbar 'ECM Standards'.", f"Removed from the settings: {settings_file(machine)}")
    )
    assert uninstall(office(answering(remove=NOT_THERE))) == Removed(())


def test_where_unopkg_can_not_remove_it_nothing_is_forgotten(office: Make, machine: Machine) -> None:
    install(office(answering(add=Ran(0))))
    with pytest.raises(NotInstalled, match="LibreOffice did not remove the toolbar"):
        uninstall(office(answering(remove=LOCKED)))
    assert read_settings(machine) is not None


# Looking


@pytest.fixture
def installed(office: Make) -> None:
    install(office(answering(add=Ran(0))))


@pytest.mark.usefixtures("installed")
def test_doctor_finds_nothing_where_all_is_installed(office: Make, python: Settings) -> None:
    assert doctor(office(answering(list=THERE))) == [
        Look(f"LibreOffice has the toolbar, version {__version__}."),
        Look("LibreOffice can run Python."),
        Look(f"The buttons start {python.python}, which has ecm_xl {__version__}."),
        Look("LibreOffice and the packages use the same Python, 3.11."),
    ]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("answer", "says", "mend"),
    [
        (NOT_THERE, "LibreOffice does not have the toolbar.", INSTALL),
        (
            Ran(0, "Identifier: ecm_xl.toolbar\n  Version: 0.0.9\n"),
            f"LibreOffice has the toolbar of version 0.0.9, and this is ecm_xl {__version__}.",
            INSTALL,
        ),
        (
            LOCKED,
            "LibreOffice did not say whether it has the toolbar. It said: "
            "ERROR: unopkg cannot be started. It runs already.",
            CLOSE_OFFICE,
        ),
        (
            Ran(None, errors="Permission denied"),
            "LibreOffice did not say whether it has the toolbar. It said: Permission denied",
            CLOSE_OFFICE,
        ),
    ],
)
def test_doctor_asks_for_the_toolbar(office: Make, answer: Ran, says: str, mend: str) -> None:
    assert to_mend(office(answering(list=answer))) == [Look(says, mend)]


@pytest.mark.usefixtures("installed")
def test_doctor_finds_that_a_folder_of_packages_has_gone(office: Make, python: Settings) -> None:
    Path(python.packages[0]).rmdir()
    says = f"A folder of packages in the settings is not there: {python.packages[0]}."
    assert to_mend(office(answering(list=THERE))) == [Look(says, INSTALL)]


def test_doctor_finds_settings_that_were_made_for_excel_by_an_earlier_program(
    office: Make, machine: Machine, python: Settings
) -> None:
    settings_file(machine).parent.mkdir(parents=True)
    settings_file(machine).write_text(f"python={python.python}\n", encoding="utf-8")
    says = "The settings do not say where the packages lie."
    assert to_mend(office(answering(list=THERE))) == [Look(says, INSTALL)]


@pytest.mark.usefixtures("installed")
def test_doctor_says_where_a_version_can_not_be_told(office: Make, program: Path) -> None:
    (program / "libpyuno.so").write_bytes(b"nothing said")
    (look,) = to_mend(office(answering(list=THERE)))
    assert look.says == f"It could not be told which Python LibreOffice uses ({program})."
    assert look.do == "Choose a button of the toolbar: it says so if it can't start."


@pytest.mark.parametrize(
    ("there", "version"),
    [
        ("program/python-core-3.11.9", (3, 11)),
        ("Frameworks/LibreOfficePython.framework/Versions/3.12", (3, 12)),
        ("Frameworks/LibreOfficePython.framework/Versions/Current", None),
        ("program/python-core-old", None),
    ],
)
def test_libreoffices_python_is_told_from_what_lies_there(
    tmp_path: Path, there: str, version: tuple[int, int] | None
) -> None:
    (tmp_path / "program").mkdir()
    (tmp_path / there).mkdir(parents=True)
    assert python_of_office(tmp_path / "program") == version
