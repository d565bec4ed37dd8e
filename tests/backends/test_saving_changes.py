"""Changes saved into a person's own file: whole or not at all, never without a backup, beside it where it must be left.

The first half looks at each rule; the second stops a save at each of its system calls, in a program of its own
(`traced_saves`).
"""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from ecm_xl.backends import backups, saving
from ecm_xl.backends.disk import Disk
from ecm_xl.backends.saving import save_change
from ecm_xl.workbook.saved import Saved
from tests.backends.tracing import CAN_FAIL, CAN_TRACE
from tests.parts import book

REPOSITORY = Path(__file__).parents[2]
NOW = datetime.fromisoformat("2026-11-25T21:30:05.678")
BACKUP = "ECM backups/Oakfield 2026-11-25 21.30.05.xlsx"
BESIDE = "Oakfield (ECM 2026-11-25 21.30.05).xlsx"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
traced = pytest.mark.skipif(not CAN_TRACE, reason="system calls can be counted on Linux only")
failing = pytest.mark.skipif(not CAN_FAIL, reason="system calls can be made to fail on Linux on x86-64 only")

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    """Every file below, by its path from there."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def any_file(_: Path) -> None:
    """A second reader that is content with everything."""


@pytest.fixture
def oakfield(tmp_path: Path) -> Path:
    """A person's file."""
    path = tmp_path / "Oakfield.xlsx"
    path.write_bytes(b"old")
    return path


def change(path: Path, after: bytes = b"new", now: datetime = NOW, before: bytes = b"old") -> Saved:
    return save_change(path, before, after, any_file, now)


def program(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own in that folder."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


# In its place


def test_a_change_takes_the_place_and_what_was_there_is_kept(oakfield: Path) -> None:
    saved = change(oakfield)
    assert saved == Saved(oakfield, oakfield.parent / BACKUP, "")
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"new", BACKUP: b"old"}


def test_where_nothing_has_changed_nothing_is_written(oakfield: Path) -> None:
    assert change(oakfield, b"old") == Saved(oakfield, None, "")
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old"}


