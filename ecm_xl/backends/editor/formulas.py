"""Formulas as files hold them: what a shared one says in another cell, and whether two say the same.

A program may write the formula of a filled-down column once, with the cells that share it; further down, its
relative references have moved along. Excel, LibreOffice and XlsxWriter differ in blanks only.
"""

from __future__ import annotations

import re

from ecm_xl.workbook.address import column_letters, column_number

_QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[(?:[^\[\]]|\[[^\[\]]*\])*\])""")
"""What is no reference to a cell: texts, sheets' names in quotation marks, a table's columns in brackets."""
_REFERENCE = re.compile(r"(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![\w(.!])")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it says the same so many rows further down and columns further right."""
    pieces = _QUOTED.split(formula)
    for place in range(0, len(pieces), 2):
        pieces[place] = _REFERENCE.sub(lambda found: _moved(found, rows, columns), pieces[place])
    return "".join(pieces)


def _moved(found: re.Match[str], rows: int, columns: int) -> str:
    fixed_column, letters, fixed_row, digits = found.groups()
    column = column_number(letters.upper())
    if not 1 <= column <= LAST_COLUMN:
        return found.group()
    row = int(digits) + (0 if fixed_row else rows)
    column += 0 if fixed_column else columns
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        return "#REF!"
    return f"{fixed_column}{column_letters(column)}{fixed_row}{row}"


def same(one: str, other: str) -> bool:
    """Whether two formulas say the same: blanks outside texts, capitals outside texts and a leading = don't count."""
    one, other = one.removeprefix("="), other.removeprefix("=")
    return one == other or _plain(one) == _plain(other)


def _plain(formula: str) -> str:
    pieces = _QUOTED.split(formula.strip())
    pieces[::2] = ["".join(piece.split()).upper() for piece in pieces[::2]]
    return "".join(pieces)
