"""What the tests of the buttons are made of: a made-up registry, add-ins of a few bytes, a Python that answers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ecm_xl import __version__
from ecm_xl.backends.addin.programs import Ran
from ecm_xl.backends.addin.registry import OPTIONS, Value

RIBBON = b"""<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs>
<tab id="T" label="ECM Standards"><group id="A" label="Ratings">
<button id="a" tag="validate" label="Validate" screentip="Look for 'odd' ratings &amp; &quot;details&quot;"/>
<button id="b" tag="next_problem" label="Next &amp; last"/></group>
<group id="C" label="Help"><button id="c" tag="help" label="Help" screentip="How it works"/></group>
</tab></tabs></ribbon></customUI>"""


def addin(ribbon: bytes = RIBBON, more: bytes = b"") -> bytes:
    """An add-in's file as far as it is looked at: its ribbon, and something that tells versions apart."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(zipfile.ZipInfo("customUI/customUI14.xml"), ribbon)
        file.writestr(zipfile.ZipInfo("version"), more)
    return packed.getvalue()


SOMEBODY_ELSES = addin(b"<customUI><tab label='My school'/></customUI>")
SCRIPT = b"-- starts ecm_xl"


class MadeUpRegistry:
    """A registry in memory."""

    def __init__(self, *listed: str | None) -> None:
        """With a list of add-ins; None leaves a gap."""
        places = [f"OPEN{number or ''}" for number in range(len(listed))]
        self.keys: dict[str, dict[str, Value]] = {OPTIONS: {"Font": Value("Calibri,11")}}
        self.keys[OPTIONS] |= {name: Value(path) for name, path in zip(places, listed, strict=True) if path is not None}

    def values(self, key: str) -> Mapping[str, Value]:
        return dict(self.keys.get(key, {}))

    def put(self, key: str, name: str, value: Value) -> None:
        self.keys.setdefault(key, {})[name] = value

    def delete(self, key: str, name: str) -> None:
        del self.keys[key][name]

    @property
    def listed(self) -> dict[str, object]:
        """The list of add-ins: name of the value → what it says."""
        return {name: value.data for name, value in self.keys[OPTIONS].items() if name.startswith("OPEN")}


def answering(
    version: str = __version__, python: tuple[int, int] = (3, 11), **said: Ran
) -> Callable[[Sequence[str]], Ran]:
    """Runs nothing: a Python answers with its versions, LibreOffice's unopkg with `add=`, `list=` or `remove=`."""

    def run(command: Sequence[str]) -> Ran:
        if Path(command[0]).name.startswith("unopkg"):
            return said[command[1]]
        return said.get("python_", Ran(0, f"ecm_xl {version} {python[0]} {python[1]}\n"))

    return run


def tree(folder: Path) -> dict[str, bytes]:
    """Every file in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
