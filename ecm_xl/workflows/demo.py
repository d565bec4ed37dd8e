"""The main job on the sample cluster: five settings' workbooks become one judged cluster workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecm_xl.workflows.batch import Asked, Done, Progress, batch
from ecm_xl.workflows.new import AlreadyThere
from ecm_xl.workflows.ports import Backend

SAMPLES = "sample-cluster"
SAMPLES_JUDGED_ON = date(2026, 7, 10)
"""The day on which the sample settings stopped typing: the end of their school year."""
OUT = "cluster.xlsx"


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo did: the files copied and the batch over them."""

    copied: tuple[Path, ...]
    done: Done


def demo(backend: Backend, folder: Path, jobs: int, progress: Progress) -> Demo:
    """Copies the sample workbooks to `folder`, judges them and writes cluster.xlsx there.

    Raises AlreadyThere where `folder` is a file, OSError where something can't be written.
    """
    if backend.exists(folder) and not folder.is_dir():
        raise AlreadyThere(str(folder))
    copied = tuple(backend.copy_shipped(SAMPLES, folder))
    asked = Asked(copied, folder / OUT, SAMPLES_JUDGED_ON, jobs=jobs)
    return Demo(copied, batch(backend, asked, progress))
