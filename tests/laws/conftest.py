"""What the laws share: how often they try, a blank workbook, and what is compared.

Laws try the same examples in every run and keep none: a failure is there for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, settings

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workbook.snapshot import SheetSnapshot, Snapshot

settings.register_profile(
    "laws",
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],  # a workbook is a big example
)
settings.load_profile("laws")

TODAY = date(2026, 7, 10)


@pytest.fixture(scope="session")
def blank(model: SettingModel) -> Callable[[], Snapshot]:
    """A blank workbook as it is read, every time anew."""
    drawn = snapshot_of(setting_book(model, {"Setting_Name": "Oakfield"}, {}, TODAY))
    tables = {table.name for table in model.tables if table.takes_answers}

    def fresh() -> Snapshot:
        sheets = [_fresh(sheet) if sheet.name in tables else sheet for sheet in drawn.sheets]
        return Snapshot(sheets, dict(drawn.tables), dict(drawn.names))

    return fresh


def _fresh(sheet: SheetSnapshot) -> SheetSnapshot:
    rows = [list(row) for row in sheet.rows]
    return SheetSnapshot(sheet.name, sheet.hidden, rows, sheet.formulas, lists=sheet.lists)
