"""Installing, uninstalling and looking, over a program that only says what it was asked."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ecm_xl.workbook.buttons import Look, NotInstalled, Removed
from ecm_xl.workflows.addin import doctor, install, uninstall


class Program:
    """Some program that shows buttons."""

    def __init__(self, *obstacles: str) -> None:
        self._obstacles, self.asked = obstacles, list[str]()

    def obstacles(self) -> list[str]:
        return list(self._obstacles)

    def put(self) -> list[str]:
        self.asked.append("put")
        return ["Done."]

    def take_away(self) -> Removed:
        self.asked.append("take away")
        return Removed(("Gone.",), ("Left.",))

    def looks(self) -> Iterable[Look]:
        yield Look("All is well.")
        yield Look("One thing is not.", "Mend it.")


def test_install_puts_the_buttons_there_and_says_what_was_done() -> None:
    program = Program()
    assert install(program) == ["Done."]
    assert program.asked == ["put"]


def test_with_anything_in_the_way_nothing_is_put_and_everything_is_said() -> None:
    program = Program("One thing.", "Another.")
    with pytest.raises(NotInstalled) as reason:
        install(program)
    assert str(reason.value) == "One thing. Another."
    assert program.asked == []


def test_uninstall_says_what_went_and_what_was_left() -> None:
    assert uninstall(Program("An obstacle to installing is none to taking away.")) == Removed(("Gone.",), ("Left.",))


def test_doctor_says_everything_fine_or_not() -> None:
    assert [look.fine for look in doctor(Program())] == [True, False]


class Unreadable(Program):
    """A program of which one file can't be read."""

    def looks(self) -> Iterable[Look]:
        yield Look("All is well.")
        raise PermissionError(13, "Permission denied", "addin.ini")


def test_a_file_that_can_not_be_read_is_something_that_goes_wrong() -> None:
    fine, wrong = doctor(Unreadable())
    assert fine == Look("All is well.")
    assert wrong.says == "addin.ini could not be read (Permission denied), so no more was looked at."
    assert not wrong.fine
