"""What was judged or found, written into the setting's own file or into a copy, over real files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.editor import edit
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import shipped
from ecm_xl.core.findings import Severity
from ecm_xl.core.results import Status
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.edits import SetCell
from ecm_xl.workbook.saved import LeftAlone, Saved
from ecm_xl.workbook.snapshot import Snapshot
from ecm_xl.workbook.write import read_history
from ecm_xl.workflows.batch import Asked, batch
from ecm_xl.workflows.demo import SAMPLES, SAMPLES_JUDGED_ON
from ecm_xl.workflows.examine import examine
from ecm_xl.workflows.new import AlreadyThere
from ecm_xl.workflows.write import Written, annotate, write_findings, write_judgements
from tests.editing.small import the_sheet, unzipped
from tests.parts import Parts, zipped

pytestmark = pytest.mark.usefixtures("in_this_process")

NOW = datetime(2026, 7, 10, 15, 30, tzinfo=UTC)
NEXT_DAY = date(2026, 7, 11)
Draw = Callable[..., Path]
Every = Callable[..., dict[str, dict[str, object]]]


def judged(path: Path, today: date, by: str = "A. Reed") -> Written:
    return write_judgements(Disk(), path, today, NOW, by)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def values(path: Path, sheet: str) -> list[list[object]]:
    """A sheet's rows without the blank ones at its end."""
    rows: list[list[object]] = [list(row) for row in the_sheet(read_snapshot(path), sheet).rows]
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    return rows


def rewritten(path: Path, change: Callable[[Parts], None]) -> None:
    """The file after a change to its parts."""
    parts = unzipped(path.read_bytes())
    before = dict(parts)
    change(parts)
    assert parts != before
    path.write_bytes(zipped(parts))


# Judgements


def test_judgements_are_written_with_a_backup(
    draw: Draw, every: Every, today: date, tmp_path: Path, model: SettingModel
) -> None:
    path = draw("Oak.xlsx", {"Audit": every("Embedded", 1)})
    before = path.read_bytes()
    written = judged(path, today)
    backup = tmp_path / "ECM backups" / "Oak 2026-07-10 15.30.00.xlsx"
    assert written.saved == Saved(path, backup, "")
    assert (written.notes, written.is_refused, written.result) == ((), False, examine(read_snapshot, path, today))
    assert backup.read_bytes() == before
    lines = read_history(model, read_snapshot(path))
    assert [entry.key for entry in lines[:7]] == [
        (1, ""), *((1, outcome.title) for outcome in model.framework.outcomes), (2, "")
    ]  # fmt: skip
    assert {(entry.on, entry.by) for entry in lines} == {(today, "A. Reed")}
    assert len(lines) == 17


def test_the_same_again_changes_nothing(draw: Draw, every: Every, today: date, tmp_path: Path) -> None:
    path = draw("Oak.xlsx", {"Audit": every("Embedded", 1)})
    judged(path, today)
    once = path.read_bytes()
    again = judged(path, today, "B. Moss")
    assert (again.saved, again.notes, again.is_refused) == (None, (), False)
    assert path.read_bytes() == once
    assert len(list((tmp_path / "ECM backups").iterdir())) == 1


def test_the_next_day_says_how_it_stands_with_the_first(draw: Draw, every: Every, today: date) -> None:
    path = draw("Oak.xlsx", {"Audit": every("Embedded", 1)})
    judged(path, today)
    assert judged(path, NEXT_DAY).saved is not None
    rows = values(path, "Dashboard")
    first = next(row for row in rows if row[4] == "Standard 1")
    assert (first[5], first[7]) == ("As on 10/07/2026", "As on 10/07/2026")


@pytest.mark.parametrize(
    ("by", "held"), [("  A.\nReed ", "A. Reed"), ("x" * 99, "x" * 77 + "..."), ("\udcff", "?"), ("=1+1", "=1+1")]
)
def test_whoever_had_it_judged_is_a_short_line(
    draw: Draw, today: date, model: SettingModel, by: str, held: str
) -> None:
    path = draw("Oak.xlsx")
    assert judged(path, today, by).saved is not None
    assert {entry.by for entry in read_history(model, read_snapshot(path))} == {held}


# Findings


