"""Excel's list of add-ins and its list of disabled items, in a made-up registry."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from ecm_xl.backends.addin.registry import (
    DISABLED,
    OPTIONS,
    Value,
    add_entry,
    entries,
    is_disabled,
    is_same,
    path_of,
    remove_entry,
)
from tests.buttons import MadeUpRegistry

FOLDER = Path("C:\\Users\\Zoë Adams\\AppData\\Roaming\\Microsoft\\AddIns")
OURS = Path(f"{FOLDER}\\ecm.xlam")
SOLVER, PIVOT = "SOLVER.XLAM", '/R "C:\\Tools\\pivot.xll"'
ENTRY = f'"{OURS}"'


def never(_: Path) -> bool:
    return False


def test_paths_are_read_in_each_of_excels_spellings() -> None:
    assert path_of(ENTRY, FOLDER) == OURS
    assert path_of(str(OURS), FOLDER) == OURS
    assert path_of(PIVOT, FOLDER) == Path("C:\\Tools\\pivot.xll")
    assert path_of("ecm.xlam", FOLDER) == FOLDER / "ecm.xlam"
    assert path_of('"ecm.xlam"', FOLDER) == FOLDER / "ecm.xlam"


def test_capital_letters_do_not_make_another_path() -> None:
    assert is_same(Path("c:\\users\\ann\\ECM.XLAM"), Path("C:\\Users\\Ann\\ecm.xlam"))
    assert not is_same(Path("C:\\Users\\Ann\\ecm2.xlam"), Path("C:\\Users\\Ann\\ecm.xlam"))


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ((), "OPEN"),
        ((SOLVER,), "OPEN1"),
        ((SOLVER, PIVOT), "OPEN2"),
        ((SOLVER, None, PIVOT), "OPEN1"),
        ((None, SOLVER), "OPEN"),
    ],
)
def test_the_first_free_place_is_taken(before: tuple[str | None, ...], name: str) -> None:
    registry = MadeUpRegistry(*before)
    others = registry.listed
    assert add_entry(registry, OURS, never)
    assert registry.listed == others | {name: ENTRY}


@pytest.mark.parametrize("spelling", [ENTRY, str(OURS), ENTRY.upper()])
def test_an_entry_is_not_made_twice(spelling: str) -> None:
    registry = MadeUpRegistry(SOLVER, spelling)
    before = registry.listed
    assert not add_entry(registry, OURS, never)
    assert registry.listed == before


def test_an_entry_for_an_earlier_place_of_ours_becomes_this_one() -> None:
    registry = MadeUpRegistry('"D:\\Old\\ecm.xlam"', SOLVER)
    assert add_entry(registry, OURS, lambda path: path == Path("D:\\Old\\ecm.xlam"))
    assert registry.listed == {"OPEN": ENTRY, "OPEN1": SOLVER}


def test_somebody_elses_entry_of_that_name_stays() -> None:
    registry = MadeUpRegistry('"D:\\Old\\ecm.xlam"')
    assert add_entry(registry, OURS, never)
    assert registry.listed == {"OPEN": '"D:\\Old\\ecm.xlam"', "OPEN1": ENTRY}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((ENTRY,), {}),
        ((SOLVER, ENTRY), {"OPEN": SOLVER}),
        ((ENTRY, SOLVER, PIVOT), {"OPEN": SOLVER, "OPEN1": PIVOT}),
        ((ENTRY, ENTRY, PIVOT), {"OPEN": PIVOT}),
        ((SOLVER, ENTRY, PIVOT, None, "late.xlam"), {"OPEN": SOLVER, "OPEN1": PIVOT, "OPEN4": "late.xlam"}),
        ((SOLVER, '"D:\\Old\\ecm.xlam"', ENTRY), {"OPEN": SOLVER, "OPEN1": '"D:\\Old\\ecm.xlam"'}),
    ],
)
def test_removing_takes_exactly_ours_and_closes_the_gap(before: tuple[str | None, ...], after: dict[str, str]) -> None:
    registry = MadeUpRegistry(*before)
    assert remove_entry(registry, OURS)
    assert registry.listed == after
    assert registry.keys[OPTIONS]["Font"] == Value("Calibri,11")


def test_an_entry_that_moves_up_keeps_its_kind() -> None:
    registry = MadeUpRegistry(ENTRY)
    expandable = Value("%APPDATA%\\x.xlam", 2)
    registry.put(OPTIONS, "OPEN1", expandable)
    remove_entry(registry, OURS)
    assert registry.keys[OPTIONS]["OPEN"] == expandable


def test_nothing_is_removed_where_ours_is_not_listed() -> None:
    registry = MadeUpRegistry(SOLVER, '"D:\\ecm.xlam"')
    before = registry.listed
    assert not remove_entry(registry, OURS)
    assert registry.listed == before


def test_values_that_only_look_like_the_list_are_left_out() -> None:
    registry = MadeUpRegistry(SOLVER)
    for name in ("OPENED", "OPEN01", "OPEN0", "REOPEN1"):
        registry.put(OPTIONS, name, Value(ENTRY))
    assert list(entries(registry, FOLDER)) == [0]


def disabled(path: str, name: str) -> Value:
    """An entry of the list of disabled items: a kind, two lengths in bytes, two texts."""
    texts = [f"{text}\0".encode("utf-16-le") for text in (path, name)]
    return Value(struct.pack("<III", 1, *map(len, texts)) + b"".join(texts), 3)


@pytest.mark.parametrize(
    ("value", "is_ours"),
    [
        (disabled(str(OURS).lower(), "ecm.xlam"), True),
        (disabled("d:\\elsewhere\\ECM.xlam", "the ECM tab"), True),
        (disabled("c:\\tools\\myecm.xlam", "myecm.xlam"), False),
        (disabled("c:\\ecm.xlam\\other.xlam", "other"), False),
        (Value("ecm.xlam"), False),
        (Value(b"", 3), False),
        (Value(b"\0" * 12 + b"\xff", 3), False),
    ],
)
def test_a_disabled_add_in_is_told_from_its_neighbours(value: Value, is_ours: bool) -> None:
    registry = MadeUpRegistry()
    registry.put(DISABLED, "5F2A", value)
    assert is_disabled(registry) is is_ours


def test_nothing_is_disabled_where_there_is_no_list() -> None:
    assert not is_disabled(MadeUpRegistry())
