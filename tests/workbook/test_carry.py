"""What goes over from an old workbook to a new one, and every way in which a cell does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.framework import Descriptor
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import model_for
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workbook.carry import Carried, Count, carry, with_changes
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.parse.strays import Stray, Why
from ecm_xl.workbook.parse.whole import parse_whole
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, Value

NEW_DAY = date(2027, 9, 1)
Draw = Callable[..., Snapshot]


def carried(model: SettingModel, snapshot: Snapshot, **given: CellValue) -> Carried:
    return carry(model, parse_whole(model, snapshot), given, NEW_DAY)


def without_blank(content: Content) -> dict[str, dict[str, Mapping[str, CellValue]]]:
    rows = {name: {ref: row for ref, row in table.items() if row} for name, table in content.items()}
    return {name: table for name, table in rows.items() if table}


def sheet_of(snapshot: Snapshot, name: str) -> SheetSnapshot:
    sheet = snapshot.sheet(name)
    assert sheet is not None
    return sheet


# What goes over

CONTENT: Content = {
    "Audit": {
        "S01.HEALTH.1": {"rating": "Embeded", "evidence": "E01", "comment": date(2025, 3, 1), "date": "in March"},
        "S12.SAFE.1": {"rating": "Developing", "lead": "Jo Green", "date": datetime(2026, 3, 14, 10, 22)},  # noqa: DTZ001
    },
    "Judgements": {"S04": {"override": "Embedded", "override_by": "Head", "reason": "Seen on the visit"}},
    "Leads": {"S02": {"lead": "Sam", "planned": 2027}},
    "Agencies": {"A01": {"agency": "Health visitors", "kind": "Health"}},
    "Mapping": {"A01": {"agency": "Health visitors", "SAFE": "Home visits", "impact": 4.5}},
    "Plan": {"T02": {"target": "=calmer lunches", "by_when": date(2026, 12, 1)}},
    "Evidence": {"E31": {"title": "The thirty-first"}, "E02": {"title": " spaces ", "where": time(10, 30)}},
    "Changes": {"a": {"when": date(2025, 9, 1), "by": "Jo", "to": "x"}, "b": {"when": date(2025, 9, 2), "by": "Al"}},
    "History": {"a": {"date": date(2025, 9, 1), "standard": "01 Ethos", "rated": 17}},
}


def test_every_answer_goes_over_as_it_was_typed_and_every_record_with_its_rows(
    model: SettingModel, snapshot: Draw
) -> None:
    result = carried(model, snapshot(CONTENT, Setting_Name="Oak", Setting_Id="oak", URN="123456"))
    records = {name: list(rows.values()) for name, rows in result.content.items() if name in ("Changes", "History")}
    assert records == {name: list(CONTENT[name].values()) for name in records}
    answers = {name: rows for name, rows in result.content.items() if name not in records}
    assert without_blank(answers) == {name: rows for name, rows in CONTENT.items() if name not in records}
    assert result.strays == ()
    assert result.details == {
        "Setting_Name": "Oak",
        "Setting_Id": "oak",
        "URN": "123456",
        "Started_On": NEW_DAY,
    }
    assert result.counts == (
        Count("Start", 2),
        Count("Audit", 7, 2),
        Count("Judgements", 3, 1),
        Count("Leads", 2, 1),
        Count("Agencies", 2, 1),
        Count("Mapping", 3, 1),
        Count("Plan", 2, 1),
        Count("Evidence", 3, 2),
        Count("Changes", 0, 2),
        Count("History", 0, 1),
    )


def test_a_registers_refs_go_over_in_their_order_those_without_answers_too(
    model: SettingModel, snapshot: Draw, today: date
) -> None:
    old = snapshot({"Evidence": {"E45": {"title": "Last"}, "E40": {}, "E31": {"title": "First"}}})
    result = carried(model, old)
    drawn = parse(model, snapshot_of(setting_book(model, {}, result.content, today))).answers.tables["Evidence"]
    assert list(drawn.numbers) == [*(f"E{n:02d}" for n in range(1, 31)), "E45", "E40", "E31"]


def test_rows_and_columns_in_any_order_and_sheets_of_other_names_go_over(model: SettingModel, snapshot: Draw) -> None:
    """As other programs save it: no tables, no names."""
    old = snapshot(CONTENT)
    straight = carried(model, old)
    old.tables.clear()
    for sheet in old.sheets:
        sheet.rows[4:] = reversed(sheet.rows[4:]) if sheet.name in ("Audit", "Leads") else sheet.rows[4:]
        sheet.formulas = frozenset()
    assert without_blank(carried(model, old).content) == without_blank(straight.content)


# Start


def test_what_is_given_wins_and_what_stood_there_is_listed(model: SettingModel, snapshot: Draw) -> None:
    old = snapshot(
        None, Setting_Name="Oak", Setting_Id="oak", Started_On=date(2025, 9, 1), Route="Route 2", Phase="3-11"
    )
    result = carried(model, old, Setting_Name="Oak Hill", Route="Route 2")
    assert result.details == {
        "Setting_Name": "Oak Hill",
        "Setting_Id": "oak",
        "Started_On": NEW_DAY,
        "Route": "Route 2",
        "Phase": "3-11",
    }
    assert result.strays == result.replaced == (
        Stray("Start", "", "Name of the setting", "Start", "C7", "Oak", Why.REPLACED, "Oak Hill"),
        Stray(
            "Start", "", "Work towards the Standards began on", "Start", "C15", "01/09/2025", Why.REPLACED, NEW_DAY
        ),
    )  # fmt: skip
    assert result.counts == (Count("Start", 2),)


def test_an_error_on_start_is_listed(model: SettingModel, snapshot: Draw) -> None:
    old = snapshot(None, Setting_Name="Oak")
    sheet_of(old, "Start").rows[6][2] = ""
    sheet_of(old, "Start").errors[7, 3] = "#NAME?"
    assert carried(model, old).strays == (
        Stray("Start", "", "Name of the setting", "Start", "C7", "#NAME?", Why.NOT_READ),
    )


# Another version of the Standards


def other_version(model: SettingModel) -> SettingModel:
    """An older version: S01.HEALTH.1 in other words, and S01.HEALTH.9 that is no more."""
    first = model.framework.standards[0]
    reworded = replace(first.descriptors[0], text="Health is spoken of.")
    gone = Descriptor("S01.HEALTH.9", 1, "HEALTH", "Children run.", "A list")
    standard = replace(first, descriptors=(reworded, *first.descriptors[1:], gone))
    old = replace(model.framework, version="0.1", standards=(standard, *model.framework.standards[1:]))
    return model_for(old)


def test_an_older_versions_answers_go_over_by_their_refs(model: SettingModel, today: date) -> None:
    older = other_version(model)
    content = {"Audit": {ref: {"rating": "Embedded"} for ref in ("S01.HEALTH.1", "S01.HEALTH.2", "S01.HEALTH.9")}}
    old = snapshot_of(setting_book(older, {}, content, today))
    result = carried(model, old)
    assert without_blank(result.content) == {
        "Audit": {"S01.HEALTH.1": {"rating": "Embedded"}, "S01.HEALTH.2": {"rating": "Embedded"}}
    }
    row = next(n for n, cells in enumerate(sheet_of(old, "Audit").rows, 1) if cells[0] == "S01.HEALTH.9")
    now = model.framework.descriptors["S01.HEALTH.1"].text
    assert result.replaced == (
        Stray("Start", "", "Version of the Standards", "Start", "C17", "0.1", Why.REPLACED, model.framework.version),
    )
    assert result.reworded == (
        Stray("Audit", "S01.HEALTH.1", "Descriptor", "Audit", "D5", "Health is spoken of.", Why.REWORDED, now),
    )
    assert result.left_behind == tuple(
        Stray("Audit", "S01.HEALTH.9", heading, "Audit", f"{letter}{row}", text, Why.UNKNOWN_REF)
        for letter, heading, text in (
            ("B", "Standard", "01 Ethos"),
            ("C", "Outcome", "Be healthy"),
            ("D", "Descriptor", "Children run."),
            ("E", "Rating", "Embedded"),
        )
    )


def test_other_words_for_a_row_without_answers_need_no_look(model: SettingModel, today: date) -> None:
    old = snapshot_of(setting_book(other_version(model), {}, {"Audit": {"S01.HEALTH.2": {"lead": "Jo"}}}, today))
    assert carried(model, old).reworded == ()


# What does not go over

Change = Callable[[Snapshot], None]


def put(name: str, row: int, column: int, value: Value) -> Change:
    def change(snapshot: Snapshot) -> None:
        sheet = sheet_of(snapshot, name)
        for cells in sheet.rows:
            cells.extend([""] * (column - len(cells)))
        sheet.rows += [[""] * len(sheet.rows[0]) for _ in range(row - len(sheet.rows))]
        sheet.rows[row - 1][column - 1] = value

    return change


def error(name: str, row: int, column: int) -> Change:
    def change(snapshot: Snapshot) -> None:
        put(name, row, column, "")(snapshot)
        sheet_of(snapshot, name).errors[row, column] = "#REF!"

    return change


def formula(name: str, row: int, column: int, shows: Value) -> Change:
    def change(snapshot: Snapshot) -> None:
        put(name, row, column, shows)(snapshot)
        sheet_of(snapshot, name).formulas |= {(row, column)}

    return change


def merged(name: str, *area: int) -> Change:
    def change(snapshot: Snapshot) -> None:
        sheet_of(snapshot, name).merged += ((area[0], area[1], area[2], area[3]),)

    return change


def second_sheet(snapshot: Snapshot) -> None:
    audit = sheet_of(snapshot, "Audit")
    copy = replace(audit, name="Audit (2)", rows=[list(row) for row in audit.rows], formulas=audit.formulas)
    copy.rows[5][5] = "In the copy"
    snapshot.sheets.append(copy)


def without_headings(snapshot: Snapshot) -> None:
    snapshot.tables.clear()
    sheet = sheet_of(snapshot, "Plan")
    sheet.rows[3] = [""] * len(sheet.rows[3])


def own_sheet(snapshot: Snapshot) -> None:
    snapshot.sheets.append(SheetSnapshot("My notes", rows=[["Buy milk"]]))


@dataclass(frozen=True)
class Case:
    """What is done to a workbook in which S01.HEALTH.1 (row 5) is Embedded with evidence Log, what is listed,
    and what has gone over all the same."""

    changes: tuple[Change, ...]
    strays: tuple[Stray, ...]
    over: Content


def audit(ref: str, field: str, cell: str, was: Value, why: Why) -> Stray:
    return Stray("Audit", ref, field, "Audit", cell, was, why)


STAYS: Content = {"Audit": {"S01.HEALTH.1": {"rating": "Embedded", "evidence": "Log"}}}
CASES: Mapping[str, Case] = {
    "a Ref that is not known": Case(
        (put("Audit", 5, 1, "S99.SAFE.1"), put("Audit", 5, 2, ""), put("Audit", 5, 3, ""), put("Audit", 5, 4, "")),
        (
            audit("S99.SAFE.1", "Rating", "E5", "Embedded", Why.UNKNOWN_REF),
            audit("S99.SAFE.1", "Evidence", "F5", "Log", Why.UNKNOWN_REF),
        ),
        {},
    ),
    "words where a Ref belongs": Case(
        (put("Audit", 230, 1, "Seen by the Head"),),
        (audit("Seen by the Head", "Ref", "A230", "Seen by the Head", Why.UNKNOWN_REF),),
        STAYS,
    ),
    "a row without its Ref": Case(
        (put("Plan", 40, 5, "Calm"),),
        (Stray("Plan", "row 40", "Target", "Plan", "E40", "Calm", Why.WITHOUT_REF),),
        STAYS,
    ),
    "a Ref in two rows": Case(
        (put("Evidence", 5, 2, "First"), put("Evidence", 6, 1, "e01"), put("Evidence", 6, 2, "Second")),
        (
            Stray("Evidence", "E01", "Title", "Evidence", "B5", "First", Why.TWICE),
            Stray("Evidence", "e01", "Title", "Evidence", "B6", "Second", Why.TWICE),
        ),
        STAYS,
    ),
    "an error": Case(
        (error("Audit", 5, 6),),
        (audit("S01.HEALTH.1", "Evidence", "F5", "#REF!", Why.NOT_READ),),
        {"Audit": {"S01.HEALTH.1": {"rating": "Embedded"}}},
    ),
    "formulas": Case(
        (formula("Audit", 5, 6, 3.0), formula("Audit", 6, 6, "")),
        (
            audit("S01.HEALTH.1", "Evidence", "F5", "3", Why.NOT_READ),
            audit("S01.HEALTH.2", "Evidence", "F6", "(a formula)", Why.NOT_READ),
        ),
        {"Audit": {"S01.HEALTH.1": {"rating": "Embedded"}}},
    ),
    "merged answers": Case(
        (merged("Audit", 5, 6, 6, 6),),
        (audit("S01.HEALTH.1", "Evidence", "F5", "Log", Why.NOT_READ),),
        {"Audit": {"S01.HEALTH.1": {"rating": "Embedded"}}},
    ),
    "a column of somebody's own": Case(
        (put("Audit", 4, 12, "Our notes"), put("Audit", 7, 12, date(2026, 1, 2))),
        (audit("S01.HEALTH.3", "Our notes", "L7", date(2026, 1, 2), Why.WITHOUT_COLUMN),),
        STAYS,
    ),
    "an entry beside the table": Case(
        (put("Audit", 5, 13, 0),),
        (audit("S01.HEALTH.1", "column M", "M5", 0, Why.WITHOUT_COLUMN),),
        STAYS,
    ),
    "a heading that was changed": Case(
        (put("Audit", 4, 6, "What shows it"),),
        (audit("S01.HEALTH.1", "What shows it", "F5", "Log", Why.WITHOUT_COLUMN),),
        {"Audit": {"S01.HEALTH.1": {"rating": "Embedded"}}},
    ),
    "a second sheet": Case(
        (second_sheet,),
        tuple(
            Stray("Audit", ref, field, "Audit (2)", cell, was, Why.SECOND_SHEET)
            for ref, field, cell, was in (
                ("S01.HEALTH.1", "Rating", "E5", "Embedded"),
                ("S01.HEALTH.1", "Evidence", "F5", "Log"),
                ("S01.HEALTH.2", "Evidence", "F6", "In the copy"),
            )
        ),
        STAYS,
    ),
    "a sheet without its headings": Case(
        (put("Plan", 6, 5, "Calm"), without_headings),
        (Stray("Plan", "T02", "column E", "Plan", "E6", "Calm", Why.WITHOUT_HEADINGS),),
        STAYS,
    ),
    "a sheet of somebody's own": Case(
        (own_sheet,),
        (Stray("My notes", "", "", "My notes", "", "(a sheet of its own)", Why.OWN_SHEET),),
        STAYS,
    ),
    "a record with an error and a column of somebody's own": Case(
        (
            put("History", 5, 2, "Jo"),
            error("History", 5, 3),
            put("History", 4, 11, "Our own"),
            put("History", 7, 11, "x"),
        ),
        (
            Stray("History", "5", "Standard", "History", "C5", "#REF!", Why.NOT_READ),
            Stray("History", "7", "Our own", "History", "K7", "x", Why.WITHOUT_COLUMN),
        ),
        {**STAYS, "History": {"5": {"by": "Jo"}}},
    ),
    "a text longer than a cell may hold": Case(
        (put("Audit", 5, 6, "\U0001f642" * 16_384),),
        (audit("S01.HEALTH.1", "Evidence", "F5", "\U0001f642" * 16_384, Why.TOO_LONG),),
        {"Audit": {"S01.HEALTH.1": {"rating": "Embedded"}}},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_go_over_is_listed_with_what_stood_there(model: SettingModel, snapshot: Draw, case: str) -> None:
    old = snapshot(STAYS)
    for change in CASES[case].changes:
        change(old)
    result = carried(model, old)
    assert result.left_behind == result.strays == CASES[case].strays
    assert without_blank(result.content) == CASES[case].over


def test_there_is_a_case_for_every_reason() -> None:
    elsewhere = {Why.REPLACED, Why.REWORDED, Why.BESIDE}
    assert {stray.why for case in CASES.values() for stray in case.strays} | elsewhere == set(Why)


# Changes


def test_changes_grows_by_a_row_a_table_and_a_row_a_cell(model: SettingModel, snapshot: Draw, today: date) -> None:
    old = snapshot({**STAYS, "Changes": {"a": {"when": date(2025, 9, 1), "by": "Jo", "command": "merge"}}})
    put("Evidence", 40, 2, "No Ref")(old)
    put("Audit", 6, 6, "long" * 10_000)(old)
    content = with_changes(carried(model, old), today, "Sam", "Oak 2026.xlsx")
    drawn = parse_whole(model, snapshot_of(setting_book(model, {}, content, today))).records["Changes"]
    told: dict[str, CellValue] = {"when": today, "by": "Sam", "command": "new --from", "source": "Oak 2026.xlsx"}
    long: dict[str, CellValue] = {"table": "Audit", "ref": "S01.HEALTH.2", "field": "Evidence"}
    assert [row.values for row in drawn.rows.values()] == [
        {"when": date(2025, 9, 1), "by": "Jo", "command": "merge"},
        told | {"table": "Audit", "to": "2 answers in 1 row"},
        told | {"table": "Changes", "to": "1 row"},
        told | {"table": "Evidence", "ref": "row 40", "field": "Title", "from": "No Ref"},
        told | long | {"from": ("long" * 10_000)[:16_383]},
        told | long | {"from": ("long" * 10_000)[16_383:32_766]},
        told | long | {"from": ("long" * 10_000)[32_766:]},
    ]
