"""Personal data: what looks like it, what does not, and that looking at all texts at once misses none of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ecm_xl.core.checks.case import BETWEEN, Texts
from ecm_xl.core.checks.texts import is_nhs_number, is_pupil_number, may_be_personal, personal_kinds

BIRTH, NHS = "Sam, born 3/4/2015", "NHS number 943 476 5919"
PUPIL, MAIL = "UPN H801200001001", "sam@gmail.com"
PERSONAL = (BIRTH, NHS, PUPIL, MAIL)


@pytest.mark.parametrize(
    "text",
    [
        BIRTH,
        "DOB 03/04/15",
        "D.O.B.: 3.4.2015",
        "D. O. B. 3-4-2015",
        "dob: 2015-04-03",
        "date of birth is the 3rd of April 2015",
        "Her birthday: 3 April 2015",
        "(3/4/2015, born)",
        "BORN ON 3 APRIL 2015",
    ],
)
def test_a_birth_date(text: str) -> None:
    assert personal_kinds(text) == ["a birth date"]


@pytest.mark.parametrize(
    "text",
    [
        "Summer-born boys, asked on 3/4/2015",
        "Summer born boys; see the report of 3/4/2015",
        "Born in 2015",
        "Seen on 3/4/2015",
        "The stubborn door, mended 3/4/2015",
        "Babies born since April come on Tuesdays",
        "Birth to five matters, 14 copies",
    ],
)
def test_a_date_or_a_birth_by_itself_is_not_one(text: str) -> None:
    assert personal_kinds(text) == []


@pytest.mark.parametrize("text", [NHS, "943-476-5919", "9434765919", "No. 943\u00a0476\u00a05919."])
def test_an_nhs_number(text: str) -> None:
    assert personal_kinds(text) == ["an NHS number"]


@pytest.mark.parametrize(
    "text",
    ["943 476 5918", "94347659190", "x9434765919", "943 4765919", "+44 7700 900123", "01632 960123", "0000000000"],
)
def test_other_numbers_are_not_one(text: str) -> None:
    assert personal_kinds(text) == []


@pytest.mark.parametrize("text", [PUPIL, "h801200001001", "(B801200005001)", "H80120000100B"])
def test_a_pupil_number(text: str) -> None:
    """The last one is one for the time being: its last letter counts as 1."""
    assert personal_kinds(text) == ["a pupil number"]


@pytest.mark.parametrize(
    "text",
    ["A801200005001", "X80120000A001", "I801200001001", "H8012", "H8012000010011", "8801200001001", "HA01200001001"],
)
def test_what_is_no_pupil_number(text: str) -> None:
    assert personal_kinds(text) == []
    assert not is_pupil_number(text)


@given(st.integers(0, 10**11 - 1), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUVWXYZ"))
def test_of_all_letters_just_one_checks_a_pupil_number(number: int, last: str) -> None:
    letters = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if is_pupil_number(f"{letter}{number:011}{last}")]

    assert len(letters) == 1
    assert letters[0] not in "IOS"


@given(st.integers(10**8, 10**9 - 1))
@example(100_000_006)  # checked by 0
@example(100_000_001)  # checked by none
def test_of_all_figures_one_checks_an_nhs_number(number: int) -> None:
    """None where the sum leaves a ten, which is no figure."""
    assume(len(set(str(number))) > 1)
    left = sum(int(figure) * (10 - place) for place, figure in enumerate(str(number))) % 11

    checks = [figure for figure in range(10) if is_nhs_number(f"{number}{figure}")]

    assert checks == {0: [0], 1: []}.get(left, [11 - left])


def test_an_nhs_number_has_ten_figures_that_are_not_all_the_same() -> None:
    assert is_nhs_number("943 476 5919")
    assert is_nhs_number("4010232137")
    assert not any(map(is_nhs_number, ("943476591", "94347659190", "", "1111111111")))


@pytest.mark.parametrize(
    "text",
    [
        MAIL,
        "Sam.B@HOTMAIL.CO.UK",
        "ask sam@outlook.com.",
        "<s@yahoo.co.uk>",
        "s@btinternet.com, s@icloud.com",
        "s@me.com",
    ],
)
def test_a_private_address(text: str) -> None:
    assert personal_kinds(text) == ["a private e-mail address"]


@pytest.mark.parametrize(
    "text", ["office@school.example", "s@gmail.example", "s@live.school.uk", "s@sky.com.example", "gmail.com", "@gmail"]
)
def test_an_address_of_work_is_not_one(text: str) -> None:
    assert personal_kinds(text) == []


def test_one_text_may_look_like_several() -> None:
    assert personal_kinds(" ".join(PERSONAL)) == [
        "a birth date",
        "an NHS number",
        "a pupil number",
        "a private e-mail address",
    ]


# All texts at once.


@pytest.mark.parametrize("text", PERSONAL)
@pytest.mark.parametrize("others", [(), ("Log of drills", "Calmer"), ("“Café”", "a\nb"), (f"odd{BETWEEN}text",)])
def test_a_personal_text_among_others_is_looked_at(text: str, others: tuple[str, ...]) -> None:
    assert text in may_be_personal(Texts([*others, text]))
    assert text in may_be_personal(Texts([text, *others]))


def test_every_text_that_holds_such_a_word_is_found_once_joined_and_no_other() -> None:
    texts = Texts(["Born", "plain", "was b.orn", "newborn, born", "plain too", "born on"])

    assert texts.with_letters(b"born") == ["Born", "was b.orn", "newborn, born", "born on"]
    figures = Texts(["plain", "12-3", "12X3", "XX-X", "12.3", "4 56\xa07"])
    assert figures.with_marks(re.compile(rb"00/0")) == ["12-3", "12.3"]
    assert figures.with_marks(re.compile(rb"00_0")) == ["4 56\xa07"]


@pytest.mark.parametrize(
    "text", ["birth date 3/4/2015", "DOB 3/4/2015", "D.O.B. 3/4/2015", "d o b 3/4/2015", "Born 3/4/15"]
)
def test_each_word_for_a_birth_date_is_enough_to_be_looked_at(text: str) -> None:
    assert may_be_personal(Texts([text])) == {text}
    assert personal_kinds(text) == ["a birth date"]


def test_what_stands_between_texts_is_unseen_within_one() -> None:
    assert Texts(["a\x1cb"]).any_unseen
    assert Texts(["a\x1cb", "c"]).any_unseen
    assert not Texts(["a", "b", "c"]).any_unseen
    assert not Texts([]).any_unseen


def test_how_long_the_longest_is_and_not_all_together() -> None:
    assert Texts(["abc"]).any_as_long_as(3)
    assert not Texts(["abc"]).any_as_long_as(4)
    assert not Texts(["ab", "cd"]).any_as_long_as(5)


def test_where_nothing_is_personal_nothing_is_looked_at() -> None:
    assert (
        may_be_personal(Texts(["Log of drills", "01632 960123", "office@school.example", "summer-born boys"])) == set()
    )
    assert may_be_personal(Texts([])) == set()


ODD = st.text(st.sampled_from("ab 01. -@\n\x1c\u00a0é’"), max_size=12)


@given(st.lists(st.one_of(ODD, st.builds("".join, st.tuples(ODD, st.sampled_from(PERSONAL), ODD))), max_size=8))
def test_looking_at_all_texts_at_once_misses_none(texts: list[str]) -> None:
    """That it is not simply all of them: the test above."""
    personal = {text for text in texts if personal_kinds(text)}

    assert personal <= may_be_personal(Texts(texts))


@given(st.lists(st.text(st.sampled_from("a\n\t\x00\x0b\x1c\x7f\x85é"), max_size=4), max_size=6))
def test_a_character_that_cannot_be_seen_is_seen_among_all_texts(texts: list[str]) -> None:
    unseen = any(letter in text for text in texts for letter in "\x00\x0b\x1c\x7f\x85")

    assert Texts(texts).any_unseen is unseen


def test_a_text_is_looked_at_once_however_often_it_stands_there() -> None:
    assert Texts(["a", "b", "a"]).different == ["a", "b"]


@pytest.mark.parametrize(("length", "so"), [(3, True), (4, True), (5, False), (7, False)])
def test_the_longest_text(length: int, so: bool) -> None:
    assert Texts(["abcd", "ab"]).any_as_long_as(length) is so
