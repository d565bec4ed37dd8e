"""What a button of the LibreOffice toolbar runs, inside LibreOffice's own Python.

This text goes into the extension as it stands (`toolbar`), with one function for each button beneath it. It imports
nothing of ours until the user's settings have said where that lies, and it holds no path of its own. LibreOffice's
Python may be older than the program needs, so it keeps to what every Python 3 understands from 3.7 on.
"""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from typing import Any

TITLE = "ECM Standards"
NOT_SET_UP = (
    "The ECM buttons have not been set up for you yet.\n\n"
    "In a terminal, where ecm-xl is installed, run:  ecm-xl addin install --libreoffice"
)
NOT_FOUND = (
    "The program behind the ECM buttons was not found. It may have been moved or removed.\n\n"
    "In a terminal, where ecm-xl is installed, run:  ecm-xl addin install --libreoffice"
)
CAN_NOT_RUN = (
    "The program behind the ECM buttons can't run in this LibreOffice, which uses Python {python}.\n({error})\n\n"
    "In a terminal run:  ecm-xl addin doctor --libreoffice\nIt says what to do."
)
FAILED = (
    "Something went wrong inside the program behind the ECM buttons.\n({error})\n\n"
    "In a terminal run:  ecm-xl addin doctor --libreoffice"
)


def press(context: Any, tag: str) -> None:
    """Does what a button stands for; what keeps it from starting is told in a message box.

    `context` is LibreOffice's script context: the way to the open document and the program's windows.
    """
    folders = package_folders(settings_path(platform.system(), os.path.expanduser("~"), os.environ))
    if not folders:
        tell(context, NOT_SET_UP)
        return
    try:
        command = find_command(folders)
    except Exception as error:  # whatever a package does when it meets a Python that it was not made for
        tell(context, why_not(error))
        return
    try:
        command(context.getDesktop(), context.getDocument(), tag)
    except Exception as error:  # the program tells of its own troubles; this is the last resort
        tell(context, FAILED.format(error=in_one_line(error)))


def press_chosen(context: Any, label: str, choices: Any) -> None:
    """Opens a button's list, and does what the line that is chosen stands for: nothing where none is.

    `label` is what stands on the button, `choices` are the tag and the words of each line.
    """
    try:
        tag = choose(context, label, choices)
    except Exception as error:  # there is nothing that could be done about it here
        tell(context, FAILED.format(error=in_one_line(error)))
        return
    if tag:
        press(context, tag)


def choose(context: Any, label: str, choices: Any) -> str:
    """The tag of the line that a person chooses from a list beneath the button, '' where they choose none."""
    import uno

    script = context.getComponentContext()
    menu = script.ServiceManager.createInstanceWithContext("com.sun.star.awt.PopupMenu", script)
    for number, (_, words) in enumerate(choices):
        menu.insertItem(number + 1, words, 0, number)
    window, left, top = beneath(context.getDesktop().getCurrentFrame(), label)
    chosen = menu.execute(window, uno.createUnoStruct("com.sun.star.awt.Rectangle", left, top, 0, 0), 0)
    return choices[chosen - 1][0] if chosen else ""


def beneath(frame: Any, label: str) -> Any:
    """The window that a button stands in, and the place beneath it; the frame's own where no toolbar is shown."""
    shown = frame.LayoutManager.getElement("private:resource/toolbar/addon_ecm_xl.toolbar")
    if shown is not None:
        bar = shown.getRealInterface()
        for number in range(bar.AccessibleContext.AccessibleChildCount):
            button = bar.AccessibleContext.getAccessibleChild(number).AccessibleContext
            if button.AccessibleName == label:
                place = button.getBounds()
                return bar, place.X, place.Y + place.Height
    return frame.getContainerWindow(), 0, 0


def settings_path(system: str, home: str, environ: Any) -> str:
    """Where the user's settings lie: the same place as `places.settings_file`, which can't be imported yet."""
    if system == "Windows":
        folder = whole(environ.get("APPDATA")) or os.path.join(home, "AppData", "Roaming")
    elif system == "Darwin":
        folder = os.path.join(home, "Library", "Application Support")
    else:
        folder = whole(environ.get("XDG_DATA_HOME")) or os.path.join(home, ".local", "share")
    return os.path.join(folder, "ecm_xl", "addin.ini")


def whole(path: str | None) -> str:
    """A path that begins at the root, '' for any other."""
    return path if path and os.path.isabs(path) else ""


def package_folders(settings: str) -> list[str]:
    """The folders that the settings name after `packages=`; none where there are no settings."""
    try:
        with open(settings, encoding="utf-8-sig", errors="replace") as file:
            lines = [line.partition("=") for line in file]
    except OSError:
        return []
    said = [value.strip() for name, _, value in lines if name.strip().lower() == "packages"]
    return [folder for folder in said if whole(folder)]


def find_command(folders: list[str]) -> Any:
    """The function that every button calls. Raises whatever keeps it from being imported.

    The folders come last: what LibreOffice brings along goes first, and keeps working for its other extensions.
    """
    for folder in folders:
        if folder not in sys.path:
            sys.path.append(folder)
    return import_module("ecm_xl.ribbon").in_office


def why_not(error: Exception) -> str:
    """Why the program could not be imported, for a person, with what to do."""
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] == "ecm_xl":
        return NOT_FOUND
    python = ".".join(str(number) for number in sys.version_info[:2])
    return CAN_NOT_RUN.format(python=python, error=in_one_line(error))


def in_one_line(error: Exception) -> str:
    """The first line of an error."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def tell(context: Any, text: str) -> None:
    """Shows a message box, and waits until it has been closed."""
    import uno

    window = context.getDesktop().getCurrentFrame().getContainerWindow()
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "WARNINGBOX")
    window.getToolkit().createMessageBox(window, kind, 1, TITLE, text).execute()  # 1: with an OK button
