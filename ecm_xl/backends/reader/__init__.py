"""Any workbook file → a snapshot, safely: `read_snapshot`."""

from ecm_xl.backends.reader.snapshot import Wanted, read_snapshot

__all__ = ["Wanted", "read_snapshot"]
