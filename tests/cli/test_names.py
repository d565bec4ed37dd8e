"""Names as people give them: spaces, apostrophes, hyphens, hashes, per cents, letters of any language."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.workbook.parse import read_details

DAY = ("--today", "2026-07-10")
NAMES = (
    "Oakfield Primary School",
    "St Mary's & St John's (C of E)",
    "Ysgol Gŵyr",
    "Σχολείο – 小学校 – مدرسة",
    "-dash at the front",
    "100% #1 school",
    "=1+1",
    "a" * 120,
    "North.South.2026",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_keeps_its_name_from_new_to_the_cluster(run: Callable[..., Result], name: str) -> None:
    file = f"in/{name}.xlsx"
    made = run("new", "--name", name, "--type", "primary", "--route", "1", *DAY, "--", file)
    assert (made.exit_code, made.stderr) == (0, "")
    assert made.stdout == f"Made {file}: 218 descriptors to rate. Open it and begin on Start.\n"

    checked = run("validate", *DAY, "--", file)
    assert (checked.exit_code, checked.stdout.splitlines()[0]) == (0, f"{file}: 1 note")

    judged = json.loads(run("judge", "--json", *DAY, "--", file).stdout)
    assert judged["setting"]["name"] == name

    told = json.loads(run("batch", "in", f"--out={name} cluster.xlsx", "--json", *DAY).stdout)
    assert [(s["file"], s["setting"], s["status"]) for s in told["settings"]] == [(str(Path(file)), name, "judged")]
    assert Path(f"{name} cluster.xlsx").exists()


def test_a_name_is_kept_without_the_spaces_around_it(run: Callable[..., Result]) -> None:
    run("new", "Oak.xlsx", "--name", "  Oak Hill ", "--type", "primary", "--route", "1", *DAY)
    snapshot = read_snapshot(Path("Oak.xlsx"))
    name, row, column = snapshot.names["Setting_Name"]
    sheet = snapshot.sheet(name)
    assert sheet is not None
    assert sheet.value(row, column) == "Oak Hill"


@pytest.mark.parametrize("option", ["--name", "--id"])
def test_a_name_that_no_cell_can_hold_is_a_mistake_not_a_fault(run: Callable[..., Result], option: str) -> None:
    """A cell holds 32,767 letters."""
    told = {"--name": "Oak", "--type": "primary", "--route": "1", option: "x" * 32_768}
    result = run("new", "Oak.xlsx", *(word for pair in told.items() for word in pair), *DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert not Path("Oak.xlsx").exists()


def test_the_id_is_what_was_given_and_random_without(run: Callable[..., Result]) -> None:
    ids = []
    for n, words in enumerate([("--id", "oak-1"), (), ()]):
        run("new", f"{n}.xlsx", "--name", "Oak", "--type", "pru", "--route", "2", *words, *DAY)
        ids.append(json.loads(run("judge", f"{n}.xlsx", "--json", *DAY).stdout)["setting"]["id"])
    assert ids[0] == "oak-1"
    assert len(set(ids)) == 3
    assert all(len(made) == 12 for made in ids[1:])


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("children's-centre", "Children's centre"),
        ("early-years", "Early years setting"),
        ("primary", "Primary school"),
        ("secondary", "Secondary school"),
        ("special", "Special school"),
        ("pru", "Pupil referral unit"),
        ("college", "FE or sixth-form college"),
    ],
)
def test_a_type_is_words_in_the_workbook_and_a_code_in_json(run: Callable[..., Result], code: str, title: str) -> None:
    run("new", "Oak.xlsx", "--name", "Oak", "--type", code, "--route", "2", *DAY)
    details = read_details(read_snapshot(Path("Oak.xlsx")))
    assert details.get("Setting_Type") == title
    assert details.get("Route") == "Route 2: just begun"
    assert details.get("Started_On") == "10/07/2026"
    assert json.loads(run("judge", "Oak.xlsx", "--json", *DAY).stdout)["setting"]["type"] == code


@pytest.mark.parametrize("day", ["2026-07-10", "10/07/2026", "20260710"])
def test_a_day_may_be_written_either_way(run: Callable[..., Result], day: str) -> None:
    run("new", "Oak.xlsx", "--name", "Oak", "--type", "pru", "--route", "1", "--today", day)
    assert read_details(read_snapshot(Path("Oak.xlsx"))).get("Started_On") == "10/07/2026"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems know only names that are text")
def test_a_file_whose_name_is_not_text_is_judged_like_any_other(
    run: Callable[..., Result], draw: Callable[..., Path], tmp_path: Path
) -> None:
    """From a zip that an old Windows made: 'Schön.xlsx' in its own code page."""
    draw("in/Oak.xlsx")
    os.rename(tmp_path / "in" / "Oak.xlsx", os.fsencode(tmp_path / "in") + b"/Sch\xf6n.xlsx")
    for words in (("validate", "in"), ("batch", "in", "--out", "cluster.xlsx", "--tidy", "tables")):
        for form in ((), ("--json",)):
            assert run(*words, *form, *DAY).exit_code == 0
