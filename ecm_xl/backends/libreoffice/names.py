"""Defined names, of a workbook and of single sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ecm_xl.backends.libreoffice.formulas import quoted, to_excel, to_office
from ecm_xl.backends.libreoffice.gate import Member, Refused

if TYPE_CHECKING:
    from ecm_xl.backends.libreoffice.books import Book
    from ecm_xl.backends.libreoffice.ranges import Range

_BUILT_IN = "_xlnm."
"""Stands before the names that Excel gives itself (Print_Area) in files; Excel does not show it."""


class Names(Member, base_classes.Names):
    """Names, ignoring case. A workbook's include those of its sheets, as `Sheet!Name`."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._app, self._book, self._sheet = book._app, book, sheet

    def _scopes(self) -> list[Any]:
        """The sheets whose names belong here; None stands for the workbook itself."""
        if self._sheet is not None:
            return [self._sheet]
        every = self._book._document.Sheets
        return [None, *(every.getByIndex(at) for at in range(every.Count))]

    def _all(self) -> list[Name]:
        return [
            Name(self._book, sheet, one)
            for sheet in self._scopes()
            for one in _container(self._book, sheet).ElementNames
        ]

    def _entry(self, name: str) -> Name | None:
        """The name, if it is there. A workbook's own comes before those of sheets."""
        scope, _, bare = name.rpartition("!")
        sheet = self._scope(scope) if scope else self._sheet
        if scope and sheet is None:
            return None
        known = _container(self._book, sheet).ElementNames
        wanted = (bare.casefold(), (_BUILT_IN + bare).casefold())
        found = next((one for one in known if one.casefold() in wanted), None)
        return Name(self._book, sheet, found) if found else None

    def _scope(self, sheet: str) -> Any:
        bare = sheet.removeprefix("'").removesuffix("'").replace("''", "'")
        every = self._book._document.Sheets
        found = next((one for one in every.ElementNames if one.casefold() == bare.casefold()), None)
        return every.getByName(found) if found else None

    @property
    def api(self) -> Any:
        """`com.sun.star.sheet.NamedRanges`."""
        return _container(self._book, self._sheet)

    def snapshot(self) -> list[tuple[str, Name]]:
        """Every name with its entry."""
        return [(name._shown(), name) for name in self._all()]

    def contains(self, name: str) -> bool:
        """Whether there is such a name."""
        return self._entry(name) is not None

    def __call__(self, name: str) -> Name:
        """The name's entry. Raises KeyError."""
        entry = self._entry(name)
        if entry is None:
            raise KeyError(name)
        return entry

    def __len__(self) -> int:
        return len(self._all())

    def add(self, name: str, refers_to: str) -> Name:
        """A new name, or another meaning for an old one. Raises Refused for what can't be a name."""
        return self._add(name, refers_to)

    def _add(self, name: str, refers_to: str) -> Name:
        scope, _, bare = name.rpartition("!")
        sheet = self._scope(scope) if scope else self._sheet
        container = _container(self._book, sheet)
        old = self._entry(name)
        if old is not None:
            container.removeByName(old._name)
        content = to_office(refers_to if refers_to.startswith("=") else f"={refers_to}")[1:]
        start = self._app._uno.createUnoStruct("com.sun.star.table.CellAddress")
        try:
            container.addNewByName(bare, content, start, 0)
        except Exception as error:
            raise Refused(f"'{bare}' can't be a name") from error
        return Name(self._book, sheet, bare)


def _container(book: Book, sheet: Any) -> Any:
    return (book._document if sheet is None else sheet).NamedRanges


class Name(Member, base_classes.Name):
    """One name."""

    def __init__(self, book: Book, sheet: Any, name: str) -> None:
        self._app, self._book, self._sheet, self._name = book._app, book, sheet, name

    # Ours

    def _named(self) -> Any:
        return _container(self._book, self._sheet).getByName(self._name)

    def _shown(self) -> str:
        bare = self._name.removeprefix(_BUILT_IN)
        return bare if self._sheet is None else f"{quoted(self._sheet.Name)}!{bare}"

    def _cells(self) -> Range:
        cells = self._named().getReferredCells()
        if cells is None:
            raise Refused(f"The name '{self._name}' does not stand for cells")
        return self._book._range_of(cells)

    # What xlwings asks for

    @property
    def api(self) -> Any:
        """`com.sun.star.sheet.NamedRange`."""
        return self._named()

    @property
    def name(self) -> str:
        """The name, with its sheet if it is a sheet's own."""
        return self._shown()

    @name.setter
    def name(self, value: str) -> None:
        """Raises NotImplementedError."""
        raise NotImplementedError("A name stays as it is: remove it and add another")

    @property
    def refers_to(self) -> str:
        """What it stands for, as a formula."""
        return to_excel(f"={self._named().Content}")

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        """Gives it another meaning."""
        self._named().Content = to_office(value if value.startswith("=") else f"={value}")[1:]

    @property
    def refers_to_range(self) -> Range:
        """The cells that it stands for. Raises Refused where it stands for none."""
        return self._cells()

    def delete(self) -> None:
        """Removes it."""
        _container(self._book, self._sheet).removeByName(self._name)