def test_findings_are_written_and_again_changes_nothing(draw: Draw, today: date) -> None:
    path = draw("Oak.xlsx", {"Audit": {"S01.HEALTH.1": {"rating": "Embeded"}}})
    written = write_findings(Disk(), path, today, NOW)
    assert written.saved is not None
    found = written.result.findings
    assert [row[:7] for row in values(path, "Findings")[4:]] == [
        [one.severity.value.capitalize(), one.sheet, one.cell, one.message, one.action, one.suggestion, one.code]
        for one in found
    ]
    assert found
    once = path.read_bytes()
    assert write_findings(Disk(), path, today, NOW).saved is None
    assert path.read_bytes() == once


def test_judged_and_checked_like_before(draw: Draw, every: Every, today: date) -> None:
    """Nothing that is written is an answer."""
    path = draw("Oak.xlsx", {"Audit": every("Embedded", 1, 2) | {"S03.SAFE.2": {"rating": "Embeded"}}})
    before = examine(read_snapshot, path, today)
    write_findings(Disk(), path, today, NOW)
    judged(path, today)
    assert examine(read_snapshot, path, today) == before


# A copy


def test_a_copy_says_that_it_is_one_and_is_not_counted(draw: Draw, every: Every, today: date, tmp_path: Path) -> None:
    path = draw("in/Oak.xlsx", {"Audit": every("Embedded", 1)})
    before, out = path.read_bytes(), tmp_path / "in" / "Oak checked.xlsx"
    written = annotate(Disk(), path, out, today)
    assert (written.saved, written.notes) == (Saved(out, None, ""), ())
    assert path.read_bytes() == before
    (found,) = examine(read_snapshot, out, today).findings
    assert found.message == "This workbook is not a setting's audit: it is a copy workbook."
    assert len(values(out, "Findings")) == 4 + len(written.result.findings)
    done = batch(Disk(), Asked((tmp_path / "in",), tmp_path / "cluster.xlsx", today), lambda *_: None)
    assert [Path(one.file).name for one in done.cluster.counted] == ["Oak.xlsx"]
    assert {Path(one.file).name: one.status for one in done.cluster.files} == {
        "Oak checked.xlsx": Status.OTHER,
        "Oak.xlsx": Status.JUDGED,
    }


def test_a_copy_without_the_cell_that_says_so_is_not_made(draw: Draw, today: date, tmp_path: Path) -> None:
    path = draw("Oak.xlsx")
    rewritten(path, lambda parts: parts.update(
        {"xl/workbook.xml": str(parts["xl/workbook.xml"]).replace('"Workbook_Kind"', '"Mine"')}
    ))  # fmt: skip
    written = annotate(Disk(), path, tmp_path / "copy.xlsx", today)
    (note,) = written.notes
    assert (note.code, note.message) == (
        "edit-missing",
        "The workbook no longer has the cell that says what kind of workbook it is. Nothing was changed.",
    )
    assert [*files(tmp_path)] == ["Oak.xlsx"]


def test_what_is_there_already_stays_unless_forced(draw: Draw, today: date, tmp_path: Path) -> None:
    path, out = draw("Oak.xlsx"), tmp_path / "copy.xlsx"
    out.write_bytes(b"somebody's")
    before = files(tmp_path)
    with pytest.raises(AlreadyThere, match=r"copy\.xlsx is there already\. Choose another name, or add --force"):
        annotate(Disk(), path, out, today)
    assert files(tmp_path) == before
    annotate(Disk(), path, out, today, force=True)
    assert out.read_bytes()[:2] == b"PK"


def test_a_workbook_is_no_copy_of_itself(draw: Draw, today: date, tmp_path: Path) -> None:
    path, link = draw("Oak.xlsx"), tmp_path / "link.xlsx"
    link.symlink_to(path)
    before = files(tmp_path)
    for out in (path, link):
        with pytest.raises(AlreadyThere, match="is the workbook itself"):
            annotate(Disk(), path, out, today, force=True)
    assert files(tmp_path) == before


# What is not written


WRITES: tuple[Callable[[Path], Written], ...] = (
    lambda path: write_judgements(Disk(), path, SAMPLES_JUDGED_ON, NOW),
    lambda path: write_findings(Disk(), path, SAMPLES_JUDGED_ON, NOW),
    lambda path: annotate(Disk(), path, path.with_name("copy.xlsx"), SAMPLES_JUDGED_ON),
)
each_way = pytest.mark.parametrize("write", WRITES, ids=["judge", "validate", "annotate"])


