"""Where the program keeps what is its own on a person's computer: settings, the log, backups of unsaved workbooks."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WINDOWS, MAC, LINUX = "Windows", "Darwin", "Linux"
OURS = "ecm_xl"
"""The name of our folder among those of other programs."""


@dataclass(frozen=True)
class Machine:
    """A computer as far as places depend on it. Tests make one up."""

    system: str
    """Windows, Darwin (a Mac) or Linux."""
    home: Path
    environ: Mapping[str, str]


def this_machine() -> Machine:
    """The computer that the program runs on."""
    try:
        home = Path.home()
    except RuntimeError:  # nobody says where it is: then nothing of ours is there, and nothing can be written
        home = Path(Path.cwd().anchor)
    return Machine(platform.system(), home, os.environ)


def data_folder(machine: Machine) -> Path:
    """The folder that is ours alone, for this user. It may not be there yet."""
    if machine.system == WINDOWS:
        return _named(machine, "APPDATA", "AppData/Roaming") / OURS
    if machine.system == MAC:
        return machine.home / "Library" / "Application Support" / OURS
    return _named(machine, "XDG_DATA_HOME", ".local/share") / OURS


def settings_file(machine: Machine) -> Path:
    """The user's own settings for the buttons: one line `python=...`, the interpreter that has ecm_xl."""
    return data_folder(machine) / "addin.ini"


def log_file(machine: Machine) -> Path:
    """What went wrong, with the reference numbers that people were told."""
    return data_folder(machine) / "ecm.log"


def _named(machine: Machine, variable: str, else_at: str) -> Path:
    """The folder that a variable names, if it is a whole path; else the usual one in the home folder."""
    said = machine.environ.get(variable, "")
    return Path(said) if said and Path(said).is_absolute() else machine.home / else_at
