"""Is the Python in the user's settings there, and does it have this ecm_xl with all that the buttons need?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ecm_xl import __version__
from ecm_xl.backends.addin.programs import Ran, Run
from ecm_xl.backends.addin.settings import Settings
from ecm_xl.backends.places import Machine, settings_file
from ecm_xl.workbook.buttons import Look

# As the launcher starts it: the folder at hand and the environment have no say in what is imported.
# xlwings is loaded at the first click only, and what it needs to reach Excel by itself: it stays silent without that.
_PROBE = (
    "import sys, ecm_xl, ecm_xl.ribbon; from ecm_xl.backends.light import load_xlwings; load_xlwings(); "
    "__import__({'win32': 'win32com.client', 'darwin': 'appscript'}.get(sys.platform, 'xlwings')); "
    "print('ecm_xl', ecm_xl.__version__, *sys.version_info[:2])"
)
_ANSWER = re.compile(r"ecm_xl (\S+) (\d+) (\d+)\s*")
_MISSING = re.compile(r"No module named '?([\w.]+)")


@dataclass(frozen=True, slots=True)
class Probed:
    """What a Python said of itself. `version` is that of its ecm_xl ('' where it could not say)."""

    version: str
    python: tuple[int, int]
    ran: Ran


def probe(python: str, run: Run) -> Probed:
    """Starts a Python as the buttons do, and asks it."""
    ran = run([python, "-P", "-E", "-c", _PROBE])
    answer = _ANSWER.fullmatch(ran.out) if ran.code == 0 else None
    return Probed(answer[1], (int(answer[2]), int(answer[3])), ran) if answer else Probed("", (0, 0), ran)


def python_looks(machine: Machine, settings: Settings | None, run: Run, again: str) -> Iterator[Look]:
    """What is to be said of the Python in the settings. `again` is the command that mends most of it."""
    if settings is None or not settings.python:
        yield Look(f"The buttons have not been told which Python to start ({settings_file(machine)}).", f"Run: {again}")
    elif not Path(settings.python).is_file():
        mend = f"It may have been moved or removed. In the Python that you use now, run: {again}"
        yield Look(f"The Python that the buttons start is not there: {settings.python}.", mend)
    else:
        yield _of_the_probe(settings.python, probe(settings.python, run), again)


def _of_the_probe(python: str, probed: Probed, again: str) -> Look:
    """What the answer of a Python that is there comes to."""
    if probed.version == __version__:
        return Look(f"The buttons start {python}, which has ecm_xl {__version__}.")
    if probed.version:
        says = f"The buttons start {python} with ecm_xl {probed.version}, and this is ecm_xl {__version__}."
        return Look(says, f"To use this one, run: {again}")
    missing = _MISSING.search(probed.ran.errors)
    if missing and missing[1] == "ecm_xl":
        return Look(f"The buttons start {python}, which has no ecm_xl.", f"In the Python that has it, run: {again}")
    if missing:
        mend = f'Run: "{python}" -m pip install --force-reinstall ecm-xl'
        return Look(f"The buttons start {python}, which lacks the package {missing[1]}.", mend)
    says = f"The buttons start {python}, which does not answer as it should: {probed.ran.last_words.rstrip('.')}."
    return Look(says, f"With Python 3.11 or later, install ecm-xl again, then run: {again}")
