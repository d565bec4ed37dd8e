"""How results read as text: findings grouped by rule and Standard, judgements with their working."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.cli.show import MOST_CELLS, finding_lines, form_lines, judgement_lines
from ecm_xl.core.answers import Value
from ecm_xl.core.findings import CATALOGUE, Finding, Severity, finding, summary
from ecm_xl.core.judgements import Because, Judgement, Lift, RollUp
from ecm_xl.core.results import FormResult
from ecm_xl.core.tables import SettingModel
from ecm_xl.core.words import counted
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workflows.examine import examine_snapshot


def without_evidence(count: int, standard: int = 1, first: int = 5) -> list[Finding]:
    return [
        finding("embedded-without-evidence", "Audit", f"F{row}", value="Embedded", standard=standard)
        for row in range(first, first + count)
    ]


def lines(*findings: Finding) -> list[str]:
    return list(finding_lines(findings))


@pytest.mark.parametrize(("number", "words"), [(0, "0 errors"), (1, "1 error"), (2, "2 errors")])
def test_one_is_singular(number: int, words: str) -> None:
    assert counted(number, "error") == words


def test_a_summary_counts_each_severity_worst_first() -> None:
    found = [finding("nothing-rated"), *without_evidence(2), finding("file-empty"), finding("file-empty")]
    assert summary(found) == "2 errors, 2 warnings, 1 note"
    assert summary([]) == "nothing found"


def test_a_single_finding_says_where_what_and_what_to_do() -> None:
    assert lines(finding("rating-two", "Audit", "E7", value="Developing/Embedded", standard=3)) == [
        "  error   Audit E7: 'Developing/Embedded' names more than one rating.",
        "          Choose the one that fits from the list in E7. If in doubt, take the lower one.",
    ]


def test_a_finding_about_the_whole_file_names_no_place() -> None:
    assert lines(finding("file-empty")) == [
        "  error   The file holds nothing at all.",
        "          It may not have finished copying: ask for it to be sent again.",
    ]


def test_a_rule_that_is_hit_often_in_a_standard_is_one_line_with_its_cells() -> None:
    assert lines(*without_evidence(3)) == [
        "  warning Standard 1: Embedded without evidence (3 times): Audit F5, F6, F7",
        "          Name in each of these cells what shows it, or choose a lower rating.",
    ]


def test_a_long_list_of_cells_is_cut_and_says_how_many_more() -> None:
    assert MOST_CELLS == 12
    shown = ", ".join(f"F{row}" for row in range(5, 17))
    assert lines(*without_evidence(12))[0] == (
        f"  warning Standard 1: Embedded without evidence (12 times): Audit {shown}"
    )
    assert lines(*without_evidence(14))[0] == (
        f"  warning Standard 1: Embedded without evidence (14 times): Audit {shown} and 2 more"
    )


def test_the_same_rule_in_two_standards_is_two_lines_in_their_order() -> None:
    found = [*without_evidence(2, standard=10, first=150), *without_evidence(2, standard=2, first=22)]
    assert [line for line in lines(*found) if line.startswith("  warning")] == [
        "  warning Standard 2: Embedded without evidence (2 times): Audit F22, F23",
        "  warning Standard 10: Embedded without evidence (2 times): Audit F150, F151",
    ]


def test_errors_come_before_warnings_and_warnings_before_notes() -> None:
    found = [finding("nothing-rated"), *without_evidence(1), finding("rating-two", "Audit", "E9", standard=12)]
    assert [line.split()[0] for line in lines(*found) if not line.startswith("     ")] == ["error", "warning", "note"]


def test_a_group_with_suggestions_shows_one_of_them() -> None:
    found = [
        finding("rating-unknown", "Audit", f"E{row}", value="Embeded", suggestion="Embedded",
                detail=" Did you mean Embedded?", standard=1)
        for row in (5, 6)
    ]  # fmt: skip
    assert lines(*found) == [
        "  error   Standard 1: A rating that is not in the list (2 times): Audit E5, E6",
        "          For example 'Embeded' in E5: 'Embeded' is not a rating. Did you mean Embedded?",
        "          Choose a rating from the list in each of these cells.",
    ]


def test_a_groups_example_and_its_message_are_of_one_finding() -> None:
    """The first has no suggestion: its message must not stand beside the second's value."""
    found = [
        finding("rating-unknown", "Audit", "E5", value="Soon", standard=1),
        finding("rating-unknown", "Audit", "E6", value="Embeded", suggestion="Embedded",
                detail=" Did you mean Embedded?", standard=1),
    ]  # fmt: skip
    assert lines(*found)[1] == (
        "          For example 'Embeded' in E6: 'Embeded' is not a rating. Did you mean Embedded?"
    )


