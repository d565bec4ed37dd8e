"""Workbooks: which are open, opening, saving, closing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ecm_xl.backends.libreoffice.gate import Member, Refused
from ecm_xl.backends.libreoffice.names import Names
from ecm_xl.backends.libreoffice.ranges import Range
from ecm_xl.backends.libreoffice.sheets import Sheet, Sheets
from ecm_xl.backends.libreoffice.values import Days, Formats

if TYPE_CHECKING:
    from ecm_xl.backends.libreoffice.apps import App

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_CELLS, _SEVERAL = "com.sun.star.sheet.SheetCellRange", "com.sun.star.sheet.SheetCellRanges"
_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML", ".ods": "calc8"}
_NEVER = 0  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE, and UpdateDocMode.NO_UPDATE


class Books(Member, base_classes.Books):
    """The open workbooks, in the order in which they were opened."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def app(self) -> App:
        """The office."""
        return self._app

    @property
    def api(self) -> Any:
        """The desktop's components."""
        return self._app._desktop.Components

    def _documents(self) -> list[Any]:
        found, components = [], self._app._desktop.Components.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if _is_workbook(component):
                found.append(component)
        return sorted(found, key=lambda document: int(document.RuntimeUID))

    def _active(self) -> Book:
        front = self._app._desktop.getCurrentComponent()
        if front is not None and _is_workbook(front):
            return Book(self._app, front)
        documents = self._documents()
        if not documents:
            raise Refused("No workbook is open")
        return Book(self._app, documents[-1])

    @property
    def active(self) -> Book:
        """The workbook in front. Raises Refused where none is open."""
        return self._active()

    def add(self) -> Book:
        """A new workbook with one sheet."""
        document = self._app._desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        return self._opened(document)

    def open(self, fullname: str, _update_links: Any = None, read_only: bool | None = None, *_rest: Any) -> Book:
        """Opens a file; its macros never run. Raises FileNotFoundError, OSError where it can't be opened."""
        if not os.path.exists(fullname):
            raise FileNotFoundError(fullname)
        asked = {"MacroExecutionMode": _NEVER, "UpdateDocMode": _NEVER, "ReadOnly": bool(read_only)}
        url, options = self._app._uno.systemPathToFileUrl(os.path.abspath(fullname)), _properties(self._app, asked)
        document = None
        with suppress(Exception):  # what UNO says of it is for programmers
            document = self._app._desktop.loadComponentFromURL(url, "_blank", 0, options)
        if document is not None and not _is_workbook(document):
            document.close(True)
            document = None
        if document is None:
            raise OSError(f"{os.path.basename(fullname)} can't be opened: it is no workbook, or open somewhere else")
        return self._opened(document)

    def _opened(self, document: Any) -> Book:
        document.enableAutomaticCalculation(self._app._calculation == "automatic")
        book = Book(self._app, document)
        book._to_front()
        return book

    def __call__(self, name_or_index: int | str) -> Book:
        """By name (case ignored), path or number from 1. Raises KeyError."""
        books = [Book(self._app, document) for document in self._documents()]
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book._name().casefold() == name_or_index.casefold() or book._fullname() == name_or_index:
                return book
        raise KeyError(name_or_index)

    def __iter__(self) -> Iterator[Book]:
        return iter([Book(self._app, document) for document in self._documents()])

    def __len__(self) -> int:
        return len(self._documents())

    def __contains__(self, name: str) -> bool:
        return any(Book(self._app, document)._name().casefold() == name.casefold() for document in self._documents())


def _is_workbook(component: Any) -> bool:
    return hasattr(component, "supportsService") and bool(component.supportsService(_SPREADSHEET))


def _properties(app: App, values: dict[str, Any]) -> tuple[Any, ...]:
    made = []
    for name, value in values.items():
        one = app._uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


class Book(Member, base_classes.Book):
    """One workbook."""

    def __init__(self, app: App, document: Any) -> None:
        self._app = app
        self._document = document
        self._formats_: Formats | None = None

    # Ours

    def _formats(self) -> Formats:
        if self._formats_ is None:
            self._formats_ = Formats(self._app._uno, self._app._context, self._document)
        return self._formats_

    def _days(self) -> Days:
        return Days(self._document.NullDate)

    def _name(self) -> str:
        return os.path.basename(self._fullname())

    def _fullname(self) -> str:
        url = self._document.URL
        return str(self._app._uno.fileUrlToSystemPath(url) if url else self._document.Title)

    def _frame(self) -> Any:
        return self._document.CurrentController.Frame

    def _window(self) -> Any:
        return self._frame().ContainerWindow

    def _to_front(self) -> None:
        self._app._desktop.setActiveFrame(self._frame())
        if self._app._visible:
            self._window().toFront()

    def _check_structure(self) -> None:
        """Raises Refused where sheets may not be added, removed, renamed or hidden."""
        if self._document.isProtected():
            raise Refused("The workbook's structure is protected")

    def _names(self) -> Names:
        return Names(self, None)

    def _range_of(self, cells: Any) -> Range:
        return Range(Sheet(self, cells.Spreadsheet), cells)

    def _selection(self) -> Range | None:
        selected = self._document.CurrentController.getSelection()
        if selected is None or not hasattr(selected, "supportsService"):
            return None
        if selected.supportsService(_CELLS):
            return self._range_of(selected)
        if selected.supportsService(_SEVERAL) and selected.Count:
            return self._range_of(selected.getByIndex(0))
        return None

    # What xlwings asks for

    @property
    def api(self) -> Any:
        """The document."""
        return self._document

    @property
    def app(self) -> App:
        """The office."""
        return self._app

    @property
    def name(self) -> str:
        """The file's name, or the title that a workbook has before it is saved."""
        return self._name()

    @property
    def fullname(self) -> str:
        """The file's path, or the title that a workbook has before it is saved."""
        return self._fullname()

    @property
    def sheets(self) -> Sheets:
        """The sheets. A chart sheet is an ordinary sheet here that holds nothing but the chart."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """All names, those of single sheets included."""
        return self._names()

    def activate(self) -> None:
        """Brings it to the front."""
        self._to_front()

    def close(self) -> None:
        """Closes it without saving."""
        self._document.setModified(False)
        self._document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Saves it, in the current folder if it never was and no path is given. For trials, and where a person would
        save it here anyway: see the package. Where nothing has changed since the last time, its file is left alone.

        Raises ValueError for another kind of file or a password, OSError where it can't be saved.
        """
        if password:
            raise ValueError("Passwords are not supported")
        if path is None and self._document.URL:
            if self._document.isReadonly():
                raise OSError(f"{self._name()} is open only to be read")
            if not self._document.isModified():
                return
        full = os.path.abspath(path or (self._fullname() if self._document.URL else f"{self._fullname()}.xlsx"))
        kind = os.path.splitext(full)[1].casefold()
        if kind not in _FILTERS:
            raise ValueError(f"A workbook can't be saved as '{kind}'")
        options = _properties(self._app, {"FilterName": _FILTERS[kind], "Overwrite": True})
        try:
            self._document.storeAsURL(self._app._uno.systemPathToFileUrl(full), options)
        except Exception as error:
            raise OSError(f"{os.path.basename(full)} could not be saved") from error