def not_ours(parts: Parts) -> None:
    strings = str(parts["xl/sharedStrings.xml"])
    assert strings.count("<t>setting</t>") == 1
    parts["xl/sharedStrings.xml"] = strings.replace("<t>setting</t>", "<t>cluster</t>")


@each_way
def test_a_workbook_that_is_no_settings_is_left_alone(
    draw: Draw, tmp_path: Path, write: Callable[[Path], Written]
) -> None:
    path = draw("Oak.xlsx")
    rewritten(path, not_ours)
    before = files(tmp_path)
    written = write(path)
    assert [found.code for found in written.result.findings] == ["file-not-a-setting"]
    assert (written.result.status, written.saved, written.notes) == (Status.OTHER, None, ())
    assert files(tmp_path) == before


@each_way
@pytest.mark.parametrize(("content", "code"), [(b"%PDF-1.7", "file-not-a-workbook"), (b"", "file-empty")])
def test_a_file_that_cannot_be_read_is_left_alone(
    tmp_path: Path, write: Callable[[Path], Written], content: bytes, code: str
) -> None:
    path = tmp_path / "Oak.xlsx"
    path.write_bytes(content)
    written = write(path)
    assert [found.code for found in written.result.findings] == [code]
    assert (written.result.status, written.saved, written.notes) == (Status.UNREADABLE, None, ())
    assert files(tmp_path) == {"Oak.xlsx": content}


def with_password(parts: Parts) -> None:
    """Every sheet is protected with a password."""
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        text = re.sub("<sheetProtection [^>]*/>", "", str(parts[name]))
        parts[name] = text.replace("</sheetData>", '</sheetData><sheetProtection sheet="1" password="CC1A"/>')


def test_a_password_keeps_the_file_as_it_is_and_a_copy_is_written(draw: Draw, today: date, tmp_path: Path) -> None:
    path = draw("Oak.xlsx")
    rewritten(path, with_password)
    before = files(tmp_path)
    for written in (judged(path, today), write_findings(Disk(), path, today, NOW)):
        (note,) = written.notes
        assert (note.code, note.severity, written.saved) == ("edit-protected", Severity.ERROR, None)
        assert (
            note.action == "Unprotect the sheet (Review, Unprotect Sheet), or have a copy written instead (--annotate)."
        )
        assert written.is_refused
    assert files(tmp_path) == before
    copied = annotate(Disk(), path, tmp_path / "copy.xlsx", today)
    assert (copied.saved, copied.notes) == (Saved(tmp_path / "copy.xlsx", None, ""), ())
    assert path.read_bytes() == before["Oak.xlsx"]


class Meanwhile(Disk):
    """Somebody saves the file between its being read and its being changed."""

    def read(self, path: Path, wanted: frozenset[str] | None = None) -> Snapshot:
        found = super().read(path, wanted)
        path.write_bytes(path.read_bytes() + b"")
        path.touch()
        path.write_bytes(path.read_bytes()[:-2] + b"\x05\0hello")
        return found


@pytest.mark.parametrize("write", [
    lambda path: write_judgements(Meanwhile(), path, SAMPLES_JUDGED_ON, NOW),
    lambda path: write_findings(Meanwhile(), path, SAMPLES_JUDGED_ON, NOW),
    lambda path: annotate(Meanwhile(), path, path.with_name("copy.xlsx"), SAMPLES_JUDGED_ON),
], ids=["judge", "validate", "annotate"])  # fmt: skip
def test_a_file_that_was_saved_meanwhile_is_left_alone(
    draw: Draw, tmp_path: Path, write: Callable[[Path], Written]
) -> None:
    path = draw("Oak.xlsx")
    with pytest.raises(LeftAlone, match=r"Oak\.xlsx was saved by somebody else while it was being read\. Try again"):
        write(path)
    assert [*files(tmp_path)] == ["Oak.xlsx"]
    assert path.read_bytes().endswith(b"hello")


# What formulas show, on every sample


LIVE = ("Start", "Dashboard", "Audit", "Judgements", "Working")
NAMES = [path.name for path in sorted(shipped(SAMPLES).glob("*.xlsx"))]
_SHOWN = re.compile(r"(<c [^>]*>)(<f[^>]*>[^<]*</f>|<f[^>]*/>)<v>([^<]*)</v>")


