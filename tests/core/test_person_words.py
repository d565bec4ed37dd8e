"""The lists of words by which names are told."""

from __future__ import annotations

from ecm_xl.core import person_words


def test_the_words_are_in_small_letters_without_accents_and_each_is_in_one_list() -> None:
    lists = [
        person_words.GIVEN,
        person_words.ALSO_WORDS,
        person_words.SEASONS,
        person_words.TITLES,
        person_words.PLACES,
        person_words.LABELS,
        person_words.KNOWN,
    ]
    words = [word for words in lists for word in words]

    assert [word for word in words if not (word.isascii() and word.isalpha() and word.islower())] == []
    assert sorted(words) == sorted(set(words))
