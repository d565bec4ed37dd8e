"""How high a row must be for its text."""

from __future__ import annotations

from ecm_xl.workbook.heights import HIGHEST, lines, row_height

ONE_LINE, TWO_LINES, THREE_LINES = 19.0, 34.0, 49.0


def test_no_text_takes_one_line() -> None:
    assert lines("", 10) == 1


def test_text_as_wide_as_its_column_takes_one_line_and_a_word_more_takes_two() -> None:
    assert lines("eleven cha", 10) == 1  # 10 characters of width hold 11 of text, less the indent
    assert lines("eleven cha x", 10) == 2


def test_lines_break_between_words_as_late_as_they_can() -> None:
    assert lines("aaaa bbbb cccc dddd", 10) == 2
    assert lines("aaaaaaa bbbbbbb ccccccc", 10) == 3


def test_every_line_break_in_a_text_begins_a_line() -> None:
    assert lines("one\ntwo\n\nfour", 10) == 4
    assert lines("one two\nthree", 10) == 2


def test_a_word_longer_than_its_column_goes_on_on_the_next_lines() -> None:
    assert lines("x" * 10, 10) == 1
    assert lines("x" * 11, 10) == 2
    assert lines("x" * 30, 10) == 3
    assert lines("x" * 31, 10) == 4
    assert lines("short " + "x" * 20, 10) == 3


def test_a_word_after_the_rest_of_a_long_one_needs_room_beside_it() -> None:
    assert lines("x" * 14 + " abc", 10) == 2
    assert lines("x" * 14 + " abcdefgh", 10) == 3


def test_a_column_of_no_width_at_all_is_no_mistake() -> None:
    assert lines("abc", 0) == 3


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    assert row_height([("short", 10.0), ("aaaa bbbb cccc dddd", 10.0), ("one\ntwo\nthree", 40.0)]) == THREE_LINES
    assert row_height([("short", 10.0), ("aaaa bbbb cccc dddd", 10.0)]) == TWO_LINES


def test_the_same_text_needs_less_height_in_a_wider_column() -> None:
    text = "What changed for children, and how we know"
    heights = [row_height([(text, width)]) for width in (8.0, 16.0, 40.0)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[1] > heights[2]
    assert heights[2] == ONE_LINE


def test_a_row_without_text_has_the_height_of_one_line() -> None:
    assert row_height([]) == ONE_LINE
    assert row_height([("", 10.0)]) == ONE_LINE


def test_no_row_is_higher_than_excel_allows() -> None:
    assert row_height([("\n" * 26, 10.0)]) == 27 * 15.0 + 4.0 == HIGHEST
    assert row_height([("\n" * 27, 10.0)]) == HIGHEST == 409.0
    assert row_height([("word " * 6000, 10.0)]) == HIGHEST


def test_a_word_that_fills_its_last_line_leaves_no_room_beside_it() -> None:
    assert lines("x" * 20, 10) == 2
    assert lines("x" * 20 + " abc", 10) == 3
