"""The list of those expected: as people write it, by file, id, URN or name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.core.results import Status
from ecm_xl.workflows.batch import HEADINGS, Asked, Done, batch

TODAY = date(2026, 7, 10)


@pytest.fixture
def reported(tmp_path: Path, draw: Callable[..., Path], in_this_process: None) -> Callable[[bytes], Done]:
    """`reported(b"File\\nOak.xlsx\\n")`: a batch over two settings with that list."""
    draw("in/Oak.xlsx", Setting_Id="oak-lane", Setting_Name="Oak Lane Primary", URN="999001")
    draw("in/Cafe.xlsx", Setting_Id="cafe", Setting_Name="Café Nursery, Ash Road", URN="999002")

    def run(text: bytes) -> Done:
        (tmp_path / "list.csv").write_bytes(text)
        asked = Asked((tmp_path / "in",), tmp_path / "cluster.xlsx", TODAY, expected=tmp_path / "list.csv")
        return batch(Disk(), asked, lambda *_: None)

    return run


NAMES = {
    "file name": "Oak.xlsx",
    "file name without its ending": "Oak",
    "id": "oak-lane",
    "URN": "999001",
    "name": "Oak Lane Primary",
    "name in another case": "OAK LANE primary",
    "name with more spaces": "  Oak  Lane Primary ",
}


@pytest.mark.parametrize("sort", NAMES)
def test_a_setting_is_known_by_file_id_urn_or_name(reported: Callable[[bytes], Done], sort: str) -> None:
    assert reported(f"{NAMES[sort]}\nFir Tree\n".encode()).cluster.not_reported == ("Fir Tree",)


LISTS = {
    "a line each": b"Oak Lane Primary\nFir Tree\n",
    "with a heading": b"Name\nOak Lane Primary\nFir Tree\n",
    "with a heading in two words": b"Setting name\nOak Lane Primary\nFir Tree\n",
    "with a byte order mark": b"\xef\xbb\xbfOak Lane Primary\nFir Tree\n",
    "with a byte order mark and a heading": b"\xef\xbb\xbfname\nOak Lane Primary\nFir Tree\n",
    "with blank lines": b"\n\nOak Lane Primary\n\n   \nFir Tree\n\n",
    "with blank lines before the heading": b"\nName\nOak Lane Primary\nFir Tree\n",
    "as Windows ends lines": b"Name\r\nOak Lane Primary\r\nFir Tree\r\n",
    "as old Macs end lines": b"Name\rOak Lane Primary\rFir Tree\r",
    "with more columns": b"Name,Town\nOak Lane Primary,Wexcombe\nFir Tree,Wexcombe\n",
    "without a last line end": b"Oak Lane Primary\nFir Tree",
    "in quotation marks": b'"Name"\n"Oak Lane Primary"\n"Fir Tree"\n',
}


@pytest.mark.parametrize("sort", LISTS)
def test_a_list_may_be_written_in_any_way_that_a_spreadsheet_saves_it(
    reported: Callable[[bytes], Done], sort: str
) -> None:
    done = reported(LISTS[sort])
    assert done.cluster.not_reported == ("Fir Tree",)
    assert [(file, f.code, f.message) for file, f in done.cluster.findings if f.code == "setting-not-reported"] == [
        ("", "setting-not-reported", "A file from Fir Tree is on the list of those expected, and is not here.")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_may_be_saved_as_utf_8_or_as_windows_does(reported: Callable[[bytes], Done], encoding: str) -> None:
    text = 'Name\n"Café Nursery, Ash Road"\nChâteau School\n'
    assert reported(text.encode(encoding)).cluster.not_reported == ("Château School",)


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_heading_is_known(reported: Callable[[bytes], Done], heading: str) -> None:
    assert reported(f"{heading.upper()}\nOak\n".encode()).cluster.not_reported == ()


@pytest.mark.parametrize("text", [b"", b"\n\n", b"Name\n", b"\xef\xbb\xbf"])
def test_an_empty_list_expects_nobody(reported: Callable[[bytes], Done], text: bytes) -> None:
    assert reported(text).cluster.not_reported == ()


def test_those_who_sent_nothing_are_in_the_order_of_the_list(reported: Callable[[bytes], Done]) -> None:
    assert reported(b"Yew\nOak\nAsh\nElm\n").cluster.not_reported == ("Yew", "Ash", "Elm")


def test_the_award_waits_for_those_who_sent_nothing(
    tmp_path: Path, draw: Callable[..., Path], every: Callable[..., dict[str, dict[str, object]]], in_this_process: None
) -> None:
    draw("in/Oak.xlsx", {"Audit": every("Embedded")})

    def award(words: str) -> tuple[bool, tuple[str, ...]]:
        (tmp_path / "list.csv").write_text(words, encoding="utf-8")
        asked = Asked((tmp_path / "in",), tmp_path / "cluster.xlsx", TODAY, expected=tmp_path / "list.csv")
        result = batch(Disk(), asked, lambda *_: None).cluster.award
        return result.met, result.missing

    assert award("Oak\n") == (True, ())
    assert award("Oak\nAsh\n") == (False, ("Ash: not reported",))


def test_the_award_waits_for_an_expected_file_that_cannot_be_read(
    tmp_path: Path, draw: Callable[..., Path], every: Callable[..., dict[str, dict[str, object]]], in_this_process: None
) -> None:
    draw("in/Oak.xlsx", {"Audit": every("Embedded")})
    (tmp_path / "in" / "Ash.xlsx").write_bytes(b"")
    (tmp_path / "list.csv").write_text("Oak\nAsh\n", encoding="utf-8")
    asked = Asked((tmp_path / "in",), tmp_path / "cluster.xlsx", TODAY, expected=tmp_path / "list.csv")
    cluster = batch(Disk(), asked, lambda *_: None).cluster
    assert [r.status for r in cluster.files] == [Status.UNREADABLE, Status.JUDGED]
    assert (cluster.award.met, cluster.award.missing) == (False, ("Ash: its file could not be read",))
    assert cluster.not_reported == ()
