"""Every kind of file passes openxml-audit: the schemas, and what Excel is known to mend or refuse."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from openxml_audit import AppPrediction, OpenXmlValidator, ValidationError, predict

HARMLESS: Mapping[str, str] = {}
"""Description of a finding that Excel does not mind → the reason. Nothing else may appear: mend the file instead."""


def found(path: Path) -> list[ValidationError]:
    result = OpenXmlValidator().validate(str(path))
    return [error for error in result.errors if error.description not in HARMLESS]


def test_the_validator_has_nothing_to_say_and_expects_excel_to_open_it(path: Path) -> None:
    result = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in result.errors if error.description not in HARMLESS] == []
    assert predict(result).prediction is AppPrediction.OPENS_CLEAN


def test_an_element_that_does_not_belong_is_found(sound: Mapping[str, bytes], tmp_path: Path) -> None:
    part = "xl/workbook.xml"
    damaged = {**sound, part: sound[part].replace(b"<sheets>", b"<bogus/><sheets>")}
    path = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in damaged.items():
            package.writestr(name, content)
    assert {error.part_uri for error in found(path)} == {"/xl/workbook.xml"}
