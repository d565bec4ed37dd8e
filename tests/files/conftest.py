"""Every kind of file that the program writes, as book, as file and as the parts of its zip."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.backends.writer import write_book
from ecm_xl.core.cluster import gather
from ecm_xl.core.results import FileResult, Status
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model, with_forms
from ecm_xl.workbook.book import Book, CellValue, Chart, Choice, Column, Content, Mark, Series, Sheet, TableArea
from ecm_xl.workbook.cluster import cluster_book
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workflows.examine import examine_snapshot, unreadable
from workbooks.build import SOURCES, read_sample

SAMPLES = {path.stem: read_sample(path) for path in sorted(SOURCES.glob("*.toml"))}
Rows = dict[str, dict[str, CellValue]]
ON = date(2026, 7, 10)
STRANGE = (
    "=1+1", "+1", "-1", "@SUM(1)", "{=1+1}", "http://x", "mailto:a@b.example", "internal:Start!A1", "#N/A", "#REF!",
    "0012", "1e5", "1/2", "TRUE", " leading", "trailing ", "two  spaces", "line\nbreak", "tab\there", "'quoted'",
    '"double"', "<b>&amp;</b>", "]]>", "_x0041_", "é € 😀", "e\u0301", "\u200bunseen", "الملف", "%20 %", "~*?",
)  # fmt: skip
"""Texts that a spreadsheet program may take for something else."""


@pytest.fixture(scope="session")
def strange() -> tuple[str, ...]:
    """Texts that a spreadsheet program may take for something else."""
    return STRANGE


def blank(model: SettingModel) -> Book:
    return setting_book(model, {}, {}, ON)


def sample(name: str) -> Callable[[SettingModel], Book]:
    def draw(model: SettingModel) -> Book:
        told = SAMPLES[name]
        return setting_book(with_forms(model, told.forms), told.details, told.content, ON)

    return draw


def every_form(_: SettingModel) -> Book:
    """Every form, with the rows that partners and respondents bring."""
    content: Content = {
        "Partnerships": {"P01": {"partnership": "School nursing"}, "P02": {"partnership": "Youth club"}},
        "Profile_Respondents": {"R1": {"respondent": "SENCO"}, "R2": {"respondent": "Governor"}},
        "Agencies": {"A01": {"agency": "Nurses"}},
    }
    return setting_book(load_model(forms=FORMS), {}, content, ON)


def awkward(model: SettingModel) -> Book:
    """Strange texts everywhere, texts as long as a cell holds, registers beyond their blank rows."""
    details: dict[str, CellValue] = {"Setting_Name": "=St Mary's & St John's <C of E> 'Infants'", "URN": "0012"}
    registers = {
        table.name: {
            f"{table.prefix}{number:02d}": {field.id: words for field in table.fields if field.kind == "text"}
            for number, words in enumerate(STRANGE * 2, 1)
        }
        for table in model.tables
        if table.kind == "register"
    }
    refs = list(model.framework.descriptors)
    audit: Rows = {
        ref: {"rating": words, "evidence": words, "impact": words, "comment": words, "date": words}
        for ref, words in zip(refs, STRANGE, strict=False)
    }
    audit[refs[-1]] = {"rating": "Embedded", "evidence": "long " * 6_553, "date": date(2026, 3, 14), "comment": 7}
    overrides: Rows = {"S01": {"override": "Embedded", "override_by": "=A", "override_on": ON, "reason": "line\nbreak"}}
    leads: Rows = {"S02": {"planned": 2090, "started": date(1900, 3, 1)}, "S03": {"planned": "0012", "started": "soon"}}
    return setting_book(model, details, {**registers, "Audit": audit, "Judgements": overrides, "Leads": leads}, ON)


def sample_cluster(model: SettingModel) -> Book:
    results = [_judged(with_forms(model, told.forms), name, sample(name)(model)) for name, told in SAMPLES.items()]
    cluster = gather(model.framework, results)
    forms = with_forms(model, cluster.forms).forms
    return cluster_book(cluster, ON, {r.file: f"{r.file}.xlsx" for r in results}, forms)


def empty_cluster(model: SettingModel) -> Book:
    return cluster_book(gather(model.framework, []), ON, {})


def every_case_cluster(model: SettingModel) -> Book:
    """Everything that a board can show: each level, overrides, not yet, not started, not applicable, and files
    that are twice there, unreadable, something else, without a name, not reported."""

    def judged(file: str, content: Content, **details: CellValue) -> FileResult:
        return _judged(model, file, setting_book(model, details, content, ON))

    def rated(answer: str, *numbers: int) -> Rows:
        standards = [model.framework.standard(number) for number in numbers]
        return {d.ref: {"rating": answer, "comment": "Agreed"} for s in standards for d in s.descriptors}

    override: dict[str, CellValue] = {
        "override": "Embedded",
        "override_by": "A. Reed",
        "override_on": ON,
        "reason": "Seen",
    }
    mixed: Content = {
        "Audit": rated("Emergent", 1) | rated("Developing", 2) | rated("Embedded", 3) | rated("N/A", 4)
        | {"S05.SAFE.1": {"rating": "=1+1"}, "S05.SAFE.2": {"rating": "Embedded"}},
        "Judgements": {"S01": override, "S06": override, "S07": {"override": "Embedded"}},
        "Leads": {"S08": {"planned": 2090}},
    }  # fmt: skip
    best: Content = {"Audit": rated("Embedded", *range(1, 13))}
    results = [
        judged("mixed.xlsx", mixed, Setting_Name="=St Mary's & St John's <C of E>", Cluster="'Bay' & <Hill>"),
        judged("sub folder/best #2 100%20.xlsx", best, Setting_Name="Z" * 300, Cluster="'Bay' & <Hill>"),
        judged("nameless.xlsx", {}),
        judged("one.xlsx", {}, Setting_Name="Twice Primary", Setting_Id="twice", Cluster="Vale"),
        judged("two.xlsx", {}, Setting_Name="Twice Primary", Setting_Id="twice", Cluster="Vale"),
        unreadable(Path("broken.xlsx"), "file-not-a-workbook"),
        FileResult("cluster.xlsx", Status.OTHER, {"Setting_Name": "x"}),
    ]
    links = {r.file: f"../{r.file}" for r in results if r.file != "nameless.xlsx"}
    return cluster_book(gather(model.framework, results, ["Nobody & Co <Academy>"]), ON, links)


def _judged(model: SettingModel, file: str, book: Book) -> FileResult:
    return examine_snapshot(model, snapshot_of(book), file, ON)


KINDS: Mapping[str, Callable[[SettingModel], Book]] = {
    "blank": blank,
    **{name: sample(name) for name in SAMPLES},
    "awkward": awkward,
    "every form": every_form,
    "cluster of the samples": sample_cluster,
    "cluster without settings": empty_cluster,
    "cluster with every case": every_case_cluster,
}
ONE_SAMPLE = "harbour-view-school"


def _kinds() -> list[object]:
    """One sample in the everyday run, the others (drawn alike) among the slow tests."""
    others = SAMPLES.keys() - {ONE_SAMPLE}
    return [pytest.param(kind, marks=pytest.mark.slow if kind in others else ()) for kind in KINDS]


@pytest.fixture(scope="session", params=_kinds())
def book(request: pytest.FixtureRequest, model: SettingModel) -> Book:
    """Each kind of workbook that the program writes."""
    return KINDS[request.param](model)


@pytest.fixture(scope="session")
def path(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, written."""
    path = tmp_path_factory.mktemp("written") / "book.xlsx"
    write_book(book, path)
    return path


