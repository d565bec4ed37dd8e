"""The live formulas of a setting workbook: what keeps it moving for people who have nothing but Excel.

Only functions that Excel 2010 and LibreOffice 7.4 both have. Counts go by Ref (`S03.SAFE.*`), so that rows
may be moved and sorted, and are compared with the framework's number of descriptors, so that a
deleted row is not a completed one. Python's judgement is the one that counts (`core.judgements`);
a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ecm_xl.core.framework import Framework, Level, NoLevel
from ecm_xl.core.judgements import BELOW_BENCHMARK, FIRST_YEAR, LAST_YEAR, WITHOUT_A_RATING


def text(words: str) -> str:
    """Text as a formula writes it."""
    return '"' + words.replace('"', '""') + '"'


def spelt(answers: Sequence[Level | NoLevel]) -> str:
    """The answers in every accepted spelling, as an array; spellings that Excel takes for the same stand there once."""
    words: dict[str, str] = {}
    for answer in answers:
        for word in (answer.name, *answer.spellings):
            words.setdefault(word.casefold(), word)
    return "{" + ",".join(map(text, words.values())) + "}"


def how_many(*conditions: str) -> str:
    """In how many rows all conditions hold. A cell with an error holds none and spoils no other row."""
    product = "*".join(f"({condition})" for condition in conditions)
    return f"SUMPRODUCT(ISNUMBER(1/({product}))*1)"


def under(ref_cell: str) -> str:
    """True for the Audit's rows under the Ref (`S03`, `S03.SAFE`) in a cell."""
    return f'LEFT(Audit[Ref],LEN({ref_cell})+1)={ref_cell}&"."'


def count(ref_cell: str, answer: Level | NoLevel) -> str:
    """How many descriptors under the Ref in `ref_cell` have that answer, in any accepted spelling."""
    return "=" + how_many(under(ref_cell), f"TRIM(Audit[Rating])={spelt([answer])}")


def count_all(answer: Level | NoLevel) -> str:
    """How many descriptors of the Audit have that answer, in any accepted spelling."""
    return "=" + how_many(f"TRIM(Audit[Rating])={spelt([answer])}")


def complete_overrides(framework: Framework) -> str:
    """How many Standards rest on an override."""
    return how_many(
        f"TRIM(Judgements[Override])={spelt(framework.judgement_levels)}",
        'TRIM(Judgements[Override by])<>""',
        "ISNUMBER(Judgements[Override date])",
        'TRIM(Judgements[Reason])<>""',
    )


FIGURES = 9
"""Letters that a number takes, with the comma and the spaces around it."""


def counted_words(parts: Sequence[tuple[str, str]]) -> str:
    """`4 Developing, 2 Embedded` of (cell with a number, word), those with 0 left out."""
    joined = "&".join(f'IF({cell}>0,", "&{cell}&{text(" " + word)},"")' for cell, word in parts)
    longest = sum(len(word) + FIGURES for _, word in parts)
    return f"MID({joined},3,{max(200, longest)})"


def level_or_none(level: str, rated: str, applicable: str) -> str:
    """The level of a group, "" where there is none. `level`: the rule's formula (`rule_formulas`)."""
    return f'=IF(OR({applicable}=0,{rated}<>{applicable}),"",{level})'


def not_yet(rated: str, applicable: str) -> str:
    """`Not yet: 6 of 17 rated`."""
    return f'"Not yet: "&{rated}&" of "&{applicable}&" rated"'


def short(framework: Framework, level: str, rated: str, applicable: str) -> str:
    """A group's level, or why it has none, for a narrow cell."""
    return f'=IF({applicable}=0,{text(framework.not_applicable)},IF({level}<>"",{level},{not_yet(rated, applicable)}))'


def whole(framework: Framework, cells: Mapping[str, str], counts: Sequence[str]) -> str:
    """A Standard's computed judgement in words. `cells`: level, rated, applicable, entries, planned."""
    parts = [(cell, level.name) for cell, level in zip(counts, framework.levels, strict=True)]
    bracket = f'IF({cells["rated"]}=0,""," ("&{counted_words(parts)}&")")'
    started = f"OR({cells['entries']}>0,{cells['planned']}<=YEAR(TODAY()))"
    return (
        f'=IF(NOT({started}),"Not started (planned "&{cells["planned"]}&")",'
        f"IF({cells['applicable']}=0,{text(framework.not_applicable)},"
        f'IF({cells["level"]}<>"",{cells["level"]},'
        f"{not_yet(cells['rated'], cells['applicable'])}&{bracket})))"
    )


