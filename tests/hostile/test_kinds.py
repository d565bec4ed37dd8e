"""Every kind of hostile and odd file comes to what its table says, whoever reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from ecm_xl.backends import disk
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.cli import group
from ecm_xl.cli.show import finding_json
from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.results import FileResult, Status
from ecm_xl.workbook.snapshot import Snapshot, Value
from ecm_xl.workflows.examine import examine
from tests.hostile.kinds import Harmless, Odd, Refused
from tests.hostile.odd_files import HARMLESS, ODD, SCRIPTS
from tests.hostile.refused_files import NOT_XLSX, PLACES, ZIPS
from tests.hostile.refused_parts import CELLS, NO_PLACE_IN_THE_LIST, TOGETHER, XML, comment_from_list
from tests.hostile.workbook import DATE_CELL, first_row, sound
from tests.reading import read_alone

TODAY = date(2026, 7, 10)
REFUSED = (*NOT_XLSX, *PLACES, *ZIPS, *XML, *TOGETHER, *CELLS)
HOW_MANY = (127, 47, 12)
"""Kinds refused, kinds that are odd and read, kinds whose fault no answer needs."""
ALONE_IN_ALL = 17
EVERY: Sequence[Refused | Odd] = (*REFUSED, *ODD)
AMPLE = 60.0
"""Seconds: the tests are not about a busy computer."""
ALONE, HERE = partial(read_alone, seconds=AMPLE), read_snapshot


Kind = Refused | Odd | Harmless


def named(kinds: Sequence[Kind]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kinds, ids=[kind.name for kind in kinds])


def made(kind: Kind, folder: Path) -> Path:
    """The kind's file, called after it."""
    if isinstance(kind, Refused) and kind.needs and not hasattr(os, kind.needs):
        pytest.skip(f"this system has no {kind.needs}")
    path = folder / f"{kind.name.replace('/', '-').replace(':', '')}.xlsx"
    kind.put(path)
    return path


def result(path: Path, *, alone: bool) -> FileResult:
    return examine(ALONE if alone else HERE, path, TODAY)


@pytest.fixture(scope="module")
def sound_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.xlsx"
    path.write_bytes(sound())
    return path


@pytest.fixture(scope="module")
def sound_snapshot(sound_path: Path) -> Snapshot:
    return read_snapshot(sound_path)


@pytest.fixture(scope="module")
def sound_result(sound_path: Path) -> FileResult:
    return result(sound_path, alone=False)


def test_there_are_as_many_kinds_as_there_were() -> None:
    assert (len(REFUSED), len(ODD), len(HARMLESS)) == HOW_MANY
    every: list[Kind] = [*REFUSED, *ODD, *HARMLESS]
    names = [kind.name for kind in every]
    assert len(set(names)) == len(names)


def test_the_sound_workbook_is_judged(sound_result: FileResult) -> None:
    assert sound_result.status is Status.JUDGED
    assert sound_result.detail("Setting_Name") == "Oak Lane"
    assert [*sound_result.ratings.values()].count("Developing") == len(sound_result.ratings) - 1
    # It has the Audit only, in words of its own.
    codes = {found.code for found in sound_result.findings}
    assert codes == {"sheet-missing", "descriptor-changed", "standard-changed"}


@named(REFUSED)
def test_what_is_refused(kind: Refused, tmp_path: Path) -> None:
    path = made(kind, tmp_path)
    found = result(path, alone=kind.alone)
    (one,) = found.findings
    assert as_named(one) in may_be_said(kind)
    assert replace(found, findings=()) == FileResult(str(path), Status.UNREADABLE)


def may_be_said(kind: Refused) -> list[Finding]:
    """The whole finding, in one of at most two ways."""
    details = [kind.detail, *([kind.or_says] if kind.or_says else [])]
    return [as_named(finding(kind.code, detail=detail)) for detail in details]


def as_named(found: Finding) -> Finding:
    """Names of parts ignore case: so does the comparison."""
    return replace(found, message=found.message.casefold())


