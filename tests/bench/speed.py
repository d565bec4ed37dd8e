"""Speed as ratios in one run: what the tool costs beside what it stands on.

    python tests/bench/speed.py             prints them
    python tests/bench/speed.py --quick     the same with fewer runs
    python tests/bench/speed.py --readme    also writes them into the README

Times are medians of interleaved runs, each round in an order of its own, so that a slow moment of the machine hits all
alike. What runs inside a process has one of its own, and waits while the others have their turn: openpyxl leaves many
thousand objects behind, and whatever ran next in the same process would pay for them. A turn is a few runs in a row
after one that isn't counted, as in a batch: the first of them would pay for what the others left in the processor.
"""

from __future__ import annotations

import argparse
import atexit
import multiprocessing
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from itertools import product
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from xlwings import App

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.editor import edit
from ecm_xl.backends.libreoffice import launch
from ecm_xl.backends.places import LINUX, Machine
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.reader.snapshot import read_data
from ecm_xl.backends.store import shipped
from ecm_xl.core.results import FileResult
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from ecm_xl.ribbon import Click, run
from ecm_xl.workbook.book import Content
from ecm_xl.workbook.edits import AppendRows, Edit, Edited, Place, SetCell
from ecm_xl.workbook.parse import wanted
from ecm_xl.workbook.saved import Saved
from ecm_xl.workbook.snapshot import Area, SheetSnapshot, Snapshot, TablePlace, Value
from ecm_xl.workflows.examine import examine, examine_snapshot, with_its_forms
from ecm_xl.workflows.new import new
from ecm_xl.workflows.populate import populate
from ecm_xl.workflows.write import write_judgements

sys.path.insert(0, str(Path(__file__).parents[2]))  # where the samples are told

from workbooks.build import SOURCES, read_sample

TODAY, NEXT_DAY = date(2026, 7, 10), date(2026, 7, 11)
NOW = datetime(2026, 7, 11, 9, 30)  # noqa: DTZ001  # no clock: the same in every run
README = Path(__file__).parents[2] / "README.md"
MARK, MARK_END = "<!-- speed -->", "<!-- end of speed -->"
SAMPLES = {"clean": "Larkrise Special School.xlsx", "dirty": "Harbour View School.xlsx"}


@cache
def audit_only() -> Mapping[str, Path]:
    """The sample settings without their forms, by their files' names: what the aims are set for."""
    folder = Path(tempfile.mkdtemp(prefix="ecm-speed-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    bare, found = load_model(), {}
    for source in sorted(SOURCES.glob("*.toml")):
        sample = read_sample(source)
        path = found[Path(sample.file).name] = folder / Path(sample.file).name
        content = {name: rows for name, rows in sample.content.items() if name in bare.by_name}
        new(Disk(), path, bare, sample.details, TODAY, content=content)
    return found


def with_ecm(path: Path) -> FileResult:
    """Read, validate, judge: as the command does it inside its process."""
    return examine(read_snapshot, path, TODAY)


def with_calamine(path: Path) -> object:
    """Calamine reading every sheet, and nothing else."""
    workbook = CalamineWorkbook.from_path(str(path))
    return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]


def with_calamine_on_ours(path: Path) -> object:
    """Calamine reading the sheets that the checks and judgements need, and nothing else."""
    workbook, needed = CalamineWorkbook.from_path(str(path)), wanted(load_model()) | set(FORMS.values())
    return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names if name in needed]


