"""`ecm-xl populate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecm_xl.backends.disk import Disk
from ecm_xl.cli.common import CLEAN, FOUND, UNREADABLE, Command, is_folder, now, stop, today_option
from ecm_xl.cli.show import MOST_CELLS, some
from ecm_xl.frameworks.forms import FORMS
from ecm_xl.workbook.parse.strays import Why

if TYPE_CHECKING:  # these are loaded while the file is being read
    from ecm_xl.core.results import FileResult
    from ecm_xl.workflows.populate import Forms


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.argument("forms", nargs=-1, metavar="[FORM]...")
@click.option("--by", default="", help="Your name, for the sheet Changes.")
@today_option
def command(file: Path, forms: tuple[str, ...], by: str, today: date) -> None:
    """Add forms to a workbook, or bring those that it has up to date.

    Nothing that anybody typed is lost: a form that is not there yet becomes a new sheet, and one that is there gets
    the rows that it lacks. Where a form has a newer version its sheet is drawn anew, with every answer in its row, and
    what has no place in it any more is kept on the sheet Changes. Without FORM it lists the forms there are. 'all'
    stands for every form.

    \b
    Examples:
      ecm-xl populate "Oakfield.xlsx"
      ecm-xl populate "Oakfield.xlsx" profile checklist
    """
    if is_folder(file):
        raise stop(f"{file} is a folder. Name one workbook.")
    asked = _asked(forms)
    backend = Disk()
    if not asked:
        raise SystemExit(_list(backend, file, today))
    backend.begin(file)
    from ecm_xl.cli.written import write_or_stop
    from ecm_xl.workflows.populate import populate

    done = write_or_stop(file, lambda: populate(backend, file, asked, today, now(), by.strip()))
    for line in _lines(file, done):
        click.echo(line)
    raise SystemExit(_exit_code(done))


def _asked(forms: Sequence[str]) -> list[str]:
    """The forms by their ids, each once. Stops at one that is not known."""
    words = [word.lower().replace("_", "-") for word in forms]
    if words == ["all"]:
        return list(FORMS)
    if "all" in words:
        raise stop("'all' stands for every form: name it alone.")
    for word in words:
        if word not in FORMS:
            from difflib import get_close_matches

            near = get_close_matches(word, FORMS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else " 'ecm-xl populate FILE' lists the forms."
            raise stop(f"There is no form '{word}'.{hint}")
    return list(dict.fromkeys(words))


def _list(backend: Disk, file: Path, today: date) -> int:
    """Lists the forms, those of the workbook first told apart. The exit code."""
    from ecm_xl.workflows.examine import examine
    from ecm_xl.workflows.populate import offered

    result = examine(backend.read, file, today)
    if (code := _not_a_setting(result)) != CLEAN:
        return code
    there = {form.form for form in result.forms}
    for one in offered(there):
        mark = "has it" if one.is_there else ""
        click.echo(f"{one.form.id:<19} {mark:<7} {one.form.title}. {one.form.filled_in_by}")
    click.echo(f'\nTo add one: ecm-xl populate "{file}" FORM')
    return CLEAN


def _not_a_setting(result: FileResult) -> int:
    """Says why a file is none that may have forms. The exit code, CLEAN where it is one."""
    from ecm_xl.cli.show import finding_lines
    from ecm_xl.core.results import Status

    if result.status is Status.JUDGED:
        return CLEAN
    click.echo(f"{result.file}:")
    click.echo("\n".join(finding_lines(result.findings)))
    return UNREADABLE if result.status is Status.UNREADABLE else FOUND


def _exit_code(done: Forms) -> int:
    if not done.forms and not done.written.is_refused and (code := _not_a_setting(done.written.result)) != CLEAN:
        return code
    lost = any(form.dropped or form.lacking for form in done.forms)
    return FOUND if done.written.is_refused or lost else CLEAN


STRAY_WORDS: Mapping[Why, str] = {
    Why.REWORDED: "Other words stand there now. Answers beside them went over: see whether they still fit.",
    Why.UNKNOWN_REF: "No row of the form has that Ref.",
    Why.WITHOUT_REF: "The row has no Ref, so nothing tells where it belongs.",
    Why.TWICE: "The Ref stands in more than one row. Copy what counts.",
    Why.NOT_READ: "An error, a formula or merged cells: type the answer.",
    Why.WITHOUT_COLUMN: "No column of the form has that heading, or it is a second one.",
    Why.BESIDE: "It stood where no answer belongs.",
    Why.TOO_LONG: "The text is longer than a cell may hold. Changes has it in several rows.",
}
"""Why something of a form is to be looked at → what is said of it to people."""


def _lines(file: Path, done: Forms) -> Iterator[str]:
    """What became of each form. Cells are those of the sheet as it was."""
    from ecm_xl.cli.written import written_lines

    for form in done.forms:
        yield form.words
        for why, words in STRAY_WORDS.items():
            places = [f"{stray.sheet} {stray.cell}" for stray in form.strays if stray.why is why]
            if places:
                yield f"  {words}"
                yield f"    {some(places, MOST_CELLS)}"
        for title in form.lacking:
            yield f"  Its table '{title}' is not there any more. Put it back from an earlier copy ('ecm-xl undo')."
    if any(form.strays for form in done.forms):
        yield "What stood there is on the sheet Changes, word for word; the cells named are those of the old sheet."
    yield from written_lines(file, done.written)
