"""The hidden sheet Lists: what drop-downs offer, which spellings count, and what this workbook is."""

from __future__ import annotations

from collections.abc import Sequence

from ecm_xl.core.framework import Framework, Level, NoLevel
from ecm_xl.core.tables import Field, SettingModel, TableModel
from ecm_xl.workbook.address import range_absolute
from ecm_xl.workbook.book import Book, CellValue, Sheet
from ecm_xl.workbook.formulas import NEEDS_EVIDENCE, NEEDS_NOTHING, NEEDS_REASON
from ecm_xl.workbook.names import HIDDEN_DETAILS, LISTS
from ecm_xl.workbook.setting.drawing import Drawing


def choice_name(table: TableModel, field: Field) -> str:
    """The name of a choice field's list: `Agencies_Kind`. Forms have none: theirs could be that of a table."""
    return f"{table.name}_{field.id.title()}"


def lists(model: SettingModel) -> dict[str, Sequence[CellValue]]:
    """Every list by its name."""
    framework = model.framework
    answers: tuple[Level | NoLevel, ...] = (*framework.levels, *(x for x in framework.no_levels if x.offered))
    found: dict[str, Sequence[CellValue]] = {
        "Ratings": list(framework.offered),
        "Levels": [level.name for level in framework.judgement_levels],
        "Rating_Spellings": [word for word, _ in _spellings(answers)],
        "Rating_Needs": [_needs(framework, name) for _, name in _spellings(answers)],
        "Level_Spellings": [word for word, _ in _spellings(framework.judgement_levels)],
        "Level_Names": [name for _, name in _spellings(framework.judgement_levels)],
        "Setting_Types": [x.title for x in framework.setting_types],
        "Routes": [x.title for x in framework.routes],
    }
    for table in model.tables:
        for field in table.fields:
            if field.kind == "choice" and not table.sheet:  # a form brings its own choices with it
                found[choice_name(table, field)] = list(field.choices)
    return {name: items for name, items in found.items() if items}


def _spellings(answers: Sequence[Level | NoLevel]) -> list[tuple[str, str]]:
    """(spelling, answer) of every answer."""
    return [(word, x.name) for x in answers for word in (x.name, *x.spellings)]


def _needs(framework: Framework, answer: str) -> int:
    """What an answer needs beside it."""
    if answer in framework.needs_reason:
        return NEEDS_REASON
    return NEEDS_EVIDENCE if answer == framework.best else NEEDS_NOTHING


def lists_sheet(drawing: Drawing, book: Book) -> Sheet:
    """The sheet; its lists and the named cells on it are added to the book's names."""
    sheet = Sheet(LISTS, hidden=True, protected=True)
    sheet.put(1, 1, "What the lists of this workbook offer. Nothing here needs typing.", "bold")
    for row, name in enumerate(HIDDEN_DETAILS, 2):
        value: CellValue = drawing.details.get(name, "")
        sheet.put(row, 1, name.replace("_", " "), "label")
        sheet.put(row, 2, value, "plain", "text")
        book.names[name] = f"{LISTS}!{range_absolute(row, 2, row, 2).partition(':')[0]}"
    for column, (name, items) in enumerate(lists(drawing.model).items(), 1):
        sheet.put(5, column, name, "heading")
        for row, item in enumerate(items, 6):
            sheet.put(row, column, item)
        book.names[name] = f"{LISTS}!{range_absolute(6, column, 5 + len(items), column)}"
        sheet.widths[column] = 26
    return sheet
