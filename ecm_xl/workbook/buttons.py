"""What came of putting the buttons into Excel or LibreOffice, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


class NotInstalled(Exception):
    """Nothing was installed. The text tells a person why and what to do."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What an uninstall took away, and what it left because it is somebody else's, each in words."""

    gone: tuple[str, ...]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at: what was found, and what to do about it ('' where all is fine)."""

    says: str
    do: str = ""

    @property
    def fine(self) -> bool:
        """True where nothing needs doing."""
        return not self.do
