"""Calc on a screen that nobody sees, with our toolbar in it, and a mouse: for tests, and for the README's picture.

A button's place comes from LibreOffice's own accessibility tree, the click from xdotool, so that what is tried is what
a person does. Needs LibreOffice with its GTK windows, Xvfb, xdotool and ImageMagick (`import`).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from ecm_xl.backends.addin.office import Office
from ecm_xl.backends.addin.programs import Ran, run
from ecm_xl.backends.addin.settings import this_python
from ecm_xl.backends.addin.toolbar import TOOLBAR
from ecm_xl.backends.libreoffice.program import load_uno
from ecm_xl.backends.places import LINUX, Machine
from ecm_xl.workflows.addin import install

PROGRAMS = ("soffice", "Xvfb", "xdotool", "import")
WIDTH, HEIGHT = 1400, 900
"""The window, in pixels: it fills the screen."""
SECONDS = 90
"""How long anything may take before it counts as failed; a busy computer starts LibreOffice slowly."""
_EVERY = 0.05
_POSITION_AND_SIZE = 15  # com.sun.star.awt.PosSize.POSSIZE
_BAR = f"private:resource/toolbar/addon_{TOOLBAR}"
_OTHER_BARS = (
    "private:resource/menubar/menubar",
    "private:resource/toolbar/standardbar",
    "private:resource/toolbar/formatobjectbar",
    "private:resource/statusbar/statusbar",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product">
<prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office/Factories/org.openoffice.Setup:Factory['{kind}']">
<prop oor:name="ooSetupFactoryWindowAttributes" oor:op="fuse"><value>{place}</value></prop></item>
</oor:items>
"""
"""No tips and no news across the sheet. The window has its size from the start: where no window manager gives it one,
it begins one pixel wide, and LibreOffice never ends putting its toolbars into that."""
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_PLACE = f"0,0,{WIDTH},{HEIGHT};1;0,0,0,0;"  # left, top, width and height; not maximised
Seen = TypeVar("Seen")


class Calc:
    """A Calc that is on the screen; `document` is the workbook that is open in it."""

    def __init__(self, process: subprocess.Popen[bytes], pipe: str, environment: Mapping[str, str]) -> None:
        self._process, self._environment = process, dict(environment)
        self._uno = load_uno()
        local = self._uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")

        def reached() -> Any:
            with suppress(Exception):  # NoConnectException, which has no importable type
                return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")

        context = self.wait_for(reached, "LibreOffice answers")
        self._desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.document = self.wait_for(self._opened, "the workbook is open")
        self._frame = self.document.CurrentController.Frame
        self.wait_for(self._whole, "all bars of the window are there")
        self.wait_for(self._fills_the_screen, "the window fills the screen")
        self.wait_for(self.still, "the toolbar stays where it is")

    def wait_for(self, look: Callable[[], Seen], what: str) -> Seen:
        """What `look` sees, as soon as it is true. Raises TimeoutError, or AssertionError where Calc has stopped."""
        until = time.monotonic() + SECONDS
        while not (seen := look()):
            if time.monotonic() > until:
                raise TimeoutError(f"Waited in vain for this: {what}")
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"LibreOffice has stopped with exit code {self._process.wait(_EVERY)}")
        return seen

    def _opened(self) -> Any:
        documents = self._desktop.Components.createEnumeration()
        document = documents.nextElement() if documents.hasMoreElements() else None
        return document if document and document.CurrentController else None

    def _whole(self) -> bool:
        """Calc's own bars push ours down when they come."""
        return all(self._frame.LayoutManager.isElementVisible(bar) for bar in (*_OTHER_BARS, _BAR))

    def still(self) -> dict[str, tuple[int, int]]:
        """Where the buttons are, as soon as neither they nor anything else on the screen moves; else nothing."""
        before = self.buttons()
        self.settled()
        return before if self.buttons() == before else {}

    def _fills_the_screen(self) -> bool:
        """Asks for it again until the screen itself says so: a window that is still being opened forgets it."""
        self._frame.ContainerWindow.setPosSize(0, 0, WIDTH, HEIGHT, _POSITION_AND_SIZE)
        names = self._do(["xdotool", "search", "--onlyvisible", "--name", "Calc"], may_fail=True).split()
        sizes = [self._do(["xdotool", "getwindowgeometry", name.decode()]).decode() for name in names]
        return any(f"{WIDTH}x{HEIGHT}" in size for size in sizes)

    def buttons(self) -> dict[str, tuple[int, int]]:
        """Each button of our toolbar by the words on it, and where its middle is on the screen."""
        shown = self._frame.LayoutManager.getElement(_BAR)
        if shown is None or not self._frame.LayoutManager.isElementVisible(_BAR):
            return {}
        bar = shown.getRealInterface().AccessibleContext
        parts = [bar.getAccessibleChild(number).AccessibleContext for number in range(bar.AccessibleChildCount)]
        return {part.AccessibleName: _middle(part) for part in parts if part.AccessibleName}

    def take_up(self) -> Any:
        """The workbook that is open now, None while none is: a button may close one and open it again."""
        with suppress(Exception):  # one that is being closed answers no more
            if document := self._opened():
                self.document, self._frame = document, document.CurrentController.Frame
                return document
        return None

    def keys(self, *names: str) -> None:
        """Presses keys one after the other, by the names that X knows them by."""
        self._do(["xdotool", "key", *names])

    def press(self, words: str) -> None:
        """Clicks on the button with these words on it, then takes the mouse away, so that no tip hides a cell."""

        def is_over_it() -> bool:
            x, y = self.buttons()[words]
            self._do(["xdotool", "mousemove", str(x), str(y)])
            self.settled()
            return self.buttons()[words] == (x, y)

        # LibreOffice tells of a place before its own menu has moved it; it looks again when the mouse comes.
        self.wait_for(is_over_it, f"the mouse is on {words}")
        self._do(["xdotool", "click", "1", "mousemove", str(WIDTH - 2), str(HEIGHT - 2)])

    def settled(self) -> bytes:
        """The screen as a PNG, once it does not change any more."""
        before = b""

        def still() -> bytes:
            nonlocal before
            last, before = before, self._do(["import", "-window", "root", "-strip", "png:-"])
            return before if before == last else b""

        return self.wait_for(still, "the screen does not change any more")

    def picture(self, path: Path, area: str) -> None:
        """Saves an area of the screen (WIDTHxHEIGHT+LEFT+TOP in pixels) as a PNG of few colours."""
        self.settled()
        few = ["+dither", "-colors", "128", "-depth", "8", "-define", "png:compression-level=9"]
        self._do(["import", "-window", "root", "-strip", "-crop", area, "+repage", *few, f"png:{path}"])

    def _do(self, command: Sequence[str], *, may_fail: bool = False) -> bytes:
        done = subprocess.run(command, env=self._environment, capture_output=True, check=not may_fail, timeout=SECONDS)
        return done.stdout


