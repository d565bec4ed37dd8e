"""Numbers of sheets in the usual form. Which of them are dates only their formats tell, and that is calamine's to say.

It is asked once for each list of styles (settings' workbooks have much the same): what becomes of a whole number
in each style. Whole days in a style of dates, and all numbers in a style of plain numbers, are then read here; whatever
is left (times of day, odd formats, dates from 1904) calamine reads itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from ecm_xl.backends.reader.by_calamine import rows_of
from ecm_xl.backends.reader.sheet import CLOSING, OPENING
from ecm_xl.workbook.snapshot import Value

_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
"""Before March 1900 Excel counts a day that never was; its last day is in the year 9999."""
_A_DAY = 45_000
_FORMAT = re.compile(rb"<(?:[\w.-]+:)?xf[\s/>]")
"""Where a format begins, with whatever prefix."""


@dataclass(slots=True)
class Numbers:
    """The numbers of all sheets: row and column (from 0) where each belongs, its style, how it is written."""

    found: list[tuple[list[Value], int, bytes, bytes]] = field(default_factory=list)

    def read(self, styles: bytes | None, from_1904: bool) -> None:
        """Puts every number where it belongs, as a number or a date."""
        kinds = {} if from_1904 or not self.found else kinds_of(styles)
        left = []
        for row, column, style, digits in self.found:
            kind = kinds.get(style)
            if kind is float or digits.startswith(b"-"):  # no day is negative: calamine makes it midnight
                row[column] = float(digits)
            elif kind is date and digits.isdigit() and _FIRST_DAY <= int(digits) <= _LAST_DAY:
                row[column] = date.fromordinal(_DAY_ZERO + int(digits))
            else:
                left.append((row, column, style, digits))
        if left:
            (rows,) = rows_of([_sheet([(style, digits) for _, _, style, digits in left])], None, styles, from_1904)
            for (row, column, _, _), (value,) in zip(left, rows, strict=True):
                row[column] = value


@lru_cache(maxsize=16)
def kinds_of(styles: bytes | None) -> dict[bytes, type]:
    """Style as cells write it → float for plain numbers, date for days; styles of any other kind are left out."""
    count = 1 if styles is None else min(len(_FORMAT.findall(styles)), 4000)
    asked = [b"", *(b"%d" % style for style in range(count))]
    (rows,) = rows_of([_sheet([(style, b"%d" % _A_DAY) for style in asked])], None, styles, from_1904=False)
    expected: dict[type, Value] = {float: float(_A_DAY), date: date.fromordinal(_DAY_ZERO + _A_DAY)}
    return {
        style: kind
        for style, (value,) in zip(asked, rows, strict=True)
        for kind, like in expected.items()
        if type(value) is kind and value == like
    }


def _sheet(numbers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """A sheet of numbers (style, digits) one under the other, for calamine."""
    cells = [
        b'<row r="%d"><c r="A%d" s="%s"><v>%s</v></c></row>' % (at, at, style or b"0", digits)
        for at, (style, digits) in enumerate(numbers, 1)
    ]
    return OPENING + b"".join(cells) + CLOSING
