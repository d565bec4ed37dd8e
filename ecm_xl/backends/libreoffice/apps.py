"""The engine itself and its apps: each a running office."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import xlwings as xw
from xlwings import base_classes

from ecm_xl.backends.libreoffice.books import Book, Books
from ecm_xl.backends.libreoffice.gate import Gate, Member
from ecm_xl.backends.libreoffice.program import Office, load_uno
from ecm_xl.backends.libreoffice.ranges import Range
from ecm_xl.backends.libreoffice.values import from_cell, to_cell

NAME = "libreoffice"

# com.sun.star.awt.MessageBoxButtons and MessageBoxResults
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_PRESSED = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_AUTOMATIC, _MANUAL = "automatic", "manual"


def registered() -> xw.Engine:
    """The engine, known to xlwings. It is the active one where xlwings has no other, as on Linux."""
    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=Engine()))
    engine = xw.engines[NAME]
    if getattr(xw.engines, "active", None) is None:
        engine.activate()
    return engine


class Engine:
    """What xlwings asks about all apps together."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, _options: Any) -> Any:
        """One value on its way to a cell."""
        return to_cell(x)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """A block of values on its way from cells."""
        return [
            [from_cell(value, datetime_builder, empty_as, number_builder, err_to_str) for value in row] for row in data
        ]