@pytest.mark.parametrize("place", NO_PLACE_IN_THE_LIST)
def test_a_text_that_no_list_has_is_no_text(place: str, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(comment_from_list(place))
    assert [found.code for found in result(tmp_path / "x.xlsx", alone=False).findings] == ["file-damaged"]


@named(ODD)
def test_what_is_odd_and_read_all_the_same(
    kind: Odd, tmp_path: Path, sound_result: FileResult, sound_snapshot: Snapshot
) -> None:
    path = made(kind, tmp_path)
    found = result(path, alone=kind.alone)
    more = [one.code for one in found.findings if one not in sound_result.findings]
    assert more == ([kind.said] if kind.said else [])
    assert replace(found, file="", findings=()) == replace(sound_result, file="", findings=())
    read = (ALONE if kind.alone else HERE)(path, {"Audit"})
    expected = {**filled(sound_snapshot), **kind.cells}
    assert filled(read) == expected


def filled(snapshot: Snapshot) -> dict[tuple[int, int], Value]:
    """The Audit's cells that hold something."""
    audit = snapshot.sheet("Audit")
    assert audit is not None
    cells = enumerate(audit.rows, 1)
    return {(row, column): value for row, line in cells for column, value in enumerate(line, 1) if value != ""}


@named(HARMLESS)
def test_what_no_answer_needs_does_no_harm(kind: Harmless, tmp_path: Path, sound_result: FileResult) -> None:
    found = result(made(kind, tmp_path), alone=True)
    if found.status is Status.UNREADABLE:
        assert [one.code for one in found.findings] == [kind.code]
    else:
        assert replace(found, file="") == replace(sound_result, file="")


@pytest.mark.parametrize("number", ["99999999", "2958466", "1e300", "-1", "0", "0.5"])
def test_dates_out_of_range_are_found_in_their_cell(number: str, tmp_path: Path, sound_result: FileResult) -> None:
    (tmp_path / "x.xlsx").write_bytes(first_row(DATE_CELL, f'<c r="J5" s="1"><v>{number}</v></c>'))
    found = result(tmp_path / "x.xlsx", alone=False)
    (new,) = set(found.findings) - set(sound_result.findings)
    assert (new.code, new.sheet, new.cell, new.ref) == ("date-unreadable", "Audit", "J5", "S01.HEALTH.1")
    assert found.ratings == sound_result.ratings


# The command line, with its pool of processes


def test_one_run_over_all_of_them_tells_each_one_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No bad file stops the others, and each is told what is the matter with it."""
    monkeypatch.setattr(disk, "SECONDS", AMPLE)
    expected: dict[str, list[dict[str, str]]] = {}
    for kind in REFUSED:
        if (kind.needs and not hasattr(os, kind.needs)) or kind.name == "a folder":  # which is walked
            continue
        folder = tmp_path / f"{len(expected):03}"
        folder.mkdir()
        expected[str(made(kind, folder))] = list(map(finding_json, may_be_said(kind)))
    (tmp_path / "sound.xlsx").write_bytes(sound())
    run = CliRunner().invoke(group, ["validate", "--json", "--jobs", "2", *expected, str(tmp_path / "sound.xlsx")])
    told = {one["file"]: one for one in json.loads(run.stdout)["files"]}
    assert told.pop(str(tmp_path / "sound.xlsx"))["status"] == "findings"
    assert {*told} == {*expected}
    for file, may_be in expected.items():
        (found,) = told[file]["findings"]
        assert in_small_letters(found) in may_be
    assert {one["status"] for one in told.values()} == {"unreadable"}
    assert run.exit_code == 3


def in_small_letters(found: dict[str, str]) -> dict[str, str]:
    """`as_named`, of what --json says."""
    return {**found, "message": found["message"].casefold()}


def test_lock_files_are_not_met(tmp_path: Path) -> None:
    (tmp_path / "~$Oak.xlsx").write_bytes(b"\x05Jones")
    (tmp_path / "Oak.xlsx").write_bytes(sound())
    run = CliRunner().invoke(group, ["validate", "--json", str(tmp_path)])
    assert [one["file"] for one in json.loads(run.stdout)["files"]] == [str(tmp_path / "Oak.xlsx")]


# Names and places


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_in_every_script(name: str, tmp_path: Path, sound_result: FileResult) -> None:
    path = tmp_path / name / f"{name}.xlsx"
    path.parent.mkdir()
    path.write_bytes(sound())
    assert result(path, alone=False) == replace(sound_result, file=str(path))


def test_the_child_is_told_of_names_in_every_script(tmp_path: Path, sound_result: FileResult) -> None:
    path = tmp_path / f"{' '.join(SCRIPTS)[:60]}.xlsx"
    path.write_bytes(sound())
    assert result(path, alone=True) == replace(sound_result, file=str(path))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_that_is_no_text(tmp_path: Path, sound_result: FileResult) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.xlsx"))
    path.write_bytes(sound())
    for alone in (False, True):
        assert result(path, alone=alone) == replace(sound_result, file=f"{tmp_path}/caf\ufffd.xlsx")


@pytest.mark.parametrize("length", [218, 259])
def test_paths_as_long_as_excel_and_windows_allow(length: int, tmp_path: Path, sound_result: FileResult) -> None:
    room = length - len(str(tmp_path)) - len("/.xlsx")
    path = tmp_path / ("d" * (room // 2 - 1)) / f"{'f' * (room - room // 2)}.xlsx"
    assert len(str(path)) == length
    path.parent.mkdir()
    path.write_bytes(sound())
    assert result(path, alone=True) == replace(sound_result, file=str(path))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_no_permission(tmp_path: Path) -> None:
    """Read by somebody to whom the file is closed. The reader is loaded first: that person need not have it."""
    (tmp_path / "x.xlsx").write_bytes(sound())
    (tmp_path / "x.xlsx").chmod(0o600)
    tmp_path.chmod(0o755)
    code = (
        "import os; from datetime import date; from pathlib import Path\n"
        "from ecm_xl.backends.reader.snapshot import read; from ecm_xl.workflows.examine import examine\n"
        "from ecm_xl.frameworks.loader import load_model; load_model()\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "print(examine(read, Path('x.xlsx'), date(2026, 7, 10)).findings[0].code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("file-not-permitted\n", "")


def test_no_permission_whoever_runs_the_tests(sound_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert result(sound_path, alone=False).findings == (finding("file-not-permitted"),)


# A file that changes while it is read


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more" * 5000)


def shrink(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def replaced(path: Path) -> None:
    """As a save in Excel does it: another file takes its place."""
    path.with_name("new").write_bytes(b"another")
    os.replace(path.with_name("new"), path)


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("change", "code"),
    [(grow, "file-damaged"), (shrink, "file-damaged"), (empty, "file-empty"), (replaced, ""), (gone, "")],
)
@pytest.mark.parametrize("moment", ["open", "fstat"])
def test_a_file_that_changes_while_it_is_read(
    change: Callable[[Path], None],
    code: str,
    moment: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sound_result: FileResult,
) -> None:
    """It is read as it was, or refused: never half of one and half of the other."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(sound())
    real = getattr(os, moment)
    calls: list[object] = []

    def changed(*arguments: object) -> object:
        answer = real(*arguments)
        if not calls:
            calls.append(arguments)
            monkeypatch.setattr(os, moment, real)
            change(path)
        return answer

    monkeypatch.setattr(os, moment, changed)
    found = result(path, alone=False)
    monkeypatch.undo()
    assert calls, "the file was read without being opened"
    if found.status is Status.UNREADABLE:
        assert [one.code for one in found.findings] == [code]
    else:
        assert found == replace(sound_result, file=str(path))


def test_what_may_bring_a_reader_down_is_read_in_a_process_of_its_own() -> None:
    """Where the system can limit memory the child has 1 GB, and 10 s everywhere."""
    assert sum(kind.alone for kind in EVERY) == ALONE_IN_ALL
    assert disk.SECONDS == 10.0
