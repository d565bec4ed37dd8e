"""Cell addresses: (row, column) from 1 ↔ `D7`."""

from __future__ import annotations

import re
from functools import lru_cache

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}\d+|R\d*|C\d*|R\d*C\d*|TRUE|FALSE", re.IGNORECASE)


@lru_cache(maxsize=512)
def column_letters(column: int) -> str:
    """4 → 'D', 27 → 'AA'."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """'D' → 4, 'AA' → 27. The letters are capitals."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """(7, 4) → 'D7'."""
    return f"{column_letters(column)}{row}"


def split_cell(name: str) -> tuple[int, int] | None:
    """'D7' → (7, 4), None for what is no cell's name."""
    found = _CELL.fullmatch(name)
    return (int(found[2]), column_number(found[1])) if found else None


def cell_absolute(row: int, column: int) -> str:
    """(7, 4) → '$D$7'."""
    return f"${column_letters(column)}${row}"


def place_in(sheet: str, cell: str) -> str:
    """A cell of a sheet as links write it: `Audit!E5`, `'This year''s audit'!E5`."""
    plain = re.fullmatch(r"[A-Za-z_]\w*", sheet, re.ASCII) and not _LIKE_A_CELL.fullmatch(sheet)
    return f"{sheet}!{cell}" if plain else "'" + sheet.replace("'", "''") + f"'!{cell}"


def range_absolute(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """(7, 4, 9, 5) → '$D$7:$E$9'."""
    return f"{cell_absolute(first_row, first_column)}:{cell_absolute(last_row, last_column)}"