def _middle(part: Any) -> tuple[int, int]:
    corner, size = part.getLocationOnScreen(), part.getSize()
    return corner.X + size.Width // 2, corner.Y + size.Height // 2


@contextmanager
def calc(workbook: Path) -> Iterator[Calc]:
    """Calc with a workbook open, and with the toolbar as `ecm-xl addin install --libreoffice` puts it there.

    Its home is made up for it; all is gone afterwards. Raises NotInstalled, NoOffice, TimeoutError, and
    FileNotFoundError where one of PROGRAMS is missing.
    """
    folder = Path(tempfile.mkdtemp(prefix="ecm-calc-"))
    try:
        folder.chmod(0o777)  # for another user, see `_as_somebody`
        _install(folder)
        with _screen() as display, _running(folder, display, workbook) as started:
            yield started
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _install(folder: Path) -> None:
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(kind=_CALC, place=_PLACE), encoding="utf-8")
    for path in (user.parent, user, user / "registrymodifications.xcu"):
        path.chmod(0o777)

    def started(command: Sequence[str]) -> Ran:
        """The extension lies in a temporary folder that is closed to others: they get a copy."""
        if Path(command[0]).name.startswith("unopkg") and command[1] == "add":
            given = Path(command[3])
            readable = shutil.copyfile(given, folder / given.name)
            readable.chmod(0o644)
            command = [str(readable) if word == str(given) else word for word in command]
        return run(_as_somebody(command))

    home = Machine(LINUX, folder / "home", {"PATH": os.environ["PATH"]})
    install(Office(home, this_python(), started, is_root=False, profile=folder / "profile"))


def _as_somebody(command: Sequence[str]) -> Sequence[str]:
    """LibreOffice takes no extensions from root: where root asks, somebody else hands it in."""
    return command if os.geteuid() else ["runuser", "-u", "nobody", "--", *command]


@contextmanager
def _screen() -> Iterator[str]:
    """A screen in memory; the name that programs know it by."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="ascii") as told:
            number = told.readline().strip()  # it says so as soon as it is ready
        if not number:
            raise AssertionError("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(SECONDS)


@contextmanager
def _running(folder: Path, display: str, workbook: Path) -> Iterator[Calc]:
    """LibreOffice with that screen and home; it is gone afterwards."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    environment = {
        **kept, "DISPLAY": display, "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "gtk3", "GDK_BACKEND": "x11", "GTK_THEME": "Adwaita", "NO_AT_BRIDGE": "1",
    }  # fmt: skip
    pipe = f"ecm{uuid.uuid4().hex}"
    process = subprocess.Popen(
        ["soffice", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard",
         f"-env:UserInstallation={(folder / 'profile').as_uri()}", f"--accept=pipe,name={pipe};urp;", str(workbook)],
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,  # the command starts the office itself as a child: both are ended together
    )  # fmt: skip
    try:
        yield Calc(process, pipe, environment)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(SECONDS)
