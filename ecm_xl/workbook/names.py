"""The names that stay: a setting workbook's kinds and the named cells of Start."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class WorkbookKind(StrEnum):
    """What a workbook of ours is, in its named cell Workbook_Kind. Only SETTING counts in a cluster."""

    SETTING = "setting"
    SLICE = "slice"
    CLUSTER = "cluster"
    COPY = "copy"


START = "Start"
LISTS = "Lists"
DASHBOARD = "Dashboard"
WORKING = "Working"
BACK_TO_START = f"Back to {START}"

DETAILS: Mapping[str, str] = {
    "Setting_Name": "Name of the setting",
    "Setting_Type": "Type of setting",
    "URN": "URN (the school's six-digit number)",
    "Phase": "Phase or age range",
    "Authority": "Local authority",
    "Cluster": "Cluster",
    "Cluster_Lead": "Who leads the cluster",
    "Route": "Route",
    "Started_On": "Work towards the Standards began on",
    "Framework": "Standards",
    "Framework_Version": "Version of the Standards",
}
"""Named cell on Start → the label beside it (by which it is found where the names are lost)."""

HIDDEN_DETAILS = ("Workbook_Kind", "Setting_Id")
"""Named cells on the hidden sheet Lists."""
