"""The program that a workbook is open in: finding it, keeping it quiet, and knowing when it takes no calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from ecm_xl.backends.light import load_xlwings

LiveApp = Any
"""A program of xlwings."""

_REFUSALS = frozenset({-2146777998, -2147418111, -2147417846})
"""What Excel answers while somebody types in a cell or a window is open: 0x800AC472, call rejected, call later."""


class NoWorkbook(Exception):
    """There is no workbook to do it with. Its text tells a person what to do."""


class Refusing(Exception):
    """The program takes no calls at the moment."""


def is_refusal(error: BaseException) -> bool:
    """Whether the program refused a call, as it does while somebody types in a cell."""
    seen: BaseException | None = error
    while seen is not None:
        number = seen.args[0] if seen.args else None
        if isinstance(seen, Refusing) or (isinstance(number, int) and number in _REFUSALS):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def attach(pid: int | None) -> LiveApp:
    """The running Excel with that process number, or the one that was used last. Raises NoWorkbook without one."""
    xlwings = load_xlwings()
    if pid is not None and pid in xlwings.apps.keys():  # noqa: SIM118 - its own kind of collection
        return xlwings.apps[pid]
    app = xlwings.apps.active
    if app is None or pid is not None:
        raise NoWorkbook("Excel could not be found. Close all its windows, open your workbook again and try once more.")
    return app


@contextmanager
def kept_quiet(app: LiveApp) -> Iterator[None]:
    """Draws and calculates nothing meanwhile. Afterwards, whatever happened, all is as it was before."""
    was_updating, calculation = app.screen_updating, app.calculation
    try:
        app.screen_updating = False
        app.calculation = "manual"
        yield
    finally:
        with suppress(Exception):  # the second is to be tried also where the first is refused
            app.calculation = calculation
        with suppress(Exception):
            app.screen_updating = was_updating


@contextmanager
def same_place(app: LiveApp) -> Iterator[None]:
    """Should it fail, the person is led back to where they were."""
    before: Any = None
    with suppress(Exception):  # a chart or a picture is selected: each program has an exception of its own for that
        before = app.selection
    try:
        yield
    except BaseException:
        with suppress(Exception):
            before.sheet.activate()
            before.select()
        raise
