"""From TOML to the plain shapes of `core`: frameworks and the tables of a setting workbook."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

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
from ecm_xl.core.remember import for_the_last
from ecm_xl.core.rules import Gate, Parameters, Share, read_share
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.forms import FORMS, load_form
from ecm_xl.frameworks.places import Fault
from ecm_xl.frameworks.tables import made, shipped_text, table_model

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


def load_model(framework_id: str = "ecm-standards", forms: Iterable[str] = ()) -> SettingModel:
    """What a setting workbook for that framework holds, with these forms. Raises KeyError for an unknown id."""
    model, wanted = _loaded(framework_id), set(forms)
    return with_forms(model, wanted) if wanted else model


def with_forms(model: SettingModel, forms: Collection[str]) -> SettingModel:
    """The same model with these forms, in their usual order. Raises KeyError for an unknown id."""
    if unknown := set(forms) - FORMS.keys():
        raise KeyError(min(unknown))
    known, wanted = _made_with(model), tuple(form for form in FORMS if form in forms)
    if wanted not in known:
        known[wanted] = model.with_forms(tuple(load_form(form, model.framework) for form in wanted))
    return known[wanted]


@for_the_last
def _made_with(model: SettingModel) -> dict[tuple[str, ...], SettingModel]:
    """Forms → the model with them, as far as they were asked for."""
    return {}


@cache
def _loaded(framework_id: str) -> SettingModel:
    return model_for(_framework(tomllib.loads(shipped_text(SHIPPED[framework_id]))))


def model_for(framework: Framework) -> SettingModel:
    """What a setting workbook for that framework holds: a field `*outcomes` becomes one an Outcome."""
    data = tomllib.loads(shipped_text("setting_workbook.toml"))
    tables = tuple(table_model(row, framework) for row in data["table"])
    return SettingModel(framework, tables, data["blank_rows"])


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
        no_levels=tuple(made(NoLevel, row) for row in data.get("no_level", ())),
        outcomes=tuple(made(Outcome, row) for row in data["outcome"]),
        standards=tuple(_standard(row) for row in data["standard"]),
        routes=tuple(made(Route, row) for row in data.get("route", ())),
        awards=tuple(made(Award, row) for row in data.get("award", ())),
        setting_types=tuple(made(SettingType, row) for row in data.get("setting_type", ())),
    )


def _levels(data: Mapping[str, Any]) -> tuple[Level, ...]:
    """The levels from worst to best: by their values where they have some, else as the file lists them."""
    levels = [made(Level, row) for row in data["level"]]
    if all(level.value is not None for level in levels):
        levels.sort(key=lambda level: level.value or 0, reverse=data.get("low_is_best", False))
    elif data.get("best_first", False):
        levels.reverse()
    return tuple(levels)


def _judgement_levels(data: Mapping[str, Any]) -> tuple[Level, ...]:
    levels = tuple(made(Level, row) for row in data.get("judgement_level", ()))
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


def _standard(row: Mapping[str, Any]) -> Standard:
    descriptors = tuple(
        Descriptor(d["ref"], row["number"], d["ref"].split(".")[1], d["text"], d["evidence"], d.get("benchmark", ""))
        for d in row["descriptor"]
    )
    return Standard(row["number"], row["title"], row["meaning"], descriptors)
