"""The look at a file before any reader opens it: what it is, and whether it can be read safely.

`read_bytes` takes the file into memory once; all else works on those bytes, so a file that changes
meanwhile changes nothing. Every refusal is an UnreadableWorkbook with one of the catalogue's codes.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.kinds import refuse_other_kinds, refuse_other_packages
from ecm_xl.backends.reader.markup import check_markup
from ecm_xl.backends.reader.package import Package, too_big
from ecm_xl.workbook.snapshot import UnreadableWorkbook

_CONTENT_TYPES = "[content_types].xml"
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""O_NONBLOCK: should a named pipe take the file's place after it was looked at, opening it must not wait."""


class Parts:
    """A sound package's parts by name (names in a package ignore case), each unpacked when it is asked for.

    They are as they are: whoever parses one sends it through `check_markup` first.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self._known: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.package

    def get(self, name: str) -> bytes | None:
        """The part's bytes, None where there is none of that name. Raises UnreadableWorkbook if it is damaged."""
        key = name.lower()
        if key not in self._known:
            if key not in self.package:
                return None
            self._known[key] = self.package.unpack(key)
        return self._known[key]


def preflight(data: bytes) -> Parts:
    """The workbook's parts. Raises UnreadableWorkbook unless it is a workbook with a sound directory."""
    refuse_other_kinds(data)
    package = Package(data)
    parts = Parts(package)
    mimetype = package.unpack("mimetype") if "mimetype" in package else b""
    content_types = parts.get(_CONTENT_TYPES) or b""
    check_markup(_CONTENT_TYPES, content_types)
    refuse_other_packages(frozenset(package), content_types, mimetype)
    return parts


def read_bytes(path: Path) -> bytes:
    """The file's bytes, if it is a file of a bearable size."""
    try:
        _refuse_unless_file(path, os.stat(path))  # before opening: opening a device may do something
        handle = os.open(path, _FLAGS)
        with open(handle, "rb") as file:
            _refuse_unless_file(path, os.fstat(handle))
            data = file.read(os.fstat(handle).st_size)  # more, if it grows meanwhile, would not be sound anyway
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a zero byte in the name
        raise UnreadableWorkbook("file-missing") from error
    except PermissionError as error:
        raise UnreadableWorkbook("file-not-permitted") from error
    except OSError as error:
        raise UnreadableWorkbook("file-not-permitted", f"The computer says: {error.strerror}.") from error
    _check_size(len(data))
    return data


def _refuse_unless_file(path: Path, found: os.stat_result) -> None:
    """Folders, pipes, sockets and devices are not read; what is empty or too big is not opened."""
    if stat.S_ISDIR(found.st_mode) and not os.access(path, os.R_OK | os.X_OK):
        raise UnreadableWorkbook("file-not-permitted", "It is a folder.")
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableWorkbook("file-not-a-file")
    _check_size(found.st_size)


def _check_size(size: int) -> None:
    if size == 0:
        raise UnreadableWorkbook("file-empty")
    if size > limits.MAX_FILE:
        raise too_big("It", size, limits.MAX_FILE)
