"""The toolbar's extension: its parts, its buttons, its bytes; and its script, run here as LibreOffice runs it."""

from __future__ import annotations

import ast
import io
import platform
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ecm_xl import __version__
from ecm_xl.backends.addin import in_libreoffice
from ecm_xl.backends.addin.folders import shipped_addin
from ecm_xl.backends.addin.toolbar import FILE, SCRIPT, TOOLBAR, Button, extension, groups_of
from ecm_xl.ribbon import COMMANDS
from tests.buttons import RIBBON

PARTS = ["META-INF/manifest.xml", "description.xml", "Addons.xcu", "CalcWindowState.xcu", SCRIPT]
REPOSITORY = Path(__file__).parents[2]
OOR = "{http://openoffice.org/2001/registry}"


def parts(ribbon: bytes = RIBBON) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(extension(ribbon))) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def test_the_buttons_are_those_of_the_ribbon_group_by_group() -> None:
    assert groups_of(RIBBON) == [
        [
            Button("validate", "Validate", "Look for 'odd' ratings & \"details\""),
            Button("next_problem", "Next & last", "Next & last"),
        ],
        [Button("help", "Help", "How it works")],
    ]


def test_its_parts_are_there_and_well_formed() -> None:
    made = parts()
    assert list(made) == PARTS
    for name in PARTS[:-1]:
        etree.fromstring(made[name])
    ast.parse(made[SCRIPT], feature_version=(3, 8))


def test_the_manifest_names_what_libreoffice_is_to_take() -> None:
    made = parts()
    space = "{http://openoffice.org/2001/manifest}"
    named = {e.get(f"{space}full-path") for e in etree.fromstring(made["META-INF/manifest.xml"])}
    assert named == {"Addons.xcu", "CalcWindowState.xcu", "python"}
    assert f'<version value="{__version__}"/>'.encode() in made["description.xml"]


def test_the_toolbar_shows_labels_in_order_with_a_line_between_groups() -> None:
    root = etree.fromstring(parts()["Addons.xcu"])
    items = [node for node in root.iter("node") if str(node.get(f"{OOR}name")).startswith("m")]
    said = [{prop.get(f"{OOR}name"): prop.findtext("value") for prop in item} for item in items]
    assert [item.get("Title") for item in said] == ["Validate", "Next & last", None, "Help"]
    assert said[2] == {"URL": "private:separator"}
    assert said[1]["URL"] == (
        f"vnd.sun.star.script:{FILE}|python|ecm_buttons.py$next_problem?language=Python&location=user:uno_packages"
    )


def test_the_script_has_a_function_for_each_button() -> None:
    tree = ast.parse(parts()[SCRIPT])
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for group in groups_of(RIBBON):
        for button in group:
            node = functions[button.tag]
            assert ast.get_docstring(node) == button.tip
            assert ast.unparse(node.body[-1]) == f"press(XSCRIPTCONTEXT, '{button.tag}')"
    assert ast.unparse(tree.body[-1]) == "g_exportedScripts = (validate, next_problem, help)"


def test_one_button_is_exported_as_a_list_of_one() -> None:
    ribbon = RIBBON.partition(b"<ribbon>")[0] + b'<group><button tag="help" label="H"/></group></customUI>'
    assert parts(ribbon)[SCRIPT].endswith(b"g_exportedScripts = (help,)\n")


def test_the_script_holds_no_path_of_its_own() -> None:
    text = parts()[SCRIPT].decode()
    for path in (str(REPOSITORY), sys.prefix, str(Path.home())):
        assert path not in text


def test_built_twice_the_bytes_are_the_same() -> None:
    assert extension(RIBBON) == extension(RIBBON)
    assert extension(RIBBON) != extension(RIBBON.replace(b"Help", b"Hint"))
    with zipfile.ZipFile(io.BytesIO(extension(RIBBON))) as file:
        assert {(entry.date_time, entry.compress_type) for entry in file.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}


@pytest.mark.parametrize("tag", [b"", b"two words", b"class", b"x)(", b"caf\xc3\xa9"])
def test_a_tag_that_can_not_name_a_command_is_refused(tag: bytes) -> None:
    with pytest.raises(ValueError, match="can't name a command"):
        extension(RIBBON.replace(b'tag="help"', b'tag="' + tag + b'"'))


MENU = RIBBON.replace(
    b'<button id="c"',
    b'<menu id="m" tag="add_form" label="Add a form" screentip="One more sheet">'
    b'<button id="m1" tag="add_form:values" label="Shared values"/>'
    b'<button id="m2" tag="add_form:target-groups" label="Target groups"/></menu><button id="c"',
)
LINES = (("add_form:values", "Shared values"), ("add_form:target-groups", "Target groups"))


def test_a_menu_of_the_ribbon_is_a_button_with_a_list() -> None:
    assert groups_of(MENU)[1] == [
        Button("add_form", "Add a form", "One more sheet", LINES),
        Button("help", "Help", "How it works"),
    ]
    tree = ast.parse(parts(MENU)[SCRIPT])
    (node,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "add_form")
    assert ast.unparse(node.body[-1]) == f"press_chosen(XSCRIPTCONTEXT, 'Add a form', {LINES!r})"
    assert ast.unparse(tree.body[-1]) == "g_exportedScripts = (validate, next_problem, add_form, help)"


