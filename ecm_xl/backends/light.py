"""xlwings without what it does not need. It loads pandas and NumPy wherever they are installed, for conversions that no
command of ours uses; with them its import takes five times as long, and a click costs an import."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

_HEAVY = ("pandas", "numpy", "matplotlib", "PIL", "polars")


def load_xlwings() -> ModuleType:
    """The module, imported as if those were not installed; who imports them later gets them as ever."""
    kept_out = [name for name in _HEAVY if name not in sys.modules]
    for name in kept_out:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say: no such module
    try:
        return import_module("xlwings")
    finally:
        for name in kept_out:
            del sys.modules[name]
