"""How it reads what went over from an old workbook to a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from ecm_xl.cli.show import MOST_CELLS, some
from ecm_xl.core.words import counted
from ecm_xl.workbook.carry import Carried, carried_words
from ecm_xl.workbook.parse.strays import Stray, Why

STRAY_WORDS: Mapping[Why, str] = {
    Why.REWORDED: "The Standards say it in other words now. The answers went over: see whether they still fit.",
    Why.UNKNOWN_REF: "No row of the new workbook has that Ref.",
    Why.WITHOUT_REF: "The row has no Ref, so nothing tells where it belongs.",
    Why.TWICE: "The Ref stands in more than one row. Copy what counts.",
    Why.NOT_READ: "An error, a formula or merged cells: type the answer.",
    Why.WITHOUT_COLUMN: "No column of the new workbook has that heading, or it is a second one.",
    Why.WITHOUT_HEADINGS: "The sheet has lost its headings, so nothing tells what is what.",
    Why.SECOND_SHEET: "A second sheet of the same kind.",
    Why.OWN_SHEET: "Sheets of your own. In Excel, Move or Copy brings them over.",
    Why.BESIDE: "It stands where no answer belongs.",
    Why.TOO_LONG: "The text is longer than a cell may hold. Changes has it in several rows.",
}
"""Why something is to be looked at → what is said of it to people."""


def carried_lines(carried: Carried, name: str) -> Iterator[str]:
    """What went over from an old workbook and what did not, for people. Cells are the old workbook's."""
    counts = [f"{count.table} {carried_words(count)}" for count in carried.counts]
    yield from _wrapped(f"Carried over: {', '.join(counts) or 'nothing, as nothing is filled in'}.")
    if carried.replaced:
        yield from _wrapped(f"Others now on Start: {', '.join(stray.field for stray in carried.replaced)}.")
    for title, strays in (("To look at", carried.reworded), ("Left behind", carried.left_behind)):
        if strays:
            yield f"  {title}: {counted(len(strays), 'place')} in the old workbook"
            for why, words in STRAY_WORDS.items():
                yield from _stray_lines(words, [stray for stray in strays if stray.why is why])
    yield f"All of this is listed on the sheet Changes of {name}, each cell with what stood there."


def _stray_lines(words: str, strays: Sequence[Stray]) -> Iterator[str]:
    if strays:
        yield f"    {words}"
        yield f"      {some([f'{stray.sheet} {stray.cell}'.strip() for stray in strays], MOST_CELLS)}"


def _wrapped(text: str) -> Iterator[str]:
    yield from wrap(text, 100, initial_indent="  ", subsequent_indent="    ")
