"""Working something out once for a framework or a model, of which a program mostly has one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Argument = TypeVar("Argument")
Result = TypeVar("Result")


def for_the_last(make: Callable[[Argument], Result]) -> Callable[[Argument], Result]:
    """Remembers what `make` gave for the argument that was asked for last, told by identity: to compare whole
    frameworks takes longer than to read a file."""
    last: list[tuple[Argument, Result]] = []

    @wraps(make)
    def remembered(argument: Argument) -> Result:
        if not last or last[0][0] is not argument:
            last[:] = [(argument, make(argument))]
        return last[0][1]

    return remembered
