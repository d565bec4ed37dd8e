"""A LibreOffice that runs the built add-in's VBA, without a window and with a profile of its own."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

SECONDS_TO_START, SECONDS_TO_STOP = 90, 30
WITH_MACROS = 4
"""com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN"""
AS_ADD_IN = "Calc MS Excel 2007 VBA XML"
_UNO_FOLDERS = ("/usr/lib/python3/dist-packages",)
_PROGRAM_FOLDERS = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program")
_HEADER = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"  # as LibreOffice itself writes it


def uno_module(links: Path) -> Any:
    """Python's way to a running LibreOffice.

    The system's Python has it, the environment that tests run in does not. Links to its two modules alone are put on
    the path, so that nothing else of the system's packages is found. Skips the test where there is none, unless
    ECM_REQUIRE_LIBREOFFICE says that it must be there.
    """
    folder = next((Path(each) for each in _UNO_FOLDERS if Path(each, "uno.py").exists()), None)
    if folder is not None:
        for name in ("uno.py", "unohelper.py"):
            (links / name).symlink_to(folder / name)
    for each in (str(links), *_PROGRAM_FOLDERS):
        if each not in sys.path and Path(each).is_dir():
            sys.path.append(each)
    try:
        return importlib.import_module("uno")
    except ImportError as error:
        if os.environ.get("ECM_REQUIRE_LIBREOFFICE"):
            raise
        pytest.skip(f"LibreOffice's Python module does not load here: {error}")


class Office:
    """A running LibreOffice."""

    def __init__(self, uno: Any, context: Any) -> None:
        self.uno, self.context = uno, context

    def make(self, service: str) -> Any:
        """One of LibreOffice's own objects."""
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def properties(self, **values: object) -> tuple[Any, ...]:
        """Named values as LibreOffice takes them."""
        made = []
        for name, value in values.items():
            made.append(self.uno.createUnoStruct("com.sun.star.beans.PropertyValue"))
            made[-1].Name, made[-1].Value = name, value
        return tuple(made)

    @contextmanager
    def opened(self, path: Path) -> Iterator[AddIn]:
        """The add-in as an open document, its VBA ready to run."""
        how = self.properties(Hidden=True, MacroExecutionMode=WITH_MACROS, FilterName=AS_ADD_IN)
        desktop = self.make("com.sun.star.frame.Desktop")
        document = desktop.loadComponentFromURL(self.uno.systemPathToFileUrl(str(path)), "_blank", 0, how)
        assert document is not None, f"LibreOffice does not open {path}"
        try:
            yield AddIn(self, document)
        finally:
            document.close(True)


class AddIn:
    """The built add-in, open in LibreOffice."""

    def __init__(self, office: Office, document: Any) -> None:
        self.office, self.document = office, document
        self.project = document.BasicLibraries.getByName("VBAProject")

    def modules(self) -> Mapping[str, str]:
        """Every module's source, as LibreOffice has read it."""
        return {name: self.project.getByName(name) for name in self.project.ElementNames}

    def replace(self, module: str, source: str) -> None:
        """Puts a stand-in in a module's place."""
        self.project.replaceByName(module, _HEADER + source)

    def press(self, tag: str) -> None:
        """Calls what a button of the ribbon calls, with a control that has this tag."""
        dialog = self.office.make("com.sun.star.awt.UnoControlDialogModel")
        control = dialog.createInstance("com.sun.star.awt.UnoControlButtonModel")
        control.Tag = tag
        where = "vnd.sun.star.script:VBAProject.EcmRibbon.EcmButton?language=Basic&location=document"
        self.document.getScriptProvider().getScript(where).invoke((control,), (), ())

    def column(self) -> list[str]:
        """The texts from A1 down to the first empty cell of the first sheet."""
        sheet, texts = self.document.Sheets.getByIndex(0), list[str]()
        while text := sheet.getCellByPosition(0, len(texts)).String:
            texts.append(text)
        return texts


@contextmanager
def running(folder: Path) -> Iterator[Office]:
    """Starts LibreOffice with a profile in that folder, and stops it afterwards."""
    (links := folder / "links").mkdir()
    uno = uno_module(links)
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) is not installed"
    pipe = f"ecm{uuid.uuid4().hex}"
    process = subprocess.Popen(
        [program, "--headless", "--norestore", "--nologo", "--nodefault",
         f"-env:UserInstallation={(folder / 'profile').as_uri()}", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        office = Office(uno, _connected(uno, process, pipe))
        yield office
        with suppress(Exception):  # it answers no more once it has begun to stop
            office.make("com.sun.star.frame.Desktop").terminate()
    finally:
        _stopped(process)


def _connected(uno: Any, process: subprocess.Popen[bytes], pipe: str) -> Any:
    """The running office, as soon as it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:  # uno's own kinds of error can't be imported before it runs
            if time.monotonic() > until:
                raise TimeoutError("LibreOffice does not answer") from error
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"LibreOffice has stopped with exit code {process.wait(timeout=0.05)}")


def _stopped(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
