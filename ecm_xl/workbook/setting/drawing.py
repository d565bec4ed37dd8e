"""What every sheet of a setting workbook is drawn from: the model, the content and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from ecm_xl.core.answers import Details, FilledTable, SettingAnswers
from ecm_xl.core.forms.case import FormCase, Line
from ecm_xl.core.framework import Framework
from ecm_xl.core.judgements import Judgement, RollUp, judge
from ecm_xl.core.ratings import Rating, read_ratings
from ecm_xl.core.rows import refs_of
from ecm_xl.core.tables import SettingModel, TableModel
from ecm_xl.workbook.address import column_letters
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workbook.places import Block, blocks
from ecm_xl.workbook.rule_formulas import RUN_JUDGE
from ecm_xl.workbook.setting.layout import formulas_hold_the_rule

RUN_IT = (
    "No formula can hold the rule of these Standards: run Judge to see what the ratings come to. "
    "A named person may override a Standard, with a date and a reason."
)


@dataclass(frozen=True)
class Drawing:
    """A setting workbook about to be drawn. `details`: named cell → value. `today` dates cached values.

    `read`: its answers where it is there already; else they are the content. `judged`: what they come to, if it is
    known.
    """

    model: SettingModel
    details: Mapping[str, CellValue]
    content: Content
    today: date
    read: SettingAnswers | None = None
    judged: tuple[Judgement, ...] = ()

    @property
    def framework(self) -> Framework:
        """The framework."""
        return self.model.framework

    def refs(self, table: TableModel) -> list[str]:
        """The Refs of a table's rows from top to bottom; a record's and a result's rows go by their numbers."""
        return self._refs[table.name]

    @cached_property
    def _refs(self) -> Mapping[str, list[str]]:
        """Table → Refs. Registers first: they say for whom a repeated grid has its rows."""
        found: dict[str, list[str]] = {}
        typed = {name: _typed(name, rows) for name, rows in self.content.items()}
        for table in sorted(self.model.tables, key=lambda t: t.is_repeated):
            if table.kind == "record":
                found[table.name] = list(self.content.get(table.name, ())) or [""]
            elif table.kind == "result":
                found[table.name] = [str(number) for number in range(1, table.lines + 1)]
            else:
                found[table.name] = refs_of(self.model, table, typed)
        return found

    def block(self, table: TableModel) -> Block:
        """Where the table lies on its sheet."""
        return self._blocks[table.name]

    @cached_property
    def _blocks(self) -> Mapping[str, Block]:
        rows = {name: len(refs) for name, refs in self._refs.items()}
        return {block.table.name: block for tables in self.model.sheets.values() for block in blocks(tables, rows)}

    @cached_property
    def answers(self) -> SettingAnswers:
        """The content as if it had been read back, for the cached values of formulas."""
        if self.read is not None:
            return self.read
        tables = {t.name: self._filled(t) for t in self.model.tables if t.takes_answers}
        return SettingAnswers(Details(), tables)

    def _filled(self, table: TableModel) -> FilledTable:
        content = self.content.get(table.name, {})
        columns = {f.id: column_letters(n) for n, f in enumerate(table.fields, 1)}
        filled = FilledTable(table.name, table.on, columns, found=True)
        for number, ref in enumerate(self.refs(table), self.block(table).heading + 1):
            filled.put(ref, number, content.get(ref, {}))
        return filled

    @cached_property
    def case(self) -> FormCase:
        """The answers as forms are worked out from them."""
        judged = self.judged or judge(self.framework, self.answers, self.today, self.ratings)
        return FormCase(self.model, self.answers, judged, self.today)

    def lines(self, table: TableModel) -> Mapping[str, Line]:
        """What a result comes to, by its rows' numbers."""
        from ecm_xl.core.forms import lines_of  # only where there is a form

        found = enumerate(lines_of(table, self.case), 1)
        return {str(number): {name: as_kept(value) for name, value in line.items()} for number, line in found}

    @cached_property
    def ratings(self) -> Mapping[str, Rating]:
        """Every descriptor's rating."""
        return read_ratings(self.framework, self.answers.audit)

    def purpose(self, table: TableModel) -> str:
        """What a table's sheet is for, in words."""
        return table.purpose if self.rule_is_live or table.name != "Judgements" else RUN_IT

    @cached_property
    def rule_is_live(self) -> bool:
        """True where formulas can say what the ratings come to."""
        return formulas_hold_the_rule(self.framework)

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every Standard's judgement, as the sheets can say it: where no formula holds the rule, "Run Judge"."""
        judged = self.judged or judge(self.framework, self.answers, self.today, self.ratings)
        return judged if self.rule_is_live else tuple(map(_not_live, judged))


V = TypeVar("V", bound=CellValue)


def as_kept(value: V) -> V | float:
    """A value as any program keeps it: of a number's digits the first fifteen count. Sixteen that are rounded once more
    when they are compared would be another number."""
    return float(f"{value:.15g}") if isinstance(value, float) else value


def _typed(name: str, rows: Mapping[str, Mapping[str, CellValue]]) -> FilledTable:
    """Content as a table whose rows have no place yet."""
    filled = FilledTable(name)
    for ref, values in rows.items():
        filled.put(ref, 0, {field: value for field, value in values.items() if value != ""})
    return filled


def _not_live(judgement: Judgement) -> Judgement:
    """The judgement as cells say it whose formulas can't compute it; an override stands as it is."""
    whole = _run_judge(judgement.whole)
    return replace(
        judgement,
        judgement=judgement.judgement if judgement.rests_on_override else "",
        computed="",
        computed_text=RUN_JUDGE if judgement.computed else judgement.computed_text,
        outcomes={title: _run_judge(group) for title, group in judgement.outcomes.items()},
        whole=whole,
    )


def _run_judge(group: RollUp) -> RollUp:
    return replace(group, level=RUN_JUDGE, text=RUN_JUDGE) if group.level else group
