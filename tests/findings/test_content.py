"""Every code of the content checks: a workbook in which exactly that is found, in that cell, and a near miss."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from ecm_xl.core.findings import CATALOGUE
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.snapshot import Snapshot
from tests.findings.drawing import Case, draw, examine, expected

SAFE_2: dict[str, str | int] = {"ref": "S03.SAFE.2", "standard": 3}
"""The Environment's second descriptor for Stay safe; its row is 44."""
DESCRIPTOR = str(draw("").sheet("Audit").rows[43][3])  # type: ignore[union-attr]
"""Its text."""
LOG = "The log of drills, spring"
FULL = "w" * 32_767

CASES: dict[str, Case] = {
    "rating-unknown": Case(
        """
        Audit      | Rating
        S03.SAFE.2 | Embeded
        """,
        expected(
            "rating-unknown",
            "Audit",
            "E44",
            "'Embeded' is not a rating. Did you mean Embedded?",
            "Choose a rating from the list in E44.",
            value="Embeded",
            suggestion="Embedded",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Comment
        S03.SAFE.2 | developing |
        S03.SAFE.3 |            | Embeded
        """,
    ),
    "rating-lookalike": Case(
        """
        Audit      | Rating
        S03.SAFE.2 | Еmergent
        """,
        expected(
            "rating-lookalike",
            "Audit",
            "E44",
            "'Еmergent' looks like Emergent, but its 'Е' is a Cyrillic letter.",
            "Choose Emergent from the list in E44.",
            value="Еmergent",
            suggestion="Emergent",
            **SAFE_2,
        ),
        """
        Audit      | Rating
        S03.SAFE.2 | Emergent
        """,
    ),
    "rating-tick": Case(
        """
        Audit      | Rating
        S03.SAFE.2 | ✓
        """,
        expected(
            "rating-tick",
            "Audit",
            "E44",
            "'✓' does not say which rating is meant.",
            "Choose a rating from the list in E44.",
            value="✓",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Comment
        S03.SAFE.2 | Developing | ✓
        """,
    ),
    "rating-number": Case(
        """
        Audit      | Rating
        S03.SAFE.2 | <3>
        """,
        expected(
            "rating-number",
            "Audit",
            "E44",
            "The number 3 does not say which rating is meant.",
            "Choose a rating from the list in E44.",
            value="3",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Comment
        S03.SAFE.2 | Developing | <3>
        """,
    ),
    "rating-two": Case(
        """
        Audit      | Rating
        S03.SAFE.2 | Emergent/Developing
        """,
        expected(
            "rating-two",
            "Audit",
            "E44",
            "'Emergent/Developing' names more than one rating.",
            "Choose the one that fits from the list in E44. If in doubt, take the lower one.",
            value="Emergent/Developing",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Comment
        S03.SAFE.2 | Developing | Emergent/Developing last year
        """,
    ),
    "rating-respelt": Case(
        """
        Audit      | Rating
        S03.SAFE.2 | Emerging
        """,
        expected(
            "rating-respelt",
            "Audit",
            "E44",
            "'Emerging' was read as Emergent; the sheet's own counts may pass it over.",
            "Choose Emergent from the list in E44.",
            value="Emerging",
            suggestion="Emergent",
            **SAFE_2,
        ),
        """
        Audit      | Rating
        S03.SAFE.2 | EMERGENT
        """,
    ),
    "not-applicable-without-reason": Case(
        """
        Audit      | Rating
        S03.SAFE.2 | Not applicable
        """,
        expected(
            "not-applicable-without-reason",
            "Audit",
            "H44",
            "Not applicable needs a reason.",
            "Say in H44 why it does not apply here, or choose a rating.",
            **SAFE_2,
        ),
        """
        Audit      | Rating         | Comment
        S03.SAFE.2 | Not applicable | We have no site of our own.
        """,
    ),
    "embedded-without-evidence": Case(
        """
        Audit      | Rating   | Evidence | Impact
        S03.SAFE.2 | Embedded |          | Nine accidents, it was 24.
        """,
        expected(
            "embedded-without-evidence",
            "Audit",
            "F44",
            "Rated Embedded, and no evidence is named.",
            "Name in F44 what shows it, or choose a lower rating.",
            value="Embedded",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Evidence | Impact
        S03.SAFE.2 | Developing |          |
        """,
    ),
    "impact-missing": Case(
        """
        Audit      | Rating   | Evidence
        S03.SAFE.2 | Embedded | E01
        """,
        expected(
            "impact-missing",
            "Audit",
            "G44",
            "Rated Embedded, and nothing says what difference it made.",
            "Say in G44 what changed for children and how you know.",
            value="Embedded",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Evidence
        S03.SAFE.2 | Developing | E01
        """,
    ),
    "only-a-stopgap": Case(
        """
        Audit      | Rating   | Evidence | Impact
        S03.SAFE.2 | Embedded | TBC      | Nine accidents, it was 24.
        """,
        expected(
            "only-a-stopgap",
            "Audit",
            "F44",
            "'TBC' does not say what shows it.",
            "Say it in F44, or choose a lower rating.",
            value="TBC",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Evidence | Impact
        S03.SAFE.2 | Developing | TBC      |
        S03.SAFE.3 | Embedded   | Log book | Calmer.
        """,
    ),
    "impact-repeats-evidence": Case(
        """
        Audit      | Rating     | Evidence      | Impact
        S03.SAFE.2 | Developing | Log of drills | log of  DRILLS
        """,
        expected(
            "impact-repeats-evidence",
            "Audit",
            "G44",
            "The impact is the same text as the evidence.",
            "Evidence says what there is; say in G44 what difference it made.",
            value="log of DRILLS",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Evidence      | Impact
        S03.SAFE.2 | Developing | Log of drills | Log of drills: 2 minutes, it was 5
        """,
    ),
    "repeats-descriptor": Case(
        f"""
        Audit      | Rating     | Evidence
        S03.SAFE.2 | Developing | {DESCRIPTOR.upper()}
        """,
        expected(
            "repeats-descriptor",
            "Audit",
            "F44",
            "The evidence is the descriptor's own text.",
            "The descriptor says what could be seen; say in F44 what there is here.",
            **SAFE_2,
        ),
        f"""
        Audit      | Rating     | Evidence                            | Comment
        S03.SAFE.2 | Developing | {DESCRIPTOR[:-1]}, says our adviser |
        S03.SAFE.3 | Developing |                                     | {DESCRIPTOR}
        """,
    ),
    "evidence-repeats-comment": Case(
        f"""
        Audit      | Rating     | Evidence | Comment
        S03.SAFE.2 | Developing | {LOG}    |
        S03.SAFE.3 | Developing |          | {LOG}
        """,
        expected(
            "evidence-repeats-comment",
            "Audit",
            "F44",
            "The evidence is the same text as the comment in H45.",
            "Name in F44 what shows it: a Ref from the sheet Evidence, or an item in plain words.",
            **SAFE_2,
        ),
        f"""
        Audit      | Rating     | Evidence   | Comment
        S03.SAFE.2 | Developing | {LOG}      | Site walk
        S03.SAFE.3 | Developing | Site walk  | {LOG}, says A. Person
        """,
    ),
    "text-pasted-down": Case(
        """
        Audit      | Rating     | Impact
        S03.SAFE.1 | Developing | Children are calmer and happier.
        S03.SAFE.2 | Developing | Fewer accidents: 9, it was 24.
        S03.SAFE.3 | Developing | Children are calmer and happier.
        S03.SAFE.4 | Developing | Children are calmer and happier.
        S03.SAFE.5 | Developing | Children are calmer and happier.
        S03.ENJOY.1 | Developing | Children are calmer and happier.
        """,
        expected(
            "text-pasted-down",
            "Audit",
            "G43",
            "The same text stands in 5 rows (G43, G45, G46 and 2 more).",
            "Say in each row what is true of it. List one item that serves them all on the sheet Evidence, "
            "and name its Ref.",
            value="Children are calmer and happier.",
            ref="S03.SAFE.1",
            standard=3,
        ),
        """
        Audit      | Rating         | Evidence            | Impact                           | Comment
        S03.SAFE.1 | Not applicable | E01, E01, E01 & E01 | Children are calmer and happier. | We have no site of ours.
        S03.SAFE.2 | Not applicable | E01, E01, E01 & E01 | Children are calmer and happier. | We have no site of ours.
        S03.SAFE.3 | Not applicable | E01, E01, E01 & E01 | Children are calmer and happier. | We have no site of ours.
        S03.SAFE.4 | Not applicable | E01, E01, E01 & E01 | Children are calmer and happier. | We have no site of ours.
        S03.SAFE.5 | Not applicable | E01, E01, E01 & E01 | Calmer                           | We have no site of ours.
        """,
    ),
    "evidence-ref-unknown": Case(
        """
        Audit      | Rating     | Evidence
        S03.SAFE.2 | Developing | E01, E12 and E44

        Evidence | Title
        E12      |
        """,
        expected(
            "evidence-ref-unknown",
            "Audit",
            "F44",
            "The sheet Evidence says nothing of E12, E44.",
            "List it on the sheet Evidence, or put the right Ref in F44.",
            value="E12, E44",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Evidence
        S03.SAFE.2 | Developing | E1, PE12 timetable, letters from families in E14 3AB
        """,
    ),
    "evidence-expired": Case(
        """
        Audit      | Rating     | Evidence
        S03.SAFE.2 | Developing | E01, E12

        Evidence | Title     | Expires
        E12      | Site walk | <09/07/2026>
        """,
        expected(
            "evidence-expired",
            "Evidence",
            "G16",
            "It expired on 09/07/2026 and is named as evidence for S03.SAFE.2.",
            "Name something newer there, or put a later date in G16 if it still shows how things are.",
            value="09/07/2026",
            ref="E12",
        ),
        """
        Audit      | Rating              | Evidence
        S03.SAFE.2 | Developing          | E12
        S03.SAFE.3 | Not enough evidence | E13

        Evidence | Title         | Expires
        E12      | Site walk     | <10/07/2026>
        E13      | Old site walk | <09/07/2026>
        """,
    ),
    "evidence-expires-first": Case(
        """
        Evidence | Title     | Date         | Expires
        E12      | Site walk | <01/06/2026> | <31/05/2026>
        """,
        expected(
            "evidence-expires-first",
            "Evidence",
            "G16",
            "It expires on 31/05/2026, before the day it was made, 01/06/2026.",
            "Look at both dates: G16 is for the day after which it no longer shows how things are.",
            value="31/05/2026",
            ref="E12",
        ),
        """
        Evidence | Title     | Date         | Expires
        E12      | Site walk | <01/06/2026> | <01/06/2026>
        """,
    ),
    "date-unreadable": Case(
        """
        Audit      | Rating     | Date
        S03.SAFE.2 | Developing | March 2026
        """,
        expected(
            "date-unreadable",
            "Audit",
            "J44",
            "'March 2026' is not a date.",
            "Type the date in J44 as day/month/year, for example 14/03/2026.",
            value="March 2026",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Date
        S03.SAFE.2 | Developing | <01/03/2026>
        """,
    ),
    "date-as-text": Case(
        """
        Audit      | Rating     | Date
        S03.SAFE.2 | Developing | 14th March 2026
        """,
        expected(
            "date-as-text",
            "Audit",
            "J44",
            "'14th March 2026' is text, not a date; 14/03/2026 may be meant.",
            "Type the date again in J44 as day/month/year. If it stays text, set the cell's format to Date first.",
            value="14th March 2026",
            suggestion="14/03/2026",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Date         | Comment
        S03.SAFE.2 | Developing | <14/03/2026> | 14th March 2026
        """,
    ),
    "date-future": Case(
        """
        Audit      | Rating     | Date
        S03.SAFE.2 | Developing | <11/07/2026>
        """,
        expected(
            "date-future",
            "Audit",
            "J44",
            "The date 11/07/2026 is still to come.",
            "Type in J44 the day on which it was done.",
            value="11/07/2026",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Date
        S03.SAFE.2 | Developing | <10/07/2026>

        Leads | Next check
        S03   | <11/07/2026>
        """,
    ),
    "date-long-ago": Case(
        """
        Audit      | Rating     | Date
        S03.SAFE.2 | Developing | <14/03/1926>
        """,
        expected(
            "date-long-ago",
            "Audit",
            "J44",
            "The date 14/03/1926 is long ago.",
            "Look at the year in J44.",
            value="14/03/1926",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Date
        S03.SAFE.2 | Developing | <01/01/2000>
        """,
    ),
    "year-unknown": Case(
        """
        Leads | Planned
        S03   | next year
        """,
        expected(
            "year-unknown",
            "Leads",
            "F7",
            "'next year' is not a year.",
            "Type the year in F7 in four figures, for example 2027.",
            value="next year",
            ref="S03",
            standard=3,
        ),
        """
        Leads | Planned
        S03   | <2027>
        """,
    ),
    "number-as-text": Case(
        """
        Leads | Planned
        S03   | 2027
        """,
        expected(
            "number-as-text",
            "Leads",
            "F7",
            "'2027' is text; it was read as 2027.",
            "Type the number again in F7.",
            value="2027",
            suggestion="2027",
            ref="S03",
            standard=3,
        ),
        """
        Leads | Planned | Role
        S03   | <2027>  | 2027
        """,
    ),
    "override-incomplete": Case(
        """
        Judgements | Override | Override by
        S03        | Embedded | A. Person
        """,
        expected(
            "override-incomplete",
            "Judgements",
            "J7",
            "This override does not count yet: it has no date, reason.",
            "Fill in the name, the date and the reason beside J7, or clear the override.",
            ref="S03",
            standard=3,
        ),
        """
        Judgements | Override | Override by | Override date | Reason
        S03        | Embedded | A. Person   | <10/07/2026>  | Seen on a visit.
        """,
    ),
    "override-missing": Case(
        """
        Judgements | Override by | Reason
        S03        | A. Person   | Seen on a visit.
        """,
        expected(
            "override-missing",
            "Judgements",
            "J7",
            "There is something for an override here (name, reason), but no override.",
            "Choose the level in J7, or clear what stands beside it.",
            ref="S03",
            standard=3,
        ),
        """
        Judgements | Override | Override by | Override date | Reason
        S03        |          |             |               |
        """,
    ),
    "override-unknown": Case(
        """
        Judgements | Override | Override by | Override date | Reason
        S03        | Embeded  | A. Person   | <10/07/2026>  | Seen on a visit.
        """,
        expected(
            "override-unknown",
            "Judgements",
            "J7",
            "'Embeded' is not a level, so this override does not count. Did you mean Embedded?",
            "Choose a level from the list in J7, or clear the override.",
            value="Embeded",
            suggestion="Embedded",
            ref="S03",
            standard=3,
        ),
        """
        Judgements | Override | Override by | Override date | Reason
        S03        | emerging | A. Person   | <10/07/2026>  | Seen on a visit.
        """,
    ),
    "link-unclear": Case(
        """
        Evidence | Title     | Where
        E12      | Site walk | https://school.example/our policies.pdf
        """,
        expected(
            "link-unclear",
            "Evidence",
            "E16",
            "'https://school.example/our policies.pdf' begins like a link, but can't be one as it stands.",
            "Copy the address into E16 again, or say in plain words where it is kept.",
            value="https://school.example/our policies.pdf",
            ref="E12",
        ),
        """
        Evidence | Title     | Where
        E12      | Site walk | https://school.example/policies.pdf, page 4
        E13      | Drills    | Head's office
        """,
    ),
    "choice-unknown": Case(
        """
        Evidence | Title     | Kind
        E12      | Site walk | Observatoin
        """,
        expected(
            "choice-unknown",
            "Evidence",
            "C16",
            "'Observatoin' is not in the list. Did you mean Observation?",
            "Choose from the list in C16.",
            value="Observatoin",
            suggestion="Observation",
            ref="E12",
        ),
        """
        Evidence | Title     | Kind
        E12      | Site walk | observation
        """,
    ),
    "descriptor-ref-unknown": Case(
        """
        Evidence | Title     | Supports
        E12      | Site walk | S03.SAFE.2, S03.SAFE.9
        """,
        expected(
            "descriptor-ref-unknown",
            "Evidence",
            "I16",
            "The Standards have no S03.SAFE.9.",
            "Put the right Ref in I16, for example S03.SAFE.2.",
            value="S03.SAFE.9",
            ref="E12",
        ),
        """
        Evidence | Title     | Supports
        E12      | Site walk | S03, S03.SAFE and s03.enjoy.1; S106 money
        """,
    ),
    "agency-unknown": Case(
        """
        Mapping | Agency
        A07     | Youth work
        """,
        expected(
            "agency-unknown",
            "Mapping",
            "A11",
            "The sheet Agencies says nothing of A07.",
            "List it on the sheet Agencies, or put the right Ref in A11.",
            value="A07",
            ref="A07",
        ),
        """
        Mapping | Agency
        A07     | Youth work

        Agencies | Agency
        A07      | Youth work
        A08      | Police
        """,
    ),
    "agency-differs": Case(
        """
        Mapping | Agency
        A07     | Youth work

        Agencies | Agency
        A07      | Police
        """,
        expected(
            "agency-differs",
            "Mapping",
            "B11",
            "'Youth work' is not the name that the sheet Agencies has for A07.",
            "See whether the Ref beside B11 is the right one; if so, use one name on both sheets.",
            value="Youth work",
            ref="A07",
        ),
        """
        Mapping | Agency
        A07     | Youth  Work

        Agencies | Agency
        A07      | Youth work
        """,
    ),
    "plan-incomplete": Case(
        """
        Plan | Target       | Who       | By when
        T02  | A safer gate | A. Person |
        """,
        expected(
            "plan-incomplete",
            "Plan",
            "H6",
            "This target has no date.",
            "Fill it in from H6 on, so that somebody knows it is theirs and when it is due.",
            ref="T02",
        ),
        """
        Plan | Target       | Who       | By when      | Status
        T02  | A safer gate | A. Person | <12/12/2026> |
        T03  | Warm hall    |           |              | Done
        T04  |              | A. Person |              |
        """,
    ),
    "text-cut": Case(
        f"""
        Audit      | Rating     | Comment
        S03.SAFE.2 | Developing | {FULL}
        """,
        expected(
            "text-cut",
            "Audit",
            "H44",
            "The text fills the cell to its last of 32,767 characters, so its end may be missing.",
            "Compare H44 with where the text came from, and keep long texts in a document beside the workbook.",
            **SAFE_2,
        ),
        f"""
        Audit      | Rating     | Comment
        S03.SAFE.2 | Developing | {FULL[:-1]}
        S03.SAFE.3 | Developing | {FULL[:-2]}
        """,
    ),
    "text-unseen": Case(
        """
        Audit      | Rating     | Comment
        S03.SAFE.2 | Developing | Talked\x0bover
        """,
        expected(
            "text-unseen",
            "Audit",
            "H44",
            "The text holds characters that can't be shown, as copying sometimes brings along.",
            "Paste the text into H44 again without its format, or type it.",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Comment
        S03.SAFE.2 | Developing | Talked\tover, “café”\u2028\u200d
        """,
    ),
    "personal-data": Case(
        """
        Audit      | Rating     | Comment
        S03.SAFE.2 | Developing | Sam (born 3/4/2015) told us, sam@gmail.com
        """,
        expected(
            "personal-data",
            "Audit",
            "H44",
            "This looks like a birth date and a private e-mail address.",
            "Take it out of H44 if it is: use a group or a code instead, and keep the details where they are safe.",
            **SAFE_2,
        ),
        """
        Audit      | Rating     | Comment
        S03.SAFE.2 | Developing | Summer-born boys, asked on 3/4/2015; head@gmail.example rang 07700 900123

        Leads | Contact
        S03   | a.person@school.example
        """,
    ),
    "all-on-one-day": Case(
        """
        Audit | Rating   | Evidence | Impact | Date
        *     | Embedded | E01      | Calmer | <09/07/2026>
        """,
        expected(
            "all-on-one-day",
            "Audit",
            "J5",
            "All 218 descriptors that apply are rated Embedded with one date, 09/07/2026.",
            "Ask those who lead on the Standards to look at each descriptor, and put the day they did so in J5.",
            ref="S01.HEALTH.1",
            standard=1,
        ),
        """
        Audit      | Rating   | Evidence | Impact | Date
        *          | Embedded | E01      | Calmer | <09/07/2026>
        S03.SAFE.2 | Embedded | E01      | Calmer | <08/07/2026>
        """,
    ),
    "nothing-rated": Case(
        """
        Audit        | Rating | Comment
        S01.HEALTH.1 |        | To be looked at.
        """,
        expected(
            "nothing-rated",
            "Audit",
            "E5",
            "Nothing is rated yet.",
            "Begin anywhere: E5 is the first descriptor.",
            ref="S01.HEALTH.1",
        ),
        """
        Audit        | Rating
        S01.HEALTH.1 |
        S03.SAFE.2   | Not enough evidence
        """,
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_exactly_that_is_found(code: str) -> None:
    case = CASES[code]

    assert case.found.code == code
    assert examine(case.drawn, case.change).findings == (case.found,)


@pytest.mark.parametrize("code", CASES)
def test_a_near_miss_is_no_finding(code: str) -> None:
    case = CASES[code]

    assert case.near_miss.strip()
    assert examine(case.near_miss, case.near_change).findings == ()


@pytest.mark.parametrize("code", CASES)
def test_what_was_typed_stands_in_a_message_as_its_value_only(code: str) -> None:
    """A cluster workbook, which holds no free text, shows the title of a finding whose message quotes its value."""
    found = CASES[code].found

    assert not found.value or found.value not in found.message or "{value}" in CATALOGUE[code].message


def test_each_case_is_about_a_workbook_in_which_nothing_else_is_found() -> None:
    assert examine("").findings == ()


# More that is found, and more that is not.


def short(drawn: str) -> list[tuple[str, str, str]]:
    """(code, cell, suggestion) of what is found."""
    return [(finding.code, finding.cell, finding.suggestion) for finding in examine(drawn).findings]


def rated(*typed: str) -> str:
    """One descriptor after the other with those ratings, from E44 on."""
    refs = ("S03.SAFE.2", "S03.SAFE.3", "S03.SAFE.4")
    return "\n".join(["Audit | Rating", *(f"{ref} | {text}" for ref, text in zip(refs, typed, strict=False))])


@pytest.mark.parametrize(
    ("typed", "answer", "said"),
    [
        ("Εmbedded", "Embedded", "its 'Ε' is a Greek letter"),
        ("Dеvеloping", "Developing", "its 'е' is a Cyrillic letter"),
        ("Емbеdded", "Embedded", "its 'Е', 'м', 'е' are Cyrillic letters"),
        ("embeddеd", "Embedded", "its 'е' is a Cyrillic letter"),
        ("N/А", "Not applicable", "its 'А' is a Cyrillic letter"),
    ],
)
def test_letters_of_other_alphabets_are_named_and_never_counted(typed: str, answer: str, said: str) -> None:
    result = examine(rated(typed))

    (finding,) = result.findings
    assert (finding.code, finding.suggestion) == ("rating-lookalike", answer)
    assert finding.message == f"'{typed}' looks like {answer}, but {said}."
    assert result.ratings["S03.SAFE.2"] == ""


def test_a_word_of_another_alphabet_that_looks_like_no_rating_is_just_unknown() -> None:
    assert short(rated("Емже")) == [("rating-unknown", "E44", "")]


@pytest.mark.parametrize(
    ("typed", "answer"), [("Ｅｍｂｅｄｄｅｄ", "Embedded"), ("Insu\ufb03cient evidence", "Not enough evidence")]
)
def test_full_width_letters_and_ligatures_count(typed: str, answer: str) -> None:
    result = examine(rated(typed))

    assert result.ratings["S03.SAFE.2"] == answer
    assert [f.code for f in result.findings if f.code.startswith("rating")] == ["rating-respelt"]


@pytest.mark.parametrize(
    "typed", ["✓", "✔", "√", "x", "X", "Y", "yes", "YES", "1", "<1>", "<1.0>", "<TRUE>", "TRUE", "ü"]
)
def test_ticks(typed: str) -> None:
    assert short(rated(typed)) == [("rating-tick", "E44", "")]


@pytest.mark.parametrize("typed", ["0", "<2>", "3", "<2.5>", "2,5", "80%", "-1", "٣"])
def test_numbers(typed: str) -> None:
    assert short(rated(typed)) == [("rating-number", "E44", "")]


def test_a_one_is_a_number_where_other_numbers_stand_in_the_column() -> None:
    assert short(rated("<1>", "<2>")) == [("rating-number", "E44", ""), ("rating-number", "E45", "")]
    assert short(rated("<1>", "<1>", "x")) == [("rating-tick", cell, "") for cell in ("E44", "E45", "E46")]


@pytest.mark.parametrize("typed", ["No", "?", "good", "1 of 3", "Year 1"])
def test_what_is_neither_a_tick_nor_a_number(typed: str) -> None:
    assert short(rated(typed)) == [("rating-unknown", "E44", "")]


@pytest.mark.parametrize("field", ["Evidence", "Impact", "Comment"])
def test_pasted_down_in_each_column_from_five_rows_on(field: str) -> None:
    def pasted(rows: int) -> str:
        refs = [f"S03.SAFE.{n}" for n in range(1, 6)][:rows]
        return "\n".join([f"Audit | {field}", *(f"{ref} | Seen on our site walk in May" for ref in refs)])

    column = {"Evidence": "F", "Impact": "G", "Comment": "H"}[field]
    assert short(pasted(5)) == [("text-pasted-down", f"{column}43", "")]
    assert short(pasted(4)) == []


@pytest.mark.parametrize("text", ["Seen on a walk: May", "E01 and E01, E01; E01 E01"])
def test_short_words_and_refs_may_be_repeated(text: str) -> None:
    rows = [f"S03.SAFE.{n} | {text}" for n in range(1, 6)]

    assert short("\n".join(["Audit | Evidence", *rows])) == []


def test_an_impact_that_is_the_descriptor_is_said_of_the_impact() -> None:
    (finding,) = examine(f"Audit | Impact\nS03.SAFE.2 | {DESCRIPTOR}").findings

    assert (finding.code, finding.cell) == ("repeats-descriptor", "G44")
    assert finding.message == "The impact is the descriptor's own text."


def test_evidence_that_repeats_the_comment_beside_it_shows_nothing_either() -> None:
    assert short(f"Audit | Evidence | Comment\nS03.SAFE.2 | {LOG} | {LOG}") == [("evidence-repeats-comment", "F44", "")]


def test_a_short_comment_may_name_what_the_evidence_names() -> None:
    assert short("Audit | Evidence | Comment\nS03.SAFE.2 | Log of drills | Log of drills") == []


def test_a_text_of_twenty_characters_is_long_enough() -> None:
    rows = [f"S03.SAFE.{n} | Seen on a walk, June" for n in range(1, 6)]

    assert short("\n".join(["Audit | Evidence", *rows])) == [("text-pasted-down", "F43", "")]


@pytest.mark.parametrize(
    ("refs", "said"),
    [
        (["E11", "E12", "E13"], "E11, E12, E13"),
        (["E11", "E12", "E13", "E14"], "E11, E12, E13 and 1 more"),
        (["E11", "E12", "E11"], "E11, E12"),
    ],
)
def test_three_names_are_said_and_the_others_counted(refs: list[str], said: str) -> None:
    (finding,) = examine(f"Audit | Evidence\nS03.SAFE.2 | {' '.join(refs)}").findings

    assert finding.message == f"The sheet Evidence says nothing of {said}."


def test_where_the_register_is_not_filled_in_at_all_that_is_said_once() -> None:
    (finding,) = examine(
        """
        Evidence | Title
        E01      |

        Audit      | Evidence
        S03.SAFE.2 | E01, E02
        S03.SAFE.3 | E02
        S04.SAFE.1 | E07
        """
    ).findings

    assert (finding.code, finding.cell, finding.value) == ("evidence-ref-unknown", "F44", "E01, E02, E07")


@pytest.mark.parametrize(
    ("table", "drawn"),
    [("Evidence", "Audit | Evidence\nS03.SAFE.2 | E12"), ("Agencies", "Mapping | Agency\nA07 | Police")],
)
def test_where_a_registers_refs_are_lost_nobody_is_told_that_its_rows_are_missing(table: str, drawn: str) -> None:
    def lose(snapshot: Snapshot) -> None:
        sheet = snapshot.sheet(table)
        assert sheet is not None
        sheet.rows[3][0] = "No."

    codes = {finding.code for finding in examine(drawn, lose).findings}

    assert "column-renamed" in codes
    assert not codes & {"evidence-ref-unknown", "agency-unknown"}


def test_a_formula_for_a_year_is_found_as_that_only() -> None:
    def calculate(snapshot: Snapshot) -> None:
        sheet = snapshot.sheet("Leads")
        assert sheet is not None
        sheet.formulas = frozenset({*sheet.formulas, (7, 6)})

    assert [f.code for f in examine("Leads | Planned\nS03 | next year", calculate).findings] == ["formula-in-answer"]


def test_an_item_on_which_many_descriptors_rest_is_said_once() -> None:
    refs = [f"S03.SAFE.{n}" for n in range(1, 6)]
    rows = [f"{ref} | Developing | E12" for ref in refs]
    drawn = "\n".join(
        ["Audit | Rating | Evidence", *rows, "", "Evidence | Title | Expires", "E12 | Walk | <01/01/2026>"]
    )

    (finding,) = examine(drawn).findings

    assert finding.message == (
        "It expired on 01/01/2026 and is named as evidence for S03.SAFE.1, S03.SAFE.2, S03.SAFE.3 and 2 more."
    )


def test_a_refs_that_is_in_no_row_at_all_is_found_too() -> None:
    assert short("Audit | Evidence\nS03.SAFE.2 | E99") == [("evidence-ref-unknown", "F44", "")]


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("<01/09/2027>", "2027"),
        ("<27>", ""),
        ("<1899>", ""),
        ("1899", ""),
        ("<10000>", ""),
        ("2027/28", ""),
        ("<TRUE>", ""),
    ],
)
def test_what_is_no_year(value: str, suggestion: str) -> None:
    assert short(f"Leads | Planned\nS03 | {value}") == [("year-unknown", "F7", suggestion)]


@pytest.mark.parametrize("value", ["<1900>", "<9999>", "<2027.0>", ""])
def test_what_is_a_year(value: str) -> None:
    assert short(f"Leads | Planned\nS03 | {value}") == []


@pytest.mark.parametrize("value", ["1900", " ２０２７\u200b"])
def test_a_year_typed_as_text_is_read(value: str) -> None:
    assert [code for code, _, _ in short(f"Leads | Planned\nS03 | {value}")] == ["number-as-text"]


def test_a_moment_is_a_date_too() -> None:
    """As some programs save one."""

    def moment(year: int) -> Callable[[Snapshot], None]:
        def change(snapshot: Snapshot) -> None:
            sheet = snapshot.sheet("Audit")
            assert sheet is not None
            sheet.rows[43][9] = datetime(year, 1, 1, 12, 0)  # noqa: DTZ001 - Excel knows no time zones

        return change

    assert examine("", moment(2000)).findings == ()
    assert [f.code for f in examine("", moment(1999)).findings] == ["date-long-ago"]


@pytest.mark.parametrize("value", ["<2>", "<TRUE>", "<14/03/2026>", "Data set"])
def test_anything_that_is_not_in_a_list_is_found(value: str) -> None:
    assert short(f"Evidence | Title | Kind\nE12 | Walk | {value}") == [("choice-unknown", "C16", "")]


def test_an_override_may_be_unknown_and_incomplete_at_once() -> None:
    assert short("Judgements | Override | Override by\nS03 | Not applicable | A. Person") == [
        ("override-incomplete", "J7", ""),
        ("override-unknown", "J7", ""),
    ]


def test_a_stopgap_for_impact_says_no_difference() -> None:
    (finding,) = examine("Audit | Rating | Evidence | Impact\nS03.SAFE.2 | Embedded | Log of drills | TBC").findings

    assert finding == expected(
        "only-a-stopgap",
        "Audit",
        "G44",
        "'TBC' does not say what difference it made.",
        "Say it in G44, or choose a lower rating.",
        value="TBC",
        **SAFE_2,
    )


@pytest.mark.parametrize(("every", "one"), [("", "<9/7/2026>"), ("<9/7/2026>", ""), ("", "")])
def test_where_the_best_level_has_no_date_nothing_is_said_of_one_day(every: str, one: str) -> None:
    drawn = f"""
        Audit | Rating   | Evidence | Impact | Date
        *     | Embedded | E01      | Calmer | {every}

        Audit      | Date
        S03.SAFE.2 | {one}
    """

    assert short(drawn) == []


def test_findings_of_one_kind_come_as_the_rows_stand_however_they_were_sorted() -> None:
    def sorted_by_hand(snapshot: Snapshot) -> None:
        sheet = snapshot.sheet("Audit")
        assert sheet is not None
        sheet.rows[43], sheet.rows[44] = sheet.rows[44], sheet.rows[43]

    found = examine(rated("Emerging", "Insufficient evidence"), sorted_by_hand).findings

    assert [(f.cell, f.suggestion) for f in found] == [("E44", "Not enough evidence"), ("E45", "Emergent")]


def test_a_row_that_stands_twice_hides_no_other_rows_rating() -> None:
    def twice(snapshot: Snapshot) -> None:
        sheet = snapshot.sheet("Audit")
        assert sheet is not None
        sheet.rows[5][0] = sheet.rows[4][0]

    found = examine(rated("Embeded"), twice).findings

    assert ("rating-unknown", "E44") in [(f.code, f.cell) for f in found]
    assert "ref-duplicated" in [f.code for f in found]


def test_an_override_like_no_level_has_no_suggestion() -> None:
    drawn = (
        "Judgements | Override | Override by | Override date | Reason\nS03 | Splendid | A. Person | <1/7/2026> | Seen."
    )
    (finding,) = examine(drawn).findings

    assert (finding.code, finding.suggestion) == ("override-unknown", "")
    assert finding.message == "'Splendid' is not a level, so this override does not count."


def test_where_no_rating_at_all_is_known_each_is_found() -> None:
    assert len(short("Audit | Rating\n* | Embeded")) == len(load_model().framework.descriptors)


def test_an_entry_like_none_of_its_list_has_no_suggestion_and_the_rows_above_it_no_say() -> None:
    (finding,) = examine("Evidence | Title | Kind\nE12 | Site walk | observation\nE13 | Assembly | Poem").findings

    assert (finding.cell, finding.message, finding.suggestion) == ("C17", "'Poem' is not in the list.", "")


def test_refs_of_descriptors_are_looked_for_on_the_plan_too_beside_what_is_no_text() -> None:
    (finding,) = examine(
        """
        Evidence | Title     | Supports
        E12      | Site walk | S03.SAFE.2

        Plan | Target        | For        | Who   | By when
        T02  | A safer gate  | <12>       | Lead  | <12/12/2026>
        T03  | A safer field | S03.SAFE.9 | Lead  | <12/12/2026>
        """
    ).findings

    assert (finding.code, finding.sheet, finding.cell) == ("descriptor-ref-unknown", "Plan", "D7")


def test_part_of_a_standard_is_named_only_where_both_the_standard_and_the_outcome_are_there() -> None:
    (finding,) = examine("Evidence | Title | Supports\nE12 | Site walk | S12.SAFE, S13.SAFE, S03.WEALTH").findings

    assert (finding.cell, finding.value) == ("I16", "S13.SAFE, S03.WEALTH")


def test_a_target_without_both_is_said_once_at_the_first_of_the_two() -> None:
    (finding,) = examine("Plan | Action\nT02 | Paint the hall").findings

    assert (finding.cell, finding.message) == ("G6", "This target has no name and no date.")


def test_no_finding_repeats_what_stands_in_a_cell_with_personal_data() -> None:
    findings = examine(
        """
        Audit      | Rating              | Evidence | Date
        S03.SAFE.2 | ask sam@gmail.com   |          | DOB 3/4/2015
        S03.SAFE.3 | Developing          | E12      |

        Plan | Target       | Who              | By when      | Status
        T02  | A safer gate | sam@hotmail.com  | <12/12/2026> | 943 476 5919
        """
    ).findings

    assert [(f.code, f.cell, f.value, f.suggestion) for f in findings] == [
        ("date-unreadable", "J44", "", ""),
        ("rating-unknown", "E44", "", ""),
        ("choice-unknown", "L6", "", ""),
        ("personal-data", "G6", "", ""),
        ("personal-data", "L6", "", ""),
        ("evidence-ref-unknown", "F45", "E12", ""),
        ("personal-data", "E44", "", ""),
        ("personal-data", "J44", "", ""),
    ]
    said = " ".join(f.message + f.action for f in findings)
    assert "(left out)" in said
    assert not any(secret in said for secret in ("sam@", "3/4/2015", "943 476"))


def test_personal_data_on_start_is_found_too() -> None:
    def lead(snapshot: Snapshot) -> None:
        name, row, column = snapshot.names["Cluster_Lead"]
        sheet = snapshot.sheet(name)
        assert sheet is not None
        sheet.rows[row - 1][column - 1] = "lead@gmail.com"

    assert examine("", lead).findings == (
        expected(
            "personal-data",
            "Start",
            "C13",
            "This looks like a private e-mail address.",
            "Take it out of C13 if it is: use a group or a code instead, and keep the details where they are safe.",
        ),
    )
