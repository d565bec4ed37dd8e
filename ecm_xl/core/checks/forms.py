"""Checks of forms, driven by what the table model says of them: ticks, parts of a row that belong together, texts that
are to say something of their own, Refs of registers, fields in which nobody is to be named.

Numbers are in `dates`, ratings in `ratings`, choices and links in `registers`: those look at every table. A column is
looked at only where its field asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ecm_xl.core.answers import FilledTable, Value
from ecm_xl.core.checks.case import Case
from ecm_xl.core.checks.evidence import not_listed, some
from ecm_xl.core.findings import Finding
from ecm_xl.core.nearest import closest, hint
from ecm_xl.core.persons import may_name_somebody, words_of
from ecm_xl.core.remember import for_the_last
from ecm_xl.core.rows import split_ref, whose_of
from ecm_xl.core.tables import NO, YES, Apart, Field, Needs, SettingModel, TableModel
from ecm_xl.core.ticks import is_crossed, read_tick
from ecm_xl.core.words import as_shown, fold, is_blank, restates

YES_OR_NO = {fold(YES): YES, fold(NO): NO}
OWN_NAMES = (("Agencies", "agency"), ("Partnerships", "partnership"))
"""Where agencies and partners have their names, which are no child's."""
OWN_DETAILS = ("Setting_Name", "Authority", "Cluster")
"""The same on Start."""


def tick_unclear(case: Case) -> Iterator[Finding]:
    """A cross or a crossed box: to some people it says yes, to others no."""
    for table, ref, field, value in _ticks(case):
        if is_crossed(value):
            yield case.on(table, ref, field, "tick-unclear", value=as_shown(value))


def tick_unknown(case: Case) -> Iterator[Finding]:
    """Any other entry that is neither yes nor no. The nearest is offered, never taken."""
    for table, ref, field, value in _ticks(case):
        if not is_crossed(value):
            near = closest(as_shown(value), YES_OR_NO, case.nearest)
            words = {"value": as_shown(value), "suggestion": near, "detail": hint(near)}
            yield case.on(table, ref, field, "tick-unknown", **words)


def _ticks(case: Case) -> list[tuple[str, str, str, Value]]:
    """(table, Ref, field, value) of the ticks that are neither yes nor no, found once."""
    found: list[tuple[str, str, str, Value]] = case.once("odd ticks", lambda: list(_odd_ticks(case)))
    return found


def _odd_ticks(case: Case) -> Iterator[tuple[str, str, str, Value]]:
    for table, field, ref, value in case.entries("tick"):
        if read_tick(value) is None:
            yield table, ref, field.id, value


def row_incomplete(case: Case) -> Iterator[Finding]:
    """A row with one part of what belongs together, and without another. Said at the first cell that is blank."""
    for table in case.model.tables:
        if table.needs and table.takes_answers:
            yield from _incomplete(case, table)


def _incomplete(case: Case, table: TableModel) -> Iterator[Finding]:
    filled, said = case.table(table.name), set()
    for needs in table.needs:
        there = {name: _answered(case, table, name) for name in (*needs.when, *needs.wanted)}
        for ref in sorted(_half_done(filled, needs, there), key=filled.numbers.__getitem__):
            lacks = [name for name in needs.wanted if name in filled.columns and ref not in there[name]]
            if (ref, lacks[0]) not in said:
                said.add((ref, lacks[0]))
                has = [name for name in needs.when if ref in there[name]]
                detail = f"an answer in {_headings(table, has)}, and none in {_headings(table, lacks)}"
                yield case.on(table.name, ref, lacks[0], "row-incomplete", detail=detail)


def _answered(case: Case, table: TableModel, name: str) -> set[str]:
    return {ref for ref, value in case.column(table.name, name).items() if not is_blank(value)}


def _half_done(filled: FilledTable, needs: Needs, there: Mapping[str, set[str]]) -> set[str]:
    """The rows that have one of the parts, and lack another. Of a column that is lost nobody can tell."""
    begun = set().union(*(there[name] for name in needs.when))
    return begun - begun.intersection(*(there[name] for name in needs.wanted if name in filled.columns))


def _headings(table: TableModel, names: Sequence[str]) -> str:
    """`'Position' and 'Comment'`."""
    quoted = [f"'{table.by_id[name].header}'" for name in names]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))


