"""`ecm-xl new`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecm_xl.backends.disk import Disk
from ecm_xl.cli.common import CLEAN, FOUND, CannotRead, Command, force_option, stop, today_option
from ecm_xl.core.tables import SettingModel
from ecm_xl.core.words import counted
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.frameworks.loader import SHIPPED, load_model
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.snapshot import UnreadableWorkbook
from ecm_xl.workflows.new import AlreadyThere, new

if TYPE_CHECKING:  # only --from needs it
    from ecm_xl.workbook.carry import Carried

TYPES = ("children's-centre", "early-years", "primary", "secondary", "special", "pru", "college")

LONGEST_NAME = 250
NEEDED = ("name", "setting_type", "route")
"""What is asked for where no old workbook says it."""


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", help="The setting's name.")
@click.option(
    "--type", "setting_type", type=click.Choice(TYPES, case_sensitive=False), help="What kind of setting it is."
)
@click.option("--route", type=click.Choice(["1", "2"]), help="1: a good start is made. 2: just begun.")
@click.option(
    "--form",
    "forms",
    multiple=True,
    type=click.Choice(list(FORMS), case_sensitive=False),
    metavar="ID",
    help="Also this form; may be given several times. 'ecm-xl populate FILE' lists them.",
)
@click.option(
    "--from",
    "old",
    type=click.Path(path_type=Path, readable=False),
    metavar="OLD",
    help="Carry everything over from this workbook; then --name, --type and --route are needed only where they change.",
)
@click.option("--by", default="", help="Your name, for the sheet Changes (with --from).")
@click.option(
    "--framework",
    type=click.Choice(list(SHIPPED)),
    default="ecm-standards",
    show_default=True,
    help="Which Standards it is for.",
)
@click.option(
    "--id",
    "setting_id",
    help="A short name by which the setting is known for good.",
    show_default="random, or the old workbook's",
)
@force_option
@today_option
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    name: str | None,
    setting_type: str | None,
    route: str | None,
    forms: tuple[str, ...],
    old: Path | None,
    by: str,
    framework: str,
    setting_id: str | None,
    force: bool,
    today: date,
) -> None:
    """Make a workbook for a setting, with every descriptor of the Standards in it.

    With --from it begins with all that an old workbook says, for a new year or a newer version of the Standards.
    The old workbook is not changed.

    \b
    Examples:
      ecm-xl new "Oakfield.xlsx" --name "Oakfield Primary" --type primary --route 2
      ecm-xl new "Oakfield.xlsx" --name "Oakfield Primary" --type primary --route 2 --form profile --form checklist
      ecm-xl new "Oakfield 2027.xlsx" --from "Oakfield 2026.xlsx"
    """
    if file.suffix.lower() != ".xlsx":
        raise stop(f"The file's name must end in .xlsx, for example '{file.stem}.xlsx'.")
    if old is None:
        _ask_for_what_is_missing(context)
    if name is not None and not name.strip():
        raise stop("Give the setting's name after --name.")
    if max(len(name or ""), len(setting_id or ""), len(by)) > LONGEST_NAME:
        raise stop(f"A name or an id may have at most {LONGEST_NAME} letters.")
    model = load_model(framework, forms)
    details = _details(model, name, setting_type, route, setting_id)
    try:
        carried = _make(file, old, model, details, today, by.strip(), force)
    except AlreadyThere as there:
        raise stop(str(there)) from None
    except OSError as error:
        raise stop(f"{file} can't be written: {error.strerror or error}.") from None
    if old is not None and carried is not None:
        raise SystemExit(_say(file, old, carried, same_setting=setting_id is None))
    more = f" and {counted(len(model.forms), 'form')}" if model.forms else ""
    descriptors = f"{len(model.framework.descriptors)} descriptors to rate{more}"
    click.echo(f"Made {file}: {descriptors}. Open it and begin on Start.")


def _ask_for_what_is_missing(context: click.Context) -> None:
    for parameter in context.command.params:
        if parameter.name in NEEDED and context.params[parameter.name] is None:
            raise click.MissingParameter(ctx=context, param=parameter)


def _details(
    model: SettingModel, name: str | None, setting_type: str | None, route: str | None, setting_id: str | None
) -> dict[str, CellValue]:
    """What was given, by the names of its cells."""
    types = {t.code: t.title for t in model.framework.setting_types}
    routes = {str(r.number): r.title for r in model.framework.routes}
    given = {
        "Setting_Name": name and name.strip(),
        "Setting_Type": setting_type and types[setting_type],
        "Route": route and routes[route],
        "Setting_Id": setting_id,
    }
    return {key: value for key, value in given.items() if value}


def _make(
    file: Path, old: Path | None, model: SettingModel, details: dict[str, CellValue], today: date, by: str, force: bool
) -> Carried | None:
    """Makes the workbook. What went over from an old one, where there is one."""
    if old is None:
        new(Disk(), file, model, details, today, force=force)
        return None
    from ecm_xl.core.findings import finding
    from ecm_xl.workflows.carry import NotCarried, new_from

    try:
        return new_from(Disk(), file, old, model, details, today, by=by, force=force)
    except NotCarried as reason:
        raise stop(str(reason)) from None
    except UnreadableWorkbook as reason:
        found = finding(reason.code, detail=reason.detail)
        raise CannotRead(f"{old}: {found.message} {found.action}") from None


def _say(file: Path, old: Path, carried: Carried, *, same_setting: bool) -> int:
    """Says what became of an old workbook. The exit code."""
    from ecm_xl.cli.carried import carried_lines

    click.echo(f"Made {file} from {old}, which is as it was.")
    for line in carried_lines(carried, file.name):
        click.echo(line)
    if same_setting:
        click.echo("Both are one setting's: keep the old one in another folder, as a batch counts each setting once.")
    return FOUND if carried.left_behind else CLEAN
