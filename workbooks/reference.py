"""Writes the README's references: what `validate` finds, from the catalogue and the cases of its tests, and the forms
there are, from their files.

python workbooks/reference.py            writes it
python workbooks/reference.py --check    compares; exit code 1 where the README says otherwise
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the examples are the tests' own

from ecm_xl.core.findings import CATALOGUE, SEVERITY_ORDER, Finding, Kind, shorten  # noqa: E402
from ecm_xl.frameworks.forms import FORMS  # noqa: E402
from ecm_xl.frameworks.loader import load_model  # noqa: E402
from tests.findings.drawing import all_cases  # noqa: E402

README = ROOT / "README.md"
LONGEST_EXAMPLE = 120
NAMES = {"cell": "the cell", "value": "…", "suggestion": "…", "detail": "…", "sheet": "the sheet"}
"""What stands in a text for what a finding fills in."""


def findings() -> str:
    """What `validate` finds: a row a code."""
    errors, warnings, notes = (sum(k.severity == level for k in CATALOGUE.values()) for level in SEVERITY_ORDER)
    lines = [
        "<details>",
        f"<summary>All {len(CATALOGUE)} codes: {errors} errors, {warnings} warnings, {notes} notes</summary>",
        "",
        "| code | how serious | what it means | what to do | for example |",
        "| --- | --- | --- | --- | --- |",
        *_rows(),
        "",
        "</details>",
    ]
    return "\n".join(lines)


def _rows() -> Iterator[str]:
    cases = all_cases()
    for kind in sorted(CATALOGUE.values(), key=lambda kind: (SEVERITY_ORDER[kind.severity], kind.code)):
        case = cases.get(kind.code)
        cells = [f"`{kind.code}`", kind.severity.value, kind.title, _action(kind), _example(case.found) if case else ""]
        yield f"| {' | '.join(map(_cell, cells))} |"


def _action(kind: Kind) -> str:
    return kind.action.format_map(NAMES)


def _example(found: Finding) -> str:
    place = " ".join(filter(None, (found.sheet, found.cell)))
    return shorten(f"{place}: {found.message}" if place else found.message, LONGEST_EXAMPLE)


def _cell(text: str) -> str:
    """A text as it may stand in a table of Markdown."""
    return re.sub(r"([|<*_])", r"\\\1", text) if not text.startswith("`") else text


def forms() -> str:
    """The forms there are: a row each, in the order in which they stand in a workbook."""
    rows = [(f"`{form.id}`", form.title, form.filled_in_by, form.gives) for form in load_model(forms=FORMS).forms]
    return "\n".join(
        [
            "| form | what it is | who fills it in | what comes out |",
            "| --- | --- | --- | --- |",
            *(f"| {' | '.join(map(_cell, row))} |" for row in rows),
        ]
    )


REFERENCES: dict[str, Callable[[], str]] = {"forms": forms, "findings": findings}
"""The word of its two marks in the README → what stands between them."""


def marks(word: str) -> tuple[str, str]:
    """What stands before a reference and after it."""
    return f"<!-- {word} -->", f"<!-- end of {word} -->"


def written(readme: str) -> str:
    """The README with each reference in its place. Raises ValueError where it has no place for one."""
    for word, told in REFERENCES.items():
        begin, close = marks(word)
        before, mark, rest = readme.partition(begin)
        _, end, after = rest.partition(close)
        if not (mark and end):
            message = f"README.md has no {begin} and {close}"
            raise ValueError(message)
        readme = f"{before}{mark}\n{told()}\n{end}{after}"
    return readme


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Writes the README's references.")
    parser.add_argument("--check", action="store_true", help="compare with what is there; change nothing")
    check = parser.parse_args().check
    there = README.read_text(encoding="utf-8")
    wanted = written(there)
    if not check:
        README.write_text(wanted, encoding="utf-8")
    elif there != wanted:
        sys.stdout.write("README.md: a reference is out of date. Run: python workbooks/reference.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
