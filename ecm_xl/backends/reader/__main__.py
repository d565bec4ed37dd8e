"""The child process that reads one workbook: `python -P -m ecm_xl.backends.reader PATH [NAME...]`.

It writes one pickle to standard output, ("ok", Snapshot) or ("unreadable", code, detail), and nothing
else. Without names every sheet is read; an empty name is no sheet's. If the file brings it down, only the
child ends: see `ecm_xl.backends.isolate`.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from ecm_xl.backends.reader.memory import limit_memory
from ecm_xl.backends.reader.snapshot import read
from ecm_xl.workbook.snapshot import Snapshot, UnreadableWorkbook

Answer = tuple[str, Snapshot] | tuple[str, str, str]


def answer(path: Path, wanted: list[str] | None) -> Answer:
    """What the parent is told about the file."""
    try:
        return "ok", read(path, wanted)
    except UnreadableWorkbook as error:
        return "unreadable", error.code, error.detail


def main(arguments: list[str]) -> None:
    """Reads the file that the first argument names."""
    limit_memory()
    path, *wanted = arguments
    sys.stdout.buffer.write(pickle.dumps(answer(Path(path), wanted or None), pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    main(sys.argv[1:])