def test_places_are_named_as_the_person_named_the_file(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(oakfield.parent)
    assert change(Path("Oakfield.xlsx")) == Saved(Path("Oakfield.xlsx"), Path(BACKUP), "")
    Path("~$Oakfield.xlsx").touch()
    assert change(Path("Oakfield.xlsx"), b"newer", before=b"new").path == Path(BESIDE)


def test_the_steps_come_in_their_order(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is on the disk is read again, kept or put in place; the backup comes before the replacement."""
    steps: list[str] = []

    def noted(name: str, told: Callable[..., str]) -> None:
        function = getattr(os, name)

        def call(*arguments: Any, **more: Any) -> Any:
            steps.append(f"{name} {told(*arguments)}")
            return function(*arguments, **more)

        monkeypatch.setattr(os, name, call)

    noted("fsync", lambda handle: "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
    noted("link", lambda _, new: new.parent.name)
    noted("replace", lambda _, new: new.name)
    noted("access", lambda path, _: path.name)
    save_change(oakfield, b"old", b"new", lambda path: steps.append(f"check {path.read_bytes()!r}"), NOW)
    assert steps == [
        *("fsync file", "check b'new'", "access Oakfield.xlsx"),
        *("fsync folder", "fsync file", "link ECM backups", "fsync folder"),
        *("access Oakfield.xlsx", "replace Oakfield.xlsx", "fsync folder"),
    ]


def test_a_second_reader_looks_at_the_new_file_and_may_refuse_it(oakfield: Path) -> None:
    seen: list[tuple[Path, str, bytes]] = []

    def refuse(path: Path) -> None:
        seen.append((path.parent, path.suffix, path.read_bytes()))
        raise ValueError("not as planned")

    with pytest.raises(ValueError, match="not as planned"):
        save_change(oakfield, b"old", b"new", refuse, NOW)
    assert seen == [(oakfield.parent, ".xlsx", b"new")]
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old"}


def test_what_the_disk_lost_does_not_take_the_place(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def lose(handle: int) -> None:
        os.ftruncate(handle, 1)
        sync(handle)

    monkeypatch.setattr(os, "fsync", lose)
    with pytest.raises(OSError, match="is not what was written") as failed:
        change(oakfield)
    assert failed.value.filename == str(oakfield)
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old"}


def test_the_disk_backend_opens_the_new_file_before_anybody_else_looks(oakfield: Path) -> None:
    old, new, looked = book("<row><c><v>1</v></c></row>"), book("<row><c><v>2</v></c></row>"), list[bytes]()
    oakfield.write_bytes(old)
    look = Disk().save_change(oakfield, old, new, lambda path: looked.append(path.read_bytes()), NOW)
    assert (look.beside, looked, oakfield.read_bytes()) == ("", [new], new)
    with pytest.raises(OSError, match="is not what was written"):
        Disk().save_change(oakfield, new, b"no workbook", lambda path: looked.append(path.read_bytes()), NOW)
    assert (looked, oakfield.read_bytes()) == ([new], new)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_permissions_stay_and_the_copies_have_the_same(oakfield: Path, mode: int) -> None:
    oakfield.chmod(mode)
    change(oakfield)
    (oakfield.parent / "~$Oakfield.xlsx").touch()
    change(oakfield, b"newer", before=b"new")
    for name in ("Oakfield.xlsx", BACKUP, BESIDE):
        assert stat.S_IMODE((oakfield.parent / name).stat().st_mode) == mode, name


@posix
def test_nobody_else_may_look_before_it_is_in_its_place(oakfield: Path) -> None:
    oakfield.chmod(0o666)
    modes: list[int] = []
    save_change(oakfield, b"old", b"new", lambda path: modes.append(stat.S_IMODE(path.stat().st_mode)), NOW)
    assert modes == [0o600]


@posix
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays(oakfield: Path) -> None:
    os.chown(oakfield, 65534, 65533)
    change(oakfield)
    for name in ("Oakfield.xlsx", BACKUP):
        found = (oakfield.parent / name).stat()
        assert (found.st_uid, found.st_gid) == (65534, 65533), name


def test_a_link_stays_a_link_and_the_backup_lies_beside_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "Oakfield.xlsx").write_bytes(b"old")
    link = tmp_path / "My school.xlsx"
    link.symlink_to(tmp_path / "share" / "Oakfield.xlsx")
    assert change(link) == Saved(link, tmp_path / "share" / BACKUP, "")
    assert link.is_symlink()
    assert tree(tmp_path / "share") == {"Oakfield.xlsx": b"new", BACKUP: b"old"}


# Backups


def test_a_number_is_added_where_the_name_is_taken(oakfield: Path) -> None:
    change(oakfield, b"2", before=b"old")
    change(oakfield, b"3", before=b"2")
    change(oakfield, b"4", before=b"3")
    assert tree(oakfield.parent) == {
        "Oakfield.xlsx": b"4",
        BACKUP: b"old",
        BACKUP.replace(".xlsx", " (2).xlsx"): b"2",
        BACKUP.replace(".xlsx", " (3).xlsx"): b"3",
    }


def test_many_changes_within_a_second_stay_in_their_order(oakfield: Path) -> None:
    """The numbers that became free again are not taken again."""
    for number in range(25):
        before, after = (b"old" if number == 0 else b"%d" % number), b"%d" % (number + 1)
        change(oakfield, after, NOW, before)
    kept = {BACKUP.replace(".xlsx", f" ({number + 1}).xlsx"): b"%d" % number for number in range(5, 25)}
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"25", **kept}


def test_where_the_clock_goes_back_the_newest_backup_still_comes_last(oakfield: Path) -> None:
    """As it does every autumn."""
    change(oakfield, b"2", before=b"old")
    change(oakfield, b"3", NOW - timedelta(hours=1), before=b"2")
    assert tree(oakfield.parent) == {
        "Oakfield.xlsx": b"3",
        BACKUP: b"old",
        BACKUP.replace(".xlsx", " (2).xlsx"): b"2",
    }


THEIRS = (
    "Oakfield.xlsx",
    "Oakfield 2020-01-01.xlsx",
    "Oakfield 2020-01-01 10.00.xlsx",
    "Oakfield 2020-01-01 10.00.00.xlsm",
    "Oakfield 2020-01-01 10.00.00.xlsx.bak",
    "Oakfield 2020-01-01 10.00.00 copy.xlsx",
    "Oakfield 2020-02-31 10.00.00.xlsx",
    "Oakfield (undone 2020-01-01 10.00.00).xlsx",
    "Oakfield (ECM 2020-01-01 10.00.00).xlsx",
    "Oakfield Primary 2020-01-01 10.00.00.xlsx",
    "Oakfield 2020-01-01 10.00.00 2020-01-01 10.00.00.xlsx",
    "My Oakfield 2020-01-01 10.00.00.xlsx",
    "~$Oakfield 2020-01-01 10.00.00.xlsx",
)
"""Names that are nearly those of backups of Oakfield.xlsx: those of other files among them."""


def test_the_last_twenty_backups_of_that_very_file_are_kept_and_nothing_else_is_removed(oakfield: Path) -> None:
    folder = oakfield.parent / "ECM backups"
    folder.mkdir()
    for name in THEIRS:
        (folder / name).write_bytes(b"theirs")
    (folder / "Oakfield 2020-03-03 10.00.00.xlsx").mkdir()
    for number in range(25):
        before, after = (b"old" if number == 0 else b"%d" % number), b"%d" % (number + 1)
        assert change(oakfield, after, NOW + timedelta(minutes=number), before).beside == ""
    kept = {
        f"Oakfield {NOW + timedelta(minutes=number):%Y-%m-%d %H.%M.%S}.xlsx": b"%d" % number for number in range(5, 25)
    }
    assert tree(folder) == {**dict.fromkeys(THEIRS, b"theirs"), **kept}
    assert (folder / "Oakfield 2020-03-03 10.00.00.xlsx").is_dir()


@posix
def test_a_link_with_a_backups_name_is_somebody_elses(oakfield: Path) -> None:
    folder = oakfield.parent / "ECM backups"
    folder.mkdir()
    (folder / "Oakfield 2020-01-01 10.00.00.xlsx").symlink_to(oakfield)
    for number in range(25):
        before, after = (b"old" if number == 0 else b"%d" % number), b"%d" % (number + 1)
        change(oakfield, after, NOW, before)
    assert (folder / "Oakfield 2020-01-01 10.00.00.xlsx").is_symlink()
    assert len(list(folder.iterdir())) == 21


def test_a_name_with_signs_of_patterns_is_that_name(tmp_path: Path) -> None:
    for name in ("Oak.*.xlsx", "Oak[1].xlsx", "Oak (1)+.xlsx"):
        path = tmp_path / name
        path.write_bytes(b"old")
        change(path)
        assert (tmp_path / "ECM backups" / f"{path.stem} 2026-11-25 21.30.05.xlsx").read_bytes() == b"old"


def test_on_a_disk_without_second_names_backups_are_made_too(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    (oakfield.parent / BACKUP).mkdir(parents=True)  # somebody's, and in the way
    monkeypatch.setattr(os, "link", unknown)
    change(oakfield)
    change(oakfield, b"newer", before=b"new")
    assert tree(oakfield.parent) == {
        "Oakfield.xlsx": b"newer",
        BACKUP.replace(".xlsx", " (2).xlsx"): b"old",
        BACKUP.replace(".xlsx", " (3).xlsx"): b"new",
    }


# Beside it


def test_open_in_excel(oakfield: Path) -> None:
    (oakfield.parent / "~$Oakfield.xlsx").write_bytes(b"Sam")
    assert change(oakfield) == Saved(
        oakfield.parent / BESIDE,
        None,
        "Oakfield.xlsx seems to be open in Excel. Close it there and try again. "
        "If it is not open anywhere, delete the file '~$Oakfield.xlsx' beside it",
    )
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old", "~$Oakfield.xlsx": b"Sam", BESIDE: b"new"}


def test_open_in_libreoffice(oakfield: Path) -> None:
    (oakfield.parent / ".~lock.Oakfield.xlsx#").write_bytes(b"Sam")
    saved = change(oakfield)
    assert saved.beside.startswith("Oakfield.xlsx seems to be open in LibreOffice. ")
    assert "'.~lock.Oakfield.xlsx#'" in saved.beside
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old", ".~lock.Oakfield.xlsx#": b"Sam", BESIDE: b"new"}


@pytest.mark.parametrize("mark", ["~$My school.xlsx", "share/~$Oakfield.xlsx"])
def test_open_by_way_of_a_link(tmp_path: Path, mark: str) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "Oakfield.xlsx").write_bytes(b"old")
    link = tmp_path / "My school.xlsx"
    link.symlink_to(tmp_path / "share" / "Oakfield.xlsx")
    (tmp_path / mark).touch()
    assert change(link).path == tmp_path / "share" / BESIDE
    assert (tmp_path / "share" / "Oakfield.xlsx").read_bytes() == b"old"


def test_another_files_mark_does_not_count(oakfield: Path) -> None:
    (oakfield.parent / "~$Ash.xlsx").touch()
    (oakfield.parent / ".~lock.Oakfield.xlsm#").touch()
    assert change(oakfield).beside == ""


def test_held_by_another_program_on_windows(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file that is open can't be replaced, the replacement itself fails."""

    def violation(_old: object, _new: object) -> None:
        raise PermissionError(errno.EACCES, "Used by another process", str(_old), None, str(_new))

    monkeypatch.setattr(os, "replace", violation)
    assert change(oakfield) == Saved(
        oakfield.parent / BESIDE,
        None,
        "This computer did not let Oakfield.xlsx be replaced (Used by another process). "
        "It may be open in another program: close it there",
    )
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old", BESIDE: b"new"}


def test_read_only(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # the tests may run as root
    oakfield.chmod(0o444)
    assert change(oakfield) == Saved(
        oakfield.parent / BESIDE,
        None,
        "Oakfield.xlsx may only be read, not changed. Allow changes to it, or work on a copy of it",
    )
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old", BESIDE: b"new"}
    assert (oakfield.parent / BESIDE).stat().st_mode & stat.S_IWUSR  # it is there to be worked on


CHANGED = (
    "Oakfield.xlsx was saved by somebody else at the same time and is as they left it. Look at it before you try again"
)


def test_saved_by_somebody_since_it_was_read(oakfield: Path) -> None:
    oakfield.write_bytes(b"theirs")
    assert change(oakfield) == Saved(oakfield.parent / BESIDE, None, CHANGED)
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"theirs", BESIDE: b"new"}


def test_saved_by_somebody_while_the_second_reader_looks(oakfield: Path) -> None:
    saved = save_change(oakfield, b"old", b"new", lambda _: void(oakfield.write_bytes(b"theirs")), NOW)
    assert saved == Saved(oakfield.parent / BESIDE, None, CHANGED)
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"theirs", BESIDE: b"new"}


def void(_: object) -> None:
    """Nothing."""


def test_saved_by_somebody_while_the_backup_is_made(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The backup goes again: an undo would put it in the place of what they saved."""
    keep = backups.keep

    def meanwhile(*arguments: Any) -> Path:
        oakfield.write_bytes(b"theirs")
        return keep(*arguments)

    monkeypatch.setattr(saving, "keep", meanwhile)
    assert change(oakfield) == Saved(oakfield.parent / BESIDE, None, CHANGED)
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"theirs", BESIDE: b"new"}


def test_opened_by_somebody_while_the_backup_is_made(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = backups.keep

    def meanwhile(*arguments: Any) -> Path:
        (oakfield.parent / "~$Oakfield.xlsx").touch()
        return keep(*arguments)

    monkeypatch.setattr(saving, "keep", meanwhile)
    assert "open in Excel" in change(oakfield).beside
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old", "~$Oakfield.xlsx": b"", BESIDE: b"new"}


def test_replaced_by_another_program_of_ours_before_its_turn(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The very same bytes, but another file: who holds the one no longer holds the other."""
    look, looks = saving._look, list[int]()

    def meanwhile(*arguments: Any) -> None:
        look(*arguments)
        looks.append(1)

    def opened(path: Path, flags: int, *more: Any) -> int:
        handle = os_open(path, flags, *more)
        if path == oakfield and looks == [1]:
            (oakfield.parent / "same").write_bytes(b"old")
            os.replace(oakfield.parent / "same", oakfield)
        return handle

    os_open = os.open
    monkeypatch.setattr(saving, "_look", meanwhile)
    monkeypatch.setattr(os, "open", opened)
    assert change(oakfield).beside == CHANGED


def test_moved_by_somebody_meanwhile(oakfield: Path) -> None:
    oakfield.rename(oakfield.with_name("Moved.xlsx"))
    assert change(oakfield) == Saved(oakfield.parent / BESIDE, None, "Oakfield.xlsx is no longer where it was")
    assert tree(oakfield.parent) == {"Moved.xlsx": b"old", BESIDE: b"new"}


def test_no_backup_no_replacement(oakfield: Path) -> None:
    (oakfield.parent / "ECM backups").write_bytes(b"a file")
    assert change(oakfield) == Saved(
        oakfield.parent / BESIDE,
        None,
        "No backup of Oakfield.xlsx could be made in the folder 'ECM backups' (there is a file of that name)",
    )
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old", "ECM backups": b"a file", BESIDE: b"new"}


def test_a_second_change_beside_does_not_take_the_place_of_the_first(oakfield: Path) -> None:
    (oakfield.parent / "~$Oakfield.xlsx").touch()
    first, second = change(oakfield), change(oakfield, b"other")
    assert (first.path.name, second.path.name) == (BESIDE, BESIDE.replace(".xlsx", " (2).xlsx"))
    assert (first.path.read_bytes(), second.path.read_bytes()) == (b"new", b"other")


# Nowhere


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The room that you have on this disk is used up"),
        (errno.EFBIG, "There is no room for a file of this size"),
        (errno.EACCES, "This computer does not allow anything to be saved in this folder"),
        (errno.EROFS, "This disk can only be read"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_what_can_be_saved_nowhere_is_said_in_plain_words(
    oakfield: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number), "some file")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError) as failed:  # noqa: PT011  # all of it is looked at
        change(oakfield)
    assert (failed.value.errno, failed.value.strerror, failed.value.filename) == (number, says, str(oakfield))
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old"}


def test_where_not_even_a_file_beside_it_can_be_made(oakfield: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (oakfield.parent / "~$Oakfield.xlsx").touch()
    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="The disk is full"):
        change(oakfield)
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old", "~$Oakfield.xlsx": b""}


@posix
def test_a_name_that_leaves_no_room_for_a_date(tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 240}.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="name is too long"):
        change(path)
    assert tree(tmp_path) == {path.name: b"old"}


