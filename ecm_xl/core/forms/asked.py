"""The rows of a form that are its own, and which partnership each is about.

Missing-data policy: a row whose Ref the form does not have (somebody typed it beneath) has its finding and is worked
into no result; what it says stays where it stands.
"""

from __future__ import annotations

from ecm_xl.core.forms.case import Entry, FormCase


def own_entries(case: FormCase, table: str) -> list[Entry]:
    """The rows of a grid that are the form's, answered or not; those of partnerships no longer listed too."""
    known = case.model.by_name[table].own_by_ref
    return [entry for entry in case.entries(table) if entry.own in known]


def partnership(entry: Entry) -> str:
    """The partnership's Ref as the row's own Ref has it, '' where it is about none. Told by the Ref, so that partners
    are kept apart also where their list is not in the workbook."""
    others = {ref for register, ref in entry.whose.items() if register != "Partnerships"}
    parts = entry.ref.removesuffix(entry.own).split(".")
    return next((part for part in parts if part and part not in others), "")
