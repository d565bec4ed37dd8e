"""Which edition of a form a sheet was drawn from: the form's version, and a mark that is another wherever anything of
it is another (words, rows, columns, choices).

A form is drawn anew where its edition has changed, and never for what a person did to its sheet. A version's number
alone would not do: rows may also be the Standards', whose titles change without the form's. What an older program
knew nothing of counts for nothing as long as it is not used, so that a newer program by itself makes no new edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from hashlib import sha256

from ecm_xl.core.framework import Framework
from ecm_xl.core.rows import fixed_texts, grid_refs
from ecm_xl.core.tables import FormModel, TableModel

_DIGITS = 8
_EDITION = re.compile(rf"Version \S.* \(([0-9a-f]{{{_DIGITS}}})\)")


def edition(form: FormModel, framework: Framework) -> str:
    """What stands on the form's sheet: `Version 1.0 (3fa9c1d2)`."""
    said = [_plain(form), *(row for table in form.tables for row in _of_the_framework(table, framework))]
    return f"Version {form.version} ({fingerprint(repr(said), _DIGITS)})"


def mark_in(text: object) -> str:
    """The mark of an edition's words; '' for any other text."""
    found = _EDITION.fullmatch(text.strip()) if isinstance(text, str) else None
    return found[1] if found else ""


def fingerprint(words: str, digits: int) -> str:
    """A few digits that are others for other words."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def _of_the_framework(table: TableModel, framework: Framework) -> Iterator[object]:
    """What a table has from the Standards: its rows, and the levels that its answers and colours know."""
    if table.rows != "own":
        yield [(ref, sorted(fixed_texts(table, framework, ref).items())) for ref in grid_refs(table, framework)]
    for kind, levels in (("rating", framework.levels), ("level", framework.judgement_levels)):
        if table.of_kind(kind):
            yield [level.name for level in levels]


def _plain(thing: object) -> object:
    """A model as plain data, without what is left as it is by default."""
    if is_dataclass(thing):
        held = ((f, getattr(thing, f.name)) for f in fields(thing))
        return [(f.name, _plain(value)) for f, value in held if f.default is MISSING or value != f.default]
    if isinstance(thing, Mapping):
        return sorted((key, _plain(value)) for key, value in thing.items())
    return [_plain(one) for one in thing] if isinstance(thing, tuple) else thing
