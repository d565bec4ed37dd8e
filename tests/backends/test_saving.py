"""Whatever happens during a save, there is the old file or the new one, whole: killed, full disk, no permission.

What may end or limit a process runs in one of its own.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from ecm_xl.backends import disk
from ecm_xl.backends.disk import Disk
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import workbooks_under
from ecm_xl.workbook.book import Book, Sheet
from ecm_xl.workbook.snapshot import UnreadableWorkbook

REPOSITORY = Path(__file__).parents[2]
posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes can't be forked here")


def run(folder: Path, code: str, *words: object) -> subprocess.CompletedProcess[str]:
    """A program of its own in that folder."""
    (folder / "program.py").write_text(code, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "program.py", *map(str, words)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def book(text: str) -> Book:
    sheet = Sheet("One")
    for row in range(1, 40):
        sheet.put(row, 1, text)
    return Book("Title", "Subject", date(2026, 7, 10), [sheet])


# Killed


KILLED = '''
"""Saves again and again; each time the process is killed at another line of the program that saves."""
import json, os, signal, sys
from itertools import count
from pathlib import Path
from ecm_xl.backends import disk, store
from ecm_xl.backends.writer import xlsx
from tests.backends.test_saving import book

HERE = Path("here")
TARGET = HERE / "file.xlsx"
OURS = {__file__, disk.__file__, store.__file__, xlsx.__file__}


def in_pieces(path):
    with path.open("wb", buffering=0) as file:
        for number in range(40):
            file.write(b"new %03d " % number * 100)


WAYS = {
    "pieces": lambda: store.save_atomically(TARGET, in_pieces),
    "text": lambda: disk.Disk().write_text("new " * 5000, TARGET),
    "copy": lambda: disk.Disk().copy(Path("source"), TARGET),
    "book": lambda: disk.Disk().write(book("new"), TARGET),
}


def killed(save, line):
    """True if the process was killed at that line, False if it came to its end before."""
    child = os.fork()
    if child == 0:
        lines = count(1)

        def trace(frame, event, _):
            if frame.f_code.co_filename not in OURS:
                return None
            if event == "line" and next(lines) == line:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        save()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def what_is_there(old, new):
    found = TARGET.read_bytes()
    left = [path.name for path in HERE.iterdir() if path != TARGET]
    met = store.workbooks_under([HERE])
    for path in left:
        (HERE / path).unlink()
    state = "old" if found == old else "new" if found == new else "half"
    return state, len(left), met == [TARGET]


if __name__ == "__main__":
    way, chosen = sys.argv[1], json.loads(sys.argv[2])
    HERE.mkdir()
    Path("source").write_bytes(b"new" * 5000)
    WAYS[way]()
    new = TARGET.read_bytes()
    old = b"old" * 99
    came = []
    for line in chosen or count(1):
        TARGET.write_bytes(old)
        was_killed = killed(WAYS[way], line)
        came.append((was_killed, *what_is_there(old, new)))
        if not was_killed and not chosen:
            break
    print(json.dumps(came))
'''


@posix
@pytest.mark.parametrize("way", ["pieces", "text", "copy"])
def test_killed_at_every_line_of_a_save(tmp_path: Path, way: str) -> None:
    check_killed(tmp_path, way, [])


@posix
def test_killed_at_seeded_lines_while_a_workbook_is_drawn_and_saved(tmp_path: Path) -> None:
    lines = [*random.Random("killed").sample(range(1, 900), 25), 1_000_000]
    check_killed(tmp_path, "book", lines)


@posix
@pytest.mark.slow
def test_killed_at_hundreds_of_seeded_lines(tmp_path: Path) -> None:
    check_killed(tmp_path, "book", [*random.Random("killed often").sample(range(1, 1000), 500), 1_000_000])


def check_killed(folder: Path, way: str, lines: list[int]) -> None:
    done = run(folder, KILLED, way, json.dumps(lines))
    assert done.returncode == 0, done.stderr
    came = json.loads(done.stdout)
    assert {state for _, state, *_ in came} == {"old", "new"}  # killed before it took the place, and after
    assert all(only_target_is_met for *_, only_target_is_met in came)
    assert any(left for _, _, left, _ in came)  # a temporary file that nobody meets
    assert came[-1][:3] == [False, "new", 0]
    assert sum(was_killed for was_killed, *_ in came) > len(came) * 0.6


# The disk is full


FULL = '''
"""The command line where no file can grow beyond some bytes, as on a disk that is nearly full."""
import resource, sys
from ecm_xl.cli import main

if __name__ == "__main__":
    most, *sys.argv[1:] = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    main()
'''
SAYS_FULL = "File too large"


@posix
@pytest.mark.parametrize("most", [0, 1000, 50_000])
def test_new_on_a_full_disk(tmp_path: Path, most: int) -> None:
    (tmp_path / "Oak.xlsx").write_text("old")
    words = ("new", "Oak.xlsx", "--name", "Oak", "--type", "pru", "--route", "1", "--force")
    done = run(tmp_path, FULL, most, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: Oak.xlsx can't be written: {SAYS_FULL}."
    assert "Traceback" not in done.stderr
    assert (tmp_path / "Oak.xlsx").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["Oak.xlsx", "program.py"]


@posix
def test_batch_on_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    Disk().copy(Disk().shipped("sample-cluster")[0], tmp_path / "in" / "Oak.xlsx")
    before = (tmp_path / "in" / "Oak.xlsx").read_bytes()
    done = run(tmp_path, FULL, 5000, "batch", "in", "--out", "cluster.xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: cluster.xlsx: {SAYS_FULL}."
    assert sorted(os.listdir(tmp_path)) == ["in", "program.py"]
    assert (tmp_path / "in" / "Oak.xlsx").read_bytes() == before


@posix
@pytest.mark.parametrize("way", ["write_text", "copy", "write"])
def test_every_way_to_save_on_a_full_disk(tmp_path: Path, way: str) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "source").write_bytes(bytes(9000))
    code = (
        "import resource; from pathlib import Path\n"
        "from ecm_xl.backends.disk import Disk; from tests.backends.test_saving import book\n"
        "target = Path('target')\n"
        "ways = {'write_text': ('x' * 9000,), 'copy': (Path('source'),), 'write': (book('x'),)}\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"try: Disk().{way}(*ways[{way!r}], target)\n"
        "except OSError as error: print(error.strerror, '|', error.filename)\n"
    )
    done = run(tmp_path, code)
    assert (done.stdout, done.stderr) == (f"{SAYS_FULL} | target\n", "")
    assert (tmp_path / "target").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["program.py", "source", "target"]


# No permission


NOBODY = '''
"""The command line as somebody who owns nothing. It is rehearsed first: that person may not be allowed to load it."""
import contextlib, io, os, sys
from pathlib import Path
from ecm_xl.cli import group, main

rehearsal, *words = sys.argv[1:]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    group([words[0], rehearsal, *words[2:]])
assert Path(rehearsal).exists()
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.argv[1:] = words
main()
'''
NEW = ("new", "Oak.xlsx", "--name", "Oak", "--type", "pru", "--route", "1", "--force")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder to which everybody finds the way; those of the tests are for one person."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder).resolve()


@posix
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "says"),
    [(0o555, 0o666, "Permission denied"), (0o777, 0o444, "The file may only be read, not changed")],
)
def test_where_nothing_may_be_written(
    tmp_path: Path, open_folder: Path, folder_mode: int, file_mode: int, says: str
) -> None:
    here = open_folder / "here"
    here.mkdir()
    (here / "Oak.xlsx").write_text("old")
    (here / "Oak.xlsx").chmod(file_mode)
    (here / "program.py").write_text(NOBODY, encoding="utf-8")
    here.chmod(folder_mode)
    done = run_there(here, str(tmp_path / "rehearsal.xlsx"), *NEW)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: Oak.xlsx can't be written: {says}."
    here.chmod(0o755)
    assert (here / "Oak.xlsx").read_text() == "old"
    assert sorted(os.listdir(here)) == ["Oak.xlsx", "program.py"]


def run_there(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "program.py", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


# Read again before it takes the place


def spoilt(write: Callable[..., Any]) -> Callable[..., None]:
    """Writes, and then the disk loses the end."""

    def lose(*arguments: Any) -> None:
        write(*arguments)
        path = next(one for one in reversed(arguments) if isinstance(one, Path) and ".ecm-saving-" in one.name)
        os.truncate(path, path.stat().st_size - 3)

    return lose


@pytest.mark.parametrize(
    ("writes", "save"),
    [
        ("_write_utf8", lambda path, _: Disk().write_text("new", path)),
        ("_copy", lambda path, source: Disk().copy(source, path)),
    ],
)
def test_what_the_disk_lost_does_not_take_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: str, save: Callable[[Path, Path], None]
) -> None:
    target, source = tmp_path / "target", tmp_path / "source"
    target.write_text("old")
    source.write_text("new one")
    monkeypatch.setattr(disk, writes, spoilt(getattr(disk, writes)))
    with pytest.raises(OSError, match="is not what was written") as failed:
        save(target, source)
    assert failed.value.filename == str(target)
    assert target.read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["source", "target"]


def test_a_workbook_that_does_not_open_again_does_not_take_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UnreadableWorkbook("file-damaged")

    (tmp_path / "a.xlsx").write_text("old")
    monkeypatch.setattr("ecm_xl.backends.reader.read_snapshot", refuse)
    with pytest.raises(OSError, match="is not what was written"):
        Disk().write(book("new"), tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_text() == "old"
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_what_is_saved_is_what_was_meant(tmp_path: Path) -> None:
    Disk().write(book("new"), tmp_path / "a.xlsx")
    Disk().write_text("é\r\nnew\n", tmp_path / "a.csv")
    Disk().copy(tmp_path / "a.csv", tmp_path / "b.csv")
    assert {row[0] for row in read_snapshot(tmp_path / "a.xlsx").sheets[0].rows} == {"new"}
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbf" + "é\r\nnew\n".encode()
    assert (tmp_path / "b.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()
    assert workbooks_under([tmp_path]) == [tmp_path / "a.xlsx"]
