"""A headless LibreOffice behind xlwings, for tests: started once, ended for sure, tidied between tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import xlwings as xw

from ecm_xl.backends.libreoffice import launch


@contextmanager
def running_office() -> Iterator[xw.App]:
    """An office of its own, which is gone at the end, whatever happened in between."""
    app = launch()
    try:
        yield app
    finally:
        with suppress(ProcessLookupError):
            app.kill()


def tidy(app: xw.App) -> None:
    """Every workbook closed without saving, and the app as it was when it started."""
    app.impl.gate.answer_again()
    app.screen_updating = True
    app.calculation = "automatic"
    app.status_bar = False
    app.visible = False
    app.impl.alerts.clear()
    for book in list(app.books):
        book.close()
