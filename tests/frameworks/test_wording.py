"""Every sentence that ships is our own: no run of seven words matches a source document.

The sources are not in the repository. `source_runs.bin` has, for each distinct run of seven words in them, a
BLAKE2b hash of six bytes, sorted and joined: enough to recognise a run, too little to get it back.
Six bytes are 2^48 values. With 15 thousand runs in the file and 100 thousand in all that ships, a match by
accident has a chance of 1 in 190,000 (with four bytes it would be 1 in 3), so a match is a match.

A word is a run of a to z after NFKC and lower case; apostrophes, hyphens and digits separate. The titles of
Standards and Outcomes and the labels of scales are the sources' own, and are allowed by name.

Made again from the sources' texts by: `b"".join(sorted({h for text in texts for h in hashed(text)}))`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import pytest

from ecm_xl.core.findings import CATALOGUE
from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import Book
from ecm_xl.workbook.setting import setting_book

ROOT = Path(__file__).parents[2]
RUN, WIDTH = 7, 6
SOURCE_RUNS = 14855

STANDARDS = (
    "Ethos",
    "Policy",
    "Environment",
    "Leadership and management",
    "Personalised learning",
    "Curriculum entitlement, access and choice",
    "Presence, participation and personal development",
    "Partnership with parents and carers",
    "Multi-agency working",
    "The community",
    "Transition and transfer",
    "Professional development",
)
OUTCOMES = (
    "Be healthy",
    "Stay safe",
    "Enjoy and achieve",
    "Make a positive contribution",
    "Achieve economic well-being",
    "Be safe",
    "Positive contribution",
    "Economic well-being",
    "Economic wellbeing",
)
SCALES = ("Emergent", "Developing", "Embedded", "Not applicable", "Not enough evidence")
NSF = (
    "Promoting health and well-being, identifying needs and intervening early",
    "Supporting parenting",
    "Growing up into adulthood",
    "Safeguarding and promoting the welfare of children and young people",
    "Children and young people who are ill",
    "Children and young people in hospital",
    "Disabled children and young people and those with complex health needs",
    "The mental health and psychological well-being of children and young people",
    "Medicines for children and young people",
    "Maternity services",
)
"""The titles of the National Service Framework's standards, as far as a run of theirs may stand in a source."""
ALLOWED = (*STANDARDS, *OUTCOMES, *SCALES, *NSF)
"""Titles and scale labels: a run that is made of these and of nothing else is no match."""


def words(text: str) -> list[str]:
    """The text's words, as they are compared."""
    return re.findall("[a-z]+", unicodedata.normalize("NFKC", text).lower())


def runs(text: str) -> set[str]:
    """Every run of seven words."""
    found = words(text)
    return {" ".join(found[n : n + RUN]) for n in range(len(found) - RUN + 1)}


def digest(run: str) -> bytes:
    """The hash by which a run is known."""
    return blake2b(run.encode(), digest_size=WIDTH).digest()


def hashed(text: str) -> set[bytes]:
    """Every run of a text by its hash."""
    return {digest(run) for run in runs(text)}


def taken(text: str, known: frozenset[bytes] | set[bytes]) -> list[str]:
    """The text's runs that are known and are not made of titles."""
    return sorted(run for run in runs(text) if digest(run) in known and not made_of_titles(run))


@cache
def titles() -> re.Pattern[str]:
    """Matches a run that is made of titles; the first and the last one may be cut, one by itself at both ends."""
    whole = sorted({tuple(words(title)) for title in ALLOWED}, key=len, reverse=True)
    first = {" ".join(title[n:]) for title in whole for n in range(len(title))}
    last = {" ".join(title[:n]) for title in whole for n in range(1, len(title) + 1)}
    middle = {" ".join(title) for title in whole}
    within = {" ".join(title[n : n + RUN]) for title in whole for n in range(len(title) - RUN + 1)}
    made = rf"(?:{'|'.join(first)})(?: (?:{'|'.join(middle)}))*(?: (?:{'|'.join(last)}))?"
    return re.compile(rf"{made}|{'|'.join(within)}")


def made_of_titles(run: str) -> bool:
    """True for a run of titles and nothing else."""
    return titles().fullmatch(run) is not None


@pytest.fixture(scope="module")
def known() -> frozenset[bytes]:
    """The sources' runs by their hashes."""
    packed = Path(__file__).with_name("source_runs.bin").read_bytes()
    return frozenset(packed[n : n + WIDTH] for n in range(0, len(packed), WIDTH))


# The check itself.


def test_the_hashes_are_whole_sorted_and_distinct() -> None:
    packed = Path(__file__).with_name("source_runs.bin").read_bytes()
    pieces = [packed[n : n + WIDTH] for n in range(0, len(packed), WIDTH)]

    assert len(packed) == SOURCE_RUNS * WIDTH
    assert all(one < next_one for one, next_one in pairwise(pieces))