def sheet_parts(parts: Parts) -> dict[str, str]:
    """The live sheets' parts, in the order of the workbook's sheets."""
    names = re.findall(r'<sheet name="([^"]+)"', str(parts["xl/workbook.xml"]))
    return {name: f"xl/worksheets/sheet{names.index(name) + 1}.xml" for name in LIVE}


def _false(found: re.Match[str]) -> str:
    value = "false" if ' t="' in found[1] else "-7"
    return f"{found[1]}{found[2]}<v>{value}</v>"


def falsify(parts: Parts) -> None:
    """Every formula shows something else."""
    for part in sheet_parts(parts).values():
        text, count = _SHOWN.subn(_false, str(parts[part]))
        assert count > 4, part
        parts[part] = text


def shown(path: Path) -> dict[str, list[list[object]]]:
    """The live sheets' values, but for the Dashboard's words on History."""
    found = {name: values(path, name) for name in LIVE}
    for row in found["Dashboard"]:
        if str(row[4]).startswith("Standard "):
            row[5:] = ["" for _ in row[5:]]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_formula_shows_again_what_was_drawn(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes((shipped(SAMPLES) / name).read_bytes())
    drawn, charts = shown(path), unzipped(path.read_bytes())["xl/charts/chart1.xml"]
    rewritten(path, falsify)
    false = shown(path)
    assert all(false[sheet] != drawn[sheet] for sheet in LIVE)
    written = judged(path, SAMPLES_JUDGED_ON)
    assert (written.notes, written.saved is None) == ((), False)
    assert shown(path) == drawn
    assert unzipped(path.read_bytes())["xl/charts/chart1.xml"] == charts


OWN = "<f>1+1</f><v>2</v>"


@pytest.mark.parametrize("sheet", LIVE)
def test_a_formula_of_somebodys_own_is_left_and_reported(sheet: str, tmp_path: Path) -> None:
    path = tmp_path / "Lark.xlsx"
    path.write_bytes((shipped(SAMPLES) / "Larkrise Special School.xlsx").read_bytes())
    drawn, places = shown(path), list[str]()

    def change(parts: Parts) -> None:
        part = sheet_parts(parts)[sheet]
        last = [*_SHOWN.finditer(str(parts[part]))][-1]
        places.extend(re.findall(r'r="([A-Z]+[0-9]+)"', last[1]))
        opening = re.sub(r' t="[a-z]+"', "", last[1])
        falsify(parts)
        parts[part] = re.sub(re.escape(last[1]) + r".*?</v>", opening + OWN, str(parts[part]), count=1)

    rewritten(path, change)
    written = judged(path, SAMPLES_JUDGED_ON)
    assert [(note.code, note.severity, note.sheet, note.cell) for note in written.notes] == [
        ("edit-formula-kept", Severity.NOTE, sheet, places[0])
    ]
    assert written.notes[0].message == (
        "The cell no longer has the formula that it was made with. It was left as it is."
    )
    assert (written.is_refused, written.saved is None) == (False, False)
    found = shown(path)
    differing = [
        (name, row, column)
        for name in LIVE
        for row, (was, now) in enumerate(zip(drawn[name], found[name], strict=True), 1)
        for column, (one, other) in enumerate(zip(was, now, strict=True), 1)
        if one != other
    ]
    assert len(differing) == 1
    assert differing[0][0] == sheet
    part = sheet_parts(unzipped(path.read_bytes()))[sheet]
    assert OWN in str(unzipped(path.read_bytes())[part])


def test_the_radar_moves_where_no_cell_beside_it_does(draw: Draw, every: Every, today: date) -> None:
    path = draw("Oak.xlsx", {"Audit": every("Emergent", 1)})
    judged(path, today)
    before, chart = shown(path), unzipped(path.read_bytes())["xl/charts/chart1.xml"]
    path.write_bytes(edit(path.read_bytes(), [SetCell("Audit", 5, 5, "Developing")]).data)
    judged(path, today)
    after, moved = shown(path), str(unzipped(path.read_bytes())["xl/charts/chart1.xml"])
    assert {name for name in LIVE if before[name] != after[name]} == {"Audit", "Judgements", "Working"}
    assert moved != chart
    assert re.findall(r"<c:v>(0\.0[0-9]+)</c:v>", moved) == [repr(1 / 17)]
