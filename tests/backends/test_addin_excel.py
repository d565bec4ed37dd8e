"""The tab in Excel: installed, installed again, taken away, and what doctor says, on made-up computers."""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ecm_xl import __version__
from ecm_xl.backends.addin.excel import CLOSE_FIRST, NO_EXCEL, START_EXCEL, Excel
from ecm_xl.backends.addin.files import is_from_the_web, is_our_addin, is_our_script, put_file
from ecm_xl.backends.addin.folders import addin_file, other_addin_files, script_file, shipped_addin
from ecm_xl.backends.addin.interpreter import probe
from ecm_xl.backends.addin.programs import Ran, Run, run
from ecm_xl.backends.addin.registry import DISABLED, Value
from ecm_xl.backends.addin.settings import Settings
from ecm_xl.backends.places import LINUX, MAC, WINDOWS, Machine, data_folder, settings_file
from ecm_xl.workbook.buttons import Look, NotInstalled, Removed
from ecm_xl.workflows.addin import doctor, install, uninstall
from tests.buttons import SCRIPT, SOMEBODY_ELSES, MadeUpRegistry, addin, answering, tree

Make = Callable[..., Excel]
THIS, EARLIER = addin(more=b"this one"), addin(more=b"an earlier one")
INSTALL = "Run: ecm-xl addin install"


