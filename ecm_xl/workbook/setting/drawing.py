"""What every sheet of a setting workbook is drawn from: the model, the content and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ecm_xl.core.answers import Details, FilledTable, SettingAnswers
from ecm_xl.core.framework import Framework
from ecm_xl.core.judgements import Judgement, RollUp, judge
from ecm_xl.core.ratings import Rating, read_ratings
from ecm_xl.core.tables import SettingModel, TableModel
from ecm_xl.workbook.address import column_letters
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workbook.rule_formulas import RUN_JUDGE
from ecm_xl.workbook.setting.layout import formulas_hold_the_rule

RUN_IT = (
    "No formula can hold the rule of these Standards: run Judge to see what the ratings come to. "
    "A named person may override a Standard, with a date and a reason."
)

HEADING_ROW = 4
"""The row of a table's headings on its sheet; its first row of answers is the next."""


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
        """The Refs of a table's rows from top to bottom: the framework's, or as many as a register needs."""
        if table.rows == "descriptors":
            return list(self.framework.descriptors)
        if table.rows == "standards":
            return [standard.ref for standard in self.framework.standards]
        filled = self.content.get(table.name, {})
        if table.kind == "record":
            return list(filled) or [""]
        blank = [f"{table.prefix}{n:02d}" for n in range(1, self.model.blank_rows + 1)]
        return [*blank, *(ref for ref in filled if ref not in blank)]

    def last_row(self, table: TableModel) -> int:
        """The last row of the table on its sheet."""
        return HEADING_ROW + len(self.refs(table))

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
        filled = FilledTable(table.name, table.name, columns, found=True)
        for number, ref in enumerate(self.refs(table), HEADING_ROW + 1):
            filled.put(ref, number, content.get(ref, {}))
        return filled

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
