"""Speed as ratios in one run: what the tool costs beside what it stands on.

    python tests/bench/speed.py [--quick]

Times are medians of interleaved runs, so that a slow moment of the machine hits all alike.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.store import shipped
from ecm_xl.core.results import FileResult
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot, TablePlace
from ecm_xl.workflows.examine import examine, examine_snapshot

TODAY = date(2026, 7, 10)
SAMPLES = {"clean": "Larkrise Special School.xlsx", "dirty": "Harbour View School.xlsx"}


def with_ecm(path: Path) -> FileResult:
    """Read, validate, judge: as the command does it inside its process."""
    return examine(read_snapshot, path, TODAY)


def with_calamine(path: Path) -> object:
    """Calamine reading every sheet, and nothing else."""
    workbook = CalamineWorkbook.from_path(str(path))
    return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]


def with_openpyxl(path: Path) -> FileResult:
    """The same job with openpyxl in front of the same parser, checks and judgements."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path, data_only=True)
    snapshot = Snapshot([_sheet(sheet) for sheet in workbook.worksheets])
    for sheet in workbook.worksheets:
        for table in sheet.tables.values():
            left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
            snapshot.tables[table.name] = TablePlace(table.name, sheet.title, top, left, bottom, right)
    for name, defined in workbook.defined_names.items():
        for title, reference in defined.destinations:
            cells = openpyxl.utils.range_boundaries(reference)
            if cells[:2] == cells[2:]:
                snapshot.names[name] = (title, cells[1], cells[0])
    return examine_snapshot(load_model(), snapshot, str(path), TODAY)


def _sheet(sheet: Worksheet) -> SheetSnapshot:
    rows = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    return SheetSnapshot(sheet.title, sheet.sheet_state != "visible", rows)


def command(*words: str) -> Callable[[], object]:
    """A whole command, its Python start included, with compiled modules as an installed program has them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run([sys.executable, *words], check=False, capture_output=True, env=environment)


def medians(jobs: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Job → median seconds, the jobs in turn."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for name, job in jobs.items():
        job()
        times[name].clear()
    for _ in range(runs):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - began)
    return {name: statistics.median(values) for name, values in times.items()}


def report(title: str, seconds: float, ratio: float, beside: str, aim: str) -> None:
    """One line of the result."""
    print(f"{title:<48} {seconds * 1000:8.1f} ms   {ratio:6.2f}x {beside:<36} aim {aim}")


def main() -> None:
    """Runs everything and prints it."""
    parser = argparse.ArgumentParser(description="Speed as ratios in one run.")
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    runs = 8 if parser.parse_args().quick else 40
    print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    for kind, name in SAMPLES.items():
        path = shipped("sample-cluster", name)
        found = medians(
            {
                "ecm": lambda path=path: with_ecm(path),  # type: ignore[misc]
                "calamine": lambda path=path: with_calamine(path),  # type: ignore[misc]
                "openpyxl": lambda path=path: with_openpyxl(path),  # type: ignore[misc]
            },
            runs,
        )
        ecm, calamine, slow = found["ecm"], found["calamine"], found["openpyxl"]
        report(f"read + validate + judge, {kind}", ecm, ecm / calamine, "calamine reading every sheet", "1.25x")
        report("the same with openpyxl", slow, slow / ecm, "slower than read + validate + judge", "18x")
    path = shipped("sample-cluster", SAMPLES["clean"])
    whole = medians(
        {
            "pass": command("-c", "pass"),
            "help": command("-m", "ecm_xl", "--help"),
            "validate": command("-m", "ecm_xl", "validate", str(path)),
        },
        max(runs // 2, 5),
    )
    bare = whole["pass"]
    report("ecm-xl --help", whole["help"], whole["help"] / bare, "python -c pass", "5.5x")
    report("ecm-xl validate, one file", whole["validate"], whole["validate"] / bare, "python -c pass", "14x")


if __name__ == "__main__":
    main()
