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
from ecm_xl.core.tables import Field, SettingModel, TableModel
from ecm_xl.frameworks.linter import Fault, lint

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
    return Framework(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        rule=data["rule"],
        levels=tuple(_made(Level, row) for row in data["level"]),
        no_levels=tuple(_made(NoLevel, row) for row in data.get("no_level", ())),
        outcomes=tuple(_made(Outcome, row) for row in data["outcome"]),
        standards=tuple(_standard(row) for row in data["standard"]),
        routes=tuple(_made(Route, row) for row in data.get("route", ())),
        awards=tuple(_made(Award, row) for row in data.get("award", ())),
        setting_types=tuple(_made(SettingType, row) for row in data.get("setting_type", ())),
    )


def _made(shape: type[T], row: Mapping[str, Any]) -> T:
    return shape(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})


def _standard(row: Mapping[str, Any]) -> Standard:
    descriptors = tuple(
        Descriptor(d["ref"], row["number"], d["ref"].split(".")[1], d["text"], d["evidence"]) for d in row["descriptor"]
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
    )


def _fields(row: Mapping[str, Any], framework: Framework) -> tuple[Field, ...]:
    if row["header"] != "*outcomes":
        return (_made(Field, row),)
    return tuple(
        _made(
            Field,
            {
                **row,
                "id": outcome.code,
                "header": outcome.title,
                "note": row["note"].format(outcome=outcome.title, outcome_lower=outcome.title.lower()),
            },
        )
        for outcome in framework.outcomes
    )
