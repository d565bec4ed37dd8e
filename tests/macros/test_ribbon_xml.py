"""The tab in Excel: every button has a known command, a callback, a real picture and words that say enough."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import load_model
from macros.build import RIBBON, modules

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
COMMANDS = {
    "new": "New audit",
    "add_form": "Add a form",
    "validate": "Validate",
    "next_problem": "Next problem",
    "judge": "Roll up",
    "dashboard": "Dashboard",
    "carry_on": "Carry on",
    "undo": "Undo last ECM action",
    "help": "Help",
}
GROUPS = {
    "Workbook": ["new", "add_form"],
    "Ratings": ["validate", "next_problem", "judge"],
    "Look": ["dashboard", "carry_on"],
    "Undo": ["undo"],
    "Help": ["help"],
}
KNOWN_ATTRIBUTES = {
    "customUI": set[str](),
    "ribbon": set[str](),
    "tabs": set[str](),
    "tab": {"id", "label", "keytip", "insertAfterMso"},
    "group": {"id", "label"},
    "button": {"id", "tag", "label", "keytip", "size", "imageMso", "onAction", "screentip", "supertip"},
    "menu": {"id", "tag", "label", "keytip", "size", "imageMso", "screentip", "supertip"},
    "line": {"id", "tag", "label", "onAction", "supertip"},
}
"""What is used of the schema for the ribbon ([MS-CUSTOMUI2] 2.2). A `line` is a button within a menu."""
LONGEST_TEXT, LONGEST_KEYTIP = 1024, 3  # ST_String and ST_Keytip there


def buttons(ribbon: ElementTree.Element) -> list[ElementTree.Element]:
    """What stands in the tab's groups: buttons, and menus that open a list."""
    groups = [ribbon] if ribbon.tag == f"{NAMESPACE}group" else ribbon.iter(f"{NAMESPACE}group")
    return [one for group in groups for one in group]


def lines(ribbon: ElementTree.Element) -> list[ElementTree.Element]:
    """The lines of the menus' lists."""
    return [line for menu in ribbon.iter(f"{NAMESPACE}menu") for line in menu]


def kind(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(NAMESPACE)


def real_icons() -> set[str]:
    lines = (Path(__file__).parent / "icons.txt").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if not line.startswith("#")}


def parameters(source: str, procedure: str) -> str | None:
    """The parameters of a public procedure in a module's source."""
    found = re.search(rf"^Public Sub {procedure}\((.*)\)\r?$", source, re.MULTILINE)
    return found[1] if found else None


def twice(names: Iterable[str]) -> set[str]:
    names = list(names)
    return {name for name in names if names.count(name) > 1}


def test_the_file_is_well_formed_and_in_the_namespace_of_office_2010() -> None:
    root = ElementTree.parse(RIBBON).getroot()
    assert root.tag == f"{NAMESPACE}customUI"
    assert all(element.tag.startswith(NAMESPACE) for element in root.iter())


def test_only_elements_and_attributes_that_the_schema_has_are_used(ribbon: ElementTree.Element) -> None:
    for element in ribbon.iter():
        assert set(element.attrib) <= KNOWN_ATTRIBUTES[kind(element)], element.attrib
    assert all(set(button.attrib) == KNOWN_ATTRIBUTES[kind(button)] for button in buttons(ribbon))
    assert all((kind(line), set(line.attrib)) == ("button", KNOWN_ATTRIBUTES["line"]) for line in lines(ribbon))


def test_there_is_one_tab_with_the_agreed_groups_and_buttons(ribbon: ElementTree.Element) -> None:
    (tab,) = ribbon.iter(f"{NAMESPACE}tab")
    assert tab.get("label") == "ECM Standards"
    assert {group.get("label"): [b.get("tag") for b in buttons(group)] for group in tab} == GROUPS
    assert {button.get("tag"): button.get("label") for button in buttons(ribbon)} == COMMANDS
    assert len(buttons(ribbon)) == len(COMMANDS)


def test_every_tag_is_a_command_of_the_program(ribbon: ElementTree.Element) -> None:
    program = pytest.importorskip("ecm_xl.ribbon")
    assert [button.get("tag") for button in buttons(ribbon)] == list(program.COMMANDS)


def test_every_form_can_be_added_from_the_list_by_its_title_with_its_purpose(ribbon: ElementTree.Element) -> None:
    told = [(line.get("tag"), line.get("label"), line.attrib["supertip"]) for line in lines(ribbon)]
    assert told == [
        (f"add_form:{form.id}", form.title, f"{form.purpose} What you have typed stays as it is.")
        for form in load_model(forms=FORMS).forms
    ]


def test_no_id_and_no_key_is_there_twice(ribbon: ElementTree.Element) -> None:
    ids = [element.attrib["id"] for element in ribbon.iter() if "id" in element.attrib]
    assert len(ids) == 1 + len(GROUPS) + len(COMMANDS) + len(FORMS)
    assert twice(ids) == set()
    assert all(re.fullmatch(r"[A-Za-z]\w*", name) for name in ids)
    assert twice(button.attrib["keytip"] for button in buttons(ribbon)) == set()
    assert all(re.fullmatch(r"[A-Z]", button.attrib["keytip"]) for button in buttons(ribbon))
    (tab,) = ribbon.iter(f"{NAMESPACE}tab")
    assert len(tab.attrib["keytip"]) <= LONGEST_KEYTIP


def test_a_name_that_is_there_twice_would_be_found() -> None:
    assert twice(["a", "b", "a"]) == {"a"}


def test_every_callback_is_there_and_takes_the_button(ribbon: ElementTree.Element) -> None:
    source = modules()["EcmRibbon"]
    pressed = [button for button in [*buttons(ribbon), *lines(ribbon)] if kind(button) == "button"]
    assert {button.attrib["onAction"] for button in pressed} == {"EcmButton"}
    assert parameters(source, "EcmButton") == "ByVal control As IRibbonControl"
    assert parameters(source, "EcmButtons") is None


def test_every_picture_is_one_that_office_has(ribbon: ElementTree.Element) -> None:
    pictures = [button.attrib["imageMso"] for button in buttons(ribbon)]
    assert set(pictures) <= real_icons()
    assert twice(pictures) == set()


def test_sizes_are_large_or_normal(ribbon: ElementTree.Element) -> None:
    assert {button.attrib["size"] for button in buttons(ribbon)} == {"large", "normal"}


def test_every_button_says_what_happens_and_what_does_not(ribbon: ElementTree.Element) -> None:
    for button in buttons(ribbon):
        assert 10 < len(button.attrib["screentip"]) <= 60, button.attrib["tag"]
        assert len(button.attrib["supertip"]) <= LONGEST_TEXT
        assert re.search(r"\b(not|Nothing|stay)\b", button.attrib["supertip"]), button.attrib["tag"]
        assert button.attrib["supertip"].endswith(".")