@pytest.fixture(scope="session")
def parts_of() -> Callable[[Path], dict[str, bytes]]:
    """The parts of a workbook's zip by name."""

    def read(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}

    return read


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory, parts_of: Callable[[Path], dict[str, bytes]]) -> dict[str, bytes]:
    """The parts of a small workbook with something of every sort, to be damaged."""
    book = Book("Sound", "To be damaged", ON, active="Front", names={"Words": "Other!$D$2:$D$3"})
    front, marks, other = Sheet("Front"), Sheet("Marks", freeze=(2, 1), repeat_rows=(1, 1)), Sheet("Other")
    front.put(1, 1, "Front")
    front.put(2, 1, 1, formula='=COUNTIFS(Marks[To do],"?*")')
    front.put(3, 1, "Marks", link="#Marks!A1")
    front.put(4, 1, "Elsewhere", link="other.xlsx#Marks!B2")
    series = Series("Share", "Other", (2, 1, 3, 1), (2, 2, 3, 2), "14573F")
    front.charts.append(Chart("radar", 6, 1, 400, 300, "Chart", "A chart", (series,)))
    to_do = '=IF(Marks[[#This Row],[Rating]]="","Rate","")'
    columns = (Column("Ref"), Column("Rating", note="Choose one."), Column("To do", note="Live.", formula=to_do))
    marks.tables.append(TableArea("Marks", (1, 1, 3, 3), columns))
    for row, rating, says in ((2, "Good", ""), (3, "", "Rate")):
        marks.put(row, 1, f"R{row}")
        marks.put(row, 2, rating)
        marks.put(row, 3, says, formula=to_do)
    marks.heights = {2: 20}
    marks.choices.append(Choice((2, 2, 3, 2), "list", "Rating", "Choose one.", "Not in the list.", "Words"))
    marks.marks.append(Mark((2, 1, 3, 3), '=COUNTIFS(Words,"Good")>0', ("bold",)))
    other.tables.append(TableArea("Others", (1, 1, 3, 2), (Column("Name"), Column("Share"))))
    for row in (2, 3):
        other.put(row, 1, f"N{row}")
        other.put(row, 2, row / 4)
        other.put(row, 4, ("Good", "Poor")[row - 2])
    book.sheets = [front, marks, other]
    path = tmp_path_factory.mktemp("sound") / "book.xlsx"
    write_book(book, path)
    return parts_of(path)
