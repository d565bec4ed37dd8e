"""What the checks look at: answers by column, ratings by what they say, texts all at once. Each list is made once.

Missing-data policy: a blank cell is in no column. An `Unread` one is (it is not blank), but is no text and no
date. Rows whose Ref stands twice are left out: they have their finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ecm_xl.core.answers import FilledTable, SettingAnswers, Value
from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.framework import Framework
from ecm_xl.core.nearest import Nearest
from ecm_xl.core.ratings import Rating
from ecm_xl.core.tables import SettingModel
from ecm_xl.core.words import is_blank

_CLASSES = bytes(
    ord("0") if 48 <= code <= 57 else ord("!") if (code < 32 and code not in (9, 10, 13)) or 127 <= code < 160 else 46
    for code in range(256)
)
"""Latin-1 byte → what sort of character it is: a digit (0), one that can't be seen (!), any other (.)."""
_LOWER = bytes(code + 32 if 65 <= code <= 90 else code for code in range(256))


@dataclass(frozen=True, slots=True)
class Located:
    """A text with its place."""

    sheet: str
    cell: str
    ref: str
    text: str


class Texts:
    """Every text of a workbook as one, to be searched before anybody looks at it cell by cell."""

    def __init__(self, texts: list[str]) -> None:
        self.joined = "\n".join(texts)
        self._texts = texts
        self._plain = self.joined.encode("latin-1", "replace")

    def any_as_long_as(self, length: int) -> bool:
        """True where one of them has that many characters or more."""
        return len(self.joined) >= length and max(map(len, self._texts)) >= length

    @cached_property
    def lower(self) -> str:
        """In lower case."""
        return self.joined.lower()

    @cached_property
    def letters(self) -> bytes:
        """In lower case, without full stops: D.O.B. is dob."""
        return self._plain.translate(_LOWER, b".")

    @cached_property
    def sorts(self) -> bytes:
        """A mark a character, 0 for a digit, ! for one that can't be seen, without spaces and hyphens."""
        return self._plain.translate(_CLASSES, b" -\xa0")


class Case:
    """A setting's answers, laid out for the checks."""

    def __init__(
        self,
        model: SettingModel,
        answers: SettingAnswers,
        today: date,
        nearest: Nearest,
        ratings: Mapping[str, Rating],
    ) -> None:
        self.model, self.answers, self.today = model, answers, today
        self.nearest, self.ratings = nearest, ratings
        self.audit = answers.audit
        self.groups = _groups(self.audit, ratings)
        self._columns: dict[tuple[str, str], dict[str, Value]] = {}
        self._made: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, made when it is first asked for: several checks look at the same."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    @property
    def framework(self) -> Framework:
        """The framework of the workbook."""
        return self.model.framework

    def table(self, name: str) -> FilledTable:
        """The table of that name, an empty one where it is not there."""
        return self.answers.tables.get(name) or FilledTable(name, name)

    def column(self, table: str, field: str) -> dict[str, Value]:
        """Ref → what that field holds, for the cells that hold something."""
        known = self._columns.get((table, field))
        if known is None:
            filled = self.table(table)
            known = {ref: row.values[field] for ref, row in filled.rows.items() if field in row.values}
            for ref in filled.doubtful & known.keys():
                del known[ref]
            self._columns[table, field] = known
        return known

    def refs(self, wanted: Callable[[Rating], bool]) -> list[str]:
        """The Audit's rows with such a rating, as they stand on the sheet."""
        found = [refs for rating, refs in self.groups if wanted(rating)]
        if len(found) == 1:
            return found[0]
        return sorted((ref for refs in found for ref in refs), key=lambda ref: self.audit.rows[ref].number)

    @cached_property
    def best(self) -> list[str]:
        """The Audit's rows at the best level."""
        best = self.framework.best
        return self.refs(lambda rating: rating.answer == best)

    def lacks(self, ref: str, field: str) -> bool:
        """True where that field of an Audit row is blank; where its column is lost nobody can tell."""
        return field in self.audit.columns and is_blank(self.audit.rows[ref].values.get(field))

    def at(self, ref: str, field: str, code: str, **words: str) -> Finding:
        """A finding at a field of an Audit row."""
        return self.on("Audit", ref, field, code, **words)

    def on(self, table: str, ref: str, field: str, code: str, **words: str) -> Finding:
        """A finding at a field of a row of any table."""
        filled = self.table(table)
        standard = self.framework.standard_of.get(ref, 0)
        return finding(code, filled.sheet, filled.cell(ref, field), ref=ref, standard=standard, **words)

    @cached_property
    def texts(self) -> Texts:
        """Every text that somebody typed."""
        tables = self.answers.tables.values()
        typed = [
            value
            for table in tables
            for row in table.rows.values()
            for value in row.values.values()
            if type(value) is str
        ]
        return Texts([*self.answers.details.values.values(), *typed])

    def located(self) -> Iterator[Located]:
        """Every text that somebody typed, with its place."""
        details = self.answers.details
        for name, (sheet, cell) in details.cells.items():
            yield Located(sheet, cell, "", details.values.get(name, ""))
        for table in self.answers.tables.values():
            for ref, row in table.rows.items():
                for name, value in row.values.items():
                    if isinstance(value, str):
                        yield Located(table.sheet, table.cell(ref, name), ref, value)


Check = Callable[[Case], Iterator[Finding]]


def _groups(audit: FilledTable, ratings: Mapping[str, Rating]) -> list[tuple[Rating, list[str]]]:
    """Each rating with its rows. Equal ratings are mostly one object, and comparing objects is quick."""
    found: dict[int, tuple[Rating, list[str]]] = {}
    for ref in audit.rows:
        rating = ratings.get(ref)
        if rating is None or ref in audit.doubtful:
            continue
        group = found.get(id(rating))
        if group is None:
            found[id(rating)] = (rating, [ref])
        else:
            group[1].append(ref)
    return list(found.values())
