"""What the tests of core share: small frameworks, answers from small dicts, books examined in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.answers import Details, FilledTable, SettingAnswers, Value
from ecm_xl.core.framework import Award, Descriptor, Framework, Level, NoLevel, Outcome, Standard
from ecm_xl.core.judgements import judge
from ecm_xl.core.results import FileResult, Status
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import Content
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import Snapshot
from ecm_xl.workflows.examine import examine_snapshot

OUTCOMES = (Outcome("SAFE", "Stay safe"), Outcome("ENJOY", "Enjoy and achieve"))
TITLES = ("Ethos", "Policy", "Environment")
FIRST_ROW = 5
"""An Audit's first row of answers."""

Fields = Mapping[str, Value]


def made(standards: int, descriptors: int) -> Framework:
    """So many Standards, each with so many descriptors for each of two Outcomes, on a scale of its own."""
    return Framework(
        id="small",
        version="1",
        title="Small Standards",
        rule="lowest",
        levels=(Level("Seed", "Sown."), Level("Shoot", "Seen."), Level("Tree", "Standing.")),
        no_levels=(
            NoLevel("na", "Does not grow here", "It can't.", offered=True, leaves_the_sum=True, needs_reason=True),
            NoLevel("nee", "Can't tell", "Nobody knows.", offered=True),
        ),
        outcomes=OUTCOMES,
        standards=tuple(_standard(number, descriptors) for number in range(1, standards + 1)),
        awards=(
            Award("setting", "setting", "Garden Award", "Tree", tuple(range(1, standards + 1))),
            Award("cluster", "cluster", "Park Award", "Tree", (1,), tuple(range(2, standards + 1))),
        ),
    )


def _standard(number: int, descriptors: int) -> Standard:
    rows = tuple(
        Descriptor(f"S{number:02d}.{o.code}.{n}", number, o.code, f"{o.code} {n} is seen.", "A list")
        for o in OUTCOMES
        for n in range(1, descriptors + 1)
    )
    return Standard(number, TITLES[number - 1], "What it is about.", rows)


@pytest.fixture(scope="session")
def standards(model: SettingModel) -> Framework:
    """The ECM Standards."""
    return model.framework


@pytest.fixture(scope="session")
def tiny() -> Framework:
    """One Standard, two Outcomes, two descriptors each: S01.SAFE.1, S01.SAFE.2, S01.ENJOY.1, S01.ENJOY.2."""
    return made(standards=1, descriptors=2)


@pytest.fixture(scope="session")
def small() -> Framework:
    """Three Standards, two Outcomes, one descriptor each. The cluster's award: 1 everywhere, 2 and 3 somewhere."""
    return made(standards=3, descriptors=1)


def make_answers(
    framework: Framework,
    ratings: Mapping[str, Value],
    *,
    overrides: Mapping[str, Fields] | None = None,
    leads: Mapping[str, Fields] | None = None,
    deleted: Collection[str] = (),
    doubtful: Collection[str] = (),
) -> SettingAnswers:
    """A setting's answers. Ratings stand in column E from row 5 in the framework's order."""
    columns = {"ref": "A", "rating": "E"}
    audit = FilledTable("Audit", "Audit", columns, doubtful=frozenset(doubtful), found=True)
    for number, ref in enumerate(framework.descriptors, FIRST_ROW):
        if ref not in deleted:
            audit.put(ref, number, {"rating": ratings[ref]} if ref in ratings else {})
    tables = {"Audit": audit, "Judgements": _grid("Judgements", overrides or {}), "Leads": _grid("Leads", leads or {})}
    return SettingAnswers(Details(), tables)


def _grid(name: str, content: Mapping[str, Fields]) -> FilledTable:
    grid = FilledTable(name, name, found=True)
    for ref, fields in content.items():
        grid.put(ref, FIRST_ROW + int(ref[1:]) - 1, fields)
    return grid


@pytest.fixture
def answers() -> Callable[..., SettingAnswers]:
    """`answers(framework, {ref: rating}, overrides=, leads=, deleted=, doubtful=)`."""
    return make_answers


def make_ratings(framework: Framework, levels: Mapping[int, str]) -> dict[str, str]:
    """Every descriptor of a Standard at one level."""
    return {d.ref: levels[d.standard] for d in framework.descriptors.values() if d.standard in levels}


@pytest.fixture
def rated() -> Callable[..., dict[str, str]]:
    """`rated(framework, {1: "Embedded"})`: Standard 1's descriptors at that level, the others not rated."""
    return make_ratings


@pytest.fixture
def setting(today: date) -> Callable[..., FileResult]:
    """`setting(framework, file, levels, overrides=, Setting_Name=, ...)`: a judged file as a cluster gets it."""

    def make(
        framework: Framework,
        file: str,
        levels: Mapping[int, str],
        *,
        overrides: Mapping[str, Fields] | None = None,
        **details: str,
    ) -> FileResult:
        read = make_answers(framework, make_ratings(framework, levels), overrides=overrides)
        return FileResult(file, Status.JUDGED, details, judge(framework, read, today))

    return make


@pytest.fixture
def judged(small: Framework, today: date) -> Callable[[str, Mapping[str, Value]], FileResult]:
    """`judged(file, {ref: rating})`: a judged file of the small framework, rating by rating."""

    def make(file: str, ratings: Mapping[str, Value]) -> FileResult:
        return FileResult(file, Status.JUDGED, {}, judge(small, make_answers(small, ratings), today))

    return make


@pytest.fixture(scope="session")
def blank(model: SettingModel) -> Snapshot:
    """A setting workbook in which nothing is filled in, as reading its file would give it."""
    return snapshot_of(setting_book(model, {"Setting_Name": "Harbour View"}, {}, date(2026, 7, 10)))


@pytest.fixture
def drawn(model: SettingModel, blank: Snapshot) -> Callable[[Content], Snapshot]:
    """A setting workbook with that content: the blank one, drawn once, with its answers put in."""

    def draw(content: Content) -> Snapshot:
        sheets = [replace(sheet, rows=[list(row) for row in sheet.rows]) for sheet in blank.sheets]
        snapshot = Snapshot(sheets, dict(blank.tables), dict(blank.names))
        for name, answers in content.items():
            sheet = snapshot.sheet(name)
            assert sheet is not None
            columns = {field.id: column for column, field in enumerate(model.by_name[name].fields)}
            rows = {row[0]: row for row in sheet.rows[FIRST_ROW - 1 :]}
            for ref, fields in answers.items():
                for field, value in fields.items():
                    rows[ref][columns[field]] = value
        return snapshot

    return draw


@pytest.fixture
def examined(model: SettingModel, drawn: Callable[[Content], Snapshot], today: date) -> Callable[[Content], FileResult]:
    """What a setting workbook with that content comes to."""
    return lambda content: examine_snapshot(model, drawn(content), "harbour.xlsx", today)