def test_findings_without_a_cell_are_told_by_their_ref() -> None:
    found = [finding("ref-deleted", "Audit", value=f"S01.SAFE.{n}", standard=1) for n in (1, 2)]
    assert lines(*found)[0] == (
        "  error   Standard 1: A row of the Standards is missing (2 times): Audit S01.SAFE.1, S01.SAFE.2"
    )


def test_several_missing_sheets_are_each_named() -> None:
    """A group says which, or it says nothing."""
    text = "\n".join(lines(finding("sheet-missing", detail="Plan"), finding("sheet-missing", detail="Leads")))
    assert "Plan" in text
    assert "Leads" in text


def test_several_missing_columns_are_each_named() -> None:
    found = [finding("column-missing", "Audit", detail=name) for name in ("Impact", "Comment")]
    text = "\n".join(lines(*found))
    assert "Impact" in text
    assert "Comment" in text


def test_the_same_rule_on_two_sheets_says_which_cell_is_on_which() -> None:
    found = [finding("ref-unknown", sheet, "A9", value="X1") for sheet in ("Evidence", "Plan")]
    text = "\n".join(lines(*found))
    assert "Evidence A9" in text
    assert "Plan A9" in text


def test_a_group_gives_only_advice_that_holds_for_all_of_it() -> None:
    """'Emerging' and 'NA' are both accepted spellings, but not of the same answer."""
    found = [
        finding("rating-respelt", "Audit", "E5", value="Emerging", suggestion="Emergent", standard=1),
        finding("rating-respelt", "Audit", "E6", value="NA", suggestion="Not applicable", standard=1),
        finding("rating-respelt", "Audit", "E7", value="Emerging", suggestion="Emergent", standard=1),
    ]
    shown = lines(*found)
    assert "  note    Standard 1: A rating in another spelling (2 times): Audit E5, E7" in shown
    assert "          Choose Emergent from the list in each of these cells." in shown
    assert "          Choose Not applicable from the list in E6." in shown


def test_two_refs_that_stand_twice_are_each_told_with_their_own_advice() -> None:
    found = [finding("ref-duplicated", "Evidence", f"A{row}", value=ref) for row, ref in
             ((5, "E01"), (9, "E01"), (6, "E02"), (7, "E02"))]  # fmt: skip
    assert lines(*found) == [
        "  error   The same Ref in two rows (2 times): Evidence A5, A9",
        "          Keep one row for E01 and delete the other.",
        "  error   The same Ref in two rows (2 times): Evidence A6, A7",
        "          Keep one row for E02 and delete the other.",
    ]


def test_a_ref_that_looks_like_a_cell_stays_a_ref_in_the_advice() -> None:
    """Agency A16 may well stand in the cell A16."""
    found = [finding("ref-duplicated", "Agencies", cell, value="A16") for cell in ("A16", "A20")]
    assert lines(*found)[1] == "          Keep one row for A16 and delete the other."


@pytest.mark.parametrize("code", sorted(CATALOGUE))
@pytest.mark.parametrize("count", [1, 2, 30])
def test_every_code_can_be_shown_alone_and_in_a_group(code: str, count: int) -> None:
    found = [finding(code, "Audit", f"E{n}", value="said", detail="this", standard=1) for n in range(5, 5 + count)]
    shown = lines(*found)
    assert shown[0].split()[0] == CATALOGUE[code].severity.value
    assert len(shown) in (2, 3)
    assert all("{" not in line for line in shown)
    assert (f"({count} times)" in shown[0]) == (count > 1)


def test_every_severity_fits_its_column() -> None:
    assert max(len(severity) for severity in Severity) < 8


# Judgements


@pytest.fixture
def judged(model: SettingModel, today: date) -> Callable[..., Judgement]:
    """`judged(1, content)`: that Standard's judgement."""

    def judge(number: int, content: Content) -> Judgement:
        snapshot = snapshot_of(setting_book(model, {}, content, today))
        return examine_snapshot(model, snapshot, "x.xlsx", today).judgements[number - 1]

    return judge


def audit(model: SettingModel, number: int, *ratings: CellValue) -> dict[str, dict[str, CellValue]]:
    """The Standard's first rows with those ratings; the last one goes on to the end."""
    refs = [d.ref for d in model.framework.standard(number).descriptors]
    padded: Sequence[CellValue] = [*ratings, *[ratings[-1]] * (len(refs) - len(ratings))]
    return {ref: {"rating": rating} for ref, rating in zip(refs, padded, strict=True) if rating != ""}


def test_a_judgement_names_its_deciding_cells_and_its_smallest_lift(
    model: SettingModel, judged: Callable[..., Judgement]
) -> None:
    content = {"Audit": audit(model, 1, "Developing", "Embedded", "Developing", "Embedded")}
    assert list(judgement_lines(judged(1, content))) == [
        " 1  Ethos: Developing: 17 of 17 rated (2 Developing, 15 Embedded)",
        "      decided by S01.HEALTH.1 (E5), S01.HEALTH.3 (E7)",
        "      Embedded when all 2 move from Developing to Embedded",
    ]


