"""The buttons: a click → one workflow on the open workbook → a line in the status bar, or a message.

`python -m ecm_xl.ribbon TAG --pid PID --book NAME` is what the add-in starts in Excel; the toolbar in LibreOffice
calls `in_office`. A button's tag is the name of a workflow; `COMMANDS` maps every tag to its function. Behind a colon
stands what was chosen from a button's list: `add_form:profile`.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from ecm_xl.backends.live import LiveBook, NoWorkbook, attach, full_name, is_refusal
from ecm_xl.backends.places import Machine, data_folder, log_file, this_machine
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.book import CellValue
from ecm_xl.workbook.edits import EditRefused
from ecm_xl.workbook.saved import LeftAlone
from ecm_xl.workbook.snapshot import UnreadableWorkbook

if TYPE_CHECKING:  # a command loads what it needs: a click costs an import
    from ecm_xl.core.findings import Finding
    from ecm_xl.workbook.populate import Populated
    from ecm_xl.workbook.saved import Saved
    from ecm_xl.workflows.jumps import Jump
    from ecm_xl.workflows.write import Written

DONE, TOLD, BUSY, FAILED = 0, 11, 12, 13
"""What the add-in is told: done; the person has been told what is the matter; the program takes no calls; neither.

1 and 2 are left out: Python ends so by itself where this program is missing or an option is unknown to it."""

TITLE = "ECM Standards"


class Told(Exception):
    """What a person is to be told in a message, in plain words."""


@dataclass(frozen=True)
class Click:
    """A click on a button: the program, the workbook in front (None where there is none), this computer and now.

    `chosen` is what was chosen from the button's list, '' where it has none.
    """

    app: Any
    book: Any
    machine: Machine
    now: datetime
    chosen: str = ""

    @property
    def today(self) -> date:
        """The day of the click."""
        return self.now.date()

    def live(self, action: str) -> LiveBook:
        """The workbook in front. Raises Told where there is none."""
        if self.book is None:
            raise Told(
                "No workbook is open. Choose New audit, or open your ECM workbook. "
                "If it is open with a yellow bar at the top, choose Enable Editing there first."
            )
        return LiveBook(self.book, self.machine, action, self._draw)

    def _draw(self, path: Path) -> None:
        """Everything that the workbook in front says, as a workbook of its own."""
        from ecm_xl.backends.live.backup import ReadLive
        from ecm_xl.workflows.carry import new_from

        live = self.live("")
        said = live.read(live.path, frozenset({"Started_On"}))
        sheet, row, column = said.names.get("Started_On", ("", 0, 0))
        there = said.sheet(sheet)
        started: dict[str, CellValue] = {"Started_On": there.value(row, column)} if there else {}
        new_from(ReadLive(live), path, live.path, load_model(), started, self.today, force=True)


Command = Callable[[Click], str]
"""Does it, and says in a line what it did. Raises Told."""


def new(click: Click) -> str:
    """Makes a workbook as `ecm-xl new` does, in the folder of the workbook in front or in Documents, and opens it."""
    from ecm_xl.backends.disk import Disk
    from ecm_xl.workbook.names import START
    from ecm_xl.workflows.new import new as make

    backend, path = Disk(), _free_name(_folder_for_new(click), {book.name.casefold() for book in click.app.books})
    try:
        make(backend, path, load_model(), {}, click.today)
    except OSError as error:
        raise Told(f"{path} could not be written ({error.strerror or error}).") from error
    book = click.app.books.open(str(path))
    made = LiveBook(book, click.machine, "New audit", lambda _: None)
    made.go_to(START, *_first_yellow(book))
    return f"{path.name} is new. Fill in the yellow cells on the sheet Start; it is saved in {path.parent}."


def _first_yellow(book: Any) -> tuple[int, int]:
    cell = book.names["Setting_Name"].refers_to_range
    return cell.row, cell.column


def _folder_for_new(click: Click) -> Path:
    if click.book is not None:
        path = Path(full_name(click.book))
        if path.is_absolute() and path.is_file():
            return path.parent
    documents = click.machine.home / "Documents"
    return documents if documents.is_dir() else click.machine.home


def _free_name(folder: Path, is_open: Collection[str]) -> Path:
    """A name that is not taken yet: nothing is ever replaced, and no two open workbooks may have one name."""
    for number in count(1):
        path = folder / f"ECM Standards audit{f' {number}' if number > 1 else ''}.xlsx"
        if not path.exists() and path.name.casefold() not in is_open:
            return path
    raise AssertionError("numbers never end")


def validate(click: Click) -> str:
    """Checks the workbook as it stands, and fills in Findings."""
    from ecm_xl.core.findings import summary
    from ecm_xl.workflows.write import write_findings

    live = click.live("Validate")
    written = write_findings(live, live.path, click.today, click.now)
    _check_written(written)
    if not written.result.findings:
        return "Nothing was found. The sheet Findings says so."
    return f"Found: {summary(written.result.findings)}. See the sheet Findings, or choose Next problem."


def judge(click: Click) -> str:
    """Rolls the ratings up, adds to History what has changed, and says on the Dashboard how each Standard has moved."""
    from ecm_xl.workflows.write import write_judgements

    live = click.live("Roll up")
    written = write_judgements(live, live.path, click.today, click.now)
    _check_written(written)
    click.app.calculate()
    judged = sum(bool(one.judgement) for one in written.result.judgements)
    total = len(written.result.judgements)
    news = "History has been added to." if written.saved else "Nothing has changed since last time."
    return f"{judged} of {total} Standards have a judgement. {news}"


def _check_written(written: Written) -> None:
    """Raises Told where nothing was written because the workbook is none of ours, or an edit could have done harm."""
    from ecm_xl.core.results import Status

    if written.result.status is not Status.JUDGED:
        raise Told(f"{written.result.findings[0].message} Open your ECM workbook, or choose New audit.")
    if written.is_refused:
        raise Told(" ".join(map(_words, written.notes)))


def _words(found: Finding) -> str:
    return f"{found.message} {found.action}".strip()


def add_form(click: Click) -> str:
    """Adds the chosen form to the workbook, or brings it up to date there. For that the workbook is saved, closed, and
    opened again where the person was: a whole sheet can be put only into a file."""
    from ecm_xl.backends.live.away import SavedBook
    from ecm_xl.frameworks.forms import FORMS
    from ecm_xl.workflows.jumps import check_that_it_is_ours
    from ecm_xl.workflows.populate import populate

    live = click.live("Add a form")
    check_that_it_is_ours(load_model(), live.read(live.path, _needed()))
    if click.chosen not in FORMS:
        raise Told("Choose a form from the list of the button Add a form.")
    try:
        done = populate(SavedBook(click.book, live, click.now), live.path, [click.chosen], click.today, click.now)
    except OSError as error:
        raise Told(f"{live.path} could not be written ({error.strerror or error}). Nothing was changed.") from error
    _check_written(done.written)
    if done.written.saved:
        _note_saved(live, click.now, done.written.saved)
    return " ".join(_of_form(form, done.written.saved) for form in done.forms)


def _note_saved(live: LiveBook, now: datetime, saved: Saved) -> None:
    """Raises Told where the workbook was left as it is."""
    if saved.beside:
        raise Told(f"{saved.beside}. So {live.path.name} is as it was. With the form it is saved as {saved.path.name}.")
    live.remember_file(now)


def _of_form(form: Populated, saved: Saved | None) -> str:
    """What became of it, and where the workbook is kept as it was before."""
    words = f"Added: {form.form.title}, on the sheet {form.form.sheet}" if form.is_new else form.words
    return f"{words}. What the workbook was before is in the folder ECM backups." if saved else f"{words}."


def next_problem(click: Click) -> str:
    """Goes to the next cell that Findings lists."""
    from ecm_xl.workflows import jumps

    live, model = click.live("Next problem"), load_model()
    snapshot = live.read(live.path, _needed() | {"Findings"})
    return _go(live, jumps.next_problem(model, snapshot, live.active_place()))


def carry_on(click: Click) -> str:
    """Goes to the first descriptor without a rating."""
    from ecm_xl.workflows import jumps

    live = click.live("Carry on")
    return _go(live, jumps.carry_on(load_model(), live.read(live.path, _needed())))


def dashboard(click: Click) -> str:
    """Shows the Dashboard."""
    from ecm_xl.workflows import jumps

    live = click.live("Dashboard")
    return _go(live, jumps.dashboard(load_model(), live.read(live.path, _needed())))


def _needed() -> frozenset[str]:
    from ecm_xl.workbook.parse import wanted

    return wanted(load_model())


def _go(live: LiveBook, jump: Jump) -> str:
    live.go_to(jump.sheet, *jump.where)
    return jump.words


def undo(click: Click) -> str:
    """Takes back what the last of these buttons changed."""
    done = click.live("Undo").undo()
    return f"{done.action} of {done.when.replace('T', ' ')} has been undone."


HELP = """Validate checks every cell and lists what it finds on the sheet Findings. It changes nothing else.
Next problem leads to the next cell that Findings lists.
Roll up works out what each Standard comes to, and adds to History what has changed.
Dashboard and Carry on lead you there.
Undo takes back what the last of these buttons changed.
New audit makes a workbook and opens it.
Add a form puts one more sheet with questions into the workbook, or brings it up to date. It saves the workbook,
closes it and opens it again. Undo does not take a form back. The workbook as it was before is in the folder
'ECM backups'; once the workbook is closed, the command ecm-xl undo puts it back.

