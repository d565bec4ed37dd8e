"""Where everything stands on the hidden sheet Working: one row a Standard and Outcome, one column a count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ecm_xl.core.framework import Descriptor, Framework
from ecm_xl.core.remember import for_the_last
from ecm_xl.workbook import rule_formulas
from ecm_xl.workbook.address import cell_absolute, column_letters
from ecm_xl.workbook.names import WORKING

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


@for_the_last
def layout(framework: Framework) -> Layout:
    """The sheet's columns and rows for that framework."""
    counts = tuple(f"n{place}" for place in range(len(framework.levels)))
    shares = tuple(f"share{place}" for place in range(1, len(framework.levels)))
    fields = (
        "key", "label", "total", *counts, "left_out", "rated", "applicable", "level", "short", "says",
        "entries", "planned", "held_back", *shares, *(extra.field for extra in rule_formulas.extras(framework)),
    )  # fmt: skip
    return Layout(
        {name: n for n, name in enumerate(fields, 1)},
        {key: n for n, key in enumerate(groups(framework), FIRST_ROW)},
        counts,
    )


@for_the_last
def groups(framework: Framework) -> dict[str, tuple[Descriptor, ...]]:
    """Every group by its key: the framework's cells (`S03.SAFE`), then the Standards (`S03`)."""
    cells = {
        f"{standard.ref}.{outcome.code}": framework.cells.get((standard.number, outcome.code), ())
        for standard in framework.standards
        for outcome in framework.outcomes
    }
    return cells | {standard.ref: standard.descriptors for standard in framework.standards}


@for_the_last
def formulas_hold_the_rule(framework: Framework) -> bool:
    """True where live formulas can say what the ratings come to; else the cells say "Run Judge"."""
    places, keys = layout(framework), groups(framework)
    last = next(reversed(keys))  # the row with the longest addresses
    refs = [[d.ref for d in descriptors] for descriptors in keys.values()]
    return rule_formulas.fits(framework, refs, lambda field: places.beside(last, field))
