"""`ecm-xl validate`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

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
    now,
    print_json,
    show_progress,
    stop,
    today_option,
)

if TYPE_CHECKING:
    from ecm_xl.core.results import FileResult


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="PATH...")
@click.option("--write", is_flag=True, help="Also fill in the workbook's own sheet Findings, and mark the cells.")
@click.option(
    "--annotate",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Do the same in a copy of the workbook, which stays as it is.",
)
@force_option
@json_option
@jobs_option
@today_option
def command(
    paths: tuple[Path, ...],
    write: bool,
    annotate: Path | None,
    force: bool,
    as_json: bool,
    jobs: int,
    today: date,
) -> None:
    """Check workbooks, cell by cell: what is wrong, where, and what to do about it.

    PATH is a workbook or a folder of them. Nothing is changed without --write; with it a copy from before is kept in
    'ECM backups', and 'ecm-xl undo' puts it back.

    \b
    Examples:
      ecm-xl validate "Oakfield.xlsx"
      ecm-xl validate "Oakfield.xlsx" --write
      ecm-xl validate "Our cluster" --json
    """
    backend = Disk()
    files = backend.workbooks(paths)
    if not files:
        raise stop(f"There is no .xlsx or .xlsm workbook in {', '.join(map(str, paths))}.")
    if write and annotate:
        raise stop("Choose --write or --annotate: the workbook itself or a copy.")
    if write or annotate:
        raise SystemExit(_write(backend, files, annotate, today, force=force, as_json=as_json))
    if len(files) == 1:
        backend.begin(files[0])
    from ecm_xl.cli.show import validated_json  # these take as long to load as a file takes to be read
    from ecm_xl.workflows.examine import examine_files

    results = []
    for done, result in enumerate(examine_files(backend, files, today, jobs, forms=False), 1):
        results.append(result)
        show_progress(done, len(files), result)
    if as_json:
        print_json({"files": [validated_json(result) for result in results]})
    else:
        for result in results:
            _print(result)
    raise SystemExit(exit_code(results))


def _write(backend: Disk, files: Sequence[Path], out: Path | None, today: date, *, force: bool, as_json: bool) -> int:
    """Checks and writes, one workbook after the other. The exit code."""
    from ecm_xl.cli.show import validated_json
    from ecm_xl.cli.written import write_or_stop, written_json, written_lines
    from ecm_xl.workflows.write import annotate, write_findings

    if out is not None:
        _check_copy(files, out)
    results, documents, refused = [], [], CLEAN
    for file in files:
        if out is not None:
            written = write_or_stop(file, partial(annotate, backend, file, out, today, force=force))
        else:
            written = write_or_stop(file, partial(write_findings, backend, file, today, now()))
        results.append(written.result)
        refused = FOUND if written.is_refused else refused
        documents.append(validated_json(written.result) | written_json(written))
        if not as_json:
            _print(written.result)
            for line in written_lines(file, written):
                click.echo(line)
    if as_json:
        print_json({"files": documents})
    return max(exit_code(results), refused)


def _check_copy(files: Sequence[Path], out: Path) -> None:
    if len(files) > 1:
        raise stop("Name one workbook to be copied with its findings.")
    if out.suffix.casefold() != files[0].suffix.casefold():
        raise stop(f"The copy's name must end in {files[0].suffix}, as the workbook's does.")


def _print(result: FileResult) -> None:
    from ecm_xl.cli.show import finding_lines
    from ecm_xl.core.findings import summary

    click.echo(f"{result.file}: {summary(result.findings)}")
    for line in finding_lines(result.findings):
        click.echo(line)
