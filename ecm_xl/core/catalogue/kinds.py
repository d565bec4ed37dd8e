"""What an entry of the catalogue is, and how serious it may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How serious a finding is. The order of the members is the order of a report."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_ORDER: Mapping[str, int] = {level: place for place, level in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue."""

    code: str
    severity: Severity
    title: str
    message: str
    action: str


def kinds(severity: Severity, *rows: tuple[str, str, str, str]) -> Iterable[Kind]:
    """Entries that are equally serious: code, title, message, action."""
    return (Kind(code, severity, title, message, action) for code, title, message, action in rows)
