"""Our files among other people's: written whole or not at all, and never in the place of somebody else's."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ecm_xl.backends.store import not_as_written, save_atomically

_RIBBON_PART = "customUI/customUI14.xml"
_OUR_TAB, _OUR_PROGRAM = b"ECM Standards", b"ecm_xl"
_ENOUGH = 1 << 20  # a ribbon or a script of ours is far smaller


def put_file(path: Path, data: bytes) -> bool:
    """Writes a file, whole or not at all; False where it holds just that already. Raises OSError."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)

    def is_whole(temporary: Path) -> None:
        if temporary.read_bytes() != data:
            raise not_as_written(path)

    def write(temporary: Path) -> None:
        temporary.write_bytes(data)

    save_atomically(path, write, is_whole)
    return True


def remove_file(path: Path) -> bool:
    """Takes a file away, and its folder if that is ours alone and empty now; False where there is none.

    Raises OSError.
    """
    if not path.is_symlink() and not path.exists():
        return False
    path.unlink()
    if path.parent.name == _OUR_PROGRAM.decode():
        with suppress(OSError):  # a log or backups are still in it
            path.parent.rmdir()
    return True


def is_our_addin(path: Path) -> bool:
    """True for an add-in that shows our tab, of whatever version; False for anything else and for no file at all."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open(_RIBBON_PART) as ribbon:
            return _OUR_TAB in ribbon.read(_ENOUGH)
    except (OSError, LookupError, RuntimeError, EOFError, ValueError, zipfile.BadZipFile, zlib.error):
        return False  # damaged, locked with a password, or something else altogether


def is_our_script(path: Path) -> bool:
    """True for a script that speaks of our program."""
    try:
        with path.open("rb") as script:
            return _OUR_PROGRAM in script.read(_ENOUGH)
    except OSError:
        return False


def is_somebody_elses(path: Path, is_ours: Callable[[Path], bool]) -> bool:
    """True where something of that name is there and is not ours."""
    return (path.exists() or path.is_symlink()) and not is_ours(path)


def is_from_the_web(path: Path) -> bool:
    """True where Windows has marked the file as come from the internet or an untrusted place, so that Excel blocks it.

    The mark is a second stream of the file; zones 3 and 4 are the internet and restricted sites ([MS-FSCC] 5.6.1).
    """
    try:
        text = path.with_name(f"{path.name}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return False
    zones = [line.partition("=")[2].strip() for line in text.splitlines() if line.lower().startswith("zoneid=")]
    return any(zone in ("3", "4") for zone in zones)
