"""What the program itself puts into the columns of a table: fixed texts and live formulas with their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ecm_xl.core.framework import Descriptor
from ecm_xl.core.progress import to_do
from ecm_xl.core.rows import fixed_texts
from ecm_xl.core.tables import TableModel
from ecm_xl.workbook import formulas
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.layout import Layout, layout


@dataclass(frozen=True, slots=True)
class Live:
    """A formula column. `of(ref)` gives a row's (formula, value); `shared`: the one formula of all rows, if any."""

    of: Callable[[str], tuple[str, str]]
    shared: str = ""


def fixed_values(drawing: Drawing, table: TableModel, ref: str) -> Mapping[str, str]:
    """A grid row's fixed texts by field; `note` is its evidence, `starts a group` says where a thick line goes."""
    texts = fixed_texts(table, drawing.framework, ref)
    if table.rows != "descriptors":
        return texts
    descriptor = drawing.framework.descriptors[ref]
    first = drawing.framework.cells[descriptor.standard, descriptor.outcome][0].ref == ref
    return {
        **texts,
        "note": f"What would count as evidence: {descriptor.evidence}{_benchmark(descriptor)}",
        "starts a group": "yes" if first else "",
    }


def _benchmark(descriptor: Descriptor) -> str:
    return f"\nIts benchmark: {descriptor.benchmark}" if descriptor.benchmark else ""


def live_fields(drawing: Drawing, table: TableModel) -> Mapping[str, Live]:
    """The formula columns of a table by field."""
    if table.name == "Audit":
        return _audit(drawing)
    if table.name == "Judgements":
        return _judgements(drawing)
    return {}


def _audit(drawing: Drawing) -> Mapping[str, Live]:
    formula = formulas.to_do()
    rows = drawing.answers.audit.rows

    def value(ref: str) -> tuple[str, str]:
        return formula, to_do(drawing.framework, drawing.ratings[ref], rows[ref])

    return {"to_do": Live(value, formula)}


def _judgements(drawing: Drawing) -> Mapping[str, Live]:
    places = layout(drawing.framework)
    judged = {f"S{j.standard:02d}": j for j in drawing.judgements}
    decided = formulas.judgement()
    live = {
        outcome.code: _outcome(drawing, places, outcome.code, outcome.title) for outcome in drawing.framework.outcomes
    }
    live["rated"] = Live(
        lambda ref: (
            f'={places.at(ref, "rated")}&" of "&{places.at(ref, "applicable")}',
            f"{judged[ref].whole.rated} of {judged[ref].whole.applicable}",
        )
    )
    live["computed"] = Live(lambda ref: (f"={places.at(ref, 'says')}", judged[ref].computed_text))
    live["judgement"] = Live(lambda ref: (decided, judged[ref].judgement or judged[ref].computed_text), decided)
    live["held_back_by"] = Live(lambda ref: (f"={places.at(ref, 'held_back')}", judged[ref].whole.held_back_by))
    return live


def _outcome(drawing: Drawing, places: Layout, code: str, title: str) -> Live:
    judged = {f"S{j.standard:02d}": j for j in drawing.judgements}
    return Live(lambda ref: (f"={places.at(f'{ref}.{code}', 'short')}", judged[ref].outcomes[title].short))
