"""A form as it is drawn, with everything that a sheet of ours may hold, for putting into other workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ecm_xl.workbook.book import Bar, Book, Chart, Choice, Column, Mark, Series, Sheet, TableArea

NAME = "Profile & more"
TABLES = ("Profile", "Profile_Prompts")
NAMES = {"Profile_Scale": f"'{NAME}'!$H$2:$H$4", "Profile_For": f"'{NAME}'!$B$2"}
LONG = "Line one\nline two  "


def plain_form(
    name: str = "Form", table: str = "Form_Table", *, hidden: bool = False, names: Mapping[str, str] | None = None
) -> Book:
    """A sheet with a title and one table."""
    sheet = Sheet(name, hidden=hidden)
    sheet.put(1, 1, "A form", "title")
    columns = Column("Ref", note="What each row is known by."), Column("Answer", ("heading", "heading-answer"))
    sheet.tables.append(TableArea(table, (3, 1, 5, 2), columns))
    for row in (4, 5):
        sheet.put(row, 1, f"F{row}", "fixed")
        sheet.put(row, 2, "", "answer")
    return Book("Form", "", date(2026, 7, 10), [sheet], dict(names or {}))


def form() -> Book:
    """Two tables, a chart, notes, marks, lists, dates, links to and fro, a percent bar, page settings."""
    sheet = Sheet(NAME, widths={1: 14, 2: 40, 3: 18, 8: 12}, heights={1: 30, 4: 32.25})
    sheet.put(1, 1, "Profile of partners", "title")
    sheet.put(2, 1, "For", "label")
    sheet.put(2, 2, 'Bea\'s "team" & others <3', "answer", note="Who it is for.")
    sheet.put(2, 3, date(2026, 7, 10), "date")
    for row, word in enumerate(("Strong", "Weak", " Very weak "), 2):
        sheet.put(row, 8, word, "quiet")
    sheet.put(3, 1, "Audit", "link", link="#Audit!A1")
    sheet.put(3, 2, "another file", "link", link="other file.xlsx#Audit!A1")
    _profile(sheet)
    _prompts(sheet)
    sheet.freeze, sheet.protected, sheet.tab_colour = (5, 2), True, "5FA8D3"
    sheet.repeat_rows, sheet.print_columns, sheet.page_heading = (4, 4), (1, 8), ("Profile", "what & why")
    return Book("Form", "", date(2026, 7, 10), [sheet], dict(NAMES))


def _profile(sheet: Sheet) -> None:
    columns = (
        Column("Ref", note="The row's own name."),
        Column("Answer", ("heading", "heading-answer"), note="Choose one from the list."),
        Column("Share", formula='=IF([@Answer]="Strong",1,0)'),
    )
    sheet.tables.append(TableArea(TABLES[0], (4, 1, 6, 3), columns))
    for row, answer in ((5, "Strong"), (6, "Weak")):
        sheet.put(row, 1, f"C6.{row}", "fixed")
        sheet.put(row, 2, answer, "answer")
        share = float(answer == "Strong")
        sheet.put(row, 3, share, "live", "percent", formula='=IF(Profile[[#This Row],[Answer]]="Strong",1,0)')
    sheet.choices.append(Choice((5, 2, 6, 2), "list", "Rating", "Choose one.", "Not in the list.", "Profile_Scale"))
    sheet.marks.append(Mark((5, 2, 6, 2), '=$B5="Strong"', ("level 4 of 5",), stop=True))
    sheet.marks.append(Mark((5, 1, 6, 1), '=$B5=""', ("to-do",)))
    sheet.bars.append(Bar((5, 3, 6, 3), "5FA8D3"))
    series = Series("Now", NAME, (5, 1, 6, 1), (5, 3, 6, 3), "1B4965")
    sheet.charts.append(Chart("radar", 5, 5, 360, 220, "Profile", "Where we stand.", (series,)))


def _prompts(sheet: Sheet) -> None:
    columns = Column("Prompt"), Column("Note"), Column("When")
    sheet.tables.append(TableArea(TABLES[1], (9, 1, 11, 3), columns))
    for row in (10, 11):
        sheet.put(row, 1, f"Prompt {row}", "fixed")
        sheet.put(row, 2, LONG if row == 10 else "", "answer")
        sheet.put(row, 3, date(2026, 9, row), "answer", "date")
    sheet.put(17, 1, "The end")
    sheet.choices.append(Choice((10, 3, 11, 3), "date", "When", "A date.", "Not a date."))
