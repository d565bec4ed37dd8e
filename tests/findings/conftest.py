"""Each code of the catalogue in a workbook drawn as a table. How such a table is written: `drawing.py`."""