# Its script


@dataclass
class Context:
    """LibreOffice's script context, and what it was asked for."""

    asked: list[str] = field(default_factory=list)

    def getDesktop(self) -> str:  # noqa: N802  # LibreOffice's name
        return "desktop"

    def getDocument(self) -> str:  # noqa: N802  # LibreOffice's name
        return "document"


Press = Callable[[str], list[str]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What message boxes said."""
    said: list[str] = []
    monkeypatch.setattr(in_libreoffice, "tell", lambda _, text: said.append(text))
    return said


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home on Linux with a folder of packages, and this process made to forget ecm_xl.ribbon."""
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "ecm_xl").mkdir()
    (tmp_path / "ecm_xl" / "addin.ini").write_text(
        f"python=/py\npackages={tmp_path}\npackages=relative\n", encoding="utf-8"
    )
    return tmp_path


def imported(monkeypatch: pytest.MonkeyPatch, result: Any) -> None:
    """`ecm_xl.ribbon` is `result`, or can't be imported because of it."""

    def stand_in(name: str) -> Any:
        assert name == "ecm_xl.ribbon"
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(in_libreoffice, "import_module", stand_in)


def test_a_button_hands_desktop_document_and_tag_to_the_command(
    home: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, ...]] = []

    class Ribbon:
        in_office = staticmethod(lambda *given: calls.append(given))

    imported(monkeypatch, Ribbon)
    before = list(sys.path)
    in_libreoffice.press(Context(), "judge")
    in_libreoffice.press(Context(), "help")
    assert calls == [("desktop", "document", "judge"), ("desktop", "document", "help")]
    assert sys.path == [*before, str(home)], "at the end, once, and only whole paths"
    assert told == []


def test_the_line_that_is_chosen_is_pressed_and_none_where_none_is(
    home: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, ...]] = []

    class Ribbon:
        in_office = staticmethod(lambda *given: calls.append(given))

    imported(monkeypatch, Ribbon)
    chosen = iter(("add_form:values", ""))
    monkeypatch.setattr(in_libreoffice, "choose", lambda _, label, choices: next(chosen))
    for _ in range(2):
        in_libreoffice.press_chosen(Context(), "Add a form", LINES)
    assert (calls, told) == ([("desktop", "document", "add_form:values")], [])


def test_a_list_that_can_not_be_opened_is_told_of(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise RuntimeError("no window")

    monkeypatch.setattr(in_libreoffice, "choose", fails)
    in_libreoffice.press_chosen(Context(), "Add a form", LINES)
    assert told == [in_libreoffice.FAILED.format(error="no window")]


def test_the_list_opens_beneath_the_toolbars_own_button() -> None:
    assert f"private:resource/toolbar/addon_{TOOLBAR}" in parts()[SCRIPT].decode()


def test_without_settings_it_says_how_to_set_them_up(home: Path, told: list[str]) -> None:
    (home / "ecm_xl" / "addin.ini").unlink()
    in_libreoffice.press(Context(), "judge")
    assert told == [
        "The ECM buttons have not been set up for you yet.\n\n"
        "In a terminal, where ecm-xl is installed, run:  ecm-xl addin install --libreoffice"
    ]


@pytest.mark.parametrize("missing", ["ecm_xl", "ecm_xl.ribbon"])
def test_where_the_program_has_gone_it_says_so(
    home: Path, told: list[str], monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    imported(monkeypatch, ModuleNotFoundError(f"No module named {missing!r}", name=missing))
    in_libreoffice.press(Context(), "judge")
    assert told == [in_libreoffice.NOT_FOUND]
    assert told[0].startswith("The program behind the ECM buttons was not found. It may have been moved or removed.")


@pytest.mark.parametrize(
    "error",
    [
        ModuleNotFoundError("No module named 'lxml.etree'", name="lxml.etree"),
        ImportError("cannot import name 'UTC'"),
        SyntaxError("invalid syntax"),
    ],
)
def test_where_the_python_is_another_one_it_names_it(
    home: Path, told: list[str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    imported(monkeypatch, error)
    in_libreoffice.press(Context(), "judge")
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert told == [
        f"The program behind the ECM buttons can't run in this LibreOffice, which uses Python {python}.\n({error})\n\n"
        "In a terminal run:  ecm-xl addin doctor --libreoffice\nIt says what to do."
    ]


def test_a_command_that_fails_is_told_of_without_a_traceback(
    home: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ribbon:
        @staticmethod
        def in_office(*_: object) -> None:
            raise ValueError("first line\nsecond line")

    imported(monkeypatch, Ribbon)
    in_libreoffice.press(Context(), "judge")
    assert len(told) == 1
    assert told[0].startswith("Something went wrong inside the program behind the ECM buttons.\n(first line)\n")


def test_the_shipped_ribbons_buttons_are_the_commands() -> None:
    ribbon = shipped_addin("customUI14.xml").read_bytes()
    assert [button.tag for group in groups_of(ribbon) for button in group] == list(COMMANDS)
    assert list(parts(ribbon)) == PARTS
