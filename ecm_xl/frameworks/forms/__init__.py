"""The forms: one TOML file each beside this module, loaded when a workbook has it.

A form's sheet has the name that stands here, and so have its tables, alone or followed by an underline and a word
(`Profile`, `Profile_Respondents`): which forms a workbook has is told without reading any file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from ecm_xl.core.framework import Framework
from ecm_xl.core.tables import FormModel
from ecm_xl.frameworks.tables import table_model

FOLDERS = [Path(__file__).parent]
"""Where the forms' files lie."""

FORMS: dict[str, str] = {
    "baseline": "Baseline",
    "mapping": "Coverage",
    "profile": "Profile",
    "effectiveness": "Effectiveness",
    "commitment": "Commitment",
    "checklist": "Checklist",
    "nsf": "NSF",
    "centre-outcomes": "CentreOutcomes",
    "centre-partnership": "CentrePartnership",
    "target-groups": "TargetGroups",
    "perspectives": "Perspectives",
    "practice-map": "PracticeMap",
    "context": "Context",
    "area": "Area",
    "partnerships": "Partnerships",
    "partner-review": "PartnerReview",
    "phases": "Phases",
    "values": "Values",
    "monitoring": "Monitoring",
    "indicators": "Indicators",
}
"""Form id → the name of its sheet, in the order in which forms stand in a workbook."""


def load_form(form: str, framework: Framework) -> FormModel:
    """A form for a framework. Raises KeyError for an unknown id."""
    sheet = FORMS[form]
    path = next(path for folder in FOLDERS if (path := folder / f"{form.replace('-', '_')}.toml").exists())
    found = read_form(path.read_text(encoding="utf-8"), framework)
    if (found.id, found.sheet) != (form, sheet):
        raise ValueError(f"{path.name} is the form {found.id} on the sheet {found.sheet}, not {form} on {sheet}")
    return found


def read_form(text: str, framework: Framework) -> FormModel:
    """The form that a file's text describes."""
    data = tomllib.loads(text)
    scales = {scale["id"]: scale for scale in data.get("scale", ())}
    tables = tuple(table_model(row, framework, sheet=data["sheet"], scales=scales) for row in data["table"])
    told = {key: data[key] for key in ("id", "title", "sheet", "source", "version", "purpose", "filled_in_by", "gives")}
    says = {"says": data.get("says", ""), "says_of": data.get("says_of", {})}
    return FormModel(**told, **says, tables=tables, fills=tuple(data.get("fills", ())))


def forms_in(names: Iterable[str]) -> frozenset[str]:
    """The forms that a workbook has, told by the names of its sheets and tables."""
    there = {name.casefold().partition("_")[0] for name in names}
    return frozenset(form for form, sheet in FORMS.items() if sheet.casefold() in there)