def with_openpyxl(path: Path) -> FileResult:
    """The same job with openpyxl in front of the same parser, checks and judgements."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path)
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
    return examine_snapshot(with_its_forms(load_model(), snapshot), snapshot, str(path), TODAY)


def _sheet(sheet: Worksheet) -> SheetSnapshot:
    """All that the checks look at: values, formulas and errors, what is merged, hidden or has a list."""
    found = SheetSnapshot(sheet.title, sheet.sheet_state != "visible")
    formulas = set()
    for row in sheet.iter_rows():
        values: list[Value] = []
        for cell in row:
            if cell.data_type == "f":
                formulas.add((cell.row, cell.column))
            elif cell.data_type == "e":
                found.errors[cell.row, cell.column] = str(cell.value)
            values.append("" if cell.value is None or cell.data_type in "fe" else cell.value)
        found.rows.append(values)
    found.formulas = frozenset(formulas)
    found.merged = tuple(_area(merged) for merged in sheet.merged_cells.ranges)
    lists = [choice for choice in sheet.data_validations.dataValidation if choice.type == "list"]
    found.lists = tuple(_area(place) for choice in lists for place in choice.sqref.ranges)
    found.hidden_rows = frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden)
    return found


def _area(cells: CellRange) -> Area:
    return cells.min_row, cells.min_col, cells.max_row, cells.max_col


def check_that_they_do_the_same() -> None:
    """The loop with openpyxl finds and judges what the program does, or the comparison would mean nothing."""
    for name in SAMPLES.values():
        path = audit_only()[name]
        ours, other = with_ecm(path), with_openpyxl(path)
        if (ours.findings, ours.judgements) != (other.findings, other.judgements):
            raise SystemExit(f"{name}: the loop with openpyxl comes to something else")


def command(*words: str) -> Callable[[], object]:
    """A whole command, its Python start included, with compiled modules as an installed program has them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run([sys.executable, *words], check=False, capture_output=True, env=environment)


Job = Callable[[], object]


def seconds_for(job: Job) -> float:
    """How long the job takes, once."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def medians(jobs: Mapping[str, Job], runs: int, once: Callable[[Job], float] = seconds_for) -> dict[str, float]:
    """Job → median seconds, the jobs in turn. `once` does a job and says how long it took."""
    for job in jobs.values():
        once(job)
    times: dict[str, list[float]] = {name: [] for name in jobs}
    order, chance = list(jobs), Random("fair")
    for _ in range(runs):
        chance.shuffle(order)  # so that none always runs in the wake of the same other
        for name in order:
            times[name].append(once(jobs[name]))
    return {name: statistics.median(values) for name, values in times.items()}


IN_A_ROW = 5
"""Runs of a turn that are counted, inside a process."""


class Processes:
    """A process for each job, that has a turn at it whenever it is told to and says how long it took."""

    def __init__(self) -> None:
        self._spawn = multiprocessing.get_context("spawn")
        self._lines: dict[Job, Connection] = {}

    def once(self, job: Job) -> float:
        """A turn at the job in its own process, and waits for it."""
        if job not in self._lines:
            self._lines[job], other = self._spawn.Pipe()
            self._spawn.Process(target=_serve, args=(other, job), daemon=True).start()
        self._lines[job].send(True)
        return float(self._lines[job].recv())

    def end(self) -> None:
        """Ends them all."""
        for line in self._lines.values():
            line.send(False)


def _serve(line: Connection, job: Job) -> None:
    while line.recv():
        job()
        line.send(statistics.median(seconds_for(job) for _ in range(IN_A_ROW)))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the result: what was timed, how it compares and with what, and what is aimed at ('': nothing)."""

    title: str
    seconds: float
    ratio: float
    beside: str
    aim: str


def reading(runs: int) -> Iterator[Line]:
    """Reading, validating and judging one filled workbook, inside a process that is running already."""
    for kind, name in SAMPLES.items():
        path = audit_only()[name]
        others = {"all": with_calamine, "needed": with_calamine_on_ours, "openpyxl": with_openpyxl}
        processes = Processes()
        jobs: dict[str, Job] = {
            "ours": partial(with_ecm, path),
            **{name: partial(job, path) for name, job in others.items()},
        }
        found = medians(jobs, runs, processes.once)
        processes.end()
        ours, openpyxl_loop = found["ours"], found["openpyxl"]
        title = f"read, validate, judge: {kind}"
        yield Line(title, ours, ours / found["all"], "calamine reading every sheet", "1.25x")
        yield Line(title, ours, ours / found["needed"], "calamine reading the sheets we need", "")
        yield Line("the same with openpyxl", openpyxl_loop, openpyxl_loop / ours, "as long as ours", "18x")


