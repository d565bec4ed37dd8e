"""Five questions to partners and ourselves (E2)."""

from __future__ import annotations

from collections.abc import Iterable

from ecm_xl.core.forms import partner_review, stands_out
from ecm_xl.core.forms.case import FormCase
from tests.forms import case_of

LISTED = {
    "P01": {"partnership": "Police"},
    "P02": {"partnership": "School nursing"},
    "P03": {"partnership": "Youth club"},
}


def reviewed(refs: Iterable[str]) -> FormCase:
    answers = {ref: {"answer": "Something"} for ref in refs}
    return case_of("partnerships", "partner-review", content={"Partnerships": LISTED, "PartnerReview": answers})


def all_of(whom: str) -> list[str]:
    return [f"{whom}.{n}" for n in range(1, 6)]


def test_ourselves_first_then_who_has_begun_who_has_not_and_who_is_done() -> None:
    case = reviewed([*all_of("P01.REVIEW"), "P03.REVIEW.2", "P03.REVIEW.5", "OURSELVES.1"])
    assert partner_review.answered(case) == [
        {
            "whom": "Ourselves",
            "name": "The SENCO and the leadership team",
            "answered": "1 of 5",
            "open": "2, 3, 4, 5",
        },
        {"whom": "P03", "name": "Youth club", "answered": "2 of 5", "open": "1, 3, 4"},
        {"whom": "P02", "name": "School nursing", "answered": "Not answered"},
        {"whom": "P01", "name": "Police", "answered": "5 of 5"},
    ]


def test_what_is_to_be_done_next_is_no_answer() -> None:
    case = case_of("partner-review", content={"PartnerReview": {"OURSELVES.1": {"next": "Ask the families"}}})
    assert partner_review.answered(case) == [
        {"whom": "Ourselves", "name": "The SENCO and the leadership team", "answered": "Not answered"}
    ]


def test_what_is_left_open_is_told_of_partners_who_have_begun_and_of_ourselves() -> None:
    case = reviewed(["P01.REVIEW.1", "P01.REVIEW.3", "P02.REVIEW.1", "P02.REVIEW.4", "OURSELVES.3"])
    assert partner_review.left_open(case) == [
        {
            "number": "2",
            "asks": "How well does the partner do it?",
            "partners": "2 of 2",
            "ourselves": "Not answered",
        },
        {
            "number": "5",
            "asks": "In what way does the partner find out what each child cares about?",
            "partners": "2 of 2",
            "ourselves": "Not answered",
        },
        {
            "number": "3",
            "asks": "What is different for children because of it?",
            "partners": "1 of 2",
            "ourselves": "Answered",
        },
        {
            "number": "4",
            "asks": "What tells the partner that it helps?",
            "partners": "1 of 2",
            "ourselves": "Not answered",
        },
        {
            "number": "1",
            "asks": "How much does this partner do here towards the Outcomes?",
            "partners": "0 of 2",
            "ourselves": "Not answered",
        },
    ]


def test_nobody_has_left_anything_open_before_beginning() -> None:
    lines = partner_review.left_open(reviewed([]))
    assert [(line["number"], line["partners"]) for line in lines] == [
        (str(number), "None has begun") for number in range(1, 6)
    ]


def test_without_a_list_partners_are_asked_in_general_and_known_by_their_refs() -> None:
    answers = {ref: {"answer": "Something"} for ref in ("REVIEW.1", "P04.REVIEW.2")}
    case = case_of("partner-review", content={"PartnerReview": answers})
    assert partner_review.answered(case)[1:] == [
        {"whom": "", "name": "Partners in general", "answered": "1 of 5", "open": "2, 3, 4, 5"},
        {"whom": "P04", "name": "P04", "answered": "1 of 5", "open": "1, 3, 4, 5"},
    ]


def test_a_partner_of_whom_only_what_is_next_is_written_has_not_begun() -> None:
    case = case_of("partner-review", content={"PartnerReview": {"P04.REVIEW.2": {"next": "Ask again"}}})
    assert partner_review.answered(case)[1:] == [{"whom": "P04", "name": "P04", "answered": "Not answered"}]
    assert partner_review.left_open(case)[0]["partners"] == "None has begun"


def test_what_stands_out() -> None:
    case = reviewed([*all_of("P01.REVIEW"), "P03.REVIEW.2", "OURSELVES.1"])
    form = case.model.forms[-1]
    assert stands_out(form, case) == ["1 of 3 partners answered all questions, 1 some", "1 of 5 answered by ourselves"]
    ours = case_of("partner-review", content={"PartnerReview": {"OURSELVES.1": {"answer": "A lot"}}})
    assert stands_out(form, ours) == ["1 of 5 answered by ourselves"]
    assert stands_out(form, reviewed([])) == []
