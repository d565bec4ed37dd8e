"""LibreOffice Calc behind xlwings: the same commands that run in Excel run in a real spreadsheet program.

xlwings has no engine of its own on Linux. This one is written against `xlwings.base_classes` and talks UNO,
LibreOffice's own interface, to a running office. It does as Excel does where the two differ (`values`, `formulas`,
`ranges`), and has the members that our commands use, no more: others raise NotImplementedError.

It is for reading and changing what is on the screen. Files that people keep are never saved through it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ecm_xl.backends.libreoffice.gate import BUSY, Busy, Gate, Refused
from ecm_xl.backends.libreoffice.program import NoOffice
from ecm_xl.backends.light import load_xlwings

if TYPE_CHECKING:
    import xlwings as xw


def launch(visible: bool = False) -> xw.App:
    """Starts an office with a profile of its own and no workbook. `quit()` or `kill()` ends it; so does our own end.

    Raises NoOffice where LibreOffice, or its bridge to this Python, is missing or does not start.
    """
    load_xlwings()  # the engine's own modules import it by name
    from ecm_xl.backends.libreoffice.apps import registered

    app: xw.App = load_xlwings().App(impl=registered().impl.apps.started(visible))
    return app


def attach(desktop: Any, document: Any = None) -> xw.App:
    """The office that runs already, from its desktop (`com.sun.star.frame.Desktop`).

    Meant for the office's own Python: messages are shown as boxes. A desktop that `launch` started is known again.
    `document`, if given, becomes the active workbook.
    """
    load_xlwings()  # the engine's own modules import it by name
    from ecm_xl.backends.libreoffice.apps import registered

    app: xw.App = load_xlwings().App(impl=registered().impl.apps.running(desktop, document))
    return app


@contextmanager
def refusing(app: xw.App, after: int = 0) -> Iterator[None]:
    """Within it every call to the app raises Busy, as Excel's do while somebody types in a cell. For tests.

    `after`: how many calls are still answered first.
    """
    gate: Gate = app.impl.gate
    gate.refuse(after)
    try:
        yield
    finally:
        gate.answer_again()


__all__ = ["BUSY", "Busy", "NoOffice", "Refused", "attach", "launch", "refusing"]