SOMEBODY = """
import os
from datetime import datetime
from pathlib import Path
from ecm_xl.backends.saving import save_change

def save(path):
    return save_change(path, b"old", b"new", lambda _: None, datetime.fromisoformat("2026-11-25T21:30:05"))

Path("Rehearsal.xlsx").write_bytes(b"old")  # whoever comes next may not be allowed to load the program
save(Path("Rehearsal.xlsx"))
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    saved = save(Path("here/Oakfield.xlsx"))
    print(saved.path, "|", saved.beside)
except OSError as error:
    print(error.filename, "|", error.strerror)
"""


@posix
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "says", "there"),
    [
        (
            0o555,
            0o666,
            "here/Oakfield.xlsx | This computer does not allow anything to be saved in this folder\n",
            {"Oakfield.xlsx": b"old"},
        ),
        (
            0o777,
            0o444,
            f"here/{BESIDE} | Oakfield.xlsx may only be read, not changed. "
            "Allow changes to it, or work on a copy of it\n",
            {"Oakfield.xlsx": b"old", BESIDE: b"new"},
        ),
    ],
)
def test_where_a_person_may_not_write(folder_mode: int, file_mode: int, says: str, there: Tree) -> None:
    with TemporaryDirectory() as folder:  # everybody finds the way to it; those of the tests are for one person
        here = Path(folder).resolve() / "here"
        here.mkdir()
        here.parent.chmod(0o755)
        (here / "Oakfield.xlsx").write_bytes(b"old")
        (here / "Oakfield.xlsx").chmod(file_mode)
        here.chmod(folder_mode)
        done = program(here.parent, "-c", SOMEBODY)
        assert (done.stdout, done.stderr) == (says, "")
        here.chmod(0o755)
        assert tree(here) == there


