"""`judge --write`, `validate --write` and `--annotate`: what they say, how they end, what stands afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from ecm_xl.backends import disk
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.cli import judge, validate
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.snapshot import Snapshot
from tests.editing.small import the_sheet, unzipped
from tests.parts import zipped
from tests.reading import ReadHere

Run = Callable[..., Result]
Draw = Callable[..., Path]
Every = Callable[..., dict[str, dict[str, CellValue]]]
Tree = Callable[[], dict[str, bytes | None]]
DAY = ("--today", "2026-07-10")
NOW = datetime(2026, 7, 10, 15, 30, tzinfo=UTC)
BACKUP = str(Path("ECM backups") / "Oak 2026-07-10 15.30.00.xlsx")
SIGNED = [
    "The file is digitally signed, and any change would break the signature. Nothing was changed.",
    "Ask whoever signed it for an unsigned copy.",
]
OTHER_ENDING = "The copy's name must end in .xlsx, as the workbook's does."
WRITTEN = ["written", "backup", "beside", "not_written"]


@pytest.fixture(autouse=True)
def _at_half_past_three(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (judge, validate):
        monkeypatch.setattr(command, "now", lambda: NOW)


@pytest.fixture
def oak(draw: Draw, every: Every) -> Path:
    """A sound setting with one Standard judged."""
    return draw("Oak.xlsx", {"Audit": every("Embedded", 1)})


def sign(path: Path) -> bytes:
    """The file signed; its bytes."""
    path.write_bytes(zipped({**unzipped(path.read_bytes()), "_xmlsignatures/origin.sigs": ""}))
    return path.read_bytes()


def last(result: Result, lines: int = 1) -> list[str]:
    return result.stdout.splitlines()[-lines:]


def document(result: Result) -> Any:
    """The one document; standard error is silent."""
    assert result.stderr == ""
    return json.loads(result.stdout)


def history(path: Path) -> list[list[object]]:
    """The lines of History."""
    return [list(row) for row in the_sheet(read_snapshot(path), "History").rows[4:] if row[0] != ""]


# judge --write


def test_judge_says_what_it_says_and_where_it_was_written(run: Run, oak: Path, tmp_path: Path) -> None:
    said = run("judge", oak, *DAY)
    before = (tmp_path / oak).read_bytes()
    result = run("judge", oak, "--write", "--by", " A. Reed ", *DAY)
    assert result.stdout == f"{said.stdout}\nWritten into Oak.xlsx. What it held before: {BACKUP}\n"
    assert (result.stderr, result.exit_code) == ("", said.exit_code)
    assert (tmp_path / BACKUP).read_bytes() == before
    assert {row[1] for row in history(tmp_path / oak)} == {"A. Reed"}


def test_judge_without_write_changes_nothing(run: Run, oak: Path, tree: Tree) -> None:
    before = tree()
    run("judge", oak, "--by", "A. Reed", *DAY)
    assert tree() == before


def test_judge_a_second_time_says_so_and_changes_nothing(run: Run, oak: Path, tree: Tree) -> None:
    first = run("judge", oak, "--write", *DAY)
    before = tree()
    result = run("judge", oak, "--write", *DAY)
    assert last(result) == ["Oak.xlsx says all of this already: it is as it was."]
    assert result.exit_code == first.exit_code
    assert tree() == before


def test_undo_puts_back_what_it_held(run: Run, oak: Path, tmp_path: Path) -> None:
    before = (tmp_path / oak).read_bytes()
    run("judge", oak, "--write", *DAY)
    assert (tmp_path / oak).read_bytes() != before
    assert run("undo", oak).exit_code == 0
    assert (tmp_path / oak).read_bytes() == before


def test_a_refusal_is_said_and_ends_with_1(run: Run, draw: Draw, tmp_path: Path, tree: Tree) -> None:
    draw("Oak.xlsx")
    assert run("judge", "Oak.xlsx", *DAY).exit_code == 0
    sign(tmp_path / "Oak.xlsx")
    before = tree()
    result = run("judge", "Oak.xlsx", "--write", *DAY)
    assert result.exit_code == 1
    assert [line.strip() for line in last(result, 2)] == [f"error   {SIGNED[0]}", SIGNED[1]]
    assert "says all of this already" not in result.stdout
    assert tree() == before


def test_an_own_formula_is_told_and_ends_as_without(run: Run, draw: Draw, tmp_path: Path) -> None:
    draw("Oak.xlsx")
    parts = unzipped((tmp_path / "Oak.xlsx").read_bytes())
    dashboard = str(parts["xl/worksheets/sheet2.xml"])
    parts["xl/worksheets/sheet2.xml"] = re.sub(r"(<c r=\"C8\"[^>]*>)<f>[^<]*</f>", r"\1<f>1+1</f>", dashboard)
    assert parts["xl/worksheets/sheet2.xml"] != dashboard
    (tmp_path / "Oak.xlsx").write_bytes(zipped(parts))
    result = run("judge", "Oak.xlsx", "--write", *DAY)
    assert result.exit_code == 0
    assert f"Written into Oak.xlsx. What it held before: {BACKUP}" in result.stdout


JSON = ("--json", *DAY)


def test_judges_json_has_the_same_names_and_four_more(run: Run, oak: Path, tmp_path: Path) -> None:
    plain = document(run("judge", oak, *JSON))
    told = document(run("judge", oak, "--write", *JSON))
    assert list(told) == [*plain, *WRITTEN]
    assert {name: told[name] for name in plain} == plain
    assert [told[name] for name in WRITTEN] == ["Oak.xlsx", BACKUP, "", []]
    again = document(run("judge", oak, "--write", *JSON))
    assert [again[name] for name in WRITTEN] == [None, None, "", []]
    sign(tmp_path / oak)
    refused = document(run("judge", oak, "--write", "--today", "2026-07-11", "--json"))
    assert [refused[name] for name in WRITTEN] == [
        None,
        None,
        "",
        [
            {
                "code": "edit-signed",
                "severity": "error",
                "sheet": "",
                "cell": "",
                "message": SIGNED[0],
                "action": SIGNED[1],
                "value": "",
                "suggestion": "",
            }
        ],
    ]


def test_a_file_open_elsewhere_is_left_and_the_change_stands_beside(run: Run, oak: Path, tmp_path: Path) -> None:
    before = (tmp_path / oak).read_bytes()
    (tmp_path / "~$Oak.xlsx").write_bytes(b"lock")
    result = run("judge", oak, "--write", *DAY)
    assert (tmp_path / oak).read_bytes() == before
    beside = "Oak (ECM 2026-07-10 15.30.00).xlsx"
    said = last(result, 2)
    assert said[1] == f"So Oak.xlsx is as it was, and what was to be written is in {beside}."
    assert said[0].startswith("Oak.xlsx ")
    assert len(history(tmp_path / beside)) == 17
    told = document(run("judge", oak, "--write", *JSON))
    assert told["backup"] is None
    assert told["beside"] + "." == said[0]


class Meanwhile(ReadHere):
    """Somebody saves the file while it is being read."""

    def result(self, seconds: float) -> Snapshot:
        found = super().result(seconds)
        self._path.write_bytes(self._path.read_bytes()[:-2] + b"\x05\0hello")
        return found


@pytest.mark.parametrize("words", [("judge", "--write"), ("validate", "--write"), ("validate", "--annotate", "c.xlsx")])
def test_a_file_saved_meanwhile_is_left_alone(
    run: Run, oak: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(disk, "Reading", Meanwhile)
    result = run(words[0], oak, *words[1:], *DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == (
        "Error: Oak.xlsx was saved by somebody else while it was being read. Try again. Nothing was changed."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["Oak.xlsx"]
    assert (tmp_path / oak).read_bytes().endswith(b"hello")


# validate --write and --annotate


def test_validate_fills_in_findings_and_says_so(run: Run, draw: Draw, tmp_path: Path) -> None:
    draw("Oak.xlsx", {"Audit": {"S01.HEALTH.1": {"rating": "Embeded"}}})
    said = run("validate", "Oak.xlsx", *DAY)
    result = run("validate", "Oak.xlsx", "--write", *DAY)
    assert result.stdout == f"{said.stdout}Written into Oak.xlsx. What it held before: {BACKUP}\n"
    assert (result.exit_code, result.stderr) == (1, "")
    rows = the_sheet(read_snapshot(tmp_path / "Oak.xlsx"), "Findings").rows[4:]
    assert [row[1:3] for row in rows if row[6] == "rating-unknown"] == [["Audit", "E5"]]
    again = run("validate", "Oak.xlsx", "--write", *DAY)
    assert again.stdout == f"{said.stdout}Oak.xlsx says all of this already: it is as it was.\n"


def test_validate_writes_into_each_of_several(run: Run, draw: Draw, tmp_path: Path, tree: Tree) -> None:
    draw("in/Ash.xlsx", {"Audit": {"S01.HEALTH.1": {"rating": "Embeded"}}})
    draw("in/Oak.xlsx")
    (tmp_path / "in" / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    before = tree()
    result = run("validate", "in", "--write", *DAY)
    assert result.exit_code == 3
    written = [line for line in result.stdout.splitlines() if line.startswith("Written")]
    backups = Path("in") / "ECM backups"
    assert written == [
        f"Written into {Path('in') / name}.xlsx. What it held before: {backups / name} 2026-07-10 15.30.00.xlsx"
        for name in ("Ash", "Oak")
    ]
    after = tree()
    assert after["in/broken.xlsx"] == before["in/broken.xlsx"]
    assert {name for name in before if after[name] != before[name]} == {"in/Ash.xlsx", "in/Oak.xlsx"}
    told = document(run("validate", "in", "--write", *JSON))
    assert [list(one) for one in told["files"]] == [["file", "status", "findings", *WRITTEN]] * 3
    assert [one["written"] for one in told["files"]] == [None] * 3


def test_one_that_is_refused_ends_with_1_and_the_others_are_written(run: Run, draw: Draw, tmp_path: Path) -> None:
    for name in ("in/Ash.xlsx", "in/Oak.xlsx"):
        draw(name)
    signed = sign(tmp_path / "in" / "Ash.xlsx")
    result = run("validate", "in", "--write", *DAY)
    assert result.exit_code == 1
    assert SIGNED[0] in result.stdout
    assert f"Written into {Path('in') / 'Oak.xlsx'}." in result.stdout
    assert (tmp_path / "in" / "Ash.xlsx").read_bytes() == signed


def test_a_copy_is_written_and_the_workbook_stays(run: Run, oak: Path, tmp_path: Path) -> None:
    said, before = run("validate", oak, *DAY), (tmp_path / oak).read_bytes()
    out = str(Path("new") / "checked.XLSX")
    result = run("validate", oak, "--annotate", out, *DAY)
    assert result.stdout == f"{said.stdout}Written: {out}. Oak.xlsx is as it was.\n"
    assert (result.exit_code, result.stderr) == (said.exit_code, "")
    assert (tmp_path / oak).read_bytes() == before
    judged = run("validate", out, *DAY)
    assert "This workbook is not a setting's audit: it is a copy workbook." in judged.stdout
    told = document(run("validate", oak, "--annotate", out, "--force", *JSON))
    assert [[one[name] for name in WRITTEN] for one in told["files"]] == [[out, None, "", []]]


def test_a_copy_of_what_is_no_settings_workbook_is_not_made(run: Run, tmp_path: Path, tree: Tree) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"%PDF-1.7")
    before = tree()
    result = run("validate", "x.xlsx", "--annotate", "copy.xlsx", *DAY)
    assert result.exit_code == 3
    assert "says all of this already" not in result.stdout
    assert tree() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("in", "--annotate", "copy.xlsx"), "Name one workbook to be copied with its findings."),
        (
            (Path("in/Oak.xlsx"), Path("in/Ash.xlsx"), "--annotate", "copy.xlsx"),
            "Name one workbook to be copied with its findings.",
        ),
        (
            (Path("in/Oak.xlsx"), "--annotate", "copy.xlsm"),
            "The copy's name must end in .xlsx, as the workbook's does.",
        ),
        ((Path("in/Oak.xlsx"), "--annotate", "copy"), "The copy's name must end in .xlsx, as the workbook's does."),
        (
            (Path("in/Oak.xlsx"), "--annotate", Path("in/Oak.xlsx")),
            f"{Path('in/Oak.xlsx')} is the workbook itself. Choose another name for the copy.",
        ),
        (
            (Path("in/Oak.xlsx"), "--annotate", Path("in/Oak.xlsx"), "--force"),
            f"{Path('in/Oak.xlsx')} is the workbook itself. Choose another name for the copy.",
        ),
        (
            (Path("in/Oak.xlsx"), "--annotate", Path("in/Ash.xlsx")),
            f"{Path('in/Ash.xlsx')} is there already. Choose another name, or add --force to replace it.",
        ),
        (
            (Path("in/Oak.xlsx"), "--annotate", Path("copy.xlsx"), "--write"),
            "Choose --write or --annotate: the workbook itself or a copy.",
        ),
        (("nowhere", "--write"), "There is no .xlsx or .xlsm workbook in nowhere."),
    ],
)
def test_what_is_asked_wrongly_changes_nothing(
    run: Run, draw: Draw, tree: Tree, tmp_path: Path, words: tuple[str | Path, ...], message: str
) -> None:
    draw("in/Oak.xlsx")
    draw("in/Ash.xlsx")
    (tmp_path / "nowhere").mkdir()
    before = tree()
    result = run("validate", *words, *DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"
    assert tree() == before


def test_a_folder_is_not_judged_into(run: Run, draw: Draw, tree: Tree) -> None:
    draw("in/Oak.xlsx")
    before = tree()
    result = run("judge", "in", "--write", *DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert tree() == before


@pytest.mark.parametrize(("words", "code"), [(("judge", "--write"), 3), (("validate", "--write"), 3)])
def test_a_file_that_cannot_be_read_is_only_told(
    run: Run, tmp_path: Path, tree: Tree, words: tuple[str, str], code: int
) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 and no more")
    before = tree()
    result = run(words[0], "x.xlsx", words[1], *DAY)
    assert result.exit_code == code
    assert "Written" not in result.stdout
    assert "says all of this already" not in result.stdout
    assert tree() == before