class OneFile:
    """A workbook's bytes as a backend that can be read and changed: no disk, no other process."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, path: Path, wanted: frozenset[str] | None = None) -> Snapshot:
        return read_data(self.data, wanted)

    def change(self, path: Path, edits: Sequence[Edit], now: datetime) -> tuple[Saved | None, tuple[Place, ...]]:
        edited = edit(self.data, edits)
        self.data = edited.data
        return Saved(path, None, ""), edited.formulas_kept


RATED_SINCE = 10
"""Ratings that somebody changed between two runs of `judge --write`."""


def rated_since(folder: Path) -> Path:
    """A sample whose judgements have been written into it, and in which a few ratings are others since."""
    path = folder / "rated.xlsx"
    file = OneFile(audit_only()[SAMPLES["dirty"]].read_bytes())
    write_judgements(file, path, TODAY, NOW)
    audit = file.read(path).sheets[2]
    changed = [n for n, row in enumerate(audit.rows, 1) if row[4] == "Developing"][:RATED_SINCE]
    path.write_bytes(edit(file.data, [SetCell("Audit", number, 5, "Embedded") for number in changed]).data)
    return path


def judge_and_write(path: Path) -> Edited:
    """`judge --write` inside its process: read, judge, see what is to be written, write it, look at it again."""
    file = OneFile(path.read_bytes())
    write_judgements(file, path, NEXT_DAY, NOW)
    path.with_name("ours.xlsx").write_bytes(file.data)
    return Edited(file.data)


def edit_alone(path: Path, edits: Sequence[Edit]) -> None:
    """The edits made in the file and looked at again, without reading and judging it first."""
    path.with_name("edited.xlsx").write_bytes(edit(path.read_bytes(), edits).data)


def fill_with_openpyxl(path: Path, edits: Sequence[Edit]) -> None:
    """Load, fill, save: the same cells, without reading, judging or looking at it again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path)
    for one in edits:
        if isinstance(one, SetCell):
            workbook[one.sheet].cell(one.row, one.column).value = one.value
        elif isinstance(one, AppendRows):
            for row in one.rows:
                workbook[one.table].append(row)
    workbook.save(path.with_name("theirs.xlsx"))


def planned(path: Path) -> list[Edit]:
    """What `judge --write` is going to write."""
    found: list[Edit] = []

    class Noted(OneFile):
        def change(self, path: Path, edits: Sequence[Edit], now: datetime) -> tuple[Saved | None, tuple[Place, ...]]:
            found.extend(edits)
            return super().change(path, edits, now)

    write_judgements(Noted(path.read_bytes()), path, NEXT_DAY, NOW)
    return found


def writing(runs: int) -> Iterator[Line]:
    """Writing judgements into one workbook in which ten ratings have changed, inside a process that runs already."""
    with tempfile.TemporaryDirectory() as name:
        path = rated_since(Path(name))
        processes, edits = Processes(), planned(path)
        jobs: dict[str, Job] = {
            "ours": partial(judge_and_write, path),
            "edits": partial(edit_alone, path, edits),
            "calamine": partial(with_calamine, path),
            "openpyxl": partial(fill_with_openpyxl, path, edits),
        }
        found = medians(jobs, runs, processes.once)
        processes.end()
    ours, filled = found["ours"], found["openpyxl"]
    yield Line("judge --write, one file", ours, ours / found["calamine"], "calamine reading every sheet", "")
    yield Line("openpyxl: load, fill, save", filled, filled / ours, "as long as judge --write", "10x")
    yield Line("its edits alone", found["edits"], filled / found["edits"], "as fast as openpyxl: load, fill, save", "")


def new_workbook(path: Path) -> None:
    """A setting's workbook with its audit and no form, made and written."""
    new(Disk(), path, load_model(), {"Setting_Name": "Elm", "Setting_Id": "elm"}, TODAY, force=True)


def populate_all(path: Path) -> None:
    """Every form put into that workbook, which stays as it is: read, planned, drawn, grafted, looked at again."""
    file = OneFile(path.read_bytes())
    done = populate(file, path, list(FORMS), TODAY, NOW)
    if not all(form.is_new for form in done.forms) or len(done.forms) != len(FORMS):
        raise SystemExit("populate has not put every form in")
    path.with_name("populated.xlsx").write_bytes(file.data)


