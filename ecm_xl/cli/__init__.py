"""The command line: arguments → one workflow → text or JSON, and an exit code.

Each command lives in a module of its own that is imported only when it is called, so that
`ecm-xl --help` imports nothing heavy.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from ecm_xl import __version__

COMMANDS = {
    "demo": "See it work: five sample settings become one judged cluster workbook.",
    "new": "Make a workbook for a setting, with every descriptor in it.",
    "populate": "Add forms to a workbook, or bring those it has up to date.",
    "validate": "Check workbooks, cell by cell.",
    "judge": "Say what a workbook's ratings come to, with the working.",
    "undo": "Put back what a workbook was before the last change.",
    "batch": "Judge a folder of workbooks and set them side by side.",
    "addin": "Put the buttons into Excel or LibreOffice, or find out why they don't work.",
    "framework": "Look at the Standards, or check a file of your own.",
}
"""Command → its line in the help. Its module is `ecm_xl.cli.<command>`."""

INTERNAL_ERROR = 4


class Commands(click.Group):
    """Finds a command's module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, None for an unknown one (click then says so, with what is near)."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"ecm_xl.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named; an unknown one is answered with the one that may be meant."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0].lower(), COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"No such command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ecm-xl")
def group() -> None:
    """Audits, judgements and cluster workbooks for the Every Child Matters Standards.

    \b
    Examples:
      ecm-xl demo
      ecm-xl new "Oakfield.xlsx" --name "Oakfield Primary" --type primary --route 2
      ecm-xl validate "Oakfield.xlsx"
      ecm-xl batch "Our cluster" --out cluster.xlsx

    'ecm-xl COMMAND --help' explains one command.
    """


def main() -> None:
    """The entry point of `ecm-xl`. Whatever happens, a person sees words, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks a letter shows '?', it does not stop
            stream.reconfigure(errors="replace")
    try:
        group(prog_name="ecm-xl")
    except Exception as error:  # the last resort, by design
        from ecm_xl.cli.trouble import report

        report(error)
        sys.exit(INTERNAL_ERROR)
