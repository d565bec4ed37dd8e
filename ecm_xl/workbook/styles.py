"""The look of our workbooks: every style by name, with colours and fonts spelt out.

Nothing hangs on a file's theme or default font. Contrast is AA or better, level colours run from pale
to dark so that they differ in grey too, and no colour stands without its word.
"""

from __future__ import annotations

from collections.abc import Mapping

FONT = "Calibri"
INK = "1F2933"
LINE = "B8C2CC"
BRAND = "1B4965"
PALE = "EAF1F6"
GREY = "F3F4F6"
INPUT = "FFFBEA"
BAR = "5FA8D3"

LEVEL_COLOURS: tuple[tuple[str, str], ...] = (
    ("FDEBD3", INK),
    ("F6C667", INK),
    ("8CC5A2", INK),
    ("3E9C74", "FFFFFF"),
    ("14573F", "FFFFFF"),
)
"""(fill, ink) from the worst to the best place on a scale."""

Style = Mapping[str, str | int | float | bool]

_BORDERED: Style = {"border": 1, "border_color": LINE, "align": "left", "indent": 1}
_WRAPPED: Style = {**_BORDERED, "text_wrap": True}

STYLES: Mapping[str, Style] = {
    "plain": {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top"},
    "title": {"font_size": 18, "bold": True, "font_color": BRAND, "valign": "vcenter"},
    "subtitle": {"font_size": 13, "bold": True, "font_color": BRAND, "valign": "vcenter"},
    "quiet": {"font_color": "52606D"},
    "wrap": {"text_wrap": True},
    "beside": {"align": "left", "indent": 1},
    "middle": {"valign": "vcenter"},
    "centre": {"align": "center", "indent": 0},
    "bold": {"bold": True},
    "large": {"font_size": 14},
    "banner": {"bg_color": "FFF3C4", "bold": True, "font_color": "5C4400", "valign": "vcenter"},
    "link": {"font_color": "0B5394", "underline": 1},
    "heading": {**_WRAPPED, "bold": True, "font_color": "FFFFFF", "bg_color": BRAND, "valign": "vcenter"},
    "heading-answer": {"bg_color": "8A5A00"},
    "label": {**_BORDERED, "bold": True, "bg_color": PALE},
    "fixed": {**_WRAPPED, "bg_color": GREY},
    "answer": {**_WRAPPED, "bg_color": INPUT, "locked": False},
    "live": _WRAPPED,
    "written": {"locked": False},  # by the program, also while the workbook is open and its sheet protected
    "box": _WRAPPED,
    "group": {"top": 2, "top_color": BRAND},
    "date": {"num_format": "dd/mm/yyyy", "align": "left"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
    "clock": {"num_format": "hh:mm:ss", "align": "left"},
    "hours": {"num_format": "[h]:mm:ss", "align": "left"},
    "year": {"num_format": "0", "align": "left"},
    "text": {"num_format": "@"},
    "percent": {"num_format": "0%", "align": "left"},
    "found": {
        "bg_color": "FFD9D9",
        "font_color": "7A0010",
        "bold": True,
        "border": 1,
        "border_color": "C00020",
    },
    "to-do": {"bold": True, "font_color": "7A3E00"},
    "grey-out": {"bg_color": "E4E7EB", "font_color": "3E4C59", "italic": True},
    "not-yet": {"font_color": "52606D", "italic": True},
    "met": {"bold": True, "bg_color": "14573F", "font_color": "FFFFFF"},
}


def level_style(place: int, levels: int) -> Style:
    """The colours of the level at that place (0 the worst) of a scale of so many levels."""
    last = len(LEVEL_COLOURS) - 1
    fill, ink = LEVEL_COLOURS[round(place * last / max(levels - 1, 1))]
    return {"bg_color": fill, "font_color": ink}


def level_look(place: int, levels: int) -> str:
    """The style's name for that level."""
    return f"level {place} of {levels}"


def style(look: tuple[str, ...]) -> dict[str, str | int | float | bool]:
    """The properties of a look: its styles in turn. Raises KeyError for an unknown name."""
    merged: dict[str, str | int | float | bool] = {}
    for name in look:
        if name.startswith("level "):
            _, place, _, levels = name.split()
            merged |= level_style(int(place), int(levels))
        else:
            merged |= STYLES[name]
    return merged