Your answers are never changed by a button. Before the first change the workbook, as it was last saved, is kept
in the folder 'ECM backups' beside it.
If a button does nothing, ask whoever looks after your computer to run: ecm-xl addin doctor
What went wrong is written down in: {log}"""


def help_(click: Click) -> str:
    """Says what the buttons do and where the log is."""
    click.app.alert(HELP.format(log=log_file(click.machine)), TITLE)
    return ""


COMMANDS: dict[str, Command] = {
    "new": new,
    "add_form": add_form,
    "validate": validate,
    "next_problem": next_problem,
    "judge": judge,
    "dashboard": dashboard,
    "carry_on": carry_on,
    "undo": undo,
    "help": help_,
}
"""Tag of a button → what it does."""

LABELS = {
    "new": "New audit",
    "add_form": "Add a form",
    "validate": "Validate",
    "next_problem": "Next problem",
    "judge": "Roll up",
    "dashboard": "Dashboard",
    "carry_on": "Carry on",
    "undo": "Undo last ECM action",
    "help": "Help",
}
"""Tag of a button → what stands on it."""


def run(tag: str, click: Click) -> int:
    """Does what a button does. Whatever happens, a person sees words, never a traceback."""
    from ecm_xl.workflows.jumps import NoWay

    try:
        click.app.status_bar = f"{TITLE}: {LABELS[tag]} ..."
        click.app.status_bar = COMMANDS[tag](click) or False
    except (Told, NoWay, LeftAlone, NoWorkbook) as reason:
        return _tell(click, str(reason))
    except EditRefused as reason:
        from ecm_xl.core.findings import finding

        found = finding(reason.code, reason.sheet, reason.cell, detail=reason.detail)
        return _tell(click, _words(found))
    except UnreadableWorkbook as reason:
        from ecm_xl.core.findings import finding

        return _tell(click, _words(finding(reason.code, detail=reason.detail)))
    except Exception as error:  # the last resort, by design
        if is_refusal(error):
            return BUSY
        number = _note(error, click.machine)
        return _tell(
            click,
            f"Something went wrong inside the program (reference {number}). Your answers are as they were. "
            f"The details are in {log_file(click.machine)}: please send that file with your question.",
        )
    return DONE


def _tell(click: Click, words: str) -> int:
    """A message in the program's own window; the status bar is its own again."""
    try:
        click.app.status_bar = False
        click.app.alert(words if words.endswith((".", "!", "?")) else f"{words}.", TITLE)
    except Exception as error:  # it takes no calls: the add-in tells the person then
        return BUSY if is_refusal(error) else FAILED
    return TOLD


