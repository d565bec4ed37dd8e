"""The command line under test: run in this process or as a person runs it, over workbooks drawn from small dicts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ecm_xl.backends.writer import write_book
from ecm_xl.cli import group
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import with_forms
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workbook.setting import setting_book
from tests import reading

REPOSITORY = Path(__file__).parents[2]
TODAY = date(2026, 7, 10)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads in this process: starting one costs ten times the reading. Whoever uses `shell` gets the real ones."""
    reading.in_this_process(monkeypatch)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`run("validate", "Oak.xlsx")`: the command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str | Path) -> Result:
        return CliRunner().invoke(group, [str(word) for word in words], prog_name="ecm-xl", catch_exceptions=False)

    return call


@pytest.fixture
def shell(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`shell("-m", "ecm_xl", "judge", ...)`: Python as a person starts it, in the same folder."""

    def call(*words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8", **variables}
        return subprocess.run(
            [sys.executable, *map(str, words)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return call


@pytest.fixture(scope="session")
def every(model: SettingModel) -> Callable[..., dict[str, dict[str, CellValue]]]:
    """Audit rows: every descriptor of the Standards rated alike, `every("Embedded", 1, 2)` (of all without numbers)."""

    def fill(rating: str, *numbers: int) -> dict[str, dict[str, CellValue]]:
        row: dict[str, CellValue] = {
            "rating": rating,
            "evidence": "Log book",
            "impact": "Calmer days",
            "comment": "Agreed",
        }
        wanted = numbers or tuple(s.number for s in model.framework.standards)
        return {d.ref: dict(row) for d in model.framework.descriptors.values() if d.standard in wanted}

    return fill


@pytest.fixture(scope="session")
def _drawn(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Drawing costs more than copying, so each workbook is drawn once."""
    seen: dict[str, bytes] = {}

    def draw(model: SettingModel, details: Mapping[str, CellValue], content: Content) -> bytes:
        key = repr((details, content, [form.id for form in model.forms]))
        if key not in seen:
            path = tmp_path_factory.mktemp("drawn") / "book.xlsx"
            write_book(setting_book(model, details, content, TODAY), path)
            seen[key] = path.read_bytes()
        return seen[key]

    return draw


@pytest.fixture
def draw(tmp_path: Path, model: SettingModel, _drawn: Callable[..., bytes]) -> Callable[..., Path]:
    """`draw("Oak.xlsx", {"Audit": {...}}, forms=("values",), Setting_Name="Oak")`: a setting workbook; its path from
    the folder."""

    def make(name: str, content: Content | None = None, forms: Collection[str] = (), **details: CellValue) -> Path:
        told = {"Setting_Name": Path(name).stem, "Setting_Id": Path(name).stem, **details}
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_drawn(with_forms(model, forms) if forms else model, told, content or {}))
        return Path(name)

    return make


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[], dict[str, bytes | None]]:
    """Everything in the folder: name → bytes, None for a folder."""

    def look() -> dict[str, bytes | None]:
        return {
            path.relative_to(tmp_path).as_posix(): path.read_bytes() if path.is_file() else None
            for path in sorted(tmp_path.rglob("*"))
        }

    return look