def populating(runs: int) -> Iterator[Line]:
    """All forms into a new workbook, beside making one without forms, inside a process that runs already."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "bare.xlsx"
        new_workbook(path)
        processes = Processes()
        jobs: dict[str, Job] = {
            "new": partial(new_workbook, path.with_name("new.xlsx")),
            "populate": partial(populate_all, path),
        }
        found = medians(jobs, max(runs // 4, 3), processes.once)
        processes.end()
    seconds = found["populate"]
    yield Line("populate of all forms", seconds, seconds / found["new"], "as long as an audit-only new", "20x")


PARTNERSHIPS, RESPONDENTS, AGENCIES = 60, 3, 36
"""A big school's scale."""
SEEN_AS = ("Very weak", "Weak", "Strong", "Very strong")
GOING = ("Deteriorating", "Static", "Improving")


def at_real_scale() -> Content:
    """Partners, agencies and respondents as a big school has them, and the profile wholly filled in."""
    model, chance = load_model(forms=FORMS), Random("real scale")
    partners = [f"P{n:02d}" for n in range(1, PARTNERSHIPS + 1)]
    respondents = [f"R{n}" for n in range(1, RESPONDENTS + 1)]
    copies = {"Partnerships": partners, "Profile_Respondents": respondents}
    refs = [
        ".".join((*whose, row.ref))
        for row in model.by_name["Profile"].own_rows
        for whose in product(*(copies[register] for register in row.each))
    ]
    return {
        "Agencies": {f"A{n:02d}": {"agency": f"Agency {n}", "kind": "Health"} for n in range(1, AGENCIES + 1)},
        "Partnerships": {
            ref: {"partnership": f"Partner {ref}", "standing": "Useful", "risk": "Low"} for ref in partners
        },
        "Profile_Respondents": {ref: {"respondent": f"Role {ref}", "date": TODAY} for ref in respondents},
        "Profile": {ref: {"position": chance.choice(SEEN_AS), "direction": chance.choice(GOING)} for ref in refs},
    }


def two_settings(folder: Path) -> tuple[Path, Path]:
    """One setting's workbook without any form, and with all of them at real scale."""
    told, bare, full = read_sample(SOURCES / "larkrise-special.toml"), folder / "bare.xlsx", folder / "full.xlsx"
    content = {name: rows for name, rows in told.content.items() if name in load_model().by_name}
    new(Disk(), bare, load_model(), told.details, TODAY, content=content)
    new(Disk(), full, load_model(forms=FORMS), told.details, TODAY, content={**content, **at_real_scale()})
    return bare, full


def checked(path: Path) -> FileResult:
    """What `validate` does inside its process."""
    return examine(read_snapshot, path, TODAY, forms=False)


