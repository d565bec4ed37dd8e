"""From TOML to the plain shapes of `core`: frameworks and the tables of a setting workbook."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ecm_xl.core.framework import (
    Award,
    Descriptor,
    Framework,
    Level,
    NoLevel,
    Outcome,
    Route,
    SettingType,
    Standard,
)
from ecm_xl.core.rules import Gate, Parameters, Share, read_share
from ecm_xl.core.tables import Field, SettingModel, TableModel
from ecm_xl.core.words import in_words
from ecm_xl.frameworks.default_words import WORDS
from ecm_xl.frameworks.places import Fault

T = TypeVar("T")

SHIPPED = {"ecm-standards": "ecm_standards.toml"}
"""Framework id → file beside this module."""


class FaultyFramework(Exception):
    """A framework file with faults; `faults` has every one."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


def check_text(text: str) -> list[Fault]:
    """Every fault of a framework file's text. Not TOML at all is one fault with its line."""
    from ecm_xl.frameworks.linter import lint  # what comes with the program has been linted

    try:
        data = tomllib.loads(text)
    except ValueError as error:
        return [Fault(_line(str(error), text), "the file", f"it can't be read as TOML: {error}")]
    except RecursionError:
        return [Fault(0, "the file", "it can't be read as TOML: brackets within brackets without end")]
    return lint(data, text)


def _line(words: str, text: str) -> int:
    """The line that a message of the TOML reader names; it says '(at line 3, column 5)' or '(at end of document)'."""
    named = re.search(r"\(at line (\d+), column \d+\)$", words)
    return int(named[1]) if named else len(text.splitlines()) if words.endswith("(at end of document)") else 0


def read_framework(text: str) -> Framework:
    """The framework of a file's text. Raises FaultyFramework with every fault."""
    faults = check_text(text)
    if faults:
        raise FaultyFramework(faults)
    return _framework(tomllib.loads(text))


def load_framework(framework_id: str = "ecm-standards") -> Framework:
    """A framework that comes with the program (its file is linted by the tests, not at every start).

    Raises KeyError for an unknown id.
    """
    return load_model(framework_id).framework


def load_model(framework_id: str = "ecm-standards") -> SettingModel:
    """What a setting workbook for that framework holds. Raises KeyError for an unknown id."""
    return _loaded(framework_id)


@cache
def _loaded(framework_id: str) -> SettingModel:
    return model_for(_framework(tomllib.loads(_text(SHIPPED[framework_id]))))


def model_for(framework: Framework) -> SettingModel:
    """What a setting workbook for that framework holds: a field `*outcomes` becomes one an Outcome."""
    data = tomllib.loads(_text("setting_workbook.toml"))
    tables = tuple(_table(row, framework) for row in data["table"])
    return SettingModel(framework, tables, data["blank_rows"])


