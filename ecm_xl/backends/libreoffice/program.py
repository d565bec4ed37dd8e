"""The office as a program: where its bridge to Python lies, how it is started, how it is ended for sure."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

SECONDS_TO_START = 120
_EVERY = 0.05
"""Seconds between two looks at whether the office answers."""
_SECONDS_TO_END = 10

_DEBIAN = Path("/usr/lib/python3/dist-packages")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""
"""A file that a stopped office left locked opens all the same. Values are the file's own until `calculate`. No tips."""


class NoOffice(Exception):
    """LibreOffice can't be used here. The message says why, for people."""


def load_uno() -> ModuleType:
    """LibreOffice's bridge, the module `uno`. Raises NoOffice where this Python can't have it.

    The office's own Python has it already. For another only that one file is loaded (and `pyuno` beside the office's
    programs): its folder holds other packages of the system, which must not get onto our path.
    """
    with suppress(ImportError):
        import uno

        if hasattr(uno, "getComponentContext"):  # a mere folder of that name, somewhere on the path, has not
            return uno  # type: ignore[no-any-return]  # it has no types
    for folder in _uno_folders():
        if (folder / "uno.py").is_file():
            return _loaded(folder / "uno.py")
    raise NoOffice("LibreOffice's bridge to Python is missing. Install the package python3-uno")


def _uno_folders() -> list[Path]:
    """Where the bridge may be: beside the office's programs, or where Debian and its relatives keep it."""
    return [folder for folder in (_programs(), _DEBIAN) if folder is not None]


def _programs() -> Path | None:
    """The folder of the office's programs."""
    command = shutil.which("soffice")
    return Path(command).resolve().parent if command else None


def _loaded(path: Path) -> ModuleType:
    programs = _programs()
    if programs and str(programs) not in sys.path:
        sys.path.append(str(programs))  # pyuno lies there; last, so that nothing of ours is hidden
    spec = spec_from_file_location("uno", path)
    if spec is None or spec.loader is None:
        raise NoOffice(f"LibreOffice's bridge to Python can't be read: {path}")
    module = module_from_spec(spec)
    sys.modules["uno"] = module  # pyuno imports it by name while it is still being loaded
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        del sys.modules["uno"]
        raise NoOffice(f"LibreOffice's bridge does not fit this Python ({sys.version.split()[0]})") from error
    return module


class Office:
    """An office of our own: a process, its profile in a temporary folder, and the way to talk to it.

    Raises NoOffice where it does not start within `SECONDS_TO_START`.
    """

    def __init__(self, visible: bool) -> None:
        self._uno = load_uno()
        command = shutil.which("soffice")
        if not command:
            raise NoOffice("LibreOffice (soffice) is not installed")
        self._profile = Path(tempfile.mkdtemp(prefix="ecm-office-"))
        self._pipe = self._profile.name
        self._process = self._started(command, visible)
        atexit.register(self.kill)
        try:
            self.context = self._reached()
        except BaseException:
            self.kill()
            raise
        create = self.context.ServiceManager.createInstanceWithContext
        self.desktop = create("com.sun.star.frame.Desktop", self.context)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def _started(self, command: str, visible: bool) -> subprocess.Popen[bytes]:
        (self._profile / "user").mkdir()
        (self._profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        options = ["--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
        return subprocess.Popen(  # nosec B603  # a list, no shell; the office that the person's own path names
            [command, *options, *([] if visible else ["--headless"]),
             f"-env:UserInstallation={self._profile.as_uri()}", f"--accept=pipe,name={self._pipe};urp;"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,  # the command starts the office itself as a child: both are ended together
        )  # fmt: skip

    def _reached(self) -> Any:
        """The office's component context, once it answers."""
        local = self._uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for _ in range(int(SECONDS_TO_START / _EVERY)):
            with suppress(Exception):  # NoConnectException, which has no importable type
                return resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_EVERY)
                raise NoOffice("LibreOffice stopped while it was starting")
        raise NoOffice(f"LibreOffice did not answer within {SECONDS_TO_START} seconds")

    def quit(self) -> None:
        """Asks the office to end, and ends it if it does not."""
        with suppress(Exception):  # the connection breaks while it answers
            self.desktop.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_SECONDS_TO_END)
        self.kill()

    def kill(self) -> None:
        """Ends the office, whatever it is doing, and removes its profile."""
        atexit.unregister(self.kill)
        self.context = self.desktop = None
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait(_SECONDS_TO_END)
        shutil.rmtree(self._profile, ignore_errors=True)
