"""From a book to a file."""

from ecm_xl.backends.writer.xlsx import write_book

__all__ = ["write_book"]