def test_the_hashes_are_the_sources_own(known: frozenset[bytes]) -> None:
    """The one run of theirs that may be written down: the twelve titles in their order."""
    in_order = runs(" ".join(STANDARDS))

    assert len(in_order) > 20
    assert all(digest(run) in known for run in in_order)
    assert taken(" ".join(STANDARDS), known) == []


SENTENCE = "On wet Thursdays the caretaker's otter files seven umbrellas by colour, then by mood."


def test_a_sentence_that_stands_in_a_source_would_be_found() -> None:
    """Witness: the sentence is invented, and stands for a source."""
    source = hashed(SENTENCE)

    assert taken("We say: ON WET THURSDAYS - the caretaker’s\notter files them.", source) == [
        "on wet thursdays the caretaker s otter",
        "wet thursdays the caretaker s otter files",
    ]
    assert taken(SENTENCE, source) == sorted(runs(SENTENCE))
    assert taken("The caretaker's otter files seven", source) == []


def test_the_definition_of_a_word() -> None:
    assert words("Children's WELL-being in 2026: ﬁle №3, café") == [
        "children", "s", "well", "being", "in", "file", "no", "caf",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("run", "made"),
    [
        ("be healthy stay safe enjoy and achieve", True),
        ("healthy stay safe enjoy and achieve make", True),
        ("policy environment leadership and management personalised learning", True),
        ("and well being identifying needs and intervening", True),
        ("well being identifying needs and intervening always", False),
        ("children be healthy stay safe enjoy and", False),
        ("be healthy and stay safe enjoy and", False),
        ("the policy of the community is embedded", False),
    ],
)
def test_what_is_made_of_titles_and_of_nothing_else(run: str, made: bool) -> None:
    assert made_of_titles(run) is made


def test_an_accident_is_not_to_be_expected() -> None:
    """The chance that any of 100 thousand runs of ours has the hash of one of theirs by accident."""
    assert SOURCE_RUNS * 100_000 / 2 ** (8 * WIDTH) < 1e-5


# All that ships, file by file as it is written.

FILES = [
    *sorted(ROOT.glob("ecm_xl/**/*.toml")),
    *sorted(ROOT.glob("ecm_xl/**/*.py")),
    *sorted(ROOT.glob("workbooks/**/*.toml")),
    *sorted(ROOT.glob("workbooks/*.py")),
    *sorted(ROOT.glob("*.md")),
    ROOT / "pyproject.toml",
]


def test_the_files_are_there() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in FILES}

    assert {"ecm_xl/frameworks/ecm_standards.toml", "ecm_xl/frameworks/setting_workbook.toml"} <= names
    assert {"ecm_xl/core/findings.py", "ecm_xl/workbook/setting/start.py"} <= names
    assert any(name.startswith("workbooks/samples/") for name in names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_repeats_seven_words_of_a_source(path: Path, known: frozenset[bytes]) -> None:
    assert taken(path.read_text(encoding="utf-8"), known) == []


# All that people read, as they read it: text in pieces is put together, signs for letters are letters.


def strings(value: object) -> Iterator[str]:
    """Every text in a TOML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.suffix == ".toml"], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_text_of_a_data_file_repeats_seven_words_of_a_source(path: Path, known: frozenset[bytes]) -> None:
    texts = list(strings(tomllib.loads(path.read_text(encoding="utf-8"))))

    assert texts
    assert [run for text in texts for run in taken(text, known)] == []


def test_no_finding_repeats_seven_words_of_a_source(known: frozenset[bytes]) -> None:
    texts = [text for kind in CATALOGUE.values() for text in (kind.title, kind.message, kind.action)]

    assert len(texts) > 100
    assert [run for text in texts for run in taken(text, known)] == []


def said(book: Book) -> Iterator[str]:
    """Every text that somebody who opens the workbook can read: cells, notes, headings, messages."""
    for sheet in book.sheets:
        yield from (text for cell in sheet.cells for text in (cell.value, cell.note) if isinstance(text, str))
        yield from (text for table in sheet.tables for head in table.columns for text in (head.header, head.note))
        yield from (text for choice in sheet.choices for text in (choice.title, choice.message))


def test_nothing_in_a_setting_workbook_repeats_seven_words_of_a_source(
    model: SettingModel, known: frozenset[bytes]
) -> None:
    texts = list(said(setting_book(model, {}, {}, date(2026, 7, 10))))

    assert any("Fill in the yellow cells above" in text for text in texts)
    assert any("What would count as evidence" in text for text in texts)
    assert [run for text in texts for run in taken(text, known)] == []
