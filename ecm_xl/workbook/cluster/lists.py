"""The cluster workbook's lists: what holds each Standard back, Outcomes, findings by file, files."""

from __future__ import annotations

from ecm_xl.core.cluster import Cluster, HeldBack
from ecm_xl.core.findings import CATALOGUE, Finding
from ecm_xl.core.results import FileResult, Status
from ecm_xl.core.words import in_words
from ecm_xl.workbook.address import place_in
from ecm_xl.workbook.book import Bar, Sheet
from ecm_xl.workbook.cluster.page import HEADING_ROW, Entry, Links, file_entry, put_table, start_sheet
from ecm_xl.workbook.styles import BAR

MOST_REFS = 6
STATUS_WORDS = {
    Status.JUDGED: "Judged",
    Status.UNREADABLE: "Could not be read",
    Status.OTHER: "Not a setting workbook",
}


def held_back_sheet(cluster: Cluster, links: Links) -> Sheet:
    """Per Standard: who is not there yet, and which descriptors stand between."""
    sheet = start_sheet(
        "Held back",
        "What holds each Standard back",
        f"Every Standard that is not {cluster.framework.best_judgement}, setting by setting, "
        "with the rows to look at first.",
    )
    columns = [
        ("Standard", 30.0),
        ("Setting", 32.0),
        ("Stands at", 24.0),
        ("Held back by", 36.0),
        ("Look at", 44.0),
    ]
    rows = [_held_back(cluster, held, links) for held in cluster.held_back]
    put_table(sheet, "Held_back", columns, rows, "Nothing is held back.")
    return sheet


def _held_back(cluster: Cluster, held: HeldBack, links: Links) -> list[Entry]:
    refs = ", ".join(held.refs[:MOST_REFS])
    more = len(held.refs) - MOST_REFS
    look_at = f"{refs} and {more} more" if more > 0 else refs
    return [
        Entry(cluster.framework.standard(held.standard).label),
        file_entry(links, held.file, held.setting),
        Entry(held.says),
        Entry(held.held_back_by),
        Entry("" if held.says.startswith("Not started") else look_at),
    ]


def outcomes_sheet(cluster: Cluster) -> Sheet:
    """Outcomes over all settings, weakest first."""
    best = cluster.framework.best
    sheet = start_sheet(
        "Outcomes",
        f"The {in_words(len(cluster.framework.outcomes))} Outcomes, weakest first",
        f"Over all settings together: the share of descriptors that apply and are {best}. "
        "Unrated ones count as not there yet.",
    )
    columns = [
        ("Outcome", 34.0),
        (f"Share {best}", 22.0),
        (best, 14.0),
        ("Rated", 12.0),
        ("That apply", 14.0),
    ]
    rows = [
        [
            Entry(o.title, ("box", "bold")),
            Entry(o.share, ("box", "percent")),
            Entry(o.at_best),
            Entry(o.rated),
            Entry(o.applicable),
        ]
        for o in cluster.outcomes
    ]
    put_table(sheet, "Outcomes", columns, rows, "")
    sheet.bars.append(Bar((HEADING_ROW + 1, 2, HEADING_ROW + len(rows), 2), BAR))
    return sheet


def findings_sheet(cluster: Cluster, links: Links) -> Sheet:
    """Every finding by file: code, sheet, cell, what to do; never what somebody typed."""
    sheet = start_sheet(
        "Findings",
        "What was found in the files",
        "By file, errors first. Click a cell to go there. What was typed is not repeated here.",
    )
    columns = [
        ("Setting or file", 30.0), ("Severity", 12.0), ("Sheet", 13.0), ("Cell", 9.0),
        ("Found", 40.0), ("What to do", 52.0), ("Code", 28.0),
    ]  # fmt: skip
    names = {r.file: r.name for r in cluster.files}
    rows = [_finding(names.get(file, ""), file, found, links) for file, found in cluster.findings]
    put_table(sheet, "Findings", columns, rows, "Nothing was found.")
    return sheet


def _finding(name: str, file: str, found: Finding, links: Links) -> list[Entry]:
    place = place_in(found.sheet, found.cell) if found.cell else ""
    cell = file_entry(links, file, found.cell, place) if place else Entry("")
    return [
        file_entry(links, file, name) if file else Entry(""),
        Entry(found.severity.value.capitalize()),
        Entry(found.sheet),
        cell,
        Entry(_without_words(found)),
        Entry(found.action),
        Entry(found.code),
    ]


def _without_words(found: Finding) -> str:
    """What was found, without anything that somebody typed."""
    return found.title if "{value}" in CATALOGUE[found.code].message else found.message


def files_sheet(cluster: Cluster, links: Links) -> Sheet:
    """Every file met, and what became of it."""
    sheet = start_sheet("Files", "The files", "Every workbook that was met, and what became of it.")
    columns = [
        ("File", 48.0), ("Setting", 34.0), ("Type", 24.0), ("Cluster", 26.0), ("Status", 24.0), ("Findings", 11.0),
    ]  # fmt: skip
    rows = [_file(cluster, result, links) for result in cluster.files]
    put_table(sheet, "Files", columns, rows, "No workbook was met.")
    return sheet


def _file(cluster: Cluster, result: FileResult, links: Links) -> list[Entry]:
    twice = {r.file for r in cluster.twice}
    status = "In more than one file" if result.file in twice else STATUS_WORDS[result.status]
    types = {t.title.casefold(): t.title for t in cluster.framework.setting_types}
    return [
        file_entry(links, result.file, result.file.replace("\\", "/").rpartition("/")[2]),
        Entry(result.detail("Setting_Name")),
        Entry(types.get(result.detail("Setting_Type").casefold(), "")),
        Entry(result.detail("Cluster")),
        Entry(status),
        Entry(len(result.findings)),
    ]
