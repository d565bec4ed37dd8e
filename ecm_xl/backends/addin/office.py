"""The toolbar "ECM Standards" in LibreOffice Calc, for the current user of any system.

LibreOffice keeps a user's extensions itself: its own program `unopkg` puts them there. The buttons run in LibreOffice's
own Python, so the packages in the user's settings must be those of the same version of Python.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ecm_xl import __version__
from ecm_xl.backends.addin.folders import RIBBON, office_program_folder, shipped_addin
from ecm_xl.backends.addin.interpreter import probe, python_looks
from ecm_xl.backends.addin.programs import Ran, Run
from ecm_xl.backends.addin.settings import Settings, forget_settings, read_settings, unsafe, write_settings
from ecm_xl.backends.addin.toolbar import FILE, IDENTIFIER, extension
from ecm_xl.backends.places import Machine, settings_file
from ecm_xl.workbook.buttons import Look, NotInstalled, Removed

PROGRAM = "libreoffice"
INSTALL = "ecm-xl addin install --libreoffice"
OLDEST = (3, 11)
NO_OFFICE = "LibreOffice was not found. Install it from libreoffice.org or ask whoever looks after this computer."
NOT_AS_ROOT = (
    "LibreOffice adds nothing for the administrator (root). Run this as the person who works in LibreOffice, without "
    "sudo."
)
START_CALC = "Close LibreOffice if it is open, and open a workbook in it: the toolbar 'ECM Standards' is there."
NO_PYTHON = "This LibreOffice can't run programs written in Python."
GET_PYTHON = "Install the package libreoffice-script-provider-python, or ask whoever looks after this computer."
CLOSE_OFFICE = "Close LibreOffice and try again."
_TRY_A_BUTTON = "Choose a button of the toolbar: it says so if it can't start."
_ABOVE = "See to the Python named above first."
_NO_SUCH = "no such extension"
_VERSION = re.compile(r"^\s*Version:\s*(\S+)", re.MULTILINE)
_LIBRARY = re.compile(rb"libpython(\d+)\.(\d+)")
_CORE = re.compile(r"python-core-(\d+)\.(\d+)")


def is_administrator() -> bool:
    """True for root. Windows has no such user."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


