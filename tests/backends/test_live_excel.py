"""What Excel itself, and xlwings with it, do otherwise than LibreOffice: told by stand-ins, as no Excel runs here."""

from __future__ import annotations

import atexit
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import xlwings

from ecm_xl.backends.light import load_xlwings
from ecm_xl.backends.live import LiveBook, attach, full_name, is_refusal
from ecm_xl.backends.live.reading import _formats, _values, outline_of
from ecm_xl.backends.live.values import as_value, error_in
from ecm_xl.backends.places import LINUX, Machine
from ecm_xl.workbook.saved import LeftAlone

# What xlwings does by itself


@pytest.mark.parametrize("name", ["xlwings._xlwindows", "xlwings._xlmac"])
def test_nothing_happens_to_other_excels_when_python_ends(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    taken_back: list[Any] = []
    engine: Any = ModuleType(name)
    engine.cleanup = lambda: None
    monkeypatch.setitem(sys.modules, name, engine)
    monkeypatch.setattr(atexit, "unregister", taken_back.append)
    load_xlwings()
    assert taken_back == [engine.cleanup]
    assert not hasattr(engine, "N_COM_ATTEMPTS")


def test_a_refused_call_is_not_repeated_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    engine: Any = ModuleType("xlwings._xlwindows")
    engine.cleanup, engine.N_COM_ATTEMPTS = lambda: None, 0
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", engine)
    load_xlwings()
    assert engine.N_COM_ATTEMPTS > 0


# Refusals


class ExcelBusyError(Exception):
    """xlwings' own, by its name."""


class CommandError(Exception):
    """A Mac's, with a number."""

    def __init__(self, errornumber: int) -> None:
        super().__init__("reference", (), "event")
        self.errornumber = errornumber


def com_error(scode: int | None) -> Exception:
    """As Windows tells of it: the number that matters stands last within the third part."""
    return Exception(-2147352567, "Exception occurred.", (0, "Microsoft Excel", "", None, 0, scode), None)


@pytest.mark.parametrize("error", [com_error(-2146777998), ExcelBusyError(), CommandError(-1712)])
def test_refusals_of_excel_on_both_systems(error: Exception) -> None:
    assert is_refusal(error)


@pytest.mark.parametrize(
    "error", [com_error(-2146827284), com_error(None), Exception(-2147352567, "", None, None), CommandError(-50)]
)
def test_other_errors_of_excel_are_no_refusals(error: Exception) -> None:
    assert not is_refusal(error)


# Excel without an open workbook


@pytest.mark.parametrize(("pid", "is_found"), [(7, True), (8, False)])
def test_an_excel_without_a_workbook_is_found(monkeypatch: pytest.MonkeyPatch, pid: int, is_found: bool) -> None:
    running = object()
    client: Any = ModuleType("win32com.client")
    client.GetActiveObject = {"Excel.Application": running}.__getitem__
    monkeypatch.setitem(sys.modules, "win32com", ModuleType("win32com"))
    monkeypatch.setitem(sys.modules, "win32com.client", client)

    def add(xl: object) -> Any:
        assert xl is running
        return SimpleNamespace(pid=7)

    monkeypatch.setattr(xlwings, "engines", {"excel": SimpleNamespace(apps=SimpleNamespace(add=add))})
    monkeypatch.setattr(xlwings, "apps", SimpleNamespace(keys=list, active=None))
    if is_found:
        assert attach(pid).pid == 7
    else:
        with pytest.raises(Exception, match="Excel could not be found"):
            attach(pid)


# Where a workbook lies


class Book:
    """A workbook in OneDrive, of which xlwings finds no folder on this computer; `sheets` are its sheets' names."""

    name = "Audit.xlsx"

    def __init__(self, fullname: str | Exception, *sheets: str) -> None:
        self._fullname, self.sheets = fullname, [SimpleNamespace(name=sheet) for sheet in sheets]

    @property
    def fullname(self) -> str:
        """As xlwings has it."""
        if isinstance(self._fullname, Exception):
            raise self._fullname
        return self._fullname


def test_a_workbook_in_onedrive_without_a_folder_here_is_known_by_its_title(tmp_path: Path) -> None:
    here = str(tmp_path / "Audit.xlsx")
    assert full_name(Book(here, "Start")) == here
    assert full_name(Book(xlwings.XlwingsError("Couldn't find your local OneDrive file"), "Start")) == "Audit.xlsx"


def test_a_workbook_has_no_say_in_where_onedrive_lies(tmp_path: Path) -> None:
    planted = Book(str(tmp_path / "Elsewhere.xlsx"), "Start", "XLWINGS.conf")
    assert full_name(planted) == "Audit.xlsx"


def test_a_refusal_stays_one() -> None:
    with pytest.raises(ExcelBusyError):
        full_name(Book(ExcelBusyError(), "Start"))


# Values


def test_money_is_a_number() -> None:
    told = as_value(Decimal("12.50"))
    assert (told, type(told)) == (12.5, float)


def test_errors_that_xlwings_does_not_know_are_errors() -> None:
    assert [error_in(seen) for seen in (-2146826243, -2146826238, True, 5)] == ["#SPILL!", "#CALC!", "", ""]


class CellsOnAMac:
    """Six cells. With `err_to_str` xlwings fails there, as it does on a Mac for more than one cell."""

    api = SimpleNamespace(string_value=SimpleNamespace(get=lambda: [["a", "#REF!", ""], ["0", "#N/A yet", "FALSE"]]))

    def options(self, *, ndim: int, empty: str, err_to_str: bool = False) -> Any:
        """As xlwings has it."""
        assert ndim == 2
        if err_to_str:
            raise TypeError("'NoneType' object is not iterable")
        return SimpleNamespace(value=[["a", empty, empty], [0.0, "#N/A yet", False]])


def test_a_mac_tells_errors_too() -> None:
    assert _values(CellsOnAMac()) == [["a", "#REF!", ""], [0.0, "#N/A yet", False]]


def test_formats_that_differ_are_told_one_by_one_on_a_mac() -> None:
    codes = {2: "h:mm", 3: "0.0", 4: object()}

    def cells(first: tuple[int, int], last: tuple[int, int]) -> Any:
        return SimpleNamespace(number_format=codes[first[0]] if first == last else object())

    sheet: Any = SimpleNamespace(range=cells)
    assert list(_formats(sheet, 1, [2, 3, 4])) == [(2, "h:mm"), (3, "0.0"), (4, "")]


def test_a_sheet_that_is_hidden_from_the_menu_as_well_is_hidden() -> None:
    shown: dict[str, Any] = {"Start": -1, "Audit": True, "Lists": 2, "Mine": 0, "Other": False}
    sheets = [SimpleNamespace(name=name, visible=visible, tables=[]) for name, visible in shown.items()]
    assert outline_of(SimpleNamespace(sheets=sheets)).hidden == {"Lists", "Mine", "Other"}


def test_nobody_is_led_to_a_hidden_sheet(tmp_path: Path) -> None:
    sheets = [SimpleNamespace(name="Dashboard", visible=0, tables=[])]  # to activate it would fail, as in Excel
    book = LiveBook(SimpleNamespace(sheets=sheets), Machine(LINUX, tmp_path, {}), "", lambda _: None)
    with pytest.raises(LeftAlone, match="The sheet Dashboard is hidden"):
        book.go_to("Dashboard", 1, 1)
