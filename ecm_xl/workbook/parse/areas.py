"""Areas of cells: which rows of a column they cover, in runs (first row, last row)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ecm_xl.workbook.address import cell_name
from ecm_xl.workbook.snapshot import Area

Run = tuple[int, int]


def covered(areas: Iterable[Area], column: int, first: int, last: int) -> list[Run]:
    """The rows from `first` to `last` that the areas cover in that column. Areas may overlap."""
    found: list[Run] = []
    for top, bottom in sorted((area[0], area[2]) for area in areas if area[1] <= column <= area[3]):
        start, end = max(top, first), min(bottom, last)
        if start > end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def left_out(runs: Sequence[Run], first: int, last: int) -> list[Run]:
    """The rows from `first` to `last` that the runs (in order, apart) leave out."""
    found: list[Run] = []
    for start, end in runs:
        if start > first:
            found.append((first, start - 1))
        first = end + 1
    if first <= last:
        found.append((first, last))
    return found


def meets(area: Area, other: Area) -> bool:
    """True where the two areas have a cell in common."""
    return area[0] <= other[2] and other[0] <= area[2] and area[1] <= other[3] and other[1] <= area[3]


def area_name(area: Area) -> str:
    """(4, 5, 4, 6) → `E4:F4`; a single cell is `E4`."""
    first, last = cell_name(area[0], area[1]), cell_name(area[2], area[3])
    return first if first == last else f"{first}:{last}"
