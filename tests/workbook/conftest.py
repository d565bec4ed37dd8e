"""Workbooks in memory: drawn from a content dict, read back without a file in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.results import FileResult
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import Book, CellValue, Content
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import Snapshot
from ecm_xl.workflows.examine import examine_snapshot


@pytest.fixture
def book_of(model: SettingModel, today: date) -> Callable[..., Book]:
    """A setting workbook of that content; `details` are the named cells of Start."""

    def draw(content: Content | None = None, **details: CellValue) -> Book:
        return setting_book(model, details, content or {}, today)

    return draw


@pytest.fixture
def snapshot(book_of: Callable[..., Book]) -> Callable[..., Snapshot]:
    """The same as a reader would find it, free to be damaged."""

    def read(content: Content | None = None, **details: CellValue) -> Snapshot:
        return snapshot_of(book_of(content, **details))

    return read


@pytest.fixture
def result(model: SettingModel, today: date, snapshot: Callable[..., Snapshot]) -> Callable[..., FileResult]:
    """What a setting's file of that content comes to."""

    def examine(file: str, content: Content | None = None, **details: CellValue) -> FileResult:
        return examine_snapshot(model, snapshot(content, **details), file, today)

    return examine


@pytest.fixture
def rated(model: SettingModel) -> Callable[[Mapping[int, str]], dict[str, dict[str, CellValue]]]:
    """Audit rows: every descriptor of a Standard rated alike, {standard: rating}, evidence and impact given."""

    def fill(levels: Mapping[int, str]) -> dict[str, dict[str, CellValue]]:
        return {
            descriptor.ref: {"rating": level, "evidence": "E01", "impact": "Calmer days", "comment": "Agreed"}
            for number, level in levels.items()
            for descriptor in model.framework.standard(number).descriptors
        }

    return fill
