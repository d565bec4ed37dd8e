"""Other programs that are started to install the buttons or to look at them: never through a shell."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SECONDS = 120


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended and what it said. `code` is None where it could not be started or took too long."""

    code: int | None
    out: str = ""
    errors: str = ""

    @property
    def last_words(self) -> str:
        """The last line that it said, about errors rather than otherwise."""
        lines = [line.strip() for line in (self.errors.strip() or self.out.strip()).splitlines()]
        return lines[-1] if lines else "nothing"


Run = Callable[[Sequence[str]], Ran]
"""Starts a program, waits for it and says what came of it."""


def run(command: Sequence[str]) -> Ran:
    """Starts a program with its arguments as they are, without a window to type in."""
    try:
        done = subprocess.run(  # nosec B603  # a list, no shell; which program, our own code and the user's settings say
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(None, errors=str(error))
    return Ran(done.returncode, done.stdout, done.stderr)