class Office:
    """LibreOffice, as `workflows.addin.Buttons` asks for it.

    `python` is the Python whose packages the toolbar is to use, `version` its version; `profile` is the folder of a
    user's own LibreOffice settings, None for the usual one.
    """

    def __init__(
        self,
        machine: Machine,
        python: Settings,
        run: Run,
        *,
        is_root: bool,
        shipped: Callable[[str], Path] = shipped_addin,
        profile: Path | None = None,
        version: tuple[int, int] = sys.version_info[:2],
    ) -> None:
        self._machine, self._python, self._run, self._version = machine, python, run, version
        self._is_root, self._shipped, self._profile = is_root, shipped, profile
        self._folder = office_program_folder(machine)

    # Installing

    def obstacles(self) -> list[str]:
        """Why nothing can be installed here."""
        found = self._none_or_root()
        if self._folder and not runs_python(self._folder):
            found.append(f"{NO_PYTHON} {GET_PYTHON}")
        version = python_of_office(self._folder) if self._folder else None
        if version and version != self._version:
            found.append(" ".join(_mismatch(version, self._version)))
        if odd := unsafe([self._python.python, *self._python.packages]):
            found.append(f"The path of this Python has a character in it that can't be noted down: {odd!r}.")
        return found

    def put(self) -> list[str]:
        """Has LibreOffice add the toolbar, and notes where the program lies. Raises NotInstalled and OSError."""
        data = extension(self._shipped(RIBBON).read_bytes())
        with tempfile.TemporaryDirectory(prefix="ecm-xl-") as folder:
            file = Path(folder) / FILE  # its name is part of the buttons' addresses
            file.write_bytes(data)
            ran = self._unopkg("add", "--force", str(file))
        if ran.code != 0:
            raise NotInstalled(f"LibreOffice did not take the toolbar. It said: {_said(ran)} {CLOSE_OFFICE}")
        write_settings(self._machine, self._python, PROGRAM)
        noted = f"It works with the packages of {self._python.python} (noted in {settings_file(self._machine)})."
        return [f"Installed: the toolbar 'ECM Standards', version {__version__}.", noted, START_CALC]

    def take_away(self) -> Removed:
        """Has LibreOffice remove the toolbar. Raises NotInstalled and OSError."""
        if obstacles := self._none_or_root():
            raise NotInstalled(" ".join(obstacles))
        ran, gone = self._unopkg("remove", IDENTIFIER), []
        if ran.code == 0:
            gone.append("Removed: the toolbar 'ECM Standards'.")
        elif _NO_SUCH not in ran.errors.lower():
            raise NotInstalled(f"LibreOffice did not remove the toolbar. It said: {_said(ran)} {CLOSE_OFFICE}")
        if forget_settings(self._machine, PROGRAM):
            gone.append(f"Removed from the settings: {settings_file(self._machine)}")
        return Removed(tuple(gone))

    def _none_or_root(self) -> list[str]:
        return ([NOT_AS_ROOT] if self._is_root else []) + ([] if self._folder else [NO_OFFICE])

    def _unopkg(self, *words: str) -> Ran:
        """Starts LibreOffice's program for extensions."""
        folder = self._folder or Path()
        # On Windows the one that waits and says what it did ends in .com.
        names = [name for name in ("unopkg.com", "unopkg", "unopkg.exe") if (folder / name).exists()]
        profile = [f"-env:UserInstallation={self._profile.as_uri()}"] if self._profile else []
        return self._run([str(folder / (names or ["unopkg"])[0]), *words, *profile])

    # Looking

    def looks(self) -> Iterator[Look]:
        """Everything that usually goes wrong, looked at."""
        settings = read_settings(self._machine)
        if not self._folder:
            yield Look("LibreOffice was not found.", "Install it, or ask whoever looks after this computer.")
        else:
            yield self._look_at_toolbar()
            yield Look("LibreOffice can run Python.") if runs_python(self._folder) else Look(NO_PYTHON, GET_PYTHON)
        yield from python_looks(self._machine, settings, self._run, INSTALL)
        if settings and settings.python:
            yield from _looks_at_packages(settings)
        if self._folder and settings and Path(settings.python).is_file():
            yield self._look_at_versions(self._folder, settings)

    def _look_at_toolbar(self) -> Look:
        """Does LibreOffice have the toolbar, and this version of it?"""
        if self._is_root:
            return Look("LibreOffice does not say what the administrator (root) has added to it.", NOT_AS_ROOT)
        ran = self._unopkg("list", IDENTIFIER)
        version = _VERSION.search(ran.out) if ran.code == 0 else None
        if version is None and (ran.code == 0 or _NO_SUCH in ran.errors.lower()):
            return Look("LibreOffice does not have the toolbar.", f"Run: {INSTALL}")
        if version is None:
            return Look(f"LibreOffice did not say whether it has the toolbar. It said: {_said(ran)}", CLOSE_OFFICE)
        if version[1] != __version__:
            says = f"LibreOffice has the toolbar of version {version[1]}, and this is ecm_xl {__version__}."
            return Look(says, f"Run: {INSTALL}")
        return Look(f"LibreOffice has the toolbar, version {__version__}.")

    def _look_at_versions(self, folder: Path, settings: Settings) -> Look:
        """Is LibreOffice's Python of the version that the packages were made for?"""
        office, ours = python_of_office(folder), probe(settings.python, self._run).python
        if office is None:
            return Look(f"It could not be told which Python LibreOffice uses ({folder}).", _TRY_A_BUTTON)
        if ours == (0, 0):
            return Look(f"LibreOffice uses Python {_dotted(office)}; that of the packages is not known.", _ABOVE)
        if office != ours:
            return Look(*_mismatch(office, ours))
        return Look(f"LibreOffice and the packages use the same Python, {_dotted(office)}.")


def python_of_office(folder: Path) -> tuple[int, int] | None:
    """The version of LibreOffice's own Python, from what lies in its program folder; None where that can't be told.

    Its own builds bring a Python along, in a folder with the version in its name; those of Linux distributions use the
    system's, whose library the bridge names.
    """
    try:
        found = [_CORE.match(path.name) for path in folder.iterdir()]
        framework = folder.parent / "Frameworks" / "LibreOfficePython.framework" / "Versions"
        found += [re.match(r"(\d+)\.(\d+)$", path.name) for path in framework.glob("*")]
        versions = [(int(match[1]), int(match[2])) for match in found if match]
        if not versions:
            named = _LIBRARY.search((folder / "libpyuno.so").read_bytes())
            versions = [(int(named[1]), int(named[2]))] if named else []
    except OSError:
        return None
    return versions[0] if versions else None


def runs_python(folder: Path) -> bool:
    """True where LibreOffice has what runs scripts in Python; Linux distributions have it in a package of its own."""
    return any((place / "pythonscript.py").exists() for place in (folder, folder.parent / "Resources"))


def _looks_at_packages(settings: Settings) -> Iterator[Look]:
    if not settings.packages:
        yield Look("The settings do not say where the packages lie.", f"Run: {INSTALL}")
    for folder in settings.packages:
        if not Path(folder).is_dir():
            yield Look(f"A folder of packages in the settings is not there: {folder}.", f"Run: {INSTALL}")


def _mismatch(office: tuple[int, int], ours: tuple[int, int]) -> tuple[str, str]:
    """Two versions that don't go together, and what to do."""
    says = f"LibreOffice uses Python {_dotted(office)}, and ecm_xl is installed for Python {_dotted(ours)}."
    if office < OLDEST:
        return says, f"Use a newer LibreOffice, one that brings Python {_dotted(OLDEST)} or later."
    return says, f"Install ecm-xl with Python {_dotted(office)}, then run there: {INSTALL}"


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _said(ran: Ran) -> str:
    """What a program complained of, in one line."""
    lines = [line.strip() for line in ran.errors.splitlines() if line.strip().startswith("ERROR")]
    return lines[0] if lines else ran.last_words
