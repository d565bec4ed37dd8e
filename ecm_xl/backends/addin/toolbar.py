"""The toolbar "ECM Standards" of LibreOffice Calc: an extension made from the ribbon's own XML.

Button for button the same names as in Excel. A toolbar of this kind knows no button with a list, so a menu of the
ribbon is a button here whose script opens the list beneath it. The file is a zip of a manifest, a description, two
settings files (the buttons; where the toolbar stands) and one script, and is the same to the byte whenever it is made
from the same ribbon.
Format: the OpenOffice.org Developer's Guide, "Extensions"; org.openoffice.Office.Addons.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from keyword import iskeyword
from typing import Any

from ecm_xl import __version__

FILE, IDENTIFIER, NAME = "ecm_standards.oxt", "ecm_xl.toolbar", "ECM Standards"
TOOLBAR = "ecm_xl.toolbar"
"""Under `private:resource/toolbar/addon_` in LibreOffice."""
SCRIPT = "python/ecm_buttons.py"
_RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_REGISTRY = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_ALWAYS = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold: the same whenever it is built


@dataclass(frozen=True, slots=True)
class Button:
    """One button: `tag` names its command, `tip` says what it does, `choices` are the tag and label of each line of
    its list."""

    tag: str
    label: str
    tip: str
    choices: tuple[tuple[str, str], ...] = ()


def groups_of(ribbon: bytes) -> list[list[Button]]:
    """The buttons of the ribbon, group by group. Raises ValueError for a tag that can't name a command."""
    from lxml import etree  # only when a toolbar is made

    root = etree.fromstring(ribbon, etree.XMLParser(resolve_entities=False, no_network=True))
    groups = [
        [_button(node) for node in group if node.tag in (f"{_RIBBON}button", f"{_RIBBON}menu")]
        for group in root.iter(f"{_RIBBON}group")
    ]
    return [group for group in groups if group]


def _button(node: Any) -> Button:
    said, tag = node.attrib, node.get("tag", "")
    if not tag.isidentifier() or iskeyword(tag) or not tag.isascii():
        raise ValueError(f"A button of the ribbon has the tag {tag!r}, which can't name a command")
    choices = tuple((line.get("tag", ""), line.get("label", "")) for line in node.iterchildren(f"{_RIBBON}button"))
    return Button(tag, said["label"], said.get("screentip", said["label"]), choices)


def extension(ribbon: bytes) -> bytes:
    """The extension's file (.oxt), made from the ribbon's XML. Raises ValueError as `groups_of` does."""
    groups = groups_of(ribbon)
    parts = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "Addons.xcu": _buttons(groups),
        "CalcWindowState.xcu": _where_it_stands(),
        SCRIPT: _script(groups),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:  # stored: packing differs from zlib to zlib
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _ALWAYS)
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every system
            file.writestr(entry, text.encode())
    return packed.getvalue()


# Its parts


def _manifest() -> str:
    settings, script = "configuration-data", "framework-script"
    kinds = {"Addons.xcu": settings, "CalcWindowState.xcu": settings, SCRIPT.partition("/")[0]: script}
    entries = "".join(
        f' <manifest:file-entry manifest:full-path="{name}" manifest:media-type="{_media_type(kind)}"/>\n'
        for name, kind in kinds.items()
    )
    namespace = 'xmlns:manifest="http://openoffice.org/2001/manifest"'
    return f"{_HEAD}<manifest:manifest {namespace}>\n{entries}</manifest:manifest>\n"


def _media_type(kind: str) -> str:
    return f"application/vnd.sun.star.{kind}"


def _description() -> str:
    namespace = "http://openoffice.org/extensions/description/2006"
    return (
        f'{_HEAD}<description xmlns="{namespace}" xmlns:d="{namespace}">\n'
        f' <identifier value="{IDENTIFIER}"/>\n <version value="{__version__}"/>\n'
        f' <display-name><name lang="en">{NAME}</name></display-name>\n</description>\n'
    )


def _buttons(groups: list[list[Button]]) -> str:
    """The toolbar's buttons, with a line between groups. They are named in order: LibreOffice sorts them by name."""
    nodes: list[str] = []
    for group in groups:
        if nodes:
            nodes.append(_prop("URL", "private:separator"))
        nodes += ["".join(_of_button(button)) for button in group]
    items = "".join(
        f' <node oor:name="m{number:02d}" oor:op="replace">{node}</node>\n' for number, node in enumerate(nodes)
    )
    toolbar = f'<node oor:name="{TOOLBAR}" oor:op="replace">\n{items}</node>'
    inside = f'<node oor:name="AddonUI"><node oor:name="OfficeToolBar">{toolbar}</node></node>'
    return _settings("Addons", "org.openoffice.Office", inside)


def _of_button(button: Button) -> Iterator[str]:
    where = f"{FILE}|{SCRIPT.replace('/', '|')}${button.tag}"
    yield _prop("URL", f"vnd.sun.star.script:{where}?language=Python&location=user:uno_packages")
    yield _prop("Title", button.label, " xml:lang='en-US'")
    yield _prop("Target", "_self")
    yield _prop("Context", "com.sun.star.sheet.SpreadsheetDocument")


def _where_it_stands() -> str:
    """At the top of Calc's window, beneath its own toolbars, with words on its buttons."""
    shown = (
        f"<prop oor:name='UIName'><value xml:lang='en-US'>{NAME}</value></prop>"
        "<prop oor:name='Visible'><value>true</value></prop><prop oor:name='Docked'><value>true</value></prop>"
        "<prop oor:name='DockingArea'><value>0</value></prop><prop oor:name='DockPos'><value>0,2</value></prop>"
        "<prop oor:name='Style'><value>1</value></prop>"
    )
    bar = f'<node oor:name="private:resource/toolbar/addon_{TOOLBAR}" oor:op="replace">{shown}</node>'
    inside = f'<node oor:name="UIElements"><node oor:name="States">{bar}</node></node>'
    return _settings("CalcWindowState", "org.openoffice.Office.UI", inside)


def _settings(name: str, package: str, inside: str) -> str:
    head = f'<oor:component-data {_REGISTRY} oor:name="{name}" oor:package="{package}">'
    return f"{_HEAD}{head}\n{inside}\n</oor:component-data>\n"


def _prop(name: str, value: str, language: str = "") -> str:
    return f"<prop oor:name='{name}' oor:type='xs:string'><value{language}>{escape(value, quote=False)}</value></prop>"


def _script(groups: list[list[Button]]) -> str:
    """The script: the text of `in_libreoffice`, then a function for each button (its tip is what a list of macros
    shows)."""
    text = files("ecm_xl.backends.addin").joinpath("in_libreoffice.py").read_text(encoding="utf-8")
    buttons = [button for group in groups for button in group]
    functions = "".join(
        f"\n\ndef {button.tag}(*_event):\n    {button.tip!r}\n    {_call(button)}\n" for button in buttons
    )
    exported = "".join(f"{button.tag}, " for button in buttons).rstrip()
    return f"{text}{functions}\n\ng_exportedScripts = ({exported})\n"


def _call(button: Button) -> str:
    """What a button's function does."""
    if button.choices:
        return f"press_chosen(XSCRIPTCONTEXT, {button.label!r}, {button.choices!r})"
    return f"press(XSCRIPTCONTEXT, {button.tag!r})"
