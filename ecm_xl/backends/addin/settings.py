"""The user's own settings for the buttons: which Python has ecm_xl, and where its packages lie.

A text file of lines `name=value`, the first one `python=`: the launcher in Excel reads no other. The toolbar in
LibreOffice reads `packages=`, one line a folder. `buttons=` says for which program the file is there, so that taking
the buttons out of one leaves the other's alone.
"""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import ecm_xl
from ecm_xl.backends.addin.files import put_file, remove_file
from ecm_xl.backends.places import Machine, settings_file


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings file says. `python` is '' where it says nothing."""

    python: str = ""
    packages: tuple[str, ...] = ()
    buttons: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The file's text."""
        lines = [f"python={self.python}", *(f"packages={folder}" for folder in self.packages)]
        return "".join(f"{line}\n" for line in (*lines, *(f"buttons={one}" for one in sorted(self.buttons))))


def this_python() -> Settings:
    """The Python that runs now, and the folders that its ecm_xl and the packages it needs lie in."""
    installed = [Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")]
    ours = Path(ecm_xl.__file__).resolve().parents[1]  # elsewhere where the project is installed to be worked on
    folders = dict.fromkeys(str(folder) for folder in (*installed, ours))
    return Settings(sys.executable, tuple(folders))


def parse_settings(text: str) -> Settings:
    """What a settings file's text says. Lines that say nothing we know are passed over."""
    said: dict[str, list[str]] = {}
    for line in text.removeprefix("\ufeff").splitlines():
        name, is_said, value = line.partition("=")
        if is_said and value.strip():  # nothing before the =: the launcher would not find `python =`
            said.setdefault(name.lower(), []).append(value.strip())
    python = said.get("python", [""])[0]
    return Settings(python, tuple(said.get("packages", ())), frozenset(said.get("buttons", ())))


def read_settings(machine: Machine) -> Settings | None:
    """The user's settings, None where there are none. Raises OSError."""
    try:
        return parse_settings(settings_file(machine).read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return None


def unsafe(paths: Iterable[str]) -> str:
    """The first path that a line of the file can't hold, '' where there is none."""
    return next((path for path in paths if not path.isprintable() or '"' in path), "")


def write_settings(machine: Machine, wanted: Settings, program: str) -> bool:
    """Notes the Python to start for a program's buttons; False where the file says so already. Raises OSError."""
    before = read_settings(machine) or Settings()
    return put_file(settings_file(machine), replace(wanted, buttons=before.buttons | {program}).text.encode())


def forget_settings(machine: Machine, program: str) -> bool:
    """Takes a program's mark out of the file, and the file away once nobody needs it; False where nothing was
    there. Raises OSError."""
    before = read_settings(machine)
    if before is None:
        return False
    others = before.buttons - {program}
    if not others:
        return remove_file(settings_file(machine))
    return put_file(settings_file(machine), replace(before, buttons=others).text.encode())
