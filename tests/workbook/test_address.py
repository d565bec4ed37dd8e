"""Cell addresses."""

from __future__ import annotations

import pytest

from ecm_xl.workbook.address import cell_absolute, cell_name, column_letters, column_number, place_in, range_absolute

LAST_COLUMN = 16_384
"""Excel's."""


@pytest.mark.parametrize(
    ("column", "letters"),
    [
        (1, "A"),
        (4, "D"),
        (26, "Z"),
        (27, "AA"),
        (52, "AZ"),
        (53, "BA"),
        (702, "ZZ"),
        (703, "AAA"),
        (LAST_COLUMN, "XFD"),
    ],
)
def test_a_column_has_its_letters_and_the_letters_their_column(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert column_number(letters) == column


def test_every_column_of_excel_comes_back_from_its_letters() -> None:
    letters = [column_letters(column) for column in range(1, LAST_COLUMN + 1)]
    assert [column_number(name) for name in letters] == list(range(1, LAST_COLUMN + 1))
    assert len(set(letters)) == LAST_COLUMN


def test_a_cell_is_named_column_first() -> None:
    assert cell_name(7, 4) == "D7"
    assert cell_name(1_048_576, LAST_COLUMN) == "XFD1048576"


def test_an_absolute_address_holds_column_and_row() -> None:
    assert cell_absolute(7, 4) == "$D$7"
    assert cell_absolute(12, 28) == "$AB$12"


def test_an_area_runs_from_its_first_cell_to_its_last() -> None:
    assert range_absolute(7, 4, 9, 5) == "$D$7:$E$9"
    assert range_absolute(7, 4, 7, 4) == "$D$7:$D$7"


@pytest.mark.parametrize(
    ("sheet", "place"),
    [
        ("Audit", "Audit!E5"),
        ("Held_back", "Held_back!E5"),
        ("Held back", "'Held back'!E5"),
        ("This year's audit", "'This year''s audit'!E5"),
        ("2026", "'2026'!E5"),
        ("Überblick", "'Überblick'!E5"),
        ("A-Z", "'A-Z'!E5"),
        ("S03", "'S03'!E5"),
    ],
)
def test_a_place_quotes_a_sheets_name_that_could_be_read_as_something_else(sheet: str, place: str) -> None:
    assert place_in(sheet, "E5") == place
