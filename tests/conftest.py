"""What all tests share: the model, a fixed day, workbooks drawn in memory, LibreOffice where it is."""

from __future__ import annotations

import os
import shutil
from datetime import date

import pytest
from hypothesis import Phase, settings

from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import load_model

TODAY = date(2026, 7, 10)

# For tests/mutation.py: whether an example fails is all it asks, not which is the smallest.
settings.register_profile("mutation", phases=(Phase.explicit, Phase.generate), derandomize=True, database=None)


@pytest.fixture(scope="session")
def model() -> SettingModel:
    """What an ECM setting workbook holds."""
    return load_model()


@pytest.fixture
def today() -> date:
    """The day on which tests judge."""
    return TODAY


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of LibreOffice are skipped where it is missing, unless ECM_REQUIRE_LIBREOFFICE says it must be there."""
    if shutil.which("soffice") or os.environ.get("ECM_REQUIRE_LIBREOFFICE"):
        return
    missing = pytest.mark.skip(reason="LibreOffice (soffice) is not installed")
    for item in items:
        if "libreoffice" in item.keywords:
            item.add_marker(missing)
