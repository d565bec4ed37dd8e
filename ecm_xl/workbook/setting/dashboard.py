"""Dashboard: the whole picture on one page, drawn from the Audit and live."""

from __future__ import annotations

from ecm_xl.core.framework import Award, Framework, Standard
from ecm_xl.core.judgements import Judgement
from ecm_xl.core.progress import share_at_or_above
from ecm_xl.core.words import in_words
from ecm_xl.workbook import formulas
from ecm_xl.workbook.book import Bar, Chart, Series, Sheet
from ecm_xl.workbook.names import DASHBOARD, WORKING
from ecm_xl.workbook.setting.drawing import Drawing
from ecm_xl.workbook.setting.grid import level_marks
from ecm_xl.workbook.setting.layout import Layout, layout
from ecm_xl.workbook.setting.start import carry_on
from ecm_xl.workbook.styles import BAR, level_look

HEADING = 7
FIRST = HEADING + 1
MOVED, MOVED_COLUMN, START_COLUMN, LAST_TIME_COLUMN = "How it has moved", 5, 6, 8
"""A part of the sheet, beside the radar, that the program fills in: its heading, and where it says what."""
MOVED_HEADS = {MOVED_COLUMN: MOVED, START_COLUMN: "Since the start", LAST_TIME_COLUMN: "Since last time"}
"""What stands above its columns: people may move them."""
FEWEST_SPOKES = 3
"""A radar with less is a line."""
_RADAR_COLOURS = ("C77700", "14573F", "1B4965", "7A0010")


def dashboard_sheet(drawing: Drawing) -> Sheet:
    """The sheet: carry on, judgements with n of m rated and a bar, heatmap in words and colour, radar."""
    framework, places = drawing.framework, layout(drawing.framework)
    beside = max(len(framework.outcomes), len(framework.judgement_levels) + 1)  # the heatmap's columns, or the key's
    sheet = Sheet(DASHBOARD, protected=True, tab_colour="14573F", one_page=True)
    sheet.widths |= {1: 46, 2: 17, 3: 11, 4: 18} | {5 + n: 17 for n in range(beside)}
    sheet.put(1, 1, "Dashboard", "title")
    name = drawing.details.get("Setting_Name", "")
    sheet.put(2, 1, name, "bold", formula='=IF(Setting_Name="","",Setting_Name)')
    carry_on(sheet, drawing, 3, 1)
    _award_line(sheet, drawing)
    _headings(sheet, drawing)
    for row, judgement in enumerate(drawing.judgements, FIRST):
        _row(sheet, drawing, places, row, judgement)
    last = FIRST + len(framework.standards) - 1
    for area in ((FIRST, 2, last, 2), (FIRST, 5, last, 4 + len(framework.outcomes))):
        sheet.marks += level_marks(framework, framework.judgement_levels, area)
    sheet.bars.append(Bar((FIRST, 4, last, 4), BAR))
    _key(sheet, drawing, last + 2)
    _moved(sheet, drawing, last + 4)
    if len(framework.standards) >= FEWEST_SPOKES:
        sheet.charts.append(_radar(drawing, places, last + 4))
    sheet.freeze = (FIRST, 2)
    sheet.heights |= {1: 28, 3: 22, HEADING: 34} | dict.fromkeys(range(FIRST, last + 1), 21)
    return sheet


def _award_line(sheet: Sheet, drawing: Drawing) -> None:
    """How many Standards are where the award wants them, and how many rest on an override."""
    framework = drawing.framework
    award = next((award for award in framework.awards if award.scope == "setting"), None)
    names = [level.name for level in framework.judgement_levels]
    level = award.level if award else framework.best_judgement
    enough = names[framework.judgement_rank[level] :]
    reached = sum(j.judgement in enough for j in drawing.judgements)
    better = "" if len(enough) == 1 else " or better"
    words = f" of {len(framework.standards)} Standards are {level}{better}{_award_words(framework, award)}."
    counted = "+".join(f"COUNTIFS(Judgements[Judgement],{formulas.text(name)})" for name in enough)
    counted = counted if len(enough) == 1 else f"({counted})"
    sheet.put(4, 1, f"{reached}{words}", "plain", formula=f"={counted}&{formulas.text(words)}")
    rests = formulas.complete_overrides(drawing.framework)
    overridden = sum(j.rests_on_override for j in drawing.judgements)
    sheet.put(
        5, 1, _override_words(overridden), "quiet",
        formula=f'=IF({rests}=0,"","Rests on "&{rests}&IF({rests}=1," override"," overrides")&" (see Judgements).")',
    )  # fmt: skip


def _award_words(framework: Framework, award: Award | None) -> str:
    """How many of them the setting's award asks for, where there is one."""
    if award is None:
        return ""
    everywhere = set(award.everywhere) == {standard.number for standard in framework.standards}
    asked = f"all {len(award.everywhere)}" if everywhere else "Standards " + ", ".join(map(str, award.everywhere))
    return f"; the award asks for {asked}"


