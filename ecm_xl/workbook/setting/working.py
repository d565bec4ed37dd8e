"""The hidden sheet Working: the counts behind every judgement, one row a Standard and Outcome.

Judgements and the Dashboard refer to it, so that no count is written twice. Its rows: the 60 cells of
the framework, then the Standards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ecm_xl.core.framework import Descriptor, Framework
from ecm_xl.core.judgements import RollUp, planned_year
from ecm_xl.core.progress import share_at_or_above
from ecm_xl.core.ratings import Sort
from ecm_xl.workbook import formulas
from ecm_xl.workbook.address import cell_absolute, column_letters
from ecm_xl.workbook.book import Sheet
from ecm_xl.workbook.names import WORKING
from ecm_xl.workbook.setting.drawing import Drawing

FIRST_ROW = 3


@dataclass(frozen=True)
class Layout:
    """Where everything stands on Working: field → column, key (`S03`, `S03.SAFE`) → row."""

    columns: Mapping[str, int]
    rows: Mapping[str, int]
    counts: tuple[str, ...]

    def at(self, key: str, field: str) -> str:
        """A cell as other sheets refer to it: `Working!$H$5`."""
        return f"{WORKING}!{cell_absolute(self.rows[key], self.columns[field])}"

    def beside(self, key: str, field: str) -> str:
        """A cell as its own row refers to it: `$H5`."""
        return f"${column_letters(self.columns[field])}{self.rows[key]}"


def layout(framework: Framework) -> Layout:
    """The sheet's columns and rows for that framework."""
    counts = tuple(f"n{place}" for place in range(len(framework.levels)))
    shares = tuple(f"share{place}" for place in range(1, len(framework.levels)))
    fields = (
        "key", "label", "total", *counts, "left_out", "rated", "applicable", "level", "short", "says",
        "entries", "planned", "held_back", *shares,
    )  # fmt: skip
    cells = [f"S{number:02d}.{code}" for number, code in _cells(framework)]
    keys = [*cells, *(standard.ref for standard in framework.standards)]
    return Layout(
        {name: n for n, name in enumerate(fields, 1)},
        {key: n for n, key in enumerate(keys, FIRST_ROW)},
        counts,
    )


def _cells(framework: Framework) -> list[tuple[int, str]]:
    return [(s.number, o.code) for s in framework.standards for o in framework.outcomes]


def working_sheet(drawing: Drawing) -> Sheet:
    """The sheet, its formulas with their values."""
    framework, places = drawing.framework, layout(drawing.framework)
    sheet = Sheet(WORKING, hidden=True, protected=True)
    sheet.put(1, 1, "The counts behind the judgements. Nothing here needs typing.", "bold")
    for name, column in places.columns.items():
        sheet.put(2, column, name, "heading")
    judged = {f"S{j.standard:02d}": j for j in drawing.judgements}
    for (number, code), descriptors in ((cell, framework.cells.get(cell, ())) for cell in _cells(framework)):
        group = judged[f"S{number:02d}"].outcomes[framework.outcome(code).title]
        _group_row(sheet, drawing, places, f"S{number:02d}.{code}", descriptors, group)
    for standard in framework.standards:
        group = judged[standard.ref].whole
        _group_row(sheet, drawing, places, standard.ref, standard.descriptors, group)
        _standard_row(sheet, drawing, places, standard.ref, judged[standard.ref].computed_text, group)
    sheet.widths = {1: 16, places.columns["short"]: 24, places.columns["says"]: 44}
    return sheet


def _group_row(
    sheet: Sheet,
    drawing: Drawing,
    places: Layout,
    key: str,
    descriptors: tuple[Descriptor, ...],
    group: RollUp,
) -> None:
    framework, row = drawing.framework, places.rows[key]
    total, left_out, rated, applicable, level = (
        places.beside(key, name) for name in ("total", "left_out", "rated", "applicable", "level")
    )
    counts = [places.beside(key, name) for name in places.counts]
    out = next((x for x in framework.no_levels if x.leaves_the_sum), None)
    answers = [(name, x, group.counts[x.name]) for name, x in zip(places.counts, framework.levels, strict=True)]

    def put(name: str, value: str | int | float, formula: str = "") -> None:
        sheet.put(row, places.columns[name], value, formula=formula)

    put("key", key)
    put("label", framework.standard(int(key[1:3])).label)
    put("total", len(descriptors))
    for name, answer, value in answers:
        put(name, value, formulas.count(places.beside(key, "key"), answer))
    put(
        "left_out",
        len(descriptors) - group.applicable,
        formulas.count(places.beside(key, "key"), out) if out else "",
    )
    put("rated", group.rated, f"=SUM({counts[0]}:{counts[-1]})")
    put("applicable", group.applicable, f"={total}-{left_out}")
    put("level", group.level, formulas.level_or_none(framework, counts, rated, applicable))
    put("short", group.short, formulas.short(framework, level, rated, applicable))


def _standard_row(sheet: Sheet, drawing: Drawing, places: Layout, key: str, says: str, group: RollUp) -> None:
    framework, row = drawing.framework, places.rows[key]
    cells = {name: places.beside(key, name) for name in ("level", "rated", "applicable", "entries", "planned")}
    counts = [places.beside(key, name) for name in places.counts]
    ref = places.beside(key, "key")
    mine = [d.ref for d in framework.standard(int(key[1:])).descriptors]
    filled = sum(drawing.ratings[r].sort is not Sort.NOT_RATED for r in mine)

    def put(name: str, value: str | int | float, formula: str) -> None:
        sheet.put(row, places.columns[name], value, formula=formula)

    put("entries", filled, formulas.entries(ref))
    put("planned", planned_year(drawing.answers.leads, key), formulas.planned(ref))
    put("says", says, formulas.whole(framework, cells, counts))
    put(
        "held_back",
        group.held_back_by,
        formulas.held_back(framework, counts, cells["rated"], cells["applicable"]),
    )
    for place, level in enumerate(framework.levels[1:], 1):
        better = f"SUM({counts[place]}:{counts[-1]})"
        formula = f"=IF({cells['applicable']}=0,0,{better}/{cells['applicable']})"
        put(f"share{place}", share_at_or_above(framework, group, level.name), formula)
