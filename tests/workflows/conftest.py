"""Workflows under test: over the real backend in a folder of its own, with workbooks drawn from small dicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.writer import write_book
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workbook.setting import setting_book
from tests import reading

TODAY = date(2026, 7, 10)
Drawn = Callable[[Mapping[str, CellValue], Content], bytes]


@pytest.fixture(scope="session")
def drawn(model: SettingModel, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """A setting workbook's bytes; drawing costs more than copying, so each is drawn once."""
    seen: dict[str, bytes] = {}

    def draw(details: Mapping[str, CellValue], content: Content) -> bytes:
        key = repr((details, content))
        if key not in seen:
            path = tmp_path_factory.mktemp("drawn") / "book.xlsx"
            write_book(setting_book(model, details, content, TODAY), path)
            seen[key] = path.read_bytes()
        return seen[key]

    return draw


@pytest.fixture
def draw(tmp_path: Path, drawn: Drawn) -> Callable[..., Path]:
    """`draw("Oak.xlsx", {"Audit": {...}}, URN="1")`: a setting workbook in the folder; its whole path."""

    def make(name: str, content: Content | None = None, **details: CellValue) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(drawn({"Setting_Name": path.stem, "Setting_Id": path.stem, **details}, content or {}))
        return path

    return make


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads in this process, where it is not processes that are under test."""
    reading.in_this_process(monkeypatch)


@pytest.fixture(scope="session")
def every(model: SettingModel) -> Callable[..., dict[str, dict[str, CellValue]]]:
    """Audit rows: every descriptor of the Standards rated alike, `every("Embedded", 1, 2)` (of all without numbers)."""

    def fill(rating: str, *numbers: int) -> dict[str, dict[str, CellValue]]:
        row: dict[str, CellValue] = {"rating": rating, "evidence": "E01", "impact": "Calmer days", "comment": "Agreed"}
        wanted = numbers or tuple(s.number for s in model.framework.standards)
        return {d.ref: dict(row) for d in model.framework.descriptors.values() if d.standard in wanted}

    return fill
