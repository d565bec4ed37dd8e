"""Reading in another process: whatever happens there, there is an answer here."""

from __future__ import annotations

import operator
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from ecm_xl.backends import isolate
from ecm_xl.backends.isolate import run_many
from ecm_xl.backends.reader import limits, read_snapshot
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, TablePlace, UnreadableWorkbook, Value
from tests.reading import read_alone

Book = Callable[..., bytes]
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")


@pytest.fixture
def endless(tmp_path: Path) -> str:
    """A pipe that nobody writes to: whoever opens it to read waits for ever."""
    os.mkfifo(tmp_path / "endless")
    return str(tmp_path / "endless")


def why(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(UnreadableWorkbook) as refused:
        call()
    return refused.value.code, refused.value.detail


# One file


def test_the_child_finds_what_the_reader_finds(book: Book, saved: Callable[[bytes], Path]) -> None:
    cells = '<row r="2"><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2"><v>1</v></c></row>'
    name = '<definedName name="Here">One!$B$2</definedName>'
    path = saved(book({"One": cells, "Two": ONE}, names=name))
    assert read_alone(path) == read_snapshot(path)
    assert read_alone(path, {"Two"}) == read_snapshot(path, {"Two"})
    assert read_alone(path, frozenset()) == read_snapshot(path, frozenset())


def test_the_childs_refusal_is_ours(tmp_path: Path) -> None:
    assert why(lambda: read_alone(tmp_path / "missing.xlsx")) == ("file-missing", "")
    (tmp_path / "-x.xlsx").write_text("a;b")
    assert why(lambda: read_alone(tmp_path / "-x.xlsx")) == ("file-old-format", " (plain text or .csv)")


def test_names_that_are_hard_to_pass_on(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("-c.xlsx", "a b & c.xlsx", "caf\u00e9 \u2713.xlsx", "$HOME`id`.xlsx"):
        Path(name).write_bytes(book(ONE))
        assert read_alone(Path(name)).sheets == [SheetSnapshot("Sheet", rows=[[1.0]])]


def test_a_program_beside_the_workbook_is_not_run(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zipfile.py").write_text("raise SystemExit(7)")
    (tmp_path / "x.xlsx").write_bytes(book(ONE))
    monkeypatch.chdir(tmp_path)
    assert read_alone(Path("x.xlsx")).sheets[0].rows == [[1.0]]


def child(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """The child runs this instead of the reader."""
    start = subprocess.Popen

    def other(command: list[str], **how: object) -> object:
        return start([command[0], "-c", code, *command[4:]], **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", other)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "raise SystemExit(3)",
        "raise MemoryError",
        "print('something else')",
        "",
        "import sys, pickle; sys.stdout.buffer.write(pickle.dumps(('ok', 'no snapshot')))",
        "import sys, pickle; sys.stdout.buffer.write(pickle.dumps(('unreadable', 1, 2, 3)))",
        "import sys, pickle; sys.stdout.buffer.write(pickle.dumps(('unreadable', 'file-empty', ''))); sys.exit(3)",
    ],
)
def test_a_child_that_dies_or_talks_nonsense(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    child(monkeypatch, code)
    assert why(lambda: read_alone(Path("x.xlsx"))) == ("file-reader-stopped", "")


@needs_pipes
@pytest.mark.parametrize(("seconds", "words"), [(0.5, "0.5 seconds"), (1.0, "1 second")])
def test_a_child_that_takes_too_long(monkeypatch: pytest.MonkeyPatch, endless: str, seconds: float, words: str) -> None:
    child(monkeypatch, "import sys; open(sys.argv[1])")
    assert why(lambda: read_alone(Path(endless), seconds=seconds)) == ("file-too-slow", words)


def test_the_child_can_name_plain_data_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    code = (
        "import sys, pickle, pathlib\n"
        "class Evil:\n"
        f"    def __reduce__(self): return pathlib.Path.touch, (pathlib.Path({str(witness)!r}),)\n"
        "sys.stdout.buffer.write(pickle.dumps(('ok', Evil())))"
    )
    child(monkeypatch, code)
    assert why(lambda: read_alone(Path("x.xlsx"))) == ("file-reader-stopped", "")
    assert not witness.exists()


def test_every_kind_of_value_comes_through() -> None:
    rows: list[list[Value]] = [["", "text", 1, 1.5, True, date(2026, 7, 10)]]
    found = Snapshot([SheetSnapshot("A", True, rows, frozenset({(1, 2)}), {(1, 1): "#N/A"})])
    found.tables["T"] = TablePlace("T", "A", 1, 1, 2, 2)
    assert isolate._snapshot(pickle.dumps(("ok", found))) == found


@pytest.mark.skipif(sys.platform != "linux", reason="memory can't be limited everywhere")
def test_the_childs_memory_is_limited() -> None:
    code = (
        "from ecm_xl.backends.reader.memory import limit_memory; limit_memory()\n"
        f"try: bytearray({limits.CHILD_MEMORY})\n"
        "except MemoryError: raise SystemExit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=isolate._environment(), check=False)
    assert done.returncode == 9


def test_the_reader_is_not_loaded_here() -> None:
    code = "import sys, ecm_xl.backends.isolate; print({'python_calamine', 'zipfile', 'pebble'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=isolate._environment(), check=True, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"


# Many files


CALL = cast("Callable[[partial[Any]], object]", operator.call)
"""Items that are calls: each says for itself what its worker does."""


def stopped(item: object, code: str) -> object:
    return code


def test_results_come_in_order() -> None:
    assert list(run_many(partial(operator.mul, 2), range(20), 2, 30.0, stopped)) == [2 * n for n in range(20)]


def test_results_come_as_they_are_ready(endless: str) -> None:
    items: list[partial[Any]] = [partial(abs, -1), partial(open, endless)]
    results = run_many(CALL, items, 2, 60.0, stopped)
    assert next(results) == 1  # while the second still waits
    results.close()  # type: ignore[attr-defined]


@needs_pipes
def test_bad_items_do_not_stop_the_others(endless: str) -> None:
    items: list[partial[Any]] = [
        partial(abs, -1),
        partial(os._exit, 3),
        partial(os.abort),
        partial(abs, -2),
        partial(open, endless),
        partial(int, "no number"),
        partial(CALL, partial(int, "no number")),
        partial(abs, -3),
    ]
    expected = [1, "file-reader-stopped", "file-reader-stopped", 2, "file-too-slow"]
    expected += ["file-reader-stopped", "file-reader-stopped", 3]
    assert list(run_many(CALL, items, 2, 3.0, stopped)) == expected


def test_items_are_handed_over_a_few_at_a_time_and_one_by_one_where_it_goes_wrong() -> None:
    """Only who is at fault is stopped, wherever in its bundle it stands."""
    items = [partial(os._exit, 3) if number in (0, 21, 39) else partial(abs, -number) for number in range(40)]
    assert len(isolate._bundles(items, 1)) == 5
    expected = ["file-reader-stopped" if number in (0, 21, 39) else number for number in range(40)]
    assert list(run_many(CALL, items, 1, 30.0, stopped)) == expected


def test_every_worker_has_several_bundles() -> None:
    assert [len(isolate._bundles(list(range(n)), jobs)) for n, jobs in ((3, 2), (40, 2), (40, 4), (1000, 2))] == [
        3,
        8,
        20,
        125,
    ]


def test_the_item_is_handed_back() -> None:
    def name(item: partial[Any], code: str) -> object:
        return item.args, code

    assert list(run_many(CALL, [partial(os._exit, 5)], 1, 30.0, name)) == [((5,), "file-reader-stopped")]


def test_no_items_and_no_jobs() -> None:
    assert list(run_many(abs, [], 2, 30.0, stopped)) == []
    assert list(run_many(abs, [-1], 0, 30.0, stopped)) == [1]


@pytest.mark.skipif(sys.platform != "linux", reason="memory can't be limited everywhere")
def test_workers_memory_is_limited() -> None:
    items: list[partial[Any]] = [partial(bytearray, limits.CHILD_MEMORY), partial(abs, -1)]
    assert list(run_many(CALL, items, 1, 30.0, stopped)) == ["file-reader-stopped", 1]


def test_many_workbooks(book: Book, saved: Callable[[bytes], Path]) -> None:
    paths = [saved(book(f'<row r="1"><c r="A1"><v>{n}</v></c></row>')) for n in range(4)]
    found = [result.sheets[0].rows for result in run_many(read_snapshot, paths, 2, 30.0, _never)]
    assert found == [[[float(n)]] for n in range(4)]


def _never(path: Path, code: str) -> Snapshot:
    raise AssertionError(f"{path}: {code}")


class Broken:
    """A pool that breaks after so many results."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.made = 0

    def __call__(self, _function: object, items: list[int], *_: object) -> object:
        self.made += 1
        for number, item in enumerate(items):
            if number == self.after:
                raise BrokenExecutor
            yield item


def test_a_broken_pool_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Broken(2)
    monkeypatch.setattr(isolate, "_one_pool", pool)
    assert list(run_many(abs, range(5), 1, 30.0, stopped)) == [0, 1, 2, 3, 4]
    assert pool.made == 3


def test_an_item_that_breaks_every_pool_is_given_up_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def pool(_function: object, items: list[int], *_: object) -> Iterator[int]:
        for item in items:
            if item == 1:
                raise BrokenExecutor
            yield item

    monkeypatch.setattr(isolate, "_one_pool", pool)
    assert list(run_many(abs, range(4), 1, 30.0, stopped)) == [0, "file-reader-stopped", 2, 3]


def test_who_is_not_at_fault_is_not_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last item's worker dies before anything is done, again and again: the first is tried alone, and succeeds."""

    def pool(_function: object, items: list[int], *_: object) -> Iterator[int]:
        if 3 in items:
            raise BrokenExecutor
        yield from items

    monkeypatch.setattr(isolate, "_one_pool", pool)
    assert list(run_many(abs, range(4), 1, 30.0, stopped)) == [0, 1, 2, "file-reader-stopped"]
