"""Board: settings × Standards in words and colour, alphabetical."""

from __future__ import annotations

from datetime import date

from ecm_xl.core.cluster import Cluster
from ecm_xl.core.judgements import Judgement
from ecm_xl.core.results import FileResult
from ecm_xl.workbook.book import Sheet
from ecm_xl.workbook.cluster.page import HEADING_ROW, Entry, Links, file_entry, put_table, start_sheet
from ecm_xl.workbook.styles import level_look

OVERRIDE_MARK = "*"


def board_sheet(cluster: Cluster, judged_on: date, links: Links) -> Sheet:
    """The sheet: one row a setting, one column a Standard."""
    framework = cluster.framework
    sheet = start_sheet("Board", "Cluster board", _purpose(cluster, judged_on), "14573F")
    sheet.put(3, 1, _legend(cluster), "quiet")
    columns = [("Setting", 30.0), *((standard.label, 14.0) for standard in framework.standards)]
    rows = [_row(cluster, result, links) for result in cluster.counted]
    rows += [_without(cluster, name, "In two files") for name in dict.fromkeys(r.name for r in cluster.twice)]
    rows += [_without(cluster, name, "Not reported") for name in cluster.not_reported]
    put_table(sheet, "Board", columns, rows, "No setting has been judged.")
    sheet.freeze = (HEADING_ROW + 1, 2)
    sheet.heights[HEADING_ROW] = 66
    sheet.heights |= {row: max(height, 36) for row, height in sheet.heights.items() if row > HEADING_ROW}
    sheet.one_page = len(rows) < 12
    _key(cluster, sheet, HEADING_ROW + max(len(rows), 1) + 2)
    return sheet


def _purpose(cluster: Cluster, judged_on: date) -> str:
    settings = len(cluster.counted)
    return (
        f"{settings} setting{'' if settings == 1 else 's'}, in alphabetical order, as judged on "
        f"{judged_on.day} {judged_on:%B %Y}. Click a name to open its workbook."
    )


def _legend(cluster: Cluster) -> str:
    return (
        f"'3 of 17 rated': not judged until every descriptor that applies is rated. "
        f"{OVERRIDE_MARK} rests on an override: see the setting's own Judgements."
    )


def _row(cluster: Cluster, result: FileResult, links: Links) -> list[Entry]:
    name = file_entry(links, result.file, result.name)
    head = Entry(name.value, (*name.look, "bold", "middle"), name.link)
    return [head, *(_cell(cluster, judgement) for judgement in result.judgements)]


def _cell(cluster: Cluster, judgement: Judgement) -> Entry:
    levels = cluster.framework.judgement_levels
    if judgement.judgement:
        place = cluster.framework.judgement_rank[judgement.judgement]
        mark = f" {OVERRIDE_MARK}" if judgement.rests_on_override else ""
        return Entry(judgement.judgement + mark, ("box", "middle", "centre", level_look(place, len(levels))))
    words = judgement.short.removeprefix("Not yet: ")
    look = "grey-out" if words == cluster.framework.not_applicable else "not-yet"
    return Entry(words, ("box", "middle", "centre", look))


def _without(cluster: Cluster, name: str, words: str) -> list[Entry]:
    head = Entry(name, ("box", "bold", "middle"))
    return [
        head,
        *(Entry(words, ("box", "middle", "centre", "not-yet")) for _ in cluster.framework.standards),
    ]


def _key(cluster: Cluster, sheet: Sheet, row: int) -> None:
    levels = cluster.framework.judgement_levels
    sheet.heights[row] = 20
    sheet.put(row, 1, "Key", "bold", "middle")
    for place, level in enumerate(levels):
        sheet.put(row, 2 + place, level.name, "box", "centre", "middle", level_look(place, len(levels)))
    sheet.put(row, 2 + len(levels), cluster.framework.not_applicable, "box", "centre", "middle", "grey-out")