def repeats_neighbour(case: Case) -> Iterator[Finding]:
    """A text that says nothing but what another one of its row says: impact is not activity (A1)."""
    for table in case.model.tables:
        for apart in table.apart if table.takes_answers else ():
            yield from _repeats(case, table, apart)


def _repeats(case: Case, table: TableModel, apart: Apart) -> Iterator[Finding]:
    others = {name: case.column(table.name, name) for name in apart.others}
    for ref, text in case.column(table.name, apart.field).items():
        beside = [(name, column[ref]) for name, column in others.items() if ref in column]
        same = [name for name, other in beside if _restates(text, other)]
        if same:
            detail = _headings(table, same[:1])
            yield case.on(table.name, ref, apart.field, "repeats-neighbour", detail=detail)


def _restates(text: Value, other: Value) -> bool:
    return isinstance(text, str) and isinstance(other, str) and restates(text, other)


def register_ref_unknown(case: Case) -> Iterator[Finding]:
    """A Ref that its register says nothing of: nobody can find what is meant."""
    for table, field in _asking(case.model)[0]:
        for ref, items in not_listed(case, table, field.id, field.refers).items():
            words = {"value": some(dict.fromkeys(items)), "detail": case.table(field.refers).sheet}
            yield case.on(table, ref, field.id, "register-ref-unknown", **words)
    for model in case.model.tables:
        if model.is_repeated:
            yield from _about_nobody(case, model)


def _about_nobody(case: Case, model: TableModel) -> Iterator[Finding]:
    """Answers of a repeated grid about a register's row in which nothing stands: said once for each such row."""
    filled, first = case.table(model.name), dict[str, tuple[str, str]]()
    answered = filled.answered - filled.doubtful
    copies: dict[tuple[str, ...], str] = {}
    for ref in filled.numbers:
        if ref in answered:
            copies.setdefault(split_ref(model, ref)[0], ref)
    for parts, ref in copies.items():
        for name, part in whose_of(case.model, model, parts).items():
            first.setdefault(part, (name, ref))
    for part, (name, ref) in first.items():
        register = case.table(name)
        known = register.answered | register.doubtful if register.found else set()
        if known and part not in known:
            yield case.on(model.name, ref, "ref", "register-ref-unknown", value=part, detail=register.sheet)


def personal_name(case: Case) -> Iterator[Finding]:
    """What looks like somebody's name where a group or a code belongs (B2; SAFETY, promise 7): it is never repeated."""
    for table, field in _asking(case.model)[1]:
        for ref, value in case.column(table, field.id).items():
            if isinstance(value, str) and may_name_somebody(value, _own_words(case)):
                yield case.on(table, ref, field.id, "personal-name")


Column = tuple[str, Field]


@for_the_last
def _asking(model: SettingModel) -> tuple[list[Column], list[Column]]:
    """The fields that name rows of a register, and those in which nobody is to be named."""
    fields = [(table.name, field) for table in model.tables if table.takes_answers for field in table.fields]
    refers = [(table, field) for table, field in fields if field.refers]
    return refers, [(table, field) for table, field in fields if field.nameless]


def _own_words(case: Case) -> frozenset[str]:
    """The words of what this workbook calls things: they are no child's name."""
    found: frozenset[str] = case.once("own words", lambda: _words_of_model(case.model) | words_of(_names(case)))
    return found


def _names(case: Case) -> Iterator[str]:
    for table, field in OWN_NAMES:
        yield from (name for name in case.column(table, field).values() if isinstance(name, str))
    yield from map(case.answers.details.get, OWN_DETAILS)


@for_the_last
def _words_of_model(model: SettingModel) -> frozenset[str]:
    return words_of(_said(model))


def _said(model: SettingModel) -> Iterable[str]:
    """Levels, Outcomes, Standards, tables, headings and what lists offer."""
    framework = model.framework
    yield from framework.offered
    yield from (level.name for level in framework.judgement_levels)
    yield from (outcome.title for outcome in framework.outcomes)
    yield from (standard.title for standard in framework.standards)
    yield from (table.name for table in model.tables)
    for field in (field for table in model.tables for field in table.fields):
        yield from (field.header, *field.choices)
