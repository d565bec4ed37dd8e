"""The toolbar in a real LibreOffice: installed into a made-up profile, shown in Calc, each button reaches ecm_xl."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from ecm_xl import __version__
from ecm_xl.backends.addin.folders import office_program_folder
from ecm_xl.backends.addin.office import Office, python_of_office
from ecm_xl.backends.addin.programs import Ran, run
from ecm_xl.backends.addin.settings import Settings
from ecm_xl.backends.addin.toolbar import TOOLBAR
from ecm_xl.backends.places import LINUX, Machine
from ecm_xl.workflows.addin import doctor, install, uninstall

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]

RIBBON = b"""<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs>
<tab id="T" label="ECM Standards">
<group id="A"><button id="a" tag="validate" label="Validate" screentip="Look"/></group>
<group id="B"><button id="b" tag="help" label="Help"/></group></tab></tabs></ribbon></customUI>"""
PRESSED = """
def in_office(desktop, document, tag):
    import sys
    sheet = document.Sheets.getByIndex(0)
    sheet.getCellRangeByName("A1").String += tag + ";"
    sheet.getCellRangeByName("A2").String = "|".join(sys.path)
"""
# Runs in LibreOffice's own Python: shows Calc, looks for the toolbar, and chooses each of its buttons.
CLICKS = r"""
import json, sys, time, uno
from com.sun.star.beans import PropertyValue
from com.sun.star.util import URL

pipe, name = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
until = time.monotonic() + 60
while True:
    try:
        context = resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
        break
    except Exception:
        if time.monotonic() > until:
            raise
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
frame = document.CurrentController.Frame
resource = "private:resource/toolbar/addon_" + name
shown = frame.LayoutManager.getElement(resource)
while shown is None and time.monotonic() < until:
    shown = frame.LayoutManager.getElement(resource)
bar = shown.getRealInterface().AccessibleContext
names = [bar.getAccessibleChild(each).AccessibleContext.AccessibleName for each in range(bar.AccessibleChildCount)]
buttons = [each for each in names if each]
provider = context.ServiceManager.createInstance("com.sun.star.configuration.ConfigurationProvider")
where = PropertyValue()
where.Name, where.Value = "nodepath", "/org.openoffice.Office.Addons/AddonUI/OfficeToolBar/" + name
access = "com.sun.star.configuration.ConfigurationAccess"
items = provider.createInstanceWithArguments(access, (where,))
parser = context.ServiceManager.createInstanceWithContext("com.sun.star.util.URLTransformer", context)
for each in sorted(items.ElementNames):
    url = URL()
    url.Complete = items.getByName(each).URL
    if url.Complete.startswith("vnd.sun.star.script:"):
        url = parser.parseStrict(url)[1]
        frame.queryDispatch(url, "_self", 0).dispatch(url, ())
cells = [document.Sheets.getByIndex(0).getCellRangeByName(cell) for cell in ("A1", "A2")]
while cells[0].String.count(";") < len(buttons) and time.monotonic() < until:
    pass
answer = {"buttons": buttons, "visible": frame.LayoutManager.isElementVisible(resource),
          "pressed": cells[0].String, "path": cells[1].String.split("|")}
print(json.dumps(answer))
document.setModified(False)
document.close(True)
try:
    desktop.terminate()
except Exception:
    pass
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user may write into: pytest's own are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="ecm-toolbar-"))
    made.chmod(0o777)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def as_user() -> Callable[[Sequence[str]], list[str]]:
    """LibreOffice takes no extensions from root: where the tests run as root, somebody else starts it."""
    if os.geteuid() != 0:
        return list
    assert shutil.which("runuser"), "the tests run as root, and there is no runuser to start LibreOffice as another"
    return lambda command: ["runuser", "-u", "nobody", "--", *command]


@pytest.fixture
def machine(folder: Path) -> Machine:
    """A Linux computer with this one's LibreOffice and a home of its own."""
    return Machine(LINUX, folder / "home", {"PATH": os.environ["PATH"]})


