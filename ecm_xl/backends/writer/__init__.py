"""From a book to a file."""

from ecm_xl.backends.writer.xlsx import drawn, write_book

__all__ = ["drawn", "write_book"]
