"""Values as calamine reads them, from sheets in the plainest form; whatever it does becomes a refusal with a code."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook

from ecm_xl.backends.reader import limits
from ecm_xl.backends.reader.package import damaged
from ecm_xl.backends.reader.repack import repack
from ecm_xl.backends.reader.sheet import Rows
from ecm_xl.workbook.snapshot import UnreadableWorkbook


def rows_of(sheets: list[bytes], texts: bytes | None, styles: bytes | None, from_1904: bool) -> list[Rows]:
    """Each sheet's rows from A1. `texts` and `styles` are parts that have been checked."""
    package = repack(sheets, texts, styles, from_1904)
    try:
        return _read(package, len(sheets))
    except (UnreadableWorkbook, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except (CalamineError, ValueError, OverflowError) as error:
        raise damaged("A value in it can't be read.") from error
    except BaseException as error:  # calamine's panics are no Exceptions
        raise UnreadableWorkbook("file-reader-stopped") from error


def _read(package: bytes, sheets: int) -> list[Rows]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(package))
    read: list[Rows] = []
    for number in range(sheets):
        read.append(workbook.get_sheet_by_index(number).to_python(skip_empty_area=False))
        check_boxes(read)
    return read


def check_boxes(sheets: list[Rows]) -> None:
    """Raises when the sheets together have too many cells."""
    if sum(len(rows) * len(rows[0]) for rows in sheets if rows) > limits.MAX_BOXES:
        raise UnreadableWorkbook("file-too-big", "Its sheets together have far too many cells.")
