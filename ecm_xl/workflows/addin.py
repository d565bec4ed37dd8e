"""The buttons in Excel and LibreOffice: putting them there, taking them away, finding out why they don't work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from ecm_xl.workbook.buttons import Look, NotInstalled, Removed


class Buttons(Protocol):
    """A program that can show our buttons, on this computer and for this user."""

    def obstacles(self) -> list[str]:
        """Why they can't be installed, each a sentence or two with what to do; empty where they can."""

    def put(self) -> list[str]:
        """Puts them there; what was changed and what to do next, in words. Raises OSError and NotInstalled."""

    def take_away(self) -> Removed:
        """Takes away what is ours and nothing else. Raises OSError and NotInstalled."""

    def looks(self) -> Iterable[Look]:
        """Everything that usually goes wrong, looked at."""


def install(buttons: Buttons) -> list[str]:
    """Puts the buttons there, and says what was done.

    Everything that could be in the way is looked at first: raises NotInstalled with all of it, and nothing is
    changed then. Raises OSError where a file can't be written.
    """
    obstacles = buttons.obstacles()
    if obstacles:
        raise NotInstalled(" ".join(obstacles))
    return buttons.put()


def uninstall(buttons: Buttons) -> Removed:
    """Takes the buttons away, and says what went and what was left. Raises NotInstalled and OSError."""
    return buttons.take_away()


def doctor(buttons: Buttons) -> list[Look]:
    """Looks at everything that usually goes wrong; nothing is changed. What can't be read is one of those things."""
    looks: list[Look] = []
    try:
        looks.extend(buttons.looks())
    except OSError as error:
        says = f"{error.filename or 'A file'} could not be read ({error.strerror or error}), so no more was looked at."
        looks.append(Look(says, "Close Excel and LibreOffice and try again, or ask whoever looks after this computer."))
    return looks
