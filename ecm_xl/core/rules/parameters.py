"""What a rule is made of: the scale it works on and the parameters that the framework gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

FINEST = 6
"""Decimal places that count in a share, a value or a cut-off."""


class Share(NamedTuple):
    """So many of so many: 3 of 4."""

    part: int
    of: int

    def __str__(self) -> str:
        """`75%`, or `2 in 3` where it is no whole number of per cent."""
        return f"{self.part * 100 // self.of}%" if self.part * 100 % self.of == 0 else f"{self.part} in {self.of}"


EVERYBODY = Share(1, 1)


def read_share(value: object) -> Share | None:
    """A share as a framework file gives it (0.75, 1, "2/3"); None where it is none or not within 0 to 1."""
    if isinstance(value, str):
        parts = re.fullmatch(r"(\d{1,6})/(\d{1,6})", value)
        part, of = (int(parts[1]), int(parts[2])) if parts else (0, 1)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 1:
        of, (part,) = scaled([value])
    else:
        return None
    if not 0 < part <= of:
        return None
    common = _common(part, of)
    return Share(part // common, of // common)


def _common(one: int, other: int) -> int:
    """The greatest whole number that divides both."""
    while other:
        one, other = other, one % other
    return one


def scaled(numbers: Sequence[float]) -> tuple[int, tuple[int, ...]]:
    """The smallest power of ten that makes all of them whole (to `FINEST` places), and what they become."""
    for places in range(FINEST + 1):
        times = 10**places
        whole = tuple(round(number * times) for number in numbers)
        if all(
            abs(number * times - there) < 10 ** (places - FINEST) / 2
            for number, there in zip(numbers, whole, strict=True)
        ):
            break
    return times, whole


class Gate(NamedTuple):
    """Descriptors that must be at `level` or better before a judgement may be at `before` or better."""

    refs: tuple[str, ...]
    level: str
    before: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the framework gives its rule; each rule uses its own (see `kinds`)."""

    share: Share = EVERYBODY
    shares: Mapping[str, Share] = field(default_factory=dict)
    """Judgement level → its own share, where it differs."""
    allowed: int = 0
    none_below: str = ""
    gates: tuple[Gate, ...] = ()
    rest: str = "lowest"
    """Which rule is for those that are no gate, and with what."""
    rest_parameters: Parameters | None = None
    cut_offs: Mapping[str, float] = field(default_factory=dict)
    """Judgement level → the mean from which on it is reached."""
    k: int = 0
    named: tuple[str, ...] = ()
    of_named: int = 0
    """How many of the named ones; 0 means all of them."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Ratings and judgements as a rule sees them, both from worst to best.

    `floors`: for each judgement level the rank of the rating that it asks for. `values`: the number of
    each rating. `benchmarks`: Ref → the rank that is its own benchmark.
    """

    ratings: tuple[str, ...]
    judgements: tuple[str, ...]
    floors: tuple[int, ...]
    values: tuple[float, ...] = ()
    low_is_best: bool = False
    benchmarks: Mapping[str, int] = field(default_factory=dict)
