"""`ecm-xl new`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ecm_xl.backends.disk import Disk
from ecm_xl.cli.common import Command, force_option, stop, today_option
from ecm_xl.frameworks.loader import SHIPPED, load_model
from ecm_xl.workbook.book import CellValue
from ecm_xl.workflows.new import AlreadyThere, new

TYPES = ("children's-centre", "early-years", "primary", "secondary", "special", "pru", "college")

LONGEST_NAME = 250


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", required=True, help="The setting's name.")
@click.option(
    "--type",
    "setting_type",
    required=True,
    type=click.Choice(TYPES, case_sensitive=False),
    help="What kind of setting it is.",
)
@click.option("--route", required=True, type=click.Choice(["1", "2"]), help="1: a good start is made. 2: just begun.")
@click.option(
    "--framework",
    type=click.Choice(list(SHIPPED)),
    default="ecm-standards",
    show_default=True,
    help="Which Standards it is for.",
)
@click.option("--id", "setting_id", help="A short name by which the setting is known for good.", show_default="random")
@force_option
@today_option
def command(
    file: Path,
    name: str,
    setting_type: str,
    route: str,
    framework: str,
    setting_id: str | None,
    force: bool,
    today: date,
) -> None:
    """Make a workbook for a setting, with every descriptor of the Standards in it.

    \b
    Example:
      ecm-xl new "Oakfield.xlsx" --name "Oakfield Primary" --type primary --route 2
    """
    if file.suffix.lower() != ".xlsx":
        raise stop(f"The file's name must end in .xlsx, for example '{file.stem}.xlsx'.")
    if not name.strip():
        raise stop("Give the setting's name after --name.")
    if max(len(name), len(setting_id or "")) > LONGEST_NAME:
        raise stop(f"A name or an id may have at most {LONGEST_NAME} letters.")
    model = load_model(framework)
    details: dict[str, CellValue] = {
        "Setting_Name": name.strip(),
        "Setting_Type": next(t.title for t in model.framework.setting_types if t.code == setting_type),
        "Route": next(r.title for r in model.framework.routes if str(r.number) == route),
    }
    if setting_id:
        details["Setting_Id"] = setting_id
    try:
        new(Disk(), file, model, details, today, force=force)
    except AlreadyThere as there:
        raise stop(str(there)) from None
    except OSError as error:
        raise stop(f"{file} can't be written: {error.strerror or error}.") from None
    click.echo(f"Made {file}: {len(model.framework.descriptors)} descriptors to rate. Open it and begin on Start.")
