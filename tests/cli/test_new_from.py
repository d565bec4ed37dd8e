"""`new --from`: what a person reads of a workbook made from an old one, and of one that can't be."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.writer import write_book
from ecm_xl.cli.carried import STRAY_WORDS, carried_lines
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.carry import Carried
from ecm_xl.workbook.parse import read_details
from ecm_xl.workbook.parse.strays import Stray, Why
from ecm_xl.workbook.setting import setting_book

DAY = ("--today", "2027-09-01")
Run = Callable[..., Result]
Draw = Callable[..., Path]
Tree = Callable[[], dict[str, bytes | None]]


def test_a_new_years_workbook_is_made_and_said_to_be(run: Run, draw: Draw, every: Callable[..., object]) -> None:
    draw(
        "Oak 2026.xlsx",
        {"Audit": every("Embedded", 1), "Evidence": {"E01": {"title": "Log"}}},
        Setting_Name="Oak",
        Setting_Type="Primary school",
        Started_On=date(2026, 9, 1),
    )
    before = Path("Oak 2026.xlsx").read_bytes()
    result = run("new", "Oak 2027.xlsx", "--from", "Oak 2026.xlsx", *DAY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Made Oak 2027.xlsx from Oak 2026.xlsx, which is as it was.\n"
        "  Carried over: Start 2 answers, Audit 68 answers in 17 rows, Evidence 1 answer in 1 row.\n"
        "  Others now on Start: Work towards the Standards began on.\n"
        "All of this is listed on the sheet Changes of Oak 2027.xlsx, each cell with what stood there.\n"
        "Both are one setting's: keep the old one in another folder, as a batch counts each setting once.\n"
    )
    assert Path("Oak 2026.xlsx").read_bytes() == before
    judged = json.loads(run("judge", "Oak 2027.xlsx", "--json", *DAY).stdout)
    assert judged["setting"] | {"first": judged["judgements"][0]["judgement"]} == {
        "id": "Oak 2026", "name": "Oak", "type": "primary", "urn": "", "cluster": "", "first": "Embedded",
    }  # fmt: skip


def test_what_is_left_behind_is_said_with_its_place_and_ends_with_1(run: Run, draw: Draw, model: SettingModel) -> None:
    book = setting_book(model, {"Setting_Name": "Oak"}, {"Plan": {"T01": {"target": "Calm"}}}, date(2026, 7, 10))
    book.sheet("Audit").put(230, 7, "Calmer days")
    draw("Oak.xlsx")
    write_book(book, Path("Oak.xlsx"))
    result = run("new", "Ash.xlsx", "--from", "Oak.xlsx", "--by", " Sam ", "--id", "ash", *DAY)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (
        "Made Ash.xlsx from Oak.xlsx, which is as it was.\n"
        "  Carried over: Start 1 answer, Plan 1 answer in 1 row.\n"
        "  Left behind: 1 place in the old workbook\n"
        "    The row has no Ref, so nothing tells where it belongs.\n"
        "      Audit G230\n"
        "All of this is listed on the sheet Changes of Ash.xlsx, each cell with what stood there.\n"
    )
    changes = read_snapshot(Path("Ash.xlsx")).sheet("Changes")
    assert changes is not None
    told = [date(2027, 9, 1), "Sam", "new --from"]
    assert changes.rows[4:] == [
        [*told, "Start", "", "", "", "1 answer", "Oak.xlsx"],
        [*told, "Plan", "", "", "", "1 answer in 1 row", "Oak.xlsx"],
        [*told, "Audit", "row 230", "Impact", "Calmer days", "", "Oak.xlsx"],
    ]


def test_options_win_over_the_old_workbook(run: Run, draw: Draw) -> None:
    draw("Oak.xlsx", Setting_Name="Oak", Setting_Id="oak", Setting_Type="Primary school", Route="Route 2: just begun")
    words = ("--name", " Oak Hill ", "--type", "special", "--route", "1", "--id", "oak-hill")
    assert run("new", "Hill.xlsx", "--from", "Oak.xlsx", *words, *DAY).exit_code == 0
    details = read_details(read_snapshot(Path("Hill.xlsx")))
    names = ("Setting_Name", "Setting_Type", "Route", "Setting_Id", "Started_On")
    assert [details.get(name) for name in names] == [
        "Oak Hill", "Special school", "Route 1: a good start is made", "oak-hill", "01/09/2027",
    ]  # fmt: skip


def test_an_untouched_workbook_carries_nothing_and_says_so(run: Run, draw: Draw) -> None:
    draw("blank.xlsx", Setting_Name="", Setting_Id="")
    result = run("new", "Oak.xlsx", "--from", "blank.xlsx", *DAY)
    assert (result.exit_code, result.stdout.splitlines()[1]) == (
        0,
        "  Carried over: nothing, as nothing is filled in.",
    )


REFUSED = {
    "the old workbook itself": (
        ("new", "Oak.xlsx", "--from", "./Oak.xlsx", "--force"),
        2,
        "Oak.xlsx is the old workbook itself. Give the new one another name.",
    ),
    "a file that is there": (
        ("new", "Ash.xlsx", "--from", "Oak.xlsx"),
        2,
        "Ash.xlsx is there already. Choose another name, or add --force to replace it.",
    ),
    "a cluster workbook": (
        ("new", "New.xlsx", "--from", "cluster.xlsx"),
        2,
        "cluster.xlsx: This workbook is not a setting's audit: it is a cluster workbook. "
        "Choose a workbook made with 'ecm-xl new' or from the blank workbook.",
    ),
    "a file that is not there": (
        ("new", "New.xlsx", "--from", "Elm.xlsx"),
        3,
        "Elm.xlsx: There is no file of this name. Check the name and the folder.",
    ),
    "a letter": (
        ("new", "New.xlsx", "--from", "letter.xlsx"),
        3,
        "letter.xlsx: The file has a workbook's name, but holds something else: plain text. "
        "Open it to see what it is, then choose the right file.",
    ),
    "a name of spaces": (
        ("new", "New.xlsx", "--from", "Oak.xlsx", "--name", " "),
        2,
        "Give the setting's name after --name.",
    ),
    "no letter for a name": (
        ("new", "New.xlsx", "--from", "Oak.xlsx", "--by", "x" * 251),
        2,
        "A name or an id may have at most 250 letters.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_done_is_said_in_plain_words_and_nothing_is_written(
    run: Run, draw: Draw, tree: Tree, tmp_path: Path, case: str
) -> None:
    draw("Oak.xlsx")
    draw("Ash.xlsx")
    run("batch", "Oak.xlsx", "--out", "cluster.xlsx", "--today", "2026-07-10")
    (tmp_path / "letter.xlsx").write_text("Dear all\n", encoding="utf-8")
    before = tree()
    words, code, message = REFUSED[case]
    result = run(*words, *DAY)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"
    assert tree() == before


def test_every_reason_has_its_words() -> None:
    strays = tuple(Stray("Audit", "", "", "Audit", "E5", "x", why) for why in Why)
    lines = list(carried_lines(Carried({}, {}, (), strays), "Oak.xlsx"))
    assert set(STRAY_WORDS) == set(Why) - {Why.REPLACED}
    assert [line.strip() for line in lines if line.startswith("    ") and "E5" not in line] == list(
        STRAY_WORDS.values()
    )


def test_many_places_are_counted_and_the_first_named() -> None:
    strays = tuple(Stray("Audit", "", "", "Audit", f"E{n}", "x", Why.TWICE) for n in range(5, 20))
    carried = Carried({}, {}, (), strays)
    first = ", ".join(f"Audit E{n}" for n in range(5, 17))
    assert list(carried_lines(carried, "Oak.xlsx"))[1:4] == [
        "  Left behind: 15 places in the old workbook",
        "    The Ref stands in more than one row. Copy what counts.",
        f"      {first} and 3 more",
    ]


def test_a_details_words_do_not_stand_on_the_screen(run: Run, draw: Draw) -> None:
    """What somebody typed is in the workbook alone."""
    told: dict[str, CellValue] = {"Setting_Name": "Oak", "Cluster_Lead": "Private Person"}
    draw("Oak.xlsx", {"Audit": {"S01.HEALTH.1": {"comment": "Private words"}}}, **told)
    assert "Private" not in run("new", "New.xlsx", "--from", "Oak.xlsx", *DAY).stdout
