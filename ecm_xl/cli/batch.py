"""`ecm-xl batch`."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

from ecm_xl.backends.disk import Disk
from ecm_xl.cli.common import (
    CLEAN,
    FOUND,
    Command,
    exit_code,
    force_option,
    jobs_option,
    json_option,
    print_json,
    show_progress,
    stop,
    today_option,
)
from ecm_xl.cli.show import batch_json, batch_lines
from ecm_xl.core.cluster import Cluster
from ecm_xl.core.results import Status
from ecm_xl.workflows.batch import Asked, NoWorkbooks, batch
from ecm_xl.workflows.new import AlreadyThere

PATH = click.Path(path_type=Path, readable=False)


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...")
@click.option("--out", required=True, type=PATH, help="The cluster workbook to write.")
@click.option("--expected", type=PATH, help="A list (CSV) of the files, ids or names that should be there.")
@click.option("--tidy", type=PATH, metavar="DIR", help="Also write tables for analysis (CSV) to this folder.")
@jobs_option
@force_option
@json_option
@today_option
def command(
    paths: tuple[Path, ...],
    out: Path,
    expected: Path | None,
    tidy: Path | None,
    jobs: int,
    force: bool,
    as_json: bool,
    today: date,
) -> None:
    """Judge a folder of workbooks and set them side by side in a cluster workbook.

    PATH is a folder (its subfolders too) or a workbook. Files that can't be read are reported and
    passed over. The settings' own files are not changed.

    \b
    Examples:
      ecm-xl batch "Our cluster" --out cluster.xlsx
      ecm-xl batch North South --out authority.xlsx --expected schools.csv --tidy tables
    """
    began = time.monotonic()
    if out.suffix.lower() != ".xlsx":
        raise stop(f"The cluster workbook's name must end in .xlsx, for example '{out.stem}.xlsx'.")
    missing = [str(p) for p in paths if not p.exists()]
    if missing:
        raise stop(f"There is no file or folder called {', '.join(missing)}.")
    try:
        done = batch(Disk(), Asked(paths, out, today, expected, tidy, jobs, force), show_progress)
    except (AlreadyThere, NoWorkbooks) as reason:
        raise stop(str(reason)) from None
    except OSError as error:
        raise stop(f"{error.filename or out}: {error.strerror or error}.") from None
    if as_json:
        print_json(batch_json(done.cluster, time.monotonic() - began))
    else:
        for line in batch_lines(done.cluster):
            click.echo(line)
        click.echo("\nWritten: " + ", ".join(map(str, done.written)))
    raise SystemExit(batch_exit_code(done.cluster))


def batch_exit_code(cluster: Cluster) -> int:
    """As for the files that are settings' or can't be read; what is missing counts too. Other workbooks in
    the folder are passed over."""
    code = exit_code(r for r in cluster.files if r.status is not Status.OTHER)
    return FOUND if code == CLEAN and cluster.not_reported else code
