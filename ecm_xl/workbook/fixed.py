"""The texts that a grid has in every workbook: what its fixed columns say of a Ref."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ecm_xl.core.framework import Framework
from ecm_xl.core.tables import TableModel


def grid_refs(table: TableModel, framework: Framework) -> Iterable[str]:
    """The Refs that a grid's rows have, in order; none for a register."""
    if table.kind != "grid":
        return ()
    return framework.descriptors if table.rows == "descriptors" else framework.standard_refs


def fixed_texts(table: TableModel, framework: Framework, ref: str) -> Mapping[str, str]:
    """A grid row's fixed texts by field; nothing for a register's."""
    if table.rows == "standards":
        return {"standard": framework.standard(framework.standard_of[ref]).label}
    if table.rows != "descriptors":
        return {}
    descriptor = framework.descriptors[ref]
    return {
        "standard": framework.standard(descriptor.standard).label,
        "outcome": framework.outcome(descriptor.outcome).title,
        "descriptor": descriptor.text,
    }
