"""Checks of content: one rule, one function, all run over what was read.

Checks of a workbook's shape (sheets, columns, rows, Refs) live beside the parser in `workbook`. A
check takes a `Case` and yields findings; `CHECKS` lists them all, one module a subject.

They cost little because most workbooks give little to say, and each is told so at once. `Case` groups the
rows by rating, so that a rating is looked at once however many rows have it, and lists a column when it is
first asked for. Two texts are folded only where their first letters agree. All texts are joined into one, and
that is searched (for figures in a row, unseen characters, private addresses) before any cell is looked at.
A near spelling is looked for only where something was mistyped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ecm_xl.core.answers import SettingAnswers
from ecm_xl.core.checks import dates, evidence, forms, overrides, registers, texts, whole
from ecm_xl.core.checks import ratings as rated
from ecm_xl.core.checks.case import Case, Check
from ecm_xl.core.findings import Finding
from ecm_xl.core.nearest import Nearest
from ecm_xl.core.ratings import Rating, read_ratings
from ecm_xl.core.tables import SettingModel

CHECKS: Sequence[Check] = (
    rated.rating_unknown,
    rated.rating_lookalike,
    rated.rating_tick,
    rated.rating_number,
    rated.rating_two,
    rated.rating_respelt,
    evidence.not_applicable_without_reason,
    evidence.embedded_without_evidence,
    evidence.impact_missing,
    evidence.only_a_stopgap,
    evidence.impact_repeats_evidence,
    evidence.repeats_descriptor,
    evidence.evidence_repeats_comment,
    evidence.text_pasted_down,
    evidence.evidence_ref_unknown,
    evidence.evidence_expired,
    evidence.evidence_expires_first,
    dates.date_unreadable,
    dates.date_as_text,
    dates.date_future,
    dates.date_long_ago,
    dates.year_unknown,
    dates.number_unknown,
    dates.number_out_of_range,
    dates.number_as_text,
    overrides.override_incomplete,
    overrides.override_missing,
    overrides.override_unknown,
    registers.link_unclear,
    registers.choice_unknown,
    registers.descriptor_ref_unknown,
    registers.agency_unknown,
    registers.agency_differs,
    registers.plan_incomplete,
    forms.tick_unclear,
    forms.tick_unknown,
    forms.row_incomplete,
    forms.repeats_neighbour,
    forms.register_ref_unknown,
    forms.personal_name,
    texts.text_cut,
    texts.text_unseen,
    texts.personal_data,
    whole.all_on_one_day,
    whole.nothing_rated,
)

PERSONAL, LEFT_OUT = frozenset({"personal-data", "personal-name"}), "(left out)"


def check(
    model: SettingModel,
    answers: SettingAnswers,
    today: date,
    nearest: Nearest,
    ratings: Mapping[str, Rating] | None = None,
) -> list[Finding]:
    """Every finding of every content check, to be handed to `without_personal_words` together with all others.

    `nearest` measures how near spellings are to what was typed. `ratings`: as `read_ratings` gives them,
    read here where None.
    """
    ratings = read_ratings(model.framework, answers.audit) if ratings is None else ratings
    case = Case(model, answers, today, nearest, ratings)
    return [found for one in CHECKS for found in one(case)]


def without_personal_words(findings: Sequence[Finding]) -> Sequence[Finding]:
    """The same findings, of content and of shape, none of which repeats what stands in a cell with personal data."""
    personal = {(found.sheet, found.cell) for found in findings if found.code in PERSONAL}
    if not personal:
        return findings
    return [_quiet(found) if (found.sheet, found.cell) in personal else found for found in findings]


def _quiet(found: Finding) -> Finding:
    if not found.value:
        return found
    message = found.message.replace(found.value, LEFT_OUT)
    return replace(found, message=message, value="", suggestion="")
