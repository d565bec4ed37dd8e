"""Ten thousand seeded mutations of good workbooks: each gives a result or a coded finding, and none a silent change.

After an accepted mutation of bytes the answers are the original's or there is a finding; after one of parts or
of XML they are what openpyxl finds in the mutated file, or there is a finding.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ecm_xl.backends.isolate import run_many
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.workbook.snapshot import Snapshot
from ecm_xl.workflows.examine import examine
from tests.hostile.bases import sample, small
from tests.hostile.mutate import Base, Mutant, mutant
from tests.hostile.outcomes import AGREED, FOUND, REFUSED, SAME, TODAY, UNTOLD, Outcome, original, outcome
from tests.reading import read_alone

SECONDS = 10
BASES: dict[str, Callable[[], Base]] = {"small": small, "sample": sample}
FEW = [("small", 0, 140), ("small", 140, 140), ("sample", 0, 10), ("sample", 10, 10)]
"""Three hundred: base, first number, how many."""
MANY = [
    *(("small", first, 250) for first in range(1000, 9000, 250)),
    *(("sample", first, 100) for first in range(1000, 3000, 100)),
]
LEAST_COMPARED = 0.5
"""Of the accepted mutants of parts and XML, the share that openpyxl could be asked about."""


MOST_UNTOLD = 0.03
"""Of all mutants, those with other answers about which openpyxl could not be asked."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Whatever takes longer fails, where the system can interrupt it."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def came(base: Base, seed: int, folder: Path) -> tuple[Mutant, Outcome]:
    """A mutant and what came of it, read in this process."""
    one = mutant(base, seed)
    with at_most(SECONDS):
        return one, outcome(base, one, folder)


def check(name: str, first: int, many: int, folder: Path) -> list[tuple[Mutant, Outcome]]:
    """So many mutants of a base: none must be wrong."""
    outcomes = [came(BASES[name](), seed, folder) for seed in range(first, first + many)]
    wrong = [(seed, one.done, what.wrong) for seed, (one, what) in enumerate(outcomes, first) if what.wrong]
    assert wrong == []
    return outcomes


@pytest.mark.parametrize("name", BASES)
def test_the_bases_are_read_alike_by_both_readers(name: str, tmp_path: Path) -> None:
    base = BASES[name]()
    as_it_is = outcome(base, Mutant("xml", "nothing", base.data), tmp_path)
    assert as_it_is == Outcome(SAME, compared=True)
    assert len(original(base, tmp_path).answers) > 300


@pytest.mark.parametrize(("name", "first", "many"), FEW)
def test_three_hundred_mutations(name: str, first: int, many: int, tmp_path: Path) -> None:
    check(name, first, many, tmp_path)


def test_there_are_three_hundred_and_ten_thousand() -> None:
    assert sum(many for *_, many in FEW) == 300
    assert sum(many for *_, many in MANY) == 10_000


@pytest.mark.slow
@pytest.mark.parametrize(("name", "first", "many"), MANY)
def test_ten_thousand_mutations(name: str, first: int, many: int, tmp_path: Path) -> None:
    outcomes = check(name, first, many, tmp_path)
    told = [what.compared for one, what in outcomes if one.kind != "bytes" and what.sort != REFUSED]
    assert sum(told) >= LEAST_COMPARED * len(told)
    assert sum(what.sort == UNTOLD for _, what in outcomes) <= MOST_UNTOLD * many


OCCUR = [
    ("bytes", SAME, ""),
    ("bytes", REFUSED, "file-damaged"),
    ("bytes", REFUSED, "file-unsafe"),
    ("parts", SAME, ""),
    ("parts", FOUND, ""),
    ("parts", REFUSED, "file-damaged"),
    ("parts", REFUSED, "file-unsafe"),
    ("parts", REFUSED, "file-not-a-workbook"),
    ("xml", SAME, ""),
    ("xml", FOUND, ""),
    ("xml", AGREED, ""),
    ("xml", REFUSED, "file-damaged"),
]


@pytest.mark.parametrize(("kind", "sort", "code"), OCCUR)
def test_the_law_is_tried_on(kind: str, sort: str, code: str, tmp_path: Path) -> None:
    """Each kind of damage comes to each of these within the first few hundred."""
    mutants = (one for one in (mutant(small(), seed) for seed in count()) if one.kind == kind)
    outcomes = ((what.sort, what.code) for _, what in zip(range(200), _outcomes(mutants, tmp_path), strict=False))
    assert (sort, code) in outcomes


def _outcomes(mutants: Iterator[Mutant], folder: Path) -> Iterator[Outcome]:
    return (outcome(small(), one, folder) for one in mutants)


# The law can fail


def lying(path: Path, wanted: frozenset[str] | None) -> Snapshot:
    """A reader that turns a rating into another one."""
    snapshot = read_snapshot(path, wanted)
    audit = snapshot.sheet("Audit")
    if audit is not None:
        audit.rows[5][4] = "Emergent" if audit.rows[5][4] != "Emergent" else "Developing"
    return snapshot


@pytest.mark.parametrize(("kind", "says"), [("bytes", "changed in silence"), ("xml", "openpyxl finds otherwise")])
def test_a_reader_that_lies_would_be_found_out(kind: str, says: str, tmp_path: Path) -> None:
    base = small()
    original(base, tmp_path)
    assert says in outcome(base, Mutant(kind, "nothing", base.data), tmp_path, lying).wrong


def test_a_reader_that_hangs_would_be_found_out() -> None:
    with pytest.raises(TimeoutError), at_most(1):
        signal.pause()


# Through the child and through the pool: the same comes of it


def results(seeds: range, folder: Path) -> list[tuple[Path, object]]:
    """Files of mutants, each with what reading them here comes to."""
    found: list[tuple[Path, object]] = []
    for seed in seeds:
        path = folder / f"{seed}.xlsx"
        path.write_bytes(mutant(small(), seed).data)
        found.append((path, examine(read_snapshot, path, TODAY)))
    return found


@pytest.mark.parametrize(
    "seeds", [range(10_000, 10_015), pytest.param(range(10_000, 10_200), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_the_child_says_the_same(seeds: range, tmp_path: Path) -> None:
    for path, here in results(seeds, tmp_path):
        assert examine(read_alone, path, TODAY) == here


@pytest.mark.parametrize(
    "seeds", [range(20_000, 20_050), pytest.param(range(20_000, 21_000), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_the_pool_says_the_same(seeds: range, tmp_path: Path) -> None:
    expected = results(seeds, tmp_path)
    assert list(run_many(_examined, [path for path, _ in expected], 2, SECONDS, _stopped)) == [r for _, r in expected]


def _examined(path: Path) -> Any:
    return examine(read_snapshot, path, TODAY)


def _stopped(path: Path, code: str) -> Any:
    return path, code
