"""The hidden sheet Working: the counts behind every judgement, one row a Standard and Outcome.

Judgements and the Dashboard refer to it, so that no count is written twice. Its rows: the 60 cells of
the framework, then the Standards.
"""

from __future__ import annotations

from collections.abc import Mapping

from ecm_xl.core.framework import Descriptor, Framework
from ecm_xl.core.judgements import RollUp, planned_year
from ecm_xl.core.progress import share_at_or_above
from ecm_xl.core.ratings import Sort
from ecm_xl.core.remember import for_the_last
from ecm_xl.workbook import formulas, rule_formulas
from ecm_xl.workbook.book import Sheet
from ecm_xl.workbook.names import WORKING
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.layout import Layout, formulas_hold_the_rule, groups, layout


def working_sheet(drawing: Drawing) -> Sheet:
    """The sheet, its formulas with their values."""
    framework, places = drawing.framework, layout(drawing.framework)
    sheet = Sheet(WORKING, hidden=True, protected=True)
    sheet.put(1, 1, "The counts behind the judgements. Nothing here needs typing.", "bold")
    for name, column in places.columns.items():
        sheet.put(2, column, name, "heading")
    judged, written = {f"S{j.standard:02d}": j for j in drawing.judgements}, _formulas(framework)
    for key, descriptors in groups(framework).items():
        ref, _, code = key.partition(".")
        group = judged[ref].outcomes[framework.outcome(code).title] if code else judged[ref].whole
        values = _group_values(framework, key, descriptors, group)
        values |= _extra_values(drawing, descriptors)
        if not code:
            values |= _standard_values(drawing, key, judged[ref].computed_text, group)
        for name, value in values.items():
            sheet.put(places.rows[key], places.columns[name], value, formula=written[key].get(name, ""))
    sheet.widths = {1: 16, places.columns["short"]: 24, places.columns["says"]: 44}
    return sheet


Values = dict[str, str | int | float]
"""Column → what stands there."""


def _group_values(framework: Framework, key: str, descriptors: tuple[Descriptor, ...], group: RollUp) -> Values:
    counts = zip(layout(framework).counts, framework.levels, strict=True)
    return {
        "key": key,
        "label": framework.standard(int(key[1:3])).label,
        "total": len(descriptors),
        **{name: group.counts[level.name] for name, level in counts},
        "left_out": len(descriptors) - group.applicable,
        "rated": group.rated,
        "applicable": group.applicable,
        "level": group.level,
        "short": group.short,
    }


def _extra_values(drawing: Drawing, descriptors: tuple[Descriptor, ...]) -> Values:
    """The counts that the rule needs beside those by rating."""
    framework = drawing.framework
    extras = rule_formulas.extras(framework) if drawing.rule_is_live else ()
    if not extras:
        return {}
    ranks = {
        d.ref: framework.rank[drawing.ratings[d.ref].answer] for d in descriptors if drawing.ratings[d.ref].is_level
    }
    bars = framework.scale.benchmarks
    return {
        extra.field: sum(
            rank >= bars[ref] if extra.rank is None else rank == extra.rank
            for ref, rank in extra.members.of(ranks).items()
        )
        for extra in extras
    }


def _standard_values(drawing: Drawing, key: str, says: str, group: RollUp) -> Values:
    framework = drawing.framework
    mine = [d.ref for d in framework.standard(int(key[1:])).descriptors]
    return {
        "entries": sum(drawing.ratings[ref].sort is not Sort.NOT_RATED for ref in mine),
        "planned": planned_year(drawing.answers.leads, key),
        "says": says,
        "held_back": group.held_back_by,
        **{
            f"share{place}": share_at_or_above(framework, group, level.name)
            for place, level in enumerate(framework.levels[1:], 1)
        },
    }


@for_the_last
def _formulas(framework: Framework) -> Mapping[str, Mapping[str, str]]:
    """Each row's formulas by column: the same in every workbook of the framework."""
    places = layout(framework)
    rows: dict[str, dict[str, str]] = {}
    for key, descriptors in groups(framework).items():
        rows[key] = _group_formulas(framework, places, key) | _extra_formulas(framework, descriptors)
        if "." not in key:
            rows[key] |= _standard_formulas(framework, places, key)
    return rows


def _group_formulas(framework: Framework, places: Layout, key: str) -> dict[str, str]:
    own, total, left_out, rated, applicable, level = (
        places.beside(key, name) for name in ("key", "total", "left_out", "rated", "applicable", "level")
    )
    counts = [places.beside(key, name) for name in places.counts]
    out = next((x for x in framework.no_levels if x.leaves_the_sum), None)
    return {
        **{name: formulas.count(own, x) for name, x in zip(places.counts, framework.levels, strict=True)},
        "left_out": formulas.count(own, out) if out else "",
        "rated": f"=SUM({counts[0]}:{counts[-1]})",
        "applicable": f"={total}-{left_out}",
        "level": formulas.level_or_none(_level(framework, places, key), rated, applicable),
        "short": formulas.short(framework, level, rated, applicable),
    }


def _level(framework: Framework, places: Layout, key: str) -> str:
    if not formulas_hold_the_rule(framework):
        return formulas.text(rule_formulas.RUN_JUDGE)
    return rule_formulas.level(framework, lambda field: places.beside(key, field))


def _extra_formulas(framework: Framework, descriptors: tuple[Descriptor, ...]) -> dict[str, str]:
    extras = rule_formulas.extras(framework) if formulas_hold_the_rule(framework) else ()
    refs = [d.ref for d in descriptors]
    return {extra.field: rule_formulas.extra_column(framework, extra, refs) for extra in extras}


def _standard_formulas(framework: Framework, places: Layout, key: str) -> dict[str, str]:
    cells = {name: places.beside(key, name) for name in ("level", "rated", "applicable", "entries", "planned")}
    is_live = "n_met" in places.columns and formulas_hold_the_rule(framework)
    met = {"met": places.beside(key, "n_met")} if is_live else {}
    counts = [places.beside(key, name) for name in places.counts]
    ref = places.beside(key, "key")
    shares = {}
    for place in range(1, len(framework.levels)):
        better = f"SUM({counts[place]}:{counts[-1]})"
        shares[f"share{place}"] = f"=IF({cells['applicable']}=0,0,{better}/{cells['applicable']})"
    return {
        "entries": formulas.entries(ref),
        "planned": formulas.planned(ref),
        "says": formulas.whole(framework, cells, counts),
        "held_back": formulas.held_back(framework, counts, cells | met),
        **shares,
    }
