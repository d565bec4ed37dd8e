"""`--json`: one document on standard output and nothing else, with the names that INTERFACE promises."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from ecm_xl.workbook.book import CellValue

Every = Callable[..., dict[str, dict[str, CellValue]]]
DAY = ("--today", "2026-07-10")

VALIDATED = {"file", "status", "findings"}
FINDING = {"code", "severity", "sheet", "cell", "message", "action", "value", "suggestion"}
JUDGED = {"setting", "framework", "judgements", "forms"}
JUDGEMENT = {
    "standard", "title", "judgement", "computed", "override", "outcomes", "rated", "applicable", "rule", "because",
    "to_lift", "text",
}  # fmt: skip
BATCH = {"settings", "cluster_award", "cluster_awards", "files", "seconds"}
SETTING = {"file", "id", "setting", "status", "judgements", "findings", "forms"}
OUTCOMES = [
    "Be healthy",
    "Stay safe",
    "Enjoy and achieve",
    "Make a positive contribution",
    "Achieve economic well-being",
]
TWELVE = [str(number) for number in range(1, 13)]


def document(result: Result) -> Any:
    """The one document; standard error is silent."""
    assert result.stderr == ""
    return json.loads(result.stdout)


@pytest.fixture
def folder(draw: Callable[..., Path], every: Every, tmp_path: Path) -> None:
    """A sound setting, one with mistakes, one that is not begun, a file that can't be read."""
    overrides: dict[str, dict[str, CellValue]] = {
        "S01": {"override": "Embedded", "override_by": "A. Reader", "reason": "Seen"},
    }
    draw("in/Ash.xlsx", {"Audit": every("Embedded")}, Setting_Type="Pupil referral unit", Cluster="North")
    wrong: dict[str, dict[str, CellValue]] = {"S01.SAFE.1": {"rating": "Embeded"}}
    draw("in/Oak.xlsx", {"Audit": every("Developing", 1, 2) | wrong, "Judgements": overrides})
    draw("in/Yew.xlsx")
    (tmp_path / "in" / "Zip.xlsx").write_bytes(b"")


def test_validate_has_a_files_three_names_and_a_findings_eight(run: Callable[..., Result], folder: None) -> None:
    told = document(run("validate", "in", "--json", *DAY))
    assert list(told) == ["files"]
    assert all(set(file) == VALIDATED for file in told["files"])
    assert [(Path(f["file"]).name, f["status"], len(f["findings"])) for f in told["files"]] == [
        ("Ash.xlsx", "clean", 0),
        ("Oak.xlsx", "findings", 2),
        ("Yew.xlsx", "findings", 1),
        ("Zip.xlsx", "unreadable", 1),
    ]
    findings = [found for file in told["files"] for found in file["findings"]]
    assert all(set(found) == FINDING for found in findings)
    assert {found["severity"] for found in findings} == {"error", "note"}
    assert findings[1] == {
        "code": "rating-unknown",
        "severity": "error",
        "sheet": "Audit",
        "cell": "E8",
        "message": "'Embeded' is not a rating. Did you mean Embedded?",
        "action": "Choose a rating from the list in E8.",
        "value": "Embeded",
        "suggestion": "Embedded",
    }


def test_judge_has_the_settings_and_each_judgements_names(run: Callable[..., Result], folder: None) -> None:
    told = document(run("judge", "in/Ash.xlsx", "--json", *DAY))
    assert set(told) >= JUDGED
    assert set(told["setting"]) >= {"id", "name", "type"}
    assert (told["setting"]["id"], told["setting"]["name"], told["setting"]["type"]) == ("Ash", "Ash", "pru")
    assert told["framework"] == {"id": "ecm-standards", "version": "1.0"}
    assert [j["standard"] for j in told["judgements"]] == list(range(1, 13))
    for judgement in told["judgements"]:
        assert set(judgement) == JUDGEMENT
        assert list(judgement["outcomes"]) == OUTCOMES
        assert (judgement["judgement"], judgement["computed"], judgement["override"]) == ("Embedded", "Embedded", None)
        assert len(judgement["because"]) == judgement["rated"] == judgement["applicable"]
        assert all(set(b) == {"ref", "cell", "rating"} for b in judgement["because"])
        assert judgement["to_lift"] == []


def test_where_nothing_can_be_judged_the_judgement_is_null_and_the_text_says_why(
    run: Callable[..., Result], folder: None
) -> None:
    first, second, third, *_ = document(run("judge", "in/Oak.xlsx", "--json", *DAY))["judgements"]
    assert (first["judgement"], first["computed"], first["rated"]) == (None, None, 16)
    assert first["text"] == "Not yet: 16 of 17 rated (16 Developing)"
    assert (first["because"], first["to_lift"]) == ([], [])
    assert first["outcomes"]["Stay safe"] is None
    assert first["override"] == {
        "level": "Embedded",
        "by": "A. Reader",
        "date": None,
        "reason": "Seen",
        "counts": False,
    }
    assert second["judgement"] == "Developing"
    assert second["to_lift"][0] == {"ref": "S02.HEALTH.1", "cell": "E22", "now": "Developing", "to": "Embedded"}
    assert third["text"] == "Not yet: 0 of 19 rated"


