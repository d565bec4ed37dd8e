"""A setting's workbook into which judgements and findings were written is as sound as one that was just drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openxml_audit import AppPrediction, OpenXmlValidator, predict

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.backends.writer import write_book
from ecm_xl.core.tables import SettingModel
from ecm_xl.workflows.write import write_findings, write_judgements
from tests.files.conftest import KINDS, ONE_SAMPLE, SAMPLES
from tests.files.test_by_hand import faults
from tests.files.test_openxml_audit import found

FIRST_DAY, NEXT_DAY = date(2026, 7, 10), date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 9, 30)  # noqa: DTZ001  # no clock: the same in every run
SETTINGS = ["blank", "awkward", *SAMPLES]


def _kinds() -> list[object]:
    return [pytest.param(kind, marks=() if kind in ("awkward", ONE_SAMPLE) else pytest.mark.slow) for kind in SETTINGS]


@pytest.fixture(scope="module", params=_kinds())
def written(request: pytest.FixtureRequest, model: SettingModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that was judged twice and checked, each time with all that comes of it written into it."""
    path: Path = tmp_path_factory.mktemp("written") / "setting.xlsx"
    write_book(KINDS[request.param](model), path)
    for day in (FIRST_DAY, NEXT_DAY):
        assert not write_judgements(Disk(), path, day, NOW, "A. Green").notes
    assert not write_findings(Disk(), path, NEXT_DAY, NOW).notes
    return path


def test_it_has_been_written_into(written: Path) -> None:
    snapshot = read_snapshot(written)
    history, findings = snapshot.tables["History"], snapshot.tables["Findings"]
    assert history.last_row - history.first_row >= 12
    sheet = snapshot.sheet("Findings")
    assert sheet is not None
    assert sheet.value(findings.first_row + 1, 4) != "Not checked yet"


def test_the_checks_by_hand_find_no_fault(written: Path, parts_of: Callable[[Path], dict[str, bytes]]) -> None:
    assert faults(parts_of(written)) == {}


def test_the_validator_has_nothing_to_say_and_expects_excel_to_open_it(written: Path) -> None:
    assert [str(error) for error in found(written)] == []
    assert predict(OpenXmlValidator().validate(str(written))).prediction is AppPrediction.OPENS_CLEAN
