"""What forms come to: one module a form, one small function a result.

A result's function takes a `FormCase` and gives its lines; a form's `says` gives what stands out, in sentences without
anybody's words or names, so that a cluster workbook may show them. TOML names both: `profile.priorities`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from ecm_xl.core.forms.case import FormCase, Line
from ecm_xl.core.tables import FormModel, TableModel


def lines_of(table: TableModel, case: FormCase) -> list[Line]:
    """A result's lines, as many as it has room for; where there are more, the last says how many."""
    found: Sequence[Line] = _named(table.worked_out)(case)
    if len(found) <= table.lines:
        return list(found)
    more = len(found) - table.lines + 1
    first_text = next(field.id for field in table.fields if field.kind == "text")
    return [*found[: table.lines - 1], {first_text: f"and {more} more"}]


def stands_out(form: FormModel, case: FormCase) -> list[str]:
    """What stands out in a form, in sentences; none where nothing is filled in."""
    said: Sequence[str] = _named(form.says)(case) if form.says else ()
    return list(said)


def _named(name: str):  # type: ignore[no-untyped-def]
    """The function of that name in the module of that form."""
    module, _, function = name.partition(".")
    return getattr(import_module(f"ecm_xl.core.forms.{module}"), function)
