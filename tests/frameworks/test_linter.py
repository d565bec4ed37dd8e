"""The framework linter: every fault at once, each with its line and its place, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from ecm_xl.core.answers import Details, FilledTable, SettingAnswers
from ecm_xl.core.framework import Framework
from ecm_xl.core.judgements import judge
from ecm_xl.core.rules import RULES
from ecm_xl.frameworks.linter import AGREEMENTS, SHAPES, Fault
from ecm_xl.frameworks.loader import FaultyFramework, check_text, read_framework

HEAD, FILE = "the file's head", "the file"
KNOWN = ", ".join(RULES)


def changed(text: str, *changes: tuple[str, str]) -> str:
    """The text with each piece, which must be there exactly once, replaced by another."""
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def test_a_file_without_a_fault(small: str) -> None:
    assert check_text(small) == []


def test_the_shipped_file_is_without_a_fault(shipped: str) -> None:
    assert check_text(shipped) == []


def test_the_kinds_of_entries_and_of_agreements_there_are() -> None:
    assert list(SHAPES) == [
        "level",
        "judgement_level",
        "no_level",
        "outcome",
        "route",
        "award",
        "setting_type",
        "standard",
        "standard.descriptor",
    ]
    assert len(AGREEMENTS) == 15


def test_a_fault_says_its_line_its_place_and_what_it_is() -> None:
    assert (
        str(Fault(46, "descriptor S01.SAFE.1", "'text' is empty")) == "line 46, descriptor S01.SAFE.1: 'text' is empty"
    )
    assert str(Fault(0, FILE, "there is no [[level]]")) == "the file: there is no [[level]]"


# The file as a whole.


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "small"\n', "", "'id' is missing; it is text in quotes"),
        ('title = "Small Standards"\n', 'title = ""\n', "'title' is missing; it is text in quotes"),
        ('version = "1"\n', "version = 1\n", "'version' is missing; it is text in quotes"),
        ('rule = "lowest"\n', "", "'rule' is missing; it is text in quotes"),
        ('rule = "lowest"\n', 'rule = "median"\n', f"the rule 'median' is not known; known: {KNOWN}"),
        ('version = "1"\n', 'version = "1"\nauthor = "A"\n', "'author' is not known here"),
    ],
)
def test_faults_of_the_head(small: str, old: str, new: str, fault: str) -> None:
    assert check_text(changed(small, (old, new))) == [Fault(0, HEAD, fault)]


def without(text: str, kind: str) -> str:
    """The text without any entry of that kind."""
    return re.sub(rf"\[\[{kind}[\].](?:.+\n)+\n?", "", text)


def test_a_file_without_levels(small: str) -> None:
    levelless = without(without(small, "level"), "award")

    assert check_text(levelless) == [Fault(0, FILE, "there is no [[level]]")]


def test_a_file_without_standards(small: str) -> None:
    assert check_text(without(without(small, "standard"), "award")) == [Fault(0, FILE, "there is no [[standard]]")]


def test_a_file_without_outcomes(small: str) -> None:
    text = without(changed(small, ('[[standard.descriptor]]\nref = "S02.SAFE.1"', "[[x]]\n")), "standard.descriptor")

    assert check_text(without(text, "outcome"))[0] == Fault(0, HEAD, "'x' is not known here")
    assert Fault(0, FILE, "there is no [[outcome]]") in check_text(without(text, "outcome"))


@pytest.mark.parametrize("kind", ["no_level", "route", "award", "setting_type"])
def test_what_a_framework_may_do_without(small: str, kind: str) -> None:
    assert f"[[{kind}]]" in small
    assert check_text(without(small, kind)) == []


def test_an_empty_file_lacks_everything() -> None:
    assert check_text("") == [
        Fault(0, HEAD, "'id' is missing; it is text in quotes"),
        Fault(0, HEAD, "'title' is missing; it is text in quotes"),
        Fault(0, HEAD, "'version' is missing; it is text in quotes"),
        Fault(0, HEAD, "'rule' is missing; it is text in quotes"),
        Fault(0, FILE, "there is no [[level]]"),
        Fault(0, FILE, "there is no [[outcome]]"),
        Fault(0, FILE, "there is no [[standard]]"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('version = "1"\n', "version = \n", 3),
        ('meaning = "Sown."\n', 'meaning = "Sown.\n', 8),
        ("[[outcome]]\ncode", "[outcome\ncode", 24),
        ('id = "small"\n', 'id = "small"\nid = "small"\n', 2),
    ],
)
def test_what_is_no_toml_is_one_fault_with_its_line(small: str, old: str, new: str, line: int) -> None:
    text = small.replace(old, new, 1)
    assert text != small

    (fault,) = check_text(text)

    assert (fault.line, fault.place) == (line, FILE)
    assert fault.message.startswith("it can't be read as TOML: ")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x = " + "[" * 50_000, id="brackets without end"),
        pytest.param("x = " + "9" * 5_000, id="a number without end"),
        pytest.param("x = 2026-13-45", id="a day that is none"),
        pytest.param("\x00", id="no text"),
    ],
)
def test_what_the_toml_reader_stumbles_over_is_one_fault_too(text: str) -> None:
    (fault,) = check_text(text)

    assert fault.place == FILE
    assert fault.message.startswith("it can't be read as TOML: ")


# One entry: what it must hold.

SHAPE_FAULTS = [
    ('name = "Seed"\n', "", 6, "level", "'name' is missing; it is text in quotes"),
    ('meaning = "Sown."\n', "", 6, "level Seed", "'meaning' is missing; it is text in quotes"),
    ('meaning = "Sown."', 'meaning = " "', 6, "level Seed", "'meaning' is empty"),
    ('meaning = "Sown."', "meaning = 3", 6, "level Seed", "'meaning' is text in quotes"),
    ('spellings = ["Sown"]', 'spellings = "Sown"', 6, "level Seed", "'spellings' is a list"),
    ('meaning = "Sown."', 'meaning = "Sown."\nrank = 1', 6, "level Seed", "'rank' is not known here"),
    ("offered = true", 'offered = "yes"', 15, "no level Not for us", "'offered' is true or false"),
    ("needs_reason = true", "needs_reason = 1", 15, "no level Not for us", "'needs_reason' is true or false"),
    ('id = "na"\n', "", 15, "no level Not for us", "'id' is missing; it is text in quotes"),
    ('title = "Enjoy and achieve"\n', "", 29, "outcome", "'title' is missing; it is text in quotes"),
    ("years = 1", "years = 1.5", 33, "route The one way", "'years' is a whole number"),
    ("years = 1", "years = true", 33, "route The one way", "'years' is a whole number"),
    ("years = 1", 'years = "1"', 33, "route The one way", "'years' is a whole number"),
    ("standards_a_year = 2\n", "", 33, "route The one way", "'standards_a_year' is missing; it is a whole number"),
    ("everywhere = [1, 2]\n", "", 40, "award Garden Award", "'everywhere' is missing; it is a list"),
    ("everywhere = [1, 2]", "everywhere = []", 40, "award Garden Award", "'everywhere' is empty"),
    ('code = "garden"\n', "", 55, "setting type Kitchen garden", "'code' is missing; it is text in quotes"),
    ('meaning = "The rules here."', 'meaning = ""', 79, "standard Policy", "'meaning' is empty"),
    ('evidence = "The fence"\n', "", 69, "descriptor S01.SAFE.2", "'evidence' is missing; it is text in quotes"),
    ('text = "Ponds have a fence."', 'text = ""', 69, "descriptor S01.SAFE.2", "'text' is empty"),
    ('evidence = "The fence"', "evidence = 2026-01-01", 69, "descriptor S01.SAFE.2", "'evidence' is text in quotes"),
    (
        'text = "Ponds have a fence."',
        'words = "A."\ntext = "B."',
        69,
        "descriptor S01.SAFE.2",
        "'words' is not known here",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "place", "message"), SHAPE_FAULTS)
def test_what_an_entry_must_hold(small: str, old: str, new: str, line: int, place: str, message: str) -> None:
    assert check_text(changed(small, (old, new))) == [Fault(line, place, message)]


def test_a_standard_without_descriptors(small: str) -> None:
    last = small[small.index('[[standard.descriptor]]\nref = "S02.SAFE.1"') :]

    assert check_text(changed(small, (last, ""))) == [
        Fault(79, "standard Policy", "'descriptor' is missing; it is a list")
    ]
    assert check_text(changed(small, (last, "descriptor = []\n"))) == [
        Fault(79, "standard Policy", "'descriptor' is empty")
    ]


def test_an_entry_that_is_no_table_is_not_passed_over(small: str) -> None:
    last = small[small.index('[[standard.descriptor]]\nref = "S02.SAFE.1"') :]
    message = "'descriptor' is a list of entries, each under [[standard.descriptor]]"

    assert check_text(changed(small, (last, 'descriptor = ["S02.SAFE.1"]\n'))) == [
        Fault(79, "standard Policy", message)
    ]


@pytest.mark.parametrize("written", ["no_level = 3", 'no_level = ["N/A"]', "no_level = {}", "[no_level]"])
def test_entries_of_a_kind_that_are_no_tables_are_not_passed_over(small: str, written: str) -> None:
    text = without(small, "no_level")
    text = (
        text + written if written == "[no_level]" else changed(text, ('version = "1"\n', f'version = "1"\n{written}\n'))
    )

    assert check_text(text) == [Fault(0, FILE, "'no_level' is a list of entries, each under [[no_level]]")]


# Entries that must differ.


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        pytest.param(
            [('name = "Tree"', 'name = "Seed"')],
            [
                Fault(11, "level Seed", "'Seed' already stands for Seed"),
                Fault(40, "award Garden Award", "its level 'Tree' is not a level of this file"),
                Fault(47, "award Park Award", "its level 'Tree' is not a level of this file"),
            ],
            id="levels' names",
        ),
        pytest.param(
            [('title = "Enjoy and achieve"', 'title = "Stay  SAFE"')],
            [Fault(29, "outcome Stay  SAFE", "'Stay  SAFE' already stands for Stay safe")],
            id="Outcomes' titles",
        ),
        pytest.param(
            [('id = "cluster"', 'id = "setting"')],
            [Fault(47, "award Park Award", "'id' is the same as in an earlier entry")],
            id="awards' ids",
        ),
        pytest.param(
            [('title = "Policy"', 'title = "ETHOS"')],
            [Fault(79, "standard ETHOS", "'title' is the same as in an earlier entry")],
            id="Standards' titles",
        ),
        pytest.param(
            [('text = "Nothing is sprayed."', 'text = "Ponds  have a Fence."')],
            [Fault(84, "descriptor S02.SAFE.1", "'text' is the same as in an earlier entry")],
            id="descriptors' texts",
        ),
        pytest.param(
            [('ref = "S01.SAFE.2"', 'ref = "S01.SAFE.1"')],
            [
                Fault(69, "descriptor S01.SAFE.1", "'ref' is the same as in an earlier entry"),
                Fault(69, "descriptor S01.SAFE.1", "the number at the Ref's end should be 2"),
            ],
            id="descriptors' Refs",
        ),
        pytest.param(
            [('code = "ENJOY"', 'code = "SAFE"')],
            [
                Fault(29, "outcome Enjoy and achieve", "'code' is the same as in an earlier entry"),
                Fault(74, "descriptor S01.ENJOY.1", "the Ref names the Outcome ENJOY, which the file does not have"),
            ],
            id="Outcomes' codes",
        ),
    ],
)
def test_what_must_differ(small: str, changes: list[tuple[str, str]], faults: list[Fault]) -> None:
    assert check_text(changed(small, *changes)) == faults


@pytest.mark.parametrize(
    ("kind", "entry", "place", "key"),
    [
        (
            "no_level",
            'id = "na"\nname = "Other"\nmeaning = "Else."\n',
            "no level Other",
            "id",
        ),
        (
            "route",
            'number = 1\ntitle = "Two"\nadvice = "Slow."\nstandards_a_year = 1\nyears = 2\n',
            "route Two",
            "number",
        ),
        (
            "setting_type",
            'code = "garden"\ntitle = "Allotment"\n',
            "setting type Allotment",
            "code",
        ),
    ],
)
def test_what_must_differ_in_an_entry_more(small: str, kind: str, entry: str, place: str, key: str) -> None:
    line = len(small.splitlines()) + 2

    assert check_text(f"{small}\n[[{kind}]]\n{entry}") == [
        Fault(line, place, f"'{key}' is the same as in an earlier entry")
    ]


# Spellings.


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'spellings = ["N/A"]',
            'spellings = ["SOWN"]',
            Fault(15, "no level Not for us", "'SOWN' already stands for Seed"),
        ),
        (
            'spellings = ["N/A"]',
            'spellings = ["tree"]',
            Fault(15, "no level Not for us", "'tree' already stands for Tree"),
        ),
        ('name = "Not for us"', 'name = "Tree"', Fault(15, "no level Tree", "'Tree' already stands for Tree")),
        (
            'name = "Tree"\nm',
            'name = "Tree"\nspellings = ["seed"]\nm',
            Fault(11, "level Tree", "'seed' already stands for Seed"),
        ),
        (
            'title = "Enjoy and achieve"',
            'title = "Enjoy and achieve"\nspellings = ["be safe"]',
            Fault(29, "outcome Enjoy and achieve", "'be safe' already stands for Stay safe"),
        ),
        (
            'spellings = ["Sown"]',
            "spellings = [1]",
            Fault(6, "level Seed", "'spellings' holds something that is not text"),
        ),
    ],
)
def test_no_spelling_stands_for_two(small: str, old: str, new: str, fault: Fault) -> None:
    assert check_text(changed(small, (old, new))) == [fault]


def test_an_outcome_and_a_level_may_share_a_word_and_an_entry_may_repeat_its_own(small: str) -> None:
    text = changed(small, ('spellings = ["Be safe"]', 'spellings = ["Sown", "Stay safe", "stay safe"]'))

    assert check_text(text) == []


# Numbers and Refs.


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        pytest.param(
            'ref = "S02.SAFE.1"',
            'ref = "S2.SAFE.1"',
            [Fault(84, "descriptor S2.SAFE.1", "a Ref looks like S03.SAFE.2")],
            id="one digit",
        ),
        pytest.param(
            'ref = "S02.SAFE.1"',
            'ref = "s02.safe.1"',
            [Fault(84, "descriptor s02.safe.1", "a Ref looks like S03.SAFE.2")],
            id="small letters",
        ),
        pytest.param(
            'ref = "S02.SAFE.1"',
            'ref = "S02.SAFE.01"',
            [Fault(84, "descriptor S02.SAFE.01", "a Ref looks like S03.SAFE.2")],
            id="a nought in front",
        ),
        pytest.param(
            'ref = "S02.SAFE.1"',
            'ref = "S02.SAFE.1 "',
            [Fault(84, "descriptor S02.SAFE.1", "a Ref looks like S03.SAFE.2")],
            id="a space behind",
        ),
        pytest.param(
            'ref = "S02.SAFE.1"',
            'ref = "S03.SAFE.1"',
            [Fault(84, "descriptor S03.SAFE.1", "the Ref names Standard 3, but it stands under Standard 2")],
            id="another Standard",
        ),
        pytest.param(
            'ref = "S02.SAFE.1"',
            'ref = "S02.HEALTH.1"',
            [Fault(84, "descriptor S02.HEALTH.1", "the Ref names the Outcome HEALTH, which the file does not have")],
            id="an Outcome that is not there",
        ),
        pytest.param(
            'ref = "S01.SAFE.2"',
            'ref = "S01.SAFE.3"',
            [Fault(69, "descriptor S01.SAFE.3", "the number at the Ref's end should be 2")],
            id="a number left out",
        ),
        pytest.param(
            "number = 2\n",
            "number = 3\n",
            [
                Fault(79, "standard Policy", "Standards are numbered from 1 in order: this one should be 2"),
                Fault(84, "descriptor S02.SAFE.1", "the Ref names Standard 2, but it stands under Standard 3"),
            ],
            id="a Standard's number",
        ),
    ],
)
def test_refs_and_numbers(small: str, old: str, new: str, faults: list[Fault]) -> None:
    text = changed(
        small, (old, new), ("everywhere = [1, 2]", "everywhere = [1]"), ("somewhere = [2]", "somewhere = []")
    )

    assert check_text(text) == faults


# Awards.


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        (
            "somewhere = [2]",
            "somewhere = [2, 7]",
            [Fault(47, "award Park Award", "'somewhere' names Standard 7, which the file does not have")],
        ),
        (
            "everywhere = [1, 2]",
            "everywhere = [0, 1, 9]",
            [
                Fault(40, "award Garden Award", "'everywhere' names Standard 0, which the file does not have"),
                Fault(40, "award Garden Award", "'everywhere' names Standard 9, which the file does not have"),
            ],
        ),
        (
            "everywhere = [1, 2]",
            'everywhere = ["Ethos"]',
            [Fault(40, "award Garden Award", "'everywhere' names Standard Ethos, which the file does not have")],
        ),
        (
            "everywhere = [1, 2]",
            "everywhere = [[1]]",
            [Fault(40, "award Garden Award", "'everywhere' names Standard [1], which the file does not have")],
        ),
        (
            'scope = "setting"',
            'scope = "school"',
            [Fault(40, "award Garden Award", '\'scope\' is "setting" or "cluster"')],
        ),
        (
            'title = "Park Award"\nlevel = "Tree"',
            'title = "Park Award"\nlevel = "tree"',
            [Fault(47, "award Park Award", "its level 'tree' is not a level of this file")],
        ),
    ],
)
def test_awards_ask_for_what_there_is(small: str, old: str, new: str, faults: list[Fault]) -> None:
    assert check_text(changed(small, (old, new))) == faults


# Many at once.


def test_many_faults_are_reported_at_once_in_the_order_of_their_lines(small: str) -> None:
    text = changed(
        small,
        ('rule = "lowest"', 'rule = "median"'),
        ('meaning = "Sown."', 'meaning = ""'),
        ('spellings = ["N/A"]', 'spellings = ["Seed"]'),
        ("years = 1", 'years = "one"'),
        ('scope = "cluster"', 'scope = "region"'),
        ('text = "Ponds have a fence."\n', ""),
        ('ref = "S01.ENJOY.1"', 'ref = "ENJOY"'),
        ("number = 2\n", "number = 5\n"),
        ('evidence = "The empty shelf"', 'evidence = "The empty shelf"\nphoto = "shelf.png"'),
    )

    assert check_text(text) == [
        Fault(0, HEAD, f"the rule 'median' is not known; known: {KNOWN}"),
        Fault(6, "level Seed", "'meaning' is empty"),
        Fault(15, "no level Not for us", "'Seed' already stands for Seed"),
        Fault(33, "route The one way", "'years' is a whole number"),
        Fault(40, "award Garden Award", "'everywhere' names Standard 2, which the file does not have"),
        Fault(47, "award Park Award", '\'scope\' is "setting" or "cluster"'),
        Fault(47, "award Park Award", "'somewhere' names Standard 2, which the file does not have"),
        Fault(69, "descriptor S01.SAFE.2", "'text' is missing; it is text in quotes"),
        Fault(73, "descriptor ENJOY", "a Ref looks like S03.SAFE.2"),
        Fault(78, "standard Policy", "Standards are numbered from 1 in order: this one should be 2"),
        Fault(83, "descriptor S02.SAFE.1", "'photo' is not known here"),
        Fault(83, "descriptor S02.SAFE.1", "the Ref names Standard 2, but it stands under Standard 5"),
    ]


# Whatever stands in a file.

VALUES = ('"x"', '""', "0", "true", "1.5", "[]", '["x"]', "[[1]]", "{}")


def every_small_damage(text: str) -> Iterator[str]:
    """The file with one line left out, and with one value replaced by each of many kinds of others."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line:
            yield "\n".join([*lines[:number], "", *lines[number + 1 :]])
        if " = " in line:
            for value in VALUES:
                yield "\n".join([*lines[:number], f"{line.split(' = ')[0]} = {value}", *lines[number + 1 :]])


