"""`new`: a workbook that is made is a workbook that reads back as what was asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.core.results import Status
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import CellValue
from ecm_xl.workflows.examine import examine_files
from ecm_xl.workflows.identify import identify
from ecm_xl.workflows.new import AlreadyThere, blank, new

pytestmark = pytest.mark.usefixtures("in_this_process")


def test_a_new_workbook_is_a_setting_with_every_descriptor_and_one_note(
    tmp_path: Path, model: SettingModel, today: date
) -> None:
    path = tmp_path / "Oak.xlsx"
    new(Disk(), path, model, {"Setting_Name": "Oak", "Setting_Id": "oak"}, today)
    (result,) = examine_files(Disk(), [path], today)
    assert (result.status, result.name, len(result.ratings)) == (Status.JUDGED, "Oak", 218)
    assert [(f.code, f.severity.value, f.sheet, f.cell) for f in result.findings] == [
        ("nothing-rated", "note", "Audit", "E5")
    ]
    assert {j.text for j in result.judgements} == {f"Not yet: 0 of {n} rated" for n in (17, 18, 19, 20)}


def test_a_random_id_is_made_where_none_is_given(tmp_path: Path, model: SettingModel, today: date) -> None:
    ids = set()
    for number in range(3):
        path = tmp_path / f"{number}.xlsx"
        new(Disk(), path, model, {"Setting_Name": "Oak"}, today)
        ids.add(identify(Disk(), path).get("Setting_Id"))
    assert len(ids) == 3
    assert all(len(made) == 12 and set(made) <= set("0123456789abcdef") for made in ids)


def test_what_is_there_stays_unless_forced(tmp_path: Path, model: SettingModel, today: date) -> None:
    path = tmp_path / "Oak.xlsx"
    path.write_bytes(b"somebody's")
    with pytest.raises(AlreadyThere, match=r"Oak\.xlsx"):
        new(Disk(), path, model, {}, today)
    assert path.read_bytes() == b"somebody's"
    new(Disk(), path, model, {}, today, force=True)
    assert identify(Disk(), path).get("Workbook_Kind") == "setting"


def test_the_same_details_on_the_same_day_give_the_same_bytes(tmp_path: Path, model: SettingModel, today: date) -> None:
    details: dict[str, CellValue] = {"Setting_Name": "Oak", "Setting_Id": "oak"}
    made = []
    for name in ("a.xlsx", "b.xlsx"):
        new(Disk(), tmp_path / name, model, details, today)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_folders_on_the_way_are_made(tmp_path: Path, model: SettingModel, today: date) -> None:
    new(Disk(), tmp_path / "a" / "b" / "Oak.xlsx", model, {}, today)
    assert (tmp_path / "a" / "b" / "Oak.xlsx").exists()


def test_a_blank_workbook_has_no_id_and_no_name(tmp_path: Path, model: SettingModel, today: date) -> None:
    blank(Disk(), tmp_path / "blank.xlsx", model, today)
    (result,) = examine_files(Disk(), [tmp_path / "blank.xlsx"], today)
    assert (result.status, result.detail("Setting_Id"), result.detail("Setting_Name")) == (Status.JUDGED, "", "")
    assert result.detail("Started_On") == ""


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04"])
def test_what_cannot_be_read_has_no_identity(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    assert identify(Disk(), tmp_path / "x.xlsx").values == {}
