"""What the commands share: options, exit codes, progress, one way to stop with a plain message."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # a command loads them while its file is being read
    from ecm_xl.core.results import FileResult

CLEAN, FOUND, USAGE, UNREADABLE = 0, 1, 2, 3


class Command(click.Command):
    """A command that explains what most often goes wrong with names."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments. A name typed without its quotation marks falls apart into several."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if "unexpected extra argument" in error.message:
                hint = f"{error.message}. A name with a space in it needs quotation marks."
                raise click.UsageError(hint, ctx) from None
            raise


class Day(click.ParamType[date]):
    """A day, as 2026-03-14 or 14/03/2026."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Fails with a usage message for anything else."""
        if isinstance(value, date):
            return value
        text = str(value)
        parts = text.split("/")
        try:
            return date(*(int(p) for p in reversed(parts))) if len(parts) == 3 else date.fromisoformat(text)
        except (ValueError, TypeError):
            self.fail(f"'{text}' is not a date. Write it as 2026-03-14 or 14/03/2026.", param, ctx)


today_option = click.option(
    "--today",
    type=Day(),
    default=date.today,  # the person's own day is meant
    show_default="today",
    help="Judge as on another day.",
)


def now() -> datetime:
    """The day and time on the person's own clock."""
    return datetime.now().astimezone()


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
force_option = click.option("--force", is_flag=True, help="Replace a file that is there already.")
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=lambda: min(os.cpu_count() or 1, 8),
    show_default="one a processor",
    help="How many files to read at a time.",
)


def is_folder(path: Path) -> bool:
    """True for a folder; False also where nobody may look."""
    try:
        return path.is_dir()
    except OSError:
        return False


def stop(message: str) -> click.UsageError:
    """An error to raise: the message, exit code 2, nothing written."""
    return click.UsageError(message)


class CannotRead(click.UsageError):
    """An error to raise where a file that was named can't be read: exit code 3, nothing written."""

    exit_code = UNREADABLE


def print_json(document: object) -> None:
    """One document on standard output."""
    click.echo(json.dumps(document, indent=2))  # in ASCII, so that no console can lose a letter


def exit_code(results: Iterable[FileResult]) -> int:
    """3 where a file could not be read, else 1 where there are errors or warnings, else 0."""
    from ecm_xl.core.findings import Severity
    from ecm_xl.core.results import Status

    found = CLEAN
    for result in results:
        if result.status is Status.UNREADABLE:
            return UNREADABLE
        if any(f.severity is not Severity.NOTE for f in result.findings):
            found = FOUND
    return found


def show_progress(done: int, of: int, result: FileResult) -> None:
    """One line a file on standard error, where somebody is watching."""
    if of > 1 and sys.stderr.isatty():
        click.echo(f"\r{done} of {of}: {Path(result.file).name[:50]:<50}", nl=done == of, err=True)
