"""What the add-in's tests share: the built add-in's parts, and its ribbon as XML."""

from __future__ import annotations

import zipfile
from xml.etree import ElementTree

import pytest

from macros.build import BUILT, RIBBON_PART


@pytest.fixture(scope="session")
def parts() -> dict[str, bytes]:
    """The parts of the add-in that is committed."""
    with zipfile.ZipFile(BUILT) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="session")
def ribbon(parts: dict[str, bytes]) -> ElementTree.Element:
    """The ribbon in it."""
    return ElementTree.fromstring(parts[RIBBON_PART])
