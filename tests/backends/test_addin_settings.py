"""The user's own settings for the buttons, and where everything belongs on each of the three systems."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ecm_xl.backends.addin import folders, in_libreoffice
from ecm_xl.backends.addin.settings import (
    Settings,
    forget_settings,
    parse_settings,
    read_settings,
    this_python,
    unsafe,
    write_settings,
)
from ecm_xl.backends.places import LINUX, MAC, WINDOWS, Machine, data_folder, settings_file

HOMES = (Path("/home/ann"), Path("/home/Zoë Ní Bhriain"), Path("/Users/St Mary's & co"))
PYTHON = Settings("/opt/py/bin/python", ("/opt/py/lib", "/opt/ecm"))


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("system", [WINDOWS, MAC, LINUX])
@pytest.mark.parametrize(
    "environ",
    [{}, {"APPDATA": "/roam ing", "XDG_DATA_HOME": "/däta"}, {"APPDATA": "not/whole", "XDG_DATA_HOME": ""}],
)
def test_the_toolbar_finds_the_settings_where_they_are_written(
    home: Path, system: str, environ: dict[str, str]
) -> None:
    """It can't import `places` before it has read them."""
    machine = Machine(system, home, environ)
    assert in_libreoffice.settings_path(system, str(home), environ) == str(settings_file(machine))


@pytest.mark.parametrize("home", HOMES)
def test_windows_places(home: Path) -> None:
    named = Machine(WINDOWS, home, {"APPDATA": "/roaming folder"})
    assert folders.addin_file(named) == Path("/roaming folder/Microsoft/AddIns/ecm.xlam")
    assert folders.other_addin_files(named) == [Path("/roaming folder/Microsoft/Excel/XLSTART/ecm.xlam")]
    without = Machine(WINDOWS, home, {})
    assert folders.addin_file(without) == home / "AppData/Roaming/Microsoft/AddIns/ecm.xlam"


@pytest.mark.parametrize("home", HOMES)
def test_mac_places(home: Path) -> None:
    machine = Machine(MAC, home, {})
    office = home / "Library/Group Containers/UBF8T346G9.Office/User Content.localized"
    assert folders.addin_file(machine) == office / "Startup.localized/Excel/ecm.xlam"
    assert folders.other_addin_files(machine) == [office / "Add-Ins.localized/ecm.xlam"]
    script = home / "Library/Application Scripts/com.microsoft.Excel/ecm_xl.applescript"
    assert folders.script_file(machine) == script


def test_libreoffice_is_found_on_the_path_through_links_and_in_the_usual_folders(tmp_path: Path) -> None:
    program = tmp_path / "lib office" / "program"
    program.mkdir(parents=True)
    for name in ("soffice", "unopkg"):
        (program / name).touch(0o755)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "soffice").symlink_to(program / "soffice")
    machine = Machine(LINUX, tmp_path, {"PATH": str(tmp_path / "bin")})
    assert folders.office_program_folder(machine) == program


def test_libreoffice_is_found_where_windows_and_mac_have_it(tmp_path: Path) -> None:
    windows = tmp_path / "Program Files" / "LibreOffice" / "program"
    windows.mkdir(parents=True)
    machine = Machine(WINDOWS, tmp_path, {"ProgramFiles": str(tmp_path / "Program Files")})
    assert folders.office_program_folder(machine) is None, "a folder without its programs is none"
    (windows / "unopkg.com").touch()
    assert folders.office_program_folder(machine) == windows
    mac = tmp_path / "Applications" / "LibreOffice.app" / "Contents" / "MacOS"
    mac.mkdir(parents=True)
    (mac / "unopkg").touch()
    assert folders.office_program_folder(Machine(MAC, tmp_path, {})) == mac