def _text(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _framework(data: Mapping[str, Any]) -> Framework:
    rule, parameters = _rule(data["rule"])
    return Framework(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        rule=rule,
        parameters=parameters,
        levels=_levels(data),
        own_judgement_levels=_judgement_levels(data),
        low_is_best=data.get("low_is_best", False),
        words=data.get("words", {}),
        no_levels=tuple(_made(NoLevel, row) for row in data.get("no_level", ())),
        outcomes=tuple(_made(Outcome, row) for row in data["outcome"]),
        standards=tuple(_standard(row) for row in data["standard"]),
        routes=tuple(_made(Route, row) for row in data.get("route", ())),
        awards=tuple(_made(Award, row) for row in data.get("award", ())),
        setting_types=tuple(_made(SettingType, row) for row in data.get("setting_type", ())),
    )


def _levels(data: Mapping[str, Any]) -> tuple[Level, ...]:
    """The levels from worst to best: by their values where they have some, else as the file lists them."""
    levels = [_made(Level, row) for row in data["level"]]
    if all(level.value is not None for level in levels):
        levels.sort(key=lambda level: level.value or 0, reverse=data.get("low_is_best", False))
    elif data.get("best_first", False):
        levels.reverse()
    return tuple(levels)


def _judgement_levels(data: Mapping[str, Any]) -> tuple[Level, ...]:
    levels = tuple(_made(Level, row) for row in data.get("judgement_level", ()))
    return levels[::-1] if data.get("best_first", False) else levels


def _rule(given: str | Mapping[str, Any]) -> tuple[str, Parameters]:
    """A rule's id and its parameters, of its bare name or of its table."""
    if isinstance(given, str):
        return given, Parameters()
    rest, rest_parameters = _rule(given["rest"]) if "rest" in given else ("lowest", None)
    return given["id"], Parameters(
        share=_share(given.get("share", 1)),
        shares={level: _share(value) for level, value in given.get("shares", {}).items()},
        allowed=given.get("allowed", 0),
        none_below=given.get("none_below", ""),
        gates=tuple(Gate(tuple(row["refs"]), row["level"], row["before"]) for row in given.get("gate", ())),
        rest=rest,
        rest_parameters=rest_parameters,
        cut_offs=given.get("cut_offs", {}),
        k=given.get("k", 0),
        named=tuple(given.get("named", ())),
        of_named=given.get("of_named", 0),
    )


def _share(value: object) -> Share:
    share = read_share(value)
    if share is None:
        raise ValueError(f"{value!r} is no share")  # the linter lets none through
    return share


def _made(shape: type[T], row: Mapping[str, Any]) -> T:
    return shape(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})


def _standard(row: Mapping[str, Any]) -> Standard:
    descriptors = tuple(
        Descriptor(d["ref"], row["number"], d["ref"].split(".")[1], d["text"], d["evidence"], d.get("benchmark", ""))
        for d in row["descriptor"]
    )
    return Standard(row["number"], row["title"], row["meaning"], descriptors)


def _table(row: Mapping[str, Any], framework: Framework) -> TableModel:
    return TableModel(
        name=row["name"],
        kind=row["kind"],
        purpose=row["purpose"],
        fields=tuple(made for field in row["field"] for made in _fields(field, framework)),
        rows=row.get("rows", ""),
        prefix=row.get("prefix", ""),
        freeze=row.get("freeze", ""),
        grows=row.get("grows", False),
    )


def _fields(row: Mapping[str, Any], framework: Framework) -> tuple[Field, ...]:
    words = said(framework)
    if row["header"] != "*outcomes":
        return (_made(Field, {**row, "note": row["note"].format_map(words)}),)
    return tuple(
        _made(
            Field,
            {
                **row,
                "id": outcome.code,
                "header": outcome.title,
                "note": row["note"].format_map(words | _outcome_words(framework, outcome)),
            },
        )
        for outcome in framework.outcomes
    )


def said(framework: Framework) -> dict[str, str]:
    """What stands for the words in braces of a setting workbook's texts."""
    words = {**WORDS, **framework.words}
    example = framework.standards[min(2, len(framework.standards) - 1)]
    refs = [d.ref for d in example.descriptors]
    later = [ref for ref in refs if f".{framework.outcomes[min(1, len(framework.outcomes) - 1)].code}." in ref][1:3]
    return {
        "standards": f"{in_words(len(framework.standards))} Standard{'s' * (len(framework.standards) > 1)}",
        "outcomes": f"{in_words(len(framework.outcomes))} {words['outcomes']}",
        "lower": "below their benchmark" if framework.roll_up_rule.has_benchmarks else "at each lower level",
        "leads": words["leads"],
        "best": framework.best,
        "best_judgement": framework.best_judgement,
        "rule": framework.roll_up_rule.brief,
        "example_standard": example.label,
        "example_refs": ", ".join(later or refs[:2]),
    }


def _outcome_words(framework: Framework, outcome: Outcome) -> dict[str, str]:
    words = {"outcome": outcome.title, "outcome_lower": outcome.title.lower()}
    return {**words, "mapping": framework.words.get("mapping", WORDS["mapping"]).format_map(words)}
