"""`ecm-xl judge`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecm_xl.backends.disk import Disk
from ecm_xl.cli.common import (
    CLEAN,
    FOUND,
    Command,
    exit_code,
    is_folder,
    json_option,
    now,
    print_json,
    stop,
    today_option,
)

if TYPE_CHECKING:
    from ecm_xl.core.results import FileResult
    from ecm_xl.workflows.write import Written


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option("--write", is_flag=True, help="Also write it into the workbook: what has changed goes to History.")
@click.option("--by", default="", help="Your name, for History (with --write).")
@json_option
@today_option
def command(file: Path, write: bool, by: str, as_json: bool, today: date) -> None:
    """Say what a workbook's ratings come to, Standard by Standard, with the working.

    A Standard is judged only when every descriptor that applies has a rating. Nothing is changed without --write;
    with it a copy from before is kept in 'ECM backups', and 'ecm-xl undo' puts it back.

    \b
    Examples:
      ecm-xl judge "Oakfield.xlsx"
      ecm-xl judge "Oakfield.xlsx" --write --by "A. Green"
    """
    if is_folder(file):
        raise stop(f"{file} is a folder. Name one workbook, or use 'ecm-xl batch' for all of them.")
    backend = Disk()
    backend.begin(file)
    from ecm_xl.frameworks.loader import load_framework  # these are loaded while the file is being read

    if write:
        from ecm_xl.cli.written import write_or_stop
        from ecm_xl.workflows.write import write_judgements

        written = write_or_stop(file, lambda: write_judgements(backend, file, today, now(), by.strip()))
        result = written.result
    else:
        from ecm_xl.workflows.examine import examine_files

        written, result = None, next(examine_files(backend, [file], today))
    if as_json:
        from ecm_xl.cli.show import judged_json

        print_json(judged_json(load_framework(), result) | _findings_json(result) | _written_json(written))
    else:
        _print(result)
        _print_written(file, written)
    raise SystemExit(max(exit_code([result]), FOUND if written and written.is_refused else CLEAN))


def _findings_json(result: FileResult) -> dict[str, object]:
    from ecm_xl.cli.show import validated_json

    return {key: value for key, value in validated_json(result).items() if key != "file"} | {"file": result.file}


def _written_json(written: Written | None) -> dict[str, object]:
    from ecm_xl.cli.written import written_json

    return written_json(written) if written else {}


def _print_written(file: Path, written: Written | None) -> None:
    if written is not None:
        from ecm_xl.cli.written import written_lines

        click.echo("")
        for line in written_lines(file, written):
            click.echo(line)


def _print(result: FileResult) -> None:
    from ecm_xl.cli.show import finding_lines, form_lines, judgement_lines
    from ecm_xl.core.findings import summary
    from ecm_xl.core.results import Status

    if result.status is not Status.JUDGED:
        click.echo(f"{result.file}: {summary(result.findings)}")
        click.echo("\n".join(finding_lines(result.findings)))
        return
    click.echo(f"{result.name}\n{result.judgements[0].rule}\n")
    for judgement in result.judgements:
        for line in judgement_lines(judgement):
            click.echo(line)
    for line in form_lines(result.forms):
        click.echo(line)
    if result.findings:
        click.echo(f'\nFound in the workbook: {summary(result.findings)}. See: ecm-xl validate "{result.file}"')
