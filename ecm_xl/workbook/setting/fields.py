"""What the program itself puts into the columns of a table: fixed texts and live formulas with their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ecm_xl.core.forms.case import texts_of
from ecm_xl.core.framework import Descriptor
from ecm_xl.core.progress import to_do
from ecm_xl.core.rows import split_ref, whose_of
from ecm_xl.core.tables import Field, TableModel
from ecm_xl.core.words import as_shown
from ecm_xl.workbook import formulas
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.layout import Layout, layout

SHOWS_JUDGEMENT = "Judgements.judgement"
"""What a form looks up that is itself worked out."""


@dataclass(frozen=True, slots=True)
class Live:
    """A formula column. `of(ref)` gives a row's (formula, value); `shared`: the one formula of all rows, if any."""

    of: Callable[[str], tuple[str, str]]
    shared: str = ""


def fixed_values(drawing: Drawing, table: TableModel, ref: str) -> Mapping[str, str]:
    """A grid row's fixed texts by field; `note` is its evidence, `starts a group` says where a thick line goes."""
    texts = texts_of(table, drawing.framework, ref)
    if table.rows == "own":
        return {**texts, **_own(table, ref)}
    if table.rows != "descriptors":
        return texts
    descriptor = drawing.framework.descriptors[ref]
    first = drawing.framework.cells[descriptor.standard, descriptor.outcome][0].ref == ref
    return {
        **texts,
        "noted": "descriptor",
        "note": f"What would count as evidence: {descriptor.evidence}{_benchmark(descriptor)}",
        "starts a group": "yes" if first else "",
    }


def _own(table: TableModel, ref: str) -> Mapping[str, str]:
    """Of a row that the form brings: its note stands at its last fixed text; a group begins where the first text that
    several rows share is another than in the row above, and where a repeated grid begins anew."""
    row = table.own_by_ref.get(split_ref(table, ref)[1])
    fixed = [field.id for field in table.of_kind("fixed")]
    if row is None or not fixed:
        return {}
    place = table.own_rows.index(row)
    shared, above = _shared(table, fixed), table.own_rows[max(place - 1, 0)]
    begins = shared != "" and above.texts.get(shared) != row.texts.get(shared)
    is_first = place == 0 and table.is_repeated
    return {"noted": fixed[-1], "note": row.note, "starts a group": "yes" if begins or is_first else ""}


def _shared(table: TableModel, fixed: Sequence[str]) -> str:
    """The first fixed field that says the same in several rows; '' where none does."""
    texts = {name: {row.texts.get(name) for row in table.own_rows} for name in fixed}
    return next((name for name in fixed if len(texts[name]) < len(table.own_rows)), "")


def _benchmark(descriptor: Descriptor) -> str:
    return f"\nIts benchmark: {descriptor.benchmark}" if descriptor.benchmark else ""


def live_fields(drawing: Drawing, table: TableModel) -> Mapping[str, Live]:
    """The formula columns of a table by field."""
    if table.name == "Audit":
        return _audit(drawing)
    if table.name == "Judgements":
        return _judgements(drawing)
    return {field.id: looked_up(drawing, table, field) for field in table.of_kind("formula") if field.shows}


def looked_up(drawing: Drawing, table: TableModel, field: Field) -> Live:
    """What a form looks up in another table by the part of each row's Ref that is that table's."""
    name, _, shown = field.shows.partition(".")
    source = drawing.model.by_name.get(name)
    if source is None:  # a form that the workbook does not have
        return Live(lambda ref: ("", ""))
    header, refs = source.by_id[shown].header, source.of_kind("ref")[0].header

    def of(ref: str) -> tuple[str, str]:
        key = _key(drawing, table, ref, name)
        return (formulas.look_up(name, header, refs, key), _shown(drawing, field.shows, key)) if key else ("", "")

    return Live(of)


def _key(drawing: Drawing, table: TableModel, ref: str, name: str) -> str:
    """The Ref by which a row looks something up; '' where it is of no row there."""
    parts, _ = split_ref(table, ref)
    return whose_of(drawing.model, table, parts).get(name, "") if table.is_repeated else ref


def _shown(drawing: Drawing, shows: str, key: str) -> str:
    name, _, field = shows.partition(".")
    if shows == SHOWS_JUDGEMENT:
        judged = {f"S{judgement.standard:02d}": judgement for judgement in drawing.judgements}
        return (judged[key].judgement or judged[key].computed_text) if key in judged else ""
    table = drawing.answers.tables.get(name)
    return as_shown(table.text(key, field)) if table else ""


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
