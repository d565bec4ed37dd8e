"""How much a file may ask of the reader, with the reason beside each figure.

Tried on 2,966 public spreadsheets and about 106,000 damaged ones (see SAFETY.md): none of 978
sound workbooks was turned away, and nothing that passed could exhaust the reader.
"""

from __future__ import annotations

MB = 1 << 20

MAX_FILE = 50 * MB
"""Bytes of the file. An audit workbook has 0.1 to 2 MB; fifty leaves room for pictures."""

MAX_PART = 100 * MB
"""Unpacked bytes of one part. A sheet of a million cells has about 40 MB."""

MAX_TOTAL = 150 * MB
"""Unpacked bytes of all parts together: with copies in the reader this stays below MEMORY."""

MAX_PARTS = 2000
"""Parts in the package. A workbook of a hundred sheets with notes and charts has about 900."""

MAX_DIRECTORY_MARKS = 20_000
"""Entry marks in a raw file of an odd form, counted before its directory is read (reading one takes 20 µs there).
Workbooks embedded in a workbook bring marks of their own, so there may be more than parts."""

MAX_RATIO = 400
"""Unpacked to packed size of a part above RATIO_FROM. The most repetitive honest sheets reach
about 150; what is built to burst reaches 1,000."""

RATIO_FROM = 10 * MB
"""Smaller parts are harmless whatever their ratio."""

LAST_ROW = 1_048_576
"""Excel's own last row."""

LAST_COLUMN = 16_384
"""Excel's own last column, XFD."""

MAX_CELLS = 1_000_000
"""Cells written in one sheet, empty ones with a style included."""

MAX_BOX = 2_000_000
"""Cells in the rectangle from A1 to the last filled cell of a sheet. The reader sets aside the whole
rectangle: a file with only A1 and XFD1048576 would ask for 17 thousand million cells."""

MAX_BOXES = 6_000_000
"""The same for all sheets that are read together: six of the largest."""

MAX_MERGES = 5000
"""Merged ranges in one sheet: other programs compare each with every other."""

MAX_MERGED_AREA = 100_000
"""Cells in one merged range: one merge over a whole sheet makes openpyxl hang."""

MAX_LISTS = 20_000
"""Ranges with a drop-down list in one sheet. Much copying and pasting leaves hundreds."""

MAX_DEPTH = 100
"""Elements inside one another. Spreadsheet parts need about fifteen."""

MAX_COUNT = 5_000_000
"""How many cells may refer to shared texts, as the part itself says."""

MAX_OUTLINE_PART = 10 * MB
"""Unpacked bytes of a part that is parsed into a tree: the list of sheets, relationships, a table.
Ten thousand defined names have 1 MB."""

CHILD_MEMORY = 1 << 30
"""Bytes that a child process may use, where the system can limit it. A large workbook needs 0.4 GB."""
