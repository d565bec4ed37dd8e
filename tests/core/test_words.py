"""Text that looks the same is the same."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecm_xl.core.words import as_shown, fold, in_words, is_blank, restates


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("EMBEDDED", "embedded", id="case"),
        pytest.param("STRAẞE", "strasse", id="case beyond ASCII"),
        pytest.param("  Not   applicable ", "not applicable", id="runs of spaces and spaces at the ends"),
        pytest.param("Not\t\n applicable", "not applicable", id="tabs and line breaks"),
        pytest.param("Not\u00a0applicable", "not applicable", id="no-break space"),
        pytest.param("Not\u202f\u2009applicable", "not applicable", id="narrow and thin spaces"),
        pytest.param("\u200bEm\u200cbed\u200dded\u2060\ufeff", "embedded", id="zero-width characters"),
        pytest.param("Em\u00adbedded", "embedded", id="soft hyphen"),
        pytest.param("\u200eEmbedded\u200f", "embedded", id="marks of writing direction"),
        pytest.param("children’s ‘own’", "children's 'own'", id="curly single quotes"),
        pytest.param("“own” „own", '"own" "own', id="curly double quotes"),
        pytest.param("well–being — well‚", "well-being - well'", id="dashes and the low quote"),
        pytest.param("Ｅｍｂｅｄｄｅｄ", "embedded", id="full-width letters"),
        pytest.param("oﬃce ﬁle", "office file", id="ligatures"),
        pytest.param("cafe\u0301", "café", id="letters in two parts"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_texts_that_differ_only_in_what_nobody_sees_are_folded_alike(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Embedded", "Embeded", id="a letter less"),
        pytest.param("N/A", "NA", id="a stroke"),
        pytest.param("Not applicable", "Notapplicable", id="a space within"),
        pytest.param("wellbeing", "well-being", id="a hyphen"),
        pytest.param("cafe", "café", id="an accent"),
    ],
)
def test_texts_that_a_reader_tells_apart_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_the_quick_way_for_plain_text_and_the_long_way_agree() -> None:
    plain = "  Not   Applicable 'now' - \"here\"\t"

    assert fold(plain) == "not applicable 'now' - \"here\""
    assert fold(plain + "\u200b") == fold(plain)


_TEXTS = st.text(st.sampled_from("aZ ’\u00a0\u200b\ufb01Ｅ–é\u0301\t"), max_size=12)


@given(_TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(_TEXTS)
def test_a_form_of_writing_that_looks_the_same_folds_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_a_text_that_folding_changes_and_one_with_two_forms_do_occur() -> None:
    assert fold("é Z") != "é Z"
    assert unicodedata.normalize("NFD", "é") != unicodedata.normalize("NFC", "é")


@pytest.mark.parametrize("value", [None, "", " ", "\t\n", "\u00a0", "\u200b", " \ufeff\u00ad ", "\u3000", "\u200e"])
def test_what_shows_nothing_is_blank(value: str | None) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", ["a", "-", ".", "’", "\u200bx\u200b", "✓", 0, 0.0, False, "0"])
def test_what_shows_something_is_not_blank_and_zero_is_something(value: object) -> None:
    assert not is_blank(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3.0, "3"),
        (3, "3"),
        (2.5, "2.5"),
        (-0.0, "0"),
        (1e21, "1000000000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 3, 4), "04/03/2026"),
        (datetime(2026, 3, 4, 15, 30), "04/03/2026"),  # noqa: DTZ001 - a cell has no time zone
        (time(9, 30), "09:30:00"),
        ("  Embedded ", "Embedded"),
    ],
)
def test_values_are_shown_as_on_the_sheet(value: object, shown: str) -> None:
    assert as_shown(value) == shown


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no"), (1, "one"), (5, "five"), (12, "twelve"), (13, "13"), (218, "218")]
)
def test_numbers_are_written_out_up_to_twelve(number: int, words: str) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Club", " club. "),
        ("a b c", "A – b, “c”"),
        ("one two three four", "zero one two three four five"),
        ("one two three four new", "one two three four"),
        ("it's all children’s work", "It’s all children's work, we think"),
    ],
)
def test_a_text_restates_another(text: str, other: str) -> None:
    assert restates(text, other)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("", ""),
        ("...", "!!!"),
        ("club", "a club"),
        ("one two", "one two three"),
        ("one two three four", "one two three"),
        ("one two three new new", "one two three four"),
        ("four three two one", "one two three four"),
        ("one two x three four", "one two three four one two y three four"),
    ],
)
def test_a_text_says_something_of_its_own(text: str, other: str) -> None:
    assert not restates(text, other)
