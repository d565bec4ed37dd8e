"""The patterns of rows and cells as Excel, LibreOffice, XlsxWriter and openpyxl write them, digits put to 0.

A pattern accounts for every byte: attributes known by name and in the programs' order (so none can
come twice), text without anything that XML would refuse. Possessive quantifiers (*+, ?+) never
step back, so the time grows with the length whatever the bytes.
"""

from __future__ import annotations

import re


def _attributes(*names: str) -> bytes:
    """Any of these attributes, in this order."""
    return b"".join(rb'(?: %s="[^"<&\x00-\x1f]*+")?+' % name.encode() for name in names)


_PLAIN = rb"[^<&\x00-\x08\x0b\x0c\x0e-\x1f]*+"
_TEXT = _PLAIN + rb"(?:&(?:amp|lt|gt|quot|apos);" + _PLAIN + rb")*+"
_NUMBER = rb"-?+0{1,30}+(?:\.0{1,30}+)?+(?:[eE][+-]?+00?+)?+"  # far from infinity
_NO_VALUE = rb"<v></v>|<v/>|<v />"
_FORMULA = rb"(?:<f" + _attributes("aca", "t", "ref", "ca", "si", "xml:space") + rb"(?:/>|>" + _TEXT + rb"</f>))?+"

_CONTENTS = (
    (rb' t="s"', rb"<v>0{1,9}+</v>"),
    (rb' t="str"', _FORMULA + rb"(?:<v>" + _TEXT + rb"</v>|" + _NO_VALUE + rb")?+"),
    (rb'(?: t="n")?+', _FORMULA + rb"(?:<v>" + _NUMBER + rb"</v>|" + _NO_VALUE + rb")?+"),
    (rb' t="b"', _FORMULA + rb"<v>0</v>"),
    (rb' t="e"', _FORMULA + rb"<v>" + _TEXT + rb"</v>"),
    (rb' t="inlineStr"', rb'<is><t(?: xml:space="preserve")?+>' + _TEXT + rb"</t></is>"),
)
_MARKS = rb'(?: cm="0{1,9}")?+(?: vm="0{1,9}")?+'  # spilling formulas, linked data; XlsxWriter puts cm first
_CELL = (
    rb'([A-Z]{1,3})(0{1,7})"(?: s="0{1,9}")?+(?:'
    + rb"|".join(
        rb'(?:%s%s| cm="0{1,9}"%s)(?:/>|>%s</c>)' % (kind, _MARKS, kind, content) for kind, content in _CONTENTS
    )
    + rb")"
)

# x00ac stands for x14ac, the one prefix that Excel uses in rows.
_ROW = rb'<row r="0{1,6}"' + _attributes(
    *("spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel"),
    *("collapsed", "thickTop", "thickBot", "ph", "x00ac:dyDescent"),
)
_EMPTY_ROWS = rb"(?:" + _ROW + rb"(?:/>|></row>))*+"

NO_CELLS = re.compile(_EMPTY_ROWS)
"""A sheet's rows, when there are no cells."""

BEFORE_CELLS = re.compile(_EMPTY_ROWS + _ROW + rb">")
"""What comes before the first cell."""

MIDDLE_CELL = re.compile(_CELL + rb"(?:</row>" + _EMPTY_ROWS + _ROW + rb">)?")
"""A cell from after `<c r="` to the next one's."""

LAST_CELL = re.compile(_CELL + rb"</row>" + _EMPTY_ROWS)
"""The last cell to the end."""
