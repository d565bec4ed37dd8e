"""Each finding about a whole file: one file that raises it, said in full, and one near miss that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from ecm_xl.backends import isolate
from ecm_xl.backends.disk import Disk
from ecm_xl.backends.reader import limits, read_snapshot
from ecm_xl.core.findings import CATALOGUE, Finding, Severity
from ecm_xl.core.results import FileResult, Status
from ecm_xl.workflows.batch import Asked, batch
from ecm_xl.workflows.examine import examine
from tests.hostile.workbook import (
    AUDIT,
    COMMENT_CELL,
    CRC,
    WORKBOOK,
    Change,
    first_row,
    forged,
    put,
    sound,
    swap,
)
from tests.parts import MAIN, OLE, WIDE
from tests.reading import read_alone

TODAY = date(2026, 7, 10)
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
NAMES = '<definedName name="Setting_Name">'

Put = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """A file that raises the finding, what is then said, and a file that nearly does."""

    file: Put
    message: str
    action: str
    near: Put
    near_is: str = ""
    """What the near miss raises instead; '' where it is a setting's workbook and judged."""

    @property
    def found(self) -> Finding:
        """What is said, without its code: the example in the README."""
        return Finding("", Severity.ERROR, "", "", self.message, self.action)


def holds(data: bytes) -> Put:
    return lambda path: path.write_bytes(data)


def spoilt(*changes: Change) -> Put:
    return lambda path: path.write_bytes(sound(*changes))


def of_size(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)  # takes no space on the disk


def link_to(path: Path, name: str) -> None:
    path.with_name("real.xlsx").write_bytes(sound())
    path.symlink_to(path.with_name(name))


def kind(text: str) -> Put:
    """A workbook whose hidden sheet says that it is of this kind."""
    cell = f'<row r="9"><c r="C9" t="str"><v>{text}</v></c></row>'
    return spoilt(
        swap(WORKBOOK, NAMES, f'<definedName name="Workbook_Kind">Start!$C$9</definedName>{NAMES}'),
        swap("xl/worksheets/sheet2.xml", "</sheetData>", f"{cell}</sheetData>"),
    )


