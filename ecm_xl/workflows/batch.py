"""Many settings → one cluster workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from ecm_xl.core.cluster import Cluster, gather
from ecm_xl.core.results import FileResult
from ecm_xl.frameworks.loader import load_framework, load_model
from ecm_xl.workbook.cluster import cluster_book
from ecm_xl.workbook.names import WorkbookKind
from ecm_xl.workflows.examine import examine_files, no_collector
from ecm_xl.workflows.identify import identify
from ecm_xl.workflows.new import AlreadyThere, same_file
from ecm_xl.workflows.ports import Backend

HEADINGS = ("file", "id", "setting", "name", "urn", "setting_id", "setting_name")
"""What the first line of a list of expected files may begin with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a batch is asked for. `expected` and `tidy` are None where not wanted."""

    paths: Sequence[Path]
    out: Path
    today: date
    expected: Path | None = None
    tidy: Path | None = None
    jobs: int = 1
    force: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it; `written` lists the files written."""

    cluster: Cluster
    written: tuple[Path, ...]


Progress = Callable[[int, int, FileResult], None]
"""Told after each file: how many are done, of how many, its result."""


class NoWorkbooks(Exception):
    """Nothing to judge was met. Its text says so to a person."""


@no_collector()
def batch(backend: Backend, asked: Asked, progress: Progress) -> Done:
    """Reads, judges and sets side by side every workbook met. A bad file is a result with a finding.

    Raises AlreadyThere where something is not to be replaced and NoWorkbooks where there is nothing to judge
    (nothing is written then), and OSError where something can't be read or written.
    """
    paths = [path for path in backend.workbooks(asked.paths) if not same_file(path, asked.out)]
    may_write(backend, asked)
    if not paths:
        raise NoWorkbooks(f"There is no .xlsx or .xlsm workbook in {', '.join(map(str, asked.paths))}.")
    expected = _expected(backend.read_text(asked.expected)) if asked.expected else []
    results = []
    for done, result in enumerate(examine_files(backend, paths, asked.today, asked.jobs), 1):
        results.append(result)
        progress(done, len(paths), result)
    cluster = gather(load_framework(), results, expected)
    links = _links((r.file for r in results), asked.out)
    forms = load_model(forms=cluster.forms).forms
    backend.write(cluster_book(cluster, asked.today, links, forms), asked.out)
    return Done(cluster, (asked.out, *_write_tables(backend, asked, cluster)))


def may_write(backend: Backend, asked: Asked) -> None:
    """Raises AlreadyThere where what is there is not ours to replace. A setting that is judged never is."""
    out = asked.out
    if out.is_dir():
        raise AlreadyThere(f"{out} is a folder. Choose another name.")
    if backend.exists(out):
        among_the_judged = any(same_file(path, out) for path in backend.workbooks(asked.paths))
        if among_the_judged or not asked.force:  # else whatever it is may be replaced, and need not be read
            _may_replace(identify(backend, out).get("Workbook_Kind"), out, among_the_judged, asked.force)
    if asked.tidy is not None:
        _may_write_tables(backend, asked.tidy, asked.force)


def _may_replace(kind: str, out: Path, among_the_judged: bool, force: bool) -> None:
    if kind == WorkbookKind.SETTING and among_the_judged:
        raise AlreadyThere(f"{out} is one of the settings' own workbooks. Choose another name.")
    if kind != WorkbookKind.CLUSTER and not force:
        raise AlreadyThere(
            f"{out} is there already and is not a cluster workbook. Choose another name, or add --force to replace it."
        )


def _may_write_tables(backend: Backend, folder: Path, force: bool) -> None:
    from ecm_xl.reports.tidy import COLUMNS  # pandas costs a third of a second: only when asked for

    for place in (folder, *folder.parents):
        if backend.exists(place) and not place.is_dir():
            raise AlreadyThere(f"{place} is a file. Name a folder for the tables.")
    for name, columns in COLUMNS.items():
        path = folder / f"{name}.csv"
        if backend.exists(path) and not force and backend.read_text(path).partition("\n")[0] != ",".join(columns):
            raise AlreadyThere(
                f"{path} is there already and is not one of these tables. Name another folder, or add --force."
            )


def _write_tables(backend: Backend, asked: Asked, cluster: Cluster) -> Iterable[Path]:
    if asked.tidy is None:
        return []
    from ecm_xl.reports.tidy import csv_texts

    written = []
    for name, text in csv_texts(cluster).items():
        backend.write_text(text, asked.tidy / name)
        written.append(asked.tidy / name)
    return written


def _expected(text: str) -> list[str]:
    """The first column of a list, a heading left out."""
    rows = [row[0].strip() for row in csv.reader(text.splitlines()) if row and row[0].strip()]
    return rows[1:] if rows and rows[0].casefold().replace(" ", "_") in HEADINGS else rows


def _links(files: Iterable[str], out: Path) -> dict[str, str]:
    """File → its path from the cluster workbook's folder, '' (no link) where there is none on this drive."""
    return {file: _relative(Path(file).absolute(), out.absolute().parent) for file in files}


def _relative(path: Path, folder: Path) -> str:
    common = 0
    for mine, theirs in zip(path.parts, folder.parts, strict=False):
        if mine != theirs:
            break
        common += 1
    if common == 0:
        return ""
    steps = [".."] * (len(folder.parts) - common) + list(path.parts[common:])
    return str(PurePath(*steps)).replace("\\", "/")
