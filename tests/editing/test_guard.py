"""The last look: a result in which anything but what was meant has changed does not leave the editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

import pytest

from ecm_xl.backends import editor
from ecm_xl.backends.editor.guard import _agree
from ecm_xl.backends.editor.package import repacked
from ecm_xl.backends.reader.package import Package
from ecm_xl.workbook.edits import (
    AddSheet,
    AppendRows,
    Edit,
    EditRefused,
    Link,
    RedrawRows,
    Refresh,
    ReplaceSheet,
    RowValue,
    SetCell,
)
from ecm_xl.workbook.snapshot import Value
from tests.editing.forms import plain_form
from tests.editing.small import SHEET, STYLES, TABLE, TEXTS, TYPES, WORKBOOK, listed, unzipped
from tests.parts import Parts, zipped

BEFORE: Parts = {
    **listed(
        ("a", "b"),
        beneath='<row r="3"><c r="D3"><f>1+0</f><v>1</v></c><c r="E3"><v>5</v></c></row>',
        names='<definedName name="Mine">Sheet!$E$3</definedName>',
    ),
    "docProps/app.xml": "<a>as it was</a>",
}
EDITS: tuple[Edit, ...] = (
    SetCell("Sheet", 3, 5, "new"),
    Refresh("Sheet", 3, 4, "=1+0", 8),
    AppendRows("List", (("c", "d"), ("e", ""))),
)
Tamper = Callable[[Parts], None]


def swap(part: str, old: str, new: str) -> Tamper:
    def change(parts: Parts) -> None:
        assert old in str(parts[part]), parts[part]
        parts[part] = str(parts[part]).replace(old, new, 1)

    return change


def drop(part: str) -> Tamper:
    def change(parts: Parts) -> None:
        del parts[part]

    return change


def put(part: str) -> Tamper:
    return lambda parts: parts.update({part: "<a/>"})


def tampered(monkeypatch: pytest.MonkeyPatch, change: Tamper, edits: tuple[Edit, ...] = EDITS) -> EditRefused:
    """Why a result is refused in which something was changed on its way."""

    def otherwise(package: Package, changed: Mapping[str, bytes | None]) -> bytes:
        parts = unzipped(repacked(package, changed))
        change(parts)
        return zipped(parts)  # which packs untouched parts as they were

    monkeypatch.setattr(editor, "repacked", otherwise)
    with pytest.raises(EditRefused) as reason:
        editor.edit(zipped(BEFORE), edits)
    return reason.value


def test_a_result_that_is_as_meant_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor, "repacked", lambda *words: zipped(unzipped(repacked(*words))))
    assert "new" in unzipped(editor.edit(zipped(BEFORE), EDITS).data)[TEXTS]


UNTOUCHED = "A part that was not to change has changed."
CELL = "A cell does not read as it was written."
ROWS = "A table does not read as it was written."
OTHER_ROW = "A row that was not to change has changed."
NAMES = "Its names or tables are not what they were."


@pytest.mark.parametrize(
    ("change", "detail", "sheet"),
    [
        (swap("docProps/app.xml", "as it was", "otherwise"), UNTOUCHED, ""),
        (swap(STYLES, 'numFmtId="22"', 'numFmtId="14"'), UNTOUCHED, ""),
        (drop("docProps/app.xml"), UNTOUCHED, ""),
        (put("docProps/more.xml"), UNTOUCHED, ""),
        (drop(TEXTS), "A value in it can't be read.", ""),
        (swap(TEXTS, "<t>new</t>", "<t>New</t>"), CELL, "Sheet"),
        (swap(SHEET, "<v>8</v>", "<v>9</v>"), CELL, "Sheet"),
        (swap(SHEET, "<v>8</v>", ""), CELL, "Sheet"),
        (swap(TEXTS, "<t>e</t>", "<t>x</t>"), ROWS, "Sheet"),
        (swap(TEXTS, "<t>c</t>", "<t>cc</t>"), ROWS, "Sheet"),
        (swap(TABLE, 'ref="A1:B4"', 'ref="A1:B3"'), ROWS, "Sheet"),
        (swap(WORKBOOK, 'name="Mine"', 'name="Yours"'), NAMES, ""),
        (swap(WORKBOOK, "$E$3", "$E$4"), NAMES, ""),
        (swap(TABLE, 'displayName="List"', 'displayName="Other"'), NAMES, ""),
        (swap(SHEET, "</row></sheetData>", "</sheetData>"), "The part xl/worksheets/sheet1.xml is broken.", ""),
        (swap(SHEET, "</row>", ""), "The part xl/worksheets/sheet1.xml is broken.", ""),
        (swap(SHEET, '<row r="1"', '<row r="1" ht="9"'), OTHER_ROW, "Sheet"),
        (swap(SHEET, "<sheetData>", "<sheetData><!--seen-->"), OTHER_ROW, "Sheet"),
        (swap(SHEET, "<sheetData>", '<sheetData><row r="0"/>'), "It has cells outside the sheet.", ""),
        (swap(SHEET, "</sheetData>", '<row r="9"/></sheetData>'), OTHER_ROW, "Sheet"),
        (swap(TYPES, "<Types", "<!DOCTYPE a><Types"), "The part [content_types].xml declares a document type.", ""),
    ],
)
def test_a_result_in_which_something_else_changed_is_refused(
    change: Tamper, detail: str, sheet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = tuple(one for one in EDITS if not isinstance(one, AppendRows)) if detail == CELL else EDITS
    reason = tampered(monkeypatch, change, edits)
    assert (reason.code, reason.detail, reason.sheet, reason.cell) == ("edit-not-as-planned", detail, sheet, "")


@pytest.mark.parametrize(
    "change",
    [
        swap(TABLE, 'ref="A1:B3"', 'ref="A1:B4"'),
        swap(TABLE, 'ref="A1:B3"', 'ref="A1:B2"'),
        swap(TEXTS, "<t>c</t>", "<t>x</t>"),
    ],
)
def test_a_table_drawn_otherwise_is_refused(change: Tamper, monkeypatch: pytest.MonkeyPatch) -> None:
    reason = tampered(monkeypatch, change, (RedrawRows("List", (("c", "d"), ("e", None))),))
    assert (reason.code, reason.detail, reason.sheet) == ("edit-not-as-planned", ROWS, "Sheet")


NOON = datetime(2026, 7, 10, 12)  # noqa: DTZ001 - a cell knows no zone


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("", None),
        ("", ""),
        ("a", "a"),
        ("E7", Link("E7", "Audit!E7")),
        (7.0, 7),
        (True, True),
        (date(2026, 7, 10), date(2026, 7, 10)),
        ("10/07/2026", date(2026, 7, 10)),
        ("10/07/2026 12:00", NOON),
        (NOON, NOON),
        (NOON + timedelta(milliseconds=4), NOON),
        (date(2026, 7, 10), datetime(2026, 7, 10)),  # noqa: DTZ001
        (datetime(2026, 7, 10), date(2026, 7, 10)),  # noqa: DTZ001
        (date(2026, 7, 10), 46213),
        (NOON, 46213.5),
        (time(12), 0.5),
        (datetime(2026, 7, 10, 9, 30, 45), 46213 + 34_245 / 86_400),  # noqa: DTZ001
        (date(1900, 1, 1), 1),
        (timedelta(days=2, hours=12), 2.5),
        (date(2026, 7, 10), 44751),
        (time(9, 30), time(9, 30)),
        ("09:30:00", time(9, 30)),
        (datetime(1899, 12, 31, 12), timedelta(hours=36)),  # noqa: DTZ001
        ("1 day, 12:00:00", timedelta(hours=36)),
        (0.5, time(12)),
    ],
)
def test_what_reads_as_it_was_meant(read: Value, meant: RowValue) -> None:
    assert _agree(read, meant)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("a", None),
        (0.0, ""),
        ("", "a"),
        ("7", 7),
        (7.0, "7"),
        (7.0, 8),
        ("A", "a"),
        ("Audit!E7", Link("E7", "Audit!E7")),
        (date(2026, 7, 11), date(2026, 7, 10)),
        ("2026-07-10", date(2026, 7, 10)),
        (46213.0, date(2026, 7, 10)),
        (NOON, date(2026, 7, 10)),
        (NOON + timedelta(seconds=2), NOON),
        (date(2026, 7, 11), 46213),
        (date(1900, 1, 4), 1),
        (time(12), 5),
        ("9:30", time(9, 30)),
        (2.5, time(12)),
        (timedelta(days=4), timedelta(hours=36)),
    ],
)
def test_what_does_not(read: Value, meant: RowValue) -> None:
    assert not _agree(read, meant)


# Sheets that were put in

NEW_SHEET = "xl/worksheets/sheet2.xml"
SHEETS = "Its sheets are not where they were."
AS_DRAWN = "A new sheet does not read as it was drawn."


def put_in(monkeypatch: pytest.MonkeyPatch, change: Tamper, one: Edit, before: Parts) -> tuple[str, str, str]:
    """Why a sheet that is put in is refused, where something was changed on its way."""

    def otherwise(package: Package, changed: Mapping[str, bytes | None]) -> bytes:
        parts = unzipped(repacked(package, changed))
        change(parts)
        return zipped(parts)

    monkeypatch.setattr(editor, "repacked", otherwise)
    with pytest.raises(EditRefused) as reason:
        editor.edit(zipped(before), [one])
    return reason.value.code, reason.value.detail, reason.value.sheet


def with_names() -> Parts:
    """The workbook with a name of its one sheet, and a window."""
    parts = {**BEFORE}
    text = str(parts[WORKBOOK]).replace("<sheets>", "<bookViews><workbookView/></bookViews><sheets>")
    parts[WORKBOOK] = text.replace("</definedNames>", f"{OWN}</definedNames>")
    return parts


OWN = '<definedName name="Own" localSheetId="0">Sheet!$E$3:$E$4</definedName>'
FORM = plain_form(names={"Wanted": "Form!$A$4:$A$5"})


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (swap("docProps/app.xml", "as it was", "otherwise"), UNTOUCHED),
        (swap(NEW_SHEET, 'r="A4"', 'r="D4"'), AS_DRAWN),
        (swap(TEXTS, "<t>F4</t>", "<t>F5</t>"), AS_DRAWN),
        (swap(WORKBOOK, 'name="Form"', 'name="Form 2"'), SHEETS),
        (swap(WORKBOOK, 'name="Form"', 'name="Form" state="hidden"'), SHEETS),
        (swap(WORKBOOK, 'name="Sheet"', 'name="Sheet" state="hidden"'), SHEETS),
        (swap(WORKBOOK, 'activeTab="1"', 'activeTab="0"'), SHEETS),
        (swap(WORKBOOK, 'localSheetId="1"', 'localSheetId="0"'), NAMES),
        (swap(WORKBOOK, "$E$3:$E$4", "$E$3:$E$5"), NAMES),
        (swap(WORKBOOK, 'name="Wanted"', 'name="Other"'), NAMES),
        (swap(WORKBOOK, 'name="Mine"', 'name="Yours"'), NAMES),
        (swap("xl/tables/table2.xml", 'displayName="Form_Table"', 'displayName="Other"'), NAMES),
        (swap(TABLE, 'displayName="List"', 'displayName="Other"'), UNTOUCHED),
        (drop("xl/tables/table2.xml"), UNTOUCHED),
        (put("xl/more.xml"), UNTOUCHED),
    ],
)
def test_a_new_sheet_that_is_not_as_planned_is_refused(
    change: Tamper, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = AddSheet(FORM, before="Sheet")
    assert put_in(monkeypatch, change, one, with_names()) == ("edit-not-as-planned", detail, "")


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (swap(SHEET, 'r="A4"', 'r="D4"'), AS_DRAWN),
        (swap(WORKBOOK, 'localSheetId="0"', ""), NAMES),
        (
            swap(WORKBOOK, "</sheets>", '<sheet name="More" sheetId="9" r:id="r1"/></sheets>'),
            "Two of its sheets are the same.",
        ),
        (swap("xl/tables/table2.xml", 'displayName="Form_Table"', 'displayName="List"'), NAMES),
    ],
)
def test_a_sheet_drawn_anew_that_is_not_as_planned_is_refused(
    change: Tamper, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ReplaceSheet(plain_form("Sheet"))
    assert put_in(monkeypatch, change, one, with_names()) == ("edit-not-as-planned", detail, "")


def test_sheets_that_are_as_planned_stand() -> None:
    added = unzipped(editor.edit(zipped(with_names()), [AddSheet(FORM, before="Sheet")]).data)
    assert 'activeTab="1"' in str(added[WORKBOOK])
    anew = editor.edit(zipped(with_names()), [ReplaceSheet(plain_form("Sheet"))]).data
    assert OWN in str(unzipped(anew)[WORKBOOK])