def test_one_that_holds_back_moves_alone(model: SettingModel, judged: Callable[..., Judgement]) -> None:
    content = {"Audit": audit(model, 1, "Emergent", "Embedded")}
    assert list(judgement_lines(judged(1, content)))[2] == "      Developing when it moves from Emergent to Developing"


def test_the_best_level_needs_no_working(model: SettingModel, judged: Callable[..., Judgement]) -> None:
    content = {"Audit": audit(model, 12, "Embedded")}
    assert list(judgement_lines(judged(12, content))) == [
        "12  Professional development: Embedded: 19 of 19 rated (19 Embedded)"
    ]


def test_no_judgement_lists_what_is_still_to_be_rated(model: SettingModel, judged: Callable[..., Judgement]) -> None:
    some = {"Audit": audit(model, 2, "", "", "Not enough evidence", "Developing")}
    assert list(judgement_lines(judged(2, some))) == [
        " 2  Policy: Not yet: 14 of 17 rated (14 Developing)",
        "      still without a rating: S02.HEALTH.1, S02.HEALTH.2, S02.HEALTH.3",
    ]
    assert list(judgement_lines(judged(2, {})))[1].endswith(", S02.SAFE.2 and 11 more")


def test_a_standard_that_is_not_started_is_no_heap_of_missing_ratings(judged: Callable[..., Judgement]) -> None:
    assert list(judgement_lines(judged(4, {"Leads": {"S04": {"planned": 2027}}}))) == [
        " 4  Leadership and management: Not started (planned 2027)"
    ]


def test_an_override_is_told_with_what_was_computed(model: SettingModel, judged: Callable[..., Judgement]) -> None:
    row: dict[str, Value] = {
        "override": "Embedded",
        "override_by": "A. Reader",
        "override_on": date(2026, 5, 1),
        "reason": "Seen",
    }
    content = {"Audit": audit(model, 3, "Developing"), "Judgements": {"S03": row}}
    assert next(iter(judgement_lines(judged(3, content)))) == (
        " 3  Environment: Embedded: rests on 1 override (Standard 3; computed: Developing)"
    )


def shown(judgement: Judgement) -> list[str]:
    return list(judgement_lines(judgement))[1:]


def working(*lifts: Lift, because: Sequence[str], to: str) -> Judgement:
    """A judgement with that working."""
    decided = tuple(Because(ref, "E5", "Seed") for ref in because)
    whole = RollUp("Seed", "Seed", 3, 3, {"Seed": 3})
    return Judgement(1, "Ethos", "Seed", "Seed", "Seed", None, {}, whole, "A rule.", decided, lifts, (), "Seed", to)


def test_a_lift_of_some_says_which() -> None:
    lift = working(
        Lift("S01.SAFE.2", "E6", "Seed", "Shoot"), because=["S01.SAFE.1", "S01.SAFE.2", "S01.SAFE.3"], to="Shoot"
    )
    assert shown(lift) == [
        "      decided by S01.SAFE.1 (E5), S01.SAFE.2 (E5), S01.SAFE.3 (E5)",
        "      Shoot when S01.SAFE.2 (E6) moves from Seed to Shoot",
    ]


def test_a_lift_in_different_steps_names_each_and_the_judgement_it_leads_to() -> None:
    lift = working(
        Lift("S01.SAFE.1", "E5", "Bare", "Shoot"),
        Lift("S01.SAFE.2", "E6", "Seed", "Shoot"),
        Lift("S01.SAFE.3", "E7", "Bare", "Shoot"),
        because=["S01.SAFE.1", "S01.SAFE.2", "S01.SAFE.3"],
        to="Met",
    )
    assert shown(lift)[1] == (
        "      Met when S01.SAFE.1 (E5), S01.SAFE.3 (E7) move from Bare to Shoot; "
        "S01.SAFE.2 (E6) moves from Seed to Shoot"
    )


# Forms


def test_forms_come_with_their_titles_and_what_stands_out() -> None:
    profile = FormResult("profile", "Profile of partners", 12, ("8 of 9 rows answered", "1 weak"))
    assert list(form_lines([profile, FormResult("area", "Area", 1), FormResult("values", "Shared values", 0)])) == [
        "",
        "Forms",
        "  Profile of partners: 12 answers",
        "      8 of 9 rows answered",
        "      1 weak",
        "  Area: 1 answer",
        "  Shared values: nothing filled in yet",
    ]


def test_where_there_is_no_form_nothing_is_said_of_forms() -> None:
    assert list(form_lines([])) == []
