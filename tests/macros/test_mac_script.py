"""The launcher's script for the Mac: what it gives to the shell, run here with stand-ins.

AppleScript itself runs on a Mac only. What it would hand over is read from the file: two fixed texts for the shell, and
arguments that are quoted one by one.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.build import HERE, modules

SCRIPT = (HERE / "ecm_xl.applescript").read_text(encoding="utf-8")
pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell here")

NAMES = ["Audit.xlsx", "St Mary's audit.xlsx", "R\u00e9ception \u2013 \u00e9t\u00e9.xlsx", "$(touch planted).xlsx",
         "`touch planted`.xlsx", "; touch planted;.xlsx", "50% of 20%.xlsx", "a\\b.xlsx", "-x.xlsx"]  # fmt: skip


def text_of(name: str) -> str:
    """A property's text as AppleScript understands it."""
    found = re.search(rf'^property {name} : "((?:[^"\\]|\\.)*)"$', SCRIPT, re.MULTILINE | re.DOTALL)
    assert found, name
    return re.sub(r"\\(.)", r"\1", found[1])


class Mac:
    """A home folder with settings, an interpreter that notes what it was given, and dialogs that are noted too."""

    def __init__(self, folder: Path) -> None:
        self.home, self.noted, self.said = folder / "home of Zo\u00eb", folder / "noted.json", folder / "said.txt"
        self.settings = self.home / "Library" / "Application Support" / "ecm_xl" / "addin.ini"
        self.settings.parent.mkdir(parents=True)
        self.python = self.home / "my python"
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.answers(0)
        self._program(self.bin / "osascript", f"open({str(self.said)!r}, 'a').write(sys.argv[2] + '\\n')")
        self.set(f"python={self.python}\n")

    def _program(self, path: Path, code: str) -> None:
        path.write_text(f"#!{sys.executable}\nimport json, os, sys\n{code}\n", encoding="utf-8")
        path.chmod(0o755)

    def answers(self, code: int) -> None:
        note = f"json.dump([sys.argv[1:], os.getcwd()], open({str(self.noted)!r}, 'w'))"
        self._program(self.python, f"{note}\nsys.exit({code})")

    def set(self, text: str) -> None:
        self.settings.write_text(text, encoding="utf-8")

    def shell(self, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(self.home), "PATH": f"{self.bin}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            ["sh", "-c", text, "ecm_xl", *arguments],
            env=environment, cwd=self.home, capture_output=True, encoding="utf-8", check=False, timeout=60,
        )  # fmt: skip

    def given(self) -> tuple[list[str], str]:
        arguments, folder = json.loads(self.noted.read_text(encoding="utf-8"))
        return arguments, folder


@pytest.fixture
def mac(tmp_path: Path) -> Mac:
    return Mac(tmp_path)


@pytest.mark.parametrize("ends", ["\n", "\r\n", ""])
def test_the_interpreter_is_the_one_in_the_users_settings(mac: Mac, ends: str) -> None:
    mac.set(f"python={mac.python}{ends}")
    found = mac.shell(text_of("findPython"))
    assert (found.returncode, found.stdout) == (0, str(mac.python))


def test_the_mark_that_some_editors_put_before_a_text_does_not_matter(mac: Mac) -> None:
    mac.set(f"\ufeffPython= {mac.python}\n")
    assert mac.shell(text_of("findPython")).stdout == str(mac.python)


@pytest.mark.parametrize("settings", ["", "python=\n", "python=python3\n", "python=./my python\n", "python=/nowhere\n"])
def test_without_a_whole_path_to_a_program_nothing_starts(mac: Mac, settings: str) -> None:
    mac.set(settings)
    found = mac.shell(text_of("findPython"))
    assert (found.returncode, found.stdout) == (1, "")


def test_without_settings_nothing_starts(mac: Mac) -> None:
    mac.settings.unlink()
    assert mac.shell(text_of("findPython")).returncode == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_name_arrives_as_it_is(mac: Mac, name: str) -> None:
    done = mac.shell(text_of("runPython"), str(mac.python), "validate", "4711", name)
    assert done.returncode == 0
    assert mac.given() == (["-P", "-E", "-m", "ecm_xl.ribbon", "validate", "--pid", "4711", "--book", name], "/")
    assert not list(mac.home.glob("planted*"))


def test_without_a_workbook_none_is_named(mac: Mac) -> None:
    mac.shell(text_of("runPython"), str(mac.python), "new", "4711", "")
    assert mac.given()[0] == ["-P", "-E", "-m", "ecm_xl.ribbon", "new", "--pid", "4711"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, None),
        (11, None),
        (12, "FINISH_TYPING"),
        (13, "NOT_STARTED"),
        (1, "NOT_STARTED"),
        (2, "NOT_STARTED"),
        (127, "NOT_STARTED"),
    ],
)
def test_what_is_said_of_an_exit_code_is_said_in_the_words_of_the_launcher(
    mac: Mac, code: int, words: str | None
) -> None:
    mac.answers(code)
    mac.shell(text_of("runPython"), str(mac.python), "judge", "4711", "Audit.xlsx")
    if words is None:
        assert not mac.said.exists()
        return
    found = re.search(rf'{words} As String = _\r\n\s+"([^"]+)"', modules()["EcmLauncher"])
    assert found
    assert mac.said.read_text(encoding="utf-8").startswith(f'display dialog "{found[1]}" with title "ECM Standards"')


def test_every_value_that_goes_to_the_shell_is_quoted() -> None:
    handler = SCRIPT.partition("on ecmStart(given)")[2]
    for line in [line for line in handler.splitlines() if "do shell script" in line or "set theArguments" in line]:
        without_literals = re.sub(r'"[^"]*"', "", line.partition("to ")[2] or line.partition("do shell script")[2])
        pieces = [piece.strip().removeprefix("do shell script").strip() for piece in without_literals.split("&")]
        bare = [piece for piece in pieces if piece and not piece.startswith("quoted form of ")]
        assert bare in ([], ["theArguments"]), line
    assert "of theBook" in handler


def test_the_script_is_plain_text_for_every_mac() -> None:
    assert SCRIPT.isascii()
    assert re.findall(r"^on (\w+)\(", SCRIPT, re.MULTILINE) == ["ecmStart"]
    assert 'AppleScriptTask("ecm_xl.applescript", "ecmStart", given)' in modules()["EcmSystem"]
