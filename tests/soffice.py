"""LibreOffice, where it is installed: opens files and saves them again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ALWAYS, NEVER = 0, 1
"""LibreOffice's own numbers for "calculate anew when a workbook is opened"."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item>
</oor:items>
"""

SECONDS_A_FILE = 60


def saved_again(files: Sequence[Path], profile: Path, out: Path, *, recalculate: bool = True) -> list[Path]:
    """Opens every file and saves it as .xlsx in another folder, in one process with a profile of its own."""
    (profile / "user").mkdir(parents=True)
    settings = _SETTINGS.format(mode=ALWAYS if recalculate else NEVER)
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) is not installed"
    done = subprocess.run(
        [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, files)],
        capture_output=True, text=True, check=False, timeout=60 + SECONDS_A_FILE * len(files),
    )  # fmt: skip
    shutil.rmtree(profile, ignore_errors=True)
    saved = [out / f"{file.stem}.xlsx" for file in files]
    assert [file.name for file in saved if not file.exists()] == [], done.stderr
    return saved


def printed(files: Sequence[Path], profile: Path) -> None:
    """Prints every file as a PDF beside it, in one process with a profile of its own."""
    program = shutil.which("soffice")
    assert program
    subprocess.run(
        [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", "pdf",
         "--outdir", str(files[0].parent), *map(str, files)],
        capture_output=True, check=True, timeout=300,
    )  # fmt: skip