def test_a_person_who_stops_it_leaves_no_temporary_file(oakfield: Path) -> None:
    def stop(_: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_change(oakfield, b"old", b"new", stop, NOW)
    assert tree(oakfield.parent) == {"Oakfield.xlsx": b"old"}


# Stopped at each system call


def told(folder: Path, *job: object) -> Any:
    """What a job of `traced_saves` came to."""
    done = program(folder, "-m", "tests.backends.traced_saves", *map(str, job))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def faults(came: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Everything that must not be, with the number of the call before which it was killed."""
    return [(number, fault) for number, there in enumerate(came, 1) for fault in there["faults"]]


@traced
@pytest.mark.parametrize(
    ("situation", "states", "backups", "beside"),
    [
        ("first", ["old", "new"], {0, 1}, {0}),
        ("twenty", ["old", "new"], {20, 21}, {0}),
        ("open", ["old"], {20}, {0, 1}),
        ("undo", ["old", "older"], {19, 20}, {0}),
    ],
)
def test_killed_at_each_system_call_of_a_save(
    tmp_path: Path, situation: str, states: list[str], backups: set[int], beside: set[int]
) -> None:
    """Afterwards the file is the old or the new one, whole, its copies are whole, nothing of anybody else's is
    touched, and a later save works."""
    came = told(tmp_path, "killed", situation)
    assert faults(came) == []
    assert list(dict.fromkeys(there["state"] for there in came)) == states  # first the old, then the new
    assert {there["backups"] for there in came} == backups
    assert {there["beside"] for there in came} == beside
    assert {there["left"] for there in came} >= {0, 1}
    assert len(came) > 30


@traced
@pytest.mark.slow
def test_killed_at_two_hundred_seeded_points(tmp_path: Path) -> None:
    came = told(tmp_path, "seeded", "killed while saving", 200)
    assert faults(came) == []
    assert {there["state"] for there in came} == {"old", "new", "older"}
    assert len(came) == 200
    assert sum(there["between"] for there in came) >= 30


Came = list[list[object]]
FULL = "The disk is full | here/Oak.xlsx"
NOTHING_MADE: Came = [[call, FULL, "old", 0, []] for call in ("openat", "write", "fsync")]
NO_BACKUP: Came = [[call, "beside", "old", 0, []] for call in ("openat", "write", "fsync")]
ALL_THE_SAME: Came = [[call, "saved", "new", 0, []] for call in ("link", "fsync")]
"""A disk that can't give a second name or can't say that a folder is on it: it is saved as on a memory stick."""


@failing
@pytest.mark.parametrize(
    ("situation", "came"),
    [
        (
            "first",
            [
                *NOTHING_MADE,
                ["mkdir", "beside", "old", 0, []],
                ["fsync", "saved", "new", 0, []],
                *NO_BACKUP,
                *ALL_THE_SAME,
                ["rename", "beside", "old", 0, []],
                ["fsync", "saved", "new", 0, []],
            ],
        ),
        (
            "twenty",
            [
                *NOTHING_MADE,
                *NO_BACKUP,
                *ALL_THE_SAME,
                ["rename", "beside", "old", 0, []],
                ["fsync", "saved", "new", 0, []],
            ],
        ),
        ("open", [*NOTHING_MADE, ["link", "beside", "old", 0, []], ["fsync", "beside", "old", 0, []]]),
        (
            "undo",
            [
                *NOTHING_MADE,
                *([call, "left alone", "old", 0, []] for call in ("openat", "write", "fsync")),
                *([call, "undone", "older", 0, []] for call in ("link", "fsync")),
                ["rename", "left alone", "old", 0, []],
                ["fsync", "undone", "older", 0, []],
            ],
        ),
    ],
)
def test_the_disk_is_full_at_each_call_that_needs_room(
    tmp_path: Path, situation: str, came: list[list[object]]
) -> None:
    """The call that fails, how the save went, what the file holds, temporary files, what must not be."""
    assert told(tmp_path, "full", situation) == came


@pytest.mark.skipif(os.name == "nt", reason="files can't be limited there")
@pytest.mark.parametrize("most", [0, 1000])
def test_no_file_may_grow_beyond_some_bytes(tmp_path: Path, most: int) -> None:
    (tmp_path / "Oak.xlsx").write_bytes(b"old")
    code = (
        "import resource; from datetime import datetime; from pathlib import Path\n"
        "from ecm_xl.backends.saving import save_change\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))\n"
        "try: save_change(Path('Oak.xlsx'), b'old', bytes(9000), print, datetime.fromisoformat('2026-11-25'))\n"
        "except OSError as error: print(error.strerror, '|', error.filename)\n"
    )
    done = program(tmp_path, "-c", code)
    assert (done.stdout, done.stderr) == ("There is no room for a file of this size | Oak.xlsx\n", "")
    assert tree(tmp_path) == {"Oak.xlsx": b"old"}


# Two at the same time


@traced
@pytest.mark.parametrize(
    ("job", "ways"),
    [
        ("save-held-saved", [("beside", "saved", "other"), ("saved", "beside", "new")]),
        (
            "save-held-undone",
            [("beside", "undone", "older"), ("saved", "left alone", "new"), ("saved", "undone", "old")],
        ),
        (
            "undo-held-saved",
            [
                ("undone", "saved", "old"),
                ("left alone", "saved", "other"),
                ("undone", "beside", "older"),
                ("undone", "saved", "other"),
            ],
        ),
    ],
)
def test_another_save_or_undo_at_each_system_call(tmp_path: Path, job: str, ways: list[tuple[str, ...]]) -> None:
    """How the first and the second went and what the file holds, as the second comes later and later. Whoever comes
    first has the place, the other one is told so; nothing is lost whichever it is."""
    came = told(tmp_path, job)
    assert [missing for *_, missing in came if missing] == []
    assert list(dict.fromkeys(tuple(went) for *went, _ in came)) == ways


@posix
def test_two_processes_that_begin_at_the_same_moment(tmp_path: Path) -> None:
    came = told(tmp_path, "at-once", 30)
    assert [went for went, *_ in came] == [["beside", "saved"]] * 30
    assert {state for _, state, _ in came} <= {"new", "other"}
    assert [missing for *_, missing in came if missing] == []
