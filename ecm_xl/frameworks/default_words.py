"""What a framework calls its things where its file does not say."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "outcomes": "Outcomes",
    "mapping": "What the agency does here for: {outcome}.",
    "leads": "Who leads on the Standard; a parent governor may be one.",
}
"""What a framework may call things in a setting workbook, and how they are called where it doesn't."""
