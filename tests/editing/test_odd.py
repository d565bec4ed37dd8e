"""Odd but legal shapes: each is read and judged like its sample, and edited without harm or refused."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ecm_xl.backends.editor import edit
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import shipped
from ecm_xl.core.results import FileResult, Status
from ecm_xl.workbook.edits import AppendRows, Edit, Edited, EditRefused, SetCell
from ecm_xl.workflows.examine import examine
from tests.editing.changes import KINDS, Change, append, audit_places, redraw, refresh, set_cells
from tests.editing.elements import sheets
from tests.editing.harm import harm, seen, wanting
from tests.editing.odd import BASES, COUNT, LIBREOFFICE, PACKINGS, SAMPLES, made, odd_workbook, packed, recipe
from tests.editing.package import relationships
from tests.editing.twists import TWISTS, Rng
from tests.editing.views import read
from tests.hostile.bases import unzipped

TODAY = date(2026, 7, 10)
FEW_READ, FEW_EDITED = range(0, COUNT, 11), range(3, COUNT, 23)
"""Those of every run; all are among the slow tests."""
NOTES = {"columns moved": {"column-moved"}, "filtered": {"row-hidden"}}
"""Twist → the findings that it brings about. No other one may."""


def numbers(few: range) -> list[object]:
    """Every number, marked slow unless it is one of the few, and by whether LibreOffice is needed."""
    return [
        pytest.param(
            number,
            marks=[
                *([] if number in few else [pytest.mark.slow]),
                *([pytest.mark.libreoffice] if recipe(number)[1] == LIBREOFFICE else []),
            ],
        )
        for number in range(COUNT)
    ]


# They are what they say


def test_there_are_more_than_three_hundred_also_without_libreoffice() -> None:
    bases = Counter(recipe(number)[1] for number in range(COUNT))
    assert bases == dict.fromkeys(BASES, COUNT // 4)
    assert COUNT - bases[LIBREOFFICE] >= 300
    assert len(FEW_READ) == 40


@pytest.mark.parametrize("few", [FEW_READ, range(COUNT)], ids=["few", "all"])
def test_every_sample_base_packing_and_twist_occurs(few: range) -> None:
    recipes = [recipe(number) for number in few]
    assert {sample for sample, *_ in recipes} == set(SAMPLES)
    assert {base for _, base, *_ in recipes} == set(BASES)
    assert {packing for *_, packing in recipes} == set(PACKINGS)
    assert {twist for *_, twists, _ in recipes for twist in twists} == set(TWISTS)


def test_a_number_stands_for_the_same_bytes_each_time() -> None:
    for number in (0, 8, 16):
        assert odd_workbook(number) == odd_workbook(number)


@pytest.mark.parametrize("number", numbers(FEW_READ))
def test_no_two_relationships_of_a_part_have_one_id(number: int) -> None:
    name, data = odd_workbook(number)
    keys = Counter((source.lower(), key) for source, key, _ in relationships(unzipped(data)))
    assert {key for key, times in keys.items() if times > 1} == set(), name


@pytest.mark.parametrize("twist", TWISTS)
def test_every_twist_changes_something(twist: str) -> None:
    plain, twisted = (unzipped(made(SAMPLES[0], "drawn", twists)) for twists in ([], [twist]))
    assert plain != twisted


# They are read and judged like their samples


def examined(data: bytes, folder: Path) -> FileResult:
    path = folder / "book.xlsx"
    path.write_bytes(data)
    return replace(examine(read_snapshot, path, TODAY), file="")


@cache
def of_sample(sample: str) -> FileResult:
    return examine(read_snapshot, shipped("sample-cluster", f"{sample}.xlsx"), TODAY)


def judged(result: FileResult) -> list[object]:
    """The judgements without the cells in which their reasons stand."""
    return [
        replace(
            judgement,
            because=tuple(sorted((one.ref, one.rating) for one in judgement.because)),  # type: ignore[arg-type]
            to_lift=tuple(sorted((one.ref, one.now, one.to) for one in judgement.to_lift)),  # type: ignore[arg-type]
            unrated=tuple(sorted(judgement.unrated)),
        )
        for judgement in result.judgements
    ]


def found(result: FileResult) -> Counter[tuple[object, ...]]:
    """The findings without the cells where they are."""
    return Counter((f.code, f.sheet, f.ref, f.standard, f.value, f.suggestion) for f in result.findings)


@pytest.mark.parametrize("number", numbers(FEW_READ))
def test_it_is_judged_like_its_sample(number: int, tmp_path: Path) -> None:
    sample, _, twists, _ = recipe(number)
    name, data = odd_workbook(number)
    expected, result = of_sample(sample), examined(data, tmp_path)
    assert result.status is Status.JUDGED, name
    assert (result.details, result.ratings) == (expected.details, expected.ratings), name
    assert judged(result) == judged(expected), name
    more = found(result) - found(expected)
    assert {code for code, *_ in more} == set[str]().union(*(NOTES.get(twist, set()) for twist in twists)), name
    assert found(expected) - found(result) == Counter(), name


# They are edited or refused, and never broken


MISSING = {"AppendRows": "the table History", "RedrawRows": "the table Findings"}
"""What is refused where there are no tables, and why."""


def tried(data: bytes, change: Change) -> Edited | tuple[str, str]:
    """The file after these edits, or why it was not to be."""
    try:
        return edit(data, change.edits)
    except EditRefused as refused:
        return refused.code, refused.detail


@pytest.mark.parametrize("number", numbers(FEW_EDITED))
def test_it_is_edited_without_harm_or_refused(number: int) -> None:
    name, data = odd_workbook(number)
    snapshot = read(data)
    if "no tables" in recipe(number)[2]:
        assert {kind: tried(data, KINDS[kind](snapshot)) for kind in MISSING} == {
            kind: ("edit-missing", what) for kind, what in MISSING.items()
        }, name
        assert tried(data, refresh(snapshot)) == Edited(data, (("Dashboard", "A4"),)), name
        change = set_cells(snapshot)
    else:
        change = set_cells(snapshot) | append(snapshot) | redraw(snapshot) | refresh(snapshot)
    edited = edit(data, change.edits)
    assert edited.formulas_kept == (), name
    assert harm(seen(data), seen(edited.data), change) == {}, name
    assert wanting(edited.data, change) == {}, name
    assert edit(edited.data, repeatable(change)).data is edited.data, name


def repeatable(change: Change) -> list[Edit]:
    """Those of which the second time changes nothing: appending is none."""
    return [one for one in change.edits if not isinstance(one, AppendRows)]


# All that can fail


NOTHING = Change([], {})


def damaged(data: bytes, sheet: str, old: str, new: str) -> bytes:
    """The file with something in a sheet's part written otherwise, once."""
    parts = unzipped(data)
    part = sheets(parts)[sheet]
    text, many = re.subn(old, new, parts[part].decode(), count=1)
    assert many == 1
    return packed({**parts, part: text.encode()}, "deflated", Rng(0))


