"""A form over all settings: who uses it, how much is filled in, what stands out; never what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator

from ecm_xl.core.cluster import Cluster, FormUse
from ecm_xl.core.results import FileResult, FormResult
from ecm_xl.core.tables import FormModel
from ecm_xl.core.words import counted
from ecm_xl.workbook.address import place_in
from ecm_xl.workbook.book import Sheet
from ecm_xl.workbook.cluster.page import Entry, Links, file_entry, fitting, put_table, start_sheet

COLUMNS = (("Setting", 34.0), ("Answers filled in", 16.0), ("What stands out", 96.0))
NOT_USED = "Not used"
NOTHING_YET = "Nothing is filled in yet"
NOTHING_STANDS_OUT = "Nothing stands out"


def form_sheet(cluster: Cluster, form: FormModel, links: Links) -> Sheet:
    """The sheet: one row a setting that has the form, then one for each that does not, so that nobody wonders.

    Raises KeyError where nobody uses it.
    """
    use = cluster.forms[form.id]
    sheet = start_sheet(form.sheet, form.title, form.purpose)
    sheet.put(3, 1, _legend(use), "quiet")
    put_table(sheet, form.sheet, COLUMNS, list(_rows(cluster, use, links)), "")
    return sheet


def _legend(use: FormUse) -> str:
    settings = counted(len(use.used) + len(use.not_used), "setting")
    return (
        f"Used by {len(use.used)} of {settings}, in alphabetical order. "
        "Click a name to open its form. What people wrote stays in their own workbook."
    )


def _rows(cluster: Cluster, use: FormUse, links: Links) -> Iterator[list[Entry]]:
    for result, its in use.used:
        yield _used(result, its, links)
    for result in use.not_used:
        yield [file_entry(links, result.file, result.name), *_without(NOT_USED)]
    for name in dict.fromkeys(result.name for result in cluster.twice):
        yield [Entry(name), *_without("In two files")]
    for name in cluster.not_reported:
        yield [Entry(name), *_without("Not reported")]


def _used(result: FileResult, its: FormResult, links: Links) -> list[Entry]:
    nothing = NOTHING_STANDS_OUT if its.answers else NOTHING_YET
    return [
        file_entry(links, result.file, result.name, place_in(its.sheet, "A1")),
        Entry(its.answers),
        Entry(fitting(its.stands_out, COLUMNS[2][1]) or nothing),
    ]


def _without(words: str) -> list[Entry]:
    return [Entry(words, ("box", "not-yet")), Entry("")]
