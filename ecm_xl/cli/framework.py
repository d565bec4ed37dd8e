"""`ecm-xl framework`: the Standards as data."""

from __future__ import annotations

from pathlib import Path

import click

from ecm_xl.cli.common import CLEAN, FOUND, Command, stop
from ecm_xl.frameworks.loader import SHIPPED, check_text, load_framework


@click.group()
def command() -> None:
    """Look at the Standards, or check a file of your own."""


@command.command("list", cls=Command)
def list_command() -> None:
    """The Standards that come with the program."""
    for name in SHIPPED:
        framework = load_framework(name)
        click.echo(f"{name}  {framework.title}, version {framework.version}: {len(framework.descriptors)} descriptors")


@command.command(cls=Command)
@click.argument("name", type=click.Choice(list(SHIPPED)), default="ecm-standards")
def show(name: str) -> None:
    """Everything a set of Standards asks, in words."""
    framework = load_framework(name)
    click.echo(f"{framework.title}, version {framework.version}")
    click.echo("Levels: " + "; ".join(f"{level.name} ({level.meaning})" for level in framework.levels))
    for standard in framework.standards:
        click.echo(f"\n{standard.label}\n{standard.meaning}")
        for d in standard.descriptors:
            click.echo(f"  {d.ref:<17} {d.text}\n{'':<20}evidence: {d.evidence}")


@command.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a file of Standards: every fault at once, each with its line."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise stop(f"There is no file called {file}.") from None
    except (OSError, UnicodeDecodeError):
        raise stop(f"{file} can't be read as text.") from None
    faults = check_text(text)
    for fault in faults:
        click.echo(f"{file}: {fault}")
    click.echo(f"{file}: {len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'} found.")
    raise SystemExit(FOUND if faults else CLEAN)
