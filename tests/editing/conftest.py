"""The sample workbook with foreign things in it, made once."""

from __future__ import annotations

import pytest

from ecm_xl.backends.store import shipped
from ecm_xl.backends.writer import write_book
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workflows.demo import SAMPLES_JUDGED_ON
from tests.editing.foreign import with_foreign_parts, with_macros
from workbooks.build import SOURCES, read_sample


@pytest.fixture(scope="session")
def sample() -> bytes:
    """The sample cluster's cleanest setting."""
    return shipped("sample-cluster", "Larkrise Special School.xlsx").read_bytes()


@pytest.fixture(scope="session")
def without_forms(model: SettingModel, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same setting before it had forms: foreign things go into its parts by their numbers."""
    told, path = read_sample(SOURCES / "larkrise-special.toml"), tmp_path_factory.mktemp("bare") / "bare.xlsx"
    write_book(setting_book(model, told.details, told.content, SAMPLES_JUDGED_ON), path)
    return path.read_bytes()


@pytest.fixture(scope="session")
def foreign(without_forms: bytes) -> bytes:
    """It with a thing of every foreign kind."""
    return with_foreign_parts(without_forms)


@pytest.fixture(scope="session")
def foreign_macros(foreign: bytes) -> bytes:
    """The same with macros."""
    return with_macros(foreign)
