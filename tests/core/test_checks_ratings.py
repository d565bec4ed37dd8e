"""Ratings that only look like one of the list."""

from __future__ import annotations

import pytest

from ecm_xl.core.checks.ratings import looks_like
from ecm_xl.core.framework import Framework


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Еmbedded", "Embedded"),
        ("Ν/А", "Not applicable"),
        ("Embedded", ""),
        ("Еmbeded", ""),
        ("Ж", ""),
        ("", ""),
    ],
)
def test_only_letters_of_another_alphabet_make_a_text_look_like_an_answer(
    standards: Framework, typed: str, answer: str
) -> None:
    assert looks_like(standards.spellings, typed) == answer
