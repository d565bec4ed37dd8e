"""Where Excel and LibreOffice look for what is added to them. Nothing here touches a disk, except to find LibreOffice.

Windows: an add-in in the user's add-in folder is loaded if Excel's list of add-ins names it (`open_list`). Mac: Excel
opens whatever lies in its start-up folder, and runs scripts only from its own script folder (AppleScriptTask), because
it may not start programs by itself. A script in plain text (.applescript) runs there as a compiled one does: xlwings
installs its own so. It has not been tried here, for want of a Mac; the README's list of things to try by hand has it.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import ecm_xl
from ecm_xl.backends.places import MAC, WINDOWS, Machine, data_folder

ADDIN, SCRIPT, RIBBON = "ecm.xlam", "ecm_xl.applescript", "customUI14.xml"
_PACKAGE = Path(ecm_xl.__file__).resolve().parent
_MAC_OFFICE = Path("Library/Group Containers/UBF8T346G9.Office/User Content.localized")


def shipped_addin(name: str) -> Path:
    """A file of the add-in that came with the program: in the package, else in the repository.

    Raises FileNotFoundError.
    """
    for folder in (_PACKAGE / "shipped" / "addin", _PACKAGE.parent / "macros"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(errno.ENOENT, "This should have come with the program; install it again", name)


# Excel


def addin_file(machine: Machine) -> Path:
    """Where the add-in belongs on a Windows computer or a Mac."""
    return _excel_folders(machine)[0] / ADDIN


def other_addin_files(machine: Machine) -> list[Path]:
    """Where else Excel would load a file of that name from by itself, or offer it: a second one there is one too
    many."""
    return [folder / ADDIN for folder in _excel_folders(machine)[1:]]


def script_file(machine: Machine) -> Path:
    """Where the Mac's Excel looks for the script that starts our program."""
    return machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel" / SCRIPT


def _excel_folders(machine: Machine) -> tuple[Path, ...]:
    """The folder of the add-in, then the others."""
    if machine.system == MAC:
        office = machine.home / _MAC_OFFICE
        return office / "Startup.localized" / "Excel", office / "Add-Ins.localized"
    microsoft = data_folder(machine).parent / "Microsoft"  # beside our own folder: %APPDATA%
    return microsoft / "AddIns", microsoft / "Excel" / "XLSTART"


# LibreOffice


def office_program_folder(machine: Machine) -> Path | None:
    """The folder of LibreOffice's own programs, None where LibreOffice is not found."""
    for folder in _office_folders(machine):
        if any((folder / name).exists() for name in ("unopkg", "unopkg.com", "unopkg.exe")):
            return folder
    return None


def _office_folders(machine: Machine) -> Iterator[Path]:
    """Where LibreOffice is usually installed."""
    if machine.system == WINDOWS:
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"):
            if said := machine.environ.get(variable):
                yield Path(said) / "LibreOffice" / "program"
    elif machine.system == MAC:
        for folder in (Path("/Applications"), machine.home / "Applications"):
            yield folder / "LibreOffice.app" / "Contents" / "MacOS"
    else:
        # What the PATH has may be a link, or a script of two lines that starts the real one.
        found = shutil.which("soffice", path=machine.environ.get("PATH", ""))
        if found:
            yield Path(found).resolve().parent
        yield from (Path("/usr/lib/libreoffice/program"), Path("/usr/lib64/libreoffice/program"))
        yield from sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)
