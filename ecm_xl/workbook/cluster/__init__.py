"""The cluster workbook as a book: board, awards, what holds Standards back, Outcomes, forms, findings, files.

It holds no free text and no staff names (an override's name and reason stay in the setting's own
workbook), and what somebody typed is never repeated. Settings stand in alphabetical order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecm_xl.core.cluster import Cluster
from ecm_xl.core.tables import FormModel
from ecm_xl.workbook.book import Book, Sheet
from ecm_xl.workbook.cluster.awards import awards_sheet
from ecm_xl.workbook.cluster.board import board_sheet
from ecm_xl.workbook.cluster.forms import form_sheet
from ecm_xl.workbook.cluster.lists import files_sheet, findings_sheet, held_back_sheet, outcomes_sheet
from ecm_xl.workbook.cluster.page import Links
from ecm_xl.workbook.names import LISTS, WorkbookKind


def cluster_book(cluster: Cluster, judged_on: date, links: Links, forms: Sequence[FormModel] = ()) -> Book:
    """The workbook of a cluster as judged on that day. `links`: file → how to link to it from here; `forms`: those
    that somebody uses, in the order in which they are to stand. Raises KeyError for one that nobody uses."""
    book = Book(f"{cluster.framework.title}: cluster", "Cluster workbook", judged_on, active="Board")
    book.sheets = [
        board_sheet(cluster, judged_on, links),
        awards_sheet(cluster),
        held_back_sheet(cluster, links),
        outcomes_sheet(cluster),
        *(form_sheet(cluster, form, links) for form in forms),
        findings_sheet(cluster, links),
        files_sheet(cluster, links),
        _lists(book),
    ]
    return book


def _lists(book: Book) -> Sheet:
    sheet = Sheet(LISTS, hidden=True)
    sheet.put(1, 1, "Workbook Kind", "label")
    sheet.put(1, 2, WorkbookKind.CLUSTER.value)
    book.names["Workbook_Kind"] = f"{LISTS}!$B$1"
    return sheet
