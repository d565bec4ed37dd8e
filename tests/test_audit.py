"""`.ci/audit.py` tells holes in packages from a service that can't be reached, and never takes one for the other."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).parents[1] / ".ci" / "audit.py"
SOUND = {"name": "click", "version": "8.4", "vulns": []}
HOLED = {"name": "paint", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "glue", "skip_reason": "Dependency not found on PyPI and could not be audited: glue (1.0)"}
OURS = {"name": "ecm-xl", "skip_reason": "distribution marked as editable"}
NO_NETWORK = "requests.exceptions.ConnectionError: Max retries exceeded (Caused by NameResolutionError('pypi.org'))"


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    if not SOURCE.exists():
        pytest.skip("the checks that decide are not part of this copy")
    spec = spec_from_file_location("audit", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([SOUND, OURS], 0, "1 packages, no known holes."),
        ([SOUND, HOLED, OURS], 1, "Known holes:\npaint 1.0: PYSEC-2026-1"),
        ([HOLED, UNKNOWN], 1, "Known holes:\npaint 1.0: PYSEC-2026-1"),
        ([SOUND, UNKNOWN, OURS], 1, "Unknown to the service: glue"),
        ([UNKNOWN, UNKNOWN, OURS], 0, "NOT AUDITED"),
    ],
)
def test_what_a_report_comes_to(audit: ModuleType, packages: list[object], code: int, words: str) -> None:
    came, said = audit.verdict(json.dumps({"dependencies": packages}), "")
    assert came == code
    assert said.startswith(words)


@pytest.mark.parametrize(
    ("errors", "code", "words"), [(NO_NETWORK, 0, "NOT AUDITED"), ("KeyError: 'vulns'", 1, "pip-audit failed")]
)
def test_what_no_report_comes_to(audit: ModuleType, errors: str, code: int, words: str) -> None:
    came, said = audit.verdict("", errors)
    assert came == code
    assert said.startswith(words)
