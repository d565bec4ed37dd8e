"""Texts that are the same: the quick look passes over none that a careful one would find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecm_xl.core.checks.evidence import _repeated
from ecm_xl.core.words import fold

LETTERS = st.text(st.sampled_from("aAbBé É\u0301\u200b\u00a0\tﬁfi’'—-1Ａ"), min_size=1, max_size=6)


def repeated(one: str, other: str) -> bool:
    return bool(list(_repeated({"E": one}, {"E": other})))


@given(LETTERS, LETTERS)
def test_two_texts_are_the_same_where_they_fold_alike(one: str, other: str) -> None:
    assert repeated(one, other) is (fold(one) == fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Log of drills", "log of  DRILLS "),
        ("École", "E\u0301cole"),
        ("A\u0301b", "áB"),
        ("ﬁre drill", "Fire drill"),
        ("\u200bLog", "Log"),
        (" Log", "Log"),
        ("Ａ log", "a log"),
        ("“Log”", '"log"'),
    ],
)
def test_texts_that_only_look_different(one: str, other: str) -> None:
    assert repeated(one, other)
    assert repeated(other, one)


def test_what_is_no_text_repeats_nothing() -> None:
    assert list(_repeated({"E": 12}, {"E": 12})) == []
    assert list(_repeated({"E": "12"}, {})) == []
