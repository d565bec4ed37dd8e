"""`ecm-xl judge`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecm_xl.backends.disk import Disk
from ecm_xl.cli.common import Command, exit_code, is_folder, json_option, print_json, stop, today_option

if TYPE_CHECKING:
    from ecm_xl.core.results import FileResult


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@json_option
@today_option
def command(file: Path, as_json: bool, today: date) -> None:
    """Say what a workbook's ratings come to, Standard by Standard, with the working.

    Nothing is changed. A Standard is judged only when every descriptor that applies has a rating.

    \b
    Examples:
      ecm-xl judge "Oakfield.xlsx"
      ecm-xl judge "Oakfield.xlsx" --json
    """
    if is_folder(file):
        raise stop(f"{file} is a folder. Name one workbook, or use 'ecm-xl batch' for all of them.")
    backend = Disk()
    backend.begin(file)
    from ecm_xl.cli.show import finding_lines, judged_json, summary  # loaded while the file is being read
    from ecm_xl.core.results import Status
    from ecm_xl.frameworks.loader import load_framework
    from ecm_xl.workflows.examine import examine_files

    result = next(examine_files(backend, [file], today))
    if as_json:
        print_json(judged_json(load_framework(), result) | _findings_json(result))
    elif result.status is Status.JUDGED:
        _print(result)
    else:
        click.echo(f"{result.file}: {summary(result.findings)}")
        click.echo("\n".join(finding_lines(result.findings)))
    raise SystemExit(exit_code([result]))


def _findings_json(result: FileResult) -> dict[str, object]:
    from ecm_xl.cli.show import validated_json

    return {key: value for key, value in validated_json(result).items() if key != "file"} | {"file": result.file}


def _print(result: FileResult) -> None:
    from ecm_xl.cli.show import judgement_lines, summary

    click.echo(f"{result.name}\n{result.judgements[0].rule}\n")
    for judgement in result.judgements:
        for line in judgement_lines(judgement):
            click.echo(line)
    if result.findings:
        click.echo(f'\nFound in the workbook: {summary(result.findings)}. See: ecm-xl validate "{result.file}"')
