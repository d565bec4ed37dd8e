"""The child that reads one file: `python -P -m ecm_xl.backends.reader PATH [NAME...]`.

Writes a pickle to standard output: the snapshot, or the (code, detail) of why there is none.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from ecm_xl.backends.isolate import limit_memory
from ecm_xl.backends.reader import read_snapshot
from ecm_xl.workbook.snapshot import UnreadableWorkbook


def main() -> None:
    """Reads what the arguments name."""
    limit_memory()
    path, *wanted = sys.argv[1:]
    try:
        answer: object = read_snapshot(Path(path), frozenset(wanted) or None)
    except UnreadableWorkbook as reason:
        answer = (reason.code, reason.detail)
    pickle.dump(answer, sys.stdout.buffer, protocol=5)


if __name__ == "__main__":
    main()
