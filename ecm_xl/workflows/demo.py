"""The main job on the sample cluster: five settings' workbooks become one judged cluster workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecm_xl.workflows.batch import Asked, Done, Progress, batch, may_write
from ecm_xl.workflows.identify import identify
from ecm_xl.workflows.new import AlreadyThere
from ecm_xl.workflows.ports import Backend

SAMPLES = "sample-cluster"
SAMPLES_JUDGED_ON = date(2026, 7, 10)
"""The day on which the sample settings stopped typing: the end of their school year."""
OUT = "cluster.xlsx"


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo did: the files copied and the batch over them."""

    copied: Sequence[Path]
    done: Done


def demo(backend: Backend, folder: Path, jobs: int, progress: Progress) -> Demo:
    """Copies the sample workbooks to `folder`, judges them and writes cluster.xlsx there.

    Only the demo's own files are replaced. Raises AlreadyThere where something else has the name of one
    (nothing is written then), OSError where something can't be written.
    """
    if backend.exists(folder) and not folder.is_dir():
        raise _not_ours(folder)
    copies = {source: folder / source.name for source in backend.shipped(SAMPLES)}
    asked = Asked(tuple(copies.values()), folder / OUT, SAMPLES_JUDGED_ON, jobs=jobs)
    try:
        may_write(backend, asked)
    except AlreadyThere:
        raise _not_ours(asked.out) from None
    for source, target in copies.items():
        if backend.exists(target) and not _is_copy(backend, source, target):
            raise _not_ours(target)
    for source, target in copies.items():
        backend.copy(source, target)
    return Demo(asked.paths, batch(backend, asked, progress))


def _not_ours(path: Path) -> AlreadyThere:
    return AlreadyThere(f"{path} is there already and is not the demo's own. Name another folder.")


def _is_copy(backend: Backend, source: Path, target: Path) -> bool:
    """True where the target is the sample setting, whatever has been typed into it since."""
    own = identify(backend, source).get("Setting_Id")
    return bool(own) and identify(backend, target).get("Setting_Id") == own
