"""A process's limit of memory. Windows has none: there the preflight's bounds alone are the guard."""

from __future__ import annotations

import contextlib
import sys

from ecm_xl.backends.reader.limits import CHILD_MEMORY


def limit_memory() -> None:
    """Limits this process to CHILD_MEMORY, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses at times
        resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, most))