MOST_BYTES = 1_000_000
"""Of the log. Once it is longer it becomes the old one, whose place that of before is taken in."""


def _note(error: BaseException, machine: Machine) -> str:
    """Writes down what went wrong, and returns its reference number."""
    number, file = token_hex(3).upper(), log_file(machine)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > MOST_BYTES:
            file.replace(file.with_name(f"old-{file.name}"))
        with file.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} reference {number}\n")
            log.write("".join(traceback.format_exception(error)) + "\n")
    except OSError:
        return f"{number}, and it could not be written down"
    return number


USAGE = "python -m ecm_xl.ribbon TAG[:CHOSEN] [--pid PID] [--book NAME], where TAG is one of: {tags}"


def main(words: Sequence[str]) -> int:
    """What the add-in starts: a button's tag, Excel's process number, the workbook's name."""
    tag, _, chosen = (words[0] if words else "").partition(":")
    given = dict(zip(words[1::2], words[2::2], strict=False))
    pid = given.get("--pid", "")
    if tag not in COMMANDS or given.keys() - {"--pid", "--book"} or (pid and not pid.isdecimal()):
        if sys.stderr:  # pythonw on Windows has none
            sys.stderr.write(USAGE.format(tags=", ".join(COMMANDS)) + "\n")
        return FAILED
    machine = this_machine()
    with _one_at_a_time(machine):
        try:
            app = attach(int(pid) if pid else None)
            book = _book(app, given.get("--book", ""))
        except Exception as error:  # Excel is not there, or takes no calls: there is no window to say it in
            if is_refusal(error):
                return BUSY
            _note(error, machine)
            return FAILED
        return run(tag, Click(app, book, machine, datetime.now(), chosen))  # noqa: DTZ005 - a person's own clock


@contextmanager
def _one_at_a_time(machine: Machine) -> Iterator[None]:
    """A second click waits until the first one is done: on a Mac Excel can be clicked again meanwhile. On Windows it
    waits itself. What is locked is our own folder, where the settings lie: no file is left behind."""
    with ExitStack() as held:
        with suppress(ImportError, OSError):  # Windows, no such folder, or one on a server that knows no locks
            fcntl = import_module("fcntl")
            folder = os.open(data_folder(machine), os.O_RDONLY)
            held.callback(os.close, folder)
            fcntl.flock(folder, fcntl.LOCK_EX)  # let go of however the program ends
        yield


def _book(app: Any, name: str) -> Any:
    """The open workbook of that name, None where none is named or it is gone. A Mac has two ways to write an é."""
    wanted = normalize("NFC", name)
    return next((book for book in app.books if normalize("NFC", book.name) == wanted), None) if name else None


def in_office(desktop: Any, document: Any, tag: str) -> int:
    """What the toolbar in LibreOffice calls, within its own Python."""
    from ecm_xl.backends.libreoffice import attach as attach_office

    app = attach_office(desktop, document)
    book = app.books.active if document is not None and len(app.books) else None
    tag, _, chosen = tag.partition(":")
    return run(tag, Click(app, book, this_machine(), datetime.now(), chosen))  # noqa: DTZ005 - a person's own clock


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
