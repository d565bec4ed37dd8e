"""A new setting workbook."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

from ecm_xl.core.tables import SettingModel
from ecm_xl.workbook.book import CellValue, Content
from ecm_xl.workbook.setting import setting_book
from ecm_xl.workflows.ports import Backend


class AlreadyThere(Exception):
    """Something of that name exists and is not to be replaced. Its text says so to a person."""


def new(
    backend: Backend,
    path: Path,
    model: SettingModel,
    details: dict[str, CellValue],
    today: date,
    *,
    force: bool = False,
    content: Content | None = None,
) -> None:
    """Writes a setting workbook with its audit grid. Without a Setting_Id a random one is made.

    Raises AlreadyThere unless `force`, and OSError where the file can't be written.
    """
    may_make(backend, path, force=force)
    told: dict[str, CellValue] = {"Setting_Id": secrets.token_hex(6), "Started_On": today, **details}
    backend.write(setting_book(model, told, content or {}, today), path)


def may_make(backend: Backend, path: Path, *, force: bool) -> None:
    """Raises AlreadyThere where something is there that is not to be replaced."""
    if backend.exists(path) and not force:
        raise AlreadyThere(f"{path} is there already. Choose another name, or add --force to replace it.")


def same_file(path: Path, other: Path) -> bool:
    """Whether both lead to one file, by whatever way: links, `..`, capitals where they don't count."""
    try:
        return path == other or path.samefile(other)
    except OSError:  # one of them is not there
        return False


def blank(backend: Backend, path: Path, model: SettingModel, made_on: date) -> None:
    """Writes the blank workbook: no name, no id, type and route to be chosen on Start."""
    backend.write(setting_book(model, {}, {}, made_on), path)
