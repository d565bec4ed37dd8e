"""`ecm-xl validate`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecm_xl.backends.disk import Disk
from ecm_xl.cli.common import (
    Command,
    exit_code,
    jobs_option,
    json_option,
    print_json,
    show_progress,
    stop,
    today_option,
)

if TYPE_CHECKING:
    from ecm_xl.core.results import FileResult


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="PATH...")
@json_option
@jobs_option
@today_option
def command(paths: tuple[Path, ...], as_json: bool, jobs: int, today: date) -> None:
    """Check workbooks, cell by cell: what is wrong, where, and what to do about it.

    PATH is a workbook or a folder of them. Nothing is changed.

    \b
    Examples:
      ecm-xl validate "Oakfield.xlsx"
      ecm-xl validate "Our cluster" --json
    """
    backend = Disk()
    files = backend.workbooks(paths)
    if not files:
        raise stop(f"There is no .xlsx or .xlsm workbook in {', '.join(map(str, paths))}.")
    if len(files) == 1:
        backend.begin(files[0])
    from ecm_xl.cli.show import validated_json  # these take as long to load as a file takes to be read
    from ecm_xl.workflows.examine import examine_files

    results = []
    for done, result in enumerate(examine_files(backend, files, today, jobs), 1):
        results.append(result)
        show_progress(done, len(files), result)
    if as_json:
        print_json({"files": [validated_json(result) for result in results]})
    else:
        for result in results:
            _print(result)
    raise SystemExit(exit_code(results))


def _print(result: FileResult) -> None:
    from ecm_xl.cli.show import finding_lines, summary

    click.echo(f"{result.file}: {summary(result.findings)}")
    for line in finding_lines(result.findings):
        click.echo(line)
