"""The built add-in: as its sources say, byte for byte, and nothing in it that Excel would have to mend."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openxml_audit import AppPrediction, OpenXmlValidator, predict
from pyopenvba import check_file
from pyopenvba.cfb import CFB

import macros.build as addin
from tests.files.test_openxml_audit import HARMLESS

REPOSITORY = Path(__file__).parents[2]
MODULES = {"EcmLauncher", "EcmRibbon", "EcmSystem"}
DOCUMENTS = {"ThisWorkbook", "Sheet1"}
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def project(parts: dict[str, bytes]) -> CFB:
    return CFB.from_bytes(parts[addin.PROJECT])


def sources_in(path: Path) -> dict[str, str]:
    """Every module's source as another program reads it from the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it calls pyparsing by old names
        from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(path))
    try:
        found = {Path(file).stem: str(source) for _, _, file, source in parser.extract_all_macros()}
    finally:
        parser.close()
    return found


def without_attributes(source: str) -> list[str]:
    return [line for line in source.splitlines() if not line.startswith("Attribute VB_")]


# Built from its sources


def test_building_again_gives_the_same_bytes() -> None:
    assert addin.build() == addin.BUILT.read_bytes()
    assert addin.build() == addin.build()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with copies of the sources, so that nothing here is touched."""
    for path in [*addin.HERE.glob("*.bas"), addin.RIBBON, addin.BUILT]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(addin, "HERE", tmp_path)
    monkeypatch.setattr(addin, "RIBBON", tmp_path / addin.RIBBON.name)
    monkeypatch.setattr(addin, "BUILT", tmp_path / addin.BUILT.name)
    monkeypatch.setattr(sys, "argv", ["build.py", "--check"])
    return tmp_path


def test_check_finds_nothing_where_all_is_as_built(elsewhere: Path) -> None:
    before = addin.BUILT.read_bytes()
    assert addin.main() == 0
    assert addin.BUILT.read_bytes() == before
    assert elsewhere in addin.BUILT.parents


@pytest.mark.parametrize("changed", ["EcmRibbon.bas", "customUI14.xml"])
def test_check_finds_a_source_that_has_changed(
    elsewhere: Path, changed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = elsewhere / changed
    source.write_text(source.read_text(encoding="utf-8").replace("EcmButton", "EcmKnob"), encoding="utf-8")
    assert addin.main() == 1
    assert capsys.readouterr().out == "not as built: ecm.xlam. Run: python macros/build.py\n"


def test_check_finds_an_add_in_that_is_not_there(elsewhere: Path) -> None:
    (elsewhere / "ecm.xlam").unlink()
    assert addin.main() == 1


def test_building_makes_the_add_in(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = addin.BUILT.read_bytes()
    (elsewhere / "ecm.xlam").unlink()
    monkeypatch.setattr(sys, "argv", ["build.py"])
    assert addin.main() == 0
    assert addin.BUILT.read_bytes() == before


def test_line_ends_of_the_sources_make_no_difference(elsewhere: Path) -> None:
    before = addin.build()
    for path in (*elsewhere.glob("*.bas"), elsewhere / "customUI14.xml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert addin.build() == before


def test_a_source_that_vba_cannot_hold_is_refused(elsewhere: Path) -> None:
    (elsewhere / "EcmRibbon.bas").write_text('Attribute VB_Name = "EcmRibbon"\n\' \u0416\n', encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        addin.build()


def test_the_command_runs_by_itself() -> None:
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "macros" / "build.py"), "--check"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# The package


def test_the_validator_has_nothing_to_say_and_expects_excel_to_open_it() -> None:
    result = OpenXmlValidator().validate(str(addin.BUILT))
    assert [str(error) for error in result.errors if error.description not in HARMLESS] == []
    assert predict(result).prediction is AppPrediction.OPENS_CLEAN


def test_what_writes_the_project_finds_it_whole() -> None:
    report = check_file(addin.BUILT)
    assert list(report.issues) == []
    assert report.complete


def test_every_part_has_its_content_type(parts: dict[str, bytes]) -> None:
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    by_ending = {e.attrib["Extension"]: e.attrib["ContentType"] for e in types.iter(f"{CONTENT_TYPES}Default")}
    by_name = {e.attrib["PartName"]: e.attrib["ContentType"] for e in types.iter(f"{CONTENT_TYPES}Override")}
    assert by_name["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert by_ending["bin"] == "application/vnd.ms-office.vbaProject"
    assert {name.lstrip("/") for name in by_name} <= set(parts)
    others = [name for name in parts if f"/{name}" not in by_name and name != "[Content_Types].xml"]
    assert [name for name in others if name.rpartition(".")[2] not in by_ending] == []


def test_the_ribbon_is_related_to_the_package_once(parts: dict[str, bytes]) -> None:
    found = list(ElementTree.fromstring(parts["_rels/.rels"]).iter(f"{RELATIONSHIPS}Relationship"))
    kinds = [e.attrib["Type"] for e in found if e.attrib["Target"] == "customUI/customUI14.xml"]
    assert kinds == ["http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"]
    assert len({e.attrib["Id"] for e in found}) == len(found)
    assert [e.attrib["Target"] for e in found if e.attrib["Target"] not in parts] == []


def test_the_ribbon_in_it_is_the_source(parts: dict[str, bytes]) -> None:
    assert parts["customUI/customUI14.xml"].decode() == addin.RIBBON.read_text(encoding="utf-8")


def test_its_entries_say_nothing_of_when_or_where_it_was_built() -> None:
    with zipfile.ZipFile(addin.BUILT) as package:
        entries = package.infolist()
    assert {(e.date_time, e.create_system, e.compress_type) for e in entries} == {
        ((1980, 1, 1, 0, 0, 0), 0, zipfile.ZIP_STORED)
    }
    assert len({entry.filename for entry in entries}) == len(entries)


def test_its_properties_name_the_add_in_and_no_person(parts: dict[str, bytes]) -> None:
    texts = {e.tag.rpartition("}")[2]: e.text for e in ElementTree.fromstring(parts["docProps/core.xml"])}
    assert set(texts) == {"title", "creator", "description", "created"}
    assert texts["title"] == "ECM Standards"
    assert texts["creator"] == "The ecm_xl authors"


# The VBA


def test_another_program_reads_back_exactly_the_sources() -> None:
    read = sources_in(addin.BUILT)
    assert set(read) == MODULES | DOCUMENTS
    for name in MODULES:
        source = (addin.HERE / f"{name}.bas").read_text(encoding="utf-8")
        assert without_attributes(read[name]) == without_attributes(source), name
    assert all(without_attributes(read[name]) == [] for name in DOCUMENTS)


def test_a_source_that_differs_would_be_seen(elsewhere: Path) -> None:
    source = elsewhere / "EcmRibbon.bas"
    source.write_text(source.read_text(encoding="utf-8") + "' more\n", encoding="utf-8")
    addin.BUILT.write_bytes(addin.build())
    assert sources_in(addin.BUILT)["EcmRibbon"].splitlines()[-1] == "' more"


def test_the_project_says_that_it_has_no_cache(parts: dict[str, bytes]) -> None:
    """[MS-OVBA] 2.3.4.1: version FFFF and nothing after it; Excel then compiles from the source."""
    assert project(parts).get_stream_in_storage("VBA", "_VBA_PROJECT") == bytes.fromhex("CC61FFFF000000")


def test_code_names_are_those_of_the_document_modules(parts: dict[str, bytes]) -> None:
    named = re.findall(rb'<(?:workbookPr|sheetPr)[^>]* ?codeName="(\w+)"', parts["xl/workbook.xml"])
    named += re.findall(rb'<sheetPr[^>]*codeName="(\w+)"', parts["xl/worksheets/sheet1.xml"])
    assert {name.decode() for name in named} == DOCUMENTS
    listing = project(parts).get_stream("PROJECT").decode("cp1252")
    assert set(re.findall(r"^Document=(\w+)/", listing, re.MULTILINE)) == DOCUMENTS
    assert set(re.findall(r"^Module=(\w+)", listing, re.MULTILINE)) == MODULES


def test_every_module_declares_its_variables_and_its_own_name() -> None:
    for name, source in addin.modules().items():
        assert source.startswith(f'Attribute VB_Name = "{name}"\r\nOption Explicit\r\n')


def test_only_the_small_module_asks_the_computer_for_anything() -> None:
    asking = re.compile(r"\b(Declare|CreateObject|GetObject|Environ|Shell|AppleScriptTask|MsgBox|Open|Dir)\b")
    found = {}
    for name, source in addin.modules().items():
        code = re.sub(r'"[^"]*"', "", "\n".join(line.partition("'")[0] for line in source.splitlines()))
        found[name] = set(asking.findall(code))
    assert found["EcmRibbon"] == found["EcmLauncher"] == set()
    assert found["EcmSystem"] >= {"Declare", "CreateObject", "Environ", "AppleScriptTask", "MsgBox"}


def test_nothing_is_read_from_the_workbook_but_its_name() -> None:
    code = "\n".join(addin.modules().values())
    assert set(re.findall(r"\b(?:ActiveWorkbook|ThisWorkbook)\b(?:\.\w+)?", code)) == {
        "ActiveWorkbook", "ActiveWorkbook.Name",
    }  # fmt: skip
    assert not re.search(r"\b(?:ActiveSheet|Worksheets|Sheets|Range|Cells|CurDir|FullName|Path)\s*[(.]", code)


def test_nothing_is_of_xlwings_own_module(parts: dict[str, bytes]) -> None:
    everything = b"".join(parts.values()) + "".join(sources_in(addin.BUILT).values()).encode()
    for word in (b"xlwings", b"RunPython", b"Dictionary"):
        assert word.lower() not in everything.lower()


def test_there_is_little_of_it() -> None:
    lines = {name: len(source.splitlines()) for name, source in addin.modules().items()}
    assert sum(lines.values()) < 220, lines


# What travels with the package


def test_the_wheel_carries_what_an_install_needs() -> None:
    project_file = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project_file["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    found = {source: target for source, target in carried.items() if source.startswith("macros/")}
    assert found == {
        f"macros/{name}": f"ecm_xl/shipped/addin/{name}"
        for name in ("ecm.xlam", "ecm_xl.applescript", "customUI14.xml")
    }
    assert all((REPOSITORY / source).is_file() for source in found)
