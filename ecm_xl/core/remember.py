"""Working something out once for a framework or a model, of which a program mostly has one or a few."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Argument = TypeVar("Argument")
Result = TypeVar("Result")

FEW = 8
"""How many are remembered: settings of one cluster have different forms, and each set of forms is a model."""


def for_the_last(make: Callable[[Argument], Result]) -> Callable[[Argument], Result]:
    """Remembers what `make` gave for the few arguments that were asked for last, told by identity: to compare whole
    frameworks takes longer than to read a file."""
    last: list[tuple[Argument, Result]] = []

    @wraps(make)
    def remembered(argument: Argument) -> Result:
        for place, (known, result) in enumerate(last):
            if known is argument:
                if place:
                    last.insert(0, last.pop(place))
                return result
        last.insert(0, (argument, make(argument)))
        del last[FEW:]
        return last[0][1]

    return remembered
