"""What the program writes into a setting's own workbook, as edits: judgements, History, Findings."""

from ecm_xl.workbook.write.findings import finding_edits
from ecm_xl.workbook.write.forms import form_edits
from ecm_xl.workbook.write.history import history_edits, read_history
from ecm_xl.workbook.write.refresh import refresh_edits

__all__ = ["finding_edits", "form_edits", "history_edits", "read_history", "refresh_edits"]
