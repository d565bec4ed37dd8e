"""A small register of partnerships, for forms that look at one."""

from __future__ import annotations

from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import load_form, read_form
from ecm_xl.frameworks.loader import load_model

PARTNERSHIPS = """
id = "partnerships"
title = "Partnerships"
sheet = "Partnerships"
source = "E1"
version = "1.0"
purpose = "Partners."
filled_in_by = "Leaders"
gives = "Names"

[[table]]
name = "Partnerships"
kind = "register"
prefix = "P"

[[table.field]]
id = "ref"
header = "Ref"
kind = "ref"
width = 8
note = "Ref."

[[table.field]]
id = "partnership"
header = "Partnership"
kind = "text"
width = 30
note = "Its name."
"""


def model_with_partnerships(form: str) -> SettingModel:
    """A setting workbook with that form and a register of partnerships."""
    model = load_model()
    return model.with_forms((load_form(form, model.framework), read_form(PARTNERSHIPS, model.framework)))
