"""Tables as data: from TOML to the table model, with a framework's own words put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ecm_xl.core.framework import Framework, Outcome
from ecm_xl.core.remember import for_the_last
from ecm_xl.core.tables import Apart, ChartModel, ChartSeries, Field, Needs, OwnRow, TableModel
from ecm_xl.core.words import in_words
from ecm_xl.frameworks.default_words import WORDS

T = TypeVar("T")
Data = Mapping[str, Any]

OUTCOMES = "*outcomes"
"""The heading of a field that stands for one an Outcome."""

_BRANDS = ("1B4965", "D9822B", "5FA8D3", "14573F", "8A5A00", "7B8794")
"""Colours of a chart's series where none is named."""


def shipped_text(name: str) -> str:
    """The text of a file beside this module."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def made(shape: type[T], row: Data) -> T:
    """A dataclass from a table of TOML."""
    return shape(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})


_PLAIN = (
    "rows", "prefix", "freeze", "grows", "title", "blank_rows", "follows", "stays", "worked_out", "of", "lines",
)  # fmt: skip
"""What a table has as TOML says it."""


def table_model(
    row: Data, framework: Framework, *, sheet: str = "", scales: Mapping[str, Data] | None = None
) -> TableModel:
    """A table. `scales`: the form's scales by their ids."""
    return TableModel(
        name=row["name"],
        kind=row["kind"],
        purpose=row.get("purpose", ""),
        fields=tuple(field for given in row["field"] for field in _fields(_on_scale(given, scales or {}), framework)),
        sheet=sheet,
        own_rows=tuple(_own_row(given, row) for given in row.get("row", ())),
        needs=tuple(Needs(tuple(given["when"]), tuple(given["wanted"])) for given in row.get("needs", ())),
        apart=tuple(_apart(given, framework) for given in row.get("apart", ())),
        charts=tuple(_chart(given) for given in row.get("chart", ())),
        **{key: row[key] for key in _PLAIN if key in row},
    )


def _on_scale(row: Data, scales: Mapping[str, Data]) -> Data:
    """A field with its scale's levels; as answers they are its choices, in the order in which the scale is offered."""
    if "scale" not in row:
        return row
    scale = scales[row["scale"]]
    levels = tuple(scale["levels"])
    offered = levels[::-1] if scale.get("best_first", False) else levels
    rest = {key: value for key, value in row.items() if key != "scale"}
    return {**rest, "levels": levels, **({"choices": offered} if row["kind"] == "choice" else {})}


def _own_row(row: Data, table: Data) -> OwnRow:
    each = tuple(row.get("each", table.get("each", ())))
    texts = {key: value for key, value in row.items() if key not in ("ref", "each", "note")}
    return OwnRow(row["ref"], texts, each, row.get("note", ""))


def _apart(row: Data, framework: Framework) -> Apart:
    others = [name for other in row["others"] for name in _codes(other, framework)]
    return Apart(row["field"], tuple(others))


def _codes(name: str, framework: Framework) -> Sequence[str]:
    return [outcome.code for outcome in framework.outcomes] if name == OUTCOMES else [name]


def _chart(row: Data) -> ChartModel:
    series = tuple(
        ChartSeries(given["field"], given["name"], given.get("colour", _BRANDS[place % len(_BRANDS)]))
        for place, given in enumerate(row["series"])
    )
    return made(ChartModel, {**row, "series": series})


def _fields(row: Data, framework: Framework) -> Iterator[Field]:
    words = said(framework)
    if row["header"] != OUTCOMES:
        yield made(Field, {**row, "note": row["note"].format_map(words)})
        return
    for outcome in framework.outcomes:
        note = row["note"].format_map(words | outcome_words(framework, outcome))
        yield made(Field, {**row, "id": outcome.code, "header": outcome.title, "note": note})


@for_the_last
def said(framework: Framework) -> dict[str, str]:
    """What stands for the words in braces of a setting workbook's texts."""
    words = {**WORDS, **framework.words}
    example = framework.standards[min(2, len(framework.standards) - 1)]
    refs = [d.ref for d in example.descriptors]
    later = [ref for ref in refs if f".{framework.outcomes[min(1, len(framework.outcomes) - 1)].code}." in ref][1:3]
    return {
        "standards": f"{in_words(len(framework.standards))} Standard{'s' * (len(framework.standards) > 1)}",
        "outcomes": f"{in_words(len(framework.outcomes))} {words['outcomes']}",
        "lower": "below their benchmark" if framework.roll_up_rule.has_benchmarks else "at each lower level",
        "leads": words["leads"],
        "best": framework.best,
        "best_judgement": framework.best_judgement,
        "rule": framework.roll_up_rule.brief,
        "example_standard": example.label,
        "example_refs": ", ".join(later or refs[:2]),
    }


def outcome_words(framework: Framework, outcome: Outcome) -> dict[str, str]:
    """The same of a field that stands for an Outcome."""
    words = {"outcome": outcome.title, "outcome_lower": outcome.title.lower()}
    return {**words, "mapping": framework.words.get("mapping", WORDS["mapping"]).format_map(words)}
