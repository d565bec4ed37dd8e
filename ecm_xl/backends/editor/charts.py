"""What charts remember of the cells that they show: programs that do not calculate draw from that."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ecm_xl.backends.editor.cells import Cells
from ecm_xl.backends.editor.markup import Element
from ecm_xl.backends.editor.workbook import Workbook
from ecm_xl.backends.reader.sheet import rectangle
from ecm_xl.workbook.edits import EditRefused
from ecm_xl.workbook.snapshot import UnreadableWorkbook
from ecm_xl.workbook.steps import reach, step_for

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_NUMBERS = "numCache"
"""Holds numbers only: a point that is a word is left out."""
_CACHES = {"numRef": _NUMBERS, "strRef": "strCache"}

Shown = str | float | bool | None


def refresh_charts(workbook: Workbook, sheets: Collection[str]) -> None:
    """Brings the charts on these sheets up to what the cells behind them hold now."""
    for part in sorted({chart for sheet in sheets for chart in _charts(workbook, sheet)}):
        root = workbook.root(part)
        for reference, cache in _CACHES.items():
            for element in root.iter(_CHART + reference):
                remembered = element.find(_CHART + cache)
                values = _values(workbook, element.findtext(_CHART + "f") or "")
                if values is not None and cache == _NUMBERS:
                    values = [None if isinstance(value, str) else value for value in values]
                if remembered is not None and values is not None and _remember(remembered, values):
                    workbook.touch(part)
        if _step_along(root):
            workbook.touch(part)


def _step_along(root: Element) -> bool:
    """Gives an axis that counts the steps that its values ask for now. False where it has them already.

    It is told by its having steps and no end: one that leaves all to the values has neither, and a fixed one has both.
    """
    changed = False
    for axis in root.iter(f"{_CHART}valAx"):
        unit = axis.find(f"{_CHART}majorUnit")
        if unit is None or axis.find(f"{_CHART}scaling/{_CHART}max") is not None:
            continue
        step = str(step_for(reach([_points(one) for one in root.iter(f"{_CHART}val")], is_stacked=_is_stacked(root))))
        changed = changed or unit.get("val") != step
        unit.set("val", step)
    return changed


def _is_stacked(root: Element) -> bool:
    return any(one.get("val") == "stacked" for one in root.iter(f"{_CHART}grouping"))


def _points(values: Element) -> list[float | None]:
    """What a series remembers, place by place."""
    points = {int(point.get("idx", 0)): point.findtext(f"{_CHART}v") for point in values.iter(f"{_CHART}pt")}
    numbers = {place: _as_number(text or "") for place, text in points.items()}
    held = [numbers.get(place) for place in range(max(numbers, default=-1) + 1)]
    return [number if isinstance(number, float) else None for number in held]


def _charts(workbook: Workbook, sheet: str) -> Iterator[str]:
    for drawing in workbook.links(workbook.sheet_part(sheet), "drawing"):
        yield from workbook.links(drawing, "chart")


def _values(workbook: Workbook, formula: str) -> list[Shown] | None:
    """What the cells of `Working!$B$3:$B$14` hold; None where the formula is no plain range of a sheet."""
    name, mark, reference = formula.strip().rpartition("!")
    sheet = name[1:-1].replace("''", "'") if name.startswith("'") and name.endswith("'") else name
    try:
        (top, left), (bottom, right) = rectangle(reference)
        cells: Cells = workbook.cells(sheet)
    except (EditRefused, UnreadableWorkbook):  # it is no range of a sheet, or not of one that can be read
        return None
    if not mark:
        return None
    return [cells.value(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _remember(cache: Element, values: list[Shown]) -> bool:
    """Makes the cache hold these values. False where it does already."""
    wanted = {place: _written(value) for place, value in enumerate(values) if value not in (None, "")}
    points = {int(point.get("idx", 0)): point for point in cache.findall(_CHART + "pt")}
    held = {place: point.findtext(_CHART + "v") or "" for place, point in points.items()}
    if {place: _as_number(text) for place, text in held.items()} == {p: _as_number(t) for p, t in wanted.items()}:
        return False
    format_code = points[min(points)].get("formatCode") if points else None
    for point in points.values():
        cache.remove(point)
    count = cache.find(_CHART + "ptCount")
    if count is not None:
        count.set("val", str(len(values)))
    place_of_points = 0 if count is None else cache.index(count) + 1
    for place, text in reversed(wanted.items()):
        point = cache.makeelement(f"{_CHART}pt", None, None)
        cache.insert(place_of_points, point)
        point.set("idx", str(place))
        if format_code:
            point.set("formatCode", format_code)
        element = cache.makeelement(f"{_CHART}v", None, None)
        point.append(element)
        element.text = text
    return True


def _written(value: Shown) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value or ""


def _as_number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text
