"""A file's result: by what its setting is known."""

from __future__ import annotations

import pytest

from ecm_xl.core.results import FileResult, Status


def result(**details: str) -> FileResult:
    return FileResult("Oak.xlsx", Status.JUDGED, details)


def test_a_setting_is_called_by_its_name_or_else_by_its_file() -> None:
    assert result(Setting_Name="Oak Hill").name == "Oak Hill"
    assert result().name == "Oak.xlsx"


@pytest.mark.parametrize(
    ("details", "identity"),
    [
        ({"Setting_Id": "OAK-1", "Setting_Name": "Oak", "URN": "100001"}, "oak-1"),
        ({"Setting_Name": "Oak  Hill", "URN": "100001"}, "oak hill|100001"),
        ({"Setting_Name": "Oak Hill"}, "oak hill"),
        ({"URN": "100001"}, "100001"),
        ({}, ""),
    ],
)
def test_a_setting_is_known_by_its_id_or_else_by_name_and_urn(details: dict[str, str], identity: str) -> None:
    assert result(**details).identity == identity


def test_a_blank_detail_is_the_empty_text() -> None:
    assert result().detail("Cluster") == ""
