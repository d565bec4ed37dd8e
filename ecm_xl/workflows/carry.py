"""A new workbook from an old one: for a new year, or for a newer version of the Standards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ecm_xl.core.findings import finding
from ecm_xl.core.tables import SettingModel
from ecm_xl.frameworks.loader import with_forms
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.carry import Carried, carry, with_changes
from ecm_xl.workbook.names import WorkbookKind
from ecm_xl.workbook.parse import Parsed
from ecm_xl.workbook.parse.whole import parse_whole, wanted_whole
from ecm_xl.workflows.examine import other_kind, read_setting, shown
from ecm_xl.workflows.new import AlreadyThere, may_make, new, same_file
from ecm_xl.workflows.ports import Backend


class NotCarried(Exception):
    """The old workbook is none from which this one can be made. Its text says why, and what to do."""


def new_from(
    backend: Backend,
    path: Path,
    old: Path,
    model: SettingModel,
    given: Mapping[str, CellValue],
    today: date,
    *,
    by: str = "",
    force: bool = False,
) -> Carried:
    """Writes a setting workbook with everything that an old one says; the old one is not changed.

    `given` are details that win over the old ones. Raises AlreadyThere, NotCarried and UnreadableWorkbook (nothing is
    written then), and OSError where the file can't be written.
    """
    if same_file(path, old):
        raise AlreadyThere(f"{path} is the old workbook itself. Give the new one another name.")
    may_make(backend, path, force=force)
    its, snapshot = read_setting(model, backend.read, old, wanted_whole(model))
    model = with_forms(its, {form.id for form in (*its.forms, *model.forms)})
    whole = parse_whole(its, snapshot)
    _check(model, whole.parsed, old)
    carried = carry(model, whole, given, today)
    content = with_changes(carried, today, by, shown(Path(old.name)))
    new(backend, path, model, carried.details, today, force=force, content=content)
    return carried


def _check(model: SettingModel, parsed: Parsed, old: Path) -> None:
    """Raises NotCarried for a workbook of another kind or of other Standards."""
    if parsed.kind != WorkbookKind.SETTING:
        found = finding("file-not-a-setting", detail=other_kind(parsed.kind))
        raise NotCarried(f"{shown(old)}: {found.message} {found.action}")
    other = next((f for f in parsed.findings if f.code == "framework-unknown"), None)
    if other is not None:
        made_for = f"was made for '{other.value}'" if other.value else "does not say for which Standards it was made"
        title = model.framework.title
        raise NotCarried(
            f"{shown(old)} {made_for}, and the new workbook would be for '{title}'. Answers to other Standards can't "
            f"be carried over. If it is for these after all, write {title} in {other.cell} of its sheet {other.sheet}."
        )
