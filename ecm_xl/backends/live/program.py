"""The program that a workbook is open in: finding it, keeping it quiet, and knowing when it takes no calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from ecm_xl.backends.light import load_xlwings

LiveApp = Any
"""A program of xlwings."""

_REFUSALS = frozenset({-2146777998, -2147418111, -2147417846})
"""What Excel answers while somebody types in a cell or a window is open: 0x800AC472, call rejected, call later."""
_NO_ANSWER = -1712
"""What a Mac says of an Excel that does not answer, as while somebody types in a cell: errAETimeout."""
_CONFIG = "xlwings.conf"
"""A sheet of this name is xlwings' own settings, in which a workbook can say where OneDrive lies."""


class NoWorkbook(Exception):
    """There is no workbook to do it with. Its text tells a person what to do."""


class Refusing(Exception):
    """The program takes no calls at the moment."""


def is_refusal(error: BaseException) -> bool:
    """Whether the program refused a call, as it does while somebody types in a cell."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, Refusing) or _refuses(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _refuses(error: BaseException) -> bool:
    """Windows: the number comes first, or last within the third part (excepinfo) where that is only 'an exception'."""
    number, *more = error.args or (None,)
    inner = more[1] if len(more) > 1 else None
    numbers = [number, inner[-1] if isinstance(inner, tuple) and inner else None]
    return (
        any(isinstance(one, int) and one in _REFUSALS for one in numbers)
        or type(error).__name__ == "ExcelBusyError"  # xlwings' own, in a module that only Windows can load
        or getattr(error, "errornumber", None) == _NO_ANSWER
    )


def attach(pid: int | None) -> LiveApp:
    """The running Excel with that process number, or the one that was used last. Raises NoWorkbook without one."""
    xlwings = load_xlwings()
    if pid is not None and pid in xlwings.apps.keys():  # noqa: SIM118 - its own kind of collection
        return xlwings.apps[pid]
    if pid is not None and (bare := _without_workbook(xlwings, pid)):
        return bare
    app = xlwings.apps.active
    if app is None or pid is not None:
        raise NoWorkbook("Excel could not be found. Close all its windows, open your workbook again and try once more.")
    return app


def _without_workbook(xlwings: Any, pid: int) -> LiveApp | None:
    """The Excel of that number where no workbook is open in it: on Windows xlwings finds programs by the windows of
    their workbooks only. Windows' own list of running programs has it most times; None where it has not."""
    with suppress(Exception):  # not Windows, or not on the list: both have exceptions of their own
        running = import_module("win32com.client").GetActiveObject("Excel.Application")
        app = xlwings.engines["excel"].apps.add(xl=running)
        return app if app.pid == pid else None
    return None


def full_name(book: Any) -> str:
    """Where a workbook was last saved; its title where that is no place on this computer, or nobody can tell.

    For a workbook in OneDrive or SharePoint xlwings looks for the folder on this computer, and fails where there is
    none. What a workbook itself says of that folder is not believed: it could lead anywhere.
    """
    try:
        if any(sheet.name.casefold() == _CONFIG for sheet in book.sheets):
            return str(book.name)
        return str(book.fullname)
    except Exception as error:  # xlwings' own, or whatever its look into files and variables comes to
        if is_refusal(error):
            raise
        return str(book.name)


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
