"""The ECM tab in Excel, for the current user of a Windows computer or a Mac."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ecm_xl.backends.addin.files import (
    is_from_the_web,
    is_our_addin,
    is_our_script,
    is_somebody_elses,
    put_file,
    remove_file,
)
from ecm_xl.backends.addin.folders import ADDIN, SCRIPT, addin_file, other_addin_files, script_file, shipped_addin
from ecm_xl.backends.addin.interpreter import python_looks
from ecm_xl.backends.addin.programs import Run
from ecm_xl.backends.addin.registry import Registry, add_entry, entries, is_disabled, is_same, remove_entry
from ecm_xl.backends.addin.settings import Settings, forget_settings, read_settings, unsafe, write_settings
from ecm_xl.backends.places import LINUX, MAC, Machine, settings_file
from ecm_xl.workbook.buttons import Look, NotInstalled, Removed

PROGRAM = "excel"
INSTALL = "ecm-xl addin install"
NO_EXCEL = "Excel does not run on this system. The same buttons work in LibreOffice: add --libreoffice."
START_EXCEL = "Close Excel if it is open, and start it again: the tab 'ECM Standards' is there."
CLOSE_FIRST = "Close Excel before you install: it writes its list of add-ins anew when it closes."


class Excel:
    """Excel, as `workflows.addin.Buttons` asks for it. `registry` is None on a Mac."""

    def __init__(
        self,
        machine: Machine,
        registry: Registry | None,
        python: Settings,
        run: Run,
        shipped: Callable[[str], Path] = shipped_addin,
    ) -> None:
        self._machine, self._registry, self._python, self._run = machine, registry, python, run
        self._shipped = shipped

    # Installing

    def obstacles(self) -> list[str]:
        """Why nothing can be installed here."""
        if self._machine.system == LINUX:
            return [NO_EXCEL]
        found = [
            f"{path} is somebody else's file: rename or move it, then install again."
            for path, is_ours in self._places().items()
            if is_somebody_elses(path, is_ours)
        ]
        found += [
            f"Excel opens another add-in of the same name, {path}: untick it (File, Options, Add-ins, Go), "
            "then install again."
            for path in self._listed_elsewhere()
            if is_somebody_elses(path, is_our_addin)
        ]
        if odd := unsafe([self._python.python]):
            found.append(f"The path of this Python has a character in it that can't be noted down: {odd!r}.")
        return found

    def put(self) -> list[str]:
        """Puts add-in, script and settings where Excel looks for them. Raises OSError."""
        parts = {path: self._shipped(path.name).read_bytes() for path in self._places()}  # all there, before any is put
        said = [f"Installed: {path}" for path, data in parts.items() if put_file(path, data)]
        if write_settings(self._machine, self._python, PROGRAM):
            said.append(f"The buttons start {self._python.python} (noted in {settings_file(self._machine)}).")
        if self._registry and add_entry(self._registry, addin_file(self._machine), _is_old_one):
            said += ["Excel opens the add-in from now on.", CLOSE_FIRST]
        return [*said, START_EXCEL] if said else ["Everything is in its place already; nothing was changed."]

    def take_away(self) -> Removed:
        """Takes away what `put` puts there, as far as it is ours. Raises NotInstalled and OSError."""
        if self._machine.system == LINUX:
            raise NotInstalled(NO_EXCEL)
        gone, left = [], []
        if self._registry and remove_entry(self._registry, addin_file(self._machine)):
            gone.append("Excel no longer opens the add-in.")
        for path, is_ours in self._places().items():
            if is_somebody_elses(path, is_ours):
                left.append(f"{path} is somebody else's file and was left as it is.")
            elif remove_file(path):
                gone.append(f"Removed: {path}")
        if forget_settings(self._machine, PROGRAM):
            gone.append(f"Removed from the settings: {settings_file(self._machine)}")
        return Removed(tuple(gone), tuple(left))

    def _places(self) -> dict[Path, Callable[[Path], bool]]:
        """Where our files belong → what tells ours from somebody else's."""
        places: dict[Path, Callable[[Path], bool]] = {addin_file(self._machine): is_our_addin}
        if self._machine.system == MAC:
            places[script_file(self._machine)] = is_our_script
        return places

    def _listed_elsewhere(self) -> list[Path]:
        """Files of the add-in's name in other folders that Excel's list of add-ins names."""
        if not self._registry:
            return []
        ours = addin_file(self._machine)
        listed = entries(self._registry, ours.parent).values()
        return [path for path in listed if _has_its_name(path) and not is_same(path, ours)]

    # Looking

    def looks(self) -> Iterator[Look]:
        """Everything that usually goes wrong, looked at."""
        if self._machine.system == LINUX:
            yield Look(NO_EXCEL, "Run: ecm-xl addin doctor --libreoffice")
            return
        yield from python_looks(self._machine, read_settings(self._machine), self._run, INSTALL)
        for path, is_ours in self._places().items():
            yield self._look_at_file(path, is_ours)
        yield from self._looks_at_second_ones()
        if self._registry:
            yield from self._looks_at_windows(self._registry)

    def _look_at_file(self, path: Path, is_ours: Callable[[Path], bool]) -> Look:
        """Is a file of ours there, and is it the one that came with this program?"""
        what = _WHAT[path.name]
        if is_somebody_elses(path, is_ours):
            return Look(f"{path} is not ours.", f"Rename or move it, then run: {INSTALL}")
        if not path.exists():
            return Look(f"The {what} is not there: {path}.", f"Run: {INSTALL}")
        try:
            is_this_one = path.read_bytes() == self._shipped(path.name).read_bytes()
        except FileNotFoundError:
            return Look(f"The {what} did not come with this program.", "Install ecm-xl again.")
        if not is_this_one:
            return Look(f"The {what} {path} is of another version than this program.", f"Run: {INSTALL}")
        return Look(f"The {what} is in its place: {path}.")

    def _looks_at_second_ones(self) -> Iterator[Look]:
        """Excel opens only one file of a name: which, nobody can tell."""
        others = [path for path in other_addin_files(self._machine) if path.exists()]
        for path in dict.fromkeys([*others, *self._listed_elsewhere()]):
            if path.exists():
                yield Look(f"There is a second add-in of this name: {path}.", "Close Excel and delete that file.")
            else:
                mend = f"Run: {INSTALL}. If this line stays, untick it in Excel (File, Options, Add-ins, Go)."
                yield Look(f"Excel looks for the add-in where it no longer is: {path}.", mend)

    def _looks_at_windows(self, registry: Registry) -> Iterator[Look]:
        """What only Windows knows: blocked, disabled, not on the list."""
        addin = addin_file(self._machine)
        if is_from_the_web(addin):
            mend = "In the Explorer, right-click the file, choose Properties, tick Unblock and choose OK."
            yield Look(f"Windows blocks the add-in because it came from the internet: {addin}.", mend)
        else:
            yield Look("Windows does not block the add-in.")
        if is_disabled(registry):
            mend = "In Excel choose File, Options, Add-ins, Manage: Disabled Items, Go; choose it and then Enable."
            yield Look("Excel has disabled the add-in.", mend)
        else:
            yield Look("Excel has not disabled the add-in.")
        if any(is_same(path, addin) for path in entries(registry, addin.parent).values()):
            yield Look("Excel opens the add-in when it starts.")
        else:
            yield Look("The add-in is not on Excel's list of add-ins to open.", f"Close Excel, then run: {INSTALL}")


_WHAT = {ADDIN: "add-in", SCRIPT: "script that starts the program"}


def _has_its_name(path: Path) -> bool:
    return path.name.rpartition("\\")[2].lower() == ADDIN  # as Windows writes paths, whatever system this is


def _is_old_one(path: Path) -> bool:
    """An entry of ours from before: its file is gone, or is ours."""
    return _has_its_name(path) and not is_somebody_elses(path, is_our_addin)
