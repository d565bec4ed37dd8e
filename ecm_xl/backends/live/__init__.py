"""A workbook that is open in Excel, through the public calls of xlwings only: Excel and LibreOffice alike.

Every call is a round trip to the other program, so a table is read at once and written at once: the number of calls
does not grow with its rows.
"""

from ecm_xl.backends.live.book import LiveBook
from ecm_xl.backends.live.program import NoWorkbook, Refusing, attach, full_name, is_refusal, kept_quiet

__all__ = ["LiveBook", "NoWorkbook", "Refusing", "attach", "full_name", "is_refusal", "kept_quiet"]