def test_a_shipped_file_is_looked_for_in_the_package_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_PACKAGE", tmp_path / "ecm_xl")
    with pytest.raises(FileNotFoundError, match=r"This should have come with the program.*ecm\.xlam"):
        folders.shipped_addin("ecm.xlam")
    in_package, in_repository = tmp_path / "ecm_xl" / "shipped" / "addin", tmp_path / "macros"
    for folder in (in_repository, in_package):
        folder.mkdir(parents=True)
        (folder / "ecm.xlam").touch()
        assert folders.shipped_addin("ecm.xlam") == folder / "ecm.xlam"


# The file


def test_the_python_is_the_first_line_and_each_folder_has_its_own(tmp_path: Path) -> None:
    machine = Machine(LINUX, tmp_path, {})
    assert write_settings(machine, PYTHON, "excel")
    lines = settings_file(machine).read_text(encoding="utf-8").splitlines()
    assert lines == ["python=/opt/py/bin/python", "packages=/opt/py/lib", "packages=/opt/ecm", "buttons=excel"]


def test_to_write_them_again_changes_nothing(tmp_path: Path) -> None:
    machine = Machine(MAC, tmp_path / "Zoë's home", {})
    assert write_settings(machine, PYTHON, "excel")
    before = settings_file(machine).stat().st_mtime_ns
    assert not write_settings(machine, PYTHON, "excel")
    assert settings_file(machine).stat().st_mtime_ns == before


def test_each_program_takes_away_only_its_own_mark(tmp_path: Path) -> None:
    machine = Machine(LINUX, tmp_path, {})
    write_settings(machine, PYTHON, "excel")
    write_settings(machine, PYTHON, "libreoffice")
    assert forget_settings(machine, "excel")
    assert read_settings(machine) == Settings(PYTHON.python, PYTHON.packages, frozenset({"libreoffice"}))
    assert forget_settings(machine, "libreoffice")
    assert read_settings(machine) is None
    assert not data_folder(machine).exists(), "an empty folder of ours goes too"
    assert not forget_settings(machine, "libreoffice")


def test_a_folder_with_a_log_or_backups_in_it_stays(tmp_path: Path) -> None:
    machine = Machine(LINUX, tmp_path, {})
    write_settings(machine, PYTHON, "excel")
    (data_folder(machine) / "ecm.log").touch()
    forget_settings(machine, "excel")
    assert [path.name for path in data_folder(machine).iterdir()] == ["ecm.log"]


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("python=/a b/python\n", "/a b/python"),
        ("\ufeffPython= C:\\Zoë\\python.exe\r\n", "C:\\Zoë\\python.exe"),
        ("python =C:\\python.exe\n", ""),  # the launcher would not find it
        ("# mine\n\npython=/first\npython=/second\n", "/first"),
        ("python=\n", ""),
        ("pythons=/a\n", ""),
        ("python /a", ""),
        ("", ""),
    ],
)
def test_settings_are_read_forgivingly(text: str, python: str) -> None:
    assert parse_settings(text).python == python


def test_what_is_written_is_read_again() -> None:
    settings = Settings("C:\\a=b\\python.exe", ("C:\\x y", "D:\\ö"), frozenset({"excel", "libreoffice"}))
    assert parse_settings(settings.text) == settings


def test_this_python_is_the_one_that_runs_and_its_folders_hold_the_program() -> None:
    settings = this_python()
    assert settings.python == sys.executable
    assert any((Path(folder) / "ecm_xl" / "ribbon.py").exists() or (Path(folder) / "ecm_xl").is_dir()
               for folder in settings.packages)  # fmt: skip
    assert any((Path(folder) / "click").is_dir() for folder in settings.packages)
    assert len(settings.packages) == len(set(settings.packages))


def test_a_path_that_would_break_a_line_or_its_quotation_marks_is_found() -> None:
    assert unsafe(["/fine", "/Zoë's & co (1)"]) == ""
    assert unsafe(["/fine", "/two\nlines"]) == "/two\nlines"
    assert unsafe(['/a"b']) == '/a"b'
