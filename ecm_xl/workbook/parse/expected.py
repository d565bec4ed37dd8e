"""What each table looks like as it was drawn, prepared once, so that a file is compared with it by whole rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import dropwhile

from ecm_xl.core.framework import Framework
from ecm_xl.core.remember import for_the_last
from ecm_xl.core.rows import fixed_texts, grid_refs, ref_pattern, split_ref
from ecm_xl.core.tables import LISTED, Field, SettingModel, TableModel
from ecm_xl.core.words import fold


@dataclass(frozen=True, slots=True)
class Expected:
    """A table as drawn."""

    model: TableModel
    framework: Framework
    headings: tuple[str, ...]
    ids: Mapping[str, str]
    """Folded heading → field id."""
    answers: tuple[str, ...]
    listed: tuple[Field, ...]
    is_known: Callable[[str], object]
    """Tells a Ref that the table's rows may have from any other text."""
    usual: frozenset[str]
    """The Refs that nearly all rows have: a grid's own, a register's first hundred."""
    refs: tuple[str, ...]
    """A grid's Refs in order."""
    fixed: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]]
    """A grid's Ref → what its fixed columns say, in the order of `fixed`."""
    titles: frozenset[str]
    """What stands above the tables of its sheet, as Refs are compared: no row's Ref."""
    columns: Mapping[str, tuple[str, ...]]
    """A grid's Refs and fixed texts by column, from the top."""

    @property
    def name(self) -> str:
        """The table's name."""
        return self.model.name

    @property
    def on(self) -> str:
        """The name of its sheet."""
        return self.model.on


@for_the_last
def expected(model: SettingModel) -> tuple[Expected, ...]:
    """Every table that takes answers, in order."""
    return tuple(_expected(t, model) for t in model.tables if t.takes_answers)


@for_the_last
def expected_records(model: SettingModel) -> tuple[Expected, ...]:
    """Every record that only grows, in order."""
    return tuple(_expected(t, model) for t in model.tables if t.grows)


@for_the_last
def expected_beneath(model: SettingModel) -> tuple[Expected, ...]:
    """Every result that stands beneath something that is asked, in order."""
    beneath = (
        table
        for tables in model.sheets.values()
        for table in dropwhile(lambda table: not table.takes_answers, tables)
        if table.kind == "result"
    )
    return tuple(_expected(table, model) for table in beneath)


def _expected(table: TableModel, model: SettingModel) -> Expected:
    framework = model.framework
    above = (text for other in model.sheets[table.on] if other.sheet for text in (other.title, other.purpose))
    refs = tuple(grid_refs(table, framework))
    fixed = tuple(f.id for f in table.fields if f.kind == "fixed")
    has_own = table.kind == "grid" and not table.is_repeated
    texts = _Texts(table, framework, fixed)
    texts.update((ref, texts[ref]) for ref in refs)
    usual = frozenset(refs if has_own else (f"{table.prefix}{number:02d}" for number in range(1, 101)))
    pattern = ref_pattern(table) if table.is_repeated else re.compile(rf"{table.prefix}[0-9]{{1,6}}")
    return Expected(
        model=table,
        framework=framework,
        headings=tuple(f.header for f in table.fields),
        ids={fold(f.header): f.id for f in table.fields},
        answers=tuple(f.id for f in table.fields if f.is_answer),
        listed=tuple(f for f in table.fields if f.kind in LISTED),
        is_known=usual.__contains__ if has_own else pattern.fullmatch,
        usual=usual,
        refs=refs,
        fixed=fixed,
        texts=texts,
        titles=frozenset(fold(text).upper() for text in above if text),
        columns=dict(zip(("ref", *fixed), (refs, *zip(*texts.values(), strict=True)), strict=True)) if has_own else {},
    )


class _Texts(dict[str, tuple[str, ...]]):
    """A grid's Ref → its fixed texts; those of a repeated grid's rows, of which there may be any number, by the Ref's
    own part."""

    def __init__(self, table: TableModel, framework: Framework, fixed: tuple[str, ...]) -> None:
        super().__init__()
        self._table, self._framework, self._fixed = table, framework, fixed

    def __missing__(self, ref: str) -> tuple[str, ...]:
        own = split_ref(self._table, ref)[1]
        if own != ref:
            return self[own]
        texts = fixed_texts(self._table, self._framework, ref)
        return self.setdefault(own, tuple(texts[name] for name in self._fixed))
