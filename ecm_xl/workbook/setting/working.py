"""The hidden sheet Working: the counts behind every judgement, one row a Standard and Outcome.

Judgements and the Dashboard refer to it, so that no count is written twice. Its rows: the 60 cells of
the framework, then the Standards.
"""

from __future__ import annotations

from ecm_xl.core.framework import Descriptor
from ecm_xl.core.judgements import RollUp, planned_year
from ecm_xl.core.progress import share_at_or_above
from ecm_xl.core.ratings import Sort
from ecm_xl.workbook import formulas, rule_formulas
from ecm_xl.workbook.book import Sheet
from ecm_xl.workbook.names import WORKING
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.layout import Layout, groups, layout


def working_sheet(drawing: Drawing) -> Sheet:
    """The sheet, its formulas with their values."""
    framework, places = drawing.framework, layout(drawing.framework)
    sheet = Sheet(WORKING, hidden=True, protected=True)
    sheet.put(1, 1, "The counts behind the judgements. Nothing here needs typing.", "bold")
    for name, column in places.columns.items():
        sheet.put(2, column, name, "heading")
    judged = {f"S{j.standard:02d}": j for j in drawing.judgements}
    for key, descriptors in groups(framework).items():
        ref, _, code = key.partition(".")
        group = judged[ref].outcomes[framework.outcome(code).title] if code else judged[ref].whole
        _group_row(sheet, drawing, places, key, descriptors, group)
        _extra_columns(sheet, drawing, places, key, descriptors)
        if not code:
            _standard_row(sheet, drawing, places, key, judged[ref].computed_text, group)
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
    put("level", group.level, formulas.level_or_none(_level(drawing, places, key), rated, applicable))
    put("short", group.short, formulas.short(framework, level, rated, applicable))


def _level(drawing: Drawing, places: Layout, key: str) -> str:
    if not drawing.rule_is_live:
        return formulas.text(rule_formulas.RUN_JUDGE)
    return rule_formulas.level(drawing.framework, lambda field: places.beside(key, field))


def _extra_columns(
    sheet: Sheet, drawing: Drawing, places: Layout, key: str, descriptors: tuple[Descriptor, ...]
) -> None:
    """The counts that the rule needs beside those by rating."""
    framework = drawing.framework
    if not drawing.rule_is_live:
        return
    ranks = {
        d.ref: framework.rank[drawing.ratings[d.ref].answer] for d in descriptors if drawing.ratings[d.ref].is_level
    }
    for extra in rule_formulas.extras(framework):
        mine = extra.members.of(ranks)
        bars = framework.scale.benchmarks
        value = sum(rank >= bars[ref] if extra.rank is None else rank == extra.rank for ref, rank in mine.items())
        formula = rule_formulas.extra_column(framework, extra, [d.ref for d in descriptors])
        sheet.put(places.rows[key], places.columns[extra.field], value, formula=formula)


def _standard_row(sheet: Sheet, drawing: Drawing, places: Layout, key: str, says: str, group: RollUp) -> None:
    framework, row = drawing.framework, places.rows[key]
    cells = {name: places.beside(key, name) for name in ("level", "rated", "applicable", "entries", "planned")}
    met = {"met": places.beside(key, "n_met")} if "n_met" in places.columns and drawing.rule_is_live else {}
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
        formulas.held_back(framework, counts, cells | met),
    )
    for place, level in enumerate(framework.levels[1:], 1):
        better = f"SUM({counts[place]}:{counts[-1]})"
        formula = f"=IF({cells['applicable']}=0,0,{better}/{cells['applicable']})"
        put(f"share{place}", share_at_or_above(framework, group, level.name), formula)