@pytest.fixture
def office(
    machine: Machine, folder: Path, tmp_path: Path, as_user: Callable[[Sequence[str]], list[str]]
) -> Callable[..., Office]:
    """LibreOffice as `ecm-xl addin --libreoffice` sees it, with a profile and settings of its own."""
    ribbon = tmp_path / "customUI14.xml"
    ribbon.write_bytes(RIBBON)
    packages = folder / "packages"
    (packages / "ecm_xl").mkdir(parents=True)
    (packages / "ecm_xl" / "__init__.py").touch()
    (packages / "ecm_xl" / "ribbon.py").write_text(PRESSED, encoding="utf-8")
    for path in (packages, packages / "ecm_xl"):
        path.chmod(0o755)

    def started(command: Sequence[str]) -> Ran:
        if Path(command[0]).name.startswith("unopkg"):
            given = Path(command[3]) if command[1] == "add" else None
            if given:  # the temporary folder is closed to other users
                readable = folder / given.name
                shutil.copyfile(given, readable)
                readable.chmod(0o644)
                command = [str(readable) if word == str(given) else word for word in command]
            return run(as_user(command))
        return Ran(0, f"ecm_xl {__version__} {version[0]} {version[1]}\n")

    program = office_program_folder(machine)
    assert program
    told = python_of_office(program)
    assert told, "which Python LibreOffice uses could not be told"
    version = told
    python = Settings("/usr/bin/python3", (str(packages),))
    profile = folder / "profile"

    def make() -> Office:
        return Office(
            machine, python, started, is_root=False, shipped=lambda _: ribbon, profile=profile, version=version
        )

    return make


@pytest.fixture
def clicked(
    machine: Machine, folder: Path, as_user: Callable[[Sequence[str]], list[str]]
) -> Callable[[], dict[str, object]]:
    """Starts LibreOffice without a screen, chooses every button of the toolbar, and says what was there."""

    def look() -> dict[str, object]:
        pipe, profile = f"ecm{os.getpid()}", (folder / "profile").as_uri()
        environment = {**os.environ, "XDG_DATA_HOME": str(machine.home / ".local" / "share"), "HOME": str(folder)}
        soffice = shutil.which("soffice")
        assert soffice
        words = [soffice, "--headless", "--norestore", "--nologo", "--nodefault", f"-env:UserInstallation={profile}"]
        office = subprocess.Popen(
            as_user([*words, f"--accept=pipe,name={pipe};urp;"]),
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            done = subprocess.run(
                as_user(["/usr/bin/python3", "-c", CLICKS, pipe, TOOLBAR]),
                env=environment, capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            office.wait(timeout=60)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, 9)
                office.wait()
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    return look


def test_the_toolbar_is_installed_shown_pressed_looked_at_and_removed(
    office: Callable[..., Office], clicked: Callable[[], dict[str, object]], folder: Path
) -> None:
    said = install(office())
    assert said[0] == f"Installed: the toolbar 'ECM Standards', version {__version__}."
    assert install(office()) == said, "to install it again does no harm"
    for written in (folder / "home", *(folder / "home").rglob("*")):
        written.chmod(0o755 if written.is_dir() else 0o644)

    seen = clicked()
    assert seen["buttons"] == ["Validate", "Help"]
    assert seen["visible"] is True
    assert seen["pressed"] == "validate;help;"
    path = seen["path"]
    assert isinstance(path, list)
    assert path[-1] == str(folder / "packages"), "ours comes after all that LibreOffice has"
    assert "" not in path, "the folder at hand would have a say in what is imported"
    assert "." not in path

    looks = doctor(office())
    assert [look.says for look in looks if not look.fine] == []
    assert f"LibreOffice has the toolbar, version {__version__}." in [look.says for look in looks]

    assert uninstall(office()).gone[0] == "Removed: the toolbar 'ECM Standards'."
    assert uninstall(office()).gone == ()
    assert doctor(office())[0].says == "LibreOffice does not have the toolbar."
