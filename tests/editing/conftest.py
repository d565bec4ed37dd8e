"""The sample workbook with foreign things in it, made once."""

from __future__ import annotations

import pytest

from ecm_xl.backends.store import shipped
from tests.editing.foreign import with_foreign_parts, with_macros


@pytest.fixture(scope="session")
def sample() -> bytes:
    """The sample cluster's cleanest setting."""
    return shipped("sample-cluster", "Larkrise Special School.xlsx").read_bytes()


@pytest.fixture(scope="session")
def foreign(sample: bytes) -> bytes:
    """The same with a thing of every foreign kind."""
    return with_foreign_parts(sample)


@pytest.fixture(scope="session")
def foreign_macros(foreign: bytes) -> bytes:
    """The same with macros."""
    return with_macros(foreign)