def validating_forms(runs: int) -> Iterator[Line]:
    """`validate` on every form at real scale beside the same setting without forms: started by a person, and alone."""
    with tempfile.TemporaryDirectory() as name:
        bare, full = two_settings(Path(name))
        words = ["-m", "ecm_xl", "validate", "--today", TODAY.isoformat()]
        whole = medians({"bare": command(*words, str(bare)), "full": command(*words, str(full))}, max(runs // 2, 5))
        processes = Processes()
        inside = medians({"bare": partial(checked, bare), "full": partial(checked, full)}, runs, processes.once)
        processes.end()
    title, beside = "validate, all forms at real scale", "as long as without forms"
    yield Line(f"ecm-xl {title}", whole["full"], whole["full"] / whole["bare"], beside, "4x")
    yield Line(f"{title}, inside its process", inside["full"], inside["full"] / inside["bare"], beside, "")


def commands(runs: int) -> Iterator[Line]:
    """Whole commands, as a person starts them."""
    path = audit_only()[SAMPLES["clean"]]
    words = {
        "pass": command("-c", "pass"),
        "help": command("-m", "ecm_xl", "--help"),
        "validate": command("-m", "ecm_xl", "validate", str(path)),
    }
    found = medians(words, runs)
    bare = found["pass"]
    yield Line("ecm-xl --help", found["help"], found["help"] / bare, "python -c pass", "5.5x")
    yield Line("ecm-xl validate, one file", found["validate"], found["validate"] / bare, "python -c pass", "14x")


IMPORTED = (
    "from ecm_xl.backends.light import load_xlwings; load_xlwings(); import ecm_xl.ribbon, ecm_xl.workflows.write"
)


def clicks(runs: int) -> Iterator[Line]:
    """A click: Python started and the commands imported, and what a button then does to an open workbook."""
    words = {"pass": command("-c", "pass"), "imported": command("-P", "-E", "-c", IMPORTED)}
    found = medians(words, runs)
    bare, imported = found["pass"], found["imported"]
    yield Line("a click: Python and its imports", imported, imported / bare, "python -c pass", "")
    if not shutil.which("soffice"):
        return
    app = launch()
    try:
        for tag, seconds in pressed(app, max(3, runs // 4)).items():
            whole = imported + seconds
            yield Line(f"a whole click in LibreOffice: {tag}", whole, whole / bare, "python -c pass", "")
    finally:
        app.kill()


def pressed(app: App, runs: int) -> dict[str, float]:
    """What buttons do to a sample that is open, in seconds."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / SAMPLES["dirty"]
        shutil.copy(shipped("sample-cluster", SAMPLES["dirty"]), path)
        click = Click(app, app.books.open(str(path)), Machine(LINUX, Path(name), {}), NOW)
        return medians({tag: partial(run, tag, click) for tag in ("validate", "next_problem", "judge")}, runs)


def batches(settings: int) -> Iterator[Line]:
    """A whole batch over many settings, the cluster workbook included, as a person starts it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = list(many_settings(folder / "in", settings))
        words = ["-m", "ecm_xl", "batch", str(folder / "in"), "--out", str(folder / "cluster.xlsx"), "--force"]
        jobs = {
            "calamine": lambda: [with_calamine(path) for path in files],
            "one": command(*words, "--jobs", "1", "--today", TODAY.isoformat()),
            "two": command(*words, "--jobs", "2", "--today", TODAY.isoformat()),
        }
        found = {job: seconds / settings for job, seconds in medians(jobs, 3).items()}
    one, two, calamine = found["one"], found["two"], found["calamine"]
    yield Line(f"batch of {settings}, --jobs 1, a file", one, one / calamine, "calamine reading every sheet", "1.6x")
    yield Line(f"batch of {settings}, --jobs 2, a file", two, one / two, "as fast as --jobs 1", "1.8x")


def many_settings(folder: Path, number: int) -> Iterator[Path]:
    """Copies of the sample settings, each with an id and a name of its own."""
    folder.mkdir()
    samples = sorted(audit_only().values())
    for count in range(number):
        sample, path = samples[count % len(samples)], folder / f"Setting {count:04d}.xlsx"
        details = examine(read_snapshot, sample, TODAY).details
        with zipfile.ZipFile(sample) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for part in source.namelist():
                content = source.read(part)
                if part == "xl/sharedStrings.xml":
                    for key in ("Setting_Id", "Setting_Name"):
                        own = escape(details[key]).encode()
                        content = content.replace(b"<t>" + own + b"</t>", b"<t>%b %d</t>" % (own, count))
                target.writestr(part, content)
        yield path


def write_readme(machine: str, lines: Sequence[Line]) -> None:
    """Puts the result between the README's two marks."""
    rows = [f"| {x.title} | {x.seconds * 1000:.1f} ms | {x.ratio:.2f}x {x.beside} | {x.aim} |" for x in lines]
    table = "\n".join(["| what | median | beside | aim |", "| --- | --- | --- | --- |", *rows])
    before, mark, rest = README.read_text(encoding="utf-8").partition(MARK)
    _, end, after = rest.partition(MARK_END)
    README.write_text(f"{before}{mark}\n{machine}:\n\n{table}\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Runs everything and prints it."""
    parser = argparse.ArgumentParser(description="Speed as ratios in one run.")
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument("--readme", action="store_true", help="also write the result into the README")
    asked = parser.parse_args()
    runs = 8 if asked.quick else 40
    system = (
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} processors"
    )
    print(system)
    check_that_they_do_the_same()
    lines = []
    settings = 60 if asked.quick else 1000
    for line in (
        *reading(runs),
        *writing(runs),
        *populating(runs),
        *commands(max(runs // 2, 5)),
        *validating_forms(runs),
        *clicks(max(runs // 2, 5)),
        *batches(settings),
    ):
        lines.append(line)
        times = f"{line.seconds * 1000:8.1f} ms   {line.ratio:6.2f}x"
        print(f"{line.title:<40} {times} {line.beside:<36} aim {line.aim or '-'}")
    if asked.readme:
        write_readme(system, lines)


if __name__ == "__main__":
    main()
