"""What a person sees when the program itself is at fault: words and where the details are."""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path

import click


def report(error: Exception) -> None:
    """Says on standard error that the program failed, and keeps the details in a file."""
    handle = tempfile.NamedTemporaryFile(  # noqa: SIM115  # kept for the person to send
        "w", prefix="ecm-xl-", suffix=".txt", delete=False, encoding="utf-8"
    )
    with handle:
        handle.write("".join(traceback.format_exception(error)))
    click.echo("Something went wrong inside ecm-xl. Your workbooks are as they were.", err=True)
    click.echo(f"The details are in {Path(handle.name)}. Please send that file with your question.", err=True)
