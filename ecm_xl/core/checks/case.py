"""What the checks look at: answers by column, ratings by what they say, texts all at once.

Missing-data policy: a blank cell is in no column. An `Unread` one is (it is not blank), but is no text and no
date. Rows whose Ref stands twice are left out: they have their finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from ecm_xl.core.answers import FilledTable, SettingAnswers, Unread, Value
from ecm_xl.core.findings import Finding, finding
from ecm_xl.core.framework import Framework
from ecm_xl.core.nearest import Nearest
from ecm_xl.core.ratings import Rating, read_column, read_judged, read_rating
from ecm_xl.core.remember import for_the_last
from ecm_xl.core.tables import Field, SettingModel, TableModel
from ecm_xl.core.words import heads_of, is_blank

BETWEEN = "\x1c"
"""What stands between two texts that are looked at as one; no program lets anybody type it."""


_MARKS = {"|": BETWEEN, "0": "0123456789", "_": " \xa0", "/": "/.-", "@": "@"}
"""Mark → the characters that it stands for: between texts, figures, spaces, what stands in dates, in addresses."""


def _mark_of(code: int) -> str:
    """A Latin-1 character's mark: of `_MARKS`, an unseen one !, else a comma."""
    if (code < 32 and chr(code) not in "\t\n\r" + BETWEEN) or 127 <= code < 160:
        return "!"
    return next((mark for mark, those in _MARKS.items() if chr(code) in those), ",")


_TO_MARKS = bytes(ord(_mark_of(code)) for code in range(256))


@dataclass(frozen=True, slots=True)
class Located:
    """A text with its place."""

    sheet: str
    cell: str
    ref: str
    text: str


class Texts:
    """Every different text of a workbook, all joined into one that is searched before they are looked at one by one.

    `beyond_latin`: some hold characters that get no mark of their own, among them figures of other scripts.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.different = list(dict.fromkeys(texts))
        self.joined = BETWEEN.join(self.different)
        try:
            self._plain, self.beyond_latin = self.joined.encode("latin-1"), False
        except UnicodeEncodeError:
            self._plain, self.beyond_latin = self.joined.encode("latin-1", "replace"), True

    @cached_property
    def letters(self) -> bytes:
        """In lower case, without full stops: D.O.B. is dob."""
        return self._plain.lower().replace(b".", b"")

    @cached_property
    def _marks(self) -> bytes:
        """A mark a character, as `_mark_of` gives it."""
        return self._plain.translate(_TO_MARKS)

    @cached_property
    def _are_apart(self) -> bool:
        """False where a text itself holds what should stand between texts. (Searching is faster than counting.)"""
        return BETWEEN not in "".join(self.different)

    @property
    def any_unseen(self) -> bool:
        """True where one of them may hold a character that can't be seen."""
        return b"!" in self._marks or not self._are_apart

    def with_letters(self, *words: bytes) -> list[str]:
        """Those that may hold one of these words, also in capitals or with full stops between the letters."""
        there = [word for word in words if word in self.letters]
        return [text for text in self.different if any(word in Texts([text]).letters for word in there)]

    def with_marks(self, pattern: re.Pattern[bytes]) -> list[str]:
        """Those that may hold such a row of marks: b"000_000" is three figures, a space, three figures."""
        found = list(self._holding(pattern))
        return found if self._are_apart or not found else self.different

    def _holding(self, pattern: re.Pattern[bytes]) -> Iterator[str]:
        """The texts with such a row of marks. Marks stand where their characters do."""
        marks, end = self._marks, 0
        while row := pattern.search(marks, end):
            start, end = marks.rfind(b"|", 0, row.start()) + 1, marks.find(b"|", row.end())
            end = len(marks) if end < 0 else end
            yield self.joined[start:end]

    def any_as_long_as(self, length: int) -> bool:
        """True where one of them has that many characters or more."""
        return len(self.joined) >= length and max(map(len, self.different)) >= length


