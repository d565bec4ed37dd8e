"""Excel's own notes in the Windows registry, of the user alone: which add-ins it opens, which it has disabled.

The list of add-ins: values OPEN, OPEN1, OPEN2 and so on; each holds a path in quotation marks, or the bare name of a
file in the add-in folder, perhaps after a switch (`/R "C:/Tools/x.xll"`). Excel writes the list anew when it closes.
The list of disabled items: values of bytes, 12 bytes of lengths and then names in UTF-16, each ending in a zero.
Neither is in a published specification; both are as Excel writes them, read from other people's reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PureWindowsPath
from typing import Any, Protocol

from ecm_xl.backends.addin.folders import ADDIN

OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"
DISABLED = r"Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
TEXT = 1
"""The registry's number for a plain text (REG_SZ)."""
_LENGTHS = 12
_OPEN = re.compile(r"OPEN([1-9]\d*)?", re.IGNORECASE)
_NAMED = re.compile(r'(?:/[A-Za-z]\s+)?"?([^"]*)"?\s*')


@dataclass(frozen=True, slots=True)
class Value:
    """What stands under a name, and of which kind it is (the registry's number)."""

    data: object
    kind: int = TEXT


class Registry(Protocol):
    """The current user's part of the registry (HKEY_CURRENT_USER). Tests make one up."""

    def values(self, key: str) -> Mapping[str, Value]:
        """Every value of a key; none where there is no such key. Raises OSError."""

    def put(self, key: str, name: str, value: Value) -> None:
        """Sets one value, and makes the key where there is none. Raises OSError."""

    def delete(self, key: str, name: str) -> None:
        """Takes one value away. Raises OSError."""


# The list of add-ins


def path_of(value: object, addins: Path) -> Path:
    """The file that an entry of the list of add-ins names. A bare name is one in the add-in folder."""
    match = _NAMED.fullmatch(str(value).strip())
    named = match[1].strip() if match else ""
    return Path(named) if len(PureWindowsPath(named).parts) > 1 else addins / named


def entries(registry: Registry, addins: Path) -> dict[int, Path]:
    """Place in the list → the file named there, in the list's order. Values with other names are left out."""
    found = {_place(name): path_of(value.data, addins) for name, value in registry.values(OPTIONS).items()}
    return {place: found[place] for place in sorted(found) if place >= 0}


def is_same(one: Path, other: Path) -> bool:
    """True for two spellings of one path, as Windows takes them."""
    return PureWindowsPath(one) == PureWindowsPath(other)


def add_entry(registry: Registry, addin: Path, is_old_one: Callable[[Path], bool]) -> bool:
    """Has Excel open the add-in from now on; False where it does so already.

    An entry for an earlier place of ours (`is_old_one`) becomes the entry for this one; else the first free place is
    taken. Raises OSError.
    """
    named = entries(registry, addin.parent)
    if any(is_same(path, addin) for path in named.values()):
        return False
    old = (place for place, path in named.items() if is_old_one(path))
    place = next(old, next(number for number in range(len(named) + 1) if number not in named))
    registry.put(OPTIONS, _name(place), Value(f'"{addin}"'))
    return True


def remove_entry(registry: Registry, addin: Path) -> bool:
    """Takes the add-in off the list and closes the gap; False where it was not on it. Raises OSError.

    Excel stops reading at a gap. So the entries that follow without one move up; those behind a gap that was there
    before stay where they are.
    """
    ours = [place for place, path in entries(registry, addin.parent).items() if is_same(path, addin)]
    for place in reversed(ours):
        _close_gap(registry, place)
    return bool(ours)


def _close_gap(registry: Registry, place: int) -> None:
    """Moves what follows a place one up, and takes the last of them away."""
    values = {_place(name): (name, value) for name, value in registry.values(OPTIONS).items()}
    last = place
    while last + 1 in values:
        registry.put(OPTIONS, values[last][0], values[last + 1][1])
        last += 1
    registry.delete(OPTIONS, values[last][0])


def _place(name: str) -> int:
    """OPEN → 0, OPEN1 → 1; -1 for any other name."""
    match = _OPEN.fullmatch(name)
    return int(match[1] or 0) if match else -1


def _name(place: int) -> str:
    return f"OPEN{place or ''}"


# The list of disabled items


def is_disabled(registry: Registry) -> bool:
    """True where Excel has put a file with our add-in's name on its list of disabled items."""
    return any(ADDIN in _file_names(value.data) for value in registry.values(DISABLED).values())


def _file_names(data: object) -> Iterator[str]:
    """The names, without folders and in small letters, in one entry of the list."""
    if isinstance(data, bytes):
        for text in data[_LENGTHS:].decode("utf-16-le", errors="replace").split("\0"):
            yield PureWindowsPath(text.strip()).name.lower()


class WindowsRegistry:
    """The real one. Only on Windows."""

    def __init__(self) -> None:
        self._winreg: Any = import_module("winreg")  # no other system has it

    def values(self, key: str) -> Mapping[str, Value]:
        """Every value of a key; none where there is no such key."""
        winreg = self._winreg
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as handle:
                found = [winreg.EnumValue(handle, number) for number in range(winreg.QueryInfoKey(handle)[1])]
        except FileNotFoundError:
            return {}
        return {name: Value(data, kind) for name, data, kind in found}

    def put(self, key: str, name: str, value: Value) -> None:
        """Sets one value, and makes the key where there is none."""
        winreg = self._winreg
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as handle:
            winreg.SetValueEx(handle, name, 0, value.kind, value.data)

    def delete(self, key: str, name: str) -> None:
        """Takes one value away."""
        winreg = self._winreg
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as handle:
            winreg.DeleteValue(handle, name)