@pytest.fixture(params=["ann", "Zoë Ní Bhriain & co"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / str(request.param)
    folder.mkdir()
    return folder


@pytest.fixture
def python(tmp_path: Path) -> Settings:
    path = tmp_path / "py thon"
    path.touch(0o755)
    return Settings(str(path), (str(tmp_path),))


@pytest.fixture
def shipped(tmp_path: Path) -> Callable[[str], Path]:
    folder = tmp_path / "came with the program"
    folder.mkdir()
    (folder / "ecm.xlam").write_bytes(THIS)
    (folder / "ecm_xl.applescript").write_bytes(SCRIPT)
    return lambda name: folder / name


@pytest.fixture
def windows(home: Path) -> Machine:
    return Machine(WINDOWS, home, {"APPDATA": str(home / "Roaming")})


@pytest.fixture
def mac(home: Path) -> Machine:
    return Machine(MAC, home, {})


@pytest.fixture
def excel(python: Settings, shipped: Callable[[str], Path]) -> Make:
    def make(machine: Machine, registry: MadeUpRegistry | None = None, started: Run | None = None) -> Excel:
        return Excel(machine, registry, python, started or answering(), shipped)

    return make


def to_mend(excel: Excel) -> list[Look]:
    return [look for look in doctor(excel) if not look.fine]


# Installing


def test_windows_gets_the_add_in_the_settings_and_an_entry(windows: Machine, excel: Make, python: Settings) -> None:
    registry = MadeUpRegistry("SOLVER.XLAM")
    path = addin_file(windows)
    assert install(excel(windows, registry)) == [
        f"Installed: {path}",
        f"The buttons start {python.python} (noted in {settings_file(windows)}).",
        "Excel opens the add-in from now on.",
        CLOSE_FIRST,
        START_EXCEL,
    ]
    assert path.read_bytes() == THIS
    assert registry.listed == {"OPEN": "SOLVER.XLAM", "OPEN1": f'"{path}"'}
    assert settings_file(windows).read_text(encoding="utf-8").startswith(f"python={python.python}\n")


def test_windows_without_its_variable_takes_the_usual_folder(home: Path, excel: Make) -> None:
    install(excel(Machine(WINDOWS, home, {}), MadeUpRegistry()))
    assert (home / "AppData/Roaming/Microsoft/AddIns/ecm.xlam").read_bytes() == THIS


def test_a_mac_gets_the_add_in_the_script_and_the_settings(mac: Machine, excel: Make) -> None:
    install(excel(mac))
    assert addin_file(mac).read_bytes() == THIS
    assert script_file(mac).read_bytes() == SCRIPT
    assert settings_file(mac).is_file()


def test_linux_is_told_of_libreoffice(home: Path, excel: Make) -> None:
    machine = Machine(LINUX, home, {})
    with pytest.raises(NotInstalled) as reason:
        install(excel(machine))
    assert str(reason.value) == NO_EXCEL
    with pytest.raises(NotInstalled):
        uninstall(excel(machine))
    assert doctor(excel(machine)) == [Look(NO_EXCEL, "Run: ecm-xl addin doctor --libreoffice")]
    assert tree(home) == {}


@pytest.mark.parametrize("system", [WINDOWS, MAC])
def test_to_install_twice_changes_nothing(home: Path, excel: Make, system: str) -> None:
    machine, registry = Machine(system, home, {}), MadeUpRegistry() if system == WINDOWS else None
    install(excel(machine, registry))
    before, listed = tree(home), registry and registry.listed
    assert install(excel(machine, registry)) == ["Everything is in its place already; nothing was changed."]
    assert (tree(home), registry and registry.listed) == (before, listed)


def test_an_earlier_one_of_ours_is_replaced(mac: Machine, excel: Make) -> None:
    put_file(addin_file(mac), EARLIER)
    put_file(script_file(mac), b"-- an earlier ecm_xl")
    install(excel(mac))
    assert (addin_file(mac).read_bytes(), script_file(mac).read_bytes()) == (THIS, SCRIPT)


@pytest.mark.parametrize("theirs", [SOMEBODY_ELSES, b"", b"PK\x03\x04 cut short", b"a letter"])
def test_somebody_elses_file_is_left_and_named(windows: Machine, excel: Make, theirs: bytes) -> None:
    put_file(addin_file(windows), b"x")
    addin_file(windows).write_bytes(theirs)
    registry = MadeUpRegistry()
    with pytest.raises(NotInstalled) as reason:
        install(excel(windows, registry))
    path = addin_file(windows)
    assert str(reason.value) == f"{path} is somebody else's file: rename or move it, then install again."
    assert addin_file(windows).read_bytes() == theirs
    assert (registry.listed, settings_file(windows).exists()) == ({}, False)
    assert uninstall(excel(windows, registry)).left == (f"{path} is somebody else's file and was left as it is.",)
    assert addin_file(windows).read_bytes() == theirs


def test_somebody_elses_add_in_of_that_name_in_the_list_is_named(windows: Machine, excel: Make, tmp_path: Path) -> None:
    theirs = tmp_path / "school" / "ecm.xlam"
    put_file(theirs, SOMEBODY_ELSES)
    registry = MadeUpRegistry(f'"{theirs}"')
    with pytest.raises(NotInstalled, match="Excel opens another add-in of the same name"):
        install(excel(windows, registry))
    assert registry.listed == {"OPEN": f'"{theirs}"'}


def test_an_entry_for_where_ours_lay_before_becomes_this_one(windows: Machine, excel: Make, tmp_path: Path) -> None:
    registry = MadeUpRegistry("SOLVER.XLAM", f'"{tmp_path / "gone" / "ecm.xlam"}"')
    install(excel(windows, registry))
    assert registry.listed == {"OPEN": "SOLVER.XLAM", "OPEN1": f'"{addin_file(windows)}"'}


def test_nothing_is_put_where_a_part_did_not_come_along(
    mac: Machine, excel: Make, shipped: Callable[[str], Path]
) -> None:
    shipped("ecm_xl.applescript").unlink()
    with pytest.raises(FileNotFoundError):
        install(excel(mac))
    assert tree(mac.home) == {}


def test_a_python_whose_path_can_not_be_noted_down_is_refused(mac: Machine, shipped: Callable[[str], Path]) -> None:
    with pytest.raises(NotInstalled, match="has a character in it that can't be noted down"):
        install(Excel(mac, None, Settings("/two\nlines"), answering(), shipped))
    assert tree(mac.home) == {}


# Taking away


@pytest.mark.parametrize("system", [WINDOWS, MAC])
def test_uninstall_takes_ours_and_leaves_everything_else(home: Path, excel: Make, system: str) -> None:
    machine, registry = Machine(system, home, {}), MadeUpRegistry("SOLVER.XLAM") if system == WINDOWS else None
    others = [addin_file(machine).with_name("school.xlam"), data_folder(machine) / "ecm.log", home / "Oak.xlsx"]
    for path in others:
        put_file(path, b"theirs")
    before, keys = tree(home), registry and {key: dict(values) for key, values in registry.keys.items()}
    install(excel(machine, registry))
    removed = uninstall(excel(machine, registry))
    assert removed.left == ()
    assert f"Removed: {addin_file(machine)}" in removed.gone
    assert (tree(home), registry and registry.keys) == (before, keys)
    assert uninstall(excel(machine, registry)) == Removed(())


# Looking


@pytest.fixture
def registry(windows: Machine, excel: Make) -> MadeUpRegistry:
    """Of a computer where all is installed."""
    made = MadeUpRegistry("SOLVER.XLAM")
    install(excel(windows, made))
    return made


def test_doctor_finds_nothing_where_all_is_installed(
    windows: Machine, registry: MadeUpRegistry, excel: Make, python: Settings
) -> None:
    assert doctor(excel(windows, registry)) == [
        Look(f"The buttons start {python.python}, which has ecm_xl {__version__}."),
        Look(f"The add-in is in its place: {addin_file(windows)}."),
        Look("Windows does not block the add-in."),
        Look("Excel has not disabled the add-in."),
        Look("Excel opens the add-in when it starts."),
    ]


def test_doctor_changes_nothing(windows: Machine, registry: MadeUpRegistry, excel: Make) -> None:
    before, keys = tree(windows.home), repr(registry.keys)
    doctor(excel(windows, registry))
    assert (tree(windows.home), repr(registry.keys)) == (before, keys)


def test_doctor_on_a_computer_where_nothing_is_installed(windows: Machine, excel: Make) -> None:
    assert to_mend(excel(windows, MadeUpRegistry())) == [
        Look(f"The buttons have not been told which Python to start ({settings_file(windows)}).", INSTALL),
        Look(f"The add-in is not there: {addin_file(windows)}.", INSTALL),
        Look("The add-in is not on Excel's list of add-ins to open.", "Close Excel, then run: ecm-xl addin install"),
    ]


def test_doctor_finds_that_the_python_has_gone(
    windows: Machine, registry: MadeUpRegistry, excel: Make, python: Settings
) -> None:
    Path(python.python).unlink()
    mend = "It may have been moved or removed. In the Python that you use now, run: ecm-xl addin install"
    assert to_mend(excel(windows, registry)) == [
        Look(f"The Python that the buttons start is not there: {python.python}.", mend)
    ]


def answers(python: str) -> Mapping[str, tuple[Ran, str, str]]:
    """What a Python may answer → what doctor makes of it."""
    starts = f"The buttons start {python}"
    return {
        "no ecm_xl": (
            Ran(1, "", "Traceback\nModuleNotFoundError: No module named 'ecm_xl'"),
            f"{starts}, which has no ecm_xl.",
            "In the Python that has it, run: ecm-xl addin install",
        ),
        "no xlwings": (
            Ran(1, "", "ModuleNotFoundError: No module named 'xlwings'"),
            f"{starts}, which lacks the package xlwings.",
            f'Run: "{python}" -m pip install --force-reinstall ecm-xl',
        ),
        "another version": (
            Ran(0, "ecm_xl 0.0.9 3 11\n"),
            f"{starts} with ecm_xl 0.0.9, and this is ecm_xl {__version__}.",
            "To use this one, run: ecm-xl addin install",
        ),
        "an old Python": (
            Ran(2, "", "unknown option -P\nTry `python -h' for more information."),
            f"{starts}, which does not answer as it should: Try `python -h' for more information.",
            "With Python 3.11 or later, install ecm-xl again, then run: ecm-xl addin install",
        ),
    }


@pytest.mark.parametrize("case", answers(""))
def test_doctor_asks_the_python(
    windows: Machine, registry: MadeUpRegistry, excel: Make, python: Settings, case: str
) -> None:
    ran, says, mend = answers(python.python)[case]
    assert to_mend(excel(windows, registry, answering(python_=ran))) == [Look(says, mend)]


def test_doctor_finds_an_add_in_of_another_version(windows: Machine, registry: MadeUpRegistry, excel: Make) -> None:
    addin_file(windows).write_bytes(EARLIER)
    says = f"The add-in {addin_file(windows)} is of another version than this program."
    assert to_mend(excel(windows, registry)) == [Look(says, INSTALL)]


def test_doctor_finds_somebody_elses_file(windows: Machine, registry: MadeUpRegistry, excel: Make) -> None:
    addin_file(windows).write_bytes(SOMEBODY_ELSES)
    mend = "Rename or move it, then run: ecm-xl addin install"
    assert to_mend(excel(windows, registry)) == [Look(f"{addin_file(windows)} is not ours.", mend)]


def test_doctor_finds_a_second_add_in_that_excel_would_open(
    windows: Machine, registry: MadeUpRegistry, excel: Make
) -> None:
    (other,) = other_addin_files(windows)
    put_file(other.with_name("ecm2.xlam"), EARLIER)
    assert to_mend(excel(windows, registry)) == []
    put_file(other, EARLIER)
    says = f"There is a second add-in of this name: {other}."
    assert to_mend(excel(windows, registry)) == [Look(says, "Close Excel and delete that file.")]


def test_doctor_finds_an_entry_that_leads_nowhere(windows: Machine, excel: Make, tmp_path: Path) -> None:
    gone = tmp_path / "gone" / "ecm.xlam"
    registry = MadeUpRegistry(f'"{addin_file(windows)}"', f'"{gone}"', f'"{gone.with_name("myecm.xlam")}"')
    install(excel(windows, registry))
    (look,) = to_mend(excel(windows, registry))
    assert look.says == f"Excel looks for the add-in where it no longer is: {gone}."
    assert look.do == f"{INSTALL}. If this line stays, untick it in Excel (File, Options, Add-ins, Go)."


@pytest.mark.parametrize(
    ("mark", "blocks"),
    [
        ("[ZoneTransfer]\r\nZoneId=3\r\n", True),
        ("[ZoneTransfer]\r\nZoneId=4\r\nHostUrl=https://school.example/ecm.xlam", True),
        ("[ZoneTransfer]\r\nZoneId=1\r\n", False),
        ("[ZoneTransfer]\r\nZoneId=30\r\n", False),
        ("", False),
    ],
)
def test_doctor_finds_that_windows_blocks_the_file(
    windows: Machine, registry: MadeUpRegistry, excel: Make, mark: str, blocks: bool
) -> None:
    path = addin_file(windows)
    path.with_name("ecm.xlam:Zone.Identifier").write_text(mark, encoding="utf-8")
    assert is_from_the_web(path) is blocks
    says = f"Windows blocks the add-in because it came from the internet: {path}."
    mend = "In the Explorer, right-click the file, choose Properties, tick Unblock and choose OK."
    assert to_mend(excel(windows, registry)) == ([Look(says, mend)] if blocks else [])


@pytest.mark.parametrize(("name", "is_ours"), [("ecm.xlam", True), ("myecm.xlam", False)])
def test_doctor_finds_that_excel_has_disabled_it(
    windows: Machine, registry: MadeUpRegistry, excel: Make, name: str, is_ours: bool
) -> None:
    text = f"c:\\x\\{name}\0".encode("utf-16-le")
    registry.put(DISABLED, "A1", Value(struct.pack("<III", 1, len(text), 2) + text + b"\0\0", 3))
    mend = "In Excel choose File, Options, Add-ins, Manage: Disabled Items, Go; choose it and then Enable."
    assert to_mend(excel(windows, registry)) == ([Look("Excel has disabled the add-in.", mend)] if is_ours else [])


def test_doctor_finds_that_a_macs_script_is_missing_or_of_another_version(mac: Machine, excel: Make) -> None:
    install(excel(mac))
    assert to_mend(excel(mac)) == []
    script = script_file(mac)
    script.write_bytes(b"-- an earlier ecm_xl")
    says = f"The script that starts the program {script} is of another version than this program."
    assert to_mend(excel(mac)) == [Look(says, INSTALL)]
    script.unlink()
    assert to_mend(excel(mac)) == [Look(f"The script that starts the program is not there: {script}.", INSTALL)]


def test_doctor_says_where_the_add_in_did_not_come_along(
    mac: Machine, excel: Make, shipped: Callable[[str], Path]
) -> None:
    install(excel(mac))
    shipped("ecm.xlam").unlink()
    assert to_mend(excel(mac)) == [Look("The add-in did not come with this program.", "Install ecm-xl again.")]


# Files, programs


def test_ours_is_told_from_a_file_that_only_has_its_name(tmp_path: Path) -> None:
    for data, is_ours in ((THIS, True), (SOMEBODY_ELSES, False), (THIS[:60], False)):
        (tmp_path / "ecm.xlam").write_bytes(data)
        assert is_our_addin(tmp_path / "ecm.xlam") is is_ours
    assert not is_our_addin(tmp_path / "nothing")
    assert not is_our_addin(tmp_path), "a folder"
    assert not is_our_script(tmp_path / "nothing")


def test_a_damaged_add_in_is_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "ecm.xlam").write_bytes(THIS.replace(b'label="Ratings"', b'label="RatinXs"'))
    assert not is_our_addin(tmp_path / "ecm.xlam")


def test_a_program_that_is_not_there_is_no_error() -> None:
    ran = run(["/nothing/of/that/name"])
    assert ran.code is None
    assert ran.last_words
    assert Ran(1).last_words == "nothing"


def test_what_is_shipped_is_taken_for_ours() -> None:
    assert is_our_addin(shipped_addin("ecm.xlam"))
    assert is_our_script(shipped_addin("ecm_xl.applescript"))


def test_the_python_that_runs_now_answers_as_it_should() -> None:
    probed = probe(sys.executable, run)
    assert (probed.version, probed.python) == (__version__, sys.version_info[:2]), probed.ran.errors


def test_a_module_planted_in_the_folder_at_hand_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ecm_xl").mkdir()
    (tmp_path / "ecm_xl" / "__init__.py").write_text("__version__ = 'planted'", encoding="utf-8")
    (tmp_path / "ecm_xl" / "ribbon.py").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert probe(sys.executable, run).version == __version__