@dataclass(frozen=True)
class Rated:
    """A column of ratings. `spellings`: folded spelling → answer; `groups`: each rating with its rows."""

    table: str
    field: str
    spellings: Mapping[str, str]
    ratings: Mapping[str, Rating]
    groups: list[tuple[Rating, list[str]]]
    numbers: Mapping[str, int]

    def refs(self, wanted: Callable[[Rating], bool]) -> list[str]:
        """The rows with such a rating, as they stand on the sheet."""
        found = [refs for rating, refs in self.groups if wanted(rating)]
        if len(found) == 1:
            return found[0]
        return sorted((ref for refs in found for ref in refs), key=self.numbers.__getitem__)


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
        self.audited = _rated(self.audit, "rating", self.framework.spellings, ratings)
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
        filled = self.table(table)
        column = filled.column(field)
        if not filled.doubtful:
            return column
        return {ref: value for ref, value in column.items() if ref not in filled.doubtful}

    def heads(self, field: str) -> bytes:
        """The first letters of an Audit column, in the descriptors' order."""
        texts = self.column("Audit", field)
        heads: bytes = self.once(f"heads of {field}", lambda: heads_of(map(texts.get, self.framework.texts)))
        return heads

    def refs(self, wanted: Callable[[Rating], bool]) -> list[str]:
        """The Audit's rows with such a rating, as they stand on the sheet."""
        return self.audited.refs(wanted)

    @cached_property
    def rated(self) -> list[Rated]:
        """The Audit's ratings, then those of every form that has some."""
        return [self.audited, *self._rated_in_forms()]

    def _rated_in_forms(self) -> Iterator[Rated]:
        """Judgements' overrides have checks of their own."""
        framework = self.framework
        for kind, spellings, read in (
            ("rating", framework.spellings, read_rating),
            ("level", framework.judgement_spellings, read_judged),
        ):
            for table, field in self.fields(kind):
                column = self.column(table.name, field.id) if table.sheet else {}
                if column:
                    ratings = read_column(column.items(), partial(read, framework))
                    yield _rated(self.table(table.name), field.id, spellings, ratings)

    def fields(self, kind: str) -> Sequence[tuple[TableModel, Field]]:
        """The fields of that kind that people fill in."""
        return _fields_by_kind(self.model).get(kind, ())

    def entries(self, kind: str) -> Iterator[tuple[str, Field, str, Value]]:
        """(table, field, Ref, what stands there) for every answer of a kind that can be read at all."""
        for table, field in self.fields(kind):
            for ref, value in self.column(table.name, field.id).items():
                if not (isinstance(value, Unread) or is_blank(value)):
                    yield table.name, field, ref, value

    @cached_property
    def best(self) -> list[str]:
        """The Audit's rows at the best level."""
        best = self.framework.best
        return self.refs(lambda rating: rating.answer == best)

    def lacks(self, ref: str, field: str, table: str = "Audit") -> bool:
        """True where that field of a row is blank; where its column is lost nobody can tell."""
        filled = self.table(table)
        return field in filled.columns and is_blank(filled.value(ref, field))

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
            for column in table.answers.values()
            for value in column.values()
            if type(value) is str
        ]
        typed += self.answers.details.values.values()
        return Texts(typed)

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


@for_the_last
def _fields_by_kind(model: SettingModel) -> Mapping[str, Sequence[tuple[TableModel, Field]]]:
    found: dict[str, list[tuple[TableModel, Field]]] = {}
    for table in model.tables:
        for field in table.fields if table.takes_answers else ():
            found.setdefault(field.kind, []).append((table, field))
    return found


def _rated(filled: FilledTable, field: str, spellings: Mapping[str, str], ratings: Mapping[str, Rating]) -> Rated:
    return Rated(filled.name, field, spellings, ratings, _groups(filled, ratings), filled.numbers)


def _groups(filled: FilledTable, ratings: Mapping[str, Rating]) -> list[tuple[Rating, list[str]]]:
    """Each rating with its rows. Equal ratings are mostly one object, and comparing objects is quick."""
    found: dict[int, tuple[Rating, list[str]]] = {}
    for ref in filled.numbers:
        rating = ratings.get(ref)
        if rating is None or ref in filled.doubtful:
            continue
        group = found.get(id(rating))
        if group is None:
            found[id(rating)] = (rating, [ref])
        else:
            group[1].append(ref)
    return list(found.values())
