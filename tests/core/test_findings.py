"""The catalogue of findings: complete, in plain words, without blame, and every code is raised somewhere."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import permutations

import pytest

from ecm_xl.core.findings import CATALOGUE, SEVERITY_ORDER, Finding, Kind, Severity, finding, in_order, shorten

WORDS = {"value": "«typed»", "cell": "D7", "detail": "«detail»", "suggestion": "Embedded", "sheet": "Audit"}
VALUE_IS_A_REF = {"ref-duplicated"}
"""Codes whose value is a Ref of ours, not anybody's words."""

kinds = pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE.keys())


def sources() -> str:
    """Every module of the program but the catalogue itself."""

    def texts(folder: object) -> list[str]:
        found = []
        for item in sorted(folder.iterdir(), key=lambda i: i.name):  # type: ignore[attr-defined]
            if item.is_dir() and item.name != "catalogue":
                found += texts(item)
            elif item.name.endswith(".py") and item.name != "findings.py":
                found.append(item.read_text(encoding="utf-8"))
        return found

    return "\n".join(texts(files("ecm_xl")))


SOURCES = sources()

# The catalogue.


def test_the_number_of_codes() -> None:
    assert len(CATALOGUE) == 115
    assert {s.value: sum(k.severity is s for k in CATALOGUE.values()) for s in Severity} == {
        "error": 72,
        "warning": 29,
        "note": 14,
    }


@kinds
def test_a_code_is_lower_case_words_with_hyphens(kind: Kind) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", kind.code)
    assert CATALOGUE[kind.code] is kind


@kinds
def test_every_text_is_complete(kind: Kind) -> None:
    """Sentences begin with a capital (or with what was typed) and end with a full stop; a title is no sentence."""
    assert re.match(r"[A-Z]", kind.title)
    assert not kind.title.endswith((".", " "))
    for text in (kind.message, kind.action):
        said = text.format_map({**WORDS, "detail": ""}).strip()
        assert re.match(r"['«A-Z]", said), said
        assert said.endswith("."), said
        assert "  " not in text


@kinds
def test_texts_name_only_what_there_is_to_name(kind: Kind) -> None:
    for text in (kind.message, kind.action):
        assert set(re.findall(r"{(\w*)}", text)) <= set(WORDS)
        assert "{" not in text.format_map(WORDS)
    assert "{" not in kind.title


@kinds
def test_an_action_does_not_repeat_what_somebody_typed(kind: Kind) -> None:
    assert kind.code in VALUE_IS_A_REF or "{value}" not in kind.action


def test_an_action_that_names_a_ref_does_occur() -> None:
    assert all("{value}" in CATALOGUE[code].action for code in VALUE_IS_A_REF)


BLAME = re.compile(
    r"\b(invalid|illegal|incorrect|wrong|fail(ed|ure|s)?|bad|mistake|fault|forbidden|abort(ed)?|fatal|must not"
    r"|you (forgot|failed|did not|have not)|should have|careless|unacceptable|violat\w*)\b",
    re.IGNORECASE,
)


@kinds
def test_no_text_blames(kind: Kind) -> None:
    for text in (kind.title, kind.message, kind.action):
        assert not BLAME.search(text), text


@pytest.mark.parametrize("text", ["Invalid rating.", "The check failed.", "You forgot the name."])
def test_words_that_blame_would_be_seen(text: str) -> None:
    assert BLAME.search(text)


@kinds
def test_no_text_is_for_programmers(kind: Kind) -> None:
    for text in (kind.title, kind.message, kind.action):
        assert not re.search(
            r"\b(null|None|exception|traceback|parse|regex|enum|string|integer|schema|XML part)\b", text
        )


@kinds
def test_every_code_is_raised_somewhere(kind: Kind) -> None:
    assert f'"{kind.code}"' in SOURCES


def test_no_code_is_raised_that_the_catalogue_does_not_have() -> None:
    raised = set(re.findall(r'(?:finding|UnreadableWorkbook|\.add)\(\s*"([a-z]+(?:-[a-z]+)+)"', SOURCES))

    assert len(raised) > 20
    assert raised <= set(CATALOGUE)


# One finding.


def test_a_finding_has_its_texts_filled_in() -> None:
    found = finding(
        "rating-unknown",
        "Audit",
        "E44",
        value="Embeded",
        suggestion="Embedded",
        detail=" Did you mean Embedded?",
        ref="S03.SAFE.2",
        standard=3,
    )

    assert found == Finding(
        code="rating-unknown",
        severity=Severity.ERROR,
        sheet="Audit",
        cell="E44",
        message="'Embeded' is not a rating. Did you mean Embedded?",
        action="Choose a rating from the list in E44.",
        value="Embeded",
        suggestion="Embedded",
        ref="S03.SAFE.2",
        standard=3,
    )


def test_its_title_says_it_without_anybodys_words() -> None:
    assert finding("rating-unknown", value="Secret words").title == "A rating that is not in the list"


def test_what_was_typed_is_never_taken_for_a_place_to_fill_in() -> None:
    found = finding("rating-unknown", "Audit", "E5", value="{cell} {0} {", detail=" {value}")

    assert found.message == "'{cell} {0} {' is not a rating. {value}"


def test_a_long_entry_is_quoted_in_one_short_line() -> None:
    found = finding("rating-unknown", "Audit", "E5", value="One line\nand " + "more " * 100)

    assert found.value == "One line and " + "more " * 12 + "more..."
    assert len(found.value) == 80
    assert found.message == f"'{found.value}' is not a rating."


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("a" * 80, "a" * 80),
        ("a" * 81, "a" * 77 + "..."),
        (" a \n\t b ", "a b"),
        ("", ""),
        ("a\x1b[31m\x07b\x9b", "a\ufffd[31m\ufffdb\ufffd"),
        ("a" * 76 + " bcdef", "a" * 76 + "..."),
    ],
)
def test_shorten_keeps_to_eighty_characters_of_one_line(text: str, short: str) -> None:
    assert shorten(text) == short


def test_a_finding_without_a_cell_speaks_of_the_file() -> None:
    assert finding("rating-two").action.startswith("Choose the one that fits from the list in the file.")


def test_a_code_that_is_not_in_the_catalogue_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        finding("no-such-code")


# Order.


def test_errors_come_first_then_warnings_then_notes() -> None:
    assert dict(SEVERITY_ORDER) == {"error": 0, "warning": 1, "note": 2}


def test_findings_stand_by_severity_then_standard_then_code_then_as_they_were_met() -> None:
    ordered = [
        finding("rating-two", "Audit", "E9"),
        finding("date-future", "Audit", "J5", standard=1),
        finding("rating-two", "Audit", "E7", standard=1),
        finding("rating-two", "Audit", "E5", standard=1),
        finding("date-future", "Audit", "J9", standard=2),
        finding("impact-missing", "Audit", "G5", standard=1),
        finding("rating-respelt", "Audit", "E5"),
    ]

    for shuffled in permutations(ordered):
        if shuffled.index(ordered[2]) < shuffled.index(ordered[3]):
            assert in_order(shuffled) == ordered


def test_what_to_do_is_also_said_of_several_cells_at_once() -> None:
    found = finding("rating-unknown", "Audit", "E5", value="Embeded")

    assert found.action == "Choose a rating from the list in E5."
    assert found.advice == "Choose a rating from the list in each of these cells."
