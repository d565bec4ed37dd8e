"""How it reads what was written into a workbook, and what was not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from ecm_xl.cli.common import stop
from ecm_xl.cli.show import finding_json, finding_lines
from ecm_xl.core.results import Status
from ecm_xl.workbook.saved import LeftAlone
from ecm_xl.workflows.new import AlreadyThere
from ecm_xl.workflows.write import Written

T = TypeVar("T")


def write_or_stop(file: Path, write: Callable[[], T]) -> T:
    """Does it, or stops with a plain message where nothing could be saved."""
    try:
        return write()
    except AlreadyThere as reason:
        raise stop(str(reason)) from None
    except LeftAlone as reason:
        raise stop(f"{reason}. Nothing was changed.") from None
    except OSError as error:
        raise stop(f"{error.filename or file}: {error.strerror or error}. Nothing was changed.") from None


def written_lines(file: Path, written: Written) -> Iterator[str]:
    """What became of the workbook, for people."""
    yield from finding_lines(written.notes)
    saved = written.saved
    if saved is None:
        if written.result.status is Status.JUDGED and not written.is_refused:
            yield f"{file} says all of this already: it is as it was."
    elif saved.beside:
        yield f"{saved.beside}."
        yield f"So {file.name} is as it was, and what was to be written is in {saved.path}."
    elif saved.backup:
        yield f"Written into {saved.path}. What it held before: {saved.backup}"
    else:
        yield f"Written: {saved.path}. {file.name} is as it was."


def written_json(written: Written) -> dict[str, object]:
    """The same for programs: where it was written (null: nowhere), the backup, and what was not written."""
    saved = written.saved
    return {
        "written": str(saved.path) if saved else None,
        "backup": str(saved.backup) if saved and saved.backup else None,
        "beside": saved.beside if saved else "",
        "not_written": [finding_json(note) for note in written.notes],
    }
