"""`ecm-xl demo`."""

from __future__ import annotations

from pathlib import Path

import click

from ecm_xl.backends.disk import Disk
from ecm_xl.cli.common import Command, jobs_option, show_progress, stop
from ecm_xl.cli.show import batch_lines, finding_lines
from ecm_xl.core.words import counted
from ecm_xl.workflows.demo import SAMPLES_JUDGED_ON, demo
from ecm_xl.workflows.new import AlreadyThere


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), default=Path("ecm-demo"), metavar="[DIR]")
@jobs_option
def command(folder: Path, jobs: int) -> None:
    """See it work: five sample settings' workbooks become one judged cluster workbook.

    Copies the samples to DIR (ecm-demo unless you name another), checks and judges them, and writes
    cluster.xlsx beside them. The settings and everybody in them are made up.
    """
    try:
        shown = demo(Disk(), folder, jobs, show_progress)
    except AlreadyThere as there:
        raise stop(str(there)) from None
    except OSError as error:
        raise stop(f"{error.filename or folder}: {error.strerror or error}.") from None
    day = SAMPLES_JUDGED_ON
    click.echo(f"1. Copied {len(shown.copied)} sample workbooks to {folder}")
    click.echo("2. Checked them. What was found in one of them:")
    result = min(shown.done.cluster.counted, key=lambda r: len(r.findings))
    click.echo(f"  {Path(result.file).name}")
    for line in finding_lines(result.findings):
        click.echo(line)
    click.echo(f"3. Judged them as on {day.day} {day:%B %Y}:")
    for line in batch_lines(shown.done.cluster):
        click.echo(line)
    if forms := shown.done.cluster.forms:
        click.echo(f"\nThe settings use {counted(len(forms), 'form')}. Each has a sheet of its own in cluster.xlsx.")
    click.echo(f"\n4. Wrote {folder / 'cluster.xlsx'}. Open it in Excel or LibreOffice: begin with the sheet Board.")
