"""xlwings without what it does not need, and without what it does by itself.

It loads pandas and NumPy wherever they are installed, for conversions that no command of ours uses; with them its
import takes five times as long, and a click costs an import.
"""

from __future__ import annotations

import atexit
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_HEAVY = ("pandas", "numpy", "matplotlib", "PIL", "polars")
_TRIES = 20_000
"""A call that Excel refuses is tried so often again, at once: a few seconds on Windows."""


def load_xlwings() -> ModuleType:
    """The module, imported as if those were not installed; who imports them later gets them as ever."""
    kept_out = [name for name in _HEAVY if name not in sys.modules]
    for name in kept_out:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say: no such module
    try:
        xlwings = import_module("xlwings")
    finally:
        for name in kept_out:
            del sys.modules[name]
    for name in ("xlwings._xlwindows", "xlwings._xlmac"):
        if name in sys.modules:
            _tame(sys.modules[name])
    return xlwings


def _tame(engine: Any) -> None:
    """What xlwings does by itself for its own add-in, and no public call turns off.

    When Python ends, it kills on Windows every Excel without an open workbook, a file in Protected View included; on a
    Mac it runs whatever macro of the name CleanUp an open workbook has. And a call that Excel refuses it would repeat
    for ever on Windows: nobody would hear that the cell has to be left first.
    """
    atexit.unregister(engine.cleanup)
    if hasattr(engine, "N_COM_ATTEMPTS"):
        engine.N_COM_ATTEMPTS = _TRIES
