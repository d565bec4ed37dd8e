"""`ecm-xl undo`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ecm_xl.backends.disk import Disk
from ecm_xl.cli.common import Command, now, stop
from ecm_xl.workbook.saved import LeftAlone, Undone
from ecm_xl.workflows.undo import undo


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, readable=False))
def command(file: Path) -> None:
    """Put back what a workbook was before the last change that ecm-xl made to it.

    A copy from before each change lies in 'ECM backups' beside the workbook, for the last 20 changes. What the
    workbook holds now, your own typing since then too, is kept there as well. Undo again to go one step further back.

    \b
    Example:
      ecm-xl undo "Oakfield.xlsx"
    """
    try:
        done = undo(Disk(), file, now())
    except LeftAlone as reason:
        raise stop(f"{reason}. Nothing was changed.") from None
    except OSError as error:
        raise stop(f"{file}: {error.strerror or error}. Nothing was changed.") from None
    for line in _lines(done):
        click.echo(line)


def _lines(done: Undone) -> Iterator[str]:
    day = done.changed_on
    yield f"{done.path} is again as it was before the change of {day.day} {day:%B %Y}, {day:%H:%M:%S}."
    yield f"What it held until now is kept: {done.kept}"
    if done.older:
        backups = "1 older backup" if done.older == 1 else f"{done.older} older backups"
        yield f"To go one step further back, undo again ({backups})."
    else:
        yield "There is no older backup."
