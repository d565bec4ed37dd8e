"""Law: what is drawn is what is read. Render then parse is the identity on answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from ecm_xl.backends.memory import snapshot_of
from ecm_xl.core.tables import Field, TableModel
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.names import DETAILS
from ecm_xl.workbook.parse import parse
from ecm_xl.workbook.setting import setting_book

Filled = Mapping[str, Mapping[str, Mapping[str, CellValue]]]

MODEL = load_model()
TODAY = date(2026, 7, 10)
TABLES = {table.name: table for table in MODEL.tables if table.takes_answers}
LONGEST = 32_767
"""Excel's limit for a cell."""
OWN = ("Framework", "Framework_Version")
"""What the program itself says on Start."""


def is_seen(text: str) -> bool:
    """True where anything of a text is seen: a letter, a mark, a number, a sign."""
    return any(unicodedata.category(character)[0] in "LMNPS" for character in text)


seen = st.text(min_size=1, max_size=20).filter(is_seen)
odd = st.sampled_from(
    [
        "=1+1",
        "=",
        "+44 1632 960001",
        "-",
        "@head",
        "  both ends  ",
        "\ttab",
        "one\ntwo",
        "#REF!",
        "Not rated",
        "0",
        "TRUE",
    ]
)
long = st.tuples(seen, st.integers(100, 4000)).map(lambda pair: (pair[0] * pair[1])[:LONGEST])
texts = st.one_of(seen, odd, seen.map(lambda text: f"={text}"), seen.map(lambda text: f" {text}\u00a0"), long)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31))  # noqa: DTZ001  # a cell knows no time zone
numbers = st.one_of(st.just(0), st.integers(-10, 3000), st.floats(-1e6, 1e6))
ratings = st.sampled_from([*MODEL.framework.offered, "N/A", "emerging", "Embeded"])


def value(field: Field) -> st.SearchStrategy[CellValue]:
    """What people put into a field of that kind, and what they should not."""
    fitting: Mapping[str, st.SearchStrategy[CellValue]] = {
        "date": st.one_of(days, moments),
        "year": numbers,
        "rating": ratings,
        "level": ratings,
    }
    return st.one_of(fitting.get(field.kind, texts), texts, numbers) if field.kind in fitting else texts


def refs(table: TableModel) -> st.SearchStrategy[str]:
    """The Refs that rows of a table may have."""
    if table.rows == "descriptors":
        return st.sampled_from(list(MODEL.framework.descriptors))
    if table.rows == "standards":
        return st.sampled_from([standard.ref for standard in MODEL.framework.standards])
    return st.one_of(st.integers(1, 32), st.integers(33, 999_999)).map(lambda n: f"{table.prefix}{n:02d}")


def rows(table: TableModel) -> st.SearchStrategy[dict[str, dict[str, CellValue]]]:
    """Some rows of a table with some of their fields filled in."""
    fields = {field.id: value(field) for field in table.fields if field.is_answer}
    filled = st.fixed_dictionaries({}, optional=fields).filter(bool)
    return st.dictionaries(refs(table), filled, max_size=3)


contents: st.SearchStrategy[Filled] = st.fixed_dictionaries({name: rows(table) for name, table in TABLES.items()})
told = st.fixed_dictionaries({}, optional={name: seen for name in DETAILS if name not in OWN})


def exactly(value: object) -> tuple[str, object]:
    """The value with its type: 1 is not 1.0, and a day is no moment."""
    return type(value).__name__, value


@settings(max_examples=40)
@given(contents, told)
def test_answers_drawn_and_read_back_are_the_same_answers(content: Filled, details: Mapping[str, CellValue]) -> None:
    parsed = parse(MODEL, snapshot_of(setting_book(MODEL, details, content, TODAY)))
    read = {
        (name, ref, field): exactly(value)
        for name, table in parsed.answers.tables.items()
        for ref, row in table.rows.items()
        for field, value in row.values.items()
    }
    assert read == {
        (name, ref, field): exactly(value)
        for name, rows in content.items()
        for ref, values in rows.items()
        for field, value in values.items()
    }
    assert parsed.findings == []
    assert not any(table.doubtful for table in parsed.answers.tables.values())
    expected = {name: str(details.get(name, "")).strip() for name in DETAILS if name not in OWN}
    assert {name: parsed.answers.details.get(name) for name in expected} == expected


def _values(content: Filled) -> list[CellValue]:
    return [value for rows in content.values() for row in rows.values() for value in row.values()]


def _text_like(is_like: Callable[[str], bool]) -> Callable[[Filled], bool]:
    return lambda content: any(isinstance(value, str) and is_like(value) for value in _values(content))


CASES: Mapping[str, Callable[[Filled], bool]] = {
    "every table": lambda content: all(content.values()),
    "a register longer than its blank rows": lambda content: any(ref > "E30" for ref in content["Evidence"]),
    "a leading equals sign": _text_like(lambda text: text.startswith("=") and len(text) > 2),
    "spaces at both ends": _text_like(lambda text: text != text.lstrip() and text != text.rstrip()),
    "more than one line": _text_like(lambda text: "\n" in text),
    "other alphabets": _text_like(lambda text: any(ord(character) > 0xFFFF for character in text)),
    "a text as long as a cell may be": _text_like(lambda text: len(text) == LONGEST),
    "a day": lambda content: any(type(value) is date for value in _values(content)),
    "a moment": lambda content: any(isinstance(value, datetime) for value in _values(content)),
    "a nought": lambda content: any(value == 0 for value in _values(content)),
    "a number": lambda content: any(isinstance(value, float) for value in _values(content)),
    "words where a date belongs": lambda content: any(
        isinstance(row.get("date"), str) for row in content["Audit"].values()
    ),
}


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # a long text is long
@pytest.mark.parametrize("case", CASES)
def test_the_law_is_tried_on(case: str) -> None:
    found = find(contents, CASES[case], settings=settings(max_examples=2000, phases=[Phase.generate]))
    assert CASES[case](found)
