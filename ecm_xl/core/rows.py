"""The rows of a grid: its Refs, what its fixed columns say, and for whom a repeated one is to have rows.

A repeated grid's Ref begins with the Refs of the registers' rows for which it is: `P07.R2.CULTURE.1` is the row
CULTURE.1 of respondent R2 about partnership P07. A register without an entry (or that is not in the workbook) is left
out of the Ref: nobody has to list partners to answer about them in general. A grid for which no register has
an entry has its rows once, for the first row of the register that all of it is about, so that it can be filled in
at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from ecm_xl.core.answers import FilledTable
from ecm_xl.core.framework import Framework
from ecm_xl.core.remember import for_the_last
from ecm_xl.core.tables import SettingModel, TableModel

Whose = Mapping[str, str]
"""Register → the Ref of its row."""


def register_ref(table: TableModel, number: int) -> str:
    """The Ref of a register's row: `A03`; where a form's register is short, `R2`."""
    return f"{table.prefix}{number}" if table.sheet and 0 < table.blank_rows < 10 else f"{table.prefix}{number:02d}"


def grid_refs(table: TableModel, framework: Framework) -> Sequence[str]:
    """The Refs that a grid's rows have in every workbook, in order; none for a register or a repeated grid."""
    if table.kind != "grid" or table.is_repeated:
        return ()
    if table.rows == "descriptors":
        return tuple(framework.descriptors)
    if table.rows == "outcomes":
        return tuple(outcome.code for outcome in framework.outcomes)
    if table.rows == "own":
        return tuple(row.ref for row in table.own_rows)
    return framework.standard_refs


def fixed_texts(table: TableModel, framework: Framework, ref: str) -> Mapping[str, str]:
    """A grid row's fixed texts by field; nothing for a register's. Raises KeyError for a Ref that is not the grid's."""
    if table.rows == "standards":
        return {"standard": framework.standard(framework.standard_of[ref]).label}
    if table.rows == "outcomes":
        return {"outcome": framework.outcome(ref).title}
    if table.rows == "own":
        return table.own_by_ref[split_ref(table, ref)[1]].texts
    if table.rows != "descriptors":
        return {}
    descriptor = framework.descriptors[ref]
    return {
        "standard": framework.standard(descriptor.standard).label,
        "outcome": framework.outcome(descriptor.outcome).title,
        "descriptor": descriptor.text,
    }


def split_ref(table: TableModel, ref: str) -> tuple[tuple[str, ...], str]:
    """A repeated grid's Ref in its parts: (`P07`, `R2`) and `CULTURE.1`. A Ref that is none of its rows stays whole."""
    found = ref_pattern(table).fullmatch(ref) if table.is_repeated else None
    if found is None:
        return (), ref
    whose, own = found.groups()
    return (tuple(whose[:-1].split(".")) if whose else ()), own


@for_the_last
def ref_pattern(table: TableModel) -> re.Pattern[str]:
    """What the Refs of a repeated grid look like."""
    most = max((len(row.each) for row in table.own_rows), default=0)
    own = "|".join(re.escape(row.ref) for row in table.own_rows)
    return re.compile(rf"((?:[A-Z][0-9]{{1,6}}\.){{0,{most}}})({own})")


def whose_of(model: SettingModel, table: TableModel, parts: Iterable[str]) -> Whose:
    """Register → the part of a Ref that is its row's."""
    letters = _letters(model)[table.name]
    return {letters[part[0]]: part for part in parts if part[0] in letters}


@for_the_last
def _letters(model: SettingModel) -> Mapping[str, Mapping[str, str]]:
    """Repeated grid → the letter of each of its registers → the register."""
    found = {}
    for table in model.tables:
        registers = dict.fromkeys(name for row in table.own_rows for name in row.each if name in model.by_name)
        found[table.name] = {model.by_name[name].prefix: name for name in registers}
    return found


def repeated_refs(model: SettingModel, table: TableModel, filled: Mapping[str, FilledTable]) -> list[str]:
    """The Refs that a repeated grid is to have, given what the registers hold: copy by copy."""
    entries = {name: _entries(filled.get(name)) for name in _registers(table)}
    if not any(entries.values()):
        first = min((row.each for row in table.own_rows if row.each), key=len)[-1]
        entries[first] = [register_ref(model.by_name[first], 1)] if first in model.by_name else []
    found: dict[str, list[str]] = {}
    for row in table.own_rows:
        for whose in product(*(entries[name] for name in row.each if entries[name])):
            copy = "".join(f"{part}." for part in whose)
            found.setdefault(copy, []).append(f"{copy}{row.ref}")
    return [ref for copy in sorted(found, key=_natural) for ref in found[copy]]


def _registers(table: TableModel) -> list[str]:
    return list(dict.fromkeys(name for row in table.own_rows for name in row.each))


def _entries(filled: FilledTable | None) -> list[str]:
    """The rows of a register in which anything stands."""
    if filled is None:
        return []
    answered = filled.answered - filled.doubtful
    return [ref for ref in filled.numbers if ref in answered]


def _natural(copy: str) -> tuple[int, list[tuple[str, int]]]:
    """Copies of one register before those of two; R2 before R10."""
    parts = re.findall(r"([A-Z]+)([0-9]+)", copy)
    return len(parts), [(letters, int(digits)) for letters, digits in parts]


def refs_of(model: SettingModel, table: TableModel, filled: Mapping[str, FilledTable]) -> list[str]:
    """The Refs of a table's rows from top to bottom in a new workbook: the framework's or the form's, or as many as a
    register needs. Rows that hold something and are none of these stand beneath."""
    there = filled.get(table.name)
    held = list(there.numbers) if there else []
    if table.is_repeated:
        own = repeated_refs(model, table, filled)
    elif table.kind == "grid":
        return list(grid_refs(table, model.framework))
    else:
        own = [register_ref(table, n) for n in range(1, (table.blank_rows or model.blank_rows) + 1)]
    known = set(own)
    return [*own, *(ref for ref in held if ref not in known)]
