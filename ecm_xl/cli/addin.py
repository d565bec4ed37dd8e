"""`ecm-xl addin`: the buttons in Excel and LibreOffice."""

from __future__ import annotations

import click

from ecm_xl.backends.places import LINUX, WINDOWS, Machine, this_machine
from ecm_xl.cli.common import CLEAN, FOUND, Command, stop
from ecm_xl.workbook.buttons import Look, NotInstalled
from ecm_xl.workflows.addin import Buttons
from ecm_xl.workflows.addin import doctor as look_at
from ecm_xl.workflows.addin import install as put
from ecm_xl.workflows.addin import uninstall as take_away

libreoffice_option = click.option("--libreoffice", is_flag=True, help="The toolbar in LibreOffice, not Excel's tab.")


@click.group()
def command() -> None:
    """Put the buttons into Excel or LibreOffice, or find out why they don't work."""


@command.command(cls=Command)
@libreoffice_option
def install(libreoffice: bool) -> None:
    """Put the tab 'ECM Standards' into Excel, or the toolbar into LibreOffice.

    For you alone: no administrator is needed, and no workbook is touched. Close Excel or LibreOffice first. Doing it
    again puts right what has changed since.

    \b
    Examples:
      ecm-xl addin install
      ecm-xl addin install --libreoffice
    """
    try:
        said = put(buttons(this_machine(), libreoffice=libreoffice))
    except (NotInstalled, ValueError) as reason:
        raise stop(f"{reason} Nothing was installed.") from None
    except OSError as error:
        raise stop(_in_the_way(error)) from None
    for line in said:
        click.echo(line)


@command.command(cls=Command)
@libreoffice_option
def uninstall(libreoffice: bool) -> None:
    """Take the buttons away again, and nothing else.

    Your workbooks, their backups and other add-ins stay as they are.

    \b
    Examples:
      ecm-xl addin uninstall
      ecm-xl addin uninstall --libreoffice
    """
    try:
        removed = take_away(buttons(this_machine(), libreoffice=libreoffice))
    except NotInstalled as reason:
        raise stop(f"{reason} Nothing was removed.") from None
    except OSError as error:
        raise stop(_in_the_way(error)) from None
    for line in [*removed.gone, *removed.left] or ["Nothing of ours was there."]:
        click.echo(line)
    raise SystemExit(FOUND if removed.left else CLEAN)


@command.command(cls=Command)
@libreoffice_option
def doctor(libreoffice: bool) -> None:
    """Find out why the buttons don't work, and say what to do.

    Looks at everything that usually goes wrong and changes nothing. Each line begins with 'Fine' or with 'Look'; a
    line with 'Look' ends with what to do.

    \b
    Examples:
      ecm-xl addin doctor
      ecm-xl addin doctor --libreoffice
    """
    machine = this_machine()
    looks = look_at(buttons(machine, libreoffice=libreoffice or machine.system == LINUX))
    for look in looks:
        click.echo(_line(look))
    raise SystemExit(CLEAN if all(look.fine for look in looks) else FOUND)


def buttons(machine: Machine, *, libreoffice: bool) -> Buttons:
    """The program that the buttons are for, with what it takes to reach it."""
    from ecm_xl.backends.addin.programs import run
    from ecm_xl.backends.addin.settings import this_python

    if libreoffice:
        from ecm_xl.backends.addin.office import Office, is_administrator

        return Office(machine, this_python(), run, is_root=is_administrator())
    from ecm_xl.backends.addin.excel import Excel
    from ecm_xl.backends.addin.registry import WindowsRegistry

    return Excel(machine, WindowsRegistry() if machine.system == WINDOWS else None, this_python(), run)


def _line(look: Look) -> str:
    return f"Fine  {look.says}" if look.fine else f"Look  {look.says} {look.do}"


def _in_the_way(error: OSError) -> str:
    """What could not be written or read. A file that Excel has open can't be replaced on Windows."""
    mend = " Close Excel and LibreOffice, then try again." if isinstance(error, PermissionError) else ""
    return f"{error.filename or 'A file'}: {error.strerror or error}.{mend}"