HARMS = [
    ("a text", {"cells", "read"}, "Leads", r'(<c r="A7"[^>]*><v>)\d+', r"\g<1>0"),
    ("a look", {"cells"}, "Leads", r'<c r="A7" s="\d+"', '<c r="A7" s="3"'),
    ("what a formula shows", {"read"}, "Dashboard", r"(<c r=\"C8\".*?<v>)[^<]*", r"\g<1>0 of 0"),
    ("a formula", {"cells"}, "Dashboard", "<f>IF", "<f>IFS"),
    ("a formula's value instead of it", {"cells", "formulas"}, "Dashboard", "<f>IF.*?</f>", ""),
    ("a list", {"things"}, "Audit", '<dataValidation type="list"', '<dataValidation type="whole"'),
    ("a mark", {"things"}, "Audit", "<formula>K5", "<formula>K6"),
    ("a row that is hidden", {"things"}, "Leads", 'customHeight="1"', 'hidden="1"'),
    ("a merge", {"things"}, "Leads", "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A40:B40"/></mergeCells>'),
]


@pytest.mark.parametrize(("what", "where", "sheet", "old", "new"), HARMS, ids=[what for what, *_ in HARMS])
def test_harm_would_be_noticed(what: str, where: set[str], sheet: str, old: str, new: str, sample: bytes) -> None:
    assert harm(seen(sample), seen(damaged(sample, sheet, old, new)), NOTHING).keys() == where, what


def test_cells_out_of_order_would_be_noticed(sample: bytes) -> None:
    swapped = damaged(sample, "Leads", r'(<c r="A7".*?</c>)(<c r="B7".*?</c>)', r"\2\1")
    assert harm(seen(sample), seen(swapped), NOTHING) == {"out of order": ["Leads!A7"]}


def test_a_value_that_is_wanting_would_be_noticed(sample: bytes) -> None:
    change = refresh(read(sample))
    assert wanting(sample, change).keys() == {"openpyxl", "our reader"}
    assert wanting(edit(sample, change.edits).data, change) == {}


def test_a_note_that_is_another_would_be_noticed(sample: bytes) -> None:
    parts = unzipped(sample)
    parts["xl/comments3.xml"] = parts["xl/comments3.xml"].replace(b"<t>", b"<t>Not ", 1)
    other = packed(parts, "deflated", Rng(0))
    assert harm(seen(sample), seen(other), NOTHING).keys() == {"cells"}


def test_a_rating_that_is_another_would_be_noticed(sample: bytes, tmp_path: Path) -> None:
    place = audit_places(read(sample))["S01.HEALTH.1", "Rating"]
    expected = of_sample(SAMPLES[0])
    for rating, same_findings in (("Emergent", True), ("Embeded", False)):
        other = examined(edit(sample, [SetCell("Audit", *place, rating)]).data, tmp_path)
        assert judged(other) != judged(expected)
        assert other.ratings != expected.ratings
        assert (found(other) == found(expected)) is same_findings