def entries(ref_cell: str) -> str:
    """How many of a Standard's Rating cells hold anything, an error too."""
    blank = 'ISNUMBER(1/(TRIM(Audit[Rating])=""))'
    return f"=SUMPRODUCT(ISNUMBER(1/({under(ref_cell)}))*(1-{blank}))"


def planned(ref_cell: str) -> str:
    """The Standard's Planned year, 0 where none is given or it is no year."""
    year = f"VALUE(INDEX(Leads[Planned],MATCH({ref_cell},Leads[Ref],0)))"
    return f"=IFERROR(IF(AND({year}>={FIRST_YEAR},{year}<={LAST_YEAR}),INT({year}),0),0)"


def held_back(framework: Framework, counts: Sequence[str], cells: Mapping[str, str]) -> str:
    """`2 without a rating, 3 Emergent`, "" where nothing holds it back. `cells`: level, rated, applicable, and met
    (descriptors at their benchmark) where the rule has benchmarks."""
    parts = [(f"({cells['applicable']}-{cells['rated']})", WITHOUT_A_RATING)]
    if "met" in cells:
        parts.append((f"({cells['rated']}-{cells['met']})", BELOW_BENCHMARK))
    else:
        below = framework.scale.floors[-1]
        parts += [(cell, level.name) for cell, level in zip(counts[:below], framework.levels[:below], strict=True)]
    words = counted_words(parts)
    if framework.rule == "lowest":  # the best level has nobody below it anyway
        return f"={words}"
    return f'=IF({cells["level"]}={text(framework.best_judgement)},"",{words})'


def here(table: str, header: str) -> str:
    """The cell of that column in the formula's own row, as files write it (`[@Rating]` on screen)."""
    return f"{table}[[#This Row],[{header}]]"


def judgement() -> str:
    """The override where it is complete, else the computed judgement."""
    override, by, on, reason, computed = (
        here("Judgements", header) for header in ("Override", "Override by", "Override date", "Reason", "Computed")
    )
    level = f'IFERROR(LOOKUP(2,1/(Level_Spellings=TRIM({override})),Level_Names),"")'
    complete = f'AND({level}<>"",TRIM({by})<>"",ISNUMBER({on}),TRIM({reason})<>"")'
    return f"=IFERROR(IF({complete},{level},{computed}),{computed})"


NEEDS_NOTHING, NEEDS_REASON, NEEDS_EVIDENCE = 1, 2, 3
"""What an answer needs beside it, as the list Rating_Needs says it."""


def to_do() -> str:
    """What an Audit row still needs: Rate, Give a reason, Add evidence, or nothing.

    It stands in every row, so it is short: what each spelling needs is said once, on the sheet Lists.
    """
    rating, comment, evidence = (here("Audit", header) for header in ("Rating", "Comment", "Evidence"))
    return (
        f"=IFERROR(CHOOSE(LOOKUP(2,1/(Rating_Spellings=TRIM({rating})),Rating_Needs),"
        f'"",{_unless(comment, "Give a reason")},{_unless(evidence, "Add evidence")}),"Rate")'
    )


def _unless(cell: str, words: str) -> str:
    """The words where the cell is blank. An error in it is not."""
    return f'IF(IFERROR(TRIM({cell}),"?")="",{text(words)},"")'


FIRST_TO_RATE = 'MATCH("Rate",Audit[To do],0)'


def carry_on() -> str:
    """A link to the first descriptor without a rating; its text names it."""
    return (
        f'=IFERROR(HYPERLINK("#"&CELL("address",INDEX(Audit[Rating],{FIRST_TO_RATE})),'
        f'"Carry on: "&INDEX(Audit[Ref],{FIRST_TO_RATE})),"Every descriptor has an answer")'
    )


def found_here(sheet: str) -> str:
    """True for a cell that the Findings table lists."""
    return f"=COUNTIFS(Findings_Sheet,{text(sheet)},Findings_Cell,ADDRESS(ROW(),COLUMN(),4))>0"


def look_up(table: str, header: str, refs: str, ref: str) -> str:
    """What a column of a table says in the row of that Ref; nothing where there is no such row, or it is blank.

    `refs` is the heading of the table's Refs.
    """
    row = f"MATCH({text(ref)},{table}[{refs}],0)"
    return f'=IFERROR(INDEX({table}[{header}],{row})&"","")'
