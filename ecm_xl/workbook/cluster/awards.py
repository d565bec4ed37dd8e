"""Awards: who is ready for which award, and what is missing (A9)."""

from __future__ import annotations

from ecm_xl.core.awards import AwardResult
from ecm_xl.core.cluster import Cluster
from ecm_xl.workbook.book import Sheet
from ecm_xl.workbook.cluster.page import Entry, fitting, put_table, start_sheet

COLUMNS = (
    ("For", 32.0),
    ("Award", 28.0),
    ("Ready", 12.0),
    ("What is missing", 78.0),
    ("Rests on overrides", 30.0),
)


def awards_sheet(cluster: Cluster) -> Sheet:
    """The sheet: the cluster's award, each named cluster's, then each setting's."""
    purpose = "The reading that each of the Standards 'between them' is asked of at least one setting is ours."
    sheet = start_sheet("Awards", "Who is ready for which award", purpose, "14573F")
    rows = [_row("All settings together", cluster.award)]
    rows += [_row(name, award) for name, award in cluster.cluster_awards]
    rows += [_row(result.name, cluster.setting_awards[result.file]) for result in cluster.counted]
    put_table(sheet, "Awards", COLUMNS, rows, "")
    return sheet


def _row(name: str, award: AwardResult) -> list[Entry]:
    widths = dict(COLUMNS)
    return [
        Entry(name, ("box", "bold")),
        Entry(award.title),
        Entry("Ready", ("box", "met")) if award.met else Entry("Not yet"),
        Entry(fitting(award.missing, widths["What is missing"]) or "Nothing"),
        Entry(fitting(award.rests_on, widths["Rests on overrides"])),
    ]
