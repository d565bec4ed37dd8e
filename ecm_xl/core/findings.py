"""Findings and their one catalogue: a code, how serious it is, what is wrong, what to do.

A finding is a problem in a workbook, located by file, sheet and cell, in plain words. Texts are
templates: `{value}` is what the person typed, `{cell}` where, `{detail}` and `{suggestion}` what
the rule adds. `title` says the same without anybody's words and is all that a cluster
workbook shows (it holds no free text). No text blames: it says what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ecm_xl.core.catalogue.content import CONTENT
from ecm_xl.core.catalogue.edits import EDITS
from ecm_xl.core.catalogue.files import FILES
from ecm_xl.core.catalogue.kinds import SEVERITY_ORDER, Kind, Severity
from ecm_xl.core.catalogue.ratings import RATINGS
from ecm_xl.core.catalogue.shape import SHAPE
from ecm_xl.core.words import counted

__all__ = ["CATALOGUE", "SEVERITY_ORDER", "Finding", "Kind", "Severity", "finding", "in_order", "shorten"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at one place. `standard` is 0 where no Standard is concerned."""

    code: str
    severity: Severity
    sheet: str
    cell: str
    message: str
    action: str
    value: str = ""
    suggestion: str = ""
    ref: str = ""
    standard: int = 0
    advice: str = field(default="", compare=False, repr=False)
    """The action as it is said of several cells at once."""

    @property
    def title(self) -> str:
        """The catalogue's words for it, without anything a person typed."""
        return CATALOGUE[self.code].title


def finding(
    code: str,
    sheet: str = "",
    cell: str = "",
    *,
    value: object = "",
    suggestion: str = "",
    detail: str = "",
    ref: str = "",
    standard: int = 0,
) -> Finding:
    """A finding of that code with its texts filled in. Raises KeyError for an unknown code."""
    kind = CATALOGUE[code]
    shown = shorten(str(value))
    words = {
        "value": shown,
        "cell": cell or "the file",
        "detail": detail,
        "suggestion": suggestion,
        "sheet": sheet,
    }
    return Finding(
        code=code,
        severity=kind.severity,
        sheet=sheet,
        cell=cell,
        message=kind.message.format_map(words).strip(),
        action=kind.action.format_map(words),
        value=shown,
        suggestion=suggestion,
        ref=ref,
        standard=standard,
        advice=kind.action.format_map({**words, "cell": "each of these cells"}),
    )


_UNSEEN = dict.fromkeys((*range(32), *range(127, 160)), "\ufffd")
"""Control characters → the sign for what can't be shown: on a screen some of them act."""


def shorten(text: str, most: int = 80) -> str:
    """One line of at most `most` characters: a finding quotes, it does not repeat a page."""
    line = " ".join(text.split()).translate(_UNSEEN)
    return line if len(line) <= most else line[: most - 3].rstrip() + "..."


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By severity, then Standard, code and the order in which the rules met them (a stable sort)."""
    return sorted(findings, key=lambda f: (SEVERITY_ORDER[f.severity], f.standard, f.code))


CATALOGUE: Mapping[str, Kind] = {kind.code: kind for kind in (*FILES, *SHAPE, *RATINGS, *CONTENT, *EDITS)}
"""Every code there is. A test pins their number."""


def summary(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`, or `nothing found`."""
    numbers = [(sum(f.severity is s for f in findings), s.value) for s in Severity]
    return ", ".join(counted(n, word) for n, word in numbers if n) or "nothing found"
