"""What is worked out once for the framework at hand."""

from __future__ import annotations

from ecm_xl.core.remember import FEW, for_the_last


class Thing:
    """Equal to every other one, as frameworks read twice are."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


def test_the_last_few_are_worked_out_once_and_told_by_identity() -> None:
    asked: list[Thing] = []

    @for_the_last
    def number(thing: Thing) -> int:
        """Which it is."""
        asked.append(thing)
        return len(asked)

    one, other = Thing(), Thing()
    assert [number(one), number(one), number(other), number(other), number(one)] == [1, 1, 2, 2, 1]
    for thing in (Thing() for _ in range(FEW - 1)):
        number(thing)
    assert (number(one), number(other)) == (1, FEW + 2)  # the other one was asked for longest ago
    assert number.__doc__ == "Which it is."


def test_what_one_remembers_another_does_not_know() -> None:
    thing = Thing()
    first, second = for_the_last(lambda _: "first"), for_the_last(lambda _: "second")
    assert (first(thing), second(thing), first(thing)) == ("first", "second", "first")