def test_a_complete_override_is_told_with_its_date(run: Callable[..., Result], draw: Callable[..., Path]) -> None:
    row: dict[str, CellValue] = {
        "override": "Embedded",
        "override_by": "A. Reader",
        "override_on": date(2026, 5, 1),
        "reason": "Seen on a visit",
    }
    told = document(run("judge", draw("Oak.xlsx", {"Judgements": {"S04": row}}), "--json", *DAY))
    judgement = told["judgements"][3]
    assert judgement["override"] == {
        "level": "Embedded",
        "by": "A. Reader",
        "date": "2026-05-01",
        "reason": "Seen on a visit",
        "counts": True,
    }
    assert (judgement["judgement"], judgement["computed"]) == ("Embedded", None)


@pytest.mark.parametrize("file", ["in/Zip.xlsx", "nothing.xlsx"])
def test_judge_of_an_unreadable_file_is_still_one_document(run: Callable[..., Result], folder: None, file: str) -> None:
    result = run("judge", file, "--json", *DAY)
    told = document(result)
    assert result.exit_code == 3
    assert set(told) >= JUDGED | VALIDATED
    assert (told["judgements"], told["status"], len(told["findings"])) == ([], "unreadable", 1)
    assert told["forms"] == []


def test_judge_has_a_workbooks_forms_and_batch_has_them_by_their_ids(
    run: Callable[..., Result], draw: Callable[..., Path]
) -> None:
    content = {"Values": {"VALUE.1": {"in_place": "Yes", "shown_by": "Words that stay"}}}
    draw("in/Oak.xlsx", content, forms=("values", "checklist"))
    judged = document(run("judge", "in/Oak.xlsx", "--json", *DAY))
    assert judged["forms"] == [
        {"id": "checklist", "title": "Monitoring and evaluation checklist", "answers": 0, "stands_out": []},
        {"id": "values", "title": "Shared values", "answers": 2, "stands_out": ["1 of 4 points in place"]},
    ]
    (entry,) = document(run("batch", "in", "--out", "cluster.xlsx", "--json", *DAY))["settings"]
    assert entry["forms"] == {
        "checklist": {"answers": 0, "stands_out": []},
        "values": {"answers": 2, "stands_out": ["1 of 4 points in place"]},
    }


def test_batch_has_one_entry_for_every_file_met(run: Callable[..., Result], folder: None) -> None:
    told = document(run("batch", "in", "--out", "cluster.xlsx", "--json", *DAY))
    assert set(told) >= BATCH
    assert all(set(entry) == SETTING for entry in told["settings"])
    entries = {Path(entry["file"]).name: entry for entry in told["settings"]}
    assert {name: (e["id"], e["setting"], e["status"], e["findings"]) for name, e in entries.items()} == {
        "Ash.xlsx": ("Ash", "Ash", "judged", 0),
        "Oak.xlsx": ("Oak", "Oak", "judged", 2),
        "Yew.xlsx": ("Yew", "Yew", "judged", 1),
        "Zip.xlsx": ("", "", "unreadable", 1),
    }
    assert entries["Ash.xlsx"]["judgements"] == dict.fromkeys(TWELVE, "Embedded")
    assert entries["Oak.xlsx"]["judgements"] == dict.fromkeys(TWELVE) | {"2": "Developing"}
    assert entries["Yew.xlsx"]["judgements"] == dict.fromkeys(TWELVE)
    assert entries["Zip.xlsx"]["judgements"] == {}
    assert [entry["forms"] for entry in told["settings"]] == [{}] * 4
    assert told["files"] == 4
    assert isinstance(told["seconds"], float)
    assert 0 < told["seconds"] < 600


def test_batch_tells_the_clusters_awards(run: Callable[..., Result], folder: None) -> None:
    told = document(run("batch", "in", "--out", "cluster.xlsx", "--json", *DAY))
    assert set(told["cluster_award"]) >= {"met", "missing"}
    assert told["cluster_award"]["met"] is False
    assert told["cluster_award"]["missing"][0] == (
        "Standard 1 Ethos, asked of every setting: Oak is at 'Not yet: 16 of 17 rated'"
    )
    (north,) = told["cluster_awards"]
    assert set(north) >= {"cluster", "met", "missing"}
    assert (north["cluster"], north["met"], north["missing"]) == ("North", True, [])


def test_standard_output_holds_one_document_and_nothing_else(
    shell: Callable[..., subprocess.CompletedProcess[str]], folder: None
) -> None:
    done = shell("-m", "ecm_xl", "batch", "in", "--out", "cluster.xlsx", "--json", *DAY)
    assert isinstance(json.loads(done.stdout), dict)
    assert done.stdout.startswith("{")
    assert done.stdout.endswith("}\n")
    assert done.stderr == ""


def test_a_mistake_in_the_command_leaves_standard_output_empty(run: Callable[..., Result]) -> None:
    for words in (("validate", "--json"), ("batch", "nowhere", "--out", "c.xlsx", "--json")):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (2, "")


def test_json_keeps_every_letter_whatever_the_console(
    shell: Callable[..., subprocess.CompletedProcess[str]], draw: Callable[..., Path]
) -> None:
    """Programs read it: a name that has become '?' is lost. (Windows writes to files and pipes as cp1252.)"""
    name = "Ysgol Gŵyr Ωμέγα 小学.xlsx"
    draw(name)
    told = json.loads(shell("-m", "ecm_xl", "validate", name, "--json", PYTHONIOENCODING="cp1252").stdout)
    assert told["files"][0]["file"] == name
