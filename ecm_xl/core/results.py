"""What one file comes to: whose it is, its judgements, its findings. All that a cluster needs of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ecm_xl.core.findings import Finding
from ecm_xl.core.judgements import Judgement
from ecm_xl.core.words import fold


class Status(StrEnum):
    """What became of a file."""

    JUDGED = "judged"
    UNREADABLE = "unreadable"
    OTHER = "other"
    """Readable, but not a setting workbook."""


@dataclass(frozen=True, slots=True)
class FormResult:
    """What a form of a file comes to. `answers`: how many of its cells are filled in. `stands_out`: sentences without
    anybody's words. `told`: (table, Ref, field, value) of all answers that are no free text and no person's name.
    `sheet`: the name of its sheet in that file."""

    form: str
    title: str
    answers: int
    stands_out: tuple[str, ...] = ()
    told: tuple[tuple[str, str, str, str], ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file's result. `ratings`: Ref → answer, '' where there is none; empty unless judged."""

    file: str
    status: Status
    details: Mapping[str, str] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    ratings: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    forms: tuple[FormResult, ...] = ()

    def detail(self, name: str) -> str:
        """A named cell of Start, '' where blank."""
        return self.details.get(name, "")

    @property
    def name(self) -> str:
        """The setting's name, or its file's where it has none."""
        return self.detail("Setting_Name") or self.file

    @property
    def identity(self) -> str:
        """By what the setting is known: its id, or its name and URN (a blank workbook has no id)."""
        own = fold(self.detail("Setting_Id"))
        return own or f"{fold(self.detail('Setting_Name'))}|{fold(self.detail('URN'))}".strip("|")