def _override_words(number: int) -> str:
    if not number:
        return ""
    return f"Rests on {number} override{'' if number == 1 else 's'} (see Judgements)."


def _headings(sheet: Sheet, drawing: Drawing) -> None:
    heads = ["Standard", "Judgement", "Rated", "Progress", *(o.title for o in drawing.framework.outcomes)]
    for column, head in enumerate(heads, 1):
        sheet.put(HEADING, column, head, "heading")


def _row(sheet: Sheet, drawing: Drawing, places: Layout, row: int, judgement: Judgement) -> None:
    standard = drawing.framework.standard(judgement.standard)
    ref, group = standard.ref, judgement.whole
    index = f'INDEX(Judgements[Judgement],MATCH("{ref}",Judgements[Ref],0))'
    text = judgement.judgement or judgement.computed_text
    sheet.put(row, 1, standard.label, "fixed", "middle")
    sheet.put(
        row, 2, "Not yet" if text.startswith("Not yet") else text, "live", "middle", "bold",
        formula=f'=IF(LEFT({index},7)="Not yet","Not yet",{index})',
    )  # fmt: skip
    rated, applicable = places.at(ref, "rated"), places.at(ref, "applicable")
    sheet.put(
        row, 3, f"{group.rated} of {group.applicable}", "live", "middle",
        formula=f'={rated}&" of "&{applicable}',
    )  # fmt: skip
    share = group.rated / group.applicable if group.applicable else 0.0
    sheet.put(row, 4, share, "live", "percent", "middle", formula=f"=IF({applicable}=0,0,{rated}/{applicable})")
    for column, outcome in enumerate(drawing.framework.outcomes, 5):
        key = f"{ref}.{outcome.code}"
        roll = judgement.outcomes[outcome.title]
        sheet.put(
            row, column, roll.short.removeprefix("Not yet: "), "live", "middle",
            formula=f'=SUBSTITUTE({places.at(key, "short")},"Not yet: ","")',
        )  # fmt: skip


def _key(sheet: Sheet, drawing: Drawing, row: int) -> None:
    """The key of colours, in words."""
    levels = drawing.framework.judgement_levels
    sheet.heights[row] = 20
    sheet.put(row, 1, "Key. '2 of 4 rated': not judged until every descriptor that applies is rated.", "quiet")
    for place, level in enumerate(levels):
        sheet.put(row, 5 + place, level.name, "box", "middle", level_look(place, len(levels)))
    sheet.put(row, 5 + len(levels), drawing.framework.not_applicable, "box", "middle", "grey-out")


def _moved(sheet: Sheet, drawing: Drawing, row: int) -> None:
    """Room for how each Standard has moved; Judge writes it there when it adds to History."""
    for column, head in MOVED_HEADS.items():
        sheet.put(row, column, head, "bold", "beside", "middle")
    sheet.heights[row] = 24
    for at, standard in enumerate(drawing.framework.standards, row + 1):
        sheet.put(at, MOVED_COLUMN, standard_mark(standard), "fixed", "middle")
        sheet.heights[at] = 22
        for column in (START_COLUMN, LAST_TIME_COLUMN):
            sheet.put(at, column, "", "beside", "middle", "written")
    words = "Judge fills this in. Not comparable: another version of the Standards, or another rule."
    sheet.put(row + 1 + len(drawing.framework.standards), MOVED_COLUMN, words, "quiet")


def standard_mark(standard: Standard) -> str:
    """A Standard's number, as its row there begins: `Standard 3`."""
    return f"Standard {standard.number}"


def _radar(drawing: Drawing, places: Layout, row: int) -> Chart:
    framework = drawing.framework
    first, last = places.rows[framework.standards[0].ref], places.rows[framework.standards[-1].ref]
    series = []
    for place, level in enumerate(framework.levels[1:], 1):
        column = places.columns[f"share{place}"]
        best = level.name == framework.best
        name = level.name if best else f"{level.name} or better"
        series.append(
            Series(
                name,
                WORKING,
                (first, places.columns["label"], last, places.columns["label"]),
                (first, column, last, column),
                _RADAR_COLOURS[place % 4],
                "solid" if best else "dash",
            )
        )
    words = "; ".join(
        f"{s.label}: {share_at_or_above(framework, j.whole, framework.best):.0%} {framework.best}"
        for s, j in zip(framework.standards, drawing.judgements, strict=True)
    )
    title = "Share of descriptors that have reached each level"
    return Chart(
        "radar",
        row,
        1,
        650,
        420,
        title,
        f"Radar of the {in_words(len(framework.standards))} Standards. {words}",
        tuple(series),
    )