def read_or_faults(text: str) -> Framework | list[Fault]:
    """The framework of the text, or its faults. Whatever else is raised is a crash."""
    try:
        return read_framework(text)
    except FaultyFramework as reason:
        return reason.faults


def test_a_damaged_file_is_a_framework_or_a_list_of_faults_and_never_a_crash(small: str) -> None:
    sound = faulty = 0
    tables = {name: FilledTable(name) for name in ("Audit", "Judgements", "Leads")}
    for text in every_small_damage(small):
        read = read_or_faults(text)
        if isinstance(read, Framework):
            assert len(judge(read, SettingAnswers(Details(), tables), date(2026, 7, 10))) == 2
            sound += 1
        else:
            assert read
            assert all(fault.message and fault.place for fault in read)
            faulty += 1

    # Witness: both happen, and often.
    assert sound > 30
    assert faulty > 350


def test_every_fault_of_one_value_names_the_line_of_its_own_entry(small: str) -> None:
    """Emptying any text puts the first fault between its entry's heading and the next."""
    lines = small.splitlines()
    heading = 0
    for number, line in enumerate(lines, 1):
        if line.startswith("[["):
            heading = number
        if heading and re.search(r'= ".*"$', line):
            text = "\n".join([*lines[: number - 1], f'{line.split(" = ")[0]} = ""', *lines[number:]])
            assert heading in {fault.line for fault in check_text(text)}, line