class Apps(base_classes.Apps):
    """The offices that this program has started or was handed, the newest first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: list[App] = []

    def started(self, visible: bool) -> App:
        """A new office. Raises NoOffice."""
        office = Office(visible)
        return self._kept(App(self._engine, office.desktop, office.context, office, visible))

    def running(self, desktop: Any, document: Any) -> App:
        """An office that runs already; the same app each time."""
        app = next((app for app in self._known if app.serves(desktop)), None)
        if app is None:
            app = self._kept(App(self._engine, desktop, load_uno().getComponentContext(), None, True))
        if document is not None:
            app.make_active(document)
        return app

    def _kept(self, app: App) -> App:
        app._forget = lambda: self._known.remove(app)
        self._known.insert(0, app)
        return app

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        """A new office, with a workbook if asked for."""
        app = self.started(bool(visible))
        if add_book:
            app.books.add()
        return app

    def keys(self) -> list[int]:
        """The processes' numbers."""
        return [app.pid for app in self._known]

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind that would have to be found."""

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._known))

    def __len__(self) -> int:
        return len(self._known)

    def __getitem__(self, pid: int) -> App:
        for app in self._known:
            if app.pid == pid:
                return app
        raise KeyError(pid)


class App(Member, base_classes.App):
    """One office."""

    _forget: Callable[[], None]
    """Takes it from the list of apps."""

    def __init__(self, engine: Engine, desktop: Any, context: Any, office: Office | None, visible: bool) -> None:
        self._app = self
        self._gate = Gate()
        self._engine, self._desktop, self._context, self._office = engine, desktop, context, office
        self._uno = load_uno()
        self._visible = visible
        self._alerts: list[tuple[str, str | None]] = []
        self._status: str | bool = False
        self._indicator: Any = None
        self._locked: list[Any] = []
        self._calculation = _AUTOMATIC
        self._flags = {"display_alerts": True, "enable_events": True, "interactive": True}

    # Ours

    @property
    def gate(self) -> Gate:
        """Counts calls, and refuses them for tests."""
        return self._gate

    @property
    def alerts(self) -> list[tuple[str, str | None]]:
        """What was said while nobody could see it: (words, title), the oldest first."""
        return self._alerts

    def serves(self, desktop: Any) -> bool:
        """Whether this is the office of that desktop."""
        with suppress(Exception):  # one that has ended can't be asked
            return bool(self._desktop == desktop)
        return False

    def make_active(self, document: Any) -> None:
        """That workbook is the one in front."""
        Book(self, document).activate()

    # What xlwings asks for

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self._engine

    @property
    def api(self) -> Any:
        """The desktop, `com.sun.star.frame.Desktop`."""
        return self._desktop

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._office.pid if self._office else os.getpid()

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active workbook; of several areas the first; None where a chart or picture is."""
        book = self._active_book()
        return book._selection() if book else None

    def _active_book(self) -> Book | None:
        books = Books(self)
        return books._active() if books._documents() else None

    def _documents(self) -> list[Any]:
        return Books(self)._documents()

    @property
    def visible(self) -> bool:
        """Whether people see it. Where not, what is said to them is kept in `alerts`."""
        return self._visible

    @visible.setter
    def visible(self, value: bool) -> None:
        """Shows or hides its windows."""
        self._visible = bool(value)
        for document in self._documents():
            document.CurrentController.Frame.ContainerWindow.setVisible(bool(value))

    def activate(self, steal_focus: bool = False) -> None:
        """Brings the active workbook's window to the front."""
        book = self._active_book()
        if book and self._visible and steal_focus:
            book._window().toFront()

    def quit(self) -> None:
        """Closes every workbook without saving, and the office."""
        for document in self._documents():
            document.setModified(False)
            document.close(True)
        self._forget()
        if self._office:
            self._office.quit()
        else:
            self._desktop.terminate()

    def kill(self) -> None:
        """Ends an office of our own at once. Raises NotImplementedError for another: it is not ours to end."""
        if not self._office:
            raise NotImplementedError("Only an office that was started from here can be killed")
        self._forget()
        self._office.kill()

    @property
    def screen_updating(self) -> bool:
        """Whether changes are drawn at once."""
        return not self._locked

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        """False: nothing is drawn until True."""
        if not value and not self._locked:
            self._locked = self._documents()
            for document in self._locked:
                document.lockControllers()
        elif value:
            locked, self._locked = self._locked, []
            still_open = self._documents()
            for document in locked:
                if document in still_open:
                    document.unlockControllers()

    @property
    def calculation(self) -> str:
        """`automatic` or `manual`."""
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        """For all open workbooks and those opened later. Raises ValueError."""
        if value not in (_AUTOMATIC, _MANUAL):
            raise ValueError(f"'{value}' is not a way to calculate: automatic or manual")
        self._calculation = value
        for document in self._documents():
            document.enableAutomaticCalculation(value == _AUTOMATIC)

    def calculate(self) -> None:
        """Calculates every open workbook anew."""
        for document in self._documents():
            document.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        """The words in the status bar; False: the program's own."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        """Shows words there; False takes them away."""
        self._status = value
        book = self._active_book()
        if self._indicator is not None:
            with suppress(Exception):  # its window may be closed by now
                self._indicator.end()
            self._indicator = None
        if isinstance(value, str) and book:
            self._indicator = book._frame().createStatusIndicator()
            self._indicator.start(value, 0)

    @property
    def display_alerts(self) -> bool:
        """Kept for those who ask: nothing that is done here asks back."""
        return self._flags["display_alerts"]

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        """Keeps it."""
        self._flags["display_alerts"] = bool(value)

    @property
    def enable_events(self) -> bool:
        """Kept for those who ask: our workbooks have no events."""
        return self._flags["enable_events"]

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        """Keeps it."""
        self._flags["enable_events"] = bool(value)

    @property
    def interactive(self) -> bool:
        """Kept for those who ask."""
        return self._flags["interactive"]

    @interactive.setter
    def interactive(self, value: bool) -> None:
        """Keeps it."""
        self._flags["interactive"] = bool(value)

    def alert(
        self, prompt: str, title: str | None, buttons: str = "ok", mode: str | None = None, callback: str | None = None
    ) -> str:
        """Says something and waits for the button: its word. Unseen, it is kept in `alerts` and the first is taken."""
        if not self._visible:
            self._alerts.append((prompt, title))
            return "yes" if buttons.startswith("yes") else "ok"
        book = self._active_book()
        window = book._window() if book else None
        create = self._context.ServiceManager.createInstanceWithContext
        toolkit = create("com.sun.star.awt.Toolkit", self._context)
        look = self._uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX" if mode == "critical" else "INFOBOX")
        if _BUTTONS[buttons] != 1:
            look = self._uno.Enum("com.sun.star.awt.MessageBoxType", "QUERYBOX")  # an information has one button only
        box = toolkit.createMessageBox(window, look, _BUTTONS[buttons], title or "", prompt)
        try:
            return _PRESSED[box.execute()]
        finally:
            box.dispose()
