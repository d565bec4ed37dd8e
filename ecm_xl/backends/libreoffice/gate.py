"""What every member of the engine passes through: calls are counted, and refused where a test wants that."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecm_xl.backends.libreoffice.apps import App

BUSY = -2146777998
"""0x800AC472 (VBA_E_IGNORE): Excel's answer to any call while a cell is being edited."""

_UNASKED = frozenset({"engine", "pid", "gate", "kill", "options", "parent"})
"""What needs no answer from the program."""
_ASKING = ("__call__", "__contains__", "__iter__", "__len__")


class Busy(Exception):
    """The program refuses calls: somebody is typing in a cell. `args[0]` is the HRESULT, as in pywintypes.com_error."""

    def __init__(self) -> None:
        super().__init__(BUSY, "Call was rejected by callee.", None, None)
        self.hresult = BUSY


class Refused(Exception):
    """What Excel answers with run-time error 1004: a locked cell, a protected sheet, a name that can't be."""


class Gate:
    """One for an app: whether calls are answered, and how many there were."""

    def __init__(self) -> None:
        self.calls = 0
        self._left: int | None = None

    def refuse(self, after: int = 0) -> None:
        """From now on calls raise Busy, once that many more have been answered."""
        self._left = after

    def answer_again(self) -> None:
        """From now on calls are answered."""
        self._left = None

    def pass_one(self) -> None:
        """Counts a call. Raises Busy where calls are refused."""
        if self._left is not None:
            if self._left <= 0:
                raise Busy
            self._left -= 1
        self.calls += 1


class Member:
    """A part of the engine. Whatever is public about it is a call to the program and passes the gate.

    Names with an underscore are the engine's own, so that one call of xlwings counts as one.
    """

    _app: App

    def __init_subclass__(cls, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        for name in _ASKING:  # Python looks these up on the class: __getattribute__ never hears of them
            if name in vars(cls):
                setattr(cls, name, _asking(vars(cls)[name]))

    if not TYPE_CHECKING:  # mypy would take any attribute for granted

        def __getattribute__(self, name: str) -> Any:
            if not name.startswith("_") and name not in _UNASKED:
                object.__getattribute__(self, "_app")._gate.pass_one()
            return object.__getattribute__(self, name)

        def __setattr__(self, name: str, value: Any) -> None:
            if not name.startswith("_") and name not in _UNASKED:
                self._app._gate.pass_one()
            object.__setattr__(self, name, value)


def _asking(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def asked(self: Member, *arguments: Any) -> Any:
        self._app._gate.pass_one()
        return method(self, *arguments)

    return asked