LOCKED_SHEET = swap(AUDIT, "</sheetData>", '</sheetData><sheetProtection sheet="1" password="CC1A"/>')
CASES: Mapping[str, Case] = {
    "file-missing": Case(
        lambda path: link_to(path, "gone.xlsx"),
        "There is no file of this name.",
        "Check the name and the folder.",
        near=lambda path: link_to(path, "real.xlsx"),
    ),
    "file-not-permitted": Case(
        lambda path: link_to(path, path.name),
        "This computer does not allow the file to be opened. The computer says: Too many levels of symbolic links.",
        "Ask whoever owns the file for permission to read it, or close it where it is open.",
        near=lambda path: link_to(path, "real.xlsx"),
    ),
    "file-not-a-file": Case(
        lambda path: path.mkdir(),
        "This is a folder or a device with a workbook's name, not a file.",
        "Choose the workbook itself.",
        near=spoilt(),
    ),
    "file-empty": Case(
        holds(bytes(4096)),
        "The file holds nothing at all.",
        "It may not have finished copying: ask for it to be sent again.",
        near=holds(bytes(4096) + b"x"),
        near_is="file-not-a-workbook",
    ),
    "file-too-big": Case(
        lambda path: of_size(path, limits.MAX_FILE + 1),
        "The file is far bigger than an audit workbook can be. It has 51 MB; at most 50 MB is read.",
        "Keep pictures and documents beside the workbook and link to them, then save it again.",
        near=lambda path: of_size(path, limits.MAX_FILE),
        near_is="file-empty",
    ),
    "file-password": Case(
        holds(OLE + "EncryptedPackage".encode(WIDE)),
        "The file opens only with a password.",
        "Open it in Excel, take the password off (File, Info, Protect Workbook) and save a copy.",
        near=spoilt(LOCKED_SHEET),
    ),
    "file-old-format": Case(
        holds(OLE + "Workbook".encode(WIDE)),
        "The file is another kind of spreadsheet (an .xls); only .xlsx and .xlsm can be read.",
        "Open it in Excel or LibreOffice and use Save As, Excel Workbook (.xlsx).",
        near=spoilt(put("xl/embeddings/old.xls", OLE + "Workbook".encode(WIDE))),
    ),
    "file-strict": Case(
        spoilt(swap(WORKBOOK, MAIN, STRICT)),
        "The file was saved as Strict Open XML, which other programs misread.",
        "Open it in Excel and use Save As, Excel Workbook (.xlsx), without the word Strict.",
        near=lambda path: path.write_bytes(first_row(COMMENT_CELL, f'<c r="H5" t="str"><v>{STRICT}</v></c>')),
    ),
    "file-not-a-workbook": Case(
        holds(b"%PDF-1.7"),
        "The file has a workbook's name, but holds something else: a PDF.",
        "Open it to see what it is, then choose the right file.",
        near=spoilt(put("xl/embeddings/letter.pdf", b"%PDF-1.7")),
    ),
    "file-damaged": Case(
        holds(forged(sound(), AUDIT, {CRC: 1})),
        "The file is damaged and can't be read safely. "
        "The part xl/worksheets/sheet1.xml is not what it was when the file was saved.",
        "Open it in Excel, let Excel repair it, check what is there and save it under a new name.",
        near=lambda path: path.write_bytes(sound()[:-2] + b"\x05\0hello"),  # a remark at the end of the zip
    ),
    "file-unsafe": Case(
        spoilt(swap(AUDIT, '<?xml version="1.0"?>', "<!DOCTYPE a>")),
        "The file is built in a way that no spreadsheet program builds it. "
        "The part xl/worksheets/sheet1.xml declares a document type.",
        "Ask the sender how it was made; copying its sheets to a new workbook usually helps.",
        near=lambda path: path.write_bytes(first_row(COMMENT_CELL, '<c r="H5" t="str"><v>&lt;!DOCTYPE a></v></c>')),
    ),
    "file-not-a-setting": Case(
        spoilt(
            swap(WORKBOOK, 'name="Audit"', 'name="Accounts"'),
            swap("xl/tables/table1.xml", '"Audit"', '"Sums"'),
            put(AUDIT, f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>'),
        ),
        "This workbook is not a setting's audit: it has no Audit sheet.",
        "Choose a workbook made with 'ecm-xl new' or from the blank workbook.",
        near=spoilt(swap(WORKBOOK, 'name="Audit"', 'name="Accounts"')),  # its table is still called Audit
    ),
}
"""Those that one file raises by itself. The others are below: they take a clock, a crash or several files."""

ELSEWHERE = {"file-too-slow", "file-reader-stopped", "setting-twice", "setting-not-reported"}


def test_every_code_about_a_file_has_its_case() -> None:
    about_files = {code for code in CATALOGUE if code.startswith(("file-", "setting-"))}
    assert about_files == {*CASES, *ELSEWHERE}


def said(code: str, message: str, action: str) -> Finding:
    """The whole finding. It concerns a file, so it has no place in it."""
    return Finding(code, Severity.ERROR, "", "", message, action)


@pytest.mark.parametrize("code", CASES)
def test_a_file_that_raises_it(code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    CASES[code].file(path)
    result = examine(read_snapshot, path, TODAY)
    status = Status.OTHER if code == "file-not-a-setting" else Status.UNREADABLE
    assert result == FileResult(str(path), status, findings=(said(code, CASES[code].message, CASES[code].action),))


@pytest.mark.parametrize("code", CASES)
def test_a_file_that_nearly_does(code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    CASES[code].near(path)
    result = examine(read_snapshot, path, TODAY)
    if CASES[code].near_is:
        assert [found.code for found in result.findings] == [CASES[code].near_is]
    else:
        assert result.status is Status.JUDGED
        assert not {found.code for found in result.findings} & {*CASES}


@pytest.mark.parametrize(
    ("kind_of", "words"),
    [
        ("cluster", "it is a cluster workbook"),
        ("copy", "it is a copy workbook"),
        ("Ours", "it is another kind of workbook"),
    ],
)
def test_a_workbook_of_another_kind_of_ours(kind_of: str, words: str, tmp_path: Path) -> None:
    kind(kind_of)(tmp_path / "x.xlsx")
    (found,) = examine(read_snapshot, tmp_path / "x.xlsx", TODAY).findings
    case = CASES["file-not-a-setting"]
    assert found == said("file-not-a-setting", case.message.replace("it has no Audit sheet", words), case.action)
    kind("Setting")(tmp_path / "near.xlsx")
    assert examine(read_snapshot, tmp_path / "near.xlsx", TODAY).status is Status.JUDGED


# What the reader's process comes to


def test_a_file_that_takes_too_long(tmp_path: Path) -> None:
    """No process starts within a millisecond, whatever the file."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(sound())
    assert examine(partial(read_alone, seconds=0.001), path, TODAY).findings == (
        said(
            "file-too-slow",
            "Reading the file took longer than 0.001 seconds, so it was stopped.",
            "Copy its sheets to a new workbook, leave out anything that is not the audit, and try again.",
        ),
    )
    assert examine(partial(read_alone, seconds=60.0), path, TODAY).status is Status.JUDGED


def test_a_file_that_stops_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(sound())
    assert examine(read_alone, path, TODAY).status is Status.JUDGED
    monkeypatch.setattr(isolate, "_READER", "ecm_xl.no_such_reader")
    assert examine(read_alone, path, TODAY).findings == (
        said(
            "file-reader-stopped",
            "The part of the program that reads workbooks stopped at this file.",
            "Open it in Excel, save it under a new name and try again.",
        ),
    )


# What only several files together come to


def cluster_findings(
    folder: Path, files: Mapping[str, bytes], expected: Iterable[str] = ()
) -> list[tuple[str, Finding]]:
    """What a batch over those files says of them, findings within a workbook left out."""
    place = folder / "in"
    place.mkdir()
    for name, data in files.items():
        (place / name).write_bytes(data)
    (folder / "list.csv").write_text("\n".join(["name", *expected]), encoding="utf-8")
    done = batch(Disk(), Asked((place,), folder / "c.xlsx", TODAY, expected=folder / "list.csv"), lambda *_: None)
    found = [(Path(file).name, one) for file, one in done.cluster.findings]
    return [(file, one) for file, one in found if one.code.startswith(("file-", "setting-"))]


OTHER_SETTING = swap("xl/worksheets/sheet2.xml", "<v>oak</v>", "<v>ash</v>")


def test_the_same_setting_in_two_files(tmp_path: Path) -> None:
    found = cluster_findings(tmp_path, {"Oak.xlsx": sound(), "Oak (2).xlsx": sound(), "Ash.xlsx": sound(OTHER_SETTING)})
    action = "Keep the newest in the folder and move the other one elsewhere."
    assert found == [
        (
            file,
            said(
                "setting-twice",
                f"This setting (also in {tmp_path / 'in' / other}) is in more than one file; "
                "none of them counts until one is left.",
                action,
            ),
        )
        for file, other in (("Oak (2).xlsx", "Oak.xlsx"), ("Oak.xlsx", "Oak (2).xlsx"))
    ]


def test_two_settings_of_one_name_are_two_settings(tmp_path: Path) -> None:
    assert cluster_findings(tmp_path, {"Oak.xlsx": sound(), "Oak (2).xlsx": sound(OTHER_SETTING)}) == []


def test_a_setting_that_was_expected(tmp_path: Path) -> None:
    found = cluster_findings(tmp_path, {"Oak.xlsx": sound()}, ["Oak Lane", "Fir Tree"])
    assert found == [
        (
            "",
            said(
                "setting-not-reported",
                "A file from Fir Tree is on the list of those expected, and is not here.",
                "Ask the setting for its workbook, or take it off the list.",
            ),
        )
    ]


def test_an_expected_setting_whose_file_is_damaged_did_report(tmp_path: Path) -> None:
    found = cluster_findings(tmp_path, {"Fir Tree.xlsx": sound()[:5000]}, ["Fir Tree"])
    assert [(file, one.code) for file, one in found] == [("Fir Tree.xlsx", "file-damaged")]
